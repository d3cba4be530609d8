use ::rules::{Happening, Rules};
use kernel::ClientId;
use trust::{Opened, Work};
use uuid::Uuid;

use super::model::{DecideReview, ReviewOutcome};
use super::take::{held, moved};
use super::{instruction, rules, store};
use crate::clock::{self, Told};
use crate::decision::store::put_force;
use crate::decision::{self, Force, Replacing};
use crate::matter::{self, NewStep};
use crate::{Care, Error, thing};

/// Writes the organ's decision on a request, with reasons, and gives the client notice of it. Changed, another decision is
/// drafted in the place of the old one, which stays in force until the new one is sent. Whether the asker has the power was
/// asked of the policies by the proof.
///
/// # Errors
/// `own_decision` for one who made the decision under review (434/2003 27–28 § [memory]: nobody reviews their own);
/// `review_not_taken`, `review_decided`, `review_withdrawn`; `review_late` and `review_in_time` for an outcome that does not
/// fit; `decision_unsent` when another decision is on its way; 412.
pub async fn decide(
    care: &Care,
    work: &Work,
    opened: &Opened,
    (decision, review): (Uuid, Uuid),
    seen: i32,
    input: &DecideReview,
) -> Result<(), Error> {
    let rules: &Rules = &care.rules;
    let held = held(work, opened, decision, review).await?;
    let mut matter = held.matter;
    matter.must_be_open().map_err(Error::Refused)?;
    held.review.state()?.decide().map_err(Error::Refused)?;
    let by = opened.staff().id;
    if held.decision.decided_by == Some(by) {
        return Err(Error::Refused("own_decision"));
    }
    rules::outcome_fits(input.outcome, held.review.late).map_err(Error::Refused)?;
    let reasons = thing::text("/reasons", &input.reasons)?;
    let set = rules.deadlines.on(work.today());
    let counted = decision::appeal(set.body.rule_on("appeal", work.today()), work.today(), input.channel);
    let (received, until) = counted.ok_or_else(|| Error::field("/channel", "not_in_list"))?;
    // A changed decision tells where to turn itself.
    let time = match rules.remedies.on(work.today()).body.of(matter.scope.service_task, true) {
        Some(remedy) if input.outcome != ReviewOutcome::Changed => {
            Some((received, until, instruction::place(work, remedy, work.today()).await?.0))
        }
        _ => None,
    };
    let counts = time.is_some();
    let client = ClientId(held.review.client_id);
    let new_decision = if input.outcome == ReviewOutcome::Changed {
        let old = Replacing { decision: held.decision.id, document: held.decision.document_id, outcome: false };
        Some(decision::draft_anew(work, opened, rules, matter.id, client.0, old).await?.id)
    } else {
        None
    };
    let ruled = store::Ruled {
        outcome: input.outcome,
        reasons: &reasons,
        by,
        new_decision,
        notice: input.channel,
        time,
        rule_version: &set.version,
    };
    if !store::ruled(work, review, seen, ruled).await? {
        return Err(moved(&held.review));
    }
    if input.outcome == ReviewOutcome::Annulled {
        put_force(work, held.decision.id, Force::Annulled).await?;
        clock::over(work, rules, &mut matter, held.decision.id).await?;
    }
    let step = NewStep::new("review_decided").from_to(None, input.outcome.code().to_owned()).about(held.decision.id);
    matter::step(work, matter.id, step).await?;
    work.emit(thing::event("care.review.decided", "review_request", review, &matter, client)).await?;
    care.notices.tell(work, thing::waiting(&matter, client, "decision_sent", "review_request", review)).await?;
    clock::reached(work, rules, &mut matter, Happening::ReviewDecided, Told::of(held.decision.id)).await?;
    if counts {
        let told = Told { notice: Some(input.channel), about: Some(review), ..Told::default() };
        clock::reached(work, rules, &mut matter, Happening::DecisionSent, told).await?;
    }
    Ok(())
}

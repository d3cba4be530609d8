//! What has been done about a decision, put together for those who handle it.

use std::collections::HashMap;

use ::rules::{Notice, Remedy, RemedyKind, Rules};
use chrono::NaiveDate;
use people::PersonRef;
use trust::Opened;
use uuid::Uuid;

use super::instruction;
use super::model::{Appeal, AppealState, Correction, Review, ReviewState};
use super::store::{self, AppealRow, CorrectionRow, ReviewRow};
use crate::Error;
use crate::decision::store::{Row, by_id, replacing};
use crate::decision::{Decision, DecisionRefusal, DecisionState, Receipt, RemedyView};
use crate::matter::Matter;

/// What the asker may do with the matter's decisions.
#[derive(Clone, Copy, Debug)]
pub struct May {
    pub work: bool,
    pub decide: bool,
}

/// The remedy of a decision with the version of the rules it was read from: that which its document names, or, of one made before
/// it was kept, that of the rules in force.
pub fn remedy_of<'r>(rules: &'r Rules, row: &Row, after_review: bool, today: NaiveDate) -> Option<(&'r Remedy, &'r str)> {
    let kept = row.remedy.as_deref().zip(row.remedy_version.as_deref());
    let named = kept.and_then(|(id, version)| {
        let set = rules.remedies.version(version)?;
        Some((set.body.remedy(id)?, set.version.as_str()))
    });
    named.or_else(|| {
        let task = kernel::ServiceTask::parse(&row.service_task)?;
        let set = rules.remedies.on(today);
        Some((set.body.of(task, after_review)?, set.version.as_str()))
    })
}

/// Why a notice is deemed received on its day, in words.
fn receipt(rules: &Rules, notice: Notice, sent: NaiveDate) -> Option<Receipt> {
    let days = rules.deadlines.on(sent).body.rule_on("appeal", sent).and_then(|rule| rule.receipt?.days(notice));
    let way = rules.remedies.on(sent).body.way(notice)?;
    Some(Receipt { about: way.words(days), section: way.section.clone(), mark: way.mark })
}

/// Adds to a decision what has been done about it, what the asker may do and why not.
pub async fn with(rules: &Rules, opened: &Opened, matter: &Matter, decision: &mut Decision, may: May) -> Result<(), Error> {
    let conn = opened.reader();
    let Some(row) = by_id(conn, opened, decision.id).await? else { return Ok(()) };
    let today = opened.today();
    decision.replaced_by_id = replacing(conn, row.id).await?;
    let sent_on = row.sent_at.map(kernel::helsinki_date);
    decision.receipt = row.notice().and_then(|notice| receipt(rules, notice, sent_on.unwrap_or(today)));
    let after = store::after_review(conn, row.id).await?;
    let mut kind = None;
    if let Some((remedy, version)) = remedy_of(rules, &row, after, today) {
        let (authority, address) = instruction::place(conn, remedy, today).await?;
        kind = Some(remedy.kind);
        decision.remedy = Some(RemedyView {
            kind: remedy.kind,
            label: remedy.label.clone(),
            authority,
            address,
            section: remedy.section.clone(),
            mark: remedy.mark,
            rule_version: version.to_owned(),
        });
    }
    if decision.state != DecisionState::Sent {
        return Ok(());
    }
    let (reviews, corrections, appeals) =
        (store::reviews(conn, row.id).await?, store::corrections(conn, row.id).await?, store::appeals(conn, row.id).await?);
    let ids: Vec<Uuid> = reviews
        .iter()
        .flat_map(|r| [r.recorded_by, r.taken_by, r.decided_by])
        .flatten()
        .chain(corrections.iter().map(|c| c.corrected_by))
        .chain(appeals.iter().map(|a| a.recorded_by))
        .collect();
    let people = people::organisation::people_by_id(conn, &ids).await?;
    let open = reviews.iter().any(|r| r.state().is_ok_and(ReviewState::is_open));
    let over = reviews.iter().any(|r| r.state().is_ok_and(|s| s == ReviewState::Decided));
    // Who can decide on the request: with the power, and not the maker of the decision.
    let mut deciders = if open { people::organisation::deciders(conn, matter.team_id, today).await? } else { Vec::new() };
    deciders.retain(|p| Some(p.id) != row.decided_by);
    let asker = Asker { may, own: row.decided_by == Some(opened.staff().id), deciders: &deciders };
    decision.reviews = reviews.into_iter().map(|r| review(r, &people, &asker)).collect::<Result<_, _>>()?;
    decision.corrections = corrections.into_iter().map(|c| correction(c, &people)).collect::<Result<_, _>>()?;
    decision.appeals = appeals.into_iter().map(|a| appeal(a, &people, may)).collect::<Result<_, _>>()?;

    let holds = decision.force.holds();
    let mut permit = |holds: bool, action: &str| {
        if holds {
            decision.permitted_actions.push(action.into());
        }
    };
    permit(may.work && holds, "record_receipt");
    permit(may.work && holds && !open && !over && kind == Some(RemedyKind::Review), "record_review");
    permit(may.work && holds, "record_appeal");
    let replaced = decision.replaced_by_id.is_some();
    permit(may.decide && holds && !replaced && matter.must_be_open().is_ok(), "correct");
    permit(may.decide && holds, if decision.force == crate::decision::Force::Suspended { "go_on" } else { "suspend" });
    Ok(())
}

struct Asker<'a> {
    may: May,
    /// The asker made the decision.
    own: bool,
    deciders: &'a [PersonRef],
}

fn review(row: ReviewRow, people: &HashMap<Uuid, PersonRef>, asker: &Asker<'_>) -> Result<Review, Error> {
    let name = |id: Option<Uuid>| id.and_then(|id| people.get(&id).cloned());
    let state = row.state()?;
    let (mut permitted_actions, mut refusals): (Vec<String>, Vec<DecisionRefusal>) = (Vec::new(), Vec::new());
    if state == ReviewState::Received && asker.may.work {
        permitted_actions.push("take".into());
    }
    if state == ReviewState::Taken {
        match (asker.own, asker.may.decide) {
            (false, true) => permitted_actions.push("decide".into()),
            (own, _) => refusals.push(DecisionRefusal {
                action: "decide".into(),
                reason: if own { "own_decision" } else { "no_power" }.into(),
                until: None,
                who_can: asker.deciders.to_vec(),
            }),
        }
    }
    if state.is_open() && asker.may.work {
        permitted_actions.push("withdraw".into());
    }
    Ok(Review {
        state,
        channel: row.channel()?,
        outcome: row.outcome(),
        sent_by_channel: row.notice(),
        authority: row.authority(),
        appeal_to: row.appeal_to(),
        recorded_by: name(row.recorded_by),
        taken_by: name(row.taken_by),
        decided_by: name(row.decided_by),
        id: row.id,
        version: row.version,
        decision_id: row.decision_id,
        client_id: row.client_id,
        arrived_on: row.arrived_on,
        late: row.late,
        words: row.words,
        taken_at: row.taken_at,
        reasons: row.reasons,
        decided_at: row.decided_at,
        new_decision_id: row.new_decision_id,
        deemed_received_on: row.deemed_received_on,
        appeal_until: row.appeal_until,
        permitted_actions,
        refusals,
    })
}

fn correction(row: CorrectionRow, people: &HashMap<Uuid, PersonRef>) -> Result<Correction, Error> {
    Ok(Correction {
        kind: row.kind()?,
        ground: row.ground(),
        effect: row.effect()?,
        consent: row.consent(),
        corrected_by: people.get(&row.corrected_by).cloned(),
        id: row.id,
        error: row.error,
        unheard_reason: row.unheard_reason,
        corrected_at: row.corrected_at,
        new_decision_id: row.new_decision_id,
    })
}

fn appeal(row: AppealRow, people: &HashMap<Uuid, PersonRef>, may: May) -> Result<Appeal, Error> {
    let state = row.state()?;
    Ok(Appeal {
        state,
        outcome: row.outcome(),
        recorded_by: people.get(&row.recorded_by).cloned(),
        permitted_actions: if state == AppealState::Pending && may.work { vec!["end".into()] } else { Vec::new() },
        id: row.id,
        version: row.version,
        court: row.court,
        reference: row.reference,
        made_on: row.made_on,
        decided_on: row.decided_on,
        note: row.note,
    })
}

use ::rules::{Happening, Outcome, Rules};
use kernel::{ClientId, Problem};
use trust::{Opened, Work};
use uuid::Uuid;

use super::model::Decision;
use super::rules::{hearing_refusal, ruling};
use super::store;
use crate::clock::{self, Told};
use crate::matter::{self, NewStep};
use crate::{Error, hearing, remedy, thing};

/// Makes the decision: its document is checked whole and finished, its contents become facts, the clocks are told. Whether
/// the asker has the power was asked of the policies by the proof.
///
/// # Errors
/// `already_decided`; `hearing_missing` or `hearing_open` (with `until`) for one that refuses something; 422 naming what the
/// document lacks; 412 when the decision or the document has changed.
pub async fn decide(work: &Work, opened: &Opened, rules: &Rules, id: Uuid, seen: i32, document_seen: i32) -> Result<Decision, Error> {
    let row = store::by_id(work, opened, id).await?.ok_or(Error::NotFound)?;
    let mut matter = matter::lock(work, opened, row.matter_id).await?;
    matter.must_be_open().map_err(Error::Refused)?;
    row.state().decide().map_err(Error::Refused)?;
    let client = ClientId(row.client_id);
    let remedy = remedy::instruction(work, rules, &matter, remedy::store::after_review(work, id).await?).await?;
    let document_seen = documents::settle(work, row.document_id, document_seen, &remedy.facts).await?;
    let (_, facts) = documents::finish(work, row.document_id, document_seen).await?;
    let ruling = match ruling(&facts) {
        Ok(ruling) => ruling,
        Err(mut errors) => {
            // Told at the fields of the document that the facts are read from.
            let places = documents::places(work, row.document_id).await?;
            for error in &mut errors {
                if let Some(place) = error.path.strip_prefix('/').and_then(|fact| places.get(fact)) {
                    error.path.clone_from(place);
                }
            }
            return Err(Error::Invalid(errors));
        }
    };
    let heard = hearing::standing(hearing::store::asked(work, matter.id, client).await?, work.today());
    if let Some((reason, until)) = hearing_refusal(ruling.outcome, heard) {
        let problem = Problem::state_refused(reason);
        return Err(match until {
            Some(day) => problem.with("until", day),
            None => problem,
        }
        .into());
    }
    if !store::decided(work, id, seen, &ruling, opened.staff().id).await? {
        let people = store::people_of(work, &row).await?;
        return Err(Problem::version_conflict(row.told(&people)).into());
    }
    store::remedied(work, id, &remedy.rule, &remedy.version).await?;
    let step = NewStep::new("decision_decided").from_to(None, ruling.outcome.code().to_owned()).about(id);
    matter::step(work, matter.id, step).await?;
    work.emit(thing::event("care.decision.decided", "decision", id, &matter, client)).await?;
    let told = Told { outcome: Some(ruling.outcome), ..Told::default() };
    clock::reached(work, rules, &mut matter, Happening::DecisionMade, told).await?;
    if ruling.outcome == Outcome::Negative {
        clock::reached(work, rules, &mut matter, Happening::DecisionRefused, told).await?;
    }
    let row = store::by_id(work, opened, id).await?.ok_or(Error::NotFound)?;
    let people = store::people_of(work, &row).await?;
    Ok(row.told(&people))
}

use ::rules::Rules;
use kernel::{ClientId, helsinki_date};
use trust::{Opened, Work};
use uuid::Uuid;

use super::model::{CorrectionKind, NewCorrection};
use super::rules::{Fault, correctable};
use super::store;
use crate::decision::store::by_id;
use crate::decision::{self, Replacing};
use crate::matter::{self, NewStep};
use crate::{Error, hearing, thing};

/// The authority corrects its decision of its own accord: what was wrong is written down, and a decision is drafted in its
/// place; the old one holds until the new one is sent. Whether the asker has the power was asked of the policies by the proof.
///
/// # Errors
/// `not_sent`, `decision_not_in_force`, `decision_unsent`, `correction_too_old`, `new_facts_only_for_good`, `consent_missing`,
/// `hearing_missing`, `hearing_open`; a matter that is not open; a field that lacks.
pub async fn correct(work: &Work, opened: &Opened, rules: &Rules, id: Uuid, asked: NewCorrection) -> Result<Uuid, Error> {
    let row = by_id(work, opened, id).await?.ok_or(Error::NotFound)?;
    let matter = matter::lock(work, opened, row.matter_id).await?;
    matter.must_be_open().map_err(Error::Refused)?;
    let (Some(_), Some(decided_at)) = (row.sent_at, row.decided_at) else { return Err(Error::Refused("not_sent")) };
    if !row.force().holds() {
        return Err(Error::Refused("decision_not_in_force"));
    }
    let asked = NewCorrection {
        error: thing::text("/error", &asked.error)?,
        unheard_reason: thing::optional("/unheard_reason", asked.unheard_reason.as_deref(), 2_000)?,
        ..asked
    };
    let client = ClientId(row.client_id);
    // Heard of this: what was asked before the decision was made was about making it.
    let heard = hearing::standing(hearing::store::asked_since(work, matter.id, client, decided_at).await?, work.today());
    let years = rules.remedies.on(work.today()).body.correction_years;
    correctable(&asked, helsinki_date(decided_at), work.today(), years, heard).map_err(|fault| match fault {
        Fault::Refused(code) => Error::Refused(code),
        Fault::Invalid(field) => Error::Invalid(vec![field]),
    })?;
    let old = Replacing { decision: row.id, document: row.document_id, outcome: asked.kind == CorrectionKind::Writing };
    let new = decision::draft_anew(work, opened, rules, matter.id, row.client_id, old).await?;
    let correction = store::insert_correction(work, &matter, client, row.id, new.id, &asked, opened.staff().id).await?;
    let step = NewStep::new("decision_corrected").from_to(None, asked.kind.code().to_owned()).reason(asked.error).about(row.id);
    matter::step(work, matter.id, step).await?;
    work.emit(thing::event("care.decision.corrected", "decision_correction", correction, &matter, client)).await?;
    Ok(new.id)
}

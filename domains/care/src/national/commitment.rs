//! A payment commitment: to whom, for which service, how much and how long.

use chrono::NaiveDate;
use documents::Document;
use documents::mapping::Facts;
use store::NewEvent;
use trust::Work;

use crate::matter::{Matter, NewStep, step};
use crate::{Error, thing};

/// Writes the commitment for each client of the document.
///
/// # Errors
/// `commitment_without_recipient`, `commitment_ends_before_begins`, `commitment_sum_negative`.
pub async fn written(work: &Work, matter: &Matter, document: &Document, facts: &Facts) -> Result<(), Error> {
    let recipient = facts.text("recipient").ok_or(Error::Refused("commitment_without_recipient"))?;
    let (from, to) = (facts.date("valid_from"), facts.date("valid_to"));
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        return Err(Error::Refused("commitment_ends_before_begins"));
    }
    if facts.cents("max_sum").is_some_and(|cents| cents < 0) {
        return Err(Error::Refused("commitment_sum_negative"));
    }
    let service = facts.code("service").map(str::to_owned);
    let words = service.as_deref().and_then(|code| facts.label("service", code)).map(|t| t.fi.clone());
    let issued: NaiveDate = facts.date("issued_on").unwrap_or_else(|| work.today());
    let by = work.actor_id().ok_or(Error::NotFound)?;
    for client in &document.client_ids {
        let id = work.new_id();
        let mut row = thing::owned(id, *client, thing::scope(matter, 28));
        row.extend([
            matter.id.into(),
            document.id.into(),
            recipient.into(),
            service.clone().into(),
            words.clone().into(),
            facts.text("content").map(str::to_owned).into(),
            facts.cents("max_sum").into(),
            facts.text("terms").map(str::to_owned).into(),
            from.into(),
            to.into(),
            issued.into(),
            by.into(),
            work.at().into(),
        ]);
        let more = [
            "matter_id",
            "document_id",
            "recipient",
            "service_code",
            "service_words",
            "content",
            "max_cents",
            "terms",
            "valid_from",
            "valid_to",
            "issued_on",
            "recorded_by",
            "recorded_at",
        ];
        thing::insert(work, "payment_commitment", &more, vec![row]).await?;
        let event: NewEvent = thing::event("care.payment_commitment.given", "payment_commitment", id, matter, *client);
        work.emit(event).await?;
    }
    step(work, matter.id, NewStep::new("payment_commitment_given").about(document.id)).await
}

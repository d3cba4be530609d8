use ::rules::Rules;
use kernel::{ClientId, Problem};
use trust::{Opened, Work};
use uuid::Uuid;

use super::model::NewReceipt;
use super::store;
use crate::decision::store::{by_id, people_of, received};
use crate::decision::{last_day, not_shown};
use crate::matter::{self, NewStep};
use crate::{Error, clock, thing};

/// Writes down the day on which the client is shown to have received a decision: the acknowledgement says so, or it came later
/// than the law deems. The last day is counted from it, and what waits is late or not by it.
///
/// # Errors
/// `not_sent`; a day after today, before the sending, or not after the deemed day; a note missing where a day was deemed; 412.
pub async fn record(work: &Work, opened: &Opened, rules: &Rules, id: Uuid, seen: i32, input: &NewReceipt) -> Result<(), Error> {
    let row = by_id(work, opened, id).await?.ok_or(Error::NotFound)?;
    let mut matter = matter::lock(work, opened, row.matter_id).await?;
    let sent = row.sent_at.map(kernel::helsinki_date).ok_or(Error::Refused("not_sent"))?;
    let day = input.received_on;
    if let Some(code) = not_shown(sent, row.deemed_received_on, day, work.today()) {
        return Err(Error::field("/received_on", code));
    }
    let note = thing::optional("/note", input.note.as_deref(), 2_000)?;
    if row.deemed_received_on.is_some() && note.is_none() {
        return Err(Error::field("/note", "required"));
    }
    let until = last_day(rules.deadlines.on(sent).body.rule_on("appeal", sent), day);
    if !received(work, id, seen, day, note.as_deref(), until).await? {
        let people = people_of(work, &row).await?;
        return Err(Problem::version_conflict(row.told(&people)).into());
    }
    store::retime(work, id, until).await?;
    matter::step(work, matter.id, NewStep::new("decision_received").from_to(None, day.to_string()).about(id)).await?;
    work.emit(thing::event("care.decision.received", "decision", id, &matter, ClientId(row.client_id))).await?;
    clock::received(work, rules, &mut matter, id, day).await
}

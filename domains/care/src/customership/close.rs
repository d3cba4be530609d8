use chrono::NaiveDate;
use kernel::Problem;
use rules::{LabelledList, Rules};
use trust::{Opened, Work};
use uuid::Uuid;

use super::model::{CloseCustomership, Customership};
use super::open::event;
use super::{store, ties};
use crate::matter::{self, NewStep};
use crate::{Error, thing};

/// Closes a customership: it stays in the client's history, its ties and namings end.
///
/// # Errors
/// `customership_closed`, a reason that is not on the list, or 412 with the customership as it is now.
pub async fn close(
    work: &Work,
    opened: &Opened,
    rules: &Rules,
    id: Uuid,
    seen: i32,
    input: &CloseCustomership,
) -> Result<Customership, Error> {
    let now = store::by_id(work, id, opened.clients()).await?.ok_or(Error::NotFound)?;
    if !now.is_open() {
        return Err(Error::Refused("customership_closed"));
    }
    if !rules.needs.on(work.today()).body.has(LabelledList::CustomershipCloseReasons, &input.reason_code) {
        return Err(Error::field("/reason_code", "not_in_list"));
    }
    let text = thing::optional("/text", input.text.as_deref(), 2_000)?;
    if !shut(work, &now, seen, work.today(), &input.reason_code, text.as_deref()).await? {
        let current = store::told(work, vec![now], true).await?.pop();
        return Err(Problem::version_conflict(current).into());
    }
    let row = store::by_id(work, id, opened.clients()).await?.ok_or(Error::NotFound)?;
    store::told(work, vec![row], false).await?.pop().ok_or(Error::NotFound)
}

/// Writes that a customership ended on a day, with its ties; false when the version is not the one seen any more.
pub(crate) async fn shut(work: &Work, now: &store::Row, seen: i32, on: NaiveDate, reason: &str, text: Option<&str>) -> Result<bool, Error> {
    let row = store::Row { state: "closed".into(), closed_on: Some(on), close_reason: Some(reason.to_owned()), ..now.clone() };
    if !store::update(work, &row, seen, text).await? {
        return Ok(false);
    }
    ties::end(work, now, true).await?;
    work.emit(event("care.customership.closed", &row)).await?;
    if let Some(matter_id) = row.matter_id {
        matter::step(work, matter_id, NewStep::new("customership_closed").reason(reason.to_owned()).about(row.id)).await?;
    }
    Ok(true)
}

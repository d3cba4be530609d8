use kernel::ClientId;
use trust::{Opened, Work};
use uuid::Uuid;

use super::model::{Answered, Hearing, HearingAnswer};
use super::store;
use crate::matter::{self, Matter, NewStep};
use crate::{Error, thing};

/// A professional writes down what the client answered, or that the time ran out without an answer.
///
/// # Errors
/// `already_answered`, `time_left` when "no answer" is said too early, or a text that does not do.
pub async fn answer(work: &Work, opened: &Opened, matter_id: Uuid, id: Uuid, input: &HearingAnswer) -> Result<Hearing, Error> {
    let matter = matter::lock(work, opened, matter_id).await?;
    let row = store::by_id(work, id, opened.clients()).await?.filter(|r| r.matter_id == matter.id).ok_or(Error::NotFound)?;
    if input.no_answer {
        if row.answer_by >= work.today() {
            return Err(Error::Refused("time_left"));
        }
        return answer_row(work, &matter, row, Answered::NoAnswer, None).await;
    }
    let text = thing::text("/text", input.text.as_deref().unwrap_or_default())?;
    answer_row(work, &matter, row, Answered::Staff, Some(&text)).await
}

/// Writes an answer to a hearing that the caller's proof covers.
pub(crate) async fn answer_row(work: &Work, matter: &Matter, row: store::Row, how: Answered, text: Option<&str>) -> Result<Hearing, Error> {
    if row.answered_at.is_some() || !store::answered(work, row.id, how, text).await? {
        return Err(Error::Refused("already_answered"));
    }
    let client = ClientId(row.client_id);
    let kind = if how == Answered::NoAnswer { "hearing_expired" } else { "hearing_answered" };
    matter::step(work, matter.id, NewStep::new(kind).from_to(None, how.code().to_owned()).about(row.id)).await?;
    work.emit(thing::event("care.hearing.answered", "hearing", row.id, matter, client)).await?;
    let now = store::by_id(work, row.id, &[client]).await?.ok_or(Error::NotFound)?;
    let people = people::organisation::people_by_id(work, &[now.asked_by]).await?;
    Ok(now.hearing(&people, false))
}

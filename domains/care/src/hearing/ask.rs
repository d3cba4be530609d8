use trust::{Opened, Work};
use uuid::Uuid;

use super::model::{Hearing, NewHearing};
use super::store;
use crate::matter::{self, NewStep};
use crate::{Care, Error, thing};

/// Asks a client of an open matter before a decision. The client sees the question on their own side.
///
/// # Errors
/// When the matter is not open, the question does not do, or the last day to answer is not after today: the client must have
/// reasonable time (434/2003 33 § [memory]; how long is reasonable is for the one who asks).
pub async fn ask(care: &Care, work: &Work, opened: &Opened, matter_id: Uuid, new: &NewHearing) -> Result<Hearing, Error> {
    let matter = matter::lock(work, opened, matter_id).await?;
    matter.must_be_open().map_err(Error::Refused)?;
    let client = thing::about(&matter, opened, new.client_id)?;
    let question = thing::text("/question", &new.question)?;
    if new.answer_by <= work.today() {
        return Err(Error::field("/answer_by", "not_in_future"));
    }
    let (id, asked_by) = (work.new_id(), opened.staff().id);
    let scope = thing::scope(&matter, 18);
    store::insert(work, store::NewRow { id, client, scope, matter: matter.id, question: &question, asked_by, answer_by: new.answer_by })
        .await?;
    matter::step(work, matter.id, NewStep::new("hearing_asked").from_to(None, new.answer_by.to_string()).about(id)).await?;
    work.emit(thing::event("care.hearing.asked", "hearing", id, &matter, client)).await?;
    care.notices.tell(work, thing::waiting(&matter, client, "hearing", "hearing", id)).await?;
    let row = store::by_id(work, id, &[client]).await?.ok_or(Error::NotFound)?;
    Ok(row.hearing(&people::organisation::people_by_id(work, &[asked_by]).await?, true))
}

use kernel::ClientId;
use trust::{Opened, Work};
use uuid::Uuid;

use super::model::{Message, NewMessage, Side};
use super::store;
use crate::matter::{self, Matter, NewStep};
use crate::{Care, Error, thing};

/// A professional writes to a client of the matter. What the client wrote before is then read.
///
/// # Errors
/// When the matter is not open or the text does not do.
pub async fn from_staff(care: &Care, work: &Work, opened: &Opened, matter_id: Uuid, new: &NewMessage) -> Result<Message, Error> {
    let matter = matter::lock(work, opened, matter_id).await?;
    matter.must_be_open().map_err(Error::Refused)?;
    let client = thing::about(&matter, opened, new.client_id)?;
    store::mark_read(work, matter.id, &[client], Side::Staff).await?;
    let author = opened.staff().id;
    let people = people::organisation::people_by_id(work, &[author]).await?;
    let row = put(work, &matter, client, Side::Staff, author, &new.text).await?;
    care.notices.tell(work, thing::waiting(&matter, client, "message", "message", row.id)).await?;
    Ok(row.message(&people, &[]))
}

/// The client writes to who handles their matter; the matter was read through the client's own proof.
///
/// # Errors
/// When the matter is closed or the text does not do.
pub(crate) async fn from_client(work: &Work, matter: &Matter, client: ClientId, text: &str) -> Result<Message, Error> {
    matter.must_be_open().map_err(Error::Refused)?;
    store::mark_read(work, matter.id, &[client], Side::Client).await?;
    // Whoever acts for the client writes under their own name.
    let author = work.actor_id().map_or(client, ClientId);
    let cards = people::card::cards(work, &[author]).await?;
    let row = put(work, matter, client, Side::Client, author.0, text).await?;
    Ok(Message { acting: work.acting(), ..row.message(&std::collections::HashMap::new(), &cards) })
}

async fn put(work: &Work, matter: &Matter, client: ClientId, from: Side, author: Uuid, text: &str) -> Result<store::Row, Error> {
    let text = thing::text("/text", text)?;
    let id = work.new_id();
    store::insert(work, store::NewRow { id, client, scope: thing::scope(matter, 16), matter: matter.id, from, author, text: &text })
        .await?;
    matter::step(work, matter.id, NewStep::new("messaged").from_to(from.code().to_owned(), None).about(id)).await?;
    work.emit(thing::event("care.message.written", "message", id, matter, client)).await?;
    Ok(store::Row {
        id,
        client_id: client.0,
        from_kind: from.code().to_owned(),
        author_id: author,
        text,
        sent_at: work.at(),
        read_at: None,
    })
}

/// Marks the thread as read by one side; tells the other side's screens only when something was unread.
pub(crate) async fn mark_read(work: &Work, matter: &Matter, clients: &[ClientId], reader: Side) -> Result<(), Error> {
    if store::mark_read(work, matter.id, clients, reader).await? > 0
        && let Some(client) = clients.first()
    {
        work.emit(thing::event("care.message.read", "matter", matter.id, matter, *client)).await?;
    }
    Ok(())
}

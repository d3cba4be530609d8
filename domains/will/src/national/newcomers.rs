//! Who is to be followed in Kanta: everybody with an identity code. They are found once from all clients, a page at a time; after that
//! the event log tells who is new and whose code is, so that a turn reads nobody to whom nothing has happened.

use std::collections::{BTreeSet, HashMap};

use kernel::ClientId;
use store::event::{self, Cursor};
use trust::Job;
use uuid::Uuid;

use super::store as rows;
use super::turn::TurnError;
use crate::Error;

/// Where the reading of events stands, by this name.
const CONSUMER: &str = "will.kanta.people";
/// People looked through at a time.
const PEOPLE: u32 = 1_000;
/// Events read at a time.
const EVENTS: u64 = 1_000;
/// What gives somebody a code, another code, or another identity with one.
const KINDS: [&str; 4] = ["people.client.created", "people.client.updated", "people.identity.linked", "people.identity.unlinked"];

/// Follows those who have come since the last turn.
pub(super) async fn follow(job: &Job) -> Result<(), TurnError> {
    let mut cursor = event::cursor_of(job.reader(), CONSUMER).await?.unwrap_or_default();
    if cursor == Cursor::default() {
        return everybody(job).await;
    }
    loop {
        let events = event::after(job.reader(), cursor, EVENTS).await?;
        let Some(last) = events.last() else { return Ok(()) };
        cursor = last.cursor;
        let told = events.iter().filter(|event| KINDS.contains(&event.kind.as_str()));
        // A link is told of one of the two, and names the other.
        let clients: BTreeSet<ClientId> = told.flat_map(|event| event.client_id.into_iter().chain(other(event))).map(ClientId).collect();
        take(job, clients.into_iter().collect(), Some(cursor)).await?;
    }
}

fn other(event: &event::Event) -> Option<Uuid> {
    let data = event.data.as_ref()?;
    ["linked_to", "unlinked_from"].iter().find_map(|key| data.get(key)?.as_str()?.parse().ok())
}

/// Everybody there is. Where the log stood at the beginning is remembered at the end: one who comes meanwhile is told by it, and a reading
/// cut short begins anew.
async fn everybody(job: &Job) -> Result<(), TurnError> {
    let newest = event::newest(job.reader()).await?;
    let mut after = ClientId(Uuid::nil());
    loop {
        let people = people::population::with_hetu(job, after, PEOPLE).await.map_err(Error::from)?;
        let Some((last, _)) = people.last() else { break };
        after = *last;
        take(job, people.into_iter().map(|(id, _)| id).collect(), None).await?;
    }
    take(job, Vec::new(), Some(newest)).await
}

/// Follows those of these who have a code and are not followed; asks again for those whose code is newer than the last asking. Remembers
/// where the reading stands in the same transaction.
async fn take(job: &Job, clients: Vec<ClientId>, reached: Option<Cursor>) -> Result<(), TurnError> {
    let coded = people::population::coded_since(job.reader(), &clients).await?;
    let ids: Vec<ClientId> = coded.iter().map(|(id, _)| *id).collect();
    let known: HashMap<Uuid, _> = rows::people(job.reader(), &ids).await?.into_iter().map(|row| (row.client_id, row.asked_at)).collect();
    let new: Vec<ClientId> = ids.into_iter().filter(|id| !known.contains_key(&id.0)).collect();
    let changed: Vec<ClientId> = coded
        .into_iter()
        .filter(|(id, since)| known.get(&id.0).copied().flatten().is_some_and(|asked| asked < *since))
        .map(|(id, _)| id)
        .collect();
    if new.is_empty() && changed.is_empty() && reached.is_none() {
        return Ok(());
    }
    let work = job.begin().await?;
    rows::follow(&work, &new).await?;
    rows::again(&work, &changed).await?;
    if let Some(cursor) = reached {
        event::move_cursor(&work, CONSUMER, cursor, work.at()).await?;
    }
    work.touched(&new);
    work.touched(&changed);
    work.commit().await?;
    Ok(())
}

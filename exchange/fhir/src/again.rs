//! Typed rows made again from the originals: when a target that was waited for has come, or for all of them.

use records::RecordsError;
use records::intake::{self, Batch, Kept};
use serde_json::{Map, Value};
use trust::{Job, Work};
use uuid::Uuid;

use crate::error::ImportError;
use crate::keys::Name;
use crate::neighbours::Neighbours;
use crate::persons::source_close_one;
use crate::project::{Body, Draft, project};
use crate::resolve::{Place, Target, Targets, actor_row, client, clients, entry_rows, follow, pending};
use crate::types::Taken;

/// Originals a transaction works on.
const AT_A_TIME: u32 = 500;

/// Follows the references whose target has come since. Safe to run at any time, and again after a crash; gives how many
/// resources were made again.
///
/// # Errors
/// The database does not take it; what was committed stays.
pub async fn settle(job: &Job) -> Result<u64, ImportError> {
    let mut made = 0;
    loop {
        let work = job.begin().await?;
        intake::lock(&work).await?;
        let ready = intake::ready(&work, AT_A_TIME).await?;
        if ready.is_empty() {
            return Ok(made);
        }
        made += ready.len() as u64;
        again(&work, &ready).await?;
        work.commit().await?;
    }
}

/// Makes the typed rows of everything again from the originals. `progress` is told how many resources are done.
///
/// # Errors
/// The database does not take it, or an original does not open.
pub async fn rebuild(job: &Job, mut progress: impl FnMut(u64)) -> Result<u64, ImportError> {
    let (mut after, mut made) = (Uuid::nil(), 0);
    loop {
        let work = job.begin().await?;
        intake::lock(&work).await?;
        let ids = intake::kept_ids(&work, after, AT_A_TIME).await?;
        let Some(last) = ids.last().copied() else { return Ok(made) };
        again(&work, &ids).await?;
        work.commit().await?;
        after = last;
        made += ids.len() as u64;
        progress(made);
    }
}

/// An original read once more.
struct Reread {
    kept: Kept,
    draft: Draft,
    names: Vec<Vec<Uuid>>,
}

async fn again(work: &Work, resources: &[Uuid]) -> Result<(), ImportError> {
    let keys = work.gate().keys();
    let mut reread = Vec::with_capacity(resources.len());
    for kept in intake::kept(work, keys, resources).await? {
        let Some(taken) = Taken::parse(&kept.resource_type) else { continue };
        let resource: Map<String, Value> = serde_json::from_slice(&kept.plain).map_err(|_| RecordsError::Body)?;
        let around: Neighbours = match &kept.context {
            Some(context) => serde_json::from_str(context).map_err(|_| RecordsError::Body)?,
            None => Neighbours::default(),
        };
        let draft = project(taken, &resource, Some(&kept.label), &around);
        let hash = |name: &Name| name.hash(keys, &kept.source_system);
        let names = draft.links.iter().map(|link| link.names.iter().map(hash).collect()).collect();
        reread.push(Reread { kept, draft, names });
    }
    let mut asked: Vec<Uuid> = reread.iter().flat_map(|r| r.names.iter().flatten()).copied().collect();
    asked.sort_unstable();
    asked.dedup();
    let known = intake::known(work, &asked).await?;
    let targets: Targets = known
        .into_iter()
        .map(|(name, k)| (name, Target { id: k.id, taken: Taken::parse(&k.resource_type), client: k.client_id }))
        .collect();
    let mut batch = Batch::default();
    let mut close_ones = Vec::new();
    for one in reread {
        make(one, &targets, &mut batch, &mut close_ones);
    }
    let mut owners: Vec<kernel::ClientId> = batch.owners.iter().map(|(_, client)| kernel::ClientId(*client)).collect();
    owners.sort_unstable();
    owners.dedup();
    work.touched(&owners);
    batch.write(work).await?;
    people::import::upsert_close_ones(work, &close_ones).await?;
    for client in owners {
        let event = store::NewEvent::new("records.client.received", "client", client.0).client(client.0);
        work.emit(event).await?;
    }
    Ok(())
}

fn make(one: Reread, targets: &Targets, batch: &mut Batch, close_ones: &mut Vec<people::import::SourceCloseOne>) {
    let Reread { kept, draft, names } = one;
    let followed = follow(&draft, &names, targets);
    let place = Place {
        resource_id: kept.resource_id,
        original_id: kept.id,
        scope: kept.scope,
        source_system: &kept.source_system,
        received_at: kept.received_at,
    };
    batch.replaced.push(kept.resource_id);
    let owner = match &draft.body {
        // What a client is called and where they live is kept by `people`.
        Body::Person(_) | Body::Actor(_) => kept.client_id,
        Body::CloseOne { client: link, .. } => client(&followed, *link),
        Body::Entry { clients: links, .. } => clients(&followed, links).first().copied(),
    };
    if let Some(owner) = owner
        && kept.client_id != Some(owner)
    {
        batch.owners.push((kept.resource_id, owner));
    }
    pending(&place, &draft, &names, &followed, owner, batch);
    match draft.body {
        Body::Person(_) => {}
        Body::CloseOne { one, .. } => {
            let owner = owner.filter(|_| one.name.is_some());
            close_ones.extend(owner.map(|c| source_close_one(&one, kept.resource_id, c, &kept.source_system, kept.scope)));
        }
        Body::Actor(actor) => batch.actors.push(actor_row(&place, *actor, &followed)),
        Body::Entry { clients: links, entry } => {
            let clients = clients(&followed, &links);
            entry_rows(&place, *entry, &followed, &clients, batch);
        }
    }
}

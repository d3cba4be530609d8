//! Writes a batch of prepared entries in the caller's transaction.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use people::import::{upsert_clients, upsert_close_ones};
use records::intake::{self, Batch, Current, Known, Original, Resource};
use store::NewEvent;
use trust::Work;
use uuid::Uuid;

use crate::error::ImportError;
use crate::persons::{source_client, source_close_one};
use crate::prepare::Prepared;
use crate::project::Body;
use crate::resolve::{Followed, Place, Target, Targets, actor_row, client, clients, entry_rows, follow, pending};
use crate::settings::Settings;
use crate::types::Taken;

pub const CONTENT_TYPE: &str = "application/fhir+json";

/// What happened to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Imported,
    Updated,
    Unchanged,
}

/// An entry as written.
#[derive(Clone, Debug)]
pub struct Written {
    pub resource_id: Uuid,
    pub change: Change,
    pub version: i32,
    /// Paths of references that lead nowhere yet; conditional ones are marked.
    pub missing: Vec<(String, bool)>,
}

/// Resources of this batch: which file brought them and what they are called there.
type Claimed = HashMap<Uuid, (Arc<str>, String)>;

/// An entry with what it turned out to be.
struct Placed {
    prepared: Prepared,
    resource_id: Uuid,
    known: Option<Known>,
    change: Change,
    /// An older version that came late: kept, but nothing is made of it.
    late: bool,
    revision: i32,
    client: Option<Uuid>,
}

/// Writes entries in the order they came; references among them may point either way.
pub async fn write(work: &Work, settings: &Settings, entries: Vec<Prepared>) -> Result<Vec<Written>, ImportError> {
    intake::lock(work).await?;
    let mut asked: Vec<Uuid> =
        entries.iter().flat_map(|e| e.names.iter().chain(&e.weak).chain(e.link_names.iter().flatten())).copied().collect();
    asked.sort_unstable();
    asked.dedup();
    let known = intake::known(work, &asked).await?;
    let mut targets: Targets = known.iter().map(|(name, k)| (*name, target_of(k))).collect();
    let mut batch = Batch::default();

    let mut placed = place(work, entries, &known, &mut targets, &mut batch).await?;
    write_clients(work, settings, &mut placed, &mut targets).await?;
    let mut written = Vec::with_capacity(placed.len());
    let mut close_ones = Vec::new();
    let mut touched: HashSet<Uuid> = HashSet::new();
    for item in placed {
        let answer = rows(work, settings, item, &targets, &mut batch, &mut close_ones, &mut touched);
        written.push(answer);
    }
    batch.write(work).await?;
    upsert_close_ones(work, &close_ones).await?;
    tell(work, touched).await?;
    Ok(written)
}

fn target_of(known: &Known) -> Target {
    Target { id: known.id, taken: Taken::parse(&known.resource_type), client: known.client_id }
}

/// Finds which resource each entry is, and whether it says anything new.
async fn place(
    work: &Work,
    entries: Vec<Prepared>,
    known: &HashMap<Uuid, Known>,
    targets: &mut Targets,
    batch: &mut Batch,
) -> Result<Vec<Placed>, ImportError> {
    let mut placed: Vec<Placed> = Vec::with_capacity(entries.len());
    let mut claimed = Claimed::new();
    // The newest of a resource's entries in this batch, and the highest revision given.
    let mut newest: HashMap<Uuid, usize> = HashMap::new();
    let mut highest: HashMap<Uuid, i32> = HashMap::new();
    let by_id: HashMap<Uuid, &Known> = known.values().map(|k| (k.id, k)).collect();
    let current = intake::current(work, &by_id.keys().copied().collect::<Vec<_>>()).await?;
    for prepared in entries {
        let found = identify(&prepared, targets, &by_id, &claimed);
        let resource_id = found.unwrap_or_else(|| work.new_id());
        claimed.entry(resource_id).or_insert_with(|| (prepared.file.clone(), prepared.label.clone()));
        let here = Target { id: resource_id, taken: Some(prepared.taken), client: None };
        let own = known_client(found, targets, &prepared);
        for name in prepared.names.iter().chain(&prepared.weak) {
            targets.entry(*name).or_insert_with(|| {
                batch.keys.push((*name, resource_id));
                Target { client: own, ..here }
            });
        }
        let before = newest.get(&resource_id).and_then(|at| placed.get(*at));
        let last = match before {
            Some(before) => Some(standing(before)),
            None => current.get(&resource_id).cloned(),
        };
        let (change, late) = judge(work, &prepared, last.as_ref()).await?;
        let known = by_id.get(&resource_id).map(|k| (*k).clone());
        if change != Change::Unchanged {
            newest.insert(resource_id, placed.len());
        }
        let revision = if change == Change::Unchanged && !late {
            known.as_ref().map_or(1, |k| k.version)
        } else {
            let before = highest.get(&resource_id).copied().max(last.map(|l| l.revision)).unwrap_or(0);
            highest.insert(resource_id, before + 1);
            before + 1
        };
        let client = known.as_ref().and_then(|k| k.client_id);
        placed.push(Placed { prepared, resource_id, known, change, late, revision, client });
    }
    Ok(only_newest(placed, &newest))
}

/// Of several versions of one resource in a batch, rows are made of the newest only; the others are kept as older ones.
fn only_newest(mut placed: Vec<Placed>, newest: &HashMap<Uuid, usize>) -> Vec<Placed> {
    for (at, item) in placed.iter_mut().enumerate() {
        if item.change != Change::Unchanged && newest.get(&item.resource_id) != Some(&at) {
            item.late = true;
        }
    }
    placed
}

fn known_client(found: Option<Uuid>, targets: &Targets, prepared: &Prepared) -> Option<Uuid> {
    found.and_then(|_| prepared.names.iter().find_map(|name| targets.get(name)).and_then(|t| t.client))
}

/// The resource an entry is, when one of its names is known: its fullUrl first, then identifiers, then its id.
fn identify(prepared: &Prepared, targets: &Targets, by_id: &HashMap<Uuid, &Known>, claimed: &Claimed) -> Option<Uuid> {
    for (nth, name) in prepared.names.iter().enumerate() {
        let Some(target) = targets.get(name).filter(|t| t.taken == Some(prepared.taken)) else { continue };
        let by_url = nth == 0 && prepared.full_url.is_some();
        if by_url {
            return Some(target.id);
        }
        let earlier = claimed.get(&target.id);
        let label = earlier.map(|(_, label)| label.as_str()).or_else(|| by_id.get(&target.id).map(|k| k.label.as_str()));
        let same_file = earlier.is_some_and(|(file, _)| *file == prepared.file);
        if label.is_none_or(|label| !is_another(prepared, label, same_file)) {
            return Some(target.id);
        }
    }
    None
}

/// Whether a resource that shares an identifier or an id with an entry is another one all the same, by how each is called.
fn is_another(prepared: &Prepared, label: &str, same_file: bool) -> bool {
    if prepared.label == label {
        return false;
    }
    let http = |label: &str| label.starts_with("http://") || label.starts_with("https://");
    let by_id = |label: &str| label.split_once('/').is_some_and(|(name, _)| name == prepared.taken.name());
    // Two servers number alike, and one server's two numbers are two things whatever identifier they share.
    (http(&prepared.label) && http(label))
        || (by_id(&prepared.label) && by_id(label))
        // Two entries of one Bundle are two. In another file a `urn:` fullUrl may be new for the same thing.
        || (same_file && prepared.full_url.is_some() && !by_id(label))
}

/// An entry of this batch, as the current version its successor is compared with.
fn standing(before: &Placed) -> Current {
    Current {
        resource_id: before.resource_id,
        sha256: before.prepared.sha256.to_vec(),
        source_version: before.prepared.source_version.clone(),
        source_changed_at: before.prepared.source_changed_at,
        revision: before.revision,
    }
}

/// Whether an entry says anything new, and whether it is an older version that is worth keeping.
async fn judge(work: &Work, prepared: &Prepared, last: Option<&Current>) -> Result<(Change, bool), ImportError> {
    let Some(last) = last else { return Ok((Change::Imported, false)) };
    let same_version = prepared.source_version.is_some() && prepared.source_version == last.source_version;
    if last.sha256 == prepared.sha256 || same_version {
        return Ok((Change::Unchanged, false));
    }
    if !is_older(prepared, last) {
        return Ok((Change::Updated, false));
    }
    let came_before = intake::past_hashes(work, last.resource_id).await?.iter().any(|hash| *hash == prepared.sha256);
    Ok((Change::Unchanged, !came_before))
}

/// By the source's own word: its time of change, else its version numbers.
fn is_older(prepared: &Prepared, last: &Current) -> bool {
    if let (Some(here), Some(there)) = (prepared.source_changed_at, last.source_changed_at)
        && here != there
    {
        return here < there;
    }
    let number = |version: &Option<String>| version.as_deref().and_then(|v| v.parse::<u64>().ok());
    matches!((number(&prepared.source_version), number(&last.source_version)), (Some(here), Some(there)) if here < there)
}

/// Clients first: everything else is about them.
async fn write_clients(work: &Work, settings: &Settings, placed: &mut [Placed], targets: &mut Targets) -> Result<(), ImportError> {
    let mut order = Vec::new();
    let mut sources = Vec::new();
    for (at, item) in placed.iter().enumerate() {
        if let Body::Person(person) = &item.prepared.draft.body
            && item.change != Change::Unchanged
            && !item.late
        {
            order.push(at);
            sources.push(source_client(person, item.client, &settings.source_system, item.prepared.scope));
        }
    }
    let imported = upsert_clients(work, &sources).await?;
    let mut of: HashMap<Uuid, Uuid> = HashMap::new();
    for (at, imported) in order.into_iter().zip(imported) {
        if let Some(item) = placed.get_mut(at) {
            item.client = Some(imported.client.0);
            of.insert(item.resource_id, imported.client.0);
        }
    }
    for item in placed.iter_mut().filter(|item| item.late) {
        item.client = item.client.or(of.get(&item.resource_id).copied());
    }
    for target in targets.values_mut() {
        if let Some(client) = of.get(&target.id) {
            target.client = Some(*client);
        }
    }
    Ok(())
}

/// Everything of one entry into the batch.
fn rows(
    work: &Work,
    settings: &Settings,
    item: Placed,
    targets: &Targets,
    batch: &mut Batch,
    close_ones: &mut Vec<people::import::SourceCloseOne>,
    touched: &mut HashSet<Uuid>,
) -> Written {
    let Placed { prepared, resource_id, known, change, late, revision, client: own_client } = item;
    let followed = follow(&prepared.draft, &prepared.link_names, targets);
    let links = &prepared.draft.links;
    let missing: Vec<(String, bool)> = links
        .iter()
        .zip(&followed)
        .filter(|(_, followed)| **followed == Followed::Missing)
        .map(|(link, _)| (link.path.clone(), link.conditional))
        .collect();
    if change == Change::Unchanged && !late {
        return Written { resource_id, change, version: revision, missing };
    }
    let client_id = match &prepared.draft.body {
        Body::Person(_) => own_client,
        Body::CloseOne { client: link, .. } => client(&followed, *link),
        Body::Actor(_) => None,
        Body::Entry { clients: links, .. } => clients(&followed, links).first().copied(),
    };
    touched.extend(client_id);
    let place = Place {
        resource_id,
        original_id: prepared.original_id,
        scope: prepared.scope,
        source_system: &settings.source_system,
        received_at: work.at(),
    };
    if !late {
        let resource = Resource {
            id: resource_id,
            source_system: settings.source_system.clone(),
            resource_type: prepared.taken.name(),
            client_id,
            original_id: prepared.original_id,
            label: prepared.label.clone(),
            version: revision,
        };
        match known {
            // The first version may come twice in one batch: the row is made once, of the newest.
            None => batch.new.push(resource),
            Some(_) => {
                batch.changed.push(resource);
                batch.replaced.push(resource_id);
            }
        }
        pending(&place, &prepared.draft, &prepared.link_names, &followed, client_id, batch);
        match prepared.draft.body {
            Body::Person(_) => {}
            Body::CloseOne { one, .. } => {
                // Someone without a name is nobody a professional could turn to; the original stays.
                let client_id = client_id.filter(|_| one.name.is_some());
                close_ones.extend(client_id.map(|c| source_close_one(&one, resource_id, c, &settings.source_system, prepared.scope)));
            }
            Body::Actor(actor) => batch.actors.push(actor_row(&place, *actor, &followed)),
            Body::Entry { clients: links, entry } => {
                let clients = clients(&followed, &links);
                touched.extend(&clients);
                entry_rows(&place, *entry, &followed, &clients, batch);
            }
        }
    }
    batch.originals.push(Original {
        id: prepared.original_id,
        resource_id,
        client_id,
        scope: prepared.scope,
        source_system: settings.source_system.clone(),
        resource_type: prepared.taken.name(),
        revision,
        is_current: !late,
        source_version: prepared.source_version,
        source_changed_at: prepared.source_changed_at,
        sha256: prepared.sha256,
        content_type: CONTENT_TYPE,
        body_len: prepared.body_len,
        body: prepared.body,
        context: prepared.context,
        source_file: Some(prepared.file.to_string()),
        entry: Some(prepared.index.to_string()),
    });
    Written { resource_id, change, version: revision, missing }
}

/// One event per client and batch, and the clients in the batch's log line.
async fn tell(work: &Work, touched: HashSet<Uuid>) -> Result<(), ImportError> {
    let mut touched: Vec<Uuid> = touched.into_iter().collect();
    touched.sort_unstable();
    work.touched(&touched.iter().map(|c| kernel::ClientId(*c)).collect::<Vec<_>>());
    for client in touched {
        work.emit(NewEvent::new("records.client.received", "client", client).client(client)).await?;
    }
    Ok(())
}

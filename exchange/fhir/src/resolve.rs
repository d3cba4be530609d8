//! Where references lead, and the typed rows that come of it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::Scope;
use records::intake::{Batch, Pending};
use records::{Actor, Entry, Part, row_id};
use uuid::Uuid;

use crate::project::{ActorDraft, Draft, EntryDraft, Link, LinkId};
use crate::types::Taken;

/// A resource that a name leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    pub id: Uuid,
    pub taken: Option<Taken>,
    pub client: Option<Uuid>,
}

/// Names and where they lead, from the database and from the batch itself.
pub type Targets = HashMap<Uuid, Target>;

/// A link of a draft, followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    Found(Target),
    /// Something is there, but not what the reference says.
    Other,
    Missing,
}

/// Follows every link of a draft.
pub fn follow(draft: &Draft, names: &[Vec<Uuid>], targets: &Targets) -> Vec<Followed> {
    let one = |link: &Link, names: &Vec<Uuid>| {
        let mut found = Followed::Missing;
        for target in names.iter().filter_map(|name| targets.get(name)) {
            if link.target_type.is_none() || link.target_type == target.taken {
                return Followed::Found(*target);
            }
            found = Followed::Other;
        }
        found
    };
    draft.links.iter().zip(names).map(|(link, names)| one(link, names)).collect()
}

/// What the rows of one resource share.
pub struct Place<'a> {
    pub resource_id: Uuid,
    pub original_id: Uuid,
    pub scope: Scope,
    pub source_system: &'a str,
    pub received_at: DateTime<Utc>,
}

fn target(followed: &[Followed], link: Option<LinkId>) -> Option<Target> {
    match followed.get(link?)? {
        Followed::Found(target) => Some(*target),
        Followed::Other | Followed::Missing => None,
    }
}

fn actor(followed: &[Followed], link: Option<LinkId>) -> Option<Uuid> {
    target(followed, link).filter(|t| t.taken.is_some_and(Taken::is_actor)).map(|t| t.id)
}

/// The clients an entry is about, as far as they are known.
pub fn clients(followed: &[Followed], links: &[LinkId]) -> Vec<Uuid> {
    let patients = links.iter().filter_map(|link| target(followed, Some(*link)).filter(|t| t.taken == Some(Taken::Patient)));
    let mut clients: Vec<Uuid> = patients.filter_map(|t| t.client).collect();
    let mut seen = std::collections::HashSet::new();
    clients.retain(|client| seen.insert(*client));
    clients
}

/// The client a link leads to.
pub fn client(followed: &[Followed], link: Option<LinkId>) -> Option<Uuid> {
    target(followed, link).and_then(|t| t.client)
}

/// Rows of an entry, once for each client it is about. The first client's row has the resource's own id.
pub fn entry_rows(place: &Place<'_>, draft: EntryDraft, followed: &[Followed], clients: &[Uuid], batch: &mut Batch) {
    for (nth, client) in clients.iter().enumerate() {
        let entry_id = if nth == 0 { place.resource_id } else { row_id(place.resource_id, "client", nth) };
        let row = |id: Uuid, part_of: Option<Uuid>, position: usize, facts: records::Facts| Entry {
            id,
            client_id: *client,
            scope: place.scope,
            source_system: place.source_system.to_owned(),
            original_id: Some(place.original_id),
            original_line: 0,
            resource_id: Some(place.resource_id),
            part_of,
            position: i32::try_from(position).unwrap_or(i32::MAX),
            facts,
            performer_id: actor(followed, draft.performer),
            organisation_id: actor(followed, draft.organisation),
            place_id: actor(followed, draft.place),
            encounter_id: target(followed, draft.encounter).map(|t| t.id),
            received_at: place.received_at,
        };
        batch.entries.push(row(entry_id, None, 0, draft.facts.clone()));
        for (at, facts) in draft.components.iter().enumerate() {
            batch.entries.push(row(row_id(entry_id, "component", at), Some(entry_id), at, facts.clone()));
        }
        for (at, part) in draft.parts.iter().enumerate() {
            let found = target(followed, part.link);
            // An appointment's participant that turns out to be the client is no participant beside them.
            if part.facts.kind == "participant" && found.is_some_and(|t| t.taken == Some(Taken::Patient)) {
                continue;
            }
            let actor_id = found.filter(|t| t.taken.is_some_and(Taken::is_actor)).map(|t| t.id);
            batch.parts.push(Part {
                id: row_id(entry_id, "part", at),
                client_id: *client,
                scope: place.scope,
                entry_id,
                resource_id: Some(place.resource_id),
                position: i32::try_from(at).unwrap_or(i32::MAX),
                facts: part.facts.clone(),
                actor_id,
                target_id: found.map(|t| t.id).filter(|_| actor_id.is_none()),
            });
        }
    }
}

/// The row of someone or something of the source's own.
pub fn actor_row(place: &Place<'_>, draft: ActorDraft, followed: &[Followed]) -> Actor {
    Actor {
        id: place.resource_id,
        original_id: place.original_id,
        source_system: place.source_system.to_owned(),
        facts: draft.facts,
        practitioner_id: actor(followed, draft.practitioner),
        organisation_id: actor(followed, draft.organisation),
        place_id: actor(followed, draft.place),
        part_of: actor(followed, draft.part_of),
        received_at: place.received_at,
    }
}

/// The links that lead to nothing yet, under each name their target may come by.
pub fn pending(place: &Place<'_>, draft: &Draft, names: &[Vec<Uuid>], followed: &[Followed], client: Option<Uuid>, batch: &mut Batch) {
    for ((link, names), followed) in draft.links.iter().zip(names).zip(followed) {
        if *followed != Followed::Missing {
            continue;
        }
        for key_hash in names {
            batch.pending.push(Pending {
                resource_id: place.resource_id,
                client_id: client,
                source_system: place.source_system.to_owned(),
                path: link.path.clone(),
                target_type: link.target_type.map(Taken::name),
                key_hash: *key_hash,
                target_label: link.label.clone(),
            });
        }
    }
}

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use kernel::hetu::{Hetu, Sex};
use kernel::{ClientId, Scope};
use store::NewEvent;
use store::sql;
use trust::Work;

use crate::card::IdentityKind;
use crate::client::identifier::{HETU_SYSTEM, blinds_hetu, blinds_other};
use crate::client::store::{self as clients, ClientFields, NewIdentifier, NewRow};
use crate::client::temporary;
use crate::contact::store as contact;
use crate::error::Error;
use crate::identity;

/// A source's own identifier of a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SourceIdentifier {
    /// URI or OID of the identifier system.
    pub system: String,
    pub value: String,
}

/// A contact detail as a source gave it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SourceContact {
    /// long_lived | service_bound
    pub kind: &'static str,
    /// phone | email | address
    pub kind_of: &'static str,
    pub value: String,
    /// Since when it holds, when the source says; it grows old from there.
    pub since: Option<DateTime<Utc>>,
}

/// A person as a source tells them. The source's words are the whole truth of what it tells: what it no longer says is ended.
#[derive(Clone, Debug)]
pub struct SourceClient {
    /// The client this source's resource was imported to before, when that is known.
    pub known: Option<ClientId>,
    pub hetu: Option<Hetu>,
    pub identifiers: Vec<SourceIdentifier>,
    /// The source says the identity is temporary.
    pub temporary: bool,
    pub family_name: String,
    /// All given names, blanks between.
    pub given_names: String,
    /// Former names and others; the person is found by them too.
    pub other_names: Vec<String>,
    pub birth_date: Option<NaiveDate>,
    /// female | male | unknown; absent: by the hetu, else unknown.
    pub sex: Option<&'static str>,
    /// ISO 639-1.
    pub mother_tongue: Option<String>,
    pub service_language: Option<String>,
    pub interpreter: bool,
    /// Three digits (1.2.246.537.6.21).
    pub municipality: Option<String>,
    /// Address protection (TURVAKIELTO). Set by a source, never lifted by one: lifting is an act of its own.
    pub protected: bool,
    pub deceased: bool,
    pub deceased_on: Option<NaiveDate>,
    pub contacts: Vec<SourceContact>,
    pub source_system: String,
    /// Where the identity belongs when it is new; the catalogue row is set here.
    pub scope: Scope,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Created,
    Updated,
    Unchanged,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    pub client: ClientId,
    pub outcome: Outcome,
}

/// One of [`upsert_clients`].
///
/// # Errors
/// As there.
pub async fn upsert_client(work: &Work, source: &SourceClient) -> Result<Imported, Error> {
    upsert_clients(work, std::slice::from_ref(source)).await?.pop().ok_or(Error::NotFound)
}

/// Writes clients as sources tell them, in order: the same hetu is the same client; without one, the same identifier of the
/// same system; else `known`; else a new client, with a temporary identifier when the source gives none at all. One that was
/// imported without a hetu and now brings the hetu of another client is linked to that one. Two entries of one slice may be
/// the same person. Good for tens of thousands at once; one event per client that changed.
///
/// # Errors
/// When the database or the keyring fails; nothing of the change is then kept.
pub async fn upsert_clients(work: &Work, sources: &[SourceClient]) -> Result<Vec<Imported>, Error> {
    clients::lock_identities(work).await?;
    let keys = work.gate().keys();
    let blinds: Vec<Blinds> = sources
        .iter()
        .map(|s| (s.hetu.as_ref().map(|h| blinds_hetu(keys, h)), s.identifiers.iter().map(|i| blinds_other(keys, &i.value)).collect()))
        .collect();
    let mut asked: Vec<Vec<u8>> = blinds.iter().flat_map(|(hetu, others)| hetu.iter().chain(others).flatten().cloned()).collect();
    asked.sort_unstable();
    asked.dedup();
    let held = clients::holders(work, &asked).await?;
    let mut batch = Batch { held, fresh: HashMap::new(), created: Vec::new() };

    // Who is who: existing clients, or new ones made here.
    let mut matched: Vec<(ClientId, bool)> = Vec::with_capacity(sources.len());
    let mut links: Vec<(ClientId, ClientId, Scope)> = Vec::new();
    for (source, (hetu, others)) in sources.iter().zip(&blinds) {
        let by_hetu = hetu.as_ref().and_then(|b| batch.holder(b, HETU_SYSTEM));
        let by_other = source.identifiers.iter().zip(others).find_map(|(i, b)| batch.holder(b, &i.system)).or(source.known);
        let (client, new) = match (by_hetu, by_other) {
            (Some(hetu), Some(other)) if hetu != other => {
                links.push((other, hetu, source.scope));
                (hetu, false)
            }
            (Some(client), _) | (None, Some(client)) => (client, false),
            (None, None) => (ClientId(work.new_id()), true),
        };
        for (system, blind) in
            hetu.iter().map(|b| (HETU_SYSTEM, b)).chain(source.identifiers.iter().zip(others).map(|(i, b)| (i.system.as_str(), b)))
        {
            if batch.holder(blind, system).is_none() {
                batch.fresh.insert((in_use(blind), system.to_owned()), client);
            }
        }
        if new {
            batch.created.push(client);
        }
        matched.push((client, new));
    }

    let existing: Vec<ClientId> = matched.iter().filter(|(c, new)| !new && !batch.created.contains_fast(*c)).map(|(c, _)| *c).collect();
    let mut rows = clients::load(work, &existing).await?;
    let mut outcome: HashMap<ClientId, Outcome> = HashMap::new();
    let mut inserts: Vec<NewRow<'_>> = Vec::new();
    let mut place: HashMap<ClientId, usize> = HashMap::new();
    let temporaries = sources.iter().zip(&matched).filter(|(s, (_, new))| *new && s.hetu.is_none() && s.identifiers.is_empty()).count();
    let (temporary_system, mut running) = match i64::try_from(temporaries).unwrap_or(0) {
        0 => (String::new(), 0),
        count => {
            let system = temporary::system(work, work.today()).await?;
            let first = temporary::next(work, &system, count).await?;
            (system, first)
        }
    };
    let mut temporary_values: Vec<(ClientId, Scope, String)> = Vec::new();

    for (source, (client, new)) in sources.iter().zip(&matched) {
        let fields = fields_of(source);
        if *new {
            if source.hetu.is_none() && source.identifiers.is_empty() {
                temporary_values.push((*client, source.scope, running.to_string()));
                running += 1;
            }
            place.insert(*client, inserts.len());
            let scope = row_scope(source.scope, fields.identity);
            inserts.push(NewRow { id: *client, scope, origin: &source.source_system, fields, other_names: &source.other_names });
            outcome.insert(*client, Outcome::Created);
        } else if let Some(row) = place.get(client).and_then(|at| inserts.get_mut(*at)) {
            // The same person twice in the slice: the later word holds.
            row.fields = merged(&row.fields, fields);
        } else if let Some(row) = rows.get_mut(client) {
            let fields = merged(&row.fields, fields);
            let told = outcome.entry(*client).or_insert(Outcome::Unchanged);
            if fields != row.fields {
                clients::update(work, *client, &fields, &source.other_names).await?;
                row.fields = fields;
                *told = Outcome::Updated;
            }
        } else {
            return Err(Error::NotFound);
        }
    }
    clients::insert(work, &inserts).await?;

    let mut identifiers: Vec<NewIdentifier<'_>> = Vec::new();
    let mut written: HashSet<(ClientId, Vec<u8>, &str)> = HashSet::new();
    for ((source, (client, _)), (hetu, others)) in sources.iter().zip(&matched).zip(&blinds) {
        let scope = row_scope(source.scope, IdentityKind::Hetu);
        if let (Some(hetu), Some(blind)) = (&source.hetu, hetu)
            && batch.held_by(blind, HETU_SYSTEM) != Some(*client)
            && written.insert((*client, in_use(blind), HETU_SYSTEM))
        {
            if outcome.get(client) != Some(&Outcome::Created) {
                end_hetu(work, *client).await?;
                outcome.insert(*client, Outcome::Updated);
            }
            identifiers.push(NewIdentifier::hetu(work, *client, scope, hetu));
        }
        for (identifier, blind) in source.identifiers.iter().zip(others) {
            if batch.held_by(blind, &identifier.system).is_none() && written.insert((*client, in_use(blind), identifier.system.as_str())) {
                identifiers.push(NewIdentifier::other(work, *client, scope, IdentityKind::Other, &identifier.system, &identifier.value));
            }
        }
    }
    for (client, scope, value) in &temporary_values {
        let scope = row_scope(*scope, IdentityKind::Temporary);
        identifiers.push(NewIdentifier::other(work, *client, scope, IdentityKind::Temporary, &temporary_system, value));
    }
    clients::insert_identifiers(work, &identifiers).await?;

    // Of two words about one person in a slice, the later holds.
    let mut said: HashMap<ClientId, &SourceClient> = HashMap::new();
    for (source, (client, _)) in sources.iter().zip(&matched) {
        said.insert(*client, source);
    }
    let changed = contact::replace_from_source(work, &said, &batch.created).await?;
    for client in changed {
        let told = outcome.entry(client).or_insert(Outcome::Updated);
        if *told == Outcome::Unchanged {
            *told = Outcome::Updated;
        }
    }

    for (identity, main, scope) in links {
        identity::link(work, identity, main, "same_hetu", row_scope(scope, IdentityKind::Hetu)).await?;
    }
    let mut told: Vec<(ClientId, Outcome)> = outcome.iter().map(|(c, o)| (*c, *o)).collect();
    told.sort_unstable_by_key(|(c, _)| *c);
    work.touched(&told.iter().map(|(c, _)| *c).collect::<Vec<_>>());
    for (client, what) in &told {
        let kind = match what {
            Outcome::Created => "people.client.created",
            Outcome::Updated => "people.client.updated",
            Outcome::Unchanged => continue,
        };
        work.emit(NewEvent::new(kind, "client", client.0).client(client.0)).await?;
    }
    // Made by an earlier entry of the slice: created once, then unchanged.
    let mut seen: HashSet<ClientId> = HashSet::new();
    Ok(matched
        .into_iter()
        .map(|(client, _)| {
            let first = seen.insert(client);
            let what = outcome.get(&client).copied().unwrap_or(Outcome::Unchanged);
            Imported { client, outcome: if first { what } else { Outcome::Unchanged } }
        })
        .collect())
}

/// One value's blind index by each of the node's keys, the one in use first.
type ByKey = Vec<Vec<u8>>;

fn in_use(blinds: &ByKey) -> Vec<u8> {
    blinds.first().cloned().unwrap_or_default()
}

/// Blind indexes of a source's hetu and of its other identifiers, in their order.
type Blinds = (Option<ByKey>, Vec<ByKey>);

/// Identifiers known to the database and those the batch itself brings.
struct Batch {
    held: HashMap<(Vec<u8>, String), Vec<ClientId>>,
    fresh: HashMap<(Vec<u8>, String), ClientId>,
    created: Vec<ClientId>,
}

impl Batch {
    fn held_by(&self, blinds: &ByKey, system: &str) -> Option<ClientId> {
        blinds.iter().find_map(|blind| self.held.get(&(blind.clone(), system.to_owned()))?.first().copied())
    }
    fn holder(&self, blinds: &ByKey, system: &str) -> Option<ClientId> {
        self.held_by(blinds, system).or_else(|| self.fresh.get(&(in_use(blinds), system.to_owned())).copied())
    }
}

/// Ids made in order are sorted, so looking one up is quick.
trait ContainsFast {
    fn contains_fast(&self, id: ClientId) -> bool;
}
impl ContainsFast for Vec<ClientId> {
    fn contains_fast(&self, id: ClientId) -> bool {
        self.binary_search(&id).is_ok()
    }
}

/// A temporary identity is row 7 of the data catalogue (temporary personal data), others row 1.
pub(crate) fn row_scope(scope: Scope, identity: IdentityKind) -> Scope {
    Scope { catalogue_row: if identity == IdentityKind::Temporary { 7 } else { 1 }, ..scope }
}

fn fields_of(source: &SourceClient) -> ClientFields {
    let identity = match (&source.hetu, source.identifiers.is_empty() || source.temporary) {
        (Some(_), _) => IdentityKind::Hetu,
        (None, true) => IdentityKind::Temporary,
        (None, false) => IdentityKind::Other,
    };
    let sex = source.sex.or_else(|| {
        source.hetu.as_ref().map(|h| match h.sex() {
            Sex::Female => "female",
            Sex::Male => "male",
        })
    });
    ClientFields {
        identity,
        family_name: source.family_name.trim().to_owned(),
        given_names: source.given_names.trim().to_owned(),
        birth_date: source.birth_date.or_else(|| source.hetu.as_ref().map(Hetu::birth_date)),
        sex: sex.unwrap_or("unknown").to_owned(),
        mother_tongue: source.mother_tongue.clone(),
        service_language: source.service_language.clone(),
        interpreter: source.interpreter,
        municipality: source.municipality.clone(),
        protected: source.protected,
        deceased: source.deceased || source.deceased_on.is_some(),
        deceased_on: source.deceased_on,
        hetu_hint: source.hetu.as_ref().map(ToString::to_string),
    }
}

/// What a source says over what is known. Protection and death are never undone by silence, and a known hetu stays known.
fn merged(old: &ClientFields, new: ClientFields) -> ClientFields {
    let keeps_hetu = new.identity != IdentityKind::Hetu && old.identity == IdentityKind::Hetu;
    ClientFields {
        identity: if keeps_hetu { old.identity } else { new.identity },
        hetu_hint: new.hetu_hint.or_else(|| old.hetu_hint.clone()),
        birth_date: new.birth_date.or(old.birth_date),
        sex: if new.sex == "unknown" { old.sex.clone() } else { new.sex },
        mother_tongue: new.mother_tongue.or_else(|| old.mother_tongue.clone()),
        service_language: new.service_language.or_else(|| old.service_language.clone()),
        interpreter: new.interpreter || old.interpreter,
        municipality: new.municipality.or_else(|| old.municipality.clone()),
        protected: new.protected || old.protected,
        deceased: new.deceased || old.deceased,
        deceased_on: new.deceased_on.or(old.deceased_on),
        family_name: if new.family_name.is_empty() { old.family_name.clone() } else { new.family_name },
        given_names: if new.given_names.is_empty() { old.given_names.clone() } else { new.given_names },
    }
}

/// A changed hetu: the old one stays as history and goes on finding the person.
async fn end_hetu(work: &Work, client: ClientId) -> Result<(), Error> {
    let text = "UPDATE client_identifier SET valid_to = $1 WHERE client_id = $2 AND kind = 'hetu' AND valid_to IS NULL";
    sql::exec(work, text, [work.at().into(), client.0.into()]).await?;
    Ok(())
}

use std::collections::HashMap;

use kernel::{ClientId, Scope};
use sea_orm::FromQueryResult;
use store::NewEvent;
use store::sea_orm::Value;
use store::sql;
use trust::Work;
use uuid::Uuid;

use crate::client::store::scope;
use crate::close_one::COLUMNS;
use crate::error::Error;
use crate::import::Outcome;

/// A close one as a source tells them.
#[derive(Clone, Debug)]
pub struct SourceCloseOne {
    pub client: ClientId,
    /// What the source names the relation by, hashed by the caller; the same key is the same row.
    pub key: Vec<u8>,
    pub name: String,
    /// spouse child parent sibling friend informal_carer guardian trustee contact other
    pub roles: Vec<String>,
    /// From a register of official family relations: not edited by anyone here.
    pub official: bool,
    pub phone: Option<String>,
    pub note: Option<String>,
    /// The close one's own client identity, when they are a client too.
    pub person: Option<ClientId>,
    /// The source says the relation is over.
    pub ended: bool,
    pub source_system: String,
    pub scope: Scope,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    source_key: Vec<u8>,
    client_id: Uuid,
    name: String,
    roles: String,
    official: bool,
    phone: Option<String>,
    note: Option<String>,
    person_id: Option<Uuid>,
    ended_at: Option<chrono::DateTime<chrono::Utc>>,
}

impl Row {
    fn says(&self, s: &SourceCloseOne) -> bool {
        self.client_id == s.client.0
            && self.name == s.name
            && self.roles == s.roles.join(" ")
            && self.official == s.official
            && self.phone == s.phone
            && self.note == s.note
            && self.person_id == s.person.map(|p| p.0)
            && self.ended_at.is_some() == s.ended
    }
}

/// One of [`upsert_close_ones`].
///
/// # Errors
/// As there.
pub async fn upsert_close_one(work: &Work, source: &SourceCloseOne) -> Result<(Uuid, Outcome), Error> {
    upsert_close_ones(work, std::slice::from_ref(source)).await?.pop().ok_or(Error::NotFound)
}

/// Writes close ones as sources tell them; one event per client.
///
/// # Errors
/// When the database fails.
pub async fn upsert_close_ones(work: &Work, sources: &[SourceCloseOne]) -> Result<Vec<(Uuid, Outcome)>, Error> {
    let mut known: HashMap<Vec<u8>, Row> = HashMap::new();
    for chunk in sources.chunks(1_000) {
        let text = format!(
            "SELECT id, source_key, client_id, name, roles, official, phone, note, person_id, ended_at FROM close_one WHERE source_key IN ({})",
            sql::params(1, chunk.len())
        );
        let rows: Vec<Row> = sql::all(work, &text, chunk.iter().map(|s| Value::from(s.key.clone()))).await?;
        known.extend(rows.into_iter().map(|r| (r.source_key.clone(), r)));
    }
    let mut out = Vec::with_capacity(sources.len());
    let mut inserts: Vec<Vec<Value>> = Vec::new();
    let mut fresh: HashMap<&[u8], Uuid> = HashMap::new();
    let mut changed: Vec<ClientId> = Vec::new();
    for source in sources {
        let ended: Option<chrono::DateTime<chrono::Utc>> = source.ended.then(|| work.at());
        if let Some(row) = known.get(&source.key) {
            if row.says(source) {
                out.push((row.id, Outcome::Unchanged));
                continue;
            }
            let text = "UPDATE close_one SET client_id = $1, name = $2, roles = $3, official = $4, phone = $5, note = $6, person_id = $7, \
                        ended_at = $8, updated_at = $9, version = version + 1 WHERE id = $10";
            let values: [Value; 10] = [
                source.client.0.into(),
                source.name.clone().into(),
                source.roles.join(" ").into(),
                source.official.into(),
                source.phone.clone().into(),
                source.note.clone().into(),
                source.person.map(|p| p.0).into(),
                ended.into(),
                work.at().into(),
                row.id.into(),
            ];
            sql::exec(work, text, values).await?;
            out.push((row.id, Outcome::Updated));
        } else if let Some(id) = fresh.get(source.key.as_slice()) {
            out.push((*id, Outcome::Unchanged));
            continue;
        } else {
            let id = work.new_id();
            let mut row: Vec<Value> = vec![id.into(), source.client.0.into()];
            // Official family relations are row 4 of the data catalogue, others row 3.
            row.extend(scope(Scope { catalogue_row: if source.official { 4 } else { 3 }, ..source.scope }));
            row.extend::<[Value; 12]>([
                source.name.clone().into(),
                source.roles.join(" ").into(),
                source.official.into(),
                source.phone.clone().into(),
                source.note.clone().into(),
                source.person.map(|p| p.0).into(),
                "register".into(),
                1i32.into(),
                work.at().into(),
                work.at().into(),
                source.key.clone().into(),
                ended.into(),
            ]);
            inserts.push(row);
            fresh.insert(&source.key, id);
            out.push((id, Outcome::Created));
        }
        changed.push(source.client);
    }
    let columns: Vec<&str> = COLUMNS.into_iter().chain(["source_key", "ended_at"]).collect();
    sql::insert_many(work, "close_one", &columns, inserts).await?;
    changed.sort_unstable();
    changed.dedup();
    work.touched(&changed);
    for client in changed {
        work.emit(NewEvent::new("people.close_ones.imported", "client", client.0).client(client.0)).await?;
    }
    Ok(out)
}

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, Scope};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::Work;
use uuid::Uuid;

use crate::client::store::scope;
use crate::import::SourceClient;

/// A phone number, an e-mail address or an address of a client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema, FromQueryResult)]
pub struct ContactDetail {
    pub id: Uuid,
    /// long_lived | service_bound
    pub kind: String,
    /// phone | email | address
    pub r#type: String,
    pub value: String,
    /// client | staff | register
    pub origin: String,
    pub recorded_at: DateTime<Utc>,
    /// The last day it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    pub version: i32,
    /// What there is to say of its quality: old, or not whole.
    #[sea_orm(skip)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality: Option<rules::Quality>,
}

pub(crate) struct NewContact<'a> {
    pub id: Uuid,
    pub client: ClientId,
    pub scope: Scope,
    pub kind: &'a str,
    pub kind_of: &'a str,
    pub value: &'a str,
    pub origin: &'a str,
    /// The service a service-bound detail is for; the source system of a register's.
    pub service: Option<&'a str>,
    pub valid_to: Option<NaiveDate>,
    /// Since when the source says it holds; now, when it says nothing.
    pub since: Option<DateTime<Utc>>,
    /// Who told it here; nobody for a source.
    pub recorded_by: Option<Uuid>,
    /// The row it corrects.
    pub replaces: Option<Uuid>,
}

pub(crate) async fn insert(work: &Work, contacts: &[NewContact<'_>]) -> Result<(), DbErr> {
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "kind",
        "type",
        "value",
        "origin",
        "service",
        "recorded_at",
        "valid_to",
        "ended_at",
        "version",
        "created_at",
        "updated_at",
        "recorded_by",
        "replaces",
    ];
    let rows = contacts.iter().map(|c| {
        let mut row: Vec<Value> = vec![c.id.into(), c.client.0.into()];
        row.extend(scope(Scope { catalogue_row: 1, ..c.scope }));
        row.extend::<[Value; 13]>([
            c.kind.into(),
            c.kind_of.into(),
            c.value.into(),
            c.origin.into(),
            c.service.map(ToOwned::to_owned).into(),
            c.since.unwrap_or(work.at()).into(),
            c.valid_to.into(),
            Option::<DateTime<Utc>>::None.into(),
            1i32.into(),
            work.at().into(),
            work.at().into(),
            c.recorded_by.into(),
            c.replaces.into(),
        ]);
        row
    });
    sql::insert_many(work, "contact_detail", &columns, rows.collect()).await
}

/// The details in force, addresses too: who shows them asks first whether the address is protected. `items`: the proof's
/// predicate of the items its viewer does not open; empty where nobody looks.
pub(crate) async fn in_force(
    conn: &impl ConnectionTrait,
    clients: &[ClientId],
    today: NaiveDate,
    items: &str,
) -> Result<Vec<ContactDetail>, DbErr> {
    let text = format!(
        "SELECT id, kind, type, value, origin, recorded_at, valid_to, version FROM contact_detail \
         WHERE client_id IN ({}) AND ended_at IS NULL AND (valid_to IS NULL OR valid_to >= $1){items} ORDER BY kind, type, recorded_at DESC, id",
        sql::params(2, clients.len())
    );
    sql::all(conn, &text, std::iter::once(today.into()).chain(clients.iter().map(|c| Value::from(c.0)))).await
}

/// Brings the details that came from each client's source to what the source says now; tells whose changed.
pub(crate) async fn replace_from_source(
    work: &Work,
    said: &HashMap<ClientId, &SourceClient>,
    created: &[ClientId],
) -> Result<Vec<ClientId>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        client_id: Uuid,
        kind: String,
        r#type: String,
        value: String,
        service: Option<String>,
    }
    let mut clients: Vec<ClientId> = said.keys().copied().collect();
    clients.sort_unstable();
    let old: Vec<ClientId> = clients.iter().copied().filter(|c| created.binary_search(c).is_err()).collect();
    let mut known: HashMap<ClientId, Vec<Row>> = HashMap::new();
    for chunk in old.chunks(1_000) {
        let text = format!(
            "SELECT id, client_id, kind, type, value, service FROM contact_detail WHERE client_id IN ({}) AND ended_at IS NULL AND origin = 'register'",
            sql::params(1, chunk.len())
        );
        let rows: Vec<Row> = sql::all(work, &text, chunk.iter().map(|c| Value::from(c.0))).await?;
        for row in rows {
            known.entry(ClientId(row.client_id)).or_default().push(row);
        }
    }
    let mut inserts: Vec<NewContact<'_>> = Vec::new();
    let mut ended: Vec<Uuid> = Vec::new();
    let mut changed: Vec<ClientId> = Vec::new();
    for client in clients {
        let Some(source) = said.get(&client) else { continue };
        let rows = known.remove(&client).unwrap_or_default();
        let mine = || rows.iter().filter(|r| r.service.as_deref() == Some(source.source_system.as_str()));
        let same = |r: &Row, c: &crate::import::SourceContact| r.kind == c.kind && r.r#type == c.kind_of && r.value == c.value;
        let before = inserts.len() + ended.len();
        let mut seen: HashSet<(&str, &str, &str)> = HashSet::new();
        for contact in &source.contacts {
            let is_new = seen.insert((contact.kind, contact.kind_of, &contact.value));
            if is_new && !contact.value.trim().is_empty() && !mine().any(|r| same(r, contact)) {
                inserts.push(NewContact {
                    id: work.new_id(),
                    client,
                    scope: source.scope,
                    kind: contact.kind,
                    kind_of: contact.kind_of,
                    value: &contact.value,
                    origin: "register",
                    service: Some(&source.source_system),
                    valid_to: None,
                    since: contact.since,
                    recorded_by: None,
                    replaces: None,
                });
            }
        }
        ended.extend(mine().filter(|r| !source.contacts.iter().any(|c| same(r, c))).map(|r| r.id));
        if inserts.len() + ended.len() > before {
            changed.push(client);
        }
    }
    insert(work, &inserts).await?;
    for chunk in ended.chunks(1_000) {
        let text = format!(
            "UPDATE contact_detail SET ended_at = $1, updated_at = $1, version = version + 1 WHERE id IN ({})",
            sql::params(2, chunk.len())
        );
        sql::exec(work, &text, std::iter::once(work.at().into()).chain(chunk.iter().map(|id| Value::from(*id)))).await?;
    }
    Ok(changed)
}

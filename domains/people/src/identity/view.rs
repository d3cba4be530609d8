//! The identities of one person as staff see them: which is the main one, which were linked to it, by whom and when, and the
//! personal identity codes there have been.

use chrono::{DateTime, Utc};
use kernel::ClientId;
use kernel::hetu::Hetu;
use sea_orm::FromQueryResult;
use serde::Serialize;
use store::Keyring;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::Opened;
use uuid::Uuid;

use crate::card::{IdentityCard, IdentityKind, cards};
use crate::client::identifier;
use crate::error::Error;
use crate::organisation::{PersonRef, people_by_id};

/// One identity of the person.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OneIdentity {
    pub card: IdentityCard,
    /// The one the others point at.
    pub main: bool,
    /// Since when it has been linked to the main one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linked_at: Option<DateTime<Utc>>,
    /// link: it may be linked to a person · unlink: its link may be taken apart
    pub permitted_actions: Vec<String>,
}

/// A link there is or has been.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct LinkTime {
    pub client_id: Uuid,
    /// The identity it was linked to; absent when that is another person again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linked_to: Option<Uuid>,
    /// same_hetu: a source brought the other's code · temporary_resolved: a professional knew the person · recognised
    pub reason: String,
    pub linked_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linked_by: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unlinked_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unlinked_by: Option<PersonRef>,
}

/// A personal identity code and the time it was in force, as far as this node knows.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct HetuTime {
    pub client_id: Uuid,
    /// "010142-••••": the whole code is shown by a look of its own.
    pub hint: String,
    pub valid_from: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct IdentityView {
    /// The main identity first.
    pub identities: Vec<OneIdentity>,
    /// Newest first.
    pub links: Vec<LinkTime>,
    /// Newest first.
    pub hetus: Vec<HetuTime>,
}

#[derive(FromQueryResult)]
struct LinkRow {
    client_id: Uuid,
    linked_id: Uuid,
    reason: String,
    linked_at: DateTime<Utc>,
    linked_by: Option<Uuid>,
    unlinked_at: Option<DateTime<Utc>>,
    unlinked_by: Option<Uuid>,
}

const LINK: &str = "client_id, linked_id, reason, linked_at, linked_by, unlinked_at, unlinked_by";

/// A link in force.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenLink {
    pub main: ClientId,
    pub linked_at: DateTime<Utc>,
    pub linked_by: Option<Uuid>,
}

/// The link by which an identity belongs to a person; `None` when it stands by itself.
///
/// # Errors
/// When the database does not answer.
pub async fn open_link(conn: &impl ConnectionTrait, identity: ClientId) -> Result<Option<OpenLink>, DbErr> {
    let text =
        format!("SELECT {LINK} FROM identity_link WHERE client_id = $1 AND unlinked_at IS NULL ORDER BY linked_at DESC, id DESC LIMIT 1");
    let row: Option<LinkRow> = sql::one(conn, &text, [identity.0.into()]).await?;
    Ok(row.map(|r| OpenLink { main: ClientId(r.linked_id), linked_at: r.linked_at, linked_by: r.linked_by }))
}

/// The opened person's identities; `works`: whether the asker may change them.
///
/// # Errors
/// When the database or the keyring does not answer.
pub async fn view(opened: &Opened, keys: &Keyring, works: bool) -> Result<IdentityView, Error> {
    let clients = opened.clients();
    let values = || clients.iter().map(|c| Value::from(c.0));
    let text = format!(
        "SELECT {LINK} FROM identity_link WHERE client_id IN ({0}) ORDER BY linked_at DESC, id DESC",
        sql::params(1, clients.len())
    );
    let links: Vec<LinkRow> = sql::all(opened.reader(), &text, values()).await?;
    let mut identities: Vec<OneIdentity> = Vec::with_capacity(clients.len());
    for card in cards(opened, clients).await? {
        let link = links.iter().find(|l| l.client_id == card.id && l.unlinked_at.is_none());
        let joined = links.iter().any(|l| l.linked_id == card.id && l.unlinked_at.is_none());
        let mut permitted_actions = Vec::new();
        if works && link.is_some() {
            permitted_actions.push("unlink".to_owned());
        }
        if works && link.is_none() && !joined && card.identity != IdentityKind::Hetu {
            permitted_actions.push("link".to_owned());
        }
        identities.push(OneIdentity { main: link.is_none(), linked_at: link.map(|l| l.linked_at), permitted_actions, card });
    }
    identities.sort_by_key(|one| !one.main);
    let names: Vec<Uuid> = links.iter().flat_map(|l| [l.linked_by, l.unlinked_by]).flatten().collect();
    let names = people_by_id(opened.reader(), &names).await?;
    let by = |id: Option<Uuid>| id.and_then(|id| names.get(&id).cloned());
    let links = links
        .iter()
        .map(|l| LinkTime {
            client_id: l.client_id,
            linked_to: clients.contains(&ClientId(l.linked_id)).then_some(l.linked_id),
            reason: l.reason.clone(),
            linked_at: l.linked_at,
            linked_by: by(l.linked_by),
            unlinked_at: l.unlinked_at,
            unlinked_by: by(l.unlinked_by),
        })
        .collect();
    Ok(IdentityView { identities, links, hetus: hetus(opened, keys).await? })
}

async fn hetus(opened: &Opened, keys: &Keyring) -> Result<Vec<HetuTime>, Error> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        client_id: Uuid,
        sealed: Vec<u8>,
        valid_from: DateTime<Utc>,
        valid_to: Option<DateTime<Utc>>,
    }
    let (whose, values) = opened.clients_sql("", 1);
    let text = format!(
        "SELECT id, client_id, sealed, valid_from, valid_to FROM client_identifier WHERE {whose} AND kind = 'hetu' \
         ORDER BY valid_from DESC, id DESC"
    );
    let rows: Vec<Row> = sql::all(opened.reader(), &text, values).await?;
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let code = identifier::open(keys, row.id, &row.sealed)?;
        // A code that does not parse came by an import that was told not to check it.
        let hint = Hetu::parse(&code).map_or_else(|_| "••••••-••••".to_owned(), |hetu| hetu.to_string());
        out.push(HetuTime { client_id: row.client_id, hint, valid_from: row.valid_from, valid_to: row.valid_to });
    }
    Ok(out)
}

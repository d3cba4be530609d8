//! Close ones and their roles (data catalogue row 3), and official family relations (row 4), which come from a register and
//! are not changed here.

use chrono::{DateTime, Utc};
use kernel::{ClientId, Scope};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use store::NewEvent;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::{Opened, Own, Work};
use uuid::Uuid;

use crate::client::store::scope;
use crate::contact::{self, ContactOrigin};
use crate::error::Error;
use crate::undo::{self, Kept};

/// Roles a close one can have, as written in rows and answers.
pub const ROLES: [&str; 10] =
    ["spouse", "child", "parent", "sibling", "friend", "informal_carer", "guardian", "trustee", "contact", "other"];

/// The columns that every new row has, whoever told it.
pub(crate) const COLUMNS: [&str; 16] = [
    "id",
    "client_id",
    "controller",
    "register",
    "service_task",
    "catalogue_row",
    "name",
    "roles",
    "official",
    "phone",
    "note",
    "person_id",
    "origin",
    "version",
    "created_at",
    "updated_at",
];

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CloseOne {
    pub id: Uuid,
    pub name: String,
    /// spouse child parent sibling friend informal_carer guardian trustee contact other
    pub roles: Vec<String>,
    /// From a register of official family relations: not changed here.
    pub official: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Their own client identity, when they are a client too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// client | staff | register
    pub origin: String,
    /// When it was told or last changed.
    pub recorded_at: DateTime<Utc>,
    pub version: i32,
    /// What there is to say of its quality: old, or not whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality: Option<rules::Quality>,
}

#[derive(FromQueryResult)]
struct Row {
    origin: String,
    updated_at: DateTime<Utc>,
    id: Uuid,
    name: String,
    roles: String,
    official: bool,
    phone: Option<String>,
    person_id: Option<Uuid>,
    note: Option<String>,
    version: i32,
}

impl From<Row> for CloseOne {
    fn from(r: Row) -> Self {
        Self {
            id: r.id,
            name: r.name,
            roles: r.roles.split(' ').filter(|r| !r.is_empty()).map(ToOwned::to_owned).collect(),
            official: r.official,
            phone: r.phone,
            client_id: r.person_id,
            note: r.note,
            origin: r.origin,
            recorded_at: r.updated_at,
            version: r.version,
            quality: None,
        }
    }
}

/// The opened client's close ones, those to be contacted first. Who is close is neither client nor patient data (A1, row 3), so
/// it does not depend on the register; whether the viewer's role opens the item does.
///
/// # Errors
/// When the database does not answer.
pub async fn of(opened: &Opened) -> Result<Vec<CloseOne>, DbErr> {
    in_force(opened.reader(), opened.clients(), &opened.scopes().items_sql("")).await
}

/// The names of a client's own close ones, for a form of theirs to begin with.
///
/// # Errors
/// When the database does not answer.
pub async fn names(own: &Own) -> Result<Vec<String>, DbErr> {
    let mut names: Vec<String> = in_force(own.reader(), own.clients(), "").await?.into_iter().map(|one| one.name).collect();
    names.dedup();
    Ok(names)
}

async fn in_force(conn: &impl ConnectionTrait, clients: &[ClientId], items: &str) -> Result<Vec<CloseOne>, DbErr> {
    let text = format!(
        "SELECT id, name, roles, official, phone, person_id, note, origin, updated_at, version FROM close_one WHERE client_id IN ({}) AND ended_at IS NULL{items} ORDER BY name, id",
        sql::params(1, clients.len())
    );
    let rows: Vec<Row> = sql::all(conn, &text, clients.iter().map(|c| Value::from(c.0))).await?;
    let mut all: Vec<CloseOne> = rows.into_iter().map(CloseOne::from).collect();
    all.sort_by_key(|c| !c.roles.iter().any(|r| r == "contact"));
    Ok(all)
}

/// A close one the client or a professional tells of.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewCloseOne {
    /// 1–200 characters.
    pub name: String,
    /// At least one of: spouse child parent sibling friend informal_carer guardian trustee contact other
    pub roles: Vec<String>,
    pub phone: Option<String>,
    /// At most 500 characters.
    pub note: Option<String>,
    /// Who told it: `client` or `staff` (when left out).
    pub origin: Option<ContactOrigin>,
}

pub(crate) async fn add(work: &Work, client: ClientId, at: Scope, new: &NewCloseOne) -> Result<CloseOne, Error> {
    let added = write(work, client, at, new, Earlier::default()).await?;
    work.emit(NewEvent::new("people.close_one.added", "close_one", added.id).client(client.0)).await?;
    Ok(added)
}

/// What a correction takes along from the row it corrects.
#[derive(Default)]
struct Earlier {
    id: Option<Uuid>,
    person: Option<Uuid>,
}

async fn write(work: &Work, client: ClientId, at: Scope, new: &NewCloseOne, earlier: Earlier) -> Result<CloseOne, Error> {
    let name = new.name.trim();
    if name.is_empty() {
        return Err(Error::field("/name", "required"));
    }
    if name.chars().count() > 200 {
        return Err(Error::field("/name", "too_long"));
    }
    if new.roles.is_empty() {
        return Err(Error::field("/roles", "required"));
    }
    if new.roles.iter().any(|role| !ROLES.contains(&role.as_str())) {
        return Err(Error::field("/roles", "unknown"));
    }
    let origin = new.origin.unwrap_or(ContactOrigin::Staff).told_here()?;
    let phone = match new.phone.as_deref().map(str::trim).filter(|p| !p.is_empty()) {
        Some(phone) => Some(contact::value_of("/phone", "phone", phone)?),
        None => None,
    };
    let note = match new.note.as_deref().map(str::trim).filter(|n| !n.is_empty()) {
        Some(note) if note.chars().count() > 500 => return Err(Error::field("/note", "too_long")),
        note => note.map(ToOwned::to_owned),
    };
    let mut roles = new.roles.clone();
    roles.sort_unstable_by_key(|r| ROLES.iter().position(|known| known == r));
    roles.dedup();
    let id = work.new_id();
    let mut row: Vec<Value> = vec![id.into(), client.0.into()];
    row.extend(scope(Scope { catalogue_row: 3, ..at }));
    row.extend::<[Value; 12]>([
        name.into(),
        roles.join(" ").into(),
        false.into(),
        phone.clone().into(),
        note.clone().into(),
        earlier.person.into(),
        origin.into(),
        1i32.into(),
        work.at().into(),
        work.at().into(),
        work.actor_id().into(),
        earlier.id.into(),
    ]);
    let columns: Vec<&str> = COLUMNS.into_iter().chain(["recorded_by", "replaces"]).collect();
    sql::insert_many(work, "close_one", &columns, vec![row]).await?;
    Ok(CloseOne {
        id,
        name: name.to_owned(),
        roles,
        official: false,
        phone,
        client_id: earlier.person,
        note,
        origin: origin.to_owned(),
        recorded_at: work.at(),
        version: 1,
        quality: None,
    })
}

/// A close one in force of these identities that may be changed here, and whose row it is.
async fn changeable(work: &Work, clients: &[ClientId], id: Uuid) -> Result<(ClientId, CloseOne), Error> {
    #[derive(FromQueryResult)]
    struct Owner {
        client_id: Uuid,
    }
    let text =
        format!("SELECT client_id FROM close_one WHERE id = $1 AND ended_at IS NULL AND client_id IN ({})", sql::params(2, clients.len()));
    let owner: Option<Owner> = sql::one(work, &text, std::iter::once(id.into()).chain(clients.iter().map(|c| c.0.into()))).await?;
    let owner = owner.ok_or(Error::NotFound)?;
    let current = in_force(work, clients, "").await?.into_iter().find(|c| c.id == id).ok_or(Error::NotFound)?;
    if current.official {
        return Err(Error::State("official_relation"));
    }
    if current.origin == "register" {
        return Err(Error::State("origin_register"));
    }
    Ok((ClientId(owner.client_id), current))
}

/// Corrects a close one, or confirms them when nothing is changed: the earlier row ends and a new one with its own origin and day
/// takes its place.
///
/// # Errors
/// As for adding and ending one.
pub(crate) async fn correct(
    work: &Work,
    clients: &[ClientId],
    at: Scope,
    id: Uuid,
    version: i32,
    new: &NewCloseOne,
) -> Result<CloseOne, Error> {
    let (owner, current) = changeable(work, clients, id).await?;
    if !undo::end_row(work, Kept::CloseOne, id, version, "corrected").await? {
        return Err(kernel::Problem::version_conflict(current).into());
    }
    let corrected = write(work, owner, at, new, Earlier { id: Some(id), person: current.client_id }).await?;
    work.emit(NewEvent::new("people.close_one.corrected", "close_one", corrected.id).client(owner.0)).await?;
    Ok(corrected)
}

/// Ends a close one's row of these identities.
///
/// # Errors
/// [`Error::State`] `official_relation` for what a register tells, `origin_register` for a source's other rows; a version
/// conflict when it was changed meanwhile.
pub(crate) async fn end(work: &Work, clients: &[ClientId], id: Uuid, version: i32) -> Result<(), Error> {
    let (owner, current) = changeable(work, clients, id).await?;
    if !undo::end_row(work, Kept::CloseOne, id, version, "ended").await? {
        return Err(kernel::Problem::version_conflict(current).into());
    }
    work.emit(NewEvent::new("people.close_one.ended", "close_one", id).client(owner.0)).await?;
    Ok(())
}

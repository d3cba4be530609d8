//! Close ones and their roles (data catalogue row 3), and official family relations (row 4), which come from a register and
//! are not changed here.

use kernel::{ClientId, Scope};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use store::NewEvent;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::{Opened, Work};
use uuid::Uuid;

use crate::client::store::scope;
use crate::contact;
use crate::error::Error;

/// Roles a close one can have, as written in rows and answers.
pub const ROLES: [&str; 10] =
    ["spouse", "child", "parent", "sibling", "friend", "informal_carer", "guardian", "trustee", "contact", "other"];

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
    pub version: i32,
}

#[derive(FromQueryResult)]
struct Row {
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
            version: r.version,
        }
    }
}

/// The opened client's close ones, those to be contacted first. Who is close is neither client nor patient data (A1, row 3), so
/// it does not depend on the register.
///
/// # Errors
/// When the database does not answer.
pub async fn of(opened: &Opened) -> Result<Vec<CloseOne>, DbErr> {
    in_force(opened.reader(), opened.clients()).await
}

async fn in_force(conn: &impl ConnectionTrait, clients: &[ClientId]) -> Result<Vec<CloseOne>, DbErr> {
    let text = format!(
        "SELECT id, name, roles, official, phone, person_id, note, version FROM close_one WHERE client_id IN ({}) AND ended_at IS NULL ORDER BY name, id",
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
}

pub(crate) async fn add(work: &Work, client: ClientId, at: Scope, new: &NewCloseOne) -> Result<CloseOne, Error> {
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
    let columns = [
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
        "source_key",
        "ended_at",
        "version",
        "created_at",
        "updated_at",
    ];
    let mut row: Vec<Value> = vec![id.into(), client.0.into()];
    row.extend(scope(Scope { catalogue_row: 3, ..at }));
    row.extend::<[Value; 12]>([
        name.into(),
        roles.join(" ").into(),
        false.into(),
        phone.clone().into(),
        note.clone().into(),
        Option::<Uuid>::None.into(),
        "staff".into(),
        Option::<Vec<u8>>::None.into(),
        Option::<chrono::DateTime<chrono::Utc>>::None.into(),
        1i32.into(),
        work.at().into(),
        work.at().into(),
    ]);
    sql::insert_many(work, "close_one", &columns, vec![row]).await?;
    work.emit(NewEvent::new("people.close_one.added", "close_one", id).client(client.0)).await?;
    Ok(CloseOne { id, name: name.to_owned(), roles, official: false, phone, client_id: None, note, version: 1 })
}

/// Ends a close one's row of these identities.
///
/// # Errors
/// [`Error::State`] `official_relation` for what a register tells, `origin_register` for a source's other rows; a version
/// conflict when it was changed meanwhile.
pub(crate) async fn end(work: &Work, clients: &[ClientId], id: Uuid, version: i32) -> Result<(), Error> {
    #[derive(FromQueryResult)]
    struct Owner {
        client_id: Uuid,
        origin: String,
    }
    let text = format!(
        "SELECT client_id, origin FROM close_one WHERE id = $1 AND ended_at IS NULL AND client_id IN ({})",
        sql::params(2, clients.len())
    );
    let owner: Option<Owner> = sql::one(work, &text, std::iter::once(id.into()).chain(clients.iter().map(|c| c.0.into()))).await?;
    let owner = owner.ok_or(Error::NotFound)?;
    let current = in_force(work, clients).await?.into_iter().find(|c| c.id == id).ok_or(Error::NotFound)?;
    if current.official {
        return Err(Error::State("official_relation"));
    }
    if owner.origin == "register" {
        return Err(Error::State("origin_register"));
    }
    let text =
        "UPDATE close_one SET ended_at = $1, updated_at = $1, version = version + 1 WHERE id = $2 AND version = $3 AND ended_at IS NULL";
    if sql::exec(work, text, [work.at().into(), id.into(), version.into()]).await?.rows_affected() == 0 {
        return Err(kernel::Problem::version_conflict(current).into());
    }
    work.emit(NewEvent::new("people.close_one.ended", "close_one", id).client(owner.client_id)).await?;
    Ok(())
}

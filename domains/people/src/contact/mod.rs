//! Contact details in two kinds (data catalogue row 1): long-lived ones, and those bound to a service and its time. Each keeps
//! its origin; what a register tells is not changed here.

pub(crate) mod store;

use ::store::NewEvent;
use ::store::sql;
use chrono::NaiveDate;
use kernel::{ClientId, Problem, Scope};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use trust::Work;
use uuid::Uuid;

use crate::error::Error;
use crate::undo::{self, Kept};
use store::{ContactDetail, NewContact};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    LongLived,
    ServiceBound,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactType {
    Phone,
    Email,
    Address,
}

/// Who told it. A register's details come by import only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactOrigin {
    Client,
    Staff,
    Register,
}

impl ContactOrigin {
    /// The code of one who tells here.
    pub(crate) fn told_here(self) -> Result<&'static str, Error> {
        match self {
            Self::Client => Ok("client"),
            Self::Staff => Ok("staff"),
            Self::Register => Err(Error::field("/origin", "by_import_only")),
        }
    }
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewContactDetail {
    pub kind: ContactKind,
    pub r#type: ContactType,
    pub value: String,
    pub origin: ContactOrigin,
    /// The last day it holds.
    pub valid_to: Option<NaiveDate>,
}

/// The value in the form it is kept, or what is wrong with it.
pub(crate) fn value_of(path: &str, kind: &str, value: &str) -> Result<String, Error> {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = value.chars().count();
    let fits = match kind {
        "phone" => {
            let digits = value.chars().filter(char::is_ascii_digit).count();
            (3..=20).contains(&digits) && value.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')'))
        }
        "email" => value.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
                && !host.contains('@')
                && !value.contains(' ')
        }),
        _ => length >= 3,
    };
    match length {
        0 => Err(Error::field(path, "required")),
        n if n > 300 => Err(Error::field(path, "too_long")),
        _ if fits => Ok(value),
        _ => Err(Error::field(
            path,
            match kind {
                "phone" => "not_a_phone",
                "email" => "not_an_email",
                _ => "too_short",
            },
        )),
    }
}

pub(crate) async fn add(work: &Work, client: ClientId, scope: Scope, new: &NewContactDetail) -> Result<ContactDetail, Error> {
    let added = write(work, client, scope, new, None).await?;
    work.emit(NewEvent::new("people.contact.added", "contact_detail", added.id).client(client.0)).await?;
    Ok(added)
}

async fn write(
    work: &Work,
    client: ClientId,
    scope: Scope,
    new: &NewContactDetail,
    replaces: Option<Uuid>,
) -> Result<ContactDetail, Error> {
    let kind = match new.kind {
        ContactKind::LongLived => "long_lived",
        ContactKind::ServiceBound => "service_bound",
    };
    let kind_of = match new.r#type {
        ContactType::Phone => "phone",
        ContactType::Email => "email",
        ContactType::Address => "address",
    };
    let origin = new.origin.told_here()?;
    let value = value_of("/value", kind_of, &new.value)?;
    if new.valid_to.is_some_and(|day| day < work.today()) {
        return Err(Error::field("/valid_to", "in_past"));
    }
    let service = (new.kind == ContactKind::ServiceBound).then(|| scope.service_task.code());
    let id = work.new_id();
    let recorded_by = work.actor_id();
    let valid_to = new.valid_to;
    let contact =
        NewContact { id, client, scope, kind, kind_of, value: &value, origin, service, valid_to, since: None, recorded_by, replaces };
    store::insert(work, &[contact]).await?;
    Ok(ContactDetail {
        id,
        kind: kind.to_owned(),
        r#type: kind_of.to_owned(),
        value,
        origin: origin.to_owned(),
        recorded_at: work.at(),
        valid_to: new.valid_to,
        version: 1,
        quality: None,
    })
}

#[derive(FromQueryResult)]
struct Owner {
    client_id: Uuid,
    origin: String,
    version: i32,
}

/// A detail in force of these identities that may be changed here.
async fn changeable(work: &Work, clients: &[ClientId], id: Uuid) -> Result<Owner, Error> {
    let text = format!(
        "SELECT client_id, origin, version FROM contact_detail WHERE id = $1 AND ended_at IS NULL AND client_id IN ({})",
        sql::params(2, clients.len())
    );
    let owner: Option<Owner> = sql::one(work, &text, std::iter::once(id.into()).chain(clients.iter().map(|c| c.0.into()))).await?;
    let owner = owner.ok_or(Error::NotFound)?;
    if owner.origin == "register" {
        return Err(Error::State("origin_register"));
    }
    Ok(owner)
}

fn conflict(id: Uuid, owner: &Owner) -> Error {
    Problem::version_conflict(serde_json::json!({ "id": id, "version": owner.version })).into()
}

/// Corrects a contact detail, or confirms it when the value is the same: the earlier row ends, a new one with its own origin and
/// day takes its place, so that it stays known what was thought before.
///
/// # Errors
/// As for adding and ending one.
pub(crate) async fn correct(
    work: &Work,
    clients: &[ClientId],
    scope: Scope,
    id: Uuid,
    version: i32,
    new: &NewContactDetail,
) -> Result<ContactDetail, Error> {
    let owner = changeable(work, clients, id).await?;
    if !undo::end_row(work, Kept::Contact, id, version, "corrected").await? {
        return Err(conflict(id, &owner));
    }
    let corrected = write(work, ClientId(owner.client_id), scope, new, Some(id)).await?;
    work.emit(NewEvent::new("people.contact.corrected", "contact_detail", corrected.id).client(owner.client_id)).await?;
    Ok(corrected)
}

/// Ends a contact detail of these identities.
///
/// # Errors
/// [`Error::State`] `origin_register` for what a register tells; a version conflict when it was changed meanwhile (without the
/// value when it is a protected address).
pub(crate) async fn end(work: &Work, clients: &[ClientId], id: Uuid, version: i32) -> Result<(), Error> {
    let owner = changeable(work, clients, id).await?;
    if !undo::end_row(work, Kept::Contact, id, version, "ended").await? {
        return Err(conflict(id, &owner));
    }
    work.emit(NewEvent::new("people.contact.ended", "contact_detail", id).client(owner.client_id)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::value_of;

    #[test]
    fn values_are_checked_by_kind() {
        for (kind, value) in
            [("phone", "+358 40 123 4567"), ("phone", "112"), ("email", "a.b@c.fi"), ("address", "Kauppakatu 1 A 2, 53100 Lappeenranta")]
        {
            assert!(value_of("/v", kind, value).is_ok(), "{value}");
        }
        for (kind, value) in [
            ("phone", "kotona"),
            ("phone", "12"),
            ("email", "a@b"),
            ("email", "a b@c.fi"),
            ("email", "@c.fi"),
            ("address", ""),
            ("address", "x"),
            ("phone", ""),
        ] {
            assert!(value_of("/v", kind, value).is_err(), "{value}");
        }
        assert_eq!(value_of("/v", "phone", " 040   123 ").unwrap(), "040 123");
    }
}

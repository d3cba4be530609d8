//! A temporary identity linked to the real one by a professional who knows who it is, and taken apart again.

use kernel::{ClientId, Scope};
use serde::Serialize;
use store::sea_orm::ConnectionTrait;
use trust::Work;
use uuid::Uuid;

use super::view::open_link;
use super::{link, unlink};
use crate::card::IdentityKind;
use crate::client::store::{self as clients, ClientFields};
use crate::error::Error;
use crate::reason;

/// What two identities say differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Difference {
    /// family_name · given_names · birth_date · sex · municipality · protected · deceased
    pub field: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temporary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub real: Option<String>,
}

fn pairs(f: &ClientFields) -> [(&'static str, Option<String>); 7] {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let flag = |flag: bool| Some(if flag { "yes" } else { "no" }.to_owned());
    [
        ("family_name", some(&f.family_name)),
        ("given_names", some(&f.given_names)),
        ("birth_date", f.birth_date.map(|d| d.to_string())),
        ("sex", Some(f.sex.clone())),
        // The home municipality is protected with the address.
        ("municipality", f.municipality.clone().filter(|_| !f.protected)),
        ("protected", flag(f.protected)),
        ("deceased", flag(f.deceased)),
    ]
}

/// What the two say differently, in the order of the card.
///
/// # Errors
/// [`Error::NotFound`] when one of them does not exist.
pub async fn differences(conn: &impl ConnectionTrait, temporary: ClientId, real: ClientId) -> Result<Vec<Difference>, Error> {
    let rows = clients::load(conn, &[temporary, real]).await?;
    let (Some(one), Some(other)) = (rows.get(&temporary), rows.get(&real)) else { return Err(Error::NotFound) };
    let both = pairs(&one.fields).into_iter().zip(pairs(&other.fields));
    Ok(both.filter(|(a, b)| a.1 != b.1).map(|(a, b)| Difference { field: a.0, temporary: a.1, real: b.1 }).collect())
}

/// Whether `temporary` can be linked to `real` as things stand.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::State`] `same_identity`, `not_temporary` (it has a code of its own), `already_linked`,
/// `others_linked_to_it`, `not_real` (the other has no code) or `main_is_linked` (the other is itself linked to someone).
pub async fn check(conn: &impl ConnectionTrait, temporary: ClientId, real: ClientId) -> Result<(), Error> {
    if temporary == real {
        return Err(Error::State("same_identity"));
    }
    let rows = clients::load(conn, &[temporary, real]).await?;
    let (Some(one), Some(other)) = (rows.get(&temporary), rows.get(&real)) else { return Err(Error::NotFound) };
    if one.fields.identity == IdentityKind::Hetu {
        return Err(Error::State("not_temporary"));
    }
    if open_link(conn, temporary).await?.is_some() {
        return Err(Error::State("already_linked"));
    }
    if has_others(conn, temporary).await? {
        return Err(Error::State("others_linked_to_it"));
    }
    if other.fields.identity != IdentityKind::Hetu {
        return Err(Error::State("not_real"));
    }
    if open_link(conn, real).await?.is_some() {
        return Err(Error::State("main_is_linked"));
    }
    Ok(())
}

async fn has_others(conn: &impl ConnectionTrait, identity: ClientId) -> Result<bool, Error> {
    let text = "SELECT 1 AS one FROM identity_link WHERE linked_id = $1 AND unlinked_at IS NULL LIMIT 1";
    Ok(!store::sql::rows(conn, text, [identity.0.into()]).await?.is_empty())
}

/// Links a temporary identity to the real one. Of two who try at once the first does it, the other hears `already_linked`.
/// The professional's reason is kept with the client.
///
/// # Errors
/// As [`check`]; a reason that is missing or too long.
pub async fn join(work: &Work, temporary: ClientId, real: ClientId, at: Scope, professional: Uuid, why: &str) -> Result<(), Error> {
    let why = reason::checked("/reason", why)?;
    clients::lock_identities(work).await?;
    check(work, temporary, real).await?;
    link(work, temporary, real, "temporary_resolved", at).await?;
    reason::keep(work, temporary, at, professional, "identity_linked", why).await
}

/// Takes an identity out of the person it was linked to; what was written under each stays there.
///
/// # Errors
/// [`Error::State`] `not_linked`; a reason that is missing or too long.
pub async fn part(work: &Work, identity: ClientId, at: Scope, professional: Uuid, why: &str) -> Result<(), Error> {
    let why = reason::checked("/reason", why)?;
    clients::lock_identities(work).await?;
    unlink(work, identity).await?;
    reason::keep(work, identity, at, professional, "identity_unlinked", why).await
}

//! Identities of one person are linked, never re-keyed: rows keep the identity they were written under, and trust's proofs
//! read the linked set. A link can be taken apart again.

mod join;
mod view;

pub use join::{Difference, check, differences, join, part};
pub use view::{HetuTime, IdentityView, LinkTime, OneIdentity, OpenLink, open_link, view};

use kernel::{ClientId, Scope};
use sea_orm::FromQueryResult;
use store::NewEvent;
use store::sea_orm::Value;
use store::sql;
use trust::Work;
use uuid::Uuid;

use crate::client::store::{load, scope};
use crate::error::Error;

#[derive(FromQueryResult)]
struct Link {
    client_id: Uuid,
    linked_id: Uuid,
}

/// Links every identity of `identity`'s person to the main identity of `main`'s. `reason` is a code:
/// `same_hetu` | `temporary_resolved` | `recognised`. Each identity points straight at the main one, so that a read finds the
/// whole set in two steps. Linking what is linked already changes nothing.
///
/// # Errors
/// [`Error::NotFound`] for an identity that does not exist, [`Error::State`] when both are the same.
pub async fn link(work: &Work, identity: ClientId, main: ClientId, reason: &str, at: Scope) -> Result<(), Error> {
    if identity == main {
        return Err(Error::State("same_identity"));
    }
    if load(work, &[identity, main]).await?.len() != 2 {
        return Err(Error::NotFound);
    }
    let main_root = root(work, main).await?;
    let own_root = root(work, identity).await?;
    if main_root == own_root {
        return Ok(());
    }
    let joined: Vec<Link> =
        sql::all(work, "SELECT client_id, linked_id FROM identity_link WHERE linked_id = $1 AND unlinked_at IS NULL", [own_root.0.into()])
            .await?;
    let mut all = vec![own_root.0];
    all.extend(joined.iter().map(|l| l.client_id));
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "linked_id",
        "reason",
        "linked_at",
        "linked_by",
        "unlinked_at",
        "unlinked_by",
    ];
    let rows = all.iter().map(|client| {
        let mut row: Vec<Value> = vec![work.new_id().into(), (*client).into()];
        row.extend(scope(at));
        row.extend::<[Value; 6]>([
            main_root.0.into(),
            reason.into(),
            work.at().into(),
            work.actor_id().into(),
            Option::<chrono::DateTime<chrono::Utc>>::None.into(),
            Option::<Uuid>::None.into(),
        ]);
        row
    });
    sql::insert_many(work, "identity_link", &columns, rows.collect()).await?;
    work.touched(&[identity, main, own_root, main_root]);
    let data = serde_json::json!({ "linked_to": main_root, "reason": reason });
    work.emit(NewEvent::new("people.identity.linked", "client", own_root.0).client(own_root.0).data(data)).await?;
    Ok(())
}

/// Takes `identity` out of the person it was linked to, with those that came along in the same link. Rows written under each
/// identity are found under it again, as they were.
///
/// # Errors
/// [`Error::State`] when the identity is not linked to another.
pub async fn unlink(work: &Work, identity: ClientId) -> Result<(), Error> {
    #[derive(FromQueryResult)]
    struct Active {
        linked_id: Uuid,
        linked_at: chrono::DateTime<chrono::Utc>,
    }
    let text = "SELECT linked_id, linked_at FROM identity_link WHERE client_id = $1 AND unlinked_at IS NULL ORDER BY linked_at DESC, id DESC LIMIT 1";
    let active: Option<Active> = sql::one(work, text, [identity.0.into()]).await?;
    let Some(active) = active else { return Err(Error::State("not_linked")) };
    let text =
        "UPDATE identity_link SET unlinked_at = $1, unlinked_by = $2 WHERE linked_id = $3 AND linked_at = $4 AND unlinked_at IS NULL";
    sql::exec(work, text, [work.at().into(), work.actor_id().into(), active.linked_id.into(), active.linked_at.into()]).await?;
    work.touched(&[identity, ClientId(active.linked_id)]);
    let data = serde_json::json!({ "unlinked_from": active.linked_id });
    work.emit(NewEvent::new("people.identity.unlinked", "client", identity.0).client(identity.0).data(data)).await?;
    Ok(())
}

/// The identity others of the person point at; itself when it points at none.
async fn root(work: &Work, identity: ClientId) -> Result<ClientId, Error> {
    let text = "SELECT client_id, linked_id FROM identity_link WHERE client_id = $1 AND unlinked_at IS NULL ORDER BY linked_at DESC, id DESC LIMIT 1";
    let link: Option<Link> = sql::one(work, text, [identity.0.into()]).await?;
    Ok(ClientId(link.map_or(identity.0, |l| l.linked_id)))
}

/// All identities of a person, the one given first.
///
/// # Errors
/// When the database does not answer.
pub async fn all_of(work: &Work, identity: ClientId) -> Result<Vec<ClientId>, Error> {
    let root = root(work, identity).await?;
    let text = "SELECT client_id, linked_id FROM identity_link WHERE linked_id = $1 AND unlinked_at IS NULL ORDER BY linked_at, id";
    let joined: Vec<Link> = sql::all(work, text, [root.0.into()]).await?;
    let mut all = vec![identity];
    for one in std::iter::once(root).chain(joined.iter().map(|l| ClientId(l.client_id))) {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    Ok(all)
}

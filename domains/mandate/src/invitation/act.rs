//! Inviting, answering and ending.

use ::store::NewEvent;
use chrono::Months;
use kernel::ClientId;
use kernel::hetu::Hetu;
use rules::Rules;
use trust::Work;
use uuid::Uuid;

use super::model::NewInvitation;
use super::{blind, store};
use crate::Error;

/// Invites; the same whether there is such a client or not. `clients`: every identity of the one who invites.
///
/// # Errors
/// Field errors; `too_many_invitations`, `not_of_age`.
pub async fn invite(work: &mut Work, rules: &Rules, clients: &[ClientId], new: &NewInvitation) -> Result<Uuid, Error> {
    let client = *clients.first().ok_or(Error::NotFound)?;
    let set = rules.mandates.on(work.today());
    let card = people::card::card(work, client).await?.ok_or(Error::NotFound)?;
    if card.age.is_none_or(|age| age < people::custody::OF_AGE) {
        return Err(Error::State("not_of_age"));
    }
    let name = new.name.trim();
    match name.chars().count() {
        0 => return Err(Error::field("/name", "required")),
        1..=200 => {}
        _ => return Err(Error::field("/name", "too_long")),
    }
    let hetu = Hetu::parse(&new.hetu).map_err(|error| Error::field("/hetu", error.code()))?;
    let own = people::hetu_for_print(work.gate(), work, client).await?;
    if own.as_deref() == Some(hetu.reveal()) {
        return Err(Error::field("/hetu", "oneself"));
    }
    let known: Vec<&str> = set.body.groups_by("invitation").map(|group| group.code.as_str()).collect();
    let mut groups = new.groups.clone();
    groups.sort_unstable();
    groups.dedup();
    if groups.is_empty() {
        return Err(Error::field("/groups", "required"));
    }
    if groups.iter().any(|code| !known.contains(&code.as_str())) {
        return Err(Error::field("/groups", "unknown"));
    }
    let longest = work.today().checked_add_months(Months::new(set.body.invitation.longest_months)).unwrap_or(work.today());
    if new.valid_until < work.today() {
        return Err(Error::field("/valid_until", "past"));
    }
    if new.valid_until > longest {
        return Err(Error::field("/valid_until", "too_late"));
    }
    let open = store::made_by(work, clients).await?.into_iter().filter(|row| row.open() && row.valid_until >= work.today()).count();
    if open >= set.body.invitation.at_once as usize {
        return Err(Error::State("too_many_invitations"));
    }
    let id = work.new_id();
    let sealed = work.gate().keys().seal(id.as_bytes(), hetu.reveal().as_bytes())?;
    let blind = blind(work.gate().keys(), &hetu);
    store::insert(work, store::New { id, client, name, sealed, blind, groups: &groups, until: new.valid_until }).await?;
    work.object("invitation", id);
    let data = serde_json::json!({ "groups": groups, "valid_until": new.valid_until });
    work.emit(NewEvent::new("mandate.invitation.made", "invitation", id).client(client.0).data(data)).await?;
    Ok(id)
}

/// The invited answers. `blinds`: the keyed hashes of their own code.
///
/// # Errors
/// [`Error::NotFound`] for what is not theirs; `not_waiting`.
pub async fn answer(work: &mut Work, invited: ClientId, blinds: &[Vec<u8>], id: Uuid, accept: bool) -> Result<(), Error> {
    let row = store::waiting_for(work, blinds, work.today()).await?.into_iter().find(|row| row.id == id).ok_or(Error::NotFound)?;
    let state = if accept { "accepted" } else { "declined" };
    if !store::answered(work, id, invited, state).await? {
        return Err(Error::State("not_waiting"));
    }
    work.object("invitation", id);
    work.touched(&[ClientId(row.client_id)]);
    let kind = if accept { "mandate.invitation.accepted" } else { "mandate.invitation.declined" };
    work.emit(NewEvent::new(kind, "invitation", id).client(row.client_id)).await?;
    Ok(())
}

/// Either of the two ends it, at any time; what acted by it acts no more from the next request on.
///
/// # Errors
/// [`Error::NotFound`] for what is neither's; `not_waiting` when it has ended already.
pub(super) async fn end(work: &mut Work, me: &[ClientId], id: Uuid) -> Result<(), Error> {
    let row = store::one(work, id).await?.ok_or(Error::NotFound)?;
    let by = if me.contains(&ClientId(row.client_id)) {
        "client"
    } else if row.invited_id.is_some_and(|invited| me.contains(&ClientId(invited))) {
        "invited"
    } else {
        return Err(Error::NotFound);
    };
    if !store::ended(work, id, by).await? {
        return Err(Error::State("not_waiting"));
    }
    work.object("invitation", id);
    work.touched(&[Some(row.client_id), row.invited_id].into_iter().flatten().map(ClientId).collect::<Vec<_>>());
    let data = serde_json::json!({ "by": by });
    work.emit(NewEvent::new("mandate.invitation.ended", "invitation", id).client(row.client_id).data(data)).await?;
    Ok(())
}

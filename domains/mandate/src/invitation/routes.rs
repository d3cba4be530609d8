use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::Months;
use kernel::hetu::Hetu;
use kernel::{ClientId, Problem};
use trust::{Answer, ClientSession, IdemJson, Json};
use uuid::Uuid;

use super::model::{InvitationGroup, InvitationMade, InvitationReceived, InvitationSent, Invitations, NewInvitation};
use super::{act, blinds, store};
use crate::national::hetu_of;
use crate::{Error, Mandate, actions};

/// The keyed hashes of my own code; none when I have no code.
async fn my_blinds(session: &ClientSession, me: &[ClientId]) -> Result<Vec<Vec<u8>>, Error> {
    let gate = session.gate();
    let job = gate.job("mandate.invitation.mine", "own", Some(session.subject()));
    Ok(hetu_of(&job, me).await?.map(|hetu| blinds(gate.keys(), &hetu)).unwrap_or_default())
}

/// Whom I have invited, and who has invited me.
#[utoipa::path(get, path = "/api/v1/client/invitations", tag = "own", operation_id = "own_invitations",
    responses((status = 200, body = Invitations), (status = 401, body = Problem)), extensions(("x-action" = json!("mandate.invitation.list"))))]
pub(crate) async fn list(session: ClientSession, State(room): State<Mandate>) -> Result<Json<Invitations>, Problem> {
    let me = session.oneself();
    let own = me.open(&actions::INVITATIONS).await?;
    let (reader, today) = (own.reader(), own.today());
    let set = room.rules.mandates.on(today);
    let sent = store::made_by(reader, own.clients()).await.map_err(Error::from)?.into_iter().map(|row| sent(row, today)).collect();
    let mut rows = store::waiting_for(reader, &my_blinds(&me, own.clients()).await?, today).await.map_err(Error::from)?;
    rows.extend(store::accepted_by(reader, own.clients(), today).await.map_err(Error::from)?);
    let mut received = Vec::with_capacity(rows.len());
    for row in rows {
        // Who invites is told to whom they invite.
        let name = people::own_name(&own, ClientId(row.client_id)).await.map_err(Error::from)?.unwrap_or_default().0;
        let groups = row.groups();
        received.push(InvitationReceived {
            id: row.id,
            name,
            groups,
            valid_until: row.valid_until,
            state: row.state,
            made_at: row.made_at,
        });
    }
    let card = people::card::card(&own, own.client()).await.map_err(Error::from)?;
    let groups = set.body.groups_by("invitation").map(|g| InvitationGroup { code: g.code.clone(), label: g.label.clone() }).collect();
    Ok(Json(Invitations {
        sent,
        received,
        groups,
        longest: today.checked_add_months(Months::new(set.body.invitation.longest_months)).unwrap_or(today),
        about: set.body.invitation.about.clone(),
        close_ones: people::close_one::names(&own).await.map_err(Error::from)?,
        can_invite: card.and_then(|card| card.age).is_some_and(|age| age >= people::custody::OF_AGE),
    }))
}

fn sent(row: store::Row, today: chrono::NaiveDate) -> InvitationSent {
    let over = row.open() && row.valid_until < today;
    InvitationSent {
        id: row.id,
        groups: row.groups(),
        can_end: row.open() && !over,
        name: row.invited_name,
        valid_until: row.valid_until,
        state: if over { "over".to_owned() } else { row.state },
        made_at: row.made_at,
        answered_at: row.answered_at,
        ended_at: row.ended_at,
        ended_by: row.ended_side,
    }
}

/// Invites a close person.
#[utoipa::path(post, path = "/api/v1/client/invitations", tag = "own", operation_id = "invite", params(("Idempotency-Key" = Option<String>, Header)),
    request_body = NewInvitation,
    responses((status = 201, body = InvitationMade), (status = 401, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("mandate.invitation.make"))))]
pub(crate) async fn make(session: ClientSession, State(room): State<Mandate>, body: IdemJson<NewInvitation>) -> Result<Answer, Problem> {
    let me = session.oneself();
    let change = me.change(&actions::INVITE).await?;
    if let Some(answer) = body.replay(me.subject()).await? {
        return Ok(answer);
    }
    let mut work = change.begin().await?;
    let made = InvitationMade { id: act::invite(&mut work, &room.rules, change.own().clients(), &body.value).await? };
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    tell(&session, &body.value).await?;
    Answer::created(&made)
}

/// The log of the invited tells it too. A line of its own: in the line of the one who invites, nothing may tell that there is such a client.
async fn tell(session: &ClientSession, new: &NewInvitation) -> Result<(), Error> {
    let Ok(hetu) = Hetu::parse(&new.hetu) else { return Ok(()) };
    let job = session.gate().job("mandate.invitation.arrived", "own", None);
    let invited = people::population::find(job.reader(), session.gate().keys(), &hetu).await?;
    let work = job.begin().await?;
    work.touched(&invited.into_iter().collect::<Vec<_>>());
    Ok(work.commit().await?)
}

async fn answered(session: ClientSession, id: Uuid, accept: bool) -> Result<StatusCode, Problem> {
    let me = session.oneself();
    let change = me.change(if accept { &actions::ACCEPT } else { &actions::DECLINE }).await?;
    let blinds = my_blinds(&me, change.own().clients()).await?;
    let mut work = change.begin().await?;
    act::answer(&mut work, me.client(), &blinds, id, accept).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Accepts an invitation to me.
#[utoipa::path(post, path = "/api/v1/client/invitations/{id}/accept", tag = "own", operation_id = "accept_invitation", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)),
    extensions(("x-action" = json!("mandate.invitation.accept"))))]
pub(crate) async fn accept(session: ClientSession, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    answered(session, id, true).await
}

/// Declines an invitation to me.
#[utoipa::path(post, path = "/api/v1/client/invitations/{id}/decline", tag = "own", operation_id = "decline_invitation", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)),
    extensions(("x-action" = json!("mandate.invitation.decline"))))]
pub(crate) async fn decline(session: ClientSession, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    answered(session, id, false).await
}

/// Ends an invitation, mine or to me.
#[utoipa::path(post, path = "/api/v1/client/invitations/{id}/end", tag = "own", operation_id = "end_invitation", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)),
    extensions(("x-action" = json!("mandate.invitation.end"))))]
pub(crate) async fn end(session: ClientSession, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    let me = session.oneself();
    let change = me.change(&actions::END).await?;
    let mut work = change.begin().await?;
    act::end(&mut work, change.own().clients(), id).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

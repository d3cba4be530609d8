//! A matter several clients share: who joins and who leaves. Each client's view holds only what is theirs.

use ::store::sql;
use axum::extract::{Path, State};
use kernel::{ClientId, Problem};
use serde::Deserialize;
use trust::relation::{end_for, tie};
use trust::{IfMatch, Json, StaffSession, Versioned};
use uuid::Uuid;

use super::change::{Changing, required};
use super::take::matter_tie;
use super::view::MatterView;
use super::{NewStep, SenderKind, event, save, step};
use crate::{Care, Error, actions};

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct Join {
    pub client_id: Uuid,
    /// Why the client is in the matter; in its feed.
    pub reason: String,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct Leave {
    /// Why the client is in the matter no more; in its feed.
    pub reason: String,
}

/// A client joins the matter: its team, handler and sender are tied to them as to the others.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/clients", tag = "care", extensions(("x-action" = json!("care.matter.join"))),
    params(("id" = Uuid, Path)), request_body = Join, responses((status = 200, body = MatterView), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn join(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(input): Json<Join>,
) -> Result<Versioned<MatterView>, Problem> {
    let client = ClientId(input.client_id);
    // Whoever joins must be one whose matter this professional could put on its way.
    session.open(client, &actions::JOIN_CLIENT).await?;
    let mut c = Changing::begin(&session, &care, id, seen, &actions::JOIN).await?;
    let reason = required("/reason", &input.reason)?;
    c.matter.join(client).map_err(Error::Refused)?;
    let text = "INSERT INTO matter_client (matter_id, client_id, main, joined_at) VALUES ($1, $2, $3, $4) \
                ON CONFLICT (matter_id, client_id) DO UPDATE SET left_at = NULL, joined_at = excluded.joined_at";
    sql::exec(&c.work, text, [id.into(), client.0.into(), false.into(), c.work.at().into()]).await.map_err(Error::from)?;
    let mut ties = vec![matter_tie(&c.work, &c.matter, client, "team", None, Some(c.matter.team_id))];
    if let Some(handler) = c.matter.handler_id {
        ties.push(matter_tie(&c.work, &c.matter, client, "handler", Some(handler), None));
    }
    if c.matter.sender_kind == SenderKind::Staff {
        ties.push(matter_tie(&c.work, &c.matter, client, "sender", Some(c.matter.sender_id), None));
    }
    tie(&c.work, &ties).await.map_err(Error::from)?;
    documents::join(&c.work, id, client).await?;
    c.work.touched(&[client]);
    save(&c.work, &mut c.matter).await?;
    step(&c.work, id, NewStep::new("joined").reason(reason).about(client.0)).await?;
    c.work.emit(event("care.matter.joined", &c.matter).client(client.0)).await.map_err(Error::from)?;
    c.finish(&care).await
}

/// A client leaves the matter: nothing new comes to them, what was finished stays theirs.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/clients/{client_id}/leave", tag = "care", extensions(("x-action" = json!("care.matter.leave"))),
    params(("id" = Uuid, Path), ("client_id" = Uuid, Path)), request_body = Leave, responses((status = 200, body = MatterView), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn leave(
    session: StaffSession,
    State(care): State<Care>,
    Path((id, client_id)): Path<(Uuid, Uuid)>,
    seen: IfMatch,
    Json(input): Json<Leave>,
) -> Result<Versioned<MatterView>, Problem> {
    let client = ClientId(client_id);
    let mut c = Changing::begin(&session, &care, id, seen, &actions::LEAVE).await?;
    let reason = required("/reason", &input.reason)?;
    if in_midst(&c.work, id, client).await? {
        return Err(Problem::state_refused("decision_unsent"));
    }
    c.matter.leave(client).map_err(Error::Refused)?;
    let text = "UPDATE matter_client SET left_at = $1, main = $2 WHERE matter_id = $3 AND client_id = $4";
    sql::exec(&c.work, text, [c.work.at().into(), false.into(), id.into(), client.0.into()]).await.map_err(Error::from)?;
    // The one who joined first is the main client from now on, when the main one left.
    if let Some(main) = c.matter.clients.first() {
        let text = "UPDATE matter_client SET main = $1 WHERE matter_id = $2 AND client_id = $3";
        sql::exec(&c.work, text, [true.into(), id.into(), main.0.into()]).await.map_err(Error::from)?;
    }
    end_for(&c.work, id, client).await.map_err(Error::from)?;
    documents::leave(&c.work, id, client).await?;
    save(&c.work, &mut c.matter).await?;
    step(&c.work, id, NewStep::new("left").reason(reason).about(client.0)).await?;
    c.work.emit(event("care.matter.left", &c.matter).client(client.0)).await.map_err(Error::from)?;
    c.finish(&care).await
}

/// Whether a decision on a client is on its way, or a request for review waits: they do not leave in the midst of it.
async fn in_midst(work: &trust::Work, matter: Uuid, client: ClientId) -> Result<bool, Error> {
    let text = "SELECT 1 AS one FROM decision WHERE matter_id = $1 AND client_id = $2 AND state IN ('draft', 'decided') \
                UNION ALL SELECT 1 AS one FROM review_request WHERE matter_id = $1 AND client_id = $2 AND state IN ('received', 'taken') LIMIT 1";
    Ok(!sql::rows(work, text, [matter.into(), client.0.into()]).await?.is_empty())
}

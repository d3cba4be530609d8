//! Take back what was just done to a matter, where the law lets: a matter taken from the queue, handed over, moved or returned
//! by mistake goes back as it was, within some minutes, by whoever did it, if nobody has acted on the matter since. What was
//! decided, sent or closed is never taken back here: a decision is changed by another decision (434/2003 50 § [memory]), a
//! closed matter is reopened with a reason.

use ::store::sql;
use axum::extract::{Path, State};
use chrono::{DateTime, Duration, Utc};
use kernel::Problem;
use rules::Lane;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde::{Deserialize, Serialize};
use trust::relation::end;
use trust::{IfMatch, StaffSession, Versioned, Work};
use uuid::Uuid;

use super::change::Changing;
use super::hand_over::move_team;
use super::take::tie_handler;
use super::view::MatterView;
use super::{Matter, MatterState, NewStep, event, save, step};
use crate::{Care, Error, actions};

/// How long a mistake can be taken back, in minutes: long enough to notice it, too short for others to have built on it.
pub const MINUTES: i64 = 10;

/// How a matter stood before what was done to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Before {
    team_id: Uuid,
    handler_id: Option<Uuid>,
    lane: Lane,
    lane_since: DateTime<Utc>,
}

impl From<&Matter> for Before {
    fn from(m: &Matter) -> Self {
        Self { team_id: m.team_id, handler_id: m.handler_id, lane: m.lane, lane_since: m.lane_since }
    }
}

/// What the viewer can take back now.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = MatterUndo)]
pub struct Undo {
    /// taken | handed_over | moved | returned
    pub action: String,
    pub until: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Row {
    action: String,
    actor_id: Uuid,
    done_at: DateTime<Utc>,
    until_at: DateTime<Utc>,
    version_after: i32,
    before: serde_json::Value,
}

/// Keeps what is needed to take the step back; `matter` is as saved after it.
pub async fn remember(work: &Work, matter: &Matter, action: &'static str, before: &Before) -> Result<(), Error> {
    let Some(actor) = work.actor_id() else { return Ok(()) };
    let text = "INSERT INTO undoable (matter_id, action, actor_id, done_at, until_at, version_after, before) VALUES ($1, $2, $3, $4, $5, $6, $7) \
                ON CONFLICT (matter_id) DO UPDATE SET action = excluded.action, actor_id = excluded.actor_id, done_at = excluded.done_at, \
                until_at = excluded.until_at, version_after = excluded.version_after, before = excluded.before";
    let values = [
        matter.id.into(),
        action.into(),
        actor.into(),
        work.at().into(),
        (work.at() + Duration::minutes(MINUTES)).into(),
        matter.version.into(),
        serde_json::to_value(before).unwrap_or_default().into(),
    ];
    sql::exec(work, text, values).await?;
    Ok(())
}

async fn row(conn: &impl ConnectionTrait, matter: Uuid) -> Result<Option<Row>, DbErr> {
    let text = "SELECT action, actor_id, done_at, until_at, version_after, before FROM undoable WHERE matter_id = $1";
    sql::one(conn, text, [matter.into()]).await
}

/// Whether anybody has done anything to the matter since: a line of its feed, or a message of the client.
async fn acted_since(conn: &impl ConnectionTrait, matter: Uuid, since: DateTime<Utc>) -> Result<bool, DbErr> {
    let text = "SELECT 1 AS one FROM matter_step WHERE matter_id = $1 AND at > $2 \
                UNION ALL SELECT 1 AS one FROM message WHERE matter_id = $1 AND sent_at > $2 LIMIT 1";
    Ok(!sql::rows(conn, text, [matter.into(), since.into()]).await?.is_empty())
}

fn refusal(row: &Row, matter: &Matter, by: Uuid, at: DateTime<Utc>) -> Option<&'static str> {
    if row.actor_id != by {
        return Some("nothing_to_undo");
    }
    if matter.version != row.version_after {
        return Some("acted_since");
    }
    (row.until_at <= at).then_some("undo_too_late")
}

/// What this professional can take back of a matter that their proof has reached.
pub async fn offered(conn: &impl ConnectionTrait, matter: &Matter, by: Uuid, at: DateTime<Utc>) -> Result<Option<Undo>, DbErr> {
    let Some(row) = row(conn, matter.id).await? else { return Ok(None) };
    if refusal(&row, matter, by, at).is_some() || acted_since(conn, matter.id, row.done_at).await? {
        return Ok(None);
    }
    Ok(Some(Undo { action: row.action, until: row.until_at }))
}

/// Takes back the last step of a held matter.
///
/// # Errors
/// `nothing_to_undo`, `undo_too_late`, `acted_since`.
pub async fn apply(c: &mut Changing) -> Result<(), Problem> {
    let row = row(&c.work, c.matter.id).await.map_err(Error::from)?.ok_or(Error::Refused("nothing_to_undo"))?;
    if let Some(reason) = refusal(&row, &c.matter, c.staff.id, c.work.at()) {
        return Err(Problem::state_refused(reason));
    }
    if acted_since(&c.work, c.matter.id, row.done_at).await.map_err(Error::from)? {
        return Err(Problem::state_refused("acted_since"));
    }
    let before: Before = serde_json::from_value(row.before).map_err(|_| Problem::internal())?;
    let (now_team, now_handler) = (c.matter.team_id, c.matter.handler_id);
    c.matter.state = MatterState::Open;
    c.matter.team_id = before.team_id;
    c.matter.handler_id = before.handler_id;
    c.matter.lane = before.lane;
    c.matter.lane_since = before.lane_since;
    if now_handler != before.handler_id {
        end(&c.work, c.matter.id, Some("handler")).await.map_err(Error::from)?;
        if let Some(handler) = before.handler_id {
            tie_handler(&c.work, &c.matter, handler).await?;
        }
    }
    if now_team != before.team_id {
        move_team(&c.work, &c.matter).await?;
        let left = event("care.matter.left_team", &c.matter).team(now_team).data(serde_json::json!({ "handler_id": now_handler }));
        c.work.emit(left).await.map_err(Error::from)?;
    }
    crate::stay::take_back(&c.work, c.matter.id, row.done_at).await?;
    save(&c.work, &mut c.matter).await?;
    sql::exec(&c.work, "DELETE FROM undoable WHERE matter_id = $1", [c.matter.id.into()]).await.map_err(Error::from)?;
    step(&c.work, c.matter.id, NewStep::new("undone").from_to(row.action, None)).await?;
    c.work.emit(event("care.matter.undone", &c.matter)).await.map_err(Error::from)?;
    Ok(())
}

/// Takes back what one just did to the matter.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/undo", tag = "care", extensions(("x-action" = json!("care.matter.undo"))),
    params(("id" = Uuid, Path)), responses((status = 200, body = MatterView), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn undo(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<Versioned<MatterView>, Problem> {
    let mut c = Changing::begin(&session, &care, id, seen, &actions::UNDO).await?;
    apply(&mut c).await?;
    c.finish(&care).await
}

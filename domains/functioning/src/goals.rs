//! Goals in the client's own words, and how each is going (E16). They are the client's own: nobody else writes them, and a professional who
//! opens the client reads them beside what was measured.

use axum::extract::Path;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use kernel::{ClientId, Problem, codes};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::{NewEvent, sql};
use trust::{Answer, ClientSession, IdemJson, Json, StaffSession, Work};
use uuid::Uuid;

use crate::record::{ROW, own_scope};
use crate::score::MOST_TEXT;
use crate::{Error, actions};

codes! {
    /// How a goal is going, in the client's own estimate.
    GoalGoing { Farther => "farther", Same => "same", Closer => "closer" }
}

codes! {
    /// How a goal came to an end.
    GoalEnd { Reached => "reached", Left => "left" }
}

/// Goals that one person can have open at once; more is a list nobody follows.
const MOST_OPEN: usize = 10;
/// Told at once, the newest first.
const MOST: usize = 50;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OwnGoal {
    pub id: Uuid,
    pub words: String,
    pub set_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_how: Option<GoalEnd>,
    /// The newest first.
    pub follow_ups: Vec<GoalFollowUp>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct GoalFollowUp {
    pub at: DateTime<Utc>,
    pub going: GoalGoing,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOwnGoal {
    /// 3–4,000 characters.
    pub words: String,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGoalFollowUp {
    pub going: GoalGoing,
    #[serde(default)]
    pub words: Option<String>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGoalEnd {
    pub how: GoalEnd,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OwnGoalMade {
    pub id: Uuid,
}

#[derive(FromQueryResult)]
struct GoalRow {
    id: Uuid,
    words: String,
    set_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    ended_how: Option<String>,
}

#[derive(FromQueryResult)]
struct FollowRow {
    goal_id: Uuid,
    at: DateTime<Utc>,
    going: String,
    words: Option<String>,
}

/// The goals of a predicate over `g`, with how each has gone.
async fn told(conn: &impl ConnectionTrait, (whose, values): (String, Vec<Value>)) -> Result<Vec<OwnGoal>, DbErr> {
    let text = format!(
        "SELECT g.id, g.words, g.set_at, g.ended_at, g.ended_how FROM own_goal g WHERE {whose} \
         ORDER BY CASE WHEN g.ended_at IS NULL THEN 0 ELSE 1 END, g.id DESC LIMIT {MOST}"
    );
    let goals: Vec<GoalRow> = sql::all(conn, &text, values).await?;
    if goals.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT f.goal_id, f.at, f.going, f.words FROM own_goal_follow f WHERE f.goal_id IN ({}) ORDER BY f.id DESC",
        sql::params(1, goals.len())
    );
    let followed: Vec<FollowRow> = sql::all(conn, &text, goals.iter().map(|goal| Value::from(goal.id))).await?;
    let all = goals.into_iter().map(|goal| OwnGoal {
        follow_ups: followed
            .iter()
            .filter(|one| one.goal_id == goal.id)
            .filter_map(|one| Some(GoalFollowUp { at: one.at, going: GoalGoing::parse(&one.going)?, words: one.words.clone() }))
            .collect(),
        id: goal.id,
        words: goal.words,
        set_at: goal.set_at,
        ended_at: goal.ended_at,
        ended_how: goal.ended_how.as_deref().and_then(GoalEnd::parse),
    });
    Ok(all.collect())
}

fn words(path: &str, text: &str, least: usize) -> Result<String, Error> {
    let text = text.trim();
    match text.chars().count() {
        n if n < least => Err(Error::field(path, if n == 0 { "required" } else { "too_short" })),
        n if n > MOST_TEXT => Err(Error::field(path, "too_long")),
        _ => Ok(text.to_owned()),
    }
}

async fn tell(work: &mut Work, kind: &'static str, client: ClientId, goal: Uuid) -> Result<(), DbErr> {
    work.object("own_goal", goal);
    // The words stay in the row: an event names it and does not tell it.
    work.emit(NewEvent::new(kind, "own_goal", goal).client(client.0)).await
}

/// An open goal of the client's.
async fn held(work: &Work, clients: &[ClientId], id: Uuid) -> Result<(), Error> {
    #[derive(FromQueryResult)]
    struct Row {
        ended_at: Option<DateTime<Utc>>,
    }
    let text = format!("SELECT g.ended_at FROM own_goal g WHERE g.id = $1 AND g.client_id IN ({})", sql::params(2, clients.len()));
    let row: Option<Row> = sql::one(work, &text, std::iter::once(Value::from(id)).chain(clients.iter().map(|c| c.0.into()))).await?;
    match row {
        None => Err(Error::NotFound),
        Some(Row { ended_at: Some(_) }) => Err(Error::State("goal_ended")),
        Some(_) => Ok(()),
    }
}

/// The client's own goals.
#[utoipa::path(get, path = "/api/v1/client/goals", tag = "own", operation_id = "own_goals",
    responses((status = 200, body = Vec<OwnGoal>), (status = 401, body = Problem)), extensions(("x-action" = json!("functioning.goal.look"))))]
pub(crate) async fn look(session: ClientSession) -> Result<Json<Vec<OwnGoal>>, Problem> {
    let own = session.open(&actions::GOALS).await?;
    Ok(Json(told(own.reader(), own.clients_sql("g", 1)).await.map_err(Error::from)?))
}

/// Sets a goal.
#[utoipa::path(post, path = "/api/v1/client/goals", tag = "own", operation_id = "set_own_goal",
    params(("Idempotency-Key" = Option<String>, Header)), request_body = NewOwnGoal,
    responses((status = 201, body = OwnGoalMade), (status = 401, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("functioning.goal.set"))))]
pub(crate) async fn set(session: ClientSession, body: IdemJson<NewOwnGoal>) -> Result<Answer, Problem> {
    let change = session.change(&actions::GOAL_SET).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let own = change.own();
    let text = words("/words", &body.value.words, 3)?;
    let open =
        told(own.reader(), own.clients_sql("g", 1)).await.map_err(Error::from)?.iter().filter(|goal| goal.ended_at.is_none()).count();
    if open >= MOST_OPEN {
        return Err(Error::State("goals_many").into());
    }
    let mut work = change.begin().await?;
    let (id, scope) = (work.new_id(), own_scope(session.gate().controller()));
    let row: Vec<Value> = vec![
        id.into(),
        own.client().0.into(),
        scope.controller.into(),
        scope.register.code().into(),
        scope.service_task.code().into(),
        ROW.into(),
        text.into(),
        work.at().into(),
    ];
    let columns = ["id", "client_id", "controller", "register", "service_task", "catalogue_row", "words", "set_at"];
    sql::insert_many(&work, "own_goal", &columns, vec![row]).await.map_err(Error::from)?;
    tell(&mut work, "functioning.goal.set", own.client(), id).await.map_err(Error::from)?;
    let made = OwnGoalMade { id };
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// Says how a goal is going.
#[utoipa::path(post, path = "/api/v1/client/goals/{goal}/follow", tag = "own", operation_id = "follow_own_goal",
    params(("goal" = Uuid, Path)), request_body = NewGoalFollowUp,
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)),
    extensions(("x-action" = json!("functioning.goal.follow"))))]
pub(crate) async fn follow(
    session: ClientSession,
    Path(goal): Path<Uuid>,
    Json(input): Json<NewGoalFollowUp>,
) -> Result<StatusCode, Problem> {
    let change = session.change(&actions::GOAL_FOLLOW).await?;
    let own = change.own();
    let text = input.words.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(|text| words("/words", text, 1)).transpose()?;
    let mut work = change.begin().await?;
    held(&work, own.clients(), goal).await?;
    let scope = own_scope(session.gate().controller());
    let row: Vec<Value> = vec![
        work.new_id().into(),
        own.client().0.into(),
        scope.controller.into(),
        scope.register.code().into(),
        scope.service_task.code().into(),
        ROW.into(),
        goal.into(),
        input.going.code().into(),
        text.into(),
        work.at().into(),
    ];
    let columns = ["id", "client_id", "controller", "register", "service_task", "catalogue_row", "goal_id", "going", "words", "at"];
    sql::insert_many(&work, "own_goal_follow", &columns, vec![row]).await.map_err(Error::from)?;
    tell(&mut work, "functioning.goal.followed", own.client(), goal).await.map_err(Error::from)?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a goal: it was reached, or is let be.
#[utoipa::path(post, path = "/api/v1/client/goals/{goal}/end", tag = "own", operation_id = "end_own_goal", params(("goal" = Uuid, Path)),
    request_body = NewGoalEnd,
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)),
    extensions(("x-action" = json!("functioning.goal.end"))))]
pub(crate) async fn end(session: ClientSession, Path(goal): Path<Uuid>, Json(input): Json<NewGoalEnd>) -> Result<StatusCode, Problem> {
    let change = session.change(&actions::GOAL_END).await?;
    let own = change.own();
    let mut work = change.begin().await?;
    held(&work, own.clients(), goal).await?;
    let text = "UPDATE own_goal SET ended_at = $1, ended_how = $2 WHERE id = $3 AND ended_at IS NULL";
    let values: [Value; 3] = [work.at().into(), input.how.code().into(), goal.into()];
    if sql::exec(&work, text, values).await.map_err(Error::from)?.rows_affected() == 0 {
        return Err(Error::State("goal_ended").into());
    }
    tell(&mut work, "functioning.goal.ended", own.client(), goal).await.map_err(Error::from)?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The goals a client has set, for a professional who cares for them.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/goals", tag = "functioning", operation_id = "client_goals", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<OwnGoal>), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("functioning.staff.goals"))))]
pub(crate) async fn of_client(session: StaffSession, Path(id): Path<ClientId>) -> Result<Json<Vec<OwnGoal>>, Problem> {
    let opened = session.open(id, &actions::STAFF_GOALS).await?;
    if !opened.scopes().opens(ROW) {
        return Ok(Json(Vec::new()));
    }
    let (whose, values) = opened.clients_sql("g", 1);
    let items = opened.scopes().items_sql("g");
    Ok(Json(told(opened.reader(), (format!("{whose}{items}"), values)).await.map_err(Error::from)?))
}

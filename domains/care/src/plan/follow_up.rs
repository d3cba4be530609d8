//! Look at a goal of a plan together and record how it stands (SHL 39 § [memory]: the plan is followed and revised). The plan's
//! document stays as it was agreed; the follow-ups tell what came of it.

use axum::extract::Path;
use axum::http::StatusCode;
use chrono::NaiveDate;
use kernel::{ClientId, Problem, Register, ServiceTask};
use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use store::{NewEvent, sql};
use trust::{Answer, IdemJson, StaffSession};
use uuid::Uuid;

use crate::matter::store::unknown;
use crate::{Error, actions, thing};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GoalStatus {
    InProgress,
    Reached,
    GivenUp,
}

impl GoalStatus {
    pub const fn code(self) -> &'static str {
        match self {
            Self::InProgress => "in_progress",
            Self::Reached => "reached",
            Self::GivenUp => "given_up",
        }
    }
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct FollowUp {
    pub status: GoalStatus,
    /// Per cent, 0–100, as the client and the worker see it.
    pub progress: Option<i32>,
    pub note: Option<String>,
    /// The day it was looked at; today when absent.
    pub on: Option<NaiveDate>,
}

#[derive(FromQueryResult)]
struct Row {
    plan_id: Uuid,
    client_id: Uuid,
    controller: Uuid,
    register: String,
    service_task: String,
    matter_id: Option<Uuid>,
    valid_from: NaiveDate,
}

/// Records how a goal of the client's plan in force stands.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/goals/{goal_id}/follow-ups", tag = "care", extensions(("x-action" = json!("care.goal.follow_up"))),
    params(("id" = Uuid, Path), ("goal_id" = Uuid, Path)), request_body = FollowUp,
    responses((status = 201, description = "Recorded"), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn follow_up(
    session: StaffSession,
    Path((client, goal)): Path<(Uuid, Uuid)>,
    body: IdemJson<FollowUp>,
) -> Result<Answer, Problem> {
    let change = session.change(&[ClientId(client)], &actions::GOAL_FOLLOW_UP).await?;
    change.unrestricted(&[goal]).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let input = &body.value;
    if input.progress.is_some_and(|p| !(0..=100).contains(&p)) {
        return Err(Problem::invalid_field("/progress", "not_in_range"));
    }
    let note = thing::optional("/note", input.note.as_deref(), 2_000)?;
    let mut work = change.begin().await?;
    let opened = change.client()?;
    let (clients, values) = opened.clients_sql("p", 2);
    let text = format!(
        "SELECT p.id AS plan_id, p.client_id, p.controller, p.register, p.service_task, p.matter_id, p.valid_from FROM plan_goal g \
         JOIN plan p ON p.id = g.plan_id WHERE g.id = $1 AND {clients} AND {} AND p.state = 'active'",
        opened.scopes().sql("p")
    );
    let row: Option<Row> = sql::one(&work, &text, std::iter::once(Value::from(goal)).chain(values)).await.map_err(Error::from)?;
    let row = row.ok_or_else(Problem::not_found)?;
    let on = input.on.unwrap_or(work.today());
    if on > work.today() {
        return Err(Problem::invalid_field("/on", "in_future"));
    }
    if on < row.valid_from {
        return Err(Problem::invalid_field("/on", "before_plan"));
    }
    let scope = kernel::Scope {
        controller: row.controller,
        register: Register::parse(&row.register).ok_or_else(|| Error::Db(unknown("plan.register")))?,
        service_task: ServiceTask::parse(&row.service_task).ok_or_else(|| Error::Db(unknown("plan.service_task")))?,
        catalogue_row: 21,
    };
    let id = work.new_id();
    let mut values = thing::owned(id, ClientId(row.client_id), scope);
    values.extend([
        goal.into(),
        row.plan_id.into(),
        on.into(),
        input.status.code().into(),
        input.progress.into(),
        note.into(),
        session.subject().into(),
        work.at().into(),
    ]);
    let columns = ["goal_id", "plan_id", "followed_on", "status", "progress", "note", "author_id", "at"];
    thing::insert(&work, "goal_follow_up", &columns, vec![values]).await.map_err(Error::from)?;
    // The goal shows its newest follow-up.
    let text = "UPDATE plan_goal SET status = $1, progress = COALESCE($2, progress) WHERE id = $3 \
                AND NOT EXISTS (SELECT 1 FROM goal_follow_up f WHERE f.goal_id = $3 AND f.followed_on > $4)";
    sql::exec(&work, text, [input.status.code().into(), input.progress.into(), goal.into(), on.into()]).await.map_err(Error::from)?;
    work.object("goal_follow_up", id);
    let event = NewEvent::new("care.goal.followed", "plan", row.plan_id)
        .client(row.client_id)
        .data(serde_json::json!({ "matter_id": row.matter_id, "handler_id": session.subject() }));
    work.emit(event).await.map_err(Error::from)?;
    let answer = serde_json::json!({ "id": id });
    work.remember(&body, 201, &answer).await?;
    work.commit().await?;
    Answer::with(StatusCode::CREATED, &answer)
}

use axum::extract::{Path, State};
use kernel::Problem;
use trust::{Answer, IdemJson, IfMatch, Json, StaffSession, Versioned};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::change::{self, NewVersion, Restore, Withdraw};
use crate::check::{self, CheckText, Checked};
use crate::load::refresh;
use crate::read;
use crate::view::{RuleHistory, RuleKindView, RuleVersionText};
use crate::{RuleKeeping, actions};

pub fn routes() -> OpenApiRouter<RuleKeeping> {
    OpenApiRouter::new()
        .routes(routes!(kinds))
        .routes(routes!(kind))
        .routes(routes!(version))
        .routes(routes!(check_text))
        .routes(routes!(put))
        .routes(routes!(restore))
        .routes(routes!(withdraw))
}

#[utoipa::path(get, path = "/api/v1/staff/rules", tag = "rules", extensions(("x-action" = json!("rules.look"))),
    responses((status = 200, body = Vec<RuleKindView>), (status = 401, body = Problem)))]
async fn kinds(session: StaffSession) -> Result<Json<Vec<RuleKindView>>, Problem> {
    let gate = session.gate();
    Ok(Json(read::overview(&gate.db().reference(), gate.ctx().now()).await?))
}

#[utoipa::path(get, path = "/api/v1/staff/rules/{kind}", tag = "rules", extensions(("x-action" = json!("rules.look"))),
    params(("kind" = String, Path, description = "As `GET /api/v1/staff/rules` names it")),
    responses((status = 200, body = RuleHistory, description = "The versions, newest first; ETag is the revision for If-Match"), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn kind(session: StaffSession, Path(kind): Path<String>) -> Result<Versioned<RuleHistory>, Problem> {
    let gate = session.gate();
    let mut history = read::history(&gate.db().reference(), &kind, gate.ctx().now()).await?;
    history.may_change = session.allows(&actions::PUT);
    history.may_try = session.allows(&actions::CHECK);
    Ok(Versioned(history.revision, history))
}

#[utoipa::path(get, path = "/api/v1/staff/rules/{kind}/versions/{version}", tag = "rules", extensions(("x-action" = json!("rules.look"))),
    params(("kind" = String, Path), ("version" = String, Path, description = "As results name it, e.g. 1.2")),
    responses((status = 200, body = RuleVersionText), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn version(session: StaffSession, Path((kind, version)): Path<(String, String)>) -> Result<Json<RuleVersionText>, Problem> {
    let gate = session.gate();
    Ok(Json(read::text_of(&gate.db().reference(), &kind, Some(&version), gate.ctx().now()).await?))
}

#[utoipa::path(post, path = "/api/v1/staff/rules/{kind}/check", tag = "rules", extensions(("x-action" = json!("rules.check"))),
    params(("kind" = String, Path)), request_body = CheckText,
    responses((status = 200, body = Checked, description = "Every fault with its line and column"), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn check_text(session: StaffSession, Path(kind): Path<String>, Json(input): Json<CheckText>) -> Result<Json<Checked>, Problem> {
    session.may(&actions::CHECK)?;
    let gate = session.gate();
    Ok(Json(check::check(&gate.db().reference(), Some(&kind), &input, gate.ctx().now()).await?))
}

#[utoipa::path(post, path = "/api/v1/staff/rules/{kind}/versions", tag = "rules", extensions(("x-action" = json!("rules.put"))),
    params(("kind" = String, Path), ("If-Match" = String, Header, description = "The kind's revision the author began from"), ("Idempotency-Key" = Option<String>, Header)),
    request_body = NewVersion,
    responses((status = 201, body = RuleVersionText), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 412, body = Problem, description = "Someone put a version first: `current` has it"), (status = 422, body = Problem, description = "`rules_do_not_hold` with `faults`, or field errors"), (status = 428, body = Problem)))]
async fn put(
    session: StaffSession,
    State(room): State<RuleKeeping>,
    Path(kind): Path<String>,
    IfMatch(seen): IfMatch,
    body: IdemJson<NewVersion>,
) -> Result<Answer, Problem> {
    let change = session.change_reference(&actions::PUT)?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = change.begin().await?;
    let made = change::put(&work, &kind, seen, &body.value).await?;
    work.remember(&body, 201, &made).await?;
    work.object("rule_version", made.id);
    work.commit().await?;
    take_up(&session, &room).await;
    Ok(Answer::created(&made)?.version(made.revision))
}

#[utoipa::path(post, path = "/api/v1/staff/rules/{kind}/versions/{version}/restore", tag = "rules", extensions(("x-action" = json!("rules.restore"))),
    params(("kind" = String, Path), ("version" = String, Path), ("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    request_body = Restore,
    responses((status = 201, body = RuleVersionText), (status = 403, body = Problem), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn restore(
    session: StaffSession,
    State(room): State<RuleKeeping>,
    Path((kind, version)): Path<(String, String)>,
    IfMatch(seen): IfMatch,
    body: IdemJson<Restore>,
) -> Result<Answer, Problem> {
    let change = session.change_reference(&actions::RESTORE)?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = change.begin().await?;
    let made = change::restore(&work, &kind, &version, seen, &body.value).await?;
    work.remember(&body, 201, &made).await?;
    work.object("rule_version", made.id);
    work.commit().await?;
    take_up(&session, &room).await;
    Ok(Answer::created(&made)?.version(made.revision))
}

#[utoipa::path(post, path = "/api/v1/staff/rules/{kind}/versions/{version}/withdraw", tag = "rules", extensions(("x-action" = json!("rules.withdraw"))),
    params(("kind" = String, Path), ("version" = String, Path), ("If-Match" = String, Header)), request_body = Withdraw,
    responses((status = 200, body = RuleVersionText), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem, description = "It is or was in force: bring back another instead"), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn withdraw(
    session: StaffSession,
    State(room): State<RuleKeeping>,
    Path((kind, version)): Path<(String, String)>,
    IfMatch(seen): IfMatch,
    Json(input): Json<Withdraw>,
) -> Result<Versioned<RuleVersionText>, Problem> {
    let change = session.change_reference(&actions::WITHDRAW)?;
    let mut work = change.begin().await?;
    let gone = change::withdraw(&work, &kind, &version, seen, &input).await?;
    work.object("rule_version", gone.id);
    work.commit().await?;
    take_up(&session, &room).await;
    Ok(Versioned(gone.revision, gone))
}

/// This process uses the change at once; the others hear its event.
async fn take_up(session: &StaffSession, room: &RuleKeeping) {
    if let Err(error) = refresh(session.gate(), &room.live).await {
        tracing::error!(%error, "the rules could not be read anew; the next event or turn does it");
    }
}

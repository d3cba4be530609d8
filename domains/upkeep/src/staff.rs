//! The staff directory over HTTP. Each change answers with the professional as they are now.

use axum::extract::Path;
use axum::http::StatusCode;
use care::moving::{self, Left, Moved};
use chrono::NaiveDate;
use kernel::Problem;
use people::own_identity::SetOwnIdentity;
use people::staffing::{
    self, Amend, Employ, EndEmployment, EndRange, GivePower, GiveRole, HistoryLine, JoinTeam, StaffFilter, StaffRow, StaffView,
};
use people::{Absence, NewAbsence};
use serde::{Deserialize, Serialize};
use trust::{Action, Answer, IdemJson, IfMatch, Json, Query, StaffSession, Versioned, Work, known};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::{Upkeep, actions, failed, look};

pub fn routes() -> OpenApiRouter<Upkeep> {
    OpenApiRouter::new()
        .routes(routes!(list, employ))
        .routes(routes!(one, amend))
        .routes(routes!(left))
        .routes(routes!(end))
        .routes(routes!(reopen))
        .routes(routes!(hand_over))
        .routes(routes!(give_role))
        .routes(routes!(end_role))
        .routes(routes!(give_power))
        .routes(routes!(end_power))
        .routes(routes!(set_own_identity))
        .routes(routes!(join_team))
        .routes(routes!(leave_team))
        .routes(routes!(add_absence))
        .routes(routes!(end_absence))
}

/// The longest page.
const PAGE: usize = 200;

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StaffQuery {
    /// Any part of a name, a title, a unit, a log-in name or an address
    q: Option<String>,
    /// employed | coming | ended; all when absent
    state: Option<String>,
    role: Option<String>,
    unit_id: Option<Uuid>,
    team_id: Option<Uuid>,
    /// no_role | no_log_in | ends_soon | role_ends_soon | power_ends_soon
    note: Option<String>,
    /// How many to skip
    #[serde(default)]
    offset: usize,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct StaffPage {
    /// At most 200.
    rows: Vec<StaffRow>,
    /// How many there are in all.
    total: usize,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct StaffWhole {
    #[serde(flatten)]
    staff: StaffView,
    /// Who changed what, newest first.
    history: Vec<HistoryLine>,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct HandOverAll {
    /// A colleague who is in a team; when absent, the matters go to their teams' common queues and the rest stays.
    to_professional_id: Option<Uuid>,
    /// Stands in each matter's feed.
    reason: String,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct EndBody {
    /// The last day of work: yesterday at the earliest, which ends it at once.
    last_day: NaiveDate,
    /// Hands over what is open in the same change, at once.
    hand_over: Option<HandOverAll>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct HandedOver {
    staff: StaffView,
    moved: Moved,
}

#[utoipa::path(get, path = "/api/v1/staff/administration/professionals", tag = "upkeep", extensions(("x-action" = json!("upkeep.staff.list"))),
    params(StaffQuery), responses((status = 200, body = StaffPage), (status = 403, body = Problem)))]
async fn list(session: StaffSession, Query(query): Query<StaffQuery>) -> Result<Json<StaffPage>, Problem> {
    look(&session, &actions::STAFF_LIST)?;
    known("state", query.state.as_deref(), &["employed", "coming", "ended"])?;
    known("role", query.role.as_deref(), &rules::ROLES)?;
    known("note", query.note.as_deref(), people::staffing::NOTES)?;
    let gate = session.gate();
    let filter =
        StaffFilter { q: query.q, state: query.state, role: query.role, unit_id: query.unit_id, team_id: query.team_id, note: query.note };
    let found = staffing::list(&gate.db().reference(), &filter, gate.ctx().today()).await.map_err(failed)?;
    let total = found.len();
    Ok(Json(StaffPage { rows: found.into_iter().skip(query.offset).take(PAGE).collect(), total }))
}

#[utoipa::path(get, path = "/api/v1/staff/administration/professionals/{id}", tag = "upkeep", extensions(("x-action" = json!("upkeep.staff.look"))),
    params(("id" = Uuid, Path)), responses((status = 200, body = StaffWhole), (status = 404, body = Problem)))]
async fn one(session: StaffSession, Path(id): Path<Uuid>) -> Result<Versioned<StaffWhole>, Problem> {
    look(&session, &actions::STAFF_LOOK)?;
    let conn = session.gate().db().reference();
    let staff = view(&session, id).await?;
    let history = staffing::history(&conn, id).await.map_err(failed)?;
    Ok(Versioned(staff.version, StaffWhole { staff, history }))
}

/// What is open in this one's name.
#[utoipa::path(get, path = "/api/v1/staff/administration/professionals/{id}/left", tag = "upkeep", extensions(("x-action" = json!("upkeep.staff.left"))),
    params(("id" = Uuid, Path)), responses((status = 200, body = Left), (status = 403, body = Problem)))]
async fn left(session: StaffSession, Path(id): Path<Uuid>) -> Result<Json<Left>, Problem> {
    let listed = session.list(&actions::STAFF_LEFT)?;
    Ok(Json(moving::left_by(&listed, id).await?))
}

#[utoipa::path(post, path = "/api/v1/staff/administration/professionals", tag = "upkeep", extensions(("x-action" = json!("upkeep.staff.employ"))),
    params(("Idempotency-Key" = Option<String>, Header)), request_body = Employ,
    responses((status = 201, body = StaffView), (status = 403, body = Problem), (status = 422, body = Problem)))]
async fn employ(session: StaffSession, body: IdemJson<Employ>) -> Result<Answer, Problem> {
    let change = session.change_reference(&actions::STAFF_EMPLOY)?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = change.begin().await?;
    let id = staffing::employ(&work, &body.value).await?;
    work.object("professional", id);
    let made = staffing::find(&work, id, work.today()).await.map_err(failed)?.ok_or_else(Problem::not_found)?;
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Ok(Answer::created(&made)?.version(made.version))
}

/// A change begun, with the professional in its log line.
async fn begin(session: &StaffSession, action: &'static Action, id: Uuid) -> Result<Work, Problem> {
    let mut work = session.change_reference(action)?.begin().await?;
    work.object("professional", id);
    Ok(work)
}

async fn view(session: &StaffSession, id: Uuid) -> Result<StaffView, Problem> {
    let gate = session.gate();
    staffing::find(&gate.db().reference(), id, gate.ctx().today()).await.map_err(failed)?.ok_or_else(Problem::not_found)
}

async fn finish(session: &StaffSession, work: Work, id: Uuid) -> Result<Versioned<StaffView>, Problem> {
    work.commit().await?;
    let staff = view(session, id).await?;
    Ok(Versioned(staff.version, staff))
}

#[utoipa::path(patch, path = "/api/v1/staff/administration/professionals/{id}", tag = "upkeep", extensions(("x-action" = json!("upkeep.staff.amend"))),
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Amend,
    responses((status = 200, body = StaffView), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn amend(
    session: StaffSession,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(body): Json<Amend>,
) -> Result<Versioned<StaffView>, Problem> {
    let work = begin(&session, &actions::STAFF_AMEND, id).await?;
    staffing::amend(&work, id, seen.0, &body).await?;
    finish(&session, work, id).await
}

/// Ends the employment, and hands over what is open when asked to: one change.
#[utoipa::path(post, path = "/api/v1/staff/administration/professionals/{id}/end", tag = "upkeep", extensions(("x-action" = json!("upkeep.staff.end"))),
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = EndBody,
    responses((status = 200, body = HandedOver), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn end(
    session: StaffSession,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(body): Json<EndBody>,
) -> Result<Versioned<HandedOver>, Problem> {
    let work = begin(&session, &actions::STAFF_END, id).await?;
    staffing::end_employment(&work, id, seen.0, &EndEmployment { last_day: body.last_day }).await?;
    let moved = match &body.hand_over {
        Some(to) => moving::hand_over(&work, id, to.to_professional_id, &reason(to, "/hand_over/reason")?).await?,
        None => Moved::default(),
    };
    let Versioned(version, staff) = finish(&session, work, id).await?;
    Ok(Versioned(version, HandedOver { staff, moved }))
}

fn reason(body: &HandOverAll, path: &str) -> Result<String, Problem> {
    let reason = body.reason.trim();
    match reason.chars().count() {
        0 => Err(Problem::invalid_field(path, "required")),
        n if n > 500 => Err(Problem::invalid_field(path, "too_long")),
        _ => Ok(reason.to_owned()),
    }
}

#[utoipa::path(post, path = "/api/v1/staff/administration/professionals/{id}/reopen", tag = "upkeep", extensions(("x-action" = json!("upkeep.staff.reopen"))),
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = StaffView), (status = 409, body = Problem), (status = 412, body = Problem)))]
async fn reopen(session: StaffSession, Path(id): Path<Uuid>, seen: IfMatch) -> Result<Versioned<StaffView>, Problem> {
    let work = begin(&session, &actions::STAFF_REOPEN, id).await?;
    staffing::reopen(&work, id, seen.0).await?;
    finish(&session, work, id).await
}

/// Hands over everything open in this one's name, of one who stays or one who has ended.
#[utoipa::path(post, path = "/api/v1/staff/administration/professionals/{id}/hand-over", tag = "upkeep", extensions(("x-action" = json!("upkeep.staff.hand_over"))),
    params(("id" = Uuid, Path)), request_body = HandOverAll,
    responses((status = 200, body = Moved), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn hand_over(session: StaffSession, Path(id): Path<Uuid>, Json(body): Json<HandOverAll>) -> Result<Json<Moved>, Problem> {
    let work = begin(&session, &actions::STAFF_HAND_OVER, id).await?;
    staffing::find(&work, id, work.today()).await.map_err(failed)?.ok_or_else(Problem::not_found)?;
    let moved = moving::hand_over(&work, id, body.to_professional_id, &reason(&body, "/reason")?).await?;
    work.commit().await?;
    Ok(Json(moved))
}

#[utoipa::path(post, path = "/api/v1/staff/administration/professionals/{id}/roles", tag = "upkeep", extensions(("x-action" = json!("upkeep.role.give"))),
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = GiveRole,
    responses((status = 200, body = StaffView), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn give_role(
    session: StaffSession,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(body): Json<GiveRole>,
) -> Result<Versioned<StaffView>, Problem> {
    let work = begin(&session, &actions::ROLE_GIVE, id).await?;
    staffing::give_role(&work, id, seen.0, &body).await?;
    finish(&session, work, id).await
}

#[utoipa::path(post, path = "/api/v1/staff/administration/professionals/{id}/roles/{range}/end", tag = "upkeep", extensions(("x-action" = json!("upkeep.role.end"))),
    params(("id" = Uuid, Path), ("range" = Uuid, Path), ("If-Match" = String, Header)), request_body = EndRange,
    responses((status = 200, body = StaffView), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn end_role(
    session: StaffSession,
    Path((id, range)): Path<(Uuid, Uuid)>,
    seen: IfMatch,
    Json(body): Json<EndRange>,
) -> Result<Versioned<StaffView>, Problem> {
    let work = begin(&session, &actions::ROLE_END, id).await?;
    staffing::end_role(&work, id, seen.0, range, &body).await?;
    finish(&session, work, id).await
}

#[utoipa::path(post, path = "/api/v1/staff/administration/professionals/{id}/powers", tag = "upkeep", extensions(("x-action" = json!("upkeep.power.give"))),
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = GivePower,
    responses((status = 200, body = StaffView), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn give_power(
    session: StaffSession,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(body): Json<GivePower>,
) -> Result<Versioned<StaffView>, Problem> {
    let work = begin(&session, &actions::POWER_GIVE, id).await?;
    staffing::give_power(&work, id, seen.0, &body).await?;
    finish(&session, work, id).await
}

#[utoipa::path(post, path = "/api/v1/staff/administration/professionals/{id}/powers/{range}/end", tag = "upkeep", extensions(("x-action" = json!("upkeep.power.end"))),
    params(("id" = Uuid, Path), ("range" = Uuid, Path), ("If-Match" = String, Header)), request_body = EndRange,
    responses((status = 200, body = StaffView), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn end_power(
    session: StaffSession,
    Path((id, range)): Path<(Uuid, Uuid)>,
    seen: IfMatch,
    Json(body): Json<EndRange>,
) -> Result<Versioned<StaffView>, Problem> {
    let work = begin(&session, &actions::POWER_END, id).await?;
    staffing::end_power(&work, id, seen.0, range, &body).await?;
    finish(&session, work, id).await
}

/// Says who the professional is as a client, so that the watch over the log can judge looks at oneself, one's household and
/// neighbours; without a code, ends it.
#[utoipa::path(post, path = "/api/v1/staff/administration/professionals/{id}/own-identity", tag = "upkeep", extensions(("x-action" = json!("upkeep.staff.own_identity"))),
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = SetOwnIdentity,
    responses((status = 200, body = StaffView), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn set_own_identity(
    session: StaffSession,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(body): Json<SetOwnIdentity>,
) -> Result<Versioned<StaffView>, Problem> {
    let work = begin(&session, &actions::STAFF_OWN_IDENTITY, id).await?;
    people::own_identity::set(&work, id, seen.0, &body).await?;
    finish(&session, work, id).await
}

#[utoipa::path(post, path = "/api/v1/staff/administration/professionals/{id}/teams", tag = "upkeep", extensions(("x-action" = json!("upkeep.team.join"))),
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = JoinTeam,
    responses((status = 200, body = StaffView), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn join_team(
    session: StaffSession,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(body): Json<JoinTeam>,
) -> Result<Versioned<StaffView>, Problem> {
    let work = begin(&session, &actions::TEAM_JOIN, id).await?;
    staffing::join_team(&work, id, seen.0, &body).await?;
    finish(&session, work, id).await
}

#[utoipa::path(post, path = "/api/v1/staff/administration/professionals/{id}/teams/{range}/end", tag = "upkeep", extensions(("x-action" = json!("upkeep.team.leave"))),
    params(("id" = Uuid, Path), ("range" = Uuid, Path), ("If-Match" = String, Header)), request_body = EndRange,
    responses((status = 200, body = StaffView), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn leave_team(
    session: StaffSession,
    Path((id, range)): Path<(Uuid, Uuid)>,
    seen: IfMatch,
    Json(body): Json<EndRange>,
) -> Result<Versioned<StaffView>, Problem> {
    let work = begin(&session, &actions::TEAM_LEAVE, id).await?;
    staffing::leave_team(&work, id, seen.0, range, &body).await?;
    finish(&session, work, id).await
}

#[utoipa::path(post, path = "/api/v1/staff/administration/absences", tag = "upkeep", extensions(("x-action" = json!("upkeep.absence.add"))),
    params(("Idempotency-Key" = Option<String>, Header)), request_body = NewAbsence,
    responses((status = 201, body = Absence), (status = 403, body = Problem), (status = 422, body = Problem)))]
async fn add_absence(session: StaffSession, body: IdemJson<NewAbsence>) -> Result<Answer, Problem> {
    let change = session.change_reference(&actions::ABSENCE_ADD)?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = change.begin().await?;
    let added = staffing::add_absence(&work, &body.value).await?;
    work.object("absence", added.id);
    work.remember(&body, 201, &added).await?;
    work.commit().await?;
    Answer::created(&added)
}

#[utoipa::path(delete, path = "/api/v1/staff/administration/absences/{id}", tag = "upkeep", extensions(("x-action" = json!("upkeep.absence.end"))),
    params(("id" = Uuid, Path)), responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn end_absence(session: StaffSession, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    let mut work = session.change_reference(&actions::ABSENCE_END)?.begin().await?;
    work.object("absence", id);
    staffing::end_absence(&work, id).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

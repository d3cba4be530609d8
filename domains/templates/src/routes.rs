use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{ClientId, Problem};
use trust::{Answer, IdemJson, IfMatch, Json, Query, StaffSession};
use uuid::Uuid;

use crate::facts::Known;
use crate::model::{
    NewTemplatePlan, TemplateActsDue, TemplateActsQuery, TemplateAsked, TemplateChoices, TemplateChoicesQuery, TemplateEnding,
    TemplateList, TemplatePlan, TemplatePlanMade, TemplatePlanRows, TemplatePlansQuery, TemplatePreview, TemplateSettling,
};
use crate::{Error, Templates, act, actions, figures, list, make as making, of_client as client, preview as previewed};

/// The templates a client's plan can begin with, those made for such a client first.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/plan-templates", tag = "templates", operation_id = "plan_template_choices",
    params(("id" = Uuid, Path), TemplateChoicesQuery),
    responses((status = 200, body = TemplateChoices), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)), extensions(("x-action" = json!("templates.choice.look"))))]
pub(crate) async fn choices(
    session: StaffSession,
    State(room): State<Templates>,
    Path(id): Path<ClientId>,
    Query(query): Query<TemplateChoicesQuery>,
) -> Result<Json<TemplateChoices>, Problem> {
    let opened = session.open(id, &actions::CHOICES).await?;
    Ok(Json(previewed::choices(&room, &opened, query.team_id).await?))
}

/// A plan as it would be: dates, the variant, the remarks, and what is covered already. Nothing is kept.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/plan-templates/preview", tag = "templates", operation_id = "preview_plan_template",
    params(("id" = Uuid, Path)), request_body = TemplateAsked,
    responses((status = 200, body = TemplatePreview), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)), extensions(("x-action" = json!("templates.preview.look"))))]
pub(crate) async fn preview(
    session: StaffSession,
    State(room): State<Templates>,
    Path(id): Path<ClientId>,
    Json(asked): Json<TemplateAsked>,
) -> Result<Json<TemplatePreview>, Problem> {
    let opened = session.open(id, &actions::PREVIEW).await?;
    Ok(Json(previewed::preview(&room, &opened, &asked).await?))
}

/// Begins a plan from a template.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/plan-templates/plans", tag = "templates", operation_id = "make_plan_of_template",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = NewTemplatePlan,
    responses((status = 201, body = TemplatePlanMade), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)), extensions(("x-action" = json!("templates.plan.make"))))]
pub(crate) async fn make(
    session: StaffSession,
    State(room): State<Templates>,
    Path(id): Path<ClientId>,
    body: IdemJson<NewTemplatePlan>,
) -> Result<Answer, Problem> {
    let change = session.change(&[id], &actions::MAKE).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    if let Some(matter) = body.value.matter_id {
        let case = session.open_object("matter", matter, &actions::CLIENT).await?;
        if !case.clients().contains(&id) {
            return Err(Problem::invalid_field("/matter_id", "not_in_list"));
        }
    }
    // The client's variant is looked for by what one may see, as it was when the plan was looked at.
    let seen = session.open(id, &actions::PREVIEW).await?;
    let known = Known::of(&seen).await.map_err(Error::from)?;
    let mut work = change.begin().await?;
    let made = making::make(&mut work, &room, change.client()?, &known, &body.value).await?;
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// The client's plans of templates with their routine acts.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/plan-templates/plans", tag = "templates", operation_id = "client_template_plans",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<TemplatePlan>), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("templates.client.look"))))]
pub(crate) async fn of_client(
    session: StaffSession,
    State(room): State<Templates>,
    Path(id): Path<ClientId>,
) -> Result<Json<Vec<TemplatePlan>>, Problem> {
    let opened = session.open(id, &actions::CLIENT).await?;
    Ok(Json(client::of_client(&room, &opened).await.map_err(Error::from)?))
}

/// Settles a routine act: it was done, missed or left out; or it is open again.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/plan-templates/acts/{act}", tag = "templates", operation_id = "settle_template_act",
    params(("id" = Uuid, Path), ("act" = Uuid, Path), ("If-Match" = String, Header)), request_body = TemplateSettling,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("templates.act.settle"))))]
pub(crate) async fn settle(
    session: StaffSession,
    Path((id, one)): Path<(ClientId, Uuid)>,
    seen: IfMatch,
    Json(new): Json<TemplateSettling>,
) -> Result<StatusCode, Problem> {
    let change = session.change(&[id], &actions::SETTLE).await?;
    change.unrestricted(&[one]).await?;
    let mut work = change.begin().await?;
    act::settle(&mut work, change.client()?, (one, seen.0), &new).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a plan of a template.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/plan-templates/plans/{plan}/end", tag = "templates", operation_id = "end_template_plan",
    params(("id" = Uuid, Path), ("plan" = Uuid, Path), ("If-Match" = String, Header)), request_body = TemplateEnding,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("templates.plan.end"))))]
pub(crate) async fn end(
    session: StaffSession,
    Path((id, plan)): Path<(ClientId, Uuid)>,
    seen: IfMatch,
    Json(new): Json<TemplateEnding>,
) -> Result<StatusCode, Problem> {
    let change = session.change(&[id], &actions::END).await?;
    change.unrestricted(&[plan]).await?;
    let mut work = change.begin().await?;
    act::end(&mut work, change.client()?, (plan, seen.0), new.how).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One's own teams' routine acts whose day is near or has passed.
#[utoipa::path(get, path = "/api/v1/staff/plan-templates/acts", tag = "templates", operation_id = "template_acts_due", params(TemplateActsQuery),
    responses((status = 200, body = TemplateActsDue), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("templates.act.list"))))]
pub(crate) async fn due(
    session: StaffSession,
    State(room): State<Templates>,
    Query(query): Query<TemplateActsQuery>,
) -> Result<Json<TemplateActsDue>, Problem> {
    let listed = session.list(&actions::DUE)?;
    Ok(Json(list::due(&room, &listed, &query).await?))
}

/// How the versions of each template work in one's own teams.
#[utoipa::path(get, path = "/api/v1/staff/plan-templates", tag = "templates", operation_id = "plan_templates",
    responses((status = 200, body = TemplateList), (status = 403, body = Problem)), extensions(("x-action" = json!("templates.team.list"))))]
pub(crate) async fn team(session: StaffSession, State(room): State<Templates>) -> Result<Json<TemplateList>, Problem> {
    let listed = session.list(&actions::TEAM)?;
    let reach = listed.sql_of_clients("u", 2);
    let told = figures::list(&room, listed.reader(), listed.today(), &reach, false).await.map_err(Error::from)?;
    // Numbers; no client's data leave.
    listed.shown(&[]);
    Ok(Json(told))
}

/// How they work over the county. Nobody is named, and small numbers are not told.
#[utoipa::path(get, path = "/api/v1/staff/county-plan-templates", tag = "templates", operation_id = "county_plan_templates",
    responses((status = 200, body = TemplateList), (status = 403, body = Problem)), extensions(("x-action" = json!("templates.county.list"))))]
pub(crate) async fn county(session: StaffSession, State(room): State<Templates>) -> Result<Json<TemplateList>, Problem> {
    let surveyed = session.survey(&actions::COUNTY)?;
    let reach = ("1 = 1".to_owned(), Vec::new());
    let told = figures::list(&room, surveyed.reader(), surveyed.today(), &reach, true).await.map_err(Error::from)?;
    surveyed.shown(&[]);
    Ok(Json(told))
}

/// The plans of one's own teams that follow a version.
#[utoipa::path(get, path = "/api/v1/staff/plan-templates/plans", tag = "templates", operation_id = "template_plans", params(TemplatePlansQuery),
    responses((status = 200, body = TemplatePlanRows), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("templates.plan.list"))))]
pub(crate) async fn plans(
    session: StaffSession,
    State(room): State<Templates>,
    Query(query): Query<TemplatePlansQuery>,
) -> Result<Json<TemplatePlanRows>, Problem> {
    let listed = session.list(&actions::PLANS)?;
    Ok(Json(list::plans(&room, &listed, &query).await?))
}

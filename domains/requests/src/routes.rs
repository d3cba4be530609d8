use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{ClientId, Lang, Problem, Register};
use people::organisation::view as organisation;
use rules::Starting;
use serde::Deserialize;
use trust::{Answer, ClientSession, IdemJson, IfMatch, Json, Query, StaffSession};
use uuid::Uuid;

use crate::model::{
    Covered, CoveredQuery, NewCoverChoice, NewRequestStep, NewServiceRequest, OwnRequest, RequestForm, RequestKindSeen, RequestList,
    RequestParty, RequestQuery, ServiceRequest, ServiceRequestMade,
};
use crate::{Error, Requests, actions, cover, csv, list, make, own as of_own, step, view};

/// Most rows in one file; more is asked to be narrowed, never cut in silence.
const MOST: usize = 20_000;

/// One's teams' requests, received or sent. By POST: what is typed into the search may be a name.
#[utoipa::path(post, path = "/api/v1/staff/requests/search", tag = "requests", operation_id = "requests", request_body = RequestQuery,
    responses((status = 200, body = RequestList), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("requests.queue.list"))))]
pub(crate) async fn search(
    session: StaffSession,
    State(room): State<Requests>,
    Json(asked): Json<RequestQuery>,
) -> Result<Json<RequestList>, Problem> {
    let listed = session.list(&actions::LIST)?;
    Ok(Json(list::page(&room.rules, session.gate().keys(), &listed, &asked).await?))
}

#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportShape {
    /// Language of headings and words, Finnish when absent.
    #[param(inline)]
    pub lang: Option<Lang>,
}

/// The whole of what a search finds, as a table.
#[utoipa::path(post, path = "/api/v1/staff/requests/export.csv", tag = "requests", operation_id = "requests_export", params(ExportShape),
    request_body = RequestQuery,
    responses((status = 200, content_type = "text/csv", body = String), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("requests.queue.export"))))]
pub(crate) async fn export(
    session: StaffSession,
    State(room): State<Requests>,
    Query(shape): Query<ExportShape>,
    Json(asked): Json<RequestQuery>,
) -> Result<Response, Problem> {
    let listed = session.list(&actions::EXPORT)?;
    let asked = RequestQuery { after: None, ..asked };
    let rows = list::rows(&listed, session.gate().keys(), &asked, MOST + 1).await?;
    if rows.len() > MOST {
        return Err(Error::field("", "too_many_rows").into());
    }
    let clients: Vec<ClientId> = rows.iter().map(crate::row::Row::client).collect();
    let told = view::told(&room.rules, &listed, listed.staff(), rows).await.map_err(Error::from)?;
    listed.shown_as(&clients, "export", format!("csv rows={} side={}", told.len(), asked.side));
    let mut response = csv::table(&told, shape.lang.unwrap_or_default()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"requests.csv\""));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// What can be asked for, of whom, and why a request can be declined.
#[utoipa::path(get, path = "/api/v1/staff/requests/form", tag = "requests", operation_id = "request_form",
    responses((status = 200, body = RequestForm), (status = 401, body = Problem)), extensions(("x-action" = json!("requests.form.look"))))]
pub(crate) async fn form(session: StaffSession, State(room): State<Requests>) -> Result<Json<RequestForm>, Problem> {
    let today = session.gate().ctx().today();
    let rules = room.rules.now();
    let set = &rules.requests.on(today).body;
    let county = organisation(&session.gate().db().reference(), today).await.map_err(Error::from)?;
    let kinds = set.kinds.iter().filter(|one| one.holds_on(today)).map(|one| RequestKindSeen {
        code: one.code.clone(),
        class: one.class,
        name: one.name.clone(),
        needs: one.needs.clone(),
        answer_days: one.answer_days,
        do_days: one.do_days,
    });
    let teams = county.teams.iter().map(|team| RequestParty {
        id: team.id,
        name: team.name.clone(),
        register: Some(if team.service_task == "health" { Register::Patient } else { Register::Social }),
        own: session.staff().team_ids.contains(&team.id),
    });
    let without = county.units.iter().filter(|unit| unit.kind != "office" && !county.teams.iter().any(|team| team.unit_id == unit.id));
    let providers = without.map(|unit| RequestParty { id: unit.id, name: unit.name.clone(), register: None, own: false });
    let form =
        RequestForm { kinds: kinds.collect(), declines: set.declines.clone(), teams: teams.collect(), providers: providers.collect() };
    Ok(Json(form))
}

/// What is and was asked for one client.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/requests", tag = "requests", operation_id = "client_requests", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<ServiceRequest>), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("requests.client.look"))))]
pub(crate) async fn of_client(
    session: StaffSession,
    State(room): State<Requests>,
    Path(id): Path<ClientId>,
) -> Result<Json<Vec<ServiceRequest>>, Problem> {
    let opened = session.open(id, &actions::CLIENT).await?;
    Ok(Json(list::of_client(&room.rules, &opened).await?))
}

/// Asks another team or a provider for something.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/requests", tag = "requests", operation_id = "make_request",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = NewServiceRequest,
    responses((status = 201, body = ServiceRequestMade), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("requests.request.make"))))]
pub(crate) async fn make(
    session: StaffSession,
    State(room): State<Requests>,
    Path(id): Path<ClientId>,
    body: IdemJson<NewServiceRequest>,
) -> Result<Answer, Problem> {
    let change = session.change(&[id], &actions::MAKE).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let opened = change.client()?;
    let rules = room.rules.now();
    // What covers it is looked for by what the sender may see, which can be more than what they may write.
    let seen = session.open(id, &actions::COVERED).await?;
    let covered = cover::found(&rules, &room.sources, &seen, Starting::Request, &body.value.kind).await?;
    if let Some(matter) = body.value.matter_id {
        let case = session.open_object("matter", matter, &actions::CLIENT).await?;
        if !case.clients().contains(&id) {
            return Err(Problem::invalid_field("/matter_id", "not_in_list"));
        }
    }
    let mut work = change.begin().await?;
    let made = make::make(&mut work, &rules, opened, session.staff(), &body.value, &covered).await?;
    let answer = ServiceRequestMade { id: made };
    work.remember(&body, 201, &answer).await?;
    work.commit().await?;
    Answer::created(&answer)
}

/// One request with its history.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/requests/{request}", tag = "requests", operation_id = "client_request",
    params(("id" = Uuid, Path), ("request" = Uuid, Path)),
    responses((status = 200, body = ServiceRequest), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("requests.request.look"))))]
pub(crate) async fn look(
    session: StaffSession,
    State(room): State<Requests>,
    Path((id, request)): Path<(ClientId, Uuid)>,
) -> Result<Json<ServiceRequest>, Problem> {
    let opened = session.open(id, &actions::LOOK).await?;
    Ok(Json(list::one(&room.rules, &opened, request).await?))
}

/// Does a step: accepts, asks back, answers, declines, sends on, does, follows, withdraws.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/requests/{request}/step", tag = "requests", operation_id = "request_step",
    params(("id" = Uuid, Path), ("request" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewRequestStep,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("requests.request.act"))))]
pub(crate) async fn act(
    session: StaffSession,
    State(room): State<Requests>,
    Path((id, request)): Path<(ClientId, Uuid)>,
    seen: IfMatch,
    Json(new): Json<NewRequestStep>,
) -> Result<StatusCode, Problem> {
    let change = session.change(&[id], &actions::ACT).await?;
    change.unrestricted(&[request]).await?;
    if let Some((item, thing)) = new.result_item.zip(new.result_id) {
        let seen = session.open(id, &actions::COVERED).await?;
        if !cover::is_there(&room.sources, &seen, item, thing).await.map_err(Error::from)? {
            return Err(Problem::invalid_field("/result_id", "not_in_list"));
        }
    }
    let mut work = change.begin().await?;
    work.object("service_request", request);
    step::act(&mut work, &room.rules.now(), change.client()?, session.staff(), (request, seen.0), &new).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What covers something already, before it begins.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/covered/search", tag = "requests", operation_id = "covered",
    params(("id" = Uuid, Path)), request_body = CoveredQuery,
    responses((status = 200, body = Covered), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("requests.covered.look"))))]
pub(crate) async fn covered(
    session: StaffSession,
    State(room): State<Requests>,
    Path(id): Path<ClientId>,
    Json(asked): Json<CoveredQuery>,
) -> Result<Json<Covered>, Problem> {
    let opened = session.open(id, &actions::COVERED).await?;
    Ok(Json(cover::found(&room.rules, &room.sources, &opened, asked.starting, &asked.code).await?))
}

/// Keeps what was chosen when something covers it: what had been done is used, or it is begun all the same with a reason.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/covered", tag = "requests", operation_id = "covered_choose",
    params(("id" = Uuid, Path)), request_body = NewCoverChoice,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("requests.covered.choose"))))]
pub(crate) async fn choose(
    session: StaffSession,
    State(room): State<Requests>,
    Path(id): Path<ClientId>,
    Json(new): Json<NewCoverChoice>,
) -> Result<StatusCode, Problem> {
    let change = session.change(&[id], &actions::CHOOSE).await?;
    let seen = session.open(id, &actions::COVERED).await?;
    let covered = cover::found(&room.rules, &room.sources, &seen, new.starting, &new.code).await?;
    let choice = cover::checked(&new, &covered)?;
    let opened = change.client()?;
    let work = change.begin().await?;
    let (at, team) = make::choosing(&work, work.today(), session.staff(), opened).await?;
    cover::keep(&work, opened, session.staff(), at, team, choice).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What has been asked for oneself, and where it is now.
#[utoipa::path(get, path = "/api/v1/client/requests", tag = "own", operation_id = "own_requests",
    responses((status = 200, body = Vec<OwnRequest>), (status = 401, body = Problem)), extensions(("x-action" = json!("requests.own.look"))))]
pub(crate) async fn own(session: ClientSession, State(room): State<Requests>) -> Result<Json<Vec<OwnRequest>>, Problem> {
    let own = session.open(&actions::OWN).await?;
    Ok(Json(of_own::own(&room.rules, &own).await?))
}

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{ClientId, Lang, Problem};
use people::organisation::teams_on;
use requests::Covered;
use rules::Starting;
use serde::Deserialize;
use trust::{Answer, IdemJson, IfMatch, Json, Query, StaffSession};
use uuid::Uuid;

use crate::model::{
    ConsultForm, ConsultList, ConsultQuery, ConsultStep, ConsultTeam, ConsultUrgencySeen, Consultation, ConsultationMade, NewConsultStep,
    NewConsultation,
};
use crate::ties::Place;
use crate::{ConsultationRoom, Error, actions, ask as asking, csv, list, step, view};

/// Most rows in one file; more is asked to be narrowed, never cut in silence.
const MOST: usize = 20_000;

/// One's teams' consultations, asked or answered. By POST: what is typed into the search may be a name.
#[utoipa::path(post, path = "/api/v1/staff/consultations/search", tag = "consultation", operation_id = "consultations",
    request_body = ConsultQuery,
    responses((status = 200, body = ConsultList), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("consultation.queue.list"))))]
pub(crate) async fn search(
    session: StaffSession,
    State(room): State<ConsultationRoom>,
    Json(asked): Json<ConsultQuery>,
) -> Result<Json<ConsultList>, Problem> {
    let listed = session.list(&actions::LIST)?;
    Ok(Json(list::page(&room.rules.now(), session.gate().keys(), &listed, &asked).await?))
}

#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportShape {
    /// Language of headings and words, Finnish when absent.
    #[param(inline)]
    pub lang: Option<Lang>,
}

/// The whole of what a search finds, as a table.
#[utoipa::path(post, path = "/api/v1/staff/consultations/export.csv", tag = "consultation", operation_id = "consultations_export",
    params(ExportShape), request_body = ConsultQuery,
    responses((status = 200, content_type = "text/csv", body = String), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("consultation.queue.export"))))]
pub(crate) async fn export(
    session: StaffSession,
    State(room): State<ConsultationRoom>,
    Query(shape): Query<ExportShape>,
    Json(asked): Json<ConsultQuery>,
) -> Result<Response, Problem> {
    let listed = session.list(&actions::EXPORT)?;
    let asked = ConsultQuery { cursor: None, ..asked };
    let rules = room.rules.now();
    let rows = list::rows(&rules, &listed, session.gate().keys(), &asked, MOST + 1).await?;
    if rows.len() > MOST {
        return Err(Error::field("", "too_many_rows").into());
    }
    let clients: Vec<ClientId> = rows.iter().map(crate::row::Row::client).collect();
    let told = view::told(&rules, &listed, (listed.staff(), listed.at()), rows).await.map_err(Error::from)?;
    listed.shown_as(&clients, "export", format!("csv rows={} side={}", told.len(), asked.side));
    let mut response = csv::table(&told, shape.lang.unwrap_or_default()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"consultations.csv\""));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Of whom it can be asked, in what time it is answered, and why it can be declined.
#[utoipa::path(get, path = "/api/v1/staff/consultations/form", tag = "consultation", operation_id = "consultation_form",
    responses((status = 200, body = ConsultForm), (status = 401, body = Problem)),
    extensions(("x-action" = json!("consultation.form.look"))))]
pub(crate) async fn form(session: StaffSession, State(room): State<ConsultationRoom>) -> Result<Json<ConsultForm>, Problem> {
    let today = session.gate().ctx().today();
    let rules = room.rules.now();
    let set = rules.consultation.on(today);
    let all = teams_on(&session.gate().db().reference(), today).await.map_err(Error::from)?;
    let own = &session.staff().team_ids;
    let mut teams: Vec<ConsultTeam> = all
        .values()
        .filter_map(|team| {
            let place = Place::of(team).ok()?;
            Some(ConsultTeam { id: team.id, name: team.name.clone(), register: place.place.0, own: own.contains(&team.id) })
        })
        .collect();
    teams.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
    let urgencies = set.body.urgencies.iter().map(|one| ConsultUrgencySeen {
        code: one.code.clone(),
        name: one.name.clone(),
        unit: one.unit,
        amount: one.amount,
        law: one.law.clone(),
    });
    Ok(Json(ConsultForm { urgencies: urgencies.collect(), declines: set.body.declines.clone(), teams, rules_version: set.version.clone() }))
}

/// Those of one client.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/consultations", tag = "consultation", operation_id = "client_consultations",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<Consultation>), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("consultation.client.look"))))]
pub(crate) async fn of_client(
    session: StaffSession,
    State(room): State<ConsultationRoom>,
    Path(id): Path<ClientId>,
) -> Result<Json<Vec<Consultation>>, Problem> {
    let opened = session.open(id, &actions::CLIENT).await?;
    Ok(Json(list::of_client(&room.rules.now(), &opened).await?))
}

/// Asks a specialist team.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/consultations", tag = "consultation", operation_id = "ask_consultation",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = NewConsultation,
    responses((status = 201, body = ConsultationMade), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("consultation.thread.ask"))))]
pub(crate) async fn ask(
    session: StaffSession,
    State(room): State<ConsultationRoom>,
    Path(id): Path<ClientId>,
    body: IdemJson<NewConsultation>,
) -> Result<Answer, Problem> {
    let change = session.change(&[id], &actions::ASK).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let opened = change.client()?;
    let mut work = change.begin().await?;
    let made = asking::ask(&mut work, &room.rules.now(), opened, session.staff(), &body.value).await?;
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// One with its thread.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/consultations/{consultation}", tag = "consultation",
    operation_id = "client_consultation", params(("id" = Uuid, Path), ("consultation" = Uuid, Path)),
    responses((status = 200, body = Consultation), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("consultation.thread.look"))))]
pub(crate) async fn look(
    session: StaffSession,
    State(room): State<ConsultationRoom>,
    Path((id, consultation)): Path<(ClientId, Uuid)>,
) -> Result<Json<Consultation>, Problem> {
    let opened = session.open(id, &actions::LOOK).await?;
    Ok(Json(list::one(&room.rules.now(), &opened, consultation).await?))
}

/// Does a step: takes, hands on, asks back, replies, writes, answers, declines, records the advice, refers, withdraws.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/consultations/{consultation}/step", tag = "consultation",
    operation_id = "consultation_step",
    params(("id" = Uuid, Path), ("consultation" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewConsultStep,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("consultation.thread.act"))))]
pub(crate) async fn act(
    session: StaffSession,
    State(room): State<ConsultationRoom>,
    Path((id, consultation)): Path<(ClientId, Uuid)>,
    seen: IfMatch,
    Json(new): Json<NewConsultStep>,
) -> Result<StatusCode, Problem> {
    let change = session.change(&[id], &actions::ACT).await?;
    change.unrestricted(&[consultation]).await?;
    // What covers a referral is looked for by what the asker may see, which can be more than what they may write.
    let covered = match new.request_kind.as_deref().filter(|_| new.step == ConsultStep::Referred) {
        Some(kind) => {
            let opened = session.open(id, &actions::LOOK).await?;
            room.requests.covered(&opened, Starting::Request, kind).await?
        }
        None => Covered::default(),
    };
    let mut work = change.begin().await?;
    step::act(&room, &mut work, change.client()?, session.staff(), (consultation, seen.0), &new, &covered).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

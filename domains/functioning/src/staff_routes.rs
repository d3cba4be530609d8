use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{ClientId, Problem, Scope, ServiceTask};
use rules::MeasureRecorder;
use trust::{Answer, IdemJson, Json, Opened, Query, StaffSession};
use uuid::Uuid;

use crate::fhir::{FhirAnswer, ObservationSearch};
use crate::model::{
    ClientFunctioning, MeasureAnswers, MeasurementCorrection, MeasurementMade, MeasurementWithdrawal, NewMeasurement, ScoreSeen,
};
use crate::record::{New, ROW, definition};
use crate::{Error, FunctioningRoom, actions, end, view};

/// The client's functional ability: the profile, the measurements behind it, and what the professional can record.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/functioning", tag = "functioning", operation_id = "client_functioning",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = ClientFunctioning), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("functioning.staff.look"))))]
pub(crate) async fn look(
    session: StaffSession,
    State(room): State<FunctioningRoom>,
    Path(id): Path<ClientId>,
) -> Result<Json<ClientFunctioning>, Problem> {
    let opened = session.open(id, &actions::LOOK).await?;
    Ok(Json(view::seen(&room.rules, &opened).await?))
}

/// What is taken along to a home visit on the professional's device, to be used without a connection: what can be recorded, how it is
/// scored, and the newest of each measure. What was measured before stays here.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/functioning/visit", tag = "functioning", operation_id = "client_functioning_visit",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = ClientFunctioning), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("functioning.staff.take_along"))))]
pub(crate) async fn take_along(
    session: StaffSession,
    State(room): State<FunctioningRoom>,
    Path(id): Path<ClientId>,
) -> Result<Json<ClientFunctioning>, Problem> {
    let opened = session.open(id, &actions::TAKE_ALONG).await?;
    Ok(Json(view::for_visit(view::seen(&room.rules, &opened).await?)))
}

/// Keeps a measurement. The score is counted by the node.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/functioning", tag = "functioning", operation_id = "client_functioning_record",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = NewMeasurement,
    responses((status = 201, body = MeasurementMade), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("functioning.staff.record"))))]
pub(crate) async fn record(
    session: StaffSession,
    State(room): State<FunctioningRoom>,
    Path(id): Path<ClientId>,
    body: IdemJson<NewMeasurement>,
) -> Result<Answer, Problem> {
    let change = session.change(&[id], &actions::RECORD).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let (opened, input) = (change.client()?, &body.value);
    let sex = view::sex(opened, id).await.map_err(Error::from)?;
    let scope = place(opened, session.gate().controller(), input.service_task)?;
    let mut work = change.begin().await?;
    let new = New {
        client: id,
        scope,
        sex,
        measure: &input.measure,
        rows: &input.rows,
        measured_at: input.measured_at,
        origin: input.origin,
        note: input.note.as_deref(),
        recorder: MeasureRecorder::Staff,
        corrects: None,
    };
    let made = crate::record::record(&mut work, &room.rules, new).await?;
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// Where the professional writes: the task that is asked for, or the first that is theirs.
fn place(opened: &Opened, controller: Uuid, asked: Option<ServiceTask>) -> Result<Scope, Error> {
    let own = |(_, task): &&(kernel::Register, ServiceTask)| asked.is_none_or(|asked| asked == *task);
    let (register, service_task) =
        opened.scopes().pairs().iter().find(own).copied().ok_or_else(|| Error::field("/service_task", "not_in_list"))?;
    let scope = Scope { controller, register, service_task, catalogue_row: ROW };
    if opened.scopes().covers(&scope) { Ok(scope) } else { Err(Error::Problem(Problem::refused("role", &["ask_supervisor"]))) }
}

/// Counts a score before it is kept. It reads and keeps nothing of anybody.
#[utoipa::path(post, path = "/api/v1/staff/measures/preview", tag = "functioning", operation_id = "measure_preview",
    request_body = MeasureAnswers, responses((status = 200, body = ScoreSeen), (status = 422, body = Problem)),
    extensions(("x-action" = json!("functioning.staff.preview"))))]
pub(crate) async fn preview(
    session: StaffSession,
    State(room): State<FunctioningRoom>,
    Json(input): Json<MeasureAnswers>,
) -> Result<Json<ScoreSeen>, Problem> {
    Ok(Json(counted(&room, session.gate().ctx().today(), &input, MeasureRecorder::Staff)?))
}

/// What the answers come to.
pub(crate) fn counted(
    room: &FunctioningRoom,
    today: chrono::NaiveDate,
    input: &MeasureAnswers,
    by: MeasureRecorder,
) -> Result<ScoreSeen, Error> {
    let (_, measure) = definition(&room.rules, today, &input.measure, today, by)?;
    let scored = crate::score::score(measure, &input.rows, input.sex).map_err(Error::Invalid)?;
    Ok(ScoreSeen { score: scored.score, band: scored.band.map(view::band_seen) })
}

/// Puts a corrected measurement in the place of one that a professional recorded.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/functioning/{measurement}/correct", tag = "functioning",
    operation_id = "client_functioning_correct",
    params(("id" = Uuid, Path), ("measurement" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = MeasurementCorrection,
    responses((status = 201, body = MeasurementMade), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)),
    extensions(("x-action" = json!("functioning.staff.correct"))))]
pub(crate) async fn correct(
    session: StaffSession,
    State(room): State<FunctioningRoom>,
    Path((id, measurement)): Path<(ClientId, Uuid)>,
    body: IdemJson<MeasurementCorrection>,
) -> Result<Answer, Problem> {
    let change = session.change(&[id], &actions::CORRECT).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    change.unrestricted(&[measurement]).await?;
    let opened = change.client()?;
    let sex = view::sex(opened, id).await.map_err(Error::from)?;
    let mut work = change.begin().await?;
    let row = end::of_staff(&work, opened, measurement).await?;
    let made = end::correct(&mut work, &room.rules, row, MeasureRecorder::Staff, sex, &body.value).await?;
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// Withdraws a measurement that a professional recorded.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/functioning/{measurement}/withdraw", tag = "functioning",
    operation_id = "client_functioning_withdraw", params(("id" = Uuid, Path), ("measurement" = Uuid, Path)),
    request_body = MeasurementWithdrawal,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)),
    extensions(("x-action" = json!("functioning.staff.withdraw"))))]
pub(crate) async fn withdraw(
    session: StaffSession,
    Path((id, measurement)): Path<(ClientId, Uuid)>,
    Json(input): Json<MeasurementWithdrawal>,
) -> Result<StatusCode, Problem> {
    let change = session.change(&[id], &actions::WITHDRAW).await?;
    change.unrestricted(&[measurement]).await?;
    let mut work = change.begin().await?;
    let row = end::of_staff(&work, change.client()?, measurement).await?;
    end::withdraw(&mut work, &row, &input).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The same measurements as FHIR R4 Observations, in a searchset.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/functioning/observations", tag = "functioning",
    operation_id = "client_functioning_observations", params(("id" = Uuid, Path), ObservationSearch),
    responses((status = 200, content_type = "application/fhir+json", description = "Bundle of type searchset"), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("functioning.staff.observations"))))]
pub(crate) async fn observations(
    session: StaffSession,
    State(room): State<FunctioningRoom>,
    Path(id): Path<ClientId>,
    Query(search): Query<ObservationSearch>,
) -> Result<FhirAnswer, Problem> {
    let opened = session.open(id, &actions::OBSERVATIONS).await?;
    let seen = view::seen(&room.rules, &opened).await?;
    Ok(FhirAnswer(search.bundle(id, &seen, crate::fhir::observation)?))
}

/// The same measurements as FHIR R4 QuestionnaireResponses: the answers as they were given, in a searchset.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/functioning/responses", tag = "functioning",
    operation_id = "client_functioning_responses", params(("id" = Uuid, Path), ObservationSearch),
    responses((status = 200, content_type = "application/fhir+json", description = "Bundle of type searchset"), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("functioning.staff.responses"))))]
pub(crate) async fn responses(
    session: StaffSession,
    State(room): State<FunctioningRoom>,
    Path(id): Path<ClientId>,
    Query(search): Query<ObservationSearch>,
) -> Result<FhirAnswer, Problem> {
    let opened = session.open(id, &actions::RESPONSES).await?;
    let seen = view::seen(&room.rules, &opened).await?;
    Ok(FhirAnswer(search.bundle(id, &seen, crate::fhir::response)?))
}

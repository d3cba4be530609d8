use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Problem;
use rules::MeasureRecorder;
use trust::{Answer, ClientSession, IdemJson, Json, Own};
use uuid::Uuid;

use crate::model::{
    ClientFunctioning, MeasureAnswers, MeasurementCorrection, MeasurementMade, MeasurementOrigin, MeasurementWithdrawal, NewMeasurement,
    ScoreSeen,
};
use crate::record::{New, own_scope};
use crate::staff_routes::counted;
use crate::{Error, FunctioningRoom, actions, end, view};

/// The client's own functional ability: what they estimated and measured, and what professionals did.
#[utoipa::path(get, path = "/api/v1/client/functioning", tag = "own", operation_id = "own_functioning",
    responses((status = 200, body = ClientFunctioning), (status = 401, body = Problem)), extensions(("x-action" = json!("functioning.own.look"))))]
pub(crate) async fn look(session: ClientSession, State(room): State<FunctioningRoom>) -> Result<Json<ClientFunctioning>, Problem> {
    let own = session.open(&actions::OWN).await?;
    Ok(Json(view::own(&room.rules, &own).await?))
}

/// Keeps the client's own estimate or measurement; of one who acts for them, a close one's.
#[utoipa::path(post, path = "/api/v1/client/functioning", tag = "own", operation_id = "own_functioning_record",
    params(("Idempotency-Key" = Option<String>, Header)), request_body = NewMeasurement,
    responses((status = 201, body = MeasurementMade), (status = 401, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("functioning.own.record"))))]
pub(crate) async fn record(
    session: ClientSession,
    State(room): State<FunctioningRoom>,
    body: IdemJson<NewMeasurement>,
) -> Result<Answer, Problem> {
    let change = session.change(&actions::OWN_RECORD).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let (own, input) = (change.own(), &body.value);
    let origin = origin(own, input.origin)?;
    let sex = view::sex(own, own.client()).await.map_err(Error::from)?;
    let mut work = change.begin().await?;
    let new = New {
        client: own.client(),
        scope: own_scope(session.gate().controller()),
        sex,
        measure: &input.measure,
        rows: &input.rows,
        measured_at: input.measured_at,
        origin,
        note: input.note.as_deref(),
        recorder: MeasureRecorder::Client,
        corrects: None,
    };
    let made = crate::record::record(&mut work, &room.rules, new).await?;
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// Whose it is. What one estimates for another is never the other's own.
fn origin(own: &Own, given: MeasurementOrigin) -> Result<MeasurementOrigin, Error> {
    match (given, own.acting().is_some()) {
        (MeasurementOrigin::Device, _) => Ok(MeasurementOrigin::Device),
        (MeasurementOrigin::Own, false) => Ok(MeasurementOrigin::Own),
        (MeasurementOrigin::Own | MeasurementOrigin::CloseOne, true) => Ok(MeasurementOrigin::CloseOne),
        _ => Err(Error::field("/origin", "not_theirs")),
    }
}

/// Counts a score before it is kept. It reads and keeps nothing of anybody.
#[utoipa::path(post, path = "/api/v1/client/functioning/preview", tag = "own", operation_id = "own_functioning_preview",
    request_body = MeasureAnswers, responses((status = 200, body = ScoreSeen), (status = 401, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("functioning.own.preview"))))]
pub(crate) async fn preview(
    session: ClientSession,
    State(room): State<FunctioningRoom>,
    Json(input): Json<MeasureAnswers>,
) -> Result<Json<ScoreSeen>, Problem> {
    Ok(Json(counted(&room, session.gate().ctx().today(), &input, MeasureRecorder::Client)?))
}

/// Puts a corrected measurement in the place of one's own.
#[utoipa::path(post, path = "/api/v1/client/functioning/{measurement}/correct", tag = "own", operation_id = "own_functioning_correct",
    params(("measurement" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = MeasurementCorrection,
    responses((status = 201, body = MeasurementMade), (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)),
    extensions(("x-action" = json!("functioning.own.correct"))))]
pub(crate) async fn correct(
    session: ClientSession,
    State(room): State<FunctioningRoom>,
    Path(measurement): Path<Uuid>,
    body: IdemJson<MeasurementCorrection>,
) -> Result<Answer, Problem> {
    let change = session.change(&actions::OWN_CORRECT).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let own = change.own();
    let sex = view::sex(own, own.client()).await.map_err(Error::from)?;
    let mut work = change.begin().await?;
    let row = end::of_own(&work, own, measurement).await?;
    let made = end::correct(&mut work, &room.rules, row, MeasureRecorder::Client, sex, &body.value).await?;
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// Withdraws one's own measurement.
#[utoipa::path(post, path = "/api/v1/client/functioning/{measurement}/withdraw", tag = "own", operation_id = "own_functioning_withdraw",
    params(("measurement" = Uuid, Path)), request_body = MeasurementWithdrawal,
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)),
    extensions(("x-action" = json!("functioning.own.withdraw"))))]
pub(crate) async fn withdraw(
    session: ClientSession,
    Path(measurement): Path<Uuid>,
    Json(input): Json<MeasurementWithdrawal>,
) -> Result<StatusCode, Problem> {
    let change = session.change(&actions::OWN_WITHDRAW).await?;
    let mut work = change.begin().await?;
    let row = end::of_own(&work, change.own(), measurement).await?;
    end::withdraw(&mut work, &row, &input).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Problem;
use trust::{Answer, IdemJson, Json, StaffSession};
use uuid::Uuid;

use super::read::{OrganisationView, view};
use crate::absence::{self, Absence, NewAbsence};
use crate::error::Error;
use crate::register::{GroundView, grounds};
use crate::{People, actions};

#[utoipa::path(get, path = "/api/v1/staff/organisation", tag = "people", extensions(("x-action" = json!("people.organisation.look"))),
    responses((status = 200, body = OrganisationView), (status = 401, body = Problem)))]
pub(crate) async fn look(session: StaffSession) -> Result<Json<OrganisationView>, Problem> {
    let gate = session.gate();
    Ok(Json(view(&gate.db().reference(), gate.ctx().today()).await.map_err(Error::from)?))
}

#[utoipa::path(get, path = "/api/v1/staff/grounds", tag = "people", extensions(("x-action" = json!("people.grounds.look"))),
    responses((status = 200, body = Vec<GroundView>), (status = 401, body = Problem)))]
pub(crate) async fn look_grounds(session: StaffSession, State(room): State<People>) -> Json<Vec<GroundView>> {
    Json(grounds(&room.rules, session.staff(), session.gate().ctx().today()))
}

#[utoipa::path(post, path = "/api/v1/staff/absences", tag = "people", extensions(("x-action" = json!("people.absence.add"))),
    params(("Idempotency-Key" = Option<String>, Header)), request_body = NewAbsence,
    responses((status = 201, body = Absence), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn add_absence(session: StaffSession, body: IdemJson<NewAbsence>) -> Result<Answer, Problem> {
    let change = session.change_reference(&actions::ABSENCE_ADD)?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = change.begin().await?;
    let added = absence::add(&work, Some(session.staff()), &body.value).await?;
    work.object("absence", added.id);
    work.remember(&body, 201, &added).await?;
    work.commit().await?;
    Answer::created(&added)
}

#[utoipa::path(delete, path = "/api/v1/staff/absences/{id}", tag = "people", extensions(("x-action" = json!("people.absence.end"))),
    params(("id" = Uuid, Path)), responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn end_absence(session: StaffSession, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    let change = session.change_reference(&actions::ABSENCE_END)?;
    let mut work = change.begin().await?;
    work.object("absence", id);
    absence::end(&work, Some(session.staff()), id).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

use axum::extract::{Path, State};
use kernel::{ClientId, Problem};
use rules::RegisterObject;
use trust::{IfMatch, Json, Opened, StaffSession, Work};
use uuid::Uuid;

use super::model::{Settle, SettleOutcome};
use super::store::{self, Row};
use crate::appointment::{self, cancel::cancel_by};
use crate::customership;
use crate::matter::{self, close};
use crate::{Care, Error, actions, thing};

/// Settles one thing with a reason. What is ended or handed over is closed with it; what goes on is left as it is.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/settling/{item_id}", tag = "care",
    params(("id" = Uuid, Path), ("item_id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Settle,
    responses((status = 200, description = "Settled"), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.settling.settle"))))]
pub async fn settle(
    session: StaffSession,
    State(care): State<Care>,
    Path((id, item)): Path<(Uuid, Uuid)>,
    seen: IfMatch,
    Json(input): Json<Settle>,
) -> Result<Json<serde_json::Value>, Problem> {
    let change = session.change(&[ClientId(id)], &actions::SETTLE).await?;
    let opened = change.client()?;
    let mut work = change.begin().await?;
    let row = store::held(&work, item, opened.clients()).await.map_err(Error::from)?.ok_or_else(Problem::not_found)?;
    if !opened.scopes().sees(row.register().map_err(Error::from)?, row.task().map_err(Error::from)?) {
        return Err(Problem::not_found());
    }
    work.object("to_settle", item);
    done(&care, &work, opened, &row, seen.0, &input, session.subject()).await?;
    work.commit().await?;
    Ok(Json(serde_json::json!({ "id": item, "outcome": input.outcome })))
}

async fn done(care: &Care, work: &Work, opened: &Opened, row: &Row, seen: i32, input: &Settle, by: Uuid) -> Result<(), Error> {
    if row.state != "open" {
        return Err(Error::Refused("already_settled"));
    }
    let (cause, object) = (row.cause()?, row.object()?);
    if !SettleOutcome::of(cause, object).contains(&input.outcome) {
        return Err(Error::field("/outcome", "not_in_list"));
    }
    let reason = thing::text("/reason", &input.reason)?;
    if reason.chars().count() < 3 {
        return Err(Error::field("/reason", "too_short"));
    }
    if reason.chars().count() > 2_000 {
        return Err(Error::field("/reason", "too_long"));
    }
    if !store::settle(work, row.id, seen, input.outcome.code(), &reason, by).await? {
        return Err(Problem::version_conflict(serde_json::json!({ "id": row.id, "version": row.version })).into());
    }
    // What has been closed otherwise meanwhile needs no closing.
    if input.outcome != SettleOutcome::GoesOn && !row.object_over {
        let code = cause.code();
        match object {
            RegisterObject::Customership => {
                let now = customership::store::by_id(work, row.object_id, opened.clients()).await?.ok_or(Error::NotFound)?;
                if !customership::close::shut(work, &now, now.version, work.today(), code, Some(&reason)).await? {
                    return Err(Error::NotFound);
                }
            }
            RegisterObject::Matter => {
                let mut held = matter::lock(work, opened, row.object_id).await?;
                close::shut(work, &care.rules, &mut held, code, Some(&reason)).await?;
            }
            RegisterObject::Appointment => {
                let mut a = appointment::store::held(work, row.object_id, opened.clients()).await?.ok_or(Error::NotFound)?;
                cancel_by(care, work, &mut a, true).await?;
            }
            RegisterObject::Protection => {
                people::population::lift_protection(work, ClientId(row.client_id)).await.map_err(Problem::from)?;
            }
            RegisterObject::Permit | RegisterObject::Mandate | RegisterObject::Notice => {}
        }
    }
    let data = serde_json::json!({ "outcome": input.outcome, "handler_id": row.handler_id });
    work.emit(::store::NewEvent::new("care.to_settle.settled", "to_settle", row.id).client(row.client_id).data(data)).await?;
    Ok(())
}

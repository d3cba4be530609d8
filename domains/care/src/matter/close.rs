//! Close a matter with a reason.

use axum::extract::{Path, State};
use chrono::Duration;
use kernel::Problem;
use rules::{Happening, LabelledList};
use serde::Deserialize;
use trust::relation::fade;
use trust::{IfMatch, Json, StaffSession, Versioned};
use uuid::Uuid;

use super::change::Changing;
use super::view::MatterView;
use super::{NewStep, event, progress, save, step};
use crate::clock::{self, Told};
use crate::{Care, Error, actions};

/// How long a closed matter can still be read and reopened by those who held it. The connection rights rest on ends with the
/// matter; this is the time in which a mistake is mended.
pub(super) const FADES_IN_DAYS: i64 = 30;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct Close {
    /// A code of the rules' `matter_close_reasons`.
    pub reason_code: String,
    pub text: Option<String>,
}

/// Closes the matter; its clocks stop.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/close", tag = "care", extensions(("x-action" = json!("care.matter.close"))),
    params(("id" = Uuid, Path)), request_body = Close, responses((status = 200, body = MatterView), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn close(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(input): Json<Close>,
) -> Result<Versioned<MatterView>, Problem> {
    let mut c = Changing::begin(&session, &care, id, seen, &actions::CLOSE).await?;
    if !care.rules.needs.on(c.work.today()).body.has(LabelledList::MatterCloseReasons, &input.reason_code) {
        return Err(Problem::invalid_field("/reason_code", "not_in_list"));
    }
    let text = input.text.as_deref().map(str::trim).filter(|t| !t.is_empty());
    if text.is_some_and(|t| t.chars().count() > 2_000) {
        return Err(Problem::invalid_field("/text", "too_long"));
    }
    let reached = progress(&c.work, id).await.map_err(Error::from)?;
    c.matter.close(&input.reason_code, text, reached, c.work.at()).map_err(Error::Refused)?;
    clock::reached(&c.work, &care.rules, &mut c.matter, Happening::MatterClosed, Told::default()).await?;
    fade(&c.work, id, c.work.at() + Duration::days(FADES_IN_DAYS)).await.map_err(Error::from)?;
    save(&c.work, &mut c.matter).await?;
    let mut line = NewStep::new("closed").reason(input.reason_code.clone());
    line.text = text.map(str::to_owned);
    step(&c.work, id, line).await?;
    c.work.emit(event("care.matter.closed", &c.matter)).await.map_err(Error::from)?;
    c.finish(&care).await
}

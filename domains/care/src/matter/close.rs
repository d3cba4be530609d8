//! Close a matter with a reason.

use axum::extract::{Path, State};
use chrono::Duration;
use kernel::Problem;
use rules::{Happening, LabelledList, Rules};
use serde::Deserialize;
use trust::relation::fade;
use trust::{IfMatch, Json, StaffSession, Versioned, Work};
use uuid::Uuid;

use super::change::Changing;
use super::view::MatterView;
use super::{Matter, NewStep, event, progress, save, step};
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
    shut(&c.work, &care.rules, &mut c.matter, &input.reason_code, text).await?;
    c.finish(&care).await
}

/// Closes a matter that the work holds.
///
/// # Errors
/// `already_closed`, `decision_unsent`.
pub(crate) async fn shut(work: &Work, rules: &Rules, matter: &mut Matter, reason: &str, text: Option<&str>) -> Result<(), Error> {
    let reached = progress(work, matter.id).await?;
    matter.close(reason, text, reached, work.at()).map_err(Error::Refused)?;
    clock::reached(work, rules, matter, Happening::MatterClosed, Told::default()).await?;
    fade(work, matter.id, work.at() + Duration::days(FADES_IN_DAYS)).await?;
    save(work, matter).await?;
    let mut line = NewStep::new("closed").reason(reason.to_owned());
    line.text = text.map(str::to_owned);
    step(work, matter.id, line).await?;
    work.emit(event("care.matter.closed", matter)).await?;
    Ok(())
}

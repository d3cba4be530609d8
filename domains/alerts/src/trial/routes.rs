use axum::extract::State;
use kernel::Problem;
use rulekeeping::CheckText;
use trust::{Json, StaffSession};

use super::run::run;
use super::view::AlertTrial;
use crate::{Alerts, Error, actions};

/// What a text of rules would have raised in the past year. Figures only: nobody is named.
#[utoipa::path(post, path = "/api/v1/staff/rules/alerts/trial", tag = "rules", operation_id = "try_alerts", request_body = CheckText,
    responses((status = 200, body = AlertTrial), (status = 403, body = Problem),
        (status = 422, body = Problem, description = "`rules_do_not_hold` with `faults`")),
    extensions(("x-action" = json!("alerts.rules.trial"))))]
pub(crate) async fn trial(
    session: StaffSession,
    State(room): State<Alerts>,
    Json(input): Json<CheckText>,
) -> Result<Json<AlertTrial>, Problem> {
    let surveyed = session.survey(&actions::TRIAL)?;
    let gate = session.gate();
    let change = rulekeeping::prepare(&gate.db().reference(), "alerts", &input, gate.ctx().now()).await.map_err(Error::from)?;
    let tried = run(&surveyed, &room.sources, &change).await?;
    surveyed.shown(&[]);
    Ok(Json(tried))
}

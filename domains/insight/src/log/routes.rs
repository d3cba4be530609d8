use axum::extract::{Query, State};
use chrono::NaiveDate;
use kernel::Problem;
use serde::Deserialize;
use trust::{ClientSession, Json};
use uuid::Uuid;

use super::model::LogPage;
use super::read;
use crate::{Insight, actions};

#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LogQuery {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// staff | client | other | system; all when absent
    pub by: Option<String>,
    /// use (by task and relation) | disclosure (opened by a permit or a legal ground); both when absent
    pub record: Option<String>,
    /// The last entry of the page before.
    pub after: Option<Uuid>,
}

/// Who has used the client's data, when, from where, why and on what ground.
#[utoipa::path(get, path = "/api/v1/client/log", tag = "own", operation_id = "own_log", params(LogQuery),
    responses((status = 200, body = LogPage), (status = 401, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("insight.own.log"))))]
pub(crate) async fn look(
    session: ClientSession,
    State(room): State<Insight>,
    Query(query): Query<LogQuery>,
) -> Result<Json<LogPage>, Problem> {
    let own = session.open(&actions::OWN_LOG).await?;
    // What was done a moment ago is in the list too.
    session.gate().flush_log().await;
    Ok(Json(read::page(&room.rules, &own, &query).await?))
}

//! Requests of clients that are late or were refused, for the data protection officer: that they are, not whose they are or what they say.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Problem, Register};
use people::organisation::units_by_id;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use store::sea_orm::Value;
use store::sql;
use trust::{Json, Listed, Query, StaffSession};
use uuid::Uuid;

use super::model::RightsKind;
use crate::{Error, actions};

/// Rows of one page.
const PAGE: usize = 25;

#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WatchedQuery {
    /// What was refused, whole or in part, instead of what is late.
    #[serde(default)]
    refused: bool,
    /// The last of the page before.
    after: Option<Uuid>,
}

/// A request that waits although its time is out, or that was refused.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WatchedRequest {
    pub id: Uuid,
    pub kind: RightsKind,
    pub register: Register,
    pub asked_at: DateTime<Utc>,
    pub due_on: NaiveDate,
    /// Its last day was put off once (GDPR 12(3)).
    pub extended: bool,
    /// Of what was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
    /// Mended in part: the rest was refused.
    pub partly: bool,
    /// Whose lead answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// A page of them: what is late oldest first, what was refused newest first.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WatchedRequests {
    pub items: Vec<WatchedRequest>,
    /// How many in all are late.
    pub late: i64,
    /// What the next page begins after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    kind: String,
    register: String,
    asked_at: DateTime<Utc>,
    due_on: NaiveDate,
    extended_at: Option<DateTime<Utc>>,
    answered_at: Option<DateTime<Utc>>,
    outcome: Option<String>,
    unit_id: Option<Uuid>,
}

const LATE: &str = "r.state = 'waiting' AND r.due_on < $1";
const REFUSED: &str = "(r.state = 'refused' OR r.outcome = 'partly')";

async fn page(listed: &Listed, asked: &WatchedQuery) -> Result<WatchedRequests, Error> {
    let (which, sign, order) = if asked.refused { (REFUSED, "<", "DESC") } else { (LATE, ">", "ASC") };
    let mut values: Vec<Value> = if asked.refused { Vec::new() } else { vec![listed.today().into()] };
    let mut filter = which.to_owned();
    if let Some(after) = asked.after {
        values.push(after.into());
        filter.push_str(&format!(" AND r.id {sign} ${}", values.len()));
    }
    let text = format!(
        "SELECT r.id, r.kind, r.register, r.asked_at, r.due_on, r.extended_at, r.answered_at, r.outcome, r.unit_id \
         FROM rights_request r WHERE {filter} ORDER BY r.id {order} LIMIT {}",
        PAGE + 1
    );
    let mut rows: Vec<Row> = sql::all(listed.reader(), &text, values).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = if more { rows.last().map(|row| row.id) } else { None };
    #[derive(FromQueryResult)]
    struct Count {
        late: i64,
    }
    let text = format!("SELECT COUNT(*) AS late FROM rights_request r WHERE {LATE}");
    let count: Option<Count> = sql::one(listed.reader(), &text, [listed.today().into()]).await?;
    let units = units_by_id(listed.reader()).await?;
    // Nobody is named.
    listed.shown(&[]);
    let items = rows.into_iter().map(|row| WatchedRequest {
        id: row.id,
        kind: RightsKind::parse(&row.kind).unwrap_or(RightsKind::Correction),
        register: Register::parse(&row.register).unwrap_or(Register::Social),
        asked_at: row.asked_at,
        due_on: row.due_on,
        extended: row.extended_at.is_some(),
        answered_at: row.answered_at,
        partly: row.outcome.as_deref() == Some("partly"),
        unit: row.unit_id.and_then(|id| units.get(&id).cloned()),
    });
    Ok(WatchedRequests { items: items.collect(), late: count.map_or(0, |count| count.late), next })
}

/// Requests of the whole county that are late, or were refused.
#[utoipa::path(get, path = "/api/v1/staff/protection/requests", tag = "rights", operation_id = "watched_requests", params(WatchedQuery),
    responses((status = 200, body = WatchedRequests), (status = 403, body = Problem)), extensions(("x-action" = json!("rights.protection.list"))))]
pub(crate) async fn list(session: StaffSession, Query(asked): Query<WatchedQuery>) -> Result<Json<WatchedRequests>, Problem> {
    let listed = session.list(&actions::WATCHED)?;
    Ok(Json(page(&listed, &asked).await?))
}

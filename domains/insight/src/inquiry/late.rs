use chrono::{DateTime, NaiveDate, Utc};
use people::organisation::units_by_id;
use sea_orm::FromQueryResult;
use serde::Serialize;
use store::sea_orm::Value;
use store::sql;
use trust::Listed;
use uuid::Uuid;

use crate::Error;

/// Rows of one page.
const PAGE: usize = 25;

/// A question that waits although its time is out. Whose it is and what they ask are the answering supervisor's to know.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct LateInquiry {
    pub id: Uuid,
    pub asked_at: DateTime<Utc>,
    pub due_on: NaiveDate,
    /// The unit whose use of data is asked about; its lead answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// A page of them, oldest first.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct LateInquiries {
    pub items: Vec<LateInquiry>,
    /// How many in all.
    pub total: i64,
    /// What the next page begins after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    asked_at: DateTime<Utc>,
    due_on: NaiveDate,
    entry_unit_id: Option<Uuid>,
}

const LATE: &str = "FROM log_inquiry i WHERE i.answered_at IS NULL AND i.due_on < $1";

/// What waits in the whole county past its time, oldest first, for the data protection officer.
pub(super) async fn page(listed: &Listed, after: Option<Uuid>) -> Result<LateInquiries, Error> {
    let mut values: Vec<Value> = vec![listed.today().into()];
    let mut more = "";
    if let Some(after) = after {
        values.push(after.into());
        more = " AND i.id > $2";
    }
    let text = format!("SELECT i.id, i.asked_at, i.due_on, i.entry_unit_id {LATE}{more} ORDER BY i.id LIMIT {}", PAGE + 1);
    let mut rows: Vec<Row> = sql::all(listed.reader(), &text, values).await?;
    let there_is_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = if there_is_more { rows.last().map(|row| row.id) } else { None };
    #[derive(FromQueryResult)]
    struct Count {
        total: i64,
    }
    let count: Option<Count> = sql::one(listed.reader(), &format!("SELECT COUNT(*) AS total {LATE}"), [listed.today().into()]).await?;
    let units = units_by_id(listed.reader()).await?;
    // Nobody is named.
    listed.shown(&[]);
    let items = rows.into_iter().map(|row| LateInquiry {
        id: row.id,
        asked_at: row.asked_at,
        due_on: row.due_on,
        unit: row.entry_unit_id.and_then(|id| units.get(&id).cloned()),
    });
    Ok(LateInquiries { items: items.collect(), total: count.map_or(0, |count| count.total), next })
}

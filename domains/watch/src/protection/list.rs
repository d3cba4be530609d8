use rules::Rules;
use sea_orm::FromQueryResult;
use store::sea_orm::Value;
use store::sql;
use trust::Listed;
use uuid::Uuid;

use super::model::PassedReviews;
use crate::Error;
use crate::review::list::{detail, told};
use crate::review::model::{ROW, Row, WatchDetail};

/// Rows of one page.
const PAGE: usize = 25;

/// What has been passed on, as a predicate over `r` in which `$1` is the officer: nobody looks into their own looks.
pub(super) const PASSED: &str = "r.outcome = 'passed_on' AND r.professional_id <> $1";

/// A page: what waits for a finding oldest first, what has one newest first.
pub(super) async fn page(rules: &Rules, listed: &Listed, found: bool, after: Option<Uuid>) -> Result<PassedReviews, Error> {
    let me = listed.staff().id;
    let (which, sign, order) = if found { ("IS NOT NULL", "<", "DESC") } else { ("IS NULL", ">", "ASC") };
    let mut values: Vec<Value> = vec![me.into()];
    let mut filter = format!("{PASSED} AND r.finding {which}");
    if let Some(after) = after {
        values.push(after.into());
        filter.push_str(&format!(" AND r.id {sign} $2"));
    }
    let text = format!("{ROW} WHERE {filter} ORDER BY r.id {order} LIMIT {}", PAGE + 1);
    let mut rows: Vec<Row> = sql::all(listed.reader(), &text, values).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = if more { rows.last().map(|row| row.id) } else { None };
    let items = told(rules, listed, rows).await?;
    #[derive(FromQueryResult)]
    struct Count {
        waiting: i64,
    }
    let text = format!("SELECT COUNT(*) AS waiting FROM watch_review r WHERE {PASSED} AND r.finding IS NULL");
    let count: Option<Count> = sql::one(listed.reader(), &text, [me.into()]).await?;
    Ok(PassedReviews { items, waiting: count.map_or(0, |count| count.waiting), next })
}

/// One with the lines of the log it rests on.
pub(super) async fn one(rules: &Rules, listed: &Listed, id: Uuid) -> Result<WatchDetail, Error> {
    let text = format!("{ROW} WHERE r.id = $2 AND {PASSED}");
    let rows: Vec<Row> = sql::all(listed.reader(), &text, [listed.staff().id.into(), id.into()]).await?;
    detail(rules, listed, rows).await
}

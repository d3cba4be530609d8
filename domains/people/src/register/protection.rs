//! Openings judged a misuse, for the data protection officer: they are on her list as soon as the supervisor has said so, beside the looks
//! that were passed on, and have her finding in the same words. She opens no client; of whom it was she is shown the identity card.

use kernel::{ClientId, Problem};
use rules::Rules;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use store::NewEvent;
use store::sea_orm::Value;
use store::sql;
use trust::{Listed, Staff, Work};
use uuid::Uuid;

use super::review::{OpeningDetail, OpeningReview, Row, detail, told};
use crate::error::Error;
use crate::overseen::{WatchFinding, WatchReportedTo};
use crate::reason;

/// Rows of one page.
const PAGE: usize = 25;

/// A misuse, as a predicate over `r` in which `$1` is the officer: nobody looks into their own doings.
const MISUSE: &str = "r.outcome = 'misuse' AND r.professional_id <> $1";

/// A page of them.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct MisusedOpenings {
    pub items: Vec<OpeningReview>,
    /// How many wait for a finding.
    pub waiting: i64,
    /// What the next page begins after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewOpeningFinding {
    pub finding: WatchFinding,
    /// To whom, when it was reported.
    pub reported_to: Option<WatchReportedTo>,
    /// Why, 3–2,000 characters. The supervisor who judged it reads them.
    pub words: String,
}

/// A page: what waits for a finding oldest first, what has one newest first.
pub(super) async fn page(rules: &Rules, listed: &Listed, found: bool, after: Option<Uuid>) -> Result<MisusedOpenings, Error> {
    let me = listed.staff().id;
    let (which, sign, order) = if found { ("IS NOT NULL", "<", "DESC") } else { ("IS NULL", ">", "ASC") };
    let mut values: Vec<Value> = vec![me.into()];
    let mut filter = format!("{MISUSE} AND r.finding {which}");
    if let Some(after) = after {
        values.push(after.into());
        filter.push_str(&format!(" AND r.id {sign} $2"));
    }
    let text = format!("SELECT r.* FROM opening_review r WHERE {filter} ORDER BY r.id {order} LIMIT {}", PAGE + 1);
    let mut rows: Vec<Row> = sql::all(listed.reader(), &text, values).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = if more { rows.last().map(|row| row.id) } else { None };
    let items = told(rules, listed, &rows).await?;
    listed.shown(&rows.iter().map(|row| ClientId(row.client_id)).collect::<Vec<_>>());
    #[derive(FromQueryResult)]
    struct Count {
        waiting: i64,
    }
    let text = format!("SELECT COUNT(*) AS waiting FROM opening_review r WHERE {MISUSE} AND r.finding IS NULL");
    let count: Option<Count> = sql::one(listed.reader(), &text, [me.into()]).await?;
    Ok(MisusedOpenings { items, waiting: count.map_or(0, |count| count.waiting), next })
}

/// One with what was done under it.
pub(super) async fn one(rules: &Rules, listed: &Listed, id: Uuid) -> Result<OpeningDetail, Error> {
    let text = format!("SELECT r.* FROM opening_review r WHERE r.id = $2 AND {MISUSE}");
    detail(rules, listed, sql::all(listed.reader(), &text, [listed.staff().id.into(), id.into()]).await?).await
}

#[derive(FromQueryResult)]
struct Held {
    client_id: Uuid,
    finding: Option<String>,
    version: i32,
    judged_by: Option<Uuid>,
}

/// Says what she found, and why. It is final; the screen of the supervisor who judged it hears of it. Gives the client it was about.
///
/// # Errors
/// [`Error::NotFound`] for what was judged no misuse and for one's own; `already_reviewed`; 412; words too short; `reported` without
/// to whom.
pub(super) async fn find(work: &Work, staff: &Staff, id: Uuid, seen: i32, new: &NewOpeningFinding) -> Result<ClientId, Error> {
    let words = reason::checked("/words", &new.words)?;
    let reported_to = match (new.finding, new.reported_to) {
        (WatchFinding::Reported, None) => return Err(Problem::invalid_field("/reported_to", "required").into()),
        (WatchFinding::Reported, to) => to,
        // What was not reported was reported to nobody.
        (WatchFinding::NoMisuse | WatchFinding::Guidance, _) => None,
    };
    let query = format!(
        "SELECT r.client_id, r.finding, r.version, (SELECT v.by_id FROM opening_verdict v WHERE v.review_id = r.id AND v.outcome = 'misuse' \
         ORDER BY v.id DESC LIMIT 1) AS judged_by FROM opening_review r WHERE r.id = $2 AND {MISUSE}"
    );
    let row: Held = sql::one(work, &query, [staff.id.into(), id.into()]).await?.ok_or(Error::NotFound)?;
    if row.finding.is_some() {
        return Err(Error::State("already_reviewed"));
    }
    let update = "UPDATE opening_review SET finding = $1, version = version + 1 WHERE id = $2 AND version = $3 AND finding IS NULL";
    if sql::exec(work, update, [new.finding.code().into(), id.into(), seen.into()]).await?.rows_affected() == 0 {
        return Err(Problem::version_conflict(serde_json::json!({ "id": id, "version": row.version })).into());
    }
    let text = "INSERT INTO opening_verdict (id, client_id, controller, register, service_task, catalogue_row, review_id, outcome, reported_to, words, \
                by_id, at) SELECT $1, r.client_id, r.controller, r.register, r.service_task, r.catalogue_row, r.id, $2, $3, $4, $5, $6 \
                FROM opening_review r WHERE r.id = $7";
    let values: [Value; 7] = [
        work.new_id().into(),
        new.finding.code().into(),
        reported_to.map(WatchReportedTo::code).into(),
        words.into(),
        staff.id.into(),
        work.at().into(),
        id.into(),
    ];
    sql::exec(work, text, values).await?;
    let data = serde_json::json!({ "finding": new.finding, "handler_id": row.judged_by });
    work.emit(NewEvent::new("people.opening.found", "opening_review", id).client(row.client_id).data(data)).await?;
    Ok(ClientId(row.client_id))
}

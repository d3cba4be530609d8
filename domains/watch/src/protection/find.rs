use kernel::Problem;
use sea_orm::FromQueryResult;
use store::sea_orm::Value;
use store::sql;
use trust::{Staff, Work};
use uuid::Uuid;

use super::list::PASSED;
use super::model::NewWatchFinding;
use crate::Error;
use crate::review::model::{WatchFinding, WatchReportedTo, words};
use crate::review::say::{Said, tell, word};

#[derive(FromQueryResult)]
struct Row {
    client_id: Option<Uuid>,
    finding: Option<String>,
    version: i32,
    /// Who passed it on.
    passed_by: Option<Uuid>,
}

/// Says what the data protection officer found, and why. It is final; the screen of the one who passed it on hears of it.
///
/// # Errors
/// [`Error::NotFound`] for what was not passed on and for one's own looks; `already_reviewed`; 412; words too short; `reported` without
/// to whom.
pub(super) async fn find(work: &Work, staff: &Staff, id: Uuid, seen: i32, new: &NewWatchFinding) -> Result<(), Error> {
    let text = words(&new.words)?;
    let reported_to = match (new.finding, new.reported_to) {
        (WatchFinding::Reported, None) => return Err(Error::field("/reported_to", "required")),
        (WatchFinding::Reported, to) => to,
        // What was not reported was reported to nobody.
        (WatchFinding::NoMisuse | WatchFinding::Guidance, _) => None,
    };
    let query = format!(
        "SELECT r.client_id, r.finding, r.version, \
         (SELECT w.by_id FROM watch_word w WHERE w.review_id = r.id AND w.kind = 'decided' ORDER BY w.id DESC LIMIT 1) AS passed_by \
         FROM watch_review r WHERE r.id = $2 AND {PASSED}"
    );
    let row: Option<Row> = sql::one(work, &query, [staff.id.into(), id.into()]).await?;
    let row = row.ok_or(Error::NotFound)?;
    if row.finding.is_some() {
        return Err(Error::State("already_reviewed"));
    }
    let update = "UPDATE watch_review SET finding = $1, version = version + 1 WHERE id = $2 AND version = $3 AND finding IS NULL";
    let values: [Value; 3] = [new.finding.code().into(), id.into(), seen.into()];
    if sql::exec(work, update, values).await?.rows_affected() == 0 {
        return Err(Problem::version_conflict(serde_json::json!({ "id": id, "version": row.version })).into());
    }
    let said = Said { kind: "found", outcome: Some(new.finding.code()), reported_to: reported_to.map(WatchReportedTo::code), words: text };
    word(work, id, said, staff.id).await?;
    let data = serde_json::json!({ "finding": new.finding, "handler_id": row.passed_by });
    tell(work, "watch.review.found", id, row.client_id, data).await
}

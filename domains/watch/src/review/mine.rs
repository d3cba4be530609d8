use rules::Rules;
use sea_orm::FromQueryResult;
use store::sql;
use trust::Listed;

use super::list::told;
use super::model::{ROW, Row, WatchAsked, WatchOwnLook, WatchReview};
use crate::Error;

/// The most told at once, newest first.
const MOST: u32 = 100;

/// What the professional has been asked about their own looks. One that nobody has asked about is not told: it may come to nothing.
pub(super) async fn asked(rules: &Rules, listed: &Listed) -> Result<WatchAsked, Error> {
    let me = listed.staff().id;
    let asked = "r.professional_id = $1 AND EXISTS (SELECT 1 FROM watch_word w WHERE w.review_id = r.id AND w.kind = 'asked')";
    let rows: Vec<Row> = sql::all(listed.reader(), &format!("{ROW} WHERE {asked} ORDER BY r.id DESC LIMIT {MOST}"), [me.into()]).await?;
    let items: Vec<WatchOwnLook> = told(rules, listed, rows).await?.into_iter().map(for_viewer).collect();
    #[derive(FromQueryResult)]
    struct Count {
        waiting: i64,
    }
    let text = "SELECT COUNT(*) AS waiting FROM watch_review r WHERE r.professional_id = $1 AND r.state = 'asked' AND NOT r.settled";
    let count: Option<Count> = sql::one(listed.reader(), text, [me.into()]).await?;
    Ok(WatchAsked { items, waiting: count.map_or(0, |c| c.waiting) })
}

fn for_viewer(review: WatchReview) -> WatchOwnLook {
    let mut words = review.words;
    words.retain(|word| !["decided", "found"].contains(&word.kind.as_str()));
    WatchOwnLook {
        id: review.id,
        version: review.version,
        client: review.client,
        looked_on: review.looked_on,
        looks: review.looks,
        state: review.state,
        outcome: review.outcome,
        finding: review.finding,
        words,
    }
}

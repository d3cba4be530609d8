//! The client's own requests, in plain words: who asked whom for what, and where it is now.

use std::collections::HashMap;

use people::organisation::{teams_by_id, units_by_id};
use rules::Rules;
use store::sql;
use trust::Own;
use uuid::Uuid;

use crate::Error;
use crate::model::{OwnRequest, RequestSide, RequestState};
use crate::row::{ROW_SQL, Row, name_of, side_sql};
use crate::view::name;

/// The most that is told.
const MOST: usize = 100;

/// The newest first. What was withdrawn before anything came of it is told too: it was asked.
pub(crate) async fn own(rules: &Rules, own: &Own) -> Result<Vec<OwnRequest>, Error> {
    let (whose, values) = own.clients_sql("r", 1);
    let shown = own.shown_sql("r", None);
    let text =
        format!("{ROW_SQL} FROM ({}) r WHERE {whose}{shown} ORDER BY r.sent_at DESC, r.id LIMIT {MOST}", side_sql(RequestSide::Receiver));
    let rows: Vec<Row> = sql::all(own.reader(), &text, values).await?;
    let ids: Vec<Uuid> = rows.iter().flat_map(|r| [r.from_team_id, r.to_team_id]).collect();
    let teams = teams_by_id(own.reader(), &ids).await?;
    let units = if rows.iter().any(|r| r.provider_id.is_some()) { units_by_id(own.reader()).await? } else { HashMap::new() };
    let told = rows.into_iter().map(|row| {
        let to = row.provider_id.and_then(|id| units.get(&id).cloned()).unwrap_or_else(|| name_of(&teams, row.to_team_id));
        let over = matches!(row.state(), RequestState::Done | RequestState::Followed);
        OwnRequest {
            id: row.id,
            name: name(rules, &row),
            from_team: name_of(&teams, row.from_team_id),
            to,
            state: row.state(),
            asked: row.asked(),
            waits_for: row.waits_for(),
            due_on: row.due_on.filter(|_| !over),
            sent_at: row.sent_at,
            done_at: row.done_at,
            words: row.words,
            result: row.result,
        }
    });
    Ok(told.collect())
}

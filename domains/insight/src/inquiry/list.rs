use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::ClientId;
use people::IdentityCard;
use people::card::cards;
use people::organisation::{people_by_id, units_by_id};
use people::overseen::{Queue, all};
use rules::Rules;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::{Listed, Own, Staff};
use uuid::Uuid;

use super::model::{LogInquiries, LogInquiry, Row};
use crate::Error;
use crate::log::grounds_of;

/// The most a client is told of their own, newest first.
const OWN: u32 = 200;

/// The inquiries this supervisor answers.
const QUEUE: Queue =
    Queue { from: "log_inquiry i", alias: "i", professional: "i.entry_actor_id", unit: "i.entry_unit_id", waits: "i.answered_at IS NULL" };

/// Whose inquiries this supervisor answers, as a predicate over `i`.
pub(super) fn whose(staff: &Staff, today: NaiveDate, first: usize) -> (String, Vec<Value>) {
    QUEUE.whose(staff, today, first)
}

/// The client's own questions, newest first.
pub(super) async fn own(rules: &Rules, own: &Own) -> Result<Vec<LogInquiry>, Error> {
    let (whose, values) = own.clients_sql("i", 1);
    let rows: Vec<Row> =
        sql::all(own.reader(), &format!("SELECT i.* FROM log_inquiry i WHERE {whose} ORDER BY i.id DESC LIMIT {OWN}"), values).await?;
    Ok(told(rules, own.reader(), own.today(), rows, &HashMap::new()).await?)
}

/// A page of what waits, oldest first, or of what has been answered, newest first.
pub(super) async fn page(rules: &Rules, listed: &Listed, answered: bool, after: Option<Uuid>) -> Result<LogInquiries, Error> {
    let which = if answered { ("i.answered_at IS NOT NULL", false) } else { ("i.answered_at IS NULL", true) };
    let found = QUEUE.page(listed, which, after, |row: &Row| row.id, all::<Error>).await?;
    let clients: Vec<ClientId> = found.rows.iter().map(|r| ClientId(r.client_id)).collect();
    let shown: HashMap<Uuid, IdentityCard> = cards(listed, &clients).await?.into_iter().map(|c| (c.id, c)).collect();
    let items = told(rules, listed.reader(), listed.today(), found.rows, &shown).await?;
    listed.shown(&clients);
    Ok(LogInquiries { items, waiting: found.waiting, overdue: found.overdue, next: found.next })
}

async fn told(
    rules: &Rules,
    conn: &impl ConnectionTrait,
    today: NaiveDate,
    rows: Vec<Row>,
    clients: &HashMap<Uuid, IdentityCard>,
) -> Result<Vec<LogInquiry>, DbErr> {
    let named: Vec<Uuid> = rows.iter().flat_map(|r| [r.entry_actor_id, r.answered_by]).flatten().collect();
    let people = people_by_id(conn, &named).await?;
    let units = if rows.is_empty() { HashMap::new() } else { units_by_id(conn).await? };
    let told = rows.into_iter().map(|row| LogInquiry {
        id: row.id,
        version: row.version,
        entry_at: row.entry_at,
        entry_action: row.entry_action,
        entry_by: row.entry_actor_id.and_then(|id| people.get(&id).cloned()),
        entry_unit: row.entry_unit_id.and_then(|id| units.get(&id).cloned()),
        entry_grounds: grounds_of(rules, today, row.entry_ground.as_deref()),
        words: row.words,
        asked_at: row.asked_at,
        due_on: row.due_on,
        overdue: row.answered_at.is_none() && row.due_on < today,
        answer: row.answer,
        answered_at: row.answered_at,
        answered_by: row.answered_by.and_then(|id| people.get(&id).cloned()),
        seen_at: row.seen_at,
        client: clients.get(&row.client_id).cloned(),
    });
    Ok(told.collect())
}

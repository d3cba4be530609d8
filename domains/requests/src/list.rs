//! A team's requests: what it received and what it sent, with what waits for whom; and what is asked for one client.

use rules::Rules;
use sea_orm::FromQueryResult;
use store::Keyring;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::{Listed, Opened};
use uuid::Uuid;

use crate::Error;
use crate::model::{ParallelWork, RequestCount, RequestList, RequestQuery, RequestSide, RequestSort, RequestWhich, ServiceRequest};
use crate::row::{ROW_SQL, Row, side_sql, sides_sql, steps};
use crate::view::{history, told};

/// Rows of one page.
const PAGE: usize = 25;
/// Requests of one client told at once.
const OF_CLIENT: usize = 200;
/// Days of which choices are counted.
const YEAR: i64 = 365;

/// What is still open for a side: the receiver's work ends when it has declined or done; the sender's, when it has seen.
fn open(side: RequestSide) -> &'static str {
    match side {
        RequestSide::Receiver => "r.state IN ('sent', 'accepted')",
        RequestSide::Sender => "r.state IN ('sent', 'accepted', 'declined', 'done')",
    }
}

/// What waits for a side.
fn ours(side: RequestSide) -> &'static str {
    match side {
        RequestSide::Receiver => "r.state IN ('sent', 'accepted') AND r.asked_at IS NULL",
        RequestSide::Sender => "(r.state IN ('declined', 'done') OR (r.state IN ('sent', 'accepted') AND r.asked_at IS NOT NULL))",
    }
}

/// The rows a query asks for, at most so many, in its order.
pub(crate) async fn rows(listed: &Listed, keys: &Keyring, asked: &RequestQuery, most: usize) -> Result<Vec<Row>, Error> {
    let side = asked.side;
    let (mut filter, mut values) = listed.sql_of_clients("r", 1);
    let which = asked.which.unwrap_or(RequestWhich::Open);
    filter.push_str(&match which {
        RequestWhich::Open | RequestWhich::Late => format!(" AND {}", open(side)),
        RequestWhich::Ours => format!(" AND {}", ours(side)),
        RequestWhich::Closed => format!(" AND NOT ({})", open(side)),
    });
    let mut add = |text: &str, value: Value| {
        values.push(value);
        filter.push_str(&text.replace('?', &format!("${}", values.len())));
    };
    if which == RequestWhich::Late {
        add(" AND r.due_on < ?", listed.today().into());
    }
    if let Some(kind) = &asked.kind {
        add(" AND r.kind = ?", kind.as_str().into());
    }
    // What is over has no day of its own.
    let by_due = asked.sort == RequestSort::Due && which != RequestWhich::Closed;
    if let Some(after) = asked.after {
        let text = match by_due {
            true => " AND (r.due_on, r.id) > (SELECT b.due_on, b.id FROM service_request b WHERE b.id = ?)",
            false => " AND r.id < ?",
        };
        add(text, after.into());
    }
    if let Some(q) = asked.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        let (client, more) = people::search::named_sql(listed, keys, q, "r.client_id", values.len() + 1)?;
        values.extend(more);
        filter.push_str(&format!(" AND {client}"));
    }
    let order = if by_due { "r.due_on, r.id" } else { "r.id DESC" };
    let text = format!("{ROW_SQL} FROM ({}) r WHERE {filter} ORDER BY {order} LIMIT {most}", side_sql(side));
    Ok(sql::all(listed.reader(), &text, values).await?)
}

/// A page of the queue: one's own teams' and one's own.
pub(crate) async fn page(rules: &Rules, keys: &Keyring, listed: &Listed, asked: &RequestQuery) -> Result<RequestList, Error> {
    let mut found = rows(listed, keys, asked, PAGE + 1).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = if more { found.last().map(|row| row.id) } else { None };
    let clients: Vec<_> = found.iter().map(Row::client).collect();
    let items = told(rules, listed, listed.staff(), found).await?;
    listed.shown(&clients);
    Ok(RequestList {
        items,
        received: count(listed, RequestSide::Receiver).await?,
        sent: count(listed, RequestSide::Sender).await?,
        parallel: parallel(listed).await?,
        next,
    })
}

async fn count(listed: &Listed, side: RequestSide) -> Result<RequestCount, DbErr> {
    #[derive(FromQueryResult)]
    struct Counted {
        open: i64,
        ours: i64,
        late: i64,
    }
    let (reach, mut values) = listed.sql_of_clients("r", 1);
    values.push(listed.today().into());
    let late = format!("r.due_on < ${}", values.len());
    let of = |which: &str| format!("COUNT(CASE WHEN {which} THEN 1 END)");
    let text = format!(
        "SELECT {} AS open, {} AS ours, {} AS late FROM ({}) r WHERE {reach} AND {}",
        of("1 = 1"),
        of(ours(side)),
        of(&late),
        side_sql(side),
        open(side)
    );
    let found: Option<Counted> = sql::one(listed.reader(), &text, values).await?;
    Ok(found.map_or_else(RequestCount::default, |one| RequestCount { open: one.open, ours: one.ours, late: one.late }))
}

/// How often what had been done was used in a year, and how often it was begun all the same.
async fn parallel(listed: &Listed) -> Result<ParallelWork, DbErr> {
    #[derive(FromQueryResult)]
    struct Counted {
        used: i64,
        went_on: i64,
    }
    let (reach, mut values) = listed.sql_of_clients("c", 1);
    values.push((listed.at() - chrono::Duration::days(YEAR)).into());
    let text = format!(
        "SELECT COUNT(CASE WHEN c.choice = 'used' THEN 1 END) AS used, COUNT(CASE WHEN c.choice = 'went_on' THEN 1 END) AS went_on \
         FROM cover_choice c WHERE {reach} AND c.at >= ${}",
        values.len()
    );
    let found: Option<Counted> = sql::one(listed.reader(), &text, values).await?;
    Ok(found.map_or_else(ParallelWork::default, |one| ParallelWork { used: one.used, went_on: one.went_on }))
}

/// What is and was asked for one client, as far as the viewer's scopes reach either side; the newest first.
pub(crate) async fn of_client(rules: &Rules, opened: &Opened) -> Result<Vec<ServiceRequest>, Error> {
    let (whose, values) = opened.clients_sql("r", 1);
    let text = format!(
        "{ROW_SQL} FROM ({}) r WHERE {whose} AND {} ORDER BY r.sent_at DESC, r.id, r.side LIMIT {OF_CLIENT}",
        sides_sql(),
        opened.scopes().sql("r")
    );
    let rows: Vec<Row> = sql::all(opened.reader(), &text, values).await?;
    Ok(told(rules, opened, opened.staff(), rows).await?)
}

/// One request with its history.
pub(crate) async fn one(rules: &Rules, opened: &Opened, id: Uuid) -> Result<ServiceRequest, Error> {
    let (whose, mut values) = opened.clients_sql("r", 2);
    values.insert(0, id.into());
    let text = format!("{ROW_SQL} FROM ({}) r WHERE r.id = $1 AND {whose} AND {}", sides_sql(), opened.scopes().sql("r"));
    let rows: Vec<Row> = sql::all(opened.reader(), &text, values).await?;
    let version = rows.first().map(|row| row.rules_version.clone()).ok_or(Error::NotFound)?;
    let mut seen = told(rules, opened, opened.staff(), rows).await?.pop().ok_or(Error::NotFound)?;
    seen.steps = history(rules, opened, &version, steps(opened.reader(), id).await?).await?;
    Ok(seen)
}

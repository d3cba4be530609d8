//! A team's consultations: what it was asked and what it asked, with what waits for whom; and those of one client.

use kernel::FieldError;
use rules::Rules;
use sea_orm::FromQueryResult;
use store::Keyring;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::{Listed, Opened};
use uuid::Uuid;

use crate::Error;
use crate::model::{ConsultCount, ConsultList, ConsultQuery, ConsultSide, ConsultWhich, Consultation};
use crate::row::{OPEN, ROW_SQL, Row, side_sql, sides_sql};
use crate::view::{told, whole};

/// Rows of one page.
const PAGE: usize = 25;
/// Those of one client told at once.
const OF_CLIENT: usize = 200;

/// What waits for a side.
fn ours(side: ConsultSide) -> &'static str {
    match side {
        ConsultSide::Asker => "(r.state = 'answered' OR (r.state = 'taken' AND r.asked_at IS NOT NULL))",
        _ => "(r.state = 'sent' OR (r.state = 'taken' AND r.asked_at IS NULL))",
    }
}

/// Not answered yet.
const UNANSWERED: &str = "r.state IN ('sent', 'taken')";

/// Refuses a side or an urgency that is none.
fn checked(rules: &Rules, asked: &ConsultQuery) -> Result<(), Error> {
    let mut faults = Vec::new();
    if asked.side == ConsultSide::Client {
        faults.push(FieldError::not_in_list("/side", &[ConsultSide::Asker.code(), ConsultSide::Specialist.code()]));
    }
    // Of any version: those of an old one are still looked for.
    let known: Vec<&str> = rules.consultation.all().flat_map(|set| set.body.urgencies.iter().map(|one| one.code.as_str())).collect();
    if asked.urgency.as_deref().is_some_and(|code| !known.contains(&code)) {
        faults.push(FieldError::not_in_list("/urgency", &known));
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

/// The rows a query asks for, at most so many, in its order.
pub(crate) async fn rows(rules: &Rules, listed: &Listed, keys: &Keyring, asked: &ConsultQuery, most: usize) -> Result<Vec<Row>, Error> {
    checked(rules, asked)?;
    let side = asked.side;
    let (mut filter, mut values) = listed.sql_of_clients("r", 1);
    let which = asked.which.unwrap_or(ConsultWhich::Open);
    filter.push_str(&match which {
        ConsultWhich::Open => format!(" AND {OPEN}"),
        ConsultWhich::Late => format!(" AND {UNANSWERED}"),
        ConsultWhich::Ours => format!(" AND {}", ours(side)),
        ConsultWhich::Untaken => " AND r.state = 'sent'".to_owned(),
        ConsultWhich::Closed => format!(" AND NOT ({OPEN})"),
    });
    let mut add = |text: &str, value: Value| {
        values.push(value);
        filter.push_str(&text.replace('?', &format!("${}", values.len())));
    };
    if which == ConsultWhich::Late {
        add(" AND r.due_at < ?", listed.at().into());
    }
    if let Some(urgency) = &asked.urgency {
        add(" AND r.urgency = ?", urgency.as_str().into());
    }
    let by_due = which != ConsultWhich::Closed;
    if let Some(after) = asked.cursor {
        let text = match by_due {
            true => " AND (r.due_at, r.id) > (SELECT b.due_at, b.id FROM consultation b WHERE b.id = ?)",
            false => " AND r.id < ?",
        };
        add(text, after.into());
    }
    if let Some(q) = asked.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        let (client, more) = people::search::named_sql(listed, keys, q, "r.client_id", values.len() + 1)?;
        values.extend(more);
        filter.push_str(&format!(" AND {client}"));
    }
    let order = if by_due { "r.due_at, r.id" } else { "r.id DESC" };
    let text = format!("{ROW_SQL} FROM ({}) r WHERE {filter} ORDER BY {order} LIMIT {most}", side_sql(side));
    Ok(sql::all(listed.reader(), &text, values).await?)
}

/// A page of the queue: one's own teams' and one's own.
pub(crate) async fn page(rules: &Rules, keys: &Keyring, listed: &Listed, asked: &ConsultQuery) -> Result<ConsultList, Error> {
    let mut found = rows(rules, listed, keys, asked, PAGE + 1).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = if more { found.last().map(|row| row.id) } else { None };
    let clients: Vec<_> = found.iter().map(Row::client).collect();
    let items = told(rules, listed, (listed.staff(), listed.at()), found).await?;
    listed.shown(&clients);
    Ok(ConsultList { items, received: count(listed, ConsultSide::Specialist).await?, sent: count(listed, ConsultSide::Asker).await?, next })
}

async fn count(listed: &Listed, side: ConsultSide) -> Result<ConsultCount, DbErr> {
    #[derive(FromQueryResult)]
    struct Counted {
        open: i64,
        ours: i64,
        late: i64,
    }
    let (reach, mut values) = listed.sql_of_clients("r", 1);
    values.push(listed.at().into());
    let late = format!("{UNANSWERED} AND r.due_at < ${}", values.len());
    let of = |which: &str| format!("COUNT(CASE WHEN {which} THEN 1 END)");
    let text = format!(
        "SELECT {} AS open, {} AS ours, {} AS late FROM ({}) r WHERE {reach} AND {OPEN}",
        of("1 = 1"),
        of(ours(side)),
        of(&late),
        side_sql(side)
    );
    let found: Option<Counted> = sql::one(listed.reader(), &text, values).await?;
    Ok(found.map_or_else(ConsultCount::default, |one| ConsultCount { open: one.open, ours: one.ours, late: one.late }))
}

/// Those of one client, as far as the viewer's scopes reach either side; the newest first.
pub(crate) async fn of_client(rules: &Rules, opened: &Opened) -> Result<Vec<Consultation>, Error> {
    let (whose, values) = opened.clients_sql("r", 1);
    let text = format!(
        "{ROW_SQL} FROM ({}) r WHERE {whose} AND {} ORDER BY r.sent_at DESC, r.id, r.side LIMIT {OF_CLIENT}",
        sides_sql(),
        opened.scopes().sql("r")
    );
    let rows: Vec<Row> = sql::all(opened.reader(), &text, values).await?;
    Ok(told(rules, opened, (opened.staff(), opened.at()), rows).await?)
}

/// One with its thread.
pub(crate) async fn one(rules: &Rules, opened: &Opened, id: Uuid) -> Result<Consultation, Error> {
    let (whose, mut values) = opened.clients_sql("r", 2);
    values.insert(0, id.into());
    let text = format!("{ROW_SQL} FROM ({}) r WHERE r.id = $1 AND {whose} AND {}", sides_sql(), opened.scopes().sql("r"));
    let rows: Vec<Row> = sql::all(opened.reader(), &text, values).await?;
    let seen = told(rules, opened, (opened.staff(), opened.at()), rows).await?.pop().ok_or(Error::NotFound)?;
    whole(rules, opened, seen).await
}

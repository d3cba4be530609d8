//! Today's figures, by the database: one statement for each figure, whatever the number of clients.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Register, helsinki_date};
use rules::{AlertRule, AlertSource, Figure, Figures, NEVER, WhoseFigure};
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr};
use store::sql;
use uuid::Uuid;

use super::{CHUNK, Rows, Stretch};
use crate::Sources;

#[derive(FromQueryResult)]
struct Counted {
    client_id: Uuid,
    n: i64,
    open: i64,
    last_at: Option<DateTime<Utc>>,
    last_end: Option<DateTime<Utc>>,
    earliest: Option<f64>,
    latest: Option<f64>,
}

/// What has been counted already of the same clients: rules that count alike are asked of one counting.
#[derive(Default)]
pub(crate) struct Counts(Vec<(Key, Vec<Uuid>, HashMap<Uuid, Figure>)>);

type Key = (AlertSource, Option<WhoseFigure>, u32, Option<u32>, Register, bool);

/// So many clients' figures are remembered at most.
const REMEMBERED: usize = 200_000;

impl Counts {
    /// The figure of each of these clients who has something of it.
    async fn of(
        &mut self,
        conn: &impl ConnectionTrait,
        rows: &Rows<'_>,
        key: Key,
        clients: &[Uuid],
        day: NaiveDate,
    ) -> Result<&HashMap<Uuid, Figure>, DbErr> {
        let known = self.0.iter().position(|(other, of, _)| *other == key && of == clients);
        let at = match known {
            Some(at) => at,
            None => {
                if self.0.iter().map(|(_, of, _)| of.len()).sum::<usize>() > REMEMBERED {
                    self.0.clear();
                }
                let mut found = HashMap::new();
                for some in clients.chunks(CHUNK) {
                    let counted = counted(conn, rows, Some(some), day).await?;
                    found.extend(counted.into_iter().map(|one| (one.client_id, figure_on(&one, day))));
                }
                self.0.push((key, clients.to_vec(), found));
                self.0.len() - 1
            }
        };
        self.0.get(at).map(|(_, _, found)| found).ok_or_else(|| DbErr::Custom("counted figures were forgotten".into()))
    }
}

/// The figures of a rule of those of `clients` (of everybody, when there is none) who have something of its first figure.
pub(crate) async fn figures(
    conn: &impl ConnectionTrait,
    sources: &Sources,
    rule: &AlertRule,
    clients: Option<&[Uuid]>,
    day: NaiveDate,
    unrestricted: &str,
    counts: &mut Counts,
) -> Result<HashMap<Uuid, Figures>, DbErr> {
    let mut found: HashMap<Uuid, Figures> = HashMap::new();
    for (at, figure) in rule.figures.iter().enumerate() {
        let Some(rows) = Rows::of(sources, rule, figure, unrestricted) else { return Ok(HashMap::new()) };
        let key = (figure.source, figure.of, figure.days, figure.ahead, rule.register, rule.by_law);
        match (at, clients) {
            (0, None) => {
                for one in counted(conn, &rows, None, day).await? {
                    found.entry(one.client_id).or_default().insert(figure.name.clone(), figure_on(&one, day));
                }
            }
            (0, Some(clients)) => {
                for (client, counted) in counts.of(conn, &rows, key, clients, day).await? {
                    found.entry(*client).or_default().insert(figure.name.clone(), *counted);
                }
            }
            _ => {
                let mut known: Vec<Uuid> = found.keys().copied().collect();
                known.sort_unstable();
                for (client, counted) in counts.of(conn, &rows, key, &known, day).await? {
                    if let Some(known) = found.get_mut(client) {
                        known.insert(figure.name.clone(), *counted);
                    }
                }
            }
        }
    }
    Ok(found)
}

fn figure_on(one: &Counted, day: NaiveDate) -> Figure {
    let since = |at: Option<DateTime<Utc>>| at.map_or(NEVER, |at| (day - helsinki_date(at)).num_days());
    Figure {
        count: one.n,
        open: one.open,
        days_since: since(one.last_at),
        days_since_end: since(one.last_end),
        earliest: one.earliest,
        latest: one.latest,
    }
}

async fn counted(conn: &impl ConnectionTrait, rows: &Rows<'_>, clients: Option<&[Uuid]>, day: NaiveDate) -> Result<Vec<Counted>, DbErr> {
    let (within, values) = rows.within(Stretch::on(day, rows.days, rows.ahead), clients);
    let none = "CAST(NULL AS double precision)";
    let (from, earliest, latest) = if rows.source.measured {
        let ranked = format!(
            "FROM (SELECT r.*, ROW_NUMBER() OVER (PARTITION BY r.client_id ORDER BY r.begun_at, r.id) AS first_place, \
             ROW_NUMBER() OVER (PARTITION BY r.client_id ORDER BY r.begun_at DESC, r.id DESC) AS last_place {within}) r"
        );
        (ranked, "MAX(CASE WHEN r.first_place = 1 THEN r.amount END)", "MAX(CASE WHEN r.last_place = 1 THEN r.amount END)")
    } else {
        (within, none, none)
    };
    let text = format!(
        "SELECT r.client_id, COUNT(CASE WHEN r.begun_at >= $1 THEN 1 END) AS n, \
         COUNT(CASE WHEN r.over_at IS NULL OR r.over_at >= $2 THEN 1 END) AS open, MAX(r.begun_at) AS last_at, \
         MAX(CASE WHEN r.over_at < $2 THEN r.over_at END) AS last_end, {earliest} AS earliest, {latest} AS latest {from} GROUP BY r.client_id"
    );
    sql::all(conn, &text, values).await
}

/// A thing an alert rests on.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Thing {
    pub source: String,
    pub id: Uuid,
    pub begun_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over_at: Option<DateTime<Utc>>,
    /// Whose it is, when not the client's own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_another: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<f64>,
    pub register: String,
}

/// The newest things each figure of these clients rests on, at most [`THINGS`] of a figure.
pub(crate) async fn things(
    conn: &impl ConnectionTrait,
    sources: &Sources,
    rule: &AlertRule,
    clients: &[Uuid],
    day: NaiveDate,
    unrestricted: &str,
) -> Result<HashMap<Uuid, Vec<Thing>>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        client_id: Uuid,
        id: Uuid,
        register: String,
        begun_at: DateTime<Utc>,
        over_at: Option<DateTime<Utc>>,
        amount: Option<f64>,
    }
    let mut found: HashMap<Uuid, Vec<Thing>> = HashMap::new();
    for figure in &rule.figures {
        let Some(rows) = Rows::of(sources, rule, figure, unrestricted) else { continue };
        for some in clients.chunks(CHUNK) {
            let (within, values) = rows.within(Stretch::on(day, rows.days, rows.ahead), Some(some));
            let text = format!(
                "SELECT t.client_id, t.id, t.register, t.begun_at, t.over_at, t.amount FROM (SELECT r.*, \
                 ROW_NUMBER() OVER (PARTITION BY r.client_id ORDER BY r.begun_at DESC, r.id DESC) AS place {within}) t \
                 WHERE t.place <= {THINGS} ORDER BY t.client_id, t.begun_at, t.id"
            );
            let read: Vec<Row> = sql::all(conn, &text, values).await?;
            for row in read {
                found.entry(row.client_id).or_default().push(Thing {
                    source: figure.source.code().to_owned(),
                    id: row.id,
                    begun_at: row.begun_at,
                    over_at: row.over_at,
                    of_another: rows.of_another,
                    amount: row.amount,
                    register: row.register,
                });
            }
        }
    }
    Ok(found)
}

/// Things of one figure kept as evidence.
const THINGS: u32 = 12;

//! The figures of each day gone by: what a rule would have raised. The rows are read at once, figure by figure, and counted day by day;
//! a test holds the counting to be the database's own.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Days, NaiveDate, Utc};
use kernel::helsinki_date;
use rules::{AlertRule, Figure, Figures, NEVER};
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr};
use store::sql;
use uuid::Uuid;

use super::{CHUNK, Rows, Stretch};
use crate::Sources;

/// One row of the past, in days.
#[derive(Clone, Copy, Debug)]
struct Past {
    begun: NaiveDate,
    over: Option<NaiveDate>,
    amount: Option<f64>,
}

/// A client's rows, figure by figure, each oldest first.
pub(crate) struct Histories {
    of: BTreeMap<Uuid, Vec<Vec<Past>>>,
}

#[derive(FromQueryResult)]
struct Row {
    client_id: Uuid,
    begun_at: DateTime<Utc>,
    over_at: Option<DateTime<Utc>>,
    amount: Option<f64>,
}

/// Reads what the figures of a rule look at on any day of a stretch.
pub(crate) async fn read(
    conn: &impl ConnectionTrait,
    sources: &Sources,
    rule: &AlertRule,
    (from, to): (NaiveDate, NaiveDate),
    unrestricted: &str,
) -> Result<Histories, DbErr> {
    let mut of: BTreeMap<Uuid, Vec<Vec<Past>>> = BTreeMap::new();
    let width = rule.figures.len();
    for (at, figure) in rule.figures.iter().enumerate() {
        let Some(rows) = Rows::of(sources, rule, figure, unrestricted) else { return Ok(Histories { of: BTreeMap::new() }) };
        let stretch = Stretch { from: Stretch::on(from, rows.days, rows.ahead).from, to: Stretch::on(to, rows.days, rows.ahead).to };
        let whose: Vec<Option<Vec<Uuid>>> = match at {
            0 => vec![None],
            _ => of.keys().copied().collect::<Vec<_>>().chunks(CHUNK).map(|some| Some(some.to_vec())).collect(),
        };
        for some in whose {
            let (within, values) = rows.within(stretch, some.as_deref());
            let text = format!("SELECT r.client_id, r.begun_at, r.over_at, r.amount {within} ORDER BY r.client_id, r.begun_at, r.id");
            let read: Vec<Row> = sql::all(conn, &text, values).await?;
            for row in read {
                let past = Past { begun: helsinki_date(row.begun_at), over: row.over_at.map(helsinki_date), amount: row.amount };
                let known = match at {
                    0 => Some(of.entry(row.client_id).or_insert_with(|| vec![Vec::new(); width])),
                    _ => of.get_mut(&row.client_id),
                };
                if let Some(rows) = known.and_then(|figures| figures.get_mut(at)) {
                    rows.push(past);
                }
            }
        }
    }
    Ok(Histories { of })
}

impl Histories {
    /// Days on which the rule began to hold, by client, and whether it holds on the last day. What held before the first day began then.
    pub fn began(&self, rule: &AlertRule, (from, to): (NaiveDate, NaiveDate)) -> BTreeMap<Uuid, (Vec<NaiveDate>, bool)> {
        let mut answered: HashMap<Vec<[u64; 6]>, bool> = HashMap::new();
        let mut began = BTreeMap::new();
        for (client, histories) in &self.of {
            let mut days = Vec::new();
            let mut held = false;
            let before = from.checked_sub_days(Days::new(1)).unwrap_or(from);
            for day in before.iter_days().take_while(|day| *day <= to) {
                let figures: Vec<Option<Figure>> =
                    rule.figures.iter().zip(histories).map(|(figure, rows)| on(rows, day, figure.days, figure.ahead)).collect();
                // Who has nothing of the first figure is not asked about.
                let asked = figures.first().is_some_and(Option::is_some);
                let holds = asked && {
                    let figures: Vec<Figure> = figures.into_iter().map(Option::unwrap_or_default).collect();
                    let key: Vec<[u64; 6]> = figures.iter().map(bits).collect();
                    *answered.entry(key).or_insert_with(|| {
                        let named: Figures = rule.figures.iter().map(|f| f.name.clone()).zip(figures).collect();
                        rule.holds(&named).unwrap_or(false)
                    })
                };
                if holds && !held && day >= from {
                    days.push(day);
                }
                held = holds;
            }
            if held || !days.is_empty() {
                began.insert(*client, (days, held));
            }
        }
        began
    }
}

fn bits(figure: &Figure) -> [u64; 6] {
    let real = |n: Option<f64>| n.map_or(u64::MAX, f64::to_bits);
    let whole = |n: i64| u64::from_ne_bytes(n.to_ne_bytes());
    [
        whole(figure.count),
        whole(figure.open),
        whole(figure.days_since),
        whole(figure.days_since_end),
        real(figure.earliest),
        real(figure.latest),
    ]
}

/// The figure of a day; none when it has nothing.
fn on(rows: &[Past], day: NaiveDate, back: u32, ahead: Option<u32>) -> Option<Figure> {
    let (first, last) = match ahead {
        Some(ahead) => (day, day.checked_add_days(Days::new(u64::from(ahead)))?),
        None => (day.checked_sub_days(Days::new(u64::from(back)))?, day),
    };
    let mut figure = Figure::default();
    let (mut some, mut latest_begin, mut latest_end) = (false, None, None);
    let upto = rows.partition_point(|row| row.begun <= last);
    for row in rows.iter().take(upto).filter(|row| row.over.is_none_or(|over| over >= first)) {
        some = true;
        figure.count += i64::from(row.begun >= first);
        match row.over.filter(|over| *over <= last) {
            Some(over) => latest_end = latest_end.max(Some(over)),
            None => figure.open += 1,
        }
        latest_begin = latest_begin.max(Some(row.begun));
        if row.amount.is_some() {
            figure.earliest = figure.earliest.or(row.amount);
            figure.latest = row.amount;
        }
    }
    let since = |at: Option<NaiveDate>| at.map_or(NEVER, |at| (day - at).num_days());
    figure.days_since = since(latest_begin);
    figure.days_since_end = since(latest_end);
    some.then_some(figure)
}

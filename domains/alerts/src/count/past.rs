//! The figures of each day gone by: what a rule would have raised. Rows come from the database in their order, a slice at a time, while the
//! days are gone through beside them; only what some window still reaches is remembered, so that years of a whole county are no more
//! than a window of it. A test holds the counting to be the database's own.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use chrono::{DateTime, Days, NaiveDate, Utc};
use kernel::{helsinki_date, helsinki_start};
use rules::{AlertRule, Figure, Figures, NEVER};
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr};
use store::sql;
use uuid::Uuid;

use super::sql::LASTS_DAYS;
use super::{Rows, Stretch};
use crate::Sources;

/// Rows of one slice, about.
const SLICE: i64 = 50_000;
/// Answers of a condition that are remembered at once.
const ANSWERS: usize = 200_000;

/// Days on which the rule began to hold, by client, and whether it holds on the last day. What held before the first day began then.
pub(crate) type Began = BTreeMap<Uuid, (Vec<NaiveDate>, bool)>;

/// Goes through the days of a stretch.
pub(crate) async fn began(
    conn: &impl ConnectionTrait,
    sources: &Sources,
    rule: &AlertRule,
    (from, to): (NaiveDate, NaiveDate),
    unrestricted: &str,
) -> Result<Began, DbErr> {
    let before = from.checked_sub_days(Days::new(1)).unwrap_or(from);
    let mut feeds: Vec<Feed<'_>> = Vec::with_capacity(rule.figures.len());
    let mut asked: Option<HashSet<Uuid>> = None;
    for figure in &rule.figures {
        let Some(rows) = Rows::of(sources, rule, figure, unrestricted) else { return Ok(Began::new()) };
        let of = rows.by_client(whole(&rows, before, to));
        let count = if asked.is_some() {
            let text = format!("SELECT CAST(COALESCE(SUM(c.n), 0) AS bigint) AS n FROM ({}) c", of.0);
            sql::one::<Count>(conn, &text, of.1).await?.map_or(0, |count| count.n)
        } else {
            // Who has nothing of the first figure is not asked about.
            let counted: Vec<OfClient> = sql::all(conn, &of.0, of.1).await?;
            let count = counted.iter().map(|one| one.n).sum();
            asked = Some(counted.into_iter().map(|one| one.client_id).collect());
            count
        };
        feeds.push(Feed::new(rows, before, to, count));
    }
    let asked = asked.unwrap_or_default();
    let mut county = County { rule, width: feeds.len(), known: HashMap::new(), answered: HashMap::new(), began: Began::new() };
    for day in before.iter_days().take_while(|day| *day <= to) {
        for (at, feed) in feeds.iter_mut().enumerate() {
            while let Some((client, past)) = feed.next(conn, day).await? {
                if asked.contains(&client) {
                    county.takes(at, client, past);
                }
            }
        }
        county.day(day, day >= from);
        // Years of days take seconds: others on this thread are let in between.
        tokio::task::yield_now().await;
    }
    Ok(county.ended())
}

/// What a figure looks at on any day of a stretch.
fn whole(rows: &Rows<'_>, from: NaiveDate, to: NaiveDate) -> Stretch {
    Stretch { from: Stretch::on(from, rows.days, rows.ahead).from, to: Stretch::on(to, rows.days, rows.ahead).to }
}

#[derive(FromQueryResult)]
struct OfClient {
    client_id: Uuid,
    n: i64,
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

#[derive(FromQueryResult)]
struct Row {
    client_id: Uuid,
    begun_at: DateTime<Utc>,
    over_at: Option<DateTime<Utc>>,
    amount: Option<f64>,
}

/// One row of the past, in days.
#[derive(Clone, Copy, Debug)]
struct Past {
    begun: NaiveDate,
    over: Option<NaiveDate>,
    amount: Option<f64>,
}

/// The rows of one figure in the order in which they begin.
struct Feed<'s> {
    rows: Rows<'s>,
    /// Slices that have not been read, the next first.
    slices: VecDeque<Stretch>,
    /// Something lasting that began before the stretch counts when it went on until this.
    reaching: Option<DateTime<Utc>>,
    /// Read, and begins after the last day that was asked for.
    read: VecDeque<(Uuid, Past)>,
}

impl<'s> Feed<'s> {
    fn new(rows: Rows<'s>, from: NaiveDate, to: NaiveDate, count: i64) -> Self {
        let whole = whole(&rows, from, to);
        let lasts = chrono::Duration::days(i64::try_from(LASTS_DAYS).unwrap_or(0));
        let pieces = i32::try_from(count / SLICE + 1).unwrap_or(i32::MAX);
        let width = (whole.to - whole.from) / pieces;
        let mut slices = VecDeque::new();
        for piece in 0..pieces {
            let begins = whole.from + width * piece;
            slices.push_back(Stretch {
                from: if piece == 0 && rows.source.lasting { begins - lasts } else { begins },
                to: if piece + 1 == pieces { whole.to } else { begins + width },
            });
        }
        Self { reaching: rows.source.lasting.then_some(whole.from), rows, slices, read: VecDeque::new() }
    }

    /// The next row that the figure of a day looks at, and no day before it did.
    async fn next(&mut self, conn: &impl ConnectionTrait, day: NaiveDate) -> Result<Option<(Uuid, Past)>, DbErr> {
        let last = last_day(day, self.rows.ahead);
        while self.read.is_empty() {
            let after = helsinki_start(last.checked_add_days(Days::new(1)).unwrap_or(last));
            match self.slices.front() {
                Some(slice) if slice.from < after => {}
                _ => return Ok(None),
            }
            let Some(slice) = self.slices.pop_front() else { return Ok(None) };
            let (text, values) = self.rows.begun(slice, self.reaching.take());
            let rows: Vec<Row> = sql::all(conn, &text, values).await?;
            self.read.extend(rows.into_iter().map(|row| {
                let past = Past { begun: helsinki_date(row.begun_at), over: row.over_at.map(helsinki_date), amount: row.amount };
                (row.client_id, past)
            }));
        }
        match self.read.front() {
            Some((_, past)) if past.begun <= last => Ok(self.read.pop_front()),
            _ => Ok(None),
        }
    }
}

/// The clients of whom a rule is asked, on the day that is gone through.
struct County<'r> {
    rule: &'r AlertRule,
    width: usize,
    known: HashMap<Uuid, Known>,
    /// What the condition answered, by the numbers it names.
    answered: HashMap<Vec<u64>, bool>,
    began: Began,
}

/// What is known of one client.
struct Known {
    /// Figure by figure, oldest first, what a window still reaches.
    rows: Vec<VecDeque<Past>>,
    /// The numbers the condition was asked of last, and its answer.
    asked: Vec<u64>,
    answer: bool,
    held: bool,
}

impl County<'_> {
    fn takes(&mut self, at: usize, client: Uuid, past: Past) {
        let width = self.width;
        let nothing = || Known { rows: vec![VecDeque::new(); width], asked: Vec::new(), answer: false, held: false };
        let known = self.known.entry(client).or_insert_with(nothing);
        if let Some(rows) = known.rows.get_mut(at) {
            rows.push_back(past);
        }
    }

    /// Asks the rule of everybody; `told`: what begins to hold today is told.
    fn day(&mut self, day: NaiveDate, told: bool) {
        let Self { rule, known, answered, began, .. } = self;
        if answered.len() > ANSWERS {
            answered.clear();
        }
        let mut numbers: Vec<u64> = Vec::new();
        known.retain(|client, one| {
            let mut figures: Vec<Option<Figure>> = Vec::with_capacity(one.rows.len());
            for (figure, rows) in rule.figures.iter().zip(&mut one.rows) {
                figures.push(on(rows, day, figure.days, figure.ahead));
            }
            let before = one.held;
            one.held = figures.first().is_some_and(Option::is_some) && {
                let figures: Vec<Figure> = figures.into_iter().map(Option::unwrap_or_default).collect();
                numbers.clear();
                rule.named_numbers(&figures, &mut numbers);
                // Most days are as the day before.
                if numbers != one.asked {
                    one.asked.clone_from(&numbers);
                    one.answer = match answered.get(&numbers) {
                        Some(answer) => *answer,
                        None => {
                            let named: Figures = rule.figures.iter().map(|f| f.name.clone()).zip(figures).collect();
                            let answer = rule.holds(&named).unwrap_or(false);
                            answered.insert(numbers.clone(), answer);
                            answer
                        }
                    };
                }
                one.answer
            };
            if one.held && !before && told {
                began.entry(*client).or_default().0.push(day);
            }
            one.held || one.rows.iter().any(|rows| !rows.is_empty())
        });
    }

    fn ended(mut self) -> Began {
        for (client, _) in self.known.iter().filter(|(_, known)| known.held) {
            self.began.entry(*client).or_default().1 = true;
        }
        self.began
    }
}

fn last_day(day: NaiveDate, ahead: Option<u32>) -> NaiveDate {
    ahead.and_then(|ahead| day.checked_add_days(Days::new(u64::from(ahead)))).unwrap_or(day)
}

/// The figure of a day; none when it has nothing. What no later day looks at is forgotten.
fn on(rows: &mut VecDeque<Past>, day: NaiveDate, back: u32, ahead: Option<u32>) -> Option<Figure> {
    let first = if ahead.is_some() { day } else { day.checked_sub_days(Days::new(u64::from(back))).unwrap_or(day) };
    let last = last_day(day, ahead);
    let floor = first.checked_sub_days(Days::new(LASTS_DAYS)).unwrap_or(first);
    let reached = |row: &Past| row.begun >= floor && row.over.is_none_or(|over| over >= first);
    if rows.front().is_some_and(|row| !reached(row)) {
        rows.retain(reached);
    }
    let mut figure = Figure::default();
    let (mut some, mut latest_begin, mut latest_end) = (false, None, None);
    for row in rows.iter().filter(|row| reached(row)) {
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

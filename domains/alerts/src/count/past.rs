//! The figures of each day gone by: what a rule would have raised. Rows come from the database in their order, a slice at a time, while the
//! days are gone through beside them; a client is asked about on the days when something of theirs can have changed. Only what some
//! window still reaches is remembered of whom something is counted. A test holds the counting to be the database's own.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use kernel::{helsinki_date, helsinki_start};
use rules::{AlertFigure, AlertRule, Figure, NEVER};
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr};
use store::sql;
use uuid::Uuid;

use super::sql::LASTS_DAYS;
use super::{Answers, Rows, Stretch};
use crate::Sources;

/// Days of the first slice. The next is twice as long while a slice has fewer than [`FEW`] rows and half as long when it has more than
/// [`MANY`]: what there is little of is read at once, and of what there is much no more is held than that.
const FIRST_SLICE_DAYS: i64 = 30;
const FEW: usize = 20_000;
const MANY: usize = 80_000;

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
        // Who has nothing of the first figure is not asked about; their rows of the others need not be remembered.
        if feeds.is_empty() && rule.figures.len() > 1 {
            let (text, values) = rows.clients(whole(&rows, before, to));
            let found: Vec<OfClient> = sql::all(conn, &text, values).await?;
            asked = Some(found.into_iter().map(|one| one.client_id).collect());
        }
        feeds.push(Feed::new(rows, before, to));
    }
    let mut county = County::new(rule);
    for day in before.iter_days().take_while(|day| *day <= to) {
        for (at, feed) in feeds.iter_mut().enumerate() {
            while let Some((client, past)) = feed.next(conn, day).await? {
                if asked.as_ref().is_none_or(|asked| asked.contains(&client)) {
                    county.takes(at, client, past, day);
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
    /// From where it has not been read, and where it ends.
    ahead: Stretch,
    width: Duration,
    /// Of the first slice is also what began before the stretch and went on until this.
    reaching: Option<DateTime<Utc>>,
    /// Read, and begins after the last day that was asked for.
    read: VecDeque<(Uuid, Past)>,
}

impl<'s> Feed<'s> {
    fn new(rows: Rows<'s>, from: NaiveDate, to: NaiveDate) -> Self {
        let ahead = whole(&rows, from, to);
        let reaching = rows.source.lasting.then_some(ahead.from);
        Self { rows, ahead, width: Duration::days(FIRST_SLICE_DAYS), reaching, read: VecDeque::new() }
    }

    /// The next slice; none when all has been read, or nothing of it is before `end`.
    fn slice(&mut self, end: DateTime<Utc>) -> Option<Stretch> {
        if self.ahead.from >= self.ahead.to || self.ahead.from >= end {
            return None;
        }
        let to = (self.ahead.from + self.width).min(self.ahead.to);
        let from = if self.reaching.is_some() { self.ahead.from - Duration::days(lasts()) } else { self.ahead.from };
        self.ahead.from = to;
        Some(Stretch { from, to })
    }

    /// The next row that the figure of a day looks at, and no day before it did.
    async fn next(&mut self, conn: &impl ConnectionTrait, day: NaiveDate) -> Result<Option<(Uuid, Past)>, DbErr> {
        let last = last_day(day, self.rows.ahead);
        while self.read.is_empty() {
            let end = helsinki_start(last.checked_add_days(Days::new(1)).unwrap_or(last));
            let Some(slice) = self.slice(end) else { return Ok(None) };
            let (text, values) = self.rows.begun(slice, self.reaching.take());
            let rows: Vec<Row> = sql::all(conn, &text, values).await?;
            match rows.len() {
                ..FEW => self.width = self.width * 2,
                MANY.. => self.width = (self.width / 2).max(Duration::days(1)),
                _ => {}
            }
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
    /// Days going by can change the answer.
    asks_days: bool,
    known: HashMap<Uuid, Known>,
    /// Who is to be asked about on a day to come.
    due: BTreeMap<NaiveDate, Vec<Uuid>>,
    answers: Answers<'r>,
    began: Began,
}

/// What is known of one client.
struct Known {
    /// Figure by figure, oldest first, what a window still reaches.
    rows: Vec<VecDeque<Past>>,
    /// Something of the first figure is counted; nothing is asked of whom it is not.
    counted: bool,
    /// The day on which they are asked about next.
    due: Option<NaiveDate>,
    held: bool,
}

impl<'r> County<'r> {
    fn new(rule: &'r AlertRule) -> Self {
        Self {
            rule,
            asks_days: rule.asks_days(),
            known: HashMap::new(),
            due: BTreeMap::new(),
            answers: Answers::of(rule),
            began: Began::new(),
        }
    }

    /// A row that the figure of this day looks at for the first time.
    fn takes(&mut self, at: usize, client: Uuid, past: Past, day: NaiveDate) {
        let Some(figure) = self.rule.figures.get(at) else { return };
        let width = self.rule.figures.len();
        let nothing = || Known { rows: vec![VecDeque::new(); width], counted: false, due: None, held: false };
        let known = self.known.entry(client).or_insert_with(nothing);
        if let Some(rows) = known.rows.get_mut(at) {
            // Of whom nothing is asked, nothing is forgotten either but here.
            let window = Window::of(figure, day);
            while rows.front().is_some_and(|row| !window.reaches(row)) {
                rows.pop_front();
            }
            rows.push_back(past);
        }
        if (at == 0 || known.counted) && known.due != Some(day) {
            known.due = Some(day);
            self.due.entry(day).or_default().push(client);
        }
    }

    /// Asks the rule of those of whom something can be otherwise; `told`: what begins to hold today is told.
    fn day(&mut self, day: NaiveDate, told: bool) {
        let mut figures: Vec<Figure> = Vec::with_capacity(self.rule.figures.len());
        for client in self.due.remove(&day).unwrap_or_default() {
            let Some(known) = self.known.get_mut(&client).filter(|known| known.due == Some(day)) else { continue };
            figures.clear();
            let mut next: Option<NaiveDate> = None;
            for (nth, (figure, rows)) in self.rule.figures.iter().zip(&mut known.rows).enumerate() {
                let window = Window::of(figure, day);
                let seen = window.figure(rows);
                if nth == 0 {
                    known.counted = seen.is_some();
                }
                figures.push(seen.unwrap_or_default());
                next = earlier(next, rows.iter().filter_map(|row| window.changes(row)).min());
            }
            let before = known.held;
            known.held = known.counted && self.answers.holds(&figures).unwrap_or(false);
            if known.held && !before && told {
                self.began.entry(client).or_default().0.push(day);
            }
            if self.asks_days && figures.iter().any(|figure| figure.days_since != NEVER || figure.days_since_end != NEVER) {
                next = earlier(next, day.succ_opt());
            }
            known.due = next.filter(|_| known.counted);
            if let Some(next) = known.due {
                self.due.entry(next).or_default().push(client);
            }
            if known.rows.iter().all(VecDeque::is_empty) {
                self.known.remove(&client);
            }
        }
    }

    fn ended(mut self) -> Began {
        for (client, _) in self.known.iter().filter(|(_, known)| known.held) {
            self.began.entry(*client).or_default().1 = true;
        }
        self.began
    }
}

fn earlier(one: Option<NaiveDate>, other: Option<NaiveDate>) -> Option<NaiveDate> {
    one.into_iter().chain(other).min()
}

fn last_day(day: NaiveDate, ahead: Option<u32>) -> NaiveDate {
    ahead.and_then(|ahead| day.checked_add_days(Days::new(u64::from(ahead)))).unwrap_or(day)
}

fn lasts() -> i64 {
    i64::try_from(LASTS_DAYS).unwrap_or(0)
}

fn days_before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

/// The days a figure looks at on a day.
struct Window {
    day: NaiveDate,
    first: NaiveDate,
    last: NaiveDate,
    /// What lasts and began before this is not looked for.
    floor: NaiveDate,
}

impl Window {
    fn of(figure: &AlertFigure, day: NaiveDate) -> Self {
        let first = if figure.ahead.is_some() { day } else { days_before(day, u64::from(figure.days)) };
        Self { day, first, last: last_day(day, figure.ahead), floor: days_before(first, LASTS_DAYS) }
    }

    fn reaches(&self, row: &Past) -> bool {
        row.begun >= self.floor && row.over.is_none_or(|over| over >= self.first)
    }

    /// The next day on which this row counts otherwise than today, for no other reason than that days go by.
    fn changes(&self, row: &Past) -> Option<NaiveDate> {
        let (back, ahead) = (self.day - self.first, self.last - self.day);
        let day = Duration::days(1);
        [
            // It no more began within the window, and is no more over within it.
            Some(row.begun + back + day),
            row.over.map(|over| over + back + day),
            // It is over now.
            row.over.map(|over| over - ahead),
            // It began too long ago.
            Some(row.begun + Duration::days(lasts()) + back + day),
        ]
        .into_iter()
        .flatten()
        .filter(|on| *on > self.day)
        .min()
    }

    /// The figure of the day; none when it has nothing. What no later day looks at is forgotten.
    fn figure(&self, rows: &mut VecDeque<Past>) -> Option<Figure> {
        if rows.front().is_some_and(|row| !self.reaches(row)) {
            rows.retain(|row| self.reaches(row));
        }
        let mut figure = Figure::default();
        let (mut some, mut latest_begin, mut latest_end) = (false, None, None);
        for row in rows.iter().filter(|row| self.reaches(row)) {
            some = true;
            figure.count += i64::from(row.begun >= self.first);
            match row.over.filter(|over| *over <= self.last) {
                Some(over) => latest_end = latest_end.max(Some(over)),
                None => figure.open += 1,
            }
            latest_begin = latest_begin.max(Some(row.begun));
            if row.amount.is_some() {
                figure.earliest = figure.earliest.or(row.amount);
                figure.latest = row.amount;
            }
        }
        let since = |at: Option<NaiveDate>| at.map_or(NEVER, |at| (self.day - at).num_days());
        figure.days_since = since(latest_begin);
        figure.days_since_end = since(latest_end);
        some.then_some(figure)
    }
}

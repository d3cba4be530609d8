//! The text a figure is counted with: one grouped statement for all its stretches.

use rules::FigureCount;
use store::FigureSource;
use store::sea_orm::{DbErr, QueryResult, Value};

use super::period::Stretch;
use super::tally::Tally;

/// A figure of some rows over some stretches.
pub(crate) struct Counting<'a> {
    pub source: &'a FigureSource,
    pub count: FigureCount,
    pub stretches: &'a [Stretch],
}

impl Counting<'_> {
    /// A day or an instant, as the source's rows have them.
    fn value(&self, stretch: Stretch, end: bool) -> Value {
        match (self.source.dated, end) {
            (true, true) => stretch.last.into(),
            (true, false) => stretch.first.into(),
            (false, true) => stretch.over().into(),
            (false, false) => stretch.begins().into(),
        }
    }

    /// Whether a row of `s` is of the nth stretch. Days are compared by the last day, instants by the one after it; what is due on a day is
    /// late from the next.
    pub fn within(&self, nth: usize) -> String {
        let (first, end) = (nth * 2 + 1, nth * 2 + 2);
        match (self.count, self.source.dated) {
            (FigureCount::Open, true) => format!("(s.at < ${at} AND (s.over_at IS NULL OR s.over_at > ${at}))", at = nth + 1),
            (FigureCount::Open, false) => format!("(s.at < ${at} AND (s.over_at IS NULL OR s.over_at >= ${at}))", at = nth + 1),
            (_, true) => format!("(s.at >= ${first} AND s.at <= ${end})"),
            (_, false) => format!("(s.at >= ${first} AND s.at < ${end})"),
        }
    }

    /// What is bound from `$1`: the end of each stretch for what goes on, the two ends of each for what happened, and of the whole where
    /// the rows themselves are read.
    pub fn values(&self) -> Vec<Value> {
        match (self.count, self.stretches.first(), self.stretches.last()) {
            (FigureCount::Open, _, _) => self.stretches.iter().map(|stretch| self.value(*stretch, true)).collect(),
            (FigureCount::MedianWait, Some(first), Some(last)) => vec![self.value(*first, false), self.value(*last, true)],
            _ => self.stretches.iter().flat_map(|stretch| [self.value(*stretch, false), self.value(*stretch, true)]).collect(),
        }
    }

    /// Whether a row is of any stretch: what the rest need not look at.
    fn any(&self) -> String {
        let last = self.values().len();
        match self.count {
            // Of what goes on, the oldest stretch is asked by its end.
            FigureCount::Open => format!("s.at < ${last} AND (s.over_at IS NULL OR s.over_at >= $1)"),
            _ if self.source.dated => format!("s.at >= $1 AND s.at <= ${last}"),
            _ => format!("s.at >= $1 AND s.at < ${last}"),
        }
    }

    /// The statement, grouped by the columns `by` (`""`: the whole as one). `reach` is what the proof lets be counted, its values bound
    /// after those of [`Counting::values`].
    pub fn text(&self, by: &str, reach: &str) -> String {
        let group = |more: &str| match (by, more) {
            ("", "") => String::new(),
            ("", more) => format!(" GROUP BY {more}"),
            (by, "") => format!(" GROUP BY {by}"),
            (by, more) => format!(" GROUP BY {by}, {more}"),
        };
        let lead = if by.is_empty() { String::new() } else { format!("{by}, ") };
        let from = format!("FROM ({}) s WHERE {} AND {reach}", self.source.sql, self.any());
        if self.count == FigureCount::MedianWait {
            return format!("SELECT {lead}s.since_on, s.at, COUNT(*) AS n {from} AND s.since_on IS NOT NULL{}", group("s.since_on, s.at"));
        }
        let columns: Vec<String> = (0..self.stretches.len())
            .map(|nth| {
                let within = self.within(nth);
                format!("COUNT(CASE WHEN {within} THEN 1 END) AS n{nth}, COUNT(CASE WHEN {within} AND s.met = 1 THEN 1 END) AS m{nth}")
            })
            .collect();
        format!("SELECT {lead}{} {from}{}", columns.join(", "), group(""))
    }

    /// Adds what one row of the answer says to the tallies of its group.
    pub fn take(&self, row: &QueryResult, tallies: &mut [Tally]) -> Result<(), DbErr> {
        if self.count == FigureCount::MedianWait {
            let since: chrono::NaiveDate = row.try_get("", "since_on")?;
            let day = day_of(row, self.source)?;
            let n: i64 = row.try_get("", "n")?;
            let of = self.stretches.iter().zip(tallies).find(|(stretch, _)| stretch.first <= day && day <= stretch.last);
            if let Some((_, tally)) = of {
                tally.n += n;
                *tally.days.entry((day - since).num_days().max(0)).or_default() += n;
            }
            return Ok(());
        }
        for (nth, tally) in tallies.iter_mut().enumerate() {
            tally.n += row.try_get::<i64>("", &format!("n{nth}"))?;
            tally.met += row.try_get::<i64>("", &format!("m{nth}"))?;
        }
        Ok(())
    }
}

/// The day of a row's `at`.
pub(crate) fn day_of(row: &QueryResult, source: &FigureSource) -> Result<chrono::NaiveDate, DbErr> {
    if source.dated {
        return row.try_get("", "at");
    }
    row.try_get::<chrono::DateTime<chrono::Utc>>("", "at").map(kernel::helsinki_date)
}

/// The rows of the newest stretch themselves, newest first; `reach` and the page's two values come after those of [`Counting::values`].
pub(crate) fn rows(counting: &Counting<'_>, reach: &str, limit: usize) -> String {
    format!(
        "SELECT s.client_id, s.id, s.at, s.since_on, s.met FROM ({}) s WHERE {} AND {reach} ORDER BY s.at DESC, s.id LIMIT ${limit} OFFSET ${}",
        counting.source.sql,
        counting.within(0),
        limit + 1
    )
}

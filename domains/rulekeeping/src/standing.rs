//! Pure: which of a kind's versions count, in what order, and what each is on a day.

use chrono::NaiveDate;

use crate::store::Row;

/// The versions of one kind, in the order they came.
pub struct Standing<'r> {
    rows: Vec<&'r Row>,
}

impl<'r> Standing<'r> {
    pub fn of(rows: &'r [Row], kind: &str) -> Self {
        Self { rows: rows.iter().filter(|row| row.kind == kind).collect() }
    }

    pub fn rows(&self) -> &[&'r Row] {
        &self.rows
    }

    /// What If-Match compares: raised by every new version and every withdrawal.
    pub fn revision(&self) -> i32 {
        let withdrawn = self.rows.iter().filter(|row| row.is_withdrawn()).count();
        self.rows.iter().map(|row| row.number).max().unwrap_or(0) + i32::try_from(withdrawn).unwrap_or(i32::MAX / 2)
    }

    pub fn next_number(&self) -> i32 {
        self.rows.iter().map(|row| row.number).max().unwrap_or(0) + 1
    }

    /// From its first own version on, the county answers for the kind: shipped versions that come later are offered, not used.
    fn first_own(&self) -> Option<i32> {
        self.rows.iter().filter(|row| row.is_county() && !row.is_withdrawn()).map(|row| row.number).min()
    }

    /// Whether a version is used on some day.
    pub fn counts(&self, row: &Row) -> bool {
        if row.is_county() { !row.is_withdrawn() } else { self.first_own().is_none_or(|first| row.number < first) }
    }

    pub fn counting(&self) -> impl Iterator<Item = &'r Row> {
        self.rows.iter().copied().filter(|row| self.counts(row))
    }

    /// The version used on a day: the latest begun; of two with the same first day the later one.
    pub fn on(&self, day: NaiveDate) -> Option<&'r Row> {
        self.counting()
            .filter(|row| row.valid_from <= day)
            .max_by_key(|row| (row.valid_from, row.number))
            .or_else(|| self.counting().min_by_key(|row| (row.valid_from, -row.number)))
    }

    /// The next version that takes over after a day.
    pub fn planned_after(&self, day: NaiveDate) -> Option<&'r Row> {
        let first = self.counting().map(|row| row.valid_from).filter(|from| *from > day).min()?;
        self.on(first)
    }

    /// The last day a version is used before another takes over; `None` while no other does.
    pub fn until(&self, row: &Row) -> Option<NaiveDate> {
        let next = self.counting().map(|other| other.valid_from).filter(|from| *from > row.valid_from).min()?;
        next.pred_opt()
    }

    /// The newest shipped version.
    pub fn shipped(&self) -> Option<&'r Row> {
        self.rows.iter().copied().filter(|row| !row.is_county()).max_by_key(|row| row.number)
    }

    /// The county's newest version that counts.
    pub fn newest_own(&self) -> Option<&'r Row> {
        self.counting().filter(|row| row.is_county()).max_by_key(|row| row.number)
    }

    /// A shipped version newer than the one the county's own rests on.
    pub fn newer_shipped(&self) -> Option<(&'r Row, &'r str)> {
        let own = self.newest_own()?;
        let base = own.base.as_deref()?;
        self.shipped().filter(|shipped| shipped.name != base).map(|shipped| (shipped, base))
    }

    pub fn named(&self, name: &str) -> Option<&'r Row> {
        self.rows.iter().copied().find(|row| row.name == name)
    }
}

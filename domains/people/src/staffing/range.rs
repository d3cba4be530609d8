//! Validity from a day to a day, both included. Pure: the tables of cases below are the rule.

use chrono::NaiveDate;

use crate::error::Error;

/// `to` is the last valid day; open when absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
}

impl Range {
    pub fn new(from: NaiveDate, to: Option<NaiveDate>) -> Self {
        Self { from, to }
    }

    pub fn on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    pub fn overlaps(&self, other: &Range) -> bool {
        self.to.is_none_or(|to| other.from <= to) && other.to.is_none_or(|to| self.from <= to)
    }

    /// Forwards, not over already, beginning no earlier than today.
    ///
    /// # Errors
    /// `/valid_to order`, `/valid_from in_past`.
    pub fn begins_by(&self, today: NaiveDate) -> Result<(), Error> {
        if self.to.is_some_and(|to| to < self.from) {
            return Err(Error::field("/valid_to", "order"));
        }
        if self.from < today {
            return Err(Error::field("/valid_from", "in_past"));
        }
        Ok(())
    }

    /// Within the employment; what has no end ends with it.
    ///
    /// # Errors
    /// `outside_employment` at the day that is.
    pub fn within(self, employment: &Range) -> Result<Self, Error> {
        if self.from < employment.from || employment.to.is_some_and(|end| self.from > end) {
            return Err(Error::field("/valid_from", "outside_employment"));
        }
        match (self.to, employment.to) {
            (Some(to), Some(end)) if to > end => Err(Error::field("/valid_to", "outside_employment")),
            (None, end) => Ok(Self { to: end, ..self }),
            _ => Ok(self),
        }
    }

    /// No day twice.
    ///
    /// # Errors
    /// `/valid_from overlapping`.
    pub fn beside(&self, others: &[Range]) -> Result<(), Error> {
        if others.iter().any(|other| self.overlaps(other)) { Err(Error::field("/valid_from", "overlapping")) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }
    fn r(from: &str, to: &str) -> Range {
        Range::new(d(from), (!to.is_empty()).then(|| d(to)))
    }

    #[test]
    fn both_ends_are_included() {
        for (a, b, meet) in [
            (r("2026-01-01", "2026-01-31"), r("2026-01-31", "2026-02-10"), true),
            (r("2026-01-01", "2026-01-30"), r("2026-01-31", "2026-02-10"), false),
            (r("2026-01-01", ""), r("2030-01-01", ""), true),
            (r("2026-01-01", ""), r("2025-01-01", "2025-12-31"), false),
            (r("2026-01-10", "2026-01-10"), r("2026-01-01", ""), true),
        ] {
            assert_eq!(a.overlaps(&b), meet, "{a:?} {b:?}");
            assert_eq!(b.overlaps(&a), meet, "{b:?} {a:?}");
        }
        assert!(r("2026-01-01", "2026-01-02").on(d("2026-01-02")) && !r("2026-01-01", "2026-01-02").on(d("2026-01-03")));
    }

    #[test]
    fn what_is_given_runs_forwards_within_the_employment() {
        let today = d("2026-06-01");
        assert!(r("2026-06-01", "").begins_by(today).is_ok());
        assert!(r("2026-05-31", "").begins_by(today).is_err());
        assert!(r("2026-06-10", "2026-06-09").begins_by(today).is_err());
        let employment = r("2026-01-01", "2026-12-31");
        assert_eq!(r("2026-06-01", "").within(&employment).unwrap(), r("2026-06-01", "2026-12-31"));
        assert_eq!(r("2026-06-01", "").within(&r("2026-01-01", "")).unwrap(), r("2026-06-01", ""));
        assert!(r("2025-12-31", "").within(&employment).is_err());
        assert!(r("2027-01-01", "").within(&employment).is_err());
        assert!(r("2026-06-01", "2027-01-01").within(&employment).is_err());
        assert!(r("2026-06-01", "2026-06-30").beside(&[r("2026-07-01", ""), r("2026-01-01", "2026-05-31")]).is_ok());
        assert!(r("2026-06-01", "2026-07-01").beside(&[r("2026-07-01", "")]).is_err());
    }
}

use chrono::{Months, NaiveDate};

use rules::{RetentionRule, Since};

/// The beginnings that are known of a person in a rule's register and tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    pub birth: Option<NaiveDate>,
    pub death: Option<NaiveDate>,
    pub last_relation: Option<NaiveDate>,
}

impl Dates {
    fn of(&self, since: Since) -> Option<NaiveDate> {
        match since {
            Since::Birth => self.birth,
            Since::Death => self.death,
            Since::LastRelation => self.last_relation,
            Since::Written | Since::Settled => None,
        }
    }
}

/// The last day on which the data must still be kept: the latest end of the periods whose beginning is known. `None` when no
/// beginning is known, and the data are kept.
pub fn due_on(rule: &RetentionRule, dates: &Dates) -> Option<NaiveDate> {
    let mut last = None;
    for period in &rule.periods {
        if period.unless.is_some_and(|other| dates.of(other).is_some()) {
            continue;
        }
        if let Some(begun) = dates.of(period.from) {
            // A date beyond what the calendar knows is never reached.
            let end = begun.checked_add_months(Months::new(period.years * 12))?;
            last = last.max(Some(end));
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::Rules;

    fn d(text: &str) -> Option<NaiveDate> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn the_last_of_the_known_periods_counts() {
        let shipped = Rules::shipped().unwrap();
        let rules = shipped.retention.on("2026-11-22".parse().unwrap());
        let due = |id: &str, birth, death, last_relation| {
            due_on(rules.body.rules.iter().find(|r| r.id == id).unwrap(), &Dates { birth, death, last_relation })
        };
        let table = [
            ("social_records", d("1930-01-01"), None, d("1990-05-05"), d("2020-05-05")),
            ("social_records", d("1930-01-01"), d("2015-02-28"), d("1990-05-05"), d("2027-02-28")),
            ("social_records", d("1930-01-01"), d("1995-01-01"), d("1990-05-05"), d("2020-05-05")),
            ("social_records", d("1930-01-01"), None, None, None),
            ("child_protection", d("1960-02-29"), None, d("1970-01-01"), d("2035-02-28")),
            ("patient_records", d("1900-01-01"), None, None, d("2020-01-01")),
            ("patient_records", d("1900-01-01"), d("1980-03-01"), None, d("1992-03-01")),
            ("patient_records", None, None, d("1980-03-01"), None),
            ("identity", d("1900-01-01"), d("2016-02-29"), None, d("2028-02-29")),
        ];
        for (id, birth, death, relation, expected) in table {
            assert_eq!(due(id, birth, death, relation), expected, "{id} {birth:?} {death:?} {relation:?}");
        }
    }
}

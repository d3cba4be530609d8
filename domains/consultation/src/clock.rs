//! By when a question is answered, by the rule of its urgency. Pure.

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use kernel::workday::{add_workdays, is_workday, roll_to_workday};
use kernel::{helsinki_date, helsinki_start};
use rules::{ConsultUnit, ConsultUrgency, ConsultationRules};

/// The instant by which it is answered. Working hours run from `opens` to `closes` on working days; of working days the day of asking is
/// not counted and the last one ends at `closes`.
pub(crate) fn answer_by(rules: &ConsultationRules, rule: &ConsultUrgency, at: DateTime<Utc>) -> DateTime<Utc> {
    match rule.unit {
        ConsultUnit::Days => o_clock(add_workdays(helsinki_date(at), rule.amount), rules.closes),
        ConsultUnit::Hours => {
            let (mut day, mut now) = (helsinki_date(at), at);
            let mut left = Duration::hours(i64::from(rule.amount));
            loop {
                if is_workday(day) {
                    let (opens, closes) = (o_clock(day, rules.opens), o_clock(day, rules.closes));
                    let from = now.max(opens);
                    // A rule whose day does not end after it begins is refused when it is read.
                    if from + left <= closes || closes <= opens {
                        return from + left;
                    }
                    left -= (closes - from).max(Duration::zero());
                }
                let Some(next) = day.checked_add_days(Days::new(1)) else { return now };
                day = roll_to_workday(next);
                now = o_clock(day, rules.opens);
            }
        }
    }
}

/// So many hours from the beginning of a Finnish day. The clocks are turned on Sundays only.
fn o_clock(day: NaiveDate, hour: u32) -> DateTime<Utc> {
    helsinki_start(day) + Duration::hours(i64::from(hour))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::Rules;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn hours_run_while_the_specialists_work_and_days_end_with_their_last_hour() {
        let rules = Rules::shipped().unwrap();
        let set = &rules.consultation.on("2026-11-20".parse().unwrap()).body;
        let by = |code: &str, from: &str| answer_by(set, set.urgency(code).unwrap(), at(from));
        // Friday 20 November, 10 in the morning in Finland.
        assert_eq!(by("same_day", "2026-11-20T08:00:00Z"), at("2026-11-20T12:00:00Z"));
        // At three in the afternoon an hour is left of Friday and three are Monday's.
        assert_eq!(by("same_day", "2026-11-20T13:00:00Z"), at("2026-11-23T09:00:00Z"));
        // On Saturday, and before the doors open.
        assert_eq!(by("same_day", "2026-11-21T13:00:00Z"), at("2026-11-23T10:00:00Z"));
        assert_eq!(by("same_day", "2026-11-20T02:00:00Z"), at("2026-11-20T10:00:00Z"));
        assert_eq!(by("soon", "2026-11-20T08:00:00Z"), at("2026-11-24T14:00:00Z"));
    }
}

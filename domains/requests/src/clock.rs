//! Whose turn it is and by when: working days, by the rule of the kind. Pure.

use chrono::NaiveDate;
use kernel::workday::{add_workdays, workdays_between};
use rules::RequestRule;

use crate::model::{RequestSide, RequestState};

/// In whose hands a request is; nobody's when it is over.
pub(crate) fn waits_for(state: RequestState, asked: bool) -> Option<RequestSide> {
    match state {
        RequestState::Sent | RequestState::Accepted if asked => Some(RequestSide::Sender),
        RequestState::Sent | RequestState::Accepted => Some(RequestSide::Receiver),
        RequestState::Declined | RequestState::Done => Some(RequestSide::Sender),
        RequestState::Followed | RequestState::Withdrawn => None,
    }
}

/// The receiver's day for an answer.
pub(crate) fn to_answer(rule: &RequestRule, from: NaiveDate) -> NaiveDate {
    add_workdays(from, rule.answer_days)
}

/// The receiver's day for doing it.
pub(crate) fn to_do(rule: &RequestRule, from: NaiveDate) -> NaiveDate {
    add_workdays(from, rule.do_days)
}

/// The sender's day: for an answer, for sending on, for seeing the result.
pub(crate) fn of_sender(rule: &RequestRule, from: NaiveDate) -> NaiveDate {
    add_workdays(from, rule.sender_days)
}

/// The receiver's day once the question asked on `asked` is answered: the days the answer took are theirs back when the rule lets their
/// clock stand.
pub(crate) fn after_answer(rule: &RequestRule, kept: NaiveDate, asked: NaiveDate, today: NaiveDate) -> NaiveDate {
    let waited = if rule.asking_stops { u32::try_from(workdays_between(asked, today)).unwrap_or(0) } else { 0 };
    add_workdays(kept, waited)
}

/// Working days left to a day, of which the day itself is the last; negative when it has passed.
pub(crate) fn days_left(today: NaiveDate, due: NaiveDate) -> i64 {
    workdays_between(today, due)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::Rules;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_question_gives_the_receiver_the_days_of_the_answer_back() {
        let rules = Rules::shipped().unwrap();
        let shipped = rules.requests.on(day("2026-11-18")).body.kind("physio_assessment").unwrap().clone();
        // Wednesday 18 November; Independence Day is a Sunday.
        assert_eq!(to_answer(&shipped, day("2026-11-18")), day("2026-11-23"));
        // Asked on Thursday, answered on Tuesday: three working days.
        let (kept, asked, answered) = (day("2026-11-23"), day("2026-11-19"), day("2026-11-24"));
        assert_eq!(after_answer(&shipped, kept, asked, answered), day("2026-11-26"));
        let running = RequestRule { asking_stops: false, ..shipped };
        assert_eq!(after_answer(&running, kept, asked, answered), kept);
    }

    #[test]
    fn it_is_always_in_somebody_s_hands_until_it_is_over() {
        for state in RequestState::ALL {
            let over = matches!(state, RequestState::Followed | RequestState::Withdrawn);
            assert_eq!(waits_for(*state, false).is_none(), over, "{state}");
        }
        assert_eq!(waits_for(RequestState::Accepted, true), Some(RequestSide::Sender));
    }
}

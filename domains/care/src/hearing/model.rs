use chrono::{DateTime, NaiveDate, Utc};
use people::PersonRef;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How a hearing ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answered {
    /// The client answered on their own side.
    Client,
    /// Somebody who acts for the client answered on their own side.
    Representative,
    /// A professional wrote down what the client said.
    Staff,
    /// The time ran out without an answer, and that was written down.
    NoAnswer,
}

impl Answered {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Representative => "representative",
            Self::Staff => "staff",
            Self::NoAnswer => "no_answer",
        }
    }
    pub(super) fn parse(code: &str) -> Option<Self> {
        [Self::Client, Self::Representative, Self::Staff, Self::NoAnswer].into_iter().find(|a| a.code() == code)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Hearing {
    pub id: Uuid,
    pub version: i32,
    pub client_id: Uuid,
    pub question: String,
    pub asked_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<PersonRef>,
    /// The last day to answer.
    pub answer_by: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered: Option<Answered>,
    pub no_answer: bool,
    pub permitted_actions: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHearing {
    /// What is asked, and what is intended: the client must know what they answer to.
    pub question: String,
    /// The last day to answer; after today.
    pub answer_by: NaiveDate,
    /// Which client of the matter is heard; the main one, when left out.
    pub client_id: Option<Uuid>,
}

/// An answer in words, or that there was none.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HearingAnswer {
    pub text: Option<String>,
    #[serde(default)]
    pub no_answer: bool,
}

/// Where the hearings of one client in one matter stand, for a decision that refuses something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has asked.
    NotHeard,
    /// Asked, and the client still has time.
    TimeLeft(NaiveDate),
    /// Answered, or the time ran out.
    Heard,
}

/// One hearing as far as [`standing`] asks.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub answer_by: NaiveDate,
    pub answered: bool,
}

/// Every question asked must have been answered or its time have run out; the last day to answer is the client's own still.
pub fn standing(hearings: impl IntoIterator<Item = Asked>, today: NaiveDate) -> Standing {
    let mut any = false;
    let mut latest: Option<NaiveDate> = None;
    for hearing in hearings {
        any = true;
        if !hearing.answered && hearing.answer_by >= today {
            latest = latest.max(Some(hearing.answer_by));
        }
    }
    match (any, latest) {
        (false, _) => Standing::NotHeard,
        (true, Some(day)) => Standing::TimeLeft(day),
        (true, None) => Standing::Heard,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_heard_when_all_is_answered_or_out_of_time() {
        let d = |text: &str| -> NaiveDate { text.parse().unwrap() };
        let h = |by: &str, answered| Asked { answer_by: d(by), answered };
        let today = d("2026-11-21");
        let cases: [(&[Asked], Standing); 6] = [
            (&[], Standing::NotHeard),
            (&[h("2026-11-21", false)], Standing::TimeLeft(d("2026-11-21"))),
            (&[h("2026-11-20", false)], Standing::Heard),
            (&[h("2026-12-01", true)], Standing::Heard),
            (&[h("2026-12-01", true), h("2026-11-30", false)], Standing::TimeLeft(d("2026-11-30"))),
            (&[h("2026-11-01", false), h("2026-11-10", true)], Standing::Heard),
        ];
        for (asked, expected) in cases {
            assert_eq!(standing(asked.iter().copied(), today), expected, "{asked:?}");
        }
    }
}

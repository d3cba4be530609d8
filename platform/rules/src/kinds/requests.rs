use chrono::NaiveDate;
use kernel::{Text, codes};
use serde::{Deserialize, Serialize};

use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

codes! {
    /// What sort of thing is asked for (FHIR ServiceRequest.category in plain words).
    RequestClass {
        Examination => "examination", Measurement => "measurement", Procedure => "procedure", Service => "service", Order => "order",
    }
}

codes! {
    /// What can cover a need. Each is told by the room that keeps it (`store::CoverSource` of the same code): one more is a line here and
    /// one there.
    Covering {
        Measurement => "measurement", Entry => "entry", Assessment => "assessment", Appointment => "appointment", Request => "request",
    }
}

codes! {
    /// What is about to begin, before which it is asked what covers it already.
    Starting { Request => "request", Measure => "measure", Assessment => "assessment" }
}

/// Service requests (U13): what can be asked for, in what time it is answered and done, why it can be declined, and what has been done
/// already that covers it (E3).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requests {
    pub kinds: Vec<RequestRule>,
    pub declines: Vec<DeclineRule>,
    pub needs: Vec<CoveredNeed>,
}

/// One kind of request. Days are working days.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestRule {
    pub code: String,
    pub class: RequestClass,
    pub name: Text,
    /// What the receiver has to be told.
    pub needs: Text,
    /// The code of a classification, where there is one, and whose.
    pub coded: Option<String>,
    /// It is asked for by nobody new from this day on; those that are open are finished.
    pub until: Option<NaiveDate>,
    /// In how many days it is accepted, declined or asked back.
    pub answer_days: u32,
    /// In how many days it is done once it was accepted.
    pub do_days: u32,
    /// In how many days the sender answers a question, sends on what was declined, and sees the result.
    pub sender_days: u32,
    /// While a question waits for its answer the receiver's clock stands.
    pub asking_stops: bool,
    /// The need that what is done already may cover.
    pub covered_by: Option<String>,
    /// Law or instruction, as far as known; see `mark`.
    pub law: String,
    pub mark: Mark,
}

/// A reason for declining.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclineRule {
    pub code: String,
    pub label: Text,
    /// The sender cannot do with the reason alone: words are needed.
    pub words: bool,
}

/// Something that is wanted to be known or done, and what covers it for how long.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoveredNeed {
    pub code: String,
    pub name: Text,
    pub by: Vec<CoverRule>,
    /// Measures of functional ability before which it is asked.
    #[serde(default)]
    pub measures: Vec<String>,
    /// Whether it is asked before an assessment begins.
    #[serde(default)]
    pub assessment: bool,
    pub law: String,
    pub mark: Mark,
}

/// What covers a need.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverRule {
    pub source: Covering,
    /// The source's own codes: a measure, a LOINC code, a kind of request, a service task.
    pub codes: Vec<String>,
    /// Days back for which it holds.
    pub days: u32,
    /// Days ahead: what has been booked.
    #[serde(default)]
    pub ahead: u32,
}

impl Requests {
    pub fn kind(&self, code: &str) -> Option<&RequestRule> {
        self.kinds.iter().find(|one| one.code == code)
    }

    pub fn decline(&self, code: &str) -> Option<&DeclineRule> {
        self.declines.iter().find(|one| one.code == code)
    }

    fn need(&self, code: &str) -> Option<&CoveredNeed> {
        self.needs.iter().find(|one| one.code == code)
    }

    /// The need that may be covered already when something is about to begin; none when no rule speaks of it.
    pub fn need_of(&self, starting: Starting, code: &str) -> Option<&CoveredNeed> {
        match starting {
            Starting::Request => self.need(self.kind(code)?.covered_by.as_deref()?),
            Starting::Measure => self.needs.iter().find(|one| one.measures.iter().any(|measure| measure == code)),
            Starting::Assessment => self.needs.iter().find(|one| one.assessment),
        }
    }
}

impl RequestRule {
    /// Whether it can be asked for on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.until.is_none_or(|until| day < until)
    }
}

impl RuleKind for Requests {
    const KIND: &'static str = "requests";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.unique("kinds", "code", self.kinds.iter().map(|one| one.code.as_str()));
        faults.unique("declines", "code", self.declines.iter().map(|one| one.code.as_str()));
        faults.unique("needs", "code", self.needs.iter().map(|one| one.code.as_str()));
        if self.declines.is_empty() {
            faults.add(None, "declines", "empty", "is empty");
        }
        for (index, kind) in self.kinds.iter().enumerate() {
            faults.enter("kinds", index);
            let code = kind.code.as_str();
            faults.text(code, "name", &kind.name);
            faults.text(code, "needs", &kind.needs);
            if kind.law.trim().is_empty() {
                faults.add(Some(code), "law", "law_missing", "is empty");
            }
            for (field, days) in [("answer_days", kind.answer_days), ("do_days", kind.do_days), ("sender_days", kind.sender_days)] {
                if !(1..=250).contains(&days) {
                    faults.add(Some(code), field, "number_range", "must be from 1 to 250").param("least", "1").param("most", "250");
                }
            }
            if let Some(need) = kind.covered_by.as_deref().filter(|need| self.need(need).is_none()) {
                faults.add(Some(code), "covered_by", "request_need", format!("`{need}` is not among needs")).param("found", need);
            }
        }
        for (index, decline) in self.declines.iter().enumerate() {
            faults.enter("declines", index);
            faults.text(&decline.code, "label", &decline.label);
        }
        for (index, need) in self.needs.iter().enumerate() {
            faults.enter("needs", index);
            let code = need.code.as_str();
            faults.text(code, "name", &need.name);
            if need.law.trim().is_empty() {
                faults.add(Some(code), "law", "law_missing", "is empty");
            }
            if need.by.is_empty() {
                faults.add(Some(code), "by", "empty", "is empty");
            }
            for (at, by) in need.by.iter().enumerate() {
                if by.codes.is_empty() {
                    faults.add(Some(code), &format!("by[{at}].codes"), "empty", "is empty");
                }
                for (field, days) in [("days", by.days), ("ahead", by.ahead)] {
                    if days > 1_100 {
                        faults
                            .add(Some(code), &format!("by[{at}].{field}"), "number_range", "must be from 0 to 1100")
                            .param("least", "0")
                            .param("most", "1100");
                    }
                }
            }
        }
        faults.leave();
    }
}

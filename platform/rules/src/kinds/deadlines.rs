use chrono::NaiveDate;
use kernel::Text;
use serde::{Deserialize, Serialize};

use crate::codes::{Happening, LimitKind};
use crate::condition::{Condition, Facts};
use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

/// The statutory time limits of matters.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadlines {
    pub rules: Vec<DeadlineRule>,
}

/// One time limit: what starts it, for whom, how long it is, what meets it and what may pause it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeadlineRule {
    /// Stable id; stored with every clock.
    pub id: String,
    /// What must be done, as a screen shows it.
    pub label: Text,
    /// How the section was read where it can be read in more ways than one.
    #[serde(default)]
    pub reading: Option<String>,
    /// Law and section, abbreviated: `SHL 36 §`.
    pub section: String,
    pub mark: Mark,
    /// First day on which the rule starts clocks; always, when not given.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// Last day on which it starts clocks; clocks that run keep running.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    pub trigger: Happening,
    /// Starts when one of these holds; always, when there are none.
    #[serde(default)]
    pub when: Vec<Condition>,
    /// Does not start when one of these holds.
    #[serde(default)]
    pub unless: Vec<Condition>,
    pub limit: Limit,
    /// Given when the time runs from the day the client is deemed to have received something.
    #[serde(default)]
    pub receipt: Option<Receipt>,
    /// Whose time it is: the county's duty can be overdue, the client's own time only ends.
    #[serde(default)]
    pub duty: Duty,
    /// What meets it: any one of these.
    pub stops: Vec<Happening>,
    /// What ends it without its being met.
    #[serde(default = "closed")]
    pub ends: Vec<Happening>,
    #[serde(default)]
    pub pauses: Vec<PauseRule>,
}

/// How long a time is. The day of the start is never counted (150/1930 2 §).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Limit {
    /// The `count`th workday.
    Workdays { count: u32 },
    /// The `count`th calendar day; with `roll` a last day that is no workday moves to the next one.
    Days {
        count: u32,
        #[serde(default)]
        roll: bool,
    },
    /// The same day `count` months later, the month's last day where there is none.
    Months {
        count: u32,
        #[serde(default)]
        roll: bool,
    },
    /// The same day: nothing may wait till tomorrow.
    Immediate {},
    /// No date in the law; shown, never overdue by itself.
    WithoutDelay {},
}

impl Limit {
    pub const fn kind(self) -> LimitKind {
        match self {
            Self::Workdays { .. } => LimitKind::Workdays,
            Self::Days { .. } => LimitKind::Days,
            Self::Months { .. } => LimitKind::Months,
            Self::Immediate {} => LimitKind::Immediate,
            Self::WithoutDelay {} => LimitKind::WithoutDelay,
        }
    }
}

/// Calendar days from sending until a notice is deemed received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    pub letter_days: u32,
    pub electronic_days: u32,
    pub in_person_days: u32,
}

impl Receipt {
    /// Days for a way of giving notice.
    pub const fn days(self, notice: Notice) -> u32 {
        match notice {
            Notice::Letter => self.letter_days,
            Notice::Electronic => self.electronic_days,
            Notice::InPerson => self.in_person_days,
        }
    }
}

/// How a client was given notice of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    Letter,
    Electronic,
    InPerson,
}

impl Notice {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Electronic => "electronic",
            Self::InPerson => "in_person",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        [Self::Letter, Self::Electronic, Self::InPerson].into_iter().find(|notice| notice.code() == code)
    }
}

/// Whose a time is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    #[default]
    County,
    Client,
}

/// A reason for which a clock may be paused.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PauseRule {
    /// A code of `pause_reasons` in the needs.
    pub reason: String,
    pub section: String,
    pub mark: Mark,
    /// Whether the pause moves the due date. With `none` the pause is only told: the law gives no more time.
    pub shift: Shift,
}

/// What a pause does to the due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shift {
    None,
    /// By the calendar days paused.
    Days,
    /// By the workdays paused.
    Workdays,
}

fn closed() -> Vec<Happening> {
    vec![Happening::MatterClosed]
}

impl Deadlines {
    pub fn rule(&self, id: &str) -> Option<&DeadlineRule> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}

impl DeadlineRule {
    /// True when the rule starts a clock for these facts on `facts.on`; whether its trigger happened is the caller's to know.
    pub fn applies(&self, facts: &Facts) -> bool {
        self.valid_from.is_none_or(|from| from <= facts.on)
            && self.valid_to.is_none_or(|to| facts.on <= to)
            && (self.when.is_empty() || self.when.iter().any(|condition| condition.holds(facts)))
            && !self.unless.iter().any(|condition| condition.holds(facts))
    }

    pub fn pause(&self, reason: &str) -> Option<&PauseRule> {
        self.pauses.iter().find(|pause| pause.reason == reason)
    }
}

impl RuleKind for Deadlines {
    const KIND: &'static str = "deadlines";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.unique("id", self.rules.iter().map(|rule| rule.id.as_str()));
        for rule in &self.rules {
            let id = rule.id.as_str();
            faults.text(id, "label", &rule.label);
            if rule.section.trim().is_empty() {
                faults.add(Some(id), "section", "is empty: a time limit names its law");
            }
            if let (Some(from), Some(to)) = (rule.valid_from, rule.valid_to)
                && to < from
            {
                faults.add(Some(id), "valid_to", "is before valid_from");
            }
            if let Limit::Workdays { count } | Limit::Days { count, .. } | Limit::Months { count, .. } = rule.limit
                && !(1..=3_650).contains(&count)
            {
                faults.add(Some(id), "limit.count", "must be from 1 to 3650");
            }
            if rule.stops.is_empty() {
                faults.add(Some(id), "stops", "is empty: nothing could ever meet the limit");
            }
            if rule.stops.iter().any(|stop| rule.ends.contains(stop)) {
                faults.add(Some(id), "ends", "has a happening that is also in stops");
            }
            if rule.ends.contains(&rule.trigger) {
                faults.add(Some(id), "ends", "has the trigger: the clock would end as it starts");
            }
            if rule.receipt.is_some() && rule.trigger != Happening::DecisionSent {
                faults.add(Some(id), "receipt", "needs the trigger decision_sent");
            }
            for (index, condition) in rule.when.iter().chain(&rule.unless).enumerate() {
                if let (Some(least), Some(below)) = (condition.age_at_least, condition.age_below)
                    && below <= least
                {
                    faults.add(Some(id), &format!("condition {}", index + 1), "age_below is not above age_at_least: it can never hold");
                }
            }
            if rule.unless.contains(&Condition::default()) {
                faults.add(Some(id), "unless", "has an empty condition: the rule would never start");
            }
            for (index, pause) in rule.pauses.iter().enumerate() {
                if pause.section.trim().is_empty() {
                    faults.add(Some(id), &format!("pauses[{index}].section"), "is empty: a pause names its law");
                }
                if rule.pauses.iter().take(index).any(|other| other.reason == pause.reason) {
                    faults.add(Some(id), &format!("pauses[{index}].reason"), "is there twice");
                }
            }
        }
    }
}

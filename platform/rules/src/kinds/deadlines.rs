use chrono::NaiveDate;
use kernel::Text;
use serde::{Deserialize, Serialize};

use crate::codes::{Happening, LimitKind};
use crate::condition::{self, Condition, Facts};
use crate::error::Faults;
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
    /// Days for a way of giving notice; `None` for one that proves the day itself: the time begins when that day is recorded.
    pub const fn days(self, notice: Notice) -> Option<u32> {
        match notice {
            Notice::Letter => Some(self.letter_days),
            Notice::Electronic => Some(self.electronic_days),
            Notice::InPerson => Some(self.in_person_days),
            Notice::VerifiedLetter | Notice::VerifiedElectronic => None,
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
    /// A letter against an acknowledgement of receipt (434/2003 60 §).
    VerifiedLetter,
    /// An electronic notice fetched with identification (13/2003 18 §).
    VerifiedElectronic,
}

impl Notice {
    pub const ALL: &'static [Notice] = &[Self::Letter, Self::Electronic, Self::InPerson, Self::VerifiedLetter, Self::VerifiedElectronic];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Electronic => "electronic",
            Self::InPerson => "in_person",
            Self::VerifiedLetter => "verified_letter",
            Self::VerifiedElectronic => "verified_electronic",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|notice| notice.code() == code)
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

    /// The rule of an id that is in force on a day: one rule may stand in the file more than once, each for its own time.
    /// Where none is in force that day, the last one begun before it, or the first of all.
    pub fn rule_on(&self, id: &str, day: NaiveDate) -> Option<&DeadlineRule> {
        let all = || self.rules.iter().filter(|rule| rule.id == id);
        let begun = |rule: &&DeadlineRule| rule.valid_from.is_none_or(|from| from <= day);
        all()
            .find(|rule| begun(rule) && rule.valid_to.is_none_or(|to| day <= to))
            .or_else(|| all().filter(begun).max_by_key(|rule| rule.valid_from))
            .or_else(|| all().next())
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
        for (index, rule) in self.rules.iter().enumerate() {
            faults.enter("rules", index);
            rule.check(faults);
        }
        faults.leave();
        self.check_validity(faults);
    }
}

impl Deadlines {
    /// Rules that follow each other (one id, or the same trigger, conditions and stops) must do so day by day: on no day two,
    /// on no day between them none.
    fn check_validity(&self, faults: &mut Faults<'_>) {
        let mut told = vec![false; self.rules.len()];
        for (index, rule) in self.rules.iter().enumerate() {
            if told.get(index).copied().unwrap_or(true) {
                continue;
            }
            let mut row: Vec<(usize, &DeadlineRule)> =
                self.rules.iter().enumerate().filter(|(_, other)| other.id == rule.id || other.follows(rule)).collect();
            for (place, _) in &row {
                if let Some(told) = told.get_mut(*place) {
                    *told = true;
                }
            }
            row.sort_by_key(|(place, rule)| (rule.valid_from, *place));
            for pair in row.windows(2) {
                let [(_, before), (place, after)] = pair else { continue };
                faults.enter("rules", *place);
                let whole = before.valid_to.is_none() && after.valid_from.is_none();
                if whole && before.id == after.id {
                    faults.add(Some(&after.id), "id", "twice", "is there twice");
                    continue;
                }
                match (before.valid_to, after.valid_from) {
                    (Some(end), Some(begin)) if end < begin => {
                        let gap = end.succ_opt().filter(|day| *day < begin).zip(begin.pred_opt());
                        if let Some((from, to)) = gap {
                            let problem = format!("leaves {from} to {to} without a rule: `{}` ends on {end}", before.id);
                            let told = faults.add(Some(&after.id), "valid_from", "validity_gap", problem);
                            told.param("other", &before.id).param("from", from.to_string()).param("to", to.to_string());
                        }
                    }
                    _ => {
                        let field = if after.valid_from.is_some() { "valid_from" } else { "id" };
                        let end = before.valid_to.map_or_else(|| "for good".to_owned(), |end| format!("until {end}"));
                        let problem = format!("is in force at the same time as `{}`, which says the same and is valid {end}", before.id);
                        faults.add(Some(&after.id), field, "validity_overlap", problem).param("other", &before.id);
                    }
                }
            }
        }
        faults.leave();
    }
}

impl DeadlineRule {
    /// Whether two rules are one rule at different times.
    fn follows(&self, other: &Self) -> bool {
        self.trigger == other.trigger
            && self.stops == other.stops
            && self.when == other.when
            && self.unless == other.unless
            && self.duty == other.duty
            && self.section == other.section
    }

    fn check(&self, faults: &mut Faults<'_>) {
        let id = self.id.as_str();
        if id.trim().is_empty() {
            faults.add(None, "id", "empty", "is empty");
        }
        faults.text(id, "label", &self.label);
        if self.section.trim().is_empty() {
            faults.add(Some(id), "section", "law_missing", "is empty: a time limit names its law");
        }
        if let (Some(from), Some(to)) = (self.valid_from, self.valid_to)
            && to < from
        {
            faults.add(Some(id), "valid_to", "validity_backwards", "is before valid_from");
        }
        let most = match self.limit {
            Limit::Workdays { .. } => 1_300,
            Limit::Days { .. } => 3_650,
            Limit::Months { .. } => 120,
            Limit::Immediate {} | Limit::WithoutDelay {} => 0,
        };
        if let Limit::Workdays { count } | Limit::Days { count, .. } | Limit::Months { count, .. } = self.limit
            && !(1..=most).contains(&count)
        {
            let problem = format!("must be from 1 to {most} {}", self.limit.kind());
            faults
                .add(Some(id), "limit.count", "limit_count", problem)
                .param("most", most.to_string())
                .param("unit", self.limit.kind().code());
        }
        if self.stops.is_empty() {
            faults.add(Some(id), "stops", "never_met", "is empty: nothing could ever meet the limit");
        }
        if self.stops.iter().any(|stop| self.ends.contains(stop)) {
            faults.add(Some(id), "ends", "stops_and_ends", "has a happening that is also in stops");
        }
        if self.ends.contains(&self.trigger) {
            faults.add(Some(id), "ends", "ends_with_trigger", "has the trigger: the clock would end as it starts");
        }
        if self.receipt.is_some() && self.trigger != Happening::DecisionSent {
            faults.add(Some(id), "receipt", "receipt_without_decision", "needs the trigger decision_sent");
        }
        condition::check(faults, id, &self.when, &self.unless);
        for (index, pause) in self.pauses.iter().enumerate() {
            if pause.section.trim().is_empty() {
                faults.add(Some(id), &format!("pauses[{index}].section"), "law_missing", "is empty: a pause names its law");
            }
            if self.pauses.iter().take(index).any(|other| other.reason == pause.reason) {
                faults.add(Some(id), &format!("pauses[{index}].reason"), "twice", "is there twice");
            }
            let field = format!("pauses[{index}].shift");
            match (pause.shift, self.limit) {
                (Shift::None, _) | (Shift::Workdays, Limit::Workdays { .. }) | (Shift::Days, Limit::Days { .. } | Limit::Months { .. }) => {
                }
                (Shift::Days | Shift::Workdays, Limit::Immediate {} | Limit::WithoutDelay {}) => {
                    faults.add(Some(id), &field, "pause_without_date", "moves a date, but the limit has none: write `none`");
                }
                (Shift::Days, Limit::Workdays { .. }) => {
                    let problem = "counts calendar days, but the limit counts workdays: write `workdays`";
                    faults.add(Some(id), &field, "pause_unit", problem).param("expected", "workdays");
                }
                (Shift::Workdays, Limit::Days { .. } | Limit::Months { .. }) => {
                    let problem = "counts workdays, but the limit counts calendar days: write `days`";
                    faults.add(Some(id), &field, "pause_unit", problem).param("expected", "days");
                }
            }
        }
    }
}

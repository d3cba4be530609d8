//! Statutory clocks: which start, when they are due, what pauses, meets or ends them.
//!
//! Pure: the rules are data ([`rules::Deadlines`]), dates are handed in, a change gives a new [`Clock`]. Counting of days is
//! [`kernel::workday`]'s (150/1930). A clock keeps the rule's id, version, section and mark, so that what was told to a
//! client yesterday can be explained tomorrow with the rules of then.

use chrono::NaiveDate;
use kernel::Text;
use kernel::workday::{add_days, add_months, add_workdays, roll_to_workday, workdays_between};
use rules::{ClockState, DeadlineRule, Deadlines, Duty, Facts, Happening, Limit, LimitKind, Mark, Notice, RuleSet, Rules, Shift, Versions};
use uuid::Uuid;

/// One running, paused or stopped time limit of a matter.
#[derive(Clone, Debug, PartialEq)]
pub struct Clock {
    /// Id of the rule and the version of the set it was read from.
    pub rule: String,
    pub rule_version: String,
    pub section: String,
    pub mark: Mark,
    pub label: Text,
    pub kind: LimitKind,
    /// The day that is not counted: of the happening, or of the deemed receipt.
    pub started_on: NaiveDate,
    /// Last day in time. `None` where the law says "without delay".
    pub due_on: Option<NaiveDate>,
    pub state: ClockState,
    /// The pause under way.
    pub paused_on: Option<NaiveDate>,
    pub pause_reason: Option<String>,
    /// Section that allows the pause.
    pub pause_law: Option<String>,
    /// By how many days the pauses so far moved the due date: calendar days or workdays, as the rule says.
    pub paused_days: u32,
    /// The day it was met, missed or ended.
    pub stopped_on: Option<NaiveDate>,
    /// What it is about, when a matter can have several of the rule at once: a decision or a review.
    pub about: Option<Uuid>,
}

/// What a happening is told with besides the matter's facts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Given {
    /// How a decision was given ([`Happening::DecisionSent`]). Without it a letter is assumed, the way that leaves the client
    /// most time.
    pub notice: Option<Notice>,
    /// The decision or review it is about.
    pub about: Option<Uuid>,
    /// The day the client is shown to have received it; goes before what the rule deems.
    pub received_on: Option<NaiveDate>,
}

/// Where a clock stands today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub state: ClockState,
    /// Workdays after today up to and including the due date; 0 on the due date, negative after it. During a pause that
    /// moves the due date, what was left when it began.
    pub workdays_left: Option<i64>,
    /// The county's duty is late. Never true of the client's own time or of a stopped clock.
    pub overdue: bool,
}

/// Why a clock cannot be paused or resumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockRefusal {
    #[error("the clock has stopped")]
    Stopped,
    #[error("the clock is paused already")]
    AlreadyPaused,
    #[error("the clock is not paused")]
    NotPaused,
    #[error("the law gives no such reason to pause this time limit")]
    ReasonNotAllowed,
    #[error("the time limit has passed: a pause does not undo it")]
    AlreadyOverdue,
    #[error("the date is before the clock started or was paused")]
    DatesOutOfOrder,
}

impl ClockRefusal {
    /// Stable code of the refusal for the screens.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Stopped => "clock_stopped",
            Self::AlreadyPaused => "clock_already_paused",
            Self::NotPaused => "clock_not_paused",
            Self::ReasonNotAllowed => "pause_reason_not_allowed",
            Self::AlreadyOverdue => "clock_already_overdue",
            Self::DatesOutOfOrder => "dates_out_of_order",
        }
    }
}

/// What a happening does to a matter's clocks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Clocks that stopped: their place in the given list and how they are now.
    pub stopped: Vec<(usize, Clock)>,
    pub started: Vec<Clock>,
}

/// Tells a matter's clocks that something happened on `facts.on`: first those that it meets or ends stop, then those that
/// it starts are started, by the rules in force that day. A rule whose clock still runs is not started twice.
///
/// In a clock started by a decision's notice `started_on` is the day of receipt, deemed or shown.
pub fn apply(rules: &Rules, facts: &Facts, clocks: &[Clock], what: Happening, notice: Option<Notice>) -> Changes {
    apply_to(rules, facts, clocks, what, Given { notice, ..Given::default() })
}

/// As [`apply`], with more of what happened. A clock that is about one thing is neither stopped nor held back by what happens
/// to another.
pub fn apply_to(rules: &Rules, facts: &Facts, clocks: &[Clock], what: Happening, given: Given) -> Changes {
    let stopped: Vec<(usize, Clock)> = clocks
        .iter()
        .enumerate()
        .filter(|(_, clock)| given.about.is_none() || clock.about.is_none() || clock.about == given.about)
        .filter_map(|(index, clock)| Some((index, clock.happened(rule_of(&rules.deadlines, clock)?, what, facts.on)?)))
        .collect();
    let still_runs = |rule: &str| {
        clocks
            .iter()
            .enumerate()
            .filter(|(_, clock)| clock.about == given.about)
            .any(|(index, clock)| clock.rule == rule && clock.is_open() && !stopped.iter().any(|(stopped, _)| *stopped == index))
    };
    let started =
        starting_with(rules.deadlines.on(facts.on), facts, what, given).into_iter().filter(|clock| !still_runs(&clock.rule)).collect();
    Changes { stopped, started }
}

/// The clocks that a happening on `facts.on` starts by one version of the rules; the lobby shows them before sending.
pub fn starting(set: &RuleSet<Deadlines>, facts: &Facts, what: Happening, notice: Option<Notice>) -> Vec<Clock> {
    starting_with(set, facts, what, Given { notice, ..Given::default() })
}

fn starting_with(set: &RuleSet<Deadlines>, facts: &Facts, what: Happening, given: Given) -> Vec<Clock> {
    set.body
        .rules
        .iter()
        .filter(|rule| rule.trigger == what && rule.applies(facts))
        .filter_map(|rule| {
            let started_on = match (rule.receipt, given.received_on) {
                (None, _) => facts.on,
                (Some(_), Some(day)) => day,
                // What proves the day itself begins no time before the day is known.
                (Some(receipt), None) => add_days(facts.on, receipt.days(given.notice.unwrap_or(Notice::Letter))?),
            };
            Some(Clock {
                rule: rule.id.clone(),
                rule_version: set.version.clone(),
                section: rule.section.clone(),
                mark: rule.mark,
                label: rule.label.clone(),
                kind: rule.limit.kind(),
                started_on,
                due_on: due(rule.limit, started_on),
                state: ClockState::Running,
                paused_on: None,
                pause_reason: None,
                pause_law: None,
                paused_days: 0,
                stopped_on: None,
                about: given.about,
            })
        })
        .collect()
}

/// The rule of a clock: that of the version it was started by, or of the version in force on its first day when that
/// version is not loaded any more.
pub fn rule_of<'r>(versions: &'r Versions<Deadlines>, clock: &Clock) -> Option<&'r DeadlineRule> {
    let set = versions.version(&clock.rule_version).unwrap_or_else(|| versions.on(clock.started_on));
    set.body.rule_on(&clock.rule, clock.started_on)
}

/// The open clock of the county's own duty that is due first; those without a date come last. The client's own time
/// (appeal) is not among them.
pub fn next_due<'c>(rules: &Rules, clocks: &'c [Clock]) -> Option<&'c Clock> {
    clocks
        .iter()
        .filter(|clock| clock.is_open() && rule_of(&rules.deadlines, clock).is_none_or(|rule| rule.duty == Duty::County))
        .min_by_key(|clock| (clock.due_on.is_none(), clock.due_on, clock.started_on))
}

/// Last day in time; the day of the start is not counted.
fn due(limit: Limit, start: NaiveDate) -> Option<NaiveDate> {
    match limit {
        Limit::Workdays { count } => Some(add_workdays(start, count)),
        Limit::Days { count, roll } => Some(rolled(add_days(start, count), roll)),
        Limit::Months { count, roll } => Some(rolled(add_months(start, count), roll)),
        Limit::Immediate {} => Some(start),
        Limit::WithoutDelay {} => None,
    }
}

fn rolled(day: NaiveDate, roll: bool) -> NaiveDate {
    if roll { roll_to_workday(day) } else { day }
}

impl Clock {
    /// Running or paused.
    pub fn is_open(&self) -> bool {
        matches!(self.state, ClockState::Running | ClockState::Paused)
    }

    /// How it is after something happened; `None` when that does not concern it. What is done or closed after the due date
    /// was missed, except in the client's own time, which only ends. A pause under way counts up to that day.
    pub fn happened(&self, rule: &DeadlineRule, what: Happening, on: NaiveDate) -> Option<Self> {
        let (stops, ends) = (rule.stops.contains(&what), rule.ends.contains(&what));
        if !self.is_open() || !(stops || ends) {
            return None;
        }
        let now = self.resume(rule, on).unwrap_or_else(|_| self.clone());
        let late = now.due_on.is_some_and(|due| due < on);
        let state = match (stops, late, rule.duty) {
            (true, false, _) => ClockState::Met,
            (_, true, Duty::County) => ClockState::Missed,
            (true, true, Duty::Client) | (false, _, _) => ClockState::Ended,
        };
        Some(Self { state, stopped_on: Some(on), paused_on: None, pause_reason: None, pause_law: None, ..now })
    }

    /// Pauses for a reason the rule allows.
    ///
    /// # Errors
    /// When the clock does not run, the rule gives no such reason, the time has passed already, or the day is before the start.
    pub fn pause(&self, rule: &DeadlineRule, reason: &str, on: NaiveDate) -> Result<Self, ClockRefusal> {
        match self.state {
            ClockState::Running => {}
            ClockState::Paused => return Err(ClockRefusal::AlreadyPaused),
            ClockState::Met | ClockState::Missed | ClockState::Ended => return Err(ClockRefusal::Stopped),
        }
        let pause = rule.pause(reason).ok_or(ClockRefusal::ReasonNotAllowed)?;
        if on < self.started_on {
            return Err(ClockRefusal::DatesOutOfOrder);
        }
        if self.due_on.is_some_and(|due| due < on) {
            return Err(ClockRefusal::AlreadyOverdue);
        }
        Ok(Self {
            state: ClockState::Paused,
            paused_on: Some(on),
            pause_reason: Some(pause.reason.clone()),
            pause_law: Some(pause.section.clone()),
            ..self.clone()
        })
    }

    /// Runs on; the due date moves by the time paused where the rule says so.
    ///
    /// # Errors
    /// When the clock is not paused or the day is before the pause.
    pub fn resume(&self, rule: &DeadlineRule, on: NaiveDate) -> Result<Self, ClockRefusal> {
        let Some(since) = self.paused_on.filter(|_| self.state == ClockState::Paused) else {
            return Err(ClockRefusal::NotPaused);
        };
        if on < since {
            return Err(ClockRefusal::DatesOutOfOrder);
        }
        let days = match self.shift(rule) {
            Shift::None => 0,
            Shift::Days => u32::try_from((on - since).num_days()).unwrap_or(0),
            Shift::Workdays => u32::try_from(workdays_between(since, on)).unwrap_or(0),
        };
        let moved = |due: NaiveDate| match (self.shift(rule), rule.limit) {
            (Shift::None, _) => due,
            (Shift::Workdays, _) => add_workdays(due, days),
            (Shift::Days, Limit::Days { roll, .. } | Limit::Months { roll, .. }) => rolled(add_days(due, days), roll),
            (Shift::Days, _) => add_days(due, days),
        };
        Ok(Self {
            state: ClockState::Running,
            due_on: self.due_on.map(moved),
            paused_on: None,
            pause_reason: None,
            pause_law: None,
            paused_days: self.paused_days.saturating_add(days),
            ..self.clone()
        })
    }

    /// Begins on another day, shown to be that of receipt: the last day moves with it.
    pub fn begun(&self, rule: &DeadlineRule, on: NaiveDate) -> Self {
        Self { started_on: on, due_on: due(rule.limit, on), ..self.clone() }
    }

    /// Runs again after its matter was closed and is reopened. The law's time ran on meanwhile, so the due date stays.
    /// `None` for a clock that closing did not end.
    pub fn reopened(&self) -> Option<Self> {
        (self.state == ClockState::Ended).then(|| Self { state: ClockState::Running, stopped_on: None, ..self.clone() })
    }

    /// Where the clock stands on a day.
    pub fn standing(&self, rule: &DeadlineRule, today: NaiveDate) -> Standing {
        if !self.is_open() {
            return Standing { state: self.state, workdays_left: None, overdue: false };
        }
        // While a pause moves the due date along, no day is used up.
        let counted_from = match self.paused_on {
            Some(since) if self.shift(rule) != Shift::None => since,
            _ => today,
        };
        let past = self.due_on.is_some_and(|due| due < counted_from);
        match rule.duty {
            Duty::County => {
                Standing { state: self.state, workdays_left: self.due_on.map(|due| workdays_between(counted_from, due)), overdue: past }
            }
            Duty::Client if past => Standing { state: ClockState::Ended, workdays_left: None, overdue: false },
            Duty::Client => {
                Standing { state: self.state, workdays_left: self.due_on.map(|due| workdays_between(counted_from, due)), overdue: false }
            }
        }
    }

    fn shift(&self, rule: &DeadlineRule) -> Shift {
        self.pause_reason.as_deref().and_then(|reason| rule.pause(reason)).map_or(Shift::None, |pause| pause.shift)
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;

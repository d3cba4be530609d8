use chrono::{Datelike, NaiveDate};
use kernel::ServiceTask;
use serde::{Deserialize, Serialize};

use crate::codes::{Outcome, Situation, Urgency};
use crate::error::Faults;

/// What is known of one client of a matter, as far as rules ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientFacts {
    /// Unknown for some temporary identities; then no age condition holds for this client.
    pub birth_date: Option<NaiveDate>,
    /// Three-digit municipality code.
    pub municipality: Option<String>,
}

/// What is known of a matter, as far as rules ask. Pure data: the caller reads it through its proofs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The date (Europe/Helsinki) on which ages are counted and versions chosen: for a new matter the day it was initiated.
    pub on: NaiveDate,
    pub clients: Vec<ClientFacts>,
    pub service_task: ServiceTask,
    pub situation: Situation,
    pub urgency: Urgency,
    /// The client is known to need special support (SHL 3 §).
    pub special_support: bool,
    /// The client receives the highest care allowance (vammaisetuuslaki 570/2007 9 §).
    pub highest_care_allowance: bool,
    /// How the matter's decision answered, once there is one.
    pub outcome: Option<Outcome>,
}

/// What a rule asks; every part that is given must hold, and of a list one is enough. A condition with no part always
/// holds. Ages and municipalities are asked of the clients one by one: one client who fits is enough, but both age limits
/// must fit the same client.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Condition {
    pub service_tasks: Vec<ServiceTask>,
    pub situations: Vec<Situation>,
    pub urgencies: Vec<Urgency>,
    pub municipalities: Vec<String>,
    /// Whole years: holds from the birthday on.
    pub age_at_least: Option<u32>,
    /// Whole years: holds until the day before the birthday.
    pub age_below: Option<u32>,
    pub special_support: Option<bool>,
    pub highest_care_allowance: Option<bool>,
    pub outcomes: Vec<Outcome>,
}

/// One part of a condition that held, with what it held for; the caller puts it into words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matched {
    ServiceTask(ServiceTask),
    Situation(Situation),
    Urgency(Urgency),
    /// The municipality's code.
    Municipality(String),
    /// The limit, not the client's age.
    AgeAtLeast(u32),
    AgeBelow(u32),
    SpecialSupport,
    HighestCareAllowance,
}

impl Facts {
    fn ages(&self) -> impl Iterator<Item = u32> {
        self.clients.iter().filter_map(|client| age(client.birth_date?, self.on))
    }
}

impl Condition {
    /// True when every part holds.
    pub fn holds(&self, facts: &Facts) -> bool {
        one_of(&self.service_tasks, &facts.service_task)
            && one_of(&self.situations, &facts.situation)
            && one_of(&self.urgencies, &facts.urgency)
            && (self.municipalities.is_empty() || self.municipality(facts).is_some())
            && self.age_holds(facts)
            && self.special_support.is_none_or(|wanted| wanted == facts.special_support)
            && self.highest_care_allowance.is_none_or(|wanted| wanted == facts.highest_care_allowance)
            && (self.outcomes.is_empty() || facts.outcome.is_some_and(|outcome| self.outcomes.contains(&outcome)))
    }

    /// The parts that are given and hold, in the order of the struct; empty unless the whole condition holds.
    pub fn matched(&self, facts: &Facts) -> Vec<Matched> {
        if !self.holds(facts) {
            return Vec::new();
        }
        let mut parts = Vec::new();
        if !self.service_tasks.is_empty() {
            parts.push(Matched::ServiceTask(facts.service_task));
        }
        if !self.situations.is_empty() {
            parts.push(Matched::Situation(facts.situation));
        }
        if !self.urgencies.is_empty() {
            parts.push(Matched::Urgency(facts.urgency));
        }
        parts.extend(self.municipality(facts).map(|code| Matched::Municipality(code.to_owned())));
        parts.extend(self.age_at_least.map(Matched::AgeAtLeast));
        parts.extend(self.age_below.map(Matched::AgeBelow));
        if self.special_support == Some(true) {
            parts.push(Matched::SpecialSupport);
        }
        if self.highest_care_allowance == Some(true) {
            parts.push(Matched::HighestCareAllowance);
        }
        parts
    }

    /// Whether all that this condition lets through is let through by the other too.
    fn within(&self, other: &Self) -> bool {
        fn lists<T: PartialEq>(own: &[T], other: &[T]) -> bool {
            other.is_empty() || (!own.is_empty() && own.iter().all(|one| other.contains(one)))
        }
        lists(&self.service_tasks, &other.service_tasks)
            && lists(&self.situations, &other.situations)
            && lists(&self.urgencies, &other.urgencies)
            && lists(&self.municipalities, &other.municipalities)
            && lists(&self.outcomes, &other.outcomes)
            && other.age_at_least.is_none_or(|limit| self.age_at_least.is_some_and(|own| own >= limit))
            && other.age_below.is_none_or(|limit| self.age_below.is_some_and(|own| own <= limit))
            && other.special_support.is_none_or(|wanted| self.special_support == Some(wanted))
            && other.highest_care_allowance.is_none_or(|wanted| self.highest_care_allowance == Some(wanted))
    }

    /// The first client's municipality that the condition names; none when it names none.
    fn municipality<'f>(&self, facts: &'f Facts) -> Option<&'f str> {
        facts
            .clients
            .iter()
            .filter_map(|client| client.municipality.as_deref())
            .find(|code| self.municipalities.iter().any(|named| named == code))
    }

    fn age_holds(&self, facts: &Facts) -> bool {
        if self.age_at_least.is_none() && self.age_below.is_none() {
            return true;
        }
        facts.ages().any(|age| self.age_at_least.is_none_or(|limit| age >= limit) && self.age_below.is_none_or(|limit| age < limit))
    }
}

/// What makes conditions that can never hold, or exceptions that always do.
pub(crate) fn check(faults: &mut Faults<'_>, id: &str, when: &[Condition], unless: &[Condition]) {
    for (list, conditions) in [("when", when), ("unless", unless)] {
        for (index, condition) in conditions.iter().enumerate() {
            if let (Some(least), Some(below)) = (condition.age_at_least, condition.age_below)
                && below <= least
            {
                let field = format!("{list}[{index}].age_below");
                faults.add(Some(id), &field, "ages_never", "age_below is not above age_at_least: it can never hold");
            }
        }
    }
    if let Some(index) = unless.iter().position(|condition| *condition == Condition::default()) {
        faults.add(Some(id), &format!("unless[{index}]"), "always_excepted", "has an empty condition: the rule would never hold");
    }
    for (index, condition) in when.iter().enumerate() {
        if unless.iter().any(|exception| *exception != Condition::default() && condition.within(exception)) {
            let problem = "can never hold: all it asks for is excepted by unless";
            faults.add(Some(id), &format!("when[{index}]"), "never_holds", problem);
        }
    }
}

fn one_of<T: PartialEq>(wanted: &[T], has: &T) -> bool {
    wanted.is_empty() || wanted.contains(has)
}

/// Age in whole years on a date; `None` before birth. Someone born on 29 February has the birthday on 1 March in a common
/// year: the year of age is full when its last day has passed.
fn age(birth: NaiveDate, on: NaiveDate) -> Option<u32> {
    let years = on.year() - birth.year() - i32::from((on.month(), on.day()) < (birth.month(), birth.day()));
    u32::try_from(years).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn facts(births: &[&str], municipality: &str) -> Facts {
        Facts {
            on: d("2026-11-21"),
            clients: births
                .iter()
                .map(|birth| ClientFacts { birth_date: birth.parse().ok(), municipality: Some(municipality.into()) })
                .collect(),
            service_task: ServiceTask::OlderPeople,
            situation: Situation::NeedsAssessment,
            urgency: Urgency::Soon,
            special_support: false,
            highest_care_allowance: false,
            outcome: None,
        }
    }

    #[test]
    fn ages_at_the_limit() {
        let cases = [
            ("1951-11-21", "2026-11-20", Some(74)),
            ("1951-11-21", "2026-11-21", Some(75)),
            ("1952-02-29", "2027-02-28", Some(74)),
            ("1952-02-29", "2027-03-01", Some(75)),
            ("1952-02-29", "2028-02-29", Some(76)),
            ("2026-11-21", "2026-11-21", Some(0)),
            ("2026-11-22", "2026-11-21", None),
        ];
        for (birth, on, years) in cases {
            assert_eq!(age(d(birth), d(on)), years, "{birth} {on}");
        }
    }

    #[test]
    fn an_empty_condition_always_holds() {
        assert!(Condition::default().holds(&facts(&[], "153")));
        assert!(Condition::default().matched(&facts(&[], "153")).is_empty());
    }

    #[test]
    fn both_age_limits_must_fit_one_client() {
        let working_age = Condition { age_at_least: Some(18), age_below: Some(65), ..Condition::default() };
        assert!(!working_age.holds(&facts(&["1942-01-01", "2015-01-01"], "153")));
        assert!(working_age.holds(&facts(&["1942-01-01", "1980-01-01"], "153")));
        assert!(!working_age.holds(&facts(&["unknown"], "153")));
    }

    #[test]
    fn every_part_counts() {
        let base = facts(&["1942-01-01"], "153");
        let fits = Condition {
            service_tasks: vec![ServiceTask::OlderPeople],
            situations: vec![Situation::Guidance, Situation::NeedsAssessment],
            urgencies: vec![Urgency::Soon],
            municipalities: vec!["153".into()],
            age_at_least: Some(75),
            age_below: Some(100),
            special_support: Some(false),
            highest_care_allowance: Some(false),
            outcomes: vec![],
        };
        assert!(fits.holds(&base));
        assert_eq!(fits.matched(&base).len(), 6);
        let changes: [fn(&mut Condition); 9] = [
            |c| c.service_tasks = vec![ServiceTask::Families],
            |c| c.situations = vec![Situation::AcuteDischarge],
            |c| c.urgencies = vec![Urgency::Urgent],
            |c| c.municipalities = vec!["405".into()],
            |c| c.age_at_least = Some(85),
            |c| c.age_below = Some(84),
            |c| c.special_support = Some(true),
            |c| c.highest_care_allowance = Some(true),
            |c| c.outcomes = vec![Outcome::Positive],
        ];
        for (index, change) in changes.into_iter().enumerate() {
            let mut condition = fits.clone();
            change(&mut condition);
            assert!(!condition.holds(&base), "change {index}");
            assert!(condition.matched(&base).is_empty(), "change {index}");
        }
    }
}

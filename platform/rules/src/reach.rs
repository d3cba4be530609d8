//! Which routing rules no matter can ever reach. Exact for a matter of one client: every kind of matter that the conditions
//! can tell apart is routed, and a rule that none of them comes to is told.

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};
use kernel::ServiceTask;

use crate::codes::{Situation, Urgency};
use crate::condition::{ClientFacts, Condition, Facts};
use crate::kinds::routing::Routing;

/// More kinds of matters than this are not walked: as one types, an answer must come at once. Never met by a county's rules.
const MOST: usize = 2_000_000;

/// Places of the rules that can never be the first that holds.
pub fn unreachable(routing: &Routing) -> Vec<usize> {
    let mut waiting: BTreeSet<usize> = (0..routing.rules.len()).collect();
    let conditions: Vec<&Condition> = routing.rules.iter().flat_map(|rule| rule.when.iter().chain(&rule.unless)).collect();
    let Some(on) = NaiveDate::from_ymd_opt(2026, 1, 1) else { return Vec::new() };
    let births = births(&conditions, on);
    let municipalities = municipalities(&conditions);
    let flags = |asked: bool| if asked { &[false, true][..] } else { &[false][..] };
    let special = flags(conditions.iter().any(|condition| condition.special_support.is_some()));
    let allowance = flags(conditions.iter().any(|condition| condition.highest_care_allowance.is_some()));
    let walked = ServiceTask::ALL.len() * Situation::ALL.len() * Urgency::ALL.len() * births.len() * municipalities.len();
    if walked * special.len() * allowance.len() > MOST {
        return Vec::new();
    }
    let mut facts = Facts {
        on,
        clients: vec![ClientFacts::default()],
        service_task: ServiceTask::OlderPeople,
        situation: Situation::Guidance,
        urgency: Urgency::Soon,
        special_support: false,
        highest_care_allowance: false,
        outcome: None,
    };
    for birth_date in births {
        for municipality in &municipalities {
            facts.clients = vec![ClientFacts { birth_date, municipality: municipality.clone() }];
            for task in ServiceTask::ALL {
                facts.service_task = *task;
                for situation in Situation::ALL {
                    facts.situation = *situation;
                    for urgency in Urgency::ALL {
                        facts.urgency = *urgency;
                        for special_support in special {
                            facts.special_support = *special_support;
                            for highest_care_allowance in allowance {
                                facts.highest_care_allowance = *highest_care_allowance;
                                if let Some(reached) = routing.rules.iter().position(|rule| rule.holds(&facts)) {
                                    waiting.remove(&reached);
                                    if waiting.is_empty() {
                                        return Vec::new();
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    waiting.into_iter().collect()
}

/// One birth date for each stretch of ages between the limits, and an unknown one.
fn births(conditions: &[&Condition], on: NaiveDate) -> Vec<Option<NaiveDate>> {
    let limits = conditions.iter().flat_map(|condition| [condition.age_at_least, condition.age_below]).flatten();
    let ages: BTreeSet<u32> = limits.chain([0]).filter(|age| *age < 200).collect();
    ages.into_iter().filter_map(|age| on.checked_sub_months(Months::new(age * 12))).map(Some).chain([None]).collect()
}

/// One municipality for each set of conditions that name it, and an unknown one.
fn municipalities(conditions: &[&Condition]) -> Vec<Option<String>> {
    let codes: BTreeSet<&String> = conditions.iter().flat_map(|condition| &condition.municipalities).collect();
    let mut seen: BTreeSet<Vec<usize>> = BTreeSet::new();
    let mut one_of_each = vec![None];
    for code in codes {
        let named = conditions.iter().enumerate().filter(|(_, condition)| condition.municipalities.contains(code)).map(|(index, _)| index);
        if seen.insert(named.collect()) {
            one_of_each.push(Some(code.clone()));
        }
    }
    one_of_each
}

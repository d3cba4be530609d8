use kernel::{ServiceTask, Text, codes};
use serde::Deserialize;

use crate::codes::Lane;
use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

codes! {
    /// Where a matter can be on its way: the lanes of the desk, and what is before, beside and after them.
    ChainPlace {
        Start => "start", FirstContact => "first_contact", Assessment => "assessment", Planning => "planning", Decision => "decision",
        Managing => "managing", Returned => "returned", Closed => "closed",
    }
}

impl From<Lane> for ChainPlace {
    fn from(lane: Lane) -> Self {
        match lane {
            Lane::FirstContact => Self::FirstContact,
            Lane::Assessment => Self::Assessment,
            Lane::Planning => Self::Planning,
            Lane::Decision => Self::Decision,
            Lane::Managing => Self::Managing,
        }
    }
}

/// Service chains as they are meant to go (E12, S21): what really happened is held beside them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chains {
    pub chains: Vec<Chain>,
}

/// The chain of some service tasks; the one that names none is the common one.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chain {
    pub code: String,
    pub name: Text,
    /// How it is meant to go, in a sentence or two.
    pub about: Text,
    #[serde(default)]
    pub service_tasks: Vec<ServiceTask>,
    /// Law or agreement, as far as known; see `mark`.
    pub law: String,
    pub mark: Mark,
    /// In order.
    pub steps: Vec<ChainStep>,
    /// From where to where a matter may go.
    pub moves: Vec<(ChainPlace, ChainPlace)>,
}

/// A step and how long a matter may be in it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainStep {
    pub step: Lane,
    /// Days by the calendar; none: the law and the county set no time.
    #[serde(default)]
    pub target_days: Option<i32>,
    #[serde(default)]
    pub law: Option<String>,
    pub mark: Mark,
}

impl Chain {
    pub fn step(&self, place: ChainPlace) -> Option<&ChainStep> {
        self.steps.iter().find(|one| ChainPlace::from(one.step) == place)
    }

    /// Whether a matter is meant to go that way.
    pub fn allows(&self, from: ChainPlace, to: ChainPlace) -> bool {
        self.moves.contains(&(from, to))
    }
}

impl Chains {
    /// The chain of a service task, or the common one.
    pub fn of(&self, task: Option<ServiceTask>) -> Option<&Chain> {
        let own = task.and_then(|task| self.chains.iter().find(|one| one.service_tasks.contains(&task)));
        own.or_else(|| self.chains.iter().find(|one| one.service_tasks.is_empty()))
    }
}

impl RuleKind for Chains {
    const KIND: &'static str = "chains";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.unique("chains", "code", self.chains.iter().map(|one| one.code.as_str()));
        if !self.chains.iter().any(|one| one.service_tasks.is_empty()) {
            faults.add(None, "chains", "chain_common_missing", "the common chain, which names no service task, is missing");
        }
        for (index, chain) in self.chains.iter().enumerate() {
            faults.enter("chains", index);
            let code = chain.code.as_str();
            faults.text(code, "name", &chain.name);
            faults.text(code, "about", &chain.about);
            if chain.law.trim().is_empty() {
                faults.add(Some(code), "law", "law_missing", "is empty");
            }
            if chain.steps.is_empty() {
                faults.add(Some(code), "steps", "empty", "is empty");
            }
            let earlier = self.chains.iter().take(index);
            if earlier.flat_map(|one| &one.service_tasks).any(|task| chain.service_tasks.contains(task)) {
                faults.add(Some(code), "service_tasks", "chain_task_twice", "another chain has the same service task");
            }
            for (at, step) in chain.steps.iter().enumerate() {
                if chain.steps.iter().take(at).any(|one| one.step == step.step) {
                    faults.add(Some(code), "steps", "chain_step_twice", format!("{} is there twice", step.step));
                }
                if step.target_days.is_some_and(|days| !(1..=3650).contains(&days)) {
                    faults
                        .add(Some(code), "target_days", "number_range", "must be from 1 to 3650")
                        .param("least", "1")
                        .param("most", "3650");
                }
                if step.target_days.is_some() && step.law.as_ref().is_none_or(|law| law.trim().is_empty()) {
                    faults.add(Some(code), "law", "law_missing", "is empty");
                }
            }
            for (from, to) in &chain.moves {
                let stays = |place: ChainPlace| place == ChainPlace::Returned || chain.step(place).is_some();
                if !(*from == ChainPlace::Start || stays(*from)) || !(*to == ChainPlace::Closed || stays(*to)) {
                    faults.add(Some(code), "moves", "chain_move", format!("{from} to {to} is between no steps of the chain"));
                }
            }
        }
        faults.leave();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Chains {
        let rules = crate::Rules::shipped().unwrap();
        rules.chains.on("2026-11-23".parse().unwrap()).body.clone()
    }

    #[test]
    fn every_service_task_has_a_chain() {
        let chains = shipped();
        for task in ServiceTask::ALL {
            let chain = chains.of(Some(*task)).unwrap();
            assert!(chain.allows(ChainPlace::Start, ChainPlace::FirstContact), "{task}");
            assert!(chain.moves.iter().any(|(_, to)| *to == ChainPlace::Closed), "{task}");
        }
        assert!(chains.of(None).unwrap().service_tasks.is_empty());
        assert!(chains.of(Some(ServiceTask::ChildProtection)).unwrap().service_tasks.contains(&ServiceTask::ChildProtection));
    }

    #[test]
    fn a_move_is_between_steps_of_the_chain() {
        let text = include_str!("../../../../rules/chains.toml");
        let told = |text: &str| crate::Rules::from_files(&replaced(text)).unwrap_err().to_string();
        assert!(told(&text.replacen("[\"start\", \"first_contact\"]", "[\"closed\", \"first_contact\"]", 1)).contains("between no steps"));
        assert!(told(&text.replacen("target_days = 10", "target_days = 0", 1)).contains("from 1 to 3650"));
    }

    fn replaced(text: &str) -> Vec<crate::RuleFile<'_>> {
        let shipped = crate::Rules::shipped_files();
        shipped
            .iter()
            .map(|file| crate::RuleFile { name: file.name, text: if file.name == "chains.toml" { text } else { file.text } })
            .collect()
    }
}

use chrono::NaiveDate;

use crate::error::{Faults, RuleError, RuleErrors};
use crate::kinds::deadlines::Deadlines;
use crate::kinds::grounds::Grounds;
use crate::kinds::lenses::Lenses;
use crate::kinds::needs::{LabelledList, Needs};
use crate::kinds::notices::Notices;
use crate::kinds::routing::Routing;
use crate::set::{RuleFile, RuleKind, RuleSet, kind_of};
use crate::versions::Versions;

/// The defaults released with the product: version 1 of each kind.
const SHIPPED: [RuleFile<'static>; 6] = [
    RuleFile { name: "deadlines.toml", text: include_str!("../../../rules/deadlines.toml") },
    RuleFile { name: "routing.toml", text: include_str!("../../../rules/routing.toml") },
    RuleFile { name: "lenses.toml", text: include_str!("../../../rules/lenses.toml") },
    RuleFile { name: "grounds.toml", text: include_str!("../../../rules/grounds.toml") },
    RuleFile { name: "needs.toml", text: include_str!("../../../rules/needs.toml") },
    RuleFile { name: "notices.toml", text: include_str!("../../../rules/notices.toml") },
];

/// All rules of an instance, every kind in its versions, checked against each other.
#[derive(Clone, Debug)]
pub struct Rules {
    pub deadlines: Versions<Deadlines>,
    pub routing: Versions<Routing>,
    pub lenses: Versions<Lenses>,
    pub grounds: Versions<Grounds>,
    pub needs: Versions<Needs>,
    pub notices: Versions<Notices>,
}

impl Rules {
    /// The defaults shipped with the product.
    ///
    /// # Errors
    /// Never with the files of a release: a test reads them. The caller still decides what a failure means.
    pub fn shipped() -> Result<Self, RuleErrors> {
        Self::from_files(&SHIPPED)
    }

    /// The shipped files, for showing them and as the start of an organiser's own version.
    pub const fn shipped_files() -> &'static [RuleFile<'static>] {
        &SHIPPED
    }

    /// Reads files of any kinds and versions; each kind is needed at least once.
    ///
    /// # Errors
    /// All faults of all files: form, content, two versions of one name, a missing kind, and names of one kind that another
    /// uses but that do not exist on some day both are in force.
    pub fn from_files(files: &[RuleFile<'_>]) -> Result<Self, RuleErrors> {
        let mut faults = Vec::new();
        let mut sorted: [Vec<RuleFile<'_>>; 6] = Default::default();
        let [deadlines, routing, lenses, grounds, needs, notices] = &mut sorted;
        for file in files {
            match kind_of(*file).as_deref() {
                Ok(Deadlines::KIND) => deadlines.push(*file),
                Ok(Routing::KIND) => routing.push(*file),
                Ok(Lenses::KIND) => lenses.push(*file),
                Ok(Grounds::KIND) => grounds.push(*file),
                Ok(Needs::KIND) => needs.push(*file),
                Ok(Notices::KIND) => notices.push(*file),
                Ok(other) => faults.push(RuleError {
                    file: file.name.to_owned(),
                    rule: None,
                    field: Some("kind".to_owned()),
                    problem: format!("`{other}` is not a kind of rules"),
                }),
                Err(error) => faults.push(error.clone()),
            }
        }
        let (deadlines, routing, lenses, grounds, needs, notices) = (
            versions::<Deadlines>(deadlines, &mut faults),
            versions::<Routing>(routing, &mut faults),
            versions::<Lenses>(lenses, &mut faults),
            versions::<Grounds>(grounds, &mut faults),
            versions::<Needs>(needs, &mut faults),
            versions::<Notices>(notices, &mut faults),
        );
        let (Some(deadlines), Some(routing), Some(lenses), Some(grounds), Some(needs), Some(notices)) =
            (deadlines, routing, lenses, grounds, needs, notices)
        else {
            return Err(RuleErrors(faults));
        };
        let rules = Self { deadlines, routing, lenses, grounds, needs, notices };
        rules.check_references(&mut faults);
        if faults.is_empty() { Ok(rules) } else { Err(RuleErrors(faults)) }
    }

    /// A pause reason of a deadline must have words on every day the deadline's version is used.
    fn check_references(&self, faults: &mut Vec<RuleError>) {
        for set in self.deadlines.all() {
            let mut found = Faults::of(&set.file);
            for day in self.days_of(set.valid_from) {
                let needs = self.needs.on(day);
                for rule in &set.body.rules {
                    for (index, pause) in rule.pauses.iter().enumerate() {
                        if !needs.body.has(LabelledList::PauseReasons, &pause.reason) {
                            let problem = format!("names `{}`, which is not among pause_reasons of {}", pause.reason, needs.file);
                            found.add(Some(&rule.id), &format!("pauses[{index}].reason"), problem);
                        }
                    }
                }
            }
            faults.append(&mut found.found);
        }
    }

    /// The days from which other needs come into force while a deadlines version of `from` is in use.
    fn days_of(&self, from: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        let until = self.deadlines.all().map(|set| set.valid_from).filter(|day| *day > from).min();
        let later = self.needs.all().map(|set| set.valid_from).filter(move |day| *day > from && until.is_none_or(|until| *day < until));
        std::iter::once(from).chain(later)
    }
}

fn versions<T: RuleKind>(files: &[RuleFile<'_>], faults: &mut Vec<RuleError>) -> Option<Versions<T>> {
    let mut sets: Vec<RuleSet<T>> = Vec::new();
    for file in files {
        match RuleSet::<T>::parse(*file) {
            Ok(set) if sets.iter().any(|other| other.version == set.version) => faults.push(RuleError {
                file: set.file,
                rule: None,
                field: Some("version".to_owned()),
                problem: format!("version `{}` of {} is there twice", set.version, T::KIND),
            }),
            Ok(set) => sets.push(set),
            Err(RuleErrors(mut errors)) => faults.append(&mut errors),
        }
    }
    let versions = Versions::new(sets);
    if versions.is_none() && files.is_empty() {
        faults.push(RuleError { file: "rules".to_owned(), rule: None, field: None, problem: format!("no file of kind `{}`", T::KIND) });
    }
    versions
}

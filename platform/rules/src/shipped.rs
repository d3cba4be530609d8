use chrono::NaiveDate;

use crate::error::{Faults, RuleError, RuleErrors};
use crate::kinds::deadlines::Deadlines;
use crate::kinds::gaps::Gaps;
use crate::kinds::grounds::Grounds;
use crate::kinds::lenses::Lenses;
use crate::kinds::letters::Letters;
use crate::kinds::needs::{LabelledList, Needs};
use crate::kinds::notices::Notices;
use crate::kinds::quality::QualityRules;
use crate::kinds::remedies::Remedies;
use crate::kinds::routing::Routing;
use crate::place::Places;
use crate::set::{RuleFile, RuleKind, RuleSet, kind_of};
use crate::versions::Versions;

/// The defaults released with the product: version 1 of each kind.
const SHIPPED: [RuleFile<'static>; 10] = [
    RuleFile { name: "deadlines.toml", text: include_str!("../../../rules/deadlines.toml") },
    RuleFile { name: "routing.toml", text: include_str!("../../../rules/routing.toml") },
    RuleFile { name: "lenses.toml", text: include_str!("../../../rules/lenses.toml") },
    RuleFile { name: "grounds.toml", text: include_str!("../../../rules/grounds.toml") },
    RuleFile { name: "needs.toml", text: include_str!("../../../rules/needs.toml") },
    RuleFile { name: "gaps.toml", text: include_str!("../../../rules/gaps.toml") },
    RuleFile { name: "notices.toml", text: include_str!("../../../rules/notices.toml") },
    RuleFile { name: "quality.toml", text: include_str!("../../../rules/quality.toml") },
    RuleFile { name: "letters.toml", text: include_str!("../../../rules/letters.toml") },
    RuleFile { name: "remedies.toml", text: include_str!("../../../rules/remedies.toml") },
];

/// All rules of an instance, every kind in its versions, checked against each other.
#[derive(Clone, Debug)]
pub struct Rules {
    pub deadlines: Versions<Deadlines>,
    pub routing: Versions<Routing>,
    pub lenses: Versions<Lenses>,
    pub grounds: Versions<Grounds>,
    pub needs: Versions<Needs>,
    pub gaps: Versions<Gaps>,
    pub notices: Versions<Notices>,
    pub quality: Versions<QualityRules>,
    pub letters: Versions<Letters>,
    pub remedies: Versions<Remedies>,
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

    /// The codes of all kinds, in the order they are shown.
    pub const KINDS: [&'static str; 10] = [
        Routing::KIND,
        Deadlines::KIND,
        Lenses::KIND,
        Grounds::KIND,
        Needs::KIND,
        Gaps::KIND,
        Notices::KIND,
        QualityRules::KIND,
        Letters::KIND,
        Remedies::KIND,
    ];

    /// Reads files of any kinds and versions; each kind is needed at least once.
    ///
    /// # Errors
    /// All faults of all files: form, content, two versions of one name, a missing kind, and names of one kind that another
    /// uses but that do not exist on some day both are in force.
    pub fn from_files(files: &[RuleFile<'_>]) -> Result<Self, RuleErrors> {
        let mut faults = Vec::new();
        let mut sorted: [Vec<RuleFile<'_>>; 10] = Default::default();
        let [deadlines, routing, lenses, grounds, needs, gaps, notices, quality, letters, remedies] = &mut sorted;
        for file in files {
            match kind_of(*file).as_deref() {
                Ok(Deadlines::KIND) => deadlines.push(*file),
                Ok(Routing::KIND) => routing.push(*file),
                Ok(Lenses::KIND) => lenses.push(*file),
                Ok(Grounds::KIND) => grounds.push(*file),
                Ok(Needs::KIND) => needs.push(*file),
                Ok(Gaps::KIND) => gaps.push(*file),
                Ok(Notices::KIND) => notices.push(*file),
                Ok(QualityRules::KIND) => quality.push(*file),
                Ok(Letters::KIND) => letters.push(*file),
                Ok(Remedies::KIND) => remedies.push(*file),
                Ok(other) => {
                    let problem = format!("`{other}` is not a kind of rules");
                    let fault = RuleError::new(file.name, "kind_unknown", problem).field("kind").param("found", other);
                    faults.push(placed(*file, fault.param("expected", Self::KINDS.join(", "))));
                }
                Err(errors) => faults.extend(errors.0.iter().cloned()),
            }
        }
        // A file whose kind could not be read may be the one of a kind that seems to be missing.
        let unread = !faults.is_empty();
        let (deadlines, routing, lenses, grounds, needs, gaps, notices, quality, letters, remedies) = (
            versions::<Deadlines>(deadlines, &mut faults),
            versions::<Routing>(routing, &mut faults),
            versions::<Lenses>(lenses, &mut faults),
            versions::<Grounds>(grounds, &mut faults),
            versions::<Needs>(needs, &mut faults),
            versions::<Gaps>(gaps, &mut faults),
            versions::<Notices>(notices, &mut faults),
            versions::<QualityRules>(quality, &mut faults),
            versions::<Letters>(letters, &mut faults),
            versions::<Remedies>(remedies, &mut faults),
        );
        let (
            Some(deadlines),
            Some(routing),
            Some(lenses),
            Some(grounds),
            Some(needs),
            Some(gaps),
            Some(notices),
            Some(quality),
            Some(letters),
            Some(remedies),
        ) = (deadlines, routing, lenses, grounds, needs, gaps, notices, quality, letters, remedies)
        else {
            faults.retain(|fault| !(unread && fault.code == "kind_absent"));
            return Err(RuleErrors(faults));
        };
        let rules = Self { deadlines, routing, lenses, grounds, needs, gaps, notices, quality, letters, remedies };
        rules.check_references(files, &mut faults);
        if faults.is_empty() { Ok(rules) } else { Err(RuleErrors(faults)) }
    }

    /// Adds versions that old results name but that are in force on no day. One that this program cannot read is left out:
    /// the results keep the words they were made with.
    pub fn keep(&mut self, files: &[RuleFile<'_>]) {
        for file in files {
            match kind_of(*file).as_deref() {
                Ok(Deadlines::KIND) => keep(&mut self.deadlines, *file),
                Ok(Routing::KIND) => keep(&mut self.routing, *file),
                Ok(Lenses::KIND) => keep(&mut self.lenses, *file),
                Ok(Grounds::KIND) => keep(&mut self.grounds, *file),
                Ok(Needs::KIND) => keep(&mut self.needs, *file),
                Ok(Gaps::KIND) => keep(&mut self.gaps, *file),
                Ok(Notices::KIND) => keep(&mut self.notices, *file),
                Ok(QualityRules::KIND) => keep(&mut self.quality, *file),
                Ok(Letters::KIND) => keep(&mut self.letters, *file),
                Ok(Remedies::KIND) => keep(&mut self.remedies, *file),
                _ => {}
            }
        }
    }

    /// Name and first day of the version of a kind in force on a day; `None` for a word that is no kind.
    pub fn in_force(&self, kind: &str, day: NaiveDate) -> Option<(&str, NaiveDate)> {
        fn of<T: RuleKind>(versions: &Versions<T>, day: NaiveDate) -> Option<(&str, NaiveDate)> {
            let set = versions.on(day);
            Some((set.version.as_str(), set.valid_from))
        }
        match kind {
            Deadlines::KIND => of(&self.deadlines, day),
            Routing::KIND => of(&self.routing, day),
            Lenses::KIND => of(&self.lenses, day),
            Grounds::KIND => of(&self.grounds, day),
            Needs::KIND => of(&self.needs, day),
            Gaps::KIND => of(&self.gaps, day),
            Notices::KIND => of(&self.notices, day),
            QualityRules::KIND => of(&self.quality, day),
            Letters::KIND => of(&self.letters, day),
            Remedies::KIND => of(&self.remedies, day),
            _ => None,
        }
    }

    /// A pause reason of a deadline must have words on every day the deadline's version is used.
    fn check_references(&self, files: &[RuleFile<'_>], faults: &mut Vec<RuleError>) {
        for set in self.deadlines.all() {
            let mut found = Faults::of(&set.file);
            for day in self.days_of(set.valid_from) {
                let needs = self.needs.on(day);
                for (place, rule) in set.body.rules.iter().enumerate() {
                    found.enter("rules", place);
                    for (index, pause) in rule.pauses.iter().enumerate() {
                        if !needs.body.has(LabelledList::PauseReasons, &pause.reason) {
                            let problem = format!("names `{}`, which is not among pause_reasons of {}", pause.reason, needs.file);
                            let field = format!("pauses[{index}].reason");
                            let told = found.add(Some(&rule.id), &field, "pause_reason_unknown", problem);
                            told.param("found", &pause.reason).param("file", &needs.file);
                        }
                    }
                }
            }
            let file = files.iter().find(|file| file.name == set.file);
            faults.extend(found.found.into_iter().map(|fault| file.map_or(fault.clone(), |file| placed(*file, fault))));
        }
    }

    /// The days from which other needs come into force while a deadlines version of `from` is in use.
    fn days_of(&self, from: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        let until = self.deadlines.all().map(|set| set.valid_from).filter(|day| *day > from).min();
        let later = self.needs.all().map(|set| set.valid_from).filter(move |day| *day > from && until.is_none_or(|until| *day < until));
        std::iter::once(from).chain(later)
    }
}

fn placed(file: RuleFile<'_>, mut fault: RuleError) -> RuleError {
    Places::of(file.text).put(&mut fault);
    fault
}

fn keep<T: RuleKind>(versions: &mut Versions<T>, file: RuleFile<'_>) {
    if let Ok(set) = RuleSet::<T>::parse(file) {
        versions.keep(set);
    }
}

fn versions<T: RuleKind>(files: &[RuleFile<'_>], faults: &mut Vec<RuleError>) -> Option<Versions<T>> {
    let mut sets: Vec<RuleSet<T>> = Vec::new();
    for file in files {
        match RuleSet::<T>::parse(*file) {
            Ok(set) if sets.iter().any(|other| other.version == set.version) => {
                let problem = format!("version `{}` of {} is there twice", set.version, T::KIND);
                let fault = RuleError::new(file.name, "version_twice", problem).field("version").param("version", set.version);
                faults.push(placed(*file, fault));
            }
            Ok(set) => sets.push(set),
            Err(RuleErrors(mut errors)) => faults.append(&mut errors),
        }
    }
    let versions = Versions::new(sets);
    if versions.is_none() && files.is_empty() {
        faults.push(RuleError::new("rules", "kind_absent", format!("no file of kind `{}`", T::KIND)).param("kind", T::KIND));
    }
    versions
}

use kernel::{Text, codes};
use serde::Deserialize;

use crate::codes::ROLES;
use crate::kinds::measures::Measures;
use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

codes! {
    /// What an observation is to whoever reads it.
    ReadingUse {
        /// Something to be solved.
        Problem => "problem",
        /// By which something is measured out or chosen: an aid, a vehicle, a place.
        Sizing => "sizing",
        /// What a dose, an amount or a load is counted from.
        Dose => "dose",
        /// What was to be reached.
        Outcome => "outcome",
        /// What a right or a service may rest on.
        Ground => "ground",
    }
}

codes! {
    /// What became of the score since the one before, as readings ask of it.
    ReadingChange {
        Better => "better", Worse => "worse", Higher => "higher", Lower => "lower", WithinError => "within_error", Same => "same",
    }
}

/// One observation, several meanings: how each profession reads a measure.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Readings {
    /// In the order they are shown, each role's own first.
    pub professions: Vec<Profession>,
    pub readings: Vec<Reading>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profession {
    pub code: String,
    pub name: Text,
    /// Roles whose own it is.
    pub roles: Vec<String>,
}

/// How one profession reads one measure. Of those that fit, the first holds.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    pub profession: String,
    pub measure: String,
    #[serde(rename = "as")]
    pub read_as: ReadingUse,
    /// In these bands; in any, when left out.
    #[serde(default)]
    pub bands: Vec<String>,
    /// After such a change; whatever it was, when left out.
    #[serde(default)]
    pub changes: Vec<ReadingChange>,
    pub words: Text,
    /// What it rests on, as far as known; see `mark`.
    pub source: String,
    pub mark: Mark,
}

impl Readings {
    /// What a result means to each profession, those of a role first.
    pub fn of<'r>(
        &'r self,
        role: &str,
        measure: &str,
        band: Option<&str>,
        change: Option<ReadingChange>,
    ) -> Vec<(&'r Profession, &'r Reading)> {
        let fits = |reading: &&Reading| {
            reading.measure == measure
                && (reading.bands.is_empty() || band.is_some_and(|band| reading.bands.iter().any(|one| one == band)))
                && (reading.changes.is_empty() || change.is_some_and(|change| reading.changes.contains(&change)))
        };
        let first = |profession: &&'r Profession| self.readings.iter().filter(|reading| reading.profession == profession.code).find(fits);
        let mut all: Vec<(&Profession, &Reading)> =
            self.professions.iter().filter_map(|profession| Some((profession, first(&profession)?))).collect();
        all.sort_by_key(|(profession, _)| !profession.is_of(role));
        all
    }

    /// Names of measures and bands that are not among those of `measures`: the reading's place, its field and the name.
    pub(crate) fn strangers<'r>(&'r self, measures: &Measures) -> Vec<(usize, String, &'r str)> {
        let mut found = Vec::new();
        for (place, reading) in self.readings.iter().enumerate() {
            match measures.of(&reading.measure) {
                None => found.push((place, "measure".to_owned(), reading.measure.as_str())),
                Some(measure) => {
                    let unknown = reading.bands.iter().enumerate().filter(|(_, band)| !measure.bands.iter().any(|one| one.code == **band));
                    found.extend(unknown.map(|(at, band)| (place, format!("bands[{at}]"), band.as_str())));
                }
            }
        }
        found
    }
}

impl Profession {
    pub fn is_of(&self, role: &str) -> bool {
        self.roles.iter().any(|one| one == role)
    }
}

impl RuleKind for Readings {
    const KIND: &'static str = "readings";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.unique("professions", "code", self.professions.iter().map(|profession| profession.code.as_str()));
        for (index, profession) in self.professions.iter().enumerate() {
            faults.enter("professions", index);
            faults.text(&profession.code, "name", &profession.name);
            for (at, role) in profession.roles.iter().enumerate().filter(|(_, role)| !ROLES.contains(&role.as_str())) {
                let told = faults.add(Some(&profession.code), &format!("roles[{at}]"), "role_unknown", "is not a role the program knows");
                told.param("found", role).param("expected", ROLES.join(", "));
            }
        }
        for (index, reading) in self.readings.iter().enumerate() {
            faults.enter("readings", index);
            let id = format!("{} {}", reading.measure, reading.profession);
            faults.text(&id, "words", &reading.words);
            if reading.source.trim().is_empty() {
                faults.add(Some(&id), "source", "law_missing", "is empty");
            }
            if !self.professions.iter().any(|profession| profession.code == reading.profession) {
                let problem = format!("`{}` is not among the professions", reading.profession);
                faults.add(Some(&id), "profession", "reading_unknown", problem).param("found", &reading.profession);
            }
        }
        faults.leave();
    }
}

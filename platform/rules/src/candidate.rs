//! A text that is to become a county's own version: checked by itself, with the other kinds in force, and against the county.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::error::{Faults, RuleError, RuleErrors};
use crate::kinds::alerts::Alerts;
use crate::kinds::routing::Routing;
use crate::place::Places;
use crate::set::{RuleFile, RuleKind, RuleSet, kind_of, with_header};
use crate::shipped::{Head, Rules, kind_unknown};

/// What a candidate is checked against.
#[derive(Clone, Copy)]
pub struct Against<'a> {
    /// The kind it should be of; any, when not said.
    pub kind: Option<&'a str>,
    /// The texts in force now and those planned, of all kinds.
    pub others: &'a [RuleFile<'a>],
    /// Keys of the county's own teams; `None` where the county is not known (a file checked on its own).
    pub teams: Option<&'a BTreeSet<String>>,
    /// Whether a code is a Finnish municipality's.
    pub municipality: Option<fn(&str) -> bool>,
}

/// A text that holds.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub kind: String,
    /// As the text says; the version it becomes is named when it is put in force.
    pub version: String,
    pub valid_from: NaiveDate,
    pub source: String,
    /// All rules with the candidate among them, on its own day the one in force of its kind.
    pub rules: Rules,
}

/// The name a candidate has in faults and among the other versions.
const NAME: &str = "candidate";

impl Candidate {
    /// Checks a text. The version's name in it does not matter: the program gives it when the version is put in force.
    ///
    /// # Errors
    /// All faults with their lines. A fault in another kind's file that the candidate causes (a code it takes away) names that
    /// file.
    pub fn check(text: &str, against: &Against<'_>) -> Result<Self, RuleErrors> {
        let file = RuleFile { name: NAME, text };
        let kind = kind_of(file)?;
        if let Some(wanted) = against.kind.filter(|wanted| *wanted != kind) {
            let fault = RuleError::new(NAME, "kind_other", format!("is `{kind}`, expected `{wanted}`")).field("kind");
            return Err(RuleErrors(vec![placed(text, fault.param("found", kind).param("expected", wanted))]));
        }
        let Some(head) = Rules::head(&kind, file) else {
            return Err(RuleErrors(vec![placed(text, kind_unknown(NAME, &kind))]));
        };
        let Head { version, valid_from, source } = head?;
        let faults = match kind.as_str() {
            Routing::KIND => of_county(&RuleSet::<Routing>::parse(file)?.body, against),
            Alerts::KIND => desks(&RuleSet::<Alerts>::parse(file)?.body, against),
            _ => Vec::new(),
        };
        if !faults.is_empty() {
            return Err(RuleErrors(faults.into_iter().map(|fault| placed(text, fault)).collect()));
        }
        // Given last, it is the one used from its day on when another has the same; under a name no version has.
        let named = with_header(text, NAME, valid_from);
        let mut files = against.others.to_vec();
        files.push(RuleFile { name: NAME, text: &named });
        let rules = Rules::from_files(&files)?;
        Ok(Self { kind, version, valid_from, source, rules })
    }

    /// The same text under the name and the first day it gets when it is put in force.
    pub fn named(text: &str, version: &str, valid_from: NaiveDate) -> String {
        with_header(text, version, valid_from)
    }
}

fn placed(text: &str, mut fault: RuleError) -> RuleError {
    Places::of(text).put(&mut fault);
    fault
}

/// Teams whose desks alerts would go to but that the county does not have.
fn desks(alerts: &Alerts, against: &Against<'_>) -> Vec<RuleError> {
    let mut faults = Faults::of(NAME);
    let Some(teams) = against.teams else { return faults.found };
    for (index, rule) in alerts.rules.iter().enumerate().filter(|(_, rule)| !teams.contains(&rule.team)) {
        faults.enter("rules", index);
        let known: Vec<&str> = teams.iter().map(String::as_str).collect();
        let problem = format!("the county has no team with the key `{}`", rule.team);
        let told = faults.add(Some(&rule.id), "team", "team_not_in_county", problem);
        told.param("team", &rule.team).param("expected", known.join(", "));
    }
    faults.found
}

/// Teams and municipalities that the text names but that the county, or Finland, does not have.
fn of_county(routing: &Routing, against: &Against<'_>) -> Vec<RuleError> {
    let mut faults = Faults::of(NAME);
    if let Some(teams) = against.teams {
        for (index, team) in routing.teams.iter().enumerate().filter(|(_, team)| !teams.contains(&team.key)) {
            faults.enter("teams", index);
            let known: Vec<&str> = teams.iter().map(String::as_str).collect();
            let problem = format!("the county has no team with the key `{}`", team.key);
            let told = faults.add(Some(&team.key), "key", "team_not_in_county", problem);
            told.param("team", &team.key).param("expected", known.join(", "));
        }
    }
    if let Some(known) = against.municipality {
        for (index, municipality) in routing.municipalities.iter().enumerate().filter(|(_, one)| !known(&one.code)) {
            faults.enter("municipalities", index);
            let problem = format!("`{}` is not the code of a Finnish municipality", municipality.code);
            faults.add(Some(&municipality.code), "code", "municipality_unknown", problem).param("code", &municipality.code);
        }
    }
    faults.found
}

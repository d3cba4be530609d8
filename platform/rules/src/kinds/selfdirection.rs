use std::collections::BTreeMap;

use kernel::{CatalogueRow, Register, SharingChoice, SharingParty, SharingSituation, Text};
use serde::{Deserialize, Serialize};

use crate::error::Faults;
use crate::kinds::catalogue::ITEMS;
use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

/// Self-direction (U11): what a client can choose to share, with whom and when, what the law lets through whatever is chosen, and the
/// presets from 0 to 100 %.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelfDirection {
    /// In the order they are shown.
    pub groups: Vec<SharedGroup>,
    pub parties: Vec<PartyWords>,
    pub situations: Vec<SituationWords>,
    pub lets: Vec<SharingLets>,
    /// From the least self-direction to the most.
    pub presets: Vec<Preset>,
}

/// A main data group in a client's words: the items of the data catalogue it has, in which registers.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharedGroup {
    /// Stable code; stored with what was chosen.
    pub code: String,
    pub registers: Vec<Register>,
    pub rows: Vec<CatalogueRow>,
    pub label: Text,
    pub about: Text,
}

/// A party, in a client's words.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyWords {
    pub party: SharingParty,
    /// What holds while the client has chosen nothing.
    pub default: SharingChoice,
    /// The situations in which a choice of their own means something.
    pub situations: Vec<SharingSituation>,
    pub label: Text,
    pub about: Text,
    pub choices: ChoiceWords,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceWords {
    pub share: SharingWords,
    pub ask: SharingWords,
    pub keep: SharingWords,
}

/// What a choice is called.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharingWords {
    pub label: Text,
    /// What staff are told of it; nothing for what they have nothing to do about.
    pub wish: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SituationWords {
    pub situation: SharingSituation,
    pub label: Text,
    pub about: Text,
}

/// What a choice does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SharingEffect {
    /// Shown to staff; stops nothing.
    Wish,
    /// It is the client's permit and denial of a register.
    Will,
    /// Binds one who acts by the client's own mandate.
    Mandate,
    /// Binds an app that the client has joined.
    Authorisation,
}

/// What the law lets through whatever the client chooses.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharingLets {
    pub party: SharingParty,
    pub groups: Vec<String>,
    pub effect: SharingEffect,
    /// Of a will: the register it is of.
    pub register: Option<Register>,
    pub law: String,
    pub mark: Mark,
    pub text: Text,
}

/// A degree of self-direction to begin from.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    pub code: String,
    pub percent: u32,
    pub label: Text,
    pub about: Text,
    /// A later one goes before an earlier.
    pub cells: Vec<PresetCell>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PresetCell {
    pub party: SharingParty,
    /// Nothing: every group.
    #[serde(default)]
    pub groups: Vec<String>,
    pub choice: SharingChoice,
}

impl PartyWords {
    pub fn words(&self, choice: SharingChoice) -> &SharingWords {
        match choice {
            SharingChoice::Share => &self.choices.share,
            SharingChoice::Ask => &self.choices.ask,
            SharingChoice::Keep => &self.choices.keep,
        }
    }
}

impl Preset {
    /// What it chooses in a cell of ordinary care.
    pub fn of(&self, party: SharingParty, group: &str) -> Option<SharingChoice> {
        let says = |cell: &&PresetCell| cell.party == party && (cell.groups.is_empty() || cell.groups.iter().any(|one| one == group));
        self.cells.iter().rev().find(says).map(|cell| cell.choice)
    }
}

impl SelfDirection {
    pub fn group(&self, code: &str) -> Option<&SharedGroup> {
        self.groups.iter().find(|group| group.code == code)
    }

    pub fn party(&self, party: SharingParty) -> Option<&PartyWords> {
        self.parties.iter().find(|words| words.party == party)
    }

    /// What the law lets through in a cell, and what a choice there does.
    pub fn lets(&self, party: SharingParty, group: &str) -> Option<&SharingLets> {
        self.lets.iter().find(|lets| lets.party == party && lets.groups.iter().any(|one| one == group))
    }

    /// Every party with every group, in the order they are shown.
    pub fn cells(&self) -> impl Iterator<Item = (&PartyWords, &SharedGroup)> {
        self.parties.iter().flat_map(|party| self.groups.iter().map(move |group| (party, group)))
    }

    /// The percentage: the mean of the weights of all cells of ordinary care, to the nearest whole.
    pub fn percent(&self, choice: impl Fn(SharingParty, &str) -> SharingChoice) -> u32 {
        let (sum, count) =
            self.cells().fold((0, 0), |(sum, count), (party, group)| (sum + choice(party.party, &group.code).weight(), count + 1));
        if count == 0 { 0 } else { (2 * sum + count) / (2 * count) }
    }

    /// The preset nearest to a percentage; of two as near the one of less self-direction.
    pub fn nearest(&self, percent: u32) -> Option<&Preset> {
        self.presets.iter().min_by_key(|preset| (preset.percent.abs_diff(percent), preset.percent))
    }

    /// Every item of the catalogue belongs in each register to one group.
    fn check_groups(&self, faults: &mut Faults<'_>) {
        faults.unique("groups", "code", self.groups.iter().map(|group| group.code.as_str()));
        let mut taken: BTreeMap<(CatalogueRow, Register), &str> = BTreeMap::new();
        for (index, group) in self.groups.iter().enumerate() {
            faults.enter("groups", index);
            let code = group.code.as_str();
            for row in &group.rows {
                if !(1..=ITEMS).contains(row) {
                    faults.add(Some(code), "rows", "row_range", format!("must be from 1 to {ITEMS}")).param("found", row.to_string());
                }
                for register in &group.registers {
                    if let Some(other) = taken.insert((*row, *register), code) {
                        let problem = format!("has row {row} of the {register} register, which `{other}` has already");
                        let told = faults.add(Some(code), "rows", "sharing_pair", problem);
                        told.param("found", row.to_string()).param("register", register.code());
                    }
                }
            }
            faults.text(code, "label", &group.label);
            faults.text(code, "about", &group.about);
        }
        faults.leave();
        for row in 1..=ITEMS {
            for register in Register::ALL.iter().filter(|register| !taken.contains_key(&(row, **register))) {
                let told = faults.add(None, "groups", "sharing_pair", format!("row {row} of the {register} register is in no group"));
                told.param("found", row.to_string()).param("register", register.code());
            }
        }
    }

    fn check_words(&self, faults: &mut Faults<'_>) {
        faults.unique("parties", "party", self.parties.iter().map(|words| words.party.code()));
        for (index, words) in self.parties.iter().enumerate() {
            faults.enter("parties", index);
            let code = words.party.code();
            if !words.situations.contains(&SharingSituation::Ordinary) {
                faults.add(Some(code), "situations", "sharing_missing", "lacks `ordinary`").param("found", "ordinary");
            }
            faults.text(code, "label", &words.label);
            faults.text(code, "about", &words.about);
            for choice in SharingChoice::ALL {
                let one = words.words(*choice);
                faults.text(code, &format!("choices.{choice}.label"), &one.label);
                if let Some(wish) = &one.wish {
                    faults.text(code, &format!("choices.{choice}.wish"), wish);
                }
            }
        }
        faults.unique("situations", "situation", self.situations.iter().map(|words| words.situation.code()));
        for (index, words) in self.situations.iter().enumerate() {
            faults.enter("situations", index);
            faults.text(words.situation.code(), "label", &words.label);
            faults.text(words.situation.code(), "about", &words.about);
        }
        faults.leave();
        for party in SharingParty::ALL.iter().filter(|party| self.party(**party).is_none()) {
            faults.add(None, "parties", "sharing_missing", format!("lacks {party}")).param("found", party.code());
        }
        for situation in SharingSituation::ALL {
            if !self.situations.iter().any(|words| words.situation == *situation) {
                faults.add(None, "situations", "sharing_missing", format!("lacks {situation}")).param("found", situation.code());
            }
        }
    }

    /// Of every cell it is said once what the law lets through.
    fn check_lets(&self, faults: &mut Faults<'_>) {
        for (index, lets) in self.lets.iter().enumerate() {
            faults.enter("lets", index);
            let code = lets.party.code();
            if lets.law.trim().is_empty() {
                faults.add(Some(code), "law", "law_missing", "is empty");
            }
            faults.text(code, "text", &lets.text);
            self.check_named(faults, code, &lets.groups);
            let fits = match lets.party {
                SharingParty::OwnTeam | SharingParty::Myself => lets.effect == SharingEffect::Wish,
                SharingParty::OtherUnits => matches!(lets.effect, SharingEffect::Wish | SharingEffect::Will),
                SharingParty::CloseOnes => lets.effect == SharingEffect::Mandate,
                SharingParty::Apps => lets.effect == SharingEffect::Authorisation,
            };
            if !fits {
                faults.add(Some(code), "effect", "sharing_effect", "is not what a choice about this party can do");
            }
            // A permit and a denial are of one register, so a group they decide is of it and of no other.
            let of_register = |group: &String| self.group(group).is_none_or(|group| lets.register.is_some_and(|r| group.registers == [r]));
            let will = lets.effect == SharingEffect::Will;
            if (will && !lets.groups.iter().all(of_register)) || (!will && lets.register.is_some()) {
                faults.add(Some(code), "register", "sharing_effect", "is needed for a will: the one register its groups are of");
            }
        }
        faults.leave();
        for (party, group) in self.cells() {
            let count = self.lets.iter().filter(|lets| lets.party == party.party && lets.groups.contains(&group.code)).count();
            if count != 1 {
                let problem = format!("says {count} times what the law lets through for {} and `{}`", party.party, group.code);
                let told = faults.add(None, "lets", "sharing_cell", problem);
                told.param("party", party.party.code()).param("group", &group.code);
            }
        }
    }

    fn check_presets(&self, faults: &mut Faults<'_>) {
        faults.unique("presets", "code", self.presets.iter().map(|preset| preset.code.as_str()));
        for (index, preset) in self.presets.iter().enumerate() {
            faults.enter("presets", index);
            let code = preset.code.as_str();
            faults.text(code, "label", &preset.label);
            faults.text(code, "about", &preset.about);
            for cell in &preset.cells {
                self.check_named(faults, code, &cell.groups);
            }
            let mut whole = true;
            for (party, group) in self.cells().filter(|(party, group)| preset.of(party.party, &group.code).is_none()) {
                whole = false;
                let problem = format!("says nothing of {} and `{}`", party.party, group.code);
                let told = faults.add(Some(code), "cells", "sharing_cell", problem);
                told.param("party", party.party.code()).param("group", &group.code);
            }
            let counted = self.percent(|party, group| preset.of(party, group).unwrap_or(SharingChoice::Share));
            if whole && counted != preset.percent {
                let told = faults.add(Some(code), "percent", "preset_percent", format!("its cells make {counted}"));
                told.param("found", preset.percent.to_string()).param("expected", counted.to_string());
            }
            // One permit or denial decides all groups of its register.
            for lets in self.lets.iter().filter(|lets| lets.effect == SharingEffect::Will) {
                let mut choices = lets.groups.iter().map(|group| preset.of(lets.party, group));
                let first = choices.next();
                if first.is_some_and(|first| choices.any(|other| other != first)) {
                    let register = lets.register.map_or("", Register::code);
                    let problem = "chooses differently for groups that one permit or denial decides";
                    faults.add(Some(code), "cells", "preset_register", problem).param("register", register);
                }
            }
        }
        faults.leave();
    }

    fn check_named(&self, faults: &mut Faults<'_>, code: &str, groups: &[String]) {
        for group in groups.iter().filter(|group| self.group(group).is_none()) {
            let expected: Vec<&str> = self.groups.iter().map(|known| known.code.as_str()).collect();
            let problem = format!("names `{group}`, which is not among the groups");
            faults.add(Some(code), "groups", "group_unknown", problem).param("found", group).param("expected", expected.join(", "));
        }
    }
}

impl RuleKind for SelfDirection {
    const KIND: &'static str = "selfdirection";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        self.check_groups(faults);
        self.check_words(faults);
        self.check_lets(faults);
        self.check_presets(faults);
    }
}

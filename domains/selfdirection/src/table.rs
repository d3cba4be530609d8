//! The table of choices as it stands: what is chosen, what permits and denials say, and what holds otherwise. Pure.

use std::collections::BTreeMap;

use kernel::{Register, SharingChoice, SharingParty, SharingSituation, WillKind, WillLevel};
use rules::{PartyWords, SelfDirection, SharingEffect};
use trust::selfdirection::Chosen;
use trust::will::Expression;

/// A place in the table.
pub(crate) type Key = (SharingSituation, SharingParty, String);

/// What a permit or a denial of a whole register makes of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct OfRegister {
    permit: bool,
    denied: bool,
    /// Every denial lets an emergency use the data.
    emergency_ok: bool,
}

impl OfRegister {
    /// As the gate folds them: a denial goes before a permit, and an emergency passes it only when each denial lets it.
    fn choice(self, situation: SharingSituation) -> SharingChoice {
        match (situation, self.denied, self.permit) {
            (SharingSituation::Emergency, true, _) if !self.emergency_ok => SharingChoice::Keep,
            (SharingSituation::Emergency, ..) => SharingChoice::Share,
            (_, true, _) => SharingChoice::Keep,
            (_, false, true) => SharingChoice::Share,
            (_, false, false) => SharingChoice::Ask,
        }
    }
}

/// The table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    chosen: BTreeMap<Key, SharingChoice>,
    wills: BTreeMap<Register, OfRegister>,
}

impl Table {
    pub(crate) fn of(chosen: impl Iterator<Item = (Key, SharingChoice)>, said: &[Expression]) -> Self {
        let mut wills: BTreeMap<Register, OfRegister> = BTreeMap::new();
        for one in said.iter().filter(|one| one.withdrawn_at.is_none()) {
            let (Some(kind), Some(level), Some((register, _))) = (WillKind::parse(&one.kind), WillLevel::parse(&one.level), one.place())
            else {
                continue;
            };
            let of = wills.entry(register).or_default();
            match (kind, level) {
                (WillKind::Permit, _) => of.permit = true,
                (WillKind::Denial, WillLevel::Controller) => {
                    of.emergency_ok = one.emergency_ok && (of.emergency_ok || !of.denied);
                    of.denied = true;
                }
                // A denial of one task or one document leaves the rest as it was.
                _ => {}
            }
        }
        Self { chosen: chosen.collect(), wills }
    }

    /// What is chosen at the place itself.
    pub(crate) fn chosen(&self, key: &Key) -> Option<SharingChoice> {
        self.chosen.get(key).copied()
    }

    /// What holds there.
    pub(crate) fn at(&self, rules: &SelfDirection, situation: SharingSituation, party: &PartyWords, group: &str) -> SharingChoice {
        let lets = rules.lets(party.party, group);
        if let Some(register) = lets.filter(|lets| lets.effect == SharingEffect::Will).and_then(|lets| lets.register) {
            return self.wills.get(&register).copied().unwrap_or_default().choice(situation);
        }
        let chosen = |situation| self.chosen.get(&(situation, party.party, group.to_owned())).copied();
        chosen(situation).or_else(|| chosen(SharingSituation::Ordinary)).unwrap_or(party.default)
    }

    /// How much of it is in the client's own hands: counted, never typed.
    pub(crate) fn percent(&self, rules: &SelfDirection) -> u32 {
        rules.percent(|party, group| {
            rules.party(party).map_or(SharingChoice::Share, |words| self.at(rules, SharingSituation::Ordinary, words, group))
        })
    }
}

/// The place of a kept choice; none when the program does not know its words.
pub(crate) fn key(row: &Chosen) -> Option<(Key, SharingChoice)> {
    let (situation, party, choice) = row.place()?;
    Some(((situation, party, row.data_group.clone()), choice))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use kernel::SharingChoice::*;
    use kernel::SharingSituation::*;
    use proptest::prelude::*;
    use rules::Rules;

    use super::*;

    fn rules() -> SelfDirection {
        Rules::shipped().unwrap().selfdirection.on("2026-11-22".parse().unwrap()).body.clone()
    }

    fn said(kind: &str, register: &str, emergency_ok: bool) -> Expression {
        let at = "2026-11-22T10:00:00Z".parse().unwrap();
        Expression {
            id: uuid::Uuid::nil(),
            client_id: uuid::Uuid::nil(),
            code: format!("{kind}_{register}"),
            kind: kind.into(),
            level: if kind == "permit" { "all" } else { "controller" }.into(),
            register: register.into(),
            service_task: if register == "patient" { "health" } else { "older_people" }.into(),
            document_id: None,
            emergency_ok,
            given_by: "client".into(),
            channel: "own".into(),
            informed_at: at,
            text_version: None,
            recorded_by: None,
            valid_from: at,
            withdrawn_at: None,
            withdrawn_kind: None,
            withdrawn_by: None,
        }
    }

    #[test]
    fn permits_and_denials_decide_their_own_places_and_no_others() {
        let rules = rules();
        let units = rules.party(SharingParty::OtherUnits).unwrap();
        // What was chosen there before, by whatever way, gives way to what the client has said.
        let stray = || [((Ordinary, SharingParty::OtherUnits, "health".to_owned()), Share)].into_iter();
        let of = |said: &[Expression]| {
            let table = Table::of(stray(), said);
            [Ordinary, Emergency, Planning].map(|situation| table.at(&rules, situation, units, "health"))
        };
        assert_eq!(of(&[]), [Ask, Share, Ask]);
        assert_eq!(of(&[said("permit", "patient", false)]), [Share, Share, Share]);
        assert_eq!(of(&[said("permit", "patient", false), said("denial", "patient", true)]), [Keep, Share, Keep]);
        assert_eq!(of(&[said("denial", "patient", true), said("denial", "patient", false)]), [Keep, Keep, Keep]);
        assert_eq!(of(&[said("denial", "patient", false), said("denial", "patient", true)]), [Keep, Keep, Keep]);
        assert_eq!(of(&[said("denial", "social", false)]), [Ask, Share, Ask], "the other register");
        assert_eq!(Table::of(stray(), &[]).at(&rules, Ordinary, units, "basic"), Ask, "no will decides it: as the rules say");
    }

    #[test]
    fn another_situation_is_as_the_ordinary_one_until_it_is_chosen() {
        let rules = rules();
        let team = rules.party(SharingParty::OwnTeam).unwrap();
        let place = |situation| (situation, SharingParty::OwnTeam, "plans".to_owned());
        let table = Table::of([(place(Ordinary), Keep)].into_iter(), &[]);
        assert_eq!(table.at(&rules, Planning, team, "plans"), Keep);
        let table = Table::of([(place(Ordinary), Keep), (place(Planning), Share)].into_iter(), &[]);
        assert_eq!((table.at(&rules, Planning, team, "plans"), table.at(&rules, Ordinary, team, "plans")), (Share, Keep));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        /// The percentage moves with each choice and never out of 0–100, and nothing outside ordinary life moves it.
        #[test]
        fn a_percentage_is_counted_from_the_table(picks in proptest::collection::vec(0..3usize, 30), other in 0..3usize) {
            let rules = rules();
            let cells: Vec<Key> = rules.cells().map(|(party, group)| (Ordinary, party.party, group.code.clone())).collect();
            let chosen: Vec<(Key, SharingChoice)> = cells.iter().cloned().zip(picks.iter().map(|pick| SharingChoice::ALL[*pick])).collect();
            let table = Table::of(chosen.iter().cloned(), &[]);
            let percent = table.percent(&rules);
            let free = |key: &Key| rules.lets(key.1, &key.2).unwrap().effect != SharingEffect::Will;
            let sum: u32 = chosen.iter().map(|(key, choice)| if free(key) { choice.weight() } else { Ask.weight() }).sum();
            prop_assert!(percent <= 100 && percent.abs_diff(sum / 30) <= 1, "{percent} of {sum}");
            let more = chosen.iter().cloned().chain([((Planning, SharingParty::Myself, "plans".to_owned()), SharingChoice::ALL[other])]);
            prop_assert_eq!(Table::of(more, &[]).percent(&rules), percent);
        }
    }
}

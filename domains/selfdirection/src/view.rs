use std::collections::BTreeSet;

use kernel::{ClientId, SharingChoice};
use rules::{Rules, SelfDirection, SharingEffect};
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use trust::Own;
use trust::selfdirection::{Chosen, chosen};
use trust::will::{Expression, said};

use crate::model::{
    ClientSelfDirection, PresetChoice, SharedData, SharingCell, SharingKept, SharingLaw, SharingOption, SharingPreset, SharingWhen,
    SharingWith,
};
use crate::preview::viewers;
use crate::table::{Table, key};

/// The most that is told of what was kept.
pub(crate) const MOST: u32 = 300;

/// What the client has chosen and said, as it is kept.
pub(crate) struct Known {
    pub rows: Vec<Chosen>,
    pub said: Vec<Expression>,
}

impl Known {
    pub(crate) async fn of(conn: &impl ConnectionTrait, clients: &[ClientId]) -> Result<Self, DbErr> {
        let ids = || clients.iter().map(|client| Value::from(client.0)).collect();
        let list = store::sql::params(1, clients.len());
        let rows = chosen(conn, (format!("c.client_id IN ({list})"), ids()), MOST).await?;
        let said = said(conn, (format!("w.withdrawn_at IS NULL AND w.client_id IN ({list})"), ids()), MOST).await?;
        Ok(Self { rows, said })
    }

    pub(crate) fn table(&self) -> Table {
        Table::of(self.rows.iter().filter(|row| row.ended_at.is_none()).filter_map(key), &self.said)
    }
}

/// All of it for the client.
pub(crate) async fn own(rules: &Rules, own: &Own) -> Result<ClientSelfDirection, DbErr> {
    let known = Known::of(own.reader(), own.clients()).await?;
    let set = rules.selfdirection.on(own.today());
    let (body, table) = (&set.body, known.table());
    let percent = table.percent(body);
    let mut kept: Vec<SharingKept> = known.rows.iter().filter_map(|row| kept(body, row)).collect();
    kept.sort_by_key(|one| std::cmp::Reverse(one.from));
    Ok(ClientSelfDirection {
        text_version: set.version.clone(),
        percent,
        preset: body.nearest(percent).map(|preset| preset.code.clone()),
        groups: groups(body),
        parties: parties(body),
        situations: body
            .situations
            .iter()
            .map(|one| SharingWhen { situation: one.situation, label: one.label.clone(), about: one.about.clone() })
            .collect(),
        laws: laws(body),
        presets: presets(body),
        cells: cells(body, &table),
        saved_at: known.rows.iter().map(|row| row.ended_at.map_or(row.valid_from, |ended| ended.max(row.valid_from))).max(),
        can_undo: !known.rows.is_empty(),
        kept,
        viewers: viewers(rules, own.today()),
    })
}

fn cells(rules: &SelfDirection, table: &Table) -> Vec<SharingCell> {
    rules
        .cells()
        .flat_map(|(party, group)| party.situations.iter().map(move |situation| (*situation, party, group)))
        .map(|(situation, party, group)| SharingCell {
            situation,
            party: party.party,
            group: group.code.clone(),
            choice: table.at(rules, situation, party, &group.code),
            own: rules.lets(party.party, &group.code).is_some_and(|lets| lets.effect != SharingEffect::Will)
                && table.chosen(&(situation, party.party, group.code.clone())).is_some(),
        })
        .collect()
}

fn groups(rules: &SelfDirection) -> Vec<SharedData> {
    rules.groups.iter().map(|one| SharedData { code: one.code.clone(), label: one.label.clone(), about: one.about.clone() }).collect()
}

fn parties(rules: &SelfDirection) -> Vec<SharingWith> {
    rules
        .parties
        .iter()
        .map(|one| SharingWith {
            party: one.party,
            label: one.label.clone(),
            about: one.about.clone(),
            options: SharingChoice::ALL
                .iter()
                .map(|choice| SharingOption { choice: *choice, label: one.words(*choice).label.clone(), weight: choice.weight() })
                .collect(),
            situations: one.situations.clone(),
            default: one.default,
        })
        .collect()
}

fn laws(rules: &SelfDirection) -> Vec<SharingLaw> {
    rules
        .lets
        .iter()
        .map(|lets| SharingLaw {
            party: lets.party,
            groups: lets.groups.clone(),
            effect: lets.effect,
            register: lets.register,
            text: lets.text.clone(),
            law: lets.law.clone(),
            mark: lets.mark,
        })
        .collect()
}

fn presets(rules: &SelfDirection) -> Vec<SharingPreset> {
    rules
        .presets
        .iter()
        .map(|preset| SharingPreset {
            code: preset.code.clone(),
            percent: preset.percent,
            label: preset.label.clone(),
            about: preset.about.clone(),
            choices: rules
                .cells()
                .filter_map(|(party, group)| {
                    let choice = preset.of(party.party, &group.code)?;
                    Some(PresetChoice { party: party.party, group: group.code.clone(), choice })
                })
                .collect(),
        })
        .collect()
}

/// A kept choice the rules in force still have words for.
fn kept(rules: &SelfDirection, row: &Chosen) -> Option<SharingKept> {
    let known: BTreeSet<&str> = rules.groups.iter().map(|group| group.code.as_str()).collect();
    let (situation, party, choice) = row.place()?;
    known.contains(row.data_group.as_str()).then(|| SharingKept {
        situation,
        party,
        group: row.data_group.clone(),
        choice,
        from: row.valid_from,
        ended_at: row.ended_at,
    })
}

//! Rows in words.

use std::collections::HashMap;

use kernel::{ClientId, Register, Text};
use people::card::cards;
use people::organisation::{people_by_id, teams_by_id, units_by_id};
use people::{IdentityCard, Proof};
use rules::{RequestRule, Rules};
use store::sea_orm::DbErr;
use trust::Staff;
use uuid::Uuid;

use crate::model::{RequestBasis, RequestSide, RequestStep, RequestStepKind, ResultItem, ServiceRequest};
use crate::row::{Row, StepRow, name_of};
use crate::{clock, state};

/// The rule of a request, as it was when it was made.
pub(crate) fn rule_of<'r>(rules: &'r Rules, version: &str, kind: &str) -> Option<&'r RequestRule> {
    rules.requests.version(version)?.body.kind(kind)
}

/// The name of a kind, whatever became of its rule.
pub(crate) fn name(rules: &Rules, row: &Row) -> Text {
    rule_of(rules, &row.rules_version, &row.kind).map_or_else(|| Text::fi(&row.kind), |rule| rule.name.clone())
}

fn decline(rules: &Rules, version: &str, code: &str) -> Text {
    let set = rules.requests.version(version);
    set.and_then(|set| set.body.decline(code)).map_or_else(|| Text::fi(code), |rule| rule.label.clone())
}

/// Which of a request's sides a professional works on.
pub(crate) fn sides(staff: &Staff, row: &Row) -> Vec<RequestSide> {
    let here = |person: Uuid| person == staff.id || staff.substitutes_for.contains(&person);
    let mut sides = Vec::new();
    if staff.team_ids.contains(&row.to_team_id) || row.taken_by.is_some_and(here) {
        sides.push(RequestSide::Receiver);
    }
    if staff.team_ids.contains(&row.from_team_id) || here(row.from_id) {
        sides.push(RequestSide::Sender);
    }
    sides
}

/// Rows told, each once; the first of a request's two sides stands for it.
pub(crate) async fn told(rules: &Rules, proof: &impl Proof, staff: &Staff, rows: Vec<Row>) -> Result<Vec<ServiceRequest>, DbErr> {
    let clients: Vec<ClientId> = rows.iter().map(Row::client).collect();
    let shown: HashMap<Uuid, IdentityCard> = cards(proof, &clients).await?.into_iter().map(|c| (c.id, c)).collect();
    let named: Vec<Uuid> = rows.iter().flat_map(|r| [Some(r.from_id), r.taken_by]).flatten().collect();
    let people = people_by_id(proof.conn(), &named).await?;
    let in_teams: Vec<Uuid> = rows.iter().flat_map(|r| [r.from_team_id, r.to_team_id]).collect();
    let teams = teams_by_id(proof.conn(), &in_teams).await?;
    let units = if rows.iter().any(|r| r.provider_id.is_some()) { units_by_id(proof.conn()).await? } else { HashMap::new() };
    let today = proof.today();
    let mut seen = std::collections::HashSet::new();
    let mut told = Vec::with_capacity(rows.len());
    for row in rows {
        if !seen.insert(row.id) {
            continue;
        }
        let rule = rule_of(rules, &row.rules_version, &row.kind);
        let (now, asked, own) = (row.state(), row.asked(), sides(staff, &row));
        told.push(ServiceRequest {
            id: row.id,
            version: row.version,
            client: shown.get(&row.client_id).cloned(),
            name: name(rules, &row),
            class: rule.map(|rule| rule.class),
            from_team: name_of(&teams, row.from_team_id),
            from: people.get(&row.from_id).cloned(),
            to_team: name_of(&teams, row.to_team_id),
            provider: row.provider_id.and_then(|id| units.get(&id).cloned()),
            handler: row.taken_by.and_then(|id| people.get(&id).cloned()),
            matter_id: row.matter_id,
            register: Register::parse(&row.to_register).unwrap_or(Register::Social),
            basis: RequestBasis::parse(&row.basis).unwrap_or(RequestBasis::Own),
            state: now,
            sent_at: row.sent_at,
            asked_at: row.asked_at,
            waits_for: row.waits_for(),
            due_on: row.due_on,
            days_left: row.due_on.map(|due| clock::days_left(today, due)),
            declined: row.decline_reason.as_deref().map(|code| decline(rules, &row.rules_version, code)),
            result_item: row.result_item.as_deref().and_then(ResultItem::parse),
            result_id: row.result_id,
            closed_at: row.closed_at,
            permitted_actions: state::permitted(now, asked, &own),
            sides: own,
            steps: Vec::new(),
            kind: row.kind,
            words: row.words,
            result: row.result,
        });
    }
    Ok(told)
}

/// A request's history in words.
pub(crate) async fn history(rules: &Rules, proof: &impl Proof, version: &str, steps: Vec<StepRow>) -> Result<Vec<RequestStep>, DbErr> {
    let people = people_by_id(proof.conn(), &steps.iter().filter_map(|s| s.by_id).collect::<Vec<_>>()).await?;
    let teams = teams_by_id(proof.conn(), &steps.iter().filter_map(|s| s.team_id).collect::<Vec<_>>()).await?;
    let told = steps.into_iter().filter_map(|step| {
        Some(RequestStep {
            step: RequestStepKind::parse(&step.step)?,
            at: step.at,
            by: step.by_id.and_then(|id| people.get(&id).cloned()),
            team: step.team_id.and_then(|id| teams.get(&id).map(|team| team.name.clone())),
            reason: step.reason.as_deref().map(|code| decline(rules, version, code)),
            words: step.words,
        })
    });
    Ok(told.collect())
}

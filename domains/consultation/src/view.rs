//! Rows in words.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{ClientId, Register, Text};
use people::card::cards;
use people::organisation::{people_by_id, view as organisation};
use people::{IdentityCard, PersonRef, Proof};
use rules::Rules;
use store::sea_orm::{ConnectionTrait, DbErr};
use trust::{Opened, Staff};
use uuid::Uuid;

use crate::model::{ConsultAttachment, ConsultBasis, ConsultEntry, ConsultHope, ConsultSide, ConsultStep, Consultation};
use crate::row::{Row, entries};
use crate::{Error, state, step};

/// Which of a consultation's sides a professional works on.
pub(crate) fn sides(staff: &Staff, row: &Row) -> Vec<ConsultSide> {
    let mut sides = Vec::new();
    if staff.team_ids.contains(&row.to_team_id) || row.taken_by.is_some_and(|who| is_me(staff, who)) {
        sides.push(ConsultSide::Specialist);
    }
    if staff.team_ids.contains(&row.from_team_id) {
        sides.push(ConsultSide::Asker);
    }
    sides
}

/// Oneself or one whose substitute one is.
fn is_me(staff: &Staff, person: Uuid) -> bool {
    person == staff.id || staff.substitutes_for.contains(&person)
}

/// Whether it is in this professional's hands.
pub(crate) fn has_it(staff: &Staff, row: &Row) -> bool {
    row.taken_by.is_some_and(|who| is_me(staff, who))
}

/// Who works in a team.
pub(crate) async fn members(conn: &impl ConnectionTrait, today: chrono::NaiveDate, team: Uuid) -> Result<Vec<PersonRef>, Error> {
    let county = organisation(conn, today).await?;
    let there = county.teams.into_iter().filter(|one| one.id == team).flat_map(|team| team.members);
    Ok(there.map(|one| PersonRef { id: one.id, name: one.name, title: Some(one.title), unit: None }).collect())
}

/// The words of a reason for declining, by the rules the consultation was made by.
pub(crate) fn decline(rules: &Rules, version: &str, code: &str) -> Text {
    let set = rules.consultation.version(version);
    set.and_then(|set| set.body.decline(code)).map_or_else(|| Text::fi(code), |rule| rule.label.clone())
}

/// Rows told, each once.
pub(crate) async fn told(
    rules: &Rules,
    proof: &impl Proof,
    (staff, now): (&Staff, DateTime<Utc>),
    rows: Vec<Row>,
) -> Result<Vec<Consultation>, DbErr> {
    let clients: Vec<ClientId> = rows.iter().map(Row::client).collect();
    let shown: HashMap<Uuid, IdentityCard> = cards(proof, &clients).await?.into_iter().map(|c| (c.id, c)).collect();
    let named: Vec<Uuid> = rows.iter().flat_map(|r| [Some(r.from_id), r.taken_by]).flatten().collect();
    let people = people_by_id(proof.conn(), &named).await?;
    let teams = step::team_names(proof.conn(), &rows).await?;
    let mut seen = std::collections::HashSet::new();
    let mut told = Vec::with_capacity(rows.len());
    for row in rows {
        if !seen.insert(row.id) {
            continue;
        }
        let rule = rules.consultation.version(&row.rules_version).and_then(|set| set.body.urgency(&row.urgency));
        let own = sides(staff, &row);
        told.push(Consultation {
            id: row.id,
            version: row.version,
            client: shown.get(&row.client_id).cloned(),
            matter_id: row.matter_id,
            from_team: teams.get(&row.from_team_id).cloned().unwrap_or_default(),
            from: people.get(&row.from_id).cloned(),
            to_team_id: row.to_team_id,
            to_team: teams.get(&row.to_team_id).cloned().unwrap_or_default(),
            handler: row.taken_by.and_then(|id| people.get(&id).cloned()),
            register: Register::parse(&row.to_register).unwrap_or(Register::Social),
            basis: ConsultBasis::parse(&row.basis).unwrap_or(ConsultBasis::Own),
            state: row.state(),
            urgency_name: rule.map_or_else(|| Text::fi(&row.urgency), |rule| rule.name.clone()),
            law: rule.map(|rule| rule.law.clone()),
            hope: ConsultHope::parse(&row.hope).unwrap_or(ConsultHope::Advice),
            late: row.late(now),
            declined: row.decline_reason.as_deref().map(|code| decline(rules, &row.rules_version, code)),
            waits_for: row.waits_for(),
            permitted_actions: state::permitted(row.state(), row.asked(), has_it(staff, &row), &own),
            sides: own,
            told: row.told,
            sent_at: row.sent_at,
            due_at: row.due_at,
            asked_at: row.asked_at,
            answered_at: row.answered_at,
            request_id: row.request_id,
            closed_at: row.closed_at,
            urgency: row.urgency,
            rules_version: row.rules_version,
            question: row.question,
            why: row.why,
            untold_why: row.untold_why,
            thread: Vec::new(),
            colleagues: Vec::new(),
        });
    }
    Ok(told)
}

/// The thread, with the names of those files that the viewer's right reaches, and to whom it can be handed on.
pub(crate) async fn whole(rules: &Rules, opened: &Opened, mut told: Consultation) -> Result<Consultation, Error> {
    let rows = entries(opened.reader(), &[told.id]).await?;
    let named: Vec<Uuid> = rows.iter().flat_map(|e| [e.by_id, e.to_id]).flatten().collect();
    let people = people_by_id(opened.reader(), &named).await?;
    let files: HashMap<Uuid, String> = match rows.iter().any(|e| e.attachment_id.is_some()) {
        true => care::attachment::of_matter(opened, told.matter_id).await?.into_iter().map(|file| (file.id, file.name)).collect(),
        false => HashMap::new(),
    };
    told.thread = rows
        .into_iter()
        .filter_map(|e| {
            Some(ConsultEntry {
                id: e.id,
                step: ConsultStep::parse(&e.step)?,
                side: e.side.as_deref().and_then(ConsultSide::parse),
                at: e.at,
                by: e.by_id.and_then(|id| people.get(&id).cloned()),
                to: e.to_id.and_then(|id| people.get(&id).cloned()),
                reason: e.reason.as_deref().map(|code| decline(rules, &told.rules_version, code)),
                words: e.words,
                professionals: e.professionals,
                attachment: e.attachment_id.map(|id| ConsultAttachment { id, name: files.get(&id).cloned() }),
            })
        })
        .collect();
    if told.permitted_actions.contains(&ConsultStep::HandedOn) {
        let there = members(opened.reader(), opened.today(), told.to_team_id).await?;
        told.colleagues = there.into_iter().filter(|one| one.id != opened.staff().id).collect();
    }
    Ok(told)
}

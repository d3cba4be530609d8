//! Risks: found by an assessment, followed until they are mended, accepted by the client or passed on. Each step stays.

use std::collections::BTreeMap;

use chrono::Days;
use kernel::ClientId;
use rules::Rules;
use store::NewEvent;
use store::sea_orm::Value;
use trust::{Opened, Work};
use uuid::Uuid;

use crate::Error;
use crate::model::{Answers, NewRiskStep, RiskDoer, RiskState, RiskStep, SafetyFinding, words};
use crate::rows::{self, AssessmentRow, RiskRow, written};

/// The farthest day that is agreed, in days.
const FARTHEST: i64 = 730;

/// What a finished assessment found. A risk that is followed already goes on; what a correction has no more was mistaken.
pub(crate) async fn found(work: &Work, opened: &Opened, rules: &Rules, row: &AssessmentRow, answers: &Answers) -> Result<(), Error> {
    let Some(set) = rules.homesafety.version(&row.rules_version) else { return Err(Error::NotFound) };
    let (scope, client) = (row.scope(work.gate().controller())?, ClientId(row.client_id));
    let mut open: BTreeMap<String, RiskRow> =
        rows::open_risks(work, client, &scope).await?.into_iter().map(|risk| (risk.item.clone(), risk)).collect();
    let by = opened.staff().id;
    let step = |state: RiskState, words: Option<String>| RiskStep {
        at: work.at(),
        by,
        state,
        act: None,
        doer: None,
        due_on: None,
        words,
        notice: None,
    };
    for (code, answer) in answers.iter().filter(|(_, answer)| answer.answer == SafetyFinding::Risk) {
        let Some(item) = set.body.item(code) else { continue };
        if let Some(risk) = open.remove(code) {
            let mut steps = risk.steps()?;
            steps.push(step(risk.state(), answer.words.clone()));
            let set: [(&str, Value); 3] =
                [("assessment_id", row.id.into()), ("words", answer.words.clone().into()), ("steps", written(&steps)?.into())];
            rows::change(work, "safety_risk", risk.id, risk.version, &set).await?;
            continue;
        }
        let new = RiskRow {
            id: work.new_id(),
            client_id: client.0,
            register: row.register.clone(),
            service_task: row.service_task.clone(),
            assessment_id: row.id,
            item: code.clone(),
            rules_version: row.rules_version.clone(),
            severity: item.severity.rank(),
            words: answer.words.clone(),
            state: RiskState::Found.code().into(),
            act: None,
            doer: None,
            due_on: work.today() + Days::new(item.days.into()),
            team_id: row.team_id,
            handler_id: Some(by),
            steps: written(&[step(RiskState::Found, None)])?,
            found_at: work.at(),
            closed_at: None,
            version: 1,
        };
        rows::insert_risk(work, &new, scope).await?;
        tell(work, "homesafety.risk.found", &new, RiskState::Found).await?;
    }
    // Of those that the corrected one had found, what is left is not there.
    for risk in open.into_values().filter(|risk| Some(risk.assessment_id) == row.corrects) {
        let mut steps = risk.steps()?;
        steps.push(step(RiskState::Mistaken, row.correction_reason.clone()));
        let set: [(&str, Value); 3] =
            [("state", RiskState::Mistaken.code().into()), ("closed_at", work.at().into()), ("steps", written(&steps)?.into())];
        rows::change(work, "safety_risk", risk.id, risk.version, &set).await?;
        tell(work, "homesafety.risk.changed", &risk, RiskState::Mistaken).await?;
    }
    Ok(())
}

/// The next step of a risk.
///
/// # Errors
/// Fields that are missing or wrong; `safety_risk_mistaken`; 412 when another step was taken meanwhile.
pub(crate) async fn step(work: &Work, opened: &Opened, id: Uuid, seen: i32, new: &NewRiskStep) -> Result<(), Error> {
    let row = held(work, opened, id).await?;
    if row.state() == RiskState::Mistaken {
        return Err(Error::State("safety_risk_mistaken"));
    }
    if new.state == RiskState::Mistaken {
        return Err(Error::field("/state", "not_in_list"));
    }
    let agreed = new.state == RiskState::Agreed;
    let again = new.state == RiskState::Found || (!row.state().is_open() && new.state.is_open());
    let said = words("/words", new.words.as_deref(), again || matches!(new.state, RiskState::Accepted | RiskState::PassedOn))?;
    let act = words("/act", new.act.as_deref(), agreed)?;
    if agreed && new.doer.is_none() {
        return Err(Error::field("/doer", "required"));
    }
    if agreed && new.due_on.is_none() {
        return Err(Error::field("/due_on", "required"));
    }
    if let Some(due) = new.due_on {
        match (due - work.today()).num_days() {
            days if days < 0 => return Err(Error::field("/due_on", "past")),
            days if days > FARTHEST => return Err(Error::field("/due_on", "too_far")),
            _ => {}
        }
    }
    let mut steps = row.steps()?;
    steps.push(RiskStep {
        at: work.at(),
        by: opened.staff().id,
        state: new.state,
        act: act.clone(),
        doer: new.doer,
        due_on: new.due_on,
        words: said,
        notice: None,
    });
    let mut set: Vec<(&str, Value)> = vec![
        ("state", new.state.code().into()),
        ("closed_at", (!new.state.is_open()).then(|| work.at()).into()),
        ("steps", written(&steps)?.into()),
    ];
    if agreed {
        set.extend([("act", act.into()), ("doer", new.doer.map(RiskDoer::code).into())]);
    }
    if let Some(due) = new.due_on {
        set.push(("due_on", due.into()));
    }
    rows::change(work, "safety_risk", row.id, seen, &set).await?;
    tell(work, "homesafety.risk.changed", &row, new.state).await
}

/// One of the client's, of a register and task that is the professional's.
async fn held(work: &Work, opened: &Opened, id: Uuid) -> Result<RiskRow, Error> {
    let row = rows::risks_by_id(work, &[id], opened.clients()).await?.pop().ok_or(Error::NotFound)?;
    if opened.scopes().covers(&row.scope(work.gate().controller())?) { Ok(row) } else { Err(Error::NotFound) }
}

/// That the rescue authority was notified of it.
pub(crate) async fn notified(work: &Work, row: &RiskRow, by: Uuid, notice: Uuid) -> Result<(), Error> {
    let mut steps = row.steps()?;
    steps.push(RiskStep { at: work.at(), by, state: row.state(), act: None, doer: None, due_on: None, words: None, notice: Some(notice) });
    rows::change(work, "safety_risk", row.id, row.version, &[("steps", written(&steps)?.into())]).await
}

async fn tell(work: &Work, kind: &'static str, row: &RiskRow, state: RiskState) -> Result<(), Error> {
    let mut event = NewEvent::new(kind, "safety_risk", row.id).client(row.client_id);
    if let Some(team) = row.team_id {
        event = event.team(team);
    }
    let data = serde_json::json!({ "item": row.item, "state": state, "handler_id": row.handler_id });
    work.emit(event.data(data)).await?;
    work.touched(&[ClientId(row.client_id)]);
    Ok(())
}

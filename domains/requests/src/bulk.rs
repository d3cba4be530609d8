//! Requests of the past, for what brings them in: each is made and stepped by the same tables and clocks as those of today.

use chrono::{DateTime, Utc};
use kernel::ClientId;
use people::organisation::teams_by_id;
use rules::Rules;
use store::sea_orm::Value;
use trust::Work;
use uuid::Uuid;

use crate::model::{RequestSide, RequestState, RequestStepKind};
use crate::row::{NewRow, NewStep, insert, step, update};
use crate::ties::Side;
use crate::{Error, clock, state, ties};

/// A step of a past request.
#[derive(Clone, Debug)]
pub struct PastStep {
    pub step: RequestStepKind,
    pub at: DateTime<Utc>,
    pub by: Uuid,
    pub reason: Option<&'static str>,
    pub words: Option<&'static str>,
    /// Where it was sent on.
    pub to_team: Option<Uuid>,
}

/// A request as it was made, and what has become of it.
#[derive(Clone, Debug)]
pub struct PastRequest {
    pub client: ClientId,
    pub kind: &'static str,
    pub words: &'static str,
    pub from_team: Uuid,
    pub from: Uuid,
    pub to_team: Uuid,
    pub sent_at: DateTime<Utc>,
    pub steps: Vec<PastStep>,
}

/// Keeps them.
///
/// # Errors
/// A kind or a team that is not there, a step its state does not let, or a database that takes nothing.
pub async fn write(work: &Work, rules: &Rules, all: &[PastRequest]) -> Result<(), Error> {
    for past in all {
        one(work, rules, past).await?;
    }
    Ok(())
}

async fn one(work: &Work, rules: &Rules, past: &PastRequest) -> Result<(), Error> {
    let set = rules.requests.on(work.today());
    let rule = set.body.kind(past.kind).ok_or_else(|| Error::field("/kind", "not_in_list"))?;
    let mut named: Vec<Uuid> = past.steps.iter().filter_map(|step| step.to_team).collect();
    named.extend([past.from_team, past.to_team]);
    let teams = teams_by_id(work, &named).await?;
    let side = |team: Uuid| teams.get(&team).ok_or_else(|| Error::field("/to_team_id", "no_such_team")).and_then(Side::of);
    let (from, mut to) = (side(past.from_team)?, side(past.to_team)?);
    let id = work.new_id();
    let day = |at: DateTime<Utc>| kernel::helsinki_date(at);
    let row = NewRow {
        id,
        client: past.client,
        kind: &rule.code,
        rules_version: &set.version,
        matter_id: None,
        from,
        from_id: past.from,
        to,
        provider_id: None,
        basis: if from.place.0 == to.place.0 { "own" } else { "agreed" },
        words: past.words,
        sent_at: past.sent_at,
        due_on: clock::to_answer(rule, day(past.sent_at)),
    };
    insert(work, &row).await?;
    let (mut now, mut asked, mut due, mut kept) = (RequestState::Sent, None::<DateTime<Utc>>, Some(row.due_on), None);
    let mut more: Vec<(&'static str, Value)> = Vec::new();
    let line = |kind, at, by, to: Side, team, reason, words| NewStep {
        request: id,
        client: past.client,
        place: to.place,
        step: kind,
        at,
        by: Some(by),
        team,
        reason,
        words,
    };
    step(work, line(RequestStepKind::Sent, past.sent_at, past.from, to, Some(to.team), None, None)).await?;
    for one in &past.steps {
        now = state::after(one.step, now, asked.is_some()).map_err(Error::State)?;
        let on = day(one.at);
        match one.step {
            RequestStepKind::Accepted => {
                due = Some(clock::to_do(rule, on));
                more.push(("handler_id", one.by.into()));
            }
            RequestStepKind::Asked => (kept, asked, due) = (due, Some(one.at), Some(clock::of_sender(rule, on))),
            RequestStepKind::Answered => {
                due = Some(clock::after_answer(rule, kept.unwrap_or(on), asked.map_or(on, day), on));
                (kept, asked) = (None, None);
            }
            RequestStepKind::Declined => {
                due = Some(clock::of_sender(rule, on));
                more.push(("decline_reason", one.reason.into()));
            }
            RequestStepKind::SentOn => {
                to = side(one.to_team.unwrap_or(past.to_team))?;
                due = Some(clock::to_answer(rule, on));
                more.extend(crate::step::moved(RequestSide::Receiver, to));
                more.extend([("handler_id", None::<Uuid>.into()), ("decline_reason", None::<String>.into())]);
            }
            RequestStepKind::Done => {
                due = Some(clock::of_sender(rule, on));
                more.extend([("done_at", one.at.into()), ("result", one.words.into())]);
            }
            _ => {
                due = None;
                more.push(("closed_at", one.at.into()));
            }
        }
        let team = (one.step == RequestStepKind::SentOn).then_some(to.team);
        step(work, line(one.step, one.at, one.by, to, team, one.reason, one.words)).await?;
    }
    more.extend([("state", now.code().into()), ("due_on", due.into()), ("kept_on", kept.into()), ("asked_at", asked.into())]);
    // A column that several steps wrote keeps what the last one wrote.
    let mut set: Vec<(&'static str, Value)> = Vec::new();
    for (column, value) in more {
        set.retain(|(other, _)| *other != column);
        set.push((column, value));
    }
    update(work, id, 1, set).await?;
    if !matches!(now, RequestState::Followed | RequestState::Withdrawn) {
        ties::set(work, past.client, id, from, to).await?;
    }
    Ok(())
}

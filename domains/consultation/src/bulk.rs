//! Consultations of the past, for what brings them in: each is made and stepped by the same tables and clocks as those of today.

use chrono::{DateTime, Utc};
use kernel::ClientId;
use people::organisation::teams_by_id;
use rules::Rules;
use store::sea_orm::Value;
use trust::Work;
use uuid::Uuid;

use crate::model::{ConsultHope, ConsultSide, ConsultState, ConsultStep};
use crate::row::{NewEntry, NewRow, entry, insert, update};
use crate::ties::Place;
use crate::{Error, clock, state, ties};

/// Something said or done in a past thread.
#[derive(Clone, Debug)]
pub struct PastEntry {
    pub step: ConsultStep,
    pub side: ConsultSide,
    pub at: DateTime<Utc>,
    /// None of the client's own.
    pub by: Option<Uuid>,
    pub words: Option<&'static str>,
    pub professionals: bool,
}

/// A consultation as it was asked, and what has become of it.
#[derive(Clone, Debug)]
pub struct PastConsultation {
    pub client: ClientId,
    pub matter: Uuid,
    pub from_team: Uuid,
    pub from: Uuid,
    pub to_team: Uuid,
    pub urgency: &'static str,
    pub hope: ConsultHope,
    pub question: &'static str,
    pub why: &'static str,
    pub sent_at: DateTime<Utc>,
    pub thread: Vec<PastEntry>,
}

/// Keeps them.
///
/// # Errors
/// A team or an urgency that is not there, a step its state does not let, or a database that takes nothing.
pub async fn write(work: &Work, rules: &Rules, all: &[PastConsultation]) -> Result<(), Error> {
    for past in all {
        one(work, rules, past).await?;
    }
    Ok(())
}

async fn one(work: &Work, rules: &Rules, past: &PastConsultation) -> Result<(), Error> {
    let set = rules.consultation.on(work.today());
    let urgency = set.body.urgency(past.urgency).ok_or_else(|| Error::field("/urgency", "not_in_list"))?;
    let teams = teams_by_id(work, &[past.from_team, past.to_team]).await?;
    let side = |team: Uuid| teams.get(&team).ok_or_else(|| Error::field("/to_team_id", "no_such_team")).and_then(Place::of);
    let (from, to, id) = (side(past.from_team)?, side(past.to_team)?, work.new_id());
    let row = NewRow {
        id,
        client: past.client,
        matter: past.matter,
        from,
        from_id: past.from,
        to,
        basis: if from.place.0 == to.place.0 { "own" } else { "agreed" },
        urgency: past.urgency,
        hope: past.hope.code(),
        question: past.question,
        why: past.why,
        told: true,
        untold_why: None,
        rules_version: &set.version,
        sent_at: past.sent_at,
        due_at: clock::answer_by(&set.body, urgency, past.sent_at),
    };
    insert(work, &row).await?;
    let line = |step, side, at, by, words, professionals| NewEntry {
        consultation: id,
        client: past.client,
        place: to,
        step,
        side: Some(side),
        at,
        by,
        to: None,
        reason: None,
        words,
        professionals,
        attachment: None,
    };
    entry(work, line(ConsultStep::Sent, ConsultSide::Asker, past.sent_at, Some(past.from), None, false)).await?;
    let (mut now, mut asked) = (ConsultState::Sent, false);
    let mut set: Vec<(&'static str, Value)> = Vec::new();
    for one in &past.thread {
        now = state::after(one.step, now, asked, true).map_err(Error::State)?;
        match one.step {
            ConsultStep::Taken => set.push(("handler_id", one.by.into())),
            ConsultStep::Asked => {
                asked = true;
                set.push(("asked_at", one.at.into()));
            }
            ConsultStep::Replied | ConsultStep::Answered => {
                asked = false;
                set.retain(|(column, _)| *column != "asked_at");
                if one.step == ConsultStep::Answered {
                    set.push(("answered_at", one.at.into()));
                }
            }
            ConsultStep::Message => {}
            _ => set.push(("closed_at", one.at.into())),
        }
        entry(work, line(one.step, one.side, one.at, one.by, one.words, one.professionals)).await?;
    }
    set.push(("state", now.code().into()));
    update(work, id, 1, set).await?;
    if state::waits_for(now, asked).is_some() {
        ties::set(work, past.client, id, from, to).await?;
    }
    Ok(())
}

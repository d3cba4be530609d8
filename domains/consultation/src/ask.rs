//! A new consultation.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{Problem, Register};
use people::organisation::{TeamName, teams_on};
use rules::Rules;
use sea_orm::FromQueryResult;
use store::{NewEvent, sql};
use trust::{Opened, Staff, Work};
use uuid::Uuid;

use crate::model::{ConsultBasis, ConsultSide, ConsultStep, ConsultationMade, NewConsultation, words};
use crate::row::{NewEntry, NewRow, entry, insert};
use crate::ties::Place;
use crate::{Error, clock, ties};

/// The most files of one consultation.
const FILES: usize = 20;

/// By what the asker's data reach the specialists' register: it is the same one, the client has given a permit, or has agreed to this.
fn basis(opened: &Opened, from: Register, to: Register, agreed: bool) -> Result<ConsultBasis, Error> {
    match from == to {
        true => Ok(ConsultBasis::Own),
        false if opened.permits().contains(&from) => Ok(ConsultBasis::Permit),
        false if agreed => Ok(ConsultBasis::Agreed),
        false => Err(Error::field("/agreed", "required")),
    }
}

/// The asker's team: the one named, or the first of one's own that cares for the client.
fn asker(staff: &Staff, opened: &Opened, teams: &HashMap<Uuid, TeamName>, asked: Option<Uuid>) -> Result<Place, Error> {
    let own = staff.team_ids.iter().filter(|id| asked.is_none_or(|asked| asked == **id)).filter_map(|id| teams.get(id));
    let mut places = own.filter_map(|team| Place::of(team).ok());
    places.find(|one| opened.scopes().sees(one.place.0, one.place.1)).ok_or_else(|| Error::field("/from_team_id", "not_in_a_team"))
}

/// Asks. `own_files`: the matter's files that the asker sees.
///
/// # Errors
/// Field errors; `consultation_open` with the id of the one that is open already to the same team in the same matter.
pub(crate) async fn ask(
    work: &mut Work,
    rules: &Rules,
    opened: &Opened,
    staff: &Staff,
    new: &NewConsultation,
) -> Result<ConsultationMade, Error> {
    let today = work.today();
    let set = rules.consultation.on(today);
    let urgency = set.body.urgency(&new.urgency).ok_or_else(|| Error::field("/urgency", "not_in_list"))?;
    let question = words("/question", Some(&new.question), true)?.unwrap_or_default();
    let why = words("/why", Some(&new.why), true)?.unwrap_or_default();
    let untold_why = words("/untold_why", new.untold_why.as_deref(), !new.told)?.filter(|_| !new.told);
    let teams = teams_on(work, today).await?;
    let from = asker(staff, opened, &teams, new.from_team_id)?;
    if new.to_team_id == from.team {
        return Err(Error::field("/to_team_id", "own_team"));
    }
    let to = Place::of(teams.get(&new.to_team_id).ok_or_else(|| Error::field("/to_team_id", "no_such_team"))?)?;
    let basis = basis(opened, from.place.0, to.place.0, new.agreed)?;
    // Held until the end: two who ask the same at once do not both get through.
    let matter = care::matter::lock(work, opened, new.matter_id).await.map_err(|_| Error::field("/matter_id", "not_in_list"))?;
    let client = opened.client();
    if !matter.clients.contains(&client) {
        return Err(Error::field("/matter_id", "not_in_list"));
    }
    if let Some(open) = open_of(work, new.matter_id, to.team).await? {
        return Err(Problem::state_refused("consultation_open").with("consultation_id", open).into());
    }
    let files = care::attachment::of_matter(opened, new.matter_id).await?;
    if new.attachments.len() > FILES || new.attachments.iter().any(|id| !files.iter().any(|file| file.id == *id)) {
        return Err(Error::field("/attachments", "not_in_list"));
    }
    let (id, at): (Uuid, DateTime<Utc>) = (work.new_id(), work.at());
    let row = NewRow {
        id,
        client,
        matter: new.matter_id,
        from,
        from_id: staff.id,
        to,
        basis: basis.code(),
        urgency: &urgency.code,
        hope: new.hope.code(),
        question,
        why,
        told: new.told,
        untold_why,
        rules_version: &set.version,
        sent_at: at,
        due_at: clock::answer_by(&set.body, urgency, at),
    };
    insert(work, &row).await?;
    let line = |step, attachment| NewEntry {
        consultation: id,
        client,
        place: to,
        step,
        side: Some(ConsultSide::Asker),
        at,
        by: Some(staff.id),
        to: None,
        reason: None,
        words: None,
        professionals: false,
        attachment,
    };
    entry(work, line(ConsultStep::Sent, None)).await?;
    for file in &new.attachments {
        entry(work, line(ConsultStep::Attached, Some(*file))).await?;
    }
    ties::set(work, client, id, from, to).await?;
    work.object("consultation", id);
    let data = serde_json::json!({ "urgency": urgency.code, "from_team_id": from.team, "basis": basis });
    work.emit(NewEvent::new("consultation.thread.sent", "consultation", id).client(client.0).team(to.team).data(data)).await?;
    work.touched(&[client]);
    Ok(ConsultationMade { id, due_at: row.due_at, rules_version: set.version.clone() })
}

async fn open_of(work: &Work, matter: Uuid, team: Uuid) -> Result<Option<Uuid>, Error> {
    #[derive(FromQueryResult)]
    struct Found {
        id: Uuid,
    }
    let text = "SELECT c.id FROM consultation c WHERE c.matter_id = $1 AND c.to_team_id = $2 AND c.state IN ('sent', 'taken', 'answered') \
                ORDER BY c.id LIMIT 1";
    let found: Option<Found> = sql::one(work, text, [matter.into(), team.into()]).await?;
    Ok(found.map(|row| row.id))
}

//! What is done of a consultation: each step by its side, in the states that let it ([`crate::state`]).

use kernel::Problem;
use notices::Waiting;
use people::organisation::teams_by_id;
use requests::Covered;
use store::sea_orm::Value;
use store::{NewEvent, sql};
use trust::{Opened, Staff, Work};
use uuid::Uuid;

use crate::model::{ConsultSide, ConsultState, ConsultStep, NewConsultStep, words};
use crate::row::{NewEntry, ROW_SQL, Row, entries, entry, sides_sql, update};
use crate::{ConsultationRoom, Error, end, state, ties, view};

/// The consultation as the professional's own: it and their sides of it.
async fn held(work: &Work, opened: &Opened, staff: &Staff, id: Uuid) -> Result<(Row, Vec<ConsultSide>), Error> {
    let (whose, mut values) = opened.clients_sql("r", 2);
    values.insert(0, id.into());
    let text = format!("{ROW_SQL} FROM ({}) r WHERE r.id = $1 AND {whose} AND {} LIMIT 1", sides_sql(), opened.scopes().sql("r"));
    let row: Row = sql::one(work, &text, values).await?.ok_or(Error::NotFound)?;
    let sides = view::sides(staff, &row);
    if sides.is_empty() { Err(Error::NotFound) } else { Ok((row, sides)) }
}

/// Does a step. `covered`: what covers a referral already, by the asker's own proof.
///
/// # Errors
/// [`Error::NotFound`] for a consultation of others; the code of why the state does not let it; field errors; 412.
pub(crate) async fn act(
    room: &ConsultationRoom,
    work: &mut Work,
    opened: &Opened,
    staff: &Staff,
    (id, seen): (Uuid, i32),
    new: &NewConsultStep,
    covered: &Covered,
) -> Result<(), Error> {
    use ConsultStep as K;
    let rules = room.rules.now();
    let (row, sides) = held(work, opened, staff, id).await?;
    let side = sides.into_iter().find(|side| state::is_of(new.step, *side)).ok_or_else(|| Error::field("/step", "not_in_list"))?;
    let to = state::after(new.step, row.state(), row.asked(), view::has_it(staff, &row)).map_err(Error::State)?;
    let needed = matches!(new.step, K::Asked | K::Replied | K::Message | K::Answered | K::Advised | K::Referred | K::Withdrawn);
    let mut said = words("/words", new.words.as_deref(), needed)?;
    let lang = new.lang.unwrap_or_default();
    let (mut reason, mut to_id, mut file, place) = (None, None, None, row.place()?);
    let mut set: Vec<(&'static str, Value)> = vec![("state", to.code().into())];
    match new.step {
        K::Taken => set.push(("handler_id", staff.id.into())),
        K::HandedOn => {
            let whom = colleague(work, &row, staff, new.to_id).await?;
            to_id = Some(whom);
            set.push(("handler_id", whom.into()));
        }
        K::Asked => set.push(("asked_at", work.at().into())),
        K::Replied => set.push(("asked_at", None::<chrono::DateTime<chrono::Utc>>.into())),
        K::Answered => {
            set.push(("asked_at", None::<chrono::DateTime<chrono::Utc>>.into()));
            if row.answered_at.is_none() {
                set.push(("answered_at", work.at().into()));
            }
        }
        K::Declined => {
            let used = &rules.consultation.version(&row.rules_version).ok_or(Error::NotFound)?.body;
            let why = new.reason.as_deref().and_then(|code| used.decline(code)).ok_or_else(|| Error::field("/reason", "not_in_list"))?;
            words("/words", new.words.as_deref(), why.words)?;
            reason = Some(why.code.clone());
            set.push(("decline_reason", why.code.as_str().into()));
        }
        K::Advised => set.push(("note_id", end::advise(work, opened, &row, said.unwrap_or_default(), lang).await?.into())),
        K::Referred => {
            set.push(("request_id", end::refer(room, work, (opened, staff), &row, new, covered, lang).await?.into()));
        }
        K::Attached => file = Some(shown(work, opened, &row, new.attachment).await?),
        K::Message | K::Withdrawn => {}
        K::Sent | K::Moved | K::Late => return Err(Error::field("/step", "not_in_list")),
    }
    let over = !matches!(to, ConsultState::Sent | ConsultState::Taken | ConsultState::Answered);
    if over {
        set.push(("closed_at", work.at().into()));
    }
    if !update(work, id, seen, set).await? {
        return Err(Problem::version_conflict(serde_json::json!({ "id": id, "version": row.version })).into());
    }
    if new.step == K::Taken {
        said = None;
    }
    let line = NewEntry {
        consultation: id,
        client: row.client(),
        place,
        step: new.step,
        side: Some(side),
        at: work.at(),
        by: Some(staff.id),
        to: to_id,
        reason: reason.as_deref(),
        words: said,
        professionals: new.professionals && matches!(new.step, K::Message | K::Asked | K::Replied | K::HandedOn),
        attachment: file,
    };
    entry(work, line).await?;
    if over {
        ties::end(work, id).await?;
    }
    work.object("consultation", id);
    if row.told && matches!(new.step, K::Answered | K::Message) && !new.professionals {
        room.notices.tell(work, waiting(work, &row)?).await?;
    }
    // Told to the side that did not do it.
    let team = if side == ConsultSide::Specialist { row.from_team_id } else { row.to_team_id };
    tell(work, new.step, &row, team).await
}

/// That there is something new for the client in the thread: each version of it is told once.
fn waiting(work: &Work, row: &Row) -> Result<Waiting, Error> {
    Ok(Waiting {
        client: row.client(),
        scope: row.place()?.scope(work.gate().controller()),
        matter_id: Some(row.matter_id),
        occasion: "consultation",
        object_kind: "consultation",
        object_id: row.id,
        key: format!("consultation/{}/{}", row.id, row.version),
    })
}

/// A file of the matter that the thread does not have yet.
async fn shown(work: &Work, opened: &Opened, row: &Row, named: Option<Uuid>) -> Result<Uuid, Error> {
    let named = named.ok_or_else(|| Error::field("/attachment", "required"))?;
    let there = entries(work, &[row.id]).await?;
    if there.iter().any(|one| one.attachment_id == Some(named)) {
        return Err(Error::field("/attachment", "same"));
    }
    let files = care::attachment::of_matter(opened, row.matter_id).await?;
    if files.iter().any(|file| file.id == named) { Ok(named) } else { Err(Error::field("/attachment", "not_in_list")) }
}

/// Who works in the specialist team besides the one who hands it on.
async fn colleague(work: &Work, row: &Row, staff: &Staff, named: Option<Uuid>) -> Result<Uuid, Error> {
    let named = named.ok_or_else(|| Error::field("/to_id", "required"))?;
    let there = view::members(work, work.today(), row.to_team_id).await?;
    if named != staff.id && there.iter().any(|one| one.id == named) { Ok(named) } else { Err(Error::field("/to_id", "not_in_list")) }
}

/// The event of a step, to the team it concerns.
pub(crate) async fn tell(work: &Work, step: ConsultStep, row: &Row, team: Uuid) -> Result<(), Error> {
    let kind = match step {
        ConsultStep::Sent => "consultation.thread.sent",
        ConsultStep::Attached => "consultation.thread.attached",
        ConsultStep::Moved => "consultation.thread.moved",
        ConsultStep::Taken => "consultation.thread.taken",
        ConsultStep::HandedOn => "consultation.thread.handed_on",
        ConsultStep::Asked => "consultation.thread.asked",
        ConsultStep::Replied => "consultation.thread.replied",
        ConsultStep::Message => "consultation.thread.message",
        ConsultStep::Answered => "consultation.thread.answered",
        ConsultStep::Advised => "consultation.thread.advised",
        ConsultStep::Referred => "consultation.thread.referred",
        ConsultStep::Declined => "consultation.thread.declined",
        ConsultStep::Withdrawn => "consultation.thread.withdrawn",
        ConsultStep::Late => "consultation.thread.late",
    };
    let data = serde_json::json!({ "from_team_id": row.from_team_id, "handler_id": row.taken_by });
    work.emit(NewEvent::new(kind, "consultation", row.id).client(row.client_id).team(team).data(data)).await?;
    work.touched(&[row.client()]);
    Ok(())
}

/// Names of both teams of each row.
pub(crate) async fn team_names(
    conn: &impl store::sea_orm::ConnectionTrait,
    rows: &[Row],
) -> Result<std::collections::HashMap<Uuid, String>, store::sea_orm::DbErr> {
    let ids: Vec<Uuid> = rows.iter().flat_map(|r| [r.from_team_id, r.to_team_id]).collect();
    Ok(teams_by_id(conn, &ids).await?.into_iter().map(|(id, team)| (id, team.name)).collect())
}

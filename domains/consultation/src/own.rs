//! The client's own consultations: who asked whom and what, what was answered, and room for one's own words. What professionals keep
//! between themselves is not shown, but that there is something is told; one the client was not told of is not there.

use axum::extract::{Path, State};
use kernel::Problem;
use people::organisation::people_by_id;
use sea_orm::FromQueryResult;
use store::{NewEvent, sql};
use trust::{Answer, ClientSession, IdemJson, Json, Own};
use uuid::Uuid;

use crate::model::{ConsultSide, ConsultState, ConsultStep, ConsultationMade, NewOwnConsultWords, OwnConsultEntry, OwnConsultation, words};
use crate::row::{NewEntry, OPEN, ROW_SQL, Row, entries, entry, side_sql};
use crate::{ConsultationRoom, Error, actions, step, view};

/// The most that is told.
const MOST: usize = 50;

/// What is and was asked about oneself.
#[utoipa::path(get, path = "/api/v1/client/consultations", tag = "own", operation_id = "own_consultations",
    responses((status = 200, body = Vec<OwnConsultation>), (status = 401, body = Problem)),
    extensions(("x-action" = json!("consultation.own.look"))))]
pub(crate) async fn own(session: ClientSession, State(room): State<ConsultationRoom>) -> Result<Json<Vec<OwnConsultation>>, Problem> {
    let own = session.open(&actions::OWN).await?;
    Ok(Json(told(&room, &own).await?))
}

async fn told(room: &ConsultationRoom, own: &Own) -> Result<Vec<OwnConsultation>, Error> {
    let rules = room.rules.now();
    let (whose, mut values) = own.clients_sql("r", 1);
    values.push(true.into());
    let text = format!(
        "{ROW_SQL} FROM ({}) r WHERE {whose}{} AND r.told = ${} ORDER BY r.sent_at DESC, r.id LIMIT {MOST}",
        side_sql(ConsultSide::Specialist),
        own.shown_sql("r", Some("r.matter_id")),
        values.len()
    );
    let rows: Vec<Row> = sql::all(own.reader(), &text, values).await?;
    let lines = entries(own.reader(), &rows.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
    let people = people_by_id(own.reader(), &lines.iter().filter_map(|e| e.by_id).collect::<Vec<_>>()).await?;
    let teams = step::team_names(own.reader(), &rows).await?;
    let told = rows.into_iter().map(|row| {
        let of = || lines.iter().filter(|e| e.consultation_id == row.id && e.side.is_some());
        let seen = of().filter(|e| !e.professionals).filter_map(|e| {
            Some(OwnConsultEntry {
                id: e.id,
                step: ConsultStep::parse(&e.step)?,
                side: e.side.as_deref().and_then(ConsultSide::parse),
                at: e.at,
                by: e.by_id.and_then(|id| people.get(&id).cloned()),
                reason: e.reason.as_deref().map(|code| view::decline(&rules, &row.rules_version, code)),
                words: e.words.clone(),
            })
        });
        OwnConsultation {
            id: row.id,
            matter_id: row.matter_id,
            from_team: teams.get(&row.from_team_id).cloned().unwrap_or_default(),
            to_team: teams.get(&row.to_team_id).cloned().unwrap_or_default(),
            state: row.state(),
            sent_at: row.sent_at,
            due_at: row.due_at,
            answered_at: row.answered_at,
            writable: matches!(row.state(), ConsultState::Sent | ConsultState::Taken | ConsultState::Answered),
            thread: seen.collect(),
            kept_back: i64::try_from(of().filter(|e| e.professionals).count()).unwrap_or(i64::MAX),
            question: row.question.clone(),
        }
    });
    Ok(told.collect())
}

/// Writes into an open one.
#[utoipa::path(post, path = "/api/v1/client/consultations/{id}/messages", tag = "own", operation_id = "write_own_consultation",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = NewOwnConsultWords,
    responses((status = 201, body = ConsultationMade), (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("consultation.own.write"))))]
pub(crate) async fn write(session: ClientSession, Path(id): Path<Uuid>, body: IdemJson<NewOwnConsultWords>) -> Result<Answer, Problem> {
    let change = session.change(&actions::OWN_WRITE).await?;
    if let Some(answer) = body.replay(change.own().client().0).await? {
        return Ok(answer);
    }
    let mut work = change.begin().await?;
    let made = say(&mut work, change.own(), id, &body.value).await?;
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

async fn say(work: &mut trust::Work, own: &Own, id: Uuid, new: &NewOwnConsultWords) -> Result<ConsultationMade, Error> {
    #[derive(FromQueryResult)]
    struct Touched {
        id: Uuid,
    }
    let said = words("/words", Some(&new.words), true)?;
    let (whose, mut values) = own.clients_sql("r", 3);
    let shown = own.shown_sql("r", Some("r.matter_id"));
    values.splice(0..0, [id.into(), true.into()]);
    let from = format!("FROM ({}) r WHERE r.id = $1 AND r.told = $2 AND {whose}{shown}", side_sql(ConsultSide::Specialist));
    let row: Row = sql::one(work, &format!("{ROW_SQL} {from}"), values.clone()).await?.ok_or(Error::NotFound)?;
    let open: Option<Touched> = sql::one(work, &format!("SELECT r.id {from} AND {OPEN}"), values).await?;
    let open = open.ok_or(Error::State("consultation_closed"))?.id;
    let line = NewEntry {
        consultation: open,
        client: row.client(),
        place: row.place()?,
        step: ConsultStep::Message,
        side: Some(ConsultSide::Client),
        at: work.at(),
        by: None,
        to: None,
        reason: None,
        words: said,
        professionals: false,
        attachment: None,
    };
    entry(work, line).await?;
    work.object("consultation", id);
    for team in [row.from_team_id, row.to_team_id] {
        work.emit(NewEvent::new("consultation.thread.message", "consultation", id).client(row.client_id).team(team)).await?;
    }
    Ok(ConsultationMade { id, due_at: row.due_at, rules_version: row.rules_version })
}

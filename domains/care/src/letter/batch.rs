use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use kernel::{Problem, Text};
use rules::LetterUse;
use serde::Serialize;
use trust::{IfMatch, Json, StaffSession};
use utoipa::ToSchema;
use uuid::Uuid;

use super::make::LetterResult;
use super::store::{self, BatchRow, Row};
use crate::matter::change::{Changing, reason_of};
use crate::matter::{self, NewStep};
use crate::message::{NewMessage, from_staff};
use crate::{Care, Error, actions, thing};

pub const fn way_code(way: LetterUse) -> &'static str {
    match way {
        LetterUse::Letter => "letter",
        LetterUse::Message => "message",
    }
}

/// Letters made at once.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LetterBatch {
    pub id: Uuid,
    pub version: i32,
    /// The template's name; its key, when the county has it no more.
    pub template: Text,
    pub way: LetterUse,
    pub made_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undone_at: Option<DateTime<Utc>>,
    pub letters: i64,
}

fn view(care: &Care, row: BatchRow, today: chrono::NaiveDate) -> LetterBatch {
    let rules = care.rules.letters.on(today);
    LetterBatch {
        template: rules.body.template(&row.template).map_or_else(|| Text::fi(row.template.clone()), |one| one.name.clone()),
        id: row.id,
        version: row.version,
        way: if row.way == "message" { LetterUse::Message } else { LetterUse::Letter },
        made_at: row.made_at,
        sent_at: row.sent_at,
        undone_at: row.undone_at,
        letters: row.letters,
    }
}

/// What was done to the letters of a batch.
#[derive(Debug, Serialize, ToSchema)]
pub struct LetterReport {
    pub batch: LetterBatch,
    pub rows: Vec<LetterResult>,
}

/// One's own batches, newest first.
#[utoipa::path(get, path = "/api/v1/staff/letters/batches", tag = "care", operation_id = "letter_batches",
    extensions(("x-action" = json!("care.letter.batches"))), responses((status = 200, body = Vec<LetterBatch>), (status = 403, body = Problem)))]
pub async fn list(session: StaffSession, State(care): State<Care>) -> Result<Json<Vec<LetterBatch>>, Problem> {
    let listed = session.list(&actions::LETTER_BATCHES)?;
    let rows = store::mine(listed.reader(), session.subject()).await.map_err(Error::from)?;
    listed.shown(&[]);
    Ok(Json(rows.into_iter().map(|row| view(&care, row, listed.today())).collect()))
}

/// Puts the letters on their way: messages appear in the clients' own pages and the notices tell of them; letters on paper are marked
/// as posted. After this they are not taken back.
#[utoipa::path(post, path = "/api/v1/staff/letters/batches/{id}/send", tag = "care", operation_id = "send_letters",
    extensions(("x-action" = json!("care.letter.send_all"))), params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = LetterReport), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem)))]
pub async fn send(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    version: IfMatch,
) -> Result<Json<LetterReport>, Problem> {
    end(&session, &care, id, version.0, End::Sent).await
}

/// Takes the letters back before they are sent.
#[utoipa::path(post, path = "/api/v1/staff/letters/batches/{id}/undo", tag = "care", operation_id = "undo_letters",
    extensions(("x-action" = json!("care.letter.undo_all"))), params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = LetterReport), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem)))]
pub async fn undo(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    version: IfMatch,
) -> Result<Json<LetterReport>, Problem> {
    end(&session, &care, id, version.0, End::Undone).await
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Sent,
    Undone,
}

async fn end(session: &StaffSession, care: &Care, id: Uuid, version: i32, how: End) -> Result<Json<LetterReport>, Problem> {
    let (list_action, batch_action, column) = match how {
        End::Sent => (&actions::LETTER_SEND_ALL, &actions::LETTER_BATCH, "sent_at"),
        End::Undone => (&actions::LETTER_UNDO_ALL, &actions::LETTER_BATCH, "undone_at"),
    };
    let listed = session.list(list_action)?;
    let found = store::batch(listed.reader(), id, session.subject()).await.map_err(Error::from)?.ok_or_else(Problem::not_found)?;
    if found.version != version {
        return Err(Problem::version_conflict(view(care, found, listed.today())));
    }
    if found.sent_at.is_some() || found.undone_at.is_some() {
        return Err(Problem::state_refused("letters_ended"));
    }
    let letters = store::of_batch(&listed, id).await.map_err(Error::from)?;
    listed.shown(&[]);
    let change = session.change_reference(batch_action)?;
    let work = change.begin().await?;
    if !store::end_batch(&work, id, version, column).await.map_err(Error::from)? {
        return Err(Problem::state_refused("letters_ended"));
    }
    work.emit(::store::NewEvent::new(if how == End::Sent { "care.letters.sent" } else { "care.letters.undone" }, "letter_batch", id))
        .await
        .map_err(Error::from)?;
    work.commit().await?;
    let mut rows = Vec::with_capacity(letters.len());
    for letter in &letters {
        let outcome = one(session, care, letter, how).await.map_err(|problem| reason_of(&problem));
        rows.push(LetterResult::of(letter.matter_id, outcome));
    }
    let now = store::batch(listed.reader(), id, session.subject()).await.map_err(Error::from)?.ok_or_else(Problem::not_found)?;
    Ok(Json(LetterReport { batch: view(care, now, listed.today()), rows }))
}

async fn one(session: &StaffSession, care: &Care, letter: &Row, how: End) -> Result<(), Problem> {
    let c = Changing::hold(session, letter.matter_id, &actions::LETTER).await?;
    match settle(&c, care, letter, how).await {
        Ok(()) => c.work.commit().await,
        Err(error) => Err(c.refuse(error.into())),
    }
}

async fn settle(c: &Changing, care: &Care, letter: &Row, how: End) -> Result<(), Error> {
    if how == End::Undone {
        store::end(&c.work, letter.id, "undone_at").await?;
        matter::step(&c.work, c.matter.id, NewStep::new("letter_undone").about(letter.id)).await?;
    } else {
        if letter.way == "message" {
            let text = format!("{}\n\n{}", letter.subject, letter.body);
            let new = NewMessage { text, client_id: Some(letter.client_id) };
            from_staff(care, &c.work, c.change.client()?, c.matter.id, &new).await?;
        } else {
            matter::step(&c.work, c.matter.id, NewStep::new("letter_sent").about(letter.id)).await?;
        }
        store::end(&c.work, letter.id, "sent_at").await?;
    }
    let kind = if how == End::Sent { "care.letter.sent" } else { "care.letter.undone" };
    c.work.emit(thing::event(kind, "letter", letter.id, &c.matter, store::client(letter))).await?;
    Ok(())
}

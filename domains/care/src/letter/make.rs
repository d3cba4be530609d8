use axum::extract::State;
use kernel::Problem;
use rules::LetterUse;
use serde::{Deserialize, Serialize};
use trust::{Json, StaffSession};
use utoipa::ToSchema;
use uuid::Uuid;

use super::fill::{Filled, Known};
use super::preview::{MOST, template};
use super::store;
use crate::desk::choice::{Choice, chosen};
use crate::matter::change::{Changing, reason_of};
use crate::matter::{self, NewStep};
use crate::{Care, Error, actions, thing};

#[derive(Debug, Deserialize, ToSchema)]
pub struct MakeLetters {
    pub template: String,
    pub way: LetterUse,
    /// At most 500.
    pub matter_ids: Vec<Uuid>,
}

/// What became of each.
#[derive(Debug, Serialize, ToSchema)]
pub struct LettersMade {
    pub batch_id: Uuid,
    pub version: i32,
    pub rows: Vec<LetterResult>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LetterResult {
    pub matter_id: Uuid,
    pub done: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl LetterResult {
    pub fn of(matter_id: Uuid, outcome: Result<(), String>) -> Self {
        Self { matter_id, done: outcome.is_ok(), reason: outcome.err() }
    }
}

/// Makes a letter on each matter; nothing is sent yet. Each matter goes by its own rights in a transaction of its own.
#[utoipa::path(post, path = "/api/v1/staff/desk/letters", tag = "care", operation_id = "make_letters",
    extensions(("x-action" = json!("care.letter.make"))), request_body = MakeLetters,
    responses((status = 200, body = LettersMade), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn make(session: StaffSession, State(care): State<Care>, Json(input): Json<MakeLetters>) -> Result<Json<LettersMade>, Problem> {
    let listed = session.list(&actions::LETTER_MAKE)?;
    let rules = care.rules.letters.on(listed.today());
    let template = template(&rules.body, &input.template, input.way)?;
    if input.matter_ids.len() > MOST {
        return Err(Problem::invalid_field("/matter_ids", "too_many_chosen"));
    }
    let choice = Choice { matter_ids: input.matter_ids.clone(), ..Choice::default() };
    let ids = chosen(&listed, session.gate().keys(), &care.rules, &choice).await?;
    let matters = matter::store::many(listed.reader(), &ids).await.map_err(Error::from)?;
    let known = Known::read(&listed, &matters).await?;
    let needs = &care.rules.needs.on(listed.today()).body;
    // What is filled in was shown before; each letter made has its own line.
    listed.shown(&[]);
    let change = session.change_reference(&actions::LETTER_BATCH)?;
    let work = change.begin().await?;
    let batch = work.new_id();
    let way = super::batch::way_code(input.way);
    store::insert_batch(&work, batch, &template.key, &rules.version, way, session.subject()).await.map_err(Error::from)?;
    work.emit(::store::NewEvent::new("care.letters.made", "letter_batch", batch)).await.map_err(Error::from)?;
    work.commit().await?;
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(one) = matters.iter().find(|matter| matter.id == id) else { continue };
        let outcome = match known.letter(one, template, input.way, needs) {
            Ok(filled) => keep(&session, batch, id, &filled).await.map_err(|problem| reason_of(&problem)),
            Err(reason) => Err(reason),
        };
        rows.push(LetterResult::of(id, outcome));
    }
    Ok(Json(LettersMade { batch_id: batch, version: 1, rows }))
}

async fn keep(session: &StaffSession, batch: Uuid, id: Uuid, letter: &Filled) -> Result<(), Problem> {
    let c = Changing::hold(session, id, &actions::LETTER).await?;
    match within(&c, batch, letter).await {
        Ok(()) => c.work.commit().await,
        Err(error) => Err(c.refuse(error.into())),
    }
}

async fn within(c: &Changing, batch: Uuid, letter: &Filled) -> Result<(), Error> {
    c.matter.must_be_open().map_err(Error::Refused)?;
    if c.matter.clients.first() != Some(&letter.client) {
        return Err(Error::Refused("changed_meanwhile"));
    }
    let id = c.work.new_id();
    store::insert(&c.work, id, batch, c.matter.id, thing::scope(&c.matter, 16), letter, c.staff.id).await?;
    matter::step(&c.work, c.matter.id, NewStep::new("letter_made").about(id)).await?;
    c.work.emit(thing::event("care.letter.made", "letter", id, &c.matter, letter.client)).await?;
    Ok(())
}

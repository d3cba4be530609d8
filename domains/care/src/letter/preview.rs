use axum::extract::State;
use kernel::{ClientId, Lang, Problem, Text};
use people::card::{IdentityCard, cards};
use rules::{LetterTemplate, LetterUse};
use serde::{Deserialize, Serialize};
use trust::{Json, Listed, StaffSession};
use utoipa::ToSchema;
use uuid::Uuid;

use super::fill::Known;
use crate::desk::choice::{Choice, chosen};
use crate::matter::store;
use crate::{Care, Error, actions};

/// Most letters of one batch.
pub const MOST: usize = 500;

/// A template to pick.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LetterTemplateView {
    pub key: String,
    pub name: Text,
    pub uses: Vec<LetterUse>,
}

/// The templates in force.
#[utoipa::path(get, path = "/api/v1/staff/letters/templates", tag = "care", operation_id = "letter_templates",
    extensions(("x-action" = json!("care.letter.templates"))), responses((status = 200, body = Vec<LetterTemplateView>)))]
pub async fn templates(session: StaffSession, State(care): State<Care>) -> Result<Json<Vec<LetterTemplateView>>, Problem> {
    session.may(&actions::LETTER_TEMPLATES)?;
    let set = care.rules.letters.on(session.gate().ctx().today());
    let view = |one: &LetterTemplate| LetterTemplateView { key: one.key.clone(), name: one.name.clone(), uses: one.uses.clone() };
    Ok(Json(set.body.templates.iter().map(view).collect()))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct LetterPreview {
    pub choice: Choice,
    pub template: String,
    pub way: LetterUse,
}

/// What would be made, matter by matter.
#[derive(Debug, Serialize, ToSchema)]
pub struct LetterPlan {
    pub rows: Vec<LetterRow>,
    pub can: usize,
    pub cannot: usize,
}

/// One letter as it would be, or why there would be none.
#[derive(Debug, Serialize, ToSchema)]
pub struct LetterRow {
    pub matter_id: Uuid,
    pub number: String,
    /// The main client, to whom the letter goes.
    pub client: Option<IdentityCard>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Lang>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// `address_protected`, `no_address`, `deceased`, `matter_closed`, `place_empty.<place>` …; absent when it can be made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The template of a key, for a use.
///
/// # Errors
/// When there is none in force, or it is not for that use.
pub fn template<'r>(rules: &'r rules::Letters, key: &str, way: LetterUse) -> Result<&'r LetterTemplate, Error> {
    rules.template(key).filter(|one| one.serves(way)).ok_or_else(|| Error::field("/template", "not_in_list"))
}

/// Each letter as it would be, in the client's language; those without an address, and those whose address is protected, are told.
#[utoipa::path(post, path = "/api/v1/staff/desk/letters/preview", tag = "care", operation_id = "preview_letters",
    extensions(("x-action" = json!("care.letter.preview"))), request_body = LetterPreview,
    responses((status = 200, body = LetterPlan), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn preview(
    session: StaffSession,
    State(care): State<Care>,
    Json(input): Json<LetterPreview>,
) -> Result<Json<LetterPlan>, Problem> {
    let listed = session.list(&actions::LETTER_PREVIEW)?;
    Ok(Json(plan(&session, &care, &listed, &input).await?))
}

async fn plan(session: &StaffSession, care: &Care, listed: &Listed, input: &LetterPreview) -> Result<LetterPlan, Error> {
    let rules = care.rules.letters.on(listed.today());
    let template = template(&rules.body, &input.template, input.way)?;
    let ids = chosen(listed, session.gate().keys(), &care.rules, &input.choice).await?;
    if ids.len() > MOST {
        return Err(Error::field("/choice/matter_ids", "too_many_chosen"));
    }
    let mut matters = store::many(listed.reader(), &ids).await?;
    let place = |id: Uuid| ids.iter().position(|one| *one == id);
    matters.sort_by_key(|matter| place(matter.id));
    let known = Known::read(listed, &matters).await?;
    let needs = &care.rules.needs.on(listed.today()).body;
    let mains: Vec<ClientId> = matters.iter().filter_map(|m| m.clients.first().copied()).collect();
    let shown: std::collections::HashMap<Uuid, IdentityCard> = cards(listed, &mains).await?.into_iter().map(|c| (c.id, c)).collect();
    let rows: Vec<LetterRow> = matters
        .iter()
        .map(|matter| {
            let letter = known.letter(matter, template, input.way, needs);
            let filled = letter.as_ref().ok();
            LetterRow {
                matter_id: matter.id,
                number: matter.number.clone(),
                client: matter.clients.first().and_then(|c| shown.get(&c.0).cloned()),
                language: filled.map(|one| one.language),
                subject: filled.map(|one| one.subject.clone()),
                body: filled.map(|one| one.body.clone()),
                reason: letter.err(),
            }
        })
        .collect();
    listed.shown(&mains);
    let cannot = rows.iter().filter(|row| row.reason.is_some()).count();
    Ok(LetterPlan { can: rows.len() - cannot, cannot, rows })
}

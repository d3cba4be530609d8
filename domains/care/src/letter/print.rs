//! Letters on paper: one tagged PDF of a whole batch, or of one letter. Addresses are read at the moment of printing and kept nowhere.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use documents::print::{PrintLetter, print_letters};
use kernel::{ClientId, Lang, Problem, helsinki_date};
use people::Proof;
use people::postal::{Post, Recipient};
use rules::LetterUse;
use serde::Serialize;
use std::collections::HashMap;
use trust::{Json, StaffSession};
use utoipa::ToSchema;
use uuid::Uuid;

use super::fill::day;
use super::store::{self, Row};
use crate::{Error, actions};

/// A letter of a matter.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MatterLetter {
    pub id: Uuid,
    pub client_id: Uuid,
    pub way: LetterUse,
    pub language: Lang,
    pub subject: String,
    pub body: String,
    pub made_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<people::PersonRef>,
}

/// The matter's letters, newest first; those that were taken back are not among them.
#[utoipa::path(get, path = "/api/v1/staff/matters/{id}/letters", tag = "care", operation_id = "matter_letters",
    extensions(("x-action" = json!("care.letter.list"))), params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<MatterLetter>), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn of_matter(session: StaffSession, Path(id): Path<Uuid>) -> Result<Json<Vec<MatterLetter>>, Problem> {
    let opened = session.open_object("matter", id, &actions::LETTERS).await?;
    let rows = store::of_matter(&opened, id).await.map_err(Error::from)?;
    let authors: Vec<Uuid> = rows.iter().map(|row| row.made_by).collect();
    let people = people::organisation::people_by_id(opened.reader(), &authors).await.map_err(Error::from)?;
    let view = |row: Row| MatterLetter {
        language: row.lang(),
        id: row.id,
        client_id: row.client_id,
        way: if row.way == "message" { LetterUse::Message } else { LetterUse::Letter },
        subject: row.subject,
        body: row.body,
        made_at: row.made_at,
        sent_at: row.sent_at,
        by: people.get(&row.made_by).cloned(),
    };
    Ok(Json(rows.into_iter().map(view).collect()))
}

/// All letters of a batch as one tagged PDF, each on pages of its own. One who has no address to give any more is left out.
#[utoipa::path(get, path = "/api/v1/staff/letters/batches/{id}/print.pdf", tag = "care", operation_id = "print_letters",
    extensions(("x-action" = json!("care.letter.print"))), params(("id" = Uuid, Path)),
    responses((status = 200, content_type = "application/pdf"), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
pub async fn batch(session: StaffSession, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let listed = session.list(&actions::LETTER_PRINT)?;
    let found = store::batch(listed.reader(), id, session.subject()).await.map_err(Error::from)?.ok_or_else(Problem::not_found)?;
    let letters = store::of_batch(&listed, id).await.map_err(Error::from)?;
    if found.undone_at.is_some() || found.way != "letter" || letters.is_empty() {
        return Err(Problem::state_refused("nothing_to_print"));
    }
    let clients: Vec<ClientId> = letters.iter().map(store::client).collect();
    let pdf = draw(&listed, &letters, &clients).await?;
    listed.shown(&clients);
    pdf_answer(pdf)
}

/// One letter as a tagged PDF.
#[utoipa::path(get, path = "/api/v1/staff/matters/{id}/letters/{letter_id}/print.pdf", tag = "care", operation_id = "print_letter",
    extensions(("x-action" = json!("care.letter.print_one"))), params(("id" = Uuid, Path), ("letter_id" = Uuid, Path)),
    responses((status = 200, content_type = "application/pdf"), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
pub async fn one(session: StaffSession, Path((id, letter_id)): Path<(Uuid, Uuid)>) -> Result<Response, Problem> {
    let opened = session.open_object("matter", id, &actions::LETTER_PRINT_ONE).await?;
    let mut letters = store::of_matter(&opened, id).await.map_err(Error::from)?;
    letters.retain(|row| row.id == letter_id);
    let client = letters.first().map(store::client).ok_or_else(Problem::not_found)?;
    pdf_answer(draw(&opened, &letters, &[client]).await?)
}

async fn draw<P: Proof<Conn = ::store::Reader>>(proof: &P, letters: &[Row], clients: &[ClientId]) -> Result<Vec<u8>, Problem> {
    let recipients = people::postal::of(proof, clients).await.map_err(Error::from)?;
    let units = people::organisation::view(proof.conn(), proof.today()).await.map_err(Error::from)?.units;
    let county = units.first().map(|unit| unit.organisation.clone()).unwrap_or_default();
    let printed: Vec<PrintLetter> = letters.iter().filter_map(|row| on_paper(row, &recipients, &county)).collect();
    if printed.is_empty() {
        return Err(Problem::state_refused("nothing_to_print"));
    }
    print_letters(&printed).map_err(|error| {
        tracing::error!(%error, "letters could not be drawn");
        Problem::internal()
    })
}

fn on_paper(row: &Row, recipients: &HashMap<ClientId, Recipient>, county: &str) -> Option<PrintLetter> {
    let Post::Address(address) = &recipients.get(&store::client(row))?.post else { return None };
    let lang = row.lang();
    Some(PrintLetter {
        id: row.id,
        lang,
        sender: county.to_owned(),
        recipient: row.recipient.clone(),
        address: address.clone(),
        day: day(helsinki_date(row.made_at), lang),
        subject: row.subject.clone(),
        paragraphs: row
            .body
            .split("\n\n")
            .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|p| !p.is_empty())
            .collect(),
        made_at: row.made_at,
    })
}

fn pdf_answer(pdf: Vec<u8>) -> Result<Response, Problem> {
    let mut answer = pdf.into_response();
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    answer.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"kirjeet.pdf\""));
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(answer)
}

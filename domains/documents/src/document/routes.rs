//! `/api/v1/staff/documents/{id}*` and the client's own documents. Documents are begun in the room that keeps matters.

use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use kernel::{ClientId, Lang, Problem};
use people::Proof as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use trust::{ClientSession, Group, IfMatch, Json, Opened, Query, StaffSession, Versioned};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::export::{ExportedDocument, export};
use super::form::Form;
use super::print_out::print_out;
use super::{Document, DocumentState};
use crate::structure::{Kind, annotated};
use crate::{DocumentError, Documents, actions};

pub fn routes() -> OpenApiRouter<Documents> {
    OpenApiRouter::new()
        .routes(routes!(read, save))
        .routes(routes!(finish))
        .routes(routes!(read_version))
        .routes(routes!(print_pdf))
        .routes(routes!(export_json))
        .routes(routes!(own_read))
        .routes(routes!(own_print_pdf))
}

/// A changed body.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentBody {
    /// The body whole, by the structure; it may have holes.
    #[schema(value_type = Object)]
    pub body: Value,
}

/// The client's own document with the structure it is written on: the client's page names its parts by it.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnDocument {
    #[serde(flatten)]
    pub document: Document,
    /// JSON Schema draft-07 with Sosmeta's labels.
    #[schema(value_type = Object)]
    pub schema: Value,
}

/// A document with its body.
#[utoipa::path(get, path = "/api/v1/staff/documents/{id}", tag = "documents", params(("id" = Uuid, Path)),
    responses((status = 200, body = Document), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("documents.document.read"))))]
async fn read(session: StaffSession, Path(id): Path<Uuid>) -> Result<Versioned<Document>, Problem> {
    let opened = session.open_object("document", id, &actions::READ).await?;
    let document = super::read(&opened, id).await?;
    Ok(told(&opened, document))
}

/// Autosave of a draft.
#[utoipa::path(put, path = "/api/v1/staff/documents/{id}", tag = "documents",
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "version that was seen")), request_body = DocumentBody,
    responses((status = 200, body = Document), (status = 409, body = Problem), (status = 412, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("documents.document.save"))))]
async fn save(
    session: StaffSession,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    Json(input): Json<DocumentBody>,
) -> Result<Versioned<Document>, Problem> {
    let change = session.change_object("document", id, &actions::SAVE).await?;
    let work = change.begin().await?;
    let document = super::save(&work, id, seen, input.body).await?;
    work.commit().await?;
    Ok(told(change.client()?, document))
}

/// Checks the whole document, finishes it and writes its facts.
#[utoipa::path(post, path = "/api/v1/staff/documents/{id}/finish", tag = "documents",
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "version that was seen")),
    responses((status = 200, body = Document), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem)),
    extensions(("x-action" = json!("documents.document.finish"))))]
async fn finish(
    session: StaffSession,
    State(room): State<Documents>,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
) -> Result<Versioned<Document>, Problem> {
    let change = session.change_object("document", id, &actions::FINISH).await?;
    let work = change.begin().await?;
    let (document, facts) = super::finish(&work, id, seen).await?;
    if document.kind == Some(Kind::Decision) {
        return Err(DocumentError::ByDeciding.into());
    }
    let by_power = Form::of(&work, &document).await?.structure().by_power();
    if by_power && !change.client()?.offers_in(Group::Decide, document.scope.register, document.scope.service_task) {
        return Err(DocumentError::NoPower.into());
    }
    room.matters.finished(&work, &document, &facts).await?;
    work.commit().await?;
    Ok(told(change.client()?, document))
}

/// An earlier version: the same document with that version's body.
#[utoipa::path(get, path = "/api/v1/staff/documents/{id}/versions/{version}", tag = "documents",
    params(("id" = Uuid, Path), ("version" = i32, Path)),
    responses((status = 200, body = Document), (status = 404, body = Problem)),
    extensions(("x-action" = json!("documents.document.read_version"))))]
async fn read_version(session: StaffSession, Path((id, version)): Path<(Uuid, i32)>) -> Result<Json<Document>, Problem> {
    let opened = session.open_object("document", id, &actions::READ_VERSION).await?;
    Ok(Json(super::read_version(&opened, id, version).await?))
}

/// The language of a print.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PrintQuery {
    /// `fi` or `sv`; Finnish when not said.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    lang: Lang,
}

/// The document as a tagged PDF.
#[utoipa::path(get, path = "/api/v1/staff/documents/{id}/print.pdf", tag = "documents", params(("id" = Uuid, Path), PrintQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf"), (status = 404, body = Problem)),
    extensions(("x-action" = json!("documents.document.print"))))]
async fn print_pdf(
    session: StaffSession,
    State(room): State<Documents>,
    Path(id): Path<Uuid>,
    Query(query): Query<PrintQuery>,
) -> Result<Response, Problem> {
    let opened = session.open_object("document", id, &actions::PRINT).await?;
    let document = super::read(&opened, id).await?;
    let clients = document.client_ids.clone();
    let file = print_out(session.gate(), room.matters.as_ref(), &opened, &document, &clients, query.lang).await?;
    Ok(pdf(&document, file))
}

/// The finished document as data by its structure, with the identifiers that the register gives and a list of what it lacks.
#[utoipa::path(get, path = "/api/v1/staff/documents/{id}/export.json", tag = "documents", params(("id" = Uuid, Path)),
    responses((status = 200, body = ExportedDocument), (status = 404, body = Problem), (status = 409, body = Problem)),
    extensions(("x-action" = json!("documents.document.export"))))]
async fn export_json(session: StaffSession, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let opened = session.open_object("document", id, &actions::EXPORT).await?;
    let document = super::read(&opened, id).await?;
    let clients = document.client_ids.clone();
    let out = export(session.gate(), &opened, &document, &clients).await?;
    let mut response = axum::Json(out).into_response();
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"document-{id}.json\"")) {
        response.headers_mut().insert(CONTENT_DISPOSITION, name);
    }
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The client's own finished document.
#[utoipa::path(get, path = "/api/v1/client/documents/{id}", tag = "documents", params(("id" = Uuid, Path)),
    responses((status = 200, body = OwnDocument), (status = 404, body = Problem)),
    extensions(("x-action" = json!("documents.own.read"))))]
async fn own_read(session: ClientSession, State(room): State<Documents>, Path(id): Path<Uuid>) -> Result<Json<OwnDocument>, Problem> {
    let own = session.open(&actions::OWN_READ).await?;
    let mut document = super::read_shown(&room, &own, id).await?;
    // The other clients of a shared document are their own business.
    document.client_ids.retain(|c| own.clients().contains(c));
    document.permitted_actions = vec!["print".to_owned()];
    let schema = annotated(&Form::of(own.conn(), &document).await?.structure().schema);
    Ok(Json(OwnDocument { document, schema }))
}

/// The client's own finished document as a tagged PDF.
#[utoipa::path(get, path = "/api/v1/client/documents/{id}/print.pdf", tag = "documents", params(("id" = Uuid, Path), PrintQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf"), (status = 404, body = Problem)),
    extensions(("x-action" = json!("documents.own.print"))))]
async fn own_print_pdf(
    session: ClientSession,
    State(room): State<Documents>,
    Path(id): Path<Uuid>,
    Query(query): Query<PrintQuery>,
) -> Result<Response, Problem> {
    let own = session.open(&actions::OWN_PRINT).await?;
    let document = super::read_shown(&room, &own, id).await?;
    let clients: Vec<ClientId> = document.client_ids.iter().copied().filter(|c| own.clients().contains(c)).collect();
    let file = print_out(session.gate(), room.matters.as_ref(), &own, &document, &clients, query.lang).await?;
    Ok(pdf(&document, file))
}

/// The file, named by kind and key: a name of a person does not belong in a folder of downloads.
fn pdf(document: &Document, file: Vec<u8>) -> Response {
    let kind = document.kind.map_or("document", Kind::code);
    let name = format!("inline; filename=\"{kind}-{}.pdf\"", document.id);
    let mut response = ([(CONTENT_TYPE, HeaderValue::from_static("application/pdf"))], file).into_response();
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(CONTENT_DISPOSITION, name);
    }
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The document with what this asker may do to it: printing is a look; the rest asks for work.
fn told(opened: &Opened, mut document: Document) -> Versioned<Document> {
    let works = opened.offers_in(Group::Work, document.scope.register, document.scope.service_task);
    document.permitted_actions = if works { document.actions_when_working() } else { Vec::new() };
    document.permitted_actions.push("print".to_owned());
    if document.state == DocumentState::Final {
        document.permitted_actions.push("export".to_owned());
    }
    Versioned(document.version, document)
}

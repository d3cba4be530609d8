use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use kernel::Problem;
use trust::{Answer, Json, StaffSession};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::add::{Upload, add as keep};
use super::model::{Attachment, MAX_BYTES, disposition};
use super::scan::ScanState;
use super::store;
use crate::{Care, Error, actions, matter};

pub fn routes() -> OpenApiRouter<Care> {
    // The file with the frame of a multipart body around it.
    let limit = DefaultBodyLimit::max(MAX_BYTES + 64 * 1024);
    OpenApiRouter::new().routes(routes!(list, add)).layer(limit).routes(routes!(download))
}

/// Attachments of a matter, newest first.
#[utoipa::path(get, path = "/api/v1/staff/matters/{id}/attachments", tag = "care", params(("id" = Uuid, Path)), operation_id = "list_attachments",
    responses((status = 200, body = Vec<Attachment>), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("care.attachment.list"))))]
async fn list(session: StaffSession, Path(id): Path<Uuid>) -> Result<Json<Vec<Attachment>>, Problem> {
    let opened = session.open_object("matter", id, &actions::ATTACHMENTS).await?;
    matter::load(&opened, id).await?;
    let rows = store::of_matter(&opened, id).await.map_err(Error::from)?;
    let authors: Vec<Uuid> = rows.iter().map(|r| r.author_id).collect();
    let people = people::organisation::people_by_id(opened.reader(), &authors).await.map_err(Error::from)?;
    let told = rows.into_iter().map(|r| {
        let by = people.get(&r.author_id).cloned();
        r.view(by, opened.at())
    });
    Ok(Json(told.collect()))
}

/// A file, as the form sends it.
#[derive(utoipa::ToSchema)]
#[allow(dead_code)] // only describes the form for OpenAPI
struct AttachmentForm {
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    client_id: Option<Uuid>,
}

/// Adds a file (field `file`; `client_id` when the matter has several clients). At most 10 MiB; PDF, PNG, JPEG, text or DOCX
/// by content.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/attachments", tag = "care", params(("id" = Uuid, Path)), operation_id = "add_attachment",
    request_body(content = AttachmentForm, content_type = "multipart/form-data"),
    responses((status = 201, body = Attachment), (status = 403, body = Problem), (status = 409, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.attachment.add"))))]
async fn add(session: StaffSession, State(care): State<Care>, Path(id): Path<Uuid>, form: Multipart) -> Result<Answer, Problem> {
    let proof = session.change_object("matter", id, &actions::ATTACH).await?;
    let upload = read(form).await?;
    let work = proof.begin().await?;
    let attachment = keep(&work, proof.client()?, &care.scanner, id, upload).await?;
    work.commit().await?;
    Answer::created(&attachment)
}

/// The file. Always saved by the browser, never shown or guessed at; given out only when it is clean, or where nothing looks
/// files through.
#[utoipa::path(get, path = "/api/v1/staff/attachments/{id}", tag = "care", params(("id" = Uuid, Path)), operation_id = "read_attachment",
    responses((status = 200, content_type = "application/octet-stream"), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)),
    extensions(("x-action" = json!("care.attachment.read"))))]
async fn download(session: StaffSession, State(care): State<Care>, Path(id): Path<Uuid>) -> Result<(HeaderMap, Vec<u8>), Problem> {
    let opened = session.open_object("attachment", id, &actions::DOWNLOAD).await?;
    let file = store::content(&opened, id).await.map_err(Error::from)?.ok_or_else(Problem::not_found)?;
    match ScanState::parse(&file.scan_state) {
        ScanState::Clean => {}
        ScanState::Unchecked if !care.scanner.in_use() => {}
        ScanState::Infected => return Err(Problem::state_refused("attachment_infected")),
        ScanState::Waiting | ScanState::Unchecked => return Err(Problem::state_refused("attachment_waiting")),
    }
    let mut headers = HeaderMap::new();
    let value = |text: &str| HeaderValue::from_str(text).map_err(|_| Problem::internal());
    headers.insert(header::CONTENT_TYPE, value(&file.media_type)?);
    headers.insert(header::CONTENT_DISPOSITION, value(&disposition(&file.name))?);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok((headers, file.content))
}

fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "The file is too large").with("max", MAX_BYTES)
}

fn broken(error: &MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        too_large()
    } else {
        Problem::new(StatusCode::BAD_REQUEST, "body_cut_short", "The body did not arrive whole")
    }
}

async fn read(mut form: Multipart) -> Result<Upload, Problem> {
    let (mut file, mut client_id) = (None, None);
    while let Some(field) = form.next_field().await.map_err(|e| broken(&e))? {
        match field.name() {
            Some("file") if file.is_none() => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let content = field.bytes().await.map_err(|e| broken(&e))?.to_vec();
                if content.len() > MAX_BYTES {
                    return Err(too_large());
                }
                file = Some((name, content));
            }
            Some("client_id") => {
                let text = field.text().await.map_err(|e| broken(&e))?;
                client_id = Some(text.trim().parse().map_err(|_| Problem::invalid_field("/client_id", "wrong_shape"))?);
            }
            _ => return Err(Problem::invalid_field("", "unknown_field")),
        }
    }
    let (name, content) = file.ok_or_else(|| Problem::invalid_field("/file", "required"))?;
    Ok(Upload { name, content, client_id })
}

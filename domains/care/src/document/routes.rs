use axum::extract::{Path, State};
use documents::{Document, Kind};
use kernel::Problem;
use serde::Deserialize;
use trust::{Answer, IdemJson, StaffSession};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::begin::{What, begin as begin_document};
use crate::{Care, actions};

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new().routes(routes!(begin))
}

/// Which document is begun.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMatterDocument {
    /// initiation | assessment | plan; or `structure_id`.
    #[schema(value_type = Option<String>, example = "assessment")]
    pub kind: Option<Kind>,
    /// A structure of the catalogue, instead of a kind.
    pub structure_id: Option<Uuid>,
    /// One client of the matter; all of them, when left out.
    pub client_id: Option<Uuid>,
}

/// Begins a document, filled in with what is known; gives the open draft when there is one.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/documents", tag = "care", params(("id" = Uuid, Path)), operation_id = "begin_document",
    request_body = NewMatterDocument,
    responses((status = 201, body = Document), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.document.begin"))))]
async fn begin(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    input: IdemJson<NewMatterDocument>,
) -> Result<Answer, Problem> {
    let proof = session.change_object("matter", id, &actions::DOCUMENT_BEGIN).await?;
    if let Some(answer) = input.replay(session.subject()).await? {
        return Ok(answer);
    }
    let what = match (input.value.kind, input.value.structure_id) {
        (Some(kind), None) => What::Kind(kind),
        (None, Some(structure)) => What::Structure(structure),
        _ => return Err(Problem::invalid_field("/kind", "required")),
    };
    let work = proof.begin().await?;
    let document = begin_document(&work, proof.client()?, &care.rules, id, what, input.value.client_id).await?;
    work.remember(&input, 201, &document).await?;
    work.commit().await?;
    Ok(Answer::created(&document)?.version(document.version))
}

//! `GET /api/v1/staff/structures/{kind}`: what a form is drawn from.

use axum::extract::Path;
use kernel::{Problem, Text};
use serde::Serialize;
use serde_json::Value;
use trust::{Json, StaffSession};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::{Kind, shipped, store};
use crate::{DocumentError, Documents};

/// A structure as a form needs it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Structure)]
pub struct StructureOut {
    /// Key; absent until the first document or start has written the structure to the database.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// Object identifier.
    pub oid: String,
    /// Version of the definition.
    pub version: String,
    /// Title.
    pub title: Text,
    /// JSON Schema draft-07 with Sosmeta's labels.
    #[schema(value_type = Object)]
    pub schema: Value,
}

pub fn routes() -> OpenApiRouter<Documents> {
    OpenApiRouter::new().routes(routes!(read))
}

/// The structure that documents of a kind are begun on now.
#[utoipa::path(get, path = "/api/v1/staff/structures/{kind}", tag = "documents",
    params(("kind" = String, Path, description = "initiation | assessment | plan | decision")),
    responses((status = 200, body = StructureOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("documents.structure.read"))))]
async fn read(session: StaffSession, Path(kind): Path<String>) -> Result<Json<StructureOut>, Problem> {
    let kind: Kind = kind.parse().map_err(|_| Problem::not_found())?;
    let s = &shipped(kind).map_err(DocumentError::from)?.structure;
    let key = store::key(&session.gate().db().reference(), &s.oid, &s.version).await.map_err(DocumentError::from)?;
    Ok(Json(StructureOut {
        id: key.map(|(id, _)| id),
        oid: s.oid.clone(),
        version: s.version.clone(),
        title: s.title.clone(),
        schema: s.schema.clone(),
    }))
}

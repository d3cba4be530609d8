//! `GET /api/v1/staff/code-sets*`: which code sets the house has, and the codes a field is answered from.

use axum::extract::Path;
use kernel::{Problem, Text};
use serde::{Deserialize, Serialize};
use trust::{Json, Query, StaffSession};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::SetRow;
use super::{Code, SetState, store};
use crate::{DocumentError, Documents};

/// Most codes of one answer.
const MOST: u32 = 50;

/// A code set of one version.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CodeSetRef {
    /// Object identifier.
    pub oid: String,
    /// Version; empty for a linked set.
    pub version: String,
    /// Whether the official list is here, or only what structures mention.
    pub state: SetState,
    /// Its name.
    pub name: Text,
    /// Where the official list is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// How many codes are known.
    pub codes: i64,
}

impl From<&SetRow> for CodeSetRef {
    fn from(row: &SetRow) -> Self {
        Self {
            oid: row.oid.clone(),
            version: row.set_version.clone(),
            state: row.state(),
            name: row.name(),
            link: row.link.clone(),
            codes: row.codes,
        }
    }
}

/// The sets of the house.
#[derive(Debug, Serialize, ToSchema)]
pub struct CodeSets {
    /// Every version, newest of each set first.
    pub items: Vec<CodeSetRef>,
}

/// Codes that were found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundCodes {
    /// The set and version they are of.
    pub set: CodeSetRef,
    /// The codes, in the set's order.
    pub codes: Vec<Code>,
    /// Whether there are more than are told.
    pub more: bool,
}

/// What is looked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct CodeQuery {
    /// Words of a label, or a code.
    q: String,
}

pub fn routes() -> OpenApiRouter<Documents> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(find))
}

/// The code sets of the house by version.
#[utoipa::path(get, path = "/api/v1/staff/code-sets", tag = "documents", operation_id = "list_code_sets",
    responses((status = 200, body = CodeSets)), extensions(("x-action" = json!("documents.code_set.list"))))]
async fn list(session: StaffSession) -> Result<Json<CodeSets>, Problem> {
    let rows = store::all(&session.gate().db().reference()).await.map_err(DocumentError::from)?;
    Ok(Json(CodeSets { items: rows.iter().map(CodeSetRef::from).collect() }))
}

/// Codes of a set's version in use, by the words looked for.
#[utoipa::path(get, path = "/api/v1/staff/code-sets/{oid}", tag = "documents", operation_id = "find_codes", params(("oid" = String, Path), CodeQuery),
    responses((status = 200, body = FoundCodes), (status = 404, body = Problem)), extensions(("x-action" = json!("documents.code_set.read"))))]
async fn find(session: StaffSession, Path(oid): Path<String>, Query(query): Query<CodeQuery>) -> Result<Json<FoundCodes>, Problem> {
    let conn = session.gate().db().reference();
    let set = store::in_use(&conn, [oid.clone()]).await.map_err(DocumentError::from)?.remove(&oid).ok_or_else(Problem::not_found)?;
    let mut codes = store::codes(&conn, set.id, &query.q, Some(store::Window::first(MOST + 1))).await.map_err(DocumentError::from)?;
    let more = codes.len() > MOST as usize;
    codes.truncate(MOST as usize);
    Ok(Json(FoundCodes { set: CodeSetRef::from(&set), codes, more }))
}

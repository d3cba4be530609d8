//! `GET /api/v1/staff/administration/code-sets*`: every version of every set with what uses it, its codes with their validity, and
//! what the imports told.

use axum::extract::Path;
use chrono::{DateTime, Utc};
use kernel::{Problem, Text};
use serde::{Deserialize, Serialize};
use trust::{Json, Query, StaffSession};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::reports::{ImportTold, newest};
use super::store::SetRow;
use super::{Code, SetState, store};
use crate::structure::store::using;
use crate::{DocumentError, Documents, actions};

/// Sets or codes of one page.
const PAGE: usize = 100;

pub fn routes() -> OpenApiRouter<Documents> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(look))
}

/// A version of a set as the administrator sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KeptCodeSet {
    /// Key of this version.
    pub id: Uuid,
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
    /// How many structures use the set, whatever its version.
    pub structures: i64,
    /// Whether new documents are written with this version.
    pub in_use: bool,
    /// The file it was read from; `structures` for what structures mention.
    pub source: String,
    /// When it was taken in.
    pub loaded_at: DateTime<Utc>,
}

impl KeptCodeSet {
    fn of(row: &SetRow, in_use: bool) -> Self {
        Self {
            id: row.id,
            oid: row.oid.clone(),
            version: row.set_version.clone(),
            state: SetState::of(&row.state),
            name: Text { fi: row.name_fi.clone(), sv: row.name_sv.clone(), en: row.name_en.clone() },
            link: row.link.clone(),
            codes: row.codes,
            structures: row.structures,
            in_use,
            // The file's own name: where it stood on the administrator's machine is nobody else's business.
            source: row.source.rsplit('/').next().unwrap_or_default().to_owned(),
            loaded_at: row.loaded_at,
        }
    }
}

/// A page of sets, and what the newest imports told.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptCodeSets {
    /// By identifier, the version in use first.
    pub items: Vec<KeptCodeSet>,
    /// How many fit in all.
    pub total: usize,
    /// Whether there are more pages.
    pub more: bool,
    /// How many sets are only linked: their official list has not been imported.
    pub only_linked: usize,
    /// The newest twenty, newest first.
    pub imports: Vec<ImportTold>,
}

/// Which sets are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct KeptQuery {
    /// Words of a name, or an object identifier.
    q: String,
    /// `imported` or `linked`; both, when left out.
    state: Option<SetState>,
    /// From 0.
    page: usize,
}

/// A structure that uses a set.
#[derive(Debug, Serialize, ToSchema)]
pub struct UsingStructure {
    /// Key.
    pub id: Uuid,
    /// Object identifier.
    pub oid: String,
    /// Version of the definition.
    pub version: String,
    /// Title.
    pub title: Text,
}

/// A version with a page of its codes.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptCodes {
    /// The version.
    pub set: KeptCodeSet,
    /// The codes that fit, in the set's order, with the days between which each may be used.
    pub codes: Vec<Code>,
    /// Whether there are more pages.
    pub more: bool,
    /// The structures whose fields use the set, by title.
    pub structures: Vec<UsingStructure>,
}

/// Which codes are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct KeptCodesQuery {
    /// Words of a label, or a code.
    q: String,
    /// From 0.
    page: u32,
}

/// Code sets by version, and what imports of sets and structures told.
#[utoipa::path(get, path = "/api/v1/staff/administration/code-sets", tag = "documents", operation_id = "kept_code_sets", params(KeptQuery),
    responses((status = 200, body = KeptCodeSets), (status = 403, body = Problem)), extensions(("x-action" = json!("documents.code_set.kept"))))]
async fn list(session: StaffSession, Query(query): Query<KeptQuery>) -> Result<Json<KeptCodeSets>, Problem> {
    let listed = session.list(&actions::CODE_SETS_KEPT)?;
    let rows = store::all(listed.reader()).await.map_err(DocumentError::from)?;
    let imports = newest(listed.reader()).await.map_err(DocumentError::from)?;
    listed.shown(&[]);
    let sets = told(&rows);
    let only_linked = sets.iter().filter(|s| s.in_use && s.state == SetState::Linked).count();
    let words: Vec<String> = query.q.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let fits = |s: &KeptCodeSet| {
        let text = [s.oid.as_str(), &s.name.fi, s.name.sv.as_deref().unwrap_or_default()].join(" ").to_lowercase();
        query.state.is_none_or(|state| state == s.state) && words.iter().all(|w| text.contains(w))
    };
    let found: Vec<KeptCodeSet> = sets.into_iter().filter(fits).collect();
    let total = found.len();
    let items: Vec<KeptCodeSet> = found.into_iter().skip(query.page.saturating_mul(PAGE)).take(PAGE).collect();
    let more = query.page.saturating_mul(PAGE).saturating_add(items.len()) < total;
    Ok(Json(KeptCodeSets { items, total, more, only_linked, imports }))
}

/// Rows in their order; the first of each set is the one in use.
fn told(rows: &[SetRow]) -> Vec<KeptCodeSet> {
    let mut last = "";
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        out.push(KeptCodeSet::of(row, row.oid != last));
        last = &row.oid;
    }
    out
}

/// One version: its codes with their validity, and the structures that use the set.
#[utoipa::path(get, path = "/api/v1/staff/administration/code-sets/{id}", tag = "documents", operation_id = "kept_code_set",
    params(("id" = Uuid, Path), KeptCodesQuery),
    responses((status = 200, body = KeptCodes), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("documents.code_set.look"))))]
async fn look(session: StaffSession, Path(id): Path<Uuid>, Query(query): Query<KeptCodesQuery>) -> Result<Json<KeptCodes>, Problem> {
    let listed = session.list(&actions::CODE_SET_KEPT)?;
    let conn = listed.reader();
    let rows = store::all(conn).await.map_err(DocumentError::from)?;
    let set = told(&rows).into_iter().find(|s| s.id == id);
    let most = u32::try_from(PAGE).unwrap_or(u32::MAX);
    let window = store::Window { first: query.page.saturating_mul(most), most: most + 1 };
    let mut codes = match &set {
        Some(set) => store::codes(conn, set.id, &query.q, Some(window)).await.map_err(DocumentError::from)?,
        None => Vec::new(),
    };
    let structures = match &set {
        Some(set) => using(conn, &set.oid).await.map_err(DocumentError::from)?,
        None => Vec::new(),
    };
    listed.shown(&[]);
    let set = set.ok_or_else(Problem::not_found)?;
    let more = codes.len() > PAGE;
    codes.truncate(PAGE);
    let structures = structures.into_iter().map(|s| UsingStructure {
        id: s.id,
        oid: s.oid,
        version: s.structure_version,
        title: Text { fi: s.title_fi, sv: s.title_sv, en: s.title_en },
    });
    Ok(Json(KeptCodes { set, codes, more, structures: structures.collect() }))
}

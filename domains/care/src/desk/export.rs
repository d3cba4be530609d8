//! What is seen on the desk as a table: the same rows, columns, order and language. Its own right, and a line in the log that
//! says what was taken.

use axum::extract::State;
use axum::response::Response;
use kernel::{FieldError, Lang, Problem, Text};
use serde::Deserialize;
use trust::{Json, Query, StaffSession};

use super::cards::cards;
use super::filter::{DeskQuery, DeskSearch, Restricted};
use super::order::{Look, in_order};
use super::rows::rows;
use super::sheet::{self, FileKind, MOST};
use super::table::{Column, table};
use crate::matter::view::Listing;
use crate::{Care, actions};

#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Shape {
    /// Language of headings and codes, Finnish when absent.
    #[param(inline)]
    pub lang: Option<Lang>,
    /// Columns in their order, `due,client,number`; all when absent.
    pub columns: Option<String>,
    /// The order rows have on the board (lane by lane) or in the list.
    #[serde(default)]
    #[param(inline)]
    pub look: Look,
}

/// The desk as CSV, by filters.
#[utoipa::path(get, path = "/api/v1/staff/desk/export.csv", tag = "care", extensions(("x-action" = json!("care.desk.export"))),
    params(DeskQuery, Shape), responses((status = 200, content_type = "text/csv", body = String), (status = 403, body = Problem)))]
pub async fn export(
    session: StaffSession,
    State(care): State<Care>,
    Query(query): Query<DeskQuery>,
    Query(shape): Query<Shape>,
) -> Result<Response, Problem> {
    file(&session, &care, &query, "", &shape, FileKind::Csv).await
}

/// The desk as CSV, by filters and a search.
#[utoipa::path(post, path = "/api/v1/staff/desk/export.csv", tag = "care", extensions(("x-action" = json!("care.desk.export"))),
    params(Shape), request_body = DeskSearch, responses((status = 200, content_type = "text/csv", body = String), (status = 403, body = Problem)))]
pub async fn export_search(
    session: StaffSession,
    State(care): State<Care>,
    Query(shape): Query<Shape>,
    Json(input): Json<DeskSearch>,
) -> Result<Response, Problem> {
    file(&session, &care, &input.query, &input.q, &shape, FileKind::Csv).await
}

/// The desk as a workbook, by filters.
#[utoipa::path(get, path = "/api/v1/staff/desk/export.xlsx", tag = "care", extensions(("x-action" = json!("care.desk.export"))),
    params(DeskQuery, Shape), responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>), (status = 403, body = Problem)))]
pub async fn workbook(
    session: StaffSession,
    State(care): State<Care>,
    Query(query): Query<DeskQuery>,
    Query(shape): Query<Shape>,
) -> Result<Response, Problem> {
    file(&session, &care, &query, "", &shape, FileKind::Xlsx).await
}

/// The desk as a workbook, by filters and a search.
#[utoipa::path(post, path = "/api/v1/staff/desk/export.xlsx", tag = "care", extensions(("x-action" = json!("care.desk.export"))),
    params(Shape), request_body = DeskSearch, responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>), (status = 403, body = Problem)))]
pub async fn workbook_search(
    session: StaffSession,
    State(care): State<Care>,
    Query(shape): Query<Shape>,
    Json(input): Json<DeskSearch>,
) -> Result<Response, Problem> {
    file(&session, &care, &input.query, &input.q, &shape, FileKind::Xlsx).await
}

async fn file(session: &StaffSession, care: &Care, query: &DeskQuery, q: &str, shape: &Shape, kind: FileKind) -> Result<Response, Problem> {
    let listed = session.list(&actions::DESK_EXPORT)?;
    let gate = session.gate();
    let columns = Column::read(shape.columns.as_deref()).map_err(|_| {
        let choices = Column::ALL.map(Column::code);
        Problem::invalid(vec![FieldError::not_in_list("columns", &choices)])
    })?;
    // The whole of what the screen pages through.
    let query = DeskQuery { cursor: None, limit: None, ..query.clone() };
    let lanes = rows(&listed, gate.keys(), &care.rules, &query, q, MOST + 1, Restricted::LeftOut).await?;
    let all: Vec<Listing> = lanes.into_iter().flat_map(|lane| lane.rows).collect();
    if all.len() > MOST {
        return Err(sheet::too_many());
    }
    let page = cards(&listed, gate.policies(), &care.rules, &all).await?;
    let lang = shape.lang.unwrap_or_default();
    listed.shown_as(&page.clients, "export", taken(&query, q, shape.look, &columns, lang, kind, all.len()));
    let cards = in_order(page.cards, &query, shape.look);
    let table = table(&cards, &columns, &care.rules.needs.on(listed.today()).body, lang);
    let name = Text::new("Asiat", "Ärenden", "Matters");
    sheet::file(&listed, table, name, q, kind, lang).await
}

/// What was taken, for the log: codes, ids and counts. Of a search only that there was one.
fn taken(query: &DeskQuery, q: &str, look: Look, columns: &[Column], lang: Lang, kind: FileKind, rows: usize) -> String {
    let filters = match serde_json::to_value(query) {
        Ok(serde_json::Value::Object(fields)) => fields
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| format!("{name}={}", value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
            .collect::<Vec<_>>()
            .join(" "),
        _ => String::new(),
    };
    let searched = if q.trim().is_empty() { "" } else { " searched" };
    let columns: Vec<&str> = columns.iter().map(|c| c.code()).collect();
    let (kind, lang, look) = (kind.code(), sheet::code_of(lang), if look == Look::List { "list" } else { "board" });
    format!("{kind} rows={rows} {filters}{searched} look={look} columns={} lang={lang}", columns.join(","))
}

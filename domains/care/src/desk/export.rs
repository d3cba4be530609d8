//! What is seen on the desk as a table: the same rows, columns, order and language. Its own right, and a line in the log that
//! says what was taken.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::{FieldError, Lang, Problem, Text};
use serde::Deserialize;
use trust::{Json, Listed, Query, StaffSession};

use super::cards::cards;
use super::csv;
use super::filter::{DeskQuery, DeskSearch, Restricted};
use super::order::{Look, in_order};
use super::rows::rows;
use super::table::{Column, Table, table};
use super::xlsx::{self, About};
use crate::matter::view::Listing;
use crate::{Care, Error, actions};

/// Most rows in one file; more is asked to be narrowed, never cut in silence.
const MOST: usize = 20_000;

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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum As {
    Csv,
    Xlsx,
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
    file(&session, &care, &query, "", &shape, As::Csv).await
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
    file(&session, &care, &input.query, &input.q, &shape, As::Csv).await
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
    file(&session, &care, &query, "", &shape, As::Xlsx).await
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
    file(&session, &care, &input.query, &input.q, &shape, As::Xlsx).await
}

async fn file(session: &StaffSession, care: &Care, query: &DeskQuery, q: &str, shape: &Shape, kind: As) -> Result<Response, Problem> {
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
        return Err(Error::field("", "too_many_rows").into());
    }
    let page = cards(&listed, gate.policies(), &care.rules, &all).await?;
    let lang = shape.lang.unwrap_or_default();
    listed.shown_as(&page.clients, "export", taken(&query, q, shape.look, &columns, lang, kind, all.len()));
    let cards = in_order(page.cards, &query, shape.look);
    let table = table(&cards, &columns, &care.rules.needs.on(listed.today()).body, lang);
    match kind {
        As::Csv => {
            let mut lines = vec![table.headings];
            lines.extend(table.rows.iter().map(|row| row.iter().map(|cell| cell.text(lang)).collect()));
            Ok(attachment(csv::write(&lines).into_response(), "text/csv; charset=utf-8", "attachment; filename=\"punos.csv\""))
        }
        As::Xlsx => {
            let about = about(&listed, session, q, table.rows.len()).await?;
            let bytes = workbook_of(table, about, lang).await?;
            let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            Ok(attachment(bytes.into_response(), kind, "attachment; filename=\"punos.xlsx\""))
        }
    }
}

/// Off the threads that answer requests: packing thousands of rows takes its time.
async fn workbook_of(table: Table, about: About, lang: Lang) -> Result<Vec<u8>, Problem> {
    let made = tokio::task::spawn_blocking(move || xlsx::write(&table, &about, lang)).await;
    match made {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) => {
            tracing::error!(%error, "a workbook could not be written");
            Err(Problem::internal())
        }
        Err(error) => {
            tracing::error!(%error, "a workbook could not be written");
            Err(Problem::internal())
        }
    }
}

fn attachment(mut response: Response, kind: &'static str, disposition: &'static str) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// What was taken, for the log: codes, ids and counts. Of a search only that there was one.
fn taken(query: &DeskQuery, q: &str, look: Look, columns: &[Column], lang: Lang, kind: As, rows: usize) -> String {
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
    let lang = match lang {
        Lang::Fi => "fi",
        Lang::Sv => "sv",
        Lang::En => "en",
    };
    let (kind, look) = (if kind == As::Csv { "csv" } else { "xlsx" }, if look == Look::List { "list" } else { "board" });
    format!("{kind} rows={rows} {filters}{searched} look={look} columns={} lang={lang}", columns.join(","))
}

async fn about(listed: &Listed, session: &StaffSession, q: &str, rows: usize) -> Result<About, Problem> {
    let people = people::organisation::people_by_id(listed.reader(), &[session.subject()]).await.map_err(Error::from)?;
    let by = people.into_values().next().map(|p| p.name).unwrap_or_default();
    let at = listed.today().format("%-d.%-m.%Y").to_string();
    Ok(About {
        lines: vec![
            (Text::new("Otettu", "Hämtat", "Taken"), at),
            (Text::new("Ottaja", "Hämtat av", "Taken by"), by),
            (Text::new("Rivejä", "Rader", "Rows"), rows.to_string()),
            (Text::new("Haku rajasi", "Avgränsat med sökning", "Narrowed by a search"), if q.trim().is_empty() { "–" } else { "✓" }.into()),
            (
                Text::new("Käsittely", "Behandling", "Handling"),
                "Sisältää salassa pidettäviä asiakastietoja. Hävitä tiedosto, kun sitä ei enää tarvita. / Innehåller sekretessbelagda klientuppgifter. Förstör filen när den inte längre behövs.".into(),
            ),
        ],
    })
}

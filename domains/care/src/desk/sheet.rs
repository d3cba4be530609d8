//! A table as a file one takes along: CSV or a workbook. The door by which other rooms give their lists out, so that they all look and
//! are logged alike.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::{Lang, Problem, Text};
use trust::Listed;

pub use super::table::{Cell, Table};
pub use super::xlsx::About;
use super::{csv, xlsx};
use crate::Error;

/// Most rows in one file; more is asked to be narrowed, never cut in silence.
pub const MOST: usize = 20_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Csv,
    Xlsx,
}

impl FileKind {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// What is refused when more than [`MOST`] rows are asked for.
pub fn too_many() -> Problem {
    Error::field("", "too_many_rows").into()
}

/// A language, for the log.
pub const fn code_of(lang: Lang) -> &'static str {
    match lang {
        Lang::Fi => "fi",
        Lang::Sv => "sv",
        Lang::En => "en",
    }
}

/// The file. `name` is what the workbook's sheet is called, `q` what was searched for: the file says that there was a search, not what.
///
/// # Errors
/// When the database does not answer, or the workbook cannot be packed.
pub async fn file(listed: &Listed, table: Table, name: Text, q: &str, kind: FileKind, lang: Lang) -> Result<Response, Problem> {
    match kind {
        FileKind::Csv => {
            let mut lines = vec![table.headings];
            lines.extend(table.rows.iter().map(|row| row.iter().map(|cell| cell.text(lang)).collect()));
            Ok(attachment(csv::write(&lines).into_response(), "text/csv; charset=utf-8", "attachment; filename=\"punos.csv\""))
        }
        FileKind::Xlsx => {
            let about = about(listed, q, table.rows.len()).await?;
            let bytes = workbook_of(table, about, name, lang).await?;
            let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            Ok(attachment(bytes.into_response(), kind, "attachment; filename=\"punos.xlsx\""))
        }
    }
}

/// Off the threads that answer requests: packing thousands of rows takes its time.
async fn workbook_of(table: Table, about: About, name: Text, lang: Lang) -> Result<Vec<u8>, Problem> {
    let made = tokio::task::spawn_blocking(move || xlsx::write(&table, &about, &name, lang)).await;
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

async fn about(listed: &Listed, q: &str, rows: usize) -> Result<About, Problem> {
    let people = people::organisation::people_by_id(listed.reader(), &[listed.staff().id]).await.map_err(Error::from)?;
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

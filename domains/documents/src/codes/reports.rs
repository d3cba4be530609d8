//! What imports of structures and code sets did, kept so that the report can be read after the command has gone.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use store::sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use store::sql;
use trust::Work;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::structure::StructureReport;

/// Most lines of a kind that are kept of one report; how many there were is told by the numbers.
const MOST_LINES: usize = 500;
/// Most reports that are told, newest first.
const MOST: u32 = 20;

/// A report of one import.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ImportTold {
    /// Key.
    pub id: Uuid,
    /// structures | codes
    pub kind: String,
    /// When.
    pub at: DateTime<Utc>,
    /// How many were refused in all; the report names at most 500.
    pub refused: i32,
    /// The numbers, the refused files with place and reason, and what a person should know of those taken in.
    #[schema(value_type = StructureReport)]
    pub report: Value,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    kind: String,
    at: DateTime<Utc>,
    refused: i32,
    report: Value,
}

/// Keeps a report in the import's own transaction.
pub async fn keep(work: &Work, kind: &'static str, report: &StructureReport) -> Result<(), DbErr> {
    let mut kept = report.clone();
    kept.errors.truncate(MOST_LINES);
    kept.notes.truncate(MOST_LINES);
    let kept = serde_json::to_value(kept).map_err(|e| DbErr::Json(e.to_string()))?;
    let number = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    let text = "INSERT INTO national_import (id, kind, at, imported, unchanged, refused, report) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        work.new_id().into(),
        kind.into(),
        work.at().into(),
        number(report.imported).into(),
        number(report.unchanged).into(),
        number(report.errors.len()).into(),
        kept.into(),
    ];
    sql::exec(work, text, values).await.map(|_| ())
}

/// The newest reports.
pub async fn newest(conn: &impl ConnectionTrait) -> Result<Vec<ImportTold>, DbErr> {
    let text = format!("SELECT id, kind, at, refused, report FROM national_import ORDER BY at DESC, id DESC LIMIT {MOST}");
    let rows: Vec<Row> = sql::all(conn, &text, []).await?;
    Ok(rows.into_iter().map(|r| ImportTold { id: r.id, kind: r.kind, at: r.at, refused: r.refused, report: r.report }).collect())
}

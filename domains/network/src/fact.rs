//! What is so of a client, read from the rooms that keep it, as far as the viewer's scopes reach.

use chrono::{DateTime, Utc};
use kernel::{CatalogueRow, ServiceTask};
use rules::NetworkFact;
use sea_orm::FromQueryResult;
use store::sea_orm::DbErr;
use store::{FactSource, sql};
use trust::Opened;
use uuid::Uuid;

use crate::model::NetworkBy;

/// The most of one source of one client.
const MOST: u32 = 500;
/// Nothing older is asked about by any rule.
const DAYS: i64 = 730;
/// Close ones: read by the client alone, whatever register they were written in.
const CLOSE_ONES: CatalogueRow = 3;

/// One thing that is or was so.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    pub fact: NetworkFact,
    pub id: Uuid,
    pub task: Option<ServiceTask>,
    pub begun_at: DateTime<Utc>,
    pub over_at: Option<DateTime<Utc>>,
}

/// A team that is there, by something.
#[derive(Clone, Debug)]
pub(crate) struct There {
    pub team: Uuid,
    pub task: Option<ServiceTask>,
    pub by: NetworkBy,
}

/// The item of the data catalogue a source's rows are of.
fn row_of(source: &FactSource) -> CatalogueRow {
    match source.item {
        "record" => 19,
        "measurement" => 13,
        "close_one" => CLOSE_ONES,
        _ => 18,
    }
}

/// What is so of the opened client.
pub(crate) async fn of(opened: &Opened, sources: &[FactSource]) -> Result<Vec<Fact>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        service_task: String,
        begun_at: DateTime<Utc>,
        over_at: Option<DateTime<Utc>>,
    }
    let mut all = Vec::new();
    for source in sources {
        let Some(fact) = NetworkFact::parse(source.code) else { continue };
        let row = row_of(source);
        let (clients, mut values) = opened.clients_sql("s", 1);
        let reach = if row == CLOSE_ONES { opened.scopes().items_sql("s") } else { format!(" AND {}", opened.scopes().sql("s")) };
        values.push((opened.at() - chrono::Duration::days(DAYS)).into());
        let text = format!(
            "SELECT s.id, s.service_task, s.begun_at, s.over_at FROM (SELECT f.client_id, f.id, f.register, f.service_task, f.begun_at, \
             f.over_at, {row} AS catalogue_row FROM ({}) f) s WHERE {clients}{reach} AND (s.over_at IS NULL OR s.over_at >= ${}) \
             ORDER BY s.begun_at DESC, s.id LIMIT {MOST}",
            source.sql,
            values.len()
        );
        let rows: Vec<Row> = sql::all(opened.reader(), &text, values).await?;
        all.extend(rows.into_iter().map(|row| Fact {
            fact,
            id: row.id,
            task: ServiceTask::parse(&row.service_task),
            begun_at: row.begun_at,
            over_at: row.over_at,
        }));
    }
    Ok(all)
}

/// The teams that work with the opened client.
pub(crate) async fn there(opened: &Opened, sources: &[&'static str]) -> Result<Vec<There>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        team_id: Uuid,
        service_task: String,
        by_what: String,
    }
    let mut all = Vec::new();
    for source in sources {
        let (clients, values) = opened.clients_sql("s", 1);
        let text = format!(
            "SELECT s.team_id, s.service_task, s.by_what FROM ({source}) s WHERE {clients} AND {} ORDER BY s.id LIMIT {MOST}",
            opened.scopes().sql("s")
        );
        let rows: Vec<Row> = sql::all(opened.reader(), &text, values).await?;
        all.extend(rows.into_iter().filter_map(|row| {
            Some(There { team: row.team_id, task: ServiceTask::parse(&row.service_task), by: NetworkBy::parse(&row.by_what)? })
        }));
    }
    Ok(all)
}

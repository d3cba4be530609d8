//! The log as its client reads it: what was done with their data, newest first. Refused attempts showed nothing and are not told.

use chrono::{DateTime, Utc};
use kernel::codes;
use store::sea_orm::{DbErr, FromQueryResult, Value};
use store::sql;
use uuid::Uuid;

use crate::access::proof::Own;

codes! {
    /// Who did it: staff, the client themself, another person who acted for the client or had something to do with them, the node.
    By { Staff => "staff", Client => "client", Other => "other", System => "system" }
}

codes! {
    /// The two records that the law asks for (703/2023 25–26 §, from memory): what was used by task and relation in one's own
    /// register, and what was disclosed across its border by the client's permit or by a legal ground.
    Record {
        /// Käyttöloki.
        Use => "use",
        /// Luovutusloki.
        Disclosure => "disclosure",
    }
}

impl Record {
    /// The record that a line belongs to.
    pub const fn of(ground: Option<&str>) -> Self {
        if ground.is_some() { Record::Disclosure } else { Record::Use }
    }
    /// As a predicate over the log's lines.
    const fn sql(self) -> &'static str {
        match self {
            Record::Use => " AND l.ground IS NULL",
            Record::Disclosure => " AND l.ground IS NOT NULL",
        }
    }
}

/// What is asked of the log. Instants include their first and leave out their last.
#[derive(Clone, Debug)]
pub struct Asked {
    pub since: DateTime<Utc>,
    pub until: Option<DateTime<Utc>>,
    /// The last entry of the page before.
    pub before: Option<Uuid>,
    pub by: Option<By>,
    /// Only this record; both when absent.
    pub record: Option<Record>,
    /// Only this entry.
    pub only: Option<Uuid>,
}

/// One entry: codes and ids.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Entry {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub actor_kind: String,
    pub actor_id: Option<Uuid>,
    pub unit_id: Option<Uuid>,
    pub action: String,
    pub purpose: String,
    pub ground: Option<String>,
    pub registers: Option<String>,
    /// By what a client acted for the one who reads; none when they acted for themself.
    pub acting: Option<String>,
}

/// Entries about the client, newest first, at most `most`.
///
/// # Errors
/// When the database does not answer.
pub async fn of(own: &Own, asked: &Asked, most: u32) -> Result<Vec<Entry>, DbErr> {
    let (about, mut values) = own.clients_sql("l", 1);
    let (listed, _) = own.clients_sql("c", 1);
    let mut narrow = String::from(" AND l.outcome = 'allowed'");
    let mut narrow_by = String::new();
    let mut add = |text: &str, value: Value| {
        values.push(value);
        narrow.push_str(&text.replace('?', &format!("${}", values.len())));
    };
    add(" AND l.at >= ?", asked.since.into());
    if let Some(until) = asked.until {
        add(" AND l.at < ?", until.into());
    }
    // Ids follow time, so the last one seen says where to go on.
    if let Some(before) = asked.before {
        add(" AND l.id < ?", before.into());
    }
    match asked.by {
        Some(By::Staff | By::System) => add(" AND l.actor_kind = ?", asked.by.map_or("", By::code).into()),
        Some(By::Client | By::Other) => {
            add(" AND l.actor_kind = ?", By::Client.code().into());
            let not = if asked.by == Some(By::Other) { "NOT " } else { "" };
            // The ids are bound already, as those whose log it is.
            narrow_by = format!(" AND l.actor_id {not}IN ({})", sql::params(1, own.clients().len()));
        }
        None => {}
    }
    if let Some(only) = asked.only {
        add(" AND l.id = ?", only.into());
    }
    narrow.push_str(&narrow_by);
    if let Some(record) = asked.record {
        narrow.push_str(record.sql());
    }
    let columns = "l.id, l.at, l.actor_kind, l.actor_id, l.unit_id, l.action, l.purpose, l.ground, l.registers, l.acting";
    // Each half walks an index of its own and stops at a page's length; a list names its clients apart.
    let text = format!(
        "SELECT * FROM (SELECT {columns} FROM access_log l WHERE {about}{narrow} ORDER BY l.id DESC LIMIT {most}) a \
         UNION SELECT * FROM (SELECT {columns} FROM access_log_client c JOIN access_log l ON l.id = c.log_id \
         WHERE {listed}{narrow} ORDER BY l.id DESC LIMIT {most}) b ORDER BY id DESC LIMIT {most}"
    );
    sql::all(own.reader(), &text, values).await
}

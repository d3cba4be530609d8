//! The rules in force: shipped files and the county's versions, as this program reads them.

use ::store::sea_orm::ConnectionTrait;
use chrono::{DateTime, Utc};
use rules::{LiveRules, RuleError, RuleErrors, RuleFile, Rules};
use trust::{Gate, Job};
use uuid::Uuid;

use crate::error::Error;
use crate::standing::Standing;
use crate::store::{self, Origin, Row};

/// A county's version that this program cannot read: it is not used.
#[derive(Clone, Debug)]
pub struct LeftOut {
    pub kind: String,
    pub name: String,
    pub faults: Vec<RuleError>,
}

/// What was loaded.
pub struct Loaded {
    pub rules: Rules,
    /// County versions that do not hold with this program; those before them stay in force.
    pub left_out: Vec<LeftOut>,
}

/// The kind and version a shipped file names.
fn shipped(file: &RuleFile<'_>) -> Option<(String, String, String, chrono::NaiveDate)> {
    #[derive(serde::Deserialize)]
    struct Head {
        kind: String,
        version: String,
        source: String,
        valid_from: chrono::NaiveDate,
    }
    let head: Head = rules::head(file.text)?;
    Some((head.kind, head.version, head.source, head.valid_from))
}

/// The rows, with the shipped files of this program that are not among them yet.
pub(crate) async fn rows(conn: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Row>, Error> {
    let mut rows = store::all(conn).await?;
    for row in unseen(&rows, now) {
        rows.push(row);
    }
    Ok(rows)
}

/// Shipped files that the database does not have: a new node's, or those of a newer program.
fn unseen(rows: &[Row], now: DateTime<Utc>) -> Vec<Row> {
    let mut unseen = Vec::new();
    for file in Rules::shipped_files() {
        let Some((kind, version, source, valid_from)) = shipped(file) else { continue };
        let standing = Standing::of(rows, &kind);
        if standing.rows().iter().any(|row| !row.is_county() && row.body == file.text) {
            continue;
        }
        // Another text under a name that is taken (a program between releases) is told apart by its number.
        let number = standing.next_number();
        let name = if standing.named(&version).is_some() { format!("{version}+{number}") } else { version };
        unseen.push(Row {
            id: Uuid::nil(),
            kind,
            number,
            name,
            origin: Origin::Shipped.code().into(),
            body: file.text.to_owned(),
            source,
            valid_from,
            why: None,
            base: None,
            restores: None,
            created_at: now,
            created_by: None,
            withdrawn_at: None,
            withdrawn_by: None,
            withdrawn_why: None,
        });
    }
    unseen
}

/// Keeps the texts this program ships. Called when a node begins; returns how many were new.
///
/// # Errors
/// When the database does not take them.
pub async fn remember_shipped(job: &Job) -> Result<usize, kernel::Problem> {
    let now = job.gate().ctx().now();
    if unseen(&store::all(job.reader()).await.map_err(Error::from)?, now).is_empty() {
        return Ok(0);
    }
    let work = job.begin().await?;
    // Two processes that begin at once: the second finds what the first has written.
    store::one_at_a_time(&work, "shipped").await.map_err(Error::from)?;
    let new = unseen(&store::all(&work).await.map_err(Error::from)?, now);
    for row in &new {
        let row = Row { id: work.new_id(), ..row.clone() };
        store::insert(&work, &row).await.map_err(Error::from)?;
    }
    work.commit().await?;
    Ok(new.len())
}

/// The name a version has as a file: unique over the kinds, and what faults say.
pub(crate) fn file_name(row: &Row) -> String {
    format!("{} {}", row.kind, row.name)
}

/// A text under its version's name, as results name it.
fn text_of(row: &Row) -> String {
    if row.is_county() { row.body.clone() } else { rules::Candidate::named(&row.body, &row.name, row.valid_from) }
}

/// Names and texts of the versions that count.
pub(crate) fn counting(rows: &[Row]) -> Vec<(String, String)> {
    let of = |kind: &&str| Standing::of(rows, kind).counting().map(|row| (file_name(row), text_of(row))).collect::<Vec<_>>();
    Rules::KINDS.iter().flat_map(of).collect()
}

/// Reads the rules in force and planned.
///
/// # Errors
/// When the database does not answer, or the shipped files themselves do not hold.
pub async fn load(conn: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Loaded, Error> {
    let mut rows = rows(conn, now).await?;
    let mut left_out: Vec<LeftOut> = Vec::new();
    let mut rules = loop {
        let texts = counting(&rows);
        let files: Vec<RuleFile<'_>> = texts.iter().map(|(name, text)| RuleFile { name, text }).collect();
        match Rules::from_files(&files) {
            Ok(rules) => break rules,
            Err(RuleErrors(faults)) => {
                // A fault between kinds is told in one of them; without a county version to leave out, the newest own one goes.
                let guilty = |row: &Row| row.is_county() && !row.is_withdrawn();
                let at =
                    rows.iter().rposition(|row| guilty(row) && faults.iter().any(|fault| fault.file == file_name(row))).or_else(|| {
                        rows.iter().enumerate().filter(|(_, row)| guilty(row)).max_by_key(|(_, row)| row.created_at).map(|(at, _)| at)
                    });
                let Some(at) = at else { return Err(Error::Faults(RuleErrors(faults))) };
                let row = rows.remove(at);
                let own = faults.into_iter().filter(|fault| fault.file == file_name(&row)).collect();
                left_out.push(LeftOut { kind: row.kind, name: row.name, faults: own });
            }
        }
    };
    let kept: Vec<(String, String)> = rows.iter().map(|row| (file_name(row), text_of(row))).collect();
    rules.keep(&kept.iter().map(|(name, text)| RuleFile { name, text }).collect::<Vec<_>>());
    Ok(Loaded { rules, left_out })
}

/// Loads the rules anew and uses them from now on. A version that is left out is logged; the node goes on.
///
/// # Errors
/// When the database does not answer; the rules in use stay.
pub async fn refresh(gate: &Gate, live: &LiveRules) -> Result<(), Error> {
    let loaded = load(&gate.db().reference(), gate.ctx().now()).await?;
    for out in &loaded.left_out {
        tracing::error!(
            kind = out.kind,
            version = out.name,
            "a version of the county's rules does not hold with this program and is not used"
        );
    }
    live.replace(loaded.rules);
    Ok(())
}

//! The scanning as a job: put in with the file, tried again until there is a verdict.

use chrono::{DateTime, Duration, Utc};
use jobs::{Claimed, Failure, Handler, NewJob};
use kernel::{ClientId, Problem};
use sea_orm::{DbErr, FromQueryResult};
use store::{NewEvent, sql};
use trust::{Gate, Work};
use uuid::Uuid;

use super::{ScanState, Scanner, Verdict};
use crate::matter::{self, NewStep};
use crate::{Care, Error};

/// The kind of the jobs.
pub const JOB: &str = "care.attachment.scan";
/// Attempts of one job: with the waits between them, about a day. What is still waiting is put in again by the turn.
const ATTEMPTS: i32 = 32;
/// A file waiting longer than this without its job having come to an end is put in again.
const FORGOTTEN: i64 = 60;

/// Puts the scanning of a file in, in the transaction that keeps the file.
pub async fn wait(work: &Work, attachment: Uuid) -> Result<(), DbErr> {
    put(work, attachment, "added").await
}

async fn put(work: &Work, attachment: Uuid, why: &str) -> Result<(), DbErr> {
    let payload = serde_json::json!({ "attachment_id": attachment });
    jobs::put(work, NewJob::new(JOB, payload).key(format!("{attachment}/{why}")).attempts(ATTEMPTS)).await.map(|_| ())
}

/// Does the jobs.
pub struct ScanAttachment(Scanner);

impl ScanAttachment {
    pub fn new(scanner: Scanner) -> Self {
        Self(scanner)
    }
}

#[derive(FromQueryResult)]
struct File {
    client_id: Uuid,
    matter_id: Uuid,
    scan_state: String,
    content: Vec<u8>,
    team_id: Uuid,
    handler_id: Option<Uuid>,
}

#[async_trait::async_trait]
impl Handler for ScanAttachment {
    fn kind(&self) -> &'static str {
        JOB
    }

    async fn run(&self, gate: &Gate, claimed: &Claimed) -> Result<(), Failure> {
        let id = claimed.uuid("attachment_id")?;
        let job = gate.job(JOB, "care", None);
        let text = "SELECT a.client_id, a.matter_id, a.scan_state, c.content, m.team_id, m.handler_id FROM attachment a \
                    JOIN attachment_content c ON c.attachment_id = a.id JOIN matter m ON m.id = a.matter_id WHERE a.id = $1";
        let file: Option<File> = sql::one(job.reader(), text, [id.into()]).await?;
        // Removed meanwhile, or looked through already by a job that was put in twice.
        let Some(file) = file.filter(|file| ScanState::parse(&file.scan_state) == ScanState::Waiting) else { return Ok(()) };
        if !self.0.in_use() {
            return Err(Failure::again("scanner_not_in_use"));
        }
        let verdict = self.0.scan(&file.content).await.map_err(|why| Failure::again(why.code()))?;
        let work = job.begin().await?;
        settle(&work, id, &file, &verdict).await?;
        claimed.done(&work).await?;
        work.commit().await?;
        Ok(())
    }
}

async fn settle(work: &Work, id: Uuid, file: &File, verdict: &Verdict) -> Result<(), Failure> {
    let (state, found) = match verdict {
        Verdict::Clean => (ScanState::Clean, None),
        Verdict::Infected(name) => (ScanState::Infected, Some(name.clone())),
    };
    let text = "UPDATE attachment SET scan_state = $1, scan_found = $2, scanned_at = $3 WHERE id = $4 AND scan_state = 'waiting'";
    sql::exec(work, text, [state.code().into(), found.into(), work.at().into(), id.into()]).await?;
    if state == ScanState::Infected {
        matter::step(work, file.matter_id, NewStep::new("attachment_infected").about(id))
            .await
            .map_err(|e| Failure::from(Problem::from(e)))?;
    }
    let event = NewEvent::new("care.attachment.scanned", "attachment", id)
        .client(file.client_id)
        .team(file.team_id)
        .data(serde_json::json!({ "matter_id": file.matter_id, "handler_id": file.handler_id, "state": state.code() }));
    work.emit(event).await?;
    work.touched(&[ClientId(file.client_id)]);
    Ok(())
}

#[derive(FromQueryResult)]
struct Left {
    id: Uuid,
}

/// Files put in again at one turn.
const AT_ONCE: u32 = 500;

impl Care {
    /// Puts the scanning of files in whose job has come to an end without a verdict, and of those that came before the node had a
    /// scanner; tells how many. Does nothing on a node without one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rescan(&self, gate: &Gate) -> Result<usize, Problem> {
        if !self.scanner.in_use() {
            return Ok(0);
        }
        let job = gate.job("care.attachment.rescan", "care", None);
        let before: DateTime<Utc> = gate.ctx().now() - Duration::minutes(FORGOTTEN);
        // A file is put in at most once a day: the day is part of the job's key.
        let text = format!(
            "SELECT a.id FROM attachment a WHERE a.removed_at IS NULL AND (a.scan_state = 'unchecked' OR (a.scan_state = 'waiting' AND a.added_at < $1)) \
             ORDER BY a.scan_state, a.added_at DESC LIMIT {AT_ONCE}"
        );
        let left: Vec<Left> = sql::all(job.reader(), &text, [before.into()]).await.map_err(Error::from)?;
        if left.is_empty() {
            return Ok(0);
        }
        let work = job.begin().await?;
        let (day, mut new) = (work.today().to_string(), 0);
        for file in &left {
            let text = "UPDATE attachment SET scan_state = 'waiting' WHERE id = $1 AND scan_state = 'unchecked'";
            new += sql::exec(&work, text, [file.id.into()]).await.map_err(Error::from)?.rows_affected();
            put(&work, file.id, &day).await.map_err(Error::from)?;
        }
        work.commit().await?;
        Ok(usize::try_from(new).unwrap_or(usize::MAX))
    }
}

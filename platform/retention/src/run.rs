use chrono::{DateTime, Duration, Utc};
use serde::Serialize;
use store::sea_orm::{ConnectionTrait, DbErr, QueryResult, Value};
use store::{NewEvent, sql};
use trust::{Gate, Job};
use uuid::Uuid;

use crate::plan::{Report, plan};
use crate::remove::carry_out;
use crate::{ACTION, RetentionError};
use rules::{Retention, RuleSet};

/// A report waits for its reader this long; then a newer one takes its place.
const FRESH: Duration = Duration::days(7);
/// A process that carries a run out says so this often at least; after three times that another may go on.
const LEASE: Duration = Duration::minutes(3);

/// A run: its report before, its proof after.
#[derive(Clone, Debug, Serialize)]
pub struct Run {
    pub id: Uuid,
    /// planned | approved | running | done | outdated
    pub state: String,
    pub rules_version: String,
    pub planned_at: DateTime<Utc>,
    /// Who approved: the user of the machine, or a professional's id.
    pub approved_by: Option<String>,
    pub approved_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    pub report: Report,
    pub proof: Option<Report>,
}

impl Run {
    fn from_row(row: &QueryResult) -> Result<Self, DbErr> {
        let report = |value: Option<serde_json::Value>| {
            value.map(serde_json::from_value::<Report>).transpose().map_err(|e| DbErr::Custom(format!("a retention report: {e}")))
        };
        Ok(Self {
            id: row.try_get("", "id")?,
            state: row.try_get("", "state")?,
            rules_version: row.try_get("", "rules_version")?,
            planned_at: row.try_get("", "planned_at")?,
            approved_by: row.try_get("", "approved_by")?,
            approved_at: row.try_get("", "approved_at")?,
            finished_at: row.try_get("", "finished_at")?,
            report: report(row.try_get("", "report")?)?.unwrap_or_default(),
            proof: report(row.try_get("", "proof")?)?,
        })
    }
}

const COLUMNS: &str = "id, state, rules_version, planned_at, approved_by, approved_at, finished_at, report, proof";

async fn find(conn: &impl ConnectionTrait, rest: &str, values: impl IntoIterator<Item = Value>) -> Result<Vec<Run>, DbErr> {
    let rows = sql::rows(conn, &format!("SELECT {COLUMNS} FROM retention_run {rest}"), values).await?;
    rows.iter().map(Run::from_row).collect()
}

/// The latest runs, newest first.
pub async fn runs(gate: &Gate) -> Result<Vec<Run>, RetentionError> {
    Ok(find(&gate.db().reference(), "ORDER BY planned_at DESC LIMIT 50", []).await?)
}

/// Approves a report as it stands; the node's next turn carries it out.
pub async fn approve(gate: &Gate, id: Uuid, by: &str) -> Result<(), RetentionError> {
    let found = find(&gate.db().reference(), "WHERE id = $1", [id.into()]).await?;
    let run = found.into_iter().next().ok_or(RetentionError::NoRun)?;
    let mut work = gate.job("operations.retention.approve", "retention", None).begin().await?;
    let text = "UPDATE retention_run SET state = 'approved', approved_by = $1, approved_at = $2 WHERE id = $3 AND state = 'planned'";
    if sql::exec(&work, text, [by.into(), work.at().into(), id.into()]).await?.rows_affected() == 0 {
        return Err(RetentionError::State(run.state));
    }
    work.object("retention_run", id);
    work.emit(NewEvent::new("operations.retention.approved", "retention_run", id)).await?;
    work.commit().await?;
    Ok(())
}

/// What a node does now and then: carries out what was approved, makes a report when there is no fresh one. Several processes
/// may take turns at once. Gives the run that was made or ended, when one was.
pub async fn turn(gate: &Gate, rules: &RuleSet<Retention>) -> Result<Option<Run>, RetentionError> {
    let now = gate.ctx().now();
    if let Some(run) = claim(gate, now).await? {
        return finish(gate, rules, run).await.map(Some);
    }
    let fresh = find(&gate.db().reference(), "WHERE planned_at > $1 AND state <> 'outdated' LIMIT 1", [(now - FRESH).into()]).await?;
    if fresh.is_empty() { report(gate, rules).await.map(Some) } else { Ok(None) }
}

/// Makes a report of what would be removed today, in the place of one nobody has approved.
pub async fn report(gate: &Gate, rules: &RuleSet<Retention>) -> Result<Run, RetentionError> {
    let (now, today) = (gate.ctx().now(), gate.ctx().today());
    let job = gate.job(ACTION, "retention", None);
    let report = plan(&job, rules, today, now).await?;
    let mut work = job.begin().await?;
    let id = work.new_id();
    sql::exec(&work, "UPDATE retention_run SET state = 'outdated' WHERE state = 'planned'", []).await?;
    let text = "INSERT INTO retention_run (id, state, rules_version, planned_at, report) VALUES ($1, 'planned', $2, $3, $4)";
    let body = serde_json::to_value(&report).map_err(|e| DbErr::Custom(e.to_string()))?;
    sql::exec(&work, text, [id.into(), rules.version.clone().into(), now.into(), body.into()]).await?;
    work.object("retention_run", id);
    work.emit(NewEvent::new("operations.retention.planned", "retention_run", id)).await?;
    work.commit().await?;
    Ok(Run {
        id,
        state: "planned".into(),
        rules_version: rules.version.clone(),
        planned_at: now,
        approved_by: None,
        approved_at: None,
        finished_at: None,
        report,
        proof: None,
    })
}

/// Takes an approved run, or one whose process went away.
async fn claim(gate: &Gate, now: DateTime<Utc>) -> Result<Option<Run>, RetentionError> {
    const WAITS: &str = "(state = 'approved' OR (state = 'running' AND lease_until < $1))";
    let waiting = find(&gate.db().reference(), &format!("WHERE {WAITS} ORDER BY approved_at LIMIT 1"), [now.into()]).await?;
    let Some(run) = waiting.into_iter().next() else { return Ok(None) };
    let work = gate.job(ACTION, "retention", None).begin().await?;
    let text = format!("UPDATE retention_run SET state = 'running', lease_until = $2 WHERE id = $3 AND {WAITS}");
    let taken = sql::exec(&work, &text, [now.into(), (now + LEASE).into(), run.id.into()]).await?.rows_affected() > 0;
    if !taken {
        return Ok(None);
    }
    work.commit().await?;
    Ok(Some(run))
}

async fn finish(gate: &Gate, rules: &RuleSet<Retention>, mut run: Run) -> Result<Run, RetentionError> {
    let job = gate.job(ACTION, "retention", None);
    if run.rules_version != rules.version {
        // What was approved was another version's report.
        run.state = "outdated".into();
    } else {
        let proof = carry_out(&job, rules, &run, &mut Lease { run: run.id, told: gate.ctx().now() }).await?;
        run.state = "done".into();
        run.proof = Some(proof);
    }
    let mut work = job.begin().await?;
    run.finished_at = Some(work.at());
    let text = "UPDATE retention_run SET state = $1, proof = $2, finished_at = $3, lease_until = NULL WHERE id = $4 AND state = 'running'";
    let proof = run.proof.as_ref().map(serde_json::to_value).transpose().map_err(|e| DbErr::Custom(e.to_string()))?;
    sql::exec(&work, text, [run.state.clone().into(), proof.into(), run.finished_at.into(), run.id.into()]).await?;
    work.object("retention_run", run.id);
    work.emit(NewEvent::new("operations.retention.finished", "retention_run", run.id)).await?;
    work.commit().await?;
    Ok(run)
}

/// This process's hold on a run.
pub(crate) struct Lease {
    run: Uuid,
    told: DateTime<Utc>,
}

impl Lease {
    /// Says now and then that the run goes on.
    ///
    /// # Errors
    /// [`RetentionError::TakenOver`] when another process has it.
    pub(crate) async fn keep(&mut self, job: &Job) -> Result<(), RetentionError> {
        let now = job.gate().ctx().now();
        if now - self.told < LEASE / 3 {
            return Ok(());
        }
        self.told = now;
        let work = job.begin().await?;
        let text = "UPDATE retention_run SET lease_until = $1 WHERE id = $2 AND state = 'running' AND lease_until > $3";
        let ours = sql::exec(&work, text, [(now + LEASE).into(), self.run.into(), now.into()]).await?.rows_affected() > 0;
        work.commit().await?;
        if ours { Ok(()) } else { Err(RetentionError::TakenOver) }
    }
}

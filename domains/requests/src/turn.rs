//! What goes by itself: the sender's side moves with its case, and what is late is told.

use ::store::sql;
use kernel::Problem;
use people::organisation::{TeamName, teams_by_id};
use trust::{Follower, Gate};
use uuid::Uuid;

use crate::model::{RequestSide, RequestStepKind};
use crate::row::{NewStep, ROW_SQL, Row, side_sql, step, update};
use crate::step::{moved, tell};
use crate::ties::Side;
use crate::{Error, Requests, ties};

/// The follower's name.
const CONSUMER: &str = "requests";
/// How many late ones are told in one transaction.
const CHUNK: usize = 200;
/// A case went to another team.
const HANDED_OVER: &str = "care.matter.handed_over";

const OPEN: &str = "r.state IN ('sent', 'accepted', 'declined', 'done')";

impl Requests {
    /// Moves and tells. Several processes may turn at once: the same is found twice and written once. Gives how many were changed.
    ///
    /// # Errors
    /// When the database does not answer; what was not read is read in the next turn.
    pub async fn turn(&self, gate: &Gate) -> Result<usize, Problem> {
        let moved = self.follow(gate).await?;
        Ok(moved + late(gate).await?)
    }

    /// Cases that were handed over since the last turn.
    async fn follow(&self, gate: &Gate) -> Result<usize, Error> {
        let mut follower = Follower::of(gate, CONSUMER).await?;
        follower.begin_now().await?;
        let mut changed = 0;
        while let Some(events) = follower.next().await? {
            for event in events.iter().filter(|event| event.kind == HANDED_OVER) {
                if let Some(team) = event.team_id {
                    changed += with_case(gate, event.object_id, team).await?;
                }
            }
        }
        Ok(changed)
    }
}

/// The open requests of a case go to the team that has it now.
async fn with_case(gate: &Gate, matter: Uuid, team: Uuid) -> Result<usize, Error> {
    let job = gate.job("requests.turn", "care", None);
    let text =
        format!("{ROW_SQL} FROM ({}) r WHERE r.matter_id = $1 AND r.team_id <> $2 AND {OPEN} ORDER BY r.id", side_sql(RequestSide::Sender));
    let rows: Vec<Row> = sql::all(job.reader(), &text, [matter.into(), team.into()]).await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let teams = teams_by_id(job.reader(), &[team]).await?;
    let Some(to) = teams.get(&team).map(|team: &TeamName| Side::of(team)).transpose()? else { return Ok(0) };
    let work = job.begin().await?;
    let mut changed = 0;
    for row in &rows {
        // A provider's part is done by the sender's team, whichever it is.
        let by_sender = row.provider_id.is_some();
        let mut set = moved(RequestSide::Sender, to).to_vec();
        if by_sender {
            set.extend(moved(RequestSide::Receiver, to));
        }
        if !update(&work, row.id, row.version, set).await? {
            continue;
        }
        let receiver = if by_sender { to } else { row.side(RequestSide::Receiver)? };
        let line = NewStep {
            request: row.id,
            client: row.client(),
            place: receiver.place,
            step: RequestStepKind::Moved,
            at: work.at(),
            by: None,
            team: Some(team),
            reason: None,
            words: None,
        };
        step(&work, line).await?;
        ties::set(&work, row.client(), row.id, to, receiver).await?;
        tell(&work, RequestStepKind::Moved, row, team).await?;
        changed += 1;
    }
    work.commit().await?;
    Ok(changed)
}

/// Tells, once for each day that passed, that a request's time is over: to the team in whose hands it is.
async fn late(gate: &Gate) -> Result<usize, Error> {
    let job = gate.job("requests.late", "care", None);
    let mut told = 0;
    loop {
        let text = format!(
            "{ROW_SQL} FROM ({}) r JOIN service_request l ON l.id = r.id WHERE {OPEN} AND r.due_on < $1 \
             AND (l.late_for IS NULL OR l.late_for <> r.due_on) ORDER BY r.due_on, r.id LIMIT {CHUNK}",
            side_sql(RequestSide::Receiver)
        );
        let rows: Vec<Row> = sql::all(job.reader(), &text, [gate.ctx().today().into()]).await?;
        if rows.is_empty() {
            return Ok(told);
        }
        let work = job.begin().await?;
        let before = told;
        for row in &rows {
            let text =
                "UPDATE service_request SET late_for = due_on WHERE id = $1 AND version = $2 AND (late_for IS NULL OR late_for <> due_on)";
            if sql::exec(&work, text, [row.id.into(), row.version.into()]).await?.rows_affected() == 0 {
                continue;
            }
            let team = row.team_of(row.waits_for().unwrap_or(RequestSide::Receiver));
            let line = NewStep {
                request: row.id,
                client: row.client(),
                place: row.place_of(RequestSide::Receiver)?,
                step: RequestStepKind::Late,
                at: work.at(),
                by: None,
                team: Some(team),
                reason: None,
                words: None,
            };
            step(&work, line).await?;
            tell(&work, RequestStepKind::Late, row, team).await?;
            told += 1;
        }
        work.commit().await?;
        // Others told all of these meanwhile: the next turn looks again.
        if told == before {
            return Ok(told);
        }
    }
}

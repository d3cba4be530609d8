//! What goes by itself: the asker's side moves with its case, and what is late is told, once.

use chrono::{DateTime, Utc};
use kernel::Problem;
use people::organisation::teams_by_id;
use store::sql;
use trust::{Follower, Gate};
use uuid::Uuid;

use crate::model::{ConsultSide, ConsultStep};
use crate::row::{NewEntry, OPEN, ROW_SQL, Row, entry, side_sql, update};
use crate::step::tell;
use crate::ties::{self, Place};
use crate::{ConsultationRoom, Error};

/// The follower's name.
const CONSUMER: &str = "consultation";
/// A case went to another team.
const HANDED_OVER: &str = "care.matter.handed_over";

/// How many late ones are told in one transaction.
const CHUNK: usize = 200;

impl ConsultationRoom {
    /// Moves the asker's side with its case, and tells the specialist team what has not been answered in time. Several processes may turn
    /// at once: each is moved and told once. Gives how many.
    ///
    /// # Errors
    /// When the database does not answer; what was not told is told in the next turn.
    pub async fn turn(&self, gate: &Gate) -> Result<usize, Problem> {
        let moved = follow(gate).await?;
        Ok(moved + late(gate).await?)
    }
}

/// Cases that were handed over since the last turn.
async fn follow(gate: &Gate) -> Result<usize, Error> {
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

/// The open consultations of a case go to the team that has it now; who asked stays told. Not when it is the specialists' own team: they
/// would ask themselves.
async fn with_case(gate: &Gate, matter: Uuid, team: Uuid) -> Result<usize, Error> {
    let job = gate.job("consultation.turn", "care", None);
    let text = format!(
        "{ROW_SQL} FROM ({}) r WHERE r.matter_id = $1 AND r.from_team_id <> $2 AND r.to_team_id <> $2 AND {OPEN} ORDER BY r.id",
        side_sql(ConsultSide::Asker)
    );
    let rows: Vec<Row> = sql::all(job.reader(), &text, [matter.into(), team.into()]).await?;
    let Some(to) = teams_by_id(job.reader(), &[team]).await?.get(&team).map(Place::of).transpose()?.filter(|_| !rows.is_empty()) else {
        return Ok(0);
    };
    let work = job.begin().await?;
    let mut changed = 0;
    for row in &rows {
        let set = vec![("from_team_id", team.into()), ("from_register", to.place.0.code().into()), ("from_task", to.place.1.code().into())];
        if !update(&work, row.id, row.version, set).await? {
            continue;
        }
        let there = row.place()?;
        entry(&work, by_itself(row, ConsultStep::Moved, there, work.at())).await?;
        ties::end(&work, row.id).await?;
        ties::set(&work, row.client(), row.id, to, there).await?;
        tell(&work, ConsultStep::Moved, row, team).await?;
        changed += 1;
    }
    work.commit().await?;
    Ok(changed)
}

/// What nobody did: it is between professionals.
fn by_itself(row: &Row, step: ConsultStep, place: Place, at: DateTime<Utc>) -> NewEntry<'static> {
    NewEntry {
        consultation: row.id,
        client: row.client(),
        place,
        step,
        side: None,
        at,
        by: None,
        to: None,
        reason: None,
        words: None,
        professionals: true,
        attachment: None,
    }
}

async fn late(gate: &Gate) -> Result<usize, Error> {
    let job = gate.job("consultation.late", "care", None);
    let mut told = 0;
    loop {
        let text = format!(
            "{ROW_SQL} FROM ({}) r JOIN consultation l ON l.id = r.id WHERE r.state IN ('sent', 'taken') AND r.due_at < $1 \
             AND l.late_told = $2 ORDER BY r.due_at, r.id LIMIT {CHUNK}",
            side_sql(ConsultSide::Specialist)
        );
        let rows: Vec<Row> = sql::all(job.reader(), &text, [gate.ctx().now().into(), false.into()]).await?;
        if rows.is_empty() {
            return Ok(told);
        }
        let work = job.begin().await?;
        let before = told;
        for row in &rows {
            let text = "UPDATE consultation SET late_told = $1 WHERE id = $2 AND version = $3 AND late_told = $4";
            let values = [true.into(), row.id.into(), row.version.into(), false.into()];
            if sql::exec(&work, text, values).await?.rows_affected() == 0 {
                continue;
            }
            entry(&work, by_itself(row, ConsultStep::Late, row.place()?, work.at())).await?;
            tell(&work, ConsultStep::Late, row, row.to_team_id).await?;
            told += 1;
        }
        work.commit().await?;
        // Others told all of these meanwhile: the next turn looks again.
        if told == before {
            return Ok(told);
        }
    }
}

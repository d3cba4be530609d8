//! What goes by itself: what is late is told, once.

use kernel::Problem;
use store::sql;
use trust::Gate;

use crate::model::{ConsultSide, ConsultStep};
use crate::row::{NewEntry, ROW_SQL, Row, entry, side_sql};
use crate::step::tell;
use crate::{ConsultationRoom, Error};

/// How many late ones are told in one transaction.
const CHUNK: usize = 200;

impl ConsultationRoom {
    /// Tells the specialist team what has not been answered in time. Several processes may turn at once: each is told once. Gives how many.
    ///
    /// # Errors
    /// When the database does not answer; what was not told is told in the next turn.
    pub async fn turn(&self, gate: &Gate) -> Result<usize, Problem> {
        Ok(late(gate).await?)
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
            let line = NewEntry {
                consultation: row.id,
                client: row.client(),
                place: row.place()?,
                step: ConsultStep::Late,
                side: None,
                at: work.at(),
                by: None,
                to: None,
                reason: None,
                words: None,
                professionals: true,
                attachment: None,
            };
            entry(&work, line).await?;
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

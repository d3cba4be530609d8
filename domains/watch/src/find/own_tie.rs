//! A tie one makes oneself: a matter sent to one's own team opens the client, and nobody else looks whether there was any need. What follows
//! in the days after tells.

use chrono::{DateTime, Duration, Utc};
use kernel::{ClientId, helsinki_date};
use rules::{Detect, Detector, DoneBy};
use trust::looks::{self, Doing};
use trust::{Gate, Job};

use super::Finding;
use crate::Error;

/// Acts that move a matter about and leave nothing in it.
const MOVES: &[&str] = &["care.lobby.", "care.matter.", "care.caseload.", "care.desk."];

/// What was made in a time that has had its days, looked at, and not followed by anything.
pub(super) async fn unfollowed(
    gate: &Gate,
    job: &Job,
    rule: &Detector,
    version: &str,
    doings: &[&'static str],
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Finding>, Error> {
    let ties = looks::own_ties(job, from, until).await?;
    let log = gate.log_reader();
    let days = Duration::days(i64::from(rule.days.unwrap_or(14)));
    let asked = |actor: bool| -> Vec<Doing> {
        ties.iter()
            .map(|tie| Doing {
                client: tie.client_id,
                actor: actor.then_some(tie.professional_id),
                since: tie.made_at,
                until: tie.made_at + days,
            })
            .collect()
    };
    let leaving: Vec<&str> = doings.iter().copied().filter(|name| !MOVES.iter().any(|move_| name.starts_with(move_))).collect();
    let done = looks::done(&log, &asked(rule.done_by == Some(DoneBy::Viewer)), &leaving).await?;
    let looked = looks::looked(&log, &asked(true), doings).await?;
    let workers: Vec<uuid::Uuid> = ties.iter().map(|tie| tie.professional_id).collect();
    let working = people::nearness::working(job, &workers).await?;
    let found = ties.into_iter().zip(done).zip(looked).filter(|((_, done), lines)| !done && !lines.is_empty());
    Ok(found
        .map(|((tie, _), lines)| Finding {
            viewer: tie.professional_id,
            unit: working.get(&tie.professional_id).and_then(|w| w.unit),
            client: Some(ClientId(tie.client_id)),
            rule: Detect::OwnTie,
            rule_version: version.to_owned(),
            day: helsinki_date(tie.made_at),
            severity: rule.severity,
            // By the tie they made.
            tied: true,
            lines,
            volume: None,
        })
        .collect())
}

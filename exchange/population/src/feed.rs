//! One reading of the feed.
//!
//! Each turn asks from where the reading *before the last* stood, so that every stretch of the register's log is read twice: a
//! change that came to the log behind the reading is found, and what has been taken already changes nothing. A node that was
//! down goes on from where it was. When the register no longer knows that place, the reading begins anew and everybody's basic
//! data are read, which catches up whatever was missed.

use chrono::Duration;
use kernel::hetu::Hetu;
use kernel::{ClientId, Problem};
use trust::{Gate, Job};
use uuid::Uuid;

use crate::Population;
use crate::source::{BASICS_AT_ONCE, CHANGES_AT_ONCE, Fault, Source};
use crate::store::{self, Feed};
use crate::take::{From, Outcome};

/// A reading this much later than the one before says that the node was down.
const DOWN_AFTER: Duration = Duration::hours(2);
/// People whose basic data one turn reads at most; the next goes on.
const BASICS_IN_TURN: usize = 5_000;
/// Pages of one stretch; more wait for the next turn.
const PAGES: usize = 1_000;

/// What a reading came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    pub changed: usize,
    pub same: usize,
    pub set_aside: usize,
    /// Found behind the reading.
    pub late: usize,
    /// People whose basic data were read.
    pub basics: usize,
}

/// Why a turn ended early.
#[derive(Debug)]
pub enum TurnError {
    Source(Fault),
    Problem(Problem),
}

impl std::convert::From<Problem> for TurnError {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}
impl std::convert::From<Fault> for TurnError {
    fn from(fault: Fault) -> Self {
        Self::Source(fault)
    }
}
impl std::convert::From<sea_orm::DbErr> for TurnError {
    fn from(error: sea_orm::DbErr) -> Self {
        tracing::error!(%error, "a statement of the population feed failed");
        Self::Problem(Problem::internal())
    }
}

impl Population {
    /// Reads the feed once. Does nothing without a source.
    ///
    /// # Errors
    /// When the register or the database does not answer as it should; what was taken stays taken, and the next turn goes on.
    pub async fn turn(&self, gate: &Gate) -> Result<Turn, TurnError> {
        let Some(source) = self.source.clone() else { return Ok(Turn::default()) };
        let job = gate.job("population.feed.read", "register", None);
        match self.read(&job, &source).await {
            Ok(turn) => Ok(turn),
            Err(error) => {
                if let TurnError::Source(fault) = &error {
                    let work = job.begin().await?;
                    store::failing(&work, &fault.code()).await?;
                    work.commit().await?;
                }
                Err(error)
            }
        }
    }

    async fn read(&self, job: &Job, source: &Source) -> Result<Turn, TurnError> {
        let feed = match store::feed(job.reader()).await? {
            Some(feed) => feed,
            None => {
                let key = source.first_key(job.gate().ctx().today()).await?;
                let work = job.begin().await?;
                store::begin(&work, key).await?;
                work.commit().await?;
                store::feed(job.reader()).await?.ok_or_else(Problem::internal)?
            }
        };
        let mut turn = Turn::default();
        let whole = self.newcomers(job, source, &feed, &mut turn).await?;
        let (mut end, mut after) = (None::<i64>, ClientId(Uuid::nil()));
        loop {
            let people = people::population::with_hetu(job, after, CHANGES_AT_ONCE as u32).await.map_err(Problem::from)?;
            let Some((last, _)) = people.last() else { break };
            after = *last;
            let hetus: Vec<Hetu> = people.into_iter().map(|(_, hetu)| hetu).collect();
            match self.stretch(job, source, &feed, &hetus, &mut turn).await {
                Ok(key) => end = Some(end.map_or(key, |end| end.min(key))),
                Err(TurnError::Source(Fault::KeyUnknown)) => return self.anew(job, source, &feed, turn).await,
                Err(error) => return Err(error),
            }
        }
        let work = job.begin().await?;
        let to = end.unwrap_or(feed.cursor);
        if store::advance(&work, &feed, to, feed.cursor, turn.changed > 0).await? {
            if feed.read_at.is_some_and(|at| work.at() - at > DOWN_AFTER) {
                store::gap(&work, "down", feed.cursor, to, turn.changed, true).await?;
            }
            if turn.late > 0 {
                store::gap(&work, "late", feed.previous, feed.cursor, turn.late, true).await?;
            }
            if whole {
                store::fill(&work, turn.basics).await?;
            }
        }
        work.commit().await?;
        Ok(turn)
    }

    /// What changed of these people since the reading before the last; gives the key it came to.
    async fn stretch(&self, job: &Job, source: &Source, feed: &Feed, hetus: &[Hetu], turn: &mut Turn) -> Result<i64, TurnError> {
        let mut key = feed.previous;
        for _ in 0..PAGES {
            let page = source.changes(key, hetus).await?;
            if page.key < key {
                return Err(Fault::KeyUnknown.into());
            }
            for message in &page.messages {
                let number = message.get("kirjausavain").and_then(crate::source::number).unwrap_or(page.key);
                let outcome = self.take(job, message, From { source: store::FEED, number: page.key, basics: false }).await?;
                match outcome {
                    Outcome::Changed | Outcome::Nothing => turn.changed += 1,
                    Outcome::Same => turn.same += 1,
                    Outcome::SetAside => turn.set_aside += 1,
                }
                // Behind the reading and not seen before: it was missed then.
                if outcome != Outcome::Same && number <= feed.cursor && feed.previous < feed.cursor {
                    turn.late += 1;
                }
            }
            let onwards = page.key > key;
            key = page.key;
            if page.up_to_date || !onwards {
                break;
            }
        }
        Ok(key)
    }

    /// Basic data of those who are not followed yet. `true`: nobody is left.
    async fn newcomers(&self, job: &Job, source: &Source, feed: &Feed, turn: &mut Turn) -> Result<bool, TurnError> {
        let mut after = ClientId(Uuid::nil());
        loop {
            let people = people::population::with_hetu(job, after, CHANGES_AT_ONCE as u32).await.map_err(Problem::from)?;
            let Some((last, _)) = people.last() else { return Ok(true) };
            after = *last;
            let ids: Vec<ClientId> = people.iter().map(|(id, _)| *id).collect();
            let followed = store::followed(job, &ids).await?;
            let new: Vec<(ClientId, Hetu)> = people.into_iter().filter(|(id, _)| !followed.contains(id)).collect();
            for part in new.chunks(BASICS_AT_ONCE) {
                if turn.basics >= BASICS_IN_TURN {
                    return Ok(false);
                }
                let hetus: Vec<Hetu> = part.iter().map(|(_, hetu)| hetu.clone()).collect();
                for message in source.basics(&hetus).await? {
                    let from = From { source: store::FEED, number: feed.cursor, basics: true };
                    if self.take(job, &message, from).await? == Outcome::SetAside {
                        turn.set_aside += 1;
                    }
                }
                let ids: Vec<ClientId> = part.iter().map(|(id, _)| *id).collect();
                let work = job.begin().await?;
                store::follow(&work, &ids).await?;
                work.touched(&ids);
                work.commit().await?;
                turn.basics += part.len();
            }
        }
    }

    /// The register does not know where the reading stood: it begins anew at today's key, and everybody's data are read.
    async fn anew(&self, job: &Job, source: &Source, feed: &Feed, mut turn: Turn) -> Result<Turn, TurnError> {
        let key = source.first_key(job.gate().ctx().today()).await?;
        tracing::warn!(from = feed.cursor, to = key, "the population register no longer knows the key; everybody's data are read anew");
        let work = job.begin().await?;
        if store::advance(&work, feed, key, key, turn.changed > 0).await? {
            store::gap(&work, "lost", feed.cursor, key, 0, false).await?;
            store::forget(&work).await?;
        }
        work.commit().await?;
        let feed = store::feed(job.reader()).await?.ok_or_else(Problem::internal)?;
        if self.newcomers(job, source, &feed, &mut turn).await? {
            let work = job.begin().await?;
            store::fill(&work, turn.basics).await?;
            work.commit().await?;
        }
        Ok(turn)
    }
}

//! Reading Kanta: its changes from where the reading stood, and a person's whole state when there is a reason to – they are new here,
//! something was missed, or somebody opened their page.

use std::collections::{HashMap, HashSet};
use std::time::Duration as Wait;

use ::kanta::{Consent, Fault, Kanta};
use chrono::Duration;
use jobs::{Claimed, Failure, Handler, NewJob};
use kernel::hetu::Hetu;
use kernel::{ClientId, Problem};
use store::sea_orm::DbErr;
use trust::{Gate, Job, Work};
use uuid::Uuid;

use super::outbox::{self, Doing};
use super::{newcomers, store as rows, take};
use crate::{Error, Will};

const READ: &str = "will.kanta.read";
const ASK: &str = "will.kanta.ask";
/// Pages of changes one turn reads at most; the next goes on.
const PAGES: usize = 1_000;
/// States one turn reads at most.
const STATES: u32 = 2_000;
/// What was written this long before the last look is looked at again: a change may have been under way then.
const OVERLAP: Duration = Duration::minutes(10);
/// A page opened again within this asks nothing again.
const FRESH: Duration = Duration::seconds(60);

/// What a turn came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// Put on their way although no change here had done it.
    pub told: usize,
    /// Rows begun or ended by what Kanta says.
    pub changed: usize,
    /// Something had been missed: everybody's state is read anew.
    pub missed: bool,
    /// People whose state was read.
    pub asked: usize,
}

/// Why a turn ended early.
#[derive(Debug)]
pub enum TurnError {
    Kanta(Fault),
    Problem(Problem),
}

impl From<Problem> for TurnError {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}
impl From<Error> for TurnError {
    fn from(error: Error) -> Self {
        Self::Problem(error.into())
    }
}
impl From<DbErr> for TurnError {
    fn from(error: DbErr) -> Self {
        Error::from(error).into()
    }
}

impl From<TurnError> for Failure {
    fn from(error: TurnError) -> Self {
        match error {
            TurnError::Kanta(fault) => Failure::again(&fault.to_string()),
            TurnError::Problem(problem) => problem.into(),
        }
    }
}

fn unanswered(fault: Fault) -> TurnError {
    TurnError::Kanta(fault)
}

impl Will {
    /// Reads Kanta once. Does nothing at a node that has none.
    ///
    /// # Errors
    /// When Kanta or the database does not answer as it should; what was taken stays taken, and the next turn goes on.
    pub async fn turn(&self, gate: &Gate) -> Result<Turn, TurnError> {
        let Some(kanta) = self.kanta.clone() else { return Ok(Turn::default()) };
        let job = gate.job(READ, "care", None);
        let mut turn = Turn::default();
        let read = self.read(&job, &kanta, &mut turn).await;
        if let Err(TurnError::Kanta(fault)) = &read {
            let work = job.begin().await?;
            rows::failing(&work, &fault.to_string()).await?;
            work.commit().await?;
        }
        read.map(|()| turn)
    }

    async fn read(&self, job: &Job, kanta: &Kanta, turn: &mut Turn) -> Result<(), TurnError> {
        let feed = match rows::feed(job.reader()).await? {
            Some(feed) => feed,
            None => {
                // Where the list stands first, then everybody's state: nothing falls between.
                let newest = kanta.changes(None).await.map_err(unanswered)?.newest;
                let work = job.begin().await?;
                rows::begin(&work, newest).await?;
                work.commit().await?;
                rows::feed(job.reader()).await?.ok_or_else(Problem::internal)?
            }
        };
        turn.told = sweep(job, &feed).await?;
        self.changes(job, kanta, feed.cursor, turn).await?;
        newcomers::follow(job).await?;
        for client in rows::stale(job.reader(), STATES).await? {
            turn.changed += self.ask(job, kanta, client).await?;
            turn.asked += 1;
        }
        Ok(())
    }

    /// The changes since `from`.
    async fn changes(&self, job: &Job, kanta: &Kanta, from: i64, turn: &mut Turn) -> Result<(), TurnError> {
        let (mut cursor, mut missed) = (from, false);
        for _ in 0..PAGES {
            let page = match kanta.changes(Some(cursor)).await {
                Ok(page) => page,
                Err(Fault::NumberUnknown) => {
                    missed = true;
                    cursor = kanta.changes(None).await.map_err(unanswered)?.newest;
                    break;
                }
                Err(fault) => return Err(unanswered(fault)),
            };
            let before = cursor;
            for change in page.changes.iter().filter(|change| change.number > before) {
                // Numbers follow one another in the node's own list: a hole is a change that did not come.
                missed |= change.previous != cursor;
                cursor = change.number;
                match &change.consent {
                    Some(consent) => turn.changed += self.take(job, consent).await?,
                    None => missed = true,
                }
            }
            if cursor == before {
                // Nothing more came: the list must end here.
                missed |= page.newest != cursor;
                cursor = page.newest;
            }
            if cursor >= page.newest {
                break;
            }
        }
        let work = job.begin().await?;
        if rows::advance(&work, from, cursor, missed).await? && missed {
            tracing::warn!(from, to = cursor, "changes of wills in Kanta were missed; everybody's are read anew");
        }
        work.commit().await?;
        turn.missed = missed;
        Ok(())
    }

    /// One change; of somebody who is not a client here it is nothing.
    async fn take(&self, job: &Job, consent: &Consent) -> Result<usize, TurnError> {
        let Some(client) = people::population::find(job.reader(), job.gate().keys(), &consent.person).await? else { return Ok(0) };
        let work = begin(job, client).await?;
        let changed = take::one(&work, &self.rules.now(), client, consent).await?;
        work.commit().await?;
        Ok(usize::from(changed))
    }

    /// All that Kanta has of a client. Tells how many rows it changed.
    async fn ask(&self, job: &Job, kanta: &Kanta, client: ClientId) -> Result<usize, TurnError> {
        let from = job.gate().ctx().now();
        let code = people::hetu_for_print(job.gate(), job, client).await.map_err(Error::from)?;
        let all = match code.and_then(|code| Hetu::parse(&code).ok()) {
            Some(hetu) => kanta.state(&hetu).await.map_err(unanswered)?,
            // Who has no identity code is not in Kanta, and nothing of theirs is looked for there.
            None => {
                let work = begin(job, client).await?;
                rows::asked(&work, client, from).await?;
                work.commit().await?;
                return Ok(0);
            }
        };
        let work = begin(job, client).await?;
        let changed = take::state(&work, &self.rules.now(), client, &all, from).await?;
        rows::asked(&work, client, from).await?;
        work.commit().await?;
        Ok(changed)
    }

    /// Somebody opens a client's page: what Kanta has is asked for by a job, unless it was a moment ago.
    pub(crate) async fn refresh(&self, work: &Work, clients: &[ClientId]) -> Result<(), Error> {
        if self.kanta.is_none() {
            return Ok(());
        }
        for client in clients {
            if rows::want(work, *client, work.at() - FRESH).await? {
                let key = format!("{}/{}", client.0, work.at().timestamp());
                jobs::put(work, NewJob::new(ASK, serde_json::json!({ "client_id": client.0 })).key(key).attempts(4)).await?;
            }
        }
        Ok(())
    }

    /// Puts the reading of this moment in, once over all processes. `every`: how often it is done, in seconds.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ask_turn(&self, gate: &Gate, every: u64) -> Result<usize, Problem> {
        if self.kanta.is_none() {
            return Ok(0);
        }
        let slot = gate.ctx().now().timestamp().unsigned_abs() / every.max(1);
        let work = gate.job(READ, "care", None).begin().await?;
        // A reading that fails is not asked for again and again: the next moment's takes its place.
        let job = NewJob::new(READ, serde_json::json!({})).key(format!("{every}/{slot}")).attempts(2);
        let put = jobs::put(&work, job).await.map_err(Error::from)?;
        work.commit().await?;
        Ok(usize::from(put.is_some()))
    }
}

async fn begin(job: &Job, client: ClientId) -> Result<Work, Problem> {
    let work = job.begin().await?;
    work.touched(&[client]);
    Ok(work)
}

/// Puts on its way what was said or ended without a word to Kanta: before Kanta was configured, by a document, by a death.
async fn sweep(job: &Job, feed: &rows::Feed) -> Result<usize, TurnError> {
    let since = feed.swept_at.map(|at| at - OVERLAP);
    let changed = trust::will::changed_since(job.reader(), since).await?;
    let ids: Vec<Uuid> = changed.iter().map(|row| row.id).collect();
    let mut told: HashMap<Uuid, Vec<String>> = HashMap::new();
    for message in rows::messages_of(job.reader(), &ids).await? {
        told.entry(message.expression_id).or_default().push(message.doing);
    }
    let linked: HashSet<Uuid> = rows::links_of(job.reader(), &ids).await?.into_iter().map(|link| link.expression_id).collect();
    let mut put = 0;
    for rows_of in changed.chunks(200) {
        let work = job.begin().await?;
        for row in rows_of {
            let done = |doing: Doing| told.get(&row.id).is_some_and(|all| all.iter().any(|one| one == doing.code()));
            let known = done(Doing::Give) || linked.contains(&row.id);
            let doing = match (row.withdrawn_at, row.withdrawn_kind.as_deref()) {
                (None, _) if !known => Doing::Give,
                (Some(_), by) if known && by != Some("kanta") && !done(Doing::End) => Doing::End,
                _ => continue,
            };
            outbox::put(&work, row, doing).await?;
            work.touched(&[ClientId(row.client_id)]);
            put += 1;
        }
        work.commit().await?;
    }
    let work = job.begin().await?;
    rows::swept(&work).await?;
    work.commit().await?;
    Ok(put)
}

/// Does the readings.
pub struct ReadWills(Will);

impl ReadWills {
    pub fn new(room: Will) -> Self {
        Self(room)
    }
}

#[async_trait::async_trait]
impl Handler for ReadWills {
    fn kind(&self) -> &'static str {
        READ
    }
    /// Everybody's states take long; the lease is renewed meanwhile.
    fn limit(&self) -> Wait {
        Wait::from_secs(3_600)
    }
    async fn run(&self, gate: &Gate, _: &Claimed) -> Result<(), Failure> {
        let Turn { told, changed, asked, .. } = self.0.turn(gate).await?;
        if told + changed + asked > 0 {
            tracing::info!(told, changed, asked, "wills were read from Kanta");
        }
        Ok(())
    }
}

/// Asks for the state of one whose page was opened.
pub struct AskWills(Will);

impl AskWills {
    pub fn new(room: Will) -> Self {
        Self(room)
    }
}

#[async_trait::async_trait]
impl Handler for AskWills {
    fn kind(&self) -> &'static str {
        ASK
    }
    async fn run(&self, gate: &Gate, claimed: &Claimed) -> Result<(), Failure> {
        let client = ClientId(claimed.uuid("client_id")?);
        let Some(kanta) = &self.0.kanta else { return Ok(()) };
        let job = gate.job(ASK, "care", None);
        match self.0.ask(&job, kanta, client).await {
            Ok(_) => Ok(()),
            Err(error) => {
                if let TurnError::Kanta(fault) = &error {
                    let work = begin(&job, client).await?;
                    rows::not_answered(&work, client, &fault.to_string()).await?;
                    work.commit().await?;
                }
                Err(error.into())
            }
        }
    }
}

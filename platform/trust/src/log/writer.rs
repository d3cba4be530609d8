use std::collections::HashSet;
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::time::Duration;

use store::sea_orm::DbErr;
use store::{Health, sql};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use uuid::Uuid;

use super::line::{self, Line, Outcome};
use super::spool::{Half, Spool};
use crate::gate::Inner;

/// Resolves to whether the lines are durable.
pub type Ticket = oneshot::Receiver<bool>;

enum Order {
    /// Lines whose answer waits until they are durable.
    Keep(Vec<Line>, oneshot::Sender<bool>),
    /// Somebody waits until all that came before is in the database.
    Flush(oneshot::Sender<bool>),
}

/// One writer for all looks. What waits is made durable together, in the spool, and the answers leave; the database takes it a
/// moment later, many looks in one commit (ADR 26).
pub struct Log(mpsc::UnboundedSender<Order>);

/// The action of the line that says which looks came late, out of the spool: their times are older than their places in the log.
pub const MERGED: &str = "operations.log.merge";

/// How long looks gather before the database takes them.
const GATHER: Duration = Duration::from_millis(200);
/// How many lines are gathered at most.
const MOST: usize = 2_000;
/// How often an unwell database is tried again.
const RETRY: Duration = Duration::from_secs(2);

impl Log {
    /// The log and what writes it; the latter is started when the gate stands.
    pub fn new(spool: Option<Spool>) -> (Self, LogWriter) {
        let (sender, orders) = mpsc::unbounded_channel();
        (Self(sender), LogWriter { spool, orders })
    }

    /// Hands lines over; the answer waits on the ticket.
    pub fn write(&self, lines: Vec<Line>) -> Ticket {
        let (done, ticket) = oneshot::channel();
        // A closed channel drops `done`, and the ticket then resolves to an error: not durable.
        let _ = self.0.send(Order::Keep(lines, done));
        ticket
    }

    /// Waits until the database has what was handed over so far, or has refused it.
    pub async fn flush(&self) {
        let (done, ticket) = oneshot::channel();
        let _ = self.0.send(Order::Flush(done));
        let _ = ticket.await;
    }
}

/// A writer that has not been started.
pub struct LogWriter {
    spool: Option<Spool>,
    orders: mpsc::UnboundedReceiver<Order>,
}

impl LogWriter {
    /// Writes for as long as the gate stands; needs a Tokio runtime.
    pub fn start(self, inner: Weak<Inner>) {
        let Self { spool, orders } = self;
        let writer = Writer { inner, spool, gathered: Gathered::default(), left: Half::BOTH.to_vec(), retry: Instant::now() };
        tokio::spawn(writer.run(orders));
    }
}

/// What is durable in the spool's current half and not in the database.
#[derive(Default)]
struct Gathered {
    lines: Vec<Line>,
    since: Option<Instant>,
    flushes: Vec<oneshot::Sender<bool>>,
}

/// A commit that is under way: of which half, and who waits for it.
struct Commit {
    half: Half,
    flushes: Vec<oneshot::Sender<bool>>,
    done: Pin<Box<dyn Future<Output = Result<(), DbErr>> + Send>>,
}

struct Writer {
    inner: Weak<Inner>,
    spool: Option<Spool>,
    gathered: Gathered,
    /// Halves whose lines are not in memory: left by an earlier life of the process, or by a commit that failed.
    left: Vec<Half>,
    /// When what is left, or an unwell database, is tried next.
    retry: Instant,
}

enum Woken {
    Orders(usize),
    Committed(Result<(), DbErr>),
    Time,
}

impl Writer {
    async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Order>) {
        let mut batch = Vec::new();
        let mut commit: Option<Commit> = None;
        if let Some(spool) = &self.spool {
            self.left.retain(|half| !spool.is_empty(*half));
        }
        loop {
            let due = self.gathered.since.filter(|_| self.left.is_empty()).map(|since| since + GATHER);
            let wake = due.unwrap_or(self.retry);
            let woken = tokio::select! {
                biased;
                done = async { match &mut commit { Some(commit) => (&mut commit.done).await, None => std::future::pending().await } } => Woken::Committed(done),
                () = tokio::time::sleep_until(wake), if commit.is_none() => Woken::Time,
                taken = orders.recv_many(&mut batch, 512) => Woken::Orders(taken),
            };
            let Some(inner) = self.inner.upgrade() else { return };
            match woken {
                Woken::Orders(0) => return,
                Woken::Orders(_) => self.take(&inner, std::mem::take(&mut batch)).await,
                Woken::Committed(result) => {
                    if let Some(over) = commit.take() {
                        self.over(&inner, over, result);
                    }
                }
                Woken::Time if inner.db.health() == Health::Well || Instant::now() < self.retry => {}
                Woken::Time => {
                    inner.db.probe().await;
                }
            }
            if commit.is_none() {
                commit = self.begin(&inner);
            }
            if self.retry <= Instant::now() {
                self.retry = Instant::now() + RETRY;
            }
        }
    }

    /// Makes the orders' lines durable and lets their answers leave.
    async fn take(&mut self, inner: &Arc<Inner>, orders: Vec<Order>) {
        let mut lines = Vec::new();
        let mut waiting = Vec::new();
        for order in orders {
            match order {
                Order::Keep(more, done) => {
                    lines.extend(more);
                    waiting.push(done);
                }
                Order::Flush(done) => self.gathered.flushes.push(done),
            }
        }
        let durable = lines.is_empty() || self.keep(inner, lines).await;
        for done in waiting {
            let _ = done.send(durable);
        }
    }

    async fn keep(&mut self, inner: &Arc<Inner>, lines: Vec<Line>) -> bool {
        if let Some(spool) = &mut self.spool {
            match spool.append(&lines).await {
                Ok(()) => {
                    // Behind lines that are left they are read from the file with them.
                    if !self.left.contains(&spool.current()) {
                        self.gathered.since.get_or_insert_with(Instant::now);
                        self.gathered.lines.extend(lines);
                    }
                    return true;
                }
                Err(error) => tracing::error!(%error, "looks cannot be spooled"),
            }
        }
        // Without a spool the database itself must have the lines before the answer leaves.
        match commit(inner, &lines).await {
            Ok(()) => {
                inner.db.set_health(Health::Well);
                true
            }
            Err(error) => {
                tracing::error!(%error, "looks cannot be written to the database");
                inner.db.set_health(Health::ReadOnly);
                false
            }
        }
    }

    /// Begins the commit whose time has come, if any.
    fn begin(&mut self, inner: &Arc<Inner>) -> Option<Commit> {
        let now = Instant::now();
        let gathered = &mut self.gathered;
        let Some(spool) = &mut self.spool else {
            answer(std::mem::take(&mut gathered.flushes), true);
            return None;
        };
        if let Some(half) = self.left.first().copied() {
            if inner.db.health() != Health::Well {
                answer(std::mem::take(&mut gathered.flushes), false);
                return None;
            }
            if now < self.retry {
                return None;
            }
            if half == spool.current() {
                spool.turn();
            }
            let kept = spool.read(half);
            let inner = inner.clone();
            let done = Box::pin(async move { merge(&inner, kept.map_err(|e| DbErr::Custom(e.to_string()))?).await });
            return Some(Commit { half, flushes: Vec::new(), done });
        }
        let due = gathered.since.is_some_and(|since| now >= since + GATHER) || gathered.lines.len() >= MOST || !gathered.flushes.is_empty();
        if !due {
            return None;
        }
        let flushes = std::mem::take(&mut gathered.flushes);
        if gathered.lines.is_empty() {
            answer(flushes, true);
            return None;
        }
        let lines = std::mem::take(&mut gathered.lines);
        gathered.since = None;
        let half = spool.turn();
        let inner = inner.clone();
        let done = Box::pin(async move { commit(&inner, &lines).await });
        Some(Commit { half, flushes, done })
    }

    /// What a commit that ended leaves behind.
    fn over(&mut self, inner: &Arc<Inner>, commit: Commit, result: Result<(), DbErr>) {
        let merged = self.left.contains(&commit.half);
        let well = match result {
            Ok(()) => {
                inner.db.set_health(Health::Well);
                self.retry = Instant::now();
                self.left.retain(|half| *half != commit.half);
                if let Some(Err(error)) = self.spool.as_mut().map(|spool| spool.clear(commit.half)) {
                    // The lines are known when they are read again.
                    tracing::error!(%error, "committed looks stay in the spool");
                    self.left.push(commit.half);
                    self.retry = Instant::now() + RETRY;
                }
                if merged {
                    tracing::info!("spooled looks merged into the access log");
                }
                true
            }
            Err(error) => {
                tracing::error!(%error, "looks cannot be written to the database");
                inner.db.set_health(Health::ReadOnly);
                // What comes from now on may wait long: it is left in its file too, out of memory, and told to have come late.
                for half in [commit.half, commit.half.other()] {
                    if !self.left.contains(&half) {
                        self.left.push(half);
                    }
                }
                self.gathered.lines.clear();
                self.gathered.since = None;
                self.retry = Instant::now() + RETRY;
                false
            }
        };
        answer(commit.flushes, well);
    }
}

fn answer(waiting: Vec<oneshot::Sender<bool>>, well: bool) {
    for done in waiting {
        let _ = done.send(well);
    }
}

async fn commit(inner: &Inner, lines: &[Line]) -> Result<(), DbErr> {
    let tx = inner.db.begin(&inner.master).await?;
    line::insert(&tx, &inner.ctx, lines).await?;
    tx.commit().await
}

/// Writes those of the kept lines that the log does not know yet.
async fn merge(inner: &Inner, kept: Vec<Line>) -> Result<(), DbErr> {
    let tx = inner.db.begin(&inner.master).await?;
    let mut known: HashSet<Uuid> = HashSet::new();
    for some in kept.chunks(500) {
        let text = format!("SELECT id FROM access_log WHERE id IN ({})", sql::params(1, some.len()));
        for row in sql::rows(&tx, &text, some.iter().map(|line| line.id.into())).await? {
            known.insert(row.try_get("", "id")?);
        }
    }
    let mut new: Vec<Line> = kept.into_iter().filter(|line| !known.contains(&line.id)).collect();
    if let Some(told) = told(inner, &new) {
        new.push(told);
    }
    line::insert(&tx, &inner.ctx, &new).await?;
    tx.commit().await
}

/// Says which lines came late: the ids of the first and the last, between which all of them are.
fn told(inner: &Inner, lines: &[Line]) -> Option<Line> {
    let (first, last) = (lines.iter().map(|l| l.id).min()?, lines.iter().map(|l| l.id).max()?);
    Some(Line {
        id: inner.ctx.new_id(),
        at: inner.ctx.now(),
        actor_kind: "system".into(),
        actor_id: None,
        role: None,
        unit_id: None,
        client_id: None,
        also: Vec::new(),
        action: MERGED.into(),
        purpose: "security".into(),
        ground: None,
        registers: None,
        categories: None,
        object_kind: Some("access_log".into()),
        objects: Some(format!("{first}..{last}")),
        outcome: Outcome::Allowed,
        code: None,
        request_id: inner.ctx.new_id(),
        acting: None,
    })
}

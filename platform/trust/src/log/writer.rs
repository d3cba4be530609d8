use std::sync::Weak;
use std::time::Duration;

use store::Health;
use tokio::sync::{mpsc, oneshot};

use super::line::{self, Line};
use super::spool::Spool;
use crate::gate::Inner;

/// Resolves to whether the lines are durable.
pub type Ticket = oneshot::Receiver<bool>;

struct Order {
    lines: Vec<Line>,
    done: oneshot::Sender<bool>,
}

/// One writer for all looks: what waits is committed together.
pub struct Log(mpsc::UnboundedSender<Order>);

/// How often an unwell database is tried again.
const RETRY: Duration = Duration::from_secs(2);

impl Log {
    pub fn start(inner: Weak<Inner>, spool: Option<Spool>) -> Self {
        let (sender, receiver) = mpsc::unbounded_channel();
        tokio::spawn(run(inner, spool, receiver));
        Self(sender)
    }

    /// Hands lines over; the answer waits on the ticket.
    pub fn write(&self, lines: Vec<Line>) -> Ticket {
        let (done, ticket) = oneshot::channel();
        // A closed channel drops `done`, and the ticket then resolves to an error: not durable.
        let _ = self.0.send(Order { lines, done });
        ticket
    }

    pub async fn flush(&self) {
        let _ = self.write(Vec::new()).await;
    }
}

async fn run(inner: Weak<Inner>, spool: Option<Spool>, mut orders: mpsc::UnboundedReceiver<Order>) {
    let mut batch = Vec::new();
    // What an earlier life of the process left behind is merged first.
    let mut spooled = spool.as_ref().is_some_and(|s| s.read().is_ok_and(|lines| !lines.is_empty()));
    loop {
        let waited = tokio::time::timeout(RETRY, orders.recv_many(&mut batch, 512)).await;
        let Some(inner) = inner.upgrade() else { return };
        match waited {
            Ok(0) => return,
            Ok(_) => {
                let orders: Vec<Order> = std::mem::take(&mut batch);
                let lines: Vec<Line> = orders.iter().flat_map(|o| o.lines.iter().cloned()).collect();
                let durable = if lines.is_empty() {
                    true
                } else {
                    match commit(&inner, &lines).await {
                        Ok(()) => {
                            inner.db.set_health(Health::Well);
                            true
                        }
                        Err(error) => {
                            tracing::error!(%error, "looks cannot be written to the database");
                            let kept = spool.as_ref().is_some_and(|s| s.append(&lines).is_ok());
                            spooled |= kept;
                            inner.db.set_health(Health::ReadOnly);
                            kept
                        }
                    }
                };
                for order in orders {
                    let _ = order.done.send(durable);
                }
            }
            Err(_) => {
                if inner.db.health() != Health::Well {
                    inner.db.probe().await;
                }
            }
        }
        if spooled
            && inner.db.health() == Health::Well
            && let Some(spool) = &spool
        {
            spooled = merge(&inner, spool).await.is_err();
        }
    }
}

async fn commit(inner: &Inner, lines: &[Line]) -> Result<(), store::sea_orm::DbErr> {
    let tx = inner.db.begin(&inner.master).await?;
    line::insert(&tx, lines).await?;
    tx.commit().await
}

async fn merge(inner: &Inner, spool: &Spool) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let kept = spool.read()?;
    let tx = inner.db.begin(&inner.master).await?;
    let mut new = Vec::with_capacity(kept.len());
    for line in kept {
        let known = store::sql::rows(&tx, "SELECT id FROM access_log WHERE id = $1", [line.id.into()]).await?;
        if known.is_empty() {
            new.push(line);
        }
    }
    line::insert(&tx, &new).await?;
    tx.commit().await?;
    spool.clear()?;
    tracing::info!(lines = new.len(), "spooled looks merged into the access log");
    Ok(())
}

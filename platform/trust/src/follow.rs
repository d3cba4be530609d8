//! How a room goes after what happens in others: it reads the events that came since its mark, a batch at a time.

use store::Event;
use store::event::{self, Cursor};
use store::sea_orm::DbErr;

use crate::Gate;

/// Events of one batch.
const EVENTS: u64 = 1_000;
/// Batches of one turn: a backlog is read in several, so that no room keeps the others waiting.
const BATCHES: usize = 20;

/// One who reads events in their order. A batch is dealt with when the next one is asked for: one that failed midway is read again, so
/// what is done of an event twice must be as once.
pub struct Follower<'g> {
    gate: &'g Gate,
    name: &'static str,
    /// None: has never read.
    mark: Option<Cursor>,
    batch: Option<Cursor>,
    left: usize,
}

impl<'g> Follower<'g> {
    /// The follower of this name, where it was.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(gate: &'g Gate, name: &'static str) -> Result<Self, DbErr> {
        let mark = event::cursor_of(&gate.db().reference(), name).await?;
        Ok(Self { gate, name, mark, batch: None, left: BATCHES })
    }

    /// One that has never read begins with what comes after now. Whether it was so.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin_now(&mut self) -> Result<bool, DbErr> {
        if self.mark.is_some() {
            return Ok(false);
        }
        let newest = event::newest(&self.gate.db().reference()).await?;
        self.reached(newest).await?;
        Ok(true)
    }

    /// The next batch. None when everything has been read, or enough for one turn.
    ///
    /// # Errors
    /// When the database does not answer; what was not read is read in the next turn.
    pub async fn next(&mut self) -> Result<Option<Vec<Event>>, DbErr> {
        if let Some(dealt) = self.batch.take() {
            self.reached(dealt).await?;
        }
        if self.left == 0 {
            return Ok(None);
        }
        let events = event::after(&self.gate.db().reference(), self.mark.unwrap_or_default(), EVENTS).await?;
        let full = u64::try_from(events.len()).is_ok_and(|n| n == EVENTS);
        self.left = if full { self.left - 1 } else { 0 };
        self.batch = events.last().map(|event| event.cursor);
        Ok(self.batch.is_some().then_some(events))
    }

    /// Remembers how far the events have been read. It touches nobody's data and leaves no line in the log.
    async fn reached(&mut self, cursor: Cursor) -> Result<(), DbErr> {
        let tx = self.gate.keep_log().await?;
        event::move_cursor(&tx, self.name, cursor, self.gate.ctx().now()).await?;
        tx.commit().await?;
        self.mark = Some(cursor);
        Ok(())
    }
}

//! A contact to the authority becomes an entry among the notes.

use chrono::{DateTime, NaiveTime, Utc};
use documents::Document;
use documents::mapping::Facts;
use trust::Work;

use super::to_come;
use crate::Error;
use crate::matter::{Matter, NewStep, step};
use crate::note::{NewRow, NoteKind, insert};
use crate::thing::{self, MAX_TEXT};

/// Writes the entry for each client of the document.
///
/// # Errors
/// `received_in_future`.
pub async fn written(work: &Work, matter: &Matter, document: &Document, facts: &Facts) -> Result<(), Error> {
    if to_come(work, facts.date("received_on")) {
        return Err(Error::Refused("received_in_future"));
    }
    let author = work.actor_id().ok_or(Error::NotFound)?;
    let words = facts.text("description").or_else(|| facts.text("more")).unwrap_or(&document.title.fi);
    let text = cut(words);
    let at = received_at(work, facts);
    for client in &document.client_ids {
        let id = work.new_id();
        let scope = thing::scope(matter, 15);
        let row = NewRow {
            id,
            client: *client,
            scope,
            matter: matter.id,
            kind: NoteKind::Contact,
            at,
            text: &text,
            author,
            document: Some(document.id),
        };
        insert(work, row).await?;
        step(work, matter.id, NewStep::new("noted").from_to(None, NoteKind::Contact.code().to_owned()).about(id)).await?;
        work.emit(thing::event("care.note.written", "note", id, matter, *client)).await?;
    }
    Ok(())
}

/// A note holds so much; the document holds it whole.
pub fn cut(words: &str) -> String {
    if words.chars().count() <= MAX_TEXT {
        words.to_owned()
    } else {
        words.chars().take(MAX_TEXT - 1).chain(std::iter::once('…')).collect()
    }
}

/// The document says the day. Today is now; another day is its noon, which is that day whatever the season's clock.
fn received_at(work: &Work, facts: &Facts) -> DateTime<Utc> {
    match facts.date("received_on") {
        Some(day) if day != work.today() => {
            NaiveTime::from_hms_opt(10, 0, 0).map_or_else(|| work.at(), |noon| day.and_time(noon).and_utc())
        }
        _ => work.at(),
    }
}

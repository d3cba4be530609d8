//! What the things made in a matter share: whose they are, where they belong, how they are told.

use kernel::{ClientId, FieldError, Scope};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Value};
use store::{NewEvent, sql};
use trust::{Opened, Work};
use uuid::Uuid;

use crate::Error;
use crate::matter::Matter;

/// Longest text of a note, a message or an answer, in characters.
pub const MAX_TEXT: usize = 20_000;

/// The client a thing of the matter is about: the one named, or the matter's main one. `NotFound` when the named one has
/// not joined the matter or the proof does not cover them.
pub fn about(matter: &Matter, opened: &Opened, named: Option<Uuid>) -> Result<ClientId, Error> {
    let mut covered = matter.clients.iter().copied().filter(|c| opened.clients().contains(c));
    match named {
        None => covered.next().ok_or(Error::NotFound),
        Some(id) => covered.find(|c| c.0 == id).ok_or_else(|| Error::field("/client_id", "not_in_matter")),
    }
}

/// The columns of [`owned`], in its order.
pub const OWNED: [&str; 6] = ["id", "client_id", "controller", "register", "service_task", "catalogue_row"];

/// The first columns of a row that one client owns.
pub fn owned(id: Uuid, client: ClientId, scope: Scope) -> Vec<Value> {
    vec![
        id.into(),
        client.0.into(),
        scope.controller.into(),
        scope.register.code().into(),
        scope.service_task.code().into(),
        scope.catalogue_row.into(),
    ]
}

/// Writes rows of a table that clients own: [`owned`]'s values first, then those of `more`.
pub async fn insert(work: &Work, table: &str, more: &[&str], rows: Vec<Vec<Value>>) -> Result<(), DbErr> {
    let columns: Vec<&str> = OWNED.into_iter().chain(more.iter().copied()).collect();
    sql::insert_many(work, table, &columns, rows).await
}

/// The matter's scope with the catalogue row of the thing.
pub fn scope(matter: &Matter, catalogue_row: i32) -> Scope {
    Scope { catalogue_row, ..matter.scope }
}

/// An event about a thing of a matter: ids only, with what live screens need to find its viewers.
pub fn event(kind: &'static str, object: &'static str, id: Uuid, matter: &Matter, client: ClientId) -> NewEvent {
    NewEvent::new(kind, object, id)
        .client(client.0)
        .team(matter.team_id)
        .data(serde_json::json!({ "matter_id": matter.id, "handler_id": matter.handler_id }))
}

/// That a thing of a matter waits for its client, told once.
pub fn waiting(matter: &Matter, client: ClientId, occasion: &'static str, object_kind: &'static str, id: Uuid) -> notices::Waiting {
    let key = format!("{occasion}/{id}");
    notices::Waiting { client, scope: matter.scope, matter_id: Some(matter.id), occasion, object_kind, object_id: id, key }
}

/// A text someone wrote: trimmed, not empty, not too long, and without a personal identity code, which is kept in one place
/// only.
pub fn text(path: &str, given: &str) -> Result<String, Error> {
    let text = given.trim();
    if text.is_empty() {
        return Err(Error::field(path, "required"));
    }
    limit(path, text, MAX_TEXT)
}

/// As [`text`], but may be left out; an empty text is none.
pub fn optional(path: &str, given: Option<&str>, max: usize) -> Result<Option<String>, Error> {
    match given.map(str::trim).filter(|t| !t.is_empty()) {
        None => Ok(None),
        Some(text) => limit(path, text, max).map(Some),
    }
}

fn limit(path: &str, text: &str, max: usize) -> Result<String, Error> {
    if text.chars().count() > max {
        let mut error = FieldError::new(path, "too_long");
        error.params.insert("max".into(), max.into());
        return Err(Error::Invalid(vec![error]));
    }
    if documents::validate::holds_hetu(text) {
        return Err(Error::field(path, "hetu"));
    }
    Ok(text.to_owned())
}

/// Lets one change of a kind go on at a time until the work ends; for rules that a unique index cannot say. SQLite has one
/// writer anyway.
pub async fn one_at_a_time(work: &Work, what: &str) -> Result<(), Error> {
    if work.get_database_backend() == DbBackend::Postgres {
        let lock = "SELECT 1 AS one FROM (SELECT pg_advisory_xact_lock(hashtextextended($1, 0))) l";
        sql::rows(work, lock, [what.into()]).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_trimmed_and_has_no_identity_code() {
        assert_eq!(text("/text", "  Soitettu. ").unwrap(), "Soitettu.");
        let code = |given: &str| match text("/text", given) {
            Err(Error::Invalid(errors)) => errors[0].code.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(code("  "), "required");
        assert_eq!(code("Äiti 010190-999W"), "hetu");
        assert_eq!(code(&"ä".repeat(MAX_TEXT + 1)), "too_long");
        assert_eq!(optional("/text", Some(" "), 10).unwrap(), None);
    }
}

//! Taking back what was just done to a contact detail or a close one: what was added goes, what was ended comes back, what was
//! corrected is as it was. By whoever did it, within some minutes, if nothing has been done to the row since.

use chrono::{DateTime, Duration, Utc};
use kernel::{ClientId, Problem};
use sea_orm::FromQueryResult;
use store::NewEvent;
use store::sea_orm::Value;
use store::sql;
use trust::Work;
use uuid::Uuid;

use crate::error::Error;

/// How long a mistake can be taken back, in minutes; the same as for a matter.
pub const MINUTES: i64 = 10;

/// What is taken back, and where it is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kept {
    Contact,
    CloseOne,
}

impl Kept {
    pub const fn table(self) -> &'static str {
        match self {
            Self::Contact => "contact_detail",
            Self::CloseOne => "close_one",
        }
    }
    const fn event(self) -> &'static str {
        match self {
            Self::Contact => "people.contact.undone",
            Self::CloseOne => "people.close_one.undone",
        }
    }
}

/// Ends a row of these identities; `false` when its version is another.
pub(crate) async fn end_row(work: &Work, kept: Kept, id: Uuid, version: i32, kind: &str) -> Result<bool, Error> {
    let text = format!(
        "UPDATE {} SET ended_at = $1, updated_at = $1, ended_by = $2, end_kind = $3, version = version + 1 \
         WHERE id = $4 AND version = $5 AND ended_at IS NULL",
        kept.table()
    );
    let values: [Value; 5] = [work.at().into(), work.actor_id().into(), kind.into(), id.into(), version.into()];
    Ok(sql::exec(work, &text, values).await?.rows_affected() > 0)
}

#[derive(FromQueryResult)]
struct Row {
    client_id: Uuid,
    version: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    recorded_by: Option<Uuid>,
    ended_at: Option<DateTime<Utc>>,
    ended_by: Option<Uuid>,
    end_kind: Option<String>,
    replaces: Option<Uuid>,
}

/// Takes back the last thing done to a row.
///
/// # Errors
/// [`Error::State`] `undo_too_late` when the time is over, another did it or something was done since, `nothing_to_undo` for what was
/// corrected (its correction is taken back); a version conflict.
pub(crate) async fn undo(work: &Work, kept: Kept, clients: &[ClientId], id: Uuid, version: i32) -> Result<(), Error> {
    let text = format!(
        "SELECT client_id, version, created_at, updated_at, recorded_by, ended_at, ended_by, end_kind, replaces FROM {} \
         WHERE id = $1 AND client_id IN ({})",
        kept.table(),
        sql::params(2, clients.len())
    );
    let row: Option<Row> = sql::one(work, &text, std::iter::once(id.into()).chain(clients.iter().map(|c| Value::from(c.0)))).await?;
    let row = row.ok_or(Error::NotFound)?;
    if row.version != version {
        return Err(Problem::version_conflict(serde_json::json!({ "id": id, "version": row.version })).into());
    }
    let me = work.actor_id();
    let recent = |at: DateTime<Utc>| work.at() - at <= Duration::minutes(MINUTES);
    match (row.ended_at, row.end_kind.as_deref()) {
        (Some(at), Some("ended")) if me.is_some() && row.ended_by == me && recent(at) => restore(work, kept, id).await?,
        (None, _) if me.is_some() && row.recorded_by == me && recent(row.created_at) && row.created_at == row.updated_at => {
            if !end_row(work, kept, id, version, "undone").await? {
                return Err(Problem::version_conflict(serde_json::json!({ "id": id })).into());
            }
            if let Some(old) = row.replaces {
                restore(work, kept, old).await?;
            }
        }
        (Some(_), Some("ended")) | (None, _) => return Err(Error::State("undo_too_late")),
        _ => return Err(Error::State("nothing_to_undo")),
    }
    work.emit(NewEvent::new(kept.event(), kept.table(), id).client(row.client_id)).await?;
    Ok(())
}

async fn restore(work: &Work, kept: Kept, id: Uuid) -> Result<(), Error> {
    let text = format!(
        "UPDATE {} SET ended_at = NULL, ended_by = NULL, end_kind = NULL, updated_at = $1, version = version + 1 WHERE id = $2",
        kept.table()
    );
    sql::exec(work, &text, [work.at().into(), id.into()]).await?;
    Ok(())
}

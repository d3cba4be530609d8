//! The only place with queries for the minor's own right.

use chrono::{DateTime, Utc};
use kernel::{ClientId, Register};
use sea_orm::FromQueryResult;
use store::NewEvent;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::Work;
use uuid::Uuid;

use crate::Error;

#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Row {
    pub id: Uuid,
    pub client_id: Uuid,
    pub register: String,
    pub code: String,
    pub matter_id: Option<Uuid>,
    /// How the minor's ability to decide was judged; none when the minor said it by their own log-in.
    pub assessment: Option<String>,
    pub recorded_at: DateTime<Utc>,
    /// The professional; none when the minor said it by their own log-in.
    pub recorded_by: Option<Uuid>,
}

/// What holds, newest first.
pub(crate) async fn in_force(conn: &impl ConnectionTrait, client: &[ClientId]) -> Result<Vec<Row>, DbErr> {
    let text = format!(
        "SELECT r.id, r.client_id, r.register, r.code, r.matter_id, r.assessment, r.recorded_at, r.recorded_by FROM minor_right r \
         WHERE r.ended_at IS NULL AND r.client_id IN ({}) ORDER BY r.recorded_at DESC, r.id DESC",
        sql::params(1, client.len())
    );
    sql::all(conn, &text, client.iter().map(|one| Value::from(one.0))).await
}

/// A professional, and their words: on what a record rests, or why it ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct By<'a> {
    pub professional: Uuid,
    pub words: &'a str,
}

/// Records what the minor says; what was said of the same before ends. `by`: none when the minor says it.
///
/// # Errors
/// When the database does not take it.
pub(crate) async fn record(
    work: &mut Work,
    clients: &[ClientId],
    register: Register,
    matter: Option<Uuid>,
    code: &str,
    by: Option<By<'_>>,
) -> Result<Uuid, Error> {
    let client = *clients.first().ok_or(Error::NotFound)?;
    for row in in_force(work, clients).await? {
        if row.register == register.code() && row.matter_id == matter {
            ended(work, row.id, by).await?;
        }
    }
    let id = work.new_id();
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "code",
        "matter_id",
        "assessment",
        "recorded_at",
        "recorded_by",
    ];
    let row: Vec<Value> = vec![
        id.into(),
        client.0.into(),
        work.gate().controller().into(),
        register.code().into(),
        trust::opening::whole(register).code().into(),
        4i32.into(),
        code.into(),
        matter.into(),
        by.map(|by| by.words.to_owned()).into(),
        work.at().into(),
        by.map(|by| by.professional).into(),
    ];
    sql::insert_many(work, "minor_right", &columns, vec![row]).await?;
    work.object("minor_right", id);
    // The event says that something was recorded, not what: whoever acts for the minor must not learn it from a screen.
    work.emit(NewEvent::new("mandate.minor.recorded", "minor_right", id).client(client.0)).await?;
    Ok(id)
}

async fn ended(work: &Work, id: Uuid, by: Option<By<'_>>) -> Result<bool, DbErr> {
    let text = "UPDATE minor_right SET ended_at = $1, ended_by = $2, ended_why = $3 WHERE id = $4 AND ended_at IS NULL";
    let values: [Value; 4] = [work.at().into(), by.map(|by| by.professional).into(), by.map(|by| by.words.to_owned()).into(), id.into()];
    Ok(sql::exec(work, text, values).await?.rows_affected() == 1)
}

/// Ends one of these identities' that holds.
///
/// # Errors
/// [`Error::NotFound`] for another's or one that has ended; `recorded_by_staff` when a minor would end what a professional recorded.
pub(crate) async fn end(work: &mut Work, clients: &[ClientId], id: Uuid, by: Option<By<'_>>) -> Result<(), Error> {
    let row = in_force(work, clients).await?.into_iter().find(|row| row.id == id).ok_or(Error::NotFound)?;
    if by.is_none() && row.recorded_by.is_some() {
        return Err(Error::State("recorded_by_staff"));
    }
    ended(work, id, by).await?;
    work.object("minor_right", id);
    work.emit(NewEvent::new("mandate.minor.ended", "minor_right", id).client(row.client_id)).await?;
    Ok(())
}

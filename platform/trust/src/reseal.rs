//! What older keys sealed, sealed anew by the key in use, a batch at a time while people work.

use kernel::Problem;
use serde::Serialize;
use store::sea_orm::{DbErr, FromQueryResult, Value};
use store::{Keyring, sql};
use uuid::Uuid;

use crate::access::job::Job;
use crate::access::proof::failed;

/// Where a table keeps sealed values; each is sealed to an id of its row.
#[derive(Clone, Copy)]
pub struct SealedColumn {
    pub table: &'static str,
    /// The column of the id that its values are sealed to.
    pub id: &'static str,
    pub column: &'static str,
    /// A text column that says what the value is, for `beside`.
    pub kind: Option<&'static str>,
    /// Columns made from the opened value by the key in use, such as its blind index.
    pub beside: Beside,
}

/// Names of columns and their new values, from a value that was opened and its kind.
pub type Beside = fn(&Keyring, kind: &str, value: &[u8]) -> Vec<(&'static str, Value)>;

/// How far a pass has come.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Resealed {
    /// Values sealed anew.
    pub done: u64,
    /// Values that no key here opens; they stay as they are.
    pub unopened: u64,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    kind: String,
    sealed: Vec<u8>,
}

impl SealedColumn {
    /// The predicate of rows that another key than the one in use sealed.
    fn older(&self, at: usize) -> String {
        format!("substr({}, 1, 5) <> ${at}", self.column)
    }

    /// How many values another key than the one in use sealed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn left(&self, job: &Job) -> Result<u64, DbErr> {
        let text = format!("SELECT COUNT(*) AS n FROM {} WHERE {}", self.table, self.older(1));
        let rows = sql::rows(job.reader(), &text, [job.gate().keys().mark().to_vec().into()]).await?;
        let count: i64 = rows.first().map(|row| row.try_get("", "n")).transpose()?.unwrap_or_default();
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// Seals anew at most `most` values of rows after `after`, in one transaction; the last row looked at, or none at the end. A
    /// pass that was cut goes on where it was: what is done is not found again.
    ///
    /// # Errors
    /// When the database does not answer or takes no writes; nothing of the batch is then changed.
    pub async fn batch(&self, job: &Job, after: Uuid, most: u32, told: &mut Resealed) -> Result<Option<Uuid>, Problem> {
        let keys = job.gate().keys();
        let text = format!(
            "SELECT {id} AS id, {} AS kind, {} AS sealed FROM {} WHERE {id} > $1 AND {} ORDER BY {id} LIMIT {most}",
            self.kind.unwrap_or("''"),
            self.column,
            self.table,
            self.older(2),
            id = self.id,
        );
        let rows: Vec<Row> = sql::all(job.reader(), &text, [after.into(), keys.mark().to_vec().into()]).await.map_err(failed)?;
        let Some(last) = rows.last().map(|row| row.id) else { return Ok(None) };
        let work = job.begin().await?;
        for row in rows {
            let Ok(value) = keys.open(row.id.as_bytes(), &row.sealed) else {
                told.unopened += 1;
                continue;
            };
            let sealed = keys.seal(row.id.as_bytes(), &value).map_err(|error| {
                tracing::error!(%error, "a value was not sealed");
                Problem::internal()
            })?;
            let mut values: Vec<Value> = vec![row.id.into(), row.sealed.into(), sealed.into()];
            let mut set = format!("{} = $3", self.column);
            for (column, value) in (self.beside)(keys, &row.kind, &value) {
                values.push(value);
                set.push_str(&format!(", {column} = ${}", values.len()));
            }
            // Another process may have done the row meanwhile; then its value is no longer what was read.
            let text = format!("UPDATE {} SET {set} WHERE {} = $1 AND {} = $2", self.table, self.id, self.column);
            told.done += sql::exec(&work, &text, values).await.map_err(failed)?.rows_affected();
        }
        work.commit().await?;
        Ok(Some(last))
    }
}

//! Reasons in a professional's own words: they can name people, so they are kept with the client's data, never in an event or
//! a log line.

use kernel::{ClientId, Scope};
use store::sea_orm::Value;
use store::sql;
use trust::Work;
use uuid::Uuid;

use crate::client::store::scope;
use crate::error::Error;

const LEAST: usize = 3;
const MOST: usize = 2_000;

/// The reason without blanks around it, long enough to say something.
pub(crate) fn checked<'a>(path: &str, reason: &'a str) -> Result<&'a str, Error> {
    let reason = reason.trim();
    match reason.chars().count() {
        0 => Err(Error::field(path, "required")),
        n if n < LEAST => Err(Error::field(path, "too_short")),
        n if n > MOST => Err(Error::field(path, "too_long")),
        _ => Ok(reason),
    }
}

pub(crate) async fn keep(work: &Work, client: ClientId, at: Scope, professional: Uuid, what: &str, reason: &str) -> Result<(), Error> {
    let columns = ["id", "client_id", "controller", "register", "service_task", "catalogue_row", "professional_id", "what", "reason", "at"];
    let mut row: Vec<Value> = vec![work.new_id().into(), client.0.into()];
    row.extend(scope(Scope { catalogue_row: 1, ..at }));
    row.extend::<[Value; 4]>([professional.into(), what.into(), reason.into(), work.at().into()]);
    Ok(sql::insert_many(work, "stated_reason", &columns, vec![row]).await?)
}

//! Temporary identifiers (tilapäinen yksilöintitunnus), given when a person has no personal identity code or it is not known:
//! a newborn, an unknown or foreign person, one under protection. OID `1.2.246.10.<business id>.22.<year>` is the system and a
//! running number the value [verified: finnish-base-profiles]; later the identity is linked to the one with the hetu.

use chrono::{Datelike, NaiveDate};
use sea_orm::FromQueryResult;
use store::sql;
use trust::Work;

use crate::error::Error;

/// Business ID digits of an organisation without one: a county that has not told its own yet.
const UNKNOWN: &str = "0";

/// The system of temporary identifiers given on `day` by the controller of the gate. In an OID the business ID is written
/// without its dash and leading zeros [memory].
pub async fn system(work: &Work, day: NaiveDate) -> Result<String, Error> {
    #[derive(FromQueryResult)]
    struct Row {
        business_id: Option<String>,
    }
    let row: Option<Row> = sql::one(work, "SELECT business_id FROM organisation WHERE id = $1", [work.gate().controller().into()]).await?;
    let digits: String = row.and_then(|r| r.business_id).unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    Ok(format!("urn:oid:1.2.246.10.{}.22.{}", if digits.is_empty() { UNKNOWN } else { digits }, day.year()))
}

/// The next `count` running numbers of the system; the caller holds the lock of identities. Returns the first.
pub async fn next(work: &Work, system: &str, count: i64) -> Result<i64, Error> {
    #[derive(FromQueryResult)]
    struct Row {
        value: String,
    }
    // A counter of its own row: numbers are never given twice, also when an identifier has been ended.
    let key = format!("temporary:{system}");
    let row: Option<Row> = sql::one(work, "SELECT value FROM meta WHERE key = $1", [key.clone().into()]).await?;
    let last: i64 = row.and_then(|r| r.value.parse().ok()).unwrap_or(0);
    let text = "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    sql::exec(work, text, [key.into(), (last + count).to_string().into()]).await?;
    Ok(last + 1)
}

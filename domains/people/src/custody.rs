//! Custody of minors by the population register: whom a person has custody of, and who has custody of a minor. Only official relations to
//! known persons count, as long as the register's own words do not end them.

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::ClientId;
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use uuid::Uuid;

use crate::card::age_on;
use crate::population::{CustodyShare, over, share};
use crate::proof::Proof;

/// The age at which custody ends (361/1983 3 §).
pub const OF_AGE: i32 = 18;

/// One guardian's custody of one minor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Custody {
    /// The family relation.
    pub id: Uuid,
    pub child: ClientId,
    pub guardian: ClientId,
    /// There is another guardian who decides too.
    pub shared: bool,
    /// How much of custody this guardian has.
    pub share: CustodyShare,
    /// The child's address is protected.
    pub protected: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    client_id: Uuid,
    person_id: Uuid,
    birth_date: Option<NaiveDate>,
    protected: bool,
    guardians: i64,
}

const GUARDIAN: &str = "official AND {o}.ended_at IS NULL AND ' ' || {o}.roles || ' ' LIKE '% guardian %'";

fn guardian(alias: &str) -> String {
    format!("{alias}.{}", GUARDIAN.replace("{o}", alias))
}

async fn found<P: Proof>(proof: &P, column: &str, whose: &[ClientId]) -> Result<Vec<Custody>, DbErr> {
    let text = format!(
        "SELECT o.id, o.client_id, o.person_id, c.birth_date, c.protected, \
           (SELECT COUNT(*) FROM close_one g WHERE g.client_id = o.client_id AND {}) AS guardians \
         FROM close_one o JOIN client c ON c.id = o.client_id \
         WHERE o.{column} IN ({}) AND o.person_id IS NOT NULL AND {} AND NOT c.deceased ORDER BY o.id",
        guardian("g"),
        sql::params(1, whose.len()),
        guardian("o"),
    );
    let rows: Vec<Row> = sql::all(proof.conn(), &text, whose.iter().map(|c| Value::from(c.0))).await?;
    let today = proof.today();
    // One without a known day of birth is not known to be a minor.
    let minor = |row: &Row| row.birth_date.and_then(|birth| age_on(birth, today)).is_some_and(|age| age < OF_AGE);
    let rows: Vec<Row> = rows.into_iter().filter(minor).collect();
    let children: Vec<ClientId> = rows.iter().map(|row| ClientId(row.client_id)).collect();
    let over = newest(proof.conn(), &children, today).await?;
    let stands = |row: &Row| over.get(&(row.client_id, row.person_id)).is_none_or(|word| !word.over);
    let share_of = |row: &Row| over.get(&(row.client_id, row.person_id)).map(|word| word.share).unwrap_or_default();
    // One who only has the right to information does not decide, so the other decides alone.
    let informed = |child: Uuid, but: Uuid| {
        let reads = over.iter().filter(|((c, p), word)| *c == child && *p != but && !word.over && word.share == CustodyShare::Information);
        i64::try_from(reads.count()).unwrap_or(i64::MAX)
    };
    Ok(rows
        .into_iter()
        .filter(stands)
        .map(|row| Custody {
            id: row.id,
            child: ClientId(row.client_id),
            guardian: ClientId(row.person_id),
            shared: row.guardians - informed(row.client_id, row.person_id) > 1,
            share: share_of(&row),
            protected: row.protected,
        })
        .collect())
}

/// The register's newest word of a pair.
struct Newest {
    /// It ends the custody: it may be over by a day that was told beforehand.
    over: bool,
    share: CustodyShare,
}

async fn newest(conn: &impl ConnectionTrait, children: &[ClientId], today: NaiveDate) -> Result<HashMap<(Uuid, Uuid), Newest>, DbErr> {
    #[derive(FromQueryResult)]
    struct Word {
        client_id: Uuid,
        person_id: Uuid,
        value: Option<String>,
        valid_from: Option<NaiveDate>,
        valid_to: Option<NaiveDate>,
    }
    let mut found = HashMap::new();
    for some in children.chunks(500) {
        let text = format!(
            "SELECT client_id, person_id, value, valid_from, valid_to FROM population_fact \
             WHERE client_id IN ({}) AND kind = 'guardian' AND person_id IS NOT NULL ORDER BY change_number DESC, taken_at DESC, id DESC",
            sql::params(1, some.len())
        );
        for word in sql::all::<Word>(conn, &text, some.iter().map(|c| Value::from(c.0))).await? {
            let out = word.valid_from.is_some_and(|day| day > today) || word.valid_to.is_some_and(|day| day < today);
            let value = word.value.as_deref();
            found.entry((word.client_id, word.person_id)).or_insert(Newest { over: out || over(value), share: share(value) });
        }
    }
    Ok(found)
}

/// The minors a person has custody of; `guardian`: every identity of theirs.
///
/// # Errors
/// When the database does not answer.
pub async fn of_guardian(proof: &impl Proof, guardian: &[ClientId]) -> Result<Vec<Custody>, DbErr> {
    found(proof, "person_id", guardian).await
}

/// Who has custody of a client; none of one who is of age.
///
/// # Errors
/// When the database does not answer.
pub async fn of_child(proof: &impl Proof, child: &[ClientId]) -> Result<Vec<Custody>, DbErr> {
    found(proof, "client_id", child).await
}

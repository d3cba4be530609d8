//! Professionals who are clients too, and clients whom the news are about: known by a sealed hetu and its blind index. Whoever sets one
//! is told nothing of whether there is such a client, and a client who comes later is known at once.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::ClientId;
use kernel::hetu::Hetu;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use store::{Keyring, NewEvent};
use trust::{Job, SealedColumn, Work};
use uuid::Uuid;

use crate::client::identifier;
use crate::error::Error;
use crate::organisation::{PersonRef, people_by_id};
use crate::staffing::{hold, tell};

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct SetOwnIdentity {
    /// The professional's own personal identity code; absent: the link ends. It is kept sealed and shown to nobody.
    pub hetu: Option<String>,
}

fn hetu_of(text: &str) -> Result<Hetu, Error> {
    if text.trim().is_empty() {
        return Err(Error::field("/hetu", "required"));
    }
    Hetu::parse(text).map_err(|e| Error::field("/hetu", e.code()))
}

/// A hetu as these tables keep it, in the row of this id: sealed, its blind index, and that of the key before.
fn kept(work: &Work, id: Uuid, hetu: &Hetu) -> Result<[Value; 3], Error> {
    let keys = work.gate().keys();
    let sealed = identifier::seal(keys, id, hetu.reveal())?;
    let [blind, before] = indexes(keys, hetu);
    Ok([sealed.into(), blind, before])
}

/// The blind index by the key in use, and by the one before while the node has several: until all of a change of the key is done, a
/// client's own row may still have that one.
fn indexes(keys: &Keyring, hetu: &Hetu) -> [Value; 2] {
    let mut blinds = identifier::blinds_hetu(keys, hetu).into_iter();
    [blinds.next().unwrap_or_default().into(), blinds.next().into()]
}

const fn sealed_in(table: &'static str) -> SealedColumn {
    let beside = |keys: &Keyring, _: &str, value: &[u8]| match Hetu::parse(&String::from_utf8_lossy(value)) {
        Ok(hetu) => {
            let [blind, before] = indexes(keys, &hetu);
            vec![("blind", blind), ("blind_before", before)]
        }
        Err(_) => Vec::new(),
    };
    SealedColumn { table, id: "id", column: "sealed", kind: None, beside }
}

/// Where these hetus are kept, for a change of the node's key. They go before the clients' own, which are then found by either index.
pub static SEALED: [SealedColumn; 2] = [sealed_in("own_identity"), sealed_in("news_mark")];

/// Forgets the indexes of the key before, when nothing has them any more.
///
/// # Errors
/// When the database takes no writes.
pub async fn forget_before(job: &Job) -> Result<(), Error> {
    let work = job.begin().await?;
    for table in ["own_identity", "news_mark"] {
        sql::exec(&work, &format!("UPDATE {table} SET blind_before = NULL WHERE blind_before IS NOT NULL"), []).await?;
    }
    Ok(work.commit().await?)
}

/// Says who the professional is as a client, or ends what was said. What was before ends.
///
/// # Errors
/// Field errors of the code; [`Error::NotFound`]; 412.
pub async fn set(work: &Work, id: Uuid, seen: i32, new: &SetOwnIdentity) -> Result<(), Error> {
    hold(work, id, seen).await?;
    let text = "UPDATE own_identity SET ended_at = $1, ended_by = $2 WHERE professional_id = $3 AND ended_at IS NULL";
    let ended = sql::exec(work, text, [work.at().into(), work.actor_id().into(), id.into()]).await?.rows_affected();
    if let Some(hetu) = &new.hetu {
        put(work, id, &hetu_of(hetu)?).await?;
        tell(work, "people.staff.identity_set", id, json!({})).await?;
    } else if ended > 0 {
        tell(work, "people.staff.identity_ended", id, json!({})).await?;
    }
    Ok(())
}

async fn put(work: &Work, professional: Uuid, hetu: &Hetu) -> Result<(), Error> {
    let id = work.new_id();
    let [sealed, blind, before] = kept(work, id, hetu)?;
    let row: Vec<Value> = vec![id.into(), professional.into(), sealed, blind, before, work.actor_id().into(), work.at().into()];
    let columns = ["id", "professional_id", "sealed", "blind", "blind_before", "set_by", "set_at"];
    Ok(sql::insert_many(work, "own_identity", &columns, vec![row]).await?)
}

/// The same for what brings staff in, in bulk.
///
/// # Errors
/// When the database does not take it.
pub async fn import(work: &Work, professional: Uuid, hetu: &Hetu) -> Result<(), Error> {
    put(work, professional, hetu).await
}

/// Since when it is known who the professional is as a client.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn known_since(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<DateTime<Utc>>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        set_at: DateTime<Utc>,
    }
    let text = "SELECT set_at FROM own_identity WHERE professional_id = $1 AND ended_at IS NULL ORDER BY set_at DESC LIMIT 1";
    Ok(sql::one::<Row>(conn, text, [id.into()]).await?.map(|row| row.set_at))
}

/// How many of the staff of today are known, and how many there are: the rules that need it can judge no others.
///
/// # Errors
/// When the database does not answer.
pub async fn known_of_staff(conn: &impl ConnectionTrait, today: NaiveDate) -> Result<(i64, i64), DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        known: i64,
        staff: i64,
    }
    let text = "SELECT COUNT(o.professional_id) AS known, COUNT(*) AS staff FROM professional p \
                LEFT JOIN (SELECT DISTINCT professional_id FROM own_identity WHERE ended_at IS NULL) o ON o.professional_id = p.id \
                WHERE p.valid_from <= $1 AND (p.valid_to IS NULL OR p.valid_to >= $1)";
    Ok(sql::one::<Row>(conn, text, [today.into()]).await?.map_or((0, 0), |row| (row.known, row.staff)))
}

#[derive(FromQueryResult)]
struct Pair {
    professional_id: Uuid,
    client_id: Uuid,
}

const SAME: &str = "SELECT o.professional_id, i.client_id FROM own_identity o JOIN client_identifier i ON i.blind IN (o.blind, o.blind_before) AND i.kind = 'hetu' \
                    WHERE o.ended_at IS NULL";

/// The identities the professionals have as clients.
///
/// # Errors
/// When the database does not answer.
pub async fn clients_of(job: &Job, professionals: &[Uuid]) -> Result<HashMap<Uuid, Vec<ClientId>>, DbErr> {
    let mut found: HashMap<Uuid, Vec<ClientId>> = HashMap::new();
    for some in professionals.chunks(1_000) {
        let text = format!("{SAME} AND o.professional_id IN ({})", sql::params(1, some.len()));
        for pair in sql::all::<Pair>(job.reader(), &text, some.iter().map(|p| Value::from(*p))).await? {
            found.entry(pair.professional_id).or_default().push(ClientId(pair.client_id));
        }
    }
    Ok(found)
}

/// Which of the clients are professionals.
///
/// # Errors
/// When the database does not answer.
pub async fn staff_among(job: &Job, clients: &[ClientId]) -> Result<HashMap<ClientId, Vec<Uuid>>, DbErr> {
    let mut found: HashMap<ClientId, Vec<Uuid>> = HashMap::new();
    for some in clients.chunks(1_000) {
        let text = format!("{SAME} AND i.client_id IN ({})", sql::params(1, some.len()));
        for pair in sql::all::<Pair>(job.reader(), &text, some.iter().map(|c| Value::from(c.0))).await? {
            found.entry(ClientId(pair.client_id)).or_default().push(pair.professional_id);
        }
    }
    Ok(found)
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewNewsMark {
    /// Of the person whom the news are about. Kept as a keyed hash and shown to nobody.
    pub hetu: String,
    /// What the mark is known by in this list, 3–80 characters: a number of a record, never a name.
    pub label: String,
    pub from: NaiveDate,
    /// The last day; a year from the first at most.
    pub to: NaiveDate,
}

/// A mark as those see it who make them.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct NewsMark {
    pub id: Uuid,
    pub label: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub set_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_by: Option<PersonRef>,
    /// Ended before its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
}

/// Marks a person for a time.
///
/// # Errors
/// Field errors of the code, the label and the days.
pub async fn mark_news(work: &Work, new: &NewNewsMark) -> Result<Uuid, Error> {
    let hetu = hetu_of(&new.hetu)?;
    let label = new.label.trim();
    match label.chars().count() {
        0 => return Err(Error::field("/label", "required")),
        1 | 2 => return Err(Error::field("/label", "too_short")),
        n if n > 80 => return Err(Error::field("/label", "too_long")),
        _ => {}
    }
    if new.to < new.from {
        return Err(Error::field("/to", "before_start"));
    }
    if (new.to - new.from).num_days() > 366 {
        return Err(Error::field("/to", "too_late"));
    }
    let id = work.new_id();
    let [sealed, blind, before] = kept(work, id, &hetu)?;
    let columns = ["id", "sealed", "blind", "blind_before", "label", "from_on", "to_on", "set_by", "set_at"];
    let row: Vec<Value> =
        vec![id.into(), sealed, blind, before, label.into(), new.from.into(), new.to.into(), work.actor_id().into(), work.at().into()];
    sql::insert_many(work, "news_mark", &columns, vec![row]).await?;
    let data = json!({ "from": new.from, "to": new.to });
    work.emit(NewEvent::new("people.news_mark.set", "news_mark", id).data(data)).await?;
    Ok(id)
}

/// Ends a mark at once.
///
/// # Errors
/// [`Error::NotFound`] when there is none that holds.
pub async fn end_news(work: &Work, id: Uuid) -> Result<(), Error> {
    let text = "UPDATE news_mark SET ended_at = $1, ended_by = $2 WHERE id = $3 AND ended_at IS NULL";
    if sql::exec(work, text, [work.at().into(), work.actor_id().into(), id.into()]).await?.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    work.emit(NewEvent::new("people.news_mark.ended", "news_mark", id)).await?;
    Ok(())
}

/// The newest 200 marks, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn news_marks(conn: &impl ConnectionTrait) -> Result<Vec<NewsMark>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        label: String,
        from_on: NaiveDate,
        to_on: NaiveDate,
        set_at: DateTime<Utc>,
        set_by: Option<Uuid>,
        ended_at: Option<DateTime<Utc>>,
    }
    let text = "SELECT id, label, from_on, to_on, set_at, set_by, ended_at FROM news_mark ORDER BY id DESC LIMIT 200";
    let rows: Vec<Row> = sql::all(conn, text, []).await?;
    let people = people_by_id(conn, &rows.iter().filter_map(|r| r.set_by).collect::<Vec<_>>()).await?;
    let told = rows.into_iter().map(|r| NewsMark {
        id: r.id,
        label: r.label,
        from: r.from_on,
        to: r.to_on,
        set_at: r.set_at,
        set_by: r.set_by.and_then(|id| people.get(&id).cloned()),
        ended_at: r.ended_at,
    });
    Ok(told.collect())
}

/// The time a client is followed more closely; a mark that was ended held until then.
#[derive(Clone, Debug)]
pub struct InNews {
    pub client: ClientId,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub ended_at: Option<DateTime<Utc>>,
}

/// Which of the clients are or were marked, and when.
///
/// # Errors
/// When the database does not answer.
pub async fn in_news(job: &Job, clients: &[ClientId]) -> Result<Vec<InNews>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        client_id: Uuid,
        from_on: NaiveDate,
        to_on: NaiveDate,
        ended_at: Option<DateTime<Utc>>,
    }
    let mut found = Vec::new();
    for some in clients.chunks(1_000) {
        let text = format!(
            "SELECT i.client_id, n.from_on, n.to_on, n.ended_at FROM news_mark n JOIN client_identifier i ON i.blind IN (n.blind, n.blind_before) AND i.kind = 'hetu' \
             WHERE i.client_id IN ({})",
            sql::params(1, some.len())
        );
        let rows: Vec<Row> = sql::all(job.reader(), &text, some.iter().map(|c| Value::from(c.0))).await?;
        found.extend(rows.into_iter().map(|r| InNews {
            client: ClientId(r.client_id),
            from: r.from_on,
            to: r.to_on,
            ended_at: r.ended_at,
        }));
    }
    Ok(found)
}

//! The log as it is watched: what professionals opened, in the order the log was sealed.
//!
//! The order is that of the sealed tree. On PostgreSQL neither ids nor instants follow the order of commits, so "all after the last
//! one seen" would skip a line that was long in committing or lay in a spool. The sealer gives numbers without gaps, one process at a
//! time, and a line gets its number only once it is committed: what has a higher number than the last one read is what has not been
//! read. A line that waits for its seal is read after it.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::helsinki_start;
use store::Reader;
use store::sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Value};
use store::sql;
use uuid::Uuid;

use crate::access::job::Job;
use crate::access::keeper::LogKeeper;

/// Looks at a client's data by staff, for whoever counts whether what is known is used: `client_id, actor_id, action, at`.
pub const LOOKS: &str =
    "SELECT l.client_id, l.actor_id, l.action, l.at FROM access_log l WHERE l.outcome = 'allowed' AND l.actor_kind = 'staff'";

/// A professional had one client's data open: a line of the log, once for each client it opened.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Look {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub actor_id: Uuid,
    pub role: Option<String>,
    pub unit_id: Option<Uuid>,
    pub client_id: Uuid,
}

/// Some lines of the sealed log.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The first number that is not among them.
    pub next: i64,
    /// What was opened, oldest seal first. Lists and searches, which show identity cards alone, are not here.
    pub looks: Vec<Look>,
}

/// The looks among at most `most` lines from the number `from` on; `None` when nothing has been sealed from there.
///
/// # Errors
/// When the database does not answer.
pub async fn after(log: &LogKeeper<Reader>, from: i64, most: u32) -> Result<Option<Batch>, DbErr> {
    #[derive(FromQueryResult)]
    struct Upto {
        upto: Option<i64>,
    }
    let text = format!("SELECT MAX(leaf) AS upto FROM (SELECT leaf FROM access_log_leaf WHERE leaf >= $1 ORDER BY leaf LIMIT {most}) f");
    let Some(upto) = sql::one::<Upto>(log, &text, [from.into()]).await?.and_then(|row| row.upto) else { return Ok(None) };
    // A line that names its one client is an opening; the others it names were opened with that one (a matter's, linked identities).
    let part = |client: &str, join: &str| {
        format!(
            "SELECT f.leaf, l.id, l.at, l.actor_id, l.role, l.unit_id, {client} AS client_id FROM access_log_leaf f \
             JOIN access_log l ON l.id = f.log_id {join} WHERE f.leaf >= $1 AND f.leaf <= $2 AND l.actor_kind = 'staff' \
             AND l.outcome = 'allowed' AND l.client_id IS NOT NULL AND l.actor_id IS NOT NULL"
        )
    };
    let (own, also) = (part("l.client_id", ""), part("c.client_id", "JOIN access_log_client c ON c.log_id = l.id"));
    let looks: Vec<Look> = sql::all(log, &format!("{own} UNION ALL {also} ORDER BY 1"), [from.into(), upto.into()]).await?;
    Ok(Some(Batch { next: upto + 1, looks }))
}

/// How many clients each professional opened on each of the days; the first identity asked for counts, each once.
///
/// # Errors
/// When the database does not answer.
pub async fn clients_of_days(log: &LogKeeper<Reader>, days: &[(Uuid, NaiveDate)]) -> Result<HashMap<(Uuid, NaiveDate), i64>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        nth: i32,
        clients: i64,
    }
    let mut found = HashMap::new();
    for some in days.chunks(200) {
        let mut values: Vec<Value> = Vec::new();
        let rows: Vec<String> = some
            .iter()
            .enumerate()
            .map(|(nth, (actor, day))| {
                let next = day.succ_opt().unwrap_or(*day);
                values.extend([(*actor).into(), helsinki_start(*day).into(), helsinki_start(next).into()]);
                let n = values.len();
                format!("({nth}, ${}, ${}, ${n})", n - 2, n - 1)
            })
            .collect();
        // Each pair walks one day of one professional by the index.
        let text = format!(
            "WITH d(nth, actor, since, until) AS (VALUES {}) SELECT d.nth, COUNT(DISTINCT l.client_id) AS clients FROM d \
             JOIN access_log l ON l.actor_id = d.actor AND l.at >= d.since AND l.at < d.until \
             WHERE l.actor_kind = 'staff' AND l.outcome = 'allowed' AND l.client_id IS NOT NULL GROUP BY d.nth",
            rows.join(", ")
        );
        let counted: Vec<Row> = sql::all(log, &narrow(log, text), values).await?;
        found.extend(counted.into_iter().filter_map(|row| {
            let pair = some.get(usize::try_from(row.nth).ok()?)?;
            Some((*pair, row.clients))
        }));
    }
    Ok(found)
}

/// The number in a list of values is a whole number of the database's own width: 32 bits on PostgreSQL, 64 on SQLite.
fn narrow(conn: &impl ConnectionTrait, text: String) -> String {
    match conn.get_database_backend() {
        DbBackend::Sqlite => text,
        _ => text.replace("SELECT d.nth,", "SELECT d.nth::int4 AS nth,"),
    }
}

/// Who is asked to have done something for whom, and when.
#[derive(Clone, Copy, Debug)]
pub struct Doing {
    pub client: Uuid,
    /// `None`: whoever.
    pub actor: Option<Uuid>,
    pub since: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

/// For each asked, whether anything of `actions` was done for the client in the time.
///
/// # Errors
/// When the database does not answer.
pub async fn done(log: &LogKeeper<Reader>, asked: &[Doing], actions: &[&str]) -> Result<Vec<bool>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        client_id: Uuid,
        actor_id: Option<Uuid>,
        at: DateTime<Utc>,
    }
    let mut done = Vec::with_capacity(asked.len());
    for some in asked.chunks(200) {
        let (Some(since), Some(until)) = (some.iter().map(|d| d.since).min(), some.iter().map(|d| d.until).max()) else { continue };
        let mut clients: Vec<Uuid> = some.iter().map(|d| d.client).collect();
        clients.sort_unstable();
        clients.dedup();
        let mut values: Vec<Value> = vec![since.into(), until.into()];
        values.extend(clients.iter().map(|c| Value::from(*c)));
        values.extend(actions.iter().map(|a| Value::from(*a)));
        let whose = sql::params(3, clients.len());
        let what = sql::params(3 + clients.len(), actions.len());
        let within = format!("l.at >= $1 AND l.at <= $2 AND l.outcome = 'allowed' AND l.actor_kind = 'staff' AND l.action IN ({what})");
        let text = format!(
            "SELECT l.client_id, l.actor_id, l.at FROM access_log l WHERE l.client_id IN ({whose}) AND {within} \
             UNION ALL SELECT c.client_id, l.actor_id, l.at FROM access_log_client c JOIN access_log l ON l.id = c.log_id \
             WHERE c.client_id IN ({whose}) AND {within}"
        );
        let rows: Vec<Row> = if actions.is_empty() { Vec::new() } else { sql::all(log, &text, values).await? };
        done.extend(some.iter().map(|d| {
            rows.iter().any(|r| {
                r.client_id == d.client && r.at >= d.since && r.at <= d.until && d.actor.is_none_or(|actor| r.actor_id == Some(actor))
            })
        }));
    }
    Ok(done)
}

/// One line as a reviewer sees it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Told {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub action: String,
    pub ground: Option<String>,
    pub registers: Option<String>,
}

/// Lines by their ids, oldest first. The caller's proof names their clients.
///
/// # Errors
/// When the database does not answer.
pub async fn told(conn: &Reader, ids: &[Uuid]) -> Result<Vec<Told>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let list = sql::params(1, ids.len());
    let text = format!("SELECT id, at, action, ground, registers FROM access_log WHERE id IN ({list}) ORDER BY at, id");
    sql::all(conn, &text, ids.iter().map(|id| Value::from(*id))).await
}

/// A care tie with the time it holds.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Tie {
    pub client_id: Uuid,
    pub professional_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    pub unit_id: Option<Uuid>,
    pub valid_from: DateTime<Utc>,
    pub valid_to: Option<DateTime<Utc>>,
}

impl Tie {
    pub fn on(&self, at: DateTime<Utc>) -> bool {
        self.valid_from <= at && self.valid_to.is_none_or(|to| to > at)
    }
}

/// All care ties the clients have had; that one sent a matter is none.
///
/// # Errors
/// When the database does not answer.
pub async fn ties(job: &Job, clients: &[Uuid]) -> Result<Vec<Tie>, DbErr> {
    if clients.is_empty() {
        return Ok(Vec::new());
    }
    let list = sql::params(1, clients.len());
    let text = format!(
        "SELECT client_id, professional_id, team_id, unit_id, valid_from, valid_to FROM care_relation WHERE client_id IN ({list}) AND basis <> 'sender'"
    );
    sql::all(job.reader(), &text, clients.iter().map(|c| Value::from(*c))).await
}

/// A register opened by a named ground.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Opening {
    pub act_id: Uuid,
    pub client_id: Uuid,
    pub professional_id: Uuid,
    pub ground: String,
    pub opened_at: DateTime<Utc>,
}

/// The acts of opening in a time that includes its end and not its beginning, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn openings(job: &Job, since: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<Opening>, DbErr> {
    let text = "SELECT act_id, client_id, professional_id, ground, MIN(opened_at) AS opened_at FROM register_opening \
                WHERE opened_at > $1 AND opened_at <= $2 AND act_id IS NOT NULL GROUP BY act_id, client_id, professional_id, ground ORDER BY 5, 1";
    sql::all(job.reader(), text, [since.into(), until.into()]).await
}

/// The first instant from which a register was opened by a ground, when any was.
///
/// # Errors
/// When the database does not answer.
pub async fn first_opening(job: &Job) -> Result<Option<DateTime<Utc>>, DbErr> {
    #[derive(FromQueryResult)]
    struct First {
        opened_at: DateTime<Utc>,
    }
    let text = "SELECT opened_at FROM register_opening ORDER BY opened_at LIMIT 1";
    Ok(sql::one::<First>(job.reader(), text, []).await?.map(|row| row.opened_at))
}

/// The lines of the log that recorded these acts of opening.
///
/// # Errors
/// When the database does not answer.
pub async fn lines_of_openings(job: &Job, acts: &[Opening]) -> Result<HashMap<Uuid, Uuid>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        objects: String,
    }
    let mut found = HashMap::new();
    for some in acts.chunks(200) {
        let clients = sql::params(1, some.len());
        let text = format!(
            "SELECT id, objects FROM access_log WHERE client_id IN ({clients}) AND object_kind = 'register_opening' AND objects IN ({})",
            sql::params(1 + some.len(), some.len())
        );
        let values = some.iter().map(|a| Value::from(a.client_id)).chain(some.iter().map(|a| a.act_id.to_string().into()));
        let rows: Vec<Row> = sql::all(job.reader(), &text, values).await?;
        found.extend(rows.into_iter().filter_map(|row| Some((row.objects.parse().ok()?, row.id))));
    }
    Ok(found)
}

/// A tie to a client that a professional made themself: a matter they sent, to themself or to a team of theirs.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OwnTie {
    pub client_id: Uuid,
    pub professional_id: Uuid,
    pub made_at: DateTime<Utc>,
}

/// Ties made so in a time that includes its end and not its beginning, oldest first: of clients to whom nobody of the professional's unit
/// had a tie before.
///
/// # Errors
/// When the database does not answer.
pub async fn own_ties(job: &Job, since: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<OwnTie>, DbErr> {
    let text = "SELECT s.client_id, s.professional_id, MIN(s.valid_from) AS made_at FROM care_relation s \
         JOIN professional p ON p.id = s.professional_id \
         WHERE s.basis = 'sender' AND s.valid_from > $1 AND s.valid_from <= $2 \
         AND EXISTS (SELECT 1 FROM care_relation t WHERE t.object_id = s.object_id AND t.client_id = s.client_id AND t.basis <> 'sender' \
           AND (t.professional_id = p.id OR t.team_id IN (SELECT k.team_id FROM membership k WHERE k.professional_id = p.id))) \
         AND NOT EXISTS (SELECT 1 FROM care_relation e WHERE e.client_id = s.client_id AND e.basis <> 'sender' AND e.valid_from < s.valid_from \
           AND (e.unit_id = p.unit_id OR e.team_id IN (SELECT k.team_id FROM membership k WHERE k.professional_id = p.id) \
             OR e.team_id IN (SELECT w.id FROM team w WHERE w.unit_id = p.unit_id) \
             OR e.professional_id IN (SELECT q.id FROM professional q WHERE q.unit_id = p.unit_id))) \
         GROUP BY s.client_id, s.professional_id ORDER BY 3, 1, 2";
    sql::all(job.reader(), text, [since.into(), until.into()]).await
}

/// For each asked, the lines by which they opened the client's data in the time, without those of `actions`; only who is named counts.
///
/// # Errors
/// When the database does not answer.
pub async fn looked(log: &LogKeeper<Reader>, asked: &[Doing], actions: &[&str]) -> Result<Vec<Vec<Uuid>>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        action: String,
    }
    let mut found = Vec::with_capacity(asked.len());
    for one in asked {
        let text = "SELECT id, action FROM access_log WHERE actor_id = $1 AND at > $2 AND at <= $3 AND client_id = $4 \
                    AND actor_kind = 'staff' AND outcome = 'allowed' ORDER BY at, id";
        let values: [Value; 4] = [one.actor.into(), one.since.into(), one.until.into(), one.client.into()];
        let rows: Vec<Row> = sql::all(log, text, values).await?;
        found.push(rows.into_iter().filter(|row| !actions.contains(&row.action.as_str())).map(|row| row.id).collect());
    }
    Ok(found)
}

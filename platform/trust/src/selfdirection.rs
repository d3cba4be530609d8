//! What clients have chosen to share, with whom and when (self-direction, U11). A row is ended, never changed: the history is the
//! rows.
//!
//! Nothing here is read when a professional's right is decided: what the law lets through, no choice stops, and what a client can
//! refuse they refuse by an expression of will ([`crate::will`]). A choice binds one who acts for the client by the client's own
//! mandate, and an app the client has joined: whoever opens the client for them asks [`shares`].

use chrono::{DateTime, Utc};
use kernel::{ClientId, Scope, SharingChoice, SharingParty, SharingSituation};
use store::sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Value};
use store::sql;
use uuid::Uuid;

use crate::access::work::Work;

/// One choice, as it is kept.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Chosen {
    pub id: Uuid,
    pub client_id: Uuid,
    /// What was saved at once has the same.
    pub save_id: Uuid,
    pub situation: String,
    pub party: String,
    pub data_group: String,
    pub choice: String,
    pub text_version: String,
    pub valid_from: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    /// The saving that ended it.
    pub ended_save_id: Option<Uuid>,
}

impl Chosen {
    /// Where and what; none when the program does not know its words.
    pub fn place(&self) -> Option<(SharingSituation, SharingParty, SharingChoice)> {
        Some((SharingSituation::parse(&self.situation)?, SharingParty::parse(&self.party)?, SharingChoice::parse(&self.choice)?))
    }
}

/// A choice to be kept, already checked by the room that takes it.
#[derive(Clone, Debug)]
pub struct NewChoice {
    pub situation: SharingSituation,
    pub party: SharingParty,
    pub data_group: String,
    pub choice: SharingChoice,
}

const COLUMNS: &[&str] = &[
    "id",
    "client_id",
    "controller",
    "register",
    "service_task",
    "catalogue_row",
    "save_id",
    "situation",
    "party",
    "data_group",
    "choice",
    "text_version",
    "valid_from",
];

/// Holds other savings for the same client back until this change is done.
///
/// # Errors
/// When the database does not answer.
pub async fn one_at_a_time(work: &Work, client: ClientId) -> Result<(), DbErr> {
    if work.get_database_backend() == DbBackend::Postgres {
        let lock = "SELECT 1 AS one FROM (SELECT pg_advisory_xact_lock(hashtextextended($1, 0))) l";
        sql::rows(work, lock, [format!("sharing/{}", client.0).into()]).await?;
    }
    Ok(())
}

/// Keeps choices as one saving and ends others; they hold from then on. Gives the saving's id.
///
/// # Errors
/// When the database does not take them.
pub async fn save(
    work: &Work,
    client: ClientId,
    scope: Scope,
    text_version: &str,
    ended: &[Uuid],
    new: &[NewChoice],
) -> Result<Uuid, DbErr> {
    let save = work.new_id();
    if !ended.is_empty() {
        let text = format!(
            "UPDATE sharing_choice SET ended_at = $1, ended_save_id = $2 WHERE ended_at IS NULL AND id IN ({})",
            sql::params(3, ended.len())
        );
        let values = [Value::from(work.at()), save.into()].into_iter().chain(ended.iter().map(|id| Value::from(*id)));
        sql::exec(work, &text, values).await?;
    }
    let rows = new.iter().map(|one| -> Vec<Value> {
        vec![
            work.new_id().into(),
            client.0.into(),
            scope.controller.into(),
            scope.register.code().into(),
            scope.service_task.code().into(),
            scope.catalogue_row.into(),
            save.into(),
            one.situation.code().into(),
            one.party.code().into(),
            one.data_group.clone().into(),
            one.choice.code().into(),
            text_version.to_owned().into(),
            work.at().into(),
        ]
    });
    sql::insert_many(work, "sharing_choice", COLUMNS, rows.collect()).await?;
    Ok(save)
}

/// What a client has chosen, in force and ended, each newest first; `whose` from a proof's `clients_sql("c", 1)`.
///
/// # Errors
/// When the database does not answer.
pub async fn chosen(conn: &impl ConnectionTrait, whose: (String, Vec<Value>), most: u32) -> Result<Vec<Chosen>, DbErr> {
    let (whose, values) = whose;
    // Those in force first and then those that ended last, so that none of them is beyond the most.
    let order = "CASE WHEN c.ended_at IS NULL THEN 0 ELSE 1 END, COALESCE(c.ended_at, c.valid_from) DESC, c.id DESC";
    sql::all(conn, &format!("SELECT c.* FROM sharing_choice c WHERE {whose} ORDER BY {order} LIMIT {most}"), values).await
}

/// Whether the client shares a data group (its code in `rules/selfdirection.toml`) with a party that is bound by the choice: one who
/// acts by the client's own mandate, or an app they have joined. True while nothing is chosen: then the mandate or the joining
/// itself says what they see. `ask` is a no until the client chooses otherwise.
///
/// Never asked of a professional, nor of a guardian or a trustee: theirs is the law's.
///
/// # Errors
/// When the database does not answer.
pub async fn shares(conn: &impl ConnectionTrait, clients: &[ClientId], party: SharingParty, data_group: &str) -> Result<bool, DbErr> {
    Ok(!withheld(conn, clients, party).await?.iter().any(|group| group == data_group))
}

/// The data groups a client does not share with a party in ordinary life: all that [`shares`] denies, in one question.
///
/// # Errors
/// When the database does not answer.
pub async fn withheld(conn: &impl ConnectionTrait, clients: &[ClientId], party: SharingParty) -> Result<Vec<String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        data_group: String,
    }
    if clients.is_empty() {
        return Ok(Vec::new());
    }
    // What either identity of one person withholds is withheld.
    let text = format!(
        "SELECT DISTINCT data_group FROM sharing_choice WHERE party = $1 AND situation = 'ordinary' AND choice <> 'share' \
         AND ended_at IS NULL AND client_id IN ({}) ORDER BY data_group",
        sql::params(2, clients.len())
    );
    let values = std::iter::once(Value::from(party.code())).chain(clients.iter().map(|c| c.0.into()));
    Ok(sql::all::<Row>(conn, &text, values).await?.into_iter().map(|row| row.data_group).collect())
}

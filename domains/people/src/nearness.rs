//! How clients and professionals are near each other: homes, close ones, teams, whom one stands in for. For the watch over the log, a
//! batch at a time; a few statements whatever the batch holds.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use kernel::ClientId;
use sea_orm::FromQueryResult;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::Job;
use uuid::Uuid;

/// The most ids in one statement.
const SOME: usize = 1_000;

/// Addresses in force. Of one whose address is protected there is none here: that somebody lives near them is not told either.
///
/// # Errors
/// When the database does not answer.
pub async fn homes(job: &Job, clients: &[ClientId], today: NaiveDate) -> Result<HashMap<ClientId, Vec<String>>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        client_id: Uuid,
        value: String,
    }
    let mut homes: HashMap<ClientId, Vec<String>> = HashMap::new();
    for some in clients.chunks(SOME) {
        let text = format!(
            "SELECT d.client_id, d.value FROM contact_detail d JOIN client c ON c.id = d.client_id \
             WHERE d.client_id IN ({}) AND d.type = 'address' AND d.ended_at IS NULL AND (d.valid_to IS NULL OR d.valid_to >= $1) AND NOT c.protected",
            sql::params(2, some.len())
        );
        let values = std::iter::once(Value::from(today)).chain(some.iter().map(|c| Value::from(c.0)));
        for row in sql::all::<Row>(job.reader(), &text, values).await? {
            homes.entry(ClientId(row.client_id)).or_default().push(row.value);
        }
    }
    Ok(homes)
}

/// Pairs of these people and their close ones who are clients, whichever of the two it is written of; each pair both ways.
///
/// # Errors
/// When the database does not answer.
pub async fn close_pairs(job: &Job, people: &[ClientId]) -> Result<HashSet<(ClientId, ClientId)>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        client_id: Uuid,
        person_id: Uuid,
    }
    let mut pairs = HashSet::new();
    for some in people.chunks(SOME) {
        let list = sql::params(1, some.len());
        let text = format!(
            "SELECT client_id, person_id FROM close_one WHERE ended_at IS NULL AND client_id IN ({list}) AND person_id IS NOT NULL \
             UNION SELECT client_id, person_id FROM close_one WHERE ended_at IS NULL AND person_id IN ({list})"
        );
        for row in sql::all::<Row>(job.reader(), &text, some.iter().map(|c| Value::from(c.0))).await? {
            pairs.insert((ClientId(row.client_id), ClientId(row.person_id)));
            pairs.insert((ClientId(row.person_id), ClientId(row.client_id)));
        }
    }
    Ok(pairs)
}

/// Where a professional works, and when in which team.
#[derive(Clone, Debug, Default)]
pub struct Working {
    pub unit: Option<Uuid>,
    pub teams: Vec<Spell>,
    /// Those whom this one stands in for.
    pub stands_in: Vec<Spell>,
}

/// A team, or a professional, for a time that includes both days.
#[derive(Clone, Copy, Debug)]
pub struct Spell {
    pub id: Uuid,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
}

impl Working {
    pub fn in_team(&self, team: Uuid, day: NaiveDate) -> bool {
        within(&self.teams, team, day)
    }
    pub fn stands_in_for(&self, professional: Uuid, day: NaiveDate) -> bool {
        within(&self.stands_in, professional, day)
    }
}

fn within(spells: &[Spell], id: Uuid, day: NaiveDate) -> bool {
    spells.iter().any(|s| s.id == id && s.from <= day && s.to.is_none_or(|to| to >= day))
}

/// Units, teams and substitutions of professionals, those that have ended too.
///
/// # Errors
/// When the database does not answer.
pub async fn working(job: &Job, professionals: &[Uuid]) -> Result<HashMap<Uuid, Working>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        professional_id: Uuid,
        what: String,
        id: Uuid,
        from_on: Option<NaiveDate>,
        to_on: Option<NaiveDate>,
    }
    let mut found: HashMap<Uuid, Working> = HashMap::new();
    for some in professionals.chunks(SOME) {
        let list = sql::params(1, some.len());
        let text = format!(
            "SELECT id AS professional_id, 'unit' AS what, unit_id AS id, valid_from AS from_on, valid_to AS to_on FROM professional WHERE id IN ({list}) \
             UNION ALL SELECT professional_id, 'team', team_id, valid_from, valid_to FROM membership WHERE professional_id IN ({list}) \
             UNION ALL SELECT substitute_id, 'stands_in', professional_id, from_on, to_on FROM absence WHERE substitute_id IN ({list})"
        );
        for row in sql::all::<Row>(job.reader(), &text, some.iter().map(|p| Value::from(*p))).await? {
            let one = found.entry(row.professional_id).or_default();
            let spell = Spell { id: row.id, from: row.from_on.unwrap_or(NaiveDate::MIN), to: row.to_on };
            match row.what.as_str() {
                "unit" => one.unit = Some(row.id),
                "team" => one.teams.push(spell),
                _ => one.stands_in.push(spell),
            }
        }
    }
    Ok(found)
}

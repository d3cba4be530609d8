use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use kernel::Text;
use rules::Lane;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use uuid::Uuid;

/// A professional as others' rows name them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PersonRef {
    pub id: Uuid,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// The unit's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// A team as others' rows name it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TeamName {
    pub id: Uuid,
    /// The name routing rules use.
    pub key: String,
    pub name: String,
    pub unit_id: Uuid,
    pub service_task: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Unit {
    pub id: Uuid,
    pub name: String,
    /// Name of the organisation it belongs to.
    pub organisation: String,
    pub kind: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AbsenceNow {
    pub id: Uuid,
    pub from: NaiveDate,
    /// The last day away.
    pub to: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub substitute: Option<PersonRef>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Member {
    pub id: Uuid,
    pub name: String,
    pub title: Text,
    pub role: String,
    /// The absence of today, or the next one within four weeks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absent: Option<AbsenceNow>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Team {
    pub id: Uuid,
    pub key: String,
    pub name: String,
    pub unit_id: Uuid,
    pub service_task: String,
    /// The lanes a matter of the team can stand in.
    pub lanes: Vec<Lane>,
    pub members: Vec<Member>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OrganisationView {
    pub units: Vec<Unit>,
    pub teams: Vec<Team>,
}

#[derive(FromQueryResult)]
struct PersonRow {
    id: Uuid,
    name: String,
    title_fi: String,
    title_sv: Option<String>,
    title_en: Option<String>,
    unit: String,
}

impl PersonRow {
    fn title(&self) -> Text {
        Text { fi: self.title_fi.clone(), sv: self.title_sv.clone(), en: self.title_en.clone() }
    }
    fn person(&self) -> PersonRef {
        PersonRef { id: self.id, name: self.name.clone(), title: Some(self.title()), unit: Some(self.unit.clone()) }
    }
}

const PERSON: &str =
    "SELECT p.id, p.name, p.title_fi, p.title_sv, p.title_en, u.name AS unit FROM professional p JOIN unit u ON u.id = p.unit_id";

/// Professionals by id, also those no longer employed: old rows go on naming them. `conn` is `gate.db().reference()`, a
/// proof's reader or the change under way.
///
/// # Errors
/// When the database does not answer.
pub async fn people_by_id(conn: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, PersonRef>, DbErr> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let mut people = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(1_000) {
        let text = format!("{PERSON} WHERE p.id IN ({})", sql::params(1, chunk.len()));
        let rows: Vec<PersonRow> = sql::all(conn, &text, chunk.iter().map(|id| Value::from(*id))).await?;
        people.extend(rows.iter().map(|row| (row.id, row.person())));
    }
    Ok(people)
}

/// One professional by id.
///
/// # Errors
/// When the database does not answer.
pub async fn person(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<PersonRef>, DbErr> {
    Ok(people_by_id(conn, &[id]).await?.remove(&id))
}

#[derive(FromQueryResult)]
struct TeamRow {
    id: Uuid,
    key: String,
    name: String,
    unit_id: Uuid,
    service_task: String,
}

const TEAM: &str = "SELECT t.id, t.key, t.name, t.unit_id, t.service_task FROM team t";

async fn teams_where(
    conn: &impl ConnectionTrait,
    predicate: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<HashMap<Uuid, TeamName>, DbErr> {
    let rows: Vec<TeamRow> = sql::all(conn, &format!("{TEAM} WHERE {predicate}"), values).await?;
    Ok(rows
        .into_iter()
        .map(|r| (r.id, TeamName { id: r.id, key: r.key, name: r.name, unit_id: r.unit_id, service_task: r.service_task }))
        .collect())
}

/// Teams by id, also those that have ended: old rows go on naming them. What is no team's id is left out.
///
/// # Errors
/// When the database does not answer.
pub async fn teams_by_id(conn: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, TeamName>, DbErr> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let mut teams = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(1_000) {
        let predicate = format!("t.id IN ({})", sql::params(1, chunk.len()));
        teams.extend(teams_where(conn, &predicate, chunk.iter().map(|id| Value::from(*id))).await?);
    }
    Ok(teams)
}

/// Every team of the county, also those that have ended.
///
/// # Errors
/// When the database does not answer.
pub async fn all_teams(conn: &impl ConnectionTrait) -> Result<HashMap<Uuid, TeamName>, DbErr> {
    teams_where(conn, "1 = 1", []).await
}

/// The teams valid on `today`, by id: what a matter can be put on its way to.
///
/// # Errors
/// When the database does not answer.
pub async fn teams_on(conn: &impl ConnectionTrait, today: NaiveDate) -> Result<HashMap<Uuid, TeamName>, DbErr> {
    teams_where(conn, "t.valid_from <= $1 AND (t.valid_to IS NULL OR t.valid_to >= $1)", [today.into()]).await
}

/// The team that routing rules call `key`, also when it has ended.
///
/// # Errors
/// When the database does not answer.
pub async fn team_by_key(conn: &impl ConnectionTrait, key: &str) -> Result<Option<TeamName>, DbErr> {
    Ok(teams_where(conn, "t.key = $1", [key.into()]).await?.into_values().next())
}

/// Keys of the teams that exist on a day: what routing rules may name.
///
/// # Errors
/// When the database does not answer.
pub async fn team_keys(conn: &impl ConnectionTrait, day: NaiveDate) -> Result<std::collections::BTreeSet<String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        key: String,
    }
    let text = "SELECT key FROM team WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1)";
    let rows: Vec<Row> = sql::all(conn, text, [day.into()]).await?;
    Ok(rows.into_iter().map(|row| row.key).collect())
}

/// How many professionals each role has on a day.
///
/// # Errors
/// When the database does not answer.
pub async fn role_counts(conn: &impl ConnectionTrait, day: NaiveDate) -> Result<HashMap<String, i64>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        role: String,
        people: i64,
    }
    let text =
        "SELECT role, COUNT(*) AS people FROM staff_role WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1) GROUP BY role";
    let rows: Vec<Row> = sql::all(conn, text, [day.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.role, row.people)).collect())
}

/// Units and teams valid on `today` with their members of that day.
///
/// # Errors
/// When the database does not answer.
pub async fn view(conn: &impl ConnectionTrait, today: NaiveDate) -> Result<OrganisationView, DbErr> {
    #[derive(FromQueryResult)]
    struct UnitRow {
        id: Uuid,
        name: String,
        organisation: String,
        kind: String,
    }
    let text = format!(
        "SELECT u.id, u.name, u.kind, o.name AS organisation FROM unit u JOIN organisation o ON o.id = u.organisation_id WHERE {} ORDER BY u.name",
        valid("u")
    );
    let units: Vec<UnitRow> = sql::all(conn, &text, [today.into()]).await?;
    let units = units.into_iter().map(|u| Unit { id: u.id, name: u.name, organisation: u.organisation, kind: u.kind }).collect();
    Ok(OrganisationView { units, teams: teams(conn, today, None).await? })
}

/// Valid on the day that is the statement's first parameter.
fn valid(alias: &str) -> String {
    format!("{alias}.valid_from <= $1 AND ({alias}.valid_to IS NULL OR {alias}.valid_to >= $1)")
}

/// Teams valid on `today` with their members of that day: those named, or all of them.
///
/// # Errors
/// When the database does not answer.
pub async fn teams(conn: &impl ConnectionTrait, today: NaiveDate, only: Option<&[Uuid]>) -> Result<Vec<Team>, DbErr> {
    #[derive(FromQueryResult)]
    struct TeamRow {
        id: Uuid,
        key: String,
        name: String,
        unit_id: Uuid,
        service_task: String,
    }
    #[derive(FromQueryResult)]
    struct MemberRow {
        team_id: Uuid,
        id: Uuid,
        name: String,
        title_fi: String,
        title_sv: Option<String>,
        title_en: Option<String>,
        role: String,
    }
    if only.is_some_and(<[Uuid]>::is_empty) {
        return Ok(Vec::new());
    }
    let among = |column: &str| only.map_or_else(String::new, |ids| format!(" AND {column} IN ({})", sql::params(2, ids.len())));
    let values = || std::iter::once(Value::from(today)).chain(only.into_iter().flatten().map(|id| Value::from(*id)));
    let text =
        format!("SELECT t.id, t.key, t.name, t.unit_id, t.service_task FROM team t WHERE {}{} ORDER BY t.name", valid("t"), among("t.id"));
    let found: Vec<TeamRow> = sql::all(conn, &text, values()).await?;
    let text = format!(
        "SELECT DISTINCT m.team_id, p.id, p.name, p.title_fi, p.title_sv, p.title_en, COALESCE(r.role, '') AS role FROM membership m \
         JOIN professional p ON p.id = m.professional_id LEFT JOIN staff_role r ON r.professional_id = p.id AND {} \
         WHERE {} AND {}{} ORDER BY p.name, p.id",
        valid("r"),
        valid("m"),
        valid("p"),
        among("m.team_id")
    );
    let members: Vec<MemberRow> = sql::all(conn, &text, values()).await?;
    let absences = absences(conn, today).await?;
    let mut of_team: HashMap<Uuid, Vec<Member>> = HashMap::with_capacity(found.len());
    for m in members {
        let title = Text { fi: m.title_fi, sv: m.title_sv, en: m.title_en };
        let absent = absences.get(&m.id).cloned();
        of_team.entry(m.team_id).or_default().push(Member { id: m.id, name: m.name, title, role: m.role, absent });
    }
    let team = |t: TeamRow| Team {
        members: of_team.remove(&t.id).unwrap_or_default(),
        id: t.id,
        key: t.key,
        name: t.name,
        unit_id: t.unit_id,
        service_task: t.service_task,
        lanes: Lane::ALL.to_vec(),
    };
    Ok(found.into_iter().map(team).collect())
}

/// Those of these professionals who are away on the day.
///
/// # Errors
/// When the database does not answer.
pub async fn away_on(conn: &impl ConnectionTrait, day: NaiveDate, people: &[Uuid]) -> Result<HashSet<Uuid>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        professional_id: Uuid,
    }
    let mut ids = people.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let mut away = HashSet::new();
    for chunk in ids.chunks(1_000) {
        let text = format!(
            "SELECT professional_id FROM absence WHERE from_on <= $1 AND to_on >= $1 AND professional_id IN ({})",
            sql::params(2, chunk.len())
        );
        let values = std::iter::once(Value::from(day)).chain(chunk.iter().map(|id| Value::from(*id)));
        let rows: Vec<Row> = sql::all(conn, &text, values).await?;
        away.extend(rows.into_iter().map(|r| r.professional_id));
    }
    Ok(away)
}

async fn absences(conn: &impl ConnectionTrait, today: NaiveDate) -> Result<HashMap<Uuid, AbsenceNow>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        professional_id: Uuid,
        substitute_id: Option<Uuid>,
        from_on: NaiveDate,
        to_on: NaiveDate,
    }
    let soon = today + chrono::Days::new(28);
    let text = "SELECT id, professional_id, substitute_id, from_on, to_on FROM absence WHERE to_on >= $1 AND from_on <= $2 ORDER BY from_on DESC, id DESC";
    let rows: Vec<Row> = sql::all(conn, text, [today.into(), soon.into()]).await?;
    let substitutes: Vec<Uuid> = rows.iter().filter_map(|r| r.substitute_id).collect();
    let people = people_by_id(conn, &substitutes).await?;
    // The earliest stays: rows come latest first and each overwrites.
    Ok(rows
        .into_iter()
        .map(|r| {
            let substitute = r.substitute_id.and_then(|id| people.get(&id).cloned());
            (r.professional_id, AbsenceNow { id: r.id, from: r.from_on, to: r.to_on, substitute })
        })
        .collect())
}

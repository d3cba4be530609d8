//! The directory as an administrator sees it.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use kernel::Text;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use uuid::Uuid;

use super::range::Range;

/// What of a professional an administrator should know: no rights today, no log-in name, the employment, the role or the power
/// ends within [`SOON_DAYS`].
pub const NOTES: &[&str] = &["no_role", "no_log_in", "ends_soon", "role_ends_soon", "power_ends_soon"];

const SOON_DAYS: u64 = 30;

/// A line of the list of staff.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct StaffRow {
    pub id: Uuid,
    pub name: String,
    pub title: Text,
    /// The role of today; absent when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    pub unit_id: Uuid,
    pub unit: String,
    /// Names of the teams of today.
    pub teams: Vec<String>,
    /// Has the power of decision today.
    pub can_decide: bool,
    /// employed | coming | ended
    pub state: &'static str,
    pub valid_from: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// no_role | no_log_in | ends_soon | role_ends_soon | power_ends_soon
    pub notes: Vec<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct RoleRange {
    pub id: Uuid,
    pub role: String,
    pub valid_from: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// now | coming | past
    pub when: &'static str,
}

#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Power {
    pub id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    pub valid_from: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// now | coming | past
    pub when: &'static str,
}

#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Membership {
    pub id: Uuid,
    pub team_id: Uuid,
    pub team: String,
    pub valid_from: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// now | coming | past
    pub when: &'static str,
}

#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Away {
    pub id: Uuid,
    pub from: NaiveDate,
    pub to: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub substitute_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub substitute: Option<String>,
}

/// One professional whole.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct StaffView {
    #[serde(flatten)]
    pub row: StaffRow,
    pub version: i32,
    /// The OpenID subject this one logs in as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    pub roles: Vec<RoleRange>,
    pub powers: Vec<Power>,
    pub memberships: Vec<Membership>,
    /// Absences of today and to come.
    pub absences: Vec<Away>,
    /// Names of those this one substitutes now or later.
    pub substitutes_for: Vec<String>,
    /// Since when it is known who this one is as a client; the code itself is told to nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_identity_since: Option<DateTime<Utc>>,
}

/// Which of the staff to list.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct StaffFilter {
    /// Any part of a name, a title, a log-in name or an address.
    pub q: Option<String>,
    /// employed | coming | ended; all when absent.
    pub state: Option<String>,
    pub role: Option<String>,
    pub unit_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    /// One of the row's notes.
    pub note: Option<String>,
}

#[derive(FromQueryResult)]
struct PersonRow {
    id: Uuid,
    name: String,
    title_fi: String,
    title_sv: Option<String>,
    title_en: Option<String>,
    unit_id: Uuid,
    unit: String,
    subject: Option<String>,
    email: Option<String>,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    version: i32,
}

#[derive(FromQueryResult)]
struct What {
    id: Uuid,
    professional_id: Uuid,
    what: Option<String>,
    /// The team of a membership; of no meaning in a role or a power.
    team_id: Uuid,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
}

impl What {
    fn range(&self) -> Range {
        Range::new(self.valid_from, self.valid_to)
    }
}

fn when(range: Range, today: NaiveDate) -> &'static str {
    if range.on(today) {
        "now"
    } else if range.from > today {
        "coming"
    } else {
        "past"
    }
}

const PERSON: &str = "SELECT p.id, p.name, p.title_fi, p.title_sv, p.title_en, p.unit_id, u.name AS unit, p.subject, p.email, p.valid_from, p.valid_to, \
     p.version FROM professional p JOIN unit u ON u.id = p.unit_id";
const ROLES: &str =
    "SELECT r.id, r.professional_id, r.role AS what, r.id AS team_id, r.valid_from AS valid_from, r.valid_to AS valid_to FROM staff_role r";
const POWERS: &str = "SELECT d.id, d.professional_id, d.basis AS what, d.id AS team_id, d.valid_from AS valid_from, d.valid_to AS valid_to FROM decision_power d";
const TEAMS: &str = "SELECT m.id, m.professional_id, t.name AS what, m.team_id AS team_id, m.valid_from AS valid_from, m.valid_to AS valid_to FROM membership m JOIN team t ON t.id = m.team_id";

struct Things {
    roles: HashMap<Uuid, Vec<What>>,
    powers: HashMap<Uuid, Vec<What>>,
    teams: HashMap<Uuid, Vec<What>>,
}

impl Things {
    /// Of one professional, or of all.
    async fn read(conn: &impl ConnectionTrait, one: Option<Uuid>) -> Result<Self, DbErr> {
        let mut all = Vec::new();
        for text in [ROLES, POWERS, TEAMS] {
            let (filter, values): (&str, Vec<Value>) = match one {
                Some(id) => (" WHERE professional_id = $1", vec![id.into()]),
                None => ("", Vec::new()),
            };
            let rows: Vec<What> = sql::all(conn, &format!("{text}{filter} ORDER BY valid_from DESC"), values).await?;
            let mut by: HashMap<Uuid, Vec<What>> = HashMap::new();
            for row in rows {
                by.entry(row.professional_id).or_default().push(row);
            }
            all.push(by);
        }
        let teams = all.pop().unwrap_or_default();
        let powers = all.pop().unwrap_or_default();
        Ok(Self { roles: all.pop().unwrap_or_default(), powers, teams })
    }

    fn of(map: &HashMap<Uuid, Vec<What>>, id: Uuid) -> &[What] {
        map.get(&id).map(Vec::as_slice).unwrap_or_default()
    }
}

fn row(person: &PersonRow, things: &Things, today: NaiveDate) -> StaffRow {
    let employment = Range::new(person.valid_from, person.valid_to);
    let state = match when(employment, today) {
        "now" => "employed",
        "coming" => "coming",
        _ => "ended",
    };
    let soon = today.checked_add_days(Days::new(SOON_DAYS)).unwrap_or(today);
    let now = |map| Things::of(map, person.id).iter().filter(|w| w.range().on(today)).collect::<Vec<_>>();
    let (roles, powers, teams) = (now(&things.roles), now(&things.powers), now(&things.teams));
    // Ends within the time, and nothing of the kind follows.
    let ends = |range: &What, map: &HashMap<Uuid, Vec<What>>| {
        range.valid_to.is_some_and(|to| to <= soon && !Things::of(map, person.id).iter().any(|other| other.valid_from > to))
    };
    let mut notes = Vec::new();
    if state == "employed" && roles.is_empty() {
        notes.push("no_role");
    }
    if state != "ended" && person.subject.is_none() {
        notes.push("no_log_in");
    }
    if state == "employed" {
        let employment_ends = person.valid_to.is_some_and(|to| to <= soon);
        if employment_ends {
            notes.push("ends_soon");
        }
        if !employment_ends && roles.iter().any(|r| ends(r, &things.roles)) {
            notes.push("role_ends_soon");
        }
        if !employment_ends && powers.iter().any(|p| ends(p, &things.powers)) {
            notes.push("power_ends_soon");
        }
    }
    StaffRow {
        id: person.id,
        name: person.name.clone(),
        title: Text { fi: person.title_fi.clone(), sv: person.title_sv.clone(), en: person.title_en.clone() },
        role: roles.first().and_then(|r| r.what.clone()),
        unit_id: person.unit_id,
        unit: person.unit.clone(),
        teams: teams.iter().filter_map(|t| t.what.clone()).collect(),
        can_decide: !powers.is_empty(),
        state,
        valid_from: person.valid_from,
        valid_to: person.valid_to,
        notes,
    }
}

/// Letters alike: case and the marks over letters do not matter in a search.
fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// The staff by name. A county's staff is thousands, so it is read whole and cut here, where letters can be compared as people
/// write them.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &impl ConnectionTrait, filter: &StaffFilter, today: NaiveDate) -> Result<Vec<StaffRow>, DbErr> {
    let people: Vec<PersonRow> = sql::all(conn, &format!("{PERSON} ORDER BY p.name, p.id"), []).await?;
    let things = Things::read(conn, None).await?;
    let words: Vec<String> = filter.q.as_deref().map(folded).unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    let found = people.iter().filter_map(|person| {
        let row = row(person, &things, today);
        let text = || {
            let extra = [person.subject.as_deref(), person.email.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
            folded(&format!("{} {} {} {extra}", person.name, person.title_fi, person.unit))
        };
        let fits = filter.state.as_ref().is_none_or(|s| s == row.state)
            && filter.role.as_ref().is_none_or(|r| row.role.as_ref() == Some(r))
            && filter.unit_id.is_none_or(|u| u == row.unit_id)
            && filter.note.as_ref().is_none_or(|n| row.notes.contains(&n.as_str()))
            && filter.team_id.is_none_or(|t| Things::of(&things.teams, person.id).iter().any(|w| w.team_id == t && w.range().on(today)))
            && (words.is_empty() || {
                let text = text();
                words.iter().all(|w| text.contains(w.as_str()))
            });
        fits.then_some(row)
    });
    Ok(found.collect())
}

/// One professional.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &impl ConnectionTrait, id: Uuid, today: NaiveDate) -> Result<Option<StaffView>, DbErr> {
    #[derive(FromQueryResult)]
    struct AwayRow {
        id: Uuid,
        from_on: NaiveDate,
        to_on: NaiveDate,
        substitute_id: Option<Uuid>,
        substitute: Option<String>,
    }
    #[derive(FromQueryResult)]
    struct Name {
        name: String,
    }
    let person: Option<PersonRow> = sql::one(conn, &format!("{PERSON} WHERE p.id = $1"), [id.into()]).await?;
    let Some(person) = person else { return Ok(None) };
    let things = Things::read(conn, Some(id)).await?;
    let text = "SELECT a.id, a.from_on, a.to_on, a.substitute_id, s.name AS substitute FROM absence a \
                LEFT JOIN professional s ON s.id = a.substitute_id WHERE a.professional_id = $1 AND a.to_on >= $2 ORDER BY a.from_on";
    let away: Vec<AwayRow> = sql::all(conn, text, [id.into(), today.into()]).await?;
    let text = "SELECT DISTINCT p.name FROM absence a JOIN professional p ON p.id = a.professional_id \
                WHERE a.substitute_id = $1 AND a.to_on >= $2 ORDER BY p.name";
    let substituted: Vec<Name> = sql::all(conn, text, [id.into(), today.into()]).await?;
    let row = row(&person, &things, today);
    let of = |map| Things::of(map, id).iter();
    Ok(Some(StaffView {
        own_identity_since: crate::own_identity::known_since(conn, id).await?,
        version: person.version,
        subject: person.subject,
        email: person.email,
        roles: of(&things.roles)
            .map(|w| RoleRange {
                id: w.id,
                role: w.what.clone().unwrap_or_default(),
                valid_from: w.valid_from,
                valid_to: w.valid_to,
                when: when(w.range(), today),
            })
            .collect(),
        powers: of(&things.powers)
            .map(|w| Power {
                id: w.id,
                basis: w.what.clone(),
                valid_from: w.valid_from,
                valid_to: w.valid_to,
                when: when(w.range(), today),
            })
            .collect(),
        memberships: of(&things.teams)
            .map(|w| Membership {
                id: w.id,
                team_id: w.team_id,
                team: w.what.clone().unwrap_or_default(),
                valid_from: w.valid_from,
                valid_to: w.valid_to,
                when: when(w.range(), today),
            })
            .collect(),
        absences: away
            .into_iter()
            .map(|a| Away { id: a.id, from: a.from_on, to: a.to_on, substitute_id: a.substitute_id, substitute: a.substitute })
            .collect(),
        substitutes_for: substituted.into_iter().map(|n| n.name).collect(),
        row,
    }))
}

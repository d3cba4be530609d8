//! The only place that reads and writes marks of changes.

use ::store::sea_orm::{ConnectionTrait, DbBackend, DbErr, Value};
use ::store::sql;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use kernel::{Problem, ServiceTask};
use people::PersonRef;
use people::organisation::{people_by_id, teams_by_id};
use sea_orm::FromQueryResult;
use trust::{Gate, Role, Staff, Work};
use uuid::Uuid;

use super::model::{ChangeMark, NewChangeMark};
use crate::Error;
use crate::figure::model::FigureTeam;

/// How far back a change may be marked, and how far ahead, in days.
const BACK: i64 = 5 * 365;
const AHEAD: i64 = 365;
/// How long a removed one can be brought back.
const KEPT_DAYS: i64 = 30;
/// The most that are listed.
const MOST: usize = 500;

#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Row {
    pub id: Uuid,
    pub made_by: Uuid,
    pub name: String,
    pub about: String,
    pub happened_on: NaiveDate,
    pub team_id: Option<Uuid>,
    pub service_task: Option<String>,
    pub removed_at: Option<DateTime<Utc>>,
    pub version: i32,
}

const COLUMNS: &str = "c.id, c.made_by, c.name, c.about, c.happened_on, c.team_id, c.service_task, c.removed_at, c.version";

impl Row {
    pub fn task(&self) -> Option<ServiceTask> {
        self.service_task.as_deref().and_then(ServiceTask::parse)
    }

    /// Whoever made it changes it, and an administrator.
    fn changed_by(&self, staff: &Staff) -> bool {
        self.made_by == staff.id || staff.role == Role::Administrator
    }
}

/// All of them, the newest first; also removed ones that one may bring back.
pub(super) async fn all(conn: &impl ConnectionTrait, staff: &Staff) -> Result<Vec<Row>, DbErr> {
    let text = format!("SELECT {COLUMNS} FROM change_mark c ORDER BY c.happened_on DESC, c.id LIMIT {MOST}");
    let rows: Vec<Row> = sql::all(conn, &text, []).await?;
    Ok(rows.into_iter().filter(|row| row.removed_at.is_none() || row.changed_by(staff)).collect())
}

pub(super) async fn told(conn: &impl ConnectionTrait, staff: &Staff, rows: Vec<Row>) -> Result<Vec<ChangeMark>, DbErr> {
    let people = people_by_id(conn, &rows.iter().map(|row| row.made_by).collect::<Vec<_>>()).await?;
    let teams = teams_by_id(conn, &rows.iter().filter_map(|row| row.team_id).collect::<Vec<_>>()).await?;
    let told = rows.into_iter().map(|row| ChangeMark {
        permitted_actions: match (row.changed_by(staff), row.removed_at) {
            (false, _) => Vec::new(),
            (true, Some(_)) => vec!["restore"],
            (true, None) => vec!["change", "remove"],
        },
        service_task: row.task(),
        id: row.id,
        version: row.version,
        made_by: people.get(&row.made_by).cloned().unwrap_or_else(|| PersonRef {
            id: row.made_by,
            name: String::new(),
            title: None,
            unit: None,
        }),
        team: row.team_id.map(|id| FigureTeam { id, name: teams.get(&id).map(|team| team.name.clone()).unwrap_or_default() }),
        name: row.name,
        about: row.about,
        happened_on: row.happened_on,
        removed: row.removed_at.is_some(),
    });
    Ok(told.collect())
}

/// One of them; a removed one only for a change.
pub(super) async fn row(conn: &impl ConnectionTrait, id: Uuid, hold: &str) -> Result<Row, Error> {
    let text = format!("SELECT {COLUMNS} FROM change_mark c WHERE c.id = $1{hold}");
    sql::one(conn, &text, [id.into()]).await?.ok_or(Error::NotFound)
}

pub(super) async fn one(work: &Work, staff: &Staff, id: Uuid) -> Result<ChangeMark, Error> {
    let row = row(work, id, "").await?;
    told(work, staff, vec![row]).await?.pop().ok_or(Error::NotFound)
}

/// The mark held for a change, when the asker may change it and has seen how it is.
pub(super) async fn held(work: &Work, staff: &Staff, id: Uuid, seen: i32) -> Result<Row, Error> {
    let hold = if work.get_database_backend() == DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let row = row(work, id, hold).await?;
    if !row.changed_by(staff) {
        return Err(Problem::refused("not_marker", &["ask_administrator"]).into());
    }
    if row.version != seen {
        let now = told(work, staff, vec![row]).await?.pop();
        return Err(Problem::version_conflict(now).into());
    }
    Ok(row)
}

/// What is marked, when it fits: its name and words trimmed.
pub(super) async fn fits(
    conn: &impl ConnectionTrait,
    staff: &Staff,
    input: NewChangeMark,
    today: NaiveDate,
) -> Result<NewChangeMark, Error> {
    let (name, about) = (input.name.trim().to_owned(), input.about.trim().to_owned());
    for (path, text, most) in [("/name", &name, 80), ("/about", &about, 1_000)] {
        if text.is_empty() {
            return Err(Error::field(path, "required"));
        }
        if text.chars().count() > most {
            return Err(Error::field(path, "too_long"));
        }
    }
    let away = (input.happened_on - today).num_days();
    if away < -BACK {
        return Err(Error::field("/happened_on", "too_early"));
    }
    if away > AHEAD {
        return Err(Error::field("/happened_on", "too_late"));
    }
    if let Some(team) = input.team_id {
        let known = teams_by_id(conn, &[team]).await?.contains_key(&team);
        let own = staff.role == Role::Administrator || staff.team_ids.contains(&team);
        if !(known && own) {
            return Err(Error::field("/team_id", "not_own_team"));
        }
    }
    Ok(NewChangeMark { name, about, ..input })
}

fn values(mark: &NewChangeMark, work: &Work, id: Uuid) -> [Value; 7] {
    [
        id.into(),
        mark.name.as_str().into(),
        mark.about.as_str().into(),
        mark.happened_on.into(),
        mark.team_id.into(),
        mark.service_task.map(ServiceTask::code).into(),
        work.at().into(),
    ]
}

pub(super) async fn insert(work: &Work, staff: &Staff, mark: &NewChangeMark) -> Result<Uuid, DbErr> {
    let id = work.new_id();
    let text = "INSERT INTO change_mark (id, name, about, happened_on, team_id, service_task, made_by, removed_at, version, created_at, updated_at) \
                VALUES ($1, $2, $3, $4, $5, $6, $8, NULL, 1, $7, $7)";
    let mut values = values(mark, work, id).to_vec();
    values.push(staff.id.into());
    sql::exec(work, text, values).await?;
    Ok(id)
}

pub(super) async fn update(work: &Work, id: Uuid, mark: &NewChangeMark) -> Result<(), DbErr> {
    let text = "UPDATE change_mark SET name = $2, about = $3, happened_on = $4, team_id = $5, service_task = $6, version = version + 1, \
                updated_at = $7 WHERE id = $1";
    sql::exec(work, text, values(mark, work, id)).await?;
    Ok(())
}

/// Removes it, or brings it back.
pub(super) async fn set_removed(work: &Work, id: Uuid, removed: bool) -> Result<(), DbErr> {
    let at = removed.then(|| work.at());
    let text = "UPDATE change_mark SET removed_at = $1, version = version + 1, updated_at = $2 WHERE id = $3";
    sql::exec(work, text, [at.into(), work.at().into(), id.into()]).await?;
    Ok(())
}

/// Lets go of those removed long ago.
pub(crate) async fn prune(gate: &Gate) -> Result<(), Problem> {
    #[derive(FromQueryResult)]
    struct Old {
        id: Uuid,
    }
    let before = gate.ctx().now() - Duration::days(KEPT_DAYS);
    let text = "SELECT c.id FROM change_mark c WHERE c.removed_at < $1 ORDER BY c.id LIMIT 500";
    let old: Vec<Old> = sql::all(&gate.db().reference(), text, [before.into()]).await.map_err(Error::from)?;
    if old.is_empty() {
        return Ok(());
    }
    let work = gate.job("steering.prune", "administration", None).begin().await?;
    for one in &old {
        sql::exec(&work, "DELETE FROM change_mark WHERE id = $1", [one.id.into()]).await.map_err(Error::from)?;
    }
    work.commit().await?;
    Ok(())
}

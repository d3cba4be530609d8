//! The only place that reads and writes dashboards.

use std::collections::{HashMap, HashSet};

use ::store::sea_orm::{ConnectionTrait, DbBackend, DbErr, Value};
use ::store::sql;
use chrono::{DateTime, Duration, Utc};
use kernel::{Problem, ServiceTask};
use people::PersonRef;
use people::organisation::{people_by_id, teams_by_id};
use rules::{FigureLevel, FigureRules};
use sea_orm::FromQueryResult;
use trust::{Gate, Role, Staff, Work};
use uuid::Uuid;

use super::model::{Dashboard, DashboardTile, NewDashboard, TileDrawing};
use crate::Error;
use crate::figure::model::FigureTeam;
use crate::figure::period::FigurePeriod;

/// Most dashboards one keeps, and most tiles of one.
const MOST: usize = 50;
const TILES: usize = 24;
/// How long a removed one can be brought back.
const KEPT_DAYS: i64 = 30;

#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Row {
    pub id: Uuid,
    pub owner_id: Uuid,
    pub team_id: Option<Uuid>,
    pub name: String,
    pub period: String,
    pub removed_at: Option<DateTime<Utc>>,
    pub version: i32,
}

const COLUMNS: &str = "b.id, b.owner_id, b.team_id, b.name, b.period, b.removed_at, b.version";

impl Row {
    /// Its owner changes one; a shared one also the lead of the team.
    pub fn changed_by(&self, staff: &Staff) -> bool {
        let leads = staff.role == Role::TeamLead && self.team_id.is_some_and(|team| staff.team_ids.contains(&team));
        self.owner_id == staff.id || leads
    }

    fn seen_by(&self, staff: &Staff) -> bool {
        self.owner_id == staff.id || self.team_id.is_some_and(|team| staff.team_ids.contains(&team))
    }
}

/// One's own and those shared with one's teams; also removed ones that one may bring back.
pub(super) async fn visible(conn: &impl ConnectionTrait, staff: &Staff) -> Result<Vec<Row>, DbErr> {
    let mut values: Vec<Value> = vec![staff.id.into()];
    let mut text = format!("SELECT {COLUMNS} FROM dashboard b WHERE (b.owner_id = $1");
    if !staff.team_ids.is_empty() {
        text.push_str(&format!(" OR b.team_id IN ({})", sql::params(2, staff.team_ids.len())));
        values.extend(staff.team_ids.iter().map(|team| Value::from(*team)));
    }
    text.push_str(") ORDER BY b.name, b.id");
    let rows: Vec<Row> = sql::all(conn, &text, values).await?;
    Ok(rows.into_iter().filter(|row| row.removed_at.is_none() || row.changed_by(staff)).collect())
}

pub(super) async fn told(conn: &impl ConnectionTrait, staff: &Staff, rows: Vec<Row>) -> Result<Vec<Dashboard>, DbErr> {
    #[derive(FromQueryResult)]
    struct TileRow {
        dashboard_id: Uuid,
        figure: String,
        level: String,
        service_task: Option<String>,
        drawing: String,
    }
    let mut tiles: HashMap<Uuid, Vec<DashboardTile>> = HashMap::new();
    if !rows.is_empty() {
        let text = format!(
            "SELECT t.dashboard_id, t.figure, t.level, t.service_task, t.drawing FROM dashboard_tile t WHERE t.dashboard_id IN ({}) \
             ORDER BY t.dashboard_id, t.position",
            sql::params(1, rows.len())
        );
        let found: Vec<TileRow> = sql::all(conn, &text, rows.iter().map(|row| Value::from(row.id))).await?;
        for tile in found {
            let (Some(level), Some(drawing)) = (FigureLevel::parse(&tile.level), TileDrawing::parse(&tile.drawing)) else { continue };
            tiles.entry(tile.dashboard_id).or_default().push(DashboardTile {
                figure: tile.figure,
                level,
                service_task: tile.service_task.as_deref().and_then(ServiceTask::parse),
                drawing,
            });
        }
    }
    let owners: Vec<Uuid> = rows.iter().map(|row| row.owner_id).collect();
    let people = people_by_id(conn, &owners).await?;
    let teams = teams_by_id(conn, &rows.iter().filter_map(|row| row.team_id).collect::<Vec<_>>()).await?;
    let told = rows.into_iter().map(|row| {
        let permitted_actions = match (row.changed_by(staff), row.removed_at) {
            (false, _) => Vec::new(),
            (true, Some(_)) => vec!["restore"],
            (true, None) => vec!["change", "remove"],
        };
        Dashboard {
            id: row.id,
            version: row.version,
            owner: people.get(&row.owner_id).cloned().unwrap_or_else(|| PersonRef {
                id: row.owner_id,
                name: String::new(),
                title: None,
                unit: None,
            }),
            team: row.team_id.map(|id| FigureTeam { id, name: teams.get(&id).map(|team| team.name.clone()).unwrap_or_default() }),
            name: row.name,
            period: FigurePeriod::parse(&row.period).unwrap_or(FigurePeriod::Month),
            tiles: tiles.remove(&row.id).unwrap_or_default(),
            removed: row.removed_at.is_some(),
            permitted_actions,
        }
    });
    Ok(told.collect())
}

pub(super) async fn one(work: &Work, staff: &Staff, id: Uuid) -> Result<Dashboard, Error> {
    let row = row(work, staff, id, "").await?;
    told(work, staff, vec![row]).await?.pop().ok_or(Error::NotFound)
}

async fn row(conn: &impl ConnectionTrait, staff: &Staff, id: Uuid, hold: &str) -> Result<Row, Error> {
    let text = format!("SELECT {COLUMNS} FROM dashboard b WHERE b.id = $1{hold}");
    let row: Option<Row> = sql::one(conn, &text, [id.into()]).await?;
    row.filter(|row| row.seen_by(staff)).ok_or(Error::NotFound)
}

/// The dashboard held for a change, when the asker may change it and has seen how it is.
pub(super) async fn held(work: &Work, staff: &Staff, id: Uuid, seen: i32) -> Result<Row, Error> {
    let hold = if work.get_database_backend() == DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let row = row(work, staff, id, hold).await?;
    if !row.changed_by(staff) {
        return Err(Problem::refused("not_owner", &["ask_team_lead"]).into());
    }
    if row.version != seen {
        let now = told(work, staff, vec![row]).await?.pop();
        return Err(Problem::version_conflict(now).into());
    }
    Ok(row)
}

/// A name and tiles that fit; the trimmed name.
pub(super) fn fits(staff: &Staff, rules: &FigureRules, input: &NewDashboard) -> Result<String, Error> {
    let name = input.name.trim().to_owned();
    if name.is_empty() {
        return Err(Error::field("/name", "required"));
    }
    if name.chars().count() > 80 {
        return Err(Error::field("/name", "too_long"));
    }
    if input.team_id.is_some_and(|team| !staff.team_ids.contains(&team)) {
        return Err(Error::field("/team_id", "not_own_team"));
    }
    if input.tiles.len() > TILES {
        return Err(Error::field("/tiles", "too_many"));
    }
    let mut known = HashSet::new();
    for (at, tile) in input.tiles.iter().enumerate() {
        if rules.of_level(tile.level).all(|rule| rule.code != tile.figure) {
            return Err(Error::field(&format!("/tiles/{at}/figure"), "not_in_list"));
        }
        if (tile.level == FigureLevel::Service) != tile.service_task.is_some() {
            return Err(Error::field(&format!("/tiles/{at}/service_task"), "required"));
        }
        if !known.insert((tile.figure.as_str(), tile.level, tile.service_task, tile.drawing)) {
            return Err(Error::field(&format!("/tiles/{at}/figure"), "taken"));
        }
    }
    Ok(name)
}

/// A name is used once among one's own dashboards, and once among a team's; one keeps so many at most.
pub(super) async fn name_is_free(work: &Work, staff: &Staff, input: &NewDashboard, name: &str, but: Option<Uuid>) -> Result<(), Error> {
    if work.get_database_backend() == DbBackend::Postgres {
        let among = format!("dashboard/{}", input.team_id.unwrap_or(staff.id));
        let lock = "SELECT 1 AS one FROM (SELECT pg_advisory_xact_lock(hashtextextended($1, 0))) l";
        sql::rows(work, lock, [among.into()]).await?;
    }
    let all = visible(work, staff).await?;
    let among: Vec<&Row> =
        all.iter().filter(|row| row.removed_at.is_none() && row.team_id == input.team_id && Some(row.id) != but).collect();
    if among.len() >= MOST {
        return Err(Error::field("/name", "too_many"));
    }
    if among.iter().any(|row| row.name == name) {
        return Err(Error::field("/name", "name_taken"));
    }
    Ok(())
}

pub(super) async fn insert(work: &Work, staff: &Staff, input: &NewDashboard, name: &str) -> Result<Uuid, DbErr> {
    let id = work.new_id();
    let text = "INSERT INTO dashboard (id, owner_id, team_id, name, period, removed_at, version, created_at, updated_at) \
                VALUES ($1, $2, $3, $4, $5, NULL, 1, $6, $6)";
    let values = [id.into(), staff.id.into(), input.team_id.into(), name.into(), input.period.code().into(), work.at().into()];
    sql::exec(work, text, values).await?;
    tiles(work, id, &input.tiles).await?;
    Ok(id)
}

pub(super) async fn update(work: &Work, id: Uuid, input: &NewDashboard, name: &str) -> Result<(), DbErr> {
    let text = "UPDATE dashboard SET team_id = $1, name = $2, period = $3, version = version + 1, updated_at = $4 WHERE id = $5";
    let values = [input.team_id.into(), name.into(), input.period.code().into(), work.at().into(), id.into()];
    sql::exec(work, text, values).await?;
    sql::exec(work, "DELETE FROM dashboard_tile WHERE dashboard_id = $1", [id.into()]).await?;
    tiles(work, id, &input.tiles).await
}

async fn tiles(work: &Work, id: Uuid, tiles: &[DashboardTile]) -> Result<(), DbErr> {
    let columns = ["dashboard_id", "position", "figure", "level", "service_task", "drawing"];
    let rows = tiles.iter().zip(0i32..).map(|(tile, position)| -> Vec<Value> {
        vec![
            id.into(),
            position.into(),
            tile.figure.as_str().into(),
            tile.level.code().into(),
            tile.service_task.map(ServiceTask::code).into(),
            tile.drawing.code().into(),
        ]
    });
    sql::insert_many(work, "dashboard_tile", &columns, rows.collect()).await
}

/// Removes it, or brings it back.
pub(super) async fn set_removed(work: &Work, id: Uuid, removed: bool) -> Result<(), DbErr> {
    let at = removed.then(|| work.at());
    let text = "UPDATE dashboard SET removed_at = $1, version = version + 1, updated_at = $2 WHERE id = $3";
    sql::exec(work, text, [at.into(), work.at().into(), id.into()]).await?;
    Ok(())
}

/// Lets go of those removed long ago.
pub(crate) async fn prune(gate: &Gate) -> Result<usize, Problem> {
    #[derive(FromQueryResult)]
    struct Old {
        id: Uuid,
    }
    let before = gate.ctx().now() - Duration::days(KEPT_DAYS);
    let text = "SELECT b.id FROM dashboard b WHERE b.removed_at < $1 ORDER BY b.id LIMIT 500";
    let old: Vec<Old> = sql::all(&gate.db().reference(), text, [before.into()]).await.map_err(Error::from)?;
    if old.is_empty() {
        return Ok(0);
    }
    let work = gate.job("steering.prune", "administration", None).begin().await?;
    for one in &old {
        for text in ["DELETE FROM dashboard_tile WHERE dashboard_id = $1", "DELETE FROM dashboard WHERE id = $1"] {
            sql::exec(&work, text, [one.id.into()]).await.map_err(Error::from)?;
        }
    }
    work.commit().await?;
    Ok(old.len())
}

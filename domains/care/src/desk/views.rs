//! Saved views of the desk: filters, columns in their order, look. One's own, or shared with a team. A shared view is used by
//! everyone in the team and changed only by its owner or the team's lead. Codes and ids, never what was typed into a search.

use std::collections::HashMap;

use axum::extract::Path;
use axum::http::StatusCode;
use kernel::Problem;
use people::PersonRef;
use people::organisation::{TeamName, people_by_id, teams_by_id};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use store::{NewEvent, sql};
use trust::{Answer, IdemJson, IfMatch, Json, Role, Staff, StaffSession, Versioned, Work};
use uuid::Uuid;

use super::filter::DeskQuery;
use super::order::Look;
use super::table::Column;
use crate::routing::Team;
use crate::{Error, actions, thing};

/// The screen these are of.
const SCREEN: &str = "desk";
/// Most views one keeps, and most that a team shares.
const MOST: usize = 50;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SavedView {
    pub id: Uuid,
    pub version: i32,
    pub name: String,
    pub owner: PersonRef,
    /// Shared with this team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<Team>,
    #[schema(value_type = Object)]
    pub filter: serde_json::Value,
    /// Columns of the list in their order; absent where nobody has chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<Vec<Column>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub look: Option<Look>,
    /// The view one's desk opens with.
    pub default: bool,
    /// change | remove
    #[schema(value_type = Vec<String>)]
    pub permitted_actions: Vec<&'static str>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewView {
    pub name: String,
    pub filter: DeskQuery,
    pub columns: Option<Vec<Column>>,
    pub look: Option<Look>,
    /// One of one's own teams, to share it with.
    pub team_id: Option<Uuid>,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct DefaultView {
    /// None: the desk opens as it is.
    pub view_id: Option<Uuid>,
}

#[derive(Clone, Debug, FromQueryResult)]
struct Row {
    id: Uuid,
    owner_id: Uuid,
    team_id: Option<Uuid>,
    name: String,
    filter: serde_json::Value,
    columns: Option<serde_json::Value>,
    look: Option<String>,
    version: i32,
}

const COLUMNS: &str = "v.id, v.owner_id, v.team_id, v.name, v.filter, v.columns, v.look, v.version";

impl Row {
    /// Its owner changes a view; a shared one also the lead of the team.
    fn changed_by(&self, staff: &Staff) -> bool {
        let leads = staff.role == Role::TeamLead && self.team_id.is_some_and(|team| staff.team_ids.contains(&team));
        self.owner_id == staff.id || leads
    }

    fn seen_by(&self, staff: &Staff) -> bool {
        self.owner_id == staff.id || self.team_id.is_some_and(|team| staff.team_ids.contains(&team))
    }

    fn told(self, staff: &Staff, default: Option<Uuid>, people: &HashMap<Uuid, PersonRef>, teams: &HashMap<Uuid, TeamName>) -> SavedView {
        let changes = self.changed_by(staff);
        SavedView {
            id: self.id,
            version: self.version,
            owner: people.get(&self.owner_id).cloned().unwrap_or_else(|| PersonRef {
                id: self.owner_id,
                name: String::new(),
                title: None,
                unit: None,
            }),
            team: self.team_id.map(|id| Team { id, name: teams.get(&id).map(|t| t.name.clone()).unwrap_or_default() }),
            name: self.name,
            filter: self.filter,
            columns: self.columns.and_then(|c| serde_json::from_value(c).ok()),
            look: self.look.and_then(|l| serde_json::from_value(l.into()).ok()),
            default: default == Some(self.id),
            permitted_actions: if changes { vec!["change", "remove"] } else { Vec::new() },
        }
    }
}

async fn told(conn: &impl ConnectionTrait, staff: &Staff, rows: Vec<Row>) -> Result<Vec<SavedView>, DbErr> {
    #[derive(FromQueryResult)]
    struct Default {
        view_id: Uuid,
    }
    let text = "SELECT view_id FROM view_default WHERE professional_id = $1 AND screen = $2";
    let default: Option<Default> = sql::one(conn, text, [staff.id.into(), SCREEN.into()]).await?;
    let owners: Vec<Uuid> = rows.iter().map(|r| r.owner_id).collect();
    let people = people_by_id(conn, &owners).await?;
    let teams = teams_by_id(conn, &rows.iter().filter_map(|r| r.team_id).collect::<Vec<_>>()).await?;
    Ok(rows.into_iter().map(|row| row.told(staff, default.as_ref().map(|d| d.view_id), &people, &teams)).collect())
}

/// One's own views and those shared with one's teams, by name.
async fn visible(conn: &impl ConnectionTrait, staff: &Staff) -> Result<Vec<Row>, DbErr> {
    let mut values: Vec<Value> = vec![SCREEN.into(), staff.id.into()];
    let mut text = format!("SELECT {COLUMNS} FROM saved_view v WHERE v.screen = $1 AND (v.owner_id = $2");
    if !staff.team_ids.is_empty() {
        text.push_str(&format!(" OR v.team_id IN ({})", sql::params(3, staff.team_ids.len())));
        values.extend(staff.team_ids.iter().map(|t| Value::from(*t)));
    }
    text.push_str(") ORDER BY v.name, v.id");
    sql::all(conn, &text, values).await
}

/// Views of the desk one may use.
#[utoipa::path(get, path = "/api/v1/staff/views", tag = "care", extensions(("x-action" = json!("care.view.list"))), responses((status = 200, body = [SavedView])))]
pub async fn list(session: StaffSession) -> Result<Json<Vec<SavedView>>, Problem> {
    let reference = session.gate().db().reference();
    let rows = visible(&reference, session.staff()).await.map_err(Error::from)?;
    Ok(Json(told(&reference, session.staff(), rows).await.map_err(Error::from)?))
}

/// What is kept of an input that fits.
struct Fits {
    name: String,
    filter: serde_json::Value,
    columns: Option<serde_json::Value>,
    look: Option<&'static str>,
}

fn fits(staff: &Staff, input: &NewView) -> Result<Fits, Error> {
    let name = thing::text("/name", &input.name)?;
    if name.chars().count() > 80 {
        return Err(Error::field("/name", "too_long"));
    }
    if input.team_id.is_some_and(|team| !staff.team_ids.contains(&team)) {
        return Err(Error::field("/team_id", "not_own_team"));
    }
    let filter = DeskQuery { cursor: None, limit: None, ..input.filter.clone() };
    let mut filter = serde_json::to_value(&filter).map_err(|_| Problem::internal())?;
    if let Some(fields) = filter.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    if input.columns.as_ref().is_some_and(Vec::is_empty) {
        return Err(Error::field("/columns", "required"));
    }
    let columns = input.columns.as_ref().map(serde_json::to_value).transpose().map_err(|_| Problem::internal())?;
    let look = input.look.map(|look| if look == Look::List { "list" } else { "board" });
    Ok(Fits { name, filter, columns, look })
}

/// A name is used once among one's own views, and once among a team's.
async fn name_is_free(work: &Work, staff: &Staff, input: &NewView, name: &str, but: Option<Uuid>) -> Result<(), Error> {
    let among = input.team_id.unwrap_or(staff.id);
    thing::one_at_a_time(work, &format!("saved_view/{among}")).await?;
    let all = visible(work, staff).await?;
    let mut among = all.iter().filter(|v| match input.team_id {
        Some(team) => v.team_id == Some(team),
        None => v.team_id.is_none(),
    });
    if among.clone().count() >= MOST && but.is_none() {
        return Err(Error::field("/name", "too_many"));
    }
    if among.any(|v| v.name == name && Some(v.id) != but) {
        return Err(Error::field("/name", "name_taken"));
    }
    Ok(())
}

fn event(kind: &'static str, id: Uuid, team: Option<Uuid>) -> NewEvent {
    let event = NewEvent::new(kind, "saved_view", id);
    match team {
        Some(team) => event.team(team),
        None => event,
    }
}

/// Saves a view.
#[utoipa::path(post, path = "/api/v1/staff/views", tag = "care", extensions(("x-action" = json!("care.view.save"))),
    request_body = NewView, responses((status = 201, body = SavedView), (status = 422, body = Problem)))]
pub async fn save(session: StaffSession, body: IdemJson<NewView>) -> Result<Answer, Problem> {
    let change = session.change_reference(&actions::VIEW_SAVE)?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let staff = session.staff();
    let fits = fits(staff, &body.value)?;
    let mut work = change.begin().await?;
    name_is_free(&work, staff, &body.value, &fits.name, None).await?;
    let id = work.new_id();
    let text = "INSERT INTO saved_view (id, owner_id, screen, team_id, name, filter, columns, look, version, created_at, updated_at) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $9)";
    let values = [
        id.into(),
        staff.id.into(),
        SCREEN.into(),
        body.value.team_id.into(),
        fits.name.into(),
        fits.filter.into(),
        fits.columns.into(),
        fits.look.into(),
        work.at().into(),
    ];
    sql::exec(&work, text, values).await.map_err(Error::from)?;
    work.object("saved_view", id);
    work.emit(event("care.view.saved", id, body.value.team_id)).await.map_err(Error::from)?;
    let view = one(&work, staff, id).await?;
    work.remember(&body, 201, &view).await?;
    work.commit().await?;
    Ok(Answer::created(&view)?.version(view.version))
}

async fn row(conn: &impl ConnectionTrait, staff: &Staff, id: Uuid, hold: &str) -> Result<Row, Error> {
    let text = format!("SELECT {COLUMNS} FROM saved_view v WHERE v.id = $1{hold}");
    let row: Option<Row> = sql::one(conn, &text, [id.into()]).await?;
    row.filter(|row| row.seen_by(staff)).ok_or(Error::NotFound)
}

async fn one(work: &Work, staff: &Staff, id: Uuid) -> Result<SavedView, Error> {
    let row = row(work, staff, id, "").await?;
    told(work, staff, vec![row]).await?.pop().ok_or(Error::NotFound)
}

/// The view held for a change, when the asker may change it and has seen how it is.
async fn held(work: &Work, staff: &Staff, id: Uuid, seen: IfMatch) -> Result<Row, Error> {
    let hold = if work.get_database_backend() == sea_orm::DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let row = row(work, staff, id, hold).await?;
    if !row.changed_by(staff) {
        return Err(Problem::refused("not_owner", &["ask_team_lead", "save_own_view"]).into());
    }
    if row.version != seen.0 {
        let now = told(work, staff, vec![row]).await?.pop();
        return Err(Problem::version_conflict(now).into());
    }
    Ok(row)
}

/// Changes a view whole: name, what it shows, with whom it is shared.
#[utoipa::path(put, path = "/api/v1/staff/views/{id}", tag = "care", extensions(("x-action" = json!("care.view.change"))),
    params(("id" = Uuid, Path)), request_body = NewView, responses((status = 200, body = SavedView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 412, body = Problem)))]
pub async fn change(
    session: StaffSession,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(input): Json<NewView>,
) -> Result<Versioned<SavedView>, Problem> {
    let change = session.change_reference(&actions::VIEW_CHANGE)?;
    let staff = session.staff();
    let fits = fits(staff, &input)?;
    let mut work = change.begin().await?;
    let old = held(&work, staff, id, seen).await?;
    // A team's lead mends a team's view; what is the owner's own again, only the owner decides.
    if old.owner_id != staff.id && input.team_id != old.team_id {
        return Err(Problem::refused("not_owner", &["save_own_view"]));
    }
    name_is_free(&work, staff, &input, &fits.name, Some(id)).await?;
    let text = "UPDATE saved_view SET name = $1, filter = $2, columns = $3, look = $4, team_id = $5, version = version + 1, updated_at = $6 WHERE id = $7";
    let values =
        [fits.name.into(), fits.filter.into(), fits.columns.into(), fits.look.into(), input.team_id.into(), work.at().into(), id.into()];
    sql::exec(&work, text, values).await.map_err(Error::from)?;
    work.object("saved_view", id);
    // The team it is no longer shared with hears of it too.
    for team in [old.team_id, input.team_id].into_iter().flatten() {
        work.emit(event("care.view.changed", id, Some(team))).await.map_err(Error::from)?;
    }
    if old.team_id.or(input.team_id).is_none() {
        work.emit(event("care.view.changed", id, None)).await.map_err(Error::from)?;
    }
    let view = one(&work, staff, id).await?;
    work.commit().await?;
    Ok(Versioned(view.version, view))
}

/// Removes a view.
#[utoipa::path(delete, path = "/api/v1/staff/views/{id}", tag = "care", extensions(("x-action" = json!("care.view.remove"))),
    params(("id" = Uuid, Path)), responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 412, body = Problem)))]
pub async fn remove(session: StaffSession, Path(id): Path<Uuid>, seen: IfMatch) -> Result<StatusCode, Problem> {
    let change = session.change_reference(&actions::VIEW_REMOVE)?;
    let mut work = change.begin().await?;
    let old = held(&work, session.staff(), id, seen).await?;
    for text in ["DELETE FROM view_default WHERE view_id = $1", "DELETE FROM saved_view WHERE id = $1"] {
        sql::exec(&work, text, [id.into()]).await.map_err(Error::from)?;
    }
    work.object("saved_view", id);
    work.emit(event("care.view.removed", id, old.team_id)).await.map_err(Error::from)?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Chooses the view one's own desk opens with, or none.
#[utoipa::path(put, path = "/api/v1/staff/view-default", tag = "care", extensions(("x-action" = json!("care.view.default"))),
    request_body = DefaultView, responses((status = 204), (status = 404, body = Problem)))]
pub async fn default_view(session: StaffSession, Json(input): Json<DefaultView>) -> Result<StatusCode, Problem> {
    let change = session.change_reference(&actions::VIEW_DEFAULT)?;
    let staff = session.staff();
    let mut work = change.begin().await?;
    match input.view_id {
        Some(id) => {
            row(&work, staff, id, "").await?;
            let text = "INSERT INTO view_default (professional_id, screen, view_id) VALUES ($1, $2, $3) \
                        ON CONFLICT (professional_id, screen) DO UPDATE SET view_id = excluded.view_id";
            sql::exec(&work, text, [staff.id.into(), SCREEN.into(), id.into()]).await.map_err(Error::from)?;
            work.object("saved_view", id);
        }
        None => {
            let text = "DELETE FROM view_default WHERE professional_id = $1 AND screen = $2";
            sql::exec(&work, text, [staff.id.into(), SCREEN.into()]).await.map_err(Error::from)?;
        }
    }
    work.emit(event("care.view.default", input.view_id.unwrap_or(staff.id), None)).await.map_err(Error::from)?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

//! One's own saved filters of the desk: codes and ids, never what was typed into a search.

use axum::extract::Path;
use axum::http::StatusCode;
use kernel::Problem;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use store::{NewEvent, sql};
use trust::{Answer, IdemJson, Json, StaffSession};
use uuid::Uuid;

use super::filter::DeskQuery;
use crate::{Error, actions};

/// The screen these are of.
const SCREEN: &str = "desk";
/// Most filters one keeps.
const MOST: usize = 50;

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SavedFilter {
    pub id: Uuid,
    pub name: String,
    #[schema(value_type = Object)]
    pub filter: serde_json::Value,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct NewFilter {
    pub name: String,
    pub filter: DeskQuery,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
    filter: serde_json::Value,
}

/// One's saved filters by name.
#[utoipa::path(get, path = "/api/v1/staff/saved-filters", tag = "care", extensions(("x-action" = json!("care.filter.list"))), responses((status = 200, body = [SavedFilter])))]
pub async fn list(session: StaffSession) -> Result<Json<Vec<SavedFilter>>, Problem> {
    let rows = of(&session).await?;
    Ok(Json(rows.into_iter().map(|r| SavedFilter { id: r.id, name: r.name, filter: r.filter }).collect()))
}

async fn of(session: &StaffSession) -> Result<Vec<Row>, Error> {
    let text = "SELECT id, name, filter FROM saved_filter WHERE professional_id = $1 AND screen = $2 ORDER BY name, id";
    Ok(sql::all(&session.gate().db().reference(), text, [session.subject().into(), SCREEN.into()]).await?)
}

/// Saves a filter; one of the same name is replaced.
#[utoipa::path(post, path = "/api/v1/staff/saved-filters", tag = "care", extensions(("x-action" = json!("care.filter.save"))),
    request_body = NewFilter, responses((status = 201, body = SavedFilter), (status = 422, body = Problem)))]
pub async fn save(session: StaffSession, body: IdemJson<NewFilter>) -> Result<Answer, Problem> {
    let change = session.change_reference(&actions::FILTER_SAVE)?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let name = body.value.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 80 {
        return Err(Problem::invalid_field("/name", "length"));
    }
    let kept = of(&session).await?;
    let old = kept.iter().find(|f| f.name == name);
    if old.is_none() && kept.len() >= MOST {
        return Err(Problem::invalid_field("/name", "too_many"));
    }
    let filter = DeskQuery { cursor: None, ..body.value.filter.clone() };
    let mut filter = serde_json::to_value(&filter).map_err(|_| Problem::internal())?;
    if let Some(fields) = filter.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    let work = change.begin().await?;
    let id = old.map_or_else(|| work.new_id(), |f| f.id);
    let text = "INSERT INTO saved_filter (id, professional_id, screen, name, filter, created_at) VALUES ($1, $2, $3, $4, $5, $6) \
                ON CONFLICT (professional_id, screen, name) DO UPDATE SET filter = excluded.filter";
    let values = [id.into(), session.subject().into(), SCREEN.into(), name.clone().into(), filter.clone().into(), work.at().into()];
    sql::exec(&work, text, values).await.map_err(Error::from)?;
    work.emit(NewEvent::new("care.filter.saved", "saved_filter", id)).await.map_err(Error::from)?;
    let answer = SavedFilter { id, name, filter };
    work.remember(&body, 201, &answer).await?;
    work.commit().await?;
    Answer::created(&answer)
}

/// Removes one of one's own filters.
#[utoipa::path(delete, path = "/api/v1/staff/saved-filters/{id}", tag = "care", extensions(("x-action" = json!("care.filter.remove"))),
    params(("id" = Uuid, Path)), responses((status = 204), (status = 404, body = Problem)))]
pub async fn remove(session: StaffSession, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    let change = session.change_reference(&actions::FILTER_REMOVE)?;
    let work = change.begin().await?;
    let gone = sql::exec(&work, "DELETE FROM saved_filter WHERE id = $1 AND professional_id = $2", [id.into(), session.subject().into()])
        .await
        .map_err(Error::from)?;
    if gone.rows_affected() == 0 {
        return Err(Problem::not_found());
    }
    work.emit(NewEvent::new("care.filter.removed", "saved_filter", id)).await.map_err(Error::from)?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

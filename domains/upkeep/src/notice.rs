//! Notices of the service's state: a break that is coming, a disturbance that is on. Shown on top of every page to everyone,
//! also before log-in, from its beginning until its end.

use axum::Extension;
use axum::extract::Path;
use chrono::{DateTime, Utc};
use kernel::{Problem, Text};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use store::NewEvent;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::{Answer, Gate, IdemJson, IfMatch, Json, StaffSession, Versioned};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::{Upkeep, actions, failed, look};

pub(crate) fn routes() -> OpenApiRouter<Upkeep> {
    OpenApiRouter::new().routes(routes!(now)).routes(routes!(list, add)).routes(routes!(change)).routes(routes!(end))
}

/// How grave a notice is.
const LEVELS: &[&str] = &["info", "maintenance", "disturbance"];
const LONGEST: usize = 500;

/// A notice as everyone sees it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ServiceNotice {
    pub id: Uuid,
    /// info | maintenance | disturbance
    pub level: String,
    pub text: Text,
    pub begins_at: DateTime<Utc>,
    /// Until further notice when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<DateTime<Utc>>,
}

/// A notice as its maker sees it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct NoticeRow {
    #[serde(flatten)]
    notice: ServiceNotice,
    version: i32,
    /// coming | now | past
    when: &'static str,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct NoticeBody {
    /// info | maintenance | disturbance
    level: String,
    text: Text,
    /// Now when absent.
    begins_at: Option<DateTime<Utc>>,
    /// Until it is ended by hand when absent.
    ends_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    level: String,
    text_fi: String,
    text_sv: Option<String>,
    text_en: Option<String>,
    begins_at: DateTime<Utc>,
    ends_at: Option<DateTime<Utc>>,
    version: i32,
}

impl Row {
    fn row(self, now: DateTime<Utc>) -> NoticeRow {
        let when = if self.begins_at > now {
            "coming"
        } else if self.ends_at.is_none_or(|end| end > now) {
            "now"
        } else {
            "past"
        };
        NoticeRow {
            version: self.version,
            when,
            notice: ServiceNotice {
                id: self.id,
                level: self.level,
                text: Text { fi: self.text_fi, sv: self.text_sv, en: self.text_en },
                begins_at: self.begins_at,
                ends_at: self.ends_at,
            },
        }
    }
}

const COLUMNS: &str = "SELECT id, level, text_fi, text_sv, text_en, begins_at, ends_at, version FROM service_notice";

/// The notices everyone sees at this instant, the gravest first.
async fn current(conn: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<ServiceNotice>, DbErr> {
    let text = format!("{COLUMNS} WHERE begins_at <= $1 AND (ends_at IS NULL OR ends_at > $1) ORDER BY begins_at DESC LIMIT 5");
    let rows: Vec<Row> = sql::all(conn, &text, [now.into()]).await?;
    let mut notices: Vec<ServiceNotice> = rows.into_iter().map(|r| r.row(now).notice).collect();
    notices.sort_by_key(|n| std::cmp::Reverse(LEVELS.iter().position(|l| *l == n.level)));
    Ok(notices)
}

struct Checked {
    level: String,
    text: Text,
    begins_at: DateTime<Utc>,
    ends_at: Option<DateTime<Utc>>,
}

fn check(body: &NoticeBody, now: DateTime<Utc>) -> Result<Checked, Problem> {
    if !LEVELS.contains(&body.level.as_str()) {
        return Err(Problem::invalid_field("/level", "not_in_list"));
    }
    let one = |path: &str, text: &str| match text.trim().chars().count() {
        n if n > LONGEST => Err(Problem::invalid_field(path, "too_long")),
        _ => Ok(Some(text.trim().to_owned()).filter(|t| !t.is_empty())),
    };
    let fi = one("/text/fi", &body.text.fi)?.ok_or_else(|| Problem::invalid_field("/text/fi", "required"))?;
    let sv = one("/text/sv", body.text.sv.as_deref().unwrap_or_default())?;
    let en = one("/text/en", body.text.en.as_deref().unwrap_or_default())?;
    let begins_at = body.begins_at.unwrap_or(now);
    if body.ends_at.is_some_and(|end| end <= begins_at) {
        return Err(Problem::invalid_field("/ends_at", "order"));
    }
    if body.ends_at.is_some_and(|end| end <= now) {
        return Err(Problem::invalid_field("/ends_at", "in_past"));
    }
    Ok(Checked { level: body.level.clone(), text: Text { fi, sv, en }, begins_at, ends_at: body.ends_at })
}

async fn find(conn: &impl ConnectionTrait, id: Uuid, now: DateTime<Utc>) -> Result<NoticeRow, Problem> {
    let row: Option<Row> = sql::one(conn, &format!("{COLUMNS} WHERE id = $1"), [id.into()]).await.map_err(failed)?;
    row.map(|r| r.row(now)).ok_or_else(Problem::not_found)
}

/// The notices in force now.
#[utoipa::path(get, path = "/api/v1/public/notices", tag = "upkeep", extensions(("x-action" = json!("public.notices.read"))),
    responses((status = 200, body = Vec<ServiceNotice>)))]
async fn now(Extension(gate): Extension<Gate>) -> Result<Json<Vec<ServiceNotice>>, Problem> {
    Ok(Json(current(&gate.db().reference(), gate.ctx().now()).await.map_err(failed)?))
}

/// All notices, newest first.
#[utoipa::path(get, path = "/api/v1/staff/administration/notices", tag = "upkeep", extensions(("x-action" = json!("upkeep.notice.list"))),
    responses((status = 200, body = Vec<NoticeRow>), (status = 403, body = Problem)))]
async fn list(session: StaffSession) -> Result<Json<Vec<NoticeRow>>, Problem> {
    look(&session, &actions::NOTICE_LIST)?;
    let gate = session.gate();
    let rows: Vec<Row> =
        sql::all(&gate.db().reference(), &format!("{COLUMNS} ORDER BY begins_at DESC, id DESC LIMIT 200"), []).await.map_err(failed)?;
    Ok(Json(rows.into_iter().map(|r| r.row(gate.ctx().now())).collect()))
}

#[utoipa::path(post, path = "/api/v1/staff/administration/notices", tag = "upkeep", extensions(("x-action" = json!("upkeep.notice.add"))),
    params(("Idempotency-Key" = Option<String>, Header)), request_body = NoticeBody,
    responses((status = 201, body = NoticeRow), (status = 403, body = Problem), (status = 422, body = Problem)))]
async fn add(session: StaffSession, body: IdemJson<NoticeBody>) -> Result<Answer, Problem> {
    let change = session.change_reference(&actions::NOTICE_ADD)?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = change.begin().await?;
    let new = check(&body.value, work.at())?;
    let id = work.new_id();
    let row: Vec<Value> = vec![
        id.into(),
        new.level.into(),
        new.text.fi.into(),
        new.text.sv.into(),
        new.text.en.into(),
        new.begins_at.into(),
        new.ends_at.into(),
        session.subject().into(),
        1i32.into(),
        work.at().into(),
        work.at().into(),
    ];
    let columns =
        ["id", "level", "text_fi", "text_sv", "text_en", "begins_at", "ends_at", "created_by", "version", "created_at", "updated_at"];
    sql::insert_many(&work, "service_notice", &columns, vec![row]).await.map_err(failed)?;
    work.emit(NewEvent::new("upkeep.notice.added", "service_notice", id)).await.map_err(failed)?;
    work.object("service_notice", id);
    let made = find(&work, id, work.at()).await?;
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Ok(Answer::created(&made)?.version(made.version))
}

#[utoipa::path(put, path = "/api/v1/staff/administration/notices/{id}", tag = "upkeep", extensions(("x-action" = json!("upkeep.notice.change"))),
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NoticeBody,
    responses((status = 200, body = NoticeRow), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn change(
    session: StaffSession,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(body): Json<NoticeBody>,
) -> Result<Versioned<NoticeRow>, Problem> {
    let mut work = session.change_reference(&actions::NOTICE_CHANGE)?.begin().await?;
    work.object("service_notice", id);
    let now = find(&work, id, work.at()).await?;
    let begun = NoticeBody { begins_at: body.begins_at.or(Some(now.notice.begins_at)), ..body };
    let new = check(&begun, work.at())?;
    let text = "UPDATE service_notice SET level = $3, text_fi = $4, text_sv = $5, text_en = $6, begins_at = $7, ends_at = $8, version = version + 1, \
                updated_at = $9 WHERE id = $1 AND version = $2";
    let values: [Value; 9] = [
        id.into(),
        seen.0.into(),
        new.level.into(),
        new.text.fi.into(),
        new.text.sv.into(),
        new.text.en.into(),
        new.begins_at.into(),
        new.ends_at.into(),
        work.at().into(),
    ];
    if sql::exec(&work, text, values).await.map_err(failed)?.rows_affected() == 0 {
        return Err(Problem::version_conflict(now));
    }
    work.emit(NewEvent::new("upkeep.notice.changed", "service_notice", id)).await.map_err(failed)?;
    let row = find(&work, id, work.at()).await?;
    work.commit().await?;
    Ok(Versioned(row.version, row))
}

/// Ends a notice at once; one that was to come never shows.
#[utoipa::path(post, path = "/api/v1/staff/administration/notices/{id}/end", tag = "upkeep", extensions(("x-action" = json!("upkeep.notice.end"))),
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = NoticeRow), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem)))]
async fn end(session: StaffSession, Path(id): Path<Uuid>, seen: IfMatch) -> Result<Versioned<NoticeRow>, Problem> {
    let mut work = session.change_reference(&actions::NOTICE_END)?.begin().await?;
    work.object("service_notice", id);
    let now = find(&work, id, work.at()).await?;
    if now.when == "past" {
        return Err(Problem::state_refused("already_ended"));
    }
    let text = "UPDATE service_notice SET ends_at = $3, version = version + 1, updated_at = $3 WHERE id = $1 AND version = $2";
    if sql::exec(&work, text, [id.into(), seen.0.into(), work.at().into()]).await.map_err(failed)?.rows_affected() == 0 {
        return Err(Problem::version_conflict(now));
    }
    work.emit(NewEvent::new("upkeep.notice.ended", "service_notice", id)).await.map_err(failed)?;
    let row = find(&work, id, work.at()).await?;
    work.commit().await?;
    Ok(Versioned(row.version, row))
}

//! Faults as people tell of them, and what they are answered. Where it happened is the page's address without its ids; no
//! client's data goes along unless the teller writes it, and the screen warns of that. The words are read by a proof.

use axum::extract::Path;
use axum::http::{HeaderMap, header};
use chrono::{DateTime, Duration, Utc};
use kernel::Problem;
use people::organisation::people_by_id;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use store::NewEvent;
use store::sea_orm::{ConnectionTrait, Value};
use store::sql;
use trust::{Answer, ClientSession, IdemJson, IfMatch, Json, Query, StaffSession, Versioned, Work};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::told::{GivenAnswer, PAGE, of_state, without_ids, words, write_answer};
use crate::{Upkeep, actions, failed};

pub fn routes() -> OpenApiRouter<Upkeep> {
    OpenApiRouter::new()
        .routes(routes!(report))
        .routes(routes!(own))
        .routes(routes!(report_as_client))
        .routes(routes!(own_as_client))
        .routes(routes!(list))
        .routes(routes!(answer))
}

/// Reports one person may make in a day.
const A_DAY: i64 = 20;

#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewFault {
    /// The page's address; ids in it are dropped here.
    page: String,
    /// What happened, in the teller's own words.
    words: String,
}

#[derive(Clone, Serialize, utoipa::ToSchema)]
pub struct Fault {
    id: Uuid,
    version: i32,
    /// staff | client
    reporter_kind: String,
    /// The professional's name; a client's is not shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    reporter: Option<String>,
    page: String,
    words: String,
    /// The browser, as it calls itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    program: Option<String>,
    /// open | answered
    state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_at: Option<DateTime<Utc>>,
    reported_at: DateTime<Utc>,
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FaultQuery {
    /// open | answered; all when absent
    state: Option<String>,
    /// Any part of the words, the page or the answer
    q: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    version: i32,
    reporter_kind: String,
    reporter_id: Uuid,
    page: String,
    words: String,
    program: Option<String>,
    state: String,
    answer: Option<String>,
    answered_by: Option<Uuid>,
    answered_at: Option<DateTime<Utc>>,
    reported_at: DateTime<Utc>,
}

const COLUMNS: &str = "SELECT id, version, reporter_kind, reporter_id, page, words, program, state, answer, answered_by, answered_at, reported_at \
     FROM fault_report";

async fn named(conn: &impl ConnectionTrait, rows: Vec<Row>) -> Result<Vec<Fault>, Problem> {
    let staff = rows.iter().filter(|r| r.reporter_kind == "staff").map(|r| r.reporter_id);
    let ids: Vec<Uuid> = staff.chain(rows.iter().filter_map(|r| r.answered_by)).collect();
    let people = people_by_id(conn, &ids).await.map_err(failed)?;
    let name = |id: Uuid| people.get(&id).map(|p| p.name.clone());
    Ok(rows
        .into_iter()
        .map(|r| Fault {
            id: r.id,
            version: r.version,
            reporter: (r.reporter_kind == "staff").then(|| name(r.reporter_id)).flatten(),
            reporter_kind: r.reporter_kind,
            page: r.page,
            words: r.words,
            program: r.program,
            state: r.state,
            answer: r.answer,
            answered_by: r.answered_by.and_then(name),
            answered_at: r.answered_at,
            reported_at: r.reported_at,
        })
        .collect())
}

/// Writes a report in the work; gives it as the reporter sees it.
async fn write(work: &mut Work, kind: &'static str, who: Uuid, new: &NewFault, headers: &HeaderMap) -> Result<Fault, Problem> {
    let text = words("/words", &new.words)?;
    let since = work.at() - Duration::days(1);
    let count = sql::rows(
        &*work,
        "SELECT COUNT(*) AS number FROM fault_report WHERE reporter_id = $1 AND reported_at > $2",
        [who.into(), since.into()],
    )
    .await
    .map_err(failed)?;
    if count.first().and_then(|r| r.try_get::<i64>("", "number").ok()).unwrap_or(0) >= A_DAY {
        return Err(Problem::state_refused("too_many_reports"));
    }
    let program = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).map(|v| v.chars().take(200).collect::<String>());
    let id = work.new_id();
    let row: Vec<Value> = vec![
        id.into(),
        kind.into(),
        who.into(),
        without_ids(&new.page).into(),
        text.into(),
        program.into(),
        "open".into(),
        work.at().into(),
        1i32.into(),
        work.at().into(),
        work.at().into(),
    ];
    let columns =
        ["id", "reporter_kind", "reporter_id", "page", "words", "program", "state", "reported_at", "version", "created_at", "updated_at"];
    sql::insert_many(&*work, "fault_report", &columns, vec![row]).await.map_err(failed)?;
    work.emit(NewEvent::new("upkeep.fault.reported", "fault_report", id)).await.map_err(failed)?;
    work.object("fault_report", id);
    one(&*work, id).await
}

async fn one(conn: &impl ConnectionTrait, id: Uuid) -> Result<Fault, Problem> {
    let row: Option<Row> = sql::one(conn, &format!("{COLUMNS} WHERE id = $1"), [id.into()]).await.map_err(failed)?;
    named(conn, vec![row.ok_or_else(Problem::not_found)?]).await?.pop().ok_or_else(Problem::not_found)
}

async fn of(conn: &impl ConnectionTrait, who: Uuid) -> Result<Vec<Fault>, Problem> {
    let text = format!("{COLUMNS} WHERE reporter_id = $1 ORDER BY reported_at DESC, id DESC LIMIT 50");
    let rows: Vec<Row> = sql::all(conn, &text, [who.into()]).await.map_err(failed)?;
    named(conn, rows).await
}

/// Tells of a fault.
#[utoipa::path(post, path = "/api/v1/staff/faults", tag = "upkeep", extensions(("x-action" = json!("upkeep.fault.report"))),
    params(("Idempotency-Key" = Option<String>, Header)), request_body = NewFault,
    responses((status = 201, body = Fault), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn report(session: StaffSession, headers: HeaderMap, body: IdemJson<NewFault>) -> Result<Answer, Problem> {
    let change = session.change_reference(&actions::FAULT_REPORT)?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = change.begin().await?;
    let fault = write(&mut work, "staff", session.subject(), &body.value, &headers).await?;
    work.remember(&body, 201, &fault).await?;
    work.commit().await?;
    Answer::created(&fault)
}

/// What one has told of, and the answers.
#[utoipa::path(get, path = "/api/v1/staff/faults", tag = "upkeep", extensions(("x-action" = json!("upkeep.fault.own"))),
    responses((status = 200, body = Vec<Fault>), (status = 401, body = Problem)))]
async fn own(session: StaffSession) -> Result<Json<Vec<Fault>>, Problem> {
    let listed = session.list(&actions::FAULT_OWN)?;
    listed.shown(&[]);
    Ok(Json(of(listed.reader(), session.subject()).await?))
}

#[utoipa::path(post, path = "/api/v1/client/faults", tag = "upkeep", extensions(("x-action" = json!("upkeep.own.fault_report"))),
    params(("Idempotency-Key" = Option<String>, Header)), request_body = NewFault,
    responses((status = 201, body = Fault), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn report_as_client(session: ClientSession, headers: HeaderMap, body: IdemJson<NewFault>) -> Result<Answer, Problem> {
    // A fault of the page is told by whoever sees it, whomever they act for.
    let session = session.oneself();
    let change = session.change(&actions::OWN_FAULT_REPORT).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = change.begin().await?;
    let fault = write(&mut work, "client", session.subject(), &body.value, &headers).await?;
    work.remember(&body, 201, &fault).await?;
    work.commit().await?;
    Answer::created(&fault)
}

#[utoipa::path(get, path = "/api/v1/client/faults", tag = "upkeep", extensions(("x-action" = json!("upkeep.own.faults"))),
    responses((status = 200, body = Vec<Fault>), (status = 401, body = Problem)))]
async fn own_as_client(session: ClientSession) -> Result<Json<Vec<Fault>>, Problem> {
    let session = session.oneself();
    let own = session.open(&actions::OWN_FAULTS).await?;
    Ok(Json(of(own.reader(), session.subject()).await?))
}

#[utoipa::path(get, path = "/api/v1/staff/administration/faults", tag = "upkeep", extensions(("x-action" = json!("upkeep.fault.list"))),
    params(FaultQuery), responses((status = 200, body = Vec<Fault>), (status = 403, body = Problem)))]
async fn list(session: StaffSession, Query(query): Query<FaultQuery>) -> Result<Json<Vec<Fault>>, Problem> {
    let listed = session.list(&actions::FAULT_LIST)?;
    // Whom the words may name cannot be known; that they were read stands in the log.
    listed.shown(&[]);
    let (filter, values) = of_state(query.state)?;
    let text = format!("{COLUMNS}{filter} ORDER BY reported_at DESC, id DESC LIMIT {PAGE}");
    let rows: Vec<Row> = sql::all(listed.reader(), &text, values).await.map_err(failed)?;
    let q = query.q.unwrap_or_default().to_lowercase();
    let fits = |r: &Row| {
        q.is_empty()
            || [Some(&r.words), Some(&r.page), r.answer.as_ref()].into_iter().flatten().any(|text| text.to_lowercase().contains(&q))
    };
    Ok(Json(named(listed.reader(), rows.into_iter().filter(fits).collect()).await?))
}

/// Answers a report, or mends the answer; the teller sees it.
#[utoipa::path(post, path = "/api/v1/staff/administration/faults/{id}/answer", tag = "upkeep", extensions(("x-action" = json!("upkeep.fault.answer"))),
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = GivenAnswer,
    responses((status = 200, body = Fault), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn answer(
    session: StaffSession,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(body): Json<GivenAnswer>,
) -> Result<Versioned<Fault>, Problem> {
    let mut work = session.change_reference(&actions::FAULT_ANSWER)?.begin().await?;
    if !write_answer(&mut work, "fault_report", id, seen.0, session.subject(), &body).await? {
        return Err(Problem::version_conflict(one(&work, id).await?));
    }
    work.emit(NewEvent::new("upkeep.fault.answered", "fault_report", id)).await.map_err(failed)?;
    let fault = one(&work, id).await?;
    work.commit().await?;
    Ok(Versioned(fault.version, fault))
}

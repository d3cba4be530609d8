use ::store::sql;
use chrono::{DateTime, Utc};
use kernel::{ClientId, Problem};
use people::card::{IdentityCard, cards};
use people::organisation::PersonRef;
use rules::{Lane, Situation};
use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use trust::{Json, Listed, Query, StaffSession};
use uuid::Uuid;

use super::store::Returned;
use crate::matter::MatterState;
use crate::matter::store::unknown;
use crate::matter::view::Names;
use crate::routing::Team;
use crate::{Error, actions};

/// A matter one sent, and what became of it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SentMatter {
    pub id: Uuid,
    pub version: i32,
    pub number: String,
    /// The main client.
    pub client: IdentityCard,
    /// How many others share the matter.
    pub others: usize,
    pub situation: Situation,
    pub sent_at: DateTime<Utc>,
    pub state: MatterState,
    pub lane: Lane,
    pub team: Team,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handler: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returned: Option<Returned>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close_reason: Option<String>,
    #[schema(value_type = Vec<String>)]
    pub permitted_actions: Vec<&'static str>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SentPage {
    pub items: Vec<SentMatter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SentQuery {
    pub cursor: Option<String>,
    /// 1–100, 30 when absent.
    pub limit: Option<u32>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    version: i32,
    number: String,
    situation: String,
    state: String,
    lane: String,
    team_id: Uuid,
    handler_id: Option<Uuid>,
    initiated_at: DateTime<Utc>,
    closed_at: Option<DateTime<Utc>>,
    close_reason: Option<String>,
}

#[derive(FromQueryResult)]
struct ClientRow {
    matter_id: Uuid,
    client_id: Uuid,
}

#[derive(FromQueryResult)]
struct ReturnRow {
    matter_id: Uuid,
    at: DateTime<Utc>,
    reason: Option<String>,
    actor_id: Uuid,
}

/// What one has sent, newest first, with what became of it: the handler, the lane, a return with its reason.
#[utoipa::path(get, path = "/api/v1/staff/lobby/sent", tag = "care", extensions(("x-action" = json!("care.lobby.sent"))),
    params(SentQuery), responses((status = 200, body = SentPage)))]
pub async fn sent(session: StaffSession, Query(query): Query<SentQuery>) -> Result<Json<SentPage>, Problem> {
    let listed = session.list(&actions::LOBBY_SENT)?;
    let limit = query.limit.unwrap_or(30).clamp(1, 100) as usize;
    let after =
        query.cursor.as_deref().map(|c| read_cursor(c).ok_or_else(|| Problem::invalid_field("/cursor", "not_a_cursor"))).transpose()?;
    let page = page(&listed, after, limit).await?;
    Ok(Json(page))
}

fn read_cursor(text: &str) -> Option<(DateTime<Utc>, Uuid)> {
    let (at, id) = text.split_once('_')?;
    Some((DateTime::from_timestamp_micros(at.parse().ok()?)?, id.parse().ok()?))
}

async fn page(listed: &Listed, after: Option<(DateTime<Utc>, Uuid)>, limit: usize) -> Result<SentPage, Error> {
    let (mine, mut values) = listed.sent_sql("m", 1);
    let mut text = format!(
        "SELECT m.id, m.version, m.number, m.situation, m.state, m.lane, m.team_id, m.handler_id, m.initiated_at, m.closed_at, m.close_reason \
         FROM matter m WHERE {mine} AND m.sender_kind = 'staff'"
    );
    if let Some((at, id)) = after {
        text.push_str(&format!(" AND (m.initiated_at, m.id) < (${}, ${})", values.len() + 1, values.len() + 2));
        values.extend([Value::from(at), Value::from(id)]);
    }
    text.push_str(&format!(" ORDER BY m.initiated_at DESC, m.id DESC LIMIT {}", limit + 1));
    let mut rows: Vec<Row> = sql::all(listed.reader(), &text, values).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next_cursor = rows.last().filter(|_| more).map(|last| format!("{}_{}", last.initiated_at.timestamp_micros(), last.id));
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    let clients = clients_of(listed, &ids).await?;
    let returns = returns_of(listed, &rows).await?;
    let mut people: Vec<Uuid> = rows.iter().filter_map(|r| r.handler_id).collect();
    people.extend(returns.iter().map(|r| r.actor_id));
    let teams: Vec<Uuid> = rows.iter().map(|r| r.team_id).collect();
    let names = Names::read(listed.reader(), &teams, &people).await?;
    let all: Vec<ClientId> = clients.iter().map(|c| ClientId(c.client_id)).collect();
    let found = cards(listed, &all).await?;
    listed.shown(&all);
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let mut theirs = clients.iter().filter(|c| c.matter_id == row.id);
        let Some(client) = theirs.next().and_then(|c| found.iter().find(|card| card.id == c.client_id)) else { continue };
        let state = MatterState::parse(&row.state).ok_or_else(|| unknown("matter.state"))?;
        let returned = returns.iter().find(|r| state == MatterState::Returned && r.matter_id == row.id);
        items.push(SentMatter {
            id: row.id,
            version: row.version,
            number: row.number,
            client: client.clone(),
            others: theirs.count(),
            situation: Situation::parse(&row.situation).ok_or_else(|| unknown("matter.situation"))?,
            sent_at: row.initiated_at,
            state,
            lane: Lane::parse(&row.lane).ok_or_else(|| unknown("matter.lane"))?,
            team: names.team(row.team_id),
            handler: row.handler_id.map(|h| names.person(h)),
            returned: returned.map(|r| Returned { reason: r.reason.clone().unwrap_or_default(), by: names.person(r.actor_id), at: r.at }),
            closed_at: row.closed_at,
            close_reason: row.close_reason,
            permitted_actions: if state == MatterState::Returned { vec!["resend"] } else { Vec::new() },
        });
    }
    Ok(SentPage { items, next_cursor })
}

async fn clients_of(listed: &Listed, ids: &[Uuid]) -> Result<Vec<ClientRow>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT matter_id, client_id FROM matter_client WHERE matter_id IN ({}) AND left_at IS NULL ORDER BY main DESC, joined_at, client_id",
        sql::params(1, ids.len())
    );
    Ok(sql::all(listed.reader(), &text, ids.iter().map(|id| Value::from(*id))).await?)
}

/// The returns of those matters that are returned now, newest first.
async fn returns_of(listed: &Listed, rows: &[Row]) -> Result<Vec<ReturnRow>, Error> {
    let ids: Vec<Uuid> = rows.iter().filter(|r| r.state == "returned").map(|r| r.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT matter_id, at, reason, actor_id FROM matter_step WHERE matter_id IN ({}) AND kind = 'returned' ORDER BY at DESC, id DESC",
        sql::params(1, ids.len())
    );
    Ok(sql::all(listed.reader(), &text, ids.iter().map(|id| Value::from(*id))).await?)
}

//! The matters behind a step or a way of one's own teams' map, within the viewer's rights.

use axum::extract::State;
use care::stay::{COUNTED, STAYS};
use chrono::NaiveDate;
use kernel::{ClientId, Problem};
use people::IdentityCard;
use people::card::cards;
use rules::ChainPlace;
use sea_orm::FromQueryResult;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::{Json, Listed, Query, StaffSession};
use uuid::Uuid;

use super::model::{ProcessRow, ProcessRows, ProcessRowsQuery};
use crate::period::FlowPeriod;
use crate::reach::{Asked, of_teams};
use crate::{Error, Flow, actions};

/// Rows of one page.
const PAGE: u32 = 25;

/// Which stays: a condition over `s` with its values from `$1`, and the order they are shown in.
struct Which {
    text: String,
    values: Vec<Value>,
    order: &'static str,
}

impl Which {
    fn of(asked: &ProcessRowsQuery, today: NaiveDate) -> Result<Self, Error> {
        let first = asked.period.unwrap_or(FlowPeriod::Quarter).first(today);
        match (asked.from, asked.to, asked.step) {
            (None, None, Some(step)) => {
                Ok(Self { text: "s.left_on IS NULL AND s.step = $1".into(), values: vec![step.code().into()], order: "s.entered_on, s.id" })
            }
            // What comes from outside is told by the first stay, and has not left anything.
            (Some(from @ (ChainPlace::Start | ChainPlace::Closed)), Some(to), None) => Ok(Self {
                text: "s.from_step = $1 AND s.step = $2 AND s.entered_on >= $3 AND s.entered_on <= $4".into(),
                values: vec![from.code().into(), to.code().into(), first.into(), today.into()],
                order: "s.entered_on DESC, s.id",
            }),
            (Some(from), Some(to), None) => Ok(Self {
                text: "s.step = $1 AND s.to_step = $2 AND s.left_on >= $3 AND s.left_on <= $4".into(),
                values: vec![from.code().into(), to.code().into(), first.into(), today.into()],
                order: "s.days DESC, s.left_on DESC, s.id",
            }),
            (None, _, _) => Err(Error::field("from", "required")),
            (_, None, _) => Err(Error::field("to", "required")),
            _ => Err(Error::field("step", "not_in_list")),
        }
    }
}

#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
    number: String,
    client_id: Option<Uuid>,
    entered_on: NaiveDate,
    left_on: Option<NaiveDate>,
    days: Option<i32>,
    nth: i32,
    handed: i32,
}

/// The matters behind a step or a way, a page at a time: of a way those that took longest first, of a step those that have been there longest.
#[utoipa::path(get, path = "/api/v1/staff/process-map/rows", tag = "flow", operation_id = "process_map_rows", params(ProcessRowsQuery),
    responses((status = 200, body = ProcessRows), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("flow.rows.list"))))]
pub(crate) async fn rows(
    session: StaffSession,
    State(_room): State<Flow>,
    Query(asked): Query<ProcessRowsQuery>,
) -> Result<Json<ProcessRows>, Problem> {
    let listed = session.list(&actions::ROWS)?;
    Ok(Json(page(&listed, &asked).await?))
}

async fn page(listed: &Listed, asked: &ProcessRowsQuery) -> Result<ProcessRows, Error> {
    let today = listed.today();
    let which = Which::of(asked, today)?;
    let scope = Asked { team: asked.team_id, task: asked.service_task };
    let (counted, more) = of_teams(listed, scope, which.values.len() + 1)?;
    let mut values = which.values.clone();
    values.extend(more);
    let total =
        count(listed, &format!("SELECT COUNT(*) AS n FROM ({COUNTED}) s WHERE {} AND {counted}", which.text), values.clone()).await?;

    // Counted by whose hands it was in, shown by whose hands it is in.
    let (reach, more) = listed.sql("s", values.len() + 1);
    values.extend(more);
    let from = format!("FROM ({STAYS}) s WHERE {} AND {counted} AND {reach}", which.text);
    let shown = count(listed, &format!("SELECT COUNT(*) AS n {from}"), values.clone()).await?;
    let number = asked.page.unwrap_or(0);
    let limit = values.len() + 1;
    values.extend([Value::from(i64::from(PAGE) + 1), Value::from(i64::from(number) * i64::from(PAGE))]);
    let text = format!(
        "SELECT s.id, s.number, s.client_id, s.entered_on, s.left_on, s.days, s.nth, s.handed {from} ORDER BY {} LIMIT ${limit} OFFSET ${}",
        which.order,
        limit + 1
    );
    let mut found: Vec<Found> = sql::all(listed.reader(), &text, values).await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let mut clients: Vec<ClientId> = found.iter().filter_map(|row| row.client_id.map(ClientId)).collect();
    clients.sort_unstable();
    clients.dedup();
    let known: Vec<IdentityCard> = cards(listed, &clients).await?;
    listed.shown(&clients);
    let items = found.into_iter().map(|row| ProcessRow {
        id: row.id,
        number: row.number,
        client: row.client_id.and_then(|id| known.iter().find(|card| card.id == id).cloned()),
        entered_on: row.entered_on,
        left_on: row.left_on,
        days: row.days.map_or_else(|| (today - row.entered_on).num_days().max(0), i64::from),
        nth: row.nth,
        handed: row.handed == 1,
    });
    Ok(ProcessRows { total, hidden: (total - shown).max(0), items: items.collect(), next: more.then_some(number + 1) })
}

async fn count(listed: &Listed, text: &str, values: Vec<Value>) -> Result<i64, DbErr> {
    #[derive(FromQueryResult)]
    struct Count {
        n: i64,
    }
    Ok(sql::one::<Count>(listed.reader(), text, values).await?.map_or(0, |count| count.n))
}

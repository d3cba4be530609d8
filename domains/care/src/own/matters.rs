//! Queries for the client's own matters.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::ServiceTask;
use rules::{Lane, Situation, Urgency};
use sea_orm::{DbErr, FromQueryResult, Value};
use store::sql;
use trust::{Own, Work};
use uuid::Uuid;

use super::model::OwnPlan;
use crate::matter::{Matter, MatterState};
use crate::{plan, thing};

/// As much of a matter as its client sees.
#[derive(Clone, Debug)]
pub struct Seen {
    pub id: Uuid,
    pub number: String,
    pub situation: Situation,
    pub channel: String,
    pub lane: Lane,
    pub state: MatterState,
    pub team_id: Uuid,
    pub handler_id: Option<Uuid>,
    pub initiated_on: NaiveDate,
    pub service_task: ServiceTask,
    pub urgency: Urgency,
    /// Others are in it too.
    pub shared: bool,
}

/// The channel of a concern (or a contact) about another person.
pub const ABOUT_OTHER: &str = "concern_other";

impl Seen {
    pub fn about_other(&self) -> bool {
        self.channel == ABOUT_OTHER
    }
}

impl From<&Matter> for Seen {
    fn from(m: &Matter) -> Self {
        Self {
            id: m.id,
            number: m.number.clone(),
            situation: m.situation,
            channel: m.channel.clone(),
            lane: m.lane,
            state: m.state,
            team_id: m.team_id,
            handler_id: m.handler_id,
            initiated_on: m.initiated_on,
            service_task: m.scope.service_task,
            urgency: m.urgency,
            shared: m.clients.len() > 1,
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    number: String,
    situation: String,
    channel: String,
    lane: String,
    state: String,
    team_id: Uuid,
    handler_id: Option<Uuid>,
    initiated_on: NaiveDate,
    sender_kind: String,
    sender_id: Uuid,
    service_task: String,
    urgency: String,
    clients: i64,
}

impl Row {
    /// For whoever did not tell of it, a concern about another person is a matter like any other.
    fn seen(self, own: &Own) -> Result<Seen, DbErr> {
        let unknown = |what: &str| DbErr::Custom(format!("an unknown code in {what}"));
        let mine = self.sender_kind == "client" && own.clients().iter().any(|c| c.0 == self.sender_id);
        let channel = if self.channel == ABOUT_OTHER && !mine { "lobby".to_owned() } else { self.channel };
        Ok(Seen {
            id: self.id,
            number: self.number,
            situation: Situation::parse(&self.situation).ok_or_else(|| unknown("matter.situation"))?,
            channel,
            lane: Lane::parse(&self.lane).ok_or_else(|| unknown("matter.lane"))?,
            state: MatterState::parse(&self.state).ok_or_else(|| unknown("matter.state"))?,
            team_id: self.team_id,
            handler_id: self.handler_id,
            initiated_on: self.initiated_on,
            service_task: ServiceTask::parse(&self.service_task).ok_or_else(|| unknown("matter.service_task"))?,
            urgency: Urgency::parse(&self.urgency).ok_or_else(|| unknown("matter.urgency"))?,
            shared: self.clients > 1,
        })
    }
}

/// The client's matters: those they have joined and not left, and what they told of another person. Open ones first.
/// `only` one of them, when given. Whoever acts for the client does not see what the client told of another, nor what is hidden.
pub async fn of(own: &Own, only: Option<Uuid>) -> Result<Vec<Seen>, DbErr> {
    let (clients, mut values) = own.clients_sql("c", 1);
    let senders = sql::params(1, values.len());
    let one = if let Some(id) = only {
        values.push(id.into());
        format!("AND m.id = ${}", values.len())
    } else {
        String::new()
    };
    let told = if own.acting().is_some() {
        String::new()
    } else {
        format!(" OR (m.sender_id IN ({senders}) AND m.sender_kind = 'client' AND m.channel = '{ABOUT_OTHER}')")
    };
    let shown = own.shown_sql("m", Some("id"));
    let columns = "m.id, m.number, m.situation, m.channel, m.lane, m.state, m.team_id, m.handler_id, m.initiated_on, m.sender_kind, m.sender_id, \
         m.service_task, m.urgency, (SELECT COUNT(*) FROM matter_client o WHERE o.matter_id = m.id AND o.left_at IS NULL) AS clients";
    let text = format!(
        "SELECT {columns} FROM matter m WHERE (m.id IN (SELECT c.matter_id FROM matter_client c WHERE {clients} AND c.left_at IS NULL){told}) {one}{shown} \
         ORDER BY CASE WHEN m.state = 'closed' THEN 1 ELSE 0 END, m.initiated_at DESC LIMIT 200"
    );
    let rows: Vec<Row> = sql::all(own.reader(), &text, values).await?;
    rows.into_iter().map(|r| r.seen(own)).collect()
}

/// A matter of the client's own that is open: with which team it waits, and for what. None of what the client told of another, who is
/// told only that it was received.
///
/// # Errors
/// When the database does not answer.
pub async fn standing(own: &Own, id: Uuid) -> Result<Option<(Uuid, ServiceTask)>, DbErr> {
    let found = of(own, Some(id)).await?.pop();
    Ok(found.filter(|seen| seen.state == MatterState::Open && !seen.about_other()).map(|seen| (seen.team_id, seen.service_task)))
}

/// When the lanes of these matters were reached, the latest time each.
pub async fn reached(own: &Own, matters: &[Uuid]) -> Result<HashMap<(Uuid, Lane), NaiveDate>, DbErr> {
    #[derive(FromQueryResult)]
    struct Moved {
        matter_id: Uuid,
        at: DateTime<Utc>,
        to_value: Option<String>,
    }
    if matters.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!(
        "SELECT matter_id, at, to_value FROM matter_step WHERE kind = 'moved' AND matter_id IN ({}) ORDER BY at",
        sql::params(1, matters.len())
    );
    let rows: Vec<Moved> = sql::all(own.reader(), &text, matters.iter().map(|m| Value::from(*m))).await?;
    Ok(rows.into_iter().filter_map(|r| Some(((r.matter_id, Lane::parse(r.to_value.as_deref()?)?), kernel::helsinki_date(r.at)))).collect())
}

/// The client's own views: text and version, by matter.
pub async fn views(own: &Own) -> Result<HashMap<Uuid, (String, i32)>, DbErr> {
    #[derive(FromQueryResult)]
    struct View {
        matter_id: Uuid,
        text: String,
        version: i32,
    }
    let (clients, values) = own.clients_sql("v", 1);
    let rows: Vec<View> =
        sql::all(own.reader(), &format!("SELECT v.matter_id, v.text, v.version FROM own_view v WHERE {clients}"), values).await?;
    Ok(rows.into_iter().map(|r| (r.matter_id, (r.text, r.version))).collect())
}

/// The client's plans in force, by matter.
pub async fn plans(own: &Own) -> Result<HashMap<Uuid, OwnPlan>, DbErr> {
    #[derive(FromQueryResult)]
    struct Plan {
        id: Uuid,
        matter_id: Uuid,
        document_id: Option<Uuid>,
        review_on: Option<NaiveDate>,
    }
    let (clients, values) = own.clients_sql("p", 1);
    let text = format!(
        "SELECT p.id, p.matter_id, p.document_id, p.review_on FROM plan p WHERE {clients} AND p.state = 'active' AND p.matter_id IS NOT NULL ORDER BY p.valid_from, p.id"
    );
    let plans: Vec<Plan> = sql::all(own.reader(), &text, values).await?;
    let ids: Vec<Uuid> = plans.iter().map(|p| p.id).collect();
    let (mut goals, mut services) = plan::parts(own.reader(), &ids).await?;
    Ok(plans
        .into_iter()
        .map(|p| {
            let plan = OwnPlan {
                document_id: p.document_id,
                goals: goals.remove(&p.id).unwrap_or_default(),
                services: services.remove(&p.id).unwrap_or_default(),
                review_on: p.review_on,
            };
            (p.matter_id, plan)
        })
        .collect())
}

/// Writes the client's own view; false when the version is not the one seen any more.
pub async fn write_view(work: &Work, matter: &Matter, client: kernel::ClientId, seen: i32, words: &str) -> Result<bool, DbErr> {
    if seen == 0 {
        let mut row = thing::owned(work.new_id(), client, thing::scope(matter, 13));
        row.extend([matter.id.into(), words.into(), 1i32.into(), work.at().into(), work.at().into()]);
        let text = format!(
            "INSERT INTO own_view ({}, matter_id, text, version, created_at, updated_at) VALUES ({}) ON CONFLICT (matter_id, client_id) DO NOTHING",
            thing::OWNED.join(", "),
            sql::params(1, row.len())
        );
        return Ok(sql::exec(work, &text, row).await?.rows_affected() == 1);
    }
    let text =
        "UPDATE own_view SET text = $1, updated_at = $2, version = version + 1 WHERE matter_id = $3 AND client_id = $4 AND version = $5";
    Ok(sql::exec(work, text, [words.into(), work.at().into(), matter.id.into(), client.0.into(), seen.into()]).await?.rows_affected() == 1)
}

use std::collections::HashMap;

use kernel::{ClientId, Register, ServiceTask};
use people::IdentityCard;
use people::card::cards;
use people::organisation::people_by_id;
use people::overseen::Queue;
use rules::Rules;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::{Keyring, sql};
use trust::{Listed, Own, Staff};
use uuid::Uuid;

use super::model::{RightsAppeal, RightsKind, RightsQuery, RightsRequest, RightsRequests, RightsState};
use super::store::Row;
use crate::Error;
use crate::restriction::store as restrictions;

/// The most a client is told of their own, newest first.
const OWN: u32 = 200;

/// The requests this supervisor works on: their own unit's, and those of a unit that has no lead.
const QUEUE: Queue =
    Queue { from: "rights_request r", alias: "r", professional: "r.handler_id", unit: "r.unit_id", waits: "r.state = 'waiting'" };

/// Whose requests these are, as a predicate over `r`.
pub(crate) fn whose(staff: &Staff, today: chrono::NaiveDate, first: usize) -> (String, Vec<Value>) {
    QUEUE.whose(staff, today, first)
}

/// The client's own requests, newest first.
pub(crate) async fn own(rules: &Rules, own: &Own) -> Result<Vec<RightsRequest>, Error> {
    let (whose, values) = own.clients_sql("r", 1);
    let text = format!("SELECT r.* FROM rights_request r WHERE {whose} ORDER BY r.id DESC LIMIT {OWN}");
    let rows: Vec<Row> = sql::all(own.reader(), &text, values).await?;
    Ok(told(rules, own.reader(), own.today(), rows, &HashMap::new(), None).await?)
}

/// A page of what waits, oldest first, or of what has been answered, newest first.
pub(super) async fn page(rules: &Rules, keys: &Keyring, listed: &Listed, query: &RightsQuery) -> Result<RightsRequests, Error> {
    let which = match query.state.unwrap_or(RightsState::Waiting) {
        RightsState::Waiting => ("r.state = 'waiting'", true),
        RightsState::Done => ("r.state = 'done'", false),
        RightsState::Refused => ("r.state = 'refused'", false),
    };
    let narrow = |first: usize| {
        let (mut text, mut values) = (String::new(), Vec::<Value>::new());
        if let Some(kind) = query.kind {
            values.push(kind.code().into());
            text.push_str(&format!(" AND r.kind = ${first}"));
        }
        if query.overdue {
            values.push(listed.today().into());
            text.push_str(&format!(" AND r.due_on < ${}", first + values.len() - 1));
        }
        if let Some(q) = query.q.as_deref().filter(|q| !q.trim().is_empty()) {
            let named = people::search::named_sql(listed, keys, q, "r.client_id", first + values.len());
            let (named, more) = named.map_err(kernel::Problem::from)?;
            text.push_str(&format!(" AND {named}"));
            values.extend(more);
        }
        Ok::<_, Error>((text, values))
    };
    let found = QUEUE.page(listed, which, query.after, |row: &Row| row.id, narrow).await?;
    let items = shown(rules, listed, found.rows).await?;
    Ok(RightsRequests { items, waiting: found.waiting, overdue: found.overdue, next: found.next })
}

/// One of them.
pub(super) async fn one(rules: &Rules, listed: &Listed, id: Uuid) -> Result<RightsRequest, Error> {
    let (own, mut values) = whose(listed.staff(), listed.today(), 2);
    values.insert(0, id.into());
    let row: Option<Row> =
        sql::one(listed.reader(), &format!("SELECT r.* FROM rights_request r WHERE r.id = $1 AND {own}"), values).await?;
    shown(rules, listed, row.into_iter().collect()).await?.pop().ok_or(Error::NotFound)
}

/// With the clients' names; the log says whose were shown.
async fn shown(rules: &Rules, listed: &Listed, rows: Vec<Row>) -> Result<Vec<RightsRequest>, Error> {
    let clients: Vec<ClientId> = rows.iter().map(|r| ClientId(r.client_id)).collect();
    let names: HashMap<Uuid, IdentityCard> = cards(listed, &clients).await?.into_iter().map(|c| (c.id, c)).collect();
    listed.shown(&clients);
    Ok(told(rules, listed.reader(), listed.today(), rows, &names, Some(listed.staff())).await?)
}

async fn told(
    rules: &Rules,
    conn: &impl ConnectionTrait,
    today: chrono::NaiveDate,
    rows: Vec<Row>,
    clients: &HashMap<Uuid, IdentityCard>,
    staff: Option<&Staff>,
) -> Result<Vec<RightsRequest>, DbErr> {
    let named: Vec<Uuid> = rows.iter().filter_map(|r| r.answered_by).collect();
    let people = people_by_id(conn, &named).await?;
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    let mut marked = restrictions::of_requests(rules, conn, today, &ids).await?;
    let appeal = &rules.rights.on(today).body.appeal;
    let told = rows.into_iter().map(|row| {
        let state = RightsState::parse(&row.state).unwrap_or(RightsState::Waiting);
        let kind = RightsKind::parse(&row.kind).unwrap_or(RightsKind::Correction);
        let waits = state == RightsState::Waiting;
        let mut permitted = Vec::new();
        if staff.is_some() && waits {
            if kind == RightsKind::Correction {
                permitted.extend(["answer", "restrict"].map(String::from));
            }
            if row.extended_at.is_none() && row.due_on >= today {
                permitted.push("extend".to_owned());
            }
        }
        RightsRequest {
            id: row.id,
            version: row.version,
            kind,
            state,
            asked_at: row.asked_at,
            register: Register::parse(&row.register).unwrap_or(Register::Social),
            service_task: ServiceTask::parse(&row.service_task).unwrap_or(ServiceTask::OlderPeople),
            channel: row.channel,
            object_kind: row.object_kind,
            object_id: row.object_id,
            object_label: row.object_label,
            wrong: row.wrong,
            correct: row.correct,
            due_on: row.due_on,
            overdue: waits && row.due_on < today,
            extended_at: row.extended_at,
            extended_reason: row.extended_reason,
            appeal: (state == RightsState::Refused || row.outcome.as_deref() == Some("partly")).then(|| RightsAppeal {
                about: appeal.about.clone(),
                law: appeal.law.clone(),
                mark: appeal.mark,
            }),
            outcome: row.outcome,
            answer: row.answer,
            answered_at: row.answered_at,
            answered_by: row.answered_by.and_then(|id| people.get(&id).cloned()),
            seen_at: row.seen_at,
            client: clients.get(&row.client_id).cloned(),
            restrictions: marked.remove(&row.id).unwrap_or_default(),
            permitted_actions: permitted,
        }
    });
    Ok(told.collect())
}

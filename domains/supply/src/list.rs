//! Deviations as they are shown: of one client, of one's own teams, and summed.

use kernel::{ClientId, Register};
use people::card::cards;
use people::organisation::{people_by_id, teams_by_id};
use people::{IdentityCard, Proof};
use rules::{Supply, SupplyKind};
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::{Listed, Opened, Surveyed};
use uuid::Uuid;

use crate::find::{Bound, Found, deviations};
use crate::model::{SupplyCounty, SupplyDeviation, SupplyGroup, SupplyHandled, SupplyList, SupplyQuery, SupplyTodoSeen, SupplyWhich};
use crate::{Error, SupplyRoom};

/// Rows of one page.
const PAGE: usize = 25;
/// The most of one client.
const OF_CLIENT: usize = 100;

/// The deviations of the opened client's plans, those that are open first.
pub(crate) async fn of_client(room: &SupplyRoom, opened: &Opened) -> Result<Vec<SupplyDeviation>, DbErr> {
    let rules = room.rules.now();
    let set = &rules.supply.on(opened.today()).body;
    let found = found_of(opened, set).await?;
    told(opened, set, &[], found).await
}

/// The same as they were found.
pub(crate) async fn found_of(opened: &Opened, set: &Supply) -> Result<Vec<Found>, DbErr> {
    let Bound { text, mut values } = deviations(opened.reader(), set, opened.today()).await?;
    let (clients, more) = opened.clients_sql("d", values.len() + 1);
    values.extend(more);
    let text = format!(
        "SELECT d.* FROM ({text}) d WHERE {clients} AND {} ORDER BY CASE WHEN d.handled_id IS NULL THEN 0 ELSE 1 END, d.from_on, d.id, d.kind \
         LIMIT {OF_CLIENT}",
        opened.scopes().sql("d")
    );
    sql::all(opened.reader(), &text, values).await
}

/// The rows a query asks for, from one on.
pub(crate) async fn rows(listed: &Listed, set: &Supply, asked: &SupplyQuery, from: usize, most: usize) -> Result<Vec<Found>, DbErr> {
    let Bound { text, mut values } = deviations(listed.reader(), set, listed.today()).await?;
    let (reach, more) = listed.sql_of_clients("d", values.len() + 1);
    values.extend(more);
    let handled = asked.which == Some(SupplyWhich::Handled);
    let mut filter = format!("{reach} AND d.handled_id IS {}NULL", if handled { "NOT " } else { "" });
    let mut add = |column: &str, value: Value| {
        values.push(value);
        filter.push_str(&format!(" AND d.{column} = ${}", values.len()));
    };
    if let Some(kind) = asked.kind {
        add("kind", kind.code().into());
    }
    if let Some(service) = &asked.service {
        add("code", service.as_str().into());
    }
    if let Some(team) = asked.team_id {
        add("team_id", team.into());
    }
    let text = format!("SELECT d.* FROM ({text}) d WHERE {filter} ORDER BY d.from_on, d.id, d.kind, d.cause_id LIMIT {most} OFFSET {from}");
    sql::all(listed.reader(), &text, values).await
}

/// A page of one's own teams' deviations, with how many there are of each.
pub(crate) async fn page(room: &SupplyRoom, listed: &Listed, asked: &SupplyQuery) -> Result<SupplyList, Error> {
    let rules = room.rules.now();
    let set = &rules.supply.on(listed.today()).body;
    let page = asked.page.unwrap_or(0);
    let mut found = rows(listed, set, asked, PAGE * usize::try_from(page).unwrap_or(usize::MAX / PAGE), PAGE + 1).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let clients = clients_of(&found);
    let known = cards(listed, &clients).await?;
    listed.shown(&clients);
    let items = told(listed, set, &known, found).await?;
    let Bound { text, mut values } = deviations(listed.reader(), set, listed.today()).await?;
    let (reach, more_values) = listed.sql_of_clients("d", values.len() + 1);
    values.extend(more_values);
    let text = format!(
        "SELECT d.kind, d.code, d.team_id, COUNT(*) AS n FROM ({text}) d WHERE {reach} AND d.handled_id IS NULL GROUP BY d.kind, d.code, d.team_id"
    );
    let groups = groups(listed.reader(), &text, values, None).await?;
    Ok(SupplyList { items, groups, ahead_days: set.ahead_days, next: more.then_some(page + 1) })
}

/// How many there are of each kind and service over the county. No sum is told: what is too few could be counted from it.
pub(crate) async fn county(room: &SupplyRoom, surveyed: &Surveyed) -> Result<SupplyCounty, DbErr> {
    let rules = room.rules.now();
    let set = &rules.supply.on(surveyed.today()).body;
    let Bound { text, values } = deviations(surveyed.reader(), set, surveyed.today()).await?;
    let text = format!(
        "SELECT d.kind, d.code, CAST(NULL AS uuid) AS team_id, COUNT(*) AS n FROM ({text}) d WHERE d.handled_id IS NULL GROUP BY d.kind, d.code"
    );
    let groups = groups(surveyed.reader(), &text, values, Some(i64::from(set.least))).await?;
    Ok(SupplyCounty { groups, least: set.least, ahead_days: set.ahead_days })
}

async fn groups(conn: &impl ConnectionTrait, text: &str, values: Vec<Value>, least: Option<i64>) -> Result<Vec<SupplyGroup>, DbErr> {
    #[derive(FromQueryResult)]
    struct Group {
        kind: String,
        code: String,
        team_id: Option<Uuid>,
        n: i64,
    }
    let mut rows: Vec<Group> = sql::all(conn, text, values).await?;
    rows.sort_by(|a, b| b.n.cmp(&a.n).then(a.kind.cmp(&b.kind)).then(a.code.cmp(&b.code)));
    let teams: Vec<Uuid> = rows.iter().filter_map(|row| row.team_id).collect();
    let teams = teams_by_id(conn, &teams).await?;
    let told = rows.into_iter().filter_map(|row| {
        Some(SupplyGroup {
            kind: SupplyKind::parse(&row.kind)?,
            service: care::plan::services::name(&row.code),
            service_code: row.code,
            team_id: row.team_id,
            team: row.team_id.and_then(|id| teams.get(&id)).map(|team| team.name.clone()),
            n: least.is_none_or(|least| row.n >= least).then_some(row.n),
        })
    });
    Ok(told.collect())
}

pub(crate) fn clients_of(found: &[Found]) -> Vec<ClientId> {
    let mut clients: Vec<ClientId> = found.iter().map(|row| ClientId(row.client_id)).collect();
    clients.sort_unstable();
    clients.dedup();
    clients
}

/// With the words of the rules.
pub(crate) async fn told(
    proof: &impl Proof,
    set: &Supply,
    known: &[IdentityCard],
    found: Vec<Found>,
) -> Result<Vec<SupplyDeviation>, DbErr> {
    let teams: Vec<Uuid> = found.iter().filter_map(|row| row.team_id).collect();
    let teams = teams_by_id(proof.conn(), &teams).await?;
    let people: Vec<Uuid> = found.iter().filter_map(|row| row.handled_by).collect();
    let people = people_by_id(proof.conn(), &people).await?;
    let told = found.into_iter().filter_map(|row| {
        let kind = SupplyKind::parse(&row.kind)?;
        let rule = set.rule(kind)?;
        let handled = row.handled_id.zip(row.handled_at).map(|(id, at)| SupplyHandled {
            id,
            what: row.handled_what.clone(),
            words: row.handled_words.clone().unwrap_or_default(),
            by: row.handled_by.and_then(|id| people.get(&id).cloned()),
            at,
        });
        let cause = row.cause_id.map(|id| format!("/{id}")).unwrap_or_default();
        Some(SupplyDeviation {
            id: format!("{kind}/{}{cause}", row.id),
            kind,
            name: rule.name.clone(),
            why: rule.why.clone(),
            todo: rule
                .todo
                .iter()
                .map(|todo| SupplyTodoSeen { code: todo.code.clone(), text: todo.text.clone(), link: todo.link })
                .collect(),
            law: rule.law.clone(),
            mark: rule.mark,
            client: known.iter().find(|card| card.id == row.client_id).cloned(),
            service_id: row.id,
            service: care::plan::services::name(&row.code),
            service_code: row.code,
            plan_id: row.plan_id,
            register: Register::parse(&row.register)?,
            team: row.team_id.and_then(|id| teams.get(&id)).map(|team| team.name.clone()),
            provider: row.provider,
            planned_on: row.from_on,
            cause_on: row.cause_on,
            cause_id: row.cause_id,
            handled,
        })
    });
    Ok(told.collect())
}

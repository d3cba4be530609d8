//! The routine acts of one's own teams' plans that are due, and the plans behind a figure.

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::{ClientId, Text};
use people::card::cards;
use people::organisation::people_by_id;
use sea_orm::FromQueryResult;
use store::sea_orm::Value;
use store::sql;
use trust::Listed;
use uuid::Uuid;

use crate::model::{
    TemplateActDue, TemplateActsDue, TemplateActsQuery, TemplatePlanRow, TemplatePlanRows, TemplatePlanState, TemplatePlansQuery,
    TemplateWhich,
};
use crate::of_client::{seen, soon};
use crate::preview::remembered;
use crate::row::{ACT, ActRow};
use crate::{Error, Templates};

/// Rows of one page.
const PAGE: usize = 25;

/// Acts that wait, of plans that go on.
const WAITS: &str = "a.state = 'open' AND EXISTS (SELECT 1 FROM plan_template_use u WHERE u.id = a.use_id AND u.state = 'open')";

/// A page of acts, by their days.
pub(crate) async fn due(room: &Templates, listed: &Listed, asked: &TemplateActsQuery) -> Result<TemplateActsDue, Error> {
    let rules = room.rules.now();
    let (today, near) = (listed.today(), soon(&rules, listed.today()));
    let (reach, mut values) = listed.sql_of_clients("a", 1);
    let which = match asked.which.unwrap_or(TemplateWhich::Due) {
        TemplateWhich::Due => Some(("<=", near)),
        TemplateWhich::Late => Some(("<", today)),
        TemplateWhich::Open => None,
    };
    let mut when = String::new();
    if let Some((sign, day)) = which {
        values.push(day.into());
        when = format!(" AND a.due_on {sign} ${}", values.len());
    }
    let page = asked.page.unwrap_or(0);
    let at = values.len() + 1;
    values.extend(window(page));
    let text = format!("{ACT} WHERE {WAITS} AND {reach}{when} ORDER BY a.due_on, a.id LIMIT ${at} OFFSET ${}", at + 1);
    let mut rows: Vec<ActRow> = sql::all(listed.reader(), &text, values).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);

    let clients = clients_of(rows.iter().map(|row| row.client_id));
    let known = cards(listed, &clients).await?;
    listed.shown(&clients);
    let plans = plans_of(listed, &rows).await?;
    let people: Vec<Uuid> = plans.values().filter_map(|plan| plan.handler_id).collect();
    let people = people_by_id(listed.reader(), &people).await?;
    let items = rows.iter().map(|row| {
        let plan = plans.get(&row.use_id);
        let template = plan.and_then(|plan| remembered(&rules, &plan.rules_version, &plan.template));
        TemplateActDue {
            id: row.id,
            client: known.iter().find(|card| card.id == row.client_id).cloned(),
            plan: template.map_or_else(|| Text::fi(plan.map_or("", |plan| &plan.template)), |one| one.name.clone()),
            responsible: plan.and_then(|plan| plan.handler_id).and_then(|id| people.get(&id).cloned()),
            act: seen(row, &people, today, near, true),
        }
    });
    let items = items.collect();
    let (due, late) = counts(listed, near, today).await?;
    Ok(TemplateActsDue { items, due, late, next: more.then_some(page + 1) })
}

fn window(page: u32) -> [Value; 2] {
    let rows = i64::try_from(PAGE).unwrap_or(i64::MAX);
    [(rows + 1).into(), (i64::from(page) * rows).into()]
}

fn clients_of(ids: impl Iterator<Item = Uuid>) -> Vec<ClientId> {
    let mut clients: Vec<ClientId> = ids.map(ClientId).collect();
    clients.sort_unstable();
    clients.dedup();
    clients
}

#[derive(FromQueryResult)]
struct Plan {
    id: Uuid,
    template: String,
    rules_version: String,
    handler_id: Option<Uuid>,
}

/// The plans of acts that the list has reached.
async fn plans_of(listed: &Listed, rows: &[ActRow]) -> Result<HashMap<Uuid, Plan>, Error> {
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!(
        "SELECT u.id, u.template, u.rules_version, u.handler_id FROM plan_template_use u WHERE u.id IN ({})",
        sql::params(1, rows.len())
    );
    let found: Vec<Plan> = sql::all(listed.reader(), &text, rows.iter().map(|row| Value::from(row.use_id))).await?;
    Ok(found.into_iter().map(|plan| (plan.id, plan)).collect())
}

async fn counts(listed: &Listed, near: NaiveDate, today: NaiveDate) -> Result<(i64, i64), Error> {
    #[derive(FromQueryResult)]
    struct Counted {
        due: i64,
        late: i64,
    }
    let (reach, mut values) = listed.sql_of_clients("a", 3);
    values.splice(0..0, [Value::from(near), Value::from(today)]);
    let text = format!(
        "SELECT COUNT(*) AS due, COUNT(CASE WHEN a.due_on < $2 THEN 1 END) AS late FROM plan_template_act a \
         WHERE a.due_on <= $1 AND {WAITS} AND {reach}"
    );
    let found: Option<Counted> = sql::one(listed.reader(), &text, values).await?;
    Ok(found.map_or((0, 0), |one| (one.due, one.late)))
}

/// The plans of one's own teams behind a version's figures, the newest first. A template that was taken away still has those it began.
///
/// # Errors
/// `not_in_list` for a template that neither is in force nor has any plans.
pub(crate) async fn plans(room: &Templates, listed: &Listed, asked: &TemplatePlansQuery) -> Result<TemplatePlanRows, Error> {
    #[derive(FromQueryResult)]
    struct Found {
        id: Uuid,
        client_id: Uuid,
        state: String,
        started_on: NaiveDate,
        ended_on: Option<NaiveDate>,
        late: i64,
    }
    let (reach, more) = listed.sql_of_clients("u", 4);
    let mut values: Vec<Value> = vec![asked.template.as_str().into(), asked.version.into(), listed.today().into()];
    values.extend(more);
    let page = asked.page.unwrap_or(0);
    let at = values.len() + 1;
    values.extend(window(page));
    let text = format!(
        "SELECT u.id, u.client_id, u.state, u.started_on, u.ended_on, (SELECT COUNT(*) FROM plan_template_act a WHERE a.use_id = u.id \
         AND u.state = 'open' AND a.state = 'open' AND a.due_on < $3) AS late FROM plan_template_use u \
         WHERE u.template = $1 AND (CAST($2 AS integer) IS NULL OR u.template_version = $2) AND {reach} ORDER BY u.started_on DESC, u.id DESC LIMIT ${at} OFFSET ${}",
        at + 1
    );
    let mut rows: Vec<Found> = sql::all(listed.reader(), &text, values).await?;
    if rows.is_empty() {
        let rules = room.rules.now();
        let codes: Vec<&str> = rules.templates.on(listed.today()).body.templates.iter().map(|one| one.code.as_str()).collect();
        trust::known("template", Some(asked.template.as_str()), &codes)?;
    }
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let clients = clients_of(rows.iter().map(|row| row.client_id));
    let known = cards(listed, &clients).await?;
    listed.shown(&clients);
    let items = rows.into_iter().map(|row| TemplatePlanRow {
        id: row.id,
        client: known.iter().find(|card| card.id == row.client_id).cloned(),
        state: TemplatePlanState::parse(&row.state).unwrap_or(TemplatePlanState::Open),
        started_on: row.started_on,
        ended_on: row.ended_on,
        late: row.late,
    });
    Ok(TemplatePlanRows { items: items.collect(), next: more.then_some(page + 1) })
}

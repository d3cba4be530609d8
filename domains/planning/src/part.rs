//! The parts of a client's whole plan, read from the rooms that keep them: one statement for each of them, however many plans there are.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{CatalogueRow, Register, ServiceTask, codes, helsinki_date};
use sea_orm::FromQueryResult;
use store::sea_orm::{DbErr, Value};
use store::{PlanSource, Reader, sql};
use trust::{Opened, Own};
use uuid::Uuid;

/// The most of one source of one client.
const MOST: usize = 500;

codes! {
    /// A part of a whole plan. Each is told by the room that keeps it (`store::PlanSource` of the same word).
    PlanPartKind {
        Plan => "plan", Goal => "goal", Service => "service", Task => "task", Time => "time", Medicine => "medicine",
        OwnGoal => "own_goal",
    }
}

/// A part as its room tells it.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub kind: PlanPartKind,
    pub item: &'static str,
    pub whole: bool,
    pub told: bool,
    pub id: Uuid,
    pub client_id: Uuid,
    pub register: Register,
    pub task: ServiceTask,
    pub row: CatalogueRow,
    pub plan_id: Option<Uuid>,
    pub matter_id: Option<Uuid>,
    pub code: Option<String>,
    pub title: Option<String>,
    pub words: Option<String>,
    pub measure: Option<String>,
    pub who: Option<String>,
    pub team_id: Option<Uuid>,
    pub person_id: Option<Uuid>,
    pub from_on: Option<NaiveDate>,
    pub until_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub begins_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
}

impl Part {
    pub fn from(&self) -> Option<NaiveDate> {
        self.from_on.or_else(|| self.begins_at.map(helsinki_date))
    }

    pub fn until(&self) -> Option<NaiveDate> {
        self.until_on.or_else(|| self.ends_at.map(helsinki_date))
    }

    /// What it says of itself, for rules that go by words.
    pub fn text(&self) -> String {
        let said = [self.title.as_deref(), self.words.as_deref()];
        said.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase()
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    client_id: Uuid,
    register: String,
    service_task: String,
    catalogue_row: CatalogueRow,
    plan_id: Option<Uuid>,
    matter_id: Option<Uuid>,
    code: Option<String>,
    title: Option<String>,
    words: Option<String>,
    measure: Option<String>,
    who: Option<String>,
    team_id: Option<Uuid>,
    person_id: Option<Uuid>,
    from_on: Option<NaiveDate>,
    until_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    begins_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
}

/// What is planned for the opened client, as far as the viewer's scopes reach.
pub(crate) async fn of(opened: &Opened, sources: &[PlanSource]) -> Result<Vec<Part>, DbErr> {
    let (clients, values) = opened.clients_sql("s", 1);
    let reach = format!("{clients} AND {}", opened.scopes().sql("s"));
    let own = format!("{clients}{}", opened.scopes().items_sql("s"));
    let mut all = Vec::new();
    for source in sources {
        let reach = if source.own { &own } else { &reach };
        all.extend(read(opened.reader(), source, reach, values.clone(), opened.at()).await?);
    }
    Ok(whole(all))
}

/// What is planned for the client, without what is hidden from whoever acts. What is not told is read too: it may be a finding's reason.
pub(crate) async fn of_own(own: &Own, sources: &[PlanSource]) -> Result<Vec<Part>, DbErr> {
    let (clients, values) = own.clients_sql("s", 1);
    let reach = format!("{clients}{}", own.shown_sql("s", Some("matter_id")));
    let mut all = Vec::new();
    for source in sources {
        all.extend(read(own.reader(), source, &reach, values.clone(), own.at()).await?);
    }
    Ok(whole(all))
}

async fn read(conn: &Reader, source: &PlanSource, reach: &str, mut values: Vec<Value>, now: DateTime<Utc>) -> Result<Vec<Part>, DbErr> {
    let Some(kind) = PlanPartKind::parse(source.part) else { return Ok(Vec::new()) };
    values.extend([now.into(), helsinki_date(now).into()]);
    let (at, on) = (values.len() - 1, values.len());
    let text = format!(
        "SELECT s.id, s.client_id, s.register, s.service_task, s.catalogue_row, s.plan_id, s.matter_id, s.code, s.title, s.words, s.measure, \
         s.who, s.team_id, s.person_id, s.from_on, s.until_on, s.due_on, s.begins_at, s.ends_at FROM ({}) s \
         WHERE {reach} AND (s.ends_at IS NULL OR s.ends_at >= ${at}) AND (s.until_on IS NULL OR s.until_on >= ${on}) \
         ORDER BY s.id LIMIT {MOST}",
        source.sql()
    );
    let rows: Vec<Row> = sql::all(conn, &text, values).await?;
    Ok(rows.into_iter().filter_map(|row| part(source, kind, row)).collect())
}

fn part(source: &PlanSource, kind: PlanPartKind, row: Row) -> Option<Part> {
    Some(Part {
        kind,
        item: source.item,
        whole: source.whole,
        told: source.told,
        id: row.id,
        client_id: row.client_id,
        register: Register::parse(&row.register)?,
        task: ServiceTask::parse(&row.service_task)?,
        row: row.catalogue_row,
        plan_id: row.plan_id,
        matter_id: row.matter_id,
        code: row.code,
        title: row.title,
        words: row.words,
        measure: row.measure,
        who: row.who,
        team_id: row.team_id,
        person_id: row.person_id,
        from_on: row.from_on,
        until_on: row.until_on,
        due_on: row.due_on,
        begins_at: row.begins_at,
        ends_at: row.ends_at,
    })
}

/// A thing that two registers see is one; what belongs to a plan that is not shown is not shown either.
fn whole(mut all: Vec<Part>) -> Vec<Part> {
    let mut seen = HashSet::new();
    all.retain(|part| seen.insert((part.kind, part.id)));
    let plans: HashSet<Uuid> = all.iter().filter(|part| part.kind == PlanPartKind::Plan).map(|part| part.id).collect();
    all.retain(|part| part.plan_id.is_none_or(|plan| plans.contains(&plan)));
    all
}

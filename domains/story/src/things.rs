//! What happened of one client, read from the rooms that keep it: one statement for each of them.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Register, helsinki_date, helsinki_start};
use rules::StoryPart;
use sea_orm::FromQueryResult;
use serde::Serialize;
use store::sea_orm::{DbErr, Value};
use store::{Reader, StoryOwn, StorySource, sql};
use trust::{Opened, Own};
use uuid::Uuid;

/// The most of one source of one client.
const MOST: usize = 6_000;

/// A row as its room tells it.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Row {
    pub id: Uuid,
    pub register: String,
    pub matter_id: Option<Uuid>,
    pub cause_id: Option<Uuid>,
    pub led_to: Option<Uuid>,
    pub asker_id: Option<Uuid>,
    pub code: String,
    pub title: Option<String>,
    pub words: Option<String>,
    pub value: Option<f64>,
    pub voice: String,
    pub team_id: Option<Uuid>,
    pub person_id: Option<Uuid>,
    pub begun_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub begun_on: Option<NaiveDate>,
    pub ended_on: Option<NaiveDate>,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub(crate) struct Thing {
    pub part: StoryPart,
    pub item: &'static str,
    pub many: bool,
    pub row: Row,
}

impl Thing {
    pub fn day(&self) -> Option<NaiveDate> {
        self.row.begun_on.or_else(|| self.row.begun_at.map(helsinki_date))
    }
    pub fn end(&self) -> Option<NaiveDate> {
        self.row.ended_on.or_else(|| self.row.ended_at.map(helsinki_date))
    }
    pub fn register(&self) -> Register {
        Register::parse(&self.row.register).unwrap_or(Register::Social)
    }
    pub fn place(&self) -> StoryItem {
        StoryItem { item: self.item.to_owned(), id: self.row.id, matter_id: self.row.matter_id }
    }
}

/// Where a thing is looked at: whose id it is, and the matter it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct StoryItem {
    pub item: String,
    pub id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matter_id: Option<Uuid>,
}

/// From which day on: what there is little of, and what there is much of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Since {
    pub few: NaiveDate,
    pub many: NaiveDate,
}

/// What happened of the opened client, as far as the viewer's scopes reach.
pub(crate) async fn of(opened: &Opened, sources: &[StorySource], since: Since) -> Result<Vec<Thing>, DbErr> {
    let (clients, values) = opened.clients_sql("s", 1);
    let reach = format!("{clients} AND {}", opened.scopes().sql("s"));
    let mut all = Vec::new();
    for source in sources {
        all.extend(read(opened.reader(), source, &reach, values.clone(), since).await?);
    }
    Ok(once(all))
}

/// What the client is told on their own side, without what is hidden from whoever acts.
pub(crate) async fn of_own(own: &Own, sources: &[StorySource], since: Since) -> Result<Vec<Thing>, DbErr> {
    let (clients, values) = own.clients_sql("s", 1);
    let reach = format!("{clients}{} AND s.told = 1", own.shown_sql("s", Some("matter_id")));
    let mut all = Vec::new();
    for source in sources.iter().filter(|source| source.own != StoryOwn::Nothing) {
        let mut told = read(own.reader(), source, &reach, values.clone(), since).await?;
        if source.own == StoryOwn::Bare {
            told.iter_mut().for_each(|thing| thing.row.words = None);
        }
        all.extend(told);
    }
    Ok(once(all))
}

async fn read(conn: &Reader, source: &StorySource, reach: &str, mut values: Vec<Value>, since: Since) -> Result<Vec<Thing>, DbErr> {
    let Some(part) = StoryPart::parse(source.code) else { return Ok(Vec::new()) };
    let from = if source.many { since.many } else { since.few };
    values.push(helsinki_start(from).into());
    values.push(from.into());
    let (at, on) = (values.len() - 1, values.len());
    let text = format!(
        "SELECT s.id, s.register, s.matter_id, s.cause_id, s.led_to, s.asker_id, s.code, s.title, s.words, s.value, s.voice, s.team_id, \
         s.person_id, s.begun_at, s.ended_at, s.begun_on, s.ended_on FROM ({}) s \
         WHERE {reach} AND (s.begun_at >= ${at} OR s.begun_on >= ${on}) ORDER BY s.begun_at DESC, s.begun_on DESC, s.id DESC LIMIT {MOST}",
        source.sql()
    );
    let rows: Vec<Row> = sql::all(conn, &text, values).await?;
    Ok(rows.into_iter().map(|row| Thing { part, item: source.item, many: source.many, row }).collect())
}

/// A thing that two registers see is one.
fn once(all: Vec<Thing>) -> Vec<Thing> {
    let mut seen = HashSet::new();
    all.into_iter().filter(|thing| seen.insert((thing.part, thing.row.id))).collect()
}

/// The need reasons of the matters these belong to.
pub(crate) async fn areas(conn: &Reader, things: &[Thing]) -> Result<HashMap<Uuid, Vec<String>>, DbErr> {
    #[derive(FromQueryResult)]
    struct Area {
        matter_id: Uuid,
        reason: String,
    }
    let mut matters: Vec<Uuid> = things.iter().filter_map(|thing| thing.row.matter_id).collect();
    matters.sort_unstable();
    matters.dedup();
    let mut found: HashMap<Uuid, Vec<String>> = HashMap::new();
    for chunk in matters.chunks(500) {
        let text =
            format!("SELECT a.matter_id, a.reason FROM ({}) a WHERE a.matter_id IN ({})", care::story::AREAS, sql::params(1, chunk.len()));
        for area in sql::all::<Area>(conn, &text, chunk.iter().map(|id| Value::from(*id))).await? {
            found.entry(area.matter_id).or_default().push(area.reason);
        }
    }
    Ok(found)
}

/// Whether registers that are not open to the viewer may hold something: made of the viewer's rights alone, so it is the same whether or
/// not they hold anything.
pub(crate) fn withheld(opened: &Opened) -> (Vec<Register>, bool) {
    let open = opened.scopes().registers();
    let others = open.len() < Register::ALL.len();
    (open, others)
}

use std::collections::{BTreeMap, HashMap};

use axum::extract::State;
use chrono::{DateTime, Days, NaiveDate, Utc};
use kernel::{Problem, Text, helsinki_date, helsinki_start};
use rules::{LabelledList, Mark, Rules, StoryPart, StoryRules};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use store::sea_orm::{DbErr, Value};
use store::{StorySource, sql};
use trust::{Json, Query, StaffSession, Surveyed, known};
use utoipa::ToSchema;
use uuid::Uuid;

use super::figures::{GroupAge, GroupConsequence, Measured, group};
use crate::{Error, StoryRoom, actions};

/// The most rows that are compared at once.
const MOST: usize = 200_000;

#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct GroupQuery {
    /// The kind of act; with its code where it has one. Without it only what can be asked is told.
    #[param(inline)]
    pub part: Option<StoryPart>,
    pub code: Option<String>,
    pub measure: Option<String>,
    #[param(inline)]
    pub age: Option<GroupAge>,
}

/// An act that can be asked of.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct GroupAct {
    pub part: StoryPart,
    pub code: String,
    pub name: Text,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct GroupMeasure {
    pub measure: String,
    pub name: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<f64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GroupConsequences {
    pub acts: Vec<GroupAct>,
    pub measures: Vec<GroupMeasure>,
    /// None when nothing was asked, and when the group is too small to be told of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupConsequence>,
    /// A group was asked of and is smaller than `least`.
    pub too_few: bool,
    pub least: u32,
    pub caution: Text,
    pub source: String,
    pub mark: Mark,
    pub rules_version: String,
}

/// What came after an act in a group of people, beside people like them. Nobody is named.
#[utoipa::path(get, path = "/api/v1/staff/consequences", tag = "story", operation_id = "group_consequences", params(GroupQuery),
    responses((status = 200, body = GroupConsequences), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("story.consequences.figures"))))]
pub(crate) async fn figures(
    session: StaffSession,
    State(room): State<StoryRoom>,
    Query(asked): Query<GroupQuery>,
) -> Result<Json<GroupConsequences>, Problem> {
    let surveyed = session.survey(&actions::ALIKE)?;
    let today = surveyed.today();
    let set = room.rules.story.on(today);
    let rule = &set.body.consequence;
    let mut told = GroupConsequences {
        acts: acts(&room, &surveyed, &set.body).await.map_err(Error::from)?,
        measures: measures(&room.rules, today),
        group: None,
        too_few: false,
        least: rule.least,
        caution: rule.caution.clone(),
        source: rule.source.clone(),
        mark: rule.mark,
        rules_version: set.version.clone(),
    };
    let codes: Vec<&str> = told.acts.iter().map(|act| act.code.as_str()).collect();
    known("code", asked.code.as_deref(), &codes)?;
    let names: Vec<&str> = told.measures.iter().map(|one| one.measure.as_str()).collect();
    known("measure", asked.measure.as_deref(), &names)?;
    if let (Some(part), Some(measure)) = (asked.part, asked.measure.as_deref()) {
        let definition = room.rules.measures.on(today).body.of(measure).ok_or_else(|| Error::field("measure", "not_in_list"))?;
        let code = asked.code.as_deref().unwrap_or_default();
        if !told.acts.iter().any(|act| act.part == part && act.code == code) {
            return Err(Error::field("part", "not_in_list").into());
        }
        let people = people(&room, &surveyed, rule.group_days, (part, code), measure).await.map_err(Error::from)?;
        told.group = group(rule, definition, &people, asked.age);
        told.too_few = told.group.is_none();
    }
    surveyed.shown(&[]);
    Ok(Json(told))
}

/// Measures that have a better direction.
fn measures(rules: &Rules, today: NaiveDate) -> Vec<GroupMeasure> {
    let better = |measure: &&rules::MeasureDefinition| measure.better != rules::BetterWhen::Neither;
    let told = rules.measures.on(today).body.measures.iter().filter(better).map(|measure| GroupMeasure {
        measure: measure.code.clone(),
        name: measure.name.clone(),
        unit: measure.unit.clone(),
        error: measure.error.as_ref().map(|error| error.mdc),
    });
    told.collect()
}

/// Acts that enough people had begun in the time.
async fn acts(room: &StoryRoom, surveyed: &Surveyed, story: &StoryRules) -> Result<Vec<GroupAct>, DbErr> {
    #[derive(FromQueryResult)]
    struct Found {
        code: String,
    }
    let rule = &story.consequence;
    let mut all = Vec::new();
    for source in room.sources.iter() {
        let Some(part) = StoryPart::parse(source.code).filter(|part| story.tellings.iter().any(|one| one.part == *part && one.act)) else {
            continue;
        };
        let (when, values) = since(surveyed, rule.group_days);
        let text = format!(
            "SELECT s.code FROM ({}) s WHERE {when}{} GROUP BY s.code HAVING COUNT(DISTINCT s.client_id) >= {} ORDER BY s.code LIMIT 100",
            source.sql(),
            surveyed.unrestricted_sql_of_clients("s"),
            rule.least
        );
        let found: Vec<Found> = sql::all(surveyed.reader(), &text, values).await?;
        let acts = found.into_iter().filter_map(|one| {
            let telling = story.telling(part, &one.code).filter(|telling| telling.act)?;
            let called = called(&room.rules, surveyed.today(), part, &one.code).or_else(|| telling.name.clone());
            Some(GroupAct { part, name: crate::names::filled(&telling.worker, called.as_ref(), 1), code: one.code })
        });
        all.extend(acts);
    }
    Ok(all)
}

/// A code's words, where the code is ours.
fn called(rules: &Rules, today: NaiveDate, part: StoryPart, code: &str) -> Option<Text> {
    match part {
        StoryPart::Customership => rules.needs.on(today).body.label(LabelledList::ServiceTasks, code).cloned(),
        StoryPart::PlanService => Some(care::plan::services::name(code)),
        StoryPart::HomeMended => rules.homesafety.on(today).body.item(code).map(|item| item.risk.clone()),
        _ => None,
    }
}

/// What began so many days ago or later, as a predicate over `s` with its two values.
fn since(surveyed: &Surveyed, days: u32) -> (String, Vec<Value>) {
    let today = surveyed.today();
    let from = today.checked_sub_days(Days::new(u64::from(days))).unwrap_or(today);
    ("(s.begun_at >= $1 OR s.begun_on >= $2)".to_owned(), vec![helsinki_start(from).into(), from.into()])
}

fn source_of(room: &StoryRoom, part: StoryPart) -> Option<&StorySource> {
    room.sources.iter().find(|source| source.code == part.code())
}

/// Everybody who has been measured, with the first day of the act.
async fn people(
    room: &StoryRoom,
    surveyed: &Surveyed,
    days: u32,
    (part, code): (StoryPart, &str),
    measure: &str,
) -> Result<Vec<Measured>, DbErr> {
    #[derive(FromQueryResult)]
    struct Act {
        client_id: Uuid,
        begun_at: Option<DateTime<Utc>>,
        begun_on: Option<NaiveDate>,
    }
    #[derive(FromQueryResult)]
    struct Score {
        client_id: Uuid,
        begun_at: DateTime<Utc>,
        value: f64,
    }
    #[derive(FromQueryResult)]
    struct Person {
        client_id: Uuid,
        birth_date: Option<NaiveDate>,
        sex: String,
    }
    let (Some(acts), Some(values_of)) = (source_of(room, part), source_of(room, StoryPart::Measurement)) else { return Ok(Vec::new()) };
    let unrestricted = surveyed.unrestricted_sql_of_clients("s");

    let (when, mut values) = since(surveyed, days);
    values.push(code.into());
    let text = format!(
        "SELECT s.client_id, MIN(s.begun_at) AS begun_at, MIN(s.begun_on) AS begun_on FROM ({}) s WHERE {when} AND s.code = $3{unrestricted} \
         GROUP BY s.client_id LIMIT {MOST}",
        acts.sql()
    );
    let begun: Vec<Act> = sql::all(surveyed.reader(), &text, values).await?;
    let begun: HashMap<Uuid, NaiveDate> =
        begun.into_iter().filter_map(|act| Some((act.client_id, act.begun_on.or_else(|| act.begun_at.map(helsinki_date))?))).collect();

    // What was measured by professionals, from before the first act on; one's own estimates are compared with nobody else's.
    let (_, mut values) = since(surveyed, days.saturating_mul(2));
    values.truncate(1);
    values.push(measure.into());
    let text = format!(
        "SELECT s.client_id, s.begun_at, s.value FROM ({}) s WHERE s.begun_at >= $1 AND s.code = $2 AND s.voice = 'professional'{unrestricted} \
         ORDER BY s.client_id, s.begun_at LIMIT {MOST}",
        values_of.sql()
    );
    let found: Vec<Score> = sql::all(surveyed.reader(), &text, values).await?;
    let mut series: BTreeMap<Uuid, Vec<(NaiveDate, f64)>> = BTreeMap::new();
    for one in found {
        series.entry(one.client_id).or_default().push((helsinki_date(one.begun_at), one.value));
    }
    let ids: Vec<Uuid> = series.keys().copied().collect();
    let mut known: HashMap<Uuid, Person> = HashMap::new();
    for chunk in ids.chunks(500) {
        let text = format!(
            "SELECT p.client_id, p.birth_date, p.sex FROM ({}) p WHERE p.client_id IN ({})",
            people::story::PERSONS,
            sql::params(1, chunk.len())
        );
        let rows: Vec<Person> = sql::all(surveyed.reader(), &text, chunk.iter().map(|id| Value::from(*id))).await?;
        known.extend(rows.into_iter().map(|row| (row.client_id, row)));
    }
    let told = series.into_iter().filter_map(|(client, values)| {
        let person = known.get(&client)?;
        Some(Measured { client, born: person.birth_date, sex: person.sex.clone(), act: begun.get(&client).copied(), values })
    });
    Ok(told.collect())
}

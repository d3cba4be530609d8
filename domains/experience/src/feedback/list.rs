//! A team's feedback as it is read for figures, and the words clients have written: the rows of one's own team, as the proof lets.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::{ClientId, ServiceTask};
use people::card::cards;
use people::organisation::teams_by_id;
use rules::{FeedbackRules, Rules};
use sea_orm::FromQueryResult;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::Listed;
use uuid::Uuid;

use super::count::{self, Asked, Wanted};
use super::model::{FeedbackFigures, FeedbackQuery, FeedbackSpan, FeedbackTeam, FeedbackWordList, FeedbackWords};
use crate::Error;

/// Texts told at once.
const TEXTS: u32 = 300;

/// Askings in the columns the list's proof reads: they are of a team, and of no single professional.
const ASKS: &str = "(SELECT x.*, CAST(NULL AS uuid) AS handler_id FROM feedback_ask x) a";

/// The viewer's teams by name.
async fn teams(listed: &Listed) -> Result<Vec<FeedbackTeam>, DbErr> {
    let found = teams_by_id(listed.reader(), listed.team_ids()).await?;
    let mut all: Vec<FeedbackTeam> = found.into_values().map(|team| FeedbackTeam { id: team.id, name: team.name }).collect();
    all.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
    Ok(all)
}

/// The team asked for: one at a time, lest one team's few be counted out of several teams' sum.
fn team(asked: &FeedbackQuery, own: &[FeedbackTeam]) -> Result<Option<Uuid>, Error> {
    match asked.team_id {
        Some(id) if own.iter().any(|team| team.id == id) => Ok(Some(id)),
        Some(_) => Err(Error::field("team_id", "not_own_team")),
        None => Ok(own.first().map(|team| team.id)),
    }
}

fn wanted(asked: &FeedbackQuery, set: &FeedbackRules, today: NaiveDate) -> Wanted {
    Wanted { span: asked.span.unwrap_or(FeedbackSpan::Year), task: asked.service_task, today, least: set.least }
}

/// What the team's clients were asked from a day on, as far as the proof reaches; the values come first.
fn reach(listed: &Listed, team: Uuid, from: NaiveDate) -> (String, Vec<Value>) {
    let (reach, more) = listed.sql_of_clients("a", 3);
    let mut values: Vec<Value> = vec![team.into(), from.into()];
    values.extend(more);
    (format!("a.team_id = $1 AND a.opens_on >= $2 AND a.state <> 'withdrawn' AND {reach}"), values)
}

async fn read(listed: &Listed, team: Uuid, today: NaiveDate) -> Result<Vec<Asked>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        opens_on: NaiveDate,
        service_task: String,
        n: i64,
        answered: i64,
        declined: i64,
        total: i64,
    }
    let (reach, mut values) = reach(listed, team, count::begins(FeedbackSpan::Year, today));
    values.push(today.into());
    let text = format!(
        "SELECT a.opens_on, a.service_task, COUNT(*) AS n, COUNT(CASE WHEN a.state = 'answered' THEN 1 END) AS answered, \
         COUNT(CASE WHEN a.state = 'declined' THEN 1 END) AS declined, \
         COALESCE(SUM(CASE WHEN a.state = 'answered' THEN a.main_value END), 0) AS total \
         FROM {ASKS} WHERE {reach} AND a.opens_on <= ${} GROUP BY a.opens_on, a.service_task",
        values.len()
    );
    let rows: Vec<Row> = sql::all(listed.reader(), &text, values).await?;
    let known = rows.into_iter().filter_map(|row| {
        Some(Asked {
            opens_on: row.opens_on,
            task: ServiceTask::parse(&row.service_task)?,
            n: row.n,
            answered: row.answered,
            declined: row.declined,
            sum: row.total,
        })
    });
    Ok(known.collect())
}

/// ` AND …` for the task, when one is asked for.
fn of_task(wanted: &Wanted, values: &mut Vec<Value>) -> String {
    wanted.task.map_or_else(String::new, |task| {
        values.push(task.code().into());
        format!(" AND a.service_task = ${}", values.len())
    })
}

/// How many gave each value.
async fn given(listed: &Listed, team: Uuid, wanted: &Wanted) -> Result<Vec<(String, i32, i64)>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        question: String,
        value: i32,
        n: i64,
    }
    let (reach, mut values) = reach(listed, team, count::begins(wanted.span, wanted.today));
    let task = of_task(wanted, &mut values);
    let text = format!(
        "SELECT f.question, f.value, COUNT(*) AS n FROM feedback_answer f JOIN {ASKS} ON a.id = f.ask_id \
         WHERE {reach}{task} AND a.state = 'answered' AND f.value IS NOT NULL GROUP BY f.question, f.value"
    );
    let rows: Vec<Row> = sql::all(listed.reader(), &text, values).await?;
    Ok(rows.into_iter().map(|row| (row.question, row.value, row.n)).collect())
}

/// The figures of one team.
pub(crate) async fn figures(rules: &Rules, listed: &Listed, asked: &FeedbackQuery, reads: bool) -> Result<FeedbackFigures, Error> {
    let today = listed.today();
    let set = &rules.feedback.on(today).body;
    let wanted = wanted(asked, set, today);
    let teams = teams(listed).await?;
    let team = team(asked, &teams)?;
    let all = match team {
        Some(team) => read(listed, team, today).await?,
        None => Vec::new(),
    };
    let told = wanted.told(&all);
    let sums = count::sums(&wanted, &all);
    let mut figures = FeedbackFigures {
        teams,
        team_id: team,
        from: count::begins(wanted.span, today),
        to: today,
        asked: sums.n,
        few: sums.answered > 0 && !told,
        answered: None,
        declined: None,
        rate: None,
        least: set.least,
        main: set.main.clone(),
        questions: Vec::new(),
        months: Vec::new(),
        services: Vec::new(),
        reads_words: reads,
    };
    if let Some(team) = team.filter(|_| told) {
        #[allow(clippy::cast_precision_loss, reason = "counts of askings are far below 2^52")]
        let rate = (sums.n > 0).then(|| (sums.answered as f64 * 1_000.0 / sums.n as f64).round() / 1_000.0);
        figures.answered = Some(sums.answered);
        figures.declined = Some(sums.declined);
        figures.rate = rate;
        figures.questions = count::questions(set, &given(listed, team, &wanted).await?);
        figures.months = count::months(&wanted, &all);
        figures.services = count::services(&wanted, &all);
    }
    Ok(figures)
}

/// What clients have written to one team, when there are enough answers among which to be nobody.
pub(crate) async fn words(rules: &Rules, listed: &Listed, asked: &FeedbackQuery) -> Result<FeedbackWordList, Error> {
    #[derive(FromQueryResult)]
    struct Row {
        question: String,
        words: String,
        opens_on: NaiveDate,
        service_task: String,
        client_id: Uuid,
        named: bool,
    }
    let today = listed.today();
    let set = &rules.feedback.on(today).body;
    let wanted = wanted(asked, set, today);
    let Some(team) = team(asked, &teams(listed).await?)? else {
        listed.shown(&[]);
        return Ok(FeedbackWordList { few: false, least: set.least, items: Vec::new() });
    };
    let all = read(listed, team, today).await?;
    if !wanted.told(&all) {
        listed.shown(&[]);
        return Ok(FeedbackWordList { few: count::sums(&wanted, &all).answered > 0, least: set.least, items: Vec::new() });
    }
    let (reach, mut values) = reach(listed, team, count::begins(wanted.span, today));
    let task = of_task(&wanted, &mut values);
    let text = format!(
        "SELECT f.question, f.words, a.opens_on, a.service_task, a.client_id, a.named FROM feedback_answer f \
         JOIN {ASKS} ON a.id = f.ask_id WHERE {reach}{task} AND a.state = 'answered' AND f.words IS NOT NULL \
         ORDER BY a.opens_on DESC, f.words LIMIT {TEXTS}"
    );
    let rows: Vec<Row> = sql::all(listed.reader(), &text, values).await?;
    let named: Vec<ClientId> = rows.iter().filter(|row| row.named).map(|row| ClientId(row.client_id)).collect();
    let known: BTreeMap<ClientId, _> = cards(listed, &named).await?.into_iter().map(|card| (ClientId(card.id), card)).collect();
    // The texts are their writers', named or not: each finds the look in their own log.
    let mut writers: Vec<ClientId> = rows.iter().map(|row| ClientId(row.client_id)).collect();
    writers.sort_unstable();
    writers.dedup();
    listed.shown(&writers);
    let mut items: Vec<FeedbackWords> = rows
        .into_iter()
        .filter_map(|row| {
            Some(FeedbackWords {
                asked: set.question(&row.question).map(|question| question.words.clone()).unwrap_or_default(),
                question: row.question,
                words: row.words,
                month: count::month(row.opens_on),
                service_task: ServiceTask::parse(&row.service_task)?,
                client: known.get(&ClientId(row.client_id)).filter(|_| row.named).cloned(),
            })
        })
        .collect();
    // By month and then by the words: the order within a month says nothing of when they were written.
    items.sort_by(|a, b| b.month.cmp(&a.month).then_with(|| a.words.cmp(&b.words)));
    Ok(FeedbackWordList { few: false, least: set.least, items })
}

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, Text};
use people::IdentityCard;
use people::card::cards;
use people::organisation::people_by_id;
use people::overseen::{held_by_somebody, overseen, staff_named};
use rules::{Detect, Rules};
use sea_orm::FromQueryResult;
use store::Keyring;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::{Listed, Role, Staff, looks};
use uuid::Uuid;

use super::model::{
    ROW, Row, WatchDetail, WatchFinding, WatchList, WatchLook, WatchOutcome, WatchQuery, WatchReportedTo, WatchReview, WatchRule,
    WatchRuleChoice, WatchSeverity, WatchSort, WatchState, WatchWord,
};
use crate::Error;

/// Rows of one page.
const PAGE: usize = 25;
/// Log lines shown of one review.
const LINES: usize = 200;

/// Whose looks this supervisor reviews, as a predicate over `r`; never their own.
pub(super) fn whose(staff: &Staff, today: NaiveDate, first: usize) -> (String, Vec<Value>) {
    overseen(staff, today, "r.professional_id", "r.unit_id", first)
}

/// A page of the queue.
pub(super) async fn page(rules: &Rules, keys: &Keyring, listed: &Listed, asked: &WatchQuery) -> Result<WatchList, Error> {
    let (own, mut values) = whose(listed.staff(), listed.today(), 2);
    values.insert(0, asked.settled.into());
    let mut filter = format!("r.settled = $1 AND {own}");
    let mut add = |text: String, value: Value, values: &mut Vec<Value>| {
        values.push(value);
        filter.push_str(&text.replace('?', &format!("${}", values.len())));
    };
    if let Some(rule) = &asked.rule {
        add(" AND r.rule = ?".into(), rule.clone().into(), &mut values);
    }
    if let Some(severity) = asked.severity {
        add(" AND r.severity = ?".into(), severity.rank().into(), &mut values);
    }
    if let Some(state) = asked.state {
        add(" AND r.state = ?".into(), state.code().into(), &mut values);
    }
    let order = match asked.sort {
        WatchSort::Oldest => "r.id ASC",
        WatchSort::Newest => "r.id DESC",
        WatchSort::Gravest => "r.severity DESC, r.id DESC",
    };
    if let Some(after) = asked.after {
        let text = match asked.sort {
            WatchSort::Oldest => " AND r.id > ?",
            WatchSort::Newest => " AND r.id < ?",
            WatchSort::Gravest => " AND (r.severity, r.id) < (SELECT a.severity, a.id FROM watch_review a WHERE a.id = ?)",
        };
        add(text.into(), after.into(), &mut values);
    }
    if let Some(q) = asked.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        let (staff, more) = staff_named(q, "r.professional_id", values.len() + 1);
        values.extend(more);
        let (client, more) = people::search::named_sql(listed, keys, q, "r.client_id", values.len() + 1)?;
        values.extend(more);
        filter.push_str(&format!(" AND ({staff} OR {client})"));
    }
    let mut rows: Vec<Row> =
        sql::all(listed.reader(), &format!("{ROW} WHERE {filter} ORDER BY {order} LIMIT {}", PAGE + 1), values).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = if more { rows.last().map(|r| r.id) } else { None };
    let items = told(rules, listed, rows).await?;
    #[derive(FromQueryResult)]
    struct Count {
        waiting: i64,
        overdue: i64,
        answered: i64,
    }
    let (own, values) = whose(listed.staff(), listed.today(), 1);
    let text = format!(
        "SELECT COUNT(*) AS waiting, COUNT(CASE WHEN r.due_on < $3 THEN 1 END) AS overdue, COUNT(CASE WHEN r.state = 'answered' THEN 1 END) AS answered \
         FROM watch_review r WHERE NOT r.settled AND {own}"
    );
    let count: Option<Count> = sql::one(listed.reader(), &text, values).await?;
    let (waiting, overdue, answered) = count.map_or((0, 0, 0), |c| (c.waiting, c.overdue, c.answered));
    let (known, staff) = people::own_identity::known_of_staff(listed.reader(), listed.today()).await?;
    let officer = held_by_somebody(listed.reader(), Role::DataProtectionOfficer, listed.today()).await?;
    let set = rules.watch.on(listed.today());
    let choices = set.body.detectors.iter();
    let choices = choices.map(|d| WatchRuleChoice { code: d.code.code().to_owned(), label: d.label.clone(), on: d.on }).collect();
    Ok(WatchList { items, waiting, overdue, answered, unknown_staff: (staff - known).max(0), officer, rules: choices, next })
}

/// One with the lines it rests on.
pub(super) async fn one(rules: &Rules, listed: &Listed, id: Uuid) -> Result<WatchDetail, Error> {
    let (own, mut values) = whose(listed.staff(), listed.today(), 2);
    values.insert(0, id.into());
    let rows: Vec<Row> = sql::all(listed.reader(), &format!("{ROW} WHERE r.id = $1 AND {own}"), values).await?;
    detail(rules, listed, rows).await
}

/// The one of these rows with the lines of the log it rests on.
pub(crate) async fn detail(rules: &Rules, listed: &Listed, rows: Vec<Row>) -> Result<WatchDetail, Error> {
    let review = told(rules, listed, rows).await?.pop().ok_or(Error::NotFound)?;
    #[derive(FromQueryResult)]
    struct Line {
        log_id: Uuid,
    }
    let text = format!("SELECT log_id FROM watch_evidence WHERE review_id = $1 ORDER BY log_id LIMIT {LINES}");
    let ids: Vec<Line> = sql::all(listed.reader(), &text, [review.id.into()]).await?;
    let told = looks::told(listed.reader(), &ids.iter().map(|l| l.log_id).collect::<Vec<_>>()).await?;
    let gone = i64::try_from(ids.len() - told.len().min(ids.len())).unwrap_or(0);
    let lines = told.into_iter().map(|l| WatchLook { at: l.at, action: l.action, registers: l.registers, grounded: l.ground.is_some() });
    Ok(WatchDetail { review, lines: lines.collect(), gone })
}

/// Rows in words, each with its identity card and nothing more of the client; the clients named in the log line.
pub(crate) async fn told(rules: &Rules, listed: &Listed, rows: Vec<Row>) -> Result<Vec<WatchReview>, Error> {
    let clients: Vec<ClientId> = rows.iter().filter_map(|r| r.client_id).map(ClientId).collect();
    let shown: HashMap<Uuid, IdentityCard> = cards(listed, &clients).await?.into_iter().map(|c| (c.id, c)).collect();
    let mut said = said(listed, &rows).await?;
    let named: Vec<Uuid> = rows.iter().map(|r| r.professional_id).chain(said.values().flatten().map(|w| w.by_id)).collect();
    let people = people_by_id(listed.reader(), &named).await?;
    let today = listed.today();
    listed.shown(&clients);
    let told = rows.into_iter().map(|row| {
        let words = said.remove(&row.id).unwrap_or_default();
        WatchReview {
            id: row.id,
            version: row.version,
            rule: rule(rules, &row),
            severity: WatchSeverity::of(row.severity),
            tied: row.tied,
            professional: people.get(&row.professional_id).cloned(),
            client: row.client_id.and_then(|id| shown.get(&id).cloned()),
            looked_on: row.looked_on,
            looks: row.looks,
            clients: row.clients,
            ordinary: row.ordinary,
            raised_at: row.raised_at,
            due_on: row.due_on,
            overdue: !row.settled && row.due_on < today,
            state: WatchState::parse(&row.state),
            outcome: row.outcome.as_deref().and_then(WatchOutcome::parse),
            finding: row.finding.as_deref().and_then(WatchFinding::parse),
            words: words
                .into_iter()
                .map(|w| WatchWord {
                    outcome: w.outcome.as_deref().and_then(WatchOutcome::parse),
                    finding: w.outcome.as_deref().and_then(WatchFinding::parse),
                    reported_to: w.reported_to.as_deref().and_then(WatchReportedTo::parse),
                    kind: w.kind,
                    words: w.words,
                    by: people.get(&w.by_id).cloned(),
                    at: w.at,
                })
                .collect(),
        }
    });
    Ok(told.collect())
}

fn rule(rules: &Rules, row: &Row) -> WatchRule {
    let set = rules.watch.version(&row.rule_version);
    let detector = Detect::parse(&row.rule).and_then(|code| set.and_then(|set| set.body.of(code)));
    WatchRule {
        code: row.rule.clone(),
        label: detector.map_or_else(|| Text::fi(&row.rule), |d| d.label.clone()),
        about: detector.map_or_else(|| Text::fi(""), |d| d.about.clone()),
        law: detector.map(|d| d.law.clone()).unwrap_or_default(),
    }
}

#[derive(FromQueryResult)]
struct Word {
    review_id: Uuid,
    kind: String,
    outcome: Option<String>,
    reported_to: Option<String>,
    words: String,
    by_id: Uuid,
    at: DateTime<Utc>,
}

async fn said(listed: &Listed, rows: &[Row]) -> Result<HashMap<Uuid, Vec<Word>>, DbErr> {
    let mut said: HashMap<Uuid, Vec<Word>> = HashMap::new();
    if rows.is_empty() {
        return Ok(said);
    }
    let text = format!(
        "SELECT review_id, kind, outcome, reported_to, words, by_id, at FROM watch_word WHERE review_id IN ({}) ORDER BY id",
        sql::params(1, rows.len())
    );
    let words: Vec<Word> = sql::all(listed.reader(), &text, rows.iter().map(|r| Value::from(r.id))).await?;
    for word in words {
        said.entry(word.review_id).or_default().push(word);
    }
    Ok(said)
}

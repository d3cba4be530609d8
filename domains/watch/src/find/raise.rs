use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use kernel::{ClientId, Register, Scope};
use rules::{Detect, Rules};
use sea_orm::FromQueryResult;
use store::NewEvent;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::{Work, opening};
use uuid::Uuid;

use super::Finding;

/// The most lines kept as evidence of one review; of more, the count of clients tells.
const LINES: usize = 500;

type Key = (Uuid, Option<Uuid>, &'static str, NaiveDate);

/// Raises reviews of what was found, or adds to those that are open. A line that is evidence already is not taken twice, so the same
/// lines read again change nothing. Gives how many were raised.
pub(super) async fn raise(work: &Work, rules: &Rules, findings: Vec<Finding>) -> Result<usize, DbErr> {
    let known = known(work, &findings).await?;
    let mut fresh: Vec<Finding> = Vec::new();
    for mut one in findings {
        let client = one.client.map(|c| c.0);
        one.lines.retain(|line| !known.contains(&(one.viewer, client, one.rule.code().to_owned(), *line)));
        if !one.lines.is_empty() {
            fresh.push(one);
        }
    }
    let mut open = open(work, &fresh).await?;
    let mut raised = 0;
    let mut rows: Vec<Vec<Value>> = Vec::new();
    let mut evidence: Vec<Vec<Value>> = Vec::new();
    for one in &fresh {
        let key: Key = (one.viewer, one.client.map(|c| c.0), one.rule.code(), one.day);
        let review = match open.get(&key) {
            Some(review) => {
                more(work, *review, one).await?;
                *review
            }
            None => {
                let id = work.new_id();
                rows.push(row(work, rules, id, one));
                open.insert(key, id);
                raised += 1;
                let event = NewEvent::new("watch.review.raised", "watch_review", id);
                let event = event.data(serde_json::json!({ "rule": one.rule.code(), "severity": one.severity.code() }));
                work.emit(match one.client {
                    Some(client) => event.client(client.0),
                    None => event,
                })
                .await?;
                id
            }
        };
        evidence.extend(one.lines.iter().take(LINES).map(|line| -> Vec<Value> { vec![review.into(), (*line).into()] }));
    }
    sql::insert_many(work, "watch_review", COLUMNS, rows).await?;
    sql::insert_many(work, "watch_evidence", &["review_id", "log_id"], evidence).await?;
    let about: Vec<ClientId> = fresh.iter().filter_map(|one| one.client).collect();
    work.touched(&about);
    Ok(raised)
}

const COLUMNS: &[&str] = &[
    "id",
    "client_id",
    "controller",
    "register",
    "service_task",
    "catalogue_row",
    "professional_id",
    "unit_id",
    "rule",
    "rule_version",
    "severity",
    "tied",
    "looked_on",
    "raised_at",
    "due_on",
    "clients",
    "ordinary",
    "state",
    "settled",
    "version",
];

fn row(work: &Work, rules: &Rules, id: Uuid, one: &Finding) -> Vec<Value> {
    let days = rules.watch.on(work.today()).body.review.workdays;
    let scope = Scope {
        controller: work.gate().controller(),
        register: Register::Social,
        service_task: opening::whole(Register::Social),
        catalogue_row: 1,
    };
    vec![
        id.into(),
        one.client.map(|c| c.0).into(),
        scope.controller.into(),
        scope.register.code().into(),
        scope.service_task.code().into(),
        scope.catalogue_row.into(),
        one.viewer.into(),
        one.unit.into(),
        one.rule.code().into(),
        one.rule_version.clone().into(),
        one.severity.rank().into(),
        one.tied.into(),
        one.day.into(),
        work.at().into(),
        kernel::workday::add_workdays(work.today(), days).into(),
        one.volume.map(|(clients, _)| i32::try_from(clients).unwrap_or(i32::MAX)).into(),
        one.volume.map(|(_, usual)| usual).into(),
        "waiting".into(),
        false.into(),
        1.into(),
    ]
}

/// More of the same day: the review is as grave as its gravest look, and whoever had it open sees that it has changed.
async fn more(work: &Work, review: Uuid, one: &Finding) -> Result<(), DbErr> {
    let text = "UPDATE watch_review SET severity = CASE WHEN severity < $2 THEN $2 ELSE severity END, tied = (tied AND $3), \
                clients = COALESCE($4, clients), version = version + 1 WHERE id = $1";
    let clients = one.volume.map(|(clients, _)| i32::try_from(clients).unwrap_or(i32::MAX));
    let values: [Value; 4] = [review.into(), one.severity.rank().into(), one.tied.into(), clients.into()];
    sql::exec(work, text, values).await.map(|_| ())
}

type Line = (Uuid, Option<Uuid>, String, Uuid);

/// The lines that are evidence of something already.
async fn known(work: &Work, findings: &[Finding]) -> Result<HashSet<Line>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        professional_id: Uuid,
        client_id: Option<Uuid>,
        rule: String,
        log_id: Uuid,
    }
    let mut lines: Vec<Uuid> = findings.iter().flat_map(|one| one.lines.iter().copied()).collect();
    lines.sort_unstable();
    lines.dedup();
    let mut known = HashSet::new();
    for some in lines.chunks(1_000) {
        let text = format!(
            "SELECT r.professional_id, r.client_id, r.rule, e.log_id FROM watch_evidence e JOIN watch_review r ON r.id = e.review_id \
             WHERE e.log_id IN ({})",
            sql::params(1, some.len())
        );
        let rows: Vec<Row> = sql::all(work, &text, some.iter().map(|line| Value::from(*line))).await?;
        known.extend(rows.into_iter().map(|r| (r.professional_id, r.client_id, r.rule, r.log_id)));
    }
    Ok(known)
}

/// The open reviews of these viewers.
async fn open(work: &Work, findings: &[Finding]) -> Result<HashMap<Key, Uuid>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        professional_id: Uuid,
        client_id: Option<Uuid>,
        rule: String,
        looked_on: NaiveDate,
    }
    let mut viewers: Vec<Uuid> = findings.iter().map(|one| one.viewer).collect();
    viewers.sort_unstable();
    viewers.dedup();
    let mut open = HashMap::new();
    for some in viewers.chunks(1_000) {
        let text = format!(
            "SELECT id, professional_id, client_id, rule, looked_on FROM watch_review WHERE professional_id IN ({}) AND NOT settled",
            sql::params(1, some.len())
        );
        let rows: Vec<Row> = sql::all(work, &text, some.iter().map(|v| Value::from(*v))).await?;
        for row in rows {
            if let Some(rule) = Detect::parse(&row.rule) {
                open.insert((row.professional_id, row.client_id, rule.code(), row.looked_on), row.id);
            }
        }
    }
    Ok(open)
}

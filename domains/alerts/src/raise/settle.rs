//! One rule asked of some clients, or of all: what holds and does not stand is raised, what stands and does not hold is let go.

use std::collections::{HashMap, HashSet};

use ::store::sea_orm::{DbErr, Value};
use ::store::sql;
use chrono::Duration;
use rules::{AlertRule, Figure, Figures, RuleSet};
use sea_orm::FromQueryResult;
use trust::Job;
use uuid::Uuid;

use super::store::{self, New, Standing};
use crate::count::now::{Counts, Thing, figures, things};
use crate::count::{Answers, CHUNK, Rows};
use crate::{Alerts, Error};

/// Clients of one transaction.
const AT_ONCE: usize = 200;

/// Asks; gives how many were raised or let go.
pub(super) async fn settle(
    room: &Alerts,
    job: &Job,
    set: &RuleSet<rules::Alerts>,
    rule: &AlertRule,
    clients: Option<&[Uuid]>,
    counts: &mut Counts,
) -> Result<usize, Error> {
    let (reader, now) = (job.reader(), job.gate().ctx().now());
    let today = kernel::helsinki_date(now);
    let unrestricted = job.unrestricted_sql_of_clients("s");
    let counted = figures(reader, &room.sources, rule, clients, today, &unrestricted, counts).await?;
    let mut holding: HashMap<Uuid, Figures> = HashMap::new();
    let mut answers = Answers::of(rule);
    for (client, figures) in counted {
        let in_order: Vec<Figure> = rule.figures.iter().map(|one| figures.get(&one.name).copied().unwrap_or_default()).collect();
        match answers.holds(&in_order) {
            Ok(true) => {
                holding.insert(client, figures);
            }
            Ok(false) => {}
            // Tried when it was put in force: what the samples did not show is a fault of the rule, not of the client.
            Err(fault) => tracing::error!(rule = rule.id, %fault, "a condition gave no answer"),
        }
    }
    let standing: HashMap<Uuid, Standing> =
        store::standing(reader, &rule.id, clients).await?.into_iter().map(|one| (one.client_id, one)).collect();
    let gone: Vec<&Standing> = standing.values().filter(|one| !holding.contains_key(&one.client_id)).collect();
    let anew = |one: &Standing| {
        let repeat = rule.repeat_days.map(|days| Duration::days(i64::from(days)));
        repeat.zip(one.closed_at).is_some_and(|(days, closed)| closed + days <= now)
    };
    let mut fresh: Vec<Uuid> = Vec::new();
    let mut other: Vec<Uuid> = Vec::new();
    for (client, figures) in &holding {
        match standing.get(client) {
            None => fresh.push(*client),
            Some(one) if anew(one) => fresh.push(*client),
            Some(one) if differs(one, figures) => other.push(*client),
            Some(_) => {}
        }
    }
    fresh.sort_unstable();
    other.sort_unstable();
    let mut changed = let_go(room, job, rule, &gone, &unrestricted).await?;
    if fresh.is_empty() && other.is_empty() {
        return Ok(changed);
    }
    let teams = people::organisation::teams_on(&job.gate().db().reference(), today).await?;
    let Some(team) = teams.values().find(|team| team.key == rule.team).map(|team| team.id) else {
        tracing::warn!(rule = rule.id, team = rule.team, "the rule's team is no more: nobody would see its alerts");
        return Ok(changed);
    };
    let all: Vec<Uuid> = fresh.iter().chain(&other).copied().collect();
    for some in all.chunks(AT_ONCE) {
        let evidence = things(reader, &room.sources, rule, some, today, &unrestricted).await?;
        let none: Vec<Thing> = Vec::new();
        let work = job.begin().await?;
        for client in some {
            let (Some(figures), things) = (holding.get(client), evidence.get(client).unwrap_or(&none)) else { continue };
            if let Some(one) = standing.get(client) {
                if !anew(one) {
                    store::counted(&work, one.id, figures, things).await?;
                    continue;
                }
                store::forget(&work, one.id).await?;
            }
            let new = New { rule, rule_version: &set.version, team_id: team, client: *client, figures, things };
            changed += usize::from(store::raise(&work, &new).await?);
        }
        work.commit().await?;
    }
    Ok(changed)
}

/// Whether what was counted is otherwise; that days go by is not.
fn differs(one: &Standing, figures: &Figures) -> bool {
    let told: Figures = serde_json::from_value(one.figures.clone()).unwrap_or_default();
    let what = |f: &Figure| (f.count, f.open, f.earliest.map(f64::to_bits), f.latest.map(f64::to_bits));
    told.len() != figures.len() || told.iter().any(|(name, was)| figures.get(name).is_none_or(|is| what(is) != what(was)))
}

async fn let_go(room: &Alerts, job: &Job, rule: &AlertRule, gone: &[&Standing], unrestricted: &str) -> Result<usize, Error> {
    let mut changed = 0;
    for some in gone.chunks(AT_ONCE) {
        let there = there(room, job, rule, some, unrestricted).await?;
        let work = job.begin().await?;
        for one in some {
            // One that rested on what is no more was mistaken; else its time has gone by.
            let corrected = evidence(one).iter().any(|thing| !there.contains(&thing.id));
            changed += usize::from(store::let_go(&work, one, if corrected { "corrected" } else { "passed" }).await?);
        }
        work.commit().await?;
    }
    Ok(changed)
}

fn evidence(one: &Standing) -> Vec<Thing> {
    serde_json::from_value(one.evidence.clone()).unwrap_or_default()
}

/// Which of the things these rested on are there still, and count.
async fn there(room: &Alerts, job: &Job, rule: &AlertRule, some: &[&Standing], unrestricted: &str) -> Result<HashSet<Uuid>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
    }
    let mut ids: Vec<Uuid> = some.iter().flat_map(|one| evidence(one)).map(|thing| thing.id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut there = HashSet::new();
    for figure in &rule.figures {
        let Some(rows) = Rows::of(&room.sources, rule, figure, unrestricted) else { continue };
        for some in ids.chunks(CHUNK) {
            let text = rows.by_id(some.len());
            let found: Vec<Row> = sql::all(job.reader(), &text, some.iter().map(|id| Value::from(*id))).await?;
            there.extend(found.into_iter().map(|row| row.id));
        }
    }
    Ok(there)
}

/// Lets go what stands by a rule that is in use no more.
pub(super) async fn with_no_rule(job: &Job, set: &RuleSet<rules::Alerts>) -> Result<usize, Error> {
    let on: Vec<&str> = set.body.rules.iter().filter(|rule| rule.on).map(|rule| rule.id.as_str()).collect();
    let mut changed = 0;
    for some in store::orphaned(job.reader(), &on).await?.chunks(AT_ONCE) {
        let work = job.begin().await?;
        for one in some {
            changed += usize::from(store::let_go(&work, one, "rule").await?);
        }
        work.commit().await?;
    }
    Ok(changed)
}

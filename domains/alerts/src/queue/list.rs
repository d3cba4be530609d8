use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::{ClientId, Register, Text, helsinki_date};
use people::card::cards;
use people::organisation::{people_by_id, teams_by_id};
use people::{IdentityCard, Proof};
use rules::{AlertRule, AlertSource, Figures, Mark, Rules};
use sea_orm::FromQueryResult;
use store::Keyring;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::{Listed, Opened, Own};
use uuid::Uuid;

use super::model::{
    AlertBasis, AlertEvidence, AlertLapse, AlertList, AlertOutcome, AlertQuery, AlertRuleUse, AlertRuleWords, AlertSort, AlertUse,
    AlertWhich, OwnAlert, ROW, RaisedAlert, Row,
};
use crate::count::now::Thing;
use crate::{Error, Sources};

/// Rows of one page.
const PAGE: usize = 25;
/// Alerts of one client told at once, newest first.
const OF_CLIENT: usize = 20;

/// A page of the queue: one's own teams' and one's own.
pub(super) async fn page(
    rules: &Rules,
    sources: &Sources,
    keys: &Keyring,
    listed: &Listed,
    asked: &AlertQuery,
) -> Result<AlertList, Error> {
    let mut rows = rows(keys, listed, asked, PAGE + 1).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = if more { rows.last().map(|r| r.id) } else { None };
    let clients: Vec<ClientId> = rows.iter().map(|r| ClientId(r.client_id)).collect();
    let items = told(rules, sources, listed, Some(listed.staff().id), rows).await?;
    listed.shown(&clients);
    let (waiting, rules) = uses(rules, listed).await?;
    Ok(AlertList { items, waiting, rules, next })
}

/// The whole of what the queue pages through, with whose they are; none when there are more than `most`.
pub(super) async fn whole(
    rules: &Rules,
    sources: &Sources,
    keys: &Keyring,
    listed: &Listed,
    asked: &AlertQuery,
    most: usize,
) -> Result<Option<(Vec<RaisedAlert>, Vec<ClientId>)>, Error> {
    let asked = AlertQuery { after: None, ..asked.clone() };
    let rows = rows(keys, listed, &asked, most + 1).await?;
    if rows.len() > most {
        return Ok(None);
    }
    let clients: Vec<ClientId> = rows.iter().map(|r| ClientId(r.client_id)).collect();
    Ok(Some((told(rules, sources, listed, Some(listed.staff().id), rows).await?, clients)))
}

/// What is asked for, in its order.
async fn rows(keys: &Keyring, listed: &Listed, asked: &AlertQuery, most: usize) -> Result<Vec<Row>, Error> {
    let (reach, mut values) = listed.sql_of_clients("a", 1);
    let mut filter = reach;
    let mut add = |text: &str, value: Value, values: &mut Vec<Value>| {
        values.push(value);
        filter.push_str(&text.replace('?', &format!("${}", values.len())));
    };
    let today: Value = listed.today().into();
    let awake = " AND (a.snoozed_until IS NULL OR a.snoozed_until <= ?)";
    match asked.which.unwrap_or(AlertWhich::Open) {
        AlertWhich::Open => add(&format!(" AND a.state IN ('waiting', 'taken'){awake}"), today, &mut values),
        AlertWhich::Waiting => add(&format!(" AND a.state = 'waiting'{awake}"), today, &mut values),
        AlertWhich::Taken => add(&format!(" AND a.state = 'taken'{awake}"), today, &mut values),
        AlertWhich::Snoozed => add(" AND a.state IN ('waiting', 'taken') AND a.snoozed_until > ?", today, &mut values),
        AlertWhich::Closed => filter.push_str(" AND a.state IN ('done', 'dismissed', 'lapsed')"),
    }
    let mut add = |text: &str, value: Value, values: &mut Vec<Value>| {
        values.push(value);
        filter.push_str(&text.replace('?', &format!("${}", values.len())));
    };
    if let Some(rule) = &asked.rule {
        add(" AND a.rule = ?", rule.clone().into(), &mut values);
    }
    if asked.mine {
        add(" AND a.handler_id = ?", listed.staff().id.into(), &mut values);
    }
    let order = match asked.sort {
        AlertSort::Gravest => "a.severity DESC, a.id DESC",
        AlertSort::Newest => "a.id DESC",
    };
    if let Some(after) = asked.after {
        let text = match asked.sort {
            AlertSort::Gravest => " AND (a.severity, a.id) < (SELECT b.severity, b.id FROM alert b WHERE b.id = ?)",
            AlertSort::Newest => " AND a.id < ?",
        };
        add(text, after.into(), &mut values);
    }
    if let Some(q) = asked.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        let (client, more) = people::search::named_sql(listed, keys, q, "a.client_id", values.len() + 1)?;
        values.extend(more);
        filter.push_str(&format!(" AND {client}"));
    }
    Ok(sql::all(listed.reader(), &format!("{ROW} WHERE {filter} ORDER BY {order} LIMIT {most}"), values).await?)
}

/// What each rule's alerts have come to on the viewer's desks.
async fn uses(rules: &Rules, listed: &Listed) -> Result<(i64, Vec<AlertRuleUse>), DbErr> {
    #[derive(FromQueryResult)]
    struct Use {
        rule: String,
        waiting: i64,
        open: i64,
        closed: i64,
        yes: i64,
        partly: i64,
        no: i64,
    }
    let (reach, mut values) = listed.sql_of_clients("a", 1);
    values.push(listed.today().into());
    let count = |which: &str| format!("COUNT(CASE WHEN {which} THEN 1 END)");
    let text = format!(
        "SELECT a.rule, {} AS waiting, {} AS open, {} AS closed, {} AS yes, {} AS partly, {} AS no FROM alert a WHERE {reach} GROUP BY a.rule",
        count(&format!("a.state = 'waiting' AND (a.snoozed_until IS NULL OR a.snoozed_until <= ${})", values.len())),
        count("a.state IN ('waiting', 'taken')"),
        count("a.state IN ('done', 'dismissed')"),
        count("a.useful = 'yes'"),
        count("a.useful = 'partly'"),
        count("a.useful = 'no'"),
    );
    let found: Vec<Use> = sql::all(listed.reader(), &text, values).await?;
    let waiting = found.iter().map(|one| one.waiting).sum();
    let set = rules.alerts.on(listed.today());
    let of = |rule: &AlertRule| {
        let used = found.iter().find(|one| one.rule == rule.id);
        let number = |of: fn(&Use) -> i64| used.map_or(0, of);
        AlertRuleUse {
            id: rule.id.clone(),
            label: rule.label.clone(),
            on: rule.on,
            open: number(|u| u.open),
            closed: number(|u| u.closed),
            yes: number(|u| u.yes),
            partly: number(|u| u.partly),
            no: number(|u| u.no),
        }
    };
    Ok((waiting, set.body.rules.iter().map(of).collect()))
}

/// What is open of one client, as far as the viewer's scopes reach; the newest first.
pub(super) async fn of_client(rules: &Rules, sources: &Sources, opened: &Opened) -> Result<Vec<RaisedAlert>, Error> {
    let (whose, values) = opened.clients_sql("a", 1);
    let text = format!(
        "{ROW} WHERE {whose} AND {} AND a.state IN ('waiting', 'taken') ORDER BY a.severity DESC, a.id DESC LIMIT {OF_CLIENT}",
        opened.scopes().sql("a")
    );
    let rows: Vec<Row> = sql::all(opened.reader(), &text, values).await?;
    Ok(told(rules, sources, opened, Some(opened.staff().id), rows).await?)
}

/// What is open of the client themself, in plain words. One that rests on another's data is not told: they are that other's.
pub(super) async fn own(rules: &Rules, own: &Own) -> Result<Vec<OwnAlert>, Error> {
    let (whose, values) = own.clients_sql("a", 1);
    let shown = own.shown_sql("a", None);
    let text = format!("{ROW} WHERE {whose}{shown} AND a.state IN ('waiting', 'taken') ORDER BY a.id DESC LIMIT {OF_CLIENT}");
    let rows: Vec<Row> = sql::all(own.reader(), &text, values).await?;
    let in_teams: Vec<Uuid> = rows.iter().map(|r| r.team_id).collect();
    let teams = teams_by_id(own.reader(), &in_teams).await?;
    let told = rows.into_iter().filter_map(|row| {
        let rule = rule_of(rules, &row).filter(|rule| !rule.of_another())?;
        Some(OwnAlert {
            id: row.id,
            plain: rule.told(&rule.plain, &figures(&row)),
            law: rule.law.clone(),
            team: teams.get(&row.team_id).map(|team| team.name.clone()),
            raised_at: row.raised_at,
        })
    });
    Ok(told.collect())
}

/// Rows in words.
async fn told(
    rules: &Rules,
    sources: &Sources,
    proof: &impl Proof,
    viewer: Option<Uuid>,
    rows: Vec<Row>,
) -> Result<Vec<RaisedAlert>, DbErr> {
    let clients: Vec<ClientId> = rows.iter().map(|r| ClientId(r.client_id)).collect();
    let shown: HashMap<Uuid, IdentityCard> = cards(proof, &clients).await?.into_iter().map(|c| (c.id, c)).collect();
    let named: Vec<Uuid> = rows.iter().flat_map(|r| [r.handler_id, r.closed_by]).flatten().collect();
    let people = people_by_id(proof.conn(), &named).await?;
    let in_teams: Vec<Uuid> = rows.iter().map(|r| r.team_id).collect();
    let teams = teams_by_id(proof.conn(), &in_teams).await?;
    let told = rows.into_iter().map(|row| {
        let rule = rule_of(rules, &row);
        let figures = figures(&row);
        RaisedAlert {
            id: row.id,
            version: row.version,
            client: shown.get(&row.client_id).cloned(),
            rule: AlertRuleWords {
                id: row.rule.clone(),
                label: rule.map_or_else(|| Text::fi(&row.rule), |r| r.label.clone()),
                advice: rule.map_or_else(|| Text::fi(""), |r| r.told(&r.advice, &figures)),
                law: rule.map(|r| r.law.clone()).unwrap_or_default(),
                mark: rule.map_or(Mark::Uncertain, |r| r.mark),
                version: row.rule_version.clone(),
            },
            severity: row.severity,
            state: row.state(),
            why: rule.map_or_else(|| Text::fi(""), |r| r.told(&r.why, &figures)),
            counted_on: day(row.counted_at),
            evidence: evidence(sources, &row),
            figures,
            register: Register::parse(&row.register).unwrap_or(Register::Social),
            basis: AlertBasis::parse(&row.basis).unwrap_or(AlertBasis::Own),
            standing: row.standing,
            team: teams.get(&row.team_id).map(|team| team.name.clone()),
            handler: row.handler_id.and_then(|id| people.get(&id).cloned()),
            mine: row.handler_id.is_some() && row.handler_id == viewer,
            raised_at: row.raised_at,
            snoozed_until: row.snoozed_until,
            lapsed_at: row.lapsed_at,
            lapsed_why: row.lapsed_why.as_deref().and_then(AlertLapse::parse),
            closed_at: row.closed_at,
            closed_by: row.closed_by.and_then(|id| people.get(&id).cloned()),
            outcome: row.outcome.as_deref().and_then(AlertOutcome::parse),
            words: row.reason,
            matter_id: row.matter_id,
            useful: row.useful.as_deref().and_then(AlertUse::parse),
        }
    });
    Ok(told.collect())
}

fn day(at: chrono::DateTime<chrono::Utc>) -> NaiveDate {
    helsinki_date(at)
}

/// The rule as it was when it raised the alert.
fn rule_of<'r>(rules: &'r Rules, row: &Row) -> Option<&'r AlertRule> {
    rules.alerts.version(&row.rule_version)?.body.rules.iter().find(|rule| rule.id == row.rule)
}

fn figures(row: &Row) -> Figures {
    serde_json::from_value(row.figures.clone()).unwrap_or_default()
}

fn evidence(sources: &Sources, row: &Row) -> Vec<AlertEvidence> {
    let things: Vec<Thing> = serde_json::from_value(row.evidence.clone()).unwrap_or_default();
    let told = things.into_iter().filter_map(|thing| {
        let source = AlertSource::parse(&thing.source)?;
        let known = sources.of(source);
        let own = !thing.of_another;
        Some(AlertEvidence {
            source,
            item: known.filter(|_| own).map(|one| one.item.to_owned()),
            id: own.then_some(thing.id),
            of_another: thing.of_another,
            begun_at: thing.begun_at,
            over_at: thing.over_at.filter(|_| known.is_some_and(|one| one.lasting)),
            amount: thing.amount.filter(|_| known.is_some_and(|one| one.measured)),
        })
    });
    told.collect()
}

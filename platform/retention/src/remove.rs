use chrono::{DateTime, Months, NaiveDate, Utc};
use kernel::ClientId;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::Job;
use uuid::Uuid;

use crate::facts::{Person, scope_sql, select, values};
use crate::places::Places;
use crate::plan::{Report, RuleReport};
use crate::run::{Lease, Run};
use crate::{ACTION, RetentionError, control};
use rules::{Kept, Retention, RetentionRule, RuleSet};

/// Rows of one table, to be counted or removed.
pub(crate) struct Target {
    pub table: String,
    pub condition: String,
    pub values: Vec<Value>,
}

/// Log lines a transaction removes at once.
const LINES: u64 = 5_000;

/// Everything of a person that a rule is about, in the order in which it can go.
pub(crate) async fn targets(
    conn: &impl ConnectionTrait,
    places: &Places,
    rules: &Retention,
    rule: &RetentionRule,
    person: &Person,
) -> Result<Vec<Target>, DbErr> {
    let n = person.ids.len();
    let list = sql::params(1, n);
    let mut all = Vec::new();
    let mut push = |table: &str, condition: String, values: Vec<Value>| all.push(Target { table: table.to_owned(), condition, values });
    let Some(register) = rule.register else {
        for (table, column) in &places.identity {
            push(table, format!("{column} IN ({list})"), values(&person.ids));
        }
        push("client", format!("id IN ({list})"), values(&person.ids));
        return Ok(all);
    };
    let tasks = rules.tasks(rule);
    let (scope, more) = scope_sql(register, &tasks, n + 1);
    let mine = || values(&person.ids).into_iter().chain(more.iter().cloned()).collect::<Vec<_>>();
    let owned = format!("client_id IN ({list}) AND {scope}");
    let mut shared: Vec<(&str, Vec<Uuid>)> = Vec::new();
    for table in &places.shared {
        let text = format!(
            "SELECT id FROM \"{table}\" WHERE id IN (SELECT {table}_id FROM \"{table}_client\" WHERE client_id IN ({list})) AND {scope}"
        );
        let ids = sql::rows(conn, &text, mine()).await?.iter().map(|r| r.try_get("", "id")).collect::<Result<Vec<Uuid>, _>>()?;
        shared.push((table, ids));
    }
    for hanging in &places.dependants {
        match shared.iter().find(|(table, _)| *table == hanging.of) {
            Some((_, ids)) if ids.is_empty() => {}
            Some((_, ids)) => push(&hanging.table, format!("{} IN ({})", hanging.column, sql::params(1, ids.len())), values(ids)),
            None => push(&hanging.table, format!("{} IN (SELECT id FROM \"{}\" WHERE {owned})", hanging.column, hanging.of), mine()),
        }
    }
    if places.sources {
        // A resource goes when no version of it is kept by another rule.
        let gone = format!(
            "client_id IN ({list}) AND NOT EXISTS (SELECT 1 FROM original o WHERE o.resource_id = source_resource.id \
             AND NOT (o.client_id IN ({list}) AND o.{}))",
            scope.replace("service_task", "o.service_task")
        );
        for table in ["pending_reference", "source_key"] {
            push(table, format!("resource_id IN (SELECT id FROM source_resource WHERE {gone})"), mine());
        }
        push("source_resource", gone, mine());
    }
    for table in &places.owned {
        push(table, owned.clone(), mine());
    }
    for (table, ids) in &shared {
        if !ids.is_empty() {
            push(table, format!("id IN ({})", sql::params(1, ids.len())), values(ids));
        }
    }
    Ok(all)
}

/// Lines from this instant on stay.
fn oldest_kept(rule: &RetentionRule, as_of: NaiveDate) -> Option<DateTime<Utc>> {
    let years = rule.periods.iter().map(|p| p.years).max().unwrap_or_default();
    as_of.checked_sub_months(Months::new(years * 12)).map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc())
}

/// The log's lines that are old enough; those of clients on hold stay, and those that are not sealed yet.
pub(crate) fn log_lines(rule: &RetentionRule, as_of: NaiveDate) -> Vec<(&'static str, String, Vec<Value>)> {
    let Some(before) = oldest_kept(rule, as_of) else { return Vec::new() };
    let old = "at < $1 AND id NOT IN (SELECT l.log_id FROM access_log_client l JOIN retention_hold h ON h.client_id = l.client_id AND h.lifted_at IS NULL) \
               AND (client_id IS NULL OR client_id NOT IN (SELECT client_id FROM retention_hold WHERE lifted_at IS NULL)) \
               AND id NOT IN (SELECT log_id FROM access_log_unsealed)";
    vec![
        ("access_log_client", format!("log_id IN (SELECT id FROM access_log WHERE {old})"), vec![before.into()]),
        ("access_log", old.to_owned(), vec![before.into()]),
    ]
}

/// Removes what an approved run's report named, and gives the proof. Between persons the run's lease is renewed; when another
/// process has taken it over, what was removed stays removed and that one goes on.
pub(crate) async fn carry_out(job: &Job, rules: &RuleSet<Retention>, run: &Run, lease: &mut Lease) -> Result<Report, RetentionError> {
    let places = Places::read(job.reader()).await?;
    let as_of = run.report.as_of;
    let mut proof = run.proof.clone().unwrap_or_else(|| Report { rules_version: rules.version.clone(), as_of, rules: Vec::new() });
    // Identities first: those that come free by this run were not in its report, and go with the next.
    let order =
        rules.body.rules.iter().filter(|r| r.what == Kept::Identity).chain(rules.body.rules.iter().filter(|r| r.what != Kept::Identity));
    for rule in order {
        let mut of = RuleReport::of(rule);
        if rule.what == Kept::AccessLog {
            lines(job, rule, as_of, &mut of, lease).await?;
        } else if let Some(control) = control::of(rule.what) {
            control.remove(job, rule, as_of, &mut of, lease).await?;
        } else {
            let selected = select(job.reader(), &places, &rules.body, rule, as_of, run.planned_at, None).await?;
            of.held = selected.held;
            for person in &selected.persons {
                lease.keep(job).await?;
                let work = job.begin().await?;
                let mut gone = 0;
                for target in targets(&work, &places, &rules.body, rule, person).await? {
                    let text = format!("DELETE FROM \"{}\" WHERE {}", target.table, target.condition);
                    let rows = sql::exec(&work, &text, target.values).await?.rows_affected();
                    of.add(&target.table, rows);
                    gone += rows;
                }
                if gone == 0 {
                    // Nothing there: no line for a removal that was none.
                    continue;
                }
                work.touched(&person.ids.iter().map(|id| ClientId(*id)).collect::<Vec<_>>());
                work.commit().await?;
                of.persons += 1;
            }
        }
        merge(&mut proof, of);
    }
    tracing::info!(run = %run.id, rows = proof.rows(), action = ACTION, "retention run carried out");
    Ok(proof)
}

async fn lines(job: &Job, rule: &RetentionRule, as_of: NaiveDate, of: &mut RuleReport, lease: &mut Lease) -> Result<(), RetentionError> {
    let (Some((_, old, before)), Some(kept)) = (log_lines(rule, as_of).pop(), oldest_kept(rule, as_of)) else { return Ok(()) };
    loop {
        lease.keep(job).await?;
        let text = format!("SELECT id FROM access_log WHERE {old} ORDER BY at LIMIT {LINES}");
        let ids: Vec<Uuid> =
            sql::rows(job.reader(), &text, before.clone()).await?.iter().map(|row| row.try_get("", "id")).collect::<Result<_, _>>()?;
        if ids.is_empty() {
            return Ok(());
        }
        let mut work = job.begin().await?;
        let (clients, lines) = trust::remove_lines(&mut work, kept, &ids).await?;
        of.add("access_log_client", clients);
        of.add("access_log", lines);
        work.commit().await?;
    }
}

/// A run that another process began and did not end adds to what that one proved.
fn merge(proof: &mut Report, of: RuleReport) {
    match proof.rules.iter_mut().find(|r| r.rule == of.rule) {
        Some(known) => {
            known.persons += of.persons;
            for (table, rows) in of.rows {
                *known.rows.entry(table).or_default() += rows;
            }
            known.held = of.held;
        }
        None => proof.rules.push(of),
    }
}

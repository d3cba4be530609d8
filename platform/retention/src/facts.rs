//! What the database says of a person: the identities, the beginnings of the periods, what holds removal.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Months, NaiveDate, Utc};
use kernel::{Register, ServiceTask, helsinki_date};
use serde::{Deserialize, Serialize};
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use uuid::Uuid;

use crate::control::CONTROLS;
use crate::due::{Dates, due_on};
use crate::places::Places;
use rules::{Kept, Retention, RetentionRule, Since};

/// Why something that is old enough stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    OpenMatter,
    OpenCustomership,
    OpenRelation,
    AppealRunning,
    /// A joint matter or document has a client whose data must be kept.
    JointClient,
    /// A person set it.
    SetByHand,
    /// The identity is needed by what else is kept.
    OtherData,
}

/// One person: all linked identities.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub ids: Vec<Uuid>,
}

/// Who is due by a rule, and how many are held by what.
#[derive(Debug, Default)]
pub(crate) struct Selected {
    pub persons: Vec<Person>,
    pub held: BTreeMap<Hold, u64>,
    /// Whether some were not looked at.
    pub more: bool,
}

/// Part of a statement about a register's rows in some tasks, with its values.
pub(crate) fn scope_sql(register: Register, tasks: &[ServiceTask], first: usize) -> (String, Vec<Value>) {
    let text = format!("register = ${first} AND service_task IN ({})", sql::params(first + 1, tasks.len()));
    (text, std::iter::once(Value::from(register.code())).chain(tasks.iter().map(|t| Value::from(t.code()))).collect())
}

pub(crate) fn values(ids: &[Uuid]) -> Vec<Value> {
    ids.iter().map(|id| Value::from(*id)).collect()
}

async fn any(conn: &impl ConnectionTrait, text: &str, values: Vec<Value>) -> Result<bool, DbErr> {
    Ok(!sql::rows(conn, &format!("{text} LIMIT 1"), values).await?.is_empty())
}

async fn ids(conn: &impl ConnectionTrait, text: &str, values: Vec<Value>) -> Result<Vec<Uuid>, DbErr> {
    sql::rows(conn, text, values).await?.iter().map(|row| row.try_get("", "id")).collect()
}

/// A day `years` before `as_of`: what began on it or earlier may be over.
fn cutoff(as_of: NaiveDate, years: u32) -> Option<NaiveDate> {
    as_of.checked_sub_months(Months::new(years * 12))
}

/// Those due by a rule on a day. `planned_at`: holds lifted after it still hold, so that a run never takes more than its report.
/// `most`: how many persons are looked at; all, when not said.
pub(crate) async fn select(
    conn: &impl ConnectionTrait,
    places: &Places,
    rules: &Retention,
    rule: &RetentionRule,
    as_of: NaiveDate,
    planned_at: DateTime<Utc>,
    most: Option<usize>,
) -> Result<Selected, DbErr> {
    let tasks = rules.tasks(rule);
    let mut seen = BTreeSet::new();
    let mut found = Selected::default();
    let mut candidates = candidates(conn, places, rule, &tasks, as_of).await?;
    if let Some(most) = most.filter(|most| candidates.len() > *most) {
        candidates.truncate(most);
        found.more = true;
    }
    for candidate in candidates {
        if seen.contains(&candidate) {
            continue;
        }
        let person = person(conn, candidate).await?;
        seen.extend(person.ids.iter().copied());
        let dates = dates(conn, &person, rule, &tasks).await?;
        if due_on(rule, &dates).is_none_or(|last| last >= as_of) {
            continue;
        }
        match held(conn, places, &person, rule, &tasks, as_of, planned_at).await? {
            Some(hold) => *found.held.entry(hold).or_default() += 1,
            None => found.persons.push(person),
        }
    }
    if let Some(register) = rule.register {
        without_joint(conn, places, register, &tasks, &mut found).await?;
    }
    Ok(found)
}

/// Identities for whom some period of the rule may be over and who have something in its register and tasks; the exact answer
/// is [`due_on`]'s.
async fn candidates(
    conn: &impl ConnectionTrait,
    places: &Places,
    rule: &RetentionRule,
    tasks: &[ServiceTask],
    as_of: NaiveDate,
) -> Result<Vec<Uuid>, DbErr> {
    let mut found = BTreeSet::new();
    for period in &rule.periods {
        let Some(before) = cutoff(as_of, period.years) else { continue };
        let (begun, first): (&str, Value) = match period.from {
            Since::Birth => ("c.birth_date <= $1", before.into()),
            Since::Death => ("c.deceased_on <= $1", before.into()),
            Since::LastRelation => {
                let at = before.and_time(chrono::NaiveTime::MIN).and_utc() + chrono::Duration::days(1);
                ("c.id IN (SELECT client_id FROM care_relation WHERE valid_from <= $1)", at.into())
            }
            Since::Written | Since::Settled => continue,
        };
        let mut values = vec![first];
        let mut somewhere = String::new();
        if let Some(register) = rule.register {
            let (scope, more) = scope_sql(register, tasks, 2);
            let inner = format!("x.{}", scope.replace("service_task", "x.service_task"));
            let owned = places.owned.iter().map(|t| format!("EXISTS (SELECT 1 FROM \"{t}\" x WHERE x.client_id = c.id AND {inner})"));
            let shared = places.shared.iter().map(|t| {
                format!("EXISTS (SELECT 1 FROM \"{t}_client\" j JOIN \"{t}\" x ON x.id = j.{t}_id WHERE j.client_id = c.id AND {inner})")
            });
            somewhere = format!(" AND ({})", owned.chain(shared).collect::<Vec<_>>().join(" OR "));
            values.extend(more);
        }
        found.extend(ids(conn, &format!("SELECT c.id FROM client c WHERE {begun}{somewhere}"), values).await?);
    }
    Ok(found.into_iter().collect())
}

/// The person an identity is of: identities linked to it, and those linked to them.
async fn person(conn: &impl ConnectionTrait, id: Uuid) -> Result<Person, DbErr> {
    let mut all = BTreeSet::from([id]);
    loop {
        let known: Vec<Uuid> = all.iter().copied().collect();
        let list = sql::params(1, known.len());
        let text = format!(
            "SELECT client_id AS id FROM identity_link WHERE unlinked_at IS NULL AND linked_id IN ({list}) \
             UNION SELECT linked_id AS id FROM identity_link WHERE unlinked_at IS NULL AND client_id IN ({list})"
        );
        all.extend(ids(conn, &text, values(&known)).await?);
        if all.len() == known.len() {
            return Ok(Person { ids: known });
        }
    }
}

async fn dates(conn: &impl ConnectionTrait, person: &Person, rule: &RetentionRule, tasks: &[ServiceTask]) -> Result<Dates, DbErr> {
    let list = sql::params(1, person.ids.len());
    let mut dates = Dates::default();
    let text = format!("SELECT birth_date, deceased_on FROM client WHERE id IN ({list})");
    for row in sql::rows(conn, &text, values(&person.ids)).await? {
        // Identities that disagree: the later day keeps longer.
        dates.birth = dates.birth.max(row.try_get("", "birth_date")?);
        dates.death = dates.death.max(row.try_get("", "deceased_on")?);
    }
    if let Some(register) = rule.register {
        let (scope, more) = scope_sql(register, tasks, person.ids.len() + 1);
        let with = |more: &[Value]| values(&person.ids).into_iter().chain(more.iter().cloned()).collect::<Vec<_>>();
        let joined = format!("m.{}", scope.replace("service_task", "m.service_task"));
        for text in [
            format!(
                "SELECT valid_to AS at FROM care_relation WHERE client_id IN ({list}) AND {scope} AND valid_to IS NOT NULL ORDER BY valid_to DESC LIMIT 1"
            ),
            format!(
                "SELECT m.closed_at AS at FROM matter m JOIN matter_client c ON c.matter_id = m.id \
                 WHERE c.client_id IN ({list}) AND {joined} AND m.closed_at IS NOT NULL ORDER BY m.closed_at DESC LIMIT 1"
            ),
        ] {
            for row in sql::rows(conn, &text, with(&more)).await? {
                dates.last_relation = dates.last_relation.max(Some(helsinki_date(row.try_get("", "at")?)));
            }
        }
        let text = format!(
            "SELECT closed_on FROM customership WHERE client_id IN ({list}) AND {scope} AND closed_on IS NOT NULL ORDER BY closed_on DESC LIMIT 1"
        );
        for row in sql::rows(conn, &text, with(&more)).await? {
            dates.last_relation = dates.last_relation.max(row.try_get("", "closed_on")?);
        }
    }
    Ok(dates)
}

/// The first thing that stops removal, a joint client aside.
async fn held(
    conn: &impl ConnectionTrait,
    places: &Places,
    person: &Person,
    rule: &RetentionRule,
    tasks: &[ServiceTask],
    as_of: NaiveDate,
    planned_at: DateTime<Utc>,
) -> Result<Option<Hold>, DbErr> {
    let n = person.ids.len();
    let list = sql::params(1, n);
    let mine = || values(&person.ids);
    let with = |more: Vec<Value>| mine().into_iter().chain(more).collect::<Vec<_>>();
    let text = format!("SELECT id FROM retention_hold WHERE client_id IN ({list}) AND (lifted_at IS NULL OR lifted_at > ${})", n + 1);
    if any(conn, &text, with(vec![planned_at.into()])).await? {
        return Ok(Some(Hold::SetByHand));
    }
    if rule.what == Kept::Identity {
        for table in places.owned.iter().map(String::as_str).chain(CONTROLS.iter().map(|control| control.table)) {
            if any(conn, &format!("SELECT 1 AS one FROM \"{table}\" WHERE client_id IN ({list})"), mine()).await? {
                return Ok(Some(Hold::OtherData));
            }
        }
        for table in places.shared.iter().map(|t| format!("{t}_client")).chain(places.sources.then(|| "source_resource".to_owned())) {
            if any(conn, &format!("SELECT 1 AS one FROM \"{table}\" WHERE client_id IN ({list})"), mine()).await? {
                return Ok(Some(Hold::OtherData));
            }
        }
        return Ok(None);
    }
    let Some(register) = rule.register else { return Ok(None) };
    let (scope, more) = scope_sql(register, tasks, n + 1);
    let joined = format!("m.{}", scope.replace("service_task", "m.service_task"));
    let text = format!(
        "SELECT m.id FROM matter m JOIN matter_client c ON c.matter_id = m.id WHERE c.client_id IN ({list}) AND {joined} AND m.closed_at IS NULL"
    );
    if any(conn, &text, with(more.clone())).await? {
        return Ok(Some(Hold::OpenMatter));
    }
    let text = format!("SELECT id FROM customership WHERE client_id IN ({list}) AND {scope} AND closed_on IS NULL");
    if any(conn, &text, with(more.clone())).await? {
        return Ok(Some(Hold::OpenCustomership));
    }
    let text = format!("SELECT id FROM care_relation WHERE client_id IN ({list}) AND {scope} AND valid_to IS NULL");
    if any(conn, &text, with(more.clone())).await? {
        return Ok(Some(Hold::OpenRelation));
    }
    let text = format!("SELECT id FROM decision WHERE client_id IN ({list}) AND {scope} AND appeal_until >= ${}", n + 1 + more.len());
    if any(conn, &text, with(more.into_iter().chain([as_of.into()]).collect())).await? {
        return Ok(Some(Hold::AppealRunning));
    }
    Ok(None)
}

/// What several share stays as long as it must for any of them; who is held so may hold another.
async fn without_joint(
    conn: &impl ConnectionTrait,
    places: &Places,
    register: Register,
    tasks: &[ServiceTask],
    found: &mut Selected,
) -> Result<(), DbErr> {
    let mut others = Vec::with_capacity(found.persons.len());
    for person in &found.persons {
        others.push(companions(conn, places, person, register, tasks).await?);
    }
    loop {
        let due: BTreeSet<Uuid> = found.persons.iter().flat_map(|p| p.ids.iter().copied()).collect();
        let keep: Vec<bool> = others.iter().map(|o: &BTreeSet<Uuid>| o.is_subset(&due)).collect();
        let held = keep.iter().filter(|k| !**k).count();
        if held == 0 {
            return Ok(());
        }
        *found.held.entry(Hold::JointClient).or_default() += held as u64;
        let mut stays = keep.iter();
        found.persons.retain(|_| stays.next().copied().unwrap_or(false));
        let mut stays = keep.iter();
        others.retain(|_| stays.next().copied().unwrap_or(false));
    }
}

/// Clients who share a matter or a document with this one.
async fn companions(
    conn: &impl ConnectionTrait,
    places: &Places,
    person: &Person,
    register: Register,
    tasks: &[ServiceTask],
) -> Result<BTreeSet<Uuid>, DbErr> {
    let n = person.ids.len();
    let mut all = BTreeSet::new();
    for table in &places.shared {
        let (scope, more) = scope_sql(register, tasks, n + 1);
        let list = sql::params(1, n);
        let text = format!(
            "SELECT client_id AS id FROM \"{table}_client\" WHERE client_id NOT IN ({list}) AND {table}_id IN \
             (SELECT {table}_id FROM \"{table}_client\" WHERE client_id IN ({list})) AND {table}_id IN (SELECT id FROM \"{table}\" WHERE {scope})"
        );
        all.extend(ids(conn, &text, values(&person.ids).into_iter().chain(more).collect()).await?);
    }
    Ok(all)
}

//! Features of clients on a day: by the database, one statement for each feature whatever the number of clients. The one function that
//! training and use both come by.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use kernel::helsinki_start;
use rules::{Feature, FeatureHow};
use sea_orm::FromQueryResult;
use store::FactSource;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql::{self, params};
use uuid::Uuid;

/// A feature's value. `missing`: there was none, and it is the one the rules give instead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Counted {
    pub value: f64,
    pub missing: bool,
}

/// Of whom.
#[derive(Clone, Copy)]
pub(crate) enum Whose<'a> {
    /// Of one client, by all their identities, the given one first.
    One(&'a [Uuid]),
    /// Of all who live, are within these ages on the day and have not said no.
    All { age_from: u32, age_to: u32 },
}

#[derive(FromQueryResult)]
struct Born {
    client_id: Uuid,
    born_on: Option<NaiveDate>,
}

#[derive(FromQueryResult)]
struct Found {
    client_id: Uuid,
    n: i64,
    last_at: Option<DateTime<Utc>>,
    amount: Option<f64>,
}

/// Whole years on the day.
pub(crate) fn age(born: NaiveDate, day: NaiveDate) -> i32 {
    day.year() - born.year() - i32::from((day.month(), day.day()) < (born.month(), born.day()))
}

/// The first instant of a feature's window and the instant after its last.
pub(crate) fn window(feature: &Feature, day: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    match feature.ahead {
        Some(ahead) => (helsinki_start(next), helsinki_start(next.checked_add_days(Days::new(u64::from(ahead))).unwrap_or(NaiveDate::MAX))),
        None => {
            let back = u64::from(feature.days.unwrap_or(1_825));
            (helsinki_start(next.checked_sub_days(Days::new(back)).unwrap_or(day)), helsinki_start(next))
        }
    }
}

/// The features, in the order given, of each client: none where there is no value and the rules give none. `unrestricted`: the proof's own
/// ` AND …` over rows `s`.
pub(crate) async fn features(
    conn: &impl ConnectionTrait,
    sources: &[FactSource],
    asked: &[&Feature],
    whose: Whose<'_>,
    day: NaiveDate,
    unrestricted: &str,
) -> Result<HashMap<Uuid, Vec<Option<Counted>>>, DbErr> {
    let mut ages: HashMap<Uuid, Option<i32>> = HashMap::new();
    for one in born(conn, whose).await? {
        let age = one.born_on.map(|born| age(born, day));
        match whose {
            // Identities of one: what is known of the given one, else of another.
            Whose::One(ids) => {
                let known = ages.entry(ids.first().copied().unwrap_or(one.client_id)).or_insert(age);
                if known.is_none() || ids.first() == Some(&one.client_id) {
                    *known = age.or(*known);
                }
            }
            Whose::All { age_from, age_to } => {
                if age.and_then(|age| u32::try_from(age).ok()).is_some_and(|age| (age_from..=age_to).contains(&age)) {
                    ages.insert(one.client_id, age);
                }
            }
        }
    }
    let mut told: HashMap<Uuid, Vec<Option<Counted>>> = ages.keys().map(|client| (*client, Vec::with_capacity(asked.len()))).collect();
    for feature in asked {
        let values = match feature.how {
            FeatureHow::Age => ages.iter().filter_map(|(client, age)| Some((*client, f64::from((*age)?)))).collect(),
            _ => counted(conn, sources, feature, whose, day, unrestricted).await?,
        };
        for (client, row) in &mut told {
            let value = values.get(client).map(|value| Counted { value: *value, missing: false });
            row.push(value.or_else(|| feature.if_missing.map(|value| Counted { value, missing: true })));
        }
    }
    Ok(told)
}

async fn born(conn: &impl ConnectionTrait, whose: Whose<'_>) -> Result<Vec<Born>, DbErr> {
    let traits = people::facts::TRAITS;
    let living = format!("t.client_id NOT IN ({})", people::facts::DECEASED);
    let (named, values) = match whose {
        Whose::One(ids) => (format!("t.client_id IN ({})", params(1, ids.len())), ids.iter().map(|id| Value::from(*id)).collect()),
        Whose::All { .. } => {
            let willing = "NOT EXISTS (SELECT 1 FROM prediction_objection o WHERE o.client_id = t.client_id AND o.ended_at IS NULL)";
            (willing.to_owned(), Vec::new())
        }
    };
    sql::all(conn, &format!("SELECT t.client_id, t.born_on FROM ({traits}) t WHERE {named} AND {living}"), values).await
}

async fn counted(
    conn: &impl ConnectionTrait,
    sources: &[FactSource],
    feature: &Feature,
    whose: Whose<'_>,
    day: NaiveDate,
    unrestricted: &str,
) -> Result<HashMap<Uuid, f64>, DbErr> {
    let source = feature.source.and_then(|asked| sources.iter().find(|one| one.code == asked.code()));
    let (Some(source), Some(register)) = (source, feature.register) else {
        return Err(DbErr::Custom(format!("no room tells of the feature {}", feature.key)));
    };
    let (from, to) = window(feature, day);
    let mut values: Vec<Value> = vec![register.code().into(), from.into(), to.into()];
    let named = match whose {
        Whose::One(ids) => {
            values.extend(ids.iter().map(|id| Value::from(*id)));
            format!(" AND s.client_id IN ({})", params(4, ids.len()))
        }
        Whose::All { .. } => String::new(),
    };
    let within = format!("FROM ({}) s WHERE s.register = $1 AND s.begun_at >= $2 AND s.begun_at < $3{named}{unrestricted}", source.sql);
    let text = match feature.how {
        FeatureHow::Latest => format!(
            "SELECT r.client_id, CAST(1 AS bigint) AS n, r.begun_at AS last_at, r.amount FROM (SELECT s.client_id, s.begun_at, s.amount, \
             ROW_NUMBER() OVER (PARTITION BY s.client_id ORDER BY s.begun_at DESC, s.id DESC) AS nth {within} AND s.amount IS NOT NULL) r \
             WHERE r.nth = 1"
        ),
        how => {
            // What went on when the day ended.
            let open = if how == FeatureHow::Open { " AND (s.over_at IS NULL OR s.over_at >= $3)" } else { "" };
            format!(
                "SELECT s.client_id, COUNT(*) AS n, MAX(s.begun_at) AS last_at, CAST(NULL AS double precision) AS amount {within}{open} \
                 GROUP BY s.client_id"
            )
        }
    };
    let mut whole: HashMap<Uuid, Found> = HashMap::new();
    for mut one in sql::all::<Found>(conn, &text, values).await? {
        if let Whose::One([first, ..]) = whose {
            one.client_id = *first;
        }
        let client = one.client_id;
        match whole.remove(&client) {
            Some(other) => {
                let (newest, n) = (if one.last_at > other.last_at { &one } else { &other }, one.n + other.n);
                whole.insert(client, Found { client_id: client, n, last_at: newest.last_at, amount: newest.amount });
            }
            None => {
                whole.insert(client, one);
            }
        }
    }
    let value = |one: &Found| match feature.how {
        FeatureHow::Latest => one.amount,
        FeatureHow::DaysSince => one.last_at.map(|at| day_count((day - kernel::helsinki_date(at)).num_days())),
        _ => Some(day_count(one.n)),
    };
    Ok(whole.iter().filter_map(|(client, one)| Some((*client, value(one)?))).collect())
}

/// A small whole number.
#[expect(clippy::cast_precision_loss, reason = "counts and days are far below 2^52")]
fn day_count(n: i64) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::Rules;

    #[test]
    fn a_window_ends_with_its_day_and_an_outcome_begins_after_it() {
        let rules = Rules::shipped().unwrap();
        let set = &rules.features.on("2026-11-24".parse().unwrap()).body;
        let day = "2026-11-24".parse().unwrap();
        let of = |key: &str| window(set.feature(key).unwrap(), day);
        // In winter time the Finnish day begins at 22 o'clock, in summer time at 21.
        assert_eq!(of("home_care_visits_30d").0, "2026-10-25T22:00:00Z".parse::<DateTime<Utc>>().unwrap());
        assert_eq!(of("emergency_visits_90d"), ("2026-08-26T21:00:00Z".parse().unwrap(), "2026-11-24T22:00:00Z".parse().unwrap()));
        assert_eq!(of("emergency_visits_next_90d"), ("2026-11-24T22:00:00Z".parse().unwrap(), "2027-02-22T22:00:00Z".parse().unwrap()));
    }

    #[test]
    fn a_year_of_age_begins_on_the_birthday() {
        let born = "1940-11-25".parse().unwrap();
        assert_eq!(age(born, "2026-11-24".parse().unwrap()), 85);
        assert_eq!(age(born, "2026-11-25".parse().unwrap()), 86);
    }
}

//! What really happened, in three grouped readings of the stays.

use std::collections::BTreeMap;

use care::stay::COUNTED;
use chrono::NaiveDate;
use rules::ChainPlace;
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;

use crate::reach::Reach;
use crate::spread::Spread;

/// What was counted of a way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Gone {
    pub n: i64,
    pub days: Spread,
    pub handed: i64,
    pub again: i64,
}

/// What was counted of a process.
#[derive(Clone, Debug, Default)]
pub(super) struct Happened {
    pub ways: BTreeMap<(ChainPlace, ChainPlace), Gone>,
    pub now: BTreeMap<ChainPlace, Spread>,
}

#[derive(FromQueryResult)]
struct Left {
    step: String,
    to_step: String,
    handed: i32,
    days: i32,
    n: i64,
    again: i64,
}

#[derive(FromQueryResult)]
struct Entered {
    step: String,
    from_step: String,
    n: i64,
}

#[derive(FromQueryResult)]
struct Waits {
    step: String,
    entered_on: NaiveDate,
    n: i64,
}

/// The statements, for [`happened`] and for whoever holds them against the floor: `reach` with its values from `$3`, and from `$1`.
fn texts(reach: &str, reach_now: &str) -> [String; 3] {
    [
        format!(
            "SELECT s.step, s.to_step, s.handed, s.days, COUNT(*) AS n, COUNT(CASE WHEN s.nth > 1 THEN 1 END) AS again FROM ({COUNTED}) s \
             WHERE s.left_on IS NOT NULL AND s.left_on >= $1 AND s.left_on <= $2 AND {reach} GROUP BY s.step, s.to_step, s.handed, s.days"
        ),
        format!(
            "SELECT s.step, s.from_step, COUNT(*) AS n FROM ({COUNTED}) s WHERE s.from_step IN ('start', 'closed') \
             AND s.entered_on >= $1 AND s.entered_on <= $2 AND {reach} GROUP BY s.step, s.from_step"
        ),
        format!(
            "SELECT s.step, s.entered_on, COUNT(*) AS n FROM ({COUNTED}) s WHERE s.left_on IS NULL AND {reach_now} GROUP BY s.step, s.entered_on"
        ),
    ]
}

/// What happened from a day to another; `reach` makes the condition from the number its values begin with.
pub(super) async fn happened(
    conn: &impl ConnectionTrait,
    (from, to): (NaiveDate, NaiveDate),
    reach: impl Fn(usize) -> Result<Reach, crate::Error>,
) -> Result<Happened, crate::Error> {
    let ((within, more), (waiting, now)) = (reach(3)?, reach(1)?);
    let [left, entered, waits] = texts(&within, &waiting);
    let mut values: Vec<Value> = vec![from.into(), to.into()];
    values.extend(more);
    let left: Vec<Left> = sql::all(conn, &left, values.clone()).await?;
    let entered: Vec<Entered> = sql::all(conn, &entered, values).await?;
    let waits: Vec<Waits> = sql::all(conn, &waits, now).await?;
    together(left, entered, waits, to)
}

fn together(left: Vec<Left>, entered: Vec<Entered>, waits: Vec<Waits>, today: NaiveDate) -> Result<Happened, crate::Error> {
    let place = |code: &str| ChainPlace::parse(code).ok_or_else(|| DbErr::Custom(format!("no place of a chain: {code}")));
    let mut all = Happened::default();
    for row in left {
        let gone = all.ways.entry((place(&row.step)?, place(&row.to_step)?)).or_default();
        gone.n += row.n;
        gone.days.add(i64::from(row.days), row.n);
        gone.again += row.again;
        if row.handed == 1 {
            gone.handed += row.n;
        }
    }
    for row in entered {
        all.ways.entry((place(&row.from_step)?, place(&row.step)?)).or_default().n += row.n;
    }
    for row in waits {
        all.now.entry(place(&row.step)?).or_default().add((today - row.entered_on).num_days(), row.n);
    }
    Ok(all)
}

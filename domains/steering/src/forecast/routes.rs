use std::collections::BTreeMap;

use axum::extract::State;
use chrono::{Days, NaiveDate};
use kernel::{FieldError, Problem, Text};
use sea_orm::FromQueryResult;
use store::sql;
use trust::{Json, Query, StaffSession};

use super::DemandService;
use super::check::Checked;
use super::demand::{ALL, Counts, kept, last};
use super::interval::{Interval, Intervals};
use super::model::{Capacity, CapacityQuery, ForecastArea, ForecastChecked, ForecastDay, ForecastPage, ForecastQuery};
use super::queue;
use super::turn::AHEAD;
use crate::{Error, Steering, actions};

/// Days over which it is checked.
const CHECKED_DAYS: u64 = 182;
/// More places than this are not looked for.
const MOST_PLACES: u32 = 5_000;

#[derive(Clone, Debug, FromQueryResult)]
struct Row {
    area: String,
    made_on: NaiveDate,
    for_on: NaiveDate,
    tried: bool,
    expected: f64,
    low80: i32,
    high80: i32,
    low95: i32,
    high95: i32,
}

impl Row {
    fn intervals(&self) -> Intervals {
        let whole = |n: i32| u32::try_from(n).unwrap_or(0);
        Intervals {
            i80: Interval { low: whole(self.low80), high: whole(self.high80) },
            i95: Interval { low: whole(self.low95), high: whole(self.high95) },
        }
    }
}

/// Need to come by day and area, with what was forecast before and what came.
#[utoipa::path(get, path = "/api/v1/staff/forecasts", tag = "steering", operation_id = "forecasts", params(ForecastQuery),
    responses((status = 200, body = ForecastPage), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("steering.forecast.list"))))]
pub(crate) async fn list(
    session: StaffSession,
    State(room): State<Steering>,
    Query(asked): Query<ForecastQuery>,
) -> Result<Json<ForecastPage>, Problem> {
    let surveyed = session.survey(&actions::FORECASTS)?;
    let service = asked.service.unwrap_or(DemandService::EmergencyVisit);
    let today = surveyed.today();
    let rules = room.rules.now();
    let names: BTreeMap<String, Text> =
        rules.routing.on(today).body.municipalities.iter().map(|one| (one.code.clone(), one.label.clone())).collect();
    let page = page(&session, service, today, &names, rules.figures.on(today).body.least).await?;
    surveyed.shown(&[]);
    Ok(Json(page))
}

async fn page(
    session: &StaffSession,
    service: DemandService,
    today: NaiveDate,
    names: &BTreeMap<String, Text>,
    least: i64,
) -> Result<ForecastPage, Error> {
    let conn = session.gate().db().reference();
    let from = today.checked_sub_days(Days::new(CHECKED_DAYS)).unwrap_or(today);
    let text = "SELECT f.area, f.made_on, f.for_on, f.tried, f.expected, f.low80, f.high80, f.low95, f.high95 FROM forecast f \
                WHERE f.service = $1 AND f.for_on >= $2 ORDER BY f.area, f.for_on, f.made_on";
    let rows: Vec<Row> = sql::all(&conn, text, [service.code().into(), from.into()]).await?;
    let counted_to = last(&conn, service).await?;
    let counts = kept(&conn, service, from).await?;
    let made_on = rows.iter().map(|row| row.made_on).max();
    let mut of: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows {
        of.entry(row.area.clone()).or_default().push(row);
    }
    let mut areas: Vec<ForecastArea> = of
        .into_iter()
        .filter(|(_, rows)| rows.iter().any(|row| Some(row.made_on) == made_on))
        .map(|(area, rows)| told(area, &rows, &counts, (today, counted_to), names, least))
        .collect();
    areas.sort_by(|a, b| (b.area == ALL).cmp(&(a.area == ALL)).then(b.mean.total_cmp(&a.mean)));
    Ok(ForecastPage { service, made_on, counted_to, areas, least })
}

fn told(
    area: String,
    rows: &[Row],
    counts: &Counts,
    (today, counted_to): (NaiveDate, Option<NaiveDate>),
    names: &BTreeMap<String, Text>,
    least: i64,
) -> ForecastArea {
    let came = |day: NaiveDate| {
        let n = || counts.get(&area).and_then(|days| days.get(&day)).copied().unwrap_or(0);
        counted_to.filter(|to| day <= *to).map(|_| n())
    };
    let (mut checked, mut tried) = (Checked::default(), 0);
    // The forecast made last of each day, and not after it.
    let mut newest: BTreeMap<NaiveDate, &Row> = BTreeMap::new();
    for row in rows {
        newest.insert(row.for_on, row);
        if let Some(n) = came(row.for_on).and_then(|n| u32::try_from(n).ok()) {
            checked.add(row.intervals(), n);
            tried += u32::from(row.tried);
        }
    }
    let first = today.checked_sub_days(Days::new(AHEAD)).unwrap_or(today);
    let days: Vec<ForecastDay> = newest
        .range(first..)
        .map(|(day, row)| {
            let n = came(*day);
            let few = n.is_some_and(|n| n > 0 && i64::from(n) < least);
            ForecastDay {
                on: *day,
                expected: row.expected,
                low80: row.low80,
                high80: row.high80,
                low95: row.low95,
                high95: row.high95,
                came: n.filter(|_| !few),
                few,
            }
        })
        .collect();
    let ahead: Vec<f64> = days.iter().filter(|day| day.on >= today).map(|day| day.expected).collect();
    let mean = ahead.iter().sum::<f64>() / f64::from(u32::try_from(ahead.len().max(1)).unwrap_or(1));
    let shares = checked.shares();
    ForecastArea {
        name: names.get(&area).cloned(),
        area,
        days,
        checked: ForecastChecked { days: checked.days, tried, in80: shares.map(|(in80, _)| in80), in95: shares.map(|(_, in95)| in95) },
        mean,
    }
}

/// What so many places come to for a need: how many find none or wait, and how many places it would take.
#[utoipa::path(get, path = "/api/v1/staff/capacity", tag = "steering", operation_id = "capacity", params(CapacityQuery),
    responses((status = 200, body = Capacity), (status = 401, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("steering.capacity.count"))))]
pub(crate) async fn capacity(
    _session: StaffSession,
    State(_room): State<Steering>,
    Query(asked): Query<CapacityQuery>,
) -> Result<Json<Capacity>, Problem> {
    let share = asked.share.unwrap_or(0.05);
    let fits = [
        ("arrivals", (0.0..=10_000.0).contains(&asked.arrivals)),
        ("length", (0.0..=365.0).contains(&asked.length)),
        ("places", asked.places <= MOST_PLACES),
        ("share", (0.001..=0.5).contains(&share)),
    ];
    let faults: Vec<FieldError> =
        fits.into_iter().filter(|(_, fits)| !fits).map(|(name, _)| FieldError::new(name, "out_of_range")).collect();
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let made = queue::places(asked.arrivals, asked.length, asked.places);
    let needed = |waiting| queue::needed(asked.arrivals, asked.length, share, waiting, MOST_PLACES);
    Ok(Json(Capacity {
        load: made.load,
        turned_away: made.turned_away,
        waits: made.waits,
        mean_wait_days: made.mean_wait,
        share,
        needed_without_waiting: needed(false),
        needed_with_waiting: needed(true),
    }))
}

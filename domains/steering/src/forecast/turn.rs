//! Forecasts are made once a week by the durable queue, of all of the county and of each municipality with enough to forecast, and kept.

use ::store::sea_orm::{DbErr, Value};
use ::store::sql;
use chrono::{Datelike, Days, NaiveDate};
use jobs::{Claimed, Failure, Handler, NewJob};
use kernel::Problem;
use sea_orm::FromQueryResult;
use trust::{Gate, Work};

use super::DemandService;
use super::demand::{ALL, HISTORY, counted, keep, kept, last, series};
use super::indices::Learnt;
use super::interval::intervals;
use crate::{Error, Steering};

const KIND: &str = "steering.forecast.make";
/// Days forecast.
pub(crate) const AHEAD: u64 = 28;
/// Weeks back from which the method is tried before anything of it was kept.
const TRIED: u64 = 10;
/// An area is forecast by itself when it has so many a day.
const LEAST_A_DAY: f64 = 5.0;
/// Days over which that is looked at.
const LATELY: u64 = 56;
/// Forecasts are kept so long.
const KEPT_DAYS: u64 = 760;

/// Asks for this week's forecasts; one process does them.
pub(crate) async fn ask(gate: &Gate) -> Result<usize, Problem> {
    let week = gate.ctx().today().iso_week();
    let work = gate.job(KIND, "administration", None).begin().await?;
    let job = NewJob::new(KIND, serde_json::json!({})).key(format!("{}-W{:02}", week.year(), week.week()));
    let put = jobs::put(&work, job).await.map_err(Error::from)?;
    work.commit().await?;
    Ok(usize::from(put.is_some()))
}

/// Makes the week's forecasts.
pub struct MakeForecasts(Steering);

impl MakeForecasts {
    pub const fn new(room: Steering) -> Self {
        Self(room)
    }
}

#[async_trait::async_trait]
impl Handler for MakeForecasts {
    fn kind(&self) -> &'static str {
        KIND
    }

    async fn run(&self, gate: &Gate, claimed: &Claimed) -> Result<(), Failure> {
        let job = gate.job(KIND, "administration", None);
        let today = gate.ctx().today();
        let mut all = Vec::new();
        for service in DemandService::ALL {
            let Some(source) = self.0.demand.iter().find(|one| one.code == service.code()) else { continue };
            all.push((*service, counted(&job, source, *service, today).await?));
        }
        // The counts touch nobody's data; they, the forecasts and "done" stand or fall together.
        let work = job.begin().await?;
        for (service, (from, counts)) in &all {
            keep(&work, *service, *from, counts).await?;
            make(&work, *service, today).await?;
        }
        claimed.done(&work).await?;
        work.commit().await?;
        Ok(())
    }
}

/// Forecasts of a service, of today; and when none was ever kept, of some weeks gone by, as they would have been made then.
async fn make(work: &Work, service: DemandService, today: NaiveDate) -> Result<(), DbErr> {
    let back = |days: u64| today.checked_sub_days(Days::new(days)).unwrap_or(today);
    let text = "DELETE FROM forecast WHERE service = $1 AND (made_on = $2 OR made_on < $3)";
    sql::exec(work, text, [service.code().into(), today.into(), back(KEPT_DAYS).into()]).await?;
    let tried = if never(work, service).await? { TRIED } else { 0 };
    let Some(yesterday) = last(work, service).await? else { return Ok(()) };
    let counts = kept(work, service, back(HISTORY)).await?;
    let Some(first) = counts.values().filter_map(|days| days.iter().find(|(_, n)| **n > 0).map(|(day, _)| *day)).min() else {
        return Ok(());
    };
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for (area, days) in &counts {
        let lately = series(days, yesterday.checked_sub_days(Days::new(LATELY - 1)).unwrap_or(yesterday), yesterday);
        let mean = f64::from(lately.iter().sum::<u32>()) / f64::from(u32::try_from(lately.len().max(1)).unwrap_or(1));
        if area != ALL && mean < LEAST_A_DAY {
            continue;
        }
        for weeks in 0..=tried {
            let made_on = back(7 * weeks);
            let until = made_on.pred_opt().unwrap_or(made_on).min(yesterday);
            let Some(learnt) = Learnt::from(&series(days, first, until), until) else { continue };
            for for_on in made_on.iter_days().take(usize::try_from(AHEAD).unwrap_or(0)) {
                let expected = learnt.expect(for_on);
                let ends = intervals(expected);
                let whole = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
                rows.push(vec![
                    work.new_id().into(),
                    service.code().into(),
                    area.as_str().into(),
                    made_on.into(),
                    for_on.into(),
                    (weeks > 0).into(),
                    expected.mean.into(),
                    whole(ends.i80.low).into(),
                    whole(ends.i80.high).into(),
                    whole(ends.i95.low).into(),
                    whole(ends.i95.high).into(),
                ]);
            }
        }
    }
    let columns = ["id", "service", "area", "made_on", "for_on", "tried", "expected", "low80", "high80", "low95", "high95"];
    sql::insert_many(work, "forecast", &columns, rows).await
}

async fn never(work: &Work, service: DemandService) -> Result<bool, DbErr> {
    #[derive(FromQueryResult)]
    struct Count {
        n: i64,
    }
    let text = "SELECT COUNT(*) AS n FROM forecast f WHERE f.service = $1";
    Ok(sql::one::<Count>(work, text, [service.code().into()]).await?.is_none_or(|count| count.n == 0))
}

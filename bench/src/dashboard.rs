//! Dashboards: a team's figures as they are counted when asked, the county's as they were counted last. The goal is 300 ms at the 95th
//! percentile with 126,000 residents.

use crate::county::log_in;
use crate::load::{self, ok};

/// Requests before the first measured one, as for the desk.
const WARMING: usize = 20;

pub async fn run(url: &str) {
    let (staff, _) = log_in(url, "case_manager").await;
    let figures = format!("{url}/api/v1/staff/figures");
    for asked in ["level=own&period=month", "level=team&period=month", "level=team&period=quarter"] {
        load::serial(WARMING, |_| ok(staff.get(format!("{figures}?{asked}")))).await;
        let times = load::serial(100, |_| ok(staff.get(format!("{figures}?{asked}")))).await;
        println!("dashboard, {asked}: {times}");
    }
    let times = load::serial(100, |_| ok(staff.get(format!("{figures}/open_matters/rows?level=team")))).await;
    println!("dashboard, what a figure is made of: {times}");
    let (administrator, _) = log_in(url, "administrator").await;
    let county = format!("{url}/api/v1/staff/county-figures");
    for asked in ["period=month", "period=quarter&service_task=older_people"] {
        let times = load::serial(100, |_| ok(administrator.get(format!("{county}?{asked}")))).await;
        println!("dashboard of the county, {asked}: {times}");
    }
    let times = load::serial(50, |_| ok(administrator.get(format!("{url}/api/v1/staff/forecasts?service=home_care_visit")))).await;
    println!("forecasts: {times}");
}

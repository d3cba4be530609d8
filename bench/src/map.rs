//! The map of a process over the whole county. The goal is 3 s of a million stays.

use crate::county::log_in;
use crate::load::{self, ok};

pub async fn run(url: &str) {
    let (administrator, _) = log_in(url, "administrator").await;
    for asked in ["county-process-map?period=year", "county-process-map?period=year&service_task=older_people", "county-queues"] {
        let times = load::serial(10, |_| ok(administrator.get(format!("{url}/api/v1/staff/{asked}")))).await;
        println!("processes, {asked}: {times}");
    }
    let (staff, _) = log_in(url, "case_manager").await;
    for asked in ["process-map?period=year", "queues"] {
        let times = load::serial(50, |_| ok(staff.get(format!("{url}/api/v1/staff/{asked}")))).await;
        println!("processes, {asked}: {times}");
    }
}

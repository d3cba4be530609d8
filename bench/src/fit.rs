//! The whole plan of a client who has six plans, read and checked: against its floor (the very statements it ran, as bare SQL on the same
//! connections through the same HTTP server), and how long one takes. The goal is 50 ms at the 95th percentile.

use std::collections::HashMap;

use serde_json::Value;
use store::sea_orm::Value as Bound;
use store::sql;
use uuid::Uuid;

use crate::county::{County, log_in, serve};
use crate::load::{self, ok};
use crate::picture::{LOOKS, clients_of};
use crate::{Settings, floor};

/// Plans of the client, and what each has.
const PLANS: usize = 6;
const GOALS: usize = 4;
const SERVICES: [&str; 4] = ["home_care", "home_rehabilitation", "meals", "day_activities"];
/// Requests before the first measured one.
const WARMING: usize = 20;

pub async fn run(county: &County, settings: &Settings) {
    let (http, _) = log_in(&county.url, LOOKS).await;
    let me: Value = http.get(format!("{}/api/v1/session", county.url)).send().await.unwrap().json().await.unwrap();
    let team: Uuid = me["professional"]["teams"][0]["id"].as_str().unwrap().parse().unwrap();
    let job = county.node.gate.job("bench", "bench", None);
    let client = *clients_of(job.reader(), team).await.first().expect("a client of the team");
    plans(county, client).await;
    let url = format!("{}/api/v1/staff/clients/{client}/whole-plan", county.url);
    let seen: Value = http.get(&url).send().await.unwrap().json().await.unwrap();
    let count = |list: &str| seen[list].as_array().map_or(0, Vec::len);
    println!("whole plan of {} plans: {} goals, {} findings", count("plans"), count("goals"), count("findings"));
    assert!(count("plans") >= PLANS && count("findings") > 0, "{seen}");
    *county.statements.lock().unwrap() = Some(Vec::new());
    ok(http.get(&url)).await;
    let ran: Vec<_> = county.statements.lock().unwrap().take().unwrap().into_iter().filter(|s| !floor::of_the_gate(s)).collect();
    println!("statements of a whole plan: {}", ran.len());
    let floor_url = serve(floor::router(job.reader().clone(), HashMap::from([(client, ran)]))).await;
    let bare = format!("{floor_url}/floor/{client}");
    load::serial(WARMING, |_| ok(http.get(&url))).await;
    println!("whole plan, one at a time: {}", load::serial(200, |_| ok(http.get(&url))).await);
    println!("its floor, one at a time: {}", load::serial(200, |_| ok(http.get(&bare))).await);
    // Turn and turn about, so that what else the machine does falls on both.
    let (mut of_plan, mut of_floor) = (0.0, 0.0);
    for _ in 0..2 {
        let (http, bare, url) = (http.clone(), bare.clone(), url.clone());
        let plain = http.clone();
        of_floor += load::closed(16, settings.seconds / 2, move |_| ok(plain.get(&bare))).await / 2.0;
        of_plan += load::closed(16, settings.seconds / 2, move |_| ok(http.get(&url))).await / 2.0;
    }
    println!("whole plan: {of_plan:.0}/s · floor: {of_floor:.0}/s · ratio {:.2}", of_plan / of_floor);
}

/// Plans in force with goals and services, some of them alike.
async fn plans(county: &County, client: Uuid) {
    let work = county.node.gate.job("bench.plans", "bench", None).begin().await.unwrap();
    let (controller, now, today) = (work.gate().controller(), work.at(), work.today());
    let owned = |id: Uuid| -> Vec<Bound> {
        vec![id.into(), client.into(), controller.into(), "social".into(), "older_people".into(), 21i32.into()]
    };
    let (mut all, mut goals, mut services) = (Vec::new(), Vec::new(), Vec::new());
    for n in 0..PLANS {
        let plan = work.new_id();
        let mut row = owned(plan);
        row.extend(["active".into(), today.into(), 1i32.into(), now.into(), now.into()]);
        all.push(row);
        for position in 0..GOALS {
            let mut row = owned(work.new_id());
            let words = format!("Tavoite {}: kävelen kauppaan ja takaisin", (n + position) % 5);
            row.extend([plan.into(), i32::try_from(position).unwrap().into(), words.into(), "in_progress".into()]);
            goals.push(row);
        }
        for (position, service) in SERVICES.iter().enumerate() {
            let mut row = owned(work.new_id());
            row.extend([plan.into(), i32::try_from(position).unwrap().into(), (*service).into(), "Kotihoito".into(), "planned".into()]);
            services.push(row);
        }
    }
    let columns = |more: &[&'static str]| -> Vec<&'static str> {
        let owned = ["id", "client_id", "controller", "register", "service_task", "catalogue_row"];
        owned.into_iter().chain(more.iter().copied()).collect()
    };
    sql::insert_many(&work, "plan", &columns(&["state", "valid_from", "version", "created_at", "updated_at"]), all).await.unwrap();
    sql::insert_many(&work, "plan_goal", &columns(&["plan_id", "position", "words", "status"]), goals).await.unwrap();
    sql::insert_many(&work, "plan_service", &columns(&["plan_id", "position", "service", "who", "status"]), services).await.unwrap();
    work.commit().await.unwrap();
}

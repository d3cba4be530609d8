//! The screens people wait for.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Value, json};
use store::sea_orm::FromQueryResult;
use store::sql;
use uuid::Uuid;

use crate::county::{County, serve};
use crate::{Settings, floor, load};

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

pub async fn run(county: &County, settings: &Settings) {
    let gate = &county.node.gate;
    let job = gate.job("bench", "bench", None);
    for table in ["client", "record_entry", "matter", "customership", "access_log"] {
        let n =
            sql::rows(job.reader(), &format!("SELECT COUNT(*) AS n FROM {table}"), []).await.unwrap()[0].try_get::<i64>("", "n").unwrap();
        println!("{table}: {n} rows");
    }
    let (http, csrf) = county.log_in("case_manager").await;
    summary(county, settings, &job, &http).await;

    let desk = format!("{}/api/v1/staff/desk", county.url);
    let times = load::serial(200, |_| ok(http.get(&desk))).await;
    println!("desk, page 1 and counts: {times}");
    for filter in ["due=overdue", "situation=home_rehabilitation", "view=mine&sort=age&order=desc"] {
        let times = load::serial(200, |_| ok(http.get(format!("{desk}?{filter}")))).await;
        println!("desk, {filter}: {times}");
    }
    let search = format!("{}/api/v1/staff/clients/search", county.url);
    for q in ["virt", "aino virtanen", "mäkinen a", "ma", "korhonen"] {
        let times = load::serial(100, |_| ok(http.post(&search).header("x-csrf-token", &csrf).json(&json!({ "q": q })))).await;
        println!("search \"{q}\": {times}");
    }
    lobby(county).await;
    preview(county).await;
}

/// What a change of rules would do to last month's matters.
async fn preview(county: &County) {
    let (http, csrf) = county.log_in("administrator").await;
    for (kind, text) in [
        ("routing", include_str!("../../rules/routing.toml")),
        ("deadlines", include_str!("../../rules/deadlines.toml")),
        ("lenses", include_str!("../../rules/lenses.toml")),
    ] {
        let url = format!("{}/api/v1/staff/rules/{kind}/preview", county.url);
        let times = load::serial(5, |_| ok(http.post(&url).header("x-csrf-token", &csrf).json(&json!({ "text": text })))).await;
        println!("rules, preview of {kind}: {times}");
    }
}

async fn ok(request: reqwest::RequestBuilder) {
    let response = request.send().await.unwrap();
    let status = response.status();
    let body = response.bytes().await.unwrap();
    assert!(status.is_success(), "{status}: {}", String::from_utf8_lossy(&body));
}

async fn summary(county: &County, settings: &Settings, job: &trust::Job, http: &reqwest::Client) {
    // The clients of the case manager's teams: those she may open.
    let me: Value = http.get(format!("{}/api/v1/session", county.url)).send().await.unwrap().json().await.unwrap();
    let team: Uuid = me["professional"]["teams"][0]["id"].as_str().unwrap().parse().unwrap();
    let text = "SELECT DISTINCT client_id AS id FROM care_relation WHERE team_id = $1 AND valid_to IS NULL ORDER BY client_id LIMIT 400";
    let clients: Vec<Uuid> = sql::all::<Id>(job.reader(), text, [team.into()]).await.unwrap().into_iter().map(|r| r.id).collect();
    println!("summary of {} clients in turn", clients.len());
    // What the picture asks of the database, once per client, in its own words.
    let mut statements = HashMap::new();
    for id in &clients {
        *county.statements.lock().unwrap() = Some(Vec::new());
        ok(http.get(format!("{}/api/v1/staff/clients/{id}/summary", county.url))).await;
        let ran: Vec<_> = county.statements.lock().unwrap().take().unwrap().into_iter().filter(|s| !floor::of_the_gate(s)).collect();
        statements.insert(*id, ran);
    }
    println!("statements of a picture: {}", statements.values().map(Vec::len).max().unwrap_or(0));
    let floor_url = serve(floor::router(job.reader().clone(), statements)).await;
    let clients = Arc::new(clients);
    let one = |base: String, tail: &'static str| {
        let (http, clients) = (http.clone(), clients.clone());
        move |i: usize| {
            let (http, url) = (http.clone(), format!("{base}/{}{tail}", clients[i % clients.len()]));
            async move { ok(http.get(url)).await }
        }
    };
    let picture = || one(format!("{}/api/v1/staff/clients", county.url), "/summary");
    let bare = || one(format!("{floor_url}/floor"), "");
    // Turn and turn about, so that what else the machine does falls on both.
    let (mut of_picture, mut of_floor) = (0.0, 0.0);
    for _ in 0..2 {
        of_floor += load::closed(16, settings.seconds / 2, bare()).await / 2.0;
        of_picture += load::closed(16, settings.seconds / 2, picture()).await / 2.0;
    }
    println!("summary: {of_picture:.0}/s · floor: {of_floor:.0}/s · ratio {:.2}", of_picture / of_floor);
    println!("summary, open loop at 300/s: {}", load::open(300.0, settings.seconds, picture()).await);
    println!("floor, open loop at 300/s: {}", load::open(300.0, settings.seconds, bare()).await);
}

async fn lobby(county: &County) {
    let (http, csrf) = county.log_in("home_care_nurse").await;
    let post = |path: &str, body: &Value| http.post(format!("{}{path}", county.url)).header("x-csrf-token", &csrf).json(body);
    let found: Value = post("/api/v1/staff/clients/search", &json!({ "q": "korhonen" })).send().await.unwrap().json().await.unwrap();
    let mut form = json!({ "client_ids": [found["cards"][0]["id"]], "situation": "guidance", "service_task": "older_people", "urgency": "non_urgent" });
    let proposal: Value = post("/api/v1/staff/lobby/propose", &form).send().await.unwrap().json().await.unwrap();
    for (name, value) in [
        ("team_id", proposal["team"]["id"].clone()),
        ("need_reasons", json!(["1"])),
        ("notifier", json!("7")),
        ("why_another", json!("measured")),
    ] {
        form[name] = value;
    }
    let times = load::serial(200, |_| ok(post("/api/v1/staff/lobby/send", &form))).await;
    println!("lobby, send: {times}");
}

//! The screens people wait for, asked of the program one after another.

use serde_json::{Value, json};

use crate::county::log_in;
use crate::load::{self, ok};

/// Requests before the first measured one: each of the database's connections plans a statement anew some five times.
const WARMING: usize = 100;

pub async fn run(url: &str) {
    let (http, csrf) = log_in(url, "case_manager").await;
    let desk = format!("{url}/api/v1/staff/desk");
    // The first page with its counts as the screen asks for it (`firstPage` in web/src/desk/DeskPage.tsx), after the program and the
    // database have met the statements.
    load::serial(WARMING, |_| ok(http.get(&desk))).await;
    for (look, limit) in [("board", 12), ("list", 40)] {
        let times = load::serial(200, |_| ok(http.get(format!("{desk}?limit={limit}")))).await;
        println!("desk, page 1 and counts, {look} ({limit} a lane): {times}");
    }
    for filter in ["due=overdue", "situation=home_rehabilitation", "view=mine&sort=age&order=desc"] {
        let times = load::serial(200, |_| ok(http.get(format!("{desk}?{filter}")))).await;
        println!("desk, {filter}: {times}");
    }
    let search = format!("{url}/api/v1/staff/clients/search");
    for q in ["virt", "aino virtanen", "mäkinen a", "ma", "korhonen"] {
        let times = load::serial(100, |_| ok(http.post(&search).header("x-csrf-token", &csrf).json(&json!({ "q": q })))).await;
        println!("search \"{q}\": {times}");
    }
    lobby(url).await;
    preview(url).await;
}

/// What a change of rules would do to last month's matters.
async fn preview(url: &str) {
    let (http, csrf) = log_in(url, "administrator").await;
    for (kind, text) in [
        ("routing", include_str!("../../rules/routing.toml")),
        ("deadlines", include_str!("../../rules/deadlines.toml")),
        ("lenses", include_str!("../../rules/lenses.toml")),
    ] {
        let url = format!("{url}/api/v1/staff/rules/{kind}/preview");
        let times = load::serial(5, |_| ok(http.post(&url).header("x-csrf-token", &csrf).json(&json!({ "text": text })))).await;
        println!("rules, preview of {kind}: {times}");
    }
}

async fn lobby(url: &str) {
    let (http, csrf) = log_in(url, "home_care_nurse").await;
    let post = |path: &str, body: &Value| http.post(format!("{url}{path}")).header("x-csrf-token", &csrf).json(body);
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

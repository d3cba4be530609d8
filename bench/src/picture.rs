//! The situation picture: against its floor in this process, where both have the same conditions, and at a steady rate from the program.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;

use serde_json::Value;
use store::sea_orm::FromQueryResult;
use store::sql;
use uuid::Uuid;

use crate::county::{County, log_in, serve};
use crate::load::{self, ok};
use crate::{Settings, floor};

/// Who looks, and whose pictures.
pub const LOOKS: &str = "case_manager";

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Clients of a team, 400 at most.
pub async fn clients_of(reader: &store::Reader, team: Uuid) -> Vec<Uuid> {
    let text = "SELECT DISTINCT client_id AS id FROM care_relation WHERE team_id = $1 AND valid_to IS NULL ORDER BY client_id LIMIT 400";
    sql::all::<Id>(reader, text, [team.into()]).await.unwrap().into_iter().map(|r| r.id).collect()
}

/// Pictures per second against the floor.
pub async fn ratio(county: &County, settings: &Settings) {
    let job = county.node.gate.job("bench", "bench", None);
    for table in ["client", "record_entry", "matter", "customership", "access_log"] {
        let n =
            sql::rows(job.reader(), &format!("SELECT COUNT(*) AS n FROM {table}"), []).await.unwrap()[0].try_get::<i64>("", "n").unwrap();
        println!("{table}: {n} rows");
    }
    let (http, _) = log_in(&county.url, LOOKS).await;
    let me: Value = http.get(format!("{}/api/v1/session", county.url)).send().await.unwrap().json().await.unwrap();
    let team: Uuid = me["professional"]["teams"][0]["id"].as_str().unwrap().parse().unwrap();
    let clients = clients_of(job.reader(), team).await;
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
    let picture = || each(&http, &clients, format!("{}/api/v1/staff/clients", county.url), "/summary");
    let bare = || each(&http, &clients, format!("{floor_url}/floor"), "");
    // Turn and turn about, so that what else the machine does falls on both.
    let (mut of_picture, mut of_floor) = (0.0, 0.0);
    for _ in 0..2 {
        of_floor += load::closed(16, settings.seconds / 2, bare()).await / 2.0;
        of_picture += load::closed(16, settings.seconds / 2, picture()).await / 2.0;
    }
    println!("summary: {of_picture:.0}/s · floor: {of_floor:.0}/s · ratio {:.2}", of_picture / of_floor);
}

/// Times of pictures asked of the program at a steady rate, whether or not those before have been answered: of the clients on the desk.
pub async fn steady(url: &str, settings: &Settings) {
    let (http, _) = log_in(url, LOOKS).await;
    let desk: Value = http.get(format!("{url}/api/v1/staff/desk")).send().await.unwrap().json().await.unwrap();
    let cards = desk["lanes"].as_array().unwrap().iter().flat_map(|lane| lane["cards"].as_array().unwrap());
    let clients: Vec<Uuid> = cards.map(|card| card["clients"][0]["id"].as_str().unwrap().parse().unwrap()).collect();
    let clients = Arc::new(clients);
    for rate in [100.0, 200.0, 300.0] {
        let picture = each(&http, &clients, format!("{url}/api/v1/staff/clients"), "/summary");
        println!("summary, open loop at {rate:.0}/s: {}", load::open(rate, settings.seconds, picture).await);
    }
}

/// A request for each client in turn.
fn each(
    http: &reqwest::Client,
    clients: &Arc<Vec<Uuid>>,
    base: String,
    tail: &'static str,
) -> impl Fn(usize) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync + 'static {
    let (http, clients) = (http.clone(), clients.clone());
    move |i| Box::pin(ok(http.get(format!("{base}/{}{tail}", clients[i % clients.len()]))))
}

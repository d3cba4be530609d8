//! Alerts: how many events a second are asked about, with fifty rules, beside the same transactions when nobody asks; and how long the
//! shipped rules are tried on the county's past years. The plans of the trial's statements are printed when asked for.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use alerts::Alerts;
use kernel::{Register, Scope, ServiceTask};
use records::intake::Batch;
use records::{Entry, Facts};
use rules::{LiveRules, RuleFile, Rules};
use serde_json::{Value, json};
use server::node::{Node, NodeOptions};
use store::sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};
use store::{Birth, NewEvent, event, sql};
use trust::Gate;
use uuid::Uuid;

use crate::county::{self, Made, log_in};

const RULES: usize = 50;
/// Transactions, and events of each.
const TRANSACTIONS: usize = 100;
const EVENTS: usize = 100;

pub async fn run(made: &Made, plans: bool) {
    events(made).await;
    trial(made, plans).await;
}

/// The shipped rules over and over, each time with another name, until there are so many.
fn fifty() -> Rules {
    let files = Rules::shipped_files();
    let shipped = files.iter().find(|file| file.name == "alerts.toml").unwrap().text;
    let (head, first) = shipped.split_once("[[rules]]").unwrap();
    let blocks: Vec<&str> = first.split("\n[[rules]]\n").collect();
    let mut text = head.to_owned();
    for (nth, block) in blocks.iter().cycle().take(RULES).enumerate() {
        text.push_str(&format!("\n[[rules]]\n{}\n", block.trim().replacen("id = \"", &format!("id = \"r{nth}_"), 1)));
    }
    let files: Vec<RuleFile<'_>> =
        files.iter().map(|file| RuleFile { name: file.name, text: if file.name == "alerts.toml" { &text } else { file.text } }).collect();
    let rules = Rules::from_files(&files).unwrap();
    assert_eq!(rules.alerts.on("2026-11-23".parse().unwrap()).body.rules.len(), RULES);
    rules
}

async fn events(made: &Made) {
    let options = NodeOptions { database: made.database.clone(), data: made.data.clone(), connections: 16, secure: false, watch: None };
    let node = Node::open(&options, Some(Birth::Demo)).await.unwrap();
    let gate = node.gate.clone();
    let sources = [records::facts::SOURCES, care::facts::SOURCES, functioning::facts::SOURCES];
    let room = Alerts::new(Arc::new(LiveRules::new(fifty())), &sources);
    let clients = clients(&gate).await;
    let began = Instant::now();
    let raised = room.sweep(&gate).await.unwrap();
    println!("alerts: {RULES} rules asked of everybody in {:.1} s, {raised} raised or let go", began.elapsed().as_secs_f64());
    caught_up(&room, &gate).await;

    let alone = write(gate.clone(), clients.clone(), 0).await;
    caught_up(&room, &gate).await;
    let began = Instant::now();
    let writer = tokio::spawn(write(gate.clone(), clients, TRANSACTIONS));
    while !writer.is_finished() {
        room.turn(&gate).await.unwrap();
    }
    let written = writer.await.unwrap();
    caught_up(&room, &gate).await;
    let asked = began.elapsed();
    let a_second = |took: Duration| (TRANSACTIONS * EVENTS) as f64 / took.as_secs_f64();
    println!(
        "alerts: transactions of {EVENTS} events: {:.0} events/s alone, {:.0} events/s while {RULES} rules are asked ({:.1} times as long); \
         written, and asked to the last: {:.0} events/s (goal: at least 5,000, and at most 2 times as long)",
        a_second(alone),
        a_second(written),
        written.as_secs_f64() / alone.as_secs_f64(),
        a_second(asked),
    );
    node.close().await;
}

/// Turns until there is nothing that has not been asked about.
async fn caught_up(room: &Alerts, gate: &Gate) {
    loop {
        room.turn(gate).await.unwrap();
        let reference = gate.db().reference();
        if event::cursor_of(&reference, "alerts").await.unwrap() == Some(event::newest(&reference).await.unwrap()) {
            return;
        }
    }
}

async fn clients(gate: &Gate) -> Vec<Uuid> {
    #[derive(FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    let job = gate.job("bench", "bench", None);
    let rows: Vec<Id> = sql::all(job.reader(), "SELECT id FROM client ORDER BY id LIMIT 20000", []).await.unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

/// Visits as a source sends them, of one client after another: a row and an event of each, a hundred in a transaction.
async fn write(gate: Gate, clients: Vec<Uuid>, begin: usize) -> Duration {
    let began = Instant::now();
    for nth in begin..begin + TRANSACTIONS {
        let work = gate.job("bench.events", "bench", None).begin().await.unwrap();
        let scope =
            Scope { controller: gate.controller(), register: Register::Patient, service_task: ServiceTask::Health, catalogue_row: 19 };
        let of = |at: usize| clients[(nth * EVENTS + at) % clients.len()];
        let entries = (0..EVENTS).map(|at| {
            let id = work.new_id();
            Entry {
                id,
                client_id: of(at),
                scope,
                source_system: "bench".into(),
                original_id: None,
                original_line: 0,
                resource_id: Some(id),
                part_of: None,
                position: 0,
                facts: Facts {
                    kind: "Encounter",
                    class: Some(["EMER", "HH", "AMB"][at % 3].into()),
                    status: Some("finished".into()),
                    started_at: Some(work.at()),
                    ended_at: Some(work.at()),
                    ..Facts::default()
                },
                performer_id: None,
                organisation_id: None,
                place_id: None,
                encounter_id: None,
                received_at: work.at(),
            }
        });
        Batch { entries: entries.collect(), ..Batch::default() }.write(&work).await.unwrap();
        for at in 0..EVENTS {
            work.emit(NewEvent::new("records.client.received", "client", of(at)).client(of(at))).await.unwrap();
        }
        work.commit().await.unwrap();
    }
    began.elapsed()
}

/// The shipped text as the rules' editor tries it.
async fn trial(made: &Made, plans: bool) {
    let county = county::open(made).await;
    let (http, csrf) = log_in(&county.url, "administrator").await;
    let text = Rules::shipped_files().iter().find(|file| file.name == "alerts.toml").unwrap().text;
    for turn in ["first", "again"] {
        *county.statements.lock().unwrap() = (plans && turn == "again").then(Vec::new);
        let began = Instant::now();
        let answer = http
            .post(format!("{}/api/v1/staff/rules/alerts/trial", county.url))
            .header("x-csrf-token", &csrf)
            .json(&json!({ "text": text }))
            .send()
            .await
            .unwrap();
        let status = answer.status();
        let body: Value = answer.json().await.unwrap();
        assert!(status.is_success(), "{body}");
        let took = began.elapsed().as_secs_f64();
        let rules = body["rules"].as_array().unwrap().len();
        println!(
            "alerts: the {rules} shipped rules tried on {}–{}, {turn}: {took:.1} s, {:.1} s a rule, {} alerts (goal: at most 10 s a rule)",
            body["from"],
            body["to"],
            took / rules as f64,
            body["alerts"]
        );
    }
    let heard = county.statements.lock().unwrap().take().unwrap_or_default();
    explain(&county, heard).await;
    county.close().await;
}

/// The plan of each statement that is told, once.
async fn explain(county: &county::County, heard: Vec<Statement>) {
    let job = county.node.gate.job("bench.plans", "bench", None);
    let mut told = BTreeSet::new();
    for statement in heard.into_iter().filter(|one| one.sql.contains(" r WHERE ")) {
        if !told.insert(statement.sql.clone()) {
            continue;
        }
        let sqlite = statement.db_backend == DbBackend::Sqlite;
        let how = if sqlite { "EXPLAIN QUERY PLAN" } else { "EXPLAIN (ANALYZE, BUFFERS OFF)" };
        println!("\n{}", statement.sql);
        let explained = Statement { sql: format!("{how} {}", statement.sql), ..statement };
        for row in job.reader().query_all_raw(explained).await.unwrap() {
            let line: String = if sqlite { row.try_get("", "detail").unwrap() } else { row.try_get_by_index(0).unwrap() };
            println!("  {line}");
        }
    }
}

//! The sealed log: what sealing costs a line, and how long a log of a million lines takes to go through.

use std::time::Instant;

use kernel::Context;
use server::node::{Node, NodeOptions};
use store::sea_orm::{ConnectionTrait, Value};
use store::{Birth, sql};

use crate::county::fresh;

/// Lines, each about one client and every tenth about ten more, as a desk shows them.
const LINES: usize = 1_000_000;

pub async fn run(backend: &str) {
    let data = tempfile::tempdir().unwrap();
    let database = fresh(backend, data.path()).await;
    let options = NodeOptions { database, data: data.path().into(), connections: 8, secure: false, watch: None };
    let node = Node::create(&options, Birth::Demo).await.unwrap();
    let began = Instant::now();
    for part in 0..LINES / 10_000 {
        fill(&node, part).await;
    }
    let analyze = node.gate.keep_log().await.unwrap();
    analyze.execute_unprepared("ANALYZE").await.unwrap();
    analyze.commit().await.unwrap();
    println!("log: {LINES} lines written in {:.1} s", began.elapsed().as_secs_f64());
    let sealing = node.sealing(Vec::new());
    let (began, cpu) = (Instant::now(), cpu_seconds());
    let sealed = sealing.turn(&node.gate).await.unwrap();
    let (seconds, cpu) = (began.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    println!("sealing: {:.0} lines/s, {:.1} µs of CPU a line in this process", sealed as f64 / seconds, cpu * 1e6 / sealed as f64);
    let began = Instant::now();
    let verdict = sealing.verify(&node.gate, None).await.unwrap();
    assert!(verdict.whole && verdict.compared == LINES as u64, "{verdict:?}");
    let seconds = began.elapsed().as_secs_f64();
    println!("verify: {LINES} entries in {seconds:.1} s, {:.0}/s", LINES as f64 / seconds);
    node.close().await;
}

/// Ten thousand lines, with what the log's writer puts beside each.
async fn fill(node: &Node, part: usize) {
    let ctx = Context::system();
    let (mut lines, mut clients): (Vec<Vec<Value>>, Vec<Vec<Value>>) = Default::default();
    for nth in 0..10_000 {
        let id = ctx.new_id();
        let (actor, client, salt): (_, _, [u8; 16]) = (ctx.new_id(), ctx.new_id(), ctx.secret());
        lines.push(vec![
            id.into(),
            ctx.now().into(),
            "staff".into(),
            actor.into(),
            "case_manager".into(),
            client.into(),
            "care.summary.read".into(),
            "care".into(),
            "social,patient".into(),
            "18,19,21".into(),
            "matter".into(),
            part.to_string().into(),
            "allowed".into(),
            ctx.new_id().into(),
            salt.to_vec().into(),
        ]);
        if nth % 10 == 0 {
            clients.extend((0..10).map(|_| vec![ctx.new_id().into(), id.into()]));
        }
    }
    let columns = [
        "id",
        "at",
        "actor_kind",
        "actor_id",
        "role",
        "client_id",
        "action",
        "purpose",
        "registers",
        "categories",
        "object_kind",
        "objects",
        "outcome",
        "request_id",
        "salt",
    ];
    let tx = node.gate.keep_log().await.unwrap();
    sql::insert_queued(&tx, "access_log", &columns, lines, ("access_log_unsealed", "log_id")).await.unwrap();
    sql::insert_many(&tx, "access_log_client", &["client_id", "log_id"], clients).await.unwrap();
    tx.commit().await.unwrap();
}

/// CPU time of this process, user and system.
pub fn cpu_seconds() -> f64 {
    server::process::usage().cpu_seconds
}

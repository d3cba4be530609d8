//! Import of the Synthea bundles, where they are (`PUNOS_SHARED`, or `../shared`).

use std::path::PathBuf;
use std::time::Instant;

use server::node::{Node, NodeOptions};
use store::Birth;

use crate::county::fresh;

pub async fn run(backend: &str) {
    let shared = std::env::var("PUNOS_SHARED").map_or_else(|_| PathBuf::from("../shared"), PathBuf::from);
    let folder = shared.join("data/synthea");
    if !folder.is_dir() {
        println!("import: {} is not there; left out", folder.display());
        return;
    }
    let data = tempfile::tempdir().unwrap();
    let database = fresh(backend, data.path()).await;
    let options = NodeOptions { database, data: data.path().into(), connections: 4, secure: false, watch: None };
    let node = Node::create(&options, Birth::Demo).await.unwrap();
    for turn in ["first", "again"] {
        let job = node.gate.job("bench.import", "bench", None);
        let began = Instant::now();
        let mut count = 0;
        fhir::import(
            &job,
            &fhir::ImportOptions::new("synthea", kernel::Register::Patient),
            std::slice::from_ref(&folder),
            &mut |done, _| count = done,
        )
        .await
        .unwrap();
        println!("import of {count} resources, {turn}: {:.0}/s", count as f64 / began.elapsed().as_secs_f64());
    }
    node.close().await;
}

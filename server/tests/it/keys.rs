//! The node's key changed while people work: added, taken into use, what the older one sealed sealed anew, the older one dropped.

use std::path::Path;
use std::process::Output;
use std::time::Duration;

use crate::common::process::{Browser, KEY, Node, production, punos};
use crate::common::{Caller, House};
use serde_json::{Value, json};
use server::node::SEALED;
use store::testing::TestDb;
use store::{both, sql};
use uuid::Uuid;

/// Hetus of some clients, opened with the gate's own keys.
async fn hetus(house: &House) -> Vec<String> {
    let job = house.gate.job("test.hetus", "test", None);
    let text = "SELECT id, sealed FROM client_identifier WHERE kind = 'hetu' AND valid_to IS NULL ORDER BY id LIMIT 5";
    let rows = sql::rows(job.reader(), text, []).await.unwrap();
    let open = |row: &store::sea_orm::QueryResult| {
        let (id, sealed): (Uuid, Vec<u8>) = (row.try_get("", "id").unwrap(), row.try_get("", "sealed").unwrap());
        String::from_utf8(house.gate.keys().open(id.as_bytes(), &sealed).unwrap()).unwrap()
    };
    rows.iter().map(open).collect()
}

async fn found(caller: &Caller, hetu: &str) -> usize {
    let answer = caller.post("/api/v1/staff/clients/search", json!({ "q": hetu })).await;
    answer.body["cards"].as_array().unwrap_or_else(|| panic!("{}", answer.body)).len()
}

/// An original in the client's picture opens.
async fn original_opens(house: &House) {
    let job = house.gate.job("test.original", "test", None);
    let rows = sql::rows(job.reader(), "SELECT id, body, body_len FROM original ORDER BY id LIMIT 3", []).await.unwrap();
    assert!(!rows.is_empty());
    for row in rows {
        let (id, body): (Uuid, Vec<u8>) = (row.try_get("", "id").unwrap(), row.try_get("", "body").unwrap());
        records::unpack(house.gate.keys(), id, &body, row.try_get("", "body_len").unwrap()).unwrap();
    }
}

both!(
    async fn everything_is_found_and_opens_at_each_step(db: TestDb) {
        let house = House::new(&mut db).await;
        house.gate.lift_limits();
        let keys = house.gate.keys();
        let nurse = house.log_in("case_manager").await;
        let people = hetus(&house).await;
        let old = keys.current();
        // One of the staff is one of the clients.
        let staff = house.subject("social_worker");
        let job = house.gate.job("keys.reseal", "administration", None);
        let work = job.begin().await.unwrap();
        people::own_identity::import(&work, staff, &kernel::hetu::Hetu::parse(&people[0]).unwrap()).await.unwrap();
        work.commit().await.unwrap();
        let all_found = async || {
            for hetu in &people {
                assert_eq!(found(&nurse, hetu).await, 1, "found once, by whichever key it was written");
            }
            assert_eq!(people::own_identity::clients_of(&job, &[staff]).await.unwrap()[&staff].len(), 1, "known at every step");
        };

        let mut ring = keys.current();
        assert!(ring.add());
        keys.renew(ring.clone());
        all_found().await;
        assert!(ring.use_newest());
        keys.renew(ring.clone());
        all_found().await;
        original_opens(&house).await;
        // The same person is not made twice because the key changed.
        let again = json!({ "family_name": "Uusi", "given_names": "Sama", "hetu": people[0] });
        let answer = nurse.send(axum::http::Method::POST, "/api/v1/staff/clients", Some(again), &[("idempotency-key", "k")]).await;
        assert_eq!(answer.status, 409, "{}", answer.body);

        for sealed in SEALED {
            let left = sealed.left(&job).await.unwrap();
            let (mut told, mut last) = (trust::Resealed::default(), Uuid::nil());
            while let Some(next) = sealed.batch(&job, last, 50, &mut told).await.unwrap() {
                last = next;
            }
            assert_eq!((told.done, told.unopened), (left, 0), "{}", sealed.table);
            assert_eq!(sealed.left(&job).await.unwrap(), 0);
            all_found().await;
        }
        people::own_identity::forget_before(&job).await.unwrap();
        all_found().await;
        assert_eq!(ring.drop_others(), 1);
        keys.renew(ring);
        all_found().await;
        original_opens(&house).await;

        // What the old key sealed or indexed is nowhere any more.
        let gone = store::Keyring::from(old);
        let blinds: Vec<store::sea_orm::Value> = people.iter().map(|hetu| gone.blind("hetu", hetu.as_bytes()).to_vec().into()).collect();
        for column in ["client_identifier i WHERE i.blind", "own_identity i WHERE i.blind", "own_identity i WHERE i.blind_before"] {
            let text = format!("SELECT i.id FROM {column} IN ({})", sql::params(1, blinds.len()));
            assert!(sql::rows(job.reader(), &text, blinds.clone()).await.unwrap().is_empty(), "{column}");
        }
        let rows = sql::rows(job.reader(), "SELECT id, sealed FROM client_identifier", []).await.unwrap();
        for row in rows {
            let (id, sealed): (Uuid, Vec<u8>) = (row.try_get("", "id").unwrap(), row.try_get("", "sealed").unwrap());
            assert!(gone.open(id.as_bytes(), &sealed).is_err());
        }
        // The log's own key did not change: what it signed before still holds.
        let log = |keys: &store::Keyring| sealing::LogKeys::derive(keys, house.gate.controller()).log_key().to_string();
        assert_eq!(log(&gone), log(keys));
    }
);

both!(
    async fn every_sealed_column_is_known(db: TestDb) {
        let columns = if db.url.starts_with("sqlite") {
            "SELECT m.name AS table_name, c.name AS column_name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
        } else {
            "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = 'public'"
        };
        let rows = sql::rows(&db.db.reference(), columns, []).await.unwrap();
        let text = |row: &store::sea_orm::QueryResult, name| row.try_get::<String>("", name).unwrap();
        let named: Vec<(String, String)> = rows.iter().map(|row| (text(row, "table_name"), text(row, "column_name"))).collect();
        for (table, column) in named.iter().filter(|(_, column)| column == "sealed" || column == "body_sealed") {
            assert!(
                SEALED.iter().any(|s| s.table == table && s.column == column),
                "{table}.{column} would not open after the key is dropped"
            );
        }
        for sealed in SEALED {
            assert!(named.iter().any(|(table, column)| table == sealed.table && column == sealed.column));
        }
    }
);

fn told(output: Output) -> (bool, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.success(), text(&output.stdout) + &text(&output.stderr))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_running_nodes_change_their_key() {
    let mut db = TestDb::postgres().await;
    let house = production(&mut db).await;
    let people = hetus(&house).await;
    let (one, other, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = keys.path().join("node.key");
    std::fs::write(&file, KEY).unwrap();
    let serve = |data: &Path| Node::serve_with(&db, data, &[], ("PUNOS_KEY_FILE", file.to_str().unwrap()));
    let (a, b) = (serve(one.path()), serve(other.path()));
    let order = |what: &[&str]| {
        let mut command = punos();
        command.args(["key"]).args(what).args(["--database", &db.url, "--data"]).arg(one.path()).env("PUNOS_KEY_FILE", &file);
        told(command.output().unwrap())
    };
    let found_at_both = async || {
        for node in [&a, &b] {
            let browser = Browser::of(&house, "home_care_nurse", &node.url).await;
            for hetu in &people {
                let found: Value = browser
                    .post(&format!("{}/api/v1/staff/clients/search", node.url), &json!({ "q": hetu }))
                    .send()
                    .await
                    .unwrap()
                    .json()
                    .await
                    .unwrap();
                assert_eq!(found["cards"].as_array().map(Vec::len), Some(1), "{found}");
            }
        }
    };
    found_at_both().await;
    let (ok, said) = order(&["use"]);
    assert!(!ok && said.contains("key add"), "{said}");
    assert!(order(&["add"]).0);
    // Nodes read the file anew every 15 seconds.
    tokio::time::sleep(Duration::from_secs(17)).await;
    assert!(order(&["use"]).0);
    let (ok, said) = order(&["drop", "--at-once"]);
    assert!(!ok && said.contains("key reseal"), "{said}");
    let (ok, said) = order(&["reseal"]);
    assert!(ok && said.contains("client_identifier"), "{said}");
    found_at_both().await;
    let (ok, said) = order(&["drop"]);
    assert!(!ok && said.contains("--at-once"), "a node may not have read the file yet: {said}");
    tokio::time::sleep(Duration::from_secs(17)).await;
    let (ok, said) = order(&["drop", "--at-once"]);
    assert!(ok, "{said}");
    assert_eq!(order(&["show"]).1.trim().lines().count(), 1);
    found_at_both().await;
}

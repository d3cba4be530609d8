//! The sealed log over HTTP: what everybody may ask, a client's receipt checked by a script that knows nothing of this program, the
//! administrator's look.

use std::path::Path;
use std::process::Command;

use crate::common::House;
use axum::http::StatusCode;
use serde_json::{Value, json};
use store::{both, sql};
use uuid::Uuid;

/// Whether the script in the book accepts a receipt.
fn holds(dir: &Path, receipt: &Value, key: &str) -> (bool, String) {
    let file = dir.join("receipt.json");
    std::fs::write(&file, receipt.to_string()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/security/check-receipt.py");
    let ran = Command::new("python3").arg(script).arg(&file).arg(key).output().unwrap();
    (ran.status.success(), String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr))
}

both!(
    async fn a_client_s_receipt_holds_without_this_program(db: TestDb) {
        let house = House::new(&mut db).await;
        let sealing = sealing::Sealing::default();
        let client = house.log_in("client_aino").await;
        assert_eq!(client.get("/api/v1/client/overview").await.status, StatusCode::OK);
        let me = house.subject("client_aino");
        let text = "SELECT id FROM access_log WHERE action = 'care.own.overview' AND client_id = $1";
        house.gate.flush_log().await;
        let line: Uuid = sql::rows(&house.gate.log_reader(), text, [me.into()]).await.unwrap()[0].try_get("", "id").unwrap();
        let path = format!("/api/v1/client/log/{line}/receipt");
        let early = client.get(&path).await;
        assert_eq!((early.status, &early.body["reason"]), (StatusCode::CONFLICT, &json!("not_sealed_yet")));
        sealing.turn(&house.gate).await.unwrap();

        let answer = client.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert!(answer.headers["content-disposition"].to_str().unwrap().contains("attachment"));
        let face = house.nobody().get("/api/v1/public/log").await;
        let key = face.body["log_key"].as_str().unwrap().to_owned();
        assert_eq!(answer.body["checkpoint"], face.body["checkpoint"]);
        let dir = db.dir.path();
        let (whole, said) = holds(dir, &answer.body, &key);
        assert!(whole, "{said}");
        assert!(said.contains("care.own.overview") && said.contains("yes the line is about you"), "{said}");

        // Whatever is changed in it, the script says no.
        let changed = |name: &str, value: Value| {
            let mut receipt = answer.body.clone();
            receipt[name] = value;
            receipt
        };
        let entry = answer.body["entry"].as_str().unwrap();
        let note = answer.body["checkpoint"].as_str().unwrap();
        let size = answer.body["size"].as_u64().unwrap();
        for receipt in [
            changed("entry", entry.replace("care.own.overview", "care.own.nothing").into()),
            changed("leaf", (answer.body["leaf"].as_u64().unwrap() ^ 1).into()),
            changed("salt", "AAAAAAAAAAAAAAAAAAAAAA==".into()),
            changed("client_id", Uuid::now_v7().to_string().into()),
            changed("checkpoint", note.replace(&format!("\n{size}\n"), &format!("\n{}\n", size + 1)).into()),
        ] {
            assert!(!holds(dir, &receipt, &key).0, "{receipt}");
        }
        let other = sealing::LogKeys::derive(&store::Keyring::from_secret([1; 32]), house.gate.controller()).log_key().to_string();
        assert!(!holds(dir, &answer.body, &other).0, "another log's key");

        // Somebody else's line is nobody's to fetch.
        let text = "SELECT id FROM access_log WHERE client_id IS NULL AND actor_kind = 'system' LIMIT 1";
        house.gate.flush_log().await;
        let strange: Uuid = sql::rows(&house.gate.log_reader(), text, []).await.unwrap()[0].try_get("", "id").unwrap();
        assert_eq!(client.get(&format!("/api/v1/client/log/{strange}/receipt")).await.status, StatusCode::NOT_FOUND);
        let parent = house.log_in("client_laura").await;
        assert_eq!(parent.get(&path).await.status, StatusCode::NOT_FOUND);
    }
);

both!(
    async fn checkpoints_and_proofs_are_for_everybody_and_the_state_for_administrators(db: TestDb) {
        let house = House::new(&mut db).await;
        let (nobody, sealing) = (house.nobody(), sealing::Sealing::default());
        assert_eq!(nobody.get("/api/v1/public/log/checkpoint").await.status, StatusCode::NOT_FOUND, "nothing sealed yet");
        let administrator = house.log_in("administrator").await;
        for _ in 0..10 {
            administrator.get("/api/v1/staff/administration/log").await;
        }
        house.gate.flush_log().await;
        let sealed = sealing.turn(&house.gate).await.unwrap() as u64;
        assert!(sealed >= 10);
        for (path, status) in [
            ("/api/v1/public/log/checkpoint".to_owned(), StatusCode::OK),
            ("/api/v1/public/log/consistency?from=3".to_owned(), StatusCode::OK),
            (format!("/api/v1/public/log/consistency?from=3&to={}", sealed + 1), StatusCode::NOT_FOUND),
            ("/api/v1/public/log/consistency?from=0".to_owned(), StatusCode::NOT_FOUND),
            ("/api/v1/public/log/inclusion?leaf=4".to_owned(), StatusCode::OK),
            (format!("/api/v1/public/log/inclusion?leaf={sealed}"), StatusCode::NOT_FOUND),
            ("/api/v1/public/log/witnessed".to_owned(), StatusCode::OK),
        ] {
            assert_eq!(nobody.get(&path).await.status, status, "{path}");
        }
        administrator.get("/api/v1/staff/administration/log").await;
        let state = administrator.get("/api/v1/staff/administration/log").await;
        assert_eq!(state.status, StatusCode::OK);
        assert_eq!(state.body["sealed"]["size"], sealed);
        assert!(state.body["waiting"]["lines"].as_u64().unwrap() >= 1, "the look just before waits: {}", state.body);
        let officer = house.log_in("data_protection_officer").await;
        assert_eq!(officer.get("/api/v1/staff/administration/log").await.status, StatusCode::OK);
        let nurse = house.log_in("home_care_nurse").await;
        assert_eq!(nurse.get("/api/v1/staff/administration/log").await.status, StatusCode::FORBIDDEN);
        // Looking at it is in the log, and sealed, too.
        house.gate.flush_log().await;
        sealing.turn(&house.gate).await.unwrap();
        let verdict = sealing.verify(&house.gate, None).await.unwrap();
        assert!(verdict.whole && verdict.unsealed.lines == 0, "{verdict:?}");
    }
);

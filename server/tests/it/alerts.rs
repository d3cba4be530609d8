//! Alerts over HTTP in the demo county: its own data raise them, and each sees what is theirs to see.

use crate::common::House;
use axum::http::Method;
use serde_json::{Value, json};
use store::both;

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

both!(
    async fn the_county_s_own_data_raise_alerts(db: TestDb) {
        let house = House::new(&mut db).await;
        assert_eq!(house.rooms.alerts.untold(), Vec::<&str>::new());
        house.rooms.alerts.sweep(&house.gate).await.unwrap();
        let aino = house.subject("client_aino");
        let sanna = house.log_in("case_manager").await;
        let seen = sanna.post("/api/v1/staff/alerts/search", json!({})).await.body;
        let of_aino: Vec<&Value> = list(&seen["items"]).iter().filter(|one| one["client"]["id"] == aino.to_string()).collect();
        let rules: Vec<&str> = of_aino.iter().map(|one| one["rule"]["id"].as_str().unwrap()).collect();
        assert_eq!(rules, ["carer_admitted", "weight_loss"], "the gravest first: {seen}");
        let pages = sanna.get(&format!("/api/v1/staff/clients/{aino}/alerts")).await;
        assert_eq!((pages.status.as_u16(), list(&pages.body).len()), (200, 2), "{}", pages.body);
        assert_eq!(house.rooms.alerts.sweep(&house.gate).await.unwrap(), 0);

        // Her husband's stay is his to tell; her own weight is hers.
        let own = house.log_in("client_aino").await.get("/api/v1/client/alerts").await.body;
        let told: Vec<&str> = list(&own).iter().map(|one| one["plain"]["fi"].as_str().unwrap()).collect();
        assert_eq!(told, ["Painosi on laskenut. Kysymme, miten syöt ja voit."]);

        // Closed with the matter it led to: an open one of the client, which the lobby put on its way.
        let weight = of_aino.iter().find(|one| one["rule"]["id"] == "weight_loss").unwrap();
        let form = sanna.get("/api/v1/staff/lobby/form").await.body;
        let mut asked =
            json!({ "client_ids": [aino], "situation": "need_assessment", "service_task": "older_people", "urgency": "normal" });
        asked["situation"] = form["situations"][0]["code"].clone();
        asked["urgency"] = form["urgencies"][0]["code"].clone();
        let proposal = sanna.post("/api/v1/staff/lobby/propose", asked.clone()).await.body;
        for (field, value) in [
            ("team_id", proposal["team"]["id"].clone()),
            ("need_reasons", json!([form["need_reasons"][0]["code"]])),
            ("notifier", form["notifiers"][0]["code"].clone()),
            ("why_another", json!("Herätteestä: paino on laskenut.")),
            ("discharge_on", json!("2099-01-01")),
        ] {
            asked[field] = value;
        }
        let sent = sanna.post("/api/v1/staff/lobby/send", asked).await;
        assert_eq!(sent.status.as_u16(), 201, "{}", sent.body);
        let path = format!("/api/v1/staff/clients/{aino}/alerts/{}/close", weight["id"].as_str().unwrap());
        let version = format!("\"{}\"", weight["version"]);
        let close = async |matter: Value| {
            let body = json!({ "outcome": "matter", "useful": "yes", "matter_id": matter });
            sanna.send(Method::POST, &path, Some(body), &[("if-match", version.as_str())]).await
        };
        for (matter, code) in [(Value::Null, "required"), (json!(uuid::Uuid::now_v7()), "not_in_list")] {
            let refused = close(matter).await;
            assert_eq!((refused.status.as_u16(), &refused.body["errors"][0]["code"]), (422, &json!(code)), "{}", refused.body);
        }
        let closed = close(sent.body["id"].clone()).await;
        assert_eq!(closed.status.as_u16(), 204, "{}", closed.body);
        let seen = sanna.post("/api/v1/staff/alerts/search", json!({ "which": "closed", "rule": "weight_loss" })).await.body;
        assert_eq!(seen["items"][0]["matter_id"], sent.body["id"], "{seen}");

        let tried = house.log_in("administrator").await;
        let text = rules::Rules::shipped_files().iter().find(|file| file.name == "alerts.toml").unwrap().text;
        let trial = tried.post("/api/v1/staff/rules/alerts/trial", json!({ "text": text })).await;
        assert_eq!(trial.status.as_u16(), 200, "{}", trial.body);
        assert!(list(&trial.body["rules"]).iter().any(|one| one["alerts"].as_i64() > Some(0)), "{}", trial.body);
        assert!(!trial.body.to_string().contains("Virtanen"));
    }
);

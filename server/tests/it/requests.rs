//! Service requests in the demo county: its own are in different states, and what its sources and its nurses have measured covers what is
//! asked. What becomes of a request is tested in the room.

use crate::common::House;
use axum::http::StatusCode;
use serde_json::{Value, json};
use store::both;

const SEARCH: &str = "/api/v1/staff/requests/search";

both!(
    async fn the_county_s_own_data_cover_what_is_asked(db: TestDb) {
        let house = House::new(&mut db).await;
        assert_eq!(house.rooms.requests.untold(), Vec::<&str>::new());
        let sanna = house.log_in("case_manager").await;
        let aino = house.subject("client_aino");
        let sent = sanna.post(SEARCH, json!({ "side": "sender" })).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
        let of_aino = |one: &&Value| one["client"]["id"] == json!(aino) && one["kind"] == "home_rehabilitation";
        assert_eq!(sent.body["items"].as_array().unwrap().iter().find(of_aino).unwrap()["state"], "accepted");

        let path = format!("/api/v1/staff/clients/{aino}/covered/search");
        let asked = |starting: &str, code: &str| json!({ "starting": starting, "code": code });
        let seen = sanna.post(&path, asked("request", "sppb_measurement")).await.body;
        let by = seen["by"].as_array().unwrap();
        assert!(by.iter().any(|one| one["source"] == "measurement" && one["code"] == "sppb"), "{seen}");
        assert!(by.iter().all(|one| one["age_days"].as_i64().unwrap() <= 90), "{seen}");
        // The same before the measure itself, and nothing of what no rule speaks of.
        assert_eq!(sanna.post(&path, asked("measure", "sppb")).await.body["by"], seen["by"]);
        assert_eq!(sanna.post(&path, asked("measure", "pain")).await.body["by"], json!([]));
        assert_eq!(house.log_in("administrator").await.post(&path, asked("measure", "sppb")).await.status, StatusCode::FORBIDDEN);

        // The client is told who asked whom; nobody else's client is.
        let told = house.log_in("client_aino").await.get("/api/v1/client/requests").await.body;
        assert!(told.as_array().unwrap().iter().any(|one| one["state"] == "accepted"), "{told}");
        assert_eq!(house.log_in("client_laura").await.get("/api/v1/client/requests").await.body, json!([]));
    }
);

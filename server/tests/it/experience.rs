//! Feedback in the demo county: a matter of Aino's has ended and waits for her, and her team is told no more than what is not few. What becomes of an
//! asking is tested in the room.

use crate::common::House;
use axum::http::StatusCode;
use serde_json::{Value, json};
use store::both;

const OWN: &str = "/api/v1/client/feedback-matters";
const STAFF: &str = "/api/v1/staff/feedback-matters";

both!(
    async fn aino_is_asked_and_her_team_sees_figures(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.log_in("client_aino").await;
        let asked = aino.get(OWN).await;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
        let open = asked.body.as_array().unwrap().iter().find(|one| one["state"] == "open").cloned();
        let open = open.unwrap_or_else(|| panic!("{}", asked.body));
        assert!(open["questions"].as_array().unwrap().iter().any(|one| one["code"] == "satisfied"), "{open}");
        // The matter itself is one she sees as ended.
        let overview = aino.get("/api/v1/client/overview").await.body;
        let ended = |one: &Value| one["id"] == open["matter_id"] && one["state"] == "closed";
        assert!(overview["matters"].as_array().unwrap().iter().any(ended), "{overview}");
        assert!(!aino.get("/api/v1/client/reminders").await.body.as_array().unwrap().is_empty());
        assert_eq!(house.log_in("client_laura").await.get(OWN).await.body, json!([]), "they are nobody else's");

        // So small a county may have few answers: then neither figures nor words are told.
        let lead = house.log_in("team_lead").await;
        let told = lead.get(STAFF).await.body;
        assert!(told["asked"].as_i64().unwrap() > 0, "{told}");
        let enough = told["answered"].as_i64().is_some_and(|n| n >= told["least"].as_i64().unwrap());
        assert!(enough || told["answered"].is_null(), "{told}");
        let words = lead.get(&format!("{STAFF}/words")).await;
        assert_eq!(words.status, StatusCode::OK, "{}", words.body);
        let words = words.body["items"].as_array().unwrap();
        assert!(words.is_empty() || (enough && words.iter().any(|one| one["client"].is_null())), "{words:?}");
    }
);

use serde_json::{Value, json};

use crate::testing::{County, id};

fn clock(matter: &Value, rule: &str) -> Value {
    matter["deadlines"]
        .as_array()
        .unwrap()
        .iter()
        .find(|d| d["rule"] == rule)
        .unwrap_or_else(|| panic!("{rule} of {}", matter["deadlines"]))
        .clone()
}

store::both!(
    async fn taking_and_assessing_stop_what_they_meet(db: TestDb) {
        let county = County::new(db).await;
        let sent = county.send("nurse", &["aino"]).await;
        assert_eq!(clock(&sent, "urgent_help")["state"], "running");
        let m = county.change("anna", &sent, "take", json!({})).await.expect(200);
        assert_eq!(clock(&m, "urgent_help")["state"], "met");
        let start = clock(&m, "older_assessment_start");
        assert_eq!((start["workdays_left"].as_i64(), start["rule_version"].as_str()), (Some(7), Some("1")));
        county.at("2026-11-24T09:00:00Z");
        let m = county.change("anna", &m, "move", json!({ "lane": "assessment" })).await.expect(200);
        assert_eq!(clock(&m, "older_assessment_start")["state"], "met");
        // What is due next is the start of the service, three months from the initiation.
        assert_eq!(
            (m["next_deadline"]["rule"].as_str(), m["next_deadline"]["due_on"].as_str()),
            (Some("service_start"), Some("2027-02-16"))
        );
    }
);

store::both!(
    async fn a_pause_that_the_law_allows_moves_the_date(db: TestDb) {
        let county = County::new(db).await;
        let sent = county.send("nurse", &["aino"]).await;
        let m = county.change("anna", &sent, "take", json!({})).await.expect(200);
        let service = clock(&m, "service_start");
        assert!(service["pause_reasons"].as_array().unwrap().contains(&"more_investigation".into()));
        let pause = |m: Value, clock: Value, reason: &'static str| {
            let county = &county;
            async move { county.change("anna", &m, "pause", json!({ "clock_id": clock["id"], "reason_code": reason })).await }
        };
        assert_eq!(pause(m.clone(), clock(&m, "older_assessment_start"), "more_investigation").await.refused(), "pause_reason_not_allowed");
        assert_eq!(pause(m.clone(), clock(&m, "urgent_help"), "client_wish").await.refused(), "clock_stopped");
        county.change("anna", &m, "pause", json!({ "clock_id": id(&m), "reason_code": "x" })).await.expect(422);
        county
            .change("anna", &m, "pause", json!({ "clock_id": service["id"], "reason_code": "hearing", "until": "2026-11-16" }))
            .await
            .expect(422);

        let paused = pause(m.clone(), service.clone(), "more_investigation").await.expect(200);
        let told = clock(&paused, "service_start");
        assert_eq!((told["state"].as_str(), told["paused_law"].as_str()), (Some("paused"), Some("SHL 45 §")));
        assert_eq!(paused["paused"]["reason"], "more_investigation");
        assert!(paused["permitted_actions"].as_array().unwrap().contains(&"resume".into()));
        assert_eq!(pause(paused.clone(), service.clone(), "hearing").await.refused(), "clock_already_paused");

        county.at("2026-11-20T09:00:00Z");
        let m = county.change("anna", &paused, "resume", json!({ "clock_id": service["id"] })).await.expect(200);
        assert_eq!(clock(&m, "service_start")["due_on"], "2027-02-20", "four days later");
        assert!(m.get("paused").is_none());
        assert_eq!(county.change("anna", &m, "resume", json!({ "clock_id": service["id"] })).await.refused(), "clock_not_paused");

        // A reason that gives no more time is told, and the date stays.
        let start = clock(&m, "older_assessment_start");
        let m = pause(m.clone(), start.clone(), "client_in_hospital").await.expect(200);
        county.at("2026-11-23T09:00:00Z");
        let m = county.change("anna", &m, "resume", json!({ "clock_id": start["id"] })).await.expect(200);
        assert_eq!(clock(&m, "older_assessment_start")["due_on"], start["due_on"]);
        county.at("2026-11-26T09:00:00Z");
        assert_eq!(pause(m, start, "client_in_hospital").await.refused(), "clock_already_overdue");
    }
);

store::both!(
    async fn lateness_is_told_once(db: TestDb) {
        let county = County::new(db).await;
        county.send("nurse", &["aino"]).await;
        assert_eq!(county.care.tell_overdue(&county.gate).await.unwrap(), 0);
        county.at("2026-11-17T05:00:00Z");
        // Only what must be done at once is late on the next day.
        assert_eq!(county.care.tell_overdue(&county.gate).await.unwrap(), 1);
        assert_eq!(county.care.tell_overdue(&county.gate).await.unwrap(), 0);
        county.at("2026-11-26T05:00:00Z");
        assert_eq!(county.care.tell_overdue(&county.gate).await.unwrap(), 1);
        assert_eq!(county.count("SELECT COUNT(*) FROM event WHERE kind = 'care.clock.overdue' AND team_id IS NOT NULL").await, 2);
    }
);

store::both!(
    async fn a_pause_ends_on_its_day_and_can_be_prolonged(db: TestDb) {
        let county = County::new(db).await;
        let sent = county.send("nurse", &["aino"]).await;
        let m = county.change("anna", &sent, "take", json!({})).await.expect(200);
        let service = clock(&m, "service_start");
        let body = json!({ "clock_id": service["id"], "reason_code": "more_investigation", "until": "2026-11-25" });
        let m = county.change("anna", &m, "pause", body).await.expect(200);
        assert_eq!(
            (m["paused"]["until"].as_str(), clock(&m, "service_start")["paused_until"].as_str()),
            (Some("2026-11-25"), Some("2026-11-25"))
        );
        let badges = |m: &Value| m["badges"].as_array().unwrap().iter().map(|b| b["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert!(!badges(&m).contains(&"pause_ends".into()), "more than three workdays left");

        // The desk says so before it ends.
        county.at("2026-11-20T09:00:00Z");
        let m = county.get("anna", &format!("/api/v1/staff/matters/{}", id(&m))).await.expect(200);
        assert!(badges(&m).contains(&"pause_ends".into()), "{:?}", badges(&m));
        assert_eq!(county.care.end_pauses(&county.gate).await.unwrap(), 0, "its day has not come");
        let prolong = |m: Value, until: &'static str, reason: &'static str| {
            let (county, clock) = (&county, service["id"].clone());
            async move { county.change("anna", &m, "prolong-pause", json!({ "clock_id": clock, "until": until, "reason": reason })).await }
        };
        assert_eq!(prolong(m.clone(), "2026-11-30", " ").await.status.as_u16(), 422);
        assert_eq!(prolong(m.clone(), "2026-11-25", "Odotetaan").await.body["errors"][0]["code"], "not_later");
        let start = clock(&m, "older_assessment_start");
        let other =
            county.change("anna", &m, "prolong-pause", json!({ "clock_id": start["id"], "until": "2026-12-01", "reason": "x" })).await;
        assert_eq!(other.refused(), "clock_not_paused");
        let m = prolong(m, "2026-11-30", "Lausunto myöhästyy").await.expect(200);
        assert_eq!(
            (m["steps"][0]["kind"].as_str(), m["steps"][0]["reason"].as_str()),
            (Some("pause_prolonged"), Some("Lausunto myöhästyy"))
        );
        county.at("2026-11-26T09:00:00Z");
        assert_eq!(county.care.end_pauses(&county.gate).await.unwrap(), 0, "it was prolonged");

        // The node was down on the day: the clock runs on from that day all the same.
        county.at("2026-12-03T09:00:00Z");
        assert_eq!(county.care.end_pauses(&county.gate).await.unwrap(), 1);
        assert_eq!(county.care.end_pauses(&county.gate).await.unwrap(), 0, "once");
        let m = county.get("anna", &format!("/api/v1/staff/matters/{}", id(&m))).await.expect(200);
        let now = clock(&m, "service_start");
        assert_eq!((now["state"].as_str(), now["due_on"].as_str()), (Some("running"), Some("2027-03-02")), "fourteen days later");
        assert!(m.get("paused").is_none());
        assert_eq!((m["steps"][0]["kind"].as_str(), m["steps"][0]["to"].as_str()), (Some("pause_ended"), Some("2026-11-30")));
        assert_eq!(county.count("SELECT COUNT(*) FROM event WHERE kind = 'care.matter.resumed' AND team_id IS NOT NULL").await, 1);
        county.gate.flush_log().await;
        assert_eq!(county.count("SELECT COUNT(*) FROM access_log WHERE action = 'care.clock.end_pauses' AND outcome = 'allowed'").await, 1);
    }
);

//! An alert on a desk: who sees it, who can do what, and what is kept of it.

use serde_json::{Value, json};
use store::both;

use crate::house::{House, waits};

/// A client with an alert on the desk of `ita`, as the manager sees it.
async fn one(house: &House) -> (kernel::ClientId, Value) {
    let aino = house.client().await;
    for (days, kilos) in [(100, 70.0), (2, 60.0)] {
        house.weighs(aino, days, kilos).await;
    }
    house.turn().await;
    let seen = house.queue(house.manager, json!({})).await;
    let alert = seen["items"].as_array().unwrap().iter().find(|a| a["client"]["id"] == aino.0.to_string()).unwrap().clone();
    (aino, alert)
}

async fn again(house: &House, id: &Value) -> Value {
    for which in ["open", "snoozed", "closed"] {
        let seen = house.queue(house.manager, json!({ "which": which })).await;
        if let Some(alert) = seen["items"].as_array().unwrap().iter().find(|a| a["id"] == *id) {
            return alert.clone();
        }
    }
    panic!("nowhere")
}

both!(
    async fn it_is_on_its_team_s_desk_and_on_no_other(db: TestDb) {
        let house = House::new(&mut db).await;
        let (_, alert) = one(&house).await;
        assert_eq!((alert["team"].as_str(), alert["state"].as_str()), (Some("Tiimi ita"), Some("waiting")));
        assert_eq!(house.queue(house.colleague, json!({})).await["waiting"], 1);
        assert_eq!(house.queue(house.coordinator, json!({})).await["items"], json!([]));
        assert_eq!(house.ask(house.admin, "POST", "/alerts/search", Some(json!({})), None).await.status, 403);
        // Not on the coordinator's desk, and so not theirs to take.
        assert!(matches!(house.step(house.coordinator, &alert, "take", json!({})).await.status.as_u16(), 403 | 404));
    }
);

both!(
    async fn it_is_taken_given_back_put_off_and_closed(db: TestDb) {
        let house = House::new(&mut db).await;
        let (aino, alert) = one(&house).await;
        assert_eq!(house.step(house.manager, &alert, "take", json!({})).await.status, 204);
        assert_eq!(house.step(house.colleague, &alert, "take", json!({})).await.body["reason"], "alert_taken");
        let taken = again(&house, &alert["id"]).await;
        assert_eq!((taken["state"].as_str(), taken["mine"].as_bool()), (Some("taken"), Some(true)));
        assert_eq!(house.step(house.manager, &alert, "release", json!({})).await.status, 412, "seen before it was taken");
        assert_eq!(house.step(house.manager, &taken, "release", json!({})).await.status, 204);
        let back = again(&house, &alert["id"]).await;
        assert!(back["state"] == "waiting" && back.get("handler").is_none());

        for (until, code) in [("2026-11-18", "past"), ("2027-03-01", "too_far")] {
            let refused = house.step(house.manager, &back, "snooze", json!({ "until": until })).await;
            assert_eq!((refused.status.as_u16(), &refused.body["errors"][0]["code"]), (422, &json!(code)));
        }
        assert_eq!(house.step(house.manager, &back, "snooze", json!({ "until": "2026-11-20" })).await.status, 204);
        assert_eq!(house.queue(house.manager, json!({})).await["items"], json!([]));
        let off = again(&house, &alert["id"]).await;
        assert_eq!(off["snoozed_until"], "2026-11-20");
        house.clock.advance(chrono::Duration::days(2));
        assert_eq!(house.queue(house.manager, json!({})).await["items"].as_array().unwrap().len(), 1);

        let missing = house.step(house.manager, &off, "close", json!({ "outcome": "dismissed", "useful": "no" })).await;
        assert_eq!((missing.status.as_u16(), &missing.body["errors"][0]["path"]), (422, &json!("/words")));
        let body = json!({ "outcome": "dismissed", "useful": "no", "words": "Punnitus oli väärä." });
        assert_eq!(house.step(house.manager, &off, "close", body).await.status, 204);
        let closed = again(&house, &alert["id"]).await;
        assert_eq!((closed["state"].as_str(), closed["useful"].as_str()), (Some("dismissed"), Some("no")));
        assert_eq!(closed["words"], "Punnitus oli väärä.");
        assert!(closed["closed_by"]["name"] == "Maija Manager");
        // The tie by which the team could open the client has ended with it; and while the rule holds, nothing is raised again.
        assert_eq!(house.count("SELECT COUNT(*) FROM care_relation WHERE object_kind = 'alert' AND valid_to IS NULL").await, 0);
        assert_eq!(house.sweep().await, 0);
        assert_eq!(house.alerts(aino).await.len(), 1);
        let rules = house.queue(house.manager, json!({})).await["rules"].clone();
        let weight = rules.as_array().unwrap().iter().find(|r| r["id"] == "weight_loss").unwrap().clone();
        assert_eq!((&weight["closed"], &weight["no"], &weight["open"]), (&json!(1), &json!(1), &json!(0)));
        let refused = house.step(house.manager, &closed, "take", json!({})).await;
        assert!(matches!(refused.status.as_u16(), 403 | 404 | 409), "{}", refused.status);
    }
);

both!(
    async fn what_somebody_has_taken_stays_theirs_when_it_holds_no_more(db: TestDb) {
        let house = House::new(&mut db).await;
        let (aino, alert) = one(&house).await;
        assert_eq!(house.step(house.manager, &alert, "take", json!({})).await.status, 204);
        house.weighs(aino, 0, 69.9).await;
        assert_eq!(house.turn().await, 1);
        let still = again(&house, &alert["id"]).await;
        assert_eq!(
            (still["state"].as_str(), still["lapsed_why"].as_str(), still["standing"].as_bool()),
            (Some("taken"), Some("passed"), Some(false))
        );
        let body = json!({ "outcome": "call", "useful": "partly", "words": "Soitin, ruoka maistuu taas." });
        assert_eq!(house.step(house.manager, &still, "close", body).await.status, 204);
        // It falls again: a new one.
        house.weighs(aino, 0, 60.0).await;
        house.weighs(aino, -1, 59.0).await;
        house.clock.advance(chrono::Duration::days(2));
        house.sweep().await;
        assert_eq!(house.alerts(aino).await.last(), Some(&waits("weight_loss")));
    }
);

both!(
    async fn the_queue_is_narrowed_and_paged(db: TestDb) {
        let house = House::new(&mut db).await;
        for _ in 0..27 {
            let client = house.client().await;
            house.weighs(client, 100, 70.0).await;
            house.weighs(client, 2, 60.0).await;
        }
        assert_eq!(house.turn().await, 27);
        let first = house.queue(house.manager, json!({ "sort": "newest" })).await;
        let second = house.queue(house.manager, json!({ "sort": "newest", "after": first["next"] })).await;
        let ids = |page: &Value| -> Vec<String> {
            page["items"].as_array().unwrap().iter().map(|a| a["id"].as_str().unwrap().to_owned()).collect()
        };
        let (mut all, more) = (ids(&first), ids(&second));
        assert_eq!((all.len(), more.len(), second.get("next")), (25, 2, None));
        all.extend(more);
        assert!(all.windows(2).all(|pair| pair[0] > pair[1]));
        assert_eq!(house.queue(house.manager, json!({ "rule": "carer_admitted" })).await["items"], json!([]));
        assert_eq!(house.queue(house.manager, json!({ "mine": true })).await["items"], json!([]));
        assert_eq!(house.queue(house.manager, json!({ "q": "Olematon" })).await["items"], json!([]));
        assert_eq!(house.queue(house.manager, json!({ "q": "virtanen" })).await["items"].as_array().unwrap().len(), 25);
        let unknown = house.ask(house.manager, "POST", "/alerts/search", Some(json!({ "which": "lost" })), None).await;
        assert!(unknown.status.is_client_error());
    }
);

both!(
    async fn each_step_is_in_the_log(db: TestDb) {
        let house = House::new(&mut db).await;
        let (aino, alert) = one(&house).await;
        house.step(house.manager, &alert, "take", json!({})).await;
        let text = "SELECT action, purpose, object_kind FROM access_log WHERE client_id = $1 AND action LIKE 'alerts.%' ORDER BY at";
        let rows = house.rows(text, vec![aino.0.into()]).await;
        let actions: Vec<String> = rows.iter().map(|r| r.try_get("", "action").unwrap()).collect();
        assert!(actions.contains(&"alerts.alert.take".to_owned()), "{actions:?}");
        let text = "SELECT l.action AS action FROM access_log l JOIN access_log_client c ON c.log_id = l.id WHERE c.client_id = $1 AND l.action LIKE 'alerts.%'";
        let named: Vec<String> = house.rows(text, vec![aino.0.into()]).await.iter().map(|r| r.try_get("", "action").unwrap()).collect();
        for action in ["alerts.turn", "alerts.queue.list"] {
            assert!(named.iter().any(|one| one == action), "{action}: {named:?}");
        }
        let events = house.rows("SELECT kind FROM event WHERE kind LIKE 'alerts.%' ORDER BY seq", vec![]).await;
        let kinds: Vec<String> = events.iter().map(|r| r.try_get("", "kind").unwrap()).collect();
        assert_eq!(kinds, ["alerts.alert.raised", "alerts.alert.taken"]);
    }
);

both!(
    async fn what_is_seen_is_what_is_taken_as_a_file(db: TestDb) {
        let house = House::new(&mut db).await;
        let (aino, alert) = one(&house).await;
        let stranger = house.client().await;
        for days in [30, 25, 20, 5] {
            house.visit(stranger, "EMER", days).await;
        }
        house.turn().await;
        let csv = house.ask(house.manager, "POST", "/alerts/export.csv?lang=sv", Some(json!({ "which": "open" })), None).await;
        assert_eq!(csv.status, 200, "{}", csv.body);
        let text = String::from_utf8(csv.bytes).unwrap();
        let lines: Vec<&str> = text.trim_end().split("\r\n").collect();
        assert!(lines[0].starts_with("\u{feff}Klient;Ålder;Signal;Allvar;Status;Varför"), "{text}");
        assert_eq!(lines.len(), 2, "the other desk's is not in it: {text}");
        let (label, name) = (alert["rule"]["label"]["sv"].as_str().unwrap(), alert["client"]["name"].as_str().unwrap());
        assert!(lines[1].contains(label) && lines[1].contains(name) && lines[1].contains("väntar på någon"), "{text}");
        let narrowed = house.ask(house.manager, "POST", "/alerts/export.csv", Some(json!({ "which": "closed" })), None).await;
        assert_eq!(String::from_utf8(narrowed.bytes).unwrap().trim_end().split("\r\n").count(), 1, "the heading alone");
        let book = house.ask(house.manager, "POST", "/alerts/export.xlsx", Some(json!({ "q": "virtanen" })), None).await;
        assert_eq!((book.status.as_u16(), &book.bytes[..2]), (200, &b"PK"[..]));
        assert_eq!(house.ask(house.admin, "POST", "/alerts/export.csv", Some(json!({})), None).await.status, 403);
        // Whose rows left, and what was taken, stand in the log; what was searched for does not.
        let text = "SELECT l.objects AS what FROM access_log l JOIN access_log_client c ON c.log_id = l.id \
                    WHERE c.client_id = $1 AND l.action = 'alerts.queue.export' ORDER BY l.at";
        let taken: Vec<String> = house.rows(text, vec![aino.0.into()]).await.iter().map(|r| r.try_get("", "what").unwrap()).collect();
        assert_eq!(taken.len(), 2, "{taken:?}");
        assert!(
            taken[0].contains("csv rows=1 which=open") && taken[1].contains("xlsx rows=1") && taken[1].contains("searched"),
            "{taken:?}"
        );
        assert!(!taken.join(" ").to_lowercase().contains("virtanen"));
    }
);

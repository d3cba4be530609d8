use serde_json::{Value, json};

use crate::testing::{County, id};

fn start(kind: &str) -> Value {
    json!({"kind": kind, "about": "self", "text": "Tarvitsen apua suihkussa.", "need_reasons": ["1"], "urgency_felt": "soon", "reply_wanted": true})
}

fn concern(name: &str) -> Value {
    json!({"kind": "concern", "about": "other", "text": "Ei ole avannut ovea.", "concern_about": {"name": name, "contact": "Kirkkokatu 3"}, "reply_wanted": true})
}

store::both!(
    async fn a_client_starts_a_matter_and_follows_it(db: TestDb) {
        let county = County::new(db).await;
        let headers = [("idempotency-key", "k")];
        let started = county.ask("client:martti", "POST", "/api/v1/client/matters", &headers, Some(start("application"))).await.expect(201);
        let repeated =
            county.ask("client:martti", "POST", "/api/v1/client/matters", &headers, Some(start("application"))).await.expect(201);
        assert_eq!(started["id"], repeated["id"]);
        assert_eq!((started["kind"].as_str(), started["title"]["fi"].as_str()), (Some("application"), Some("Hakemus")));
        // Routed by the same rules: 79 years old, Imatra.
        assert_eq!(started["team"]["id"], county.team("ita").to_string());
        assert_eq!(started["stages"][0], json!({"code": "first_contact", "state": "now", "at": "2026-11-16"}));
        assert!(started["next"]["what"]["fi"].as_str().unwrap().starts_with("Tiimi ita käy asiasi läpi"));

        // The team finds it on the desk, takes it, and the client sees who.
        let matter = county.get("anna", &format!("/api/v1/staff/matters/{}", id(&started))).await.expect(200);
        assert_eq!((matter["own_words"].as_str(), matter["notifier"].as_str()), (Some("Tarvitsen apua suihkussa."), Some("1")));
        county.change("anna", &matter, "take", json!({})).await.expect(200);
        let overview = county.get("client:martti", "/api/v1/client/overview").await.expect(200);
        assert_eq!(overview["given_name"], "Martti");
        let mine = &overview["matters"][0];
        assert_eq!(mine["handler"]["name"], "anna Testinen");
        // Aged 75 or more: the assessment starts within seven workdays, and the client is told the day.
        assert_eq!(mine["next"]["by"], "2026-11-25");
        assert_eq!(overview["matters"].as_array().unwrap().len(), 1);

        for (body, at) in [
            (json!({"kind": "contact", "about": "self", "text": " ", "reply_wanted": true}), "/text"),
            (json!({"kind": "contact", "about": "self", "text": "Hei", "need_reasons": ["77"], "reply_wanted": true}), "/need_reasons/0"),
            (json!({"kind": "concern", "about": "other", "text": "Hei", "reply_wanted": true}), "/concern_about"),
            (
                json!({"kind": "application", "about": "other", "text": "Hei", "concern_about": {"name": "X"}, "reply_wanted": true}),
                "/about",
            ),
        ] {
            let reply = county.post("client:martti", "/api/v1/client/matters", body).await;
            assert_eq!((reply.status.as_u16(), reply.body["errors"][0]["path"].as_str()), (422, Some(at)));
        }
    }
);

store::both!(
    async fn one_client_sees_nothing_of_another(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        let path = format!("/api/v1/client/matters/{}", id(&matter));
        assert_eq!(county.get("client:aino", &path).await.expect(200)["number"], matter["number"]);
        assert_eq!(county.get("client:elli", &path).await.status.as_u16(), 404);
        assert_eq!(county.get("client:elli", "/api/v1/client/overview").await.expect(200)["matters"], json!([]));
        let view = Some(json!({"text": "Minun arvioni."}));
        assert_eq!(county.ask("client:elli", "PUT", &format!("{path}/own-view"), &[("if-match", "0")], view).await.status.as_u16(), 404);
        assert_eq!(county.count("SELECT COUNT(*) FROM own_view").await, 0);
        // A professional's session is nobody's on this side, and a client's on the other.
        assert_eq!(county.get("anna", &path).await.status.as_u16(), 401);
        assert_eq!(county.get("client:aino", &format!("/api/v1/staff/matters/{}", id(&matter))).await.status.as_u16(), 401);
        county.gate.flush_log().await;
        assert!(county.count("SELECT COUNT(*) FROM access_log WHERE action = 'care.own.matter' AND actor_kind = 'client'").await >= 1);
    }
);

store::both!(
    async fn the_own_view_is_kept_by_version_and_used(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        let path = format!("/api/v1/client/matters/{}/own-view", id(&matter));
        let view = |text: &str| Some(json!({ "text": text }));
        assert_eq!(county.ask("client:aino", "PUT", &path, &[], view("Pärjään.")).await.status.as_u16(), 428);
        let first = county.ask("client:aino", "PUT", &path, &[("if-match", "0")], view("Pärjään.")).await;
        assert_eq!(first.etag, Some(1));
        let late = county.ask("client:aino", "PUT", &path, &[("if-match", "0")], view("En pärjää.")).await;
        assert_eq!((late.status.as_u16(), late.body["current"]["text"].as_str()), (412, Some("Pärjään.")));
        let second = county.ask("client:aino", "PUT", &path, &[("if-match", "1")], view("Suihku pelottaa.")).await.expect(200);
        assert_eq!((second["own_view"].as_str(), second["version"].as_i64()), (Some("Suihku pelottaa."), Some(2)));
        let assessment = county.begin("anna", &matter, "assessment").await;
        assert_eq!(assessment["body"]["assessment"]["client_view"]["own_view"], "Suihku pelottaa.");
    }
);

store::both!(
    async fn a_concern_tells_nothing_of_the_person_it_is_about(db: TestDb) {
        let county = County::new(db).await;
        // One is a client with a matter of their own, the other is nobody the county knows.
        county.matter_of("anna", "aino").await;
        let known = county.post("client:kari", "/api/v1/client/matters", concern("Aino Virtanen")).await.expect(201);
        let unknown = county.post("client:kari", "/api/v1/client/matters", concern("Tuntematon Ihminen")).await.expect(201);
        let same = |mut told: Value| {
            for field in ["id", "number"] {
                told.as_object_mut().unwrap().remove(field);
            }
            told
        };
        assert_eq!(same(known.clone()), same(unknown));
        assert_eq!(known["team"]["id"], county.team("tyoikaiset").to_string(), "neither the teller's age nor municipality chose the team");
        assert_eq!(county.count("SELECT COUNT(*) FROM clock c JOIN matter m ON m.id = c.matter_id WHERE m.channel = 'concern_other' AND c.rule = 'older_assessment_start'").await, 0);

        // Whatever happens to it, the teller sees that it was received; and the thread of their own.
        let path = format!("/api/v1/client/matters/{}", id(&known));
        let before = county.get("client:kari", &path).await.expect(200);
        assert_eq!(
            (before["stages"].as_array().unwrap().len(), before["deadline"].is_null(), before["situation"].is_null()),
            (1, true, true)
        );
        county.post("client:kari", &format!("{path}/messages"), json!({"text": "Ovi on yhä kiinni."})).await.expect(201);
        assert_eq!(county.get("client:aino", &path).await.status.as_u16(), 404);
        let overview = county.get("client:kari", "/api/v1/client/overview").await.expect(200);
        assert_eq!(overview["matters"].as_array().unwrap().len(), 2);
    }
);

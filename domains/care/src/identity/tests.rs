use serde_json::json;

use crate::testing::{County, id};

store::both!(
    async fn a_temporary_person_is_linked_seen_as_one_and_taken_apart(db: TestDb) {
        let county = County::new(db).await;
        let real = county.with_hetu("Korhonen", "Matti", 1950, 7).await;
        let matter = county.matter_of("anna", "martti").await;
        let temporary = county.client("martti").0;
        let path = |rest: &str| format!("/api/v1/staff/clients/{temporary}/identity{rest}");
        let ask = |rest: &str, body: serde_json::Value| {
            let path = path(rest);
            let county = &county;
            async move { county.post("anna", &path, body).await }
        };

        // One without a tie to the temporary person does not link.
        let link = json!({ "main_id": real.0, "reason": "Tunnistettu passista." });
        assert_eq!(county.post("cecilia", &path("/link"), link.clone()).await.status.as_u16(), 403);
        assert_eq!(county.get("anna", &format!("/api/v1/staff/clients/{}", real.0)).await.status.as_u16(), 403, "not tied to the real one");

        let preview = ask("/preview", json!({ "main_id": real.0 })).await.expect(200);
        assert_eq!(preview["warnings"], json!(["other_birth_date"]), "{preview}");
        assert!(preview["refusal"].is_null());
        assert!(preview["comes"].as_array().unwrap().iter().any(|c| c["kind"] == "matter" && c["count"] == 1), "{preview}");
        assert_eq!(county.count("SELECT COUNT(*) FROM identity_link").await, 0, "a preview does nothing");
        let other = county.client("elli").0;
        assert_eq!(ask("/preview", json!({ "main_id": other })).await.expect(200)["refusal"], "not_real");
        assert_eq!(ask("/link", json!({ "main_id": other, "reason": "Sama henkilö." })).await.refused(), "not_real");
        assert_eq!(ask("/link", json!({ "main_id": real.0, "reason": "x" })).await.status.as_u16(), 422);

        // Two at once: one does it, the other hears why not.
        let (one, two) = tokio::join!(ask("/link", link.clone()), ask("/link", link.clone()));
        let mut both = [one.status.as_u16(), two.status.as_u16()];
        both.sort_unstable();
        assert_eq!(both, [201, 409]);
        let loser = if one.status.as_u16() == 409 { one } else { two };
        assert_eq!(loser.refused(), "already_linked");
        assert_eq!(county.count("SELECT COUNT(*) FROM identity_link WHERE unlinked_at IS NULL").await, 1);
        assert_eq!(county.count("SELECT COUNT(*) FROM stated_reason WHERE what = 'identity_linked'").await, 1);
        assert_eq!(county.count("SELECT COUNT(*) FROM event WHERE kind = 'people.identity.linked'").await, 1);
        assert_eq!(county.count("SELECT COUNT(*) FROM access_log WHERE action = 'care.identity.link' AND outcome = 'refused'").await, 4);

        // Seen as one from either side.
        county.get("anna", &format!("/api/v1/staff/clients/{}", real.0)).await.expect(200);
        let view = county.get("anna", &format!("/api/v1/staff/clients/{}/identity", real.0)).await.expect(200);
        assert_eq!(
            (view["identities"].as_array().unwrap().len(), view["identities"][0]["card"]["id"].clone()),
            (2, json!(real.0)),
            "{view}"
        );
        assert_eq!(view["identities"][1]["permitted_actions"], json!(["unlink"]));
        assert_eq!(view["hetus"][0]["hint"], "030350-••••");

        // What comes after the link is shown, and asked about, before it is taken apart.
        county.clock.advance(chrono::Duration::seconds(5));
        let before = county.get("anna", &path("/unlink")).await.expect(200);
        assert_eq!(before["came_after"], 0, "{before}");
        let note = format!("/api/v1/staff/matters/{}/notes", id(&matter));
        county.post("anna", &note, json!({ "kind": "phone", "at": "2026-11-16T09:00:00Z", "text": "Soitettu." })).await.expect(201);
        let contact = json!({ "kind": "long_lived", "type": "phone", "value": "040 1", "origin": "client" });
        let refused = ask("/unlink", json!({ "reason": "Väärä henkilö.", "came_after": 0 })).await;
        assert_eq!(refused.body["preview"]["came_after"], 1, "{}", refused.text);
        assert_eq!(refused.refused(), "more_came_after");
        drop(contact);
        ask("/unlink", json!({ "reason": "Väärä henkilö.", "came_after": 1 })).await.expect(201);
        assert_eq!(ask("/unlink", json!({ "reason": "Väärä henkilö.", "came_after": 1 })).await.refused(), "not_linked");
        assert_eq!(county.get("anna", &format!("/api/v1/staff/clients/{}", real.0)).await.status.as_u16(), 403, "apart again");
        let notes = county.get("anna", &note).await.expect(200);
        assert_eq!(notes.as_array().or(notes["items"].as_array()).unwrap().len(), 1, "the note stays where it was written");
        let view = county.get("anna", &path("")).await.expect(200);
        assert!(view["links"][0]["unlinked_at"].is_string() && view["links"][0]["linked_to"].is_null(), "another person again: {view}");

        // And it may be linked anew.
        ask("/link", link).await.expect(201);
    }
);

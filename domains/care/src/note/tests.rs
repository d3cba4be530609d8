use serde_json::json;

use crate::testing::{County, id};

store::both!(
    async fn a_note_is_written_and_mended_by_its_writer_for_a_day(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        let path = format!("/api/v1/staff/matters/{}/notes", id(&matter));
        let note = json!({"kind": "phone", "at": "2026-11-16T08:00:00Z", "text": " Soitettu. "});
        let first = county.ask("anna", "POST", &path, &[("idempotency-key", "k1")], Some(note.clone())).await.expect(201);
        let repeated = county.ask("anna", "POST", &path, &[("idempotency-key", "k1")], Some(note)).await.expect(201);
        assert_eq!((first["id"].clone(), first["text"].as_str()), (repeated["id"].clone(), Some("Soitettu.")));
        assert_eq!(county.count("SELECT COUNT(*) FROM note").await, 1);
        for (body, at, code) in [
            (json!({"kind": "phone", "text": ""}), "/text", "required"),
            (json!({"kind": "phone", "text": "Äiti 010190-999W"}), "/text", "hetu"),
            (json!({"kind": "phone", "text": "x", "at": "2026-11-17T08:00:00Z"}), "/at", "in_future"),
            (json!({"kind": "phone", "text": "x", "client_id": county.client("elli").0}), "/client_id", "not_in_matter"),
        ] {
            let reply = county.post("anna", &path, body).await;
            assert_eq!(reply.status.as_u16(), 422);
            assert_eq!((reply.body["errors"][0]["path"].as_str(), reply.body["errors"][0]["code"].as_str()), (Some(at), Some(code)));
        }

        let one = format!("{path}/{}", id(&first));
        let mend = |text: &str| Some(json!({ "text": text }));
        assert_eq!(county.ask("anna", "PATCH", &one, &[], mend("Soitettu uudelleen.")).await.status.as_u16(), 428);
        assert_eq!(county.ask("bertta", "PATCH", &one, &[("if-match", "1")], mend("Ei")).await.refused(), "not_author");
        let mended = county.ask("anna", "PATCH", &one, &[("if-match", "1")], mend("Soitettu uudelleen.")).await;
        assert_eq!(mended.etag, Some(2));
        let late = county.ask("anna", "PATCH", &one, &[("if-match", "1")], mend("Ei")).await;
        assert_eq!((late.status.as_u16(), late.body["current"]["text"].as_str()), (412, Some("Soitettu uudelleen.")));
        let list = county.get("anna", &path).await.expect(200);
        assert_eq!(list[0]["permitted_actions"], json!(["change"]));
        county.at("2026-11-17T10:00:00Z");
        assert_eq!(county.ask("anna", "PATCH", &one, &[("if-match", "2")], mend("Ei")).await.refused(), "note_settled");

        // Not of the team, not a word; and the attempt is in the log.
        assert_eq!(county.get("cecilia", &path).await.status.as_u16(), 403);
        county.gate.flush_log().await;
        assert_eq!(
            county
                .count("SELECT COUNT(*) FROM access_log WHERE action = 'care.note.list' AND outcome = 'refused' AND client_id IS NOT NULL")
                .await,
            1
        );
    }
);

store::both!(
    async fn messages_go_both_ways_and_are_marked_read(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        let (staff, own) =
            (format!("/api/v1/staff/matters/{}/messages", id(&matter)), format!("/api/v1/client/matters/{}/messages", id(&matter)));
        county.post("client:aino", &own, json!({"text": "Voiko tyttäreni olla mukana?"})).await.expect(201);
        let seen = county.get("anna", &staff).await.expect(200);
        assert_eq!((seen[0]["from"].as_str(), seen[0]["author"].as_str()), (Some("client"), Some("Aino Maria Virtanen")));
        assert!(seen[0]["read_at"].is_null(), "a look marks nothing");
        county.post("anna", &staff, json!({"text": "Voi toki."})).await.expect(201);
        let mine = county.get("client:aino", &own).await.expect(200);
        assert!(mine[0]["read_at"].is_string(), "an answer shows that the question was read");
        assert_eq!((mine[1]["author"].as_str(), mine[1]["read_at"].is_null()), (Some("anna Testinen"), true));
        assert_eq!(county.get("client:aino", "/api/v1/client/overview").await.expect(200)["messages_unread"], 1);
        assert_eq!(county.ask("client:aino", "POST", &format!("{own}/read"), &[], None).await.status.as_u16(), 204);
        assert_eq!(county.get("client:aino", "/api/v1/client/overview").await.expect(200)["messages_unread"], 0);
        for path in [own.clone(), format!("{own}/read")] {
            let method = if path.ends_with("read") { "POST" } else { "GET" };
            assert_eq!(county.ask("client:elli", method, &path, &[], None).await.status.as_u16(), 404);
        }
        assert_eq!(county.post("client:elli", &own, json!({"text": "Hei"})).await.status.as_u16(), 404);
        assert_eq!(county.get("cecilia", &staff).await.status.as_u16(), 403);
    }
);

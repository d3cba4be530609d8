use serde_json::{Value, json};
use uuid::Uuid;

use crate::testing::{County, id};

impl County {
    async fn taken(&self, who: &str, client: &str) -> Value {
        let sent = self.send("nurse", &[client]).await;
        self.change(who, &sent, "take", json!({})).await.expect(200)
    }

    /// What later steps of the work would have written.
    async fn later(&self, matter: &Value, what: &str) {
        let client = matter["clients"][0]["id"].as_str().unwrap().parse::<Uuid>().unwrap();
        let controller = self.gate.controller();
        let work = self.gate.job("test.write", "test", None).begin().await.unwrap();
        let (now, today) = (work.at(), work.today());
        let head: Vec<sea_orm::Value> = vec![
            work.new_id().into(),
            client.into(),
            controller.into(),
            "social".into(),
            "older_people".into(),
            18i32.into(),
            id(matter).into(),
            1i32.into(),
            now.into(),
            now.into(),
        ];
        let columns = "id, client_id, controller, register, service_task, catalogue_row, matter_id, version, created_at, updated_at";
        let at = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10";
        let (text, more): (String, Vec<sea_orm::Value>) = match what {
            "assessment" => (
                format!("INSERT INTO assessment ({columns}, state, started_on, finished_on) VALUES ({at}, 'finished', $11, $11)"),
                vec![today.into()],
            ),
            "plan" => (format!("INSERT INTO plan ({columns}, state, valid_from) VALUES ({at}, 'in_force', $11)"), vec![today.into()]),
            "draft" | "sent" => (
                format!("INSERT INTO decision ({columns}, state, document_id, drafted_by) VALUES ({at}, '{what}', $11, $12)"),
                vec![Uuid::now_v7().into(), Uuid::now_v7().into()],
            ),
            other => panic!("{other}"),
        };
        store::sql::exec(&work, &text, head.into_iter().chain(more)).await.unwrap();
        work.commit().await.unwrap();
    }

    async fn seen_now(&self, who: &str, matter: &Value) -> Value {
        self.get(who, &format!("/api/v1/staff/matters/{}", id(matter))).await.expect(200)
    }
}

store::both!(
    async fn the_second_taker_is_told_who_was_first(db: TestDb) {
        let county = County::new(db).await;
        let sent = county.send("nurse", &["aino"]).await;
        assert_eq!(sent["number"], "A-2026-000001");
        let taken = county.change("anna", &sent, "take", json!({})).await;
        assert_eq!(taken.etag, Some(2));
        let taken = taken.expect(200);
        assert_eq!(taken["handler"]["id"], county.person("anna").to_string());
        assert!(!taken["permitted_actions"].as_array().unwrap().contains(&"take".into()));

        // With the version seen before and with the newest one alike.
        for seen in [&sent, &taken] {
            let second = county.change("bertta", seen, "take", json!({})).await;
            assert_eq!(second.body["holder"]["name"], "anna Testinen");
            assert_eq!(second.refused(), "taken");
        }
        assert_eq!(county.change("anna", &taken, "take", json!({})).await.refused(), "already_yours");
        // A refused attempt stands in the log as one.
        assert_eq!(county.count("SELECT COUNT(*) FROM access_log WHERE action = 'care.matter.take' AND outcome = 'refused'").await, 3);
        assert_eq!(county.count("SELECT COUNT(*) FROM event WHERE kind = 'care.matter.taken'").await, 1);
    }
);

store::both!(
    async fn a_change_needs_the_version_seen(db: TestDb) {
        let county = County::new(db).await;
        let sent = county.send("nurse", &["aino"]).await;
        let path = format!("/api/v1/staff/matters/{}/take", id(&sent));
        assert_eq!(county.post("anna", &path, json!({})).await.expect(428)["code"], "precondition_required");
        let stale = county.ask("anna", "POST", &path, &[("if-match", "\"7\"")], Some(json!({}))).await.expect(412);
        assert_eq!(stale["code"], "version_conflict");
        assert_eq!(stale["current"]["version"], 1);
        assert_eq!(county.ask("anna", "POST", &path, &[("if-match", "\"1\"")], None).await.expect(200)["version"], 2);
    }
);

store::both!(
    async fn handing_over_moves_the_rights(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.taken("anna", "aino").await;
        let path = format!("/api/v1/staff/matters/{}", id(&matter));
        assert_eq!(county.get("cecilia", &path).await.expect(403)["reason"], "not_tied");

        assert_eq!(
            county.change("anna", &matter, "hand-over", json!({ "reason": "x" })).await.expect(422)["errors"][0]["code"],
            "one_of_two"
        );
        assert_eq!(
            county
                .change("anna", &matter, "hand-over", json!({ "to_professional_id": county.person("nurse"), "reason": "x" }))
                .await
                .expect(422)["errors"][0]["code"],
            "not_in_a_team"
        );
        assert_eq!(
            county
                .change("anna", &matter, "hand-over", json!({ "to_professional_id": county.person("cecilia"), "reason": " " }))
                .await
                .expect(422)["errors"][0]["path"],
            "/reason"
        );

        let given = county
            .change(
                "anna",
                &matter,
                "hand-over",
                json!({ "to_professional_id": county.person("cecilia"), "reason": "Muutti Lappeenrantaan" }),
            )
            .await
            .expect(200);
        assert_eq!(given["team"]["id"], county.team("lansi").to_string());
        assert_eq!(given["handler"]["id"], county.person("cecilia").to_string());
        // The old handler and the old team: nothing any more, neither looking nor changing.
        county.get("anna", &path).await.expect(403);
        county.get("bertta", &path).await.expect(403);
        county.change("anna", &given, "close", json!({ "reason_code": "no_need" })).await.expect(403);
        let seen = county.get("cecilia", &path).await.expect(200);
        let step = &seen["steps"][0];
        assert_eq!(
            (step["kind"].as_str(), step["from"].as_str(), step["to"].as_str()),
            (Some("handed_over"), Some("anna Testinen"), Some("cecilia Testinen"))
        );
        assert_eq!(step["reason"], "Muutti Lappeenrantaan");
        // The team it left hears of it.
        let left = "SELECT COUNT(*) FROM event WHERE kind = 'care.matter.left_team' AND team_id IN (SELECT id FROM team WHERE key = 'ita')";
        assert_eq!(county.count(left).await, 1);
        // To the team's common queue: nobody's own, and the same again is refused.
        let queue = county
            .change("cecilia", &seen, "hand-over", json!({ "to_team_id": county.team("lansi"), "reason": "Jonoon" }))
            .await
            .expect(200);
        assert!(queue.get("handler").is_none());
        assert_eq!(
            county
                .change("cecilia", &queue, "hand-over", json!({ "to_team_id": county.team("lansi"), "reason": "Jonoon" }))
                .await
                .refused(),
            "already_in_team"
        );
    }
);

store::both!(
    async fn lanes_refuse_with_the_reason(db: TestDb) {
        let county = County::new(db).await;
        let sent = county.send("nurse", &["aino"]).await;
        assert_eq!(county.change("anna", &sent, "move", json!({ "lane": "assessment" })).await.refused(), "no_handler");
        let m = county.change("anna", &sent, "take", json!({})).await.expect(200);
        // A decision without a plan is open to one who says why; the refusal tells what is missing.
        assert_eq!(m["can"]["move_to"], json!(["assessment", "decision"]));
        assert!(m["can"]["refusals"].as_array().unwrap().contains(&json!({ "action": "move:decision", "reason": "plan_missing" })));
        assert!(m["can"]["refusals"].as_array().unwrap().contains(&json!({ "action": "move:planning", "reason": "assessment_not_final" })));
        let m = county.change("anna", &m, "move", json!({ "lane": "assessment" })).await.expect(200);
        assert_eq!(county.change("anna", &m, "move", json!({ "lane": "assessment" })).await.refused(), "already_there");
        assert_eq!(county.change("anna", &m, "move", json!({ "lane": "planning" })).await.refused(), "assessment_not_final");
        assert_eq!(county.change("anna", &m, "move", json!({ "lane": "decision" })).await.refused(), "plan_missing");
        assert_eq!(county.change("anna", &m, "move", json!({ "lane": "managing", "reason": "x" })).await.refused(), "decision_not_sent");

        county.later(&m, "assessment").await;
        assert_eq!(county.change("anna", &m, "move", json!({ "lane": "first_contact" })).await.refused(), "assessment_finished");
        assert_eq!(county.change("anna", &m, "return", json!({ "reason": "x" })).await.refused(), "work_has_begun");
        let m = county.change("anna", &m, "move", json!({ "lane": "planning" })).await.expect(200);
        assert_eq!(county.change("anna", &m, "move", json!({ "lane": "decision" })).await.refused(), "plan_missing");
        let skipped = county
            .change("anna", &m, "move", json!({ "lane": "decision", "reason": "Kielteinen, suunnitelmaa ei tehdä" }))
            .await
            .expect(200);
        // Back, and forward again with a plan.
        let m = county.change("anna", &skipped, "move", json!({ "lane": "planning" })).await.expect(200);
        county.later(&m, "plan").await;
        let m = county.change("anna", &m, "move", json!({ "lane": "decision" })).await.expect(200);
        county.later(&m, "draft").await;
        let badges = county.seen_now("anna", &m).await["badges"].clone();
        assert_eq!(badges, json!([{ "code": "draft_decision", "tone": "neutral" }]));
        assert_eq!(county.change("anna", &m, "close", json!({ "reason_code": "refused" })).await.refused(), "decision_unsent");
        assert_eq!(county.change("anna", &m, "move", json!({ "lane": "managing" })).await.refused(), "decision_not_sent");
        county.later(&m, "sent").await;
        let m = county.change("anna", &m, "move", json!({ "lane": "managing" })).await.expect(200);
        assert_eq!(m["lane"], "managing");
    }
);

store::both!(
    async fn a_return_shows_its_reason_to_the_sender_who_sends_again(db: TestDb) {
        let county = County::new(db).await;
        let sent = county.send("nurse", &["aino"]).await;
        let path = format!("/api/v1/staff/matters/{}", id(&sent));
        county.get("nurse", &path).await.expect(403);
        let returned = county.change("anna", &sent, "return", json!({ "reason": "Kuka hoitaa lääkkeet?" })).await.expect(200);
        assert_eq!((returned["state"].as_str(), returned["permitted_actions"].clone()), (Some("returned"), json!(["reopen", "close"])));
        assert_eq!(county.change("anna", &returned, "take", json!({})).await.refused(), "matter_returned");

        let list = county.get("nurse", "/api/v1/staff/lobby/sent").await.expect(200);
        let seen = &list["items"][0];
        assert_eq!(
            (seen["returned"]["reason"].as_str(), seen["returned"]["by"]["name"].as_str()),
            (Some("Kuka hoitaa lääkkeet?"), Some("anna Testinen"))
        );
        assert_eq!(seen["permitted_actions"], json!(["resend"]));
        // Sending again is for the sender, to any team.
        county.change("anna", &returned, "resend", json!({ "team_id": county.team("ita"), "reason": "x" })).await.expect(403);
        let again = county
            .change("nurse", seen, "resend", json!({ "team_id": county.team("lansi"), "reason": "Kotihoito hoitaa lääkkeet" }))
            .await
            .expect(200);
        assert_eq!(
            (again["state"].as_str(), again["team"]["id"].as_str()),
            (Some("open"), Some(county.team("lansi").to_string().as_str()))
        );
        // What is done inside is not the sender's to see.
        assert_eq!(again["documents"], json!([]));
        assert_eq!(
            county.change("nurse", &again, "resend", json!({ "team_id": county.team("ita"), "reason": "x" })).await.refused(),
            "not_returned"
        );
        county.get("anna", &path).await.expect(403);
        assert_eq!(county.get("cecilia", &path).await.expect(200)["steps"][0]["kind"], "resent");
    }
);

store::both!(
    async fn what_was_returned_or_closed_by_mistake_is_reopened(db: TestDb) {
        let county = County::new(db).await;
        let sent = county.send("nurse", &["aino"]).await;
        let returned = county.change("anna", &sent, "return", json!({ "reason": "x" })).await.expect(200);
        let m = county.change("anna", &returned, "reopen", json!({ "reason": "Erehdys" })).await.expect(200);
        assert_eq!(county.change("anna", &m, "reopen", json!({ "reason": "x" })).await.refused(), "already_open");
        let due = m["next_deadline"]["due_on"].clone();

        assert_eq!(
            county.change("anna", &m, "close", json!({ "reason_code": "tired" })).await.expect(422)["errors"][0]["path"],
            "/reason_code"
        );
        let closed = county.change("anna", &m, "close", json!({ "reason_code": "no_need", "text": "Pärjää" })).await.expect(200);
        assert_eq!((closed["closed"]["reason"].as_str(), closed["closed"]["text"].as_str()), (Some("no_need"), Some("Pärjää")));
        assert!(closed.get("next_deadline").is_none());
        assert!(closed["deadlines"].as_array().unwrap().iter().all(|d| d["state"] != "running"));
        assert_eq!(county.change("anna", &closed, "take", json!({})).await.refused(), "matter_closed");
        assert_eq!(county.change("anna", &closed, "close", json!({ "reason_code": "no_need" })).await.refused(), "already_closed");

        let m = county.change("anna", &closed, "reopen", json!({ "reason": "Erehdys" })).await.expect(200);
        assert_eq!(m["next_deadline"]["due_on"], due, "the law's time ran on");
        assert!(m.get("closed").is_none());
        // The connection ends with the matter, a month later.
        let closed = county.change("anna", &m, "close", json!({ "reason_code": "no_need" })).await.expect(200);
        county.at("2026-12-10T09:00:00Z");
        county.seen_now("anna", &closed).await;
        county.at("2026-12-17T09:00:00Z");
        county.get("anna", &format!("/api/v1/staff/matters/{}", id(&closed))).await.expect(404);
    }
);

store::both!(
    async fn clients_join_and_leave(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.taken("anna", "aino").await;
        let martti = county.client("martti").0;
        let joined = county.change("anna", &matter, "clients", json!({ "client_id": martti, "reason": "Puoliso" })).await.expect(200);
        assert_eq!(joined["clients"].as_array().unwrap().len(), 2);
        assert_eq!(
            county.change("anna", &joined, "clients", json!({ "client_id": martti, "reason": "Puoliso" })).await.refused(),
            "already_joined"
        );
        county.change("anna", &joined, "clients", json!({ "client_id": Uuid::now_v7(), "reason": "Puoliso" })).await.expect(404);

        let leave = |m: Value, client: Uuid| {
            let county = &county;
            async move {
                let path = format!("/api/v1/staff/matters/{}/clients/{client}/leave", id(&m));
                let why = Some(json!({ "reason": "Muutti pois" }));
                county.ask("anna", "POST", &path, &[("if-match", &m["version"].to_string())], why).await
            }
        };
        assert_eq!(leave(joined.clone(), county.client("kari").0).await.refused(), "not_joined");
        let left = leave(joined, county.client("aino").0).await.expect(200);
        assert_eq!(left["clients"][0]["id"], martti.to_string(), "who is left is the main client");
        assert_eq!(leave(left.clone(), martti).await.refused(), "last_client");
        let ties = "SELECT COUNT(*) FROM care_relation WHERE valid_to IS NULL AND basis IN ('team', 'handler', 'sender')";
        assert_eq!(county.count(ties).await, 3, "only those of who is left");
        // A client who comes back does.
        let back = county
            .change("anna", &left, "clients", json!({ "client_id": county.client("aino").0, "reason": "Palasi kotiin" }))
            .await
            .expect(200);
        assert_eq!(back["clients"].as_array().unwrap().len(), 2);
    }
);

store::both!(
    async fn a_caseload_goes_over_and_what_cannot_is_told(db: TestDb) {
        let county = County::new(db).await;
        let one = county.taken("anna", "aino").await;
        let two = county.taken("anna", "martti").await;
        let other = county.taken("bertta", "kari").await;
        let body = json!({
            "from_professional_id": county.person("anna"), "to_professional_id": county.person("bertta"), "reason": "Loma",
            "matter_ids": [id(&one), id(&two), id(&other)],
        });
        county.post("anna", "/api/v1/staff/caseload/hand-over", body.clone()).await.expect(403);
        let report = county.post("lead", "/api/v1/staff/caseload/hand-over", body).await.expect(200);
        assert_eq!(report, json!({ "moved": 2, "refused": [{ "matter_id": id(&other), "reason": "not_in_caseload" }] }));
        for m in [&one, &two, &other] {
            assert_eq!(county.seen_now("bertta", m).await["handler"]["id"], county.person("bertta").to_string());
        }
        let body =
            json!({ "from_professional_id": county.person("anna"), "to_professional_id": county.person("bertta"), "reason": "Loma" });
        assert_eq!(county.post("lead", "/api/v1/staff/caseload/hand-over", body).await.expect(200)["moved"], 0);
        // Each matter has its own line in the log.
        assert_eq!(county.count("SELECT COUNT(*) FROM access_log WHERE action = 'care.caseload.hand_over' AND outcome = 'allowed' AND object_kind = 'matter'").await, 2);
    }
);

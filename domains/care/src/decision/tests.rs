use serde_json::{Value, json};

use crate::testing::{County, id};

pub fn assessment() -> Value {
    json!({"assessment": {
        "basis": {"started_on": "2026-11-16", "finished_on": "2026-11-16", "need_reasons": ["1", "10"]},
        "situation": {"summary": "Aino on kaatunut kahdesti.", "needs_special_support": false},
        "client_view": {"own_view": "Haluan asua kotona."},
        "conclusion": {"professional_conclusion": "Tarvitsee kotihoitoa.", "customership_needed": true, "own_worker_estimate": "Toistaiseksi.",
            "services": [{"service": "home_care"}]}
    }})
}

fn plan(words: &str) -> Value {
    json!({"plan": {
        "needs": {"client_view": "Haluan asua kotona.", "professional_view": "Apua aamuin ja illoin."},
        "strengths": {"client_view": "Sisukas.", "professional_view": "Hyvä muisti."},
        "goals": [{"words": words}],
        "services": [{"service": "home_care", "how_often": "2 kertaa päivässä", "from": "2026-12-01", "provider": "Kotihoito itä"}],
        "contact": {"meetings": "Kerran kuussa."},
        "follow_up": {"duration": "Toistaiseksi.", "how": "Kotikäynnillä.", "review_on": "2027-05-14"}
    }})
}

fn ruling(outcome: &str) -> Value {
    let mut body = json!({"decision": {
        "matter": {"subject": "Kotihoito", "initiated_on": "2026-11-16"},
        "ruling": {"outcome": outcome, "text": "Ratkaisu.", "valid_from": "2026-12-01", "services": [{"service": "home_care", "from": "2026-12-01"}]},
        "grounds": {"reasons": "Arvion mukaan.", "legal_basis": ["Sosiaalihuoltolaki (1301/2014) 19 a §"]},
        "more_information": {"name": "Anna", "contact": "040 123 4567"},
        "appeal": {"kind": "1", "authority": "Lautakunta", "address": "PL 1, 53100 Lappeenranta"}
    }});
    if outcome != "positive" {
        body["decision"]["ruling"]["not_granted"] = "Yöhoito.".into();
    }
    body
}

impl County {
    /// A matter of the client's, taken by `who`.
    pub async fn matter_of(&self, who: &str, client: &str) -> Value {
        let sent = self.send("nurse", &[client]).await;
        self.change(who, &sent, "take", json!({})).await.expect(200)
    }

    pub async fn begin(&self, who: &str, matter: &Value, kind: &str) -> Value {
        self.post(who, &format!("/api/v1/staff/matters/{}/documents", id(matter)), json!({ "kind": kind })).await.expect(201)
    }

    async fn write(&self, who: &str, document: &Value, body: Value) -> Value {
        let path = format!("/api/v1/staff/documents/{}", id(document));
        self.ask(who, "PUT", &path, &[("if-match", &document["version"].to_string())], Some(json!({ "body": body }))).await.expect(200)
    }

    /// Begins, writes and finishes a document.
    pub async fn finished(&self, who: &str, matter: &Value, kind: &str, body: Value) -> Value {
        let document = self.begin(who, matter, kind).await;
        let written = self.write(who, &document, body).await;
        let path = format!("/api/v1/staff/documents/{}/finish", id(&document));
        self.ask(who, "POST", &path, &[("if-match", &written["version"].to_string())], Some(json!({}))).await.expect(200)
    }

    /// Drafts a decision and writes its document.
    async fn drafted(&self, who: &str, matter: &Value, outcome: &str) -> Value {
        self.drafted_for(who, matter, None, outcome).await
    }

    /// As [`County::drafted`], on one client of a shared matter; or writes the one that is drafted already.
    pub async fn drafted_for(&self, who: &str, matter: &Value, client: Option<&str>, outcome: &str) -> Value {
        let body = client.map_or_else(|| json!({}), |client| json!({ "client_id": self.client(client) }));
        let decision = self.post(who, &format!("/api/v1/staff/matters/{}/decisions", id(matter)), body).await.expect(201);
        let document = self.get(who, &format!("/api/v1/staff/documents/{}", decision["document_id"].as_str().unwrap())).await.expect(200);
        self.write(who, &document, ruling(outcome)).await;
        decision
    }

    async fn on_decision(&self, who: &str, decision: &Value, action: &str) -> crate::testing::Reply {
        let path = format!("/api/v1/staff/decisions/{}/{action}", id(decision));
        self.ask(who, "POST", &path, &[("if-match", &decision["version"].to_string())], Some(json!({}))).await
    }

    pub async fn matter_of_now(&self, matter: &Value) -> Value {
        self.matter_now("anna", matter).await
    }

    async fn matter_now(&self, who: &str, matter: &Value) -> Value {
        self.get(who, &format!("/api/v1/staff/matters/{}", id(matter))).await.expect(200)
    }
}

store::both!(
    async fn what_is_known_is_filled_in_and_one_draft_is_open_at_a_time(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        let document = county.begin("anna", &matter, "assessment").await;
        assert_eq!(document["body"]["assessment"]["client_view"]["own_view"], "En pärjää enää yksin.");
        assert_eq!(document["body"]["assessment"]["basis"]["need_reasons"], json!(["1", "10"]));
        assert_eq!(county.begin("bertta", &matter, "assessment").await["id"], document["id"]);
        assert_eq!(county.matter_now("anna", &matter).await["lane"], "assessment", "the assessment has begun in the eyes of the law");
        let refused = county.post("anna", &format!("/api/v1/staff/matters/{}/documents", id(&matter)), json!({"kind": "decision"})).await;
        assert_eq!(refused.refused(), "begun_by_deciding");
        // Nobody assesses a matter that nobody holds.
        let sent = county.send("nurse", &["martti"]).await;
        let refused = county.post("anna", &format!("/api/v1/staff/matters/{}/documents", id(&sent)), json!({"kind": "assessment"})).await;
        assert_eq!(refused.refused(), "no_handler");
    }
);

store::both!(
    async fn finished_documents_become_facts_clocks_and_lanes(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        county.finished("anna", &matter, "assessment", assessment()).await;
        assert_eq!(county.count("SELECT COUNT(*) FROM assessment WHERE state = 'finished' AND special_support IS NOT NULL").await, 1);
        assert_eq!(county.matter_now("anna", &matter).await["lane"], "planning");
        // The clock of the first assessment is met, that of the decision runs.
        assert_eq!(county.count("SELECT COUNT(*) FROM clock WHERE rule = 'assessment_without_delay' AND state = 'met'").await, 1);
        assert_eq!(county.count("SELECT COUNT(*) FROM clock WHERE rule = 'decision_without_delay' AND state = 'running'").await, 1);

        // What the assessment found goes on to the plan.
        let begun = county.begin("anna", &matter, "plan").await;
        assert_eq!(begun["body"]["plan"]["services"], json!([{"service": "home_care"}]));
        county.finished("anna", &matter, "plan", plan("Haluan päästä taas kirkkoon.")).await;
        county.finished("anna", &matter, "plan", plan("Haluan leipoa.")).await;
        assert_eq!(county.count("SELECT COUNT(*) FROM plan WHERE state = 'active'").await, 1, "the new plan takes the place of the old");
        assert_eq!(county.count("SELECT COUNT(*) FROM plan WHERE state = 'ended' AND valid_to IS NOT NULL").await, 1, "which is kept");
        assert_eq!(county.count("SELECT COUNT(*) FROM plan_goal g JOIN plan p ON p.id = g.plan_id WHERE p.state = 'active' AND g.words = 'Haluan leipoa.'").await, 1);
        assert_eq!(county.matter_now("anna", &matter).await["lane"], "decision");
    }
);

store::both!(
    async fn a_refusal_waits_for_the_client_to_be_heard(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        county.finished("anna", &matter, "assessment", assessment()).await;
        let decision = county.drafted("anna", &matter, "negative").await;
        let again = county.post("bertta", &format!("/api/v1/staff/matters/{}/decisions", id(&matter)), json!({})).await.expect(201);
        assert_eq!(again["id"], decision["id"], "one decision is drafted at a time");

        // The drafter has not the power and is told who has.
        let refused = county.on_decision("anna", &decision, "decide").await;
        assert_eq!((refused.status.as_u16(), refused.body["reason"].as_str()), (403, Some("no_power")));
        let who: Vec<&str> = refused.body["who_can"].as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap()).collect();
        assert_eq!(who, ["lead Testinen", "sosku Testinen"]);

        assert_eq!(county.on_decision("sosku", &decision, "decide").await.refused(), "hearing_missing");
        let hearings = format!("/api/v1/staff/matters/{}/hearings", id(&matter));
        let past = county.post("anna", &hearings, json!({"question": "Mitä mieltä olet?", "answer_by": "2026-11-16"})).await;
        assert_eq!(past.status.as_u16(), 422);
        let hearing = county.post("anna", &hearings, json!({"question": "Mitä mieltä olet?", "answer_by": "2026-11-30"})).await.expect(201);
        let open = county.on_decision("sosku", &decision, "decide").await;
        assert_eq!(open.body["until"], "2026-11-30");
        assert_eq!(open.refused(), "hearing_open");
        let early = county.post("anna", &format!("{hearings}/{}/answer", id(&hearing)), json!({"no_answer": true})).await;
        assert_eq!(early.refused(), "time_left");

        // The client answers; nobody else's client can.
        let answer = format!("/api/v1/client/hearings/{}/answer", id(&hearing));
        assert_eq!(county.post("client:elli", &answer, json!({"text": "Ei minun."})).await.status.as_u16(), 404);
        let answered = county.post("client:aino", &answer, json!({"text": "Tarvitsen apua öisin."})).await.expect(200);
        assert_eq!(answered["answered"], "client");
        assert_eq!(county.post("client:aino", &answer, json!({"text": "Toistan."})).await.refused(), "already_answered");

        let document = decision["document_id"].as_str().unwrap();
        let decided = county.on_decision("sosku", &decision, "decide").await.expect(200);
        assert_eq!((decided["state"].as_str(), decided["outcome"].as_str()), (Some("decided"), Some("negative")));
        assert_eq!(decided["decided_by"]["id"], county.person("sosku").to_string());
        assert_eq!(county.get("client:aino", &format!("/api/v1/client/documents/{document}")).await.status.as_u16(), 404, "not sent yet");
        assert_eq!(county.count("SELECT COUNT(*) FROM clock WHERE rule = 'service_start' AND state = 'ended'").await, 1);

        assert_eq!(county.on_decision("anna", &decision, "send").await.status.as_u16(), 412, "the version was that of the draft");
        let sent = county.on_decision("anna", &decided, "send").await.expect(200);
        assert_eq!((sent["state"].as_str(), sent["sent_by_channel"].as_str()), (Some("sent"), Some("letter")));
        // Posted on 16 November, received on the 23rd, thirty days.
        assert_eq!((sent["deemed_received_on"].as_str(), sent["appeal_until"].as_str()), (Some("2026-11-23"), Some("2026-12-23")));
        assert_eq!(sent["appeal_rule_version"], "1");
        assert_eq!(county.on_decision("anna", &sent, "send").await.refused(), "already_sent");
        assert_eq!(county.get("client:aino", &format!("/api/v1/client/documents/{document}")).await.status.as_u16(), 200);
        assert_eq!(county.get("client:elli", &format!("/api/v1/client/documents/{document}")).await.status.as_u16(), 404);
        let mine = county.get("client:aino", &format!("/api/v1/client/matters/{}", id(&matter))).await.expect(200);
        assert_eq!(mine["decisions"][0]["appeal_until"], "2026-12-23");
    }
);

store::both!(
    async fn time_that_ran_out_is_as_good_as_an_answer(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        let decision = county.drafted("anna", &matter, "partial").await;
        let hearings = format!("/api/v1/staff/matters/{}/hearings", id(&matter));
        let hearing = county.post("anna", &hearings, json!({"question": "Mitä mieltä olet?", "answer_by": "2026-11-30"})).await.expect(201);
        county.at("2026-12-01T08:00:00Z");
        let closed = county.post("anna", &format!("{hearings}/{}/answer", id(&hearing)), json!({"no_answer": true})).await.expect(200);
        assert_eq!(closed["no_answer"], true);
        assert_eq!(county.on_decision("sosku", &decision, "decide").await.expect(200)["outcome"], "partial");
    }
);

store::both!(
    async fn a_decision_lacks_nothing_and_a_draft_can_be_withdrawn(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        let decision = county.post("anna", &format!("/api/v1/staff/matters/{}/decisions", id(&matter)), json!({})).await.expect(201);
        let lacking = county.on_decision("sosku", &decision, "decide").await;
        assert_eq!(lacking.status.as_u16(), 422);
        let paths: Vec<&str> = lacking.body["errors"].as_array().unwrap().iter().filter_map(|e| e["path"].as_str()).collect();
        assert!(paths.contains(&"/decision/ruling") && paths.contains(&"/decision/grounds"), "{paths:?}");
        assert_eq!(county.on_decision("cecilia", &decision, "decide").await.status.as_u16(), 403, "of another team");
        assert_eq!(county.on_decision("anna", &decision, "send").await.refused(), "not_decided");

        let path = format!("/api/v1/staff/decisions/{}/withdraw-draft", id(&decision));
        assert_eq!(county.ask("anna", "POST", &path, &[], None).await.status.as_u16(), 428);
        assert_eq!(county.ask("anna", "POST", &path, &[("if-match", "1")], None).await.status.as_u16(), 204);
        assert_eq!(
            county.count("SELECT COUNT(*) FROM decision").await
                + county.count("SELECT COUNT(*) FROM document WHERE kind = 'decision'").await,
            0
        );
        assert_eq!(county.count("SELECT COUNT(*) FROM matter_step WHERE kind = 'decision_withdrawn'").await, 1);

        let positive = county.drafted("anna", &matter, "positive").await;
        let decided = county.on_decision("lead", &positive, "decide").await.expect(200);
        assert_eq!(
            county
                .ask("anna", "POST", &format!("/api/v1/staff/decisions/{}/withdraw-draft", id(&decided)), &[("if-match", "2")], None)
                .await
                .refused(),
            "already_decided"
        );
        let sent = county
            .ask(
                "anna",
                "POST",
                &format!("/api/v1/staff/decisions/{}/send", id(&decided)),
                &[("if-match", "2")],
                Some(json!({"channel": "electronic"})),
            )
            .await
            .expect(200);
        assert_eq!(sent["deemed_received_on"], "2026-11-19");
        assert_eq!(county.matter_now("anna", &matter).await["lane"], "managing");
    }
);

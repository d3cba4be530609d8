use serde_json::{Value, json};

use crate::testing::{County, Reply, id};

impl County {
    /// A decision with this outcome, sent by this way to a client of a matter of Anna's; decided by the social worker.
    async fn sent_decision(&self, client: &str, outcome: &str, channel: &str) -> (Value, Value) {
        let matter = self.matter_of("anna", client).await;
        let decision = self.decided(&matter, None, outcome).await;
        (matter, self.sent(&decision, channel).await)
    }

    async fn sent(&self, decision: &Value, channel: &str) -> Value {
        let path = format!("/api/v1/staff/decisions/{}/send", id(decision));
        self.ask("anna", "POST", &path, &[("if-match", &decision["version"].to_string())], Some(json!({ "channel": channel })))
            .await
            .expect(200)
    }

    async fn decided(&self, matter: &Value, client: Option<&str>, outcome: &str) -> Value {
        let decision = self.drafted_for("anna", matter, client, outcome).await;
        if outcome != "positive" {
            let path = format!("/api/v1/staff/matters/{}/hearings", id(matter));
            let mut body = json!({ "question": "Mitä mieltä olet?", "answer_by": "2026-11-17" });
            if let Some(client) = client {
                body["client_id"] = json!(self.client(client));
            }
            let hearing = self.post("anna", &path, body).await.expect(201);
            self.post("anna", &format!("{path}/{}/answer", id(&hearing)), json!({ "text": "Tarvitsen apua." })).await.expect(200);
        }
        let path = format!("/api/v1/staff/decisions/{}/decide", id(&decision));
        self.ask("sosku", "POST", &path, &[("if-match", &decision["version"].to_string())], Some(json!({}))).await.expect(200)
    }

    async fn about(&self, who: &str, decision: &Value, rest: &str, body: Value) -> Reply {
        self.post(who, &format!("/api/v1/staff/decisions/{}/{rest}", id(decision)), body).await
    }

    async fn on_review(&self, who: &str, decision: &Value, action: &str, body: Value) -> Reply {
        let now = self.decision_now(who, decision).await;
        let review = &now["reviews"][0];
        let path = format!("/api/v1/staff/decisions/{}/reviews/{}/{action}", id(decision), id(review));
        self.ask(who, "POST", &path, &[("if-match", &review["version"].to_string())], Some(body)).await
    }

    async fn decision_now(&self, who: &str, decision: &Value) -> Value {
        self.get(who, &format!("/api/v1/staff/decisions/{}", id(decision))).await.expect(200)
    }

    /// The decision as its client sees it.
    async fn mine(&self, client: &str, matter: &Value, decision: &Value) -> Value {
        let matter = self.get(&format!("client:{client}"), &format!("/api/v1/client/matters/{}", id(matter))).await.expect(200);
        matter["decisions"].as_array().unwrap().iter().find(|d| d["id"] == decision["id"]).unwrap().clone()
    }

    async fn ask_review(&self, client: &str, decision: &Value, words: &str) -> Reply {
        self.post(&format!("client:{client}"), &format!("/api/v1/client/decisions/{}/reviews", id(decision)), json!({ "words": words }))
            .await
    }
}

store::both!(
    async fn the_organ_and_the_time_come_from_the_rules(db: TestDb) {
        let county = County::new(db).await;
        let (matter, decision) = county.sent_decision("aino", "positive", "letter").await;
        // The drafter wrote another organ into the document: what the rules say stands in it.
        let document =
            county.get("anna", &format!("/api/v1/staff/documents/{}", decision["document_id"].as_str().unwrap())).await.expect(200);
        assert_eq!(document["body"]["decision"]["appeal"]["authority"], "Hyvinvointialue, yksilöasioiden jaosto");
        assert_eq!(document["body"]["decision"]["appeal"]["address"], "Hyvinvointialue, kirjaamo");
        assert_eq!((decision["remedy"]["kind"].as_str(), decision["remedy"]["rule_version"].as_str()), (Some("review"), Some("1")));
        assert_eq!(
            decision["receipt"]["about"]["fi"],
            "Kirjeen katsotaan tulleen perille 7. päivänä lähettämisestä, jollei muuta näytetä."
        );
        assert_eq!(decision["receipt"]["section"], "Hallintolaki 434/2003 59 §");
        let mine = county.mine("aino", &matter, &decision).await;
        assert_eq!(
            (mine["can_ask"].as_bool(), mine["appeal_until"].as_str(), mine["force"].as_str()),
            (Some(true), Some("2026-12-23"), Some("in_force"))
        );
        assert_eq!(mine["remedy"]["authority"]["fi"], "Hyvinvointialue, yksilöasioiden jaosto");
    }
);

store::both!(
    async fn proof_of_receipt_begins_the_time_and_a_later_day_moves_it(db: TestDb) {
        let county = County::new(db).await;
        let (_, decision) = county.sent_decision("aino", "positive", "verified_letter").await;
        assert!(decision["appeal_until"].is_null() && decision["deemed_received_on"].is_null(), "{decision}");
        let running = "SELECT COUNT(*) FROM clock WHERE rule = 'appeal' AND state = 'running'";
        assert_eq!(county.count(running).await, 0, "no time runs before the day is known");
        let path = format!("/api/v1/staff/decisions/{}/receipt", id(&decision));
        let version = decision["version"].to_string();
        let put = |day: &str, version: &str| {
            let (body, version) = (json!({ "received_on": day }), version.to_owned());
            let (county, path) = (&county, &path);
            async move { county.ask("anna", "POST", path, &[("if-match", &version)], Some(body)).await }
        };
        county.at("2026-11-27T09:00:00Z");
        for (day, code) in [("2026-11-28", "in_future"), ("2026-11-15", "before_sent")] {
            let reply = put(day, &version).await;
            assert_eq!((reply.status.as_u16(), reply.body["errors"][0]["code"].as_str()), (422, Some(code)));
        }
        assert_eq!(put("2026-11-25", "1").await.status.as_u16(), 412);
        let received = put("2026-11-25", &version).await.expect(200);
        // The thirtieth day is Christmas Day, the next workday Monday.
        assert_eq!((received["received_on"].as_str(), received["appeal_until"].as_str()), (Some("2026-11-25"), Some("2026-12-28")));
        assert_eq!(county.count(running).await, 1);

        // A letter that came late: with a note of how that is shown, and never earlier than the law deems.
        let (_, letter) = county.sent_decision("martti", "positive", "letter").await;
        county.at("2026-12-10T09:00:00Z");
        let path = format!("/api/v1/staff/decisions/{}/receipt", id(&letter));
        let put = |body: Value| {
            let (county, path, version) = (&county, &path, letter["version"].to_string());
            async move { county.ask("anna", "POST", path, &[("if-match", &version)], Some(body)).await }
        };
        let early = put(json!({ "received_on": "2026-12-04", "note": "Postileima" })).await;
        assert_eq!(early.body["errors"][0]["code"], "not_after_deemed");
        assert_eq!(put(json!({ "received_on": "2026-12-09" })).await.body["errors"][0]["path"], "/note");
        let moved = put(json!({ "received_on": "2026-12-09", "note": "Kirje oli eksynyt, postileima 9.12." })).await.expect(200);
        assert_eq!(moved["appeal_until"], "2027-01-08");
        assert_eq!(
            county.count("SELECT COUNT(*) FROM clock WHERE rule = 'appeal' AND state = 'running' AND due_on = '2027-01-08'").await,
            1
        );
    }
);

store::both!(
    async fn a_client_asks_for_a_review_and_the_organ_decides(db: TestDb) {
        let county = County::new(db).await;
        let (matter, decision) = county.sent_decision("aino", "negative", "letter").await;
        // Nobody asks for another, and nothing is asked without words.
        assert_eq!(county.ask_review("elli", &decision, "Haluan apua.").await.status.as_u16(), 404);
        assert_eq!(county.ask_review("aino", &decision, "  ").await.status.as_u16(), 422);
        let closed =
            county.change("anna", &county.matter_of_now(&matter).await, "close", json!({ "reason_code": "no_need" })).await.expect(200);
        assert_eq!(closed["state"], "closed");
        let asked = county.ask_review("aino", &decision, "Tarvitsen apua öisin.").await.expect(201);
        assert_eq!((asked["state"].as_str(), asked["late"].as_bool()), (Some("received"), Some(false)));
        assert_eq!(county.ask_review("aino", &decision, "Toistan.").await.refused(), "review_pending");

        // The matter is on the desk again, with its badge; it is not closed while the request waits.
        let open = county.matter_of_now(&matter).await;
        assert_eq!(open["state"], "open");
        assert!(open["badges"].as_array().unwrap().iter().any(|b| b["code"] == "review_request"), "{}", open["badges"]);
        assert!(open["deadlines"].as_array().unwrap().iter().any(|d| d["rule"] == "review_without_delay" && d["state"] == "running"));
        assert!(open["deadlines"].as_array().unwrap().iter().any(|d| d["rule"] == "appeal" && d["state"] == "met"));
        assert_eq!(county.change("anna", &open, "close", json!({ "reason_code": "no_need" })).await.refused(), "review_pending");

        // Taken before it is decided; by one who has the power and did not make the decision.
        let upheld = json!({ "outcome": "upheld", "reasons": "Päätös on lain mukainen.", "channel": "letter" });
        assert_eq!(county.on_review("lead", &decision, "decide", upheld.clone()).await.refused(), "review_not_taken");
        let taken = county.on_review("anna", &decision, "take", json!({})).await.expect(200);
        assert_eq!(
            (taken["reviews"][0]["state"].as_str(), taken["reviews"][0]["taken_by"]["name"].as_str()),
            (Some("taken"), Some("anna Testinen"))
        );
        assert_eq!(taken["reviews"][0]["refusals"][0]["reason"], "no_power");
        assert_eq!(taken["reviews"][0]["refusals"][0]["who_can"][0]["name"], "lead Testinen", "not the maker of the decision");
        assert_eq!(county.on_review("bertta", &decision, "take", json!({})).await.refused(), "review_taken");
        assert_eq!(county.on_review("anna", &decision, "decide", upheld.clone()).await.status.as_u16(), 403);
        assert_eq!(county.on_review("sosku", &decision, "decide", upheld.clone()).await.refused(), "own_decision");
        assert_eq!(county.decision_now("sosku", &decision).await["reviews"][0]["refusals"][0]["reason"], "own_decision");
        let late = json!({ "outcome": "dismissed_late", "reasons": "Myöhässä.", "channel": "letter" });
        assert_eq!(county.on_review("lead", &decision, "decide", late).await.refused(), "review_in_time");
        let unproven = json!({ "outcome": "upheld", "reasons": "x", "channel": "verified_letter" });
        assert_eq!(county.on_review("lead", &decision, "decide", unproven).await.status.as_u16(), 422);
        let ruled = county.on_review("lead", &decision, "decide", upheld.clone()).await.expect(200);
        let review = &ruled["reviews"][0];
        assert_eq!((review["outcome"].as_str(), review["decided_by"]["name"].as_str()), (Some("upheld"), Some("lead Testinen")));
        assert_eq!((review["deemed_received_on"].as_str(), review["appeal_until"].as_str()), (Some("2026-11-23"), Some("2026-12-23")));
        assert_eq!(county.on_review("lead", &decision, "decide", upheld).await.refused(), "review_decided");

        // The client sees why and where to turn next; the request is over, the time to appeal runs.
        let mine = county.mine("aino", &matter, &decision).await;
        assert_eq!((mine["can_ask"].as_bool(), mine["reviews"][0]["reasons"].as_str()), (Some(false), Some("Päätös on lain mukainen.")));
        assert_eq!(mine["reviews"][0]["appeal_to"]["fi"], "Hallinto-oikeus");
        assert_eq!(county.ask_review("aino", &decision, "Vielä kerran.").await.refused(), "review_decided");
        assert_eq!(county.count("SELECT COUNT(*) FROM clock WHERE rule = 'review_without_delay' AND state = 'met'").await, 1);
        assert_eq!(county.count("SELECT COUNT(*) FROM clock WHERE rule = 'appeal' AND state = 'running'").await, 1);
        // The words of a request are in no event.
        assert_eq!(county.count("SELECT COUNT(*) FROM event WHERE CAST(data AS TEXT) LIKE '%öisin%'").await, 0);
    }
);

store::both!(
    async fn a_changed_decision_takes_the_place_of_the_old_and_leads_to_a_court(db: TestDb) {
        let county = County::new(db).await;
        let (matter, decision) = county.sent_decision("aino", "negative", "letter").await;
        county.ask_review("aino", &decision, "Tarvitsen apua.").await.expect(201);
        county.on_review("anna", &decision, "take", json!({})).await.expect(200);
        let changed = json!({ "outcome": "changed", "reasons": "Tarve on todettu.", "channel": "electronic" });
        let ruled = county.on_review("lead", &decision, "decide", changed).await.expect(200);
        let new = ruled["reviews"][0]["new_decision_id"].as_str().unwrap();
        assert!(ruled["reviews"][0]["appeal_until"].is_null(), "the new decision tells where to turn");
        assert_eq!((ruled["force"].as_str(), ruled["replaced_by_id"].as_str()), (Some("in_force"), Some(new)), "until the new one is sent");
        let draft = county.get("anna", &format!("/api/v1/staff/decisions/{new}")).await.expect(200);
        assert_eq!((draft["replaces_id"].as_str(), draft["remedy"]["kind"].as_str()), (decision["id"].as_str(), Some("appeal")));
        let document = county.get("anna", &format!("/api/v1/staff/documents/{}", draft["document_id"].as_str().unwrap())).await.expect(200);
        assert_eq!(document["body"]["decision"]["grounds"]["reasons"], "Arvion mukaan.", "begun with what the old one said");
        assert!(document["body"]["decision"]["ruling"].get("outcome").is_none(), "the outcome is decided anew");

        let decided = county.decided(&matter, None, "positive").await;
        assert_eq!(decided["id"], new);
        let sent = county.sent(&decided, "letter").await;
        assert_eq!(county.decision_now("anna", &decision).await["force"], "replaced");
        let document = county.get("anna", &format!("/api/v1/staff/documents/{}", sent["document_id"].as_str().unwrap())).await.expect(200);
        assert_eq!(
            (document["body"]["decision"]["appeal"]["kind"].as_str(), document["body"]["decision"]["appeal"]["authority"].as_str()),
            (Some("2"), Some("Hallinto-oikeus"))
        );
        assert_eq!(county.ask_review("aino", &sent, "Vieläkin.").await.refused(), "remedy_is_appeal");
        assert_eq!(county.mine("aino", &matter, &sent).await["remedy"]["kind"], "appeal");
        assert_eq!(county.ask_review("aino", &decision, "Vanhasta.").await.refused(), "decision_not_in_force");
    }
);

store::both!(
    async fn what_is_late_is_taken_in_and_not_examined_unless_the_day_is_shown_to_be_later(db: TestDb) {
        let county = County::new(db).await;
        let (_, decision) = county.sent_decision("aino", "negative", "letter").await;
        county.at("2027-01-05T09:00:00Z");
        // The matter was left open; two weeks after the last day the client still is heard.
        let late = county.ask_review("aino", &decision, "En saanut kirjettä ajoissa.").await.expect(201);
        assert_eq!(late["late"], true);
        county.on_review("anna", &decision, "take", json!({})).await.expect(200);
        let upheld = json!({ "outcome": "upheld", "reasons": "Ei aihetta muuttaa.", "channel": "letter" });
        assert_eq!(county.on_review("lead", &decision, "decide", upheld.clone()).await.refused(), "review_late");
        // It is shown that the letter came on 10 December: the request is in time after all.
        let path = format!("/api/v1/staff/decisions/{}/receipt", id(&decision));
        let body = json!({ "received_on": "2026-12-10", "note": "Postin selvitys" });
        let now = county.ask("anna", "POST", &path, &[("if-match", &decision["version"].to_string())], Some(body)).await.expect(200);
        assert_eq!((now["appeal_until"].as_str(), now["reviews"][0]["late"].as_bool()), (Some("2027-01-11"), Some(false)));
        let ruled = county.on_review("lead", &decision, "decide", upheld).await.expect(200);
        assert_eq!(ruled["reviews"][0]["outcome"], "upheld");
    }
);

store::both!(
    async fn a_request_on_paper_is_written_down_and_can_be_taken_back(db: TestDb) {
        let county = County::new(db).await;
        let (matter, decision) = county.sent_decision("aino", "partial", "in_person").await;
        let paper = |day: &str, channel: &str| json!({ "channel": channel, "arrived_on": day, "words": "Vaadin yöhoitoa." });
        assert_eq!(county.about("anna", &decision, "reviews", paper("2026-11-17", "paper")).await.body["errors"][0]["code"], "in_future");
        assert_eq!(county.about("anna", &decision, "reviews", paper("2026-11-16", "own")).await.body["errors"][0]["path"], "/channel");
        assert_eq!(
            county.about("cecilia", &decision, "reviews", paper("2026-11-16", "paper")).await.status.as_u16(),
            403,
            "of another team"
        );
        let asked = county.about("anna", &decision, "reviews", paper("2026-11-16", "paper")).await.expect(201);
        assert_eq!(asked["reviews"][0]["recorded_by"]["name"], "anna Testinen");
        // The client sees it, and takes it back; with the version they saw.
        let mine = county.mine("aino", &matter, &decision).await;
        let path = format!("/api/v1/client/reviews/{}/withdraw", id(&mine["reviews"][0]));
        assert_eq!(county.ask("client:elli", "POST", &path, &[("if-match", "1")], None).await.status.as_u16(), 404);
        assert_eq!(county.ask("client:aino", "POST", &path, &[("if-match", "7")], None).await.status.as_u16(), 412);
        let back = county.ask("client:aino", "POST", &path, &[("if-match", "1")], None).await.expect(200);
        assert_eq!(back["state"], "withdrawn");
        assert_eq!(county.ask("client:aino", "POST", &path, &[("if-match", "2")], None).await.refused(), "review_withdrawn");
        assert_eq!(county.mine("aino", &matter, &decision).await["can_ask"], true, "another can be made while there is time");
        let again = county.about("anna", &decision, "reviews", paper("2026-11-16", "phone")).await.expect(201);
        assert_eq!(again["reviews"].as_array().unwrap().len(), 2);
        assert_eq!(county.on_review("anna", &decision, "withdraw", json!({ "reason": " " })).await.status.as_u16(), 422);
        county.on_review("anna", &decision, "withdraw", json!({ "reason": "Soitti ja perui." })).await.expect(200);
    }
);

store::both!(
    async fn the_authority_corrects_itself_within_the_law(db: TestDb) {
        let county = County::new(db).await;
        let (matter, decision) = county.sent_decision("aino", "positive", "letter").await;
        let harm = json!({ "kind": "factual", "ground": "wrong_facts", "error": "Tunnit laskettu kahdesti.", "effect": "harm" });
        assert_eq!(county.about("anna", &decision, "corrections", harm.clone()).await.status.as_u16(), 403, "needs the power");
        assert_eq!(county.about("sosku", &decision, "corrections", harm.clone()).await.refused(), "consent_missing");
        let mut own = harm.clone();
        own["consent"] = "own_conduct".into();
        assert_eq!(county.about("sosku", &decision, "corrections", own).await.refused(), "hearing_missing");
        let mut agreed = harm;
        agreed["consent"] = "given".into();
        let draft = county.about("sosku", &decision, "corrections", agreed).await.expect(201);
        assert_eq!((draft["state"].as_str(), draft["replaces_id"].as_str()), (Some("draft"), decision["id"].as_str()));
        let again = json!({ "kind": "writing", "error": "x", "effect": "neutral", "unheard_reason": "Vain nimi." });
        assert_eq!(county.about("sosku", &decision, "corrections", again).await.refused(), "decision_unsent");
        let old = county.decision_now("anna", &decision).await;
        assert_eq!((old["force"].as_str(), old["corrections"][0]["error"].as_str()), (Some("in_force"), Some("Tunnit laskettu kahdesti.")));
        county.at("2026-11-20T09:00:00Z");
        let decided = county.decided(&matter, None, "positive").await;
        let sent = county.sent(&decided, "letter").await;
        assert_eq!(sent["appeal_until"], "2026-12-28", "a new decision has a new time");
        assert_eq!(county.decision_now("anna", &decision).await["force"], "replaced");
        assert_eq!(county.count("SELECT COUNT(*) FROM clock WHERE rule = 'appeal' AND state = 'running'").await, 1);

        // A slip of the pen: the outcome stands, and so does the time.
        let slip =
            json!({ "kind": "writing", "error": "Päivämäärä väärin.", "effect": "neutral", "unheard_reason": "Ilmeinen lyöntivirhe." });
        let draft = county.about("sosku", &sent, "corrections", slip).await.expect(201);
        let document = county.get("anna", &format!("/api/v1/staff/documents/{}", draft["document_id"].as_str().unwrap())).await.expect(200);
        assert_eq!(document["body"]["decision"]["ruling"]["outcome"], "positive");
        county.at("2026-12-01T09:00:00Z");
        let corrected = county.decided(&matter, None, "positive").await;
        assert_eq!(county.sent(&corrected, "letter").await["appeal_until"], "2026-12-28", "its time runs on as it ran");
    }
);

store::both!(
    async fn an_appeal_is_written_down_with_what_it_makes_of_the_decision(db: TestDb) {
        let county = County::new(db).await;
        let (matter, decision) = county.sent_decision("aino", "negative", "letter").await;
        let made = json!({ "made_on": "2026-11-16", "reference": "Dnro 123/2026" });
        let appealed = county.about("anna", &decision, "appeals", made).await.expect(201);
        assert_eq!(
            (appealed["appeals"][0]["court"].as_str(), appealed["appeals"][0]["state"].as_str()),
            (Some("Hallinto-oikeus"), Some("pending"))
        );
        assert_eq!(appealed["force"], "in_force", "an appeal does not stop the decision");
        assert_eq!(county.count("SELECT COUNT(*) FROM clock WHERE rule = 'appeal' AND state = 'running'").await, 0);

        let stop = json!({ "change": "suspend", "reason": "Hallinto-oikeuden välipäätös" });
        assert_eq!(county.about("anna", &decision, "force", stop.clone()).await.status.as_u16(), 403, "needs the power");
        assert_eq!(county.about("sosku", &decision, "force", stop.clone()).await.expect(200)["force"], "suspended");
        assert_eq!(county.about("sosku", &decision, "force", stop).await.refused(), "already_suspended");
        assert_eq!(county.mine("aino", &matter, &decision).await["force"], "suspended");
        let on = json!({ "change": "go_on", "reason": "Kielto kumottiin" });
        assert_eq!(county.about("sosku", &decision, "force", on.clone()).await.expect(200)["force"], "in_force");
        assert_eq!(county.about("sosku", &decision, "force", on).await.refused(), "not_suspended");

        let path = format!("/api/v1/staff/decisions/{}/appeals/{}/end", id(&decision), id(&appealed["appeals"][0]));
        let end = |version: &str, body: Value| {
            let (county, path, version) = (&county, &path, version.to_owned());
            async move { county.ask("anna", "POST", path, &[("if-match", &version)], Some(body)).await }
        };
        county.at("2027-01-20T09:00:00Z");
        let returned = json!({ "outcome": "returned", "decided_on": "2027-01-18", "note": "Palautettu uudelleen käsiteltäväksi." });
        assert_eq!(end("5", returned.clone()).await.status.as_u16(), 412);
        let over = end("1", returned.clone()).await.expect(200);
        assert_eq!((over["appeals"][0]["outcome"].as_str(), over["force"].as_str()), (Some("returned"), Some("annulled")));
        assert_eq!(end("2", returned).await.refused(), "appeal_over");
        let mine = county.mine("aino", &matter, &decision).await;
        assert_eq!((mine["appeals"][0]["outcome"].as_str(), mine["can_ask"].as_bool()), (Some("returned"), Some(false)));
    }
);

/// A matter of two: each sees their own, and nothing of the other's.
const SECRETS: [&str; 5] = ["Ainon salaisuus", "Ainon viesti", "Ainon arvio", "Ainon kysymys", "Ainon vaatimus"];

store::both!(
    async fn in_a_joint_matter_each_sees_only_their_own(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        let path = format!("/api/v1/staff/matters/{}", id(&matter));
        // Aino's assessment is begun before Martti joins: it stays hers.
        let hers = county.begin("anna", &matter, "assessment").await;
        let joined = county
            .change(
                "anna",
                &county.matter_of_now(&matter).await,
                "clients",
                json!({ "client_id": county.client("martti"), "reason": "Puoliso, sama koti" }),
            )
            .await
            .expect(200);
        assert_eq!((joined["parts"][0]["main"].as_bool(), joined["parts"][1]["reason"].as_str()), (Some(true), Some("Puoliso, sama koti")));
        assert_eq!(
            county.get("anna", &format!("/api/v1/staff/documents/{}", id(&hers))).await.expect(200)["client_ids"].as_array().unwrap().len(),
            1
        );

        // Words of Aino's in every place where a client's words go.
        let own = format!("/api/v1/client/matters/{}", id(&matter));
        county
            .ask("client:aino", "PUT", &format!("{own}/own-view"), &[("if-match", "0")], Some(json!({ "text": SECRETS[0] })))
            .await
            .expect(200);
        county.post("client:aino", &format!("{own}/messages"), json!({ "text": SECRETS[1] })).await.expect(201);
        let mut body = crate::decision::tests::assessment();
        body["assessment"]["client_view"]["own_view"] = SECRETS[2].into();
        county.finished("anna", &matter, "assessment", body).await;
        county.post("anna", &format!("{path}/hearings"), json!({ "question": SECRETS[3], "answer_by": "2026-11-30" })).await.expect(201);
        let decision = county.decided(&matter, Some("aino"), "positive").await;
        let decision = county.sent(&decision, "letter").await;
        county.ask_review("aino", &decision, SECRETS[4]).await.expect(201);

        // Martti's page, his messages, his overview: nothing of hers.
        let mut his = String::new();
        for path in [own.clone(), format!("{own}/messages"), "/api/v1/client/overview".to_owned()] {
            his.push_str(&county.get("client:martti", &path).await.expect(200).to_string());
        }
        assert!(SECRETS.iter().all(|s| !his.contains(s)), "{his}");
        let seen = county.get("client:martti", &own).await.expect(200);
        assert_eq!((seen["decisions"].as_array().unwrap().len(), seen["hearings"].as_array().unwrap().len()), (0, 0));
        for document in [id(&hers).to_string(), decision["document_id"].as_str().unwrap().to_owned()] {
            assert_eq!(county.get("client:martti", &format!("/api/v1/client/documents/{document}")).await.status.as_u16(), 404);
        }
        assert_eq!(county.ask_review("martti", &decision, "Minäkin.").await.status.as_u16(), 404);
        // Nor do her words come into what is begun for him, or for both.
        let for_him = county
            .post("anna", &format!("{path}/documents"), json!({ "kind": "plan", "client_id": county.client("martti") }))
            .await
            .expect(201);
        let both = county.post("anna", &format!("{path}/documents"), json!({ "kind": "assessment" })).await.expect(201);
        assert_eq!((for_him["client_ids"].as_array().unwrap().len(), both["client_ids"].as_array().unwrap().len()), (1, 2));
        for begun in [for_him, both] {
            let text = begun["body"].to_string();
            assert!(SECRETS.iter().all(|s| !text.contains(s)) && !text.contains("En pärjää enää yksin."), "{text}");
        }

        // A decision each, with a time each.
        let second = county.decided(&matter, Some("martti"), "positive").await;
        let second = county.sent(&second, "electronic").await;
        assert_eq!(
            (second["client_id"].as_str(), second["appeal_until"].as_str()),
            (Some(county.client("martti").to_string().as_str()), Some("2026-12-21"))
        );
        assert_eq!(
            county.count("SELECT COUNT(*) FROM clock WHERE rule = 'appeal' AND state = 'running'").await,
            1,
            "hers is met, his runs"
        );
        let hers_now = county.get("client:aino", &own).await.expect(200);
        assert_eq!(hers_now["decisions"].as_array().unwrap().len(), 1);

        // One leaves with a reason, and not in the midst of a request.
        let leave = |who: &'static str| {
            let (county, matter, path) = (&county, &matter, path.clone());
            async move {
                let version = county.matter_of_now(matter).await["version"].to_string();
                let path = format!("{path}/clients/{}/leave", county.client(who));
                county.ask("anna", "POST", &path, &[("if-match", &version)], Some(json!({ "reason": "Muutti erilleen" }))).await
            }
        };
        assert_eq!(leave("aino").await.refused(), "decision_unsent");
        let left = leave("martti").await.expect(200);
        let part = &left["parts"][1];
        assert_eq!(
            (part["reason"].as_str(), part["left_on"].as_str(), part["name"].as_str()),
            (Some("Muutti erilleen"), Some("2026-11-16"), Some(""))
        );
        assert_eq!(county.get("client:martti", &own).await.status.as_u16(), 404);
    }
);

store::both!(
    async fn another_clients_age_is_not_told_by_a_time_limit(db: TestDb) {
        let county = County::new(db).await;
        // Aino is 84: her assessment starts within seven workdays. Kari, 46, shares the matter.
        let matter = county.matter_of("anna", "aino").await;
        county
            .change(
                "anna",
                &county.matter_of_now(&matter).await,
                "clients",
                json!({ "client_id": county.client("kari"), "reason": "Omaishoitaja" }),
            )
            .await
            .expect(200);
        let path = format!("/api/v1/client/matters/{}", id(&matter));
        let hers = county.get("client:aino", &path).await.expect(200);
        assert_eq!(hers["deadline"]["rule"], "older_assessment_start");
        let his = county.get("client:kari", &path).await.expect(200);
        assert_ne!(his["deadline"]["rule"], "older_assessment_start");
        assert!(!his.to_string().contains("75 vuotta"), "{his}");
    }
);

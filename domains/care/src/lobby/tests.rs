use serde_json::{Value, json};

use crate::testing::{County, id};

const SEND: &str = "/api/v1/staff/lobby/send";

store::both!(
    async fn a_matter_goes_to_the_proposed_team_with_its_clocks(db: TestDb) {
        let county = County::new(db).await;
        let ask = json!({ "client_ids": [county.client("aino").0], "situation": "needs_assessment", "service_task": "older_people", "urgency": "soon" });
        let proposal = county.post("nurse", "/api/v1/staff/lobby/propose", ask).await.expect(200);
        assert_eq!(proposal["team"]["id"], county.team("ita").to_string());
        assert_eq!((proposal["why"][0]["rule"].as_str(), proposal["rule_version"].as_str()), (Some("older_east"), Some("1")));
        assert!(proposal["alternatives"].as_array().unwrap().iter().any(|t| t["id"] == county.team("kotikuntoutus").to_string()));
        let start = proposal["deadlines"].as_array().unwrap().iter().find(|d| d["rule"] == "older_assessment_start").unwrap();
        // Received on a Monday: the seventh workday is the Wednesday of the next week.
        assert_eq!((start["due_on"].as_str(), start["section"].as_str()), (Some("2026-11-25"), Some("SHL 36 §")));

        let sent = county.post("nurse", SEND, county.new_matter(&["aino"])).await;
        assert_eq!(sent.etag, Some(1));
        let sent = sent.expect(201);
        assert_eq!(sent["team"]["id"], county.team("ita").to_string());
        assert_eq!(sent["sender"]["id"], county.person("nurse").to_string());
        assert_eq!(sent["routing"]["why"][0]["rule"], "older_east");
        // What must be done at once is due first.
        assert_eq!(
            (sent["next_deadline"]["rule"].as_str(), sent["next_deadline"]["immediate"].as_bool()),
            (Some("urgent_help"), Some(true))
        );
        let rules: Vec<&str> = sent["deadlines"].as_array().unwrap().iter().map(|d| d["rule"].as_str().unwrap()).collect();
        for deadline in proposal["deadlines"].as_array().unwrap() {
            assert!(rules.contains(&deadline["rule"].as_str().unwrap()), "{deadline} of {rules:?}");
        }
        // The entry about the initiation is there for those who work on it.
        let seen = county.get("anna", &format!("/api/v1/staff/matters/{}", id(&sent))).await.expect(200);
        assert_eq!((seen["documents"][0]["kind"].as_str(), seen["documents"][0]["state"].as_str()), (Some("initiation"), Some("final")));
        assert_eq!(
            county
                .count("SELECT COUNT(*) FROM event WHERE kind = 'care.matter.sent' AND team_id IS NOT NULL AND client_id IS NOT NULL")
                .await,
            1
        );
    }
);

store::both!(
    async fn another_team_needs_a_reason_that_is_kept(db: TestDb) {
        let county = County::new(db).await;
        let mut body = county.new_matter(&["aino"]);
        body["team_id"] = county.team("ohjaus").to_string().into();
        let error = county.post("nurse", SEND, body.clone()).await.expect(422);
        assert_eq!(error["errors"][0], json!({ "path": "/overrule_reason", "code": "required" }));
        body["overrule_reason"] = "Ohjaus tuntee asiakkaan".into();
        let sent = county.post("nurse", SEND, body).await.expect(201);
        assert_eq!(sent["routing"]["overruled"]["reason"], "Ohjaus tuntee asiakkaan");
        assert_eq!(sent["routing"]["proposed_team"]["id"], county.team("ita").to_string());
        assert!(sent["steps"].as_array().unwrap().iter().any(|s| s["kind"] == "overruled"));
        // A reason given for nothing is not kept as one.
        let mut body = county.new_matter(&["martti"]);
        body["overrule_reason"] = "turha".into();
        assert!(county.post("nurse", SEND, body).await.expect(201)["routing"].get("overruled").is_none());
    }
);

store::both!(
    async fn a_duplicate_starts_only_when_said_why(db: TestDb) {
        let county = County::new(db).await;
        let first = county.send("nurse", &["aino"]).await;
        let again = county.post("nurse", SEND, county.new_matter(&["martti", "aino"])).await.expect(409);
        assert_eq!(
            (again["code"].as_str(), again["matters"][0]["number"].as_str()),
            (Some("open_matter_exists"), first["number"].as_str())
        );
        let mut body = county.new_matter(&["martti", "aino"]);
        body["why_another"] = "Puoliso tarvitsee oman arvion".into();
        let both = county.post("nurse", SEND, body).await.expect(201);
        let names: Vec<&str> = both["clients"].as_array().unwrap().iter().map(|c| c["family_name"].as_str().unwrap()).collect();
        assert_eq!(names, ["Lehtonen", "Virtanen"], "the main client first");
        assert_eq!(both["why_another"], "Puoliso tarvitsee oman arvion");
        // Another situation is another matter.
        let mut body = county.new_matter(&["aino"]);
        body["situation"] = "home_rehabilitation".into();
        body["team_id"] = county.team("kotikuntoutus").to_string().into();
        county.post("nurse", SEND, body).await.expect(201);

        let view = county.get("nurse", &format!("/api/v1/staff/lobby/clients/{}", county.client("aino"))).await.expect(200);
        assert_eq!(view["open_matters"].as_array().unwrap().len(), 3);
        assert_eq!(view["header"]["card"]["name"], "Virtanen, Aino Maria");
        assert_eq!(
            (view["known"]["service_task"]["value"].as_str(), view["known"]["notifier"]["value"].as_str()),
            (Some("older_people"), Some("7"))
        );
    }
);

store::both!(
    async fn child_protection_is_not_told_in_the_lobby(db: TestDb) {
        let county = County::new(db).await;
        let mut body = county.new_matter(&["lapsi"]);
        body["service_task"] = "child_protection".into();
        body["team_id"] = county.team("perheet").to_string().into();
        county.post("nurse", SEND, body.clone()).await.expect(201);
        let path = format!("/api/v1/staff/lobby/clients/{}", county.client("lapsi"));
        // One not tied to it learns nothing, not even by trying to send; the sender does.
        assert_eq!(county.get("anna", &path).await.expect(200)["open_matters"], json!([]));
        assert_eq!(county.get("nurse", &path).await.expect(200)["open_matters"].as_array().unwrap().len(), 1);
        county.post("anna", SEND, body.clone()).await.expect(201);
        assert_eq!(county.post("nurse", SEND, body).await.expect(409)["code"], "open_matter_exists");
    }
);

store::both!(
    async fn of_several_clients_each_is_told_by_the_ties_to_that_client(db: TestDb) {
        let county = County::new(db).await;
        let quiet = |clients: &[&str]| {
            let mut body = county.new_matter(clients);
            body["service_task"] = "child_protection".into();
            body["team_id"] = county.team("perheet").to_string().into();
            body
        };
        county.post("nurse", SEND, quiet(&["lapsi"])).await.expect(201);
        county.post("anna", SEND, quiet(&["martti"])).await.expect(201);
        // The nurse is tied in child protection to the one, and hears nothing of the other when sending for both.
        let told = county.post("nurse", SEND, quiet(&["lapsi", "martti"])).await.expect(409);
        assert_eq!((told["code"].as_str(), told["matters"].as_array().unwrap().len()), (Some("open_matter_exists"), 1));
        county.post("nurse", SEND, quiet(&["aino", "martti"])).await.expect(201);
    }
);

store::both!(
    async fn what_is_wrong_is_told_by_field(db: TestDb) {
        let county = County::new(db).await;
        let mut body = county.new_matter(&["aino"]);
        body["situation"] = "acute_discharge".into();
        body["need_reasons"] = json!(["1", "77"]);
        body["notifier"] = "0".into();
        body["own_words"] = "Soitto numerosta, hetu 010190-999W".into();
        let mut paths: Vec<String> = county.post("nurse", SEND, body).await.expect(422)["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| e["path"].as_str().unwrap().to_owned())
            .collect();
        paths.sort();
        assert_eq!(paths, ["/discharge_on", "/need_reasons", "/notifier", "/own_words"]);
        let code = |change: Value, path: &'static str| {
            let mut body = county.new_matter(&["aino"]);
            for (key, value) in change.as_object().unwrap() {
                body[key] = value.clone();
            }
            let county = &county;
            async move {
                let error = county.post("nurse", SEND, body).await.expect(422);
                assert_eq!(error["errors"][0]["path"], path, "{error}");
                error["errors"][0]["code"].as_str().unwrap().to_owned()
            }
        };
        assert_eq!(code(json!({ "client_ids": [] }), "/client_ids").await, "required");
        assert_eq!(code(json!({ "service_task": "health" }), "/service_task").await, "not_offered");
        assert_eq!(code(json!({ "team_id": uuid::Uuid::now_v7() }), "/team_id").await, "no_such_team");
        assert_eq!(county.count("SELECT COUNT(*) FROM matter").await, 0);
    }
);

store::both!(
    async fn the_same_sending_twice_is_one_matter(db: TestDb) {
        let county = County::new(db).await;
        let body = county.new_matter(&["aino"]);
        let send = |body: Value| {
            let county = &county;
            async move { county.ask("nurse", "POST", SEND, &[("idempotency-key", "sama")], Some(body)).await }
        };
        let first = send(body.clone()).await.expect(201);
        let second = send(body).await.expect(201);
        assert_eq!(first, second);
        assert_eq!(county.count("SELECT COUNT(*) FROM matter").await, 1);
        assert_eq!(send(county.new_matter(&["martti"])).await.expect(422)["code"], "idempotency_mismatch");
    }
);

store::both!(
    async fn numbers_run_without_clashes(db: TestDb) {
        let county = County::new(db).await;
        let names = ["aino", "martti", "elli"];
        let sent = names.map(|name| {
            let mut body = county.new_matter(&[name]);
            body["overrule_reason"] = "Sama tiimi kaikille".into();
            let county = &county;
            async move { county.post("nurse", SEND, body).await.expect(201)["number"].as_str().unwrap().to_owned() }
        });
        let [a, b, c] = sent;
        let (a, b, c) = tokio::join!(a, b, c);
        let mut numbers = [a, b, c];
        numbers.sort();
        assert_eq!(numbers, ["A-2026-000001", "A-2026-000002", "A-2026-000003"]);
    }
);

store::both!(
    async fn what_one_sent_is_paged_newest_first(db: TestDb) {
        let county = County::new(db).await;
        for (minute, name) in ["aino", "martti", "kari"].iter().enumerate() {
            county.at(&format!("2026-11-16T09:0{minute}:00Z"));
            let mut body = county.new_matter(&[name]);
            body["overrule_reason"] = "x".into();
            county.post("nurse", SEND, body).await.expect(201);
        }
        let page = county.get("nurse", "/api/v1/staff/lobby/sent?limit=2").await.expect(200);
        let names = |page: &Value| {
            page["items"].as_array().unwrap().iter().map(|i| i["client"]["family_name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names(&page), ["Öberg", "Lehtonen"]);
        let next = county
            .get("nurse", &format!("/api/v1/staff/lobby/sent?limit=2&cursor={}", page["next_cursor"].as_str().unwrap()))
            .await
            .expect(200);
        assert_eq!(names(&next), ["Virtanen"]);
        assert!(next.get("next_cursor").is_none());
        // Another's sendings are another's.
        assert_eq!(county.get("anna", "/api/v1/staff/lobby/sent").await.expect(200)["items"], json!([]));
        county.get("nurse", "/api/v1/staff/lobby/sent?cursor=x").await.expect(422);
    }
);

store::both!(
    async fn the_form_offers_what_the_rules_have(db: TestDb) {
        let county = County::new(db).await;
        let form = county.get("nurse", "/api/v1/staff/lobby/form").await.expect(200);
        assert_eq!(form["situations"].as_array().unwrap().len(), 4);
        assert!(form["service_tasks"].as_array().unwrap().iter().all(|t| t["code"] != "health"));
        assert_eq!(form["need_reasons"][0]["label"]["sv"], "Att klara det dagliga livet");
        county.get("client:aino", "/api/v1/staff/lobby/form").await.expect(401);
    }
);

store::both!(
    async fn functional_ability_shows_to_one_who_cares_for_the_client(db: TestDb) {
        let county = County::new(db).await;
        let aino = county.client("aino");
        let work = county.gate.job("test.measure", "test", None).begin().await.unwrap();
        let text = "INSERT INTO record_entry (id, client_id, controller, register, service_task, catalogue_row, source_system, original_line, position, kind, class, status, code_system, code, title, started_at, quantity, unit, range_low, received_at) \
                    VALUES ($1, $2, $3, 'patient', 'health', 13, 'test', 0, 0, 'Observation', 'survey', 'final', 'x', 'sppb', 'SPPB, liikkuminen', $4, 5.0, '/12', 9.0, $4)";
        store::sql::exec(&work, text, [work.new_id().into(), aino.0.into(), county.gate.controller().into(), work.at().into()])
            .await
            .unwrap();
        let tie = |unit: uuid::Uuid| trust::relation::NewTie {
            client: aino,
            scope: kernel::Scope {
                controller: county.gate.controller(),
                register: kernel::Register::Patient,
                service_task: kernel::ServiceTask::Health,
                catalogue_row: 19,
            },
            basis: "unit",
            object_kind: "stay",
            object_id: work.new_id(),
            professional_id: None,
            team_id: None,
            unit_id: Some(unit),
            from: work.at(),
            to: None,
        };
        let path = format!("/api/v1/staff/lobby/clients/{aino}");
        let ward = store::sql::rows(&work, "SELECT unit_id FROM professional WHERE subject = 'nurse'", []).await.unwrap()[0]
            .try_get_by_index(0)
            .unwrap();
        trust::relation::tie(&work, &[tie(ward)]).await.unwrap();
        work.commit().await.unwrap();
        let seen = county.get("nurse", &path).await.expect(200);
        assert_eq!((seen["functioning"][0]["value"].as_str(), seen["functioning"][0]["tone"].as_str()), (Some("5/12"), Some("warning")));
        // A case manager of the other register sees that there is nothing for them, and no refusal is logged.
        assert_eq!(county.get("anna", &path).await.expect(200)["functioning"], json!([]));
        assert_eq!(county.count("SELECT COUNT(*) FROM access_log WHERE outcome = 'refused'").await, 0);
    }
);

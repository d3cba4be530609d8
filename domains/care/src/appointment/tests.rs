//! Appointments over HTTP, as staff and the client drive them.

use serde_json::{Value, json};
use store::both;

use crate::testing::{County, Reply, id};

/// A home visit on Thursday the 19th at ten.
fn visit() -> Value {
    json!({ "day": "2026-11-19", "time": "10:00", "minutes": 60, "place": "home_visit", "address": "Kaivokatu 2 A 5, 55100 Imatra",
        "why": "Palvelutarpeen arviointi kotona" })
}

fn with(mut body: Value, changes: Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

async fn taken(county: &County) -> Value {
    let matter = county.send("guide", &["aino"]).await;
    county.change("anna", &matter, "take", Value::Null).await.expect(200)
}

async fn make(county: &County, who: &str, matter: &Value, body: Value) -> Reply {
    county.post(who, &format!("/api/v1/staff/matters/{}/appointments", id(matter)), body).await
}

async fn act(county: &County, who: &str, method: &str, path: &str, seen: &Value, body: Option<Value>) -> Reply {
    county.ask(who, method, path, &[("if-match", &seen["version"].to_string())], body).await
}

async fn day(county: &County, who: &str, query: &str) -> Vec<Value> {
    county.get(who, &format!("/api/v1/staff/day{query}")).await.expect(200)["appointments"].as_array().unwrap().clone()
}

both!(
    async fn made_seen_confirmed_and_told_to_a_calendar(db: TestDb) {
        let county = County::new(db).await;
        let matter = taken(&county).await;
        let made = make(&county, "anna", &matter, visit()).await.expect(201);
        // Ten in the morning in Finland in winter.
        assert_eq!((&made["starts_at"], &made["state"]), (&json!("2026-11-19T08:00:00Z"), &json!("booked")), "{made}");
        assert_eq!(made["handler"]["name"], "anna Testinen");
        // The matter's list, its feed, the day lists and the situation picture.
        let path = format!("/api/v1/staff/matters/{}/appointments", id(&matter));
        assert_eq!(county.get("anna", &path).await.expect(200).as_array().unwrap().len(), 1);
        let whole = county.get("anna", &format!("/api/v1/staff/matters/{}", id(&matter))).await.expect(200);
        let step = &whole["steps"][0];
        assert_eq!((&step["kind"], &step["object_id"]), (&json!("appointment_made"), &made["id"]), "{step}");
        assert_eq!(day(&county, "anna", "?from=2026-11-19&days=1").await.len(), 1);
        assert_eq!(day(&county, "anna", "?from=2026-11-20&days=7").await.len(), 0);
        assert_eq!(day(&county, "bertta", "").await.len(), 0, "not hers");
        assert_eq!(day(&county, "bertta", "?whose=teams").await.len(), 1, "her team's");
        assert_eq!(day(&county, "cecilia", "?whose=teams").await.len(), 0, "another team's");
        assert_eq!(day(&county, "cecilia", &format!("?person={}", county.person("anna"))).await.len(), 0);
        let summary = county.get("anna", &format!("/api/v1/staff/clients/{}/summary", county.client("aino").0)).await.expect(200);
        assert!(summary["open"].as_array().unwrap().iter().any(|o| o["what"]["kind"] == "appointment" && o["due_on"] == "2026-11-19"));
        // The client.
        let own = county.get("client:aino", "/api/v1/client/appointments").await.expect(200);
        assert_eq!(own[0]["address"], "Kaivokatu 2 A 5, 55100 Imatra");
        assert_eq!(own[0]["permitted_actions"], json!(["confirm", "ask_other", "cancel"]));
        assert!(county.get("client:martti", "/api/v1/client/appointments").await.expect(200).as_array().unwrap().is_empty());
        let path = |what: &str| format!("/api/v1/client/appointments/{}/{what}", id(&made));
        assert_eq!(act(&county, "client:martti", "POST", &path("confirm"), &made, None).await.status, 404);
        let confirmed = act(&county, "client:aino", "POST", &path("confirm"), &made, None).await.expect(200);
        assert_eq!(confirmed["state"], "confirmed");
        assert_eq!(act(&county, "client:aino", "POST", &path("confirm"), &confirmed, None).await.refused(), "already_confirmed");
        let stale = act(&county, "client:aino", "POST", &path("cancel"), &made, Some(json!({}))).await;
        assert_eq!((stale.status.as_u16(), &stale.body["current"]["state"]), (412, &json!("confirmed")), "{}", stale.text);
        // The calendar file: when, and nothing of what it is about.
        let file = county.get("client:aino", &path("calendar")).await;
        assert_eq!(file.headers["content-type"], "text/calendar; charset=utf-8");
        for line in ["DTSTART:20261119T080000Z", "DTEND:20261119T090000Z", "SEQUENCE:0", "STATUS:CONFIRMED", "SUMMARY:Tapaaminen"] {
            assert!(file.text.contains(line), "{line} in {}", file.text);
        }
        assert!(file.text.contains(&format!("UID:{}@punos", id(&made))), "{}", file.text);
        for secret in ["arviointi", "Virtanen", "anna", "Kaivokatu", "Asiakasohjaus"] {
            assert!(!file.text.contains(secret), "{secret} in {}", file.text);
        }
        assert_eq!(county.get("client:martti", &path("calendar")).await.status, 404);
    }
);

both!(
    async fn a_change_asks_again_and_grows_the_sequence_and_a_cancel_ends_it(db: TestDb) {
        let county = County::new(db).await;
        let matter = taken(&county).await;
        let made = make(&county, "anna", &matter, visit()).await.expect(201);
        let own = |what: &str| format!("/api/v1/client/appointments/{}/{what}", id(&made));
        let asked = act(&county, "client:aino", "POST", &own("ask-other"), &made, Some(json!({ "text": " Iltapäivä kävisi paremmin. " })))
            .await
            .expect(200);
        assert_eq!((&asked["state"], &asked["client_words"]), (&json!("other_asked"), &json!("Iltapäivä kävisi paremmin.")));
        let empty = act(&county, "client:aino", "POST", &own("ask-other"), &asked, Some(json!({ "text": " " }))).await;
        assert_eq!(empty.status, 422);
        // Staff move it over the change of clocks: still ten by the clock on the wall, one hour later by UTC than in summer.
        let staff = format!("/api/v1/staff/appointments/{}", id(&made));
        let moved = with(visit(), json!({ "day": "2027-03-29", "time": "10:00", "minutes": 45 }));
        assert_eq!(act(&county, "cecilia", "PUT", &staff, &asked, Some(moved.clone())).await.status, 403, "another team");
        let changed = act(&county, "bertta", "PUT", &staff, &asked, Some(moved)).await.expect(200);
        assert_eq!((&changed["state"], &changed["starts_at"]), (&json!("booked"), &json!("2027-03-29T07:00:00Z")), "{changed}");
        assert_eq!(changed["handler"]["name"], "anna Testinen", "who changes it does not take it over");
        assert!(changed.get("client_words").is_none());
        let file = county.get("client:aino", &own("calendar")).await.text;
        assert!(file.contains("SEQUENCE:1") && file.contains("DTSTART:20270329T070000Z"), "{file}");
        let cancel = format!("{staff}/cancel");
        assert_eq!(act(&county, "anna", "POST", &cancel, &changed, Some(json!({ "reason": "other" }))).await.status, 422);
        assert_eq!(
            act(&county, "anna", "POST", &cancel, &changed, Some(json!({ "reason": "no_show" }))).await.refused(),
            "appointment_to_come"
        );
        assert_eq!(act(&county, "anna", "POST", &cancel, &made, Some(json!({ "reason": "not_needed" }))).await.status, 412);
        let gone = act(&county, "anna", "POST", &cancel, &changed, Some(json!({ "reason": "professional_away", "text": "Sairastuin." })))
            .await
            .expect(200);
        assert_eq!(gone["cancelled"], json!({ "reason": "professional_away", "text": "Sairastuin.", "by": "staff" }));
        assert_eq!(gone["permitted_actions"], json!([]));
        let file = county.get("client:aino", &own("calendar")).await.text;
        assert!(file.contains("SEQUENCE:2") && file.contains("STATUS:CANCELLED"), "{file}");
        assert_eq!(act(&county, "client:aino", "POST", &own("confirm"), &gone, None).await.refused(), "already_cancelled");
        let kinds: Vec<Value> = county.get("anna", &format!("/api/v1/staff/matters/{}", id(&matter))).await.expect(200)["steps"]
            .as_array()
            .unwrap()
            .iter()
            .take(4)
            .map(|s| s["kind"].clone())
            .collect();
        assert_eq!(kinds, ["appointment_cancelled", "appointment_changed", "appointment_other_asked", "appointment_made"]);
    }
);

both!(
    async fn overlaps_of_ones_own_are_told_and_can_be_accepted(db: TestDb) {
        let county = County::new(db).await;
        let matter = taken(&county).await;
        let first = make(&county, "anna", &matter, visit()).await.expect(201);
        let half_past = with(visit(), json!({ "time": "10:30" }));
        let told = make(&county, "anna", &matter, half_past.clone()).await;
        assert_eq!((told.status.as_u16(), &told.body["code"]), (409, &json!("overlaps")), "{}", told.text);
        assert_eq!(told.body["overlaps"][0]["starts_at"], "2026-11-19T08:00:00Z");
        assert_eq!(told.body["overlaps"][0]["professional"]["name"], "anna Testinen");
        assert!(!told.text.contains("Virtanen"), "whose it is with is not told");
        make(&county, "anna", &matter, with(half_past.clone(), json!({ "despite_overlap": true }))).await.expect(201);
        // One that begins when the other ends does not overlap; nor does a colleague's.
        make(&county, "anna", &matter, with(visit(), json!({ "time": "09:00" }))).await.expect(201);
        let bertta = with(visit(), json!({ "professional_ids": [county.person("bertta")] }));
        make(&county, "anna", &matter, bertta).await.expect(201);
        // A change does not overlap with itself.
        let path = format!("/api/v1/staff/appointments/{}", id(&first));
        act(&county, "anna", "PUT", &path, &first, Some(with(visit(), json!({ "minutes": 30 })))).await.expect(200);
        assert_eq!(day(&county, "bertta", "?from=2026-11-19&days=1").await.len(), 1, "she comes too");
    }
);

both!(
    async fn fields_are_checked(db: TestDb) {
        let county = County::new(db).await;
        let matter = taken(&county).await;
        for (change, path, code) in [
            (json!({ "day": "2026-11-15" }), "/day", "not_in_future"),
            (json!({ "day": "2029-01-01" }), "/day", "too_far"),
            (json!({ "day": "2027-03-28", "time": "03:30" }), "/time", "no_such_time"),
            (json!({ "time": "puoli kolme" }), "/time", "not_a_time"),
            (json!({ "minutes": 4 }), "/minutes", "out_of_range"),
            (json!({ "why": " " }), "/why", "required"),
            (json!({ "why": "Arvio, hetu 131052-308T" }), "/why", "hetu"),
            (json!({ "place": "office", "address": null }), "/address", "required"),
            (json!({ "place": "remote", "link": "http://kokous.example/1" }), "/link", "not_https"),
            (json!({ "professional_ids": [uuid::Uuid::nil()] }), "/professional_ids", "unknown"),
        ] {
            let told = make(&county, "anna", &matter, with(visit(), change.clone())).await;
            assert_eq!(told.status, 422, "{change}: {}", told.text);
            assert_eq!((&told.body["errors"][0]["path"], &told.body["errors"][0]["code"]), (&json!(path), &json!(code)), "{change}");
        }
        assert_eq!(county.get("anna", "/api/v1/staff/day?days=90").await.status, 422);
        let closed = county.change("anna", &matter, "close", json!({ "reason_code": "no_need" })).await.expect(200);
        assert_eq!(make(&county, "anna", &closed, visit()).await.refused(), "matter_closed");
    }
);

both!(
    async fn on_a_client_without_a_matter_by_one_who_knows_them(db: TestDb) {
        let county = County::new(db).await;
        let path = format!("/api/v1/staff/clients/{}/appointments", county.client("martti").0);
        let body = json!({ "day": "2026-11-20", "time": "13:00", "minutes": 30, "place": "remote", "why": "Puhelu" });
        assert_eq!(county.post("anna", &path, body.clone()).await.status, 403, "no tie to him");
        let matter = county.send("guide", &["martti"]).await;
        county.change("anna", &matter, "take", Value::Null).await.expect(200);
        let other = with(body.clone(), json!({ "professional_ids": [county.person("bertta")] }));
        assert_eq!(county.post("anna", &path, other).await.status, 422, "who makes it answers for it");
        let made = county.post("anna", &path, body).await.expect(201);
        assert!(made.get("matter_id").is_none());
        let list = county.get("anna", &path).await.expect(200);
        assert_eq!(list.as_array().unwrap().len(), 1);
        // It is opened by its own tie.
        let cancel = format!("/api/v1/staff/appointments/{}/cancel", id(&made));
        act(&county, "anna", "POST", &cancel, &made, Some(json!({ "reason": "client_wish" }))).await.expect(200);
        assert_eq!(act(&county, "cecilia", "POST", &cancel, &made, Some(json!({ "reason": "client_wish" }))).await.status, 403);
    }
);

both!(
    async fn a_protected_address_is_on_no_screen(db: TestDb) {
        let county = County::new(db).await;
        let matter = taken(&county).await;
        let made = make(&county, "anna", &matter, visit()).await.expect(201);
        // Protection is put on afterwards.
        county.protect("aino").await;
        let told = make(&county, "anna", &matter, with(visit(), json!({ "time": "12:00" }))).await;
        assert_eq!((told.status.as_u16(), &told.body["errors"][0]["code"]), (422, &json!("address_protected")), "{}", told.text);
        make(&county, "anna", &matter, with(visit(), json!({ "time": "12:00", "address": null }))).await.expect(201);
        let places = [
            ("anna", format!("/api/v1/staff/matters/{}/appointments", id(&matter))),
            ("anna", format!("/api/v1/staff/clients/{}/appointments", county.client("aino").0)),
            ("anna", "/api/v1/staff/day".to_owned()),
            ("client:aino", "/api/v1/client/appointments".to_owned()),
            ("client:aino", format!("/api/v1/client/appointments/{}/calendar", id(&made))),
        ];
        for (who, path) in places {
            let text = county.get(who, &path).await.text;
            assert!(!text.contains("Kaivokatu") && !text.contains("Imatra"), "{path}: {text}");
        }
        let path = format!("/api/v1/staff/appointments/{}/cancel", id(&made));
        let stale = county.ask("anna", "POST", &path, &[("if-match", "99")], Some(json!({ "reason": "not_needed" }))).await;
        assert_eq!(stale.status, 412);
        assert!(!stale.text.contains("Kaivokatu"), "{}", stale.text);
    }
);

both!(
    async fn no_show_is_known_afterwards_only(db: TestDb) {
        let county = County::new(db).await;
        let matter = taken(&county).await;
        let made = make(&county, "anna", &matter, visit()).await.expect(201);
        county.at("2026-11-19T08:20:00Z");
        let path = format!("/api/v1/staff/appointments/{}", id(&made));
        assert_eq!(
            act(&county, "anna", "PUT", &path, &made, Some(with(visit(), json!({ "day": "2026-11-20" })))).await.refused(),
            "appointment_over"
        );
        let own = format!("/api/v1/client/appointments/{}/cancel", id(&made));
        assert_eq!(act(&county, "client:aino", "POST", &own, &made, Some(json!({}))).await.refused(), "appointment_over");
        let gone = act(&county, "anna", "POST", &format!("{path}/cancel"), &made, Some(json!({ "reason": "no_show" }))).await.expect(200);
        assert_eq!(gone["cancelled"]["reason"], "no_show");
        // Cancelled ones stand in the day list, said to be so, and are not on the timeline.
        assert_eq!(day(&county, "anna", "?from=2026-11-19&days=1").await[0]["state"], "cancelled");
    }
);

both!(
    async fn reminders_once_for_each_time(db: TestDb) {
        let county = County::telling(db).await;
        county.choose_email("aino").await;
        let matter = taken(&county).await;
        let made = make(&county, "anna", &matter, visit()).await.expect(201);
        let notices = |what: &'static str| {
            let county = &county;
            async move { county.count(&format!("SELECT COUNT(*) FROM notice WHERE occasion = '{what}'")).await }
        };
        assert_eq!(notices("appointment_made").await, 1);
        assert_eq!(county.care.remind(&county.gate).await.unwrap(), 0, "three days before");
        county.at("2026-11-18T08:30:00Z");
        assert_eq!(county.care.remind(&county.gate).await.unwrap(), 1);
        assert_eq!(county.care.remind(&county.gate).await.unwrap(), 0, "once");
        assert_eq!(notices("appointment_reminder").await, 1);
        // Moved: told, and reminded of again at the new time.
        let path = format!("/api/v1/staff/appointments/{}", id(&made));
        let changed = act(&county, "anna", "PUT", &path, &made, Some(with(visit(), json!({ "day": "2026-11-24" })))).await.expect(200);
        assert_eq!(notices("appointment_changed").await, 1);
        county.at("2026-11-23T10:00:00Z");
        assert_eq!(county.care.remind(&county.gate).await.unwrap(), 1);
        assert_eq!(notices("appointment_reminder").await, 2);
        // Staff see what the client has been told.
        let list = county.get("anna", &format!("/api/v1/staff/matters/{}/appointments", id(&matter))).await.expect(200);
        let occasions: Vec<&str> = list[0]["notices"].as_array().unwrap().iter().map(|n| n["occasion"].as_str().unwrap()).collect();
        assert_eq!(occasions, ["appointment_reminder", "appointment_changed", "appointment_reminder", "appointment_made"]);
        assert_eq!(list[0]["notices"][0]["deliveries"][0]["state"], "waiting");
        let cancel = format!("{path}/cancel");
        act(&county, "anna", "POST", &cancel, &changed, Some(json!({ "reason": "not_needed" }))).await.expect(200);
        assert_eq!(notices("appointment_cancelled").await, 1);
    }
);

both!(
    async fn a_message_a_hearing_and_a_decision_tell_the_client(db: TestDb) {
        let county = County::telling(db).await;
        county.choose_email("aino").await;
        let matter = taken(&county).await;
        let base = format!("/api/v1/staff/matters/{}", id(&matter));
        county.post("anna", &format!("{base}/messages"), json!({ "text": "Hei Aino" })).await.expect(201);
        county
            .post("anna", &format!("{base}/hearings"), json!({ "question": "Mitä mieltä olet?", "answer_by": "2026-12-01" }))
            .await
            .expect(201);
        county.gate.flush_log().await;
        let job = county.gate.job("test.read", "test", None);
        let rows = store::sql::rows(job.reader(), "SELECT occasion FROM notice ORDER BY made_at, occasion", []).await.unwrap();
        let told: Vec<String> = rows.iter().map(|r| r.try_get("", "occasion").unwrap()).collect();
        assert_eq!(told, ["hearing", "message"]);
        // What the client writes is no notice to the client.
        county
            .post("client:aino", &format!("/api/v1/client/matters/{}/messages", id(&matter)), json!({ "text": "Kiitos" }))
            .await
            .expect(201);
        assert_eq!(county.count("SELECT COUNT(*) FROM notice").await, 2);
    }
);

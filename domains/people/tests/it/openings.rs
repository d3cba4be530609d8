//! Opening a client's data in an emergency: what it takes, what it gives, that every line says so, and the look afterwards.

use kernel::ClientId;
use serde_json::{Value, json};
use store::both;
use uuid::Uuid;

use crate::house::{Answer, House, hetu};

fn emergency(registers: &[&str]) -> Value {
    json!({ "registers": registers, "ground": "emergency_care", "reason_code": "unable_to_tell",
        "reason": "Tajuton asiakas ensihoidossa", "confirmed": true })
}

async fn open(house: &House, who: Uuid, client: ClientId, body: Value) -> Answer {
    house.ask(who, "POST", &format!("/clients/{client}/registers"), Some(body)).await
}

async fn queue(house: &House, who: Uuid, settled: bool) -> Value {
    house.ask(who, "GET", &format!("/openings?settled={settled}"), None).await.json()
}

both!(
    async fn in_an_emergency_one_without_a_relation_opens_a_client(db: TestDb) {
        let house = House::new(&mut db).await;
        let client = house.client("Virtanen", "Aino", Some(hetu("1942-01-01", 3))).await;
        let people = format!("/clients/{client}/people");
        assert_eq!(house.ask(house.acute, "GET", &people, None).await.status, 403);

        for (missing, field) in
            [("reason_code", "/reason_code required"), ("reason", "/reason required"), ("confirmed", "/confirmed required")]
        {
            let mut body = emergency(&["patient"]);
            body.as_object_mut().unwrap().remove(missing);
            assert_eq!(open(&house, house.acute, client, body).await.errors(), [field]);
        }
        let mut body = emergency(&["patient"]);
        body["reason_code"] = "curious".into();
        assert_eq!(open(&house, house.acute, client, body).await.errors(), ["/reason_code unknown"]);
        assert_eq!(open(&house, house.manager, client, emergency(&["patient"])).await.json()["reason"], "ground_not_for_role");
        assert_eq!(house.count("SELECT COUNT(*) FROM opening_review", vec![]).await, 0, "nothing was opened");

        let opened = open(&house, house.acute, client, emergency(&["patient", "social"])).await;
        assert_eq!(opened.status, 201, "{}", opened.text);
        let answer = opened.json();
        let registers: Vec<&str> = answer.as_array().unwrap().iter().map(|o| o["register"].as_str().unwrap()).collect();
        assert_eq!(registers, ["social", "patient"]);
        assert_eq!(opened.json()[0]["until"], "2026-11-21T11:00:00Z", "60 minutes");
        assert_eq!(house.ask(house.acute, "GET", &people, None).await.status, 200);
        let address = house.ask(house.acute, "POST", &format!("/clients/{client}/address"), Some(json!({ "reason": "ambulanssi" }))).await;
        assert_eq!(address.status, 200, "in an emergency one must find the person: {}", address.text);
        let contact = json!({ "kind": "long_lived", "type": "phone", "value": "040 999 9999", "origin": "staff" });
        let added = house.ask(house.acute, "POST", &format!("/clients/{client}/contacts"), Some(contact)).await;
        assert_eq!(added.status, 403, "it opens looking, not work");
        let other = house.client("Korhonen", "Eino", None).await;
        assert_eq!(house.ask(house.acute, "GET", &format!("/clients/{other}/people"), None).await.status, 403, "one client only");
        assert_eq!(house.ask(house.nurse, "GET", &people, None).await.status, 403, "one professional only");

        house.gate.flush_log().await;
        let rows = house
            .rows(
                "SELECT ground FROM access_log WHERE actor_id = $1 AND client_id = $2 AND outcome = 'allowed'",
                vec![house.acute.into(), client.0.into()],
            )
            .await;
        let grounds: Vec<Option<String>> = rows.iter().map(|r| r.try_get("", "ground").unwrap()).collect();
        assert!(grounds.iter().all(|g| g.as_deref() == Some("emergency_care")), "every line says so, the opening's own too: {grounds:?}");
        assert!(grounds.len() >= 3);

        house.clock.advance(chrono::Duration::minutes(10));
        assert_eq!(house.ask(house.acute, "DELETE", &format!("/clients/{client}/registers"), None).await.status, 204);
        assert_eq!(house.ask(house.acute, "GET", &people, None).await.status, 403, "closed early, in the very next request");
        assert_eq!(house.ask(house.acute, "DELETE", &format!("/clients/{client}/registers"), None).await.status, 404, "nothing is open");
        let kinds = house.rows("SELECT kind FROM event WHERE kind LIKE 'people.register.%' ORDER BY seq", vec![]).await;
        let kinds: Vec<String> = kinds.iter().map(|r| r.try_get("", "kind").unwrap()).collect();
        assert_eq!(kinds, ["people.register.opened", "people.register.closed"]);
    }
);

both!(
    async fn two_grounds_at_once_stand_both_in_the_log(db: TestDb) {
        let house = House::new(&mut db).await;
        let client = house.client("Virtanen", "Aino", Some(hetu("1942-01-01", 3))).await;
        let child = json!({ "registers": ["patient"], "ground": "child_interest", "reason": "Selvitetään lapsen etua" });
        assert_eq!(open(&house, house.worker, client, child).await.status, 201);
        assert_eq!(open(&house, house.worker, client, emergency(&["social"])).await.status, 201);
        house.ask(house.worker, "GET", &format!("/clients/{client}/people"), None).await;
        house.gate.flush_log().await;
        let rows = house.rows("SELECT ground FROM access_log WHERE action = 'people.client.people'", vec![]).await;
        assert_eq!(rows[0].try_get::<String>("", "ground").unwrap(), "child_interest,emergency_care");
    }
);

both!(
    async fn the_supervisor_looks_at_each_opening_and_says_what_was_found(db: TestDb) {
        let house = House::new(&mut db).await;
        let client = house.client("Virtanen", "Aino", Some(hetu("1942-01-01", 3))).await;
        open(&house, house.acute, client, emergency(&["patient"])).await;
        house.ask(house.acute, "GET", &format!("/clients/{client}/people"), None).await;
        house.gate.flush_log().await;
        for who in [house.acute, house.manager, house.worker, house.nurse, house.admin] {
            assert_eq!(house.ask(who, "GET", "/openings", None).await.status, 403);
        }
        let waiting = queue(&house, house.lead, false).await;
        let item = &waiting["items"][0];
        assert_eq!((waiting["waiting"].as_i64(), waiting["overdue"].as_i64()), (Some(1), Some(0)));
        assert_eq!(item["words"], "Tajuton asiakas ensihoidossa");
        assert_eq!(item["reason"]["label"]["fi"], "Asiakas ei pysty kertomaan tietojaan eikä ilmaisemaan tahtoaan");
        assert_eq!((item["emergency"].as_bool(), item["tied"].as_bool()), (Some(true), Some(false)));
        assert_eq!(item["due_on"], "2026-11-27", "five working days from a Saturday");
        assert_eq!(item["client"]["family_name"], "Virtanen");
        house.gate.flush_log().await;
        let shown = "SELECT COUNT(*) FROM access_log l JOIN access_log_client c ON c.log_id = l.id WHERE l.action = 'people.opening.list' AND c.client_id = $1";
        assert!(house.count(shown, vec![client.0.into()]).await == 1, "the supervisor's look is in the client's log");

        let id = item["id"].as_str().unwrap();
        let detail = house.ask(house.lead, "GET", &format!("/openings/{id}"), None).await.json();
        let actions: Vec<&str> = detail["uses"].as_array().unwrap().iter().map(|u| u["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["people.register.open", "people.client.people"], "the opening and what was done under it");

        let path = format!("/openings/{id}/verdict");
        let say = async |version: &str, outcome: &str, words: &str| {
            let header = [("if-match", version)];
            house.ask_with(house.lead, "POST", &path, Some(json!({ "outcome": outcome, "words": words })), &header).await
        };
        assert_eq!(say("\"1\"", "misuse", "").await.errors(), ["/words required"]);
        assert_eq!(say("\"1\"", "to_look_into", "Kysyn tekijältä").await.status, 204);
        assert_eq!(say("\"1\"", "accepted", "Perusteltu").await.status, 412, "somebody has said something meanwhile");
        house.clock.set("2026-11-30T10:00:00Z".parse().unwrap());
        let late = queue(&house, house.lead, false).await;
        assert_eq!((late["overdue"].as_i64(), late["items"][0]["overdue"].as_bool()), (Some(1), Some(true)), "it still waits, and is late");
        assert_eq!(say("\"2\"", "misuse", "Tekijä ei hoitanut asiakasta").await.status, 204);
        assert_eq!(say("\"3\"", "accepted", "Sittenkin").await.json()["reason"], "already_judged");
        assert_eq!(queue(&house, house.lead, false).await["waiting"], 0);
        let judged = queue(&house, house.lead, true).await;
        let verdicts = judged["items"][0]["verdicts"].as_array().unwrap();
        let said: Vec<&str> = verdicts.iter().map(|v| v["outcome"].as_str().unwrap()).collect();
        assert_eq!(said, ["to_look_into", "misuse"], "each word stays");
        assert_eq!(verdicts[1]["by"]["name"], "Lea Lead");
        assert_eq!(house.count("SELECT COUNT(*) FROM event WHERE kind = 'people.opening.judged'", vec![]).await, 2);

        // The officer has it without anybody sending it, and says what she found; the supervisor reads it.
        for who in [house.lead, house.acute, house.admin] {
            assert_eq!(house.ask(who, "GET", "/protection/openings", None).await.status, 403);
        }
        let list = house.ask(house.officer, "GET", "/protection/openings", None).await.json();
        assert_eq!((list["waiting"].as_i64(), list["items"][0]["id"].as_str()), (Some(1), Some(id)), "{list}");
        let seen = house.ask(house.officer, "GET", &format!("/protection/openings/{id}"), None).await.json();
        assert_eq!(seen["uses"].as_array().unwrap().len(), 2, "what was done under it: {seen}");
        assert_eq!(house.ask(house.officer, "GET", &format!("/clients/{client}/people"), None).await.status, 403, "she opens no client");
        let finding = format!("/protection/openings/{id}/finding");
        let find =
            async |version: &str, body: Value| house.ask_with(house.officer, "POST", &finding, Some(body), &[("if-match", version)]).await;
        let reported = json!({ "finding": "reported", "reported_to": "ombudsman", "words": "Ilmoitettu tietoturvaloukkauksena" });
        assert_eq!(find("\"3\"", json!({ "finding": "reported", "words": "Ilmoitettu" })).await.errors(), ["/reported_to required"]);
        assert_eq!(find("\"2\"", reported.clone()).await.status, 412);
        assert_eq!(find("\"3\"", reported.clone()).await.status, 204);
        assert_eq!(find("\"4\"", reported).await.json()["reason"], "already_reviewed");
        assert_eq!(house.ask(house.officer, "GET", "/protection/openings", None).await.json()["waiting"], 0);
        let told = &queue(&house, house.lead, true).await["items"][0];
        assert_eq!((told["finding"]["finding"].as_str(), told["verdicts"].as_array().unwrap().len()), (Some("reported"), 2), "{told}");
        let rows =
            house.rows("SELECT data FROM event WHERE kind IN ('people.opening.judged', 'people.opening.found') ORDER BY seq", vec![]).await;
        let data: Vec<Value> = rows.iter().map(|r| r.try_get("", "data").unwrap()).collect();
        assert_eq!((&data[1]["for_role"], &data[2]["handler_id"]), (&json!("data_protection_officer"), &json!(house.lead)));
    }
);

both!(
    async fn a_ground_opens_for_one_who_is_tied_unless_it_asks_for_no_relation(db: TestDb) {
        let house = House::new(&mut db).await;
        let client = house.client("Virtanen", "Aino", Some(hetu("1942-01-01", 3))).await;
        let by = |ground: &str| json!({ "registers": ["patient"], "ground": ground, "reason": "Arvioidaan yhdessä" });
        for who in [house.worker, house.manager] {
            let refused = open(&house, who, client, by("joint_assessment")).await;
            assert_eq!(refused.json()["reason"], "ground_needs_relation", "whoever works with clients does not open whomever they like");
        }
        assert_eq!(house.count("SELECT COUNT(*) FROM register_opening", vec![]).await, 0);
        assert_eq!(open(&house, house.worker, client, by("child_interest")).await.status, 201);
        let waiting = queue(&house, house.lead, false).await;
        assert_eq!((waiting["waiting"].as_i64(), waiting["items"][0]["emergency"].as_bool()), (Some(1), Some(false)));
        assert_eq!(waiting["items"][0]["tied"], false);
        house.tie_team(client).await;
        assert_eq!(open(&house, house.manager, client, by("joint_assessment")).await.status, 201);
        assert_eq!(queue(&house, house.lead, false).await["waiting"], 1, "one who is tied opens by it, and it is not looked at");
    }
);

both!(
    async fn nobodys_opening_goes_unseen_and_nobody_judges_their_own(db: TestDb) {
        let house = House::new(&mut db).await;
        let client = house.client("Virtanen", "Aino", Some(hetu("1942-01-01", 3))).await;
        open(&house, house.acute, client, emergency(&["patient"])).await;
        let id = queue(&house, house.lead, false).await["items"][0]["id"].as_str().unwrap().to_owned();
        let look = async |statement: &str, values: Vec<sea_orm::Value>| {
            let work = house.work().await;
            store::sql::exec(&work, statement, values).await.unwrap();
            work.commit().await.unwrap();
            queue(&house, house.lead, false).await["waiting"].as_i64().unwrap()
        };
        // A unit with no lead of its own is looked after by the leads there are; one with a lead is that lead's.
        let elsewhere = Uuid::now_v7();
        assert_eq!(look("UPDATE opening_review SET unit_id = $1", vec![elsewhere.into()]).await, 1);
        let unit = "INSERT INTO unit (id, organisation_id, name, kind, valid_from, version) SELECT $1, organisation_id, 'Päivystys', kind, valid_from, 1 FROM unit LIMIT 1";
        look(unit, vec![elsewhere.into()]).await;
        assert_eq!(look("UPDATE professional SET unit_id = $1 WHERE name = 'Ada Admin'", vec![elsewhere.into()]).await, 1);
        let lead = "UPDATE staff_role SET role = 'team_lead' WHERE professional_id = $1";
        assert_eq!(look(lead, vec![house.admin.into()]).await, 0);
        assert_eq!(house.ask(house.lead, "GET", &format!("/openings/{id}"), None).await.status, 404);
        assert_eq!(queue(&house, house.admin, false).await["waiting"], 1);
        assert_eq!(look("UPDATE opening_review SET professional_id = $1", vec![house.admin.into()]).await, 1, "not one's own");
        assert_eq!(queue(&house, house.admin, false).await["waiting"], 0);
    }
);

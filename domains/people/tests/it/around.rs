//! Close ones, contact details, named professionals.

use kernel::{Register, Scope, ServiceTask};
use people::import::{SourceCloseOne, upsert_close_one};
use people::tied::{self, ClientRole, Named};
use serde_json::json;
use store::both;

use crate::house::{House, hetu};

both!(
    async fn contact_details_are_added_and_ended(db: TestDb) {
        let house = House::new(&mut db).await;
        let client = house.client("Virtanen", "Aino", Some(hetu("1942-01-01", 3))).await;
        house.tie_team(client).await;
        let path = format!("/clients/{client}/contacts");
        let body = |kind: &str, value: &str| json!({ "kind": "service_bound", "type": kind, "value": value, "origin": "client" });
        for (bad, error) in [
            (body("phone", "kotona"), "/value not_a_phone"),
            (body("email", "aino"), "/value not_an_email"),
            (body("address", ""), "/value required"),
            (json!({ "kind": "long_lived", "type": "phone", "value": "040 1234", "origin": "register" }), "/origin by_import_only"),
            (
                json!({ "kind": "long_lived", "type": "phone", "value": "040 1234", "origin": "staff", "valid_to": "2026-11-20" }),
                "/valid_to in_past",
            ),
        ] {
            assert_eq!(house.ask(house.manager, "POST", &path, Some(bad)).await.errors(), [error]);
        }
        assert_eq!(house.ask(house.worker, "POST", &path, Some(body("phone", "040 1234"))).await.status, 403);
        let added = house.ask(house.manager, "POST", &path, Some(body("phone", "040 1234"))).await;
        assert_eq!(added.status, 201, "{}", added.text);
        let added = added.json();
        assert_eq!(
            (added["origin"].as_str(), added["kind"].as_str(), added["version"].as_i64()),
            (Some("client"), Some("service_bound"), Some(1))
        );
        let people = house.ask(house.manager, "GET", &format!("/clients/{client}/people"), None).await.json();
        let contacts = people["contacts"].as_array().unwrap();
        assert!(contacts.contains(&added), "{contacts:?}");

        let one = format!("{path}/{}", added["id"].as_str().unwrap());
        assert_eq!(house.ask(house.manager, "DELETE", &one, None).await.status, 428);
        let stale = house.ask_with(house.manager, "DELETE", &one, None, &[("if-match", "\"7\"")]).await;
        assert_eq!((stale.status.as_u16(), stale.json()["current"]["version"].as_i64()), (412, Some(1)));
        assert_eq!(house.ask_with(house.manager, "DELETE", &one, None, &[("if-match", "\"1\"")]).await.status, 204);
        assert_eq!(house.ask_with(house.manager, "DELETE", &one, None, &[("if-match", "\"2\"")]).await.status, 404);
        let register = contacts.iter().find(|c| c["origin"] == "register").unwrap();
        let one = format!("{path}/{}", register["id"].as_str().unwrap());
        let kept = house.ask_with(house.manager, "DELETE", &one, None, &[("if-match", "\"1\"")]).await;
        assert_eq!((kept.status.as_u16(), kept.json()["reason"].as_str()), (409, Some("origin_register")));
        // Another client's page does not reach it.
        let other = house.client("Korhonen", "Matti", Some(hetu("1943-01-01", 3))).await;
        house.tie_team(other).await;
        let through = format!("/clients/{other}/contacts/{}", register["id"].as_str().unwrap());
        assert_eq!(house.ask_with(house.manager, "DELETE", &through, None, &[("if-match", "\"1\"")]).await.status, 404);
    }
);

both!(
    async fn close_ones_are_added_and_ended_but_not_official_ones(db: TestDb) {
        let house = House::new(&mut db).await;
        let client = house.client("Virtanen", "Aino", Some(hetu("1942-01-01", 3))).await;
        house.tie_team(client).await;
        let work = house.work().await;
        let official = SourceCloseOne {
            client,
            key: vec![9],
            name: "Pekka Virtanen".into(),
            roles: vec!["child".into()],
            official: true,
            phone: None,
            note: None,
            person: None,
            ended: false,
            source_system: "vtj".into(),
            scope: house.social(),
        };
        let (official, _) = upsert_close_one(&work, &official).await.unwrap();
        work.commit().await.unwrap();
        let path = format!("/clients/{client}/close-ones");
        for (bad, error) in [
            (json!({ "name": " ", "roles": ["friend"] }), "/name required"),
            (json!({ "name": "Liisa", "roles": [] }), "/roles required"),
            (json!({ "name": "Liisa", "roles": ["boss"] }), "/roles unknown"),
            (json!({ "name": "Liisa", "roles": ["friend"], "phone": "kotona" }), "/phone not_a_phone"),
        ] {
            assert_eq!(house.ask(house.manager, "POST", &path, Some(bad)).await.errors(), [error]);
        }
        let body = json!({ "name": "Liisa Lahti", "roles": ["contact", "friend"], "phone": "040 999 8888", "note": "iltaisin" });
        let added = house.ask_with(house.manager, "POST", &path, Some(body.clone()), &[("idempotency-key", "c")]).await.json();
        assert_eq!(house.ask_with(house.manager, "POST", &path, Some(body), &[("idempotency-key", "c")]).await.json(), added);
        assert_eq!(added["roles"], json!(["friend", "contact"]));
        let people = house.ask(house.manager, "GET", &format!("/clients/{client}/people"), None).await.json();
        assert_eq!(people["close_ones"].as_array().unwrap().len(), 2);
        assert_eq!(people["close_ones"][0], added, "the one to contact comes first");

        let kept = house.ask_with(house.manager, "DELETE", &format!("{path}/{official}"), None, &[("if-match", "\"1\"")]).await;
        assert_eq!((kept.status.as_u16(), kept.json()["reason"].as_str()), (409, Some("official_relation")));
        let one = format!("{path}/{}", added["id"].as_str().unwrap());
        let stale = house.ask_with(house.manager, "DELETE", &one, None, &[("if-match", "\"3\"")]).await;
        assert_eq!((stale.status.as_u16(), stale.json()["current"]["name"].as_str()), (412, Some("Liisa Lahti")));
        assert_eq!(house.ask_with(house.manager, "DELETE", &one, None, &[("if-match", "\"1\"")]).await.status, 204);
        assert_eq!(
            house.count("SELECT COUNT(*) FROM event WHERE kind IN ('people.close_one.added', 'people.close_one.ended')", vec![]).await,
            2
        );
    }
);

both!(
    async fn professionals_are_named_and_seen_within_their_task(db: TestDb) {
        let house = House::new(&mut db).await;
        let client = house.client("Virtanen", "Aino", Some(hetu("1942-01-01", 3))).await;
        house.tie_team(client).await;
        let named =
            |role, professional_id, scope: Scope| Named { client, scope, role, professional_id, wish: None, from: house.gate.ctx().now() };
        let disability = Scope { service_task: ServiceTask::Disability, ..house.social() };
        let work = house.work().await;
        let all = [
            named(ClientRole::CaseManager, house.manager, house.social()),
            named(ClientRole::CaseManager, house.manager, house.social()),
            named(ClientRole::OwnWorker, house.worker, disability),
            named(ClientRole::OwnNurse, house.nurse, house.patient()),
        ];
        tied::set(&work, &all).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(house.count("SELECT COUNT(*) FROM client_professional", vec![]).await, 3);
        let seen = |who| {
            let house = &house;
            async move {
                let people = house.ask(who, "GET", &format!("/clients/{client}/people"), None).await.json();
                people["professionals"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|p| format!("{} {}", p["role"].as_str().unwrap(), p["name"].as_str().unwrap()))
                    .collect::<Vec<_>>()
            }
        };
        assert_eq!(seen(house.manager).await, ["case_manager Maija Manager"], "other tasks and registers are not told");
        let work = house.work().await;
        tied::set(&work, &[named(ClientRole::CaseManager, house.colleague, house.social())]).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(seen(house.manager).await, ["case_manager Kalle Colleague"]);
        assert_eq!(house.count("SELECT COUNT(*) FROM client_professional WHERE valid_to IS NULL", vec![]).await, 3);
        let work = house.work().await;
        let end =
            |professional| tied::end(&work, client, Register::Social, ServiceTask::OlderPeople, ClientRole::CaseManager, professional);
        assert!(!end(Some(house.manager)).await.unwrap(), "already another's");
        assert!(end(None).await.unwrap());
        work.commit().await.unwrap();
        assert!(seen(house.manager).await.is_empty());
    }
);

both!(
    async fn a_nurse_of_the_unit_corrects_and_takes_back(db: TestDb) {
        let house = House::new(&mut db).await;
        let client = house.client("Virtanen", "Aino", Some(hetu("1942-01-01", 3))).await;
        let path = format!("/clients/{client}/contacts");
        let body = |value: &str, origin: &str| json!({ "kind": "long_lived", "type": "phone", "value": value, "origin": origin });
        assert_eq!(
            house.ask(house.nurse, "POST", &path, Some(body("040 1", "client"))).await.status,
            403,
            "not without caring for the client"
        );
        house.tie_unit(client).await;
        let added = house.ask(house.nurse, "POST", &path, Some(body("040 1234", "client"))).await.json();
        let one = format!("{path}/{}", added["id"].as_str().unwrap());
        let seen = || async {
            let people = house.ask(house.nurse, "GET", &format!("/clients/{client}/people"), None).await.json();
            let mut all: Vec<String> = people["contacts"]
                .as_array()
                .unwrap()
                .iter()
                .map(|c| format!("{} {}", c["value"].as_str().unwrap(), c["origin"].as_str().unwrap()))
                .collect();
            all.retain(|c| c.starts_with("040 1234") || c.starts_with("050"));
            all.retain(|c| !c.ends_with("register"));
            all
        };
        assert_eq!(seen().await, ["040 1234 client"]);

        // Corrected: the new row has its own origin and day, the old one stays in the history.
        house.clock.advance(chrono::Duration::minutes(2));
        assert_eq!(house.ask(house.nurse, "PUT", &one, Some(body("050 5678", "staff"))).await.status, 428);
        let stale = house.ask_with(house.nurse, "PUT", &one, Some(body("050 5678", "staff")), &[("if-match", "\"9\"")]).await;
        assert_eq!(stale.status, 412);
        let wrong = house.ask_with(house.nurse, "PUT", &one, Some(body("kotona", "staff")), &[("if-match", "\"1\"")]).await;
        assert_eq!(wrong.errors(), ["/value not_a_phone"]);
        assert_eq!(seen().await, ["040 1234 client"], "what is refused changes nothing");
        let corrected = house.ask_with(house.nurse, "PUT", &one, Some(body("050 5678", "staff")), &[("if-match", "\"1\"")]).await;
        assert_eq!(corrected.status, 200, "{}", corrected.text);
        let corrected = corrected.json();
        assert_eq!(seen().await, ["050 5678 staff"]);

        // Taken back by whoever did it, and not by another.
        let undo = format!("{path}/{}/undo", corrected["id"].as_str().unwrap());
        house.tie_team(client).await;
        let other = house.ask_with(house.manager, "POST", &undo, None, &[("if-match", "\"1\"")]).await;
        assert_eq!((other.status.as_u16(), other.json()["reason"].as_str()), (409, Some("undo_too_late")));
        assert_eq!(house.ask_with(house.nurse, "POST", &undo, None, &[("if-match", "\"1\"")]).await.status, 204);
        assert_eq!(seen().await, ["040 1234 client"], "as it was");

        // Ended and brought back; not after the time is over.
        let version = |n: i32| format!("\"{n}\"");
        let ended = house.ask_with(house.nurse, "DELETE", &one, None, &[("if-match", &version(3))]).await;
        assert_eq!(ended.status, 204, "{}", ended.text);
        assert!(seen().await.is_empty());
        assert_eq!(house.ask_with(house.nurse, "POST", &format!("{one}/undo"), None, &[("if-match", &version(4))]).await.status, 204);
        assert_eq!(seen().await, ["040 1234 client"]);
        house.ask_with(house.nurse, "DELETE", &one, None, &[("if-match", &version(5))]).await;
        house.clock.advance(chrono::Duration::minutes(people_undo_minutes() + 1));
        let late = house.ask_with(house.nurse, "POST", &format!("{one}/undo"), None, &[("if-match", &version(6))]).await;
        assert_eq!((late.status.as_u16(), late.json()["reason"].as_str()), (409, Some("undo_too_late")));

        // What a register tells is not corrected here.
        let people = house.ask(house.nurse, "GET", &format!("/clients/{client}/people"), None).await.json();
        let register = people["contacts"].as_array().unwrap().iter().find(|c| c["origin"] == "register").unwrap();
        let kept = format!("{path}/{}", register["id"].as_str().unwrap());
        let kept = house.ask_with(house.nurse, "PUT", &kept, Some(body("050 1", "staff")), &[("if-match", "\"1\"")]).await;
        assert_eq!((kept.status.as_u16(), kept.json()["reason"].as_str()), (409, Some("origin_register")));
    }
);

/// The product's ten minutes, said here so that a change of them is seen.
fn people_undo_minutes() -> i64 {
    10
}

both!(
    async fn a_close_one_is_corrected_with_origin_and_taken_back(db: TestDb) {
        let house = House::new(&mut db).await;
        let client = house.client("Virtanen", "Aino", Some(hetu("1942-01-01", 3))).await;
        house.tie_unit(client).await;
        let path = format!("/clients/{client}/close-ones");
        let body = |phone: Option<&str>| json!({ "name": "Liisa Lahti", "roles": ["friend"], "phone": phone, "origin": "client" });
        let added = house.ask(house.nurse, "POST", &path, Some(body(None))).await.json();
        assert_eq!(added["origin"], "client");
        let listed =
            || async { house.ask(house.nurse, "GET", &format!("/clients/{client}/people"), None).await.json()["close_ones"].clone() };
        let before = listed().await;
        assert_eq!(before[0]["quality"]["missing"][0]["part"], "telephone", "a close one nobody can call is not whole");
        let one = format!("{path}/{}", added["id"].as_str().unwrap());
        house.clock.advance(chrono::Duration::minutes(1));
        let corrected = house.ask_with(house.nurse, "PUT", &one, Some(body(Some("040 999 8888"))), &[("if-match", "\"1\"")]).await.json();
        let after = listed().await;
        assert_eq!((after.as_array().unwrap().len(), after[0]["phone"].as_str(), after[0].get("quality")), (1, Some("040 999 8888"), None));
        let undo = format!("{path}/{}/undo", corrected["id"].as_str().unwrap());
        assert_eq!(house.ask_with(house.nurse, "POST", &undo, None, &[("if-match", "\"1\"")]).await.status, 204);
        let back = listed().await;
        assert_eq!((back.as_array().unwrap().len(), back[0]["id"].as_str()), (1, added["id"].as_str()));
        // Five years on it is old.
        house.clock.advance(chrono::Duration::days(1826 + 1));
        assert_eq!(listed().await[0]["quality"]["stale"], true);
    }
);

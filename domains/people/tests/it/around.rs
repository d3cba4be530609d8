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

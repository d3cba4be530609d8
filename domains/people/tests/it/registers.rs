use kernel::Register;
use serde_json::json;
use store::both;
use trust::will::{NewPermit, record, withdraw_permits};

use crate::house::{House, hetu};

both!(
    async fn a_named_ground_opens_a_register_for_a_while(db: TestDb) {
        let house = House::new(&mut db).await;
        let client = house.client("Virtanen", "Aino", Some(hetu("1942-01-01", 3))).await;
        // Seen through the register the worker opens: no tie at all.
        let people = format!("/clients/{client}/people");
        assert_eq!(house.ask(house.worker, "GET", &people, None).await.status, 403);

        let grounds = house.ask(house.worker, "GET", "/grounds", None).await.json();
        let codes: Vec<&str> = grounds.as_array().unwrap().iter().map(|g| g["code"].as_str().unwrap()).collect();
        assert!(codes.contains(&"necessary_social_care") && codes.contains(&"child_interest"), "{codes:?}");
        let acute = house.ask(house.acute, "GET", "/grounds", None).await.json();
        assert!(acute.as_array().unwrap().iter().all(|g| g["code"] != "child_interest"));
        assert!(house.ask(house.admin, "GET", "/grounds", None).await.json().as_array().unwrap().is_empty());

        let path = format!("/clients/{client}/registers");
        let body = |register: &str, ground: &str, reason: &str| json!({ "registers": [register], "ground": ground, "reason": reason });
        let open = async |who, body| house.ask(who, "POST", &path, Some(body)).await;
        assert_eq!(open(house.worker, body("patient", "curiosity", "siksi")).await.errors(), ["/ground unknown"]);
        assert_eq!(open(house.worker, body("patient", "child_interest", " ")).await.errors(), ["/reason required"]);
        assert_eq!(open(house.worker, body("tax", "necessary_social_care", "syy tähän")).await.status, 422);
        let none = json!({ "registers": [], "ground": "necessary_social_care", "reason": "syy tähän" });
        assert_eq!(open(house.worker, none).await.errors(), ["/registers required"]);
        let other = open(house.manager, body("patient", "child_interest", "syy tähän")).await;
        assert_eq!((other.status.as_u16(), other.json()["reason"].as_str()), (403, Some("ground_not_for_role")));
        let both = json!({ "registers": ["patient", "social"], "ground": "child_interest", "reason": "syy tähän" });
        assert_eq!(open(house.worker, both).await.json()["reason"].as_str(), Some("ground_not_for_role"), "all the registers or none");
        assert_eq!(open(house.admin, body("patient", "necessary_social_care", "syy tähän")).await.status, 403);
        assert_eq!(house.ask(house.worker, "GET", &people, None).await.status, 403, "none of these opened anything");

        let untied = open(house.worker, body("patient", "necessary_social_care", "Päätös vaatii hoitotietoja")).await;
        assert_eq!((untied.status.as_u16(), untied.json()["reason"].as_str()), (403, Some("ground_needs_relation")));
        assert_eq!(
            house.ask(house.worker, "GET", &people, None).await.status,
            403,
            "a ground that asks for a relation is no way around it"
        );

        let opened = open(house.worker, body("patient", "child_interest", "Päätös vaatii hoitotietoja")).await;
        assert_eq!(opened.status, 201, "{}", opened.text);
        assert_eq!(opened.json()[0]["until"], "2026-11-21T11:00:00Z");
        assert_eq!(opened.json()[0]["ground"]["code"], "child_interest");
        assert_eq!(house.ask(house.worker, "GET", &people, None).await.status, 200);
        assert_eq!(house.ask(house.manager, "GET", &people, None).await.status, 403, "for the one who opened it");
        let held = house.ask(house.worker, "GET", &format!("/clients/{client}/registers"), None).await.json();
        assert_eq!(held, opened.json(), "what is open is told again when the page is loaded anew");
        let ground =
            house.rows("SELECT ground FROM access_log WHERE action = 'people.client.people' AND outcome = 'allowed'", vec![]).await;
        assert_eq!(ground[0].try_get::<Option<String>>("", "ground").unwrap().as_deref(), Some("child_interest"));
        let rows = house.rows("SELECT reason, rule_version FROM register_opening", vec![]).await;
        assert_eq!(rows[0].try_get::<String>("", "reason").unwrap(), "Päätös vaatii hoitotietoja");
        let data: serde_json::Value =
            house.rows("SELECT data FROM event WHERE kind = 'people.register.opened'", vec![]).await[0].try_get("", "data").unwrap();
        assert!(!data.to_string().contains("hoitotietoja") && data["rule_version"] == "1", "{data}");

        house.clock.set("2026-11-21T11:00:01Z".parse().unwrap());
        assert_eq!(house.ask(house.worker, "GET", &people, None).await.status, 403, "closed again by itself");
    }
);

both!(
    async fn a_permit_opens_for_one_who_is_tied(db: TestDb) {
        let house = House::new(&mut db).await;
        let client = house.client("Virtanen", "Aino", Some(hetu("1942-01-01", 3))).await;
        house.tie_team(client).await;
        let now = house.gate.ctx().now();
        let work = house.work().await;
        record(&work, &[NewPermit { client, scope: house.patient(), given_by: "client", informed_at: now, recorded_by: None }])
            .await
            .unwrap();
        work.commit().await.unwrap();
        let registers = |who| {
            let house = &house;
            async move {
                assert_eq!(house.ask(who, "GET", &format!("/clients/{client}/people"), None).await.status, 200);
                house.gate.flush_log().await;
                let rows = house
                    .rows("SELECT registers FROM access_log WHERE action = 'people.client.people' ORDER BY at DESC, id DESC", vec![])
                    .await;
                rows[0].try_get::<Option<String>>("", "registers").unwrap().unwrap_or_default()
            }
        };
        assert_eq!(registers(house.manager).await, "social,patient");
        house.clock.advance(chrono::Duration::seconds(1));
        let work = house.work().await;
        assert!(withdraw_permits(&work, client, Register::Patient).await.unwrap());
        assert!(!withdraw_permits(&work, client, Register::Patient).await.unwrap());
        work.commit().await.unwrap();
        house.clock.advance(chrono::Duration::seconds(1));
        assert_eq!(registers(house.manager).await, "social", "withdrawn");
    }
);

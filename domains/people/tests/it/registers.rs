use kernel::Register;
use serde_json::json;
use store::both;
use trust::permit::{NewPermit, record, withdraw};

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

        let path = |register: &str| format!("/clients/{client}/registers/{register}/open");
        let body = |ground: &str, reason: &str| json!({ "ground": ground, "reason": reason });
        assert_eq!(house.ask(house.worker, "POST", &path("patient"), Some(body("curiosity", "siksi"))).await.errors(), ["/ground unknown"]);
        assert_eq!(
            house.ask(house.worker, "POST", &path("patient"), Some(body("necessary_social_care", " "))).await.errors(),
            ["/reason required"]
        );
        assert_eq!(house.ask(house.worker, "POST", &path("tax"), Some(body("necessary_social_care", "syy tähän"))).await.status, 404);
        let other = house.ask(house.manager, "POST", &path("patient"), Some(body("child_interest", "syy tähän"))).await;
        assert_eq!((other.status.as_u16(), other.json()["reason"].as_str()), (403, Some("ground_not_for_role")));
        let other = house.ask(house.worker, "POST", &path("social"), Some(body("child_interest", "syy tähän"))).await;
        assert_eq!(other.json()["reason"].as_str(), Some("ground_not_for_role"), "a ground opens the registers it names");
        assert_eq!(house.ask(house.admin, "POST", &path("patient"), Some(body("necessary_social_care", "syy tähän"))).await.status, 403);
        assert_eq!(house.ask(house.worker, "GET", &people, None).await.status, 403, "none of these opened anything");

        let opened =
            house.ask(house.worker, "POST", &path("patient"), Some(body("necessary_social_care", "Päätös vaatii hoitotietoja"))).await;
        assert_eq!(opened.status, 201, "{}", opened.text);
        assert_eq!(opened.json()["until"], "2026-11-21T11:00:00Z");
        assert_eq!(opened.json()["ground"]["code"], "necessary_social_care");
        assert_eq!(house.ask(house.worker, "GET", &people, None).await.status, 200);
        assert_eq!(house.ask(house.manager, "GET", &people, None).await.status, 403, "for the one who opened it");
        let held = house.ask(house.worker, "GET", &format!("/clients/{client}/registers"), None).await.json();
        assert_eq!(held, serde_json::json!([opened.json()]), "what is open is told again when the page is loaded anew");
        let ground =
            house.rows("SELECT ground FROM access_log WHERE action = 'people.client.people' AND outcome = 'allowed'", vec![]).await;
        assert_eq!(ground[0].try_get::<Option<String>>("", "ground").unwrap().as_deref(), Some("necessary_social_care"));
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
        assert!(withdraw(&work, client, Register::Patient).await.unwrap());
        assert!(!withdraw(&work, client, Register::Patient).await.unwrap());
        work.commit().await.unwrap();
        house.clock.advance(chrono::Duration::seconds(1));
        assert_eq!(registers(house.manager).await, "social", "withdrawn");
    }
);

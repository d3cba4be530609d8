use serde_json::json;
use store::both;

use crate::house::{House, hetu};

both!(
    async fn a_hetu_is_shown_to_one_tied_and_logged_by_its_name(db: TestDb) {
        let house = House::new(&mut db).await;
        let code = hetu("1942-01-01", 3);
        let client = house.client("Virtanen", "Aino", Some(code.clone())).await;
        let path = format!("/clients/{client}/hetu");
        let refused = house.ask(house.manager, "GET", &path, None).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (403, "refused".into()));
        house.tie_team(client).await;
        assert_eq!(house.ask(house.manager, "GET", &path, None).await.json(), json!({ "hetu": code.reveal() }));
        assert_eq!(house.ask(house.worker, "GET", &path, None).await.status, 403);
        let logged = house.logged("people.hetu.reveal").await;
        assert_eq!(logged, [("refused".into(), Some(client.0)), ("allowed".into(), Some(client.0)), ("refused".into(), Some(client.0))]);

        let nobody = house.client("Ilman", "Tunnusta", None).await;
        house.tie_team(nobody).await;
        assert_eq!(house.ask(house.manager, "GET", &format!("/clients/{nobody}/hetu"), None).await.status, 404);
        assert_eq!(house.ask(house.manager, "GET", &format!("/clients/{}/hetu", uuid::Uuid::now_v7()), None).await.status, 404);
    }
);

both!(
    async fn having_sent_a_matter_is_no_tie(db: TestDb) {
        let house = House::new(&mut db).await;
        let client = house.client("Virtanen", "Aino", Some(hetu("1942-01-01", 3))).await;
        house.tie(client, house.social(), "sender", Some(house.manager), None).await;
        assert_eq!(house.ask(house.manager, "GET", &format!("/clients/{client}/hetu"), None).await.status, 403);
        let why = json!({ "reason": "Uteliaisuus" });
        assert_eq!(house.ask(house.manager, "POST", &format!("/clients/{client}/address"), Some(why)).await.status, 403);
        let opening = json!({ "registers": ["social", "patient"], "ground": "joint_assessment", "reason": "Arvioidaan yhdessä." });
        let refused = house.ask(house.manager, "POST", &format!("/clients/{client}/registers"), Some(opening.clone())).await;
        assert_eq!((refused.status.as_u16(), refused.json()["reason"].clone()), (403, json!("ground_needs_relation")), "{}", refused.text);
        house.tie_team(client).await;
        assert_eq!(house.ask(house.manager, "POST", &format!("/clients/{client}/registers"), Some(opening)).await.status, 201);
    }
);

both!(
    async fn a_protected_address_is_shown_for_a_stated_need(db: TestDb) {
        let house = House::new(&mut db).await;
        let mut source = house.source("Salo", "Iida", Some(hetu("1970-07-07", 1)));
        source.protected = true;
        let client = house.write(&source).await;
        house.tie_team(client).await;
        let people = house.ask(house.manager, "GET", &format!("/clients/{client}/people"), None).await;
        assert!(!people.text.contains("Kauppakatu"), "{}", people.text);
        assert_eq!(people.json()["address_hidden"], true);
        assert_eq!(people.json()["contacts"][0]["value"], "040 123 4567");

        let path = format!("/clients/{client}/address");
        for (reason, error) in [("", "required"), ("  ", "required"), ("x", "too_short")] {
            assert_eq!(
                house.ask(house.manager, "POST", &path, Some(json!({ "reason": reason }))).await.errors(),
                [format!("/reason {error}")]
            );
        }
        let why = "Kotikäynti sovittu Iidan kanssa";
        let shown = house.ask(house.manager, "POST", &path, Some(json!({ "reason": why }))).await;
        assert_eq!(shown.json()[0]["value"], "Kauppakatu 1, 53100 Lappeenranta");
        assert_eq!(shown.json().as_array().unwrap().len(), 1);
        assert_eq!(house.ask(house.worker, "POST", &path, Some(json!({ "reason": why }))).await.status, 403);
        let outcomes: Vec<String> = house.logged("people.address.reveal").await.into_iter().map(|(o, _)| o).collect();
        assert_eq!(outcomes.iter().filter(|o| *o == "allowed").count(), 1);
        assert_eq!(outcomes.iter().filter(|o| *o == "refused").count(), 4);
        let rows = house.rows("SELECT reason, professional_id FROM stated_reason WHERE client_id = $1", vec![client.0.into()]).await;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].try_get::<String>("", "reason").unwrap(), why);
        // The words stay with the client's data: neither the event nor the log has them.
        let told = house.count("SELECT COUNT(*) FROM event WHERE kind = 'people.address.revealed' AND data IS NULL", vec![]).await;
        assert_eq!(told, 1);
    }
);

both!(
    async fn an_open_address_is_simply_shown(db: TestDb) {
        let house = House::new(&mut db).await;
        let client = house.client("Salo", "Iida", Some(hetu("1970-07-07", 1))).await;
        house.tie_team(client).await;
        let people = house.ask(house.manager, "GET", &format!("/clients/{client}/people"), None).await.json();
        assert_eq!(people["address_hidden"], false);
        assert_eq!(people["contacts"].as_array().unwrap().len(), 2);
        assert_eq!(house.ask(house.worker, "GET", &format!("/clients/{client}/people"), None).await.status, 403);
    }
);

//! Staff who are clients are protected from their colleagues.

use serde_json::json;
use store::both;

use crate::house::House;

both!(
    async fn a_colleague_is_opened_by_a_ground_or_a_tie_of_ones_own(db: TestDb) {
        let house = House::new(&mut db).await;
        let (mate, hetu) = house.client("Rantatie 1, 54710 Lemi").await;
        house.tie(mate, None, Some(house.guidance)).await;
        let people = format!("/clients/{mate}/people");
        assert_eq!(
            house.ask(house.manager, "GET", &people, None).await.status,
            200,
            "by the team's tie, as long as nobody says who they are"
        );
        assert_eq!(house.sees(house.manager, mate).await, 200);
        let search = async || house.ask(house.manager, "POST", "/clients/search", Some(json!({ "q": hetu.reveal() }))).await.body;
        let before = search().await;

        let identity = format!("/test/identity/{}", house.colleague);
        let body = |hetu: Option<&str>| Some(json!({ "hetu": hetu }));
        let of = async |text: Option<&str>, version: i64| house.ask_seen(house.admin, "POST", &identity, body(text), Some(version)).await;
        assert_eq!(of(Some("010170-9000"), 1).await.body["errors"][0]["path"], "/hetu");
        assert_eq!(of(Some(hetu.reveal()), 9).await.status, 412);
        assert_eq!(of(Some(hetu.reveal()), 1).await.status, 204);
        let refused = house.ask(house.manager, "GET", &people, None).await;
        assert_eq!((refused.status.as_u16(), refused.body["reason"].as_str()), (403, Some("colleague")), "in the next request");
        assert_eq!(refused.body["what_helps"], json!(["named_ground"]));
        assert_eq!(house.sees(house.manager, mate).await, 403, "not even what is open");
        assert_eq!(house.sees(house.colleague, mate).await, 403, "nor by themself as a worker");
        assert_eq!(house.sees(house.elsewhere, mate).await, 200, "another unit puts a matter on its way as of anybody");
        assert_eq!(search().await, before, "the card says nothing of it");

        let ground = json!({ "registers": ["social"], "ground": "joint_assessment", "reason": "Arvioidaan yhdessä hänen kanssaan" });
        assert_eq!(house.ask(house.manager, "POST", &format!("/clients/{mate}/registers"), Some(ground)).await.status, 201);
        assert_eq!(house.ask(house.manager, "GET", &people, None).await.status, 200);
        house.gate.flush_log().await;
        let rows = house
            .rows("SELECT ground FROM access_log WHERE action = 'people.client.people' AND outcome = 'allowed' ORDER BY at, id", vec![])
            .await;
        assert_eq!(rows.last().unwrap().try_get::<Option<String>>("", "ground").unwrap().as_deref(), Some("joint_assessment"));

        assert_eq!(house.ask(house.lead, "GET", &people, None).await.status, 403, "for one colleague only");
        house.tie(mate, Some(house.lead), None).await;
        assert_eq!(house.ask(house.lead, "GET", &people, None).await.status, 200, "by a tie of her own");

        assert_eq!(of(None, 2).await.status, 204);
        house.clock.advance(chrono::Duration::hours(2));
        assert_eq!(house.ask(house.manager, "GET", &people, None).await.status, 200, "the link ended, the ground ran out");
    }
);

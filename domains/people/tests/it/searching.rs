use people::import::SourceIdentifier;
use serde_json::json;
use store::both;

use crate::house::{House, hetu};

async fn names(house: &House, q: &str) -> Vec<String> {
    let answer = house.ask(house.nurse, "POST", "/clients/search", Some(json!({ "q": q }))).await;
    assert_eq!(answer.status, 200, "{q}: {}", answer.text);
    answer.json()["cards"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap().to_owned()).collect()
}

both!(
    async fn one_field_finds_a_person(db: TestDb) {
        let house = House::new(&mut db).await;
        let code = hetu("1942-01-01", 50);
        let mut aino = house.source("Mäki-Länsiö", "Aino Maria", Some(code.clone()));
        aino.other_names = vec!["Virtanen".into()];
        let aino = house.write(&aino).await;
        house.client("Mäkinen", "Aino", Some(hetu("1950-02-02", 1))).await;
        house.client("Mäki", "Jørgen", Some(hetu("1960-02-02", 2))).await;
        let mut doe = house.source("Doe", "Jane", None);
        doe.identifiers = vec![SourceIdentifier { system: "urn:a".into(), value: "AB-77".into() }];
        house.write(&doe).await;

        let whole = "Mäki-Länsiö, Aino Maria";
        for q in [
            code.reveal().to_lowercase().as_str(),
            &format!("  {} ", code.reveal()),
            "aino maki-lansio",
            "LÄNSIÖ",
            "makilansio",
            "lan ai",
            "maria aino länsiö",
            "virtanen",
            "länsiö, aino",
            "ai mar mä",
        ] {
            assert_eq!(names(&house, q).await, [whole], "{q}");
        }
        assert_eq!(names(&house, "ab-77").await, ["Doe, Jane"]);
        assert_eq!(names(&house, "jorgen").await, ["Mäki, Jørgen"]);
        // The whole name first, then names that begin so.
        assert_eq!(names(&house, "maki").await, ["Mäki, Jørgen", whole, "Mäkinen, Aino"]);
        assert_eq!(names(&house, "m aino").await, [whole, "Mäkinen, Aino"]);
        assert!(names(&house, "aino jorgen").await.is_empty());
        assert!(names(&house, hetu("1942-01-01", 0).reveal()).await.is_empty(), "another century sign is another person");
        assert!(names(&house, "aino%x").await.is_empty(), "a sign of SQL is no wildcard");

        let logged = house.logged("people.client.search").await;
        assert!(logged.iter().filter(|(outcome, _)| outcome == "allowed").count() >= 16);
        let shown = house.count("SELECT COUNT(*) FROM access_log_client c JOIN access_log l ON l.id = c.log_id WHERE l.action = 'people.client.search' AND c.client_id = $1", vec![aino.0.into()]).await;
        assert!(shown >= 12, "{shown}");
    }
);

both!(
    async fn says_what_is_wrong_with_what_was_typed(db: TestDb) {
        let house = House::new(&mut db).await;
        let code = hetu("1942-01-01", 3);
        let mut wrong = code.reveal().to_owned();
        let last = if wrong.ends_with('A') { 'B' } else { 'A' };
        wrong.pop();
        wrong.push(last);
        for (q, error) in [
            ("a", "/q too_short"),
            ("", "/q too_short"),
            ("- -", "/q too_short"),
            (wrong.as_str(), "/q hetu_check_character"),
            ("310290-901R", "/q hetu_date"),
        ] {
            let answer = house.ask(house.nurse, "POST", "/clients/search", Some(json!({ "q": q }))).await;
            assert_eq!((answer.status.as_u16(), answer.errors()), (422, vec![error.to_owned()]), "{q}");
            assert!(q.len() < 5 || !answer.text.contains(q), "the answer does not repeat what was typed");
        }
        let refused = house.ask(house.admin, "POST", "/clients/search", Some(json!({ "q": "virtanen" }))).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (403, "refused".into()));
    }
);

both!(
    async fn a_common_name_is_cut_and_said_to_be(db: TestDb) {
        let house = House::new(&mut db).await;
        let sources: Vec<_> = (0..60u16).map(|n| house.source("Virtanen", &format!("Nimi{n}"), Some(hetu("1960-06-06", n)))).collect();
        let work = house.work().await;
        people::import::upsert_clients(&work, &sources).await.unwrap();
        work.commit().await.unwrap();
        for (q, limit, found, more) in [
            ("virtanen", 20, 20, true),
            ("virt", 20, 20, true),
            ("virtanen", 50, 50, true),
            ("virtanen nimi7", 20, 1, false),
            ("virt nimi5", 20, 11, false),
        ] {
            let answer = house.ask(house.nurse, "POST", "/clients/search", Some(json!({ "q": q, "limit": limit }))).await.json();
            assert_eq!((answer["cards"].as_array().unwrap().len(), answer["more"].as_bool().unwrap()), (found, more), "{q} {limit}");
        }
    }
);

both!(
    async fn a_queue_is_searched_by_the_same_words(db: TestDb) {
        let house = House::new(&mut db).await;
        let code = hetu("1942-01-01", 3);
        let aino = house.client("Virtanen", "Aino", Some(code.clone())).await;
        house.client("Korhonen", "Matti", Some(hetu("1943-01-01", 3))).await;
        for q in ["aino", "virt ai", code.reveal()] {
            let answer = house.ask(house.manager, "POST", "/test/queue", Some(json!({ "q": q }))).await.json();
            assert_eq!(answer, json!({ "by_predicate": [aino], "by_id": [aino] }), "{q}");
        }
        let answer = house.ask(house.manager, "POST", "/test/queue", Some(json!({ "q": "a" }))).await;
        assert_eq!(answer.errors(), ["/q too_short"]);
    }
);

use serde_json::{Value, json};
use store::both;

use crate::house::{House, hetu};

fn new(family: &str, given: &str) -> Value {
    json!({ "family_name": family, "given_names": given, "language": "fi", "municipality": "405" })
}

fn with(mut body: Value, more: Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

both!(
    async fn adds_a_client_with_a_hetu(db: TestDb) {
        let house = House::new(&mut db).await;
        let code = hetu("1942-01-01", 3);
        let body = with(new(" Virtanen ", "Aino  Maria"), json!({ "hetu": code.reveal().to_lowercase(), "protected": true }));
        let added = house.ask_with(house.manager, "POST", "/clients", Some(body.clone()), &[("idempotency-key", "k1")]).await;
        assert_eq!(added.status, 201, "{}", added.text);
        let answer = added.json();
        assert_eq!(answer["card"]["name"], "Virtanen, Aino Maria");
        assert_eq!(answer["card"]["hetu_hint"], "010142-••••");
        assert_eq!(answer["card"]["identity"], "hetu");
        assert_eq!(answer["sex"], "female");
        assert_eq!(answer["card"]["protected"], true);
        assert!(answer["card"].get("municipality").is_none());
        assert!(!added.text.contains(code.reveal()));
        assert_eq!(added.etag.as_deref(), Some("\"1\""));
        assert!(answer["permitted_actions"].as_array().unwrap().contains(&json!("new_matter")));

        let again = house.ask_with(house.manager, "POST", "/clients", Some(body), &[("idempotency-key", "k1")]).await;
        assert_eq!((again.status.as_u16(), again.json()["card"]["id"].clone()), (201, answer["card"]["id"].clone()));
        assert_eq!(house.count("SELECT COUNT(*) FROM client", vec![]).await, 1);
        assert_eq!(house.count("SELECT COUNT(*) FROM event WHERE kind = 'people.client.created'", vec![]).await, 1);
        let rows = house.rows("SELECT register, service_task, origin FROM client", vec![]).await;
        assert_eq!(rows[0].try_get::<String>("", "service_task").unwrap(), "older_people");
    }
);

both!(
    async fn fields_are_checked(db: TestDb) {
        let house = House::new(&mut db).await;
        let cases = [
            (new("Virtanen", "Aino"), vec!["/temporary_reason required"]),
            (with(new("", "  "), json!({ "temporary_reason": "unknown" })), vec!["/family_name required", "/given_names required"]),
            (with(new("Virtanen", "Aino"), json!({ "hetu": "010142-901A" })), vec!["/hetu hetu_check_character"]),
            (
                with(new("--", "Aino"), json!({ "temporary_reason": "unknown", "birth_date": "2026-12-01" })),
                vec!["/family_name not_a_name", "/birth_date in_future"],
            ),
            (
                with(new("A", "B"), json!({ "hetu": hetu("1942-01-01", 3).reveal(), "birth_date": "1942-01-02" })),
                vec!["/birth_date differs_from_hetu"],
            ),
            (
                with(new("A", "B"), json!({ "temporary_reason": "foreigner", "municipality": "999", "language": "Finnish" })),
                vec!["/municipality unknown", "/language not_a_language"],
            ),
            (
                with(new("A", "B"), json!({ "hetu": hetu("1942-01-01", 3).reveal(), "temporary_reason": "unknown" })),
                vec!["/temporary_reason has_hetu"],
            ),
            (with(new("A", "B"), json!({ "hetu": hetu("2027-01-01", 3).reveal() })), vec!["/hetu in_future"]),
        ];
        for (body, errors) in cases {
            let answer = house.ask(house.manager, "POST", "/clients", Some(body.clone())).await;
            assert_eq!(
                (answer.status.as_u16(), answer.errors()),
                (422, errors.iter().map(|e| (*e).to_owned()).collect::<Vec<_>>()),
                "{body}"
            );
        }
        assert_eq!(house.count("SELECT COUNT(*) FROM client", vec![]).await, 0);
        assert_eq!(house.ask(house.admin, "POST", "/clients", Some(new("A", "B"))).await.status, 403);
    }
);

both!(
    async fn one_hetu_never_makes_two_clients(db: TestDb) {
        let house = House::new(&mut db).await;
        let code = hetu("1942-01-01", 3);
        let known = house.client("Virtanen", "Aino", Some(code.clone())).await;
        let body = with(new("Toinen", "Nimi"), json!({ "hetu": code.reveal(), "why_not_duplicate": "Eri ihminen, kysytty" }));
        let answer = house.ask(house.manager, "POST", "/clients", Some(body)).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (409, "possible_duplicate".into()));
        assert_eq!(answer.json()["same_hetu"], true);
        assert_eq!(answer.json()["candidates"][0]["id"], json!(known));
        let shown = house.count("SELECT COUNT(*) FROM access_log_client", vec![]).await;
        house.gate.flush_log().await;
        assert!(shown >= 1, "the card shown is logged");
        assert_eq!(house.logged("people.client.create").await[0].0, "refused");
    }
);

both!(
    async fn a_like_client_is_shown_before_a_new_one_is_made(db: TestDb) {
        let house = House::new(&mut db).await;
        let known = house.client("Virtanen", "Aino Maria", Some(hetu("1942-01-01", 3))).await;
        let born = |family: &str, given: &str, birth: &str| {
            with(new(family, given), json!({ "temporary_reason": "unknown", "birth_date": birth }))
        };
        for body in [
            born("Virtanen", "Aino", "1942-01-01"),
            born("Virtannen", "Aino", "1942-01-01"),
            born("Wirtanen", "Maria", "1942-01-01"),
            born("Aino", "Virtanen", "1942-01-01"),
            with(new("virtanen", "aino"), json!({ "temporary_reason": "unknown" })),
        ] {
            let answer = house.ask(house.manager, "POST", "/clients", Some(body.clone())).await;
            assert_eq!((answer.status.as_u16(), answer.code()), (409, "possible_duplicate".into()), "{body}");
            assert_eq!(answer.json()["candidates"][0]["id"], json!(known));
            assert_eq!(answer.json()["same_hetu"], false);
        }
        assert_eq!(house.count("SELECT COUNT(*) FROM client", vec![]).await, 1);

        let said = "Sisar Liisa Virtanen kertoi, että kyseessä on serkku";
        let body = with(born("Virtanen", "Aino", "1942-01-01"), json!({ "why_not_duplicate": said }));
        let added = house.ask(house.manager, "POST", "/clients", Some(body)).await;
        assert_eq!(added.status, 201, "{}", added.text);
        assert_eq!(added.json()["card"]["identity"], "temporary");
        let rows = house.rows("SELECT reason FROM stated_reason WHERE what = 'not_duplicate'", vec![]).await;
        assert_eq!(rows[0].try_get::<String>("", "reason").unwrap(), said);
        let events = house.rows("SELECT data FROM event WHERE kind = 'people.client.created' ORDER BY seq DESC", vec![]).await;
        let data: Value = events[0].try_get("", "data").unwrap();
        assert_eq!(
            data,
            json!({ "identity": "temporary", "temporary_reason": "unknown", "not_duplicate_of": [known] }),
            "ids and codes, no words"
        );

        for body in
            [born("Virtanen", "Aino", "1942-01-02"), born("Korhonen", "Aino", "1942-01-01"), born("Virtanen", "Pekka", "1942-01-01")]
        {
            assert_eq!(house.ask(house.manager, "POST", "/clients", Some(body.clone())).await.status, 201, "{body}");
        }
        let other = with(new("Virtanen", "Aino"), json!({ "hetu": hetu("1942-01-01", 5).reveal() }));
        let answer = house.ask(house.manager, "POST", "/clients", Some(other)).await;
        assert_eq!(answer.code(), "possible_duplicate", "the temporary identity made above may be this one");
        assert_eq!(answer.json()["candidates"].as_array().unwrap().len(), 1, "one of another hetu is surely another");
    }
);
both!(
    async fn running_numbers_are_never_given_twice(db: TestDb) {
        let house = House::new(&mut db).await;
        for (n, reason) in ["newborn", "foreigner", "protected"].into_iter().enumerate() {
            let body = with(new(&format!("Uusi{n}"), "Lapsi"), json!({ "temporary_reason": reason }));
            let added = house.ask(house.nurse, "POST", "/clients", Some(body)).await;
            assert_eq!(added.status, 201);
            assert_eq!(added.json()["card"]["protected"], reason == "protected");
        }
        let rows = house.rows("SELECT id, sealed, register FROM client_identifier ORDER BY id", vec![]).await;
        let keys = house.gate.keys();
        let numbers: Vec<String> = rows
            .iter()
            .map(|r| {
                let id: uuid::Uuid = r.try_get("", "id").unwrap();
                String::from_utf8(keys.open(id.as_bytes(), &r.try_get::<Vec<u8>>("", "sealed").unwrap()).unwrap()).unwrap()
            })
            .collect();
        assert_eq!(numbers, ["1", "2", "3"]);
        assert_eq!(rows[0].try_get::<String>("", "register").unwrap(), "patient", "a nurse writes in the patient register");
    }
);

both!(
    async fn two_at_once_make_one_client_of_a_hetu(db: TestDb) {
        let house = House::new(&mut db).await;
        let body = with(new("Virtanen", "Aino"), json!({ "hetu": hetu("1942-01-01", 3).reveal() }));
        let ask = || house.ask(house.manager, "POST", "/clients", Some(body.clone()));
        let (a, b, c) = tokio::join!(ask(), ask(), ask());
        let mut statuses = [a.status.as_u16(), b.status.as_u16(), c.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409]);
        assert_eq!(house.count("SELECT COUNT(*) FROM client", vec![]).await, 1);
    }
);

//! Each detector: what it finds, and what is near it and is not found.

use chrono::Duration;
use kernel::ClientId;
use serde_json::json;
use store::{both, sql};
use uuid::Uuid;

use crate::house::{HOME, House};

fn found(rule: &str, severity: i32, tied: bool) -> (String, i32, bool) {
    (rule.to_owned(), severity, tied)
}

both!(
    async fn own_household_and_close_ones(db: TestDb) {
        let house = House::new(&mut db).await;
        let me = house.nurse_at_home().await;
        let (husband, _) = house.client("kauppakatu 12 A 4,  53100 lappeenranta").await;
        let (sister, _) = house.client("Rantatie 1, 54710 Lemi").await;
        let (stranger, _) = house.client("Rantatie 1, 54710 Lemi").await;
        let text = "INSERT INTO close_one (id, client_id, controller, register, service_task, catalogue_row, name, roles, official, origin, person_id, \
                    version, created_at, updated_at) SELECT $1, c.id, c.controller, c.register, c.service_task, 1, 'Sisko', 'sibling', FALSE, 'staff', $2, 1, \
                    c.created_at, c.created_at FROM client c WHERE c.id = $3";
        let work = house.gate.job("test.close", "test", None).begin().await.unwrap();
        sql::exec(&work, text, [Uuid::now_v7().into(), me.0.into(), sister.0.into()]).await.unwrap();
        work.commit().await.unwrap();
        house.sees(house.nurse, stranger).await;
        assert_eq!(house.turn().await, 0, "a stranger");
        house.sees(house.nurse, husband).await;
        house.sees(house.nurse, sister).await;
        assert_eq!(house.turn().await, 2);
        assert_eq!(house.raised(house.nurse).await, [found("own_household", 3, false), found("own_household", 3, false)]);
        // Another's household is nobody's own; and with no link nothing can be judged.
        house.sees(house.manager, husband).await;
        assert_eq!(house.turn().await, 0);
        // With a care tie it is less grave, and says so.
        let (child, _) = house.client(HOME).await;
        house.tie(child, Some(house.nurse), None).await;
        house.sees(house.nurse, child).await;
        assert_eq!(house.turn().await, 1);
        assert!(house.raised(house.nurse).await.contains(&found("own_household", 2, true)));
    }
);

both!(
    async fn a_protected_address_is_not_told_by_a_finding(db: TestDb) {
        let house = House::new(&mut db).await;
        house.nurse_at_home().await;
        let hetu = house.hetu();
        let hidden = house.write(HOME, &hetu, true).await;
        assert_eq!(house.sees(house.nurse, hidden).await, 200);
        assert_eq!(house.turn().await, 0);
    }
);

both!(
    async fn own_data(db: TestDb) {
        let house = House::new(&mut db).await;
        let me = house.nurse_at_home().await;
        // Her own record asks for a ground, or a tie of her own.
        assert_eq!(house.sees(house.nurse, me).await, 403);
        assert_eq!(house.turn().await, 0, "refused, nothing was seen");
        house.tie(me, Some(house.nurse), None).await;
        assert_eq!(house.sees(house.nurse, me).await, 200);
        assert_eq!(house.turn().await, 1);
        assert_eq!(house.raised(house.nurse).await, [found("own_data", 3, true)], "a tie is no excuse, and it is not household too");
    }
);

both!(
    async fn a_colleague(db: TestDb) {
        let house = House::new(&mut db).await;
        let (mate, hetu) = house.client("Rantatie 1, 54710 Lemi").await;
        house.is(house.colleague, &hetu).await;
        house.tie(mate, Some(house.manager), None).await;
        house.sees(house.manager, mate).await;
        house.sees(house.elsewhere, mate).await;
        assert_eq!(house.turn().await, 1);
        assert_eq!(house.raised(house.manager).await, [found("colleague", 1, true)]);
        assert_eq!(house.raised(house.elsewhere).await, [], "not of the same unit or team");
    }
);

both!(
    async fn a_neighbour(db: TestDb) {
        let house = House::new(&mut db).await;
        house.nurse_at_home().await;
        let (upstairs, _) = house.client("Kauppakatu 12 B 9, 53100 Lappeenranta").await;
        let (next, _) = house.client("Kauppakatu 14, 53100 Lappeenranta").await;
        let (street, _) = house.client("Kauppakatu 20, 53100 Lappeenranta").await;
        let (cared, _) = house.client("Kauppakatu 12 B 10, 53100 Lappeenranta").await;
        house.tie(cared, Some(house.nurse), None).await;
        for client in [street, cared] {
            house.sees(house.nurse, client).await;
        }
        assert_eq!(house.turn().await, 0, "too far, and cared for");
        for client in [upstairs, next] {
            house.sees(house.nurse, client).await;
        }
        assert_eq!(house.turn().await, 2);
        assert_eq!(house.raised(house.nurse).await, [found("neighbour", 2, false), found("neighbour", 2, false)]);
    }
);

both!(
    async fn parameters_and_the_switch_are_the_rules(db: TestDb) {
        let house = House::with(
            &mut db,
            &[("number_reach = 2", "number_reach = 0"), ("code = \"own_household\"\non = true", "code = \"own_household\"\non = false")],
        )
        .await;
        house.nurse_at_home().await;
        let (next, _) = house.client("Kauppakatu 14, 53100 Lappeenranta").await;
        let (husband, _) = house.client(HOME).await;
        let (upstairs, _) = house.client("Kauppakatu 12 B 9, 53100 Lappeenranta").await;
        house.sees(house.nurse, next).await;
        house.sees(house.nurse, husband).await;
        assert_eq!(house.turn().await, 0);
        house.sees(house.nurse, upstairs).await;
        assert_eq!(house.turn().await, 1);
    }
);

both!(
    async fn a_person_in_the_news(db: TestDb) {
        let house = House::new(&mut db).await;
        let (star, hetu) = house.client("Rantatie 1, 54710 Lemi").await;
        house.sees(house.nurse, star).await;
        assert_eq!(house.turn().await, 0);
        let mark = json!({ "hetu": hetu.reveal(), "label": "ASIA 12/2026", "from": "2026-11-19", "to": "2026-11-20" });
        for who in [house.nurse, house.lead] {
            assert_eq!(house.ask(who, "POST", "/administration/news-marks", Some(mark.clone())).await.status, 403);
            assert_eq!(house.ask(who, "GET", "/administration/news-marks", None).await.status, 403, "no ordinary worker sees the mark");
        }
        let made = house.ask(house.admin, "POST", "/administration/news-marks", Some(mark)).await;
        assert_eq!(made.status, 201, "{}", made.body);
        house.sees(house.nurse, star).await;
        assert_eq!(house.turn().await, 0, "the day before");
        house.clock.set("2026-11-19T10:00:00Z".parse().unwrap());
        house.sees(house.nurse, star).await;
        assert_eq!(house.turn().await, 1);
        assert_eq!(house.raised(house.nurse).await, [found("in_the_news", 3, false)]);
        let listed = house.ask(house.admin, "GET", "/administration/news-marks", None).await.body;
        assert_eq!(listed[0]["label"], "ASIA 12/2026");
        assert!(!listed.to_string().contains(hetu.reveal()));
        let id = made.body["id"].as_str().unwrap();
        assert_eq!(house.ask(house.admin, "POST", &format!("/administration/news-marks/{id}/end"), None).await.status, 204);
        house.clock.advance(Duration::hours(1));
        house.sees(house.manager, star).await;
        assert_eq!(house.turn().await, 0, "ended");
        // A mark of one who is no client says nothing else.
        let nobody = json!({ "hetu": house.hetu().reveal(), "label": "ASIA 13/2026", "from": "2026-11-19", "to": "2026-11-20" });
        assert_eq!(house.ask(house.admin, "POST", "/administration/news-marks", Some(nobody)).await.status, 201);
        let long = json!({ "hetu": hetu.reveal(), "label": "ASIA 14", "from": "2026-11-19", "to": "2028-11-20" });
        assert_eq!(house.ask(house.admin, "POST", "/administration/news-marks", Some(long)).await.body["errors"][0]["path"], "/to");
    }
);

both!(
    async fn an_unusual_volume(db: TestDb) {
        let house = House::with(
            &mut db,
            &[("least_clients = 30", "least_clients = 3"), ("least_days = 5", "least_days = 2"), ("factor = 3.0", "factor = 1.9")],
        )
        .await;
        let mut clients: Vec<ClientId> = Vec::new();
        for _ in 0..4 {
            clients.push(house.client("Rantatie 1, 54710 Lemi").await.0);
        }
        let look = async |who: Uuid, day: &str, many: usize| {
            house.clock.set(format!("{day}T10:00:00Z").parse().unwrap());
            for client in &clients[..many] {
                house.sees(who, *client).await;
                house.sees(who, *client).await;
            }
            house.turn().await
        };
        assert_eq!(look(house.manager, "2026-11-09", 3).await, 0, "nothing is known of anybody's ordinary day");
        assert_eq!(look(house.manager, "2026-11-10", 1).await, 0);
        assert_eq!(look(house.manager, "2026-11-11", 3).await, 0, "the ordinary day is two, and three is not 1.9 times that");
        assert_eq!(look(house.manager, "2026-11-12", 4).await, 0, "seven in three days: 2.33, and four is 1.7 times that");
        assert_eq!(look(house.manager, "2026-11-13", 1).await, 0);
        assert_eq!(look(house.manager, "2026-11-16", 1).await, 0);
        // The mean of six days is 13/6, and four is 1.85 times it.
        assert_eq!(look(house.manager, "2026-11-17", 4).await, 0);
        // One whose own days are not known is held to the role's.
        assert_eq!(look(house.colleague, "2026-11-18", 4).await, 0);
        assert_eq!(look(house.manager, "2026-11-19", 1).await, 0);
        let text = "UPDATE watch_day SET clients = 1";
        let work = house.gate.job("test.calm", "test", None).begin().await.unwrap();
        sql::exec(&work, text, []).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(look(house.colleague, "2026-11-20", 4).await, 1, "four times the role's ordinary day");
        assert_eq!(look(house.colleague, "2026-11-20", 4).await, 0, "the same day is the same review");
        assert_eq!(look(house.nurse, "2026-11-20", 4).await, 0, "of a role nothing is known of");
        let row = &house.rows("SELECT clients, ordinary, client_id, severity FROM watch_review", vec![]).await[0];
        assert_eq!((row.try_get::<i32>("", "clients").unwrap(), row.try_get::<f64>("", "ordinary").unwrap()), (4, 1.0));
        assert_eq!(row.try_get::<Option<Uuid>>("", "client_id").unwrap(), None);
    }
);

both!(
    async fn a_register_opened_and_nothing_after(db: TestDb) {
        let house = House::new(&mut db).await;
        let open = async |client: ClientId| {
            house.tie(client, None, Some(house.guidance)).await;
            let body = json!({ "registers": ["patient"], "ground": "joint_assessment", "reason": "Arvioidaan yhdessä" });
            let answer = house.ask(house.manager, "POST", &format!("/clients/{client}/registers"), Some(body)).await;
            assert_eq!(answer.status, 201, "{}", answer.body);
        };
        let (idle, _) = house.client("Rantatie 1, 54710 Lemi").await;
        let (busy, _) = house.client("Rantatie 2, 54710 Lemi").await;
        open(idle).await;
        open(busy).await;
        let emergency = json!({ "registers": ["patient"], "ground": "emergency_care", "reason_code": "unable_to_tell",
            "reason": "Tajuton asiakas", "confirmed": true });
        let (urgent, _) = house.client("Rantatie 3, 54710 Lemi").await;
        assert_eq!(house.ask(house.nurse, "POST", &format!("/clients/{urgent}/registers"), Some(emergency)).await.status, 201);
        house.clock.advance(Duration::days(2));
        assert_eq!(house.ask(house.colleague, "POST", &format!("/test/{busy}"), None).await.status, 204, "something is done, by anyone");
        house.clock.advance(Duration::days(4));
        assert_eq!(house.turn().await, 0, "there is still time");
        house.clock.advance(Duration::days(2));
        assert_eq!(house.turn().await, 1, "not the one looked at afterwards anyway, nor the one something was done for");
        assert_eq!(house.raised(house.manager).await, [found("nothing_after", 2, true)]);
        let rows = house.rows("SELECT l.action FROM watch_evidence e JOIN access_log l ON l.id = e.log_id", vec![]).await;
        assert_eq!(rows[0].try_get::<String>("", "action").unwrap(), "people.register.open");
        assert_eq!(house.turn().await, 0);
    }
);

both!(
    async fn a_tie_one_made_oneself_and_nothing_after(db: TestDb) {
        let house = House::new(&mut db).await;
        assert_eq!(house.turn().await, 0);
        house.clock.advance(Duration::days(1));
        let (idle, _) = house.client("Rantatie 1, 54710 Lemi").await;
        let (busy, _) = house.client("Rantatie 2, 54710 Lemi").await;
        let (known, _) = house.client("Rantatie 3, 54710 Lemi").await;
        let (unseen, _) = house.client("Rantatie 4, 54710 Lemi").await;
        let (other, _) = house.client("Rantatie 5, 54710 Lemi").await;
        // One of them the unit knew before.
        house.tie(known, Some(house.colleague), None).await;
        house.clock.advance(Duration::hours(1));
        for client in [idle, busy, known, unseen] {
            house.sends(house.manager, client, house.guidance).await;
        }
        // And one is sent to another unit's team, as a matter is meant to be.
        house.sends(house.manager, other, house.disability).await;
        house.clock.advance(Duration::hours(1));
        for client in [idle, busy, known, other] {
            assert_eq!(house.sees(house.manager, client).await, 200);
        }
        house.clock.advance(Duration::days(5));
        assert_eq!(house.ask(house.colleague, "POST", &format!("/test/{busy}"), None).await.status, 204, "something is done, by anyone");
        house.clock.advance(Duration::days(7));
        assert_eq!(house.turn().await, 0, "there is still time");
        house.clock.advance(Duration::days(3));
        assert_eq!(house.turn().await, 1);
        assert_eq!(house.raised(house.manager).await, [found("own_tie", 2, true)]);
        let rows = house.rows("SELECT client_id FROM watch_review", vec![]).await;
        assert_eq!(rows[0].try_get::<Uuid>("", "client_id").unwrap(), idle.0);
        let rows = house.rows("SELECT l.action FROM watch_evidence e JOIN access_log l ON l.id = e.log_id", vec![]).await;
        assert_eq!(rows.iter().map(|r| r.try_get::<String>("", "action").unwrap()).collect::<Vec<_>>(), ["test.lobby"]);
        assert_eq!(house.turn().await, 0);
    }
);

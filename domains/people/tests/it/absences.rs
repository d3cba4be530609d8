use serde_json::json;
use store::both;
use trust::Directory as _;

use crate::house::{House, day, hetu};

both!(
    async fn a_substitute_stands_in_on_those_days_only(db: TestDb) {
        let house = House::new(&mut db).await;
        let client = house.client("Virtanen", "Aino", Some(hetu("1942-01-01", 3))).await;
        // The client is the manager's own, and the colleague's only through the absence.
        house.tie(client, house.social(), "handler", Some(house.manager), None).await;
        let people = format!("/clients/{client}/people");
        assert_eq!(house.ask(house.colleague, "GET", &people, None).await.status, 403);

        let body = json!({ "professional_id": house.manager, "from": "2026-11-21", "to": "2026-11-23", "substitute_id": house.colleague });
        assert_eq!(house.ask(house.manager, "POST", "/absences", Some(body.clone())).await.status, 403, "only a team lead");
        let added = house.ask_with(house.lead, "POST", "/absences", Some(body.clone()), &[("idempotency-key", "a")]).await;
        assert_eq!(added.status, 201, "{}", added.text);
        let again = house.ask_with(house.lead, "POST", "/absences", Some(body.clone()), &[("idempotency-key", "a")]).await;
        assert_eq!(again.json(), added.json());
        assert_eq!(house.ask(house.colleague, "GET", &people, None).await.status, 200);
        assert_eq!(house.ask(house.worker, "GET", &people, None).await.status, 403);
        let view = house.ask(house.lead, "GET", "/organisation", None).await.text;
        assert!(view.contains("\"absent\"") && view.contains("Kalle Colleague"));

        house.clock.set("2026-11-24T10:00:00Z".parse().unwrap());
        assert_eq!(house.ask(house.colleague, "GET", &people, None).await.status, 403, "the manager is back");

        // Ended early: from today on nobody stands in, the days behind stay as history.
        house.clock.set("2026-11-22T10:00:00Z".parse().unwrap());
        let id = added.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(house.ask(house.manager, "DELETE", &format!("/absences/{id}"), None).await.status, 403);
        assert_eq!(house.ask(house.lead, "DELETE", &format!("/absences/{id}"), None).await.status, 204);
        let staff = people::Directory.staff(house.gate.db(), house.colleague, day("2026-11-22")).await.unwrap().unwrap();
        assert!(staff.substitutes_for.is_empty());
        assert_eq!(house.count("SELECT COUNT(*) FROM absence", vec![]).await, 1);
        assert_eq!(house.ask(house.lead, "DELETE", &format!("/absences/{id}"), None).await.status, 404);
        assert!(house.logged("people.absence.add").await.iter().any(|(o, _)| o == "allowed"));
    }
);

both!(
    async fn absences_are_checked(db: TestDb) {
        let house = House::new(&mut db).await;
        let body = |who, from: &str, to: &str, by| json!({ "professional_id": who, "from": from, "to": to, "substitute_id": by });
        let (manager, colleague) = (house.manager, house.colleague);
        assert_eq!(
            house.ask(house.lead, "POST", "/absences", Some(body(manager, "2026-12-01", "2026-12-05", colleague))).await.status,
            201
        );
        for (bad, error) in [
            (body(manager, "2026-12-10", "2026-12-09", colleague), "/to order"),
            (body(manager, "2026-11-10", "2026-11-20", colleague), "/to in_past"),
            (body(manager, "2026-12-10", "2028-12-20", colleague), "/to too_long"),
            (body(manager, "2026-12-10", "2026-12-11", manager), "/substitute_id self"),
            (body(manager, "2026-12-10", "2026-12-11", uuid::Uuid::now_v7()), "/substitute_id unknown"),
            (body(uuid::Uuid::now_v7(), "2026-12-10", "2026-12-11", colleague), "/professional_id unknown"),
            (body(manager, "2026-12-05", "2026-12-11", colleague), "/from overlaps"),
            (body(colleague, "2026-12-05", "2026-12-11", manager), "/substitute_id absent_too"),
        ] {
            assert_eq!(house.ask(house.lead, "POST", "/absences", Some(bad.clone())).await.errors(), [error], "{bad}");
        }
        let other = house.ask(house.lead, "POST", "/absences", Some(body(house.worker, "2026-12-10", "2026-12-11", colleague))).await;
        assert_eq!((other.status.as_u16(), other.json()["reason"].as_str()), (403, Some("not_your_team")));
        // One to come is taken away whole.
        let id: uuid::Uuid = house.rows("SELECT id FROM absence", vec![]).await[0].try_get("", "id").unwrap();
        assert_eq!(house.ask(house.lead, "DELETE", &format!("/absences/{id}"), None).await.status, 204);
        assert_eq!(house.count("SELECT COUNT(*) FROM absence", vec![]).await, 0);
    }
);

//! What happens is told late, in any order, twice, and corrected: what stands is the same as if it had been told as it happened.

use chrono::Duration;
use store::both;
use uuid::Uuid;

use crate::house::{House, lapsed, rules_with, visit, waits};

both!(
    async fn replay_raises_nothing_twice(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.client().await;
        for days in [60, 30, 20, 5] {
            house.visit(aino, "EMER", days).await;
        }
        assert_eq!(house.turn().await, 1);
        assert_eq!(house.replay().await, 0);
        assert_eq!(house.sweep().await, 0);
        // A node that died before it remembered how far it had come, and another that reads at the same time.
        let (one, other) = tokio::join!(house.replay(), house.sweep());
        assert_eq!((one, other), (0, 0));
        assert_eq!(house.alerts(aino).await, [waits("emergency_visits")]);
        assert_eq!(house.count("SELECT COUNT(*) FROM event WHERE kind = 'alerts.alert.raised'").await, 1);
    }
);

both!(
    async fn the_order_they_come_in_does_not_matter(db: TestDb) {
        let house = House::new(&mut db).await;
        let (forth, back) = (house.client().await, house.client().await);
        let days = [70, 40, 20, 2];
        for (forward, backward) in days.iter().zip(days.iter().rev()) {
            house.visit(forth, "EMER", *forward).await;
            house.visit(back, "EMER", *backward).await;
            house.turn().await;
        }
        let told =
            |rows: Vec<sea::QueryResult>| -> Vec<serde_json::Value> { rows.iter().map(|r| r.try_get("", "figures").unwrap()).collect() };
        let figures = told(house.rows("SELECT figures FROM alert ORDER BY id", vec![]).await);
        assert_eq!(figures.len(), 2);
        assert_eq!(figures[0], figures[1]);
        assert_eq!(house.alerts(forth).await, house.alerts(back).await);
    }
);

both!(
    async fn a_late_event_is_counted_on_its_own_day(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.client().await;
        for days in [85, 30, 5] {
            house.visit(aino, "EMER", days).await;
        }
        house.clock.advance(Duration::days(10));
        // Told today, of a day when the first was still within its ninety: today it is not.
        house.visit(aino, "EMER", 12).await;
        assert_eq!(house.turn().await, 0);
        house.visit(aino, "EMER", 80).await;
        assert_eq!(house.turn().await, 1);
        assert_eq!(house.alerts(aino).await, [waits("emergency_visits")]);
    }
);

both!(
    async fn a_correction_lets_go_and_says_why(db: TestDb) {
        let house = House::new(&mut db).await;
        let (mistaken, deleted, gone_by) = (house.client().await, house.client().await, house.client().await);
        let mut last = Vec::new();
        for client in [mistaken, deleted, gone_by] {
            for days in [60, 30, 20] {
                house.visit(client, "EMER", days).await;
            }
            last.push(house.visit(client, "EMER", 5).await);
        }
        assert_eq!(house.turn().await, 3);
        // It was no emergency; it never was at all.
        house.received(mistaken, last[0], Some(visit("AMB", house.ago(5), None, "finished"))).await;
        house.received(deleted, last[1], None).await;
        assert_eq!(house.turn().await, 2);
        for client in [mistaken, deleted] {
            assert_eq!(house.alerts(client).await, [lapsed("emergency_visits", "corrected")]);
        }
        house.clock.advance(Duration::days(31));
        assert_eq!(house.sweep().await, 1);
        assert_eq!(house.alerts(gone_by).await, [lapsed("emergency_visits", "passed")]);
        assert_eq!(house.count("SELECT COUNT(*) FROM care_relation WHERE object_kind = 'alert' AND valid_to IS NULL").await, 0);
        // The correction taken back: it holds again, as a new one.
        house.clock.set(crate::house::NOW.parse().unwrap());
        house.received(mistaken, last[0], Some(visit("EMER", house.ago(5), None, "finished"))).await;
        house.turn().await;
        assert_eq!(house.alerts(mistaken).await, [lapsed("emergency_visits", "corrected"), waits("emergency_visits")]);
    }
);

both!(
    async fn a_correction_that_leaves_it_standing_changes_the_figures(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.client().await;
        for days in [60, 30, 20, 5] {
            house.visit(aino, "EMER", days).await;
        }
        house.turn().await;
        house.visit(aino, "EMER", 1).await;
        assert_eq!(house.turn().await, 0);
        let seen = house.queue(house.coordinator, serde_json::json!({})).await;
        assert_eq!(seen["items"].as_array().unwrap().len(), 1);
        assert_eq!((&seen["items"][0]["figures"]["visits"]["count"], &seen["items"][0]["version"]), (&5.into(), &1.into()));
        assert!(seen["items"][0]["why"]["fi"].as_str().unwrap().starts_with("Päivystyskäyntejä on 5 "));
    }
);

both!(
    async fn the_same_is_raised_anew_after_its_days(db: TestDb) {
        let house = House::new(&mut db).await;
        house.live.replace(rules_with(&[("repeat_days = 180", "repeat_days = 10")]));
        let aino = house.client().await;
        for days in [30, 25, 20, 5] {
            house.visit(aino, "EMER", days).await;
        }
        house.turn().await;
        let seen = house.queue(house.coordinator, serde_json::json!({})).await;
        let body = serde_json::json!({ "outcome": "call", "useful": "yes" });
        assert_eq!(house.step(house.coordinator, &seen["items"][0], "close", body).await.status, 204);
        house.clock.advance(Duration::days(9));
        assert_eq!(house.sweep().await, 0, "it was seen to, and it still holds");
        house.clock.advance(Duration::days(1));
        assert_eq!(house.sweep().await, 1);
        let told = house.alerts(aino).await;
        assert_eq!((told.len(), told[0].1.as_str(), told[0].2, &told[1]), (2, "done", false, &waits("emergency_visits")));
    }
);

both!(
    async fn a_rule_that_is_taken_out_lets_go(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.client().await;
        for days in [30, 25, 20, 5] {
            house.visit(aino, "EMER", days).await;
        }
        house.turn().await;
        house.live.replace(rules_with(&[("id = \"emergency_visits\"\non = true", "id = \"emergency_visits\"\non = false")]));
        assert_eq!(house.sweep().await, 1);
        assert_eq!(house.alerts(aino).await, [lapsed("emergency_visits", "rule")]);
    }
);

both!(
    async fn the_deceased_and_the_restricted_are_not_counted(db: TestDb) {
        let house = House::new(&mut db).await;
        let (dead, restricted) = (house.client().await, house.client().await);
        for client in [dead, restricted] {
            for days in [30, 25, 20, 5] {
                house.visit(client, "EMER", days).await;
            }
        }
        let tx = house.gate.job("test.setup", "test", None).begin().await.unwrap();
        store::sql::exec(&tx, "UPDATE client SET deceased = $1 WHERE id = $2", [true.into(), dead.0.into()]).await.unwrap();
        let scope = house.scope(kernel::Register::Patient);
        let text = "INSERT INTO rights_restriction (id, client_id, controller, register, service_task, catalogue_row, object_kind, ground, why, \
                    marked_at, version, created_at, updated_at) \
                    VALUES ($1, $2, $3, 'patient', 'health', 1, 'register', 'accuracy', 'test', $4, 1, $4, $4)";
        let values: [sea::Value; 4] = [Uuid::now_v7().into(), restricted.0.into(), scope.controller.into(), house.now().into()];
        store::sql::exec(&tx, text, values).await.unwrap();
        tx.commit().await.unwrap();
        house.turn().await;
        assert_eq!(house.sweep().await, 0);
        assert_eq!(house.count("SELECT COUNT(*) FROM alert").await, 0);
    }
);

use store::sea_orm as sea;

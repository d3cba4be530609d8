//! What a text would have raised is what the sweep, run on each of those days, would have raised.

use std::collections::BTreeMap;

use chrono::{Datelike, Duration};
use serde_json::Value;
use store::both;

use crate::house::{House, LET_BY_LAW, NOW};

fn rule<'a>(trial: &'a Value, id: &str) -> &'a Value {
    trial["rules"].as_array().unwrap().iter().find(|one| one["rule"] == id).unwrap_or_else(|| panic!("{id}: {trial}"))
}

both!(
    /// Each day swept naively, over a history with everything in it, against the reckoning done at once.
    async fn the_figures_are_those_of_a_sweep_of_each_day(db: TestDb) {
        let house = House::new(&mut db).await;
        let (aino, eero, other, third) = (house.client().await, house.client().await, house.client().await, house.client().await);
        house.cares(eero, aino).await;
        for days in [49, 48, 47, 46, 30, 29, 28, 3] {
            house.visit(aino, "EMER", days).await;
        }
        for days in [58, 50, 41, 33, 25, 17, 1] {
            house.visit(other, "HH", days).await;
        }
        for (from, to) in [(50, Some(44)), (20, Some(12)), (2, None)] {
            house.stay(eero, from, to).await;
        }
        house.stay(third, 40, Some(28)).await;
        house.visit(third, "AMB", 18).await;
        for (days, kilos) in [(55, 70.0), (40, 66.0), (25, 69.0), (10, 64.0)] {
            house.weighs(third, days, kilos).await;
        }
        // Within the error, past the grave limit, worse, and well again.
        for (days, seconds) in [(70, 24.0), (45, 27.5), (30, 33.0), (12, 15.0)] {
            house.walks(eero, days, seconds).await;
        }
        let trial = house.trial(&[LET_BY_LAW]).await;
        assert_eq!(trial.status, 200, "{}", trial.body);
        let trial = trial.body;

        // The same days one by one: what is raised is counted, and what is raised stays raised while it holds.
        let mut naive: BTreeMap<String, BTreeMap<String, i64>> = BTreeMap::new();
        let now: chrono::DateTime<chrono::Utc> = NOW.parse().unwrap();
        for ago in (0..=75).rev() {
            house.clock.set(now - Duration::days(ago));
            let before: i64 = house.count("SELECT COUNT(*) FROM alert").await;
            house.sweep().await;
            let text = format!("SELECT rule FROM alert ORDER BY id LIMIT 1000 OFFSET {before}");
            let day = kernel::helsinki_date(house.now());
            for row in house.rows(&text, vec![]).await {
                let rule: String = row.try_get("", "rule").unwrap();
                *naive.entry(rule).or_default().entry(format!("{}-{:02}", day.year(), day.month())).or_default() += 1;
            }
        }
        assert!(naive.len() >= 6, "the history has something for most rules: {naive:?}");
        for one in trial["rules"].as_array().unwrap() {
            let id = one["rule"].as_str().unwrap();
            let months: BTreeMap<String, i64> =
                one["months"].as_object().unwrap().iter().map(|(month, n)| (month.clone(), n.as_i64().unwrap())).collect();
            assert_eq!(months, naive.get(id).cloned().unwrap_or_default(), "{id}");
            let standing = house.count(&format!("SELECT COUNT(*) FROM alert WHERE rule = '{id}' AND standing")).await;
            assert_eq!(one["standing"], standing, "{id}");
        }
    }
);

both!(
    async fn a_change_shows_in_how_many_whom_and_what_it_costs(db: TestDb) {
        let house = House::new(&mut db).await;
        let (twice, once) = (house.client().await, house.client().await);
        // Four within ninety days, twice in the year, with a pause between.
        for days in [300, 299, 298, 297, 40, 39, 38, 37] {
            house.visit(twice, "EMER", days).await;
        }
        for days in [20, 10, 5] {
            house.visit(once, "EMER", days).await;
        }
        let shipped = house.trial(&[]).await.body;
        assert_eq!(rule(&shipped, "emergency_visits")["change"], "same");
        let now = house.trial(&[LET_BY_LAW]).await.body;
        let visits = rule(&now, "emergency_visits");
        assert_eq!(
            (&visits["alerts"], &visits["people"], &visits["standing"], &visits["minutes"]),
            (&2.into(), &1.into(), &1.into(), &60.into())
        );
        assert_eq!((&visits["change"], &visits["team"]), (&"changed".into(), &"Tiimi ohjaus".into()));
        let lower = house.trial(&[LET_BY_LAW, ("visits.count >= 4", "visits.count >= 3")]).await.body;
        let visits = rule(&lower, "emergency_visits");
        assert_eq!((&visits["alerts"], &visits["people"], &visits["change"]), (&3.into(), &2.into(), &"changed".into()));
        assert_eq!((&lower["alerts"], &lower["minutes"]), (&3.into(), &90.into()));
        assert_eq!(lower["teams"][0]["team"], "Tiimi ohjaus");
        // Nothing is raised by trying.
        assert_eq!(house.count("SELECT COUNT(*) FROM alert").await, 0);
    }
);

both!(
    async fn a_text_that_does_not_hold_is_not_tried(db: TestDb) {
        let house = House::new(&mut db).await;
        let when = "when = \"visits.count >= 4\"";
        for (text, code) in [
            ("when = \"visits.count >=\"", "alert_condition"),
            ("when = \"[1, 2].all(x, x > 0)\"", "alert_condition"),
            ("when = \"visits.count + 1\"", "alert_condition"),
            ("when = \"visit.count >= 4\"", "alert_place"),
            ("when = \"visits.counts >= 4\"", "alert_place"),
            ("when = \"visits.count >= 0\"", "alert_too_wide"),
        ] {
            let refused = house.trial(&[(when, text)]).await;
            assert_eq!((refused.status.as_u16(), &refused.body["faults"][0]["code"]), (422, &code.into()), "{text}: {}", refused.body);
            assert!(refused.body["faults"][0]["line"].as_i64().unwrap() > 1);
        }
        let nowhere = house
            .trial(&[(
                "id = \"emergency_visits\"\non = true\nteam = \"ohjaus\"",
                "id = \"emergency_visits\"\non = true\nteam = \"olematon\"",
            )])
            .await;
        assert_eq!(nowhere.body["faults"][0]["code"], "team_not_in_county");
        let manager = house.ask(house.manager, "POST", "/rules/alerts/trial", Some(serde_json::json!({ "text": "" })), None).await;
        assert!(matches!(manager.status.as_u16(), 403 | 422));
    }
);

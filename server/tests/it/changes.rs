//! Changes in the work marked in the demo county: a figure before and after one is what a plain count of the rows says, few are not told, and
//! a mark is its maker's.

use crate::common::House;
use axum::http::{Method, StatusCode};
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};
use store::both;
use store::sea_orm::FromQueryResult;

const CHANGES: &str = "/api/v1/staff/changes";

#[derive(FromQueryResult)]
struct Began {
    initiated_on: NaiveDate,
}

async fn began(house: &House) -> Vec<NaiveDate> {
    let job = house.gate.job("test.read", "test", None);
    let text = "SELECT m.initiated_on FROM matter m WHERE m.service_task = 'older_people' AND m.state IN ('open', 'closed')";
    let rows: Vec<Began> = store::sql::all(job.reader(), text, []).await.unwrap();
    rows.into_iter().map(|row| row.initiated_on).collect()
}

both!(
    async fn a_figure_before_and_after_is_what_a_plain_count_says(db: TestDb) {
        let house = House::new(&mut db).await;
        house.gate.lift_limits();
        let tuula = house.log_in("team_lead").await;
        let today = house.gate.ctx().today();
        let on = today - Days::new(45);
        let mark = json!({ "name": "Puhelin yhteen numeroon", "about": "Ensikontaktit tulevat yhteen numeroon.", "happened_on": on,
            "team_id": null, "service_task": "older_people" });
        let made = tuula.post(CHANGES, mark).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let path = format!("{CHANGES}/{}", made.body["id"].as_str().unwrap());
        let known = tuula.get(CHANGES).await;
        assert_eq!(known.body["changes"][0]["name"], "Puhelin yhteen numeroon", "{}", known.body);
        let figures: Vec<String> =
            known.body["figures"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect();
        assert!(figures.len() >= 15, "{figures:?}");

        for code in &figures {
            let measure = tuula.get(&format!("{path}/figures/{code}?span=six_weeks")).await;
            assert_eq!(measure.status, StatusCode::OK, "{code}: {}", measure.body);
            let least = measure.body["least"].as_i64().unwrap();
            for held in ["here", "year_before", "elsewhere"] {
                for side in ["before", "after"] {
                    let side = &measure.body[held][side];
                    let of = side["of"].as_i64();
                    assert!(of.is_none_or(|of| of == 0 || of >= least), "{code} {held}: {side}");
                    assert_eq!(side["few"].as_bool().unwrap(), of.is_none(), "{code} {held}: {side}");
                }
                let told = |side: &str| measure.body[held][side]["value"].is_number();
                assert_eq!(measure.body[held]["difference"].is_object(), told("before") && told("after"), "{code} {held}");
            }
            assert_eq!(measure.body["points"].as_array().unwrap().len(), 12, "{code}");
        }

        // Six whole weeks on each side, counted in the plainest way.
        let measure = tuula.get(&format!("{path}/figures/new_matters?span=six_weeks")).await.body;
        let all = began(&house).await;
        for (side, first) in [("before", on - Days::new(42)), ("after", on)] {
            let last = first + Days::new(41);
            let n = all.iter().filter(|day| first <= **day && **day <= last).count();
            let told = &measure["here"][side];
            assert_eq!((&told["from"], &told["to"]), (&json!(first), &json!(last)));
            if n >= 5 {
                assert_eq!(told["of"], n, "{side}: {measure}");
                assert!((told["value"].as_f64().unwrap() - n as f64 / 6.0).abs() < 1e-9, "by the week: {told}");
            } else {
                assert_eq!(told["few"], n > 0, "{side}: {measure}");
            }
        }
        let verdict = &measure["here"]["verdict"];
        assert!(verdict.is_null() || verdict == "changed" || verdict == "unsure", "more matters are neither better nor worse: {measure}");
        assert_eq!(tuula.get(&format!("{path}/figures/nothing")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(tuula.get(&format!("{path}/figures/new_matters?span=year")).await.status, StatusCode::UNPROCESSABLE_ENTITY);

        // A change to come has nothing after it yet.
        let ahead = json!({ "name": "Tuleva", "about": "Alkaa ensi kuussa.", "happened_on": today + Days::new(20) });
        let ahead = tuula.post(CHANGES, ahead).await.body["id"].clone();
        let measure = tuula.get(&format!("{CHANGES}/{}/figures/new_matters", ahead.as_str().unwrap())).await.body;
        assert_eq!((&measure["here"]["after"], &measure["elsewhere"]), (&Value::Null, &Value::Null), "{measure}");
    }
);

both!(
    async fn a_mark_is_its_maker_s_and_can_be_brought_back(db: TestDb) {
        let house = House::new(&mut db).await;
        let tuula = house.log_in("team_lead").await;
        let today = house.gate.ctx().today();
        let good = json!({ "name": "Uusi tiimi", "about": "Arviot tekee uusi tiimi.", "happened_on": today });
        for (field, value, code) in [
            ("name", json!("  "), "required"),
            ("about", json!("x".repeat(1_001)), "too_long"),
            ("happened_on", json!("2001-01-01"), "too_early"),
            ("happened_on", json!(today + Days::new(400)), "too_late"),
            ("team_id", json!(uuid::Uuid::from_u128(7)), "not_own_team"),
        ] {
            let mut wrong = good.clone();
            wrong[field] = value;
            let answer = tuula.post(CHANGES, wrong).await;
            let told = (answer.status, &answer.body["errors"][0]["code"]);
            assert_eq!(told, (StatusCode::UNPROCESSABLE_ENTITY, &json!(code)), "{field}: {}", answer.body);
        }
        let made = tuula.post(CHANGES, good.clone()).await;
        let path = format!("{CHANGES}/{}", made.body["id"].as_str().unwrap());
        let stale = tuula.send(Method::PUT, &path, Some(good.clone()), &[("if-match", "\"7\"")]).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);

        // Who does not follow the county's figures sees none of it; an administrator mends what another marked, a lead only her own.
        for who in ["case_manager", "home_care_nurse", "data_protection_officer"] {
            let other = house.log_in(who).await;
            assert_eq!(other.get(CHANGES).await.status, StatusCode::FORBIDDEN, "{who}");
            assert_eq!(other.post(CHANGES, good.clone()).await.status, StatusCode::FORBIDDEN, "{who}");
        }
        let administrator = house.log_in("administrator").await;
        let theirs = administrator.post(CHANGES, good.clone()).await.body;
        let foreign =
            tuula.send(Method::DELETE, &format!("{CHANGES}/{}", theirs["id"].as_str().unwrap()), None, &[("if-match", "\"1\"")]).await;
        assert_eq!((foreign.status, &foreign.body["reason"]), (StatusCode::FORBIDDEN, &json!("not_marker")), "{}", foreign.body);
        let mended = administrator.send(Method::PUT, &path, Some(good.clone()), &[("if-match", "\"1\"")]).await;
        assert_eq!((mended.status, mended.body["version"].as_i64()), (StatusCode::OK, Some(2)), "{}", mended.body);

        let gone = tuula.send(Method::DELETE, &path, None, &[("if-match", "\"2\"")]).await;
        assert_eq!((gone.status, &gone.body["permitted_actions"]), (StatusCode::OK, &json!(["restore"])), "{}", gone.body);
        assert_eq!(tuula.get(&format!("{path}/figures/new_matters")).await.status, StatusCode::NOT_FOUND);
        let twice = tuula.send(Method::DELETE, &path, None, &[("if-match", "\"3\"")]).await;
        assert_eq!((twice.status, &twice.body["reason"]), (StatusCode::CONFLICT, &json!("change_removed")));
        let back = tuula.send(Method::POST, &format!("{path}/restore"), None, &[("if-match", "\"3\"")]).await;
        assert_eq!(back.status, StatusCode::NO_CONTENT, "{}", back.body);
        assert_eq!(tuula.get(&format!("{path}/figures/new_matters")).await.status, StatusCode::OK);
    }
);

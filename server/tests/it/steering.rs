//! Steering in the demo county: a figure is the rows it opens, the county tells nobody's small numbers, a dashboard is its owner's and its
//! team's, and forecasts are held against what came.

use crate::common::House;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use store::both;

const FIGURES: &str = "/api/v1/staff/figures";
const COUNTY: &str = "/api/v1/staff/county-figures";
const BOARDS: &str = "/api/v1/staff/dashboards";

/// The newest point of a figure.
fn newest(figure: &Value) -> &Value {
    figure["points"].as_array().unwrap().last().unwrap()
}

both!(
    async fn a_figure_is_the_rows_it_opens(db: TestDb) {
        let house = House::new(&mut db).await;
        house.gate.lift_limits();
        assert_eq!(house.rooms.steering.untold(), Vec::<&str>::new());
        let sanna = house.log_in("case_manager").await;
        for level in ["own", "team"] {
            let board = sanna.get(&format!("{FIGURES}?level={level}&period=quarter")).await;
            assert_eq!(board.status, StatusCode::OK, "{}", board.body);
            let figures = board.body["figures"].as_array().unwrap();
            assert!(figures.len() >= 9, "{}", board.body);
            for figure in figures {
                let code = figure["code"].as_str().unwrap();
                let (mut seen, mut page, mut total) = (0, 0, 0);
                loop {
                    let rows = sanna.get(&format!("{FIGURES}/{code}/rows?level={level}&period=quarter&page={page}")).await;
                    assert_eq!(rows.status, StatusCode::OK, "{code}: {}", rows.body);
                    total = rows.body["total"].as_i64().unwrap_or(total);
                    assert_eq!(rows.body["hidden"], 0, "{code}");
                    seen += rows.body["items"].as_array().unwrap().len() as i64;
                    match rows.body["next"].as_i64() {
                        Some(next) => page = next,
                        None => break,
                    }
                }
                assert_eq!((seen, total), (newest(figure)["of"].as_i64().unwrap(), seen), "{level} {code}");
            }
            let open = figures.iter().find(|one| one["code"] == "open_matters").unwrap();
            assert!(level == "own" || newest(open)["value"].as_f64().unwrap() > 0.0, "a team of the demo has matters: {open}");
        }

        // Another's team, another's level and a figure that is not there.
        let other = sanna.get(&format!("{FIGURES}?team_id={}", uuid::Uuid::from_u128(7))).await;
        assert_eq!((other.status, &other.body["errors"][0]["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("not_own_team")));
        assert_eq!(sanna.get(COUNTY).await.status, StatusCode::FORBIDDEN);
        assert_eq!(sanna.get(&format!("{FIGURES}/nothing/rows")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.log_in("administrator").await.get(FIGURES).await.status, StatusCode::FORBIDDEN);
    }
);

both!(
    async fn the_county_s_figures_name_nobody_and_are_the_sum_of_teams(db: TestDb) {
        let house = House::new(&mut db).await;
        let administrator = house.log_in("administrator").await;
        let before = administrator.get(COUNTY).await;
        assert_eq!(before.body["counted_at"], Value::Null, "nothing is counted yet");
        assert_eq!(administrator.get(&format!("{COUNTY}/open_matters")).await.body["reason"], "figures_not_counted");

        assert!(house.rooms.steering.count(&house.gate).await.unwrap() >= 10);
        assert_eq!(house.rooms.steering.count(&house.gate).await.unwrap(), 0, "fresh ones are not counted again");
        let county = administrator.get(&format!("{COUNTY}?period=quarter")).await.body;
        let least = county["least"].as_i64().unwrap();
        for figure in county["figures"].as_array().unwrap() {
            for point in figure["points"].as_array().unwrap() {
                let of = point["of"].as_i64();
                assert!(of.is_none_or(|of| of == 0 || of >= least), "{}: {point}", figure["code"]);
                assert_eq!(point["few"].as_bool().unwrap(), of.is_none(), "{point}");
                assert!(point["few"] == false || point["value"].is_null(), "{point}");
            }
        }
        let open = county["figures"].as_array().unwrap().iter().find(|one| one["code"] == "open_matters").unwrap();
        let parts = administrator.get(&format!("{COUNTY}/open_matters?period=quarter")).await;
        assert_eq!(parts.status, StatusCode::OK, "{}", parts.body);
        assert!(!parts.body.to_string().contains("client"), "teams, no clients: {}", parts.body);
        let all = parts.body["parts"].as_array().unwrap();
        let told: i64 = all.iter().filter_map(|part| part["of"].as_i64()).sum();
        let hidden = all.iter().filter(|part| part["few"] == true).count();
        let whole = newest(open)["of"].as_i64().unwrap();
        assert!(if hidden == 0 { told == whole } else { told < whole }, "{told} of {whole}, {hidden} not told");
        // One alone is never left out: it would be the rest.
        assert!(hidden != 1 || all.len() == 1, "{}", parts.body);
        assert_eq!(house.log_in("case_manager").await.get(&format!("{COUNTY}/open_matters")).await.status, StatusCode::FORBIDDEN);
    }
);

both!(
    async fn a_dashboard_is_its_owner_s_and_its_team_s(db: TestDb) {
        let house = House::new(&mut db).await;
        let sanna = house.log_in("case_manager").await;
        let team = sanna.get(FIGURES).await.body["teams"][0]["id"].clone();
        let tile = |figure: &str| json!({ "figure": figure, "level": "team", "drawing": "line" });
        let board =
            json!({ "name": "Viikon alku", "team_id": null, "period": "week", "tiles": [tile("open_matters"), tile("late_limits")] });
        let made = sanna.post(BOARDS, board.clone()).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let path = format!("{BOARDS}/{}", made.body["id"].as_str().unwrap());
        for (field, value, code) in [
            ("name", json!(" "), "required"),
            ("name", json!("Viikon alku"), "name_taken"),
            ("tiles", json!([tile("no_such")]), "not_in_list"),
            ("tiles", json!([tile("open_matters"), tile("open_matters")]), "taken"),
        ] {
            let mut wrong = board.clone();
            wrong[field] = value;
            if code != "name_taken" && field != "name" {
                wrong["name"] = json!("Toinen");
            }
            let answer = sanna.post(BOARDS, wrong).await;
            assert_eq!(
                (answer.status, &answer.body["errors"][0]["code"]),
                (StatusCode::UNPROCESSABLE_ENTITY, &json!(code)),
                "{}",
                answer.body
            );
        }

        // Nobody else sees it before it is shared; who shares no team sees it never.
        let coordinator = house.log_in("care_coordinator").await;
        assert_eq!(coordinator.get(BOARDS).await.body, json!([]));
        let mut shared = board.clone();
        (shared["team_id"], shared["tiles"]) = (team, json!([tile("late_limits"), tile("open_matters"), tile("open_alerts")]));
        let stale = sanna.send(Method::PUT, &path, Some(shared.clone()), &[("if-match", "\"9\"")]).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
        let changed = sanna.send(Method::PUT, &path, Some(shared), &[("if-match", "\"1\"")]).await;
        assert_eq!(changed.status, StatusCode::OK, "{}", changed.body);
        assert_eq!((&changed.body["tiles"][0]["figure"], changed.body["version"].as_i64()), (&json!("late_limits"), Some(2)));
        let foreign = coordinator.send(Method::DELETE, &path, None, &[("if-match", "\"2\"")]).await;
        assert!(matches!(foreign.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN), "{}", foreign.status);

        // Removed it can be brought back as it was.
        let gone = sanna.send(Method::DELETE, &path, None, &[("if-match", "\"2\"")]).await;
        assert_eq!((gone.status, &gone.body["removed"]), (StatusCode::OK, &json!(true)), "{}", gone.body);
        let back = sanna.send(Method::POST, &format!("{path}/restore"), None, &[("if-match", "\"3\"")]).await;
        assert_eq!(back.status, StatusCode::NO_CONTENT, "{}", back.body);
        let all = sanna.get(BOARDS).await.body;
        assert_eq!((&all[0]["removed"], all[0]["tiles"].as_array().unwrap().len()), (&json!(false), 3));
    }
);

both!(
    async fn forecasts_are_kept_and_held_against_what_came(db: TestDb) {
        let house = House::new(&mut db).await;
        let administrator = house.log_in("administrator").await;
        assert_eq!(house.rooms.steering.ask(&house.gate).await.unwrap(), 1);
        assert_eq!(house.rooms.steering.ask(&house.gate).await.unwrap(), 0, "once a week");
        let queue = jobs::Queue::new().on(steering::MakeForecasts::new(house.rooms.steering.clone()));
        assert!(matches!(queue.step(&house.gate).await.unwrap(), jobs::Step::Done(_)));
        let mut forecast = 0;
        for service in ["emergency_visit", "ward_stay", "home_care_visit", "contact"] {
            let page = administrator.get(&format!("/api/v1/staff/forecasts?service={service}")).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.body);
            for area in page.body["areas"].as_array().unwrap() {
                forecast += 1;
                for day in area["days"].as_array().unwrap() {
                    let of = |name: &str| day[name].as_i64().unwrap();
                    assert!(of("low95") <= of("low80") && of("low80") <= of("high80") && of("high80") <= of("high95"), "{day}");
                    assert!(day["came"].as_i64().is_none_or(|came| came == 0 || came >= 5), "small numbers are not told: {day}");
                }
                let checked = &area["checked"];
                assert!(checked["days"].as_u64().unwrap() >= checked["tried"].as_u64().unwrap(), "{checked}");
                assert!(checked["in80"].as_f64() <= checked["in95"].as_f64(), "{checked}");
            }
        }
        assert!(forecast > 0, "the demo county has a history to forecast from");
        assert_eq!(house.log_in("case_manager").await.get("/api/v1/staff/forecasts").await.status, StatusCode::FORBIDDEN);

        // λ = 4 a day, half a day each, three places: a golden case of Erlang's.
        let places = administrator.get("/api/v1/staff/capacity?arrivals=4&length=0.5&places=3").await.body;
        assert!((places["turned_away"].as_f64().unwrap() - 4.0 / 19.0).abs() < 1e-9, "{places}");
        assert!((places["waits"].as_f64().unwrap() - 4.0 / 9.0).abs() < 1e-9, "{places}");
        let wrong = administrator.get("/api/v1/staff/capacity?arrivals=-1&length=0.5&places=3").await;
        assert_eq!((wrong.status, &wrong.body["errors"][0]["path"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("arrivals")));
    }
);

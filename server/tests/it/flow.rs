//! Processes in the demo county: the map is the matters it opens, a move is on it at once, and the county names nobody.

use crate::common::House;
use axum::http::StatusCode;
use serde_json::{Value, json};
use store::both;

const MAP: &str = "/api/v1/staff/process-map";
const COUNTY: &str = "/api/v1/staff/county-process-map";

fn edge<'m>(map: &'m Value, from: &str, to: &str) -> Option<&'m Value> {
    map["edges"].as_array().unwrap().iter().find(|edge| edge["from"] == from && edge["to"] == to)
}

both!(
    async fn the_map_is_the_matters_it_opens(db: TestDb) {
        let house = House::new(&mut db).await;
        house.gate.lift_limits();
        assert_eq!(care::stay::fill(&house.gate).await.unwrap(), 0, "the demo county is written with its stays");
        let sanna = house.log_in("case_manager").await;
        let map = sanna.get(&format!("{MAP}?period=year")).await;
        assert_eq!(map.status, StatusCode::OK, "{}", map.body);
        let ways: Vec<Value> = map.body["edges"].as_array().unwrap().iter().filter(|edge| edge["n"].as_i64() > Some(0)).cloned().collect();
        assert!(ways.len() >= 3, "{}", map.body);
        let mut asked: Vec<(String, i64)> = ways
            .iter()
            .map(|way| (format!("from={}&to={}", way["from"].as_str().unwrap(), way["to"].as_str().unwrap()), way["n"].as_i64().unwrap()))
            .collect();
        for step in map.body["steps"].as_array().unwrap() {
            asked.push((format!("step={}", step["step"].as_str().unwrap()), step["now"].as_i64().unwrap()));
        }
        assert!(asked.iter().any(|(what, n)| what.starts_with("step") && *n > 0), "something is under way");
        for (what, n) in asked {
            let (mut seen, mut page, mut hidden) = (0, 0, 0);
            loop {
                let rows = sanna.get(&format!("{MAP}/rows?period=year&{what}&page={page}")).await;
                assert_eq!(rows.status, StatusCode::OK, "{what}: {}", rows.body);
                assert_eq!(rows.body["total"].as_i64().unwrap(), n, "{what}");
                hidden = rows.body["hidden"].as_i64().unwrap_or(hidden);
                seen += rows.body["items"].as_array().unwrap().len() as i64;
                match rows.body["next"].as_i64() {
                    Some(next) => page = next,
                    None => break,
                }
            }
            assert_eq!(seen + hidden, n, "{what}");
        }
        let other = sanna.get(&format!("{MAP}?team_id={}", uuid::Uuid::from_u128(7))).await;
        assert_eq!((other.status, &other.body["errors"][0]["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("not_own_team")));
        assert_eq!(sanna.get(&format!("{MAP}/rows?from=start")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        for path in [COUNTY, "/api/v1/staff/county-queues"] {
            assert_eq!(sanna.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let administrator = house.log_in("administrator").await;
        for path in [MAP, "/api/v1/staff/queues"] {
            assert_eq!(administrator.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
    }
);

both!(
    async fn the_county_names_nobody_and_queues_are_what_is_in_the_steps(db: TestDb) {
        let house = House::new(&mut db).await;
        let administrator = house.log_in("administrator").await;
        let map = administrator.get(&format!("{COUNTY}?period=year&service_task=older_people")).await;
        assert_eq!(map.status, StatusCode::OK, "{}", map.body);
        assert_eq!(map.body["chain"]["code"], "older_people");
        let least = map.body["least"].as_i64().unwrap();
        for edge in map.body["edges"].as_array().unwrap() {
            let n = edge["n"].as_i64();
            assert!(n.is_none_or(|n| n == 0 || n >= least), "{edge}");
            assert_eq!(edge["few"].as_bool().unwrap(), n.is_none(), "{edge}");
            assert!(edge["few"] == false || edge["median_days"].is_null(), "{edge}");
        }
        assert!(edge(&map.body, "start", "first_contact").is_some(), "what is meant to be gone stands on the map: {}", map.body);
        let wide = administrator.get("/api/v1/staff/county-queues").await;
        assert_eq!(wide.status, StatusCode::OK, "{}", wide.body);
        assert!(!wide.body.to_string().contains("client"), "{}", wide.body);

        // One's own teams' queues are what the steps of their map say is in them now.
        let sanna = house.log_in("case_manager").await;
        let queues = sanna.get("/api/v1/staff/queues").await;
        assert_eq!(queues.status, StatusCode::OK, "{}", queues.body);
        let map = sanna.get(MAP).await.body;
        let queues = queues.body["queues"].as_array().unwrap().clone();
        assert!(!queues.is_empty());
        for step in map["steps"].as_array().unwrap() {
            let waits: i64 = queues.iter().filter(|queue| queue["step"] == step["step"]).filter_map(|queue| queue["n"].as_i64()).sum();
            assert_eq!(waits, step["now"].as_i64().unwrap(), "{step}");
        }
        for queue in &queues {
            let parts: i64 = queue["parts"].as_array().unwrap().iter().filter_map(Value::as_i64).sum();
            assert_eq!(parts, queue["n"].as_i64().unwrap(), "{queue}");
        }

        // What is to come of each begins from what it is, and only one's own teams' queues are told.
        let forecast = |queue: &Value, team: &str| {
            let [task, step] = ["service_task", "step"].map(|name| queue[name].as_str().unwrap().to_owned());
            format!("/api/v1/staff/queues/forecast?service_task={task}&step={step}&team_id={team}")
        };
        let mut told = 0;
        for queue in &queues {
            let one = sanna.get(&forecast(queue, queue["team"]["id"].as_str().unwrap())).await;
            assert_eq!(one.status, StatusCode::OK, "{}", one.body);
            assert_eq!((&one.body["n"], &one.body["past"].as_array().unwrap().last().unwrap()["n"]), (&queue["n"], &queue["n"]));
            let Some(weeks) = one.body["to_come"]["ahead"].as_array() else { continue };
            told += 1;
            for week in weeks {
                let [low, expected, high] = ["low80", "expected", "high80"].map(|name| week[name].as_f64().unwrap());
                assert!(0.0 <= low && low <= expected && expected <= high, "{week}");
            }
        }
        assert!(told > 0, "of some queue there is enough to go by");
        let first = queues.first().unwrap();
        let other = sanna.get(&forecast(first, &uuid::Uuid::from_u128(7).to_string())).await;
        assert_eq!((other.status, &other.body["errors"][0]["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("not_own_team")));
        let step = sanna.get("/api/v1/staff/queues/forecast?service_task=older_people&step=hallway&team_id=x").await;
        assert_eq!(step.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", step.body);
    }
);

both!(
    async fn a_matter_has_its_way_and_its_client_a_place_in_words(db: TestDb) {
        let house = House::new(&mut db).await;
        house.gate.lift_limits();
        let sanna = house.log_in("case_manager").await;
        let rows = sanna.get(&format!("{MAP}/rows?step=assessment")).await;
        let row = &rows.body["items"][0];
        let id = row["id"].as_str().unwrap();
        let path = sanna.get(&format!("/api/v1/staff/matters/{id}/path")).await;
        assert_eq!(path.status, StatusCode::OK, "{}", path.body);
        let stays = path.body["stays"].as_array().unwrap();
        assert_eq!(stays.first().unwrap()["step"], "first_contact", "{}", path.body);
        let last = stays.last().unwrap();
        assert_eq!((&last["step"], &last["left_on"]), (&json!("assessment"), &Value::Null), "{}", path.body);
        assert_eq!(path.body["now"]["days"], last["days"]);
        // Whoever waits longest waits behind nobody; the rows of a step are in that order.
        let first = sanna.get(&format!("/api/v1/staff/matters/{id}/path")).await.body["now"]["ahead"].clone();
        assert_eq!(first, 0, "{}", path.body);
        assert_eq!(
            house.log_in("administrator").await.get(&format!("/api/v1/staff/matters/{id}/path")).await.status,
            StatusCode::FORBIDDEN
        );

        // Aino's own matter is under assessment; of another's nothing is said, as of one that is not there.
        let aino = house.log_in("client_aino").await;
        let overview = aino.get("/api/v1/client/overview").await.body;
        let own = overview["matters"].as_array().unwrap().iter().find(|one| one["state"] == "open").unwrap()["id"].clone();
        let place = aino.get(&format!("/api/v1/client/matters/{}/place", own.as_str().unwrap())).await;
        assert_eq!(place.status, StatusCode::OK, "{}", place.body);
        let told = &place.body["place"];
        assert!(told["days"].as_i64().unwrap() >= 0 && told["ahead"].as_i64().unwrap() >= 0, "{}", place.body);
        assert!(!told["usual"].is_object() || told["usual"]["of"].as_i64().unwrap() >= 5, "{}", place.body);
        let laura = house.log_in("client_laura").await;
        for other in [own.as_str().unwrap().to_owned(), uuid::Uuid::from_u128(9).to_string()] {
            assert_eq!(laura.get(&format!("/api/v1/client/matters/{other}/place")).await.body, json!({}));
        }
    }
);

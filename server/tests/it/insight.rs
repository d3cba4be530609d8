//! What a client sees of the use of their data, and asks about it; over HTTP as the browser does it, on both databases.

use crate::common::{Caller, House};
use axum::http::{Method, StatusCode};
use chrono::Days;
use serde_json::{Value, json};
use store::{both, sql};
use trust::ActionKind;
use uuid::Uuid;

async fn log(client: &Caller, query: &str) -> Value {
    let answer = client.get(&format!("/api/v1/client/log{query}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body
}

fn actions(page: &Value) -> Vec<&str> {
    page["entries"].as_array().unwrap().iter().map(|e| e["action"].as_str().unwrap()).collect()
}

both!(
    async fn a_client_sees_who_used_their_data_why_and_on_what_ground(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.subject("client_aino");
        let (manager, acute) = (house.log_in("case_manager").await, house.log_in("acute_nurse").await);
        assert_eq!(manager.get(&format!("/api/v1/staff/clients/{aino}/summary")).await.status, StatusCode::OK);
        let laura = house.subject("client_laura");
        let body = json!({ "registers": ["patient"], "ground": "emergency_care", "reason_code": "violence",
            "reason": "Hätäkeskuksen tehtävä", "confirmed": true });
        let opened = acute.post(&format!("/api/v1/staff/clients/{laura}/registers"), body).await;
        assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.body);
        assert_eq!(acute.get(&format!("/api/v1/staff/clients/{laura}/people")).await.status, StatusCode::OK);

        let client = house.log_in("client_aino").await;
        let mine = log(&client, "?by=staff").await;
        let entry = mine["entries"].as_array().unwrap().iter().find(|e| e["action"] == "care.summary.read").expect("the look is there");
        assert_eq!(entry["professional"]["name"], "Sanna Mäkelä");
        assert!(entry["unit"].as_str().is_some_and(|u| !u.is_empty()));
        assert_eq!((entry["purpose"].as_str(), entry["by"].as_str()), (Some("care"), Some("staff")));
        assert_eq!(entry["grounds"][0]["code"], "disclosure_permit", "the patient register by her own permit");
        assert!(!actions(&mine).contains(&"people.client.people"), "nothing of another client's");

        let other = house.log_in("client_laura").await;
        let hers = log(&other, "?by=staff&record=disclosure").await;
        let entry = &hers["entries"][0];
        assert_eq!(entry["action"], "people.client.people");
        assert_eq!(
            (entry["grounds"][0]["code"].as_str(), entry["grounds"][0]["emergency"].as_bool()),
            (Some("emergency_care"), Some(true))
        );
        assert!(entry["grounds"][0]["label"]["fi"].as_str().unwrap().contains("hoidon"));

        // Her own looks are told apart, and a refused attempt showed nothing.
        assert!(actions(&log(&client, "?by=client").await).contains(&"insight.own.log"));
        assert!(actions(&log(&client, "?by=staff").await).iter().all(|a| !a.starts_with("insight.own")));
        assert_eq!(acute.get(&format!("/api/v1/staff/clients/{aino}/household")).await.status, StatusCode::FORBIDDEN);
        assert!(!actions(&log(&client, "?by=staff").await).contains(&"care.household.look"));
        let answer = client.get("/api/v1/client/log?by=neighbour").await;
        assert_eq!((answer.status, answer.body["errors"][0]["path"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("by")));
    }
);

both!(
    async fn the_log_comes_in_pages_and_by_days(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.subject("client_aino");
        let manager = house.log_in("case_manager").await;
        for _ in 0..60 {
            manager.get(&format!("/api/v1/staff/clients/{aino}/people")).await;
        }
        let client = house.log_in("client_aino").await;
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let page = log(&client, &format!("?by=staff{after}")).await;
            let entries = page["entries"].as_array().unwrap();
            assert!(entries.len() <= 50);
            seen.extend(entries.iter().map(|e| (e["at"].as_str().unwrap().to_owned(), e["id"].as_str().unwrap().to_owned())));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        assert!(seen.len() >= 60);
        let mut ids: Vec<&String> = seen.iter().map(|(_, id)| id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), seen.len(), "nothing twice");
        assert!(seen.windows(2).all(|pair| pair[0].0 >= pair[1].0), "newest first");

        let today = house.gate.ctx().today();
        let tomorrow = today.checked_add_days(Days::new(1)).unwrap();
        let yesterday = today.checked_sub_days(Days::new(1)).unwrap();
        assert!(actions(&log(&client, &format!("?by=staff&from={tomorrow}")).await).is_empty());
        assert!(actions(&log(&client, &format!("?by=staff&to={yesterday}")).await).is_empty());
        assert_eq!(actions(&log(&client, &format!("?by=staff&from={today}&to={today}")).await).len(), 50);
        // Two years back and no further: the older is asked for.
        house.gate.flush_log().await;
        let old = |days: i64| house.gate.ctx().now() - chrono::Duration::days(days);
        let work = house.gate.job("test.age", "test", None).begin().await.unwrap();
        // Written as of then: the database lets no line be changed.
        let copy = "INSERT INTO access_log (id, at, actor_kind, actor_id, client_id, action, purpose, outcome, request_id) \
                    SELECT $1, $2, actor_kind, actor_id, client_id, action, purpose, outcome, $1 FROM access_log \
                    WHERE action = 'people.client.people' LIMIT 1";
        for days in [700, 800] {
            sql::exec(&work, copy, [Uuid::now_v7().into(), old(days).into()]).await.unwrap();
        }
        work.commit().await.unwrap();
        let page = log(&client, &format!("?by=staff&from=2020-01-01&to={}", old(600).date_naive())).await;
        assert_eq!(actions(&page), ["people.client.people"], "the line of 700 days back, not the one of 800");
        assert!(page["since_about"]["fi"].as_str().unwrap().contains("kahden vuoden"));
    }
);

both!(
    async fn a_question_about_an_entry_goes_to_the_supervisor_and_the_answer_back(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.subject("client_aino");
        let manager = house.log_in("case_manager").await;
        manager.get(&format!("/api/v1/staff/clients/{aino}/summary")).await;
        let client = house.log_in("client_aino").await;
        let page = log(&client, "?by=staff").await;
        let id = page["entries"][0]["id"].as_str().unwrap().to_owned();
        let ask = async |who: &Caller, id: &str, words: &str| {
            who.post(&format!("/api/v1/client/log/{id}/inquiries"), json!({ "words": words })).await
        };
        assert_eq!(ask(&client, &id, " ").await.body["errors"][0]["code"], "required");
        assert_eq!(ask(&client, &Uuid::now_v7().to_string(), "Miksi?").await.status, StatusCode::NOT_FOUND);
        let other = house.log_in("client_laura").await;
        assert_eq!(ask(&other, &id, "Miksi?").await.status, StatusCode::NOT_FOUND, "not another's entry");
        assert_eq!(ask(&client, &id, "Miksi tietojani katsottiin?").await.status, StatusCode::CREATED);
        assert_eq!(ask(&client, &id, "Miksi tietojani katsottiin?").await.body["reason"], "already_asked");
        assert_eq!(log(&client, "?by=staff").await["entries"][0]["asked"], true);

        assert_eq!(manager.get("/api/v1/staff/log-inquiries").await.status, StatusCode::FORBIDDEN);
        let lead = house.log_in("team_lead").await;
        let queue = lead.get("/api/v1/staff/log-inquiries").await.body;
        let item = &queue["items"][0];
        assert_eq!((queue["waiting"].as_i64(), item["words"].as_str()), (Some(1), Some("Miksi tietojani katsottiin?")));
        assert_eq!(item["entry_by"]["name"], "Sanna Mäkelä");
        assert_eq!(item["client"]["id"], json!(aino));
        let due: chrono::NaiveDate = item["due_on"].as_str().unwrap().parse().unwrap();
        let month = kernel::workday::add_months(house.gate.ctx().today(), 1);
        assert_eq!(due, kernel::workday::roll_to_workday(month), "the clock of the rules");

        // Past its time it is the data protection officer's to see, without whose it is.
        let officer = house.log_in("data_protection_officer").await;
        let late = async || officer.get("/api/v1/staff/protection/inquiries").await.body;
        assert_eq!(late().await["total"], 0);
        let put_back = async |due: chrono::NaiveDate| {
            let work = house.gate.job("test.clock", "test", None).begin().await.unwrap();
            sql::exec(&work, "UPDATE log_inquiry SET due_on = $1", [due.into()]).await.unwrap();
            work.commit().await.unwrap();
        };
        put_back(house.gate.ctx().today() - chrono::Duration::days(1)).await;
        let seen = late().await;
        assert_eq!((seen["total"].as_i64(), seen["items"][0]["id"].as_str()), (Some(1), item["id"].as_str()));
        assert!(seen["items"][0]["unit"].is_string(), "who should answer: {seen}");
        assert!(!seen.to_string().contains("Miksi") && !seen.to_string().contains(&aino.to_string()), "{seen}");
        put_back(due).await;

        let inquiry = item["id"].as_str().unwrap();
        let answer = async |version: &str, words: &str| {
            let path = format!("/api/v1/staff/log-inquiries/{inquiry}/answer");
            lead.send(Method::POST, &path, Some(json!({ "answer": words })), &[("if-match", version)]).await
        };
        assert_eq!(answer("\"1\"", "x").await.body["errors"][0]["code"], "too_short");
        assert_eq!(answer("\"7\"", "Hän on asiakasvastaavasi.").await.status, StatusCode::PRECONDITION_FAILED);
        assert_eq!(answer("\"1\"", "Hän on asiakasvastaavasi.").await.status, StatusCode::NO_CONTENT);
        assert_eq!(answer("\"2\"", "Uudelleen").await.body["reason"], "already_answered");
        assert_eq!(lead.get("/api/v1/staff/log-inquiries").await.body["waiting"], 0);

        let own = client.get("/api/v1/client/log/inquiries").await.body;
        assert_eq!((own[0]["answer"].as_str(), own[0]["seen_at"].is_null()), (Some("Hän on asiakasvastaavasi."), true));
        assert!(own[0]["client"].is_null());
        assert_eq!(client.post("/api/v1/client/log/inquiries/seen", json!({})).await.status, StatusCode::NO_CONTENT);
        let seen = lead.get("/api/v1/staff/log-inquiries?answered=true").await.body;
        assert!(seen["items"][0]["seen_at"].is_string(), "the supervisor sees that it was read");
        assert!(other.get("/api/v1/client/log/inquiries").await.body.as_array().unwrap().is_empty());
        // The supervisor's work on it is in the log like anybody's.
        assert!(actions(&log(&client, "?by=staff").await).contains(&"insight.inquiry.answer"));
        let kinds = sql::rows(
            house.gate.job("test.look", "test", None).reader(),
            "SELECT kind FROM event WHERE kind LIKE 'insight.%' ORDER BY seq",
            [],
        )
        .await
        .unwrap();
        let kinds: Vec<String> = kinds.iter().map(|r| r.try_get("", "kind").unwrap()).collect();
        assert_eq!(kinds, ["insight.inquiry.asked", "insight.inquiry.answered", "insight.inquiry.seen"]);
    }
);

/// A client reads what was done, not the name of a route: every action that can touch a client has words in each language.
#[test]
fn every_action_that_the_log_can_name_has_plain_words() {
    for language in ["fi", "sv", "en"] {
        let path = format!("{}/../web/src/i18n/{language}/actions.json", env!("CARGO_MANIFEST_DIR"));
        let words: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let lacking: Vec<&str> = server::app::actions()
            .into_iter()
            .filter(|a| a.kind != ActionKind::Plain && !a.categories.is_empty() && a.purpose != "plain")
            .map(|a| a.name)
            .filter(|name| name.split('.').fold(&words, |at, part| &at[part]).as_str().is_none())
            .collect();
        assert!(lacking.is_empty(), "{language}: {lacking:#?}");
    }
}

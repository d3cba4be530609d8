//! The accessibility statement, feedback by anyone and its answers, and the session that goes on when one says so; on both
//! databases.

use crate::common::House;
use axum::http::{Method, StatusCode};
use chrono::Duration;
use serde_json::{Value, json};
use store::sea_orm::FromQueryResult;
use store::{both, sql};

const SEND: &str = "/api/v1/public/accessibility/feedback";
const LOOK: &str = "/api/v1/public/accessibility/feedback/look";
const ADMIN: &str = "/api/v1/staff/administration/feedback";

#[derive(FromQueryResult)]
struct Number {
    number: i64,
}

async fn count(house: &House, text: &str) -> i64 {
    house.gate.flush_log().await;
    let job = house.gate.job("test.count", "test", None);
    sql::one::<Number>(job.reader(), text, []).await.unwrap().unwrap().number
}

/// Lines of the access log that a request left.
async fn lines(house: &House, answer: &crate::common::Answer) -> i64 {
    house.gate.flush_log().await;
    let job = house.gate.job("test.count", "test", None);
    let request: uuid::Uuid = answer.headers["x-request-id"].to_str().unwrap().parse().unwrap();
    let text = "SELECT COUNT(*) AS number FROM access_log WHERE request_id = $1";
    sql::one::<Number>(job.reader(), text, [request.into()]).await.unwrap().unwrap().number
}

both!(
    async fn feedback_comes_from_anyone_and_is_answered(db: TestDb) {
        let house = House::new(&mut db).await;
        let nobody = house.nobody();
        let statement = nobody.get("/api/v1/public/accessibility").await;
        assert_eq!(statement.status, StatusCode::OK);
        assert_eq!(statement.body["conformance"], "partial");
        assert_eq!(statement.body["reply_days"], 14);
        assert!(statement.body["shortcomings"].as_array().is_some_and(|all| !all.is_empty()));

        let page = format!("/my/matters/{}?x=1", uuid::Uuid::now_v7());
        let sent = nobody.post(SEND, json!({ "page": page, "words": "Ruudunlukija ei lue painiketta", "language": "sv" })).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
        let code = sent.body["code"].as_str().unwrap().to_owned();
        assert_eq!(sent.body["due_on"], (house.gate.ctx().today() + Duration::days(14)).to_string());
        // The log line of the change, in its transaction, and the event; the code itself is kept nowhere.
        assert_eq!(
            count(
                &house,
                "SELECT COUNT(*) AS number FROM access_log WHERE action = 'public.accessibility.feedback' AND object_kind IS NOT NULL"
            )
            .await,
            1
        );
        assert_eq!(count(&house, "SELECT COUNT(*) AS number FROM event WHERE kind = 'upkeep.feedback.received'").await, 1);

        // Whoever has the code sees that it waits; nobody else sees that it is.
        let waits = nobody.post(LOOK, json!({ "code": code.to_lowercase() })).await;
        assert_eq!((waits.status, waits.body["state"].as_str()), (StatusCode::OK, Some("open")));
        assert!(waits.body["words"].is_null(), "what was sent is not shown again");
        assert_eq!(nobody.post(LOOK, json!({ "code": "00000-00000" })).await.status, StatusCode::NOT_FOUND);

        // Only the administrator reads and answers.
        let nurse = house.log_in("home_care_nurse").await;
        assert_eq!(nurse.get(ADMIN).await.status, StatusCode::FORBIDDEN);
        let admin = house.log_in("administrator").await;
        let list = admin.get(&format!("{ADMIN}?state=open")).await;
        assert_eq!(lines(&house, &list).await, 1);
        let first = &list.body[0];
        assert_eq!(
            (first["page"].as_str(), first["language"].as_str(), first["late"].as_bool()),
            (Some("/my/matters/:"), Some("sv"), Some(false))
        );
        let path = format!("{ADMIN}/{}/answer", first["id"].as_str().unwrap());
        let body = |text: &str| Some(json!({ "answer": text }));
        let with = |version: &'static str| [("if-match", version)];
        assert_eq!(admin.send(Method::POST, &path, body("Tack!"), &with("\"7\"")).await.status, StatusCode::PRECONDITION_FAILED);
        assert_eq!(admin.send(Method::POST, &path, body(" "), &with("\"1\"")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(admin.send(Method::POST, &path, body("Tack, knappen har nu ett namn."), &with("\"1\"")).await.status, StatusCode::OK);
        let answered = nobody.post(LOOK, json!({ "code": code })).await.body;
        assert_eq!((answered["state"].as_str(), answered["answer"].as_str()), (Some("answered"), Some("Tack, knappen har nu ett namn.")));
        assert_eq!(admin.get(&format!("{ADMIN}?state=open")).await.body, json!([]));
    }
);

both!(
    async fn a_source_does_not_flood(db: TestDb) {
        let house = House::new(&mut db).await;
        let send = |from: &'static str, body: Value| {
            let nobody = house.nobody();
            async move { nobody.send(Method::POST, SEND, Some(body), &[("x-forwarded-for", from)]).await.status }
        };
        let good = || json!({ "words": "Teksti on liian pientä", "contact": "lukija@example.fi" });
        // What is not taken counts for nothing.
        let hetu = kernel::hetu::Hetu::synthetic("1942-01-01".parse().unwrap(), kernel::hetu::Sex::Female, 3).unwrap();
        for wrong in [json!({ "words": " " }), json!({ "words": hetu.reveal() }), json!({ "words": "a", "language": "de" })] {
            assert_eq!(send("198.51.100.1", wrong).await, StatusCode::UNPROCESSABLE_ENTITY);
        }
        for _ in 0..5 {
            assert_eq!(send("198.51.100.1", good()).await, StatusCode::CREATED);
        }
        assert_eq!(send("198.51.100.1", good()).await, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(send("198.51.100.2", good()).await, StatusCode::CREATED, "another source has its own share");
        assert_eq!(count(&house, "SELECT COUNT(*) AS number FROM accessibility_feedback").await, 6);
        // A logged-in browser's request needs its page's token, as any change does.
        let nurse = house.log_in("home_care_nurse").await;
        assert_eq!(nurse.forged().post(SEND, good()).await.status, StatusCode::FORBIDDEN);
    }
);

both!(
    async fn a_session_goes_on_when_one_says_so(db: TestDb) {
        let house = House::new(&mut db).await;
        house.gate.set_session_life(Duration::minutes(30));
        let nurse = house.log_in("home_care_nurse").await;
        let before = nurse.get("/api/v1/session").await.body;
        let left = before["ends_in"].as_i64().unwrap();
        assert!((1_700..=1_800).contains(&left), "{left}");
        assert_eq!(before["can_extend"], true);
        house.gate.flush_log().await;
        let job = house.gate.job("test.age", "test", None);
        let age = |minutes: i64| {
            let (job, now) = (&job, house.gate.ctx().now());
            async move {
                let work = job.begin().await.unwrap();
                let values = [(now + Duration::minutes(minutes)).into(), (now + Duration::minutes(minutes - 30)).into()];
                sql::exec(&work, "UPDATE session SET expires_at = $1, created_at = $2", values).await.unwrap();
                work.commit().await.unwrap();
            }
        };
        age(3).await;
        assert!(nurse.get("/api/v1/session").await.body["ends_in"].as_i64().unwrap() <= 180);
        assert_eq!(nurse.forged().post("/api/v1/session/extend", json!({})).await.status, StatusCode::FORBIDDEN);
        let extended = nurse.post("/api/v1/session/extend", json!({})).await;
        assert_eq!(extended.status, StatusCode::OK, "{}", extended.body);
        assert!(extended.body["ends_in"].as_i64().unwrap() > 1_700);
        assert_eq!(extended.body["csrf"], before["csrf"], "what is under way on the page goes on");
        // What has ended does not come back.
        age(-1).await;
        assert_eq!(nurse.post("/api/v1/session/extend", json!({})).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(house.nobody().post("/api/v1/session/extend", json!({})).await.status, StatusCode::UNAUTHORIZED);
    }
);

both!(
    async fn a_session_that_nobody_uses_ends(db: TestDb) {
        let house = House::new(&mut db).await;
        house.gate.set_session_idle(Duration::minutes(20));
        let nurse = house.log_in("home_care_nurse").await;
        house.gate.flush_log().await;
        let job = house.gate.job("test.age", "test", None);
        let unused = |minutes: i64| {
            let (job, seen) = (&job, house.gate.ctx().now() - Duration::minutes(minutes));
            async move {
                let work = job.begin().await.unwrap();
                sql::exec(&work, "UPDATE session SET seen_at = $1", [seen.into()]).await.unwrap();
                work.commit().await.unwrap();
            }
        };
        let by_itself = || nurse.send(axum::http::Method::GET, "/api/v1/session", None, &[("x-idle", "1")]);
        unused(15).await;
        let left = by_itself().await.body;
        assert!((200..=300).contains(&left["ends_in"].as_i64().unwrap()), "{left}");
        assert_eq!(left["can_extend"], true);
        assert_eq!(
            by_itself().await.body["ends_in"].as_i64().unwrap() / 10,
            left["ends_in"].as_i64().unwrap() / 10,
            "looking is no use of it"
        );
        let used = nurse.get("/api/v1/session").await.body;
        assert!(used["ends_in"].as_i64().unwrap() > 1_150, "{used}");
        // Another process knows it when it has been written down.
        trust::note_used(&house.gate).await.unwrap();
        assert!(by_itself().await.body["ends_in"].as_i64().unwrap() > 1_150);
        unused(21).await;
        assert_eq!(nurse.get("/api/v1/session").await.body["audience"], "none");
        assert_eq!(nurse.get("/api/v1/staff/lobby/sent").await.status, StatusCode::UNAUTHORIZED);
    }
);

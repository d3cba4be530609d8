//! One's own sessions: seen by their owner alone, ended one by one or all but this.

use crate::common::{Caller, House};
use axum::http::StatusCode;
use serde_json::{Value, json};
use store::both;

const OWN: &str = "/api/v1/session/own";
const END: &str = "/api/v1/session/own/end";

async fn mine(who: &Caller) -> Vec<Value> {
    let answer = who.get(OWN).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body.as_array().unwrap().clone()
}

async fn alive(who: &Caller) -> bool {
    who.get("/api/v1/staff/lobby/sent").await.status != StatusCode::UNAUTHORIZED
}

both!(
    async fn ones_own_sessions_are_seen_and_ended_by_oneself(db: TestDb) {
        let house = House::new(&mut db).await;
        let (one, two, three) =
            (house.log_in("home_care_nurse").await, house.log_in("home_care_nurse").await, house.log_in("home_care_nurse").await);
        let (other, client) = (house.log_in("acute_nurse").await, house.log_in("client_aino").await);
        let all = mine(&one).await;
        assert_eq!((all.len(), all.iter().filter(|s| s["here"] == true).count()), (3, 1));
        assert!(all.iter().all(|s| s["started_at"].is_string() && s["used_at"].is_string() && s["browser"] == "other"), "{all:?}");
        assert_eq!(mine(&client).await.len(), 1, "a client has theirs");
        assert_eq!(house.nobody().get(OWN).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(house.nobody().post(END, json!({})).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(one.forged().post(END, json!({})).await.status, StatusCode::FORBIDDEN, "not from another site");

        // Another's session is not ended, nor is this one by its own name.
        let theirs = mine(&other).await[0]["id"].clone();
        let here = all.iter().find(|s| s["here"] == true).unwrap()["id"].clone();
        for id in [theirs, here, json!("nothing")] {
            assert_eq!(one.post(END, json!({ "id": id })).await.body["ended"], 0);
        }
        assert!(alive(&other).await && alive(&one).await);

        let second = mine(&two).await.into_iter().find(|s| s["here"] == true).unwrap()["id"].clone();
        assert_eq!(one.post(END, json!({ "id": second })).await.body["ended"], 1);
        assert!(!alive(&two).await && alive(&three).await && alive(&one).await, "the next request of that one is nobody's");
        assert_eq!(mine(&one).await.len(), 2);
        let fourth = house.log_in("home_care_nurse").await;
        assert_eq!(one.post(END, json!({})).await.body["ended"], 2);
        assert!(!alive(&three).await && !alive(&fourth).await && alive(&one).await && alive(&other).await);
        // What a session is called opens nothing: it is not what the cookie holds, nor what the database keeps of it.
        assert_eq!(mine(&one).await[0]["id"].as_str().unwrap().len(), 16);
    }
);

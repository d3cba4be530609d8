//! The proposed network in the demo county: every fact of the rules is told by a room, and somebody of Sanna's is called for.

use crate::common::House;
use axum::http::StatusCode;
use serde_json::json;
use store::both;

both!(
    async fn the_county_s_rooms_tell_what_the_rules_ask(db: TestDb) {
        let house = House::new(&mut db).await;
        assert_eq!(house.rooms.network.untold(), Vec::<&str>::new());
        let aino = house.subject("client_aino");
        let path = format!("/api/v1/staff/clients/{aino}/network");
        let sanna = house.log_in("case_manager").await;
        let seen = sanna.get(&path).await;
        assert_eq!(seen.status, StatusCode::OK, "{}", seen.body);
        // Aino's own matters bring her teams; Eero cares for her, and home care visits.
        assert!(!seen.body["there"].as_array().unwrap().is_empty(), "{}", seen.body);
        let proposals = seen.body["proposals"].as_array().unwrap();
        assert!(!proposals.is_empty(), "{}", seen.body);
        assert!(proposals.iter().all(|one| !one["evidence"].as_array().unwrap().is_empty()), "{}", seen.body);
        assert_eq!(house.log_in("administrator").await.get(&path).await.status, StatusCode::FORBIDDEN);
        let none = sanna.post(&format!("{path}/no_such_rule/dismiss"), json!({ "reason": "Ei tarvita." })).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND, "{}", none.body);
    }
);

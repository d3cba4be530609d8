//! What is passed on to the data protection officer, and what she finds.

use serde_json::{Value, json};
use store::both;
use store::sea_orm::ConnectionTrait;

use crate::house::House;

/// A review of the nurse's look, passed on by her lead: its path on the officer's side.
async fn passed(house: &House) -> String {
    house.nurse_at_home().await;
    let (next, _) = house.client("Kauppakatu 14, 53100 Lappeenranta").await;
    house.sees(house.nurse, next).await;
    assert_eq!(house.turn().await, 1);
    let id = house.queue(house.lead, json!({})).await.body["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(waiting(house).await, 0, "what waits for the supervisor is not the officer's");
    let verdict = Some(json!({ "outcome": "passed_on", "words": "Työtehtävää ei löytynyt" }));
    assert_eq!(house.ask_seen(house.lead, "POST", &format!("/watch/reviews/{id}/decision"), verdict, Some(1)).await.status, 204);
    format!("/protection/reviews/{id}")
}

async fn waiting(house: &House) -> i64 {
    house.ask(house.officer, "GET", "/protection/reviews", None).await.body["waiting"].as_i64().unwrap()
}

both!(
    async fn the_officer_finds_and_the_one_who_passed_it_on_reads(db: TestDb) {
        let house = House::new(&mut db).await;
        let path = passed(&house).await;
        for who in [house.nurse, house.manager, house.lead, house.admin] {
            assert_eq!(house.ask(who, "GET", "/protection/reviews", None).await.status, 403);
            assert_eq!(house.ask(who, "GET", &path, None).await.status, 403);
        }
        let list = house.ask(house.officer, "GET", "/protection/reviews", None).await.body;
        let item = &list["items"][0];
        assert_eq!((list["waiting"].as_i64(), item["words"][0]["words"].as_str()), (Some(1), Some("Työtehtävää ei löytynyt")));
        assert_eq!(
            (item["words"][0]["by"]["name"].as_str(), item["professional"]["name"].as_str()),
            (Some("Lea Lead"), Some("Nina Nurse"))
        );
        assert!(item["client"].get("address").is_none(), "the identity card alone");
        let detail = house.ask(house.officer, "GET", &path, None).await;
        assert_eq!((detail.status.as_u16(), detail.body["lines"][0]["action"].as_str()), (200, Some("test.lobby")));
        house.gate.flush_log().await;
        let seen = "SELECT COUNT(*) FROM access_log l JOIN access_log_client c ON c.log_id = l.id WHERE l.action = 'watch.protection.look'";
        assert_eq!(house.count(seen).await, 1, "the officer's look is in the client's log");
        let client: kernel::ClientId = kernel::ClientId(item["client"]["id"].as_str().unwrap().parse().unwrap());
        assert_eq!(house.sees(house.officer, client).await, 403, "she opens no client");

        let find = format!("{path}/finding");
        let said = |finding: &str, to: Value| Some(json!({ "finding": finding, "reported_to": to, "words": "Tietoturvaloukkaus" }));
        assert_eq!(house.ask_seen(house.lead, "POST", &find, said("no_misuse", Value::Null), Some(2)).await.status, 403);
        let nobody = house.ask_seen(house.officer, "POST", &find, said("reported", Value::Null), Some(2)).await;
        assert_eq!((nobody.status.as_u16(), nobody.body["errors"][0]["path"].as_str()), (422, Some("/reported_to")));
        let short = Some(json!({ "finding": "guidance", "words": " " }));
        assert_eq!(house.ask_seen(house.officer, "POST", &find, short, Some(2)).await.body["errors"][0]["code"], "required");
        assert_eq!(house.ask_seen(house.officer, "POST", &find, said("reported", json!("ombudsman")), Some(1)).await.status, 412);
        assert_eq!(house.ask_seen(house.officer, "POST", &find, said("reported", json!("ombudsman")), Some(2)).await.status, 204);
        let again = house.ask_seen(house.officer, "POST", &find, said("no_misuse", Value::Null), Some(3)).await;
        assert_eq!(again.body["reason"], "already_reviewed");
        assert_eq!(waiting(&house).await, 0);
        let found = house.ask(house.officer, "GET", "/protection/reviews?found=true", None).await.body;
        assert_eq!(found["items"][0]["finding"], "reported");

        let settled = house.queue(house.lead, json!({ "settled": true })).await.body["items"][0].clone();
        let last = settled["words"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(
            (settled["finding"].as_str(), last["kind"].as_str(), last["finding"].as_str(), last["reported_to"].as_str()),
            (Some("reported"), Some("found"), Some("reported"), Some("ombudsman"))
        );
        assert_eq!((last["words"].as_str(), last["by"]["name"].as_str()), (Some("Tietoturvaloukkaus"), Some("Oona Officer")));

        // Whose screens hear of it: the officer's of what is passed on, the supervisor's of what was found.
        let told = house.rows("SELECT kind, data FROM event WHERE object_kind = 'watch_review' ORDER BY seq", vec![]).await;
        let data = |kind: &str| -> Value {
            let row = told.iter().find(|row| row.try_get::<String>("", "kind").unwrap() == kind).unwrap();
            row.try_get("", "data").unwrap()
        };
        assert_eq!(data("watch.review.decided")["for_role"], "data_protection_officer");
        assert_eq!(data("watch.review.found")["handler_id"], json!(house.lead));
    }
);

both!(
    async fn nobody_looks_into_their_own_and_without_an_officer_it_is_said(db: TestDb) {
        let house = House::new(&mut db).await;
        let path = passed(&house).await;
        let id = path.rsplit('/').next().unwrap().parse::<uuid::Uuid>().unwrap();
        let work = house.gate.job("test.whose", "test", None).begin().await.unwrap();
        let own = "UPDATE watch_review SET professional_id = $1 WHERE id = $2";
        store::sql::exec(&work, own, [house.officer.into(), id.into()]).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(waiting(&house).await, 0);
        assert_eq!(house.ask(house.officer, "GET", &path, None).await.status, 404);
        let finding = Some(json!({ "finding": "no_misuse", "words": "Ei mitään" }));
        assert_eq!(house.ask_seen(house.officer, "POST", &format!("{path}/finding"), finding, Some(2)).await.status, 404);

        assert_eq!(house.queue(house.lead, json!({})).await.body["officer"], true);
        let work = house.gate.job("test.role", "test", None).begin().await.unwrap();
        work.execute_unprepared("DELETE FROM staff_role WHERE role = 'data_protection_officer'").await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(house.queue(house.lead, json!({})).await.body["officer"], false);
    }
);

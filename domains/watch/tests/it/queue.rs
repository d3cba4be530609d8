//! Whose queue a review is in, and what is said of it.

use serde_json::{Value, json};
use store::both;

use crate::house::House;

async fn raised(house: &House) -> Value {
    house.nurse_at_home().await;
    let (next, _) = house.client("Kauppakatu 14, 53100 Lappeenranta").await;
    house.sees(house.nurse, next).await;
    assert_eq!(house.turn().await, 1);
    house.queue(house.lead, json!({})).await.body["items"][0].clone()
}

both!(
    async fn the_supervisor_asks_the_viewer_answers_the_supervisor_decides(db: TestDb) {
        let house = House::new(&mut db).await;
        let item = raised(&house).await;
        for who in [house.nurse, house.manager, house.admin, house.officer] {
            assert_eq!(house.queue(who, json!({})).await.status, 403);
        }
        assert_eq!(item["rule"]["label"]["fi"], "Naapuri");
        assert_eq!(
            (item["state"].as_str(), item["severity"].as_str(), item["looks"].as_i64()),
            (Some("waiting"), Some("notable"), Some(1))
        );
        assert_eq!((item["professional"]["name"].as_str(), item["client"]["family_name"].as_str()), (Some("Nina Nurse"), Some("Virtanen")));
        let id = item["id"].as_str().unwrap();
        let path = format!("/watch/reviews/{id}");
        let detail = house.ask(house.lead, "GET", &path, None).await;
        assert_eq!((detail.status.as_u16(), detail.body["lines"][0]["action"].as_str()), (200, Some("test.lobby")));
        assert!(detail.body["client"].get("address").is_none(), "the identity card alone");
        house.gate.flush_log().await;
        let seen = "SELECT COUNT(*) FROM access_log l JOIN access_log_client c ON c.log_id = l.id WHERE l.action = 'watch.review.look'";
        assert_eq!(house.count(seen).await, 1, "the reviewer's look is in the client's log");

        // Nobody has asked: the viewer is told nothing.
        assert_eq!(house.ask(house.nurse, "GET", "/watch/mine", None).await.body["items"].as_array().unwrap().len(), 0);
        let mine = format!("/watch/mine/{id}/explanation");
        let words = |text: &str| Some(json!({ "words": text }));
        assert_eq!(house.ask_seen(house.nurse, "POST", &mine, words("Tein työtäni"), Some(1)).await.status, 404);

        assert_eq!(house.ask(house.lead, "POST", &format!("{path}/ask"), words("Mikä oli tehtävä?")).await.status, 428);
        assert_eq!(
            house.ask_seen(house.lead, "POST", &format!("{path}/ask"), words(" "), Some(1)).await.body["errors"][0]["code"],
            "required"
        );
        assert_eq!(house.ask_seen(house.lead, "POST", &format!("{path}/ask"), words("Mikä oli tehtävä?"), Some(1)).await.status, 204);
        let again = house.ask_seen(house.lead, "POST", &format!("{path}/ask"), words("Mikä oli tehtävä?"), Some(2)).await;
        assert_eq!(again.body["reason"], "already_asked");

        let asked = house.ask(house.nurse, "GET", "/watch/mine", None).await.body;
        assert_eq!((asked["waiting"].as_i64(), asked["items"][0]["words"][0]["words"].as_str()), (Some(1), Some("Mikä oli tehtävä?")));
        assert!(
            !asked.to_string().contains("neighbour") && !asked.to_string().contains("Naapuri"),
            "the rule would tell where the client lives"
        );
        assert_eq!(house.ask(house.manager, "GET", "/watch/mine", None).await.body["waiting"], 0);
        assert_eq!(house.ask_seen(house.manager, "POST", &mine, words("En minä"), Some(2)).await.status, 404, "not another's to answer");
        assert_eq!(house.ask_seen(house.nurse, "POST", &mine, words("Käynti viereisessä asunnossa"), Some(1)).await.status, 412);
        assert_eq!(house.ask_seen(house.nurse, "POST", &mine, words("Käynti viereisessä asunnossa"), Some(2)).await.status, 204);
        assert_eq!(house.ask_seen(house.nurse, "POST", &mine, words("Vielä"), Some(3)).await.body["reason"], "not_asked");

        let verdict = |outcome: &str| Some(json!({ "outcome": outcome, "words": "Selvitys ei riitä" }));
        let decide = format!("{path}/decision");
        assert_eq!(house.ask_seen(house.lead, "POST", &decide, verdict("passed_on"), Some(2)).await.status, 412);
        assert_eq!(house.ask_seen(house.lead, "POST", &decide, verdict("passed_on"), Some(3)).await.status, 204);
        assert_eq!(house.ask_seen(house.lead, "POST", &decide, verdict("justified"), Some(4)).await.body["reason"], "already_reviewed");
        assert_eq!(house.queue(house.lead, json!({})).await.body["waiting"], 0);
        let settled = house.queue(house.lead, json!({ "settled": true })).await.body;
        assert_eq!(
            (settled["items"][0]["outcome"].as_str(), settled["items"][0]["words"].as_array().unwrap().len()),
            (Some("passed_on"), 3)
        );
        let told = house.ask(house.nurse, "GET", "/watch/mine", None).await.body["items"][0].clone();
        assert_eq!(
            (told["outcome"].as_str(), told["words"].as_array().unwrap().len()),
            (Some("passed_on"), 2),
            "what was found, not the reasons"
        );
        let kinds = house.rows("SELECT kind FROM event WHERE object_kind = 'watch_review' ORDER BY seq", vec![]).await;
        let kinds: Vec<String> = kinds.iter().map(|r| r.try_get("", "kind").unwrap()).collect();
        assert_eq!(kinds, ["watch.review.raised", "watch.review.asked", "watch.review.explained", "watch.review.decided"]);

        // A new look of the same day is a new review: the old one has been decided.
        let client = item["client"]["id"].as_str().unwrap().parse().unwrap();
        house.sees(house.nurse, kernel::ClientId(client)).await;
        assert_eq!(house.turn().await, 1);
    }
);

both!(
    async fn a_supervisor_reviews_neither_their_own_nor_another_units(db: TestDb) {
        let house = House::new(&mut db).await;
        let item = raised(&house).await;
        let id = item["id"].as_str().unwrap();
        assert_eq!(house.queue(house.far_lead, json!({})).await.body["waiting"], 0, "another unit, which has a lead");
        let path = format!("/watch/reviews/{id}");
        assert_eq!(house.ask(house.far_lead, "GET", &path, None).await.status, 404);
        let verdict = Some(json!({ "outcome": "justified", "words": "Selvä asia" }));
        assert_eq!(house.ask_seen(house.far_lead, "POST", &format!("{path}/decision"), verdict.clone(), Some(1)).await.status, 404);
        let (_, hetu) = house.client(crate::house::HOME).await;
        house.is(house.lead, &hetu).await;
        let (next, _) = house.client("Kauppakatu 14 B 2, 53100 Lappeenranta").await;
        house.sees(house.lead, next).await;
        assert_eq!(house.turn().await, 1);
        assert_eq!(house.queue(house.lead, json!({})).await.body["waiting"], 1, "the nurse's, not her own");
        let own = house.queue(house.far_lead, json!({})).await.body;
        assert_eq!(own["items"][0]["professional"]["name"], "Lea Lead", "a lead with no other lead is looked at by the others");
    }
);

both!(
    async fn the_queue_is_filtered_searched_and_sorted(db: TestDb) {
        let house = House::new(&mut db).await;
        raised(&house).await;
        let (home, _) = house.client(crate::house::HOME).await;
        house.sees(house.nurse, home).await;
        assert_eq!(house.turn().await, 1);
        let rules = async |asked: Value| {
            let found = house.queue(house.lead, asked).await;
            assert_eq!(found.status, 200, "{}", found.body);
            let items = found.body["items"].as_array().unwrap().clone();
            items.iter().map(|i| i["rule"]["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(rules(json!({})).await, ["neighbour", "own_household"]);
        assert_eq!(rules(json!({ "sort": "gravest" })).await, ["own_household", "neighbour"]);
        assert_eq!(rules(json!({ "sort": "newest" })).await, ["own_household", "neighbour"]);
        assert_eq!(rules(json!({ "rule": "neighbour" })).await, ["neighbour"]);
        assert_eq!(rules(json!({ "severity": "serious" })).await, ["own_household"]);
        assert_eq!(rules(json!({ "state": "asked" })).await, Vec::<String>::new());
        assert_eq!(rules(json!({ "q": "nina" })).await.len(), 2);
        assert_eq!(rules(json!({ "q": "virtanen" })).await.len(), 2);
        assert_eq!(rules(json!({ "q": "korhonen" })).await.len(), 0);
        let first = house.queue(house.lead, json!({ "sort": "gravest" })).await.body["items"][0]["id"].clone();
        assert_eq!(rules(json!({ "sort": "gravest", "after": first })).await, ["neighbour"]);
        let whole = house.queue(house.lead, json!({})).await.body;
        assert_eq!(whole["unknown_staff"], 7, "of eight staff one is known");
        assert_eq!(whole["officer"], true);
        assert_eq!(whole["rules"].as_array().unwrap().len(), 8);
    }
);

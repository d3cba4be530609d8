//! Plan and supply in the demo county: nobody gives Aino's meals. Each kind of deviation is found and goes with its cause, what was handled
//! stays so for its cause alone, teams see their own, and the county sees numbers.

use crate::common::{Answer, Caller, House};
use axum::http::StatusCode;
use serde_json::{Value, json};
use store::sea_orm::Value as Bound;
use store::{both, sql};

const SEARCH: &str = "/api/v1/staff/supply/search";
const COUNTY: &str = "/api/v1/staff/county-supply";

struct Setting {
    house: House,
    sanna: Caller,
    path: String,
}

impl Setting {
    async fn new(db: &mut store::testing::TestDb) -> Self {
        let house = House::new(db).await;
        house.gate.lift_limits();
        let sanna = house.log_in("case_manager").await;
        let path = format!("/api/v1/staff/clients/{}/supply", house.subject("client_aino"));
        Self { house, sanna, path }
    }

    /// Changes what a source or an administrator would.
    async fn set<const N: usize>(&self, text: &str, values: [Bound; N]) {
        let work = self.house.gate.job("test.change", "test", None).begin().await.unwrap();
        assert!(sql::exec(&work, text, values).await.unwrap().rows_affected() > 0, "{text}");
        work.commit().await.unwrap();
    }

    async fn found(&self) -> Vec<Value> {
        let answer = self.sanna.get(&self.path).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.body.as_array().unwrap().clone()
    }

    /// Kinds of the open ones of the meals, or of what they were made to be.
    async fn open(&self, service: &str) -> Vec<String> {
        let found = self.found().await;
        let open = found.iter().filter(|one| one["service_code"] == service && one["handled"].is_null());
        let mut kinds: Vec<String> = open.map(|one| one["kind"].as_str().unwrap().to_owned()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    async fn handle(&self, one: &Value, what: Option<&str>, words: &str) -> Answer {
        let body = json!({ "kind": one["kind"], "service_id": one["service_id"], "cause_id": one["cause_id"], "cause_on": one["cause_on"],
            "what": what, "words": words });
        self.sanna.post(&format!("{}/handled", self.path), body).await
    }
}

async fn searched(who: &Caller, asked: Value) -> Value {
    let answer = who.post(SEARCH, asked).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body
}

both!(
    async fn a_deviation_is_handled_for_its_cause_and_teams_see_their_own(db: TestDb) {
        let it = Setting::new(&mut db).await;
        let meals = it.found().await.into_iter().find(|one| one["service_code"] == "meals").unwrap();
        assert_eq!((&meals["kind"], &meals["handled"]), (&json!("no_place"), &Value::Null), "{meals}");
        assert!(!meals["todo"].as_array().unwrap().is_empty());

        let list = searched(&it.sanna, json!({ "service": "meals" })).await;
        let aino = json!(it.house.subject("client_aino"));
        assert_eq!((&list["items"][0]["client"]["id"], list["items"].as_array().unwrap().len()), (&aino, 1), "{list}");
        assert!(list["groups"].as_array().unwrap().iter().any(|one| one["service_code"] == "meals" && one["n"] == 1), "{list}");
        assert_eq!(searched(&it.sanna, json!({ "kind": "late_start" })).await["items"], json!([]));
        assert_eq!(it.sanna.post(SEARCH, json!({ "kind": "lost" })).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let file = it.sanna.post("/api/v1/staff/supply/export.csv?lang=fi", json!({ "service": "meals" })).await;
        let text = String::from_utf8(file.bytes.to_vec()).unwrap();
        assert!(text.lines().count() == 2 && text.contains("Ateriapalvelu"), "{text}");

        // Another's team does not see it, and who works with no clients is refused.
        let west = searched(&it.house.log_in("case_manager_west").await, json!({})).await;
        assert!(west["items"].as_array().unwrap().iter().all(|one| one["client"]["id"] != aino), "{west}");
        let administrator = it.house.log_in("administrator").await;
        assert_eq!(administrator.post(SEARCH, json!({})).await.status, StatusCode::FORBIDDEN);
        assert_eq!(administrator.get(&it.path).await.status, StatusCode::FORBIDDEN);

        // Over the county numbers alone, and no small one.
        let county = administrator.get(COUNTY).await;
        assert_eq!(county.status, StatusCode::OK, "{}", county.body);
        assert!(!county.body.to_string().contains("client"), "{}", county.body);
        let least = county.body["least"].as_i64().unwrap();
        let groups = county.body["groups"].as_array().unwrap();
        let of_meals = groups.iter().find(|one| one["service_code"] == "meals").unwrap();
        assert!(
            of_meals["n"].is_null() && groups.iter().all(|one| one["n"].is_null() || one["n"].as_i64() >= Some(least)),
            "{}",
            county.body
        );
        assert_eq!(it.sanna.get(COUNTY).await.status, StatusCode::FORBIDDEN);

        // Handled with what was done; once; and taken back.
        let short = it.handle(&meals, None, "ok").await;
        assert_eq!((short.status, &short.body["errors"][0]["path"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("/words")));
        let stranger = it.handle(&meals, Some("wish"), "Tytär tuo ruuan.").await;
        assert_eq!((stranger.status, &stranger.body["errors"][0]["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("not_in_list")));
        let made = it.handle(&meals, Some("replan"), "Tytär tuo ruuan, kunnes paikka löytyy.").await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let again = it.handle(&meals, None, "Toisen kerran.").await;
        assert_eq!((again.status, &again.body["reason"]), (StatusCode::CONFLICT, &json!("supply_gone")));
        assert_eq!(it.open("meals").await, Vec::<String>::new());
        let handled = searched(&it.sanna, json!({ "which": "handled" })).await;
        assert_eq!(handled["items"][0]["handled"]["words"], "Tytär tuo ruuan, kunnes paikka löytyy.", "{handled}");
        assert_eq!(searched(&it.sanna, json!({ "service": "meals" })).await["items"], json!([]));

        // A new cause brings it back.
        let unit = "UPDATE plan_service SET provider = (SELECT name FROM unit ORDER BY name LIMIT 1) WHERE service = 'meals'";
        it.set(unit, []).await;
        assert_eq!(it.open("meals").await, Vec::<String>::new());
        it.set("UPDATE unit SET valid_to = '2020-01-01' WHERE name = (SELECT name FROM unit ORDER BY name LIMIT 1)", []).await;
        assert_eq!(it.open("meals").await, ["provider_closed"]);
        it.set("UPDATE plan_service SET provider = NULL WHERE service = 'meals'", []).await;
        assert_eq!(it.open("meals").await, Vec::<String>::new());

        let undo = format!("{}/handled/{}/undo", it.path, made.body["id"].as_str().unwrap());
        assert_eq!(it.sanna.post(&undo, json!({})).await.status, StatusCode::NO_CONTENT);
        assert_eq!(it.open("meals").await, ["no_place"]);
        let twice = it.sanna.post(&undo, json!({})).await;
        assert_eq!((twice.status, &twice.body["reason"]), (StatusCode::CONFLICT, &json!("supply_undone")));
    }
);

both!(
    async fn each_kind_is_found_and_goes_with_its_cause(db: TestDb) {
        let it = Setting::new(&mut db).await;
        it.set("UPDATE plan_service SET who = 'Ruokapalvelu' WHERE service = 'meals'", []).await;
        assert_eq!(it.open("meals").await, Vec::<String>::new(), "somebody gives it");

        // Rehabilitation was asked for and promised for later than it was planned.
        it.set("UPDATE plan_service SET service = 'home_rehabilitation' WHERE service = 'meals'", []).await;
        assert_eq!(it.open("home_rehabilitation").await, ["late_start"]);
        it.set("UPDATE service_request SET due_on = '2024-01-01' WHERE kind = 'home_rehabilitation'", []).await;
        assert_eq!(it.open("home_rehabilitation").await, Vec::<String>::new());
        it.set("UPDATE service_request SET state = 'declined' WHERE kind = 'home_rehabilitation'", []).await;
        let found = it.found().await;
        let declined = found.iter().find(|one| one["service_code"] == "home_rehabilitation").unwrap();
        assert!(declined["kind"] == "no_place" && declined["cause_id"].is_string(), "{declined}");
        it.set("UPDATE service_request SET state = 'accepted' WHERE kind = 'home_rehabilitation'", []).await;

        // The team of the plan is left empty.
        let team = "UPDATE membership SET valid_to = '2020-01-01' WHERE team_id = (SELECT m.team_id FROM matter m JOIN plan p ON p.matter_id = m.id \
                    JOIN plan_service s ON s.plan_id = p.id WHERE s.service = 'home_rehabilitation' AND p.state = 'active' AND p.client_id = $1)";
        it.set(team, [it.house.subject("client_aino").into()]).await;
        let administrator = it.house.log_in("administrator").await;
        let county = administrator.get(COUNTY).await.body;
        assert!(county["groups"].as_array().unwrap().iter().any(|one| one["kind"] == "no_staff"), "{county}");
        it.set("UPDATE membership SET valid_to = NULL", []).await;
        let county = administrator.get(COUNTY).await.body;
        assert!(county["groups"].as_array().unwrap().iter().all(|one| one["kind"] != "no_staff"), "{county}");

        // Her customership ends, and the plan goes on.
        let ended = "UPDATE customership SET state = 'closed', closed_on = $1 WHERE client_id = $2 AND service_task = 'older_people'";
        it.set(ended, [it.house.gate.ctx().today().into(), it.house.subject("client_aino").into()]).await;
        let county = administrator.get(COUNTY).await.body;
        assert!(county["groups"].as_array().unwrap().iter().any(|one| one["kind"] == "service_ended"), "{county}");
    }
);

//! Plans begun from templates in the demo county: the whole way from what suits the client to what came of it, versions that stay what
//! they were, requests that make themselves once, and who sees which figures.

use std::sync::Arc;

use crate::common::{Answer, Caller, House};
use axum::http::{Method, StatusCode};
use chrono::{DateTime, Days, Duration, Utc};
use kernel::FixedClock;
use rules::{RuleFile, Rules};
use serde_json::{Value, json};
use store::{both, sql};
use uuid::Uuid;

/// A Wednesday before the end of a February without a leap day.
const NOW: &str = "2027-02-24T09:00:00Z";

fn path(client: Uuid, rest: &str) -> String {
    format!("/api/v1/staff/clients/{client}/plan-templates{rest}")
}

async fn ok(answer: Answer) -> Value {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body
}

fn fault(answer: &Answer) -> (&str, &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
    (answer.body["errors"][0]["path"].as_str().unwrap(), answer.body["errors"][0]["code"].as_str().unwrap())
}

fn refused(answer: &Answer, reason: &str) {
    assert_eq!((answer.status, &answer.body["reason"]), (StatusCode::CONFLICT, &json!(reason)), "{}", answer.body);
}

async fn seen(who: &Caller, path: &str, of: &Value, body: Value) -> Answer {
    who.send(Method::POST, path, Some(body), &[("if-match", &format!("\"{}\"", of["version"]))]).await
}

/// The shipped rules with the home rehabilitation template as a county has made it version 2 from a later day.
fn second_version() -> Rules {
    let mut texts: Vec<(String, String)> = Rules::shipped_files().iter().map(|file| (file.name.to_owned(), file.text.to_owned())).collect();
    let (_, first) = texts.iter().find(|(name, _)| name == "templates.toml").unwrap().clone();
    let text = first
        .replacen("version = \"1\"", "version = \"2\"", 1)
        .replacen("valid_from = \"2024-01-01\"", "valid_from = \"2027-03-01\"", 1)
        .replacen("version = 1\n", "version = 2\n", 1)
        .replacen("after_days = 42", "after_days = 30", 1);
    texts.push(("templates-2.toml".into(), text));
    let files: Vec<RuleFile<'_>> = texts.iter().map(|(name, text)| RuleFile { name, text }).collect();
    Rules::from_files(&files).unwrap()
}

struct Setting {
    house: House,
    clock: Arc<FixedClock>,
    sanna: Caller,
    aino: Uuid,
}

impl Setting {
    async fn new(db: &mut store::testing::TestDb) -> Self {
        let clock = FixedClock::at(NOW.parse().unwrap());
        let house = House::fitted(db, clock.clone() as Arc<dyn kernel::Clock>, |rooms| rooms).await;
        let (sanna, aino) = (house.log_in("case_manager").await, house.subject("client_aino"));
        Self { house, clock, sanna, aino }
    }

    async fn days_later(&mut self, days: i64) {
        self.clock.set(NOW.parse::<DateTime<Utc>>().unwrap() + Duration::days(days));
        self.sanna = self.house.log_in("case_manager").await;
    }

    async fn preview(&self, template: &str, anchor: &str) -> Value {
        ok(self.sanna.post(&path(self.aino, "/preview"), json!({ "template": template, "anchor_on": anchor })).await).await
    }

    /// Begins a plan as it was looked at.
    async fn make(&self, preview: &Value, more: Value) -> Answer {
        let mut body = json!({
            "template": preview["template"], "version": preview["version"], "variant": preview.get("variant"), "anchor_on": preview["anchor_on"],
        });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        self.sanna.post(&path(self.aino, "/plans"), body).await
    }

    async fn plans(&self) -> Value {
        ok(self.sanna.get(&path(self.aino, "/plans")).await).await
    }

    async fn requests(&self, kind: &str) -> usize {
        let all = ok(self.sanna.get(&format!("/api/v1/staff/clients/{}/requests", self.aino)).await).await;
        let mut ids: Vec<&str> =
            all.as_array().unwrap().iter().filter(|one| one["kind"] == kind).map(|one| one["id"].as_str().unwrap()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.len()
    }

    async fn turn(&self) -> usize {
        store::testing::settled(&self.house.gate.db().reference()).await;
        self.house.rooms.templates.turn(&self.house.gate).await.unwrap()
    }
}

fn act<'a>(plan: &'a Value, code: &str) -> &'a Value {
    plan["acts"].as_array().unwrap().iter().find(|act| act["act"] == code).unwrap_or_else(|| panic!("no {code} in {plan}"))
}

both!(
    async fn a_plan_begins_with_what_suits_and_its_acts_are_gone_through(db: TestDb) {
        let mut setting = Setting::new(&mut db).await;
        let choices = ok(setting.sanna.get(&path(setting.aino, "")).await).await;
        let first = &choices["templates"][0];
        assert_eq!((&first["code"], &first["suits"]), (&json!("home_rehabilitation"), &json!(true)), "{choices}");
        assert!(first["why"][0]["fi"].as_str().unwrap().contains("65"), "{first}");
        assert!(choices["templates"].as_array().unwrap().iter().all(|one| one["code"] != "family_support"), "another service's");

        // Days over the end of a month; what is covered already is told.
        let preview = setting.preview("home_rehabilitation", "2027-02-24").await;
        let planned = |code: &str| preview["acts"].as_array().unwrap().iter().find(|one| one["code"] == code).unwrap().clone();
        assert_eq!(planned("first_visit")["days"], json!(["2027-02-27"]));
        assert_eq!(planned("sppb")["days"], json!(["2027-02-27", "2027-04-08", "2027-05-18"]));
        assert_eq!(planned("midway")["days"], json!(["2027-04-07"]));
        let service = preview["services"].as_array().unwrap().iter().find(|one| one["code"] == "home_rehabilitation").unwrap();
        assert!(!service["covered"].as_array().unwrap().is_empty(), "home rehabilitation has been asked for: {service}");
        assert_eq!(preview["replaces"], false);

        // What is not as it was looked at is not made.
        let unknown = json!({ "template": "nothing" });
        assert_eq!(fault(&setting.make(&preview, unknown).await), ("/template", "not_in_list"));
        refused(&setting.make(&preview, json!({ "version": 7 })).await, "template_changed");
        refused(&setting.make(&preview, json!({ "variant": "no_such" })).await, "template_changed");
        assert_eq!(fault(&setting.make(&preview, json!({ "leaves": ["no_such"] })).await), ("/leaves", "not_in_list"));
        assert_eq!(fault(&setting.make(&preview, json!({ "leaves": ["moving", "everyday"] })).await), ("/leaves", "no_goal"));
        assert_eq!(fault(&setting.make(&preview, json!({ "anchor_on": "2029-01-01" })).await), ("/anchor_on", "not_in_range"));
        assert_eq!(setting.plans().await, json!([]));

        let more = json!({ "leaves": ["everyday", "exercise_visit"], "goals": [{ "code": "moving", "words": "Haluan taas kirkkoon." }] });
        let made = setting.make(&preview, more).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let plan = setting.plans().await[0].clone();
        assert_eq!((&plan["template_version"], &plan["older"], &plan["state"]), (&json!(1), &json!(false), &json!("open")));
        assert!(plan["acts"].as_array().unwrap().iter().all(|act| act["act"] != "exercise_visit"), "{plan}");
        // The plan stands beside the client's own, in her words.
        let whole = ok(setting.sanna.get(&format!("/api/v1/staff/clients/{}/whole-plan", setting.aino)).await).await;
        assert!(whole["plans"].as_array().unwrap().iter().any(|one| one["id"] == made.body["plan_id"]), "{whole}");
        assert!(whole["plans"].as_array().unwrap().len() > 1, "the plan of the document goes on");
        assert!(whole["goals"].as_array().unwrap().iter().any(|goal| goal["words"] == "Haluan taas kirkkoon."), "{whole}");

        // An act is done, another missed with a reason; what was seen before is not changed.
        let one = act(&plan, "first_visit").clone();
        let act_path = path(setting.aino, &format!("/acts/{}", one["id"].as_str().unwrap()));
        let tomorrow = (setting.house.gate.ctx().today() + Days::new(1)).to_string();
        let ahead = json!({ "state": "done", "done_on": tomorrow });
        assert_eq!(fault(&seen(&setting.sanna, &act_path, &one, ahead).await), ("/done_on", "in_future"));
        assert_eq!(fault(&seen(&setting.sanna, &act_path, &one, json!({ "state": "missed" })).await), ("/reason", "required"));
        assert_eq!(seen(&setting.sanna, &act_path, &one, json!({ "state": "done" })).await.status, StatusCode::NO_CONTENT);
        assert_eq!(seen(&setting.sanna, &act_path, &one, json!({ "state": "open" })).await.status, StatusCode::PRECONDITION_FAILED);

        // Late and near acts are told where the team looks.
        setting.days_later(44).await;
        let due = ok(setting.sanna.get("/api/v1/staff/plan-templates/acts").await).await;
        let midway = due["items"].as_array().unwrap().iter().find(|one| one["act"]["act"] == "midway").unwrap();
        assert_eq!((&midway["act"]["late"], &midway["client"]["id"]), (&json!(true), &json!(setting.aino)));
        assert!(due["late"].as_i64().unwrap() >= 1 && due["due"].as_i64() >= due["late"].as_i64(), "{due}");
        let elsewhere = setting.house.log_in("home_care_nurse").await;
        assert_eq!(elsewhere.get(&path(setting.house.subject("client_laura"), "/plans")).await.status, StatusCode::FORBIDDEN);

        // It ends once, and its acts with it.
        let plan = setting.plans().await[0].clone();
        let end = path(setting.aino, &format!("/plans/{}/end", plan["id"].as_str().unwrap()));
        assert_eq!(fault(&seen(&setting.sanna, &end, &plan, json!({ "how": "replaced" })).await), ("/how", "not_in_list"));
        assert_eq!(seen(&setting.sanna, &end, &plan, json!({ "how": "finished" })).await.status, StatusCode::NO_CONTENT);
        refused(&seen(&setting.sanna, &end, &plan, json!({ "how": "finished" })).await, "template_plan_over");
        let act_path = path(setting.aino, &format!("/acts/{}", act(&plan, "end")["id"].as_str().unwrap()));
        refused(&seen(&setting.sanna, &act_path, act(&plan, "end"), json!({ "state": "done" })).await, "template_plan_over");
        let whole = ok(setting.sanna.get(&format!("/api/v1/staff/clients/{}/whole-plan", setting.aino)).await).await;
        assert!(whole["plans"].as_array().unwrap().iter().all(|one| one["id"] != made.body["plan_id"]), "{whole}");
    }
);

both!(
    async fn a_request_makes_itself_once_and_a_measurement_does_its_act(db: TestDb) {
        let mut setting = Setting::new(&mut db).await;
        let preview = setting.preview("home_rehabilitation", "2027-02-24").await;
        assert_eq!(setting.make(&preview, json!({})).await.status, StatusCode::CREATED);
        assert_eq!(setting.turn().await, 0, "its day has not come");
        let before = setting.requests("home_safety_visit").await;
        setting.days_later(8).await;
        assert_eq!(setting.turn().await, 1);
        assert_eq!(setting.requests("home_safety_visit").await, before + 1);
        // Turned again, by two at once, nothing more is made.
        let (room, gate) = (setting.house.rooms.templates.clone(), setting.house.gate.clone());
        let (one, other) = tokio::join!(room.turn(&gate), room.turn(&gate));
        assert_eq!(one.unwrap() + other.unwrap(), 0);
        assert_eq!(setting.requests("home_safety_visit").await, before + 1);
        let plan = setting.plans().await[0].clone();
        let asked = act(&plan, "home_safety");
        assert_eq!((&asked["state"], &asked["found_item"], asked.get("by")), (&json!("done"), &json!("service_request"), None));

        // Begun again, the plan takes the other's place; what is open already is not asked a second time.
        let preview = setting.preview("home_rehabilitation", "2027-02-24").await;
        assert_eq!(preview["replaces"], true);
        assert_eq!(setting.make(&preview, json!({})).await.status, StatusCode::CREATED);
        let plans = setting.plans().await;
        assert_eq!((&plans[1]["state"], &plans[1]["end_reason"]), (&json!("ended"), &json!("replaced")));
        assert_eq!(setting.turn().await, 1);
        assert_eq!(setting.requests("home_safety_visit").await, before + 1);
        assert_eq!(act(&setting.plans().await[0], "home_safety")["found_id"], asked["found_id"]);

        // What is measured does its act, once and not the next one.
        let body = json!({ "measure": "sppb", "origin": "professional",
            "rows": [{ "side_by_side": 10, "semi_tandem": 10, "tandem": 10, "walk_4m": 4.2, "chair_5": 12.0 }] });
        let measured = setting.sanna.post(&format!("/api/v1/staff/clients/{}/functioning", setting.aino), body).await;
        assert_eq!(measured.status, StatusCode::CREATED, "{}", measured.body);
        assert_eq!(setting.turn().await, 1);
        assert_eq!(setting.turn().await, 0);
        let plan = setting.plans().await[0].clone();
        let all = plan["acts"].as_array().unwrap();
        let states: Vec<&Value> = all.iter().filter(|one| one["act"] == "sppb").map(|one| &one["state"]).collect();
        assert_eq!(states, ["done", "open", "open"]);
    }
);

both!(
    async fn a_plan_keeps_the_version_it_was_made_of_and_figures_tell_them_apart(db: TestDb) {
        let mut setting = Setting::new(&mut db).await;
        let preview = setting.preview("home_rehabilitation", "2027-02-24").await;
        assert_eq!(setting.make(&preview, json!({})).await.status, StatusCode::CREATED);
        setting.house.rules.replace(second_version());
        setting.days_later(10).await;
        // What was looked at before the change is not made after it.
        refused(&setting.make(&preview, json!({})).await, "template_changed");
        let plan = setting.plans().await[0].clone();
        assert_eq!(
            (&plan["template_version"], &plan["older"], &act(&plan, "midway")["due_on"]),
            (&json!(1), &json!(true), &json!("2027-04-07"))
        );
        let list = ok(setting.sanna.get("/api/v1/staff/plan-templates").await).await;
        let of = |list: &Value| {
            let all = list["templates"].as_array().unwrap();
            all.iter().find(|one| one["code"] == "home_rehabilitation").unwrap()["versions"].as_array().unwrap().clone()
        };
        let versions = of(&list);
        let told: Vec<(&Value, &Value, &Value)> = versions.iter().map(|one| (&one["version"], &one["in_force"], &one["plans"])).collect();
        assert_eq!(told, [(&json!(2), &json!(true), &json!(0)), (&json!(1), &json!(false), &json!(1))]);
        assert!(versions[1].get("in_time").is_none(), "one plan is too few to tell: {versions:?}");
        let behind = ok(setting.sanna.get("/api/v1/staff/plan-templates/plans?template=home_rehabilitation&version=1").await).await;
        assert_eq!(behind["items"][0]["client"]["id"], json!(setting.aino));

        // Over the county one plan is not told of.
        let county = ok(setting.house.log_in("administrator").await.get("/api/v1/staff/county-plan-templates").await).await;
        assert_eq!((&of(&county)[1]["few"], of(&county)[1].get("plans")), (&json!(true), None));
        let new = setting.preview("home_rehabilitation", "2027-03-06").await;
        assert_eq!((&new["version"], &new["replaces"]), (&json!(2), &json!(true)));
        assert_eq!(setting.make(&new, json!({})).await.status, StatusCode::CREATED);
        let job = setting.house.gate.job("test.count", "test", None);
        let rows = sql::rows(job.reader(), "SELECT 1 AS one FROM event WHERE kind = 'templates.plan.made'", []).await.unwrap();
        assert_eq!(rows.len(), 2, "an event with each");
    }
);

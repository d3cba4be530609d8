//! The client's whole plan in the demo county: Aino's own plan and her home care's plan, of two registers, have the same goal. It is found,
//! talked through by those who see both, agreed to and settled; who sees one side alone is not told; and mended plans pass it by themselves.

use crate::common::{Answer, Caller, House};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use store::{both, sql};
use uuid::Uuid;

const OWN: &str = "/api/v1/client/whole-plan";
const WORDS: &str = "Tavoite on yhteinen: kotihoito harjoittelee, minä järjestän kirkkomatkan.";

fn path(client: Uuid, rest: &str) -> String {
    format!("/api/v1/staff/clients/{client}/{rest}")
}

async fn whole(who: &Caller, client: Uuid) -> Value {
    let answer = who.get(&path(client, "whole-plan")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body
}

/// The finding of a rule in a whole plan, now or passed.
fn finding<'a>(whole: &'a Value, rule: &str, passed: bool) -> Option<&'a Value> {
    whole["findings"].as_array().unwrap().iter().find(|one| one["rule"] == rule && one["passed"] == passed)
}

/// Brings the goal of two plans up; the talk's path.
async fn open(who: &Caller, client: Uuid, tell: bool) -> String {
    let seen = whole(who, client).await;
    let key = &finding(&seen, "same_goal", false).unwrap_or_else(|| panic!("no goal in two plans: {seen}"))["key"];
    let made = who.post(&path(client, "plan-findings"), json!({ "key": key, "words": WORDS, "tell_client": tell })).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    path(client, &format!("plan-findings/{}", made.body["id"].as_str().unwrap()))
}

async fn done(answer: Answer) {
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.body);
}

fn refused(answer: &Answer, reason: &str) {
    assert_eq!((answer.status, &answer.body["reason"]), (StatusCode::CONFLICT, &json!(reason)), "{}", answer.body);
}

async fn with_version(who: &Caller, path: &str, version: i64, body: Value) -> Answer {
    who.send(Method::POST, path, Some(body), &[("if-match", &format!("\"{version}\""))]).await
}

both!(
    async fn two_plans_with_the_same_goal_are_found_talked_through_and_settled(db: TestDb) {
        let house = House::new(&mut db).await;
        assert_eq!(house.rooms.planning.untold(), Vec::<&str>::new());
        let (sanna, own, aino) = (house.log_in("case_manager").await, house.log_in("client_aino").await, house.subject("client_aino"));
        let before = whole(&sanna, aino).await;
        let evidence = finding(&before, "same_goal", false).unwrap()["evidence"].as_array().unwrap();
        let mut items: Vec<&str> = evidence.iter().map(|one| one["item"].as_str().unwrap()).collect();
        items.sort_unstable();
        assert_eq!(items, ["CarePlan", "plan_goal"]);
        // The goal stands once in the whole, with both who carry it; what relies on what is told across plans.
        let goal = |seen: &Value| {
            let goals = seen["goals"].as_array().unwrap();
            let two: Vec<&Value> = goals.iter().filter(|goal| goal["carriers"].as_array().unwrap().len() == 2).collect();
            assert_eq!(two.len(), 1, "{goals:?}");
            two[0]["shared"].clone()
        };
        assert_eq!(goal(&before), json!(false));
        assert!(before["plans"].as_array().unwrap().iter().any(|plan| !plan["relies_on"].as_array().unwrap().is_empty()), "{before}");

        let talk = open(&sanna, aino, true).await;
        let again = json!({ "key": finding(&before, "same_goal", false).unwrap()["key"], "words": WORDS });
        refused(&sanna.post(&path(aino, "plan-findings"), again).await, "plan_finding_open");

        // Aino was told: she reads the talk, says her word and agrees, once.
        let told = own.get(OWN).await.body;
        let id = told["findings"][0]["talk"]["id"].as_str().unwrap().to_owned();
        assert!(talk.ends_with(&id), "{told}");
        let at = |rest: &str| format!("/api/v1/client/plan-findings/{id}/{rest}");
        done(own.post(&at("talk"), json!({ "words": "Kirkkoon haluan jouluksi." })).await).await;
        done(own.post(&at("agree"), json!({})).await).await;
        refused(&own.post(&at("agree"), json!({})).await, "plan_agreed_already");
        assert_eq!(
            house.log_in("client_laura").await.post(&at("talk"), json!({ "words": "Ei minun." })).await.status,
            StatusCode::NOT_FOUND
        );

        done(house.log_in("social_worker").await.post(&format!("{talk}/agree"), json!({})).await).await;
        let how = json!({ "how": "settled", "words": "Kotihoito kantaa arjen harjoittelun, asiakasvastaava kuljetuksen." });
        assert_eq!(with_version(&sanna, &format!("{talk}/settle"), 9, how.clone()).await.status, StatusCode::PRECONDITION_FAILED);
        done(with_version(&sanna, &format!("{talk}/settle"), 1, how).await).await;
        refused(&sanna.post(&format!("{talk}/talk"), json!({ "words": "Vielä yksi asia." })).await, "plan_finding_over");

        let after = whole(&sanna, aino).await;
        assert_eq!(goal(&after), json!(true));
        let settled = &finding(&after, "same_goal", false).unwrap()["talk"];
        assert_eq!(settled["state"], "settled");
        let steps: Vec<&str> = settled["entries"].as_array().unwrap().iter().map(|one| one["step"].as_str().unwrap()).collect();
        assert_eq!(steps, ["opened", "said", "settled"]);
        let voices: Vec<&str> = settled["agreed"].as_array().unwrap().iter().map(|one| one["voice"].as_str().unwrap()).collect();
        assert_eq!(voices, ["client", "staff", "staff"]);

        // Opened again, what was agreed holds no more.
        done(with_version(&sanna, &format!("{talk}/reopen"), 2, json!({ "words": "Kuljetus ei järjestynyt." })).await).await;
        let reopened = whole(&sanna, aino).await;
        assert_eq!(finding(&reopened, "same_goal", false).unwrap()["talk"]["agreed"], json!([]));

        // Each change has its event, without the words, and its line in the log.
        house.gate.flush_log().await;
        let job = house.gate.job("test.events", "test", None);
        let count = async |text: &str| sql::rows(job.reader(), text, []).await.unwrap().len();
        assert_eq!(count("SELECT kind FROM event WHERE kind LIKE 'planning.finding.%'").await, 6);
        assert_eq!(count("SELECT action FROM access_log WHERE action = 'planning.finding.settle' AND outcome = 'allowed'").await, 1);
    }
);

both!(
    async fn who_sees_one_plan_is_not_told_of_the_other(db: TestDb) {
        let house = House::new(&mut db).await;
        let (sanna, nurse, aino) =
            (house.log_in("case_manager").await, house.log_in("home_care_nurse").await, house.subject("client_aino"));
        let key = finding(&whole(&sanna, aino).await, "same_goal", false).unwrap()["key"].clone();
        let talk = open(&sanna, aino, false).await;

        // The nurse's proof opens the patient register: her own plan is there, and that another may be is said the same to everybody.
        let hers = whole(&nurse, aino).await;
        assert_eq!((&hers["registers_open"], &hers["others_may_hold"]), (&json!(["patient"]), &json!(true)));
        let plans = hers["plans"].as_array().unwrap();
        assert!(!plans.is_empty() && plans.iter().all(|plan| plan["register"] == "patient"), "{hers}");
        assert!(finding(&hers, "same_goal", false).is_none() && finding(&hers, "same_goal", true).is_none(), "{hers}");
        assert!(!hers.to_string().contains("kirkkomatkan"), "the talk is of both plans");
        refused(&nurse.post(&path(aino, "plan-findings"), json!({ "key": key, "words": "Meillä on sama." })).await, "plan_finding_gone");
        assert_eq!(nurse.post(&format!("{talk}/talk"), json!({ "words": "Meillä on sama." })).await.status, StatusCode::NOT_FOUND);

        // One who does not care for one opens nothing; the client is not told of what was not told her.
        let laura = path(house.subject("client_laura"), "whole-plan");
        assert_eq!(house.log_in("case_manager_west").await.get(&laura).await.status, StatusCode::FORBIDDEN);
        let own = house.log_in("client_aino").await;
        let told = own.get(OWN).await.body;
        assert_eq!(told["findings"], json!([]));
        assert!(!told["plans"].as_array().unwrap().is_empty() && !told.to_string().contains("MedicationRequest"), "{told}");
        let id = talk.rsplit_once('/').unwrap().1;
        let said = own.post(&format!("/api/v1/client/plan-findings/{id}/talk"), json!({ "words": "Kerro minullekin." })).await;
        assert_eq!(said.status, StatusCode::NOT_FOUND);
    }
);

both!(
    async fn a_finding_of_mended_plans_is_passed_and_its_talk_stays(db: TestDb) {
        let house = House::new(&mut db).await;
        let (sanna, aino) = (house.log_in("case_manager").await, house.subject("client_aino"));
        let seen = whole(&sanna, aino).await;
        let evidence = finding(&seen, "same_goal", false).unwrap()["evidence"].as_array().unwrap();
        let goal = evidence.iter().find(|one| one["item"] == "plan_goal").unwrap()["id"].as_str().unwrap();
        open(&sanna, aino, false).await;
        let reached = sanna.post(&path(aino, &format!("goals/{goal}/follow-ups")), json!({ "status": "reached" })).await;
        assert_eq!(reached.status, StatusCode::CREATED, "{}", reached.body);

        let after = whole(&sanna, aino).await;
        assert!(finding(&after, "same_goal", false).is_none(), "{after}");
        let passed = finding(&after, "same_goal", true).unwrap();
        assert_eq!(passed["talk"]["entries"][0]["words"], WORDS);
        let items: Vec<&Value> = passed["evidence"].as_array().unwrap().iter().map(|one| &one["item"]).collect();
        assert_eq!(items, ["CarePlan"], "of what it was about, what is still there");
    }
);

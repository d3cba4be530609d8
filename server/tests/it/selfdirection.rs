//! Self-direction: what a client chooses is kept, counted and shown, binds those whom it can bind, and takes from staff nothing that
//! the law gives; over HTTP as the browser does it, on both databases.

use crate::common::{Caller, House};
use axum::http::StatusCode;
use kernel::{ClientId, SharingParty};
use serde_json::{Value, json};
use store::{both, sql};
use uuid::Uuid;

const OWN: &str = "/api/v1/client/self-direction";
const STAFF: [&str; 6] = ["home_care_nurse", "acute_nurse", "care_coordinator", "case_manager", "social_worker", "team_lead"];

async fn mine(client: &Caller) -> Value {
    let answer = client.get(OWN).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body
}

/// What holds in a place of the table.
fn at<'a>(mine: &'a Value, situation: &str, party: &str, group: &str) -> &'a Value {
    let here = |cell: &&Value| cell["situation"] == situation && cell["party"] == party && cell["group"] == group;
    mine["cells"].as_array().unwrap().iter().find(here).unwrap()
}

fn change(situation: &str, party: &str, group: &str, choice: Option<&str>) -> Value {
    json!({ "situation": situation, "party": party, "group": group, "choice": choice })
}

async fn save(client: &Caller, changes: Vec<Value>) -> Value {
    let answer = client.post(OWN, json!({ "changes": changes })).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body
}

/// Every place of a preset that is not decided by a permit or a denial.
fn preset(mine: &Value, code: &str) -> Vec<Value> {
    let laws = mine["laws"].as_array().unwrap();
    let by_will = |one: &Value| {
        laws.iter()
            .any(|law| law["effect"] == "will" && law["party"] == one["party"] && law["groups"].as_array().unwrap().contains(&one["group"]))
    };
    let preset = mine["presets"].as_array().unwrap().iter().find(|one| one["code"] == code).unwrap();
    let free = preset["choices"].as_array().unwrap().iter().filter(|one| !by_will(one));
    free.map(|one| change("ordinary", one["party"].as_str().unwrap(), one["group"].as_str().unwrap(), one["choice"].as_str())).collect()
}

async fn say(client: &Caller, body: Value) -> String {
    let told = json!({ "code": body["code"] });
    assert_eq!(client.post("/api/v1/client/will/informings", told).await.status, StatusCode::CREATED);
    let made = client.post("/api/v1/client/will", body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    made.body["id"].as_str().unwrap().to_owned()
}

async fn take_back(client: &Caller, id: &str) {
    assert_eq!(client.post(&format!("/api/v1/client/will/{id}/withdraw"), json!({})).await.status, StatusCode::NO_CONTENT);
}

/// What is in force of a kind.
async fn standing(client: &Caller, kind: &str) -> Vec<String> {
    let said = client.get("/api/v1/client/will").await.body;
    let holds = |one: &&Value| one["kind"] == kind && one["withdrawn_at"].is_null();
    said["said"].as_array().unwrap().iter().filter(holds).map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

/// What a professional's own look opens: none when they are refused.
async fn registers(who: &Caller, client: Uuid) -> Vec<String> {
    let answer = who.get(&format!("/api/v1/staff/clients/{client}/summary")).await;
    if answer.status == StatusCode::FORBIDDEN {
        return Vec::new();
    }
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body["withheld"]["registers_open"].as_array().unwrap().iter().map(|r| r.as_str().unwrap().to_owned()).collect()
}

/// All that a professional can learn of the client by looking, as they are answered; without what each answer has of its own.
async fn seen_whole(who: &Caller, client: Uuid) -> Vec<(StatusCode, String)> {
    let mut all = Vec::new();
    for path in ["", "/customerships", "/will"] {
        let answer = who.get(&format!("/api/v1/staff/clients/{client}{path}")).await;
        let mut body = answer.body;
        if let Some(fields) = body.as_object_mut() {
            fields.remove("request_id");
        }
        all.push((answer.status, body.to_string()));
    }
    all.push((StatusCode::OK, registers(who, client).await.join(",")));
    all
}

async fn preview(client: &Caller, kind: &str, role: Option<&str>) -> Value {
    let role = role.map(|role| format!("&role={role}")).unwrap_or_default();
    let answer = client.get(&format!("{OWN}/preview?kind={kind}{role}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body
}

fn of<'a>(seen: &'a Value, group: &str) -> &'a Value {
    seen["groups"].as_array().unwrap().iter().find(|one| one["group"] == group).unwrap()
}

fn has(seen: &Value, group: &str, why: &str) -> bool {
    of(seen, group)["why"].as_array().unwrap().contains(&json!(why))
}

both!(
    async fn choices_are_kept_counted_and_taken_back(db: TestDb) {
        let house = House::new(&mut db).await;
        let client = house.log_in("client_aino").await;
        let before = mine(&client).await;
        assert_eq!((before["can_undo"].as_bool(), before["kept"].as_array().map(Vec::len)), (Some(false), Some(0)));
        assert_eq!(at(&before, "ordinary", "own_team", "plans")["choice"], "share", "while nothing is chosen");
        let none = client.post(&format!("{OWN}/undo"), json!({})).await;
        assert_eq!((none.status, none.body["reason"].as_str()), (StatusCode::CONFLICT, Some("nothing_to_undo")));

        // Without a permit or a denial each preset is what it says but for what those decide: 30 places, 5 of them.
        for permit in standing(&client, "permit").await {
            take_back(&client, &permit).await;
        }
        save(&client, preset(&before, "together")).await;
        let together = mine(&client).await;
        assert_eq!(
            (together["percent"].as_u64(), together["preset"].as_str()),
            (Some(50), Some("together")),
            "no permit: others ask first"
        );
        assert_eq!(
            at(&together, "ordinary", "close_ones", "health"),
            &json!({
            "situation": "ordinary", "party": "close_ones", "group": "health", "choice": "ask", "own": true })
        );
        assert_eq!(at(&together, "emergency", "close_ones", "health")["own"], false, "as in ordinary life");

        // One place more, one exception for a situation: the percentage is of ordinary life.
        let saved =
            save(&client, vec![change("ordinary", "myself", "plans", Some("keep")), change("planning", "myself", "plans", Some("share"))])
                .await;
        assert_eq!(saved["percent"], 52, "1550 / 30");
        let two = mine(&client).await;
        assert_eq!(
            (at(&two, "ordinary", "myself", "plans")["choice"].as_str(), at(&two, "planning", "myself", "plans")["choice"].as_str()),
            (Some("keep"), Some("share"))
        );

        // The same again changes nothing; back to what was before; and back from that.
        let kept = two["kept"].as_array().unwrap().len();
        save(&client, vec![change("ordinary", "myself", "plans", Some("keep"))]).await;
        assert_eq!(mine(&client).await["kept"].as_array().unwrap().len(), kept);
        let back = client.post(&format!("{OWN}/undo"), json!({})).await;
        assert_eq!((back.status, back.body["percent"].as_u64()), (StatusCode::OK, Some(50)));
        let undone = mine(&client).await;
        assert_eq!(
            (at(&undone, "ordinary", "myself", "plans")["choice"].as_str(), at(&undone, "planning", "myself", "plans")["own"].as_bool()),
            (Some("ask"), Some(false))
        );
        assert_eq!(undone["kept"].as_array().unwrap().iter().filter(|one| one["ended_at"].is_string()).count(), 3, "ended, never gone");
        assert_eq!(client.post(&format!("{OWN}/undo"), json!({})).await.body["percent"], 52);

        // What the rules do not have, and what a permit decides.
        let refused = async |one: Value| client.post(OWN, json!({ "changes": [one] })).await;
        assert_eq!(refused(change("ordinary", "own_team", "secrets", Some("keep"))).await.body["errors"][0]["path"], "/changes/0/group");
        assert_eq!(refused(change("emergency", "apps", "plans", Some("keep"))).await.body["errors"][0]["path"], "/changes/0/situation");
        let will = refused(change("ordinary", "other_units", "health", Some("keep"))).await;
        assert_eq!((will.status, will.body["reason"].as_str()), (StatusCode::CONFLICT, Some("said_by_will")));

        // Another client's own, in the log and among the events.
        let other = house.log_in("client_laura").await;
        assert_eq!(mine(&other).await["kept"], json!([]));
        house.gate.flush_log().await;
        let job = house.gate.job("test.look", "test", None);
        let count = async |text: &str| sql::rows(job.reader(), text, []).await.unwrap().len();
        assert_eq!(count("SELECT 1 AS one FROM access_log WHERE action = 'selfdirection.own.undo' AND outcome = 'allowed'").await, 2);
        assert_eq!(count("SELECT 1 AS one FROM event WHERE kind = 'selfdirection.choices.saved'").await, 2, "not when nothing changed");
        assert_eq!(count("SELECT 1 AS one FROM event WHERE kind = 'selfdirection.choices.undone'").await, 2);
    }
);

both!(
    async fn permits_and_denials_move_their_own_places_and_the_percentage(db: TestDb) {
        let house = House::new(&mut db).await;
        let client = house.log_in("client_aino").await;
        for permit in standing(&client, "permit").await {
            take_back(&client, &permit).await;
        }
        let start = mine(&client).await;
        save(&client, preset(&start, "own")).await;
        let of = async |situation: &str| at(&mine(&client).await, situation, "other_units", "health")["choice"].clone();
        assert_eq!((of("ordinary").await, of("emergency").await), (json!("ask"), json!("share")));
        assert_eq!(mine(&client).await["percent"], 92, "25 places kept, 5 asked: 2750 / 30");
        say(&client, json!({ "code": "denial_patient" })).await;
        assert_eq!((of("ordinary").await, of("emergency").await), (json!("keep"), json!("keep")));
        let social = say(&client, json!({ "code": "denial_social", "emergency_ok": true })).await;
        let whole = mine(&client).await;
        assert_eq!((whole["percent"].as_u64(), whole["preset"].as_str()), (Some(100), Some("own")));
        assert_eq!(at(&whole, "emergency", "other_units", "money")["choice"], "share", "the denial lets an emergency");
        take_back(&client, &social).await;
        assert_eq!(mine(&client).await["percent"], 93, "2800 / 30");
    }
);

both!(
    /// Whatever is chosen, staff are answered as they were: the law's, and nothing else, decides.
    async fn no_choice_takes_from_staff_what_the_law_gives(db: TestDb) {
        use proptest::strategy::{Strategy, ValueTree};
        let house = House::new(&mut db).await;
        let aino = house.subject("client_aino");
        let client = house.log_in("client_aino").await;
        let mut staff = Vec::new();
        for role in STAFF {
            staff.push(house.log_in(role).await);
        }
        let all = async || {
            let mut all = Vec::new();
            for who in &staff {
                all.push(seen_whole(who, aino).await);
            }
            all
        };
        let before = all().await;
        assert!(before.iter().flatten().any(|(status, _)| *status == StatusCode::OK), "some of them see her");
        let table = mine(&client).await;
        for code in ["own", "shared"] {
            save(&client, preset(&table, code)).await;
            assert_eq!(all().await, before, "{code}");
        }
        // And tables nobody made up, every situation in them.
        let free: Vec<&Value> = {
            let laws = table["laws"].as_array().unwrap();
            let will = |cell: &Value| {
                laws.iter().any(|l| {
                    l["effect"] == "will" && l["party"] == cell["party"] && l["groups"].as_array().unwrap().contains(&cell["group"])
                })
            };
            table["cells"].as_array().unwrap().iter().filter(|cell| !will(cell)).collect()
        };
        let any = proptest::collection::vec(proptest::sample::select(vec![None, Some("share"), Some("ask"), Some("keep")]), free.len());
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        for _ in 0..4 {
            let picks = any.new_tree(&mut runner).unwrap().current();
            let place = |cell: &Value, pick| {
                change(cell["situation"].as_str().unwrap(), cell["party"].as_str().unwrap(), cell["group"].as_str().unwrap(), pick)
            };
            save(&client, free.iter().zip(picks).map(|(cell, pick)| place(cell, pick)).collect()).await;
            assert_eq!(all().await, before);
        }
        // What does refuse is what the client says by a denial.
        say(&client, json!({ "code": "denial_patient" })).await;
        assert_ne!(all().await, before);
    }
);

both!(
    async fn the_preview_is_what_they_would_see(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.subject("client_aino");
        let (client, manager) = (house.log_in("client_aino").await, house.log_in("case_manager").await);
        let (nurse, acute) = (house.log_in("home_care_nurse").await, house.log_in("acute_nurse").await);
        let agrees = async |kind: &str, role: &str, who: &Caller| {
            let (seen, real) = (preview(&client, kind, Some(role)).await, registers(who, aino).await);
            for (group, register) in [("health", "patient"), ("services", "social")] {
                assert_eq!(of(&seen, group)["open"] != "hidden", real.contains(&register.to_owned()), "{role} {group}: {seen} / {real:?}");
            }
            seen
        };
        // By the permit of her story the manager sees her patient data; without it not, and it says why.
        let seen = agrees("own_team", "case_manager", &manager).await;
        assert!(has(&seen, "health", "permit") && has(&seen, "plans", "relation"), "{seen}");
        agrees("own_team", "home_care_nurse", &nurse).await;
        let hers = preview(&client, "own_team", Some("home_care_nurse")).await;
        assert_eq!(
            (of(&hers, "health")["open"].as_str(), of(&hers, "money")["why"].clone()),
            (Some("open"), json!(["role"])),
            "nursing needs no payments"
        );
        let denied = say(&client, json!({ "code": "denial_patient" })).await;
        let seen = agrees("own_team", "case_manager", &manager).await;
        assert!(has(&seen, "health", "denied"), "{seen}");
        let other = preview(&client, "other_unit", Some("social_worker")).await;
        assert_eq!((of(&other, "health")["open"].as_str(), has(&other, "health", "denied")), (Some("hidden"), true));
        assert!(has(&agrees("own_team", "home_care_nurse", &nurse).await, "health", "relation"), "use by one's own task is not stopped");
        take_back(&client, &denied).await;
        for permit in standing(&client, "permit").await {
            take_back(&client, &permit).await;
        }
        assert!(has(&agrees("own_team", "case_manager", &manager).await, "health", "no_permit"));

        // In an emergency: as one who has opened the registers, past a denial only when she lets them.
        let allowed = say(&client, json!({ "code": "denial_social", "emergency_ok": true })).await;
        let open = json!({ "registers": ["social", "patient"], "ground": "emergency_care", "reason_code": "violence",
            "reason": "Hätäkeskuksen tehtävä", "confirmed": true });
        assert_eq!(acute.post(&format!("/api/v1/staff/clients/{aino}/registers"), open).await.status, StatusCode::CREATED);
        assert!(has(&agrees("emergency", "acute_nurse", &acute).await, "services", "ground"));
        take_back(&client, &allowed).await;
        say(&client, json!({ "code": "denial_social" })).await;
        assert!(has(&agrees("emergency", "acute_nurse", &acute).await, "services", "denied"));

        // A close one: what the mandate gives, without what she keeps. The kernel says the same to whoever opens her for them.
        save(
            &client,
            vec![change("ordinary", "close_ones", "money", Some("keep")), change("ordinary", "close_ones", "plans", Some("ask"))],
        )
        .await;
        let close = preview(&client, "close_one", None).await;
        let hidden: Vec<&str> =
            close["groups"].as_array().unwrap().iter().filter(|g| g["open"] == "hidden").map(|g| g["group"].as_str().unwrap()).collect();
        assert_eq!(hidden, ["plans", "money"]);
        let job = house.gate.job("test.look", "test", None);
        for (group, shared) in [("money", false), ("plans", false), ("health", true), ("basic", true)] {
            let asked = trust::selfdirection::shares(job.reader(), &[ClientId(aino)], SharingParty::CloseOnes, group).await.unwrap();
            assert_eq!(asked, shared, "{group}");
        }
        assert!(trust::selfdirection::shares(job.reader(), &[ClientId(aino)], SharingParty::Apps, "money").await.unwrap(), "another party");

        // Eyes that are not lent; and each look through others' eyes is in the log as the client's own.
        for who in ["kind=own_team", "kind=own_team&role=administrator", "kind=emergency&role=team_lead", "kind=close_one&role=team_lead"] {
            assert_eq!(client.get(&format!("{OWN}/preview?{who}")).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{who}");
        }
        house.gate.flush_log().await;
        let text =
            "SELECT 1 AS one FROM access_log WHERE action = 'selfdirection.own.preview' AND actor_kind = 'client' AND outcome = 'allowed'";
        assert!(sql::rows(job.reader(), text, []).await.unwrap().len() >= 10);
    }
);

both!(
    async fn staff_read_the_wish_beside_what_they_see(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.subject("client_aino");
        let (client, manager) = (house.log_in("client_aino").await, house.log_in("case_manager").await);
        let nurse = house.log_in("home_care_nurse").await;
        let wishes = async |who: &Caller| {
            let answer = who.get(&format!("/api/v1/staff/clients/{aino}/self-direction")).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
            let of = |one: &Value| {
                format!("{}/{}/{}", one["group"].as_str().unwrap(), one["party"].as_str().unwrap(), one["choice"].as_str().unwrap())
            };
            answer.body["wishes"].as_array().unwrap().iter().map(of).collect::<Vec<_>>()
        };
        assert!(wishes(&manager).await.is_empty());
        save(
            &client,
            vec![
                change("ordinary", "own_team", "health", Some("ask")),
                change("ordinary", "myself", "plans", Some("keep")),
                change("ordinary", "own_team", "basic", Some("share")),
                change("ordinary", "apps", "plans", Some("keep")),
                change("emergency", "close_ones", "basic", Some("keep")),
            ],
        )
        .await;
        assert_eq!(wishes(&manager).await, ["basic/close_ones/keep", "health/own_team/ask", "plans/myself/keep"]);
        assert_eq!(wishes(&nurse).await, ["basic/close_ones/keep", "health/own_team/ask"], "of what lies in the other register nothing");
        assert!(!registers(&manager, aino).await.is_empty(), "and it stops nothing");
        save(&client, vec![change("ordinary", "own_team", "health", None)]).await;
        assert!(!wishes(&nurse).await.contains(&"health/own_team/ask".to_owned()), "taken back, gone in the next request");
    }
);

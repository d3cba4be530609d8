//! Home safety: gone through with the client and saved an answer at a time, risks followed until they are mended, and the rescue authority
//! told just what was seen, once, with a receipt. Over HTTP as the browser does it, on both databases.

use std::sync::Arc;

use crate::common::rescue::{Mood, Receiver};
use crate::common::{Answer, Caller, House};
use axum::http::{Method, StatusCode};
use chrono::Duration;
use jobs::{Queue, Step};
use kernel::{Clock, FixedClock};
use serde_json::{Value, json};
use store::{both, sql};
use uuid::Uuid;

const OWN: &str = "/api/v1/client/home-safety";
const RISKS: &str = "/api/v1/staff/home-safety/risks";

struct Home {
    house: House,
    sanna: Caller,
    aino: Uuid,
}

impl Home {
    async fn new(db: &mut store::testing::TestDb) -> Self {
        let house = House::new(db).await;
        Self { sanna: house.log_in("case_manager").await, aino: house.subject("client_aino"), house }
    }
    fn path(&self, rest: &str) -> String {
        format!("/api/v1/staff/clients/{}/home-safety{rest}", self.aino)
    }
    fn notices(&self, rest: &str) -> String {
        format!("/api/v1/staff/clients/{}/rescue-notices{rest}", self.aino)
    }
    async fn look(&self) -> Value {
        ok(self.sanna.get(&self.path("")).await)
    }
    /// Begins one; gives its path, and what to say of its version.
    async fn begin(&self, body: Value) -> (String, i64) {
        let answer = self.sanna.post(&self.path("/assessments"), body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        (self.path(&format!("/assessments/{}", answer.body["id"].as_str().unwrap())), 1)
    }
    async fn send(&self, method: Method, path: &str, version: i64, body: Option<Value>) -> Answer {
        self.sanna.send(method, path, body, &[("if-match", &format!("\"{version}\""))]).await
    }
    async fn answer(&self, at: &mut (String, i64), item: &str, body: Value) {
        let saved = ok(self.send(Method::PUT, &format!("{}/items/{item}", at.0), at.1, Some(body)).await);
        at.1 = saved["version"].as_i64().unwrap();
    }
    async fn finish(&self, at: &mut (String, i64)) {
        let talk = json!({ "took_part": "along", "own_view": "Haluan asua kotona. Varoittimen voi vaihtaa." });
        let saved = ok(self.send(Method::PUT, &format!("{}/talk", at.0), at.1, Some(talk)).await);
        at.1 = saved["version"].as_i64().unwrap();
        ok(self.send(Method::POST, &format!("{}/finish", at.0), at.1, None).await);
    }
    /// An assessment with a missing alarm and a rug.
    async fn assessed(&self) -> (Value, Value) {
        let mut at = self.begin(json!({})).await;
        self.answer(&mut at, "smoke_alarm", json!({ "answer": "risk", "words": "Olohuoneen varoitin puuttuu." })).await;
        self.answer(&mut at, "rugs", json!({ "answer": "risk", "words": "Eteisen matto liukuu." })).await;
        self.answer(&mut at, "warmth", json!({ "answer": "fine" })).await;
        self.finish(&mut at).await;
        let seen = self.look().await;
        (risk(&seen, "smoke_alarm").clone(), risk(&seen, "rugs").clone())
    }
    async fn step(&self, risk: &Value, body: Value) -> Answer {
        let path = self.path(&format!("/risks/{}/step", risk["id"].as_str().unwrap()));
        self.send(Method::POST, &path, risk["version"].as_i64().unwrap(), Some(body)).await
    }
    async fn notice(&self) -> Value {
        self.look().await["notices"][0].clone()
    }
    /// Previews and makes one of these risks.
    async fn notify(&self, notice: Value) -> Answer {
        let preview = ok(self.sanna.post(&self.notices("/preview"), notice.clone()).await);
        self.sanna.post(&self.notices(""), json!({ "notice": notice, "digest": preview["digest"] })).await
    }
    async fn count(&self, text: &str) -> usize {
        self.house.gate.flush_log().await;
        let job = self.house.gate.job("test.count", "test", None);
        sql::rows(job.reader(), text, []).await.unwrap().len()
    }
    async fn protect(&self) {
        let work = self.house.gate.job("test.protect", "test", None).begin().await.unwrap();
        sql::exec(&work, "UPDATE client SET protected = TRUE WHERE id = $1", [self.aino.into()]).await.unwrap();
        work.commit().await.unwrap();
    }
}

fn ok(answer: Answer) -> Value {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body
}

/// The fields that are wrong, with why.
fn faults(answer: &Answer) -> Vec<(&str, &str)> {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
    let errors = answer.body["errors"].as_array().unwrap();
    errors.iter().map(|one| (one["path"].as_str().unwrap(), one["code"].as_str().unwrap())).collect()
}

fn refused(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    answer.body["reason"].as_str().unwrap()
}

fn risk<'a>(seen: &'a Value, item: &str) -> &'a Value {
    let found: Vec<&Value> = seen["risks"].as_array().unwrap().iter().filter(|one| one["item"] == item).collect();
    assert_eq!(found.len(), 1, "{item}: {seen}");
    found[0]
}

fn notice_of(risks: &[&Value]) -> Value {
    let ids: Vec<&Value> = risks.iter().map(|risk| &risk["id"]).collect();
    json!({ "risks": ids, "building": "flat", "ability": "weak", "evacuation": "helped", "done": "Paristovaroitin jätettiin keittiöön.",
        "notifier_phone": "040 123 4567", "no_emergency": true })
}

both!(
    async fn a_home_is_gone_through_and_its_risks_are_mended(db: TestDb) {
        let home = Home::new(&mut db).await;
        let mut at = home.begin(json!({})).await;
        let item = |code: &str| format!("{}/items/{code}", at.0);

        // A risk is told in words; what is not asked is not answered; one answer at a time, and never over another's.
        let put = async |path: &str, version: i64, body: Value| home.send(Method::PUT, path, version, Some(body)).await;
        assert_eq!(faults(&put(&item("stove"), 1, json!({ "answer": "risk" })).await), [("/words", "required")]);
        assert_eq!(put(&item("no_such"), 1, json!({ "answer": "fine" })).await.status, StatusCode::NOT_FOUND);
        let hetu = json!({ "answer": "risk", "words": "Asuu 010190-999W" });
        assert_eq!(faults(&put(&item("stove"), 1, hetu).await), [("/words", "hetu")]);
        let picture = json!({ "answer": "fine", "pictures": [Uuid::now_v7()] });
        assert_eq!(faults(&put(&item("stove"), 1, picture).await), [("/pictures", "no_matter")]);
        let stove = item("stove");
        home.answer(&mut at, "stove", json!({ "answer": "fine" })).await;
        assert_eq!(put(&stove, 1, json!({ "answer": "unseen" })).await.status, StatusCode::PRECONDITION_FAILED);
        assert_eq!(home.look().await["assessments"][0]["answers"]["stove"]["answer"], "fine", "the draft is there to go on with");
        let finish = format!("{}/finish", at.0);
        assert_eq!(faults(&home.send(Method::POST, &finish, at.1, None).await), [("/took_part", "required")]);
        home.answer(&mut at, "smoke_alarm", json!({ "answer": "risk", "words": "Varoitin puuttuu." })).await;
        home.finish(&mut at).await;
        assert_eq!(refused(&put(&stove, at.1 + 1, json!({ "answer": "unseen" })).await), "safety_finished");

        // The risk is followed: found, agreed, and mended; what was said stays.
        let seen = home.look().await;
        let found = risk(&seen, "smoke_alarm").clone();
        assert_eq!((&found["severity"], &found["state"], &found["late"]), (&json!("serious"), &json!("found"), &json!(false)));
        assert_eq!(faults(&home.step(&found, json!({ "state": "agreed", "doer": "landlord" })).await), [("/act", "required")]);
        let due = home.house.gate.ctx().today() + chrono::Days::new(3);
        let agreed = json!({ "state": "agreed", "act": "Taloyhtiö asentaa varoittimen", "doer": "landlord", "due_on": due });
        assert_eq!(home.step(&found, agreed).await.status, StatusCode::NO_CONTENT);
        assert_eq!(home.step(&found, json!({ "state": "mended" })).await.status, StatusCode::PRECONDITION_FAILED);
        let own = ok(home.house.log_in("client_aino").await.get(OWN).await);
        assert_eq!((&own["risks"][0]["act"], &own["risks"][0]["doer"]), (&json!("Taloyhtiö asentaa varoittimen"), &json!("landlord")));
        assert_eq!(own["assessments"][0]["own_view"], "Haluan asua kotona. Varoittimen voi vaihtaa.");
        let now = risk(&home.look().await, "smoke_alarm").clone();
        assert_eq!(home.step(&now, json!({ "state": "mended" })).await.status, StatusCode::NO_CONTENT);
        let now = risk(&home.look().await, "smoke_alarm").clone();
        let states: Vec<&str> = now["steps"].as_array().unwrap().iter().map(|step| step["state"].as_str().unwrap()).collect();
        assert_eq!((states, now["closed_at"].is_string()), (vec!["found", "agreed", "mended"], true));
        assert_eq!(home.count("SELECT 1 AS one FROM access_log WHERE action = 'homesafety.risk.step' AND outcome = 'allowed'").await, 2);
    }
);

both!(
    async fn a_finished_assessment_is_corrected_by_another(db: TestDb) {
        let home = Home::new(&mut db).await;
        let (alarm, _) = home.assessed().await;
        let old = home.look().await["assessments"][0]["id"].clone();
        let reasonless = home.sanna.post(&home.path("/assessments"), json!({ "corrects": old })).await;
        assert_eq!(faults(&reasonless), [("/reason", "required")]);
        let mut at = home.begin(json!({ "corrects": old, "reason": "Matto olikin naapurin." })).await;
        home.answer(&mut at, "rugs", json!({ "answer": "fine" })).await;
        home.finish(&mut at).await;
        let seen = home.look().await;
        let states: Vec<&str> = seen["assessments"].as_array().unwrap().iter().map(|one| one["state"].as_str().unwrap()).collect();
        assert_eq!(states, ["finished", "replaced"]);
        assert_eq!(seen["assessments"][1]["answers"]["rugs"]["answer"], "risk", "what was said stays said");
        assert_eq!((&risk(&seen, "rugs")["state"], &risk(&seen, "smoke_alarm")["id"]), (&json!("mistaken"), &alarm["id"]));
        assert_eq!(
            refused(&home.sanna.post(&home.path("/assessments"), json!({ "corrects": old, "reason": "Uudelleen" })).await),
            "safety_not_finished"
        );
    }
);

both!(
    async fn risks_are_listed_for_whose_they_are(db: TestDb) {
        let home = Home::new(&mut db).await;
        let (alarm, rug) = home.assessed().await;
        let items = |list: &Value| -> Vec<Value> { list["items"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect() };
        let ask = async |who: &Caller, body: Value| ok(who.post(&format!("{RISKS}/search"), body).await);
        let all = ask(&home.sanna, json!({})).await;
        assert_eq!(items(&all), [alarm["id"].clone(), rug["id"].clone()], "what is due first: {all}");
        assert_eq!((&all["open"], &all["late"]), (&json!(2), &json!(0)));
        assert_eq!(items(&ask(&home.sanna, json!({ "severity": "minor", "sort": "gravest" })).await), [rug["id"].clone()]);
        assert_eq!(items(&ask(&home.sanna, json!({ "hazard": true, "q": "virt" })).await), [alarm["id"].clone()]);
        assert_eq!(items(&ask(&home.sanna, json!({ "group": "outdoors" })).await), Vec::<Value>::new());
        assert_eq!(items(&ask(&home.sanna, json!({ "after": alarm["id"] })).await), [rug["id"].clone()]);
        // Late ones are found, and a table has the same rows.
        let work = home.house.gate.job("test.late", "test", None).begin().await.unwrap();
        sql::exec(&work, "UPDATE safety_risk SET due_on = '2020-01-01' WHERE item = 'rugs'", []).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(items(&ask(&home.sanna, json!({ "which": "late" })).await), [rug["id"].clone()]);
        let file = home.sanna.post(&format!("{RISKS}/export.csv?lang=en"), json!({ "which": "late" })).await;
        let text = String::from_utf8(file.bytes.to_vec()).unwrap();
        assert!(text.lines().count() == 2 && text.contains("A rug, a cord or a thing can make one fall."), "{text}");
        // Another's desk has none of them.
        let other = home.house.log_in("case_manager_west").await;
        assert!(items(&ask(&other, json!({})).await).iter().all(|id| *id != alarm["id"]));
    }
);

struct Station {
    home: Home,
    receiver: Receiver,
    queue: Queue,
    clock: Arc<FixedClock>,
}

impl Station {
    /// A county whose rescue department takes notifications.
    async fn new(db: &mut store::testing::TestDb) -> Self {
        let clock = FixedClock::at("2026-11-23T08:00:00Z".parse().unwrap());
        let receiver = Receiver::start().await;
        let rescue = receiver.client();
        let house = House::fitted(db, clock.clone() as Arc<dyn Clock>, |rooms| rooms.rescued(Some(rescue))).await;
        let queue = Queue::new().on(homesafety::SendRescueNotice::new(house.rooms.homesafety.clone()));
        let home = Home { sanna: house.log_in("case_manager").await, aino: house.subject("client_aino"), house };
        Self { home, receiver, queue, clock }
    }
    /// Does what is due, an hour later.
    async fn work(&self) {
        self.clock.advance(Duration::hours(1));
        while self.queue.step(&self.home.house.gate).await.unwrap() != Step::Idle {}
    }
}

both!(
    async fn the_rescue_authority_is_told_what_was_seen_and_once(db: TestDb) {
        let station = Station::new(&mut db).await;
        let (home, receiver) = (&station.home, &station.receiver);
        let (alarm, rug) = home.assessed().await;

        // What burns now is told to 112; a rug is nothing to tell; nothing goes that was not seen.
        let mut burning = notice_of(&[&alarm]);
        burning["no_emergency"] = json!(false);
        assert_eq!(refused(&home.sanna.post(&home.notices("/preview"), burning).await), "rescue_call_112");
        let trifle = home.sanna.post(&home.notices("/preview"), notice_of(&[&alarm, &rug])).await;
        assert_eq!(faults(&trifle), [("/notice/risks", "not_in_list")]);
        let unseen = json!({ "notice": notice_of(&[&alarm]), "digest": "0" });
        assert_eq!(refused(&home.sanna.post(&home.notices(""), unseen).await), "rescue_preview_old");
        let preview = ok(home.sanna.post(&home.notices("/preview"), notice_of(&[&alarm])).await);
        assert_eq!((preview["address_hidden"].clone(), preview["receiver"].clone()), (json!(false), json!("127.0.0.1")));

        // The receiver takes it and its answer is late, then lost, then it is away: it is one notification all the same.
        receiver.next(&[Mood::Slow, Mood::LosesTheAnswer, Mood::Away]);
        let body = json!({ "notice": notice_of(&[&alarm]), "digest": preview["digest"] });
        let key = [("idempotency-key", "0192f0aa-0000-7000-8000-000000000042")];
        let made = home.sanna.send(Method::POST, &home.notices(""), Some(body.clone()), &key).await;
        assert_eq!((made.status, &made.body["state"]), (StatusCode::CREATED, &json!("waiting")), "{}", made.body);
        let again = home.sanna.send(Method::POST, &home.notices(""), Some(body.clone()), &key).await;
        assert_eq!(again.body["id"], made.body["id"]);
        station.work().await;
        let waiting = home.notice().await;
        assert_eq!((&waiting["state"], &waiting["reason"]), (&json!("waiting"), &json!("timed_out")), "said as it is");
        for _ in 0..3 {
            station.work().await;
        }
        let notice = home.notice().await;
        assert_eq!((&notice["state"], &notice["receipt"]), (&json!("received"), &json!("PEL-2026-1")), "{notice}");
        assert!(receiver.came() >= 4);
        let taken = receiver.taken();
        assert_eq!(taken.len(), 1, "never twice");
        receiver.content();
        station.work().await;
        assert_eq!(receiver.came(), 4, "what is received is sent no more");

        // It told what was seen, and nothing else.
        let mut told = taken[0].clone();
        for own in ["form", "id", "made_at"] {
            told.as_object_mut().unwrap().remove(own);
        }
        assert_eq!(told, preview["content"]);
        assert!(!told.to_string().contains("matto") && !told.to_string().contains("Haluan asua"), "{told}");
        assert_eq!(told["found"][0]["words"], "Olohuoneen varoitin puuttuu.");
        assert_eq!(told["place"]["protected"], false);

        // One of the same risk is not made by mistake; the line says by what law; the client sees it.
        assert_eq!(refused(&home.notify(notice_of(&[&alarm])).await), "rescue_already");
        let lines =
            "SELECT 1 AS one FROM access_log WHERE action = 'homesafety.notice.make' AND outcome = 'allowed' AND ground = 'rescue_act_42'";
        assert_eq!(home.count(lines).await, 1);
        let client = home.house.log_in("client_aino").await;
        let own = ok(client.get(OWN).await);
        assert_eq!((&own["notices"][0]["receipt"], &own["notices"][0]["content"]), (&json!("PEL-2026-1"), &preview["content"]));
        let log = ok(client.get("/api/v1/client/log").await);
        let told = log["entries"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["record"] == "disclosure" && one["action"] == "homesafety.notice.make")
            .expect("told as a disclosure");
        assert_eq!(told["grounds"][0]["law"], "Pelastuslaki 379/2011 42 §", "{told}");
        let settled = home
            .sanna
            .post(&home.notices(&format!("/{}/delivered", made.body["id"].as_str().unwrap())), json!({ "words": "Soitin." }))
            .await;
        assert_eq!(refused(&settled), "rescue_settled");
    }
);

both!(
    async fn a_refusal_is_shown_and_a_protected_address_is_told_as_one(db: TestDb) {
        let station = Station::new(&mut db).await;
        let (home, receiver) = (&station.home, &station.receiver);
        let (alarm, _) = home.assessed().await;
        let open = ok(home.sanna.post(&home.notices("/preview"), notice_of(&[&alarm])).await);
        let address = open["content"]["place"]["address"].clone();
        home.protect().await;

        // What was seen before the protection is not what would be told now.
        let stale = json!({ "notice": notice_of(&[&alarm]), "digest": open["digest"] });
        assert_eq!(refused(&home.sanna.post(&home.notices(""), stale).await), "rescue_preview_old");
        let preview = ok(home.sanna.post(&home.notices("/preview"), notice_of(&[&alarm])).await);
        assert_eq!((&preview["address_hidden"], &preview["content"]["place"]), (&json!(true), &json!({ "home": true, "protected": true })));
        assert!(preview["protected"]["fi"].as_str().unwrap().contains("turvakielto"), "the preview says that it is told all the same");
        receiver.next(&[Mood::Refuses("Osoite ei ole alueellamme.")]);
        assert_eq!(home.notify(notice_of(&[&alarm])).await.status, StatusCode::CREATED);
        station.work().await;
        let notice = home.notice().await;
        assert_eq!((&notice["state"], &notice["reason"]), (&json!("refused"), &json!("Osoite ei ole alueellamme.")));
        assert_eq!(receiver.came(), 1, "a no is final");

        // After a no another can be made; the address goes to the authority, marked, and is shown to no one else here.
        assert_eq!(home.notify(notice_of(&[&alarm])).await.status, StatusCode::CREATED);
        station.work().await;
        let taken = receiver.taken();
        assert_eq!((&taken[0]["place"]["address"], &taken[0]["place"]["protected"]), (&address, &json!(true)));
        receiver.content();
        let seen = home.look().await.to_string();
        assert!(!seen.contains(address.as_str().unwrap()), "{seen}");
        let own = ok(home.house.log_in("client_aino").await.get(OWN).await);
        assert_eq!(own["notices"][0]["content"]["place"]["address"], address, "of oneself it is no secret");
    }
);

both!(
    async fn without_a_receiver_it_is_delivered_by_hand(db: TestDb) {
        let home = Home::new(&mut db).await;
        let (alarm, _) = home.assessed().await;
        let made = home.notify(notice_of(&[&alarm])).await;
        assert_eq!((made.status, &made.body["state"]), (StatusCode::CREATED, &json!("by_hand")), "{}", made.body);
        let path = home.notices(&format!("/{}/delivered", made.body["id"].as_str().unwrap()));
        assert_eq!(faults(&home.sanna.post(&path, json!({ "words": " " })).await), [("/words", "required")]);
        let words = json!({ "words": "Vein paloasemalle, vastaanotti päivystävä palotarkastaja." });
        assert_eq!(home.sanna.post(&path, words.clone()).await.status, StatusCode::NO_CONTENT);
        assert_eq!(home.notice().await["state"], "delivered");
        assert_eq!(refused(&home.sanna.post(&path, words).await), "rescue_settled");
    }
);

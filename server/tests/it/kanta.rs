//! Permits and denials in Kanta, their master, and here: through the node's whole router, with a Kanta beside it that keeps state, loses,
//! delays and refuses; on both databases.

use std::sync::Arc;

use crate::common::kanta::{Kanta, Mood};
use crate::common::{Caller, House};
use axum::http::StatusCode;
use chrono::Duration;
use jobs::{Queue, Step};
use kanta::{Consent, own_name};
use kernel::hetu::Hetu;
use kernel::{ClientId, Clock, FixedClock, Register, ServiceTask, WillKind, WillLevel};
use serde_json::{Value, json};
use store::{NewEvent, both, sql};
use uuid::Uuid;
use will::{Turn, TurnError};

const OWN: &str = "/api/v1/client/will";

struct County {
    house: House,
    kanta: Kanta,
    clock: Arc<FixedClock>,
    queue: Queue,
    aino: Uuid,
    hetu: Hetu,
}

impl County {
    /// A county whose permits Kanta has had, and whose people's state has been read.
    async fn new(db: &mut store::testing::TestDb) -> Self {
        let clock = FixedClock::at("2026-11-21T10:00:00Z".parse().unwrap());
        let kanta = Kanta::start().await;
        let house = House::fitted(db, clock.clone() as Arc<dyn Clock>, |rooms| rooms.with_kanta(Some(kanta.client()))).await;
        let room = house.rooms.will.clone();
        let queue = Queue::new().on(will::SendWill::new(room.clone())).on(will::ReadWills::new(room.clone())).on(will::AskWills::new(room));
        let aino = house.subject("client_aino");
        let job = house.gate.job("test.look", "test", None);
        let hetu = people::hetu_for_print(&house.gate, &job, ClientId(aino)).await.unwrap().unwrap();
        let county = Self { house, kanta, clock, queue, aino, hetu: Hetu::parse(&hetu).unwrap() };
        let turn = county.turn().await;
        assert!(turn.told > 0 && turn.asked > 50, "{turn:?}: what was said before there was a Kanta is told, everybody is asked for");
        county.work().await;
        county.later(1);
        let turn = county.turn().await;
        assert_eq!((turn.changed, turn.told, turn.missed), (0, 0, false), "what Kanta says of one's own is no news");
        county.kanta.content();
        county
    }

    async fn turn(&self) -> Turn {
        self.house.rooms.will.turn(&self.house.gate).await.unwrap_or_else(|error| panic!("{error:?}"))
    }
    fn later(&self, minutes: i64) {
        self.clock.advance(Duration::minutes(minutes));
    }
    async fn step(&self) -> Step {
        self.queue.step(&self.house.gate).await.unwrap()
    }
    /// Does what is due.
    async fn work(&self) {
        while self.step().await != Step::Idle {}
    }

    async fn registers(&self, who: &Caller) -> Vec<String> {
        let answer = who.get(&format!("/api/v1/staff/clients/{}/summary", self.aino)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.body["withheld"]["registers_open"].as_array().unwrap().iter().map(|r| r.as_str().unwrap().to_owned()).collect()
    }

    /// A permit of Aino's as OmaKanta makes it.
    fn permit(&self, register: Register) -> Consent {
        Consent {
            name: String::new(),
            version: 0,
            person: self.hetu.clone(),
            kind: WillKind::Permit,
            level: WillLevel::All,
            register: Some(register),
            service_task: None,
            document: None,
            emergency_ok: false,
            given_by: "client",
            given_at: self.clock.now() - Duration::minutes(5),
            ended_at: None,
        }
    }

    async fn texts(&self, text: &str) -> Vec<String> {
        let job = self.house.gate.job("test.look", "test", None);
        sql::rows(job.reader(), text, []).await.unwrap().iter().map(|r| r.try_get_by_index(0).unwrap()).collect()
    }

    /// Something of a client's has changed.
    async fn happens(&self, client: Uuid) {
        let work = self.house.gate.job("test.happens", "test", None).begin().await.unwrap();
        work.emit(NewEvent::new("people.client.updated", "client", client).client(client)).await.unwrap();
        work.commit().await.unwrap();
    }

    /// Turns until the newest event has been read; tells how many people were asked for.
    async fn caught_up(&self) -> usize {
        let job = self.house.gate.job("test.look", "test", None);
        let newest = "SELECT seq FROM event ORDER BY txid DESC, seq DESC LIMIT 1";
        let reached = "SELECT seq FROM event_cursor WHERE consumer = 'will.kanta.people'";
        let at = async |text: &str| -> i64 {
            sql::rows(job.reader(), text, []).await.unwrap().first().map_or(0, |row| row.try_get_by_index(0).unwrap())
        };
        let mut asked = 0;
        for _ in 0..200 {
            asked += self.turn().await.asked;
            if at(reached).await == at(newest).await {
                return asked;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("the newest event was never read");
    }
}

/// Reads the words of a choice and says it; gives its id.
async fn say(client: &Caller, code: &str) -> Uuid {
    assert_eq!(client.post(&format!("{OWN}/informings"), json!({ "code": code })).await.status, StatusCode::CREATED);
    let answer = client.post(OWN, json!({ "code": code })).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    answer.body["id"].as_str().unwrap().parse().unwrap()
}

async fn take_back(client: &Caller, id: Uuid) {
    assert_eq!(client.post(&format!("{OWN}/{id}/withdraw"), json!({})).await.status, StatusCode::NO_CONTENT);
}

/// One of what was said, as the page tells it.
async fn told(client: &Caller, id: Uuid) -> Value {
    let mine = client.get(OWN).await.body;
    mine["said"].as_array().unwrap().iter().find(|e| e["id"] == id.to_string()).unwrap().clone()
}

/// What is in force of a code: ids.
async fn standing(client: &Caller, code: &str) -> Vec<Uuid> {
    let mine = client.get(OWN).await.body;
    let holds = |e: &&Value| e["code"] == code && e["withdrawn_at"].is_null();
    mine["said"].as_array().unwrap().iter().filter(holds).map(|e| e["id"].as_str().unwrap().parse().unwrap()).collect()
}

both!(
    async fn what_is_said_here_is_told_once_and_its_end_after_it(db: TestDb) {
        let county = County::new(&mut db).await;
        let (client, manager) = (county.house.log_in("client_aino").await, county.house.log_in("case_manager").await);
        let before = county.kanta.told();
        let id = say(&client, "denial_patient").await;
        let state = async || told(&client, id).await["kanta"].clone();
        assert_eq!(state().await["state"], "waiting", "in the change that said it");

        // Taken, and the answer lost; taken, and too late: told under the same key until an answer comes, and taken once.
        county.kanta.next(&[Mood::LosesTheAnswer, Mood::Slow]);
        assert!(matches!(county.step().await, Step::Again(..)));
        assert_eq!((state().await["state"].clone(), state().await["reason"].clone()), (json!("waiting"), json!("http_504")));
        assert_eq!(county.step().await, Step::Idle, "not before its time");
        county.later(1);
        assert!(matches!(county.step().await, Step::Again(..)));
        assert_eq!(state().await["reason"], "timed_out");
        // Withdrawn meanwhile: the end waits for what came before it.
        take_back(&client, id).await;
        county.later(5);
        county.work().await;
        county.later(5);
        county.work().await;
        assert_eq!(state().await["state"], "there");
        assert_eq!(county.kanta.has(&own_name(id)), Some(("inactive".into(), "2".into())), "the will, and its end");
        assert_eq!(county.kanta.told() - before, 4, "three times the one, once the other");
        let receipts = county.texts("SELECT receipt FROM kanta_message WHERE doing = 'end' AND receipt IS NOT NULL").await;
        assert!(receipts.len() == 1 && receipts[0].ends_with("/_history/2"), "{receipts:?}");

        // The professional sees the same; a consent is not Kanta's.
        let theirs = manager.get(&format!("/api/v1/staff/clients/{}/will", county.aino)).await.body;
        let same = theirs["said"].as_array().unwrap().iter().find(|e| e["id"] == id.to_string()).unwrap();
        assert_eq!(same["kanta"]["state"], "there");
        assert!(theirs["kanta"]["as_of"].is_string());
        let biobank = say(&client, "biobank").await;
        assert!(told(&client, biobank).await["kanta"].is_null());
        county.work().await;
        assert_eq!(county.kanta.told() - before, 4);

        // A professional's word goes the same way; the token is read anew, and without it everything waits.
        county.kanta.set_token("vanhentunut");
        let of = format!("/api/v1/staff/clients/{}/will", county.aino);
        let words = json!({ "code": "denial_social", "channel": "phone" });
        assert_eq!(manager.post(&format!("{of}/informings"), words).await.status, StatusCode::CREATED);
        let said = manager.post(&of, json!({ "code": "denial_social", "given_by": "trustee", "channel": "phone" })).await;
        assert_eq!(said.status, StatusCode::CREATED, "{}", said.body);
        let id: Uuid = said.body["id"].as_str().unwrap().parse().unwrap();
        assert!(matches!(county.step().await, Step::Again(..)));
        assert_eq!(told(&client, id).await["kanta"]["reason"], "http_401");
        county.kanta.set_token("salaisuus");
        county.later(2);
        county.work().await;
        assert_eq!(county.kanta.has(&own_name(id)), Some(("active".into(), "1".into())));
        county.kanta.content();
    }
);

both!(
    async fn what_is_said_in_omakanta_holds_here_in_the_next_request(db: TestDb) {
        let county = County::new(&mut db).await;
        let (client, manager) = (county.house.log_in("client_aino").await, county.house.log_in("case_manager").await);
        assert_eq!(county.registers(&manager).await, ["social", "patient"], "by the permit of her story");
        let permit = standing(&client, "permit_patient").await[0];

        // Ended there, ended here, with when and by whom.
        county.kanta.end(&own_name(permit), "2026-11-21T10:00:30Z");
        let turn = county.turn().await;
        assert_eq!((turn.changed, turn.missed), (1, false));
        assert_eq!(county.registers(&manager).await, ["social"]);
        let ended = told(&client, permit).await;
        assert_eq!((ended["withdrawn_kind"].as_str(), ended["withdrawn_at"].as_str()), (Some("kanta"), Some("2026-11-21T10:00:30Z")));
        assert_eq!(county.turn().await.changed, 0, "once");

        // Given there, given here.
        let name = county.kanta.say(county.permit(Register::Patient));
        county.later(1);
        county.turn().await;
        assert_eq!(county.registers(&manager).await, ["social", "patient"]);
        let theirs = standing(&client, "permit_patient").await;
        let row = told(&client, theirs[0]).await;
        assert_eq!((theirs.len(), row["channel"].as_str(), row["kanta"]["state"].as_str()), (1, Some("kanta"), Some("there")));
        assert_eq!(row["given_at"], "2026-11-21T09:56:00Z", "at its own time");

        // A denial there, of a task with a known number and of one without; and of a document that is not here.
        let denial = |task, document| Consent {
            kind: WillKind::Denial,
            level: if document { WillLevel::Document } else { WillLevel::ServiceTask },
            register: (!document).then_some(Register::Social),
            service_task: task,
            document: document.then(Uuid::now_v7),
            ..county.permit(Register::Social)
        };
        for (task, document) in [(Some(ServiceTask::OlderPeople), false), (Some(ServiceTask::Disability), false), (None, true)] {
            county.kanta.say(denial(task, document));
        }
        // Somebody who is not a client here.
        let stranger = Hetu::synthetic("1999-09-09".parse().unwrap(), kernel::hetu::Sex::Female, 3).unwrap();
        county.kanta.say(Consent { person: stranger, ..county.permit(Register::Social) });
        county.kanta.backwards();
        assert_eq!(county.turn().await, Turn { told: 0, changed: 2, missed: false, asked: 0 }, "over pages, each in the wrong order");
        assert_eq!(standing(&client, "denial_service_task").await.len(), 2);

        // Withdrawn here, what was given there ends there.
        take_back(&client, theirs[0]).await;
        assert_eq!(county.registers(&manager).await, ["social"]);
        county.work().await;
        assert_eq!(county.kanta.has(&name).unwrap().0, "inactive");
        county.later(1);
        assert_eq!(county.turn().await.changed, 0, "one's own word coming back is no news");
        county.kanta.content();

        // Opening the page asks for this one's state, at once and not again in the same minute.
        let asked = county.kanta.asked();
        county.kanta.say(county.permit(Register::Patient));
        for who in [&client, &client] {
            assert_eq!(who.post(&format!("{OWN}/refresh"), json!({})).await.status, StatusCode::ACCEPTED);
        }
        let path = format!("/api/v1/staff/clients/{}/will/refresh", county.aino);
        assert_eq!(manager.post(&path, json!({})).await.status, StatusCode::ACCEPTED);
        county.work().await;
        assert_eq!(county.kanta.asked() - asked, 1);
        assert_eq!(county.registers(&manager).await, ["social", "patient"]);
        assert_eq!(county.turn().await.changed, 0, "the change that told the same is no news");
    }
);

both!(
    async fn a_missed_change_is_noticed_and_caught_up(db: TestDb) {
        let county = County::new(&mut db).await;
        let client = county.house.log_in("client_aino").await;
        let permit = standing(&client, "permit_patient").await[0];

        // One does not come, and the next does: everybody's state is read, and nothing is missing.
        county.kanta.end(&own_name(permit), "2026-11-21T10:00:30Z");
        let held = county.kanta.hold_newest_back();
        county.kanta.say(county.permit(Register::Social));
        county.later(1);
        let turn = county.turn().await;
        assert!(turn.missed && turn.asked > 50 && turn.changed == 2, "{turn:?}");
        assert!(standing(&client, "permit_patient").await.is_empty());
        assert_eq!(standing(&client, "permit_social").await.len(), 1);
        // What comes late changes nothing.
        county.kanta.let_go(held);
        assert_eq!(county.turn().await, Turn::default());

        // The last one does not come: the list says that it is longer.
        county.kanta.say(county.permit(Register::Patient));
        county.kanta.hold_newest_back();
        county.later(1);
        let turn = county.turn().await;
        assert!(turn.missed && turn.changed == 1, "{turn:?}");
        assert_eq!(standing(&client, "permit_patient").await.len(), 1);

        // Kanta has forgotten the number.
        let name = county.kanta.say(Consent { given_by: "guardian", ..county.permit(Register::Social) });
        county.kanta.forget();
        county.later(1);
        let turn = county.turn().await;
        assert!(turn.missed && turn.changed == 1, "{turn:?}");
        let both = standing(&client, "permit_social").await;
        assert_eq!((both.len(), county.turn().await), (2, Turn::default()));

        // Gone from Kanta without a word: a permit has ended.
        county.kanta.lose(&name);
        county.later(2);
        client.post(&format!("{OWN}/refresh"), json!({})).await;
        county.work().await;
        assert_eq!(standing(&client, "permit_social").await.len(), 1);
        assert_eq!(county.texts("SELECT name FROM kanta_feed WHERE missed = 3 AND missed_at IS NOT NULL").await.len(), 1);
    }
);

both!(
    async fn who_is_new_is_told_by_events_and_nobody_else_is_looked_through(db: TestDb) {
        let county = County::new(&mut db).await;
        let laura = county.house.subject("client_laura");
        let followed = async || {
            let job = county.house.gate.job("test.look", "test", None);
            !sql::rows(job.reader(), "SELECT id FROM kanta_person WHERE client_id = $1", [laura.into()]).await.unwrap().is_empty()
        };
        // An event is read when no running transaction can slip in before it, and others run beside this test.
        county.caught_up().await;
        assert!(followed().await, "once, everybody");

        let work = county.house.gate.job("test.forget", "test", None).begin().await.unwrap();
        sql::exec(&work, "DELETE FROM kanta_person WHERE client_id = $1", [laura.into()]).await.unwrap();
        work.commit().await.unwrap();
        for _ in 0..3 {
            county.turn().await;
        }
        assert!(!followed().await, "nothing has happened to her, so nobody looks for her");
        county.happens(laura).await;
        county.caught_up().await;
        assert!(followed().await);
        assert_eq!(county.turn().await.asked, 0, "asked once");

        // A code newer than what Kanta has been asked for is asked for again.
        county.later(5);
        let work = county.house.gate.job("test.code", "test", None).begin().await.unwrap();
        let newer = "UPDATE client_identifier SET valid_from = $1 WHERE client_id = $2 AND kind = 'hetu'";
        sql::exec(&work, newer, [work.at().into(), laura.into()]).await.unwrap();
        work.commit().await.unwrap();
        county.later(1);
        county.happens(laura).await;
        assert_eq!(county.caught_up().await, 1);
        county.happens(laura).await;
        assert_eq!(county.caught_up().await, 0, "told of again, and asked for after it was written");
    }
);

both!(
    async fn when_kanta_is_silent_what_is_known_holds(db: TestDb) {
        let county = County::new(&mut db).await;
        let (client, manager) = (county.house.log_in("client_aino").await, county.house.log_in("case_manager").await);
        let as_of = client.get(OWN).await.body["kanta"]["as_of"].clone();
        county.kanta.down(true);
        county.later(30);
        match county.house.rooms.will.turn(&county.house.gate).await {
            Err(TurnError::Kanta(fault)) => assert_eq!(fault.to_string(), "http_503"),
            other => panic!("{other:?}"),
        }
        let page = client.get(OWN).await.body;
        assert_eq!((&page["kanta"]["as_of"], page["kanta"]["failing_since"].as_str()), (&as_of, Some("2026-11-21T10:31:00Z")));
        assert_eq!(county.registers(&manager).await, ["social", "patient"], "what is known holds");

        let denial = say(&client, "denial_patient").await;
        assert_eq!(county.registers(&manager).await, ["social"], "a denial holds at once");
        assert!(matches!(county.step().await, Step::Again(..)));
        client.post(&format!("{OWN}/refresh"), json!({})).await;
        assert!(matches!(county.step().await, Step::Again(..)), "nobody answers the page's question either");
        county.later(120);
        county.kanta.down(false);
        county.work().await;
        assert_eq!(told(&client, denial).await["kanta"]["state"], "there");
        county.turn().await;
        let page = client.get(OWN).await.body;
        assert!(page["kanta"]["failing_since"].is_null() && page["kanta"]["as_of"] != as_of, "{}", page["kanta"]);
        assert_eq!(county.registers(&manager).await, ["social"]);
        county.kanta.content();
    }
);

both!(
    async fn kantas_word_holds_where_the_two_differ(db: TestDb) {
        let county = County::new(&mut db).await;
        let (client, manager) = (county.house.log_in("client_aino").await, county.house.log_in("case_manager").await);
        let (nurse, ask) = (county.house.log_in("home_care_nurse").await, async || {
            county.later(2);
            assert_eq!(client.post(&format!("{OWN}/refresh"), json!({})).await.status, StatusCode::ACCEPTED);
            county.work().await;
        });
        // Kanta says no to a permit: it holds until Kanta's own state is known, and then no more.
        county.kanta.next(&[Mood::Refuses]);
        let permit = say(&client, "permit_social").await;
        assert!(matches!(county.step().await, Step::Dead(_)));
        assert_eq!(told(&client, permit).await["kanta"]["state"], "refused");
        assert_eq!(told(&client, permit).await["kanta"]["reason"], "http_422");
        ask().await;
        assert_eq!(told(&client, permit).await["withdrawn_kind"], "kanta");
        assert_eq!(county.registers(&nurse).await, ["patient"]);

        // To a denial: it holds all the same.
        county.kanta.next(&[Mood::Refuses]);
        let denial = say(&client, "denial_patient").await;
        assert!(matches!(county.step().await, Step::Dead(_)));
        ask().await;
        assert!(told(&client, denial).await["withdrawn_at"].is_null());
        assert_eq!(county.registers(&manager).await, ["social"]);
        take_back(&client, denial).await;
        county.work().await;

        // To an end: Kanta's holds, and both stand in the history.
        let mine = standing(&client, "permit_patient").await[0];
        county.kanta.next(&[Mood::Refuses]);
        take_back(&client, mine).await;
        assert!(matches!(county.step().await, Step::Dead(_)));
        assert_eq!(county.registers(&manager).await, ["social"]);
        county.kanta.say(Consent { given_by: "trustee", ..county.permit(Register::Social) });
        ask().await;
        let again = standing(&client, "permit_patient").await;
        assert!(again.len() == 1 && again[0] != mine, "a row of its own");
        let (old, new) = (told(&client, mine).await, told(&client, again[0]).await);
        assert_eq!((old["withdrawn_kind"].as_str(), new["channel"].as_str()), (Some("client"), Some("kanta")));
        assert_eq!(county.registers(&manager).await, ["social", "patient"]);
        assert_eq!(
            county
                .texts("SELECT given_by FROM will_expression WHERE code = 'permit_social' AND withdrawn_at IS NULL AND channel = 'kanta'")
                .await,
            ["trustee"]
        );

        // A denial of one's own that Kanta has lost is told again, and holds meanwhile.
        let denial = say(&client, "denial_patient").await;
        county.work().await;
        county.kanta.lose(&own_name(denial));
        ask().await;
        county.work().await;
        assert!(told(&client, denial).await["withdrawn_at"].is_null());
        assert_eq!(county.kanta.has(&own_name(denial)).unwrap().0, "active");
        county.kanta.content();
    }
);

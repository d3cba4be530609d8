//! The room from outside, on both databases: a request between two teams is nobody's secret and nobody's loss.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use chrono::Duration;
use kernel::hetu::{Hetu, Sex};
use kernel::{ClientId, Clock, FixedClock, Register, Scope, ServiceTask, Text};
use people::import::{SourceClient, upsert_client};
use people::organisation::{NewMembership, NewOrganisation, NewProfessional, NewTeam, NewUnit, Staffing, create};
use requests::Requests;
use rules::{LiveRules, Rules};
use serde_json::{Value, json};
use store::testing::TestDb;
use store::{NewEvent, both, sql};
use tower::ServiceExt;
use trust::relation::{NewTie, tie};
use trust::{Audience, Gate, Role};
use uuid::Uuid;

/// A Wednesday without holidays near.
const NOW: &str = "2026-11-18T10:00:00Z";

struct House {
    gate: Gate,
    clock: Arc<FixedClock>,
    room: Requests,
    app: Router,
    /// East, west, guidance, and therapy in the patient register.
    teams: Vec<Uuid>,
    /// One of each, in the same order.
    people: Vec<Uuid>,
    client: ClientId,
}

struct Answer {
    status: u16,
    body: Value,
}

impl House {
    async fn new(db: &mut TestDb) -> Self {
        let clock = FixedClock::at(NOW.parse().unwrap());
        let controller = Uuid::now_v7();
        let gate = trust::testing::gate(db, Arc::new(people::Directory), clock.clone() as Arc<dyn Clock>, controller);
        let unit = Uuid::now_v7();
        let (teams, people): (Vec<Uuid>, Vec<Uuid>) = (0..4).map(|_| (Uuid::now_v7(), Uuid::now_v7())).unzip();
        let from = "2020-01-01".parse().unwrap();
        let tasks = [ServiceTask::OlderPeople, ServiceTask::OlderPeople, ServiceTask::OlderPeople, ServiceTask::Health];
        let roles = [Role::CaseManager, Role::CaseManager, Role::CareCoordinator, Role::HomeCareNurse];
        let staffing = Staffing {
            organisations: vec![NewOrganisation {
                id: controller,
                name: "Testialue".into(),
                kind: "county".into(),
                business_id: Some("0246246-0".into()),
                oid: None,
                part_of: None,
                valid_from: from,
            }],
            units: vec![NewUnit {
                id: unit,
                organisation_id: controller,
                name: "Yksikkö".into(),
                kind: "guidance".into(),
                municipality: None,
                valid_from: from,
            }],
            teams: (0..4)
                .map(|n| NewTeam {
                    id: teams[n],
                    key: format!("team_{n}"),
                    name: format!("Tiimi {n}"),
                    unit_id: unit,
                    service_task: tasks[n],
                    valid_from: from,
                })
                .collect(),
            professionals: (0..4)
                .map(|n| NewProfessional {
                    id: people[n],
                    name: format!("Ammattilainen {n}"),
                    role: roles[n],
                    title: Text::new("ammattilainen", "yrkesutbildad", "professional"),
                    unit_id: unit,
                    subject: Some(format!("subject-{n}")),
                    email: None,
                    can_decide: false,
                    valid_from: from,
                })
                .collect(),
            memberships: (0..4)
                .map(|n| NewMembership { professional_id: people[n], team_id: teams[n], valid_from: from, valid_to: None })
                .collect(),
        };
        let scope = Scope { controller, register: Register::Social, service_task: ServiceTask::OlderPeople, catalogue_row: 18 };
        let source = SourceClient {
            known: None,
            hetu: Some(Hetu::synthetic("1940-01-01".parse().unwrap(), Sex::Female, 1).unwrap()),
            identifiers: Vec::new(),
            temporary: false,
            family_name: "Virtanen".into(),
            given_names: "Aino".into(),
            other_names: Vec::new(),
            birth_date: None,
            sex: None,
            mother_tongue: Some("fi".into()),
            service_language: None,
            interpreter: false,
            municipality: Some("405".into()),
            protected: false,
            deceased: false,
            deceased_on: None,
            contacts: Vec::new(),
            source_system: "test".into(),
            scope,
        };
        let work = gate.job("test.setup", "test", None).begin().await.unwrap();
        create(&work, &staffing).await.unwrap();
        let client = upsert_client(&work, &source).await.unwrap().client;
        let case = NewTie {
            client,
            scope,
            basis: "team",
            object_kind: "matter",
            object_id: Uuid::now_v7(),
            professional_id: None,
            team_id: Some(teams[0]),
            unit_id: None,
            from: work.at(),
            to: None,
        };
        tie(&work, &[case]).await.unwrap();
        work.commit().await.unwrap();
        let room = Requests::new(Arc::new(LiveRules::new(Rules::shipped().unwrap())), &[]);
        let (router, _) = requests::router(room.clone()).split_for_parts();
        let passed = gate.clone();
        let app = router.layer(axum::middleware::from_fn(move |request, next| {
            trust::trail(passed.clone(), trust::RouteActions::default(), request, next)
        }));
        let house = Self { gate, clock, room, app, teams, people, client };
        // The follower begins at what has happened by now.
        assert_eq!(house.room.turn(&house.gate).await.unwrap(), 0);
        house
    }

    fn days_later(&self, days: i64) {
        self.clock.set(NOW.parse::<chrono::DateTime<chrono::Utc>>().unwrap() + Duration::days(days));
    }

    async fn ask(&self, who: usize, method: &str, path: &str, body: Option<Value>, seen: Option<i64>) -> Answer {
        let key = trust::start_session(&self.gate, Audience::Staff, self.people[who], "persona", None).await.unwrap();
        let csrf = trust::session_of(&self.gate, &key).await.unwrap().unwrap().csrf;
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1/staff{path}"))
            .header(header::COOKIE, format!("punos={key}"))
            .header("x-csrf-token", csrf);
        if let Some(seen) = seen {
            request = request.header("if-match", format!("\"{seen}\""));
        }
        let request = match body {
            Some(body) => request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())).unwrap(),
            None => request.body(Body::empty()).unwrap(),
        };
        let response = self.app.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        let body = serde_json::from_slice(&bytes).unwrap_or_else(|_| json!(String::from_utf8_lossy(&bytes)));
        Answer { status, body }
    }

    fn of(&self) -> String {
        format!("/clients/{}/requests", self.client.0)
    }

    async fn make(&self, to: usize, more: Value) -> Answer {
        let mut body = json!({ "kind": "medication_review", "words": "Huimausta uuden lääkkeen jälkeen.", "to_team_id": self.teams[to] });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        self.ask(0, "POST", &self.of(), Some(body), None).await
    }

    /// What a list shows of one request.
    async fn listed(&self, who: usize, side: &str, which: &str, id: &Value) -> Option<Value> {
        let answer = self.ask(who, "POST", "/requests/search", Some(json!({ "side": side, "which": which })), None).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body["items"].as_array().unwrap().iter().find(|one| one["id"] == *id).cloned()
    }

    async fn step(&self, who: usize, seen: &Value, body: Value) -> Answer {
        let path = format!("{}/{}/step", self.of(), seen["id"].as_str().unwrap());
        self.ask(who, "POST", &path, Some(body), seen["version"].as_i64()).await
    }

    async fn count(&self, text: &str, id: &Value) -> usize {
        self.gate.flush_log().await;
        let job = self.gate.job("test.count", "test", None);
        let id: Uuid = id.as_str().unwrap().parse().unwrap();
        sql::rows(job.reader(), text, [id.into()]).await.unwrap().len()
    }
}

fn fault(answer: &Answer) -> (&str, &str) {
    assert_eq!(answer.status, 422, "{}", answer.body);
    let one = &answer.body["errors"][0];
    (one["path"].as_str().unwrap(), one["code"].as_str().unwrap())
}

fn reason(answer: &Answer) -> (u16, Option<&str>) {
    (answer.status, answer.body["reason"].as_str())
}

both!(
    async fn it_is_declined_sent_on_done_and_followed(db: TestDb) {
        let house = House::new(&mut db).await;
        assert_eq!(house.ask(1, "GET", &house.of(), None, None).await.status, 403, "the west does not know her");
        let made = house.make(1, json!({})).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let id = made.body["id"].clone();
        assert_eq!(house.count("SELECT 1 AS one FROM event WHERE kind = 'requests.request.sent' AND object_id = $1", &id).await, 1);
        assert_eq!(house.ask(1, "GET", &house.of(), None, None).await.status, 200, "what it is asked ties it to her");

        // It waits for the west and for nobody else; only the sender can take it back.
        let theirs = house.listed(1, "receiver", "ours", &id).await.unwrap();
        assert_eq!(theirs["permitted_actions"], json!(["accepted", "asked", "declined"]));
        assert!(house.listed(2, "receiver", "open", &id).await.is_none());
        assert!(house.listed(0, "sender", "ours", &id).await.is_none());
        assert_eq!(house.listed(0, "sender", "open", &id).await.unwrap()["permitted_actions"], json!(["withdrawn"]));
        assert_eq!(house.step(1, &theirs, json!({ "step": "withdrawn", "words": "Ei tarvita." })).await.status, 404);

        // A reason of the rules, and words where it needs them.
        assert_eq!(fault(&house.step(1, &theirs, json!({ "step": "declined", "reason": "tired" })).await), ("/reason", "not_in_list"));
        assert_eq!(fault(&house.step(1, &theirs, json!({ "step": "declined", "reason": "no_need" })).await), ("/words", "required"));
        assert_eq!(house.step(1, &theirs, json!({ "step": "declined", "reason": "no_capacity" })).await.status, 204);
        let back = house.listed(0, "sender", "ours", &id).await.unwrap();
        assert_eq!((&back["state"], &back["declined"]["fi"]), (&json!("declined"), &json!("Emme ehdi määräajassa")));

        // Sent on: the tie of the west ends with it.
        assert_eq!(
            fault(&house.step(0, &back, json!({ "step": "sent_on", "to_team_id": house.teams[0] })).await),
            ("/to_team_id", "own_team")
        );
        assert_eq!(house.step(0, &back, json!({ "step": "sent_on", "to_team_id": house.teams[2] })).await.status, 204);
        assert_eq!(house.ask(1, "GET", &house.of(), None, None).await.status, 403);
        let now = house.listed(2, "receiver", "ours", &id).await.unwrap();
        assert_eq!(reason(&house.step(2, &now, json!({ "step": "done", "words": "Tehty." })).await), (409, Some("request_not_accepted")));
        assert_eq!(house.step(2, &now, json!({ "step": "accepted" })).await.status, 204);
        assert_eq!(
            house.step(2, &now, json!({ "step": "asked", "words": "Mikä lista?" })).await.status,
            412,
            "seen before it was accepted"
        );
        let now = house.listed(2, "receiver", "ours", &id).await.unwrap();
        assert_eq!(house.step(2, &now, json!({ "step": "done", "words": "Kaksi lääkettä lopetettiin." })).await.status, 204);
        let done = house.listed(0, "sender", "ours", &id).await.unwrap();
        assert_eq!(done["result"], "Kaksi lääkettä lopetettiin.");
        assert_eq!(house.step(0, &done, json!({ "step": "followed" })).await.status, 204);
        let one = house.ask(0, "GET", &format!("{}/{}", house.of(), id.as_str().unwrap()), None, None).await.body;
        let steps: Vec<&str> = one["steps"].as_array().unwrap().iter().map(|step| step["step"].as_str().unwrap()).collect();
        assert_eq!(steps, ["sent", "declined", "sent_on", "accepted", "done", "followed"]);
        assert_eq!(reason(&house.step(0, &one, json!({ "step": "withdrawn", "words": "Turha." })).await), (409, Some("request_closed")));
        let tied = "SELECT 1 AS one FROM care_relation WHERE object_id = $1 AND valid_to IS NULL";
        assert_eq!(house.count(tied, &id).await, 0, "nobody is tied by what is over");
        assert!(house.listed(0, "sender", "closed", &id).await.is_some());
    }
);

both!(
    async fn a_second_is_not_asked_without_saying_so(db: TestDb) {
        let house = House::new(&mut db).await;
        assert_eq!(house.make(1, json!({})).await.status, 201);
        assert_eq!(reason(&house.make(2, json!({})).await), (409, Some("request_covered")));
        let asked = json!({ "starting": "request", "code": "medication_review" });
        let seen = house.ask(0, "POST", &format!("/clients/{}/covered/search", house.client.0), Some(asked), None).await;
        assert_eq!((seen.body["by"].as_array().unwrap().len(), &seen.body["by"][0]["standing"]), (1, &json!("open")), "{}", seen.body);
        assert_eq!(house.make(2, json!({ "despite": "Toinen lääkäri haluaa oman arvion." })).await.status, 201);
        let thing = &seen.body["by"][0];
        let path = format!("/clients/{}/covered", house.client.0);
        let mut used =
            json!({ "starting": "request", "code": "medication_review", "choice": "used", "item": thing["item"], "id": thing["id"] });
        assert_eq!(house.ask(0, "POST", &path, Some(used.clone()), None).await.status, 204);
        used["id"] = json!(Uuid::now_v7());
        assert_eq!(fault(&house.ask(0, "POST", &path, Some(used), None).await), ("/id", "not_in_list"));
        let list =
            house.ask(0, "POST", "/requests/search", Some(json!({ "side": "sender", "q": "virtanen", "sort": "newest" })), None).await.body;
        assert_eq!((&list["parallel"], &list["sent"]["open"]), (&json!({ "used": 1, "went_on": 1 }), &json!(2)));
        // What is taken out as a table is what is seen.
        let csv = house.ask(0, "POST", "/requests/export.csv", Some(json!({ "side": "sender" })), None).await;
        assert_eq!(csv.body.as_str().unwrap().matches("Lääkityksen tarkistus").count(), 2);
        assert_eq!(house.ask(3, "POST", "/requests/export.csv", Some(json!({ "side": "receiver" })), None).await.status, 403);
    }
);

both!(
    async fn a_question_stops_the_clock_and_what_is_late_is_told_once(db: TestDb) {
        let house = House::new(&mut db).await;
        let id = house.make(1, json!({})).await.body["id"].clone();
        let seen = house.listed(1, "receiver", "ours", &id).await.unwrap();
        assert_eq!((&seen["due_on"], &seen["days_left"]), (&json!("2026-11-23"), &json!(3)));
        house.days_later(1);
        assert_eq!(house.step(1, &seen, json!({ "step": "asked", "words": "Mitkä lääkkeet?" })).await.status, 204);
        let asked = house.listed(0, "sender", "ours", &id).await.unwrap();
        assert_eq!((&asked["waits_for"], &asked["due_on"]), (&json!("sender"), &json!("2026-11-26")));
        assert_eq!(reason(&house.step(1, &asked, json!({ "step": "accepted" })).await), (409, Some("request_asked")));
        house.days_later(6);
        assert_eq!(house.step(0, &asked, json!({ "step": "answered", "words": "Unilääkkeet." })).await.status, 204);
        assert_eq!(house.listed(1, "receiver", "ours", &id).await.unwrap()["due_on"], "2026-11-26", "three working days are given back");

        let late = "SELECT 1 AS one FROM event WHERE kind = 'requests.request.late' AND object_id = $1";
        assert_eq!(house.room.turn(&house.gate).await.unwrap(), 0);
        house.days_later(9);
        assert_eq!(house.room.turn(&house.gate).await.unwrap(), 1);
        assert_eq!(house.room.turn(&house.gate).await.unwrap(), 0, "once");
        assert_eq!(house.count(late, &id).await, 1);
        assert_eq!(house.listed(1, "receiver", "late", &id).await.unwrap()["days_left"], -1);
    }
);

both!(
    async fn the_sender_s_side_goes_with_its_case(db: TestDb) {
        let house = House::new(&mut db).await;
        let id = house.make(1, json!({})).await.body["id"].clone();
        let matter = Uuid::now_v7();
        let work = house.gate.job("test.case", "test", None).begin().await.unwrap();
        sql::exec(&work, "UPDATE service_request SET matter_id = $1", [matter.into()]).await.unwrap();
        work.emit(NewEvent::new("care.matter.handed_over", "matter", matter).team(house.teams[2])).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(house.room.turn(&house.gate).await.unwrap(), 1);
        assert_eq!(house.listed(2, "sender", "open", &id).await.unwrap()["permitted_actions"], json!(["withdrawn"]));
        assert!(house.listed(1, "receiver", "ours", &id).await.is_some(), "the receiver goes on");
        assert_eq!(house.room.turn(&house.gate).await.unwrap(), 0);
    }
);

both!(
    async fn another_register_needs_the_client_s_word(db: TestDb) {
        let house = House::new(&mut db).await;
        assert_eq!(fault(&house.make(3, json!({})).await), ("/agreed", "required"));
        let id = house.make(3, json!({ "agreed": true })).await.body["id"].clone();
        let theirs = house.listed(3, "receiver", "ours", &id).await.unwrap();
        assert_eq!((&theirs["register"], &theirs["basis"]), (&json!("patient"), &json!("agreed")));
        assert_eq!(house.step(3, &theirs, json!({ "step": "accepted" })).await.status, 204);
        let one = house.ask(0, "GET", &format!("{}/{}", house.of(), id.as_str().unwrap()), None, None).await;
        assert_eq!((&one.body["sides"], &one.body["state"]), (&json!(["sender"]), &json!("accepted")));
        assert!(house.listed(0, "receiver", "open", &id).await.is_none());
    }
);

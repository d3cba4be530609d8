//! The room from outside, on both databases: who is asked, who sees what, and that nobody is reminded twice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use chrono::Duration;
use experience::Experience;
use kernel::hetu::{Hetu, Sex};
use kernel::{ClientId, Clock, FixedClock, Register, Scope, ServiceTask, Text};
use notices::channel::{Email, EmailSettings, MailSecurity};
use notices::{ChannelKind, Channels, Notices};
use people::import::{SourceClient, upsert_client};
use people::organisation::{NewMembership, NewOrganisation, NewProfessional, NewTeam, NewUnit, Staffing, create};
use rules::{LiveRules, Rules};
use serde_json::{Value, json};
use store::sea_orm::Value as Bound;
use store::testing::TestDb;
use store::{NewEvent, PlanSource, both, sql};
use tower::ServiceExt;
use trust::{Audience, Gate, Role};
use uuid::Uuid;

/// A Wednesday, noon in Finland.
const NOW: &str = "2026-11-18T10:00:00Z";
/// Matters as the room that keeps them tells of those that have ended.
const ENDED: &str = "SELECT mc.client_id, m.id, m.controller, m.register, m.service_task, m.team_id, m.closed_at, m.close_reason \
     FROM matter m JOIN matter_client mc ON mc.matter_id = m.id AND mc.main WHERE m.state = 'closed'";
/// A reminder of this word stands for a goal of a plan, its first day for the goal's.
const GOALS: &[PlanSource] = &[PlanSource {
    part: "goal",
    item: "plan_goal",
    from: "own_reminder x WHERE x.words = 'goal'",
    due_on: "x.starts_on",
    ..PlanSource::EMPTY
}];

struct House {
    gate: Gate,
    clock: Arc<FixedClock>,
    room: Experience,
    app: Router,
    teams: Vec<Uuid>,
    /// A case manager and the team lead of the first team, a case manager of the second.
    people: Vec<Uuid>,
    clients: Vec<ClientId>,
    numbers: std::sync::atomic::AtomicUsize,
}

struct Answer {
    status: u16,
    body: Value,
}

#[derive(Clone, Copy)]
enum Who {
    Staff(usize),
    Client(usize),
}
use Who::{Client, Staff};

impl House {
    async fn new(db: &mut TestDb) -> Self {
        let clock = FixedClock::at(NOW.parse().unwrap());
        let controller = Uuid::now_v7();
        let gate = trust::testing::gate(db, Arc::new(people::Directory), clock.clone() as Arc<dyn Clock>, controller);
        let unit = Uuid::now_v7();
        let teams: Vec<Uuid> = (0..2).map(|_| Uuid::now_v7()).collect();
        let staff: Vec<Uuid> = (0..3).map(|_| Uuid::now_v7()).collect();
        let from = "2020-01-01".parse().unwrap();
        let roles = [Role::CaseManager, Role::TeamLead, Role::CaseManager];
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
            teams: (0..2)
                .map(|n| NewTeam {
                    id: teams[n],
                    key: format!("team_{n}"),
                    name: format!("Tiimi {n}"),
                    unit_id: unit,
                    service_task: ServiceTask::OlderPeople,
                    valid_from: from,
                })
                .collect(),
            professionals: (0..3)
                .map(|n| NewProfessional {
                    id: staff[n],
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
            memberships: [(0, 0), (1, 0), (2, 1)]
                .map(|(who, team)| NewMembership { professional_id: staff[who], team_id: teams[team], valid_from: from, valid_to: None })
                .to_vec(),
        };
        let scope = Scope { controller, register: Register::Social, service_task: ServiceTask::OlderPeople, catalogue_row: 18 };
        let work = gate.job("test.setup", "test", None).begin().await.unwrap();
        create(&work, &staffing).await.unwrap();
        let mut clients = Vec::new();
        for n in 0..7 {
            let source = SourceClient {
                known: None,
                hetu: Some(Hetu::synthetic("1940-01-01".parse().unwrap(), Sex::Female, n).unwrap()),
                identifiers: Vec::new(),
                temporary: false,
                family_name: "Virtanen".into(),
                given_names: format!("Aino {n}"),
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
            let client = upsert_client(&work, &source).await.unwrap().client;
            let text = "INSERT INTO notice_choice (id, client_id, controller, register, service_task, catalogue_row, email, sms, suomifi, \
                        version, created_at, updated_at) VALUES ($1, $2, $3, 'social', 'older_people', 1, $4, $5, $5, 1, $6, $6)";
            let values: [Bound; 6] =
                [Uuid::now_v7().into(), client.0.into(), controller.into(), true.into(), false.into(), work.at().into()];
            sql::exec(&work, text, values).await.unwrap();
            clients.push(client);
        }
        work.commit().await.unwrap();
        let rules = Arc::new(LiveRules::new(Rules::shipped().unwrap()));
        let email = EmailSettings {
            host: "localhost".into(),
            port: 25,
            security: MailSecurity::None,
            login: None,
            from: "Hyvinvointialue <ei-vastausta@hva.example>".into(),
            authority: None,
        };
        let channels = Channels::new("https://punos.example").with(ChannelKind::Email, Email::new(&email).unwrap());
        let room = Experience::new(rules.clone(), Notices::new(rules, channels), ENDED, GOALS);
        let (router, _) = experience::router(room.clone()).split_for_parts();
        let passed = gate.clone();
        let app = router.layer(axum::middleware::from_fn(move |request, next| {
            trust::trail(passed.clone(), trust::RouteActions::default(), request, next)
        }));
        let house = Self { gate, clock, room, app, teams, people: staff, clients, numbers: 1.into() };
        // The follower begins at what has happened by now.
        assert_eq!(house.turn().await, 0);
        house
    }

    async fn turn(&self) -> usize {
        store::testing::settled(&self.gate.db().reference()).await;
        self.room.turn(&self.gate).await.unwrap()
    }

    fn days_later(&self, days: i64) {
        self.clock.set(NOW.parse::<chrono::DateTime<chrono::Utc>>().unwrap() + Duration::days(days));
    }

    /// A matter of a client's in a team, ended now for a reason.
    async fn ended(&self, client: usize, team: usize, reason: &str) -> Uuid {
        let id = Uuid::now_v7();
        let number = self.numbers.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let work = self.gate.job("test.matter", "test", None).begin().await.unwrap();
        let text = "INSERT INTO matter (id, controller, register, service_task, catalogue_row, number, situation, urgency, lane, state, \
                    channel, team_id, sender_kind, sender_id, proposed_team, routing_rule, routing_version, routing_why, reply_wanted, \
                    initiated_at, initiated_on, closed_at, close_reason, paused, lane_since, version, created_at, updated_at) \
                    VALUES ($1, $2, 'social', 'older_people', 18, $3, 'guidance', 'normal', 'managing', 'closed', 'lobby', $4, 'staff', $5, \
                    'team_0', 'r', '1', $6, $7, $8, $9, $8, $10, $7, $8, 1, $8, $8)";
        let values: [Bound; 10] = [
            id.into(),
            self.gate.controller().into(),
            format!("2026-{number}").into(),
            self.teams[team].into(),
            self.people[0].into(),
            json!([]).into(),
            false.into(),
            work.at().into(),
            work.today().into(),
            reason.into(),
        ];
        sql::exec(&work, text, values).await.unwrap();
        let text = "INSERT INTO matter_client (matter_id, client_id, main, joined_at) VALUES ($1, $2, $3, $4)";
        sql::exec(&work, text, [id.into(), self.clients[client].0.into(), true.into(), work.at().into()]).await.unwrap();
        work.emit(NewEvent::new("care.matter.closed", "matter", id)).await.unwrap();
        work.commit().await.unwrap();
        id
    }

    /// The matter goes on.
    async fn reopened(&self, matter: Uuid) {
        let work = self.gate.job("test.matter", "test", None).begin().await.unwrap();
        sql::exec(&work, "UPDATE matter SET state = 'open' WHERE id = $1", [matter.into()]).await.unwrap();
        work.emit(NewEvent::new("care.matter.reopened", "matter", matter)).await.unwrap();
        work.commit().await.unwrap();
    }

    async fn ask(&self, who: Who, method: &str, path: &str, body: Option<Value>, seen: Option<i64>) -> Answer {
        let (audience, subject, side) = match who {
            Staff(n) => (Audience::Staff, self.people[n], "staff"),
            Client(n) => (Audience::Client, self.clients[n].0, "client"),
        };
        let key = trust::start_session(&self.gate, audience, subject, "persona", None).await.unwrap();
        let csrf = trust::session_of(&self.gate, &key).await.unwrap().unwrap().csrf;
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1/{side}{path}"))
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

    /// What a client is asked now.
    async fn asked(&self, client: usize) -> Vec<Value> {
        let answer = self.ask(Client(client), "GET", "/feedback-matters", None, None).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body.as_array().unwrap().clone()
    }

    async fn answer(&self, client: usize, seen: &Value, value: i64, words: Option<&str>, named: bool) -> Answer {
        let mut answers = vec![json!({ "question": "satisfied", "value": value })];
        answers.extend(words.map(|words| json!({ "question": "words", "words": words })));
        let path = format!("/feedback-matters/{}", seen["id"].as_str().unwrap());
        self.ask(Client(client), "PUT", &path, Some(json!({ "answers": answers, "named": named })), seen["version"].as_i64()).await
    }

    async fn notices(&self, occasion: &str) -> usize {
        self.gate.flush_log().await;
        let job = self.gate.job("test.count", "test", None);
        sql::rows(job.reader(), "SELECT 1 AS one FROM notice WHERE occasion = $1", [occasion.into()]).await.unwrap().len()
    }
}

fn reason(answer: &Answer) -> (u16, Option<&str>) {
    (answer.status, answer.body["reason"].as_str())
}

fn fault(answer: &Answer) -> (&str, &str) {
    assert_eq!(answer.status, 422, "{}", answer.body);
    let one = &answer.body["errors"][0];
    (one["path"].as_str().unwrap(), one["code"].as_str().unwrap())
}

both!(
    async fn a_client_is_asked_once_and_answers_until_the_period_ends(db: TestDb) {
        let house = House::new(&mut db).await;
        house.ended(0, 0, "service_arranged").await;
        house.ended(1, 0, "died").await;
        assert_eq!(house.turn().await, 1, "nobody is asked after a death");
        assert_eq!(house.asked(0).await.len(), 0, "not on the day itself");
        house.days_later(1);
        assert_eq!((house.turn().await, house.notices("feedback").await), (1, 1));
        assert_eq!((house.turn().await, house.notices("feedback").await), (0, 1), "told once");

        let seen = house.asked(0).await.remove(0);
        assert_eq!((&seen["state"], &seen["closes_on"], &seen["least"]), (&json!("open"), &json!("2026-12-19"), &json!(5)));
        assert_eq!(house.answer(1, &seen, 5, None, false).await.status, 404, "it is another client's");
        assert_eq!(fault(&house.answer(0, &seen, 6, None, false).await), ("/answers/0/value", "out_of_range"));
        assert_eq!(house.answer(0, &seen, 4, Some("Sain avun."), false).await.status, 204);
        assert_eq!(house.answer(0, &seen, 1, None, false).await.status, 412, "it has been answered since");
        let again = house.asked(0).await.remove(0);
        assert_eq!((&again["state"], again["answers"].as_array().unwrap().len()), (&json!("answered"), 2));
        assert_eq!(house.answer(0, &again, 2, None, false).await.status, 204, "it may be changed");
        let again = house.asked(0).await.remove(0);
        assert_eq!(again["answers"], json!([{ "question": "satisfied", "value": 2 }]));

        // Not wanting to answer takes the answers away, and can be taken back.
        let path = format!("/feedback-matters/{}/decline", again["id"].as_str().unwrap());
        let no = house.ask(Client(0), "POST", &path, Some(json!({ "declined": true })), again["version"].as_i64()).await;
        assert_eq!(no.status, 204, "{}", no.body);
        let again = house.asked(0).await.remove(0);
        assert_eq!((&again["state"], &again["answers"]), (&json!("declined"), &json!([])));
        house.days_later(40);
        assert_eq!(reason(&house.answer(0, &again, 5, None, false).await), (409, Some("feedback_closed")));
        assert_eq!(house.asked(0).await.len(), 0);

        // Within the quiet days the next matter is not asked about; after them it is.
        house.ended(0, 0, "guidance_given").await;
        assert_eq!(house.turn().await, 0);
        house.days_later(120);
        house.ended(0, 0, "guidance_given").await;
        assert_eq!(house.turn().await, 1);
    }
);

both!(
    async fn a_matter_that_goes_on_is_not_asked_about(db: TestDb) {
        let house = House::new(&mut db).await;
        let matter = house.ended(0, 0, "service_arranged").await;
        assert_eq!(house.turn().await, 1);
        house.reopened(matter).await;
        house.days_later(1);
        assert_eq!((house.turn().await, house.notices("feedback").await), (0, 0));
        assert_eq!(house.asked(0).await.len(), 0);
        // It ends again: asked then, of the same matter.
        let work = house.gate.job("test.matter", "test", None).begin().await.unwrap();
        sql::exec(&work, "UPDATE matter SET state = 'closed', closed_at = $1 WHERE id = $2", [work.at().into(), matter.into()])
            .await
            .unwrap();
        work.emit(NewEvent::new("care.matter.closed", "matter", matter)).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(house.turn().await, 1);
        house.days_later(2);
        assert_eq!((house.turn().await, house.asked(0).await.len()), (1, 1));
    }
);

both!(
    async fn staff_see_figures_of_five_and_no_name_that_was_not_let_be_told(db: TestDb) {
        let house = House::new(&mut db).await;
        for client in 0..6 {
            house.ended(client, 0, "service_arranged").await;
        }
        assert_eq!(house.turn().await, 6);
        house.days_later(1);
        house.turn().await;
        for client in 0..4 {
            let seen = house.asked(client).await.remove(0);
            let words = (client < 2).then_some(if client == 0 { "Kiitos ajasta." } else { "Odotin liian kauan." });
            assert_eq!(house.answer(client, &seen, 5, words, client == 0).await.status, 204);
        }
        let few = house.ask(Staff(0), "GET", "/feedback-matters", None, None).await;
        assert_eq!(few.status, 200, "{}", few.body);
        let few = few.body;
        assert_eq!((&few["few"], &few["asked"], &few["questions"]), (&json!(true), &json!(6), &json!([])));
        assert!(few["answered"].is_null() && few["rate"].is_null());
        let hidden = house.ask(Staff(1), "GET", "/feedback-matters/words", None, None).await.body;
        assert_eq!((&hidden["few"], &hidden["items"]), (&json!(true), &json!([])));

        let seen = house.asked(4).await.remove(0);
        assert_eq!(house.answer(4, &seen, 2, None, false).await.status, 204);
        let told = house.ask(Staff(0), "GET", "/feedback-matters?span=quarter", None, None).await.body;
        assert_eq!((&told["answered"], &told["rate"], &told["reads_words"]), (&json!(5), &json!(0.833), &json!(false)));
        let main = &told["questions"][0];
        assert_eq!(
            (&main["code"], &main["average"], &main["shares"][4]),
            (&json!("satisfied"), &json!(4.4), &json!({ "value": 5, "n": 4 }))
        );
        assert_eq!(told["months"].as_array().unwrap().len(), 3);
        assert_eq!(told["months"][2]["answers"], 5);

        // What was written, by who leads the team; a name only of her who let it be told.
        assert_eq!(house.ask(Staff(0), "GET", "/feedback-matters/words", None, None).await.status, 403);
        let words = house.ask(Staff(1), "GET", "/feedback-matters/words", None, None).await.body;
        let items = words["items"].as_array().unwrap();
        let names: Vec<_> = items.iter().map(|one| (one["words"].as_str().unwrap(), one["client"]["name"].as_str())).collect();
        assert_eq!(names.len(), 2);
        assert!(names[0].1.is_some() && names[0].0 == "Kiitos ajasta.");
        assert_eq!(names[1], ("Odotin liian kauan.", None));

        // Another team's figures are not its own, and asking for them says so.
        let theirs = house.ask(Staff(2), "GET", "/feedback-matters", None, None).await.body;
        assert_eq!((&theirs["asked"], &theirs["few"]), (&json!(0), &json!(false)));
        let path = format!("/feedback-matters?team_id={}", house.teams[0]);
        assert_eq!(fault(&house.ask(Staff(2), "GET", &path, None, None).await), ("team_id", "not_own_team"));
        let csv = house.ask(Staff(0), "GET", "/feedback-matters/export.csv?lang=en", None, None).await;
        assert!(csv.body.as_str().unwrap().contains("\"4,40\""), "{}", csv.body);
    }
);

both!(
    async fn a_reminder_comes_once_each_time_and_can_be_taken_back(db: TestDb) {
        let house = House::new(&mut db).await;
        let set = |words: &str, on: &str, repeats: &str| json!({ "words": words, "on": on, "at": "13:00", "repeats": repeats });
        let past = house.ask(Client(0), "POST", "/reminders", Some(set("Verenpaine", "2026-11-17", "once")), None).await;
        assert_eq!(fault(&past), ("/on", "in_past"));
        let made = house.ask(Client(0), "POST", "/reminders", Some(set("Verenpaine", "2026-11-18", "daily")), None).await;
        assert_eq!(made.status, 201, "{}", made.body);
        assert_eq!(house.turn().await, 0, "an hour too early");
        house.clock.advance(Duration::hours(1));
        assert_eq!((house.turn().await, house.turn().await, house.notices("own_reminder").await), (1, 0, 1));
        let seen = house.ask(Client(0), "GET", "/reminders", None, None).await.body;
        assert_eq!((&seen[0]["next_at"], &seen[0]["last_at"]), (&json!("2026-11-19T11:00:00Z"), &json!("2026-11-18T11:00:00Z")));
        assert_eq!(house.ask(Client(1), "GET", "/reminders", None, None).await.body, json!([]), "they are nobody else's");

        // A row put back as it was, as a restored copy would have it, is told no second time.
        let work = house.gate.job("test.replay", "test", None).begin().await.unwrap();
        let at: chrono::DateTime<chrono::Utc> = "2026-11-18T11:00:00Z".parse().unwrap();
        sql::exec(&work, "UPDATE own_reminder SET next_at = $1", [at.into()]).await.unwrap();
        work.commit().await.unwrap();
        house.turn().await;
        assert_eq!(house.notices("own_reminder").await, 1);

        let path = format!("/reminders/{}", seen[0]["id"].as_str().unwrap());
        let version = seen[0]["version"].as_i64();
        assert_eq!(house.ask(Client(1), "POST", &format!("{path}/remove"), None, version).await.status, 404);
        assert_eq!(house.ask(Client(0), "POST", &format!("{path}/remove"), None, version).await.status, 204);
        let again = house.ask(Client(0), "POST", &format!("{path}/remove"), None, version.map(|version| version + 1)).await;
        assert_eq!(reason(&again), (409, Some("reminder_removed")));
        house.days_later(2);
        assert_eq!((house.turn().await, house.notices("own_reminder").await), (0, 1));
        assert_eq!(house.ask(Client(0), "POST", &format!("{path}/restore"), None, version.map(|version| version + 1)).await.status, 204);
        let seen = house.ask(Client(0), "GET", "/reminders", None, None).await.body;
        assert_eq!(seen[0]["next_at"], "2026-11-20T11:00:00Z", "what it would have told meanwhile is over");
    }
);

both!(
    async fn the_day_of_a_goal_is_told_once(db: TestDb) {
        let house = House::new(&mut db).await;
        let goal = json!({ "words": "goal", "on": "2026-11-19", "at": "09:00", "repeats": "once" });
        assert_eq!(house.ask(Client(0), "POST", "/reminders", Some(goal), None).await.status, 201);
        // The first turn of the house has told of today and tomorrow already; the mark is set back, as on a node begun anew.
        house.gate.db().set_meta("experience.goals_told", "2026-11-18").await.unwrap();
        assert_eq!((house.turn().await, house.notices("plan_reminder").await), (1, 1));
        house.gate.db().set_meta("experience.goals_told", "2026-11-18").await.unwrap();
        assert_eq!((house.turn().await, house.notices("plan_reminder").await), (0, 1), "read again, told once");
        house.days_later(1);
        house.turn().await;
        assert_eq!(house.notices("plan_reminder").await, 1, "nor on the day itself");
    }
);

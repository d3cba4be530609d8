//! The room from outside, on both databases: what is proposed follows what is so, and what is set aside comes back when it is otherwise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use chrono::Duration;
use kernel::hetu::{Hetu, Sex};
use kernel::{ClientId, Clock, FixedClock, Register, Scope, ServiceTask, Text};
use network::Network;
use people::import::{SourceClient, upsert_client};
use people::organisation::{NewMembership, NewOrganisation, NewProfessional, NewTeam, NewUnit, Staffing, create};
use rules::{LiveRules, Rules};
use serde_json::{Value, json};
use store::testing::TestDb;
use store::{FactSource, both, sql};
use tower::ServiceExt;
use trust::relation::{NewTie, tie};
use trust::{Audience, Gate, Role};
use uuid::Uuid;

/// A Wednesday without holidays near.
const NOW: &str = "2026-11-18T10:00:00Z";

/// Visits to the emergency department, kept in a table that any test has.
const FACTS: &[FactSource] = &[FactSource {
    code: "emergency_visit",
    sql: "SELECT x.client_id, x.id, x.register, x.service_task, x.created_at AS begun_at, x.created_at AS over_at, \
          CAST(NULL AS double precision) AS amount FROM own_reminder x WHERE x.words = 'visit'",
    lasting: false,
    measured: false,
    item: "appointment",
    events: &[],
}];
/// Teams that are there, kept in the same table by their id.
const TEAMS: &str = "SELECT x.client_id, x.id, x.register, x.service_task, x.catalogue_row, t.id AS team_id, 'matter' AS by_what \
     FROM own_reminder x JOIN team t ON t.key = x.words";

struct House {
    gate: Gate,
    clock: Arc<FixedClock>,
    app: Router,
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
                    key: ["ita", "lansi", "akuutti", "kotikuntoutus"][n].to_owned(),
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
        let rules = Arc::new(LiveRules::new(Rules::shipped().unwrap()));
        let (router, _) = network::router(Network::new(rules, &[FACTS], &[TEAMS])).split_for_parts();
        let passed = gate.clone();
        let app = router.layer(axum::middleware::from_fn(move |request, next| {
            trust::trail(passed.clone(), trust::RouteActions::default(), request, next)
        }));
        Self { gate, clock, app, people, client }
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

    /// A row of the table that stands for what other rooms tell.
    async fn so(&self, words: &str, days_ago: i64) {
        let work = self.gate.job("test.so", "test", None).begin().await.unwrap();
        let text = "INSERT INTO own_reminder (id, client_id, controller, register, service_task, catalogue_row, words, starts_on, minute, \
                    repeats, version, created_at, updated_at) VALUES ($1, $2, $3, 'social', 'older_people', 18, $4, $5, 0, 'once', 1, $6, $6)";
        let at = work.at() - Duration::days(days_ago);
        let values: [store::sea_orm::Value; 6] =
            [Uuid::now_v7().into(), self.client.0.into(), self.gate.controller().into(), words.into(), work.today().into(), at.into()];
        sql::exec(&work, text, values).await.unwrap();
        work.commit().await.unwrap();
    }

    fn of(&self) -> String {
        format!("/clients/{}/network", self.client.0)
    }

    /// What is proposed by one rule.
    async fn proposed(&self, rule: &str) -> Option<Value> {
        let answer = self.ask(0, "GET", &self.of(), None, None).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body["proposals"].as_array().unwrap().iter().find(|one| one["rule"] == rule).cloned()
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

const RULE: &str = "often_in_emergency";

both!(
    async fn a_proposal_comes_and_goes_with_the_facts_and_with_who_is_there(db: TestDb) {
        let house = House::new(&mut db).await;
        assert!(house.proposed(RULE).await.is_none());
        house.so("visit", 5).await;
        assert!(house.proposed(RULE).await.is_none(), "one is not often");
        house.so("visit", 30).await;
        let seen = house.proposed(RULE).await.unwrap();
        assert_eq!(
            (&seen["there"], &seen["evidence"][0]["count"], &seen["request"]),
            (&json!(false), &json!(2), &json!("medication_review"))
        );
        assert_eq!(seen["teams"][0]["name"], "Tiimi 2", "who can be asked");
        assert_eq!(house.ask(1, "GET", &house.of(), None, None).await.status, 403, "the west does not know her");

        house.so("akuutti", 1).await;
        let seen = house.proposed(RULE).await.unwrap();
        assert_eq!((&seen["there"], &seen["teams"][0]["by"]), (&json!(true), &json!(["matter"])));
        let whole = house.ask(0, "GET", &house.of(), None, None).await.body;
        assert_eq!((&whole["there"][0]["name"], &whole["can_dismiss"]), (&json!("Tiimi 2"), &json!(true)));

        house.days_later(80);
        assert!(house.proposed(RULE).await.is_none(), "one of the two is long ago");
    }
);

both!(
    async fn what_is_set_aside_comes_back_when_it_happens_again(db: TestDb) {
        let house = House::new(&mut db).await;
        let path = format!("{}/{RULE}/dismiss", house.of());
        let why = || Some(json!({ "reason": "Käynnit johtuivat samasta murtumasta." }));
        assert_eq!(house.ask(0, "POST", &path, why(), None).await.status, 404, "nothing is proposed");
        house.so("visit", 5).await;
        house.so("visit", 30).await;
        assert_eq!(fault(&house.ask(0, "POST", &path, Some(json!({ "reason": " " })), None).await), ("/reason", "required"));
        assert_eq!(house.ask(1, "POST", &path, why(), None).await.status, 403);
        assert_eq!(house.ask(0, "POST", &path, why(), None).await.status, 204);
        let seen = house.proposed(RULE).await.unwrap();
        assert_eq!(
            (&seen["aside"]["reason"], &seen["aside"]["by"]["name"]),
            (&json!("Käynnit johtuivat samasta murtumasta."), &json!("Ammattilainen 0"))
        );
        assert_eq!(reason(&house.ask(0, "POST", &path, why(), None).await), (409, Some("proposal_aside")));

        // Taken back, and set aside again.
        let back = format!("{}/{RULE}/restore", house.of());
        assert_eq!(house.ask(0, "POST", &back, None, None).await.status, 204);
        assert!(house.proposed(RULE).await.unwrap()["aside"].is_null());
        assert_eq!(reason(&house.ask(0, "POST", &back, None, None).await), (409, Some("proposal_not_aside")));
        assert_eq!(house.ask(0, "POST", &path, why(), None).await.status, 204);

        // An old visit told of only now is no other situation; a new one is.
        house.so("visit", 60).await;
        assert!(!house.proposed(RULE).await.unwrap()["aside"].is_null());
        house.so("visit", 0).await;
        assert!(house.proposed(RULE).await.unwrap()["aside"].is_null(), "it happened again");
        house.gate.flush_log().await;
        let job = house.gate.job("test.count", "test", None);
        let text = "SELECT 1 AS one FROM event WHERE kind = 'network.proposal.dismissed'";
        assert_eq!(sql::rows(job.reader(), text, []).await.unwrap().len(), 2);
    }
);

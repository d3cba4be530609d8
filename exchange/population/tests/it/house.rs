//! A county with two clients, a register beside it, and the room that reads it.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use kernel::hetu::{Hetu, Sex};
use kernel::{ClientId, Clock, FixedClock, Register as Book, Scope, ServiceTask, Text};
use people::import::{SourceClient, upsert_client};
use people::organisation::{NewOrganisation, NewProfessional, NewUnit, Staffing, create};
use population::{Population, Source, SourceSettings, Turn, TurnError};
use serde_json::Value;
use store::sql;
use store::testing::TestDb;
use tower::ServiceExt;
use trust::{Audience, Gate, Job, Role};
use uuid::Uuid;

use crate::counterpart::Register;

pub struct House {
    pub gate: Gate,
    pub clock: Arc<FixedClock>,
    pub room: Population,
    pub register: Register,
    app: Router,
    admin: Uuid,
    worker: Uuid,
    _db: TestDb,
}

pub fn hetu(nth: u16) -> Hetu {
    Hetu::synthetic("1950-03-03".parse().unwrap(), Sex::Female, nth).unwrap()
}

impl House {
    pub async fn new(mut db: TestDb) -> Self {
        let clock = FixedClock::at("2026-11-21T10:00:00Z".parse().unwrap());
        let controller = Uuid::now_v7();
        let gate = trust::testing::gate(&mut db, Arc::new(people::Directory), clock.clone() as Arc<dyn Clock>, controller);
        let register = Register::start().await;
        let settings = SourceSettings {
            url: format!("http://127.0.0.1:{}/api/v1", register.port),
            user: "punos".into(),
            password: "salaisuus".into(),
            xroad_client: Some("FI/GOV/1234567-8/punos".into()),
        };
        let care = care::Care::new(Arc::new(rules::Rules::shipped().unwrap()));
        let room = Population::new(care).reading(Source::new(&settings).unwrap());
        let people_room = people::People::new(Arc::new(rules::Rules::shipped().unwrap()));
        let (router, _) = population::router(room.clone()).merge(people::router(people_room)).split_for_parts();
        let passed = gate.clone();
        let app = router.layer(axum::middleware::from_fn(move |request, next| {
            trust::trail(passed.clone(), trust::RouteActions::default(), request, next)
        }));
        let (admin, worker, unit) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
        let from = "2020-01-01".parse().unwrap();
        let person = |id, name: &str, role| NewProfessional {
            id,
            name: name.into(),
            role,
            title: Text::fi("ammattilainen"),
            unit_id: unit,
            subject: Some(name.into()),
            email: None,
            can_decide: false,
            valid_from: from,
        };
        let staffing = Staffing {
            organisations: vec![NewOrganisation {
                id: controller,
                name: "Testialue".into(),
                kind: "county".into(),
                business_id: None,
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
            professionals: vec![person(admin, "Ada", Role::Administrator), person(worker, "Maija", Role::CaseManager)],
            ..Staffing::default()
        };
        let work = gate.job("test.setup", "test", None).begin().await.unwrap();
        create(&work, &staffing).await.unwrap();
        work.commit().await.unwrap();
        Self { gate, clock, room, register, app, admin, worker, _db: db }
    }

    pub fn job(&self) -> Job {
        self.gate.job("test.look", "test", None)
    }

    pub async fn client(&self, family: &str, given: &str, hetu: &Hetu) -> ClientId {
        let scope =
            Scope { controller: self.gate.controller(), register: Book::Social, service_task: ServiceTask::OlderPeople, catalogue_row: 1 };
        let source = SourceClient {
            known: None,
            hetu: Some(hetu.clone()),
            identifiers: Vec::new(),
            temporary: false,
            family_name: family.into(),
            given_names: given.into(),
            other_names: Vec::new(),
            birth_date: None,
            sex: None,
            mother_tongue: None,
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
        let work = self.job().begin().await.unwrap();
        let client = upsert_client(&work, &source).await.unwrap().client;
        let tie = trust::relation::NewTie {
            client,
            scope,
            basis: "responsible",
            object_kind: "customership",
            object_id: Uuid::now_v7(),
            professional_id: Some(self.worker),
            team_id: None,
            unit_id: None,
            from: work.at(),
            to: None,
        };
        trust::relation::tie(&work, &[tie]).await.unwrap();
        work.commit().await.unwrap();
        client
    }

    pub async fn turn(&self) -> Turn {
        self.room.turn(&self.gate).await.unwrap()
    }
    /// A turn that fails; gives the code of why.
    pub async fn failing_turn(&self) -> String {
        match self.room.turn(&self.gate).await.unwrap_err() {
            TurnError::Source(fault) => fault.code(),
            TurnError::Problem(problem) => panic!("{problem}"),
        }
    }

    pub async fn count(&self, text: &str) -> i64 {
        self.gate.flush_log().await;
        sql::rows(self.job().reader(), text, []).await.unwrap()[0].try_get_by_index(0).unwrap()
    }
    pub async fn text(&self, text: &str) -> Vec<String> {
        sql::rows(self.job().reader(), text, []).await.unwrap().iter().map(|r| r.try_get_by_index(0).unwrap()).collect()
    }

    pub async fn admin(&self, method: &str, path: &str) -> (StatusCode, Value) {
        self.ask(self.admin, method, &format!("/api/v1/staff/administration/registers{path}")).await
    }
    pub async fn worker(&self, path: &str) -> (StatusCode, Value) {
        self.ask(self.worker, "GET", path).await
    }

    async fn ask(&self, who: Uuid, method: &str, path: &str) -> (StatusCode, Value) {
        let key = trust::start_session(&self.gate, Audience::Staff, who, "persona", None).await.unwrap();
        let csrf = trust::session_of(&self.gate, &key).await.unwrap().unwrap().csrf;
        let request =
            Request::builder().method(method).uri(path).header(header::COOKIE, format!("punos={key}")).header("x-csrf-token", csrf);
        let response = self.app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 10_000_000).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }
}

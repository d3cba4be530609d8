//! A county with three teams, clients whose records are written as sources write them, and a router to ask.

use std::sync::Arc;

use alerts::Alerts;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use chrono::{DateTime, Duration, Utc};
use kernel::hetu::{Hetu, Sex};
use kernel::{ClientId, Clock, FixedClock, Register, Scope, ServiceTask, Text};
use people::import::{SourceClient, SourceCloseOne, upsert_client, upsert_close_one};
use people::organisation::{NewMembership, NewOrganisation, NewProfessional, NewTeam, NewUnit, Staffing, create};
use records::intake::Batch;
use records::{Entry, Facts};
use rules::{LiveRules, RuleFile, Rules};
use serde_json::{Value, json};
use store::sea_orm::{QueryResult, Value as DbValue};
use store::testing::TestDb;
use store::{NewEvent, sql};
use tower::ServiceExt;
use trust::{Audience, Gate, Role};
use uuid::Uuid;

/// Noon of the day the tests are about.
pub const NOW: &str = "2026-11-18T10:00:00Z";

pub struct House {
    pub gate: Gate,
    pub clock: Arc<FixedClock>,
    pub room: Alerts,
    pub live: Arc<LiveRules>,
    app: Router,
    controller: Uuid,
    /// A case manager of the team `ita`, their colleague, and a coordinator of `ohjaus`.
    pub manager: Uuid,
    pub colleague: Uuid,
    pub coordinator: Uuid,
    pub admin: Uuid,
    nth: std::sync::atomic::AtomicU16,
}

pub struct Answer {
    pub status: StatusCode,
    pub bytes: Vec<u8>,
    pub body: Value,
}

/// What a county writes whose lawyer has let a rule use data of another register.
pub const LET_BY_LAW: (&str, &str) = ("by_law = false", "by_law = true");

/// The shipped rules as a county has them whose lawyer has let each use data of another register, with the alerts' text changed.
pub fn rules_with(changes: &[(&str, &str)]) -> Rules {
    let texts: Vec<(&str, String)> = Rules::shipped_files()
        .iter()
        .map(|file| {
            let mut text = file.text.to_owned();
            if file.name == "alerts.toml" {
                text = text.replace(LET_BY_LAW.0, LET_BY_LAW.1);
                for (old, new) in changes {
                    assert!(text.contains(old), "{old}");
                    text = text.replace(old, new);
                }
            }
            (file.name, text)
        })
        .collect();
    let files: Vec<RuleFile<'_>> = texts.iter().map(|(name, text)| RuleFile { name, text }).collect();
    Rules::from_files(&files).unwrap()
}

impl House {
    pub async fn new(db: &mut TestDb) -> Self {
        let clock = FixedClock::at(NOW.parse().unwrap());
        let controller = Uuid::now_v7();
        let gate = trust::testing::gate(db, Arc::new(people::Directory), clock.clone() as Arc<dyn Clock>, controller);
        let ids: Vec<Uuid> = (0..8).map(|_| Uuid::now_v7()).collect();
        let from = "2020-01-01".parse().unwrap();
        let professional = |id, name: &str, role| NewProfessional {
            id,
            name: name.into(),
            role,
            title: Text::new("ammattilainen", "yrkesutbildad", "professional"),
            unit_id: ids[0],
            subject: Some(format!("subject-{name}")),
            email: None,
            can_decide: false,
            valid_from: from,
        };
        let team = |id, key: &str| NewTeam {
            id,
            key: key.into(),
            name: format!("Tiimi {key}"),
            unit_id: ids[0],
            service_task: ServiceTask::OlderPeople,
            valid_from: from,
        };
        let member = |professional_id, team_id| NewMembership { professional_id, team_id, valid_from: from, valid_to: None };
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
                id: ids[0],
                organisation_id: controller,
                name: "Asiakasohjaus".into(),
                kind: "guidance".into(),
                municipality: None,
                valid_from: from,
            }],
            teams: vec![team(ids[1], "ita"), team(ids[2], "ohjaus"), team(ids[3], "akuutti")],
            professionals: vec![
                professional(ids[4], "Maija Manager", Role::CaseManager),
                professional(ids[5], "Kalle Colleague", Role::CaseManager),
                professional(ids[6], "Jukka Coordinator", Role::CareCoordinator),
                professional(ids[7], "Ada Admin", Role::Administrator),
            ],
            memberships: vec![member(ids[4], ids[1]), member(ids[5], ids[1]), member(ids[6], ids[2]), member(ids[6], ids[3])],
        };
        let work = gate.job("test.setup", "test", None).begin().await.unwrap();
        create(&work, &staffing).await.unwrap();
        work.commit().await.unwrap();
        let live = Arc::new(LiveRules::new(rules_with(&[])));
        let room = Alerts::new(live.clone(), &[records::facts::SOURCES, care::facts::SOURCES, functioning::facts::SOURCES]);
        let (router, _) = alerts::router(room.clone()).split_for_parts();
        let passed = gate.clone();
        let app = router.layer(axum::middleware::from_fn(move |request, next| {
            trust::trail(passed.clone(), trust::RouteActions::default(), request, next)
        }));
        let house = Self {
            gate,
            clock,
            room,
            live,
            app,
            controller,
            manager: ids[4],
            colleague: ids[5],
            coordinator: ids[6],
            admin: ids[7],
            nth: std::sync::atomic::AtomicU16::new(1),
        };
        // The follower begins at what has happened by now.
        assert_eq!(house.turn().await, 0);
        house
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.gate.ctx().now()
    }

    pub fn ago(&self, days: i64) -> DateTime<Utc> {
        self.now() - Duration::days(days)
    }

    pub fn scope(&self, register: Register) -> Scope {
        let service_task = if register == Register::Patient { ServiceTask::Health } else { ServiceTask::OlderPeople };
        Scope { controller: self.controller, register, service_task, catalogue_row: 19 }
    }

    pub async fn client(&self) -> ClientId {
        let nth = self.nth.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let born: chrono::NaiveDate = "1940-01-01".parse().unwrap();
        let source = SourceClient {
            known: None,
            hetu: Some(Hetu::synthetic(born + Duration::days(i64::from(nth)), Sex::Female, 1).unwrap()),
            identifiers: Vec::new(),
            temporary: false,
            family_name: "Virtanen".into(),
            given_names: format!("Aino {nth}"),
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
            scope: self.scope(Register::Social),
        };
        let work = self.gate.job("test.client", "test", None).begin().await.unwrap();
        let made = upsert_client(&work, &source).await.unwrap();
        work.commit().await.unwrap();
        made.client
    }

    /// `carer` cares for `client`.
    pub async fn cares(&self, carer: ClientId, client: ClientId) {
        let source = SourceCloseOne {
            client,
            key: carer.0.as_bytes().to_vec(),
            name: "Eero Virtanen".into(),
            roles: vec!["spouse".into(), "informal_carer".into()],
            official: false,
            phone: None,
            note: None,
            person: Some(carer),
            ended: false,
            source_system: "test".into(),
            scope: self.scope(Register::Social),
        };
        let work = self.gate.job("test.close", "test", None).begin().await.unwrap();
        upsert_close_one(&work, &source).await.unwrap();
        work.commit().await.unwrap();
    }

    /// Something a source says of a client, with the event that it was received. The same resource again is put in place of what it said
    /// before.
    pub async fn received(&self, client: ClientId, resource: Uuid, facts: Option<Facts>) {
        let entry = facts.map(|facts| Entry {
            id: resource,
            client_id: client.0,
            scope: self.scope(Register::Patient),
            source_system: "test".into(),
            original_id: None,
            original_line: 0,
            resource_id: Some(resource),
            part_of: None,
            position: 0,
            facts,
            performer_id: None,
            organisation_id: None,
            place_id: None,
            encounter_id: None,
            received_at: self.now(),
        });
        let batch = Batch { replaced: vec![resource], entries: entry.into_iter().collect(), ..Batch::default() };
        let work = self.gate.job("test.record", "import", None).begin().await.unwrap();
        batch.write(&work).await.unwrap();
        work.emit(NewEvent::new("records.client.received", "client", client.0).client(client.0)).await.unwrap();
        work.commit().await.unwrap();
    }

    pub async fn visit(&self, client: ClientId, class: &str, days_ago: i64) -> Uuid {
        let id = Uuid::now_v7();
        self.received(client, id, Some(visit(class, self.ago(days_ago), None, "finished"))).await;
        id
    }

    /// A stay on a ward; without an end it goes on.
    pub async fn stay(&self, client: ClientId, from_days_ago: i64, to_days_ago: Option<i64>) -> Uuid {
        let id = Uuid::now_v7();
        let status = if to_days_ago.is_some() { "finished" } else { "in-progress" };
        let facts = visit("IMP", self.ago(from_days_ago), to_days_ago.map(|days| self.ago(days)), status);
        self.received(client, id, Some(facts)).await;
        id
    }

    pub async fn weighs(&self, client: ClientId, days_ago: i64, kilos: f64) {
        let facts = Facts {
            kind: "Observation",
            status: Some("final".into()),
            code: Some("29463-7".into()),
            quantity: Some(kilos),
            started_at: Some(self.ago(days_ago)),
            ..Facts::default()
        };
        self.received(client, Uuid::now_v7(), Some(facts)).await;
    }

    /// An assessment that has begun.
    pub async fn assessment(&self, client: ClientId) -> Uuid {
        let id = Uuid::now_v7();
        let work = self.gate.job("test.assessment", "test", None).begin().await.unwrap();
        let scope = self.scope(Register::Social);
        let text = "INSERT INTO assessment (id, client_id, controller, register, service_task, catalogue_row, state, started_on, version, created_at, \
                    updated_at) VALUES ($1, $2, $3, $4, $5, 13, 'draft', $6, 1, $7, $7)";
        let values: [DbValue; 7] = [
            id.into(),
            client.0.into(),
            scope.controller.into(),
            scope.register.code().into(),
            scope.service_task.code().into(),
            work.today().into(),
            work.at().into(),
        ];
        sql::exec(&work, text, values).await.unwrap();
        work.emit(NewEvent::new("documents.document.begun", "document", id).client(client.0)).await.unwrap();
        work.commit().await.unwrap();
        id
    }

    pub async fn finish(&self, client: ClientId, assessment: Uuid) {
        let work = self.gate.job("test.assessment", "test", None).begin().await.unwrap();
        let text = "UPDATE assessment SET finished_on = $1, state = 'finished', updated_at = $2 WHERE id = $3";
        sql::exec(&work, text, [work.today().into(), work.at().into(), assessment.into()]).await.unwrap();
        work.emit(NewEvent::new("care.assessment.finished", "document", assessment).client(client.0)).await.unwrap();
        work.commit().await.unwrap();
    }

    /// What home care measured on a morning: the seconds of a walk (TUG).
    pub async fn walks(&self, client: ClientId, days_ago: i64, seconds: f64) {
        let past = functioning::bulk::PastMeasurement {
            client,
            scope: self.scope(Register::Patient),
            sex: None,
            measure: "tug",
            rows: vec![functioning::Answers::from([("time".to_owned(), functioning::MeasureAnswer::Number(seconds))])],
            measured_at: self.ago(days_ago),
            origin: functioning::MeasurementOrigin::Professional,
            note: None,
            recorded_by: Some(self.manager),
        };
        let work = self.gate.job("test.measure", "test", None).begin().await.unwrap();
        functioning::bulk::write(&work, &self.live.current(), &[past]).await.unwrap();
        work.emit(NewEvent::new("functioning.measurement.recorded", "client", client.0).client(client.0)).await.unwrap();
        work.commit().await.unwrap();
    }

    /// Reads what has happened; gives how many alerts were raised or let go.
    pub async fn turn(&self) -> usize {
        store::testing::settled(&self.gate.db().reference()).await;
        self.room.turn(&self.gate).await.unwrap()
    }

    pub async fn sweep(&self) -> usize {
        self.room.sweep(&self.gate).await.unwrap()
    }

    /// Reads every event there has ever been anew.
    pub async fn replay(&self) -> usize {
        let tx = self.gate.keep_log().await.unwrap();
        sql::exec(&tx, "UPDATE event_cursor SET txid = 0, seq = 1 WHERE consumer = 'alerts'", []).await.unwrap();
        tx.commit().await.unwrap();
        self.turn().await
    }

    pub async fn rows(&self, text: &str, values: Vec<DbValue>) -> Vec<QueryResult> {
        self.gate.flush_log().await;
        sql::rows(self.gate.job("test.look", "test", None).reader(), text, values).await.unwrap()
    }

    pub async fn count(&self, text: &str) -> i64 {
        self.rows(text, vec![]).await[0].try_get_by_index(0).unwrap()
    }

    /// A client's alerts in the order they were raised: rule, state, standing, why it lapsed.
    pub async fn alerts(&self, client: ClientId) -> Vec<(String, String, bool, Option<String>)> {
        let text = "SELECT rule, state, standing, lapsed_why FROM alert WHERE client_id = $1 ORDER BY id";
        let rows = self.rows(text, vec![client.0.into()]).await;
        let told = rows.iter().map(|r| {
            (
                r.try_get("", "rule").unwrap(),
                r.try_get("", "state").unwrap(),
                r.try_get("", "standing").unwrap(),
                r.try_get("", "lapsed_why").unwrap(),
            )
        });
        told.collect()
    }

    pub async fn ask(&self, who: Uuid, method: &str, path: &str, body: Option<Value>, seen: Option<i64>) -> Answer {
        let key = trust::start_session(&self.gate, Audience::Staff, who, "persona", None).await.unwrap();
        use sha2::Digest;
        let hash = sha2::Sha256::digest(key.as_bytes()).to_vec();
        let csrf: String =
            self.rows("SELECT csrf FROM session WHERE key_hash = $1", vec![hash.into()]).await[0].try_get("", "csrf").unwrap();
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
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 10_000_000).await.unwrap();
        Answer { status, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null), bytes: bytes.to_vec() }
    }

    pub async fn queue(&self, who: Uuid, asked: Value) -> Value {
        let answer = self.ask(who, "POST", "/alerts/search", Some(asked), None).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.body
    }

    pub async fn step(&self, who: Uuid, alert: &Value, step: &str, body: Value) -> Answer {
        let path = format!("/clients/{}/alerts/{}/{step}", alert["client"]["id"].as_str().unwrap(), alert["id"].as_str().unwrap());
        self.ask(who, "POST", &path, Some(body), alert["version"].as_i64()).await
    }

    /// What the shipped rules, changed so, would have raised.
    pub async fn trial(&self, changes: &[(&str, &str)]) -> Answer {
        let mut text = Rules::shipped_files().iter().find(|file| file.name == "alerts.toml").unwrap().text.to_owned();
        for (old, new) in changes {
            assert!(text.contains(old), "{old}");
            text = text.replace(old, new);
        }
        self.ask(self.admin, "POST", "/rules/alerts/trial", Some(json!({ "text": text })), None).await
    }
}

pub fn visit(class: &str, from: DateTime<Utc>, to: Option<DateTime<Utc>>, status: &str) -> Facts {
    Facts {
        kind: "Encounter",
        class: Some(class.into()),
        status: Some(status.into()),
        started_at: Some(from),
        ended_at: to,
        ..Facts::default()
    }
}

/// One alert as [`House::alerts`] tells it, waiting.
pub fn waits(rule: &str) -> (String, String, bool, Option<String>) {
    (rule.into(), "waiting".into(), true, None)
}

/// One that has lapsed.
pub fn lapsed(rule: &str, why: &str) -> (String, String, bool, Option<String>) {
    (rule.into(), "lapsed".into(), false, Some(why.into()))
}

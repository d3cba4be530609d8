//! A small county: two teams, one professional of each role, and a router to ask.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use kernel::hetu::{Hetu, Sex};
use kernel::{ClientId, Clock, FixedClock, Register, Scope, ServiceTask, Text};
use people::import::{SourceClient, SourceContact, upsert_client};
use people::organisation::{NewMembership, NewOrganisation, NewProfessional, NewTeam, NewUnit, Staffing, create};
use sea_orm::{ConnectionTrait, QueryResult, Value as DbValue};
use serde_json::Value;
use store::sql;
use store::testing::TestDb;
use tower::ServiceExt;
use trust::relation::{NewTie, tie};
use trust::{Audience, Gate, Job, Role, Work};
use uuid::Uuid;

pub struct House {
    pub gate: Gate,
    pub clock: Arc<FixedClock>,
    app: Router,
    pub controller: Uuid,
    pub unit: Uuid,
    pub guidance: Uuid,
    pub nurse: Uuid,
    pub acute: Uuid,
    pub manager: Uuid,
    pub colleague: Uuid,
    pub worker: Uuid,
    pub lead: Uuid,
    pub admin: Uuid,
    /// The data protection officer.
    pub officer: Uuid,
}

pub struct Answer {
    pub status: StatusCode,
    pub etag: Option<String>,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{} {}", self.status, self.text))
    }
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
    /// "path code" of each field error.
    pub fn errors(&self) -> Vec<String> {
        let body = self.json();
        let errors = body["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|e| format!("{} {}", e["path"].as_str().unwrap(), e["code"].as_str().unwrap())).collect()
    }
}

pub fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

pub fn hetu(birth: &str, nth: u16) -> Hetu {
    Hetu::synthetic(day(birth), Sex::Female, nth).unwrap()
}

impl House {
    pub async fn new(db: &mut TestDb) -> Self {
        let clock = FixedClock::at("2026-11-21T10:00:00Z".parse().unwrap());
        let controller = Uuid::now_v7();
        let gate = trust::testing::gate(db, Arc::new(people::Directory), clock.clone() as Arc<dyn Clock>, controller);
        let ids: Vec<Uuid> = (0..12).map(|_| Uuid::now_v7()).collect();
        let (unit, guidance, disability) = (ids[0], ids[1], ids[2]);
        let from = day("2020-01-01");
        let professional = |id, name: &str, role, can_decide| NewProfessional {
            id,
            name: name.into(),
            role,
            title: Text::new("ammattilainen", "yrkesutbildad", "professional"),
            unit_id: unit,
            subject: Some(format!("subject-{name}")),
            email: None,
            can_decide,
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
                id: unit,
                organisation_id: controller,
                name: "Asiakasohjaus".into(),
                kind: "guidance".into(),
                municipality: None,
                valid_from: from,
            }],
            teams: vec![
                NewTeam {
                    id: guidance,
                    key: "guidance".into(),
                    name: "Ohjaus".into(),
                    unit_id: unit,
                    service_task: ServiceTask::OlderPeople,
                    valid_from: from,
                },
                NewTeam {
                    id: disability,
                    key: "disability".into(),
                    name: "Vammaispalvelut".into(),
                    unit_id: unit,
                    service_task: ServiceTask::Disability,
                    valid_from: from,
                },
            ],
            professionals: vec![
                professional(ids[3], "Nina Nurse", Role::HomeCareNurse, false),
                professional(ids[4], "Aki Acute", Role::AcuteNurse, false),
                professional(ids[5], "Maija Manager", Role::CaseManager, false),
                professional(ids[6], "Kalle Colleague", Role::CaseManager, false),
                professional(ids[7], "Sari Worker", Role::SocialWorker, true),
                professional(ids[8], "Lea Lead", Role::TeamLead, false),
                professional(ids[9], "Ada Admin", Role::Administrator, false),
                professional(ids[10], "Olga Officer", Role::DataProtectionOfficer, false),
            ],
            memberships: vec![member(ids[5], guidance), member(ids[6], guidance), member(ids[8], guidance), member(ids[7], disability)],
        };
        let work = gate.job("test.setup", "test", None).begin().await.unwrap();
        create(&work, &staffing).await.unwrap();
        work.commit().await.unwrap();
        let room = people::People::new(Arc::new(rules::Rules::shipped().unwrap()));
        let (router, _) = people::router(room).split_for_parts();
        let passed = gate.clone();
        let app =
            router.route("/api/v1/staff/test/queue", axum::routing::post(queue)).layer(axum::middleware::from_fn(move |request, next| {
                trust::trail(passed.clone(), trust::RouteActions::default(), request, next)
            }));
        Self {
            gate,
            clock,
            app,
            controller,
            unit,
            guidance,
            nurse: ids[3],
            acute: ids[4],
            manager: ids[5],
            colleague: ids[6],
            worker: ids[7],
            lead: ids[8],
            admin: ids[9],
            officer: ids[10],
        }
    }

    pub fn job(&self) -> Job {
        self.gate.job("test.look", "test", None)
    }
    pub async fn work(&self) -> Work {
        self.job().begin().await.unwrap()
    }
    pub fn social(&self) -> Scope {
        Scope { controller: self.controller, register: Register::Social, service_task: ServiceTask::OlderPeople, catalogue_row: 1 }
    }
    pub fn patient(&self) -> Scope {
        Scope { controller: self.controller, register: Register::Patient, service_task: ServiceTask::Health, catalogue_row: 1 }
    }

    /// A source's word of a person of this name.
    pub fn source(&self, family: &str, given: &str, hetu: Option<Hetu>) -> SourceClient {
        SourceClient {
            known: None,
            hetu,
            identifiers: Vec::new(),
            temporary: false,
            family_name: family.into(),
            given_names: given.into(),
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
            contacts: vec![
                SourceContact { kind: "long_lived", kind_of: "phone", value: "040 123 4567".into(), since: None },
                SourceContact { kind: "long_lived", kind_of: "address", value: "Kauppakatu 1, 53100 Lappeenranta".into(), since: None },
            ],
            source_system: "test".into(),
            scope: self.social(),
        }
    }

    pub async fn write(&self, source: &SourceClient) -> ClientId {
        let work = self.work().await;
        let imported = upsert_client(&work, source).await.unwrap();
        work.commit().await.unwrap();
        imported.client
    }

    pub async fn client(&self, family: &str, given: &str, hetu: Option<Hetu>) -> ClientId {
        self.write(&self.source(family, given, hetu)).await
    }

    /// Ties the client to the guidance team.
    pub async fn tie_team(&self, client: ClientId) {
        self.tie(client, self.social(), "team", None, Some(self.guidance)).await;
    }

    /// The unit cares for the client: health care, as a ward or home care does.
    pub async fn tie_unit(&self, client: ClientId) {
        let work = self.work().await;
        let new = NewTie {
            client,
            scope: self.patient(),
            basis: "unit",
            object_kind: "episode",
            object_id: Uuid::now_v7(),
            professional_id: None,
            team_id: None,
            unit_id: Some(self.unit),
            from: work.at(),
            to: None,
        };
        tie(&work, &[new]).await.unwrap();
        work.commit().await.unwrap();
    }

    pub async fn tie(&self, client: ClientId, scope: Scope, basis: &'static str, professional_id: Option<Uuid>, team_id: Option<Uuid>) {
        let work = self.work().await;
        let new = NewTie {
            client,
            scope,
            basis,
            object_kind: "matter",
            object_id: Uuid::now_v7(),
            professional_id,
            team_id,
            unit_id: None,
            from: work.at(),
            to: None,
        };
        tie(&work, &[new]).await.unwrap();
        work.commit().await.unwrap();
    }

    pub async fn rows(&self, text: &str, values: Vec<DbValue>) -> Vec<QueryResult> {
        self.gate.flush_log().await;
        sql::rows(self.job().reader(), text, values).await.unwrap()
    }
    pub async fn count(&self, text: &str, values: Vec<DbValue>) -> i64 {
        self.rows(text, values).await[0].try_get_by_index(0).unwrap()
    }
    pub fn sqlite(&self) -> bool {
        self.job().reader().get_database_backend() == sea_orm::DbBackend::Sqlite
    }

    pub async fn ask(&self, who: Uuid, method: &str, path: &str, body: Option<Value>) -> Answer {
        self.ask_with(who, method, path, body, &[]).await
    }

    pub async fn ask_with(&self, who: Uuid, method: &str, path: &str, body: Option<Value>, headers: &[(&str, &str)]) -> Answer {
        let key = trust::start_session(&self.gate, Audience::Staff, who, "persona", None).await.unwrap();
        let csrf = self.csrf_of(&key).await;
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1/staff{path}"))
            .header(header::COOKIE, format!("punos={key}"))
            .header("x-csrf-token", csrf);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = match body {
            Some(body) => request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())).unwrap(),
            None => request.body(Body::empty()).unwrap(),
        };
        let response = self.app.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let etag = response.headers().get(header::ETAG).map(|v| v.to_str().unwrap().to_owned());
        let bytes = to_bytes(response.into_body(), 10_000_000).await.unwrap();
        Answer { status, etag, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    async fn csrf_of(&self, key: &str) -> String {
        use sha2::Digest;
        let hash = sha2::Sha256::digest(key.as_bytes()).to_vec();
        self.rows("SELECT csrf FROM session WHERE key_hash = $1", vec![hash.into()]).await[0].try_get("", "csrf").unwrap()
    }

    /// The log lines of an action: outcome and client, oldest first.
    pub async fn logged(&self, action: &str) -> Vec<(String, Option<Uuid>)> {
        self.gate.flush_log().await;
        let rows = self.rows("SELECT outcome, client_id FROM access_log WHERE action = $1 ORDER BY at, id", vec![action.into()]).await;
        rows.iter().map(|r| (r.try_get("", "outcome").unwrap(), r.try_get("", "client_id").unwrap())).collect()
    }
}

static QUEUE: trust::Action = trust::Action::staff("test.queue", trust::ActionKind::List, trust::Group::Desk, "test", "18");

/// What a queue's own search of another room does.
async fn queue(session: trust::StaffSession, trust::Json(asked): trust::Json<Value>) -> Result<axum::Json<Value>, kernel::Problem> {
    let listed = session.list(&QUEUE)?;
    let q = asked["q"].as_str().unwrap_or_default();
    let keys = session.gate().keys();
    let (predicate, values) = people::search::named_sql(&listed, keys, q, "c.id", 1)?;
    let rows = sql::rows(listed.reader(), &format!("SELECT c.id FROM client c WHERE {predicate}"), values).await.unwrap();
    let by_predicate: Vec<Uuid> = rows.iter().map(|r| r.try_get("", "id").unwrap()).collect();
    let by_id = people::search::ids_by_name(&listed, keys, q).await?;
    listed.shown(&by_id);
    Ok(axum::Json(serde_json::json!({ "by_predicate": by_predicate, "by_id": by_id })))
}

//! A unit with two teams, another unit, clients with homes, a log that is sealed, and a router to ask.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Path;
use axum::http::{Request, StatusCode, header};
use kernel::hetu::{Hetu, Sex};
use kernel::{ClientId, Clock, FixedClock, Register, Scope, ServiceTask, Text};
use people::import::{SourceClient, SourceContact, upsert_client};
use people::organisation::{NewMembership, NewOrganisation, NewProfessional, NewTeam, NewUnit, Staffing, create};
use rules::{LiveRules, RuleFile, Rules};
use serde_json::{Value, json};
use store::sea_orm::{QueryResult, Value as DbValue};
use store::sql;
use store::testing::TestDb;
use tower::ServiceExt;
use trust::relation::{NewTie, tie};
use trust::{Action, ActionKind, Audience, Gate, Group, Role, StaffSession};
use uuid::Uuid;
use watch::Watch;

static SEE: Action = Action::staff("test.lobby", ActionKind::Look, Group::Lobby, "initiation", "18");
static DO: Action = Action::staff("test.do", ActionKind::Change, Group::Lobby, "initiation", "18");

pub const HOME: &str = "Kauppakatu 12 A 4, 53100 Lappeenranta";

pub struct House {
    pub gate: Gate,
    pub clock: Arc<FixedClock>,
    app: Router,
    pub watch: Watch,
    sealing: sealing::Sealing,
    controller: Uuid,
    pub guidance: Uuid,
    /// A team of another unit.
    pub disability: Uuid,
    pub nurse: Uuid,
    pub manager: Uuid,
    pub colleague: Uuid,
    /// A case manager of another unit, and its lead.
    pub elsewhere: Uuid,
    pub far_lead: Uuid,
    pub lead: Uuid,
    pub admin: Uuid,
    pub officer: Uuid,
    nth: std::sync::atomic::AtomicU16,
}

pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
}

pub fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

/// The shipped rules with this one's text changed.
pub fn rules_with(changes: &[(&str, &str)]) -> Rules {
    let texts: Vec<(&str, String)> = Rules::shipped_files()
        .iter()
        .map(|file| {
            let mut text = file.text.to_owned();
            if file.name == "watch.toml" {
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
        Self::with(db, &[]).await
    }

    pub async fn with(db: &mut TestDb, changes: &[(&str, &str)]) -> Self {
        let clock = FixedClock::at("2026-11-18T10:00:00Z".parse().unwrap());
        let controller = Uuid::now_v7();
        let gate = trust::testing::gate(db, Arc::new(people::Directory), clock.clone() as Arc<dyn Clock>, controller);
        let ids: Vec<Uuid> = (0..14).map(|_| Uuid::now_v7()).collect();
        let (unit, far, guidance, far_team) = (ids[0], ids[1], ids[2], ids[3]);
        let from = day("2020-01-01");
        let professional = |id, name: &str, role, unit_id| NewProfessional {
            id,
            name: name.into(),
            role,
            title: Text::new("ammattilainen", "yrkesutbildad", "professional"),
            unit_id,
            subject: Some(format!("subject-{name}")),
            email: None,
            can_decide: false,
            valid_from: from,
        };
        let in_unit = |id, name: &str| NewUnit {
            id,
            organisation_id: controller,
            name: name.into(),
            kind: "guidance".into(),
            municipality: None,
            valid_from: from,
        };
        let team = |id, key: &str, unit_id| NewTeam {
            id,
            key: key.into(),
            name: key.into(),
            unit_id,
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
            units: vec![in_unit(unit, "Asiakasohjaus"), in_unit(far, "Kuntoutus")],
            teams: vec![team(guidance, "guidance", unit), team(far_team, "disability", far)],
            professionals: vec![
                professional(ids[4], "Nina Nurse", Role::HomeCareNurse, unit),
                professional(ids[5], "Maija Manager", Role::CaseManager, unit),
                professional(ids[6], "Kalle Colleague", Role::CaseManager, unit),
                professional(ids[7], "Eeva Elsewhere", Role::CaseManager, far),
                professional(ids[8], "Lea Lead", Role::TeamLead, unit),
                professional(ids[9], "Faari Lead", Role::TeamLead, far),
                professional(ids[10], "Ada Admin", Role::Administrator, far),
                professional(ids[11], "Oona Officer", Role::DataProtectionOfficer, far),
            ],
            memberships: vec![member(ids[5], guidance), member(ids[6], guidance), member(ids[8], guidance), member(ids[7], far_team)],
        };
        let work = gate.job("test.setup", "test", None).begin().await.unwrap();
        create(&work, &staffing).await.unwrap();
        work.commit().await.unwrap();
        let rules = Arc::new(LiveRules::new(rules_with(changes)));
        let watch = Watch::new(rules.clone(), vec!["test.do"]);
        let people = people::People::new(rules);
        let (router, _) = people::router(people).merge(watch::router(watch.clone())).split_for_parts();
        let passed = gate.clone();
        let app = router
            .route("/api/v1/staff/test/{id}", axum::routing::get(see).post(act))
            .route("/api/v1/staff/test/identity/{id}", axum::routing::post(identity))
            .layer(axum::middleware::from_fn(move |request, next| {
                trust::trail(passed.clone(), trust::RouteActions::default(), request, next)
            }));
        Self {
            gate,
            clock,
            app,
            watch,
            sealing: sealing::Sealing::default(),
            controller,
            guidance,
            disability: far_team,
            nurse: ids[4],
            manager: ids[5],
            colleague: ids[6],
            elsewhere: ids[7],
            lead: ids[8],
            far_lead: ids[9],
            admin: ids[10],
            officer: ids[11],
            nth: std::sync::atomic::AtomicU16::new(1),
        }
    }

    pub fn hetu(&self) -> Hetu {
        let nth = self.nth.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Hetu::synthetic(day("1970-01-01") + chrono::Duration::days(i64::from(nth)), Sex::Female, 1).unwrap()
    }

    /// A client who lives somewhere.
    pub async fn client(&self, home: &str) -> (ClientId, Hetu) {
        let hetu = self.hetu();
        (self.write(home, &hetu, false).await, hetu)
    }

    pub async fn write(&self, home: &str, hetu: &Hetu, protected: bool) -> ClientId {
        let source = SourceClient {
            known: None,
            hetu: Some(hetu.clone()),
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
            protected,
            deceased: false,
            deceased_on: None,
            contacts: vec![SourceContact { kind: "long_lived", kind_of: "address", value: home.into(), since: None }],
            source_system: "test".into(),
            scope: self.social(),
        };
        let work = self.gate.job("test.client", "test", None).begin().await.unwrap();
        let made = upsert_client(&work, &source).await.unwrap();
        work.commit().await.unwrap();
        made.client
    }

    fn social(&self) -> Scope {
        Scope { controller: self.controller, register: Register::Social, service_task: ServiceTask::OlderPeople, catalogue_row: 1 }
    }

    /// The professional is this client.
    pub async fn is(&self, professional: Uuid, hetu: &Hetu) {
        let work = self.gate.job("test.identity", "test", None).begin().await.unwrap();
        people::own_identity::import(&work, professional, hetu).await.unwrap();
        work.commit().await.unwrap();
    }

    /// The nurse, who lives at [`HOME`] and is known as a client.
    pub async fn nurse_at_home(&self) -> ClientId {
        let (client, hetu) = self.client(HOME).await;
        self.is(self.nurse, &hetu).await;
        client
    }

    pub async fn tie(&self, client: ClientId, professional_id: Option<Uuid>, team_id: Option<Uuid>) {
        let work = self.gate.job("test.tie", "test", None).begin().await.unwrap();
        let new = NewTie {
            client,
            scope: self.social(),
            basis: if professional_id.is_some() { "handler" } else { "team" },
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

    /// Ties as a matter that is sent to a team makes them.
    pub async fn sends(&self, who: Uuid, client: ClientId, team: Uuid) {
        let work = self.gate.job("test.send", "test", None).begin().await.unwrap();
        let matter = Uuid::now_v7();
        let new = |basis, professional_id, team_id| NewTie {
            client,
            scope: self.social(),
            basis,
            object_kind: "matter",
            object_id: matter,
            professional_id,
            team_id,
            unit_id: None,
            from: work.at(),
            to: None,
        };
        tie(&work, &[new("sender", Some(who), None), new("team", None, Some(team))]).await.unwrap();
        work.commit().await.unwrap();
    }

    /// A look at the client, as anybody may who puts a matter on its way.
    pub async fn sees(&self, who: Uuid, client: ClientId) -> StatusCode {
        self.ask(who, "GET", &format!("/test/{client}"), None).await.status
    }

    pub async fn seal(&self) {
        self.gate.flush_log().await;
        self.sealing.turn(&self.gate).await.unwrap();
    }

    /// Seals and reads what there is; gives how many reviews were raised.
    pub async fn turn(&self) -> usize {
        self.seal().await;
        self.watch.turn(&self.gate).await.unwrap()
    }

    pub async fn rows(&self, text: &str, values: Vec<DbValue>) -> Vec<QueryResult> {
        self.gate.flush_log().await;
        sql::rows(self.gate.job("test.look", "test", None).reader(), text, values).await.unwrap()
    }
    pub async fn count(&self, text: &str) -> i64 {
        self.rows(text, vec![]).await[0].try_get_by_index(0).unwrap()
    }

    /// What was raised of a viewer: rule, severity, tied, in order.
    pub async fn raised(&self, viewer: Uuid) -> Vec<(String, i32, bool)> {
        let rows =
            self.rows("SELECT rule, severity, tied FROM watch_review WHERE professional_id = $1 ORDER BY rule", vec![viewer.into()]).await;
        rows.iter().map(|r| (r.try_get("", "rule").unwrap(), r.try_get("", "severity").unwrap(), r.try_get("", "tied").unwrap())).collect()
    }

    pub async fn ask(&self, who: Uuid, method: &str, path: &str, body: Option<Value>) -> Answer {
        self.ask_seen(who, method, path, body, None).await
    }

    pub async fn ask_seen(&self, who: Uuid, method: &str, path: &str, body: Option<Value>, seen: Option<i64>) -> Answer {
        let key = trust::start_session(&self.gate, Audience::Staff, who, "persona", None).await.unwrap();
        let csrf: String = self.csrf_of(&key).await;
        self.send(&key, &csrf, method, path, body, seen).await
    }

    async fn csrf_of(&self, key: &str) -> String {
        use sha2::Digest;
        let hash = sha2::Sha256::digest(key.as_bytes()).to_vec();
        self.rows("SELECT csrf FROM session WHERE key_hash = $1", vec![hash.into()]).await[0].try_get("", "csrf").unwrap()
    }

    async fn send(&self, key: &str, csrf: &str, method: &str, path: &str, body: Option<Value>, seen: Option<i64>) -> Answer {
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
        Answer { status, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null) }
    }

    pub async fn queue(&self, who: Uuid, asked: Value) -> Answer {
        self.ask(who, "POST", "/watch/reviews/search", Some(asked)).await
    }
}

async fn see(session: StaffSession, Path(id): Path<ClientId>) -> Result<axum::Json<Value>, kernel::Problem> {
    session.open(id, &SEE).await?;
    Ok(axum::Json(json!({})))
}

async fn act(session: StaffSession, Path(id): Path<ClientId>) -> Result<StatusCode, kernel::Problem> {
    session.change(&[id], &DO).await?.begin().await?.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

static SET: Action = Action::staff("test.identity", ActionKind::Change, Group::Administer, "administration", "");

async fn identity(
    session: StaffSession,
    Path(id): Path<Uuid>,
    seen: trust::IfMatch,
    trust::Json(body): trust::Json<people::own_identity::SetOwnIdentity>,
) -> Result<StatusCode, kernel::Problem> {
    let work = session.change_reference(&SET)?.begin().await?;
    people::own_identity::set(&work, id, seen.0, &body).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

//! A small county for this room's tests: two teams, their people, a ward nurse, some clients, and the routes driven over HTTP
//! as browsers drive them.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, Clock, FixedClock, Register, Scope, ServiceTask, Text};
use people::import::{SourceClient, upsert_clients};
use people::organisation::{NewMembership, NewOrganisation, NewProfessional, NewTeam, NewUnit, Staffing};
use serde_json::{Value, json};
use store::testing::TestDb;
use tower::ServiceExt;
use trust::{Audience, Gate, Role};
use uuid::Uuid;

use crate::Care;

pub struct County {
    pub gate: Gate,
    pub clock: Arc<FixedClock>,
    pub care: Care,
    app: Router,
    pub teams: HashMap<&'static str, Uuid>,
    pub people: HashMap<&'static str, Uuid>,
    pub clients: HashMap<&'static str, ClientId>,
    _db: TestDb,
}

/// An answer over HTTP.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub body: Value,
    pub text: String,
    pub etag: Option<i32>,
    pub headers: axum::http::HeaderMap,
}

impl Reply {
    /// The body of an answer that must have this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self.body
    }
    /// The reason of a refusal by state.
    #[track_caller]
    pub fn refused(self) -> String {
        assert_eq!(self.status, StatusCode::CONFLICT, "{}", self.text);
        assert_eq!(self.body["code"], "state_refused", "{}", self.text);
        self.body["reason"].as_str().unwrap().to_owned()
    }
}

/// Key, names, day of birth, municipality.
const RESIDENTS: [(&str, &str, &str, &str, &str); 5] = [
    ("aino", "Virtanen", "Aino Maria", "1942-03-04", "153"),
    ("martti", "Lehtonen", "Martti", "1947-05-06", "153"),
    ("elli", "Åkerman", "Elli", "1940-01-02", "405"),
    ("kari", "Öberg", "Kari", "1980-07-08", "153"),
    ("lapsi", "Virtanen", "Veeti", "2015-09-10", "153"),
];

fn d(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

impl County {
    /// Monday 16 November 2026, eleven o'clock in Finland.
    pub async fn new(db: TestDb) -> Self {
        Self::with(db, |care| care).await
    }

    /// The same county with e-mail in use: to a server that is not there, since these tests only look at what is to be sent.
    pub async fn telling(db: TestDb) -> Self {
        use notices::channel::{Email, EmailSettings, MailSecurity};
        let settings = EmailSettings {
            host: "127.0.0.1".into(),
            port: 1,
            security: MailSecurity::None,
            login: None,
            from: "ei-vastausta@hva.example".into(),
            authority: None,
        };
        let channels = notices::Channels::new("https://punos.example").with(notices::ChannelKind::Email, Email::new(&settings).unwrap());
        Self::with(db, |care| {
            let room = notices::Notices::new(care.rules.clone(), channels);
            care.telling(room)
        })
        .await
    }

    /// The same county, with attachments looked through by a scanner at this port.
    pub async fn scanning(db: TestDb, port: u16) -> Self {
        use crate::attachment::scan::{Address, Scanner};
        Self::with(db, |care| care.scanning(Scanner::default().clamd(Address::Tcp(format!("127.0.0.1:{port}"))))).await
    }

    async fn with(mut db: TestDb, fit: impl FnOnce(Care) -> Care) -> Self {
        let clock = FixedClock::at("2026-11-16T09:00:00Z".parse().unwrap());
        let gate = trust::testing::gate(&mut db, Arc::new(people::Directory), clock.clone() as Arc<dyn Clock>, Uuid::now_v7());
        let care = fit(Care::new(Arc::new(rules::Rules::shipped().unwrap())));
        let documents = documents::router(documents::Documents::new(Arc::new(care.clone())));
        let (app, _) = crate::router(care.clone()).merge(documents).merge(notices::router(care.notices.clone())).split_for_parts();
        let trail = gate.clone();
        let app = app.route("/test/plans", axum::routing::get(crate::desk::plans));
        let app = app.route("/test/gap-plans", axum::routing::get(crate::gap::plans).with_state(care.clone()));
        let app = app.layer(axum::middleware::from_fn(move |request, next| {
            trust::trail(trail.clone(), trust::RouteActions::default(), request, next)
        }));
        let mut county = Self { gate, clock, care, app, teams: HashMap::new(), people: HashMap::new(), clients: HashMap::new(), _db: db };
        county.staff().await;
        county.residents().await;
        county
    }

    async fn staff(&mut self) {
        let from = d("2020-01-01");
        let (organisation, office, ward) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
        let mut staffing = Staffing {
            organisations: vec![NewOrganisation {
                id: organisation,
                name: "Hyvinvointialue".into(),
                kind: "county".into(),
                business_id: None,
                oid: None,
                part_of: None,
                valid_from: from,
            }],
            units: [(office, "Asiakasohjaus", "guidance"), (ward, "Osasto 3 B", "hospital_ward")]
                .map(|(id, name, kind)| NewUnit {
                    id,
                    organisation_id: organisation,
                    name: name.into(),
                    kind: kind.into(),
                    municipality: None,
                    valid_from: from,
                })
                .to_vec(),
            ..Staffing::default()
        };
        // The keys that the shipped routing rules name.
        for key in ["ohjaus", "ita", "lansi", "kotikuntoutus", "akuutti", "tyoikaiset", "vammaispalvelut", "perheet"] {
            let id = Uuid::now_v7();
            self.teams.insert(key, id);
            staffing.teams.push(NewTeam {
                id,
                key: key.into(),
                name: format!("Tiimi {key}"),
                unit_id: office,
                service_task: ServiceTask::OlderPeople,
                valid_from: from,
            });
        }
        for (key, role, team, can_decide) in [
            ("nurse", Role::HomeCareNurse, None, false),
            ("anna", Role::CaseManager, Some("ita"), false),
            ("bertta", Role::CaseManager, Some("ita"), false),
            ("cecilia", Role::CaseManager, Some("lansi"), false),
            ("sosku", Role::SocialWorker, Some("ita"), true),
            ("lead", Role::TeamLead, Some("ita"), true),
            ("guide", Role::CareCoordinator, Some("ohjaus"), false),
        ] {
            let id = Uuid::now_v7();
            self.people.insert(key, id);
            staffing.professionals.push(NewProfessional {
                id,
                name: format!("{key} Testinen"),
                role,
                title: Text::fi("ammattilainen"),
                unit_id: if team.is_some() { office } else { ward },
                subject: Some(key.into()),
                email: None,
                can_decide,
                valid_from: from,
            });
            staffing.memberships.extend(team.map(|team| NewMembership {
                professional_id: id,
                team_id: self.teams[team],
                valid_from: from,
                valid_to: None,
            }));
        }
        let work = self.gate.job("test.staff", "test", None).begin().await.unwrap();
        people::organisation::create(&work, &staffing).await.unwrap();
        work.commit().await.unwrap();
    }

    async fn residents(&mut self) {
        let work = self.gate.job("test.clients", "test", None).begin().await.unwrap();
        let imported = upsert_clients(&work, &self.sources()).await.unwrap();
        work.commit().await.unwrap();
        self.clients = RESIDENTS.iter().zip(imported).map(|((key, ..), one)| (*key, one.client)).collect();
    }

    fn sources(&self) -> Vec<SourceClient> {
        let scope = Scope {
            controller: self.gate.controller(),
            register: Register::Social,
            service_task: ServiceTask::OlderPeople,
            catalogue_row: 1,
        };
        RESIDENTS
            .iter()
            .map(|(_, family, given, birth, municipality)| SourceClient {
                known: None,
                hetu: None,
                identifiers: Vec::new(),
                temporary: true,
                family_name: (*family).into(),
                given_names: (*given).into(),
                other_names: Vec::new(),
                birth_date: Some(d(birth)),
                sex: None,
                mother_tongue: None,
                service_language: None,
                interpreter: false,
                municipality: Some((*municipality).into()),
                protected: false,
                deceased: false,
                deceased_on: None,
                contacts: Vec::new(),
                source_system: "test".into(),
                scope,
            })
            .collect()
    }

    /// A client known by a personal identity code, with no tie to anybody.
    pub async fn with_hetu(&self, family: &str, given: &str, year: i32, nth: u16) -> ClientId {
        let birth = NaiveDate::from_ymd_opt(year, 3, 3).unwrap();
        let mut source = self.sources().remove(0);
        source.hetu = Some(kernel::hetu::Hetu::synthetic(birth, kernel::hetu::Sex::Male, nth).unwrap());
        (source.family_name, source.given_names) = (family.into(), given.into());
        (source.temporary, source.birth_date) = (false, Some(birth));
        let work = self.gate.job("test.with_hetu", "test", None).begin().await.unwrap();
        let imported = upsert_clients(&work, &[source]).await.unwrap();
        work.commit().await.unwrap();
        imported[0].client
    }

    /// The source tells that a client's address is protected.
    pub async fn protect(&self, key: &str) {
        let mut source = self.sources().remove(RESIDENTS.iter().position(|(known, ..)| *known == key).unwrap());
        source.known = Some(self.client(key));
        source.protected = true;
        let work = self.gate.job("test.protect", "test", None).begin().await.unwrap();
        upsert_clients(&work, &[source]).await.unwrap();
        work.commit().await.unwrap();
    }

    /// The source tells where a client lives, and whether the address is protected.
    pub async fn lives(&self, key: &str, address: &str, protected: bool) {
        let mut source = self.sources().remove(RESIDENTS.iter().position(|(known, ..)| *known == key).unwrap());
        source.known = Some(self.client(key));
        source.protected = protected;
        source.contacts =
            vec![people::import::SourceContact { kind: "long_lived", kind_of: "address", value: address.into(), since: None }];
        let work = self.gate.job("test.lives", "test", None).begin().await.unwrap();
        upsert_clients(&work, &[source]).await.unwrap();
        work.commit().await.unwrap();
    }

    /// The client chooses to be told by e-mail, to a new address.
    pub async fn choose_email(&self, key: &str) {
        let body = json!({ "email": true, "sms": false, "suomifi": false, "new_email": format!("{key}@example.fi") });
        self.ask(&format!("client:{key}"), "PUT", "/api/v1/client/notices", &[("if-match", "0")], Some(body)).await.expect(200);
    }

    pub fn team(&self, key: &str) -> Uuid {
        self.teams[key]
    }
    pub fn person(&self, key: &str) -> Uuid {
        self.people[key]
    }
    pub fn client(&self, key: &str) -> ClientId {
        self.clients[key]
    }
    pub fn at(&self, at: &str) {
        self.clock.set(at.parse::<DateTime<Utc>>().unwrap());
    }

    /// A request by a professional, or by a client (`client:aino`), in a session of its own.
    pub async fn ask(&self, who: &str, method: &str, path: &str, headers: &[(&str, &str)], body: Option<Value>) -> Reply {
        let (audience, id) = match who.strip_prefix("client:") {
            Some(client) => (Audience::Client, self.client(client).0),
            None => (Audience::Staff, self.person(who)),
        };
        let key = trust::start_session(&self.gate, audience, id, "persona", None).await.unwrap();
        let csrf = trust::session_of(&self.gate, &key).await.unwrap().unwrap().csrf;
        let mut request =
            Request::builder().method(method).uri(path).header(header::COOKIE, format!("punos={key}")).header("x-csrf-token", csrf);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = match body {
            Some(body) => request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())),
            None => request.body(Body::empty()),
        };
        self.answer(request.unwrap()).await
    }

    async fn answer(&self, request: Request<Body>) -> Reply {
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let etag = headers.get(header::ETAG).and_then(|v| v.to_str().ok()).and_then(|v| v.trim_matches('"').parse().ok());
        let bytes = axum::body::to_bytes(response.into_body(), 20_000_000).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Reply { status, body: serde_json::from_str(&text).unwrap_or(Value::Null), text, etag, headers }
    }

    /// A request with a body that is not JSON.
    pub async fn raw(&self, who: &str, method: &str, path: &str, content_type: &str, body: Vec<u8>) -> Reply {
        let key = trust::start_session(&self.gate, Audience::Staff, self.person(who), "persona", None).await.unwrap();
        let csrf = trust::session_of(&self.gate, &key).await.unwrap().unwrap().csrf;
        let request =
            Request::builder().method(method).uri(path).header(header::COOKIE, format!("punos={key}")).header("x-csrf-token", csrf);
        self.answer(request.header(header::CONTENT_TYPE, content_type).body(Body::from(body)).unwrap()).await
    }

    pub async fn get(&self, who: &str, path: &str) -> Reply {
        self.ask(who, "GET", path, &[], None).await
    }
    pub async fn post(&self, who: &str, path: &str, body: Value) -> Reply {
        self.ask(who, "POST", path, &[], Some(body)).await
    }
    /// A change of a matter as it stands now; `None` sends no body.
    pub async fn change(&self, who: &str, matter: &Value, action: &str, body: Value) -> Reply {
        let version = matter["version"].to_string();
        self.ask(who, "POST", &format!("/api/v1/staff/matters/{}/{action}", id(matter)), &[("if-match", &version)], Some(body)).await
    }

    /// What the lobby sends for an older client of Imatra; the rules propose the eastern team.
    pub fn new_matter(&self, clients: &[&str]) -> Value {
        json!({
            "client_ids": clients.iter().map(|c| self.client(c).0).collect::<Vec<_>>(),
            "situation": "needs_assessment", "service_task": "older_people", "urgency": "soon", "need_reasons": ["1", "10"], "notifier": "7",
            "own_words": "En pärjää enää yksin.", "team_id": self.team("ita"),
        })
    }

    /// Sends it and gives the matter.
    pub async fn send(&self, who: &str, clients: &[&str]) -> Value {
        self.post(who, "/api/v1/staff/lobby/send", self.new_matter(clients)).await.expect(201)
    }

    /// A professional's id as the database writes it in a statement.
    pub async fn literal(&self, who: &str) -> String {
        let id = self.person(who);
        match store::sea_orm::ConnectionTrait::get_database_backend(self.gate.job("test.literal", "test", None).reader()) {
            store::sea_orm::DbBackend::Postgres => format!("'{id}'"),
            _ => format!("X'{}'", id.simple()),
        }
    }

    /// Rows of a statement, for what HTTP does not show.
    pub async fn count(&self, sql: &str) -> i64 {
        self.gate.flush_log().await;
        let job = self.gate.job("test.count", "test", None);
        let rows = store::sql::rows(job.reader(), sql, []).await.unwrap();
        rows[0].try_get_by_index(0).unwrap()
    }
}

/// The id of an object of an answer.
pub fn id(value: &Value) -> Uuid {
    value["id"].as_str().unwrap().parse().unwrap()
}

//! The routes as a browser meets them: rights, versions, what is told when a save is late, print, the client's own side.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test says no by panicking

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use documents::mapping::{FactValue, Facts, Known};
use documents::{Document, DocumentError, Documents, Kind, Matters, NewDocument};
use kernel::hetu::{Hetu, Sex};
use kernel::{ClientId, Clock, FixedClock, Register, Scope, ServiceTask, Text};
use people::import::{SourceClient, upsert_client};
use people::organisation::{NewOrganisation, NewProfessional, NewUnit, Staffing, create};
use serde_json::{Value, json};
use store::{Reader, sql};
use tower::ServiceExt;
use trust::relation::{NewTie, tie};
use trust::{Audience, Gate, Own, Role, Work};
use uuid::Uuid;

/// A house with documents and no room for matters: nothing more happens on finishing, and the client sees what is finished.
struct NoMatters;

#[async_trait::async_trait]
impl Matters for NoMatters {
    async fn finished(&self, _: &Work, _: &Document, _: &Facts) -> Result<(), DocumentError> {
        Ok(())
    }
    async fn number(&self, _: &Reader, _: Uuid) -> Result<Option<String>, DocumentError> {
        Ok(Some("2026-000123".into()))
    }
    async fn shown_to_client(&self, _: &Own, document: &Document) -> Result<bool, DocumentError> {
        Ok(document.kind == Some(Kind::Initiation))
    }
}

struct Browser {
    cookie: String,
    csrf: String,
}

struct Answer {
    status: StatusCode,
    etag: Option<String>,
    kind: String,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

struct House {
    gate: Gate,
    app: Router,
    worker: Uuid,
    stranger: Uuid,
    administrator: Uuid,
    client: ClientId,
    scope: Scope,
}

impl House {
    async fn new(db: &mut store::testing::TestDb) -> Self {
        let clock = FixedClock::at("2026-11-21T10:00:00Z".parse().unwrap());
        let (controller, unit) = (Uuid::now_v7(), Uuid::now_v7());
        let gate = trust::testing::gate(db, Arc::new(people::Directory), clock as Arc<dyn Clock>, controller);
        let (worker, stranger, administrator) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
        let from = "2020-01-01".parse().unwrap();
        let professional = |id, name: &str, role| NewProfessional {
            id,
            name: name.into(),
            role,
            title: Text::new("sosiaaliohjaaja", "socialhandledare", "social instructor"),
            unit_id: unit,
            subject: None,
            email: None,
            can_decide: false,
            valid_from: from,
        };
        let scope = Scope { controller, register: Register::Social, service_task: ServiceTask::OlderPeople, catalogue_row: 18 };
        let work = gate.job("documents.test", "test", None).begin().await.unwrap();
        let staffing = Staffing {
            organisations: vec![NewOrganisation {
                id: controller,
                name: "Etelä-Karjalan hyvinvointialue".into(),
                kind: "county".into(),
                business_id: None,
                oid: None,
                part_of: None,
                valid_from: from,
            }],
            units: vec![NewUnit {
                id: unit,
                organisation_id: controller,
                name: "Iäkkäiden asiakasohjaus".into(),
                kind: "guidance".into(),
                municipality: None,
                valid_from: from,
            }],
            professionals: vec![
                professional(worker, "Satu Korhonen", Role::CaseManager),
                professional(stranger, "Ville Laine", Role::CaseManager),
                professional(administrator, "Paula Pää", Role::Administrator),
            ],
            ..Staffing::default()
        };
        create(&work, &staffing).await.unwrap();
        let hetu = Hetu::synthetic("1942-01-01".parse().unwrap(), Sex::Female, 0).unwrap();
        let person = SourceClient {
            known: None,
            hetu: Some(hetu),
            identifiers: Vec::new(),
            temporary: false,
            family_name: "Virtanen".into(),
            given_names: "Aino Maria".into(),
            other_names: Vec::new(),
            birth_date: None,
            sex: None,
            mother_tongue: None,
            service_language: None,
            interpreter: false,
            municipality: None,
            protected: false,
            deceased: false,
            deceased_on: None,
            contacts: Vec::new(),
            source_system: "test".into(),
            scope,
        };
        let client = upsert_client(&work, &person).await.unwrap().client;
        work.commit().await.unwrap();
        let (router, _) = documents::router(Documents::new(Arc::new(NoMatters))).split_for_parts();
        let passed = gate.clone();
        let app = router.layer(axum::middleware::from_fn(move |request, next| {
            trust::trail(passed.clone(), trust::RouteActions::default(), request, next)
        }));
        Self { gate, app, worker, stranger, administrator, client, scope }
    }

    /// A document in a matter that the worker handles.
    async fn begun(&self, kind: Kind, known: Known) -> Document {
        let work = self.gate.job("documents.test", "test", Some(self.worker)).begin().await.unwrap();
        let matter = Uuid::now_v7();
        let handled = NewTie {
            client: self.client,
            scope: self.scope,
            basis: "handler",
            object_kind: "matter",
            object_id: matter,
            professional_id: Some(self.worker),
            team_id: None,
            unit_id: None,
            from: work.at(),
            to: None,
        };
        tie(&work, &[handled]).await.unwrap();
        let new = NewDocument { kind, scope: self.scope, matter_id: Some(matter), clients: vec![self.client], known, author: None };
        let document = documents::begin(&work, new).await.unwrap();
        work.commit().await.unwrap();
        document
    }

    async fn signed_in(&self, audience: Audience, who: Uuid) -> Browser {
        let key = trust::start_session(&self.gate, audience, who, "persona", None).await.unwrap();
        let job = self.gate.job("documents.test", "test", None);
        let rows =
            sql::rows(job.reader(), "SELECT csrf FROM session WHERE subject_id = $1 ORDER BY created_at DESC", [who.into()]).await.unwrap();
        Browser { cookie: format!("{}={key}", trust::Cookie::name(false)), csrf: rows[0].try_get("", "csrf").unwrap() }
    }

    async fn ask(&self, who: &Browser, method: &str, path: &str, seen: Option<i32>, body: Option<Value>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::COOKIE, &who.cookie).header("x-csrf-token", &who.csrf);
        if let Some(version) = seen {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let request = request.body(body.map_or_else(Body::empty, |b| Body::from(b.to_string()))).unwrap();
        let response = self.app.clone().oneshot(request).await.unwrap();
        let text = |name| response.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let (status, etag, kind) = (response.status(), text(header::ETAG), text(header::CONTENT_TYPE).unwrap_or_default());
        Answer { status, etag, kind, body: to_bytes(response.into_body(), 10_000_000).await.unwrap().to_vec() }
    }

    async fn logged(&self, action: &str) -> i64 {
        self.gate.flush_log().await;
        let job = self.gate.job("documents.test", "test", None);
        let rows = sql::rows(job.reader(), "SELECT COUNT(*) AS n FROM access_log WHERE action = $1", [action.into()]).await.unwrap();
        rows[0].try_get("", "n").unwrap()
    }
}

fn whole() -> Value {
    json!({"initiation": {
        "matter": {"initiated_on": "2026-11-21", "service_task": "older_people", "situation": "guidance", "urgency": "soon"},
        "contact": {"notifier": "1", "own_words": "Haluan apua kotiin."},
        "needs": {"need_reasons": ["1", "10"]}
    }})
}

store::both!(
    async fn a_form_is_drawn_from_the_structure(db: TestDb) {
        let house = House::new(&mut db).await;
        let job = house.gate.job("documents.structures.load", "administration", None);
        documents::load_shipped(&job).await.unwrap();
        documents::load_shipped(&job).await.unwrap();
        let worker = house.signed_in(Audience::Staff, house.worker).await;
        let answer = house.ask(&worker, "GET", "/api/v1/staff/structures/plan", None, None).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.json()["title"]["sv"], "Klientplan");
        assert!(answer.json()["id"].is_string());
        assert_eq!(answer.json()["schema"]["properties"]["plan"]["type"], "object");
        let answer = house.ask(&worker, "GET", "/api/v1/staff/structures/letter", None, None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
);

store::both!(
    async fn a_document_is_read_saved_finished_and_printed(db: TestDb) {
        let house = House::new(&mut db).await;
        let known = Known::new().with("matter.notifier", FactValue::Code("1".into()));
        let document = house.begun(Kind::Initiation, known).await;
        let worker = house.signed_in(Audience::Staff, house.worker).await;
        let path = format!("/api/v1/staff/documents/{}", document.id);

        let read = house.ask(&worker, "GET", &path, None, None).await;
        assert_eq!((read.status, read.etag.as_deref()), (StatusCode::OK, Some("\"1\"")));
        assert_eq!(read.json()["known_from"]["/initiation/contact/notifier"], "matter");
        assert_eq!(read.json()["permitted_actions"], json!(["save", "finish", "print"]));

        let no_match = house.ask(&worker, "PUT", &path, None, Some(json!({"body": whole()}))).await;
        assert_eq!(no_match.status, StatusCode::PRECONDITION_REQUIRED);
        let bad = house.ask(&worker, "PUT", &path, Some(1), Some(json!({"body": {"initiation": {"x": 1}}}))).await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(bad.json()["errors"][0]["path"], "/initiation/x");
        let early = house.ask(&worker, "POST", &format!("{path}/finish"), Some(1), None).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);

        let saved = house.ask(&worker, "PUT", &path, Some(1), Some(json!({"body": whole()}))).await;
        assert_eq!((saved.status, saved.etag.as_deref()), (StatusCode::OK, Some("\"2\"")));
        assert_eq!(saved.json()["updated_by"]["name"], "Satu Korhonen");
        let late = house.ask(&worker, "PUT", &path, Some(1), Some(json!({"body": {}}))).await;
        assert_eq!(late.status, StatusCode::PRECONDITION_FAILED);
        assert_eq!(late.json()["current"]["version"], 2);
        assert_eq!(late.json()["current"]["body"], whole());

        let draft = house.ask(&worker, "GET", &format!("{path}/print.pdf?lang=sv"), None, None).await;
        assert_eq!((draft.status, draft.kind.as_str()), (StatusCode::OK, "application/pdf"));
        assert!(draft.body.starts_with(b"%PDF"));

        let finished = house.ask(&worker, "POST", &format!("{path}/finish"), Some(2), None).await;
        assert_eq!(finished.status, StatusCode::OK);
        assert_eq!(finished.json()["state"], "final");
        assert_eq!(finished.json()["permitted_actions"], json!(["print", "export"]));
        let again = house.ask(&worker, "PUT", &path, Some(3), Some(json!({"body": whole()}))).await;
        assert_eq!((again.status, &again.json()["reason"]), (StatusCode::CONFLICT, &json!("document_finished")));

        let first = house.ask(&worker, "GET", &format!("{path}/versions/1"), None, None).await;
        assert_eq!(first.json()["body"], json!({"initiation": {"contact": {"notifier": "1"}}}));
        assert_eq!(house.ask(&worker, "GET", &format!("{path}/versions/9"), None, None).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.logged("documents.document.print").await, 1);
        assert!(house.logged("documents.document.save").await >= 3, "refused saves leave a line too");
    }
);

store::both!(
    async fn one_who_is_not_tied_to_the_client_does_not_get_in(db: TestDb) {
        let house = House::new(&mut db).await;
        let document = house.begun(Kind::Plan, Known::new()).await;
        let stranger = house.signed_in(Audience::Staff, house.stranger).await;
        let path = format!("/api/v1/staff/documents/{}", document.id);
        for (method, path, seen, body) in [
            ("GET", path.clone(), None, None),
            ("GET", format!("{path}/print.pdf"), None, None),
            ("GET", format!("{path}/versions/1"), None, None),
            ("PUT", path.clone(), Some(1), Some(json!({"body": {}}))),
            ("POST", format!("{path}/finish"), Some(1), None),
        ] {
            let answer = house.ask(&stranger, method, &path, seen, body).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {path}");
        }
        let nobody = Browser { cookie: "punos=x".into(), csrf: String::new() };
        assert_eq!(house.ask(&nobody, "GET", &path, None, None).await.status, StatusCode::UNAUTHORIZED);
        let missing = house.ask(&stranger, "GET", &format!("/api/v1/staff/documents/{}", Uuid::now_v7()), None, None).await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND);
    }
);

store::both!(
    async fn a_decision_is_not_finished_here(db: TestDb) {
        let house = House::new(&mut db).await;
        let document = house.begun(Kind::Decision, Known::new()).await;
        let worker = house.signed_in(Audience::Staff, house.worker).await;
        let path = format!("/api/v1/staff/documents/{}", document.id);
        let body = json!({"body": {"decision": {
            "matter": {"subject": "Kotihoito", "initiated_on": "2026-11-02"},
            "ruling": {"outcome": "positive", "text": "Myönnetään.", "valid_from": "2026-12-01",
                "services": [{"service": "home_care", "from": "2026-12-01"}]},
            "grounds": {"reasons": "Arvion mukaan.", "legal_basis": ["Sosiaalihuoltolaki (1301/2014) 19 a §"]},
            "more_information": {"name": "Satu Korhonen", "contact": "040 123 4567"},
            "appeal": {"kind": "1", "authority": "Jaosto", "address": "PL 1, 53100 Lappeenranta"}}}});
        assert_eq!(house.ask(&worker, "PUT", &path, Some(1), Some(body)).await.status, StatusCode::OK);
        let answer = house.ask(&worker, "POST", &format!("{path}/finish"), Some(2), None).await;
        assert_eq!((answer.status, &answer.json()["reason"]), (StatusCode::CONFLICT, &json!("finished_by_deciding")));
        assert_eq!(house.ask(&worker, "GET", &path, None, None).await.json()["state"], "draft");
        let paper = house.ask(&worker, "GET", &format!("{path}/print.pdf"), None, None).await;
        assert!(paper.body.starts_with(b"%PDF"), "{}", paper.status);
    }
);

store::both!(
    async fn the_client_sees_their_own_finished_documents_only(db: TestDb) {
        let house = House::new(&mut db).await;
        let document = house.begun(Kind::Initiation, Known::new()).await;
        let path = format!("/api/v1/client/documents/{}", document.id);
        let me = house.signed_in(Audience::Client, house.client.0).await;
        assert_eq!(house.ask(&me, "GET", &path, None, None).await.status, StatusCode::NOT_FOUND, "a draft is not shown");
        let worker = house.signed_in(Audience::Staff, house.worker).await;
        let staff = format!("/api/v1/staff/documents/{}", document.id);
        house.ask(&worker, "PUT", &staff, Some(1), Some(json!({"body": whole()}))).await;
        house.ask(&worker, "POST", &format!("{staff}/finish"), Some(2), None).await;
        let mine = house.ask(&me, "GET", &path, None, None).await;
        assert_eq!(mine.status, StatusCode::OK);
        assert_eq!(mine.json()["body"], whole());
        assert_eq!(mine.json()["schema"]["type"], "object", "the page names the parts by the structure");
        let paper = house.ask(&me, "GET", &format!("{path}/print.pdf"), None, None).await;
        assert!(paper.body.starts_with(b"%PDF"));
        let staff_route = house.ask(&me, "GET", &staff, None, None).await;
        assert_eq!(staff_route.status, StatusCode::UNAUTHORIZED, "a client's session is no key to the staff's side");
    }
);

store::both!(
    async fn the_administrator_sees_code_sets_by_version_with_what_uses_them(db: TestDb) {
        let house = House::new(&mut db).await;
        let job = house.gate.job("documents.structures.import", "administration", None);
        let folder = std::env::temp_dir().join(format!("punos-codes-{}", Uuid::now_v7()));
        std::fs::create_dir_all(&folder).unwrap();
        let field = json!({"type": "object", "sosmeta": {"name": [{"lang": "fi", "value": "Ratkaisu"}], "classificationOid": [{"lang": "", "value": "2.25.9"}],
                "classification": [{"lang": "fi", "value": "Koodistopalvelin: Sosiaalihuolto - Ratkaisun laji 2.25.9"}],
                "valueSet": [{"lang": "fi", "value": "1 = Myönteinen, 2 = Kielteinen"}]},
            "properties": {"system": {"type": "string"}, "code": {"type": "string"}, "display": {"type": "string"}}});
        let structure = json!({"$schema": "http://json-schema.org/draft-07/schema#", "title": "Kirje", "type": "object",
            "sosmeta": {"oid": "2.25.77.2026.1.2", "documentDefinitionVersion": "2026-01-02"}, "properties": {"kirje": {"type": "object", "properties": {"ratkaisu": field}}}});
        std::fs::write(folder.join("kirje.json"), structure.to_string()).unwrap();
        std::fs::write(folder.join("rikki.json"), "{").unwrap();
        documents::load_structures(&job, std::slice::from_ref(&folder)).await.unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        let admin = house.signed_in(Audience::Staff, house.administrator).await;
        let worker = house.signed_in(Audience::Staff, house.worker).await;
        let path = "/api/v1/staff/administration/code-sets";
        assert_eq!(house.ask(&worker, "GET", path, None, None).await.status, StatusCode::FORBIDDEN);
        let list = house.ask(&admin, "GET", path, None, None).await.json();
        assert_eq!(
            (&list["only_linked"], &list["items"][0]["state"], &list["items"][0]["structures"]),
            (&json!(1), &json!("linked"), &json!(1)),
            "{list}"
        );
        let told = &list["imports"][0];
        assert_eq!((&told["kind"], &told["refused"], &told["report"]["imported"]), (&json!("structures"), &json!(1), &json!(1)));
        assert!(told["report"]["errors"][0]["file"].as_str().unwrap().ends_with("rikki.json"));

        let codes: Vec<Value> = (0..130)
            .map(|n| {
                json!({"code": format!("k{n}"), "display": format!("Luokka {n}"),
            "property": [{"code": "retirementDate", "valueDateTime": "2025-12-31"}]})
            })
            .collect();
        let set = json!({"resourceType": "CodeSystem", "url": "urn:oid:2.25.9", "version": "2", "title": "Ratkaisun laji", "content": "complete", "concept": codes});
        let work = job.begin().await.unwrap();
        let file = documents::structure::StructureFile { name: "koodit.json".into(), bytes: set.to_string().into_bytes(), mapping: None };
        documents::codes::import(&work, &[file]).await.unwrap();
        work.commit().await.unwrap();
        let list = house.ask(&admin, "GET", &format!("{path}?q=ratkaisun"), None, None).await.json();
        let sets: Vec<_> =
            list["items"].as_array().unwrap().iter().map(|s| (s["version"].clone(), s["state"].clone(), s["in_use"].clone())).collect();
        assert_eq!(sets, [(json!("2"), json!("imported"), json!(true)), (json!(""), json!("linked"), json!(false))]);
        assert_eq!(list["only_linked"], 0);
        let none = house.ask(&admin, "GET", &format!("{path}?state=linked&q=2.25.10"), None, None).await.json();
        assert_eq!((none["total"].as_i64(), none["items"].as_array().unwrap().len()), (Some(0), 0));
        let one = format!("{path}/{}", list["items"][0]["id"].as_str().unwrap());
        assert_eq!(house.ask(&worker, "GET", &one, None, None).await.status, StatusCode::FORBIDDEN);
        let page = house.ask(&admin, "GET", &one, None, None).await.json();
        assert_eq!(
            (page["codes"].as_array().unwrap().len(), &page["more"], &page["structures"][0]["title"]["fi"]),
            (100, &json!(true), &json!("Kirje"))
        );
        assert_eq!(page["codes"][0]["valid_to"], "2025-12-31");
        let rest = house.ask(&admin, "GET", &format!("{one}?page=1"), None, None).await.json();
        assert_eq!(
            (rest["codes"].as_array().unwrap().len(), &rest["more"], &rest["codes"][0]["code"]),
            (30, &json!(false), &json!("k100"))
        );
        let found = house.ask(&admin, "GET", &format!("{one}?q=luokka+129"), None, None).await.json();
        assert_eq!(found["codes"].as_array().unwrap().len(), 1);
        let nothing = format!("{path}/{}", Uuid::now_v7());
        assert_eq!(house.ask(&admin, "GET", &nothing, None, None).await.status, StatusCode::NOT_FOUND);
    }
);

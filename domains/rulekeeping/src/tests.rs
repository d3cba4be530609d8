//! Versions over HTTP and in the database, on both databases.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use chrono::NaiveDate;
use kernel::{Clock, FixedClock, ServiceTask, Text};
use people::organisation::{NewOrganisation, NewProfessional, NewTeam, NewUnit, Staffing};
use rules::{LiveRules, Rules};
use serde_json::{Value, json};
use store::both;
use store::testing::TestDb;
use tower::ServiceExt;
use trust::{Audience, Gate, Role};
use uuid::Uuid;

use crate::load::{load, refresh, remember_shipped};
use crate::{RuleKeeping, put};

struct County {
    gate: Gate,
    clock: Arc<FixedClock>,
    live: Arc<LiveRules>,
    app: Router,
    people: [(Uuid, &'static str); 3],
    _db: TestDb,
}

struct Reply {
    status: u16,
    body: Value,
    etag: Option<String>,
}

fn d(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The shipped text of a kind with one thing in it changed.
fn changed(kind: &str, from: &str, to: &str) -> String {
    let text = Rules::shipped_files().iter().find(|file| file.name == format!("{kind}.toml")).unwrap().text;
    assert!(text.contains(from), "{kind}: {from}");
    text.replacen(from, to, 1)
}

impl County {
    /// Monday 16 November 2026.
    async fn new(mut db: TestDb) -> Self {
        let clock = FixedClock::at("2026-11-16T09:00:00Z".parse().unwrap());
        let gate = trust::testing::gate(&mut db, Arc::new(people::Directory), clock.clone() as Arc<dyn Clock>, Uuid::now_v7());
        remember_shipped(&gate.job("rules.remember", "administration", None)).await.unwrap();
        let live = Arc::new(LiveRules::new(Rules::shipped().unwrap()));
        let (app, _) = crate::router(RuleKeeping::new(live.clone())).split_for_parts();
        let trail = gate.clone();
        let app = app.layer(axum::middleware::from_fn(move |request, next| {
            trust::trail(trail.clone(), trust::RouteActions::default(), request, next)
        }));
        let people = [(Uuid::now_v7(), "admin"), (Uuid::now_v7(), "other"), (Uuid::now_v7(), "anna")];
        let (organisation, unit, from) = (Uuid::now_v7(), Uuid::now_v7(), d("2020-01-01"));
        let keys = ["ohjaus", "ita", "lansi", "kotikuntoutus", "akuutti", "tyoikaiset", "vammaispalvelut", "perheet"];
        let staffing = Staffing {
            organisations: vec![NewOrganisation {
                id: organisation,
                name: "Hyvinvointialue".into(),
                kind: "county".into(),
                business_id: None,
                oid: None,
                part_of: None,
                valid_from: from,
            }],
            units: vec![NewUnit {
                id: unit,
                organisation_id: organisation,
                name: "Asiakasohjaus".into(),
                kind: "guidance".into(),
                municipality: None,
                valid_from: from,
            }],
            teams: keys
                .map(|key| NewTeam {
                    id: Uuid::now_v7(),
                    key: key.into(),
                    name: format!("Tiimi {key}"),
                    unit_id: unit,
                    service_task: ServiceTask::OlderPeople,
                    valid_from: from,
                })
                .to_vec(),
            professionals: people
                .iter()
                .map(|(id, name)| NewProfessional {
                    id: *id,
                    name: format!("{name} Testinen"),
                    role: if *name == "anna" { Role::CaseManager } else { Role::Administrator },
                    title: Text::fi("ammattilainen"),
                    unit_id: unit,
                    subject: Some((*name).into()),
                    email: None,
                    can_decide: false,
                    valid_from: from,
                })
                .collect(),
            ..Staffing::default()
        };
        let work = gate.job("test.staff", "test", None).begin().await.unwrap();
        people::organisation::create(&work, &staffing).await.unwrap();
        work.commit().await.unwrap();
        Self { gate, clock, live, app, people, _db: db }
    }

    async fn ask(&self, who: &str, method: &str, path: &str, seen: Option<i64>, body: Option<Value>) -> Reply {
        let id = self.people.iter().find(|(_, name)| *name == who).unwrap().0;
        let key = trust::start_session(&self.gate, Audience::Staff, id, "persona", None).await.unwrap();
        let csrf = trust::session_of(&self.gate, &key).await.unwrap().unwrap().csrf;
        let path = format!("/api/v1/staff/rules{path}");
        let mut request =
            Request::builder().method(method).uri(path).header(header::COOKIE, format!("punos={key}")).header("x-csrf-token", csrf);
        if let Some(seen) = seen {
            request = request.header(header::IF_MATCH, format!("\"{seen}\""));
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let request = request.header(header::CONTENT_TYPE, "application/json").body(body).unwrap();
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (status, etag) = (response.status().as_u16(), response.headers().get(header::ETAG).map(|v| v.to_str().unwrap().to_owned()));
        let bytes = axum::body::to_bytes(response.into_body(), 20_000_000).await.unwrap();
        Reply { status, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null), etag }
    }

    async fn put(&self, who: &str, kind: &str, seen: i64, text: &str, valid_from: Option<&str>) -> Reply {
        let body = json!({ "text": text, "why": "Lautakunnan päätös 12 §", "valid_from": valid_from });
        self.ask(who, "POST", &format!("/{kind}/versions"), Some(seen), Some(body)).await
    }

    /// Name of the version in use on a day, by the rules this process uses now.
    fn used(&self, kind: &str, day: &str) -> String {
        self.live.current().in_force(kind, d(day)).unwrap().0.to_owned()
    }

    async fn revision(&self, kind: &str) -> i64 {
        self.ask("admin", "GET", &format!("/{kind}"), None, None).await.body["revision"].as_i64().unwrap()
    }
}

both!(
    async fn a_version_is_put_in_force_and_brought_back(db: TestDb) {
        let county = County::new(db).await;
        let kinds = county.ask("anna", "GET", "", None, None).await;
        assert_eq!(kinds.status, 200, "rules are no secret to those they bind");
        assert_eq!(kinds.body.as_array().unwrap().len(), rules::Rules::KINDS.len());
        let start = county.ask("admin", "GET", "/deadlines", None, None).await;
        assert_eq!((start.etag.as_deref(), start.body["in_force"].as_str()), (Some("\"1\""), Some("1")));
        assert_eq!(start.body["may_change"], true);

        let text = changed("deadlines", "kind = \"workdays\", count = 7", "kind = \"workdays\", count = 5");
        let made = county.put("admin", "deadlines", 1, &text, None).await;
        assert_eq!(made.status, 201, "{}", made.body);
        assert_eq!((made.body["name"].as_str(), made.body["state"].as_str()), (Some("1.1"), Some("in_force")));
        assert_eq!(made.body["by"]["name"], "admin Testinen");
        assert!(made.body["text"].as_str().unwrap().contains("version = \"1.1\"\nvalid_from = \"2026-11-16\""));
        // In use at once, and what was made by the old one still finds it.
        assert_eq!(county.used("deadlines", "2026-11-16"), "1.1");
        assert!(county.live.current().deadlines.version("1").is_some());

        // The same text again changes nothing.
        let again = county.put("admin", "deadlines", 2, made.body["text"].as_str().unwrap(), None).await;
        assert_eq!((again.status, again.body["reason"].as_str()), (409, Some("rules_unchanged")));

        let body = json!({ "why": "Muutos oli virhe" });
        let back = county.ask("other", "POST", "/deadlines/versions/1/restore", Some(2), Some(body)).await;
        assert_eq!(back.status, 201, "{}", back.body);
        assert_eq!((back.body["name"].as_str(), back.body["restores"].as_str()), (Some("1.2"), Some("1")));
        assert_eq!(county.used("deadlines", "2026-11-16"), "1.2");
        let history = county.ask("admin", "GET", "/deadlines", None, None).await.body;
        let names: Vec<&str> = history["versions"].as_array().unwrap().iter().map(|v| v["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["1.2", "1.1", "1"]);
        assert_eq!(history["versions"][0]["by"]["name"], "other Testinen");
        assert_eq!(history["versions"][0]["why"], "Muutos oli virhe");
    }
);

both!(
    async fn two_editors_race_and_nothing_is_lost(db: TestDb) {
        let county = County::new(db).await;
        let (one, two) = (changed("deadlines", "count = 7 }", "count = 6 }"), changed("deadlines", "count = 7 }", "count = 5 }"));
        let (first, second) =
            tokio::join!(county.put("admin", "deadlines", 1, &one, None), county.put("other", "deadlines", 1, &two, None));
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 412], "{} {}", first.body, second.body);
        let (won, lost) = if first.status == 201 { (first, second) } else { (second, first) };
        // The one who came second is shown what the first did, with its text, and may go on from there.
        assert_eq!(lost.body["code"], "version_conflict");
        assert_eq!(lost.body["current"]["name"], won.body["name"]);
        assert_eq!(lost.body["current"]["text"], won.body["text"]);
        let seen = lost.body["current"]["revision"].as_i64().unwrap();
        let next = if won.body["text"].as_str().unwrap().contains("count = 6 }") { &two } else { &one };
        assert_eq!(county.put("admin", "deadlines", seen, next, None).await.status, 201);
        assert_eq!(county.ask("admin", "POST", "/deadlines/versions", None, Some(json!({ "text": one, "why": "x" }))).await.status, 428);
    }
);

both!(
    async fn a_planned_version_takes_force_by_itself_or_is_withdrawn(db: TestDb) {
        let county = County::new(db).await;
        let text = changed("deadlines", "count = 7 }", "count = 5 }");
        let planned = county.put("admin", "deadlines", 1, &text, Some("2027-01-01")).await;
        assert_eq!((planned.status, planned.body["state"].as_str()), (201, Some("planned")), "{}", planned.body);
        assert_eq!(county.used("deadlines", "2026-12-31"), "1");
        assert_eq!(county.used("deadlines", "2027-01-01"), "1.1");
        // A day that another has, a day that has passed, and no reason.
        let more = changed("deadlines", "count = 7 }", "count = 4 }");
        let taken = county.put("admin", "deadlines", 2, &more, Some("2027-01-01")).await;
        assert_eq!((taken.status, taken.body["errors"][0]["code"].as_str()), (422, Some("rule_day_taken")));
        let past = county.put("admin", "deadlines", 2, &more, Some("2026-11-15")).await;
        assert_eq!((past.status, past.body["errors"][0]["code"].as_str()), (422, Some("rule_in_past")));
        let none = county.ask("admin", "POST", "/deadlines/versions", Some(2), Some(json!({ "text": more, "why": " " }))).await;
        assert_eq!((none.status, none.body["errors"][0]["path"].as_str()), (422, Some("/why")));
        // A check of a text for now tells that the planned one takes over.
        let check = county.ask("admin", "POST", "/deadlines/check", None, Some(json!({ "text": more }))).await.body;
        assert_eq!((check["holds"].as_bool(), check["taken_over_by"]["name"].as_str()), (Some(true), Some("1.1")));

        let why = || Some(json!({ "why": "Ei sittenkään" }));
        let gone = county.ask("admin", "POST", "/deadlines/versions/1.1/withdraw", Some(2), why()).await;
        assert_eq!((gone.status, gone.body["state"].as_str()), (200, Some("withdrawn")), "{}", gone.body);
        assert_eq!(county.used("deadlines", "2027-01-01"), "1");
        let seen = county.revision("deadlines").await;
        assert_eq!(seen, 3, "a withdrawal is a change others must have seen");
        let again = county.put("admin", "deadlines", seen, &text, Some("2027-01-01")).await;
        assert_eq!(again.body["name"], "1.2");
        // New Year passes: nothing need be done, and what is in force is not withdrawn any more.
        county.clock.set("2027-01-02T09:00:00Z".parse().unwrap());
        assert_eq!(county.ask("admin", "GET", "/deadlines", None, None).await.body["in_force"], "1.2");
        let late = county.ask("admin", "POST", "/deadlines/versions/1.2/withdraw", Some(4), why()).await;
        assert_eq!((late.status, late.body["reason"].as_str()), (409, Some("rule_version_in_force")));
    }
);

both!(
    async fn what_does_not_hold_is_refused_with_lines(db: TestDb) {
        let county = County::new(db).await;
        let text = changed("routing", "key = \"ita\"", "key = \"koillinen\"").replace("team = \"ita\"", "team = \"koillinen\"");
        let line = text.lines().position(|line| line.contains("key = \"koillinen\"")).unwrap() as u64 + 1;
        for path in ["/routing/check", "/routing/versions"] {
            let reply = county.ask("admin", "POST", path, Some(1), Some(json!({ "text": text, "why": "x" }))).await;
            assert_eq!(reply.status, if path.ends_with("check") { 200 } else { 422 });
            let fault = &reply.body["faults"][0];
            assert_eq!((fault["code"].as_str(), fault["line"].as_u64()), (Some("team_not_in_county"), Some(line)), "{}", reply.body);
        }
        assert_eq!(county.used("routing", "2026-11-16"), "1");
        assert_eq!(county.revision("routing").await, 1);
        let other = county.ask("admin", "POST", "/lenses/check", None, Some(json!({ "text": text }))).await.body;
        assert_eq!(other["faults"][0]["code"], "kind_other");
        assert_eq!(county.ask("admin", "GET", "/fees", None, None).await.status, 404);
    }
);

both!(
    async fn only_administrators_change_rules(db: TestDb) {
        let county = County::new(db).await;
        let text = changed("deadlines", "count = 7 }", "count = 5 }");
        assert_eq!(county.put("anna", "deadlines", 1, &text, None).await.status, 403);
        assert_eq!(county.ask("anna", "POST", "/deadlines/check", None, Some(json!({ "text": text }))).await.status, 403);
        assert_eq!(county.ask("anna", "POST", "/deadlines/versions/1/restore", Some(1), Some(json!({ "why": "x" }))).await.status, 403);
        let history = county.ask("anna", "GET", "/deadlines", None, None).await.body;
        assert_eq!((&history["may_change"], &history["may_try"]), (&json!(false), &json!(false)));
        // What was done stands in the log with who did it, and what was tried as a refusal.
        county.put("admin", "deadlines", 1, &text, None).await;
        county.gate.flush_log().await;
        county.gate.flush_log().await;
        let job = county.gate.job("test.log", "test", None);
        let rows =
            store::sql::rows(job.reader(), "SELECT outcome FROM access_log WHERE action = 'rules.put' ORDER BY id", []).await.unwrap();
        let outcomes: BTreeSet<String> = rows.iter().map(|row| row.try_get("", "outcome").unwrap()).collect();
        assert_eq!(outcomes, BTreeSet::from(["allowed".to_owned(), "refused".to_owned()]));
    }
);

both!(
    async fn another_process_loads_what_one_has_put(db: TestDb) {
        let county = County::new(db).await;
        let elsewhere = LiveRules::new(Rules::shipped().unwrap());
        let text = changed("deadlines", "count = 7 }", "count = 5 }");
        assert_eq!(county.put("admin", "deadlines", 1, &text, None).await.status, 201);
        refresh(&county.gate, &elsewhere).await.unwrap();
        assert_eq!(elsewhere.current().in_force("deadlines", d("2026-11-16")).unwrap().0, "1.1");
    }
);

both!(
    async fn an_upgrade_offers_its_rules_and_keeps_the_countys(db: TestDb) {
        let county = County::new(db).await;
        let text = changed("deadlines", "count = 7 }", "count = 5 }");
        assert_eq!(county.put("admin", "deadlines", 1, &text, None).await.status, 201);
        // The text this program ships was not in the database of the older one.
        let older = changed("deadlines", "count = 7 }", "count = 9 }");
        let work = county.gate.job("test", "test", None).begin().await.unwrap();
        let sql = "UPDATE rule_version SET body = $1 WHERE kind = 'deadlines' AND number = 1";
        store::sql::exec(&work, sql, [older.into()]).await.unwrap();
        work.commit().await.unwrap();
        let now = county.gate.ctx().now();
        // Found already before it is kept, and the same afterwards.
        for _ in 0..2 {
            let history = county.ask("admin", "GET", "/deadlines", None, None).await.body;
            assert_eq!(history["newer_shipped"], json!({ "name": "1+3", "base": "1" }));
            assert_eq!((history["in_force"].as_str(), history["versions"][0]["state"].as_str()), (Some("1.1"), Some("offered")));
            assert_eq!(
                load(&county.gate.db().reference(), now).await.unwrap().rules.in_force("deadlines", d("2026-11-16")).unwrap().0,
                "1.1"
            );
            remember_shipped(&county.gate.job("rules.remember", "administration", None)).await.unwrap();
        }
        assert_eq!(remember_shipped(&county.gate.job("rules.remember", "administration", None)).await.unwrap(), 0);
        // Compared: the county's own rests on the newer one from now on.
        let merged = changed("deadlines", "count = 7 }", "count = 6 }");
        let body = json!({ "text": merged, "why": "Verrattu uuteen", "base": "1+3" });
        let made = county.ask("admin", "POST", "/deadlines/versions", Some(3), Some(body)).await;
        assert_eq!((made.status, made.body["name"].as_str()), (201, Some("1+3.2")), "{}", made.body);
        assert!(county.ask("admin", "GET", "/deadlines", None, None).await.body.get("newer_shipped").is_none());
    }
);

both!(
    async fn a_version_this_program_cannot_read_is_left_out_and_told(db: TestDb) {
        let county = County::new(db).await;
        let text = changed("deadlines", "count = 7 }", "count = 5 }");
        assert_eq!(county.put("admin", "deadlines", 1, &text, None).await.status, 201);
        let work = county.gate.job("test", "test", None).begin().await.unwrap();
        let sql = "UPDATE rule_version SET body = $1 WHERE kind = 'deadlines' AND number = 2";
        store::sql::exec(&work, sql, [text.replace("triger", "x").replacen("stops", "stopped_by", 1).into()]).await.unwrap();
        work.commit().await.unwrap();
        refresh(&county.gate, &county.live).await.unwrap();
        assert_eq!(county.used("deadlines", "2026-11-16"), "1");
        let history = county.ask("admin", "GET", "/deadlines", None, None).await.body;
        assert_eq!((history["versions"][0]["state"].as_str(), history["in_force"].as_str()), (Some("unreadable"), Some("1")));
        assert!(history["versions"][0]["faults"][0]["line"].as_u64().is_some());
        // The one that mends it is taken.
        assert_eq!(county.put("admin", "deadlines", 2, &text, None).await.status, 201);
        assert_eq!(county.used("deadlines", "2026-11-16"), "1.2");
    }
);

both!(
    async fn the_command_lines_version_has_no_person(db: TestDb) {
        let county = County::new(db).await;
        let work = county.gate.job("rules.put", "administration", None).begin().await.unwrap();
        let text = changed("lenses", "\"alerts\", \"medication\"", "\"medication\", \"alerts\"");
        let new = crate::NewVersion { text, why: "Versionhallinnasta".into(), valid_from: None, base: None };
        let made = put(&work, "lenses", 1, &new).await.unwrap();
        work.commit().await.unwrap();
        assert!(made.version.by.is_none());
        assert_eq!(made.version.name, "1.1");
    }
);

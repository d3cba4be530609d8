use axum::extract::State;
use chrono::NaiveDate;
use kernel::Problem;
use sea_orm::{ConnectionTrait, DbBackend};
use serde_json::{Value, json};
use store::testing::TestDb;
use trust::{Json, Listed, StaffSession};
use uuid::Uuid;

use super::find::{Whose, Work, list_statement, people};
use crate::bulk::{Of, Past, PastAssessment, PastCustomership, PastDecision, PastGoal, PastNote, PastPlan};
use crate::testing::{County, id};
use crate::{Care, actions};

const MINE: &str = "/api/v1/staff/gaps";
const ASIDE: &str = "/api/v1/staff/gaps/aside";

fn d(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

impl County {
    /// A matter of Anna's in assessment since the given day, with nothing recorded.
    async fn worked(&self, client: &str, on: &str) -> Value {
        self.at(&format!("{on}T09:00:00Z"));
        let mut body = self.new_matter(&[client]);
        body["overrule_reason"] = "Sama tiimi".into();
        let matter = self.post("nurse", "/api/v1/staff/lobby/send", body).await.expect(201);
        let matter = self.change("anna", &matter, "take", json!({})).await.expect(200);
        let matter = self.change("anna", &matter, "move", json!({ "lane": "assessment" })).await.expect(200);
        self.at("2026-11-16T09:00:00Z");
        matter
    }

    fn of(&self, client: &str, matter: &Value) -> Of {
        let scope = kernel::Scope {
            controller: self.gate.controller(),
            register: kernel::Register::Social,
            service_task: kernel::ServiceTask::OlderPeople,
            catalogue_row: 18,
        };
        Of { id: Uuid::now_v7(), client: self.client(client), scope, matter_id: id(matter) }
    }

    async fn past(&self, past: Past) {
        let work = self.gate.job("test.past", "test", None).begin().await.unwrap();
        past.write(&work).await.unwrap();
        work.commit().await.unwrap();
    }

    fn plan(&self, client: &str, matter: &Value, from: &str, words: Option<&str>, followed: Option<&str>) -> PastPlan {
        PastPlan {
            of: self.of(client, matter),
            document_id: None,
            valid_from: d(from),
            valid_to: None,
            review_on: None,
            own_words: words.map(str::to_owned),
            author_id: self.person("anna"),
            goals: vec![PastGoal {
                words: "Kävelen kauppaan".into(),
                measure: None,
                target_on: None,
                status: "in_progress",
                progress: Some(10),
                followed_on: followed.map(d),
            }],
            services: Vec::new(),
        }
    }

    fn customership(&self, client: &str, worker: Uuid) -> PastCustomership {
        PastCustomership {
            id: Uuid::now_v7(),
            client: self.client(client),
            controller: self.gate.controller(),
            service_task: kernel::ServiceTask::OlderPeople,
            matter_id: None,
            team_id: self.team("ita"),
            responsible_worker_id: worker,
            contact_person_id: None,
            opened_at: "2026-01-05T09:00:00Z".parse().unwrap(),
            closed: None,
        }
    }

    fn decision(&self, client: &str, matter: &Value, reasons: &str, at: &str) -> PastDecision {
        PastDecision {
            of: self.of(client, matter),
            document_id: Uuid::now_v7(),
            outcome: rules::Outcome::Positive,
            reasons: reasons.into(),
            legal_basis: "SHL 19 a §".into(),
            services: None,
            valid_from: None,
            valid_to: None,
            drafted_by: self.person("anna"),
            decided_by: self.person("sosku"),
            decided_at: at.parse().unwrap(),
            sent: None,
        }
    }

    async fn gaps(&self, who: &str) -> Vec<(String, Uuid)> {
        let list = self.get(who, MINE).await.expect(200);
        let items = list["items"].as_array().unwrap();
        for kind in list["kinds"].as_array().unwrap() {
            let n = items.iter().filter(|i| i["kind"] == kind["kind"]).count();
            assert_eq!(kind["count"].as_i64(), Some(n as i64), "{kind}");
        }
        items.iter().map(|i| (i["kind"].as_str().unwrap().to_owned(), i["object_id"].as_str().unwrap().parse().unwrap())).collect()
    }

    async fn kinds(&self, who: &str) -> Vec<String> {
        self.gaps(who).await.into_iter().map(|(kind, _)| kind).collect()
    }
}

store::both!(
    async fn a_matter_moved_on_without_an_entry(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.worked("aino", "2026-11-11").await;
        // Thursday's and Friday's two workdays have passed; what was moved on Friday still has its time.
        county.worked("martti", "2026-11-13").await;
        assert_eq!(county.gaps("anna").await, [("contact_without_entry".to_owned(), id(&matter))]);
        let list = county.get("anna", MINE).await.expect(200);
        let item = &list["items"][0];
        assert_eq!(
            (item["since"].as_str(), item["client"]["family_name"].as_str(), item["owner"]["id"].clone()),
            (Some("2026-11-11"), Some("Virtanen"), json!(county.person("anna")))
        );
        assert!(list["kinds"].as_array().unwrap().iter().any(|k| k["kind"] == "contact_without_entry" && k["law"] != ""));
        // It is Anna's: no colleague's, and not the lead's own, who sees it as a figure.
        assert!(county.kinds("bertta").await.is_empty() && county.kinds("lead").await.is_empty());
        let team = county.get("lead", "/api/v1/staff/gaps/team").await.expect(200);
        assert_eq!(
            (team["people"][0]["professional"]["id"].clone(), team["people"][0]["by_kind"].clone()),
            (json!(county.person("anna")), json!({ "contact_without_entry": 1 }))
        );
        county.get("anna", "/api/v1/staff/gaps/team").await.expect(403);
        county.get("nurse", MINE).await.expect(403);
        // Mended, it is gone.
        let note = json!({ "kind": "phone", "text": "Sovittu kotikäynti." });
        county.post("anna", &format!("/api/v1/staff/matters/{}/notes", id(&matter)), note).await.expect(201);
        assert!(county.kinds("anna").await.is_empty());
    }
);

store::both!(
    async fn a_visit_whose_time_has_passed_without_an_entry(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.worked("aino", "2026-11-09").await;
        county.at("2026-11-10T06:00:00Z");
        let visit = |day: &str, who: &str| {
            json!({ "day": day, "time": "10:00", "minutes": 60, "place": "home_visit", "address": "Kaivokatu 2 A 5, 55100 Imatra",
                "why": "Arviokäynti", "professional_ids": [county.person(who)] })
        };
        let path = format!("/api/v1/staff/matters/{}/appointments", id(&matter));
        let made = |day: &'static str, who: &'static str| county.post("anna", &path, visit(day, who));
        let seen = made("2026-11-11", "anna").await.expect(201);
        let theirs = made("2026-11-12", "bertta").await.expect(201);
        made("2026-11-18", "anna").await.expect(201);
        let visits = async |who: &str| -> Vec<Uuid> {
            county.gaps(who).await.into_iter().filter(|(kind, _)| kind == "visit_without_entry").map(|(_, id)| id).collect()
        };
        county.at("2026-11-12T07:00:00Z");
        assert!(visits("anna").await.is_empty(), "a workday is given to write it down");
        county.at("2026-11-16T09:00:00Z");
        assert_eq!(visits("anna").await, [id(&seen)], "what is to come and what is another's is not hers");
        assert_eq!(visits("bertta").await, [id(&theirs)]);
        let item = &county.get("bertta", MINE).await.expect(200)["items"][0];
        assert_eq!((item["since"].as_str(), item["matter_id"].clone()), (Some("2026-11-12"), matter["id"].clone()));
        // An entry of another day mends nothing; one of that day does.
        let notes = format!("/api/v1/staff/matters/{}/notes", id(&matter));
        let note = |at: &str| json!({ "kind": "home_visit", "at": at, "text": "Käyty kotona." });
        county.post("anna", &notes, note("2026-11-13T10:00:00Z")).await.expect(201);
        assert_eq!(visits("anna").await, [id(&seen)]);
        county.post("anna", &notes, note("2026-11-11T10:00:00Z")).await.expect(201);
        assert!(visits("anna").await.is_empty());
        // The client was not at home: said so, nothing is missing.
        let cancel = format!("/api/v1/staff/appointments/{}/cancel", id(&theirs));
        county
            .ask("bertta", "POST", &cancel, &[("if-match", &theirs["version"].to_string())], Some(json!({ "reason": "no_show" })))
            .await
            .expect(200);
        assert!(visits("bertta").await.is_empty());
        // Outside any matter it is set aside by the appointment itself.
        let client = format!("/api/v1/staff/clients/{}/appointments", county.client("aino").0);
        let alone = county.post("anna", &client, visit("2026-11-17", "anna")).await.expect(201);
        county.at("2026-11-20T09:00:00Z");
        assert!(visits("anna").await.contains(&id(&alone)));
        let aside = json!({ "kind": "visit_without_entry", "object_id": id(&alone), "reason": "Kirjattu vanhaan järjestelmään." });
        county.post("bertta", ASIDE, aside.clone()).await.expect(404);
        county.post("anna", ASIDE, aside).await.expect(201);
        assert!(!visits("anna").await.contains(&id(&alone)));
    }
);

store::both!(
    async fn an_assessment_left_open(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.worked("aino", "2026-08-03").await;
        let draft = PastAssessment {
            of: county.of("aino", &matter),
            document_id: None,
            started_on: d("2026-08-10"),
            finished_on: None,
            summary: None,
            own_view: None,
            conclusion: None,
            special_support: None,
            duration_estimate: None,
            author_id: county.person("anna"),
        };
        let object = draft.of.id;
        county.past(Past { assessments: vec![draft.clone()], ..Past::default() }).await;
        assert_eq!(county.gaps("anna").await, [("assessment_past_date".to_owned(), object)]);
        let done = PastAssessment { of: county.of("aino", &matter), finished_on: Some(d("2026-11-13")), ..draft };
        county.past(Past { assessments: vec![done], ..Past::default() }).await;
        assert!(county.kinds("anna").await.is_empty());
    }
);

store::both!(
    async fn a_decision_without_reasons(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.worked("aino", "2026-11-13").await;
        let bare = county.decision("aino", &matter, " - ", "2026-11-13T12:00:00Z");
        let object = bare.of.id;
        county.past(Past { decisions: vec![bare], ..Past::default() }).await;
        assert_eq!(county.gaps("anna").await, [("decision_without_reasons".to_owned(), object)]);
        let whole = county.decision("aino", &matter, "Arvion mukaan.", "2026-11-16T08:00:00Z");
        county.past(Past { decisions: vec![whole], ..Past::default() }).await;
        assert!(county.kinds("anna").await.is_empty());
    }
);

store::both!(
    async fn a_plan_without_the_clients_view_and_goals_nobody_followed(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.worked("aino", "2026-11-13").await;
        let note = PastNote {
            of: county.of("aino", &matter),
            kind: "phone",
            at: "2026-11-13T10:00:00Z".parse().unwrap(),
            text: "Soitettu.".into(),
            author_id: county.person("anna"),
        };
        let plan = county.plan("aino", &matter, "2026-03-02", None, None);
        let object = plan.of.id;
        // Bertta is responsible for the customership: the plan is hers, whoever wrote it.
        let customership = county.customership("aino", county.person("bertta"));
        county.past(Past { plans: vec![plan], notes: vec![note], customerships: vec![customership], ..Past::default() }).await;
        let mut found = county.gaps("bertta").await;
        found.sort();
        assert_eq!(found, [("goal_without_follow_up".to_owned(), object), ("plan_without_client_view".to_owned(), object)]);
        assert!(county.kinds("anna").await.is_empty());

        // The goal is looked at together, by one who works with the client.
        let summary = county.get("bertta", &format!("/api/v1/staff/clients/{}/summary", county.client("aino").0)).await.expect(200);
        let goal = summary["plans"][0]["goals"][0]["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/staff/clients/{}/goals/{goal}/follow-ups", county.client("aino").0);
        let body = json!({ "status": "in_progress", "progress": 40, "note": "Kävelee jo pihalla." });
        county.post("cecilia", &path, body.clone()).await.expect(403);
        county.post("bertta", &path, json!({ "status": "in_progress", "progress": 140 })).await.expect(422);
        county.post("bertta", &path, json!({ "status": "in_progress", "on": "2026-01-01" })).await.expect(422);
        county.post("bertta", &path, body).await.expect(201);
        let summary = county.get("bertta", &format!("/api/v1/staff/clients/{}/summary", county.client("aino").0)).await.expect(200);
        let goal = &summary["plans"][0]["goals"][0];
        assert_eq!((goal["progress"].as_i64(), goal["followed_on"].as_str()), (Some(40), Some("2026-11-16")));
        assert_eq!(county.kinds("bertta").await, ["plan_without_client_view"]);

        // Set aside with a reason, by whose it is.
        let aside =
            json!({ "kind": "plan_without_client_view", "object_id": object, "reason": "Asiakas ei kykene ilmaisemaan näkemystään." });
        county.post("anna", ASIDE, aside.clone()).await.expect(404);
        county.post("bertta", ASIDE, json!({ "kind": "plan_without_client_view", "object_id": object, "reason": " " })).await.expect(422);
        county.post("bertta", ASIDE, aside.clone()).await.expect(201);
        assert!(county.kinds("bertta").await.is_empty());
        county.post("bertta", ASIDE, aside).await.expect(404);
        let lines = "SELECT COUNT(*) FROM access_log WHERE action = 'care.gap.set_aside' AND outcome = 'allowed' AND client_id IS NOT NULL";
        assert_eq!(county.count(lines).await, 1);
        assert_eq!(county.count("SELECT COUNT(*) FROM event WHERE kind = 'care.gap.set_aside'").await, 1);
    }
);

store::both!(
    async fn a_plan_followed_lately_or_with_a_view_is_no_gap(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.worked("aino", "2026-11-13").await;
        let plan = county.plan("aino", &matter, "2026-03-02", Some("Haluan asua kotona."), Some("2026-10-01"));
        county.past(Past { plans: vec![plan], ..Past::default() }).await;
        assert!(county.kinds("anna").await.is_empty());
    }
);

store::both!(
    async fn a_customership_whose_worker_has_left_falls_to_the_lead(db: TestDb) {
        let county = County::new(db).await;
        let (kept, left) = (county.customership("aino", county.person("anna")), county.customership("martti", county.person("nurse")));
        let object = left.id;
        county.past(Past { customerships: vec![kept, left], ..Past::default() }).await;
        assert_eq!(county.gaps("lead").await, [("customership_without_worker".to_owned(), object)]);
        let team = county.get("lead", "/api/v1/staff/gaps/team").await.expect(200);
        assert_eq!((team["people"][0].get("professional"), team["people"][0]["total"].as_i64()), (None, Some(1)));
        assert!(county.kinds("anna").await.is_empty());
        // Named anew, it is gone.
        let change = json!({ "responsible_worker_id": county.person("bertta") });
        county.ask("lead", "PATCH", &format!("/api/v1/staff/customerships/{object}"), &[("if-match", "1")], Some(change)).await.expect(200);
        assert!(county.kinds("lead").await.is_empty());
    }
);

/// How the database goes about the finders; a route of the tests, for a list needs a session.
pub async fn plans(session: StaffSession, State(care): State<Care>) -> Result<Json<Value>, Problem> {
    let listed = session.list(&actions::GAPS)?;
    let mut plans = serde_json::Map::new();
    for rule in &care.rules.gaps.on(listed.today()).body.gaps {
        for (name, work, whose) in
            [("mine", Work::Of(people(&listed)), Whose::These(people(&listed))), ("team", Work::Teams, Whose::Nobody(Vec::new()))]
        {
            let (text, values) = list_statement(&listed, rule, &work, &whose, None);
            plans.insert(format!("{name} {}", rule.kind), plan(&listed, &text, values).await?.into());
        }
    }
    listed.shown(&[]);
    Ok(Json(Value::Object(plans)))
}

async fn plan(listed: &Listed, text: &str, values: Vec<sea_orm::Value>) -> Result<String, crate::Error> {
    let reader = listed.reader();
    let (explain, column) = match reader.get_database_backend() {
        DbBackend::Postgres => ("EXPLAIN", 0),
        _ => ("EXPLAIN QUERY PLAN", 3),
    };
    let lines = store::sql::rows(reader, &format!("{explain} {text}"), values).await?;
    Ok(lines.iter().map(|row| row.try_get_by_index::<String>(column).unwrap_or_default()).collect::<Vec<_>>().join("\n"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_finders_walk_indexes() {
    // PostgreSQL reads small tables whole whatever indexes they have; SQLite's plan shows what the indexes can serve.
    let county = County::new(TestDb::sqlite().await).await;
    county.worked("aino", "2026-11-11").await;
    let plans = county.get("anna", "/test/gap-plans").await.expect(200);
    for (name, plan) in plans.as_object().unwrap() {
        let plan = plan.as_str().unwrap();
        for line in plan.lines().filter(|l| l.trim().starts_with("SCAN")) {
            let whole = line.trim().trim_start_matches("SCAN ").split(' ').next().unwrap_or_default();
            // `mate`, `known`, `kin`: the few colleagues found before, not tables.
            let few = ["x", "y", "CONSTANT", "(subquery-2)", "mate", "known", "kin"];
            assert!(few.contains(&whole) || line.contains("subquery"), "{name}: {line}\n{plan}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_finders_are_plannable_on_postgres() {
    let county = County::new(TestDb::postgres().await).await;
    let plans = county.get("anna", "/test/gap-plans").await.expect(200);
    assert_eq!(plans.as_object().unwrap().len(), 14);
}

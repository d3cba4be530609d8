//! What an administrator does, over HTTP as the browser does it, on a small county with its personas; and the command line's
//! first administrator of a new production node.

use crate::common::{Answer, Caller, House};
use axum::http::{Method, StatusCode};
use chrono::{Days, Duration, NaiveDate};
use serde_json::{Value, json};
use server::cli::orders::carry_out;
use server::control::Order;
use server::node::{Node, NodeOptions};
use store::{Birth, both, sql};
use uuid::Uuid;

const ADMIN: &str = "/api/v1/staff/administration";

fn errors(answer: &Answer) -> Vec<String> {
    let errors = answer.body["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|e| format!("{} {}", e["path"].as_str().unwrap(), e["code"].as_str().unwrap())).collect()
}

async fn change(who: &Caller, method: Method, path: &str, version: i64, body: Value) -> Answer {
    who.send(method, &format!("{ADMIN}{path}"), Some(body), &[("if-match", &format!("\"{version}\""))]).await
}

/// A change that must succeed, on the professional as they are now.
async fn done(who: &Caller, id: &Uuid, path: &str, body: Value) -> Value {
    let now = one(who, id).await;
    let answer = change(who, Method::POST, &format!("/professionals/{id}{path}"), now["version"].as_i64().unwrap(), body).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    answer.body
}

async fn refused(who: &Caller, id: &Uuid, path: &str, body: Value) -> Answer {
    let now = one(who, id).await;
    let answer = change(who, Method::POST, &format!("/professionals/{id}{path}"), now["version"].as_i64().unwrap(), body).await;
    assert!(answer.status.is_client_error(), "{path}: {} {}", answer.status, answer.body);
    answer
}

async fn one(who: &Caller, id: &Uuid) -> Value {
    let answer = who.get(&format!("{ADMIN}/professionals/{id}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body
}

struct When {
    today: NaiveDate,
}
impl When {
    fn of(house: &House) -> Self {
        Self { today: house.gate.ctx().today() }
    }
    fn on(&self, days: i64) -> String {
        (self.today + Duration::days(days)).to_string()
    }
}

async fn count(house: &House, text: &str) -> i64 {
    house.gate.flush_log().await;
    let job = house.gate.job("test.count", "test", None);
    sql::rows(job.reader(), text, []).await.unwrap()[0].try_get_by_index(0).unwrap()
}

both!(
    async fn roles_and_powers_are_given_and_end_by_themselves(db: TestDb) {
        let house = House::new(&mut db).await;
        let when = When::of(&house);
        let admin = house.log_in("administrator").await;
        let places = admin.get(&format!("{ADMIN}/places")).await.body;
        let unit = places["units"][0]["id"].clone();
        let team = places["teams"][0]["id"].clone();
        let new = json!({
            "name": "Uusi Työntekijä", "title": { "fi": "Sosiaalityöntekijä" }, "role": "social_worker", "unit_id": unit, "subject": "uusi",
            "email": "uusi@example.fi", "valid_from": when.on(0), "team_ids": [team],
        });
        let made = admin.post(&format!("{ADMIN}/professionals"), new.clone()).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let id: Uuid = made.body["id"].as_str().unwrap().parse().unwrap();
        assert_eq!(made.body["role"], "social_worker");
        assert_eq!(made.body["can_decide"], false);
        // The same log-in name is one person's.
        let again = admin.post(&format!("{ADMIN}/professionals"), new.clone()).await;
        assert_eq!(errors(&again), ["/subject taken"]);
        for (field, value, error) in [
            ("name", json!(" "), "/name required"),
            ("email", json!("ei osoite"), "/email not_an_email"),
            ("unit_id", json!(Uuid::now_v7()), "/unit_id no_such_unit"),
            ("valid_to", json!(when.on(-1)), "/valid_to order"),
            ("team_ids", json!([Uuid::now_v7()]), "/team_ids no_such_team"),
        ] {
            let mut bad = new.clone();
            bad["subject"] = json!("toinen");
            bad[field] = value;
            assert_eq!(errors(&admin.post(&format!("{ADMIN}/professionals"), bad).await), [error]);
        }

        // The power of decision: ranges run forwards, do not overlap, end by themselves.
        let power = |from: i64, to: Option<i64>| json!({ "valid_from": when.on(from), "valid_to": to.map(|t| when.on(t)), "basis": "Delegointipäätös 3/2026" });
        assert_eq!(errors(&refused(&admin, &id, "/powers", power(5, Some(4))).await), ["/valid_to order"]);
        assert_eq!(errors(&refused(&admin, &id, "/powers", power(-2, None)).await), ["/valid_from in_past"]);
        let with = done(&admin, &id, "/powers", power(0, Some(10))).await;
        assert_eq!(with["can_decide"], true, "in force at once");
        assert!(with["notes"].as_array().unwrap().contains(&json!("power_ends_soon")));
        assert_eq!(errors(&refused(&admin, &id, "/powers", power(10, None)).await), ["/valid_from overlapping"]);
        done(&admin, &id, "/powers", power(11, None)).await;
        let directory = |day: u64| {
            let db = house.gate.db().clone();
            let day = when.today + Days::new(day);
            async move { trust::Directory::staff(&people::Directory, &db, id, day).await.unwrap().unwrap() }
        };
        let range = with["powers"].as_array().unwrap().iter().find(|p| p["when"] == "now").unwrap()["id"].as_str().unwrap().to_owned();
        done(&admin, &id, &format!("/powers/{range}/end"), json!({ "last_day": when.on(5) })).await;
        for (day, can) in [(0, true), (5, true), (6, false), (10, false), (11, true), (400, true)] {
            assert_eq!(directory(day).await.can_decide, can, "day {day}");
        }
        assert_eq!(
            errors(&refused(&admin, &id, &format!("/powers/{range}/end"), json!({ "last_day": when.on(7) })).await),
            ["/last_day after_end"]
        );
        assert_eq!(
            errors(&refused(&admin, &id, &format!("/powers/{range}/end"), json!({ "last_day": when.on(-3) })).await),
            ["/last_day in_past"]
        );

        // A role that changes on a day: the old one ends the day before.
        let lead = json!({ "role": "team_lead", "valid_from": when.on(3) });
        assert_eq!(errors(&refused(&admin, &id, "/roles", lead.clone()).await), ["/valid_from overlapping"]);
        let mut replacing = lead;
        replacing["replaces"] = json!(true);
        done(&admin, &id, "/roles", replacing).await;
        assert_eq!(directory(2).await.role, trust::Role::SocialWorker);
        assert_eq!(directory(3).await.role, trust::Role::TeamLead);
        assert_eq!(directory(0).await.team_ids.len(), 1);

        // Whoever saw an older version is told so; every change names its maker.
        let stale = change(&admin, Method::PATCH, &format!("/professionals/{id}"), 1, json!({ "name": "Toinen Nimi" })).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
        assert_eq!(stale.body["current"]["name"], "Uusi Työntekijä");
        let now = one(&admin, &id).await;
        let renamed = change(
            &admin,
            Method::PATCH,
            &format!("/professionals/{id}"),
            now["version"].as_i64().unwrap(),
            json!({ "name": "Toinen Nimi" }),
        )
        .await;
        assert_eq!(renamed.body["name"], "Toinen Nimi");
        let history = one(&admin, &id).await["history"].clone();
        let kinds: Vec<&str> = history.as_array().unwrap().iter().map(|h| h["kind"].as_str().unwrap()).collect();
        for kind in [
            "people.staff.employed",
            "people.staff.role_given",
            "people.staff.power_given",
            "people.staff.power_ended",
            "people.staff.joined_team",
            "people.staff.amended",
        ] {
            assert!(kinds.contains(&kind), "{kinds:?}");
        }
        assert!(history.as_array().unwrap().iter().all(|h| h["by_name"].is_string()), "{history}");
        assert!(!history.to_string().contains("Toinen"), "names stay out of events");

        // Found by any part of the name, with or without the dots.
        for (q, found) in [("toinen", 1), ("tyontekija nimi", 1), ("maija nimi", 0), ("nimi toin", 1), ("uusi@ex", 1)] {
            let list = admin.get(&format!("{ADMIN}/professionals?q={}", q.replace(' ', "%20"))).await;
            assert_eq!(list.body["total"], found, "{q}");
        }
        // A filter's word that is not known is told; an empty list would say that there is nothing.
        for (path, fault) in [
            ("/professionals?state=gone", "state not_in_list"),
            ("/professionals?role=chief", "role not_in_list"),
            ("/professionals?note=late", "note not_in_list"),
            ("/professionals?unit_id=not-an-id", "unit_id wrong_shape"),
            ("/faults?state=closed", "state not_in_list"),
            ("/feedback?state=closed", "state not_in_list"),
            ("/jobs?state=stuck", "state not_in_list"),
        ] {
            let answer = admin.get(&format!("{ADMIN}{path}")).await;
            assert_eq!((answer.status, errors(&answer)), (StatusCode::UNPROCESSABLE_ENTITY, vec![fault.to_owned()]), "{path}");
        }
        let lead = house.log_in("team_lead").await.get("/api/v1/staff/desk?sort=colour").await;
        assert_eq!((lead.status, errors(&lead)), (StatusCode::UNPROCESSABLE_ENTITY, vec!["sort not_in_list".to_owned()]));
    }
);

both!(
    async fn the_last_administrator_stays(db: TestDb) {
        let house = House::new(&mut db).await;
        let when = When::of(&house);
        let admin = house.log_in("administrator").await;
        let id = house.subject("administrator");
        let role = one(&admin, &id).await["roles"][0]["id"].as_str().unwrap().to_owned();
        let ends = json!({ "last_day": when.on(30) });
        for (path, body) in [
            (format!("/roles/{role}/end"), ends.clone()),
            ("/end".to_owned(), ends.clone()),
            ("/roles".to_owned(), json!({ "role": "team_lead", "valid_from": when.on(0), "replaces": true })),
        ] {
            let answer = refused(&admin, &id, &path, body).await;
            assert_eq!((answer.status, answer.body["reason"].as_str()), (StatusCode::CONFLICT, Some("last_administrator")), "{path}");
        }
        // Another for a while is not enough, another for good is.
        let other = house.subject("team_lead");
        done(
            &admin,
            &other,
            "/roles",
            json!({ "role": "administrator", "valid_from": when.on(0), "valid_to": when.on(20), "replaces": true }),
        )
        .await;
        assert_eq!(refused(&admin, &id, &format!("/roles/{role}/end"), ends.clone()).await.status, StatusCode::CONFLICT);
        let short = one(&admin, &other).await["roles"].as_array().unwrap().iter().find(|r| r["when"] == "now").unwrap()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        done(&admin, &other, &format!("/roles/{short}/end"), json!({ "last_day": when.on(-1) })).await;
        done(&admin, &other, "/roles", json!({ "role": "administrator", "valid_from": when.on(0) })).await;
        done(&admin, &id, &format!("/roles/{role}/end"), json!({ "last_day": when.on(-1) })).await;
        // In force in the next request: without a role nobody is let in.
        assert_eq!(admin.get(&format!("{ADMIN}/places")).await.status, StatusCode::UNAUTHORIZED);
    }
);

both!(
    async fn who_ends_leaves_nothing_behind(db: TestDb) {
        let house = House::new(&mut db).await;
        let when = When::of(&house);
        let admin = house.log_in("administrator").await;
        let manager = house.log_in("case_manager").await;
        let (id, heir) = (house.subject("case_manager"), house.subject("team_lead"));
        assert_eq!(manager.get(&format!("{ADMIN}/professionals")).await.status, StatusCode::FORBIDDEN);
        let left = admin.get(&format!("{ADMIN}/professionals/{id}/left")).await;
        assert_eq!(left.status, StatusCode::OK);
        let open: i64 = left.body["matters"].as_array().unwrap().iter().map(|m| m["number"].as_i64().unwrap()).sum();
        assert!(open > 0, "{}", left.body);
        let customerships = left.body["customerships"].as_i64().unwrap();
        // Numbers only: nothing of whose they are.
        assert!(!left.body.to_string().contains("client"));

        let bad = json!({ "last_day": when.on(-1), "hand_over": { "to_professional_id": id, "reason": "Työsuhde päättyy" } });
        assert_eq!(errors(&refused(&admin, &id, "/end", bad).await), ["/to_professional_id same"]);
        assert_eq!(one(&admin, &id).await["state"], "employed", "all or nothing");
        let end = json!({ "last_day": when.on(-1), "hand_over": { "to_professional_id": heir, "reason": "Työsuhde päättyy" } });
        let ended = done(&admin, &id, "/end", end).await;
        assert_eq!(ended["moved"]["matters"], open);
        assert_eq!(ended["moved"]["customerships"], customerships);
        assert_eq!(ended["staff"]["state"], "ended");
        assert!(ended["staff"]["memberships"].as_array().unwrap().iter().all(|m| m["when"] == "past"));
        let after = admin.get(&format!("{ADMIN}/professionals/{id}/left")).await.body;
        assert_eq!(after, json!({ "matters": [], "customerships": 0, "contacts": 0, "named": 0 }));
        assert_eq!(manager.get("/api/v1/staff/desk").await.status, StatusCode::UNAUTHORIZED, "the next request");
        // The heir is tied to what came, and the log names every client it touched.
        let handled = format!("SELECT COUNT(*) FROM matter WHERE handler_id = {} AND state = 'open'", literal(&house, heir));
        assert!(count(&house, &handled).await >= open);
        let text = "SELECT COUNT(*) FROM access_log_client c JOIN access_log l ON l.id = c.log_id WHERE l.action = 'upkeep.staff.end' AND l.outcome = 'allowed'";
        assert!(count(&house, text).await > 0);
        let twice = refused(&admin, &id, "/end", json!({ "last_day": when.on(0) })).await;
        assert_eq!(twice.body["reason"], "already_ended");
        let back = done(&admin, &id, "/reopen", json!({})).await;
        assert_eq!(back["state"], "employed");
        assert!(back["notes"].as_array().unwrap().contains(&json!("no_role")));
    }
);

/// An id as the database writes it in a statement.
fn literal(house: &House, id: Uuid) -> String {
    match house.gate.db().backend() {
        store::sea_orm::DbBackend::Sqlite => format!("x'{}'", id.simple()),
        _ => format!("'{id}'"),
    }
}

both!(
    async fn a_team_with_open_matters_says_where_they_go(db: TestDb) {
        let house = House::new(&mut db).await;
        let when = When::of(&house);
        let admin = house.log_in("administrator").await;
        let places = admin.get(&format!("{ADMIN}/places")).await.body;
        let teams = places["teams"].as_array().unwrap();
        // Matters are routed to it: the rules change first.
        let routed = teams.iter().find(|t| t["key"] == "ohjaus").unwrap();
        let routed_id = routed["id"].as_str().unwrap();
        assert_eq!(admin.get(&format!("{ADMIN}/teams/{routed_id}/left")).await.body["routed"], true);
        let answer = change(&admin, Method::POST, &format!("/teams/{routed_id}/end"), 1, json!({ "last_day": when.on(0) })).await;
        assert_eq!(answer.body["reason"], "team_in_rules");

        let body =
            |name: &str, key: &str| json!({ "name": name, "key": key, "unit_id": routed["unit_id"], "service_task": "older_people" });
        assert_eq!(errors(&admin.post(&format!("{ADMIN}/teams"), body("Uusi", "Ei Käy")).await), ["/key not_a_key"]);
        assert_eq!(errors(&admin.post(&format!("{ADMIN}/teams"), body("Uusi", "ohjaus")).await), ["/key taken"]);
        let made = admin.post(&format!("{ADMIN}/teams"), body("Väliaikainen", "valiaikainen")).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let id = made.body["id"].as_str().unwrap().to_owned();

        // The case manager hands a matter over to it.
        let manager = house.log_in("case_manager").await;
        let desk = manager.get("/api/v1/staff/desk?view=mine").await.body;
        let card = desk["lanes"].as_array().unwrap().iter().flat_map(|l| l["cards"].as_array().unwrap().clone()).next().unwrap();
        let matter = card["id"].as_str().unwrap();
        let handed = manager
            .send(
                Method::POST,
                &format!("/api/v1/staff/matters/{matter}/hand-over"),
                Some(json!({ "to_team_id": id, "reason": "Kuuluu heille" })),
                &[("if-match", &format!("\"{}\"", card["version"]))],
            )
            .await;
        assert!(handed.status == StatusCode::OK || handed.status == StatusCode::NOT_FOUND, "{}", handed.body);

        let member = house.subject("team_lead");
        done(&admin, &member, "/teams", json!({ "team_id": id, "valid_from": when.on(0) })).await;
        let bare = change(&admin, Method::POST, &format!("/teams/{id}/end"), 1, json!({ "last_day": when.on(-1) })).await;
        assert_eq!((bare.body["reason"].as_str(), bare.body["matters"].as_i64()), (Some("team_has_open"), Some(1)), "{}", bare.body);
        let no_reason =
            change(&admin, Method::POST, &format!("/teams/{id}/end"), 1, json!({ "last_day": when.on(-1), "to_team_id": routed_id })).await;
        assert_eq!(errors(&no_reason), ["/reason required"]);
        let end = json!({ "last_day": when.on(-1), "to_team_id": routed_id, "reason": "Tiimi lakkaa" });
        let ended = change(&admin, Method::POST, &format!("/teams/{id}/end"), 1, end).await;
        assert_eq!(ended.status, StatusCode::OK, "{}", ended.body);
        assert_eq!(ended.body["moved"]["matters"], 1);
        let still = one(&admin, &member).await;
        assert!(still["memberships"].as_array().unwrap().iter().all(|m| m["team_id"] != json!(id) || m["when"] == "past"));
        assert_eq!(
            errors(&refused(&admin, &member, "/teams", json!({ "team_id": id, "valid_from": when.on(0) })).await),
            ["/team_id no_such_team"]
        );
    }
);

both!(
    async fn places_have_no_cycles_and_end_empty(db: TestDb) {
        let house = House::new(&mut db).await;
        let when = When::of(&house);
        let admin = house.log_in("administrator").await;
        let places = admin.get(&format!("{ADMIN}/places")).await.body;
        let own = places["organisations"][0]["id"].clone();
        let unit = |name: &str, part_of: Value| json!({ "name": name, "kind": "office", "organisation_id": own, "part_of": part_of });
        let add = |name: &'static str, part_of: Value| {
            let (admin, body) = (admin.clone(), unit(name, part_of));
            async move { admin.post(&format!("{ADMIN}/units"), body).await }
        };
        let a = add("Yksikkö A", Value::Null).await.body["id"].as_str().unwrap().to_owned();
        let b = add("Yksikkö B", json!(a)).await.body["id"].as_str().unwrap().to_owned();
        let c = add("Yksikkö C", json!(b)).await.body["id"].as_str().unwrap().to_owned();
        assert_eq!(errors(&add("Yksikkö A", Value::Null).await), ["/name taken"]);
        for above in [&a, &b, &c] {
            let answer = change(&admin, Method::PUT, &format!("/units/{a}"), 1, unit("Yksikkö A", json!(above))).await;
            assert_eq!(errors(&answer), ["/part_of cycle"]);
        }
        let used = change(&admin, Method::POST, &format!("/units/{a}/end"), 1, json!({ "last_day": when.on(0) })).await;
        assert_eq!((used.body["reason"].as_str(), used.body["inside"]["parts"].as_i64()), (Some("place_in_use"), Some(1)));
        for id in [&c, &b, &a] {
            let ended = change(&admin, Method::POST, &format!("/units/{id}/end"), 1, json!({ "last_day": when.on(0) })).await;
            assert_eq!(ended.status, StatusCode::OK, "{}", ended.body);
        }
        let own = own.as_str().unwrap();
        let county = change(&admin, Method::POST, &format!("/organisations/{own}/end"), 1, json!({ "last_day": when.on(0) })).await;
        assert_eq!(county.body["reason"], "own_organisation");
        let bad = json!({ "name": "Palvelut Oy", "kind": "provider", "business_id": "1234567-8" });
        assert_eq!(errors(&admin.post(&format!("{ADMIN}/organisations"), bad).await), ["/business_id not_a_business_id"]);
    }
);

both!(
    async fn tokens_are_shown_once_and_revoked(db: TestDb) {
        let house = House::new(&mut db).await;
        let admin = house.log_in("administrator").await;
        let body = json!({ "name": "Potilastietojärjestelmä", "scopes": ["fhir.write"], "source_system": "effica", "register": "patient", "days": 30 });
        for (field, value, error) in [
            ("name", json!(""), "/name required"),
            ("scopes", json!(["everything"]), "/scopes not_in_list"),
            ("days", json!(400), "/days range"),
            ("source_system", json!("Oma Järjestelmä"), "/source_system not_a_key"),
        ] {
            let mut bad = body.clone();
            bad[field] = value;
            assert_eq!(errors(&admin.post(&format!("{ADMIN}/tokens"), bad).await), [error]);
        }
        let made = admin.post(&format!("{ADMIN}/tokens"), body).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let token = made.body["token"].as_str().unwrap().to_owned();
        let bearer = format!("Bearer {token}");
        let call = || house.nobody();
        let used = call().send(Method::POST, "/fhir", Some(json!({})), &[("authorization", &bearer)]).await;
        assert_ne!(used.status, StatusCode::UNAUTHORIZED, "{}", used.body);
        let list = admin.get(&format!("{ADMIN}/tokens")).await.body;
        assert!(list[0]["last_used_at"].is_string(), "{list}");
        assert!(!list.to_string().contains(&token), "never again");
        let id = made.body["id"].as_str().unwrap();
        assert_eq!(admin.post(&format!("{ADMIN}/tokens/{id}/revoke"), json!({})).await.status, StatusCode::NO_CONTENT);
        assert_eq!(admin.post(&format!("{ADMIN}/tokens/{id}/revoke"), json!({})).await.status, StatusCode::NOT_FOUND);
        let refused = call().send(Method::POST, "/fhir", Some(json!({})), &[("authorization", &bearer)]).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    }
);

both!(
    async fn dead_jobs_are_seen_and_replayed(db: TestDb) {
        let house = House::new(&mut db).await;
        let admin = house.log_in("administrator").await;
        let (db, now) = (house.gate.db(), house.gate.ctx().now());
        let mut ids = Vec::new();
        for _ in 0..3 {
            let work = house.gate.job("test.put", "test", None).begin().await.unwrap();
            ids.push(jobs::put(&work, jobs::NewJob::new("test.kind", json!({ "secret_id": 7 }))).await.unwrap().unwrap());
            work.commit().await.unwrap();
            let claim = store::job::claim(db, &["test.kind"], Uuid::now_v7(), now + Duration::seconds(5), now + Duration::seconds(60))
                .await
                .unwrap()
                .unwrap();
            assert!(store::job::failed(db, &claim, "smtp_550", store::job::Next::Dead, now).await.unwrap());
        }
        let list = admin.get(&format!("{ADMIN}/jobs?state=dead")).await.body;
        assert_eq!(list["jobs"].as_array().unwrap().len(), 3);
        assert_eq!(list["jobs"][0]["last_error"], "smtp_550");
        assert!(!list.to_string().contains("secret_id"), "payloads stay unseen");
        assert_eq!(list["counts"], json!([{ "kind": "test.kind", "state": "dead", "number": 3 }]));
        let post = |path: String, body: Value| {
            let admin = admin.clone();
            async move { admin.post(&format!("{ADMIN}/jobs{path}"), body).await }
        };
        assert_eq!(post(format!("/{}/replay", ids[0]), json!({})).await.status, StatusCode::NO_CONTENT);
        assert_eq!(post(format!("/{}/replay", ids[0]), json!({})).await.status, StatusCode::NOT_FOUND);
        assert_eq!(post(format!("/{}/cancel", ids[1]), json!({})).await.status, StatusCode::NO_CONTENT);
        assert_eq!(post("/replay".into(), json!({ "kind": "test.kind" })).await.body["replayed"], 1);
        assert_eq!(admin.get(&format!("{ADMIN}/jobs?state=waiting")).await.body["jobs"].as_array().unwrap().len(), 2);
        let nurse = house.log_in("home_care_nurse").await;
        assert_eq!(nurse.get(&format!("{ADMIN}/jobs")).await.status, StatusCode::FORBIDDEN);
    }
);

both!(
    async fn faults_are_told_and_answered_and_notices_seen_by_all(db: TestDb) {
        let house = House::new(&mut db).await;
        let admin = house.log_in("administrator").await;
        let nurse = house.log_in("home_care_nurse").await;
        let client = house.log_in("client_aino").await;
        let page = format!("/clients/{}/plans?q=Aino", Uuid::now_v7());
        let told = nurse.post("/api/v1/staff/faults", json!({ "page": page, "words": "Tallenna-nappi ei tee mitään" })).await;
        assert_eq!(told.status, StatusCode::CREATED, "{}", told.body);
        assert_eq!(told.body["page"], "/clients/:/plans");
        let hetu = kernel::hetu::Hetu::synthetic("1942-01-01".parse().unwrap(), kernel::hetu::Sex::Female, 3).unwrap();
        let with = nurse.post("/api/v1/staff/faults", json!({ "page": "/desk", "words": format!("Ei löydy {}", hetu.reveal()) })).await;
        assert_eq!(errors(&with), ["/words hetu_in_text"]);
        let own = client.post("/api/v1/client/faults", json!({ "page": "/my", "words": "Sivu on tyhjä" })).await;
        assert_eq!(own.status, StatusCode::CREATED, "{}", own.body);

        assert_eq!(nurse.get(&format!("{ADMIN}/faults")).await.status, StatusCode::FORBIDDEN);
        let list = admin.get(&format!("{ADMIN}/faults?state=open")).await.body;
        assert_eq!(list.as_array().unwrap().len(), 2);
        let from_client = list.as_array().unwrap().iter().find(|f| f["reporter_kind"] == "client").unwrap();
        assert!(from_client["reporter"].is_null(), "who the client is, is not shown");
        let id = told.body["id"].as_str().unwrap();
        let answer = json!({ "answer": "Korjattu. Lataa sivu uudelleen." });
        assert_eq!(
            change(&admin, Method::POST, &format!("/faults/{id}/answer"), 9, answer.clone()).await.status,
            StatusCode::PRECONDITION_FAILED
        );
        assert_eq!(change(&admin, Method::POST, &format!("/faults/{id}/answer"), 1, answer).await.status, StatusCode::OK);
        let mine = nurse.get("/api/v1/staff/faults").await.body;
        assert_eq!(mine[0]["answer"], "Korjattu. Lataa sivu uudelleen.");
        assert_eq!(client.get("/api/v1/client/faults").await.body.as_array().unwrap().len(), 1);

        // A notice is seen by everyone, also before log-in, until it ends.
        let notices = || async { house.nobody().get("/api/v1/public/notices").await.body };
        assert_eq!(notices().await, json!([]));
        let body = |level: &str| json!({ "level": level, "text": { "fi": "Haku on hidas.", "sv": "Sökningen är långsam." } });
        assert_eq!(errors(&admin.post(&format!("{ADMIN}/notices"), body("odd")).await), ["/level not_in_list"]);
        let made = admin.post(&format!("{ADMIN}/notices"), body("disturbance")).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let mut later = body("maintenance");
        later["begins_at"] = json!(house.gate.ctx().now() + Duration::hours(1));
        later["ends_at"] = json!(house.gate.ctx().now() + Duration::minutes(30));
        assert_eq!(errors(&admin.post(&format!("{ADMIN}/notices"), later.clone()).await), ["/ends_at order"]);
        later["ends_at"] = json!(house.gate.ctx().now() + Duration::hours(2));
        assert_eq!(admin.post(&format!("{ADMIN}/notices"), later).await.body["when"], "coming");
        let seen = notices().await;
        assert_eq!(seen.as_array().unwrap().len(), 1);
        assert_eq!(seen[0]["text"]["sv"], "Sökningen är långsam.");
        let id = made.body["id"].as_str().unwrap();
        let mended =
            change(&admin, Method::PUT, &format!("/notices/{id}"), 1, json!({ "level": "info", "text": { "fi": "Haku toimii taas." } }))
                .await;
        assert_eq!(mended.status, StatusCode::OK, "{}", mended.body);
        assert_eq!(notices().await[0]["level"], "info");
        assert_eq!(change(&admin, Method::POST, &format!("/notices/{id}/end"), 2, json!({})).await.status, StatusCode::OK);
        assert_eq!(notices().await, json!([]));
    }
);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_line_makes_the_first_administrator() {
    let dir = tempfile::tempdir().unwrap();
    let options = NodeOptions {
        database: format!("sqlite://{}", dir.path().join("punos.db").display()),
        data: dir.path().into(),
        connections: 2,
        secure: false,
        watch: None,
    };
    let node = Node::create(&options, Birth::Production).await.unwrap();
    let add = |subject: &str, unit: &str, role: &str| {
        let order = json!({ "staff_add": {
            "subject": subject, "name": "Paula Pääkäyttäjä", "role": role, "unit": unit, "new_unit": false, "title": null, "email": null, "from": null,
            "to": null, "team": [], "can_decide": false, "basis": null,
        } });
        serde_json::from_value::<Order>(order).unwrap()
    };
    let made = carry_out(&node, &add("paula", "Tietohallinto", "administrator")).await.unwrap();
    assert_eq!((made["role"].as_str(), made["title"]["fi"].as_str()), (Some("administrator"), Some("Pääkäyttäjä")));
    let today = node.gate.ctx().today();
    let id = trust::Directory::by_subject(&people::Directory, node.gate.db(), "paula", today).await.unwrap();
    assert_eq!(id.map(|i| json!(i)), Some(made["id"].clone()), "who logs in as paula is she");
    // The county's own organisation is the controller of what is written here.
    let places = people::staffing::places(&node.gate.db().reference(), today).await.unwrap();
    assert_eq!(places.organisations[0].id, node.gate.controller());

    let twice = carry_out(&node, &add("paula", "Tietohallinto", "team_lead")).await.unwrap_err();
    assert_eq!(twice.to_string(), "422 invalid; /subject taken");
    let unknown = carry_out(&node, &add("pekka", "Ei ole", "team_lead")).await.unwrap_err();
    assert!(unknown.to_string().contains("/unit no_such_unit") && unknown.to_string().contains("Tietohallinto"), "{unknown}");
    let end = serde_json::from_value::<Order>(json!({ "staff_end": { "subject": "paula", "last_day": today.to_string() } })).unwrap();
    assert_eq!(carry_out(&node, &end).await.unwrap_err().to_string(), "409 state_refused (last_administrator)");
    let list = serde_json::from_value::<Order>(json!({ "staff_list": { "state": "employed", "role": null } })).unwrap();
    assert_eq!(carry_out(&node, &list).await.unwrap()["staff"].as_array().unwrap().len(), 1);
    node.close().await;
}

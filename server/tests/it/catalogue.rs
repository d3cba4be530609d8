//! The data catalogue is in force: what a role does not open is left out wherever clients' data are read, and a change of the
//! catalogue holds in the next request, also when another process of the node made it; over HTTP, on both databases.

use std::collections::BTreeMap;

use crate::common::{Caller, House};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use store::sea_orm::FromQueryResult;
use store::{both, sql};
use uuid::Uuid;

const SHIPPED: &str = include_str!("../../../rules/catalogue.toml");

/// The shipped text with some rows in another main group.
fn moved(rows: &[(i32, &str)]) -> String {
    let mut parts: Vec<String> = SHIPPED.split("[[rows]]").map(str::to_owned).collect();
    for (row, group) in rows {
        let part = parts.iter_mut().find(|part| part.contains(&format!("\nrow = {row}\n"))).unwrap();
        let from = part.lines().find(|line| line.starts_with("group = ")).unwrap().to_owned();
        *part = part.replacen(&from, &format!("group = \"{group}\""), 1);
    }
    parts.join("[[rows]]")
}

async fn put(administrator: &Caller, text: &str) {
    let now = administrator.get("/api/v1/staff/rules/catalogue").await.body;
    let revision = now["revision"].as_i64().unwrap_or_else(|| panic!("{now}"));
    let body = json!({ "text": text, "why": "Kokeilu" });
    let put = administrator
        .send(Method::POST, "/api/v1/staff/rules/catalogue/versions", Some(body), &[("if-match", &format!("\"{revision}\""))])
        .await;
    assert_eq!(put.status, StatusCode::CREATED, "{}", put.body);
}

async fn body(who: &Caller, path: &str) -> Value {
    let answer = who.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    answer.body
}

fn number(list: &Value) -> usize {
    list.as_array().unwrap_or_else(|| panic!("{list}")).len()
}

/// Close ones, contact details and named professionals that one is shown.
async fn people(who: &Caller, client: Uuid) -> [usize; 3] {
    let people = body(who, &format!("/api/v1/staff/clients/{client}/people")).await;
    ["close_ones", "contacts", "professionals"].map(|part| number(&people[part]))
}

/// How many things the timeline of the situation picture tells, over all its lanes.
async fn told(who: &Caller, client: Uuid) -> usize {
    let summary = body(who, &format!("/api/v1/staff/clients/{client}/summary")).await;
    summary["timeline"]["lanes"]
        .as_array()
        .unwrap_or_else(|| panic!("{}", summary["timeline"]))
        .iter()
        .map(|lane| number(&lane["items"]))
        .sum()
}

both!(
    async fn a_change_of_the_catalogue_holds_in_the_next_request(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.subject("client_aino");
        let administrator = house.log_in("administrator").await;
        let (nurse, manager) = (house.log_in("home_care_nurse").await, house.log_in("case_manager").await);

        let [nurse_first, manager_first] = [people(&nurse, aino).await, people(&manager, aino).await];
        assert!(nurse_first.iter().all(|n| *n > 0) && manager_first.iter().all(|n| *n > 0), "{nurse_first:?} {manager_first:?}");
        let [nurse_told, manager_told] = [told(&nurse, aino).await, told(&manager, aino).await];
        assert!(nurse_told > 0 && manager_told > 0);

        // Close ones and service history become payments, which nursing does not open.
        put(&administrator, &moved(&[(3, "payments"), (4, "payments"), (19, "payments")])).await;
        let without = people(&nurse, aino).await;
        assert_eq!(without, [0, nurse_first[1], nurse_first[2]], "close ones are gone, nothing else");
        assert!(told(&nurse, aino).await < nurse_told, "the history of services is not told");
        assert_eq!(
            (people(&manager, aino).await, told(&manager, aino).await),
            (manager_first, manager_told),
            "another role sees as before"
        );
        let add = json!({ "name": "Testi Läheinen", "roles": ["friend"] });
        let added = nurse.post(&format!("/api/v1/staff/clients/{aino}/close-ones"), add).await;
        assert!(added.status.is_client_error(), "nobody writes what they do not open: {}", added.status);

        // Contact details and professionals too, and the close ones come back: one version takes the place of the other.
        put(&administrator, &moved(&[(1, "payments"), (17, "payments")])).await;
        assert_eq!(people(&nurse, aino).await, [nurse_first[0], 0, 0]);
        put(&administrator, SHIPPED).await;
        assert_eq!((people(&nurse, aino).await, told(&nurse, aino).await), (nurse_first, nurse_told));
    }
);

both!(
    async fn a_thing_of_a_closed_item_is_not_there_wherever_it_is_asked_for(db: TestDb) {
        let house = House::new(&mut db).await;
        let administrator = house.log_in("administrator").await;
        let manager = house.log_in("case_manager").await;
        let ids = crate::common::walk::fixture(&house).await;
        let (matter, client) = (ids["matters"], ids["clients"]);
        let paths = [
            format!("/api/v1/staff/matters/{matter}"),
            format!("/api/v1/staff/matters/{matter}/notes"),
            format!("/api/v1/staff/documents/{}", ids["documents"]),
        ];
        let answers = async |who: &Caller| -> Vec<StatusCode> {
            let mut all = Vec::new();
            for path in &paths {
                all.push(who.get(path).await.status);
            }
            all
        };
        let first = answers(&manager).await;
        assert_eq!(first[0], StatusCode::OK);
        let desk = async |who: &Caller| -> i64 {
            let desk = body(who, "/api/v1/staff/desk").await;
            desk["lanes"].as_array().unwrap_or_else(|| panic!("{desk}")).iter().map(|lane| lane["total"].as_i64().unwrap()).sum()
        };
        let mine = desk(&manager).await;
        assert!(mine > 0);

        // The case manager does not open the services any more: the matter is theirs, and it is not there.
        let role = "role = \"case_manager\"\nopens = [\"basic\", \"income_and_wealth\", \"expressions_of_will\", \"segmentation\", \"client_information\", \"services\", ";
        assert!(SHIPPED.contains(role));
        let narrower = SHIPPED.replacen(role, &role.replace("\"services\", ", ""), 1);
        put(&administrator, &narrower).await;
        let closed = answers(&manager).await;
        assert_eq!((closed[0], closed[1]), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND), "looks like a matter that is not");
        assert_eq!(desk(&manager).await, 0, "and the desk does not list it");
        let seen = body(&manager, &format!("/api/v1/staff/clients/{client}/customerships")).await;
        assert_eq!(number(if seen.is_array() { &seen } else { &seen["items"] }), 0);
        let taken =
            manager.send(Method::POST, &format!("/api/v1/staff/matters/{matter}/return"), Some(json!({ "reason": "x" })), &[]).await;
        assert!(taken.status.is_client_error() && taken.status != StatusCode::FORBIDDEN, "{}", taken.status);
        let lead = house.log_in("social_worker").await;
        assert_eq!(lead.get(&paths[0]).await.status, StatusCode::OK, "another role of the same team opens it");
        put(&administrator, SHIPPED).await;
        assert_eq!((answers(&manager).await, desk(&manager).await), (first, mine));
    }
);

both!(
    async fn a_change_made_by_another_process_holds_when_it_is_heard(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.subject("client_aino");
        let nurse = house.log_in("home_care_nurse").await;
        let first = people(&nurse, aino).await;
        let version: rulekeeping::NewVersion = serde_json::from_value(
            json!({ "text": moved(&[(3, "income_and_wealth"), (4, "income_and_wealth")]), "why": "Toinen prosessi" }),
        )
        .unwrap();
        let revision = body(&nurse, "/api/v1/staff/rules/catalogue").await["revision"].as_i64().unwrap();
        let work = house.gate.job("rules.put", "administration", None).begin().await.unwrap();
        rulekeeping::put(&work, "catalogue", i32::try_from(revision).unwrap(), &version).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(people(&nurse, aino).await, first, "not heard yet");
        rulekeeping::refresh(&house.gate, &house.rules).await.unwrap();
        assert_eq!(people(&nurse, aino).await, [0, first[1], first[2]]);
    }
);

both!(
    async fn the_catalogue_is_shown_and_what_a_change_would_change(db: TestDb) {
        let house = House::new(&mut db).await;
        for role in rules::ROLES {
            let who = house.log_in(role).await;
            let view = body(&who, "/api/v1/staff/catalogue").await;
            assert_eq!(number(&view["rows"]), 30, "{role}");
            assert_eq!(view["may_change"], json!(role == "administrator"), "{role}");
            let counted = who.get("/api/v1/staff/catalogue/18/count").await.status;
            let may = view["may_count"] == json!(true);
            assert_eq!(counted, if may { StatusCode::OK } else { StatusCode::FORBIDDEN }, "{role}");
            assert_eq!(may, ["team_lead", "administrator"].contains(&role), "{role}");
        }
        let who = house.log_in("acute_nurse").await;
        let change = body(&who, "/api/v1/staff/catalogue/18/change?group=payments&level=county").await;
        assert_eq!(change["lose"], json!(["home_care_nurse", "acute_nurse"]));
        assert_eq!((&change["before"]["leaves"], &change["after"]["leaves"]), (&json!(true), &json!(false)));
        for (path, status) in [
            ("31/change", StatusCode::NOT_FOUND),
            ("18/change?group=deals", StatusCode::UNPROCESSABLE_ENTITY),
            ("18/change?level=global", StatusCode::UNPROCESSABLE_ENTITY),
            ("proposal?yes=global", StatusCode::UNPROCESSABLE_ENTITY),
        ] {
            assert_eq!(who.get(&format!("/api/v1/staff/catalogue/{path}")).await.status, status, "{path}");
        }
        assert_eq!(body(&who, "/api/v1/staff/catalogue/proposal?yes=county,joint").await["level"], "joint");
        assert_eq!(body(&who, "/api/v1/staff/catalogue/proposal").await["level"], "undecided");

        // Counting names nobody, and stands in the log.
        let administrator = house.log_in("administrator").await;
        let counts = body(&administrator, "/api/v1/staff/catalogue/18/count").await;
        let matters = counts.as_array().unwrap().iter().find(|one| one["kind"] == "matter").unwrap();
        assert!(matters["number"].as_i64().unwrap() > 0, "{counts}");
        assert_eq!(administrator.get("/api/v1/staff/catalogue/31/count").await.status, StatusCode::NOT_FOUND);
    }
);

both!(
    async fn where_the_catalogue_says_that_an_item_is_kept_is_where_a_county_has_it(db: TestDb) {
        let house = House::new(&mut db).await;
        #[derive(FromQueryResult)]
        struct Row {
            catalogue_row: i32,
        }
        // The tables whose rows name their item, as the schema has them.
        let mut carrying: Vec<&str> = Vec::new();
        let mut table = "";
        for line in include_str!("../../../platform/store/schema/sqlite.txt").lines() {
            match line.strip_prefix("  ") {
                None => table = line.trim(),
                Some(column) if column.starts_with("catalogue_row ") => carrying.push(table),
                Some(_) => {}
            }
        }
        assert!(carrying.len() > 40);
        let job = house.gate.job("test.kept", "test", None);
        let mut astray: BTreeMap<i32, Vec<&str>> = BTreeMap::new();
        for table in &carrying {
            let rows: Vec<Row> = sql::all(job.reader(), &format!("SELECT DISTINCT catalogue_row FROM {table}"), []).await.unwrap();
            for row in rows {
                if !trust::items::kept(row.catalogue_row).contains(table) {
                    astray.entry(row.catalogue_row).or_default().push(table);
                }
            }
        }
        assert!(astray.is_empty(), "{astray:?}");
        // And no table is named that does not carry an item.
        for row in 1..=30 {
            for table in trust::items::kept(row) {
                assert!(carrying.contains(table), "{row}: {table}");
            }
        }
        // Nor is a table left out of which a whole county has no row yet.
        for table in carrying.iter().filter(|table| !["denied_object", "retention_hold"].contains(table)) {
            assert!((1..=30).any(|row| trust::items::kept(row).contains(table)), "{table} is of no item");
        }
    }
);

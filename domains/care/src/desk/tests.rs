mod many;

use axum::extract::Query;
use kernel::Problem;
use sea_orm::{ConnectionTrait, DbBackend};
use serde_json::{Value, json};
use trust::{Json, Listed, StaffSession};
use uuid::Uuid;

use super::filter::{DeskQuery, Restricted};
use super::{counts, rows};
use crate::testing::{County, id};
use crate::{Error, actions};

impl County {
    /// A queue to look at: five matters of the eastern team in different states, one of the western.
    async fn queue(&self) {
        for (minute, (client, urgency)) in
            [("aino", "urgent"), ("martti", "soon"), ("kari", "non_urgent"), ("lapsi", "soon")].into_iter().enumerate()
        {
            self.at(&format!("2026-11-{:02}T09:00:00Z", 10 + minute));
            let mut body = self.new_matter(&[client]);
            body["urgency"] = urgency.into();
            body["overrule_reason"] = "Sama tiimi".into();
            self.post("nurse", "/api/v1/staff/lobby/send", body).await.expect(201);
        }
        let mut body = self.new_matter(&["elli"]);
        body["team_id"] = self.team("lansi").to_string().into();
        self.post("nurse", "/api/v1/staff/lobby/send", body).await.expect(201);
        self.at("2026-11-16T09:00:00Z");
    }

    async fn desk(&self, who: &str, query: &str) -> Value {
        self.get(who, &format!("/api/v1/staff/desk?{query}")).await.expect(200)
    }
    async fn search(&self, who: &str, body: Value) -> Vec<String> {
        names(&self.post(who, "/api/v1/staff/desk/search", body).await.expect(200))
    }
    async fn take(&self, who: &str, card: &Value) -> Value {
        self.change(who, card, "take", json!({})).await.expect(200)
    }
}

/// Cards of all lanes, in order.
fn cards(desk: &Value) -> Vec<Value> {
    desk["lanes"].as_array().unwrap().iter().flat_map(|l| l["cards"].as_array().unwrap().clone()).collect()
}

fn names(desk: &Value) -> Vec<String> {
    cards(desk).iter().map(|c| c["clients"][0]["family_name"].as_str().unwrap().to_owned()).collect()
}

fn of<'d>(desk: &'d Value, name: &str) -> &'d Value {
    let mut all = desk["lanes"].as_array().unwrap().iter().flat_map(|l| l["cards"].as_array().unwrap());
    all.find(|c| c["clients"][0]["given_name"].as_str().unwrap().starts_with(name)).unwrap()
}

store::both!(
    async fn the_desk_is_ones_teams_and_its_figures_add_up(db: TestDb) {
        let county = County::new(db).await;
        county.queue().await;
        let desk = county.desk("anna", "view=team").await;
        assert_eq!(desk["lanes"].as_array().unwrap().len(), 5);
        let all = cards(&desk);
        assert_eq!(all.len(), 4, "the western team's matter is not here");
        // The figures against what the cards say themselves.
        let late = all.iter().filter(|c| c["next_deadline"]["overdue"] == true).count();
        assert_eq!(desk["counts"]["overdue"], late);
        assert_eq!(desk["lanes"][0]["overdue"], late);
        assert_eq!(desk["lanes"][0]["total"], 4);
        assert_eq!(desk["counts"]["new_today"], 0);
        assert_eq!(desk["queue_by_week"].as_array().unwrap().last().unwrap(), &json!({ "week": "2026-W47", "open": 4 }));
        assert_eq!(desk["queue_by_week"][10], json!({ "week": "2026-W46", "open": 4 }));
        assert_eq!(desk["queue_by_week"][9]["open"], 0);
        assert!(desk["counts"].get("median_days").is_none());
        // All four wait for someone to judge their urgency: nothing is on time but what has no such clock.
        assert_eq!(late, 4);

        let mine = county.take("anna", of(&desk, "Aino")).await;
        let desk = county.desk("anna", "view=mine").await;
        assert_eq!(names(&desk), ["Virtanen"]);
        let load: Vec<(String, i64)> = desk["workload"]
            .as_array()
            .unwrap()
            .iter()
            .map(|w| (w["professional"]["name"].as_str().unwrap().to_owned(), w["open"].as_i64().unwrap()))
            .collect();
        assert!(load.contains(&("anna Testinen".into(), 1)) && load.contains(&("bertta Testinen".into(), 0)), "{load:?}");
        assert!(!load.iter().any(|(name, _)| name.starts_with("cecilia")));

        county.change("anna", &mine, "close", json!({ "reason_code": "guidance_given" })).await.expect(200);
        let desk = county.desk("anna", "").await;
        assert_eq!((desk["counts"]["median_days"].as_f64(), desk["lanes"][0]["total"].as_i64()), (Some(6.0), Some(3)));
        assert_eq!(desk["queue_by_week"][11]["open"], 3);
        assert_eq!(desk["queue_by_week"][10]["open"], 4, "it was open a week ago");
        // Who may not have a desk, has none; another's team is not one's own.
        county.get("nurse", "/api/v1/staff/desk").await.expect(403);
        assert_eq!(
            county.get("anna", &format!("/api/v1/staff/desk?team_id={}", county.team("lansi"))).await.expect(422)["errors"][0]["code"],
            "not_own_team"
        );
        // The log names whose cards were shown.
        let looks = county.count("SELECT COUNT(*) FROM access_log_client c JOIN access_log l ON l.id = c.log_id WHERE l.action = 'care.desk.list' AND l.outcome = 'allowed'").await;
        assert!(looks >= 4 + 1 + 3, "{looks}");
    }
);

store::both!(
    async fn filters_sorts_and_pages(db: TestDb) {
        let county = County::new(db).await;
        county.queue().await;
        let at = |query: &'static str| {
            let county = &county;
            async move { names(&county.desk("anna", query).await) }
        };
        assert_eq!(at("sort=name").await, ["Lehtonen", "Virtanen", "Virtanen", "Öberg"]);
        assert_eq!(at("sort=name&order=desc").await[0], "Öberg");
        assert_eq!(at("sort=initiated").await, ["Virtanen", "Lehtonen", "Öberg", "Virtanen"]);
        assert_eq!(at("sort=initiated&order=desc").await[1], "Öberg");
        assert_eq!(at("situation=guidance").await, Vec::<String>::new());
        assert_eq!(at("due=none").await, Vec::<String>::new());
        assert_eq!(at("due=overdue&lane=first_contact").await.len(), 4);
        assert_eq!(at("unassigned=true").await.len(), 4);

        // Page by page gives the whole, once each, however it is sorted.
        for sort in ["due", "initiated", "name"] {
            let mut seen = Vec::new();
            let mut cursor = String::new();
            loop {
                let query = if cursor.is_empty() {
                    format!("lane=first_contact&sort={sort}&limit=1")
                } else {
                    format!("lane=first_contact&sort={sort}&limit=1&cursor={cursor}")
                };
                let desk = county.desk("anna", &query).await;
                assert_eq!(desk["lanes"][0]["total"].as_i64(), Some(4), "{sort}: {desk}");
                seen.extend(cards(&desk).iter().map(id));
                match desk["lanes"][0]["next_cursor"].as_str() {
                    Some(next) => cursor = next.to_owned(),
                    None => break,
                }
            }
            let whole: Vec<_> = cards(&county.desk("anna", &format!("lane=first_contact&sort={sort}")).await).iter().map(id).collect();
            assert_eq!(seen, whole, "{sort}");
        }
        county.get("anna", "/api/v1/staff/desk?cursor=p1").await.expect(422);
        county.get("anna", "/api/v1/staff/desk?lane=assessment&cursor=nonsense").await.expect(422);
    }
);

store::both!(
    async fn search_inside_the_queue(db: TestDb) {
        let county = County::new(db).await;
        county.queue().await;
        assert_eq!(county.search("anna", json!({ "q": "leht" })).await, ["Lehtonen"]);
        assert_eq!(county.search("anna", json!({ "q": "maria virt" })).await, ["Virtanen"]);
        assert_eq!(county.search("anna", json!({ "q": "oberg" })).await, ["Öberg"]);
        assert_eq!(county.search("anna", json!({ "q": "000002" })).await, ["Lehtonen"]);
        assert_eq!(county.search("anna", json!({ "q": "imatra" })).await.len(), 4);
        assert_eq!(county.search("anna", json!({ "q": "lappeenranta" })).await.len(), 0);
        assert_eq!(county.search("anna", json!({ "q": "iäkkäi", "sort": "name" })).await[0], "Lehtonen");
        // Nobody of another team is found.
        assert_eq!(county.search("anna", json!({ "q": "akerman" })).await.len(), 0);
        assert_eq!(county.search("cecilia", json!({ "q": "akerman" })).await.len(), 1);
        assert_eq!(
            county.post("anna", "/api/v1/staff/desk/search", json!({ "q": "x" })).await.expect(422)["errors"][0]["code"],
            "too_short"
        );
        assert_eq!(county.search("anna", json!({ "q": " " })).await.len(), 4);
    }
);

store::both!(
    async fn a_substitute_sees_and_works_for_the_absent(db: TestDb) {
        let county = County::new(db).await;
        county.queue().await;
        let desk = county.desk("anna", "").await;
        let m = county.take("anna", of(&desk, "Aino")).await;
        assert_eq!(county.desk("cecilia", "view=substituting").await["lanes"][0]["total"], 0);
        county.get("cecilia", &format!("/api/v1/staff/matters/{}", id(&m))).await.expect(403);

        let work = county.gate.job("test.absence", "test", None).begin().await.unwrap();
        let text = "INSERT INTO absence (id, professional_id, substitute_id, from_on, to_on, created_at) VALUES ($1, $2, $3, $4, $4, $5)";
        let values =
            [work.new_id().into(), county.person("anna").into(), county.person("cecilia").into(), work.today().into(), work.at().into()];
        store::sql::exec(&work, text, values).await.unwrap();
        work.commit().await.unwrap();

        let desk = county.desk("cecilia", "view=substituting").await;
        assert_eq!(names(&desk), ["Virtanen"]);
        let card = of(&desk, "Aino");
        assert!(card["badges"].as_array().unwrap().contains(&json!({ "code": "handler_absent", "tone": "warning" })));
        assert!(card["permitted_actions"].as_array().unwrap().contains(&"move".into()));
        county.change("cecilia", &m, "move", json!({ "lane": "assessment" })).await.expect(200);
        assert!(county.desk("lead", "").await["workload"].as_array().unwrap().iter().any(|w| w["absent"] == true));
        // The day after the absence the rights are gone.
        county.at("2026-11-17T09:00:00Z");
        county.get("cecilia", &format!("/api/v1/staff/matters/{}", id(&m))).await.expect(403);
    }
);

store::both!(
    async fn the_export_is_what_is_seen(db: TestDb) {
        let county = County::new(db).await;
        county.queue().await;
        let desk = county.desk("anna", "sort=initiated").await;
        let columns = "columns=number,client,municipality,lane,initiated";
        let file = county.get("anna", &format!("/api/v1/staff/desk/export.csv?sort=initiated&{columns}")).await;
        assert_eq!(file.status, 200);
        let table: Vec<Vec<&str>> =
            file.text.trim_start_matches('\u{feff}').trim_end().split("\r\n").map(|l| l.split(';').collect()).collect();
        assert!(file.text.starts_with('\u{feff}'));
        assert_eq!(table[0][..3], ["Numero", "Asiakkaat", "Ikä"]);
        let numbers: Vec<&str> = table[1..].iter().map(|l| l[0]).collect();
        let seen = cards(&desk);
        assert_eq!(numbers, seen.iter().map(|c| c["number"].as_str().unwrap()).collect::<Vec<_>>());
        for (line, card) in table[1..].iter().zip(&seen) {
            assert_eq!(line[1].trim_matches('"'), card["clients"][0]["name"].as_str().unwrap());
            assert_eq!(line[4], "Ensikontakti");
        }
        assert_eq!(table[1][5], "10.11.2026");
        let searched = county.post("anna", &format!("/api/v1/staff/desk/export.csv?lang=sv&{columns}"), json!({ "q": "leht" })).await;
        assert_eq!(searched.text.trim_end().split("\r\n").count(), 2);
        assert!(searched.text.starts_with("\u{feff}Nummer;Klienter"));
        let lines = county.count("SELECT COUNT(*) FROM access_log WHERE action = 'care.desk.export' AND outcome = 'allowed'").await;
        assert_eq!(lines, 2);
        county.get("nurse", "/api/v1/staff/desk/export.csv").await.expect(403);
    }
);

store::both!(
    async fn the_supervisor_sees_who_has_how_much(db: TestDb) {
        let county = County::new(db).await;
        county.queue().await;
        let desk = county.desk("anna", "").await;
        county.take("anna", of(&desk, "Aino")).await;
        county.take("anna", of(&desk, "Martti")).await;
        county.get("anna", "/api/v1/staff/workload").await.expect(403);
        let load = county.get("lead", "/api/v1/staff/workload").await.expect(200);
        assert_eq!(load["unassigned"], 2);
        let anna = load["people"]
            .as_array()
            .unwrap()
            .iter()
            .find(|p| p["professional"]["id"] == county.person("anna").to_string())
            .unwrap()
            .clone();
        assert_eq!(
            (anna["open"].as_i64(), anna["by_lane"].clone(), anna["oldest_days"].as_i64()),
            (Some(2), json!({ "first_contact": 2 }), Some(6))
        );
        assert_eq!(load["people"].as_array().unwrap().len(), 4, "every member, also one with nothing");
        county.get("lead", &format!("/api/v1/staff/workload?team_id={}", county.team("lansi"))).await.expect(422);

        // One who handles a matter of the team without being its member is named, also when nothing of theirs is on the page.
        let work = county.gate.job("test.handler", "test", None).begin().await.unwrap();
        let values = [county.person("cecilia").into(), county.person("anna").into()];
        store::sql::exec(&work, "UPDATE matter SET handler_id = $1 WHERE handler_id = $2", values).await.unwrap();
        work.commit().await.unwrap();
        let desk = county.desk("anna", "situation=guidance").await;
        assert!(cards(&desk).is_empty());
        let load = desk["workload"].as_array().unwrap().iter().find(|w| w["professional"]["name"] == "cecilia Testinen").unwrap().clone();
        assert_eq!((load["open"].as_i64(), load["absent"].as_bool()), (Some(2), Some(false)));
    }
);

/// How the database goes about the statements of the desk; a route of the tests, for a list needs a session.
pub async fn plans(session: StaffSession, Query(query): Query<DeskQuery>) -> Result<Json<Value>, Problem> {
    let listed = session.list(&actions::DESK)?;
    let all = query.narrowed(&listed, Restricted::Unnamed)?;
    let view = query.of_view(&listed, Restricted::Unnamed)?;
    let mut plans = json!({
        "rows": plan(&listed, rows::firsts(&query, &all, Restricted::Unnamed, None, 30)).await?,
        "totals": plan(&listed, rows::totals(&all, Restricted::Unnamed, listed.today())).await?,
        "counts": plan(&listed, counts::statement(&listed, &view)).await?,
    });
    let matters: Vec<sea_orm::Value> = (0..40).map(|_| Uuid::now_v7().into()).collect();
    plans["clocks"] = plan(&listed, (crate::clock::open_of(matters.len()), matters)).await?.into();
    listed.shown(&[]);
    Ok(Json(plans))
}

async fn plan(listed: &Listed, (text, values): (String, Vec<sea_orm::Value>)) -> Result<String, Error> {
    let reader = listed.reader();
    let (explain, column) = match reader.get_database_backend() {
        DbBackend::Postgres => ("EXPLAIN", 0),
        _ => ("EXPLAIN QUERY PLAN", 3),
    };
    let lines = store::sql::rows(reader, &format!("{explain} {text}"), values).await?;
    Ok(lines.iter().map(|row| row.try_get_by_index::<String>(column).unwrap_or_default()).collect::<Vec<_>>().join("\n"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_desk_walks_indexes() {
    // PostgreSQL reads small tables whole whatever indexes they have; SQLite's plan shows what the indexes can serve.
    let county = County::new(store::testing::TestDb::sqlite().await).await;
    county.queue().await;
    for query in ["view=team".to_owned(), format!("view=team&team_id={}", county.team("ita")), "view=mine".into()] {
        let plans = county.get("anna", &format!("/test/plans?{query}")).await.expect(200);
        for part in ["rows", "totals", "counts"] {
            let plan = plans[part].as_str().unwrap();
            let index = if query == "view=mine" { "INDEX matter_" } else { "USING COVERING INDEX matter__desk" };
            assert!(plan.contains(index) && !plan.contains("SCAN m\n") && !plan.ends_with("SCAN m"), "{query} {part}: {plan}");
        }
        // Of these matters, not of the county.
        assert!(plans["clocks"].as_str().unwrap().contains("INDEX clock__matter_id"), "{}", plans["clocks"]);
    }
}

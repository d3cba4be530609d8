//! Actions on many, what can be taken back, and tables of what is seen.

use serde_json::{Value, json};
use store::testing::TestDb;

use crate::testing::{County, id};

const PREVIEW: &str = "/api/v1/staff/desk/bulk/preview";
const BULK: &str = "/api/v1/staff/desk/bulk";

fn rows(answer: &Value) -> Vec<Value> {
    answer["rows"].as_array().unwrap().clone()
}

impl County {
    async fn three(&self) -> Vec<Value> {
        let mut all = Vec::new();
        for client in ["aino", "martti", "kari"] {
            all.push(self.send_east(client).await);
        }
        all
    }

    async fn send_east(&self, client: &str) -> Value {
        let mut body = self.new_matter(&[client]);
        body["overrule_reason"] = "Sama tiimi".into();
        self.post("nurse", "/api/v1/staff/lobby/send", body).await.expect(201)
    }

    async fn bulk(&self, who: &str, action: Value, matters: &[Value]) -> Vec<Value> {
        let matters: Vec<Value> = matters.iter().map(|m| json!({ "id": id(m), "version": m["version"] })).collect();
        rows(&self.post(who, BULK, json!({ "action": action, "matters": matters })).await.expect(200))
    }
}

store::both!(
    async fn many_are_shown_first_then_done_each_for_itself(db: TestDb) {
        let county = County::new(db).await;
        let matters = county.three().await;
        // Bertta has one already; Anna cannot take it, the others she can.
        county.change("bertta", &matters[0], "take", json!({})).await.expect(200);
        let all = json!({ "choice": { "of": { "view": "team" } }, "action": { "kind": "take" } });
        let plan = county.post("anna", PREVIEW, all.clone()).await.expect(200);
        assert_eq!((plan["can"].as_i64(), plan["cannot"].as_i64()), (Some(2), Some(1)));
        let taken = rows(&plan).into_iter().find(|r| id(r) == id(&matters[0])).unwrap();
        assert_eq!((taken["reason"].as_str(), taken["client"]["family_name"].as_str()), (Some("taken"), Some("Virtanen")));
        // Nothing has happened yet.
        assert_eq!(county.count("SELECT COUNT(*) FROM matter WHERE handler_id IS NOT NULL").await, 1);
        let but_one = json!({ "choice": { "of": { "view": "team" }, "except": [id(&matters[1])] }, "action": { "kind": "take" } });
        assert_eq!(rows(&county.post("anna", PREVIEW, but_one).await.expect(200)).len(), 2);

        let seen = rows(&plan);
        let done = county.bulk("anna", json!({ "kind": "take" }), &seen).await;
        for (row, seen) in done.iter().zip(&seen) {
            assert_eq!((row["id"].clone(), row["done"].as_bool()), (seen["id"].clone(), Some(seen["reason"].is_null())), "{row}");
            assert_eq!(row["undo_until"].is_string(), row["done"] == true, "{row}");
        }
        assert_eq!(done.iter().filter(|r| r["reason"] == "taken").count(), 1);
        // Each by its own line and its own event; the request itself has one line.
        let lines = "SELECT COUNT(*) FROM access_log WHERE action = 'care.matter.take' AND outcome = 'allowed' AND client_id IS NOT NULL";
        assert_eq!(county.count(lines).await, 3);
        let refused = "SELECT COUNT(*) FROM access_log WHERE action = 'care.matter.take' AND outcome = 'refused' AND code = 'taken'";
        assert_eq!(county.count(refused).await, 1);
        assert_eq!(county.count("SELECT COUNT(*) FROM event WHERE kind = 'care.matter.taken'").await, 3);
        assert_eq!(county.count("SELECT COUNT(*) FROM access_log WHERE action = 'care.desk.bulk'").await, 1);

        // Seen before somebody else changed it: not done.
        let hers: Vec<Value> = seen.iter().filter(|r| r["reason"].is_null()).cloned().collect();
        let stale = county.bulk("anna", json!({ "kind": "move", "lane": "assessment" }), &hers).await;
        assert!(stale.iter().all(|r| r["done"] == false && r["reason"] == "changed_meanwhile"), "{stale:?}");
        // A stranger to the team gets nothing done and learns nothing of the matters.
        let others = county.bulk("cecilia", json!({ "kind": "take" }), &seen).await;
        assert!(others.iter().all(|r| r["done"] == false && r["reason"] != "taken"), "{others:?}");
        let all = json!({ "choice": { "matter_ids": [id(&matters[0])] }, "action": { "kind": "take" } });
        county.post("cecilia", PREVIEW, all.clone()).await.expect(422);
        county.post("nurse", PREVIEW, all).await.expect(403);
    }
);

store::both!(
    async fn a_bulk_action_says_what_it_lacks(db: TestDb) {
        let county = County::new(db).await;
        let matters = county.three().await;
        let ask = |action: Value| json!({ "choice": { "matter_ids": matters.iter().map(id).collect::<Vec<_>>() }, "action": action });
        for (action, path, code) in [
            (json!({ "kind": "hand_over", "reason": "x" }), "/action/to_professional_id", "one_of_two"),
            (json!({ "kind": "hand_over", "to_team_id": county.team("lansi") }), "/action/reason", "required"),
            (json!({ "kind": "return" }), "/action/reason", "required"),
            (json!({ "kind": "move" }), "/action/lane", "required"),
            (json!({ "kind": "pause", "reason_code": "weather" }), "/action/reason_code", "not_in_list"),
            (json!({ "kind": "undo" }), "/action/kind", "not_in_list"),
        ] {
            let answer = county.post("anna", PREVIEW, ask(action)).await.expect(422);
            let found = (answer["errors"][0]["path"].as_str().unwrap_or_default(), answer["errors"][0]["code"].as_str().unwrap());
            assert!(found.0 == path || found.0 == path.trim_start_matches("/action"), "{answer}");
            assert_eq!(found.1, code);
        }
        let many: Vec<Value> = (0..51).map(|_| json!({ "id": uuid::Uuid::now_v7(), "version": 1 })).collect();
        county.post("anna", BULK, json!({ "action": { "kind": "take" }, "matters": many })).await.expect(422);
        let plan = county.post("anna", PREVIEW, ask(json!({ "kind": "move", "lane": "planning" }))).await.expect(200);
        assert!(rows(&plan).iter().all(|r| r["reason"] == "no_handler"));
        let plan = county.post("anna", PREVIEW, ask(json!({ "kind": "resume" }))).await.expect(200);
        assert!(rows(&plan).iter().all(|r| r["reason"] == "clock_not_paused"));
    }
);

store::both!(
    async fn what_was_just_done_can_be_taken_back_for_ten_minutes(db: TestDb) {
        let county = County::new(db).await;
        let matters = county.three().await;
        let taken = county.change("anna", &matters[0], "take", json!({})).await.expect(200);
        assert_eq!((taken["undo"]["action"].as_str(), taken["undo"]["until"].as_str()), (Some("taken"), Some("2026-11-16T09:10:00Z")));
        // Somebody else has nothing to take back.
        assert!(county.get("bertta", &format!("/api/v1/staff/matters/{}", id(&taken))).await.expect(200)["undo"].is_null());
        assert_eq!(county.change("bertta", &taken, "undo", json!({})).await.refused(), "nothing_to_undo");
        county.at("2026-11-16T09:01:00Z");
        let back = county.change("anna", &taken, "undo", json!({})).await.expect(200);
        assert!(back["handler"].is_null() && back["undo"].is_null());
        assert_eq!(back["steps"][0]["kind"], "undone");
        assert_eq!(county.change("anna", &back, "undo", json!({})).await.refused(), "nothing_to_undo");

        // A hand-over in the team goes back to whom it came from, rights with it.
        let mine = county.change("anna", &back, "take", json!({})).await.expect(200);
        county.at("2026-11-16T09:05:00Z");
        let to = json!({ "to_professional_id": county.person("bertta"), "reason": "Loma" });
        let given = county.change("anna", &mine, "hand-over", to.clone()).await.expect(200);
        let mine = county.change("anna", &given, "undo", json!({})).await.expect(200);
        assert_eq!(mine["handler"]["id"], county.person("anna").to_string());
        let ties = format!(
            "SELECT COUNT(*) FROM care_relation WHERE basis = 'handler' AND object_kind = 'matter' AND valid_to IS NULL AND professional_id = {}",
            county.literal("anna").await
        );
        assert_eq!(county.count(&ties).await, 1);

        // Not once somebody has acted on it, nor after the time.
        let given = county.change("anna", &mine, "hand-over", to.clone()).await.expect(200);
        county.at("2026-11-16T09:06:00Z");
        county
            .post("bertta", &format!("/api/v1/staff/matters/{}/notes", id(&given)), json!({ "kind": "phone", "text": "Soitettu." }))
            .await
            .expect(201);
        assert_eq!(county.change("anna", &given, "undo", json!({})).await.refused(), "acted_since");
        let late = county.change("anna", &matters[1], "take", json!({})).await.expect(200);
        county.at("2026-11-16T09:16:00Z");
        assert_eq!(county.change("anna", &late, "undo", json!({})).await.refused(), "undo_too_late");

        // A step that told a statutory clock is not taken back.
        let moved = county.change("anna", &late, "move", json!({ "lane": "assessment" })).await.expect(200);
        assert!(moved["undo"].is_null(), "{moved}");
    }
);

store::both!(
    async fn many_taken_back_and_what_left_the_team_stays_away(db: TestDb) {
        let county = County::new(db).await;
        let matters = county.three().await;
        let done = county.bulk("anna", json!({ "kind": "take" }), &matters).await;
        let back = county.bulk("anna", json!({ "kind": "undo" }), &done).await;
        assert!(back.iter().all(|r| r["done"] == true), "{back:?}");
        assert_eq!(county.count("SELECT COUNT(*) FROM matter WHERE handler_id IS NOT NULL").await, 0);
        // Given to another team, the giver's rights end with it: nothing is offered that could not be done.
        let away = json!({ "kind": "hand_over", "to_team_id": county.team("lansi"), "reason": "Muutti" });
        let gone = county.bulk("anna", away, &back).await;
        assert!(gone.iter().all(|r| r["done"] == true && r["undo_until"].is_null()), "{gone:?}");
        let tried = county.bulk("anna", json!({ "kind": "undo" }), &gone).await;
        assert!(tried.iter().all(|r| r["done"] == false), "{tried:?}");
    }
);

store::both!(
    async fn pausing_many_pauses_only_what_the_law_lets(db: TestDb) {
        let county = County::new(db).await;
        let matters = county.three().await;
        let ids: Vec<_> = matters.iter().map(id).collect();
        let action = json!({ "kind": "pause", "reason_code": "client_in_hospital", "until": "2026-12-01" });
        let plan = county.post("anna", PREVIEW, json!({ "choice": { "matter_ids": ids }, "action": action })).await.expect(200);
        let done = county.bulk("anna", action, &rows(&plan)).await;
        for (row, told) in done.iter().zip(rows(&plan)) {
            assert_eq!(row["done"] == true, told["reason"].is_null(), "the doing does what the preview said: {row} {told}");
        }
        assert!(done.iter().any(|r| r["done"] == true));
    }
);

store::both!(
    async fn a_table_has_the_columns_and_order_that_were_seen(db: TestDb) {
        let county = County::new(db).await;
        county.three().await;
        let path = "/api/v1/staff/desk/export.csv?look=list&sort=name&columns=client,number,municipality&lang=en";
        let file = county.get("anna", path).await;
        let lines: Vec<&str> = file.text.trim_start_matches('\u{feff}').trim_end().split("\r\n").collect();
        assert_eq!(lines[0], "Clients;Age;Number;Municipality");
        let names: Vec<&str> = lines[1..].iter().map(|l| l.split(',').next().unwrap().trim_matches('"')).collect();
        assert_eq!(names, ["Lehtonen", "Virtanen", "Öberg"]);
        assert!(lines[1].ends_with(";Imatra"), "{}", lines[1]);
        county.get("anna", "/api/v1/staff/desk/export.csv?columns=hetu").await.expect(422);

        // The log says what was taken, never what was typed.
        county.post("anna", "/api/v1/staff/desk/export.xlsx?look=list", json!({ "q": "lehtonen" })).await;
        let said = "SELECT COUNT(*) FROM access_log WHERE action = 'care.desk.export' AND object_kind = 'export' \
                    AND objects LIKE 'xlsx rows=1 %searched look=list%' AND objects NOT LIKE '%ehtonen%'";
        assert_eq!(county.count(said).await, 1);
        county.get("nurse", "/api/v1/staff/desk/export.xlsx").await.expect(403);
    }
);

store::both!(
    async fn a_protected_address_is_in_no_table(db: TestDb) {
        let county = County::new(db).await;
        county.three().await;
        let work = county.gate.job("test.protect", "test", None).begin().await.unwrap();
        let text = "UPDATE client SET protected = $1 WHERE id = $2";
        store::sql::exec(&work, text, [true.into(), county.client("martti").0.into()]).await.unwrap();
        work.commit().await.unwrap();
        let file = county.get("anna", "/api/v1/staff/desk/export.csv?columns=client,municipality,due").await;
        let line = file.text.lines().find(|l| l.contains("Lehtonen")).unwrap();
        assert!(!line.contains("Imatra") && line.contains("turvakielto"), "{line}");
        assert!(file.text.lines().any(|l| l.contains("Virtanen") && l.contains("Imatra")));
    }
);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_workbook_opens_as_a_workbook() {
    let county = County::new(TestDb::sqlite().await).await;
    county.three().await;
    let file = county.get("anna", "/api/v1/staff/desk/export.xlsx?columns=number,initiated").await;
    assert_eq!(file.status, 200);
    assert_eq!(file.headers["content-type"], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assert_eq!(file.headers["cache-control"], "no-store");
    assert!(file.text.starts_with("PK"), "a zip archive");
}

store::both!(
    async fn views_are_ones_own_or_the_teams(db: TestDb) {
        let county = County::new(db).await;
        let path = "/api/v1/staff/views";
        let body = |name: &str, team: Option<uuid::Uuid>| json!({ "name": name, "filter": { "due": "overdue", "cursor": "x" }, "columns": ["number", "client"], "look": "list", "team_id": team });
        let own = county.post("anna", path, body(" Myöhässä ", None)).await.expect(201);
        assert_eq!(
            (own["name"].as_str(), own["filter"]["due"].as_str(), own["filter"].get("cursor"), own["columns"].clone()),
            (Some("Myöhässä"), Some("overdue"), None, json!(["number", "client"]))
        );
        assert_eq!(county.post("anna", path, body("Myöhässä", None)).await.expect(422)["errors"][0]["code"], "name_taken");
        county.post("anna", path, body("", None)).await.expect(422);
        county.post("anna", path, body("Toisten", Some(county.team("lansi")))).await.expect(422);
        let shared = county.post("anna", path, body("Tiimin", Some(county.team("ita")))).await.expect(201);

        let seen = |who: &'static str| {
            let county = &county;
            async move { county.get(who, path).await.expect(200).as_array().unwrap().clone() }
        };
        assert_eq!(seen("anna").await.len(), 2);
        let theirs = seen("bertta").await;
        assert_eq!((theirs.len(), theirs[0]["permitted_actions"].clone()), (1, json!([])));
        assert_eq!(seen("cecilia").await.len(), 0);
        assert_eq!(seen("lead").await[0]["permitted_actions"], json!(["change", "remove"]));

        // Only the owner or the team's lead changes it; two editors: the second is told what it is now.
        let one = format!("{path}/{}", id(&shared));
        let put = |version: i32, name: &str, team: Option<uuid::Uuid>| (version.to_string(), body(name, team));
        let team = Some(county.team("ita"));
        let (v, b) = put(1, "Uusi", team);
        county.ask("bertta", "PUT", &one, &[("if-match", &v)], Some(b.clone())).await.expect(403);
        county.ask("cecilia", "PUT", &one, &[("if-match", &v)], Some(body("Uusi", None))).await.expect(404);
        let changed = county.ask("lead", "PUT", &one, &[("if-match", &v)], Some(b.clone())).await.expect(200);
        assert_eq!((changed["name"].as_str(), changed["version"].as_i64()), (Some("Uusi"), Some(2)));
        let stale = county.ask("anna", "PUT", &one, &[("if-match", &v)], Some(b)).await.expect(412);
        assert_eq!(stale["current"]["name"], "Uusi");
        // The lead does not make it somebody's own.
        let (v, b) = put(2, "Uusi", None);
        county.ask("lead", "PUT", &one, &[("if-match", &v)], Some(b)).await.expect(403);

        // The view one's desk opens with is each one's own choice.
        county.ask("bertta", "PUT", "/api/v1/staff/view-default", &[], Some(json!({ "view_id": id(&shared) }))).await.expect(204);
        assert_eq!(seen("bertta").await[0]["default"], true);
        assert!(seen("anna").await.iter().all(|v| v["default"] == false));
        county.ask("cecilia", "PUT", "/api/v1/staff/view-default", &[], Some(json!({ "view_id": id(&shared) }))).await.expect(404);
        county.ask("bertta", "DELETE", &one, &[("if-match", "2")], None).await.expect(403);
        county.ask("anna", "DELETE", &one, &[("if-match", "1")], None).await.expect(412);
        county.ask("anna", "DELETE", &one, &[("if-match", "2")], None).await.expect(204);
        assert_eq!(seen("bertta").await.len(), 0);
        assert_eq!(county.count("SELECT COUNT(*) FROM view_default").await, 0);
    }
);

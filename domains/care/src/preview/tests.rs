//! Previews over HTTP on both databases: the same matters asked of the rules in force and of another text.

use ::rules::Rules;
use ::store::both;
use ::store::testing::TestDb;
use serde_json::{Value, json};

use crate::testing::County;

fn changed(kind: &str, changes: &[(&str, &str)]) -> String {
    let mut text = Rules::shipped_files().iter().find(|file| file.name == format!("{kind}.toml")).unwrap().text.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{kind}: {from}");
        text = text.replacen(from, to, 1);
    }
    text
}

async fn preview(county: &County, who: &str, kind: &str, text: &str) -> Value {
    county.ask(who, "POST", &format!("/api/v1/staff/rules/{kind}/preview"), &[], Some(json!({ "text": text }))).await.expect(200)
}

/// Three matters of today: two of older people in Imatra, one in Lappeenranta.
async fn county(db: TestDb) -> County {
    let county = County::new(db).await;
    for (client, team) in [("aino", "ita"), ("martti", "ita"), ("elli", "lansi")] {
        let mut matter = county.new_matter(&[client]);
        matter["team_id"] = json!(county.team(team));
        county.post("nurse", "/api/v1/staff/lobby/send", matter).await.expect(201);
    }
    county
}

both!(
    async fn routing_tells_who_would_get_what(db: TestDb) {
        let county = county(db).await;
        // Imatra goes over to the western team.
        let lists = "municipalities = [\"153\", \"580\", \"689\", \"700\"]";
        let west = "municipalities = [\"405\", \"416\", \"441\", \"739\", \"831\"]";
        let text = changed(
            "routing",
            &[(lists, "municipalities = [\"580\", \"689\", \"700\"]"), (west, &west.replace("\"405\"", "\"153\", \"405\""))],
        );
        let told = preview(&county, "lead", "routing", &text).await;
        let effect = &told["routing"];
        assert_eq!((effect["matters"].as_u64(), effect["moved"].as_u64()), (Some(3), Some(2)), "{told}");
        assert_eq!(effect["by_team"].as_array().unwrap().len(), 1);
        let one = &effect["by_team"][0];
        assert_eq!((&one["from"]["key"], &one["to"]["name"], &one["matters"]), (&json!("ita"), &json!("Tiimi lansi"), &json!(2)));
        let used = |rule: &str| {
            let uses = effect["by_rule"].as_array().unwrap();
            let one = uses.iter().find(|one| one["rule"] == rule).unwrap();
            (one["before"].as_u64().unwrap(), one["after"].as_u64().unwrap())
        };
        assert_eq!((used("older_east"), used("older_west"), used("fallback")), ((2, 0), (1, 3), (0, 0)));
        // The lead's own team's matters open; each client whose matter was told finds it in the log.
        let rows = effect["rows"].as_array().unwrap();
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().all(|row| row["id"].is_string() && row["rule_before"] == "older_east"));
        county.gate.flush_log().await;
        county.gate.flush_log().await;
        let job = county.gate.job("test.log", "test", None);
        let sql = "SELECT c.client_id FROM access_log l JOIN access_log_client c ON c.log_id = l.id WHERE l.action = 'care.rules.preview'";
        assert_eq!(::store::sql::rows(job.reader(), sql, []).await.unwrap().len(), 2);

        // The same text as in force moves nothing.
        let none = preview(&county, "lead", "routing", &changed("routing", &[("source = \"", "source = \"Uusi: ")])).await;
        assert_eq!((none["routing"]["matters"].as_u64(), none["routing"]["moved"].as_u64()), (Some(3), Some(0)));
        // Who handles matters does not try rules, and a text that does not hold has no effect to show.
        let path = "/api/v1/staff/rules/routing/preview";
        county.ask("anna", "POST", path, &[], Some(json!({ "text": text }))).await.expect(403);
        let bad = county.ask("lead", "POST", path, &[], Some(json!({ "text": "kind = \"routing\"" }))).await.expect(422);
        assert_eq!(bad["code"], "rules_do_not_hold");
        county.ask("lead", "POST", "/api/v1/staff/rules/fees/preview", &[], Some(json!({ "text": text }))).await.expect(404);
    }
);

both!(
    async fn deadlines_tell_which_dates_move(db: TestDb) {
        let county = county(db).await;
        // Ten days later nobody has begun an assessment.
        county.at("2026-11-26T09:00:00Z");
        let rule = "when = [{ age_at_least = 75 }, { highest_care_allowance = true }]\nunless = [{ service_tasks = [\"health\"] }]\nlimit = { kind = \"workdays\", count = ";
        let shorter = changed("deadlines", &[(&format!("{rule}7"), &format!("{rule}3"))]);
        let told = preview(&county, "lead", "deadlines", &shorter).await;
        let effect = &told["deadlines"];
        let counts = |name: &str| effect[name].as_u64().unwrap();
        assert_eq!((counts("moved"), counts("earlier"), counts("later"), counts("more"), counts("fewer")), (3, 3, 0, 0, 0), "{told}");
        // Seven workdays from 16 November end on the 25th: late already. Three end on the 19th: late as well.
        assert_eq!((counts("become_overdue"), counts("no_longer_overdue")), (0, 0));
        let row = &effect["rows"][0];
        assert_eq!(
            (&row["due_before"], &row["due_after"], &row["overdue_before"]),
            (&json!("2026-11-25"), &json!("2026-11-19"), &json!(true))
        );
        let longer = changed("deadlines", &[(&format!("{rule}7"), &format!("{rule}20"))]);
        let effect = &preview(&county, "lead", "deadlines", &longer).await["deadlines"];
        assert_eq!((effect["later"].as_u64(), effect["no_longer_overdue"].as_u64()), (Some(3), Some(3)));
        county.at("2026-11-20T09:00:00Z");
        let effect = &preview(&county, "lead", "deadlines", &shorter).await["deadlines"];
        assert_eq!((effect["become_overdue"].as_u64(), effect["by_rule"][0]["become_overdue"].as_u64()), (Some(3), Some(3)));
        // A rule of the county's own starts clocks more; one without its rule does not start at all.
        let begin = shorter.find("[[rules]]\nid = \"older_assessment_start\"").unwrap();
        let end = begin + shorter[begin + 5..].find("[[rules]]\n").unwrap() + 5;
        let mine = shorter[begin..end].replace("older_assessment_start", "own_promise");
        let swapped = format!("{}{}{}", &shorter[..begin], mine, &shorter[end..]);
        let effect = &preview(&county, "lead", "deadlines", &swapped).await["deadlines"];
        assert_eq!((effect["more"].as_u64(), effect["fewer"].as_u64(), effect["moved"].as_u64()), (Some(3), Some(3), Some(0)), "{effect}");
        let changes: Vec<&str> = effect["by_rule"].as_array().unwrap().iter().map(|one| one["change"].as_str().unwrap()).collect();
        assert_eq!(changes, ["new", "gone"]);
    }
);

both!(
    async fn lenses_and_codes_tell_what_differs(db: TestDb) {
        let county = county(db).await;
        let text = changed("lenses", &[("sections = [\"deadlines\", \"alerts\"", "sections = [\"alerts\", \"deadlines\"")]);
        let told = preview(&county, "lead", "lenses", &text).await;
        let lenses = told["lenses"].as_array().unwrap();
        assert_eq!((lenses.len(), &lenses[0]["role"], &lenses[0]["people"]), (1, &json!("social_worker"), &json!(1)));
        assert_eq!((&lenses[0]["sections_before"][0], &lenses[0]["sections_after"][0]), (&json!("deadlines"), &json!("alerts")));
        let remedies = changed("remedies", &[("correction_years = 5", "correction_years = 4")]);
        let told = preview(&county, "lead", "remedies", &remedies).await;
        assert_eq!(told["codes"], json!([{ "list": "correction_years", "code": "correction_years", "change": "changed" }]));
        let grounds = changed("grounds", &[("code = \"joint_assessment\"", "code = \"shared_assessment\"")]);
        let told = preview(&county, "lead", "grounds", &grounds).await;
        assert_eq!(
            told["codes"],
            json!([
                { "list": "grounds", "code": "shared_assessment", "change": "new" },
                { "list": "grounds", "code": "joint_assessment", "change": "gone" },
            ])
        );
    }
);

both!(
    async fn retention_tells_what_would_be_removed(db: TestDb) {
        let county = county(db).await;
        // Aino died thirteen years ago; her matter is open, so her social data stay and her identity is not looked at.
        let work = county.gate.job("test.fill", "test", None).begin().await.unwrap();
        let dead = [chrono::NaiveDate::from_ymd_opt(2013, 1, 1).into(), county.client("aino").0.into()];
        ::store::sql::exec(&work, "UPDATE client SET deceased_on = $1 WHERE id = $2", dead).await.unwrap();
        work.commit().await.unwrap();
        let short = changed("retention", &[("{ from = \"last_relation\", years = 30 }, ", "")]);
        let told = preview(&county, "lead", "retention", &short).await;
        let of = |id: &str| told["retention"]["rules"].as_array().unwrap().iter().find(|one| one["rule"] == id).unwrap().clone();
        let social = of("social_records");
        assert_eq!((&social["change"], &social["unit"]), (&json!("changed"), &json!("persons")), "{told}");
        assert_eq!(social["after"], json!({ "removed": 0, "held": 1, "at_least": false }), "{told}");
        let (patient, log) = (of("patient_records"), of("access_log"));
        assert_eq!((&patient["change"], &patient["before"]), (&json!("same"), &patient["after"]));
        assert_eq!((&log["unit"], &log["after"]["removed"]), (&json!("lines"), &json!(0)));
    }
);

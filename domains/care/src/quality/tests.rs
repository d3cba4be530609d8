//! Marks in the picture and figures by source, over HTTP on both databases.

use ::store::both;
use kernel::Register;
use sea_orm::Value as Bind;
use serde_json::{Value, json};

use crate::testing::County;

/// What a record has beside its kind and name.
#[derive(Default)]
struct Has {
    dose: Option<&'static str>,
    ended: Option<&'static str>,
    severity: Option<&'static str>,
    unit: Option<&'static str>,
    code: Option<&'static str>,
    quantity: Option<f64>,
}

impl County {
    async fn told(&self, client: &str, source: &str, kind: &str, title: &str, at: &str, has: Has) {
        let work = self.gate.job("test.records", "test", None).begin().await.unwrap();
        let (register, task) = (Register::Social, trust::opening::whole(Register::Social));
        let instant = |day: &str| format!("{day}T10:00:00Z").parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        let text = |text: Option<&'static str>| Bind::from(text.map(str::to_owned));
        let columns = [
            "id",
            "client_id",
            "controller",
            "register",
            "service_task",
            "catalogue_row",
            "source_system",
            "original_line",
            "position",
            "kind",
            "status",
            "title",
            "code",
            "quantity",
            "unit",
            "text_value",
            "severity",
            "started_at",
            "ended_at",
            "received_at",
        ];
        let row = vec![
            work.new_id().into(),
            self.client(client).0.into(),
            self.gate.controller().into(),
            register.code().into(),
            task.code().into(),
            19i32.into(),
            source.into(),
            0i32.into(),
            0i32.into(),
            kind.into(),
            (if kind == "Observation" { "final" } else { "active" }).into(),
            title.into(),
            text(has.code),
            has.quantity.into(),
            text(has.unit),
            text(has.dose),
            text(has.severity),
            instant(at).into(),
            has.ended.map(instant).into(),
            work.at().into(),
        ];
        store::sql::insert_many(&work, "record_entry", &columns, vec![row]).await.unwrap();
        work.commit().await.unwrap();
    }
}

fn part<'a>(picture: &'a Value, item: &str) -> &'a Value {
    picture["quality"].as_array().unwrap().iter().find(|p| p["item"] == item).unwrap_or(&Value::Null)
}

fn figure<'a>(page: &'a Value, item: &str, source: &str) -> &'a Value {
    let found = page["figures"].as_array().unwrap().iter().find(|f| f["item"] == item && f["source"] == source);
    found.unwrap_or_else(|| panic!("{item} of {source}: {page}"))
}

both!(
    async fn the_picture_marks_what_is_old_or_lacks_something(db: TestDb) {
        let county = County::new(db).await;
        county.matter_of("anna", "aino").await;
        let summary = format!("/api/v1/staff/clients/{}/summary", county.client("aino").0);
        assert_eq!(county.get("anna", &summary).await.expect(200)["quality"], json!([]), "nothing is said when there is nothing to say");

        let dosed = || Has { dose: Some("1 x 1"), ended: Some("2027-01-01"), ..Has::default() };
        county.told("aino", "apotti", "MedicationRequest", "Metformiini", "2026-05-01", dosed()).await;
        county.told("aino", "apotti", "MedicationRequest", "Furosemidi", "2026-05-01", Has { dose: Some("1 x 1"), ..Has::default() }).await;
        county.told("aino", "pegasos", "MedicationRequest", "Tramadoli", "2021-05-01", dosed()).await;
        county.told("aino", "apotti", "AllergyIntolerance", "Penisilliini", "2020-05-01", Has::default()).await;
        let weight = |unit| Has { unit, code: Some("weight"), quantity: Some(61.0), ..Has::default() };
        county.told("aino", "apotti", "Observation", "Paino", "2026-11-01", weight(Some("kg"))).await;
        county.told("aino", "apotti", "Observation", "Paino", "2025-03-01", weight(None)).await;

        let picture = county.get("anna", &summary).await.expect(200);
        let medication = part(&picture, "medication");
        assert_eq!((medication["section"].as_str(), medication["total"].as_i64()), (Some("medication"), Some(3)));
        let said: Vec<(&str, bool, usize)> = medication["marked"]
            .as_array()
            .unwrap()
            .iter()
            .map(|m| {
                (m["name"].as_str().unwrap(), m["quality"]["stale"].as_bool().unwrap(), m["quality"]["missing"].as_array().unwrap().len())
            })
            .collect();
        assert_eq!(said, [("Furosemidi", false, 1), ("Tramadoli", true, 0)]);
        assert_eq!(medication["marked"][0]["quality"]["missing"][0]["label"]["fi"], "päättymispäivä");
        assert_eq!(medication["marked"][1]["quality"]["recorded_on"], "2021-05-01");
        assert!(medication["medical_device"]["fi"].as_str().unwrap().contains("lääkinnällinen laite"));
        assert_eq!(part(&picture, "risk")["marked"][0]["quality"]["missing"][0]["part"], "severity");
        assert_eq!(*part(&picture, "measure"), Value::Null, "the newest value is whole and fresh; the old one is history");

        // A year on the newest measure is old too, and says until when it was not.
        county.at("2027-11-02T10:00:00Z");
        let measure = county.get("anna", &summary).await.expect(200);
        assert_eq!(part(&measure, "measure")["marked"][0]["quality"]["stale_after_days"], 365);
    }
);

both!(
    async fn figures_by_source_count_what_the_marks_say(db: TestDb) {
        let county = County::new(db).await;
        county.matter_of("anna", "aino").await;
        county.told("aino", "apotti", "MedicationRequest", "Furosemidi", "2026-05-01", Has { dose: Some("1 x 1"), ..Has::default() }).await;
        county.told("aino", "pegasos", "MedicationRequest", "Tramadoli", "2021-05-01", Has::default()).await;
        let whole = Has { dose: Some("1 x 1"), ended: Some("2027-01-01"), ..Has::default() };
        county.told("martti", "pegasos", "MedicationRequest", "Metformiini", "2026-05-01", whole).await;
        // On the edge: the last fresh day in Finland is fresh, the day before it is not.
        let edge = || Has { dose: Some("1 x 1"), ended: Some("2027-01-01"), ..Has::default() };
        county.told("martti", "raja", "MedicationRequest", "Rajalla", "2024-11-16", edge()).await;
        county.told("martti", "raja", "MedicationRequest", "Yli rajan", "2024-11-15", edge()).await;
        for who in ["anna", "nurse", "sosku"] {
            assert_eq!(county.get(who, "/api/v1/staff/quality").await.status.as_u16(), 403, "{who}");
        }
        let page = county.get("lead", "/api/v1/staff/quality").await.expect(200);
        let counts = |source: &str| {
            let f = figure(&page, "medication", source);
            ["total", "stale", "incomplete", "good"].map(|name| f[name].as_i64().unwrap())
        };
        assert_eq!(counts("apotti"), [1, 0, 1, 0]);
        assert_eq!(counts("pegasos"), [2, 1, 1, 1], "old and lacking at once is one, not two");
        assert_eq!(counts("raja"), [2, 1, 0, 1]);
        let missing = &figure(&page, "medication", "pegasos")["missing"];
        assert_eq!((missing[0]["part"].as_str(), missing[0]["count"].as_i64()), (Some("dose"), Some(1)));
        let rule = page["rules"].as_array().unwrap().iter().find(|r| r["item"] == "medication").unwrap();
        assert_eq!((rule["stale_after_days"].as_i64(), rule["whole_with"][1]["fi"].as_str()), (Some(730), Some("päättymispäivä")));
        county.gate.flush_log().await;
        let logged = "SELECT COUNT(*) FROM access_log WHERE action = 'care.quality.figures' AND outcome = 'allowed' AND client_id IS NULL";
        assert_eq!(county.count(logged).await, 1);
    }
);

use kernel::{ClientId, Register, Scope};
use sea_orm::Value as Bind;
use serde_json::{Value, json};
use trust::opening::NewOpening;
use trust::will::NewPermit;

use crate::testing::{County, id};

/// A row of what came from a source system.
struct Row {
    kind: &'static str,
    class: Option<&'static str>,
    status: &'static str,
    title: &'static str,
    code: Option<&'static str>,
    quantity: Option<f64>,
    at: &'static str,
}

impl Row {
    fn new(kind: &'static str, status: &'static str, title: &'static str, at: &'static str) -> Self {
        Self { kind, class: None, status, title, code: None, quantity: None, at }
    }
    fn class(self, class: &'static str) -> Self {
        Self { class: Some(class), ..self }
    }
    fn value(self, code: &'static str, quantity: f64) -> Self {
        Self { code: Some(code), quantity: Some(quantity), ..self }
    }
}

impl County {
    fn scope(&self, register: Register) -> Scope {
        Scope { controller: self.gate.controller(), register, service_task: trust::opening::whole(register), catalogue_row: 19 }
    }

    async fn records(&self, client: ClientId, register: Register, rows: Vec<Row>) {
        let work = self.gate.job("test.records", "test", None).begin().await.unwrap();
        let scope = self.scope(register);
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
            "class",
            "status",
            "title",
            "code",
            "quantity",
            "started_at",
            "received_at",
        ];
        let rows = rows
            .into_iter()
            .map(|r| -> Vec<Bind> {
                let at: chrono::DateTime<chrono::Utc> = format!("{}T10:00:00Z", r.at).parse().unwrap();
                vec![
                    work.new_id().into(),
                    client.0.into(),
                    scope.controller.into(),
                    scope.register.code().into(),
                    scope.service_task.code().into(),
                    19i32.into(),
                    "test".into(),
                    0i32.into(),
                    0i32.into(),
                    r.kind.into(),
                    r.class.map(str::to_owned).into(),
                    r.status.into(),
                    r.title.into(),
                    r.code.map(str::to_owned).into(),
                    r.quantity.into(),
                    at.into(),
                    work.at().into(),
                ]
            })
            .collect();
        store::sql::insert_many(&work, "record_entry", &columns, rows).await.unwrap();
        work.commit().await.unwrap();
    }

    async fn summary(&self, who: &str, client: &str) -> crate::testing::Reply {
        self.get(who, &format!("/api/v1/staff/clients/{}/summary", self.client(client).0)).await
    }

    async fn permit(&self, client: ClientId, register: Register) {
        let work = self.gate.job("test.permit", "test", None).begin().await.unwrap();
        let permit = NewPermit { client, scope: self.scope(register), given_by: "client", informed_at: work.at(), recorded_by: None };
        trust::will::record(&work, &[permit]).await.unwrap();
        work.commit().await.unwrap();
    }
}

/// What health care has written of a client.
fn health() -> Vec<Row> {
    vec![
        Row::new("Condition", "active", "Tyypin 2 diabetes", "2015-02-01"),
        Row::new("Condition", "resolved", "Influenssa", "2026-01-01"),
        Row::new("MedicationRequest", "active", "Metformiini 500 mg", "2019-01-01"),
        Row::new("AllergyIntolerance", "active", "Penisilliini", "1998-01-01"),
        Row::new("Encounter", "finished", "Päivystys", "2026-10-08").class("EMER"),
        Row::new("Encounter", "finished", "Lääkärin vastaanotto", "2026-09-01").class("AMB"),
        Row::new("Encounter", "finished", "Lääkärin vastaanotto", "2026-09-20").class("AMB"),
        Row::new("Encounter", "finished", "Lääkärin vastaanotto", "2022-09-20").class("AMB"),
        Row::new("Observation", "final", "SPPB", "2026-05-12").class("functioning").value("sppb", 8.0),
        Row::new("Observation", "final", "SPPB", "2026-11-12").class("functioning").value("sppb", 5.0),
    ]
}

store::both!(
    async fn one_who_is_not_tied_is_refused_and_logged(db: TestDb) {
        let county = County::new(db).await;
        county.matter_of("anna", "aino").await;
        for who in ["cecilia", "nurse", "guide"] {
            let refused = county.summary(who, "aino").await;
            assert_eq!((refused.status.as_u16(), refused.body["code"].as_str()), (403, Some("refused")), "{who}");
        }
        county.gate.flush_log().await;
        let client = county.client("aino").0;
        let sql = "SELECT COUNT(*) FROM access_log WHERE action = 'care.summary.read' AND outcome = 'refused' AND client_id IS NOT NULL";
        assert_eq!(county.count(sql).await, 3, "{client}");
        county.summary("anna", "aino").await.expect(200);
        county.gate.flush_log().await;
        assert_eq!(
            county
                .count(
                    "SELECT COUNT(*) FROM access_log WHERE action = 'care.summary.read' AND outcome = 'allowed' AND registers = 'social'"
                )
                .await,
            1
        );
    }
);

store::both!(
    async fn another_register_is_withheld_in_words_that_tell_nothing(db: TestDb) {
        let county = County::new(db).await;
        county.matter_of("anna", "aino").await;
        county.matter_of("anna", "martti").await;
        county.records(county.client("aino"), Register::Patient, health()).await;
        let with = county.summary("anna", "aino").await.expect(200);
        let without = county.summary("anna", "martti").await.expect(200);
        assert_eq!(with["withheld"], without["withheld"], "the same whether or not there is anything");
        assert_eq!(
            with["withheld"],
            json!({"registers_open": ["social"], "note": "other_registers_may_hold", "ways": ["ask_permit", "named_ground"]})
        );
        for section in ["medication", "risks", "conditions", "measures", "history"] {
            assert_eq!(with[section], json!([]), "{section}");
        }
        assert!(!with.to_string().contains("Penisilliini"));

        // The client's permit opens it to one who is tied, and not to one who is not.
        county.permit(county.client("aino"), Register::Patient).await;
        let opened = county.summary("anna", "aino").await.expect(200);
        assert_eq!(opened["withheld"], json!({"registers_open": ["social", "patient"], "note": "other_registers_may_hold", "ways": []}));
        assert_eq!(opened["conditions"].as_array().unwrap().len(), 1, "what is over is not in force");
        assert_eq!(opened["header"]["permits"][1], json!({"register": "patient", "state": "in_force"}));
        assert_eq!(county.summary("cecilia", "aino").await.status.as_u16(), 403);
        county.gate.flush_log().await;
        assert_eq!(
            county.count("SELECT COUNT(*) FROM access_log WHERE action = 'care.summary.read' AND ground = 'disclosure_permit'").await,
            1
        );
    }
);

store::both!(
    async fn a_named_ground_opens_a_register_for_a_while_and_for_one(db: TestDb) {
        let county = County::new(db).await;
        county.matter_of("anna", "aino").await;
        county.records(county.client("aino"), Register::Patient, health()).await;
        let work = county.gate.job("test.open", "test", None).begin().await.unwrap();
        let opening = NewOpening {
            client: county.client("aino"),
            scopes: vec![county.scope(Register::Patient)],
            professional_id: county.person("anna"),
            ground: "joint_assessment".into(),
            emergency: false,
            past_denials: "stops",
            reason_code: None,
            rule_version: "1".into(),
            reason: "Arvioidaan yhdessä.".into(),
            until: work.at() + chrono::Duration::minutes(60),
        };
        trust::opening::open(&work, opening).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(county.summary("anna", "aino").await.expect(200)["medication"][0]["name"], "Metformiini 500 mg");
        assert_eq!(county.summary("bertta", "aino").await.expect(200)["medication"], json!([]), "for the one who named the ground");
        county.at("2026-11-16T10:01:00Z");
        assert_eq!(county.summary("anna", "aino").await.expect(200)["withheld"]["registers_open"], json!(["social"]), "the hour is over");
    }
);

store::both!(
    async fn the_picture_is_whole(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        let client = county.client("aino");
        county.permit(client, Register::Patient).await;
        county.records(client, Register::Patient, health()).await;
        county
            .records(
                client,
                Register::Social,
                vec![
                    Row::new("Encounter", "finished", "Kotihoidon käynti", "2026-10-02").class("HH"),
                    Row::new("Encounter", "finished", "Kotihoidon käynti", "2026-10-03").class("HH"),
                    Row::new("Appointment", "booked", "Kotikäynti", "2026-11-24"),
                    Row::new("Flag", "active", "Kaatumisvaara", "2026-01-10"),
                ],
            )
            .await;
        county.finished("anna", &matter, "assessment", crate::decision::tests::assessment()).await;
        let picture = county.summary("anna", "aino").await.expect(200);
        let lane = |name: &str| -> Vec<Value> {
            let lanes = picture["timeline"]["lanes"].as_array().unwrap();
            lanes.iter().find(|l| l["lane"] == name).unwrap()["items"].as_array().unwrap().clone()
        };
        assert_eq!((picture["timeline"]["from"].as_str(), picture["timeline"]["to"].as_str()), (Some("2024-11-16"), Some("2026-11-16")));
        assert_eq!((lane("emergency_ward").len(), lane("functioning").len(), lane("plans_decisions").len()), (1, 2, 1));
        let visits = lane("visits");
        assert_eq!(visits.len(), 2, "visits of a month stand together: {visits:?}");
        assert_eq!(
            (visits[0]["from"].as_str(), visits[0]["to"].as_str(), visits[0]["count"].as_i64()),
            (Some("2026-09-01"), Some("2026-09-20"), Some(2))
        );
        let history: Vec<(&str, i64)> =
            picture["history"].as_array().unwrap().iter().map(|h| (h["service"].as_str().unwrap(), h["count"].as_i64().unwrap())).collect();
        assert_eq!(history, [("Päivystys", 1), ("Kotihoidon käynti", 2), ("Lääkärin vastaanotto", 2)]);
        assert_eq!((picture["measures"][0]["value"].as_str(), picture["measures"][0]["trend"].as_str()), (Some("5"), Some("down")));
        assert_eq!(picture["measures"][0]["previous"], json!({"value": "8", "at": "2026-05-12"}));
        let open: Vec<&str> = picture["open"].as_array().unwrap().iter().map(|o| o["what"]["kind"].as_str().unwrap()).collect();
        assert_eq!(open, ["appointment", "matter"]);
        assert_eq!(picture["alerts"][0]["title"]["fi"], "Kaatumisvaara");
        assert!(
            picture["deadlines"]
                .as_array()
                .unwrap()
                .iter()
                .all(|d| d["matter"]["id"] == id(&matter).to_string() && d["section"].is_string())
        );
        assert_eq!(picture["people"][0]["kind"], "client");

        // What comes first is data, by role.
        assert_eq!((picture["lens"]["role"].as_str(), picture["lens"]["order"][0].as_str()), (Some("case_manager"), Some("alerts")));
        assert_eq!(county.summary("sosku", "aino").await.expect(200)["lens"]["order"][0], "deadlines");

        // A limit that passed is told first.
        county.at("2027-03-01T09:00:00Z");
        let late = county.summary("anna", "aino").await.expect(200);
        assert_eq!((late["alerts"][0]["kind"].as_str(), late["alerts"][0]["tone"].as_str()), (Some("overdue"), Some("danger")));
    }
);

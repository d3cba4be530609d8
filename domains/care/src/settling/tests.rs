use people::population::{Home, Told, Word};
use serde_json::{Value, json};
use trust::will::{NewPermit, record};

use super::Ended;
use crate::testing::{County, id};

impl County {
    /// The register tells of a client, as the feed would hand it over.
    async fn register_tells(&self, client: &str, number: i64, words: Vec<Word>) -> Ended {
        let work = self.gate.job("test.register", "register", None).begin().await.unwrap();
        let told = Told { number, changed_at: work.at(), words };
        let taken = people::population::take(&work, self.client(client), &told).await.unwrap();
        let ended = self.care.register_told(&work, self.client(client), &taken).await.unwrap();
        work.commit().await.unwrap();
        ended
    }

    async fn settling(&self, who: &str) -> Value {
        self.get(who, "/api/v1/staff/settling").await.expect(200)
    }
}

fn item<'a>(list: &'a Value, kind: &str) -> &'a Value {
    list["items"].as_array().unwrap().iter().find(|i| i["object_kind"] == kind).unwrap_or_else(|| panic!("{kind}: {list}"))
}

async fn settle(county: &County, who: &str, item: &Value, outcome: &str, reason: &str) -> crate::testing::Reply {
    let path = format!("/api/v1/staff/clients/{}/settling/{}", item["client"]["id"].as_str().unwrap(), item["id"].as_str().unwrap());
    let version = item["version"].to_string();
    county.ask(who, "POST", &path, &[("if-match", &version)], Some(json!({ "outcome": outcome, "reason": reason }))).await
}

async fn customership(county: &County, client: &str, matter: &Value) -> Value {
    let path = format!("/api/v1/staff/clients/{}/customerships", county.client(client).0);
    let new = json!({ "service_task": "older_people", "responsible_worker_id": county.person("anna"), "team_id": county.team("ita"), "matter_id": id(matter) });
    county.post("anna", &path, new).await.expect(201)
}

async fn appointment(county: &County, matter: &Value) -> Value {
    let body = json!({ "day": "2026-11-20", "time": "11:00", "minutes": 60, "place": "remote", "why": "Tapaaminen" });
    county.post("anna", &format!("/api/v1/staff/matters/{}/appointments", id(matter)), body).await.expect(201)
}

store::both!(
    async fn a_death_ends_what_the_rules_say_and_asks_the_rest(db: TestDb) {
        let county = County::telling(db).await;
        let matter = county.matter_of("anna", "aino").await;
        let customer = customership(&county, "aino", &matter).await;
        county.choose_email("aino").await;
        appointment(&county, &matter).await;
        let work = county.gate.job("test.permit", "test", None).begin().await.unwrap();
        let scope = kernel::Scope {
            controller: county.gate.controller(),
            register: kernel::Register::Patient,
            service_task: kernel::ServiceTask::Health,
            catalogue_row: 1,
        };
        record(&work, &[NewPermit { client: county.client("aino"), scope, given_by: "client", informed_at: work.at(), recorded_by: None }])
            .await
            .unwrap();
        work.commit().await.unwrap();
        let waiting = county.count("SELECT COUNT(*) FROM notice_delivery WHERE state = 'waiting'").await;
        assert!(waiting > 0, "the client was to be told of the appointment");

        let on = "2026-11-15".parse().unwrap();
        let done = county.register_tells("aino", 10, vec![Word::Death { dead: true, on: Some(on) }]).await;
        assert_eq!(done.asked, 2, "the customership and the matter: {done:?}");
        for (what, sql) in [
            ("appointments", "SELECT COUNT(*) FROM appointment WHERE state <> 'cancelled'"),
            ("permits", "SELECT COUNT(*) FROM will_expression WHERE withdrawn_at IS NULL"),
            ("notices", "SELECT COUNT(*) FROM notice_delivery WHERE state = 'waiting'"),
        ] {
            assert_eq!(county.count(sql).await, 0, "{what} end by themselves");
        }
        assert_eq!(county.count("SELECT COUNT(*) FROM client WHERE deceased_on = '2026-11-15'").await, 1);
        assert_eq!(county.count("SELECT COUNT(*) FROM customership WHERE state = 'open'").await, 1, "nothing is closed without a person");

        // The same word again, and another number with the same word, change nothing.
        assert_eq!(county.register_tells("aino", 10, vec![Word::Death { dead: true, on: Some(on) }]).await, Ended::default());
        assert_eq!(county.register_tells("aino", 11, vec![Word::Death { dead: true, on: Some(on) }]).await, Ended::default());

        let list = county.settling("anna").await;
        assert_eq!((list["open"].as_i64(), list["items"].as_array().unwrap().len()), (Some(2), 2));
        assert_eq!(county.settling("cecilia").await["open"], 0, "another team sees none of it");
        assert_eq!(county.get("nurse", "/api/v1/staff/settling").await.status.as_u16(), 403);
        let one = item(&list, "customership");
        assert_eq!((one["object_id"].clone(), one["outcomes"].clone()), (customer["id"].clone(), json!(["ended", "goes_on"])));
        assert_eq!(settle(&county, "anna", one, "ended", " ").await.status.as_u16(), 422);
        assert_eq!(settle(&county, "anna", one, "handed_over", "Ei siirretä.").await.status.as_u16(), 422);
        assert_eq!(settle(&county, "cecilia", one, "ended", "Ei kuulu minulle.").await.status.as_u16(), 403);
        settle(&county, "anna", one, "ended", "Omaisille on soitettu.").await.expect(200);
        assert_eq!(settle(&county, "anna", one, "ended", "Omaisille on soitettu.").await.refused(), "already_settled");
        assert_eq!(county.count("SELECT COUNT(*) FROM customership WHERE state = 'closed' AND close_reason = 'died'").await, 1);
        settle(&county, "bertta", item(&list, "matter"), "goes_on", "Puolison asia on samassa.").await.expect(200);
        assert_eq!(county.count("SELECT COUNT(*) FROM matter WHERE state = 'open'").await, 1, "goes on as it is");
        let settled = county.get("anna", "/api/v1/staff/settling?settled=true").await.expect(200);
        assert_eq!((settled["items"].as_array().unwrap().len(), settled["open"].as_i64()), (2, Some(0)));
        assert_eq!(settled["items"].as_array().unwrap().iter().filter(|i| i["reason"] == "Puolison asia on samassa.").count(), 1);
        assert_eq!(county.count("SELECT COUNT(*) FROM access_log WHERE action = 'care.settling.settle' AND outcome = 'allowed'").await, 2);
    }
);

store::both!(
    async fn moving_to_another_county_is_asked_about_and_handed_over(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        appointment(&county, &matter).await;
        // To a neighbouring municipality of the same county: nothing follows.
        let home = |code: &str| vec![Word::Home(Home { code: code.into(), since: Some("2026-11-15".parse().unwrap()) })];
        assert_eq!(county.register_tells("aino", 1, home("405")).await, Ended::default());
        let done = county.register_tells("aino", 2, home("091")).await;
        assert_eq!((done.ended, done.asked), (0, 2), "the matter and the appointment");
        // Back and away again on another day is asked anew; the same day is the same question.
        let list = county.settling("anna").await;
        let one = item(&list, "matter");
        assert_eq!((one["cause"].as_str(), one["happened_on"].as_str()), (Some("moved_away"), Some("2026-11-15")));
        settle(&county, "anna", one, "handed_over", "Siirretty Helsinkiin.").await.expect(200);
        assert_eq!(county.count("SELECT COUNT(*) FROM matter WHERE state = 'closed' AND close_reason = 'moved_away'").await, 1);
        settle(&county, "anna", item(&list, "appointment"), "ended", "Asiakas ei tule enää.").await.expect(200);
        assert_eq!(county.count("SELECT COUNT(*) FROM appointment WHERE state = 'cancelled'").await, 1);
        assert_eq!(county.settling("anna").await["open"], 0);
    }
);

store::both!(
    async fn a_protection_that_stood_before_the_registers_own_is_lifted_by_a_person(db: TestDb) {
        let county = County::new(db).await;
        county.matter_of("anna", "aino").await;
        county.protect("aino").await;
        let protection = |active| vec![Word::Protection { active, until: None }];
        assert_eq!(county.register_tells("aino", 1, protection(true)).await, Ended::default());
        assert_eq!(county.register_tells("aino", 2, protection(false)).await.asked, 1);
        let protected = "SELECT COUNT(*) FROM client WHERE protected = TRUE";
        assert_eq!(county.count(protected).await, 1, "stays until someone says");
        let list = county.settling("anna").await;
        settle(&county, "anna", item(&list, "protection"), "ended", "Asiakas vahvisti.").await.expect(200);
        assert_eq!(county.count(protected).await, 0);

        // One the register itself set, it also ends.
        county.matter_of("anna", "martti").await;
        assert_eq!(county.register_tells("martti", 3, protection(true)).await, Ended::default());
        assert_eq!(county.count(protected).await, 1);
        assert_eq!(county.register_tells("martti", 4, protection(false)).await, Ended::default());
        assert_eq!(county.count(protected).await, 0);
    }
);

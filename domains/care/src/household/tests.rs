//! The family and the household over HTTP on both databases: what the looker's rights reach, and nothing of the rest.

use ::store::both;
use ::store::testing::TestDb;
use kernel::{Register, Scope, ServiceTask};
use people::import::{SourceCloseOne, upsert_close_ones};
use serde_json::{Value, json};

use crate::testing::County;

impl County {
    async fn related(&self, of: &str, person: &str, roles: &[&str]) {
        let scope = Scope {
            controller: self.gate.controller(),
            register: Register::Social,
            service_task: ServiceTask::OlderPeople,
            catalogue_row: 4,
        };
        let one = SourceCloseOne {
            client: self.client(of),
            key: format!("{of}/{person}").into_bytes(),
            name: person.to_owned(),
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
            official: true,
            phone: None,
            note: None,
            person: Some(self.client(person)),
            ended: false,
            source_system: "test".into(),
            scope,
        };
        let work = self.gate.job("test.kin", "test", None).begin().await.unwrap();
        upsert_close_ones(&work, &[one]).await.unwrap();
        work.commit().await.unwrap();
    }

    async fn household(&self, who: &str, client: &str) -> Value {
        self.get(who, &format!("/api/v1/staff/clients/{}/household", self.client(client).0)).await.expect(200)
    }
}

const HOME: &str = "Koivukuja 1, 55100 Imatra";

/// Aino with a husband whose matter is the same team's, a child in her custody, and a lodger of another team.
async fn county(db: TestDb) -> County {
    let county = County::new(db).await;
    for key in ["aino", "martti", "lapsi", "elli"] {
        county.lives(key, HOME, false).await;
    }
    county.lives("kari", "Muualla 2, 53100 Lappeenranta", false).await;
    county.related("aino", "martti", &["spouse"]).await;
    county.related("aino", "lapsi", &["child"]).await;
    county.related("aino", "kari", &["child"]).await;
    county.related("lapsi", "aino", &["parent", "guardian"]).await;
    county.matter_of("anna", "aino").await;
    county.matter_of("anna", "martti").await;
    let mut other = county.new_matter(&["elli"]);
    other["team_id"] = json!(county.team("lansi"));
    county.post("guide", "/api/v1/staff/lobby/send", other).await.expect(201);
    county
}

fn member<'a>(household: &'a Value, name: &str) -> &'a Value {
    household["members"].as_array().unwrap().iter().find(|m| m["name"].as_str().unwrap().contains(name)).unwrap_or(&Value::Null)
}

both!(
    async fn the_family_is_shown_and_what_is_open_within_rights(db: TestDb) {
        let county = county(db).await;
        let home = county.household("anna", "aino").await;
        assert_eq!((home["address_hidden"].as_bool(), home["note"].as_str()), (Some(false), Some("others_may_live_here")));
        let husband = member(&home, "martti");
        assert_eq!((husband["lives_here"].as_bool(), husband["official"].as_bool()), (Some(true), Some(true)));
        assert_eq!(husband["card"]["family_name"], "Lehtonen", "their own team's client is named");
        assert_eq!(husband["open"]["matters"].as_array().unwrap().len(), 1);
        assert!(husband["open"]["matters"][0]["number"].is_string());
        let child = member(&home, "lapsi");
        assert_eq!((child["custody"].as_str(), child["lives_here"].as_bool()), (Some("in_custody"), Some(true)));
        assert!(child.get("open").is_none() && child.get("card").is_none(), "rights do not reach the child: {child}");
        assert_eq!((member(&home, "kari")["lives_here"].as_bool(), member(&home, "kari").get("custody")), (Some(false), None));
        assert_eq!(*member(&home, "Åkerman"), Value::Null, "another team's client at the same address is not told of");
        // The same words for one who has nothing open at all as for one whose matter is another's.
        let before = member(&home, "lapsi").clone();
        let mut hidden = county.new_matter(&["lapsi"]);
        hidden["team_id"] = json!(county.team("lansi"));
        hidden["overrule_reason"] = json!("Tiimi tuntee perheen.");
        county.post("guide", "/api/v1/staff/lobby/send", hidden).await.expect(201);
        assert_eq!(*member(&county.household("anna", "aino").await, "lapsi"), before, "what others hold changes nothing that is said");

        // One whose team holds the lodger's matter as well sees the lodger too.
        let mut joined = county.new_matter(&["elli"]);
        joined["why_another"] = json!("Toinen asia.");
        joined["overrule_reason"] = json!("Asuu täällä.");
        county.post("nurse", "/api/v1/staff/lobby/send", joined).await.expect(201);
        let with = county.household("anna", "aino").await;
        assert_eq!(member(&with, "Åkerman")["lives_here"], true);
        assert_eq!(member(&with, "Åkerman")["open"]["matters"].as_array().unwrap().len(), 2, "tied to the client in the task");

        county.gate.flush_log().await;
        let looks = "SELECT COUNT(*) FROM access_log l JOIN access_log_client c ON c.log_id = l.id WHERE l.action = 'care.household.look' \
                     AND c.client_id = (SELECT id FROM client WHERE family_name = 'Lehtonen')";
        assert_eq!(county.count(looks).await, 3, "each showing of the husband is a look at him");
        let unseen = "SELECT COUNT(*) FROM access_log l JOIN access_log_client c ON c.log_id = l.id WHERE l.action = 'care.household.look' \
                      AND c.client_id = (SELECT id FROM client WHERE given_names = 'Veeti')";
        assert_eq!(county.count(unseen).await, 0);
        for who in ["cecilia", "nurse"] {
            let path = format!("/api/v1/staff/clients/{}/household", county.client("aino").0);
            assert_eq!(county.get(who, &path).await.status.as_u16(), 403, "{who}");
        }
    }
);

both!(
    async fn a_protected_address_tells_nobodys_home(db: TestDb) {
        let county = county(db).await;
        county.lives("martti", HOME, true).await;
        let home = county.household("anna", "aino").await;
        assert!(member(&home, "martti").get("lives_here").is_none(), "whether he lives here is his secret");
        assert_eq!(member(&home, "lapsi")["lives_here"], true);
        county.lives("aino", HOME, true).await;
        let home = county.household("anna", "aino").await;
        assert_eq!(home["address_hidden"], true);
        assert!(home["members"].as_array().unwrap().iter().all(|m| m.get("lives_here").is_none()));
    }
);

//! What the personas do in a demo county before anyone looks: each room has something to show.

use std::collections::BTreeSet;

use crate::common::{Caller, House};
use serde_json::Value;
use store::both;

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The words that stand at a place in these.
fn words(all: &[Value], at: &str) -> BTreeSet<String> {
    all.iter().filter_map(|one| one.pointer(at)?.as_str()).map(str::to_owned).collect()
}

/// What stands under each of the case manager's matters.
async fn under(sanna: &Caller, matters: &[Value], what: &str) -> Vec<Value> {
    let mut all = Vec::new();
    for matter in matters {
        let answer = sanna.get(&format!("/api/v1/staff/matters/{}{what}", matter["id"].as_str().unwrap())).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        all.push(answer.body);
    }
    all
}

both!(
    async fn every_room_has_something_to_show(db: TestDb) {
        let house = House::new(&mut db).await;
        server::cli::demo::show(&house.gate, &house.rules, &house.rooms.sealing).await.unwrap();
        house.gate.lift_limits();
        let set = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<BTreeSet<_>>();

        let sanna = house.log_in("case_manager").await;
        let desk = sanna.get("/api/v1/staff/desk?view=mine&limit=200").await.body;
        let matters: Vec<Value> = list(&desk["lanes"]).iter().flat_map(|lane| list(&lane["cards"])).cloned().collect();
        let files: Vec<Value> = under(&sanna, &matters, "/attachments").await.iter().flat_map(list).cloned().collect();
        assert_eq!(words(&files, "/scan"), set(&["clean", "infected", "waiting"]));
        let notices = under(&sanna, &matters, "/notices").await;
        let deliveries: Vec<Value> =
            notices.iter().flat_map(|one| list(&one["notices"])).flat_map(|one| list(&one["deliveries"])).cloned().collect();
        assert_eq!(words(&deliveries, "/state"), set(&["sent", "failed", "dropped", "uncertain", "waiting"]));
        let batches = sanna.get("/api/v1/staff/letters/batches").await.body;
        assert!(list(&batches).iter().any(|one| one["sent_at"].is_string() && one["letters"].as_i64() > Some(0)), "{batches}");
        // The old decision says why it was corrected; the new one is sent and holds in its place.
        let mut corrected = 0;
        for decision in under(&sanna, &matters, "").await.iter().flat_map(|one| list(&one["decisions"])) {
            let whole = sanna.get(&format!("/api/v1/staff/decisions/{}", decision["id"].as_str().unwrap())).await.body;
            if whole["corrections"][0]["kind"] == "writing" {
                assert_eq!(whole["force"], "replaced", "{whole}");
                corrected += 1;
            }
        }
        assert_eq!(corrected, 1);
        let meetings: Vec<Value> = under(&sanna, &matters, "/appointments").await.iter().flat_map(list).cloned().collect();
        assert!(words(&meetings, "/state").contains("booked"), "one waits for the client's answer: {meetings:?}");

        // What nurses, the client, a close one and a scale at home have told of the client's ability.
        let aino = house.log_in("client_aino").await.get("/api/v1/client/functioning").await.body;
        assert_eq!(words(list(&aino["measurements"]), "/origin"), set(&["self", "close_one", "professional", "device"]));
        assert_eq!(words(list(&aino["profile"]), "/dimension"), set(&["physical", "mental", "cognitive", "coping"]));
        assert!(words(list(&aino["profile"]), "/measure").contains("weight_change"), "{aino}");

        let lead = house.log_in("team_lead").await;
        let views = lead.get("/api/v1/staff/views").await.body;
        assert!(list(&views).iter().any(|one| one["team"]["id"].is_string()), "{views}");
        // A look was passed on, and a client's question has waited too long: the data protection officer has both.
        let officer = house.log_in("data_protection_officer").await;
        let passed = officer.get("/api/v1/staff/protection/reviews").await.body;
        assert_eq!((passed["waiting"].as_i64(), passed["items"][0]["rule"]["code"].as_str()), (Some(1), Some("neighbour")), "{passed}");
        let late = officer.get("/api/v1/staff/protection/inquiries").await.body;
        assert_eq!(late["total"], 1, "{late}");
        let admin = house.log_in("administrator").await;
        let faults = admin.get("/api/v1/staff/administration/faults?state=answered").await.body;
        assert_eq!(list(&faults).len(), 1, "{faults}");
        let breaks = admin.get("/api/v1/staff/administration/notices").await.body;
        assert_eq!(words(list(&breaks), "/when"), set(&["coming"]));
    }
);

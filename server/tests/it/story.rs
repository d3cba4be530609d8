//! A client's story in the demo county: told across services to whoever's proof opens them, cut for who sees one side, and the client's own
//! told in words that are for the client; people and things as a graph; what came after what was done; figures of many name nobody.

use crate::common::{Caller, House};
use axum::http::StatusCode;
use serde_json::{Value, json};
use store::{both, sql};
use uuid::Uuid;

fn path(client: Uuid, rest: &str) -> String {
    format!("/api/v1/staff/clients/{client}/{rest}")
}

async fn got(who: &Caller, path: &str) -> Value {
    let answer = who.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    answer.body
}

fn entries(story: &Value) -> &Vec<Value> {
    story["entries"].as_array().unwrap()
}

/// Every page of a story, in its order.
async fn whole(who: &Caller, path: &str) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = got(who, &format!("{path}?order=oldest{cursor}")).await;
        all.extend(entries(&page).iter().cloned());
        let Some(next) = page["next"].as_str() else { return all };
        cursor = format!("&cursor={next}");
    }
}

both!(
    async fn a_story_is_told_as_far_as_the_proof_reaches(db: TestDb) {
        let house = House::new(&mut db).await;
        assert_eq!(house.rooms.story.untold(), Vec::<&str>::new());
        let (sanna, nurse, aino) =
            (house.log_in("case_manager").await, house.log_in("home_care_nurse").await, house.subject("client_aino"));
        let at = path(aino, "story");
        let all = whole(&sanna, &at).await;
        // What lasts stands where it began, what is gathered where its last is.
        let day =
            |one: &Value| one[if one["count"] == 1 { "from" } else { "to" }].as_str().map_or_else(|| one["from"].clone(), |day| json!(day));
        let days: Vec<String> = all.iter().map(|one| day(one).as_str().unwrap().to_owned()).collect();
        assert!(days.len() > 5 && days.is_sorted(), "the oldest first: {days:?}");
        let mut ids: Vec<&str> = all.iter().map(|one| one["id"].as_str().unwrap()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all.len(), "each once, whatever the pages");
        let registers =
            |list: &[Value]| list.iter().map(|one| one["register"].as_str().unwrap().to_owned()).collect::<std::collections::BTreeSet<_>>();
        assert_eq!(registers(&all).len(), 2, "two services' story in one: {:?}", registers(&all));

        // The nurse's proof opens the patient register: nothing of the other is told, and that it may be is said to everybody alike.
        let hers = got(&nurse, &at).await;
        assert_eq!((&hers["registers_open"], &hers["others_may_hold"]), (&json!(["patient"]), &json!(true)));
        let seen = whole(&nurse, &at).await;
        assert_eq!(registers(&seen).into_iter().collect::<Vec<_>>(), ["patient"]);
        assert!(seen.len() < all.len());

        // A theme keeps what is under it; a day to come and a theme that is not are refused with where they stand.
        let first = got(&sanna, &at).await;
        let theme = first["themes"][0].clone();
        let code = theme["code"].as_str().unwrap();
        let of_theme = whole(&sanna, &at).await.into_iter().filter(|one| one["themes"].as_array().unwrap().contains(&json!(code))).count();
        assert_eq!(of_theme, usize::try_from(theme["count"].as_u64().unwrap()).unwrap());
        let only = got(&sanna, &format!("{at}?theme={code}")).await;
        assert!(entries(&only).iter().all(|one| one["themes"].as_array().unwrap().contains(&json!(code))));
        assert_eq!(sanna.get(&format!("{at}?theme=nothing")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(sanna.get(&format!("{at}?from=2026-02-01&to=2026-01-01")).await.status, StatusCode::UNPROCESSABLE_ENTITY);

        // Who does not care for one is told nothing, and that they asked stays.
        let laura = path(house.subject("client_laura"), "story");
        assert_eq!(house.log_in("case_manager_west").await.get(&laura).await.status, StatusCode::FORBIDDEN);
        house.gate.flush_log().await;
        let job = house.gate.job("test.log", "test", None);
        let count = async |outcome: &str| {
            let text = "SELECT id FROM access_log WHERE action = 'story.client.look' AND outcome = $1";
            sql::rows(job.reader(), text, [outcome.into()]).await.unwrap().len()
        };
        assert!(count("allowed").await > 0 && count("refused").await == 1);
    }
);

both!(
    async fn one_s_own_story_is_told_in_words_for_oneself(db: TestDb) {
        let house = House::new(&mut db).await;
        let own = house.log_in("client_aino").await;
        let page = got(&own, "/api/v1/client/story").await;
        assert!(!entries(&page).is_empty(), "{page}");
        for entry in entries(&page) {
            // Work on the way is nobody's story but the workers'; who did it is told by the team.
            assert!(!["alert", "hearing"].contains(&entry["part"].as_str().unwrap()), "{entry}");
            assert!(entry.get("who").is_none(), "{entry}");
            assert!(!entry["sentence"]["fi"].as_str().unwrap().contains('{'), "{entry}");
        }
        assert!(page["own_words"].as_array().unwrap().iter().all(|one| one["voice"] == "client" && one.get("words").is_some()));
        // Another client's is another's.
        let ids = |page: &Value| entries(page).iter().map(|one| one["id"].clone()).collect::<Vec<_>>();
        let laura = got(&house.log_in("client_laura").await, "/api/v1/client/story").await;
        assert!(ids(&laura).iter().all(|id| !ids(&page).contains(id)));
        assert_eq!(house.log_in("case_manager").await.get("/api/v1/client/story").await.status, StatusCode::UNAUTHORIZED);
    }
);

both!(
    async fn people_and_things_hang_together_and_what_came_after_is_told_with_care(db: TestDb) {
        let house = House::new(&mut db).await;
        let (sanna, nurse, aino) =
            (house.log_in("case_manager").await, house.log_in("home_care_nurse").await, house.subject("client_aino"));
        let graph = got(&sanna, &path(aino, "graph")).await;
        let nodes: Vec<&str> = graph["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap()).collect();
        assert_eq!(graph["nodes"][0]["kind"], "client");
        let kinds = |graph: &Value| {
            graph["nodes"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        for kind in ["close_one", "team", "customership", "matter", "plan"] {
            assert!(kinds(&graph).iter().any(|one| one == kind), "no {kind}: {:?}", kinds(&graph));
        }
        for edge in graph["edges"].as_array().unwrap() {
            assert!(nodes.contains(&edge["from"].as_str().unwrap()) && nodes.contains(&edge["to"].as_str().unwrap()), "{edge}");
        }
        let hers = got(&nurse, &path(aino, "graph")).await;
        assert_eq!(hers["registers_open"], json!(["patient"]));
        assert!(!kinds(&hers).iter().any(|kind| kind == "matter"), "Aino's matters are of the other register: {:?}", kinds(&hers));

        let after = got(&sanna, &path(aino, "consequences")).await;
        let acts = after["acts"].as_array().unwrap();
        assert!(!acts.is_empty() && !after["caution"]["fi"].as_str().unwrap().is_empty(), "{after}");
        for act in acts {
            for measure in act["measures"].as_array().unwrap() {
                let (before, then) = (measure["before"]["on"].as_str().unwrap(), measure["after"]["on"].as_str().unwrap());
                assert!(before <= act["on"].as_str().unwrap() && then > before, "{act}");
            }
        }

        // Of groups only numbers, and none of a group that is too small to hide in; who has no say over figures has none.
        let lead = house.log_in("team_lead").await;
        let asked = got(&lead, "/api/v1/staff/consequences").await;
        let (act, measure) = (&asked["acts"][0], &asked["measures"][0]["measure"]);
        assert!(act.is_object() && measure.is_string(), "{asked}");
        let least = asked["least"].as_u64().unwrap();
        let group = format!(
            "/api/v1/staff/consequences?part={}&code={}&measure={}",
            act["part"].as_str().unwrap(),
            act["code"].as_str().unwrap(),
            measure.as_str().unwrap()
        );
        let told = got(&lead, &group).await;
        assert!(told["too_few"] == true || told["group"]["n"].as_u64().is_some_and(|n| n >= least), "{told}");
        let used = got(&lead, "/api/v1/staff/summary-use").await;
        assert!(used["all"].is_object() && used["days"].as_u64().unwrap() > 0, "{used}");
        assert_eq!(house.log_in("home_care_nurse").await.get("/api/v1/staff/summary-use").await.status, StatusCode::FORBIDDEN);
    }
);

//! Acting for another: custody by the register, a mandate of the national register, an invitation; what a minor keeps from guardians; and that
//! the log, the words of others and the session itself say who acts. Over HTTP as the browser does it, on both databases.

use crate::common::{Answer, Caller, House};
use axum::http::StatusCode;
use kernel::ClientId;
use mandate::National;
use mandate::counterpart::Register;
use serde_json::{Value, json};
use server::app::{Rooms, app};
use server::live::Feed;
use server::session::Entry;
use store::{both, sql};
use tokio::sync::watch;
use trust::Audience;
use uuid::Uuid;

const ACTING: &str = "/api/v1/client/acting";
const INVITATIONS: &str = "/api/v1/client/invitations";
const OVERVIEW: &str = "/api/v1/client/overview";
const HEALTH: &str = "http://valtuusrekisteri.suomi.fi/terveydenhuollon_asioiden_hoito";
const SOCIAL: &str = "http://valtuusrekisteri.suomi.fi/sosiaalihuollon_asioiden_hoito";

async fn choices(who: &Caller) -> Vec<Value> {
    who.get(ACTING).await.body["choices"].as_array().unwrap().clone()
}

async fn start(who: &Caller, client: Uuid, ground: &str) -> Answer {
    who.post(ACTING, json!({ "client_id": client, "ground": ground })).await
}

/// The child a persona has custody of.
async fn child_of(guardian: &Caller) -> Uuid {
    let all = choices(guardian).await;
    let child = all.iter().find(|one| one["ground"] == "custody").unwrap_or_else(|| panic!("nobody in custody: {all:?}"));
    child["client_id"].as_str().unwrap().parse().unwrap()
}

async fn refused(answer: Answer, why: &str) {
    assert_eq!((answer.status, answer.body["reason"].as_str()), (StatusCode::FORBIDDEN, Some(why)), "{}", answer.body);
}

async fn hetu(house: &House, client: Uuid) -> String {
    let job = house.gate.job("test.hetu", "test", None);
    people::hetu_for_print(&house.gate, &job, ClientId(client)).await.unwrap().unwrap()
}

async fn count(house: &House, text: &str) -> i64 {
    house.gate.flush_log().await;
    let job = house.gate.job("test.count", "test", None);
    sql::rows(job.reader(), text, []).await.unwrap()[0].try_get_by_index(0).unwrap()
}

/// A change of what the register holds, as the feed would make it.
async fn change(house: &House, text: &str, id: Uuid) {
    let work = house.gate.job("test.change", "test", None).begin().await.unwrap();
    assert!(sql::exec(&work, text, [id.into()]).await.unwrap().rows_affected() > 0, "{text}");
    work.commit().await.unwrap();
}

fn contact() -> Value {
    json!({ "kind": "contact", "about": "self", "text": "Tarvitsemme apua arkeen.", "need_reasons": ["1"], "urgency_felt": "soon", "reply_wanted": true })
}

both!(
    async fn a_guardian_acts_for_a_minor_in_their_own_name(db: TestDb) {
        let house = House::new(&mut db).await;
        let (laura, guardian) = (house.subject("client_laura"), house.log_in("client_laura").await);
        let child = child_of(&guardian).await;
        assert_eq!(guardian.get(OVERVIEW).await.body["given_name"], "Laura");
        assert!(guardian.get(ACTING).await.body["now"].is_null());

        // Nobody else's, and by no ground one has not.
        assert_eq!(start(&guardian, house.subject("client_aino"), "custody").await.status, StatusCode::NOT_FOUND);
        assert_eq!(start(&guardian, child, "mandate").await.status, StatusCode::NOT_FOUND);
        assert_eq!(start(&guardian, laura, "custody").await.status, StatusCode::NOT_FOUND, "nor for oneself");
        assert_eq!(start(&guardian, child, "custody").await.status, StatusCode::NO_CONTENT);

        let now = guardian.get(ACTING).await.body["now"].clone();
        assert_eq!((now["client_id"].as_str(), now["ground"].as_str()), (Some(child.to_string().as_str()), Some("custody")));
        assert!(now["about"]["fi"].as_str().unwrap().contains("ei ehkä näy kaikkea"));
        let opens = now["opens"].as_array().unwrap();
        assert!(opens.contains(&json!("matters")) && !opens.contains(&json!("will")), "{opens:?}");
        assert_eq!(guardian.get(OVERVIEW).await.body["given_name"], "Onni");

        // What is sent for the child is in the guardian's name, and their words are not the child's own.
        let sent = guardian.post("/api/v1/client/matters", contact()).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
        let matter: Uuid = sent.body["id"].as_str().unwrap().parse().unwrap();
        let job = house.gate.job("test.matter", "test", None);
        let text = "SELECT own_words, description, notifier, notifier_name, sender_id FROM matter WHERE id = $1";
        let row = &sql::rows(job.reader(), text, [matter.into()]).await.unwrap()[0];
        let word = |name: &str| row.try_get::<Option<String>>("", name).unwrap();
        assert_eq!((word("own_words"), word("notifier")), (None, None));
        assert!(word("notifier_name").unwrap().contains("Laura") && word("description").unwrap().contains("apua arkeen"));
        assert_eq!(row.try_get::<Uuid>("", "sender_id").unwrap(), laura);
        let messages = format!("/api/v1/client/matters/{matter}/messages");
        let message = guardian.post(&messages, json!({ "text": "Onni on koulussa klo 14 asti." })).await;
        assert_eq!((message.status, message.body["acting"].as_str()), (StatusCode::CREATED, Some("custody")), "{}", message.body);
        assert!(message.body["author"].as_str().unwrap().contains("Laura"));

        // A concern about a third person is told in one's own name.
        let concern =
            json!({ "kind": "concern", "about": "other", "text": "Hei", "concern_about": { "name": "Naapuri" }, "reply_wanted": false });
        assert_eq!(guardian.post("/api/v1/client/matters", concern).await.status, StatusCode::UNPROCESSABLE_ENTITY);

        // What nobody does for another, and what one of two guardians does not do alone.
        refused(guardian.post("/api/v1/client/rights/copies", json!({ "language": "fi" })).await, "not_for_another").await;
        refused(guardian.get("/api/v1/client/log").await, "not_for_another").await;
        refused(guardian.get("/api/v1/client/notices").await, "not_for_another").await;
        refused(guardian.post("/api/v1/client/will/informings", json!({ "code": "denial_patient" })).await, "needs_both_guardians").await;
        let (own_view, seen) = (format!("/api/v1/client/matters/{matter}/own-view"), [("if-match", "0")]);
        let view = guardian.send(axum::http::Method::PUT, &own_view, Some(json!({ "text": "x" })), &seen).await;
        refused(view, "not_for_another").await;

        // The child sees the message in the guardian's name, and in the log who looked, as what.
        let onni = house.enter(Audience::Client, child).await;
        let seen = onni.get(&messages).await.body;
        assert_eq!(seen[0]["acting"], "custody");
        let log = onni.get("/api/v1/client/log").await.body;
        let entries = log["entries"].as_array().unwrap();
        let look = entries.iter().find(|e| e["action"] == "care.own.overview").unwrap();
        assert_eq!((look["by"].as_str(), look["acting"].as_str()), (Some("other"), Some("custody")));
        assert!(look["person"].as_str().unwrap().contains("Laura"));
        assert!(entries.iter().any(|e| e["action"] == "mandate.acting.start" && e["acting"] == "custody"));
        let lines =
            format!("SELECT COUNT(*) FROM access_log WHERE acting = 'custody' AND actor_kind = 'client' AND outcome = '{}'", "refused");
        assert!(count(&house, &lines).await >= 5, "refusals say it too");

        // A professional of the team sees who sent and who wrote, and by what.
        let text = "SELECT p.id FROM professional p JOIN membership t ON t.professional_id = p.id JOIN matter m ON m.team_id = t.team_id \
                    JOIN staff_role r ON r.professional_id = p.id \
                    WHERE m.id = $1 AND r.role IN ('case_manager', 'care_coordinator', 'social_worker') ORDER BY p.id LIMIT 1";
        let worker: Uuid = sql::rows(job.reader(), text, [matter.into()]).await.unwrap()[0].try_get("", "id").unwrap();
        let staff = house.enter(Audience::Staff, worker).await;
        let whole = staff.get(&format!("/api/v1/staff/matters/{matter}")).await;
        assert_eq!(whole.status, StatusCode::OK, "{}", whole.body);
        let steps = whole.body["steps"].as_array().unwrap();
        assert!(steps.iter().all(|s| s["actor"]["name"].as_str().unwrap().contains("Laura") && s["acting"] == "custody"), "{steps:?}");
        let thread = staff.get(&format!("/api/v1/staff/matters/{matter}/messages")).await.body;
        assert_eq!(thread[0]["acting"], "custody");
        assert!(thread[0]["author"].as_str().unwrap().contains("Laura"));
        let may = staff.get(&format!("/api/v1/staff/clients/{child}/acting")).await;
        assert_eq!(may.status, StatusCode::OK, "{}", may.body);
        let who = may.body["who"].as_array().unwrap();
        assert_eq!(who.iter().filter(|w| w["ground"] == "custody" && w["shared"] == true).count(), 2, "both guardians: {who:?}");

        // The professional records that the minor forbids showing this matter; it is hidden at once, and nothing says what was.
        let record = format!("/api/v1/staff/clients/{child}/minor-right");
        let body = |why: &str| json!({ "register": "social", "matter_id": matter, "code": "3", "assessment": why });
        assert_eq!(staff.post(&record, body(" ")).await.body["errors"][0]["path"], "/assessment");
        let made = staff.post(&record, body("Keskusteltu kahden kesken; ymmärtää asian.")).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let shows = async |who: &Caller| {
            let overview = who.get(OVERVIEW).await.body;
            overview["matters"].as_array().unwrap().iter().any(|one| one["id"] == matter.to_string())
        };
        assert!(!shows(&guardian).await && shows(&onni).await, "the minor sees it as before");
        assert_eq!(guardian.get(&messages).await.status, StatusCode::NOT_FOUND);
        assert_eq!(guardian.post(&messages, json!({ "text": "Hei" })).await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            staff.post(&record, json!({ "register": "social", "code": "9", "assessment": "Arvioitu" })).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        let right = made.body["id"].as_str().unwrap();
        let onnis = onni.post(&format!("/api/v1/client/minor-right/{right}/end"), json!({})).await;
        assert_eq!(onnis.body["reason"], "recorded_by_staff");
        let may = staff.get(&format!("/api/v1/staff/clients/{child}/acting")).await.body;
        assert_eq!(
            (may["said"][0]["matter_id"].as_str(), may["said"][0]["assessment"].is_string()),
            (Some(matter.to_string().as_str()), true)
        );
        let end = async |why: &str| staff.post(&format!("{record}/{right}/end"), json!({ "why": why })).await;
        assert_eq!(end("").await.body["errors"][0]["path"], "/why");
        assert!(!shows(&guardian).await);
        assert_eq!(end("Onni sallii nyt näyttämisen.").await.status, StatusCode::NO_CONTENT);
        assert!(shows(&guardian).await);

        // The minor forbids a whole register by their own log-in, and takes it back.
        assert_eq!(onni.post("/api/v1/client/minor-right", json!({ "register": "social" })).await.status, StatusCode::CREATED);
        assert_eq!(guardian.get(OVERVIEW).await.body["matters"], json!([]));
        let said = onni.get("/api/v1/client/minor-right").await.body["said"][0].clone();
        assert_eq!((said["code"].as_str(), said["recorded_by"].is_null()), (Some("3"), true));
        assert_eq!(
            guardian.post("/api/v1/client/minor-right", json!({ "register": "social" })).await.body["reason"],
            "not_minor",
            "in one's own name"
        );
        let end = format!("/api/v1/client/minor-right/{}/end", said["id"].as_str().unwrap());
        assert_eq!(onni.post(&end, json!({})).await.status, StatusCode::NO_CONTENT);
        assert!(shows(&guardian).await);

        // A page that still shows another person does nothing for this one.
        let stale = guardian.send(axum::http::Method::GET, OVERVIEW, None, &[("x-acting", &laura.to_string())]).await;
        refused(stale, "acting_changed").await;
        assert_eq!(guardian.post(&format!("{ACTING}/stop"), json!({})).await.status, StatusCode::NO_CONTENT);
        assert_eq!(guardian.get(OVERVIEW).await.body["given_name"], "Laura");
    }
);

both!(
    async fn acting_ends_with_its_ground(db: TestDb) {
        let house = House::new(&mut db).await;
        let guardian = house.log_in("client_laura").await;
        let child = child_of(&guardian).await;
        // Of age from the eighteenth birthday on; dead; custody ended by the register; the register's day gone by.
        let adult = "UPDATE client SET birth_date = '2000-01-01' WHERE id = $1";
        let minor = "UPDATE client SET birth_date = '2018-01-01' WHERE id = $1";
        let dead = "UPDATE client SET deceased = TRUE WHERE id = $1";
        let alive = "UPDATE client SET deceased = FALSE WHERE id = $1";
        for (ends, mends) in [(adult, minor), (dead, alive)] {
            assert_eq!(start(&guardian, child, "custody").await.status, StatusCode::NO_CONTENT);
            assert_eq!(guardian.get(OVERVIEW).await.body["given_name"], "Onni");
            change(&house, ends, child).await;
            refused(guardian.get(OVERVIEW).await, "acting_ended").await;
            assert_eq!(guardian.get(OVERVIEW).await.body["given_name"], "Laura", "then for oneself");
            assert_eq!(start(&guardian, child, "custody").await.status, StatusCode::NOT_FOUND);
            change(&house, mends, child).await;
        }
        // What the register tells of a coming end, and then the day is gone.
        use people::population::{Custody, Kin, Relative, Told, Word};
        let laura = kernel::hetu::Hetu::parse(&hetu(&house, house.subject("client_laura")).await).unwrap();
        let tomorrow = house.gate.ctx().today() + chrono::Days::new(1);
        let told = Told {
            number: 1,
            changed_at: house.gate.ctx().now(),
            words: vec![Word::Family {
                kin: Kin::Guardian,
                custody: Custody { parent: true, ..Custody::default() },
                person: Relative { hetu: Some(laura), name: "Salminen, Laura".into() },
                from: None,
                to: Some(tomorrow),
                removed: false,
            }],
        };
        let work = house.gate.job("test.feed", "test", None).begin().await.unwrap();
        people::population::take(&work, ClientId(child), &told).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(start(&guardian, child, "custody").await.status, StatusCode::NO_CONTENT);
        change(&house, "UPDATE population_fact SET valid_to = '2020-01-01' WHERE kind = 'guardian' AND client_id = $1", child).await;
        refused(guardian.get(OVERVIEW).await, "acting_ended").await;
        assert!(choices(&guardian).await.iter().all(|one| one["ground"] != "custody"));

        // The register tells that hers is the right to information alone: she reads, and does nothing for the child.
        use people::population::CustodyShare;
        let mut informed = told.clone();
        informed.number = 2;
        if let [Word::Family { custody, to, .. }] = informed.words.as_mut_slice() {
            (custody.share, *to) = (CustodyShare::Information, None);
        }
        let work = house.gate.job("test.feed", "test", None).begin().await.unwrap();
        people::population::take(&work, ClientId(child), &informed).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(start(&guardian, child, "custody").await.status, StatusCode::NO_CONTENT);
        assert_eq!(guardian.get(OVERVIEW).await.body["given_name"], "Onni");
        refused(guardian.post("/api/v1/client/will/informings", json!({ "code": "denial_patient" })).await, "part_of_custody").await;
        let opens = guardian.get("/api/v1/client/acting").await.body["now"]["opens"].clone();
        let opens: Vec<&str> = opens.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
        assert!(
            opens.contains(&"documents") && ["start", "write", "remedies", "hearing"].iter().all(|one| !opens.contains(one)),
            "{opens:?}"
        );
        change(&house, "UPDATE population_fact SET valid_to = '2020-01-01' WHERE kind = 'guardian' AND client_id = $1", child).await;

        change(&house, "UPDATE population_fact SET valid_to = '2036-01-01' WHERE kind = 'guardian' AND client_id = $1", child).await;
        assert_eq!(start(&guardian, child, "custody").await.status, StatusCode::NO_CONTENT);
        change(&house, "UPDATE close_one SET ended_at = updated_at WHERE official AND client_id = $1", child).await;
        refused(guardian.get(OVERVIEW).await, "acting_ended").await;
    }
);

both!(
    async fn one_guardian_alone_gives_a_denial_and_never_takes_back_the_minors_own(db: TestDb) {
        let house = House::new(&mut db).await;
        let guardian = house.log_in("client_laura").await;
        let child = child_of(&guardian).await;
        let other = "UPDATE close_one SET ended_at = updated_at WHERE official AND client_id = $1 AND person_id <> \
                     (SELECT id FROM client WHERE given_names LIKE 'Laura%' AND family_name = 'Salminen')";
        change(&house, other, child).await;
        let onni = house.enter(Audience::Client, child).await;
        assert_eq!(onni.post("/api/v1/client/will/informings", json!({ "code": "denial_social" })).await.status, StatusCode::CREATED);
        let own = onni.post("/api/v1/client/will", json!({ "code": "denial_social" })).await;
        assert_eq!(own.status, StatusCode::CREATED, "{}", own.body);

        assert_eq!(start(&guardian, child, "custody").await.status, StatusCode::NO_CONTENT);
        assert_eq!(guardian.post("/api/v1/client/will/informings", json!({ "code": "permit_social" })).await.status, StatusCode::CREATED);
        assert_eq!(guardian.post("/api/v1/client/will", json!({ "code": "permit_social" })).await.status, StatusCode::CREATED);
        guardian.post("/api/v1/client/will/informings", json!({ "code": "biobank" })).await;
        refused(guardian.post("/api/v1/client/will", json!({ "code": "biobank" })).await, "not_for_another").await;
        let withdraw = |id: &str| format!("/api/v1/client/will/{id}/withdraw");
        refused(guardian.post(&withdraw(own.body["id"].as_str().unwrap()), json!({})).await, "not_for_another").await;
        let said = onni.get("/api/v1/client/will").await.body["said"].as_array().unwrap().clone();
        let given = said.iter().find(|e| e["code"] == "permit_social").unwrap();
        assert_eq!(given["given_by"], "guardian");
        assert_eq!(guardian.post(&withdraw(given["id"].as_str().unwrap()), json!({})).await.status, StatusCode::NO_CONTENT);

        // Documents may tell where a protected child lives.
        change(&house, "UPDATE client SET protected = TRUE WHERE id = $1", child).await;
        refused(guardian.get(&format!("/api/v1/client/documents/{}", Uuid::from_u128(7))).await, "address_protected").await;
    }
);

both!(
    async fn a_close_person_does_what_the_client_chose_and_both_can_end_it(db: TestDb) {
        let house = House::new(&mut db).await;
        let (aino, laura) = (house.subject("client_aino"), house.subject("client_laura"));
        let (client, friend) = (house.log_in("client_aino").await, house.log_in("client_laura").await);
        let today = house.gate.ctx().today();
        let until = today + chrono::Days::new(30);
        let to =
            |hetu: &str| json!({ "name": "Laura Salminen", "hetu": hetu, "groups": ["matters", "appointments"], "valid_until": until });
        // Somebody whom the county does not know gets the same answer.
        let stranger = kernel::hetu::Hetu::synthetic("1971-02-03".parse().unwrap(), kernel::hetu::Sex::Male, 77).unwrap();
        let (known, unknown) =
            (client.post(INVITATIONS, to(&hetu(&house, laura).await)).await, client.post(INVITATIONS, to(stranger.reveal())).await);
        assert_eq!((known.status, unknown.status), (StatusCode::CREATED, StatusCode::CREATED), "{} {}", known.body, unknown.body);
        let told = |id: &Value, all: &Value| {
            let mut one = all["sent"].as_array().unwrap().iter().find(|s| s["id"] == *id).unwrap().clone();
            for field in ["id", "made_at"] {
                one.as_object_mut().unwrap().remove(field);
            }
            one
        };
        let mine = client.get(INVITATIONS).await.body;
        assert_eq!(told(&known.body["id"], &mine), told(&unknown.body["id"], &mine));
        for (body, path) in [
            (json!({ "name": " ", "hetu": stranger.reveal(), "groups": ["matters"], "valid_until": until }), "/name"),
            (json!({ "name": "L", "hetu": "010180-0000", "groups": ["matters"], "valid_until": until }), "/hetu"),
            (json!({ "name": "L", "hetu": hetu(&house, aino).await, "groups": ["matters"], "valid_until": until }), "/hetu"),
            (json!({ "name": "L", "hetu": stranger.reveal(), "groups": [], "valid_until": until }), "/groups"),
            (json!({ "name": "L", "hetu": stranger.reveal(), "groups": ["documents"], "valid_until": until }), "/groups"),
            (json!({ "name": "L", "hetu": stranger.reveal(), "groups": ["matters"], "valid_until": "2020-01-01" }), "/valid_until"),
            (
                json!({ "name": "L", "hetu": stranger.reveal(), "groups": ["matters"], "valid_until": today + chrono::Months::new(13) }),
                "/valid_until",
            ),
        ] {
            assert_eq!(client.post(INVITATIONS, body).await.body["errors"][0]["path"], path);
        }

        // The invited sees it after their own log-in; nobody else can answer it.
        let id = known.body["id"].as_str().unwrap();
        assert!(choices(&friend).await.iter().all(|one| one["ground"] != "invitation"));
        let received = friend.get(INVITATIONS).await.body["received"].clone();
        assert_eq!((received[0]["state"].as_str(), received.as_array().unwrap().len()), (Some("waiting"), 1));
        let child = child_of(&friend).await;
        let another = house.enter(Audience::Client, child).await;
        assert_eq!(another.post(&format!("{INVITATIONS}/{id}/accept"), json!({})).await.status, StatusCode::NOT_FOUND);
        assert_eq!(another.post(&format!("{INVITATIONS}/{id}/end"), json!({})).await.status, StatusCode::NOT_FOUND);
        assert_eq!(another.post(INVITATIONS, to(stranger.reveal())).await.body["reason"], "not_of_age");
        assert_eq!(friend.post(&format!("{INVITATIONS}/{id}/accept"), json!({})).await.status, StatusCode::NO_CONTENT);
        assert_eq!(
            count(&house, "SELECT COUNT(*) FROM invitation WHERE state = 'accepted' AND sealed IS NULL AND invited_blind IS NULL").await,
            1
        );

        // Only what was chosen opens.
        assert_eq!(start(&friend, aino, "invitation").await.status, StatusCode::NO_CONTENT);
        assert_eq!(friend.get(OVERVIEW).await.body["given_name"], "Aino");
        assert_eq!(friend.get("/api/v1/client/appointments").await.status, StatusCode::OK);
        refused(friend.post("/api/v1/client/matters", contact()).await, "not_in_invitation").await;
        refused(friend.get(&format!("/api/v1/client/documents/{}", Uuid::from_u128(7))).await, "not_by_this_ground").await;
        refused(friend.get("/api/v1/client/rights").await, "not_for_another").await;
        refused(friend.get("/api/v1/client/will").await, "not_by_this_ground").await;

        // What the client keeps from close ones is kept from the next request on, and told open again.
        const KEEP: &str = "/api/v1/client/self-direction";
        let services = |choice: &str| json!({ "changes": [{ "situation": "ordinary", "party": "close_ones", "group": "services", "choice": choice }] });
        assert_eq!(client.post(KEEP, services("keep")).await.status, StatusCode::OK);
        refused(friend.get(OVERVIEW).await, "withheld_by_client").await;
        refused(friend.get("/api/v1/client/appointments").await, "withheld_by_client").await;
        assert_eq!(friend.get(ACTING).await.body["now"]["opens"], json!([]));
        assert_eq!(client.post(KEEP, services("share")).await.status, StatusCode::OK);
        assert_eq!(friend.get(OVERVIEW).await.status, StatusCode::OK);

        // Both logs tell.
        let entries = client.get("/api/v1/client/log").await.body["entries"].as_array().unwrap().clone();
        let of = |action: &str| entries.iter().find(|e| e["action"] == action).cloned().unwrap_or_default();
        assert_eq!(
            (of("care.own.overview")["acting"].as_str(), of("care.own.overview")["by"].as_str()),
            (Some("invitation"), Some("other"))
        );
        assert!(of("care.own.overview")["person"].as_str().unwrap().contains("Laura"));
        assert_eq!(of("mandate.invitation.accept")["by"], "other");
        let theirs = house.enter(Audience::Client, laura).await.get("/api/v1/client/log").await.body["entries"].as_array().unwrap().clone();
        assert!(theirs.iter().any(|e| e["action"] == "mandate.invitation.arrived"));

        // The client ends it: the next request of the one who acts is refused.
        assert_eq!(client.post(&format!("{INVITATIONS}/{id}/end"), json!({})).await.status, StatusCode::NO_CONTENT);
        refused(friend.get(OVERVIEW).await, "acting_ended").await;
        assert_eq!(start(&friend, aino, "invitation").await.status, StatusCode::NOT_FOUND);
        assert_eq!(client.post(&format!("{INVITATIONS}/{id}/end"), json!({})).await.body["reason"], "not_waiting");

        // Declined, and ended by the invited.
        let again = client.post(INVITATIONS, to(&hetu(&house, laura).await)).await.body["id"].as_str().unwrap().to_owned();
        assert_eq!(friend.post(&format!("{INVITATIONS}/{again}/decline"), json!({})).await.status, StatusCode::NO_CONTENT);
        let third = client.post(INVITATIONS, to(&hetu(&house, laura).await)).await.body["id"].as_str().unwrap().to_owned();
        assert_eq!(friend.post(&format!("{INVITATIONS}/{third}/accept"), json!({})).await.status, StatusCode::NO_CONTENT);
        assert_eq!(friend.post(&format!("{INVITATIONS}/{third}/end"), json!({})).await.status, StatusCode::NO_CONTENT);
        let mine = client.get(INVITATIONS).await.body;
        let states = |id: &str| mine["sent"].as_array().unwrap().iter().find(|s| s["id"] == id).unwrap()["state"].clone();
        assert_eq!((states(&again), states(&third)), (json!("declined"), json!("ended")));
        assert_eq!(count(&house, "SELECT COUNT(*) FROM event WHERE kind LIKE 'mandate.invitation.%'").await, 9);
    }
);

/// The house with a register of mandates on this machine.
async fn asking(house: &mut House, register: &Register) -> watch::Sender<bool> {
    let national = National::patient(&register.settings("http://punos.test"), std::time::Duration::from_secs(2)).unwrap();
    let stopping = watch::Sender::new(false);
    let rooms = Rooms::new(house.rules.clone(), notices::Channels::default()).asking(Some(national));
    house.router = app(Entry::new(house.gate.clone(), None, None), rooms, Feed::start(house.gate.clone(), stopping.subscribe()));
    stopping
}

/// Goes to the register and comes back as a browser does; where one lands.
async fn round(who: &Caller) -> String {
    let away = who.post(&format!("{ACTING}/register"), json!({})).await;
    assert_eq!(away.status, StatusCode::OK, "{}", away.body);
    let browser = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let answer = browser.get(away.body["redirect"].as_str().unwrap()).send().await.unwrap();
    let back = answer.headers()["location"].to_str().unwrap().strip_prefix("http://punos.test").unwrap().to_owned();
    let landed = who.get(&back).await;
    assert_eq!(landed.status, StatusCode::FOUND);
    // The same way again: a state does once.
    let again = who.get(&back).await;
    assert!(again.headers["location"].to_str().unwrap().ends_with("register=state"));
    landed.headers["location"].to_str().unwrap().to_owned()
}

both!(
    async fn a_mandate_is_fetched_from_the_national_register_and_asked_anew(db: TestDb) {
        let mut house = House::new(&mut db).await;
        let register = Register::start().await;
        let _stopping = asking(&mut house, &register).await;
        let (aino, laura) = (house.subject("client_aino"), house.subject("client_laura"));
        let (theirs, mine) = (hetu(&house, aino).await, hetu(&house, laura).await);
        let friend = house.log_in("client_laura").await;
        assert_eq!(friend.get(ACTING).await.body["register"], true);
        register.chooses(&[&theirs]);
        assert_eq!(round(&friend).await, "/my/acting?register=none", "no mandate");
        register.grant(&mine, &theirs, HEALTH);
        assert_eq!(round(&friend).await, "/my/acting?register=found");
        let all = choices(&friend).await;
        assert!(all.iter().any(|one| one["ground"] == "mandate" && one["client_id"] == aino.to_string() && one["fetched_at"].is_string()));
        assert!(register.refused().is_empty(), "{:?}", register.refused());

        // A mandate of health care opens the patient register alone; one of social care the other.
        assert_eq!(start(&friend, aino, "mandate").await.status, StatusCode::NO_CONTENT);
        let overview = friend.get(OVERVIEW).await.body;
        assert_eq!((overview["given_name"].as_str(), overview["matters"].as_array().unwrap().len()), (Some("Aino"), 0));
        register.grant(&mine, &theirs, SOCIAL);
        assert_eq!(start(&friend, aino, "mandate").await.status, StatusCode::NO_CONTENT, "asked anew at each start");
        assert!(!friend.get(OVERVIEW).await.body["matters"].as_array().unwrap().is_empty());
        let log = house.enter(Audience::Client, aino).await.get("/api/v1/client/log").await.body;
        assert!(log["entries"].as_array().unwrap().iter().any(|e| e["action"] == "care.own.overview" && e["acting"] == "mandate"));

        // Its hour is over: acting ends, and the register is asked again before it begins anew.
        change(&house, "UPDATE mandate SET valid_until = '2020-01-01T00:00:00Z' WHERE client_id = $1", aino).await;
        refused(friend.get(OVERVIEW).await, "acting_ended").await;
        assert_eq!(start(&friend, aino, "mandate").await.status, StatusCode::NOT_FOUND);
        assert_eq!(round(&friend).await, "/my/acting?register=found");
        register.revoke(&mine, &theirs);
        let gone = start(&friend, aino, "mandate").await;
        assert_eq!((gone.status, gone.body["reason"].as_str()), (StatusCode::CONFLICT, Some("mandate_not_in_force")));
        assert!(choices(&friend).await.iter().all(|one| one["ground"] != "mandate"));

        // Another's state, and a register that says nothing.
        let away = friend.post(&format!("{ACTING}/register"), json!({})).await.body["redirect"].as_str().unwrap().to_owned();
        let state = away.split("state=").nth(1).unwrap();
        let other = house.log_in("client_aino").await;
        let stolen = other.get(&format!("{ACTING}/register/callback?code=c-1&state={state}")).await;
        assert!(stolen.headers["location"].to_str().unwrap().ends_with("register=state"));
        register.silent(true);
        let silent = friend.post(&format!("{ACTING}/register"), json!({})).await;
        assert_eq!((silent.status, silent.body["code"].as_str()), (StatusCode::BAD_GATEWAY, Some("mandate_register")));
    }
);

/// Every action of the client's own side is opened by a group or is never done for another: none is forgotten.
#[test]
fn every_action_of_the_clients_side_stands_in_the_rules() {
    let rules = rules::Rules::shipped().unwrap();
    let set = &rules.mandates.on("2026-11-22".parse().unwrap()).body;
    let own: Vec<&str> = server::app::actions().iter().filter(|a| a.audience == Audience::Client).map(|a| a.name).collect();
    assert!(own.len() > 40);
    let never = |name: &str| set.never.iter().any(|n| n.actions.iter().any(|a| a == name));
    let forgotten: Vec<&&str> = own.iter().filter(|name| set.group_of(name).is_none() && !never(name)).collect();
    assert!(forgotten.is_empty(), "neither opened nor refused: {forgotten:?}");
    let named = set.groups.iter().flat_map(|g| &g.actions).chain(set.never.iter().flat_map(|n| &n.actions));
    let gone: Vec<&String> = named.filter(|name| !own.contains(&name.as_str())).collect();
    assert!(gone.is_empty(), "no such action: {gone:?}");
}

//! The data subject's rights over HTTP, on both databases: a copy of everything of one's own and of nobody else, mending what is wrong,
//! restricting, the clock.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use crate::common::{Answer, Caller, House};
use axum::http::{Method, StatusCode};
use jobs::{Queue, Step};
use serde_json::{Value, json};
use server::app::Rooms;
use store::sea_orm::{ConnectionTrait, Value as Bind};
use store::{both, sql};
use trust::Work;
use uuid::Uuid;

const OWN: &str = "/api/v1/client/rights";

fn room() -> rights::RightsRoom {
    let rules = Arc::new(rules::LiveRules::new(rules::Rules::shipped().unwrap()));
    Rooms::new(rules, notices::Channels::default()).rights
}

/// Does the jobs that wait until none does.
async fn work_off(house: &House) {
    let queue = Queue::new().on(rights::MakeCopy::new(room()));
    for _ in 0..20 {
        match queue.step(&house.gate).await.unwrap() {
            Step::Idle => return,
            Step::Done(_) => {}
            other => panic!("{other:?}"),
        }
    }
    panic!("the queue does not end");
}

/// The files of a ZIP as text; what is no text is read leniently.
fn files(answer: &Answer) -> BTreeMap<String, String> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let mut archive = zip::ZipArchive::new(Cursor::new(&answer.bytes)).unwrap();
    let mut all = BTreeMap::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        all.insert(file.name().unwrap().into_owned(), String::from_utf8_lossy(&bytes).into_owned());
    }
    all
}

fn data(files: &BTreeMap<String, String>, kind: &str) -> Vec<Value> {
    files.get(&format!("data/{kind}.json")).map(|text| serde_json::from_str(text).unwrap()).unwrap_or_default()
}

async fn copy(house: &House, client: &Caller) -> BTreeMap<String, String> {
    let asked = client.post(&format!("{OWN}/copies"), json!({ "language": "fi" })).await;
    assert_eq!(asked.status, StatusCode::CREATED, "{}", asked.body);
    work_off(house).await;
    files(&client.get(&format!("{OWN}/copies/{}/file", asked.body["id"].as_str().unwrap())).await)
}

async fn put(work: &Work, table: &str, whose: Uuid, more: &[(&str, Bind)]) -> Uuid {
    let id = work.new_id();
    let controller = work.gate().controller();
    let mut columns = vec!["id", "client_id", "controller", "register", "service_task", "catalogue_row"];
    let mut row: Vec<Bind> = vec![id.into(), whose.into(), controller.into(), "social".into(), "older_people".into(), 15i32.into()];
    for (column, value) in more {
        columns.push(column);
        row.push(value.clone());
    }
    sql::insert_many(work, table, &columns, vec![row]).await.unwrap();
    id
}

async fn ids(conn: &impl ConnectionTrait, text: &str) -> Vec<Uuid> {
    sql::rows(conn, text, []).await.unwrap().iter().map(|r| r.try_get::<Uuid>("", "id").unwrap()).collect()
}

both!(
    async fn a_copy_holds_all_of_ones_own_and_nothing_of_another(db: TestDb) {
        let house = House::new(&mut db).await;
        let (aino, laura) = (house.subject("client_aino"), house.subject("client_laura"));
        let (client, manager) = (house.log_in("client_aino").await, house.log_in("case_manager").await);
        assert_eq!(manager.get(&format!("/api/v1/staff/clients/{aino}/summary")).await.status, StatusCode::OK, "a look for the log");

        // What is hers, and beside it what is another's: a joint matter, an informant, a protected close one, a draft.
        let work = house.gate.job("test.plant", "test", None).begin().await.unwrap();
        let text = "SELECT m.id FROM matter m JOIN matter_client c ON c.matter_id = m.id WHERE c.client_id = $1 AND c.left_at IS NULL ORDER BY m.id";
        let matters: Vec<Uuid> =
            sql::rows(&work, text, [aino.into()]).await.unwrap().iter().map(|r| r.try_get("", "id").unwrap()).collect();
        let matter = matters[0];
        let author: Bind = house.subject("case_manager").into();
        let at: Bind = work.at().into();
        let note = |text: &str| {
            [
                ("matter_id", Bind::from(matter)),
                ("kind", "phone".into()),
                ("text", text.into()),
                ("author_id", author.clone()),
                ("happened_at", at.clone()),
                ("version", 1i32.into()),
                ("created_at", at.clone()),
                ("updated_at", at.clone()),
            ]
        };
        put(&work, "note", aino, &note("Ainon oma merkintä")).await;
        put(&work, "note", laura, &note("Lauran salainen merkintä")).await;
        let joined = "INSERT INTO matter_client (matter_id, client_id, joined_at, main) VALUES ($1, $2, $3, FALSE)";
        sql::exec(&work, joined, [matter.into(), laura.into(), at.clone()]).await.unwrap();
        let said = "UPDATE matter SET description = 'Laurasta kerrottua', own_words = 'Ilmoittajan sanat', notifier = 'relative', \
                    notifier_name = 'Ilmi Antaja' WHERE id = $1";
        sql::exec(&work, said, [matter.into()]).await.unwrap();
        sql::exec(&work, "UPDATE client SET protected = TRUE WHERE id = $1", [laura.into()]).await.unwrap();
        let close = [
            ("name", Bind::from("Läheinen Ihminen")),
            ("roles", "child".into()),
            ("official", false.into()),
            ("phone", "040 7777777".into()),
            ("note", "asuu Piilopolulla".into()),
            ("person_id", laura.into()),
            ("origin", "staff".into()),
            ("version", 1i32.into()),
            ("created_at", at.clone()),
            ("updated_at", at.clone()),
        ];
        put(&work, "close_one", aino, &close).await;
        let draft = [
            ("matter_id", Bind::from(matter)),
            ("state", "draft".into()),
            ("started_on", work.today().into()),
            ("summary", "Luonnoksen sanat".into()),
            ("version", 1i32.into()),
            ("created_at", at.clone()),
            ("updated_at", at.clone()),
        ];
        put(&work, "assessment", aino, &draft).await;
        let paper = put(
            &work,
            "attachment",
            aino,
            &[
                ("matter_id", Bind::from(matter)),
                ("name", "../lausunto.txt".into()),
                ("media_type", "text/plain".into()),
                ("size", 16i32.into()),
                ("sha256", vec![1u8].into()),
                ("author_kind", "staff".into()),
                ("author_id", author.clone()),
                ("added_at", at.clone()),
                ("scan_state", "unchecked".into()),
            ],
        )
        .await;
        sql::exec(
            &work,
            "INSERT INTO attachment_content (attachment_id, content) VALUES ($1, $2)",
            [paper.into(), b"liitteen teksti".to_vec().into()],
        )
        .await
        .unwrap();
        let professionals = ids(&work, "SELECT id FROM professional").await;
        let others: Vec<Uuid> = ids(&work, "SELECT id FROM client").await.into_iter().filter(|id| *id != aino).collect();
        let hetu = sql::rows(&work, "SELECT id, sealed FROM client_identifier WHERE client_id = $1 AND kind = 'hetu'", [aino.into()])
            .await
            .unwrap();
        let sealed: Vec<u8> = hetu[0].try_get("", "sealed").unwrap();
        let hetu = house.gate.keys().open(hetu[0].try_get::<Uuid>("", "id").unwrap().as_bytes(), &sealed).unwrap();
        let hetu = String::from_utf8(hetu).unwrap();
        work.commit().await.unwrap();

        let files = copy(&house, &client).await;
        let page = &files["index.html"];
        for told in ["Ainon oma merkintä", "Henkilötiedot", hetu.as_str(), "Läheinen Ihminen", "Potilasasiakirjat"] {
            assert!(page.contains(told), "the page tells {told}");
        }
        assert!(page.starts_with("<!doctype html><html lang=\"fi\">") && !page.contains("<script"));
        assert_eq!(files[&format!("attachments/{paper}-_lausunto.txt")], "liitteen teksti");
        assert!(data(&files, "notes").iter().any(|n| n["text"] == "Ainon oma merkintä" && n["belongs"]["register"] == "social"));
        assert!(data(&files, "log").iter().any(|l| l["action"] == "care.summary.read" && l["actor_id"] == "Sanna Mäkelä"));
        for kind in ["identity", "identifiers", "matters", "matter_steps", "relations", "entries", "contacts"] {
            assert!(!data(&files, kind).is_empty(), "{kind} is there");
        }
        let documents = data(&files, "documents").len();
        assert_eq!(files.keys().filter(|name| name.starts_with("documents/")).count(), documents, "each document on paper too");
        assert_eq!(files.keys().filter(|name| name.starts_with("originals/")).count(), data(&files, "originals").len());
        let index: Value = serde_json::from_str(&files["data/index.json"]).unwrap();
        assert!(
            index["kinds"].as_array().unwrap().iter().any(|k| k["code"] == "matters" && k["left_out"]["notifier_name"]["fi"].is_string())
        );
        assert!(index["not_in_the_copy"].as_array().unwrap().len() > 5 && index["retention"].as_array().unwrap().len() > 3);

        let secrets =
            ["Lauran salainen", "Laurasta kerrottua", "Ilmoittajan sanat", "Ilmi Antaja", "040 7777777", "Piilopol", "Luonnoksen sanat"];
        for (name, text) in &files {
            for secret in secrets {
                assert!(!text.contains(secret), "{name} tells {secret}");
            }
            for id in &professionals {
                assert!(!text.contains(&id.to_string()), "{name} tells the key of a colleague");
            }
            for id in &others {
                assert!(!text.contains(&id.to_string()), "{name} tells another client's key");
            }
        }
        // What was planted of another is in that one's own copy: the planting took.
        let other = house.log_in("client_laura").await;
        let hers = copy(&house, &other).await;
        assert!(hers["index.html"].contains("Lauran salainen merkintä") && !hers["index.html"].contains("Ainon oma merkintä"));
        // Another's copy is not hers, nor hers another's.
        let mine = client.get(OWN).await.body;
        let id = mine["copies"][0]["id"].as_str().unwrap();
        assert_eq!(mine["copies"][0]["state"], "ready");
        assert_eq!(other.get(&format!("{OWN}/copies/{id}/file")).await.status, StatusCode::NOT_FOUND);

        // The file is sealed where it lies, its fetching is in the log, and it goes when its days are over.
        house.gate.flush_log().await;
        let job = house.gate.job("test.look", "test", None);
        let kept = sql::rows(job.reader(), "SELECT content FROM rights_copy_content", []).await.unwrap();
        assert!(!kept[0].try_get::<Vec<u8>>("", "content").unwrap().starts_with(b"PK"));
        let text = "SELECT 1 AS one FROM access_log WHERE action = 'rights.own.download' AND outcome = 'allowed' AND client_id = $1";
        let lines = sql::rows(job.reader(), text, [aino.into()]).await;
        assert_eq!(lines.unwrap().len(), 1);
        assert_eq!(room().prune_copies(&house.gate).await.unwrap(), 0, "not before its day");
        let work = job.begin().await.unwrap();
        sql::exec(&work, "UPDATE rights_copy SET keep_until = $1", [(work.at() - chrono::Duration::seconds(1)).into()]).await.unwrap();
        work.commit().await.unwrap();
        let gone = client.get(&format!("{OWN}/copies/{id}/file")).await;
        assert_eq!((gone.status, gone.body["reason"].as_str()), (StatusCode::CONFLICT, Some("copy_not_there")), "and not after it");
        assert_eq!(room().prune_copies(&house.gate).await.unwrap(), 2);
        assert!(sql::rows(job.reader(), "SELECT 1 AS one FROM rights_copy_content", []).await.unwrap().is_empty());
        assert_eq!(client.get(OWN).await.body["copies"][0]["state"], "removed");
    }
);

both!(
    async fn one_copy_at_a_time_and_a_professional_gives_what_is_open_to_them(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.subject("client_aino");
        let (client, manager) = (house.log_in("client_aino").await, house.log_in("case_manager").await);
        let asked = client.post(&format!("{OWN}/copies"), json!({ "language": "sv" })).await;
        assert_eq!(asked.status, StatusCode::CREATED);
        // One whose making was given up does not stand in the way for good.
        let job = house.gate.job("test.age", "test", None);
        assert_eq!(room().give_up_copies(&house.gate).await.unwrap(), 0, "not while it may still be made");
        let work = job.begin().await.unwrap();
        sql::exec(&work, "UPDATE rights_request SET asked_at = $1", [(work.at() - chrono::Duration::hours(25)).into()]).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(room().give_up_copies(&house.gate).await.unwrap(), 1);
        assert_eq!(client.get(OWN).await.body["copies"][0]["state"], "failed");
        let asked = client.post(&format!("{OWN}/copies"), json!({ "language": "sv" })).await;
        assert_eq!(asked.status, StatusCode::CREATED);
        let twice = client.post(&format!("{OWN}/copies"), json!({ "language": "sv" })).await;
        assert_eq!((twice.status, twice.body["reason"].as_str()), (StatusCode::CONFLICT, Some("copy_under_way")));
        let early = client.get(&format!("{OWN}/copies/{}/file", asked.body["id"].as_str().unwrap())).await;
        assert_eq!(early.body["reason"], "copy_not_there");

        // The client denies the patient register: the professional's copy has nothing of it.
        let will = "/api/v1/client/will";
        assert_eq!(client.post(&format!("{will}/informings"), json!({ "code": "denial_patient" })).await.status, StatusCode::CREATED);
        assert_eq!(client.post(will, json!({ "code": "denial_patient" })).await.status, StatusCode::CREATED);
        let path = format!("/api/v1/staff/clients/{aino}/rights");
        let body =
            json!({ "language": "fi", "channel": "in_person", "identity_checked": "document", "reason": "Ei verkkopankkitunnuksia." });
        let made = manager.post(&format!("{path}/copies"), body.clone()).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let short = json!({ "language": "fi", "channel": "in_person", "identity_checked": "document", "reason": " " });
        assert_eq!(manager.post(&format!("{path}/copies"), short).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        work_off(&house).await;
        let file = format!("{path}/copies/{}/file", made.body["id"].as_str().unwrap());
        let files = files(&manager.get(&file).await);
        assert!(!files.contains_key("data/log.json") && !files.contains_key("data/identifiers.json"));
        assert!(!data(&files, "matters").is_empty());
        for (name, text) in files.iter().filter(|(name, _)| name.starts_with("data/") && !name.ends_with("index.json")) {
            assert!(!text.contains("\"register\": \"patient\"") || name.ends_with("identity.json"), "{name} tells of the patient register");
        }
        assert!(files["index.html"].contains("Kopion pyysi puolestasi"));
        // It is the asker's to give: not another professional's, and not on the client's own pages.
        assert_ne!(house.log_in("social_worker").await.get(&file).await.status, StatusCode::OK);
        let own = format!("{OWN}/copies/{}/file", made.body["id"].as_str().unwrap());
        assert_eq!(client.get(&own).await.status, StatusCode::NOT_FOUND);
        let swedish = self::files(&client.get(&format!("{OWN}/copies/{}/file", asked.body["id"].as_str().unwrap())).await);
        assert!(swedish["index.html"].contains("Mina uppgifter"));
        // Who is not tied to the client asks for nothing.
        assert_eq!(house.log_in("acute_nurse").await.post(&format!("{path}/copies"), body).await.status, StatusCode::FORBIDDEN);
    }
);

fn of_id(mine: &Value, id: &str) -> Value {
    mine["requests"].as_array().unwrap().iter().find(|r| r["id"] == id).unwrap().clone()
}

async fn changed(who: &Caller, path: &str, version: &Value, body: Value) -> Answer {
    who.send(Method::POST, path, Some(body), &[("if-match", &format!("\"{version}\""))]).await
}

both!(
    async fn what_is_wrong_is_said_restricted_mended_and_answered(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.subject("client_aino");
        let (client, manager, lead) =
            (house.log_in("client_aino").await, house.log_in("case_manager").await, house.log_in("team_lead").await);
        let things = client.get(&format!("{OWN}/things?kind=entries&lang=fi")).await.body;
        let thing = &things[0];
        let wrong = json!({ "object_kind": "entries", "object_id": thing["id"], "wrong": "En ole koskaan sairastanut tätä.", "correct": "Merkintä kuuluu toiselle." });
        let asked = client.post(&format!("{OWN}/corrections"), wrong.clone()).await;
        assert_eq!(asked.status, StatusCode::CREATED, "{}", asked.body);
        // Not another's row, no unknown kind, no empty words.
        let other = house.log_in("client_laura").await;
        assert_eq!(other.post(&format!("{OWN}/corrections"), wrong).await.status, StatusCode::NOT_FOUND);
        for (field, value) in [("object_kind", json!("log")), ("wrong", json!("  ")), ("correct", json!("x"))] {
            let mut bad = json!({ "object_kind": "other", "wrong": "Väärin on.", "correct": "Oikein on." });
            bad[field] = value;
            let answer = client.post(&format!("{OWN}/corrections"), bad).await;
            assert_eq!(
                (answer.status, answer.body["errors"][0]["path"].as_str()),
                (StatusCode::UNPROCESSABLE_ENTITY, Some(format!("/{field}").as_str()))
            );
        }
        let id = asked.body["id"].as_str().unwrap();
        let mine = client.get(OWN).await.body;
        assert_eq!(
            (mine["requests"][0]["state"].as_str(), mine["requests"][0]["object_label"].as_str()),
            (Some("waiting"), thing["label"].as_str())
        );

        // Where somebody lives is not repeated on a desk: a contact detail is named by its key alone.
        let lives = client.get(&format!("{OWN}/things?kind=contacts&lang=fi")).await.body[0]["id"].clone();
        let address = json!({ "object_kind": "contacts", "object_id": lives, "wrong": "Ei ole enää.", "correct": "Kysy minulta." });
        assert_eq!(client.post(&format!("{OWN}/corrections"), address).await.status, StatusCode::CREATED);
        let newest = client.get(OWN).await.body["requests"][0].clone();
        assert!(newest["object_id"] == lives && newest["object_label"].is_null(), "{newest}");

        // The desk of the register's keeper; not a case manager's.
        assert_eq!(manager.post("/api/v1/staff/rights/search", json!({})).await.status, StatusCode::FORBIDDEN);
        let found = lead.post("/api/v1/staff/rights/search", json!({ "kind": "correction" })).await;
        assert_eq!(found.status, StatusCode::OK, "{}", found.body);
        assert!(found.body["items"].as_array().unwrap().iter().any(|i| i["id"] == id), "{}", found.body);
        let family = found.body["items"][0]["client"]["family_name"].as_str().unwrap().to_owned();
        assert_eq!(lead.post("/api/v1/staff/rights/search", json!({ "q": family })).await.body["items"].as_array().unwrap().len(), 2);
        assert_eq!(lead.post("/api/v1/staff/rights/search", json!({ "q": "Eiketään" })).await.body["items"].as_array().unwrap().len(), 0);
        let path = format!("/api/v1/staff/rights/{id}");
        let one = lead.get(&path).await;
        assert_eq!(one.body["permitted_actions"], json!(["answer", "restrict", "extend"]));

        // Time is put off once, with the reason told.
        let before = one.body["due_on"].as_str().unwrap().to_owned();
        assert_eq!(
            changed(&lead, &format!("{path}/extend"), &json!(9), json!({ "reason": "Lähde selvittää." })).await.status,
            StatusCode::PRECONDITION_FAILED
        );
        assert_eq!(
            changed(&lead, &format!("{path}/extend"), &one.body["version"], json!({ "reason": "Lähde selvittää." })).await.status,
            StatusCode::NO_CONTENT
        );
        let one = lead.get(&path).await;
        assert!(one.body["due_on"].as_str().unwrap() > before.as_str());
        let again = changed(&lead, &format!("{path}/extend"), &one.body["version"], json!({ "reason": "Vielä kerran." })).await;
        assert_eq!(again.body["reason"], "already_extended");
        assert_eq!(of_id(&client.get(OWN).await.body, id)["extended_reason"], "Lähde selvittää.");

        // Restricted: whoever sees the register sees the mark; lifted only after the client was told.
        let mark = json!({ "ground": "accuracy", "why": "Asiakas kiistää merkinnän." });
        let marked = lead.post(&format!("{path}/restrictions"), mark.clone()).await;
        assert_eq!(marked.status, StatusCode::CREATED, "{}", marked.body);
        assert_eq!(lead.post(&format!("{path}/restrictions"), mark).await.body["reason"], "already_restricted");
        let seen = manager.get(&format!("/api/v1/staff/clients/{aino}/rights")).await;
        assert_eq!(seen.body["restrictions"][0]["object_id"], thing["id"], "{}", seen.body);
        assert_eq!(seen.body["restrictions"][0]["why"], "Asiakas kiistää merkinnän.");
        let restriction = format!("/api/v1/staff/rights/restrictions/{}", marked.body["id"].as_str().unwrap());
        let untold = changed(&lead, &format!("{restriction}/lift"), &json!(1), json!({})).await;
        assert_eq!((untold.status, untold.body["reason"].as_str()), (StatusCode::CONFLICT, Some("client_not_told")));

        // Refused with reasons and how to go on; answered once. The certificate is there when there is a refusal, for them alone.
        let (mine, theirs) = (format!("{OWN}/requests/{id}/certificate.pdf"), format!("{path}/certificate.pdf"));
        assert_eq!((client.get(&mine).await.status, lead.get(&theirs).await.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        let answer = json!({ "outcome": "refused", "answer": "Lähde on tarkistanut merkinnän: se on sinun." });
        let done = changed(&lead, &format!("{path}/answer"), &one.body["version"], answer.clone()).await;
        assert_eq!(done.status, StatusCode::NO_CONTENT, "{}", done.body);
        let version = lead.get(&path).await.body["version"].clone();
        assert_eq!(changed(&lead, &format!("{path}/answer"), &version, answer).await.body["reason"], "already_answered");
        let told = of_id(&client.get(OWN).await.body, id);
        assert_eq!((told["state"].as_str(), told["answered_by"]["name"].is_string()), (Some("refused"), true));
        assert!(told["appeal"]["about"]["fi"].as_str().unwrap().contains("tietosuojavaltuutetun"));
        // The data protection officer sees that it was refused and what is late; not whose it is, nor what it says.
        let officer = house.log_in("data_protection_officer").await;
        let refused = officer.get("/api/v1/staff/protection/requests?refused=true").await.body;
        assert_eq!((refused["items"][0]["id"].as_str(), refused["items"][0]["kind"].as_str()), (Some(id), Some("correction")));
        assert_eq!(refused["late"], 0);
        let work = house.gate.job("test.clock", "test", None).begin().await.unwrap();
        let yesterday = house.gate.ctx().today() - chrono::Duration::days(1);
        let passed = "UPDATE rights_request SET due_on = $1 WHERE state = 'waiting'";
        sql::exec(&work, passed, [yesterday.into()]).await.unwrap();
        work.commit().await.unwrap();
        let late = officer.get("/api/v1/staff/protection/requests").await.body;
        assert_eq!((late["late"].as_i64(), late["items"].as_array().unwrap().len()), (Some(1), 1), "the one that waits, not the refused");
        for page in [&refused, &late] {
            let page = page.to_string();
            assert!(!page.contains("sairastanut") && !page.contains("tarkistanut") && !page.contains(&aino.to_string()), "{page}");
        }
        for who in [&client, &manager, &lead] {
            assert!(!who.get("/api/v1/staff/protection/requests").await.status.is_success());
        }
        for (who, at) in [(&client, &mine), (&lead, &theirs)] {
            for lang in ["fi", "sv"] {
                let paper = who.get(&format!("{at}?lang={lang}")).await;
                assert!(paper.status == StatusCode::OK && paper.bytes.starts_with(b"%PDF"), "{at}: {}", paper.body);
            }
        }
        assert_eq!(other.get(&mine).await.status, StatusCode::NOT_FOUND);
        assert_eq!(manager.get(&theirs).await.status, StatusCode::FORBIDDEN);
        assert_eq!(client.post(&format!("{OWN}/seen"), json!({})).await.status, StatusCode::NO_CONTENT);
        assert!(of_id(&client.get(OWN).await.body, id)["seen_at"].is_string());

        assert_eq!(
            changed(&lead, &format!("{restriction}/inform"), &json!(1), json!({ "reason": "Merkintä on oikein." })).await.status,
            StatusCode::NO_CONTENT
        );
        assert!(client.get(OWN).await.body["restrictions"][0]["informed_at"].is_string());
        assert_eq!(changed(&lead, &format!("{restriction}/lift"), &json!(2), json!({})).await.status, StatusCode::NO_CONTENT);
        let after = manager.get(&format!("/api/v1/staff/clients/{aino}/rights")).await.body;
        assert_eq!((&after["restrictions"], &after["can_copy"]), (&json!([]), &json!(true)));

        // The lines in the log name her, and none holds what was written.
        house.gate.flush_log().await;
        let job = house.gate.job("test.look", "test", None);
        let text = "SELECT l.action FROM access_log l JOIN access_log_client c ON c.log_id = l.id WHERE c.client_id = $1 AND l.action LIKE 'rights.re%' AND l.outcome = 'allowed'";
        let lines: Vec<String> =
            sql::rows(job.reader(), text, [aino.into()]).await.unwrap().iter().map(|r| r.try_get("", "action").unwrap()).collect();
        for action in [
            "rights.request.answer",
            "rights.request.extend",
            "rights.restriction.mark",
            "rights.restriction.inform",
            "rights.restriction.lift",
            "rights.request.list",
        ] {
            assert!(lines.iter().any(|l| l == action), "{action}: {lines:?}");
        }
    }
);

//! What a restriction of processing does (GDPR 18), on both databases and over HTTP: restricted rows are read by who opens the client,
//! changed by nobody, and in no list, table or letter; lifting undoes it at once. And what lists leave out of colleagues who are clients.

use std::io::{Cursor, Read};

use crate::common::walk::fixture;
use crate::common::{Answer, Caller, House};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use store::sea_orm::FromQueryResult;
use store::{both, sql};
use uuid::Uuid;

#[derive(FromQueryResult)]
struct One {
    id: Uuid,
    text: String,
}

async fn one(house: &House, text: &str, values: Vec<store::sea_orm::Value>) -> One {
    let job = house.gate.job("test.look", "test", None);
    sql::one::<One>(job.reader(), text, values).await.unwrap().expect("it is in the county")
}

/// What is readable of an answer: a workbook's parts, anything else as it came.
fn text(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    if !answer.bytes.starts_with(b"PK") {
        return String::from_utf8_lossy(&answer.bytes).into_owned();
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(&answer.bytes)).unwrap();
    let mut all = String::new();
    for place in 0..archive.len() {
        archive.by_index(place).unwrap().read_to_string(&mut all).unwrap();
    }
    all
}

async fn changed(who: &Caller, path: &str, version: i64, body: Value) -> Answer {
    who.send(Method::POST, path, Some(body), &[("if-match", &format!("\"{version}\""))]).await
}

fn reason(answer: &Answer) -> (StatusCode, Option<&str>) {
    (answer.status, answer.body["reason"].as_str())
}

const REFUSED: (StatusCode, Option<&str>) = (StatusCode::CONFLICT, Some("processing_restricted"));

/// Which lists and tables of the manager's name the matter.
async fn named(manager: &Caller, number: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    let search = json!({ "q": number });
    for (name, answer) in [
        ("desk", manager.get("/api/v1/staff/desk?view=team&limit=200").await),
        ("mine", manager.get("/api/v1/staff/desk?view=mine&limit=200").await),
        ("search", manager.post("/api/v1/staff/desk/search", search.clone()).await),
        ("csv", manager.get("/api/v1/staff/desk/export.csv?columns=number,client").await),
        ("xlsx", manager.get("/api/v1/staff/desk/export.xlsx?columns=number,client").await),
        ("searched csv", manager.post("/api/v1/staff/desk/export.csv?columns=number", search).await),
        ("sent", manager.get("/api/v1/staff/lobby/sent?limit=100").await),
    ] {
        if text(&answer).contains(number) {
            found.push(name);
        }
    }
    found
}

/// What the team's desk counts in all and late, and its rows without a name.
async fn counted(manager: &Caller) -> ((i64, i64, i64), Vec<Value>) {
    let desk = manager.get("/api/v1/staff/desk?view=team&limit=200").await.body;
    let lanes = desk["lanes"].as_array().unwrap();
    let sum = |key: &str| lanes.iter().map(|lane| lane[key].as_i64().unwrap()).sum::<i64>();
    let rows: Vec<Value> = lanes.iter().flat_map(|lane| lane["restricted"].as_array().into_iter().flatten()).cloned().collect();
    assert_eq!(sum("restricted_total"), i64::try_from(rows.len()).unwrap());
    ((sum("total"), sum("overdue"), desk["counts"]["overdue"].as_i64().unwrap()), rows)
}

both!(
    async fn a_restricted_matter_is_read_and_neither_worked_on_nor_listed(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.subject("client_aino");
        let (client, manager, lead) =
            (house.log_in("client_aino").await, house.log_in("case_manager").await, house.log_in("team_lead").await);
        let found = "SELECT m.id, m.number AS text FROM matter m JOIN matter_client c ON c.matter_id = m.id AND c.left_at IS NULL \
                     WHERE c.client_id = $1 AND m.state = 'open' AND m.handler_id = $2 AND EXISTS (SELECT 1 FROM document d WHERE d.matter_id = m.id \
                     AND d.state = 'final') ORDER BY m.number LIMIT 1";
        let One { id: matter, text: number } = one(&house, found, vec![aino.into(), house.subject("case_manager").into()]).await;
        let paper =
            one(&house, "SELECT id, state AS text FROM document WHERE matter_id = $1 AND state = 'final' LIMIT 1", vec![matter.into()])
                .await
                .id;
        // She also sent it, and made a letter of it that nobody has printed yet.
        let work = house.gate.job("test.plant", "test", None).begin().await.unwrap();
        let sent = "UPDATE matter SET sender_kind = 'staff', sender_id = $1 WHERE id = $2";
        sql::exec(&work, sent, [house.subject("case_manager").into(), matter.into()]).await.unwrap();
        work.commit().await.unwrap();
        let letter = json!({ "matter_ids": [matter], "template": "new_handler", "way": "letter" });
        let batch = manager.post("/api/v1/staff/desk/letters", letter.clone()).await;
        assert!(batch.status.is_success(), "{}", batch.body);
        let prints = format!("/api/v1/staff/letters/batches/{}/print.pdf", batch.body["batch_id"].as_str().unwrap());
        let letters = manager.get(&format!("/api/v1/staff/matters/{matter}/letters")).await.body;
        let print_one = format!("/api/v1/staff/matters/{matter}/letters/{}/print.pdf", letters[0]["id"].as_str().unwrap());
        let export = format!("/api/v1/staff/documents/{paper}/export.json");
        for path in [&prints, &print_one, &export] {
            assert_eq!(manager.get(path).await.status, StatusCode::OK, "{path}");
        }
        let before = counted(&manager).await;
        assert!(before.1.is_empty());
        let everywhere = ["desk", "mine", "search", "csv", "xlsx", "searched csv", "sent"];
        assert_eq!(named(&manager, &number).await, everywhere);

        // The client says that the matter is wrong, and the supervisor restricts it.
        let wrong = json!({ "object_kind": "matters", "object_id": matter, "wrong": "Asia ei koske minua.", "correct": "Se on toisen." });
        let asked = client.post("/api/v1/client/rights/corrections", wrong).await;
        assert_eq!(asked.status, StatusCode::CREATED, "{}", asked.body);
        let path = format!("/api/v1/staff/rights/{}", asked.body["id"].as_str().unwrap());
        let marked = lead.post(&format!("{path}/restrictions"), json!({ "ground": "accuracy", "why": "Asiakas kiistää." })).await;
        assert_eq!(marked.status, StatusCode::CREATED, "{}", marked.body);

        assert_eq!(named(&manager, &number).await, Vec::<&str>::new(), "in no list and in no table");
        assert_eq!(named(&lead, &number).await, Vec::<&str>::new());
        // It waits all the same: the desk counts it as before and shows that it is, and by when.
        let now = counted(&manager).await;
        assert_eq!(now.0, before.0, "as many, and as many late, as before");
        let row = now.1.iter().find(|row| row["id"] == matter.to_string()).expect("it stands on the desk");
        let told: Vec<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
        let may = ["before", "id", "initiated_on", "next_deadline", "paused", "unassigned"];
        assert!(told.iter().all(|key| may.contains(key)), "neither whose it is nor of what: {row}");
        let due: Vec<&str> = row["next_deadline"].as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
        assert!(due.iter().all(|key| ["due_on", "immediate", "overdue", "state", "workdays_left"].contains(key)), "{row}");
        let itself = manager.get(&format!("/api/v1/staff/matters/{matter}")).await.body;
        let of = |key: &str| format!("{key}={}", itself[key].as_str().unwrap());
        for narrowed in [of("service_task"), of("situation")] {
            let desk = manager.get(&format!("/api/v1/staff/desk?view=team&limit=200&{narrowed}")).await.body;
            assert!(!desk.to_string().contains(&matter.to_string()), "it answers to nothing that it does not tell: {narrowed}");
        }
        let by_name = manager.get("/api/v1/staff/desk?view=team&limit=200&sort=name").await.body;
        let lane = by_name["lanes"].as_array().unwrap().iter().find(|lane| lane.to_string().contains(&matter.to_string())).unwrap();
        assert_eq!(lane["restricted"][0]["before"], lane["cards"].as_array().unwrap().len(), "after all names");
        // To whom it opens, and whom the others ask.
        let way = format!("/api/v1/staff/matters/{matter}/restriction");
        assert_eq!(manager.get(&way).await.body["opens"], "matter");
        let lifts = lead.get(&way).await.body;
        assert_eq!((lifts["opens"].as_str(), lifts["request_id"].as_str()), (Some("request"), asked.body["id"].as_str()), "{lifts}");
        let mate = house.log_in("social_worker").await.get(&way).await;
        if mate.status == StatusCode::OK {
            assert_eq!((mate.body["opens"].as_str(), mate.body["ask"].as_array().unwrap().len()), (Some("nothing"), 2), "{}", mate.body);
        } else {
            assert_eq!(mate.status, StatusCode::NOT_FOUND, "of another team's desk nothing is told");
        }
        let again = manager.post("/api/v1/staff/desk/letters", letter.clone()).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", again.body);
        assert_eq!(reason(&manager.get(&prints).await).1, Some("nothing_to_print"), "nor in a letter that waits");
        assert_eq!(reason(&manager.get(&print_one).await), REFUSED);
        assert_eq!(reason(&manager.get(&export).await), REFUSED, "nor to another system");

        // Read it is, with the mark; and nobody changes it.
        let seen = manager.get(&format!("/api/v1/staff/matters/{matter}")).await;
        assert_eq!(seen.status, StatusCode::OK);
        assert_eq!(manager.get(&format!("/api/v1/staff/documents/{paper}")).await.status, StatusCode::OK);
        let marks = manager.get(&format!("/api/v1/staff/clients/{aino}/rights")).await.body["restrictions"].clone();
        assert_eq!((&marks[0]["object_id"], &marks[0]["ground"]), (&json!(matter), &json!("accuracy")), "{marks}");
        let version = seen.body["version"].as_i64().unwrap();
        let note = json!({ "kind": "phone", "text": "Soitto asiakkaalle." });
        let refused = manager.post(&format!("/api/v1/staff/matters/{matter}/notes"), note.clone()).await;
        assert_eq!(reason(&refused), REFUSED);
        assert_eq!(
            (refused.body["ground"].as_str(), refused.body["since"].as_str()),
            (Some("accuracy"), Some(house.gate.ctx().today().to_string().as_str()))
        );
        let bulk = json!({ "action": { "kind": "hand_over", "to_professional_id": house.subject("social_worker"), "reason": "Loma" },
            "matters": [{ "id": matter, "version": version }] });
        let many = manager.post("/api/v1/staff/desk/bulk", bulk).await;
        assert_eq!(
            (many.body["rows"][0]["done"].as_bool(), many.body["rows"][0]["reason"].as_str()),
            (Some(false), Some("processing_restricted"))
        );

        // Lifted, everything is as it was.
        let restriction = format!("/api/v1/staff/rights/restrictions/{}", marked.body["id"].as_str().unwrap());
        let told = changed(&lead, &format!("{restriction}/inform"), 1, json!({ "reason": "Asia on oikein." })).await;
        assert_eq!(told.status, StatusCode::NO_CONTENT, "{}", told.body);
        assert_eq!(named(&manager, &number).await, Vec::<&str>::new(), "telling is not lifting");
        assert_eq!(changed(&lead, &format!("{restriction}/lift"), 2, json!({})).await.status, StatusCode::NO_CONTENT);
        assert_eq!(counted(&manager).await, before);
        assert_eq!(manager.get(&way).await.status, StatusCode::NOT_FOUND);
        assert_eq!(named(&manager, &number).await, everywhere);
        for path in [&prints, &print_one, &export] {
            assert_eq!(manager.get(path).await.status, StatusCode::OK, "{path}");
        }
        assert!(manager.post(&format!("/api/v1/staff/matters/{matter}/notes"), note).await.status.is_success());
        // The refusals are in the log.
        house.gate.flush_log().await;
        let job = house.gate.job("test.look", "test", None);
        let count = async |text: &str| sql::rows(job.reader(), text, []).await.unwrap().len();
        assert_eq!(count("SELECT 1 AS one FROM access_log WHERE action = 'documents.document.export' AND outcome = 'refused'").await, 1);
        assert_eq!(count("SELECT 1 AS one FROM access_log WHERE action = 'care.note.write' AND outcome = 'refused'").await, 1);
    }
);

/// Restricts as the supervisor's mark does: a thing, or a whole register and task.
async fn restrict(house: &House, client: Uuid, (register, task): (&str, &str), thing: Option<Uuid>) {
    let work = house.gate.job("test.plant", "test", None).begin().await.unwrap();
    let text = "INSERT INTO rights_restriction (id, client_id, controller, register, service_task, catalogue_row, object_kind, object_id, ground, \
                why, marked_at, version, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, 1, $6, $7, 'accuracy', 'Kiistetty', $8, 1, $8, $8)";
    let kind = if thing.is_some() { "contacts" } else { "register" };
    let values = [
        work.new_id().into(),
        client.into(),
        work.gate().controller().into(),
        register.into(),
        task.into(),
        kind.into(),
        thing.into(),
        work.at().into(),
    ];
    sql::exec(&work, text, values).await.unwrap();
    work.commit().await.unwrap();
}

both!(
    async fn a_restricted_register_is_in_no_list_of_its_task_and_a_restricted_row_is_not_corrected(db: TestDb) {
        let house = House::new(&mut db).await;
        let ids = fixture(&house).await;
        let (client, matter) = (ids["clients"], ids["matters"]);
        let manager = house.log_in("case_manager").await;
        let home = "SELECT id, service_task AS text FROM matter WHERE id = $1";
        let task = one(&house, home, vec![matter.into()]).await.text;
        // A visit of long ago without an entry, one of tomorrow for the team, and something to settle.
        let team = one(&house, "SELECT team_id AS id, number AS text FROM matter WHERE id = $1", vec![matter.into()]).await;
        let work = house.gate.job("test.plant", "test", None).begin().await.unwrap();
        let plant = "INSERT INTO appointment (id, client_id, controller, register, service_task, catalogue_row, team_id, handler_id, place, why, starts_at, \
                    ends_at, state, sequence, created_by, version, created_at, updated_at) \
                    VALUES ($1, $2, $3, 'social', $4, 18, $5, $6, 'office', 'Arviointi', $7, $8, 'booked', 0, $6, 1, $9, $9)";
        let mut tomorrow = String::new();
        for (days, handler) in [(-21, "case_manager"), (1, "social_worker")] {
            let id = work.new_id();
            tomorrow = id.to_string();
            let starts = work.at() + chrono::Duration::days(days);
            let values = [
                id.into(),
                client.into(),
                work.gate().controller().into(),
                task.clone().into(),
                team.id.into(),
                house.subject(handler).into(),
                starts.into(),
                (starts + chrono::Duration::hours(1)).into(),
                work.at().into(),
            ];
            sql::exec(&work, plant, values).await.unwrap();
        }
        work.commit().await.unwrap();
        let lists = async || {
            let mut all = Vec::new();
            // One's own calendar is whole, so of the day list another's visit is looked for.
            for (path, named) in [
                ("/api/v1/staff/day?whose=teams&days=7", tomorrow.clone()),
                ("/api/v1/staff/gaps", client.to_string()),
                ("/api/v1/staff/desk?view=team&limit=200", client.to_string()),
            ] {
                if text(&manager.get(path).await).contains(&named) {
                    all.push(path);
                }
            }
            all
        };
        assert_eq!(lists().await.len(), 3);

        // Another task of hers leaves these be; her own takes them away.
        restrict(&house, client, ("social", "substance"), None).await;
        assert_eq!(lists().await.len(), 3);
        restrict(&house, client, ("social", &task), None).await;
        assert_eq!(lists().await, Vec::<&str>::new());
        assert_eq!(manager.get(&format!("/api/v1/staff/matters/{matter}")).await.status, StatusCode::OK, "it is read");
        let version = manager.get(&format!("/api/v1/staff/matters/{matter}")).await.body["version"].as_i64().unwrap();
        let pause = changed(&manager, &format!("/api/v1/staff/matters/{matter}/return"), version, json!({ "reason": "Väärä tiimi" })).await;
        assert_eq!(reason(&pause), REFUSED, "and not worked on");
        let work = house.gate.job("test.lift", "test", None).begin().await.unwrap();
        sql::exec(&work, "UPDATE rights_restriction SET lifted_at = $1", [work.at().into()]).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(lists().await.len(), 3, "lifted, everything is back");

        // One contact detail: the others are corrected, this one is not.
        let contacts = format!("/api/v1/staff/clients/{client}/contacts");
        let made = async |value: &str| {
            let new = json!({ "kind": "long_lived", "type": "email", "value": value, "origin": "client" });
            let answer = manager.post(&contacts, new).await;
            assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
            answer.body["id"].as_str().unwrap().to_owned()
        };
        let (kept, free) = (made("eka@example.com").await, made("toka@example.com").await);
        restrict(&house, client, ("social", &task), Some(kept.parse().unwrap())).await;
        let end = async |id: &str| manager.send(Method::DELETE, &format!("{contacts}/{id}"), None, &[("if-match", "\"1\"")]).await;
        assert_eq!(reason(&end(&kept).await), REFUSED);
        assert_eq!(end(&free).await.status, StatusCode::NO_CONTENT);
        assert_eq!(lists().await.len(), 3, "one thing is not the register");
    }
);

both!(
    async fn a_colleague_who_is_a_client_is_not_on_their_own_teams_lists(db: TestDb) {
        let house = House::new(&mut db).await;
        let ids = fixture(&house).await;
        let client = ids["clients"];
        let number = one(&house, "SELECT id, number AS text FROM matter WHERE id = $1", vec![ids["matters"].into()]).await.text;
        // Another of the same team is this client; the case manager has a tie of her own to them.
        let mate = "SELECT k.professional_id AS id, m.number AS text FROM membership k JOIN matter m ON m.team_id = k.team_id WHERE m.id = $1 \
                    AND k.valid_to IS NULL AND k.professional_id NOT IN ($2, $3, $4) ORDER BY k.professional_id LIMIT 1";
        let personas = ["case_manager", "social_worker", "team_lead"].map(|key| house.subject(key).into());
        let mate = one(&house, mate, [vec![ids["matters"].into()], personas.to_vec()].concat()).await.id;
        let work = house.gate.job("test.plant", "test", None).begin().await.unwrap();
        let plant = "INSERT INTO own_identity (id, professional_id, sealed, blind, set_at) SELECT $1, $2, i.sealed, i.blind, $3 \
                    FROM client_identifier i WHERE i.client_id = $4 AND i.kind = 'hetu'";
        let done = sql::exec(&work, plant, [work.new_id().into(), mate.into(), work.at().into(), client.into()]);
        assert_eq!(done.await.unwrap().rows_affected(), 1);
        // A tie of their own would let the others, too.
        let no_tie = "UPDATE care_relation SET valid_to = $1 WHERE client_id = $2 AND professional_id IN ($3, $4)";
        let (worker, lead) = (house.subject("social_worker"), house.subject("team_lead"));
        sql::exec(&work, no_tie, [work.at().into(), client.into(), worker.into(), lead.into()]).await.unwrap();
        work.commit().await.unwrap();
        let (manager, colleague, lead) =
            (house.log_in("case_manager").await, house.log_in("social_worker").await, house.log_in("team_lead").await);
        let desk = async |who: &Caller| text(&who.get("/api/v1/staff/desk?view=team&limit=200").await).contains(&number);
        let table = async |who: &Caller| text(&who.get("/api/v1/staff/desk/export.csv?columns=number,client").await).contains(&number);
        assert!(desk(&manager).await && table(&manager).await, "by a tie of her own");
        assert!(!desk(&colleague).await && !table(&colleague).await, "not by another of the team");
        assert!(!desk(&lead).await && !table(&lead).await, "nor by another of the unit");
        // What nobody handles, the supervisor sees, so that somebody gets it; the others do not.
        let work = house.gate.job("test.plant", "test", None).begin().await.unwrap();
        sql::exec(&work, "UPDATE matter SET handler_id = NULL WHERE number = $1", [number.clone().into()]).await.unwrap();
        work.commit().await.unwrap();
        assert!(desk(&lead).await && !desk(&colleague).await);
        assert_eq!(
            lead.get(&format!("/api/v1/staff/matters/{}", ids["matters"])).await.body["reason"],
            "colleague",
            "which is not opening it"
        );

        // A recorded ground opens the client, and then the list, too.
        let work = house.gate.job("test.plant", "test", None).begin().await.unwrap();
        sql::exec(
            &work,
            "UPDATE matter SET handler_id = $1 WHERE number = $2",
            [house.subject("case_manager").into(), number.clone().into()],
        )
        .await
        .unwrap();
        work.commit().await.unwrap();
        assert!(!desk(&lead).await);
        let ground = json!({ "registers": ["social"], "ground": "joint_assessment", "reason": "Arvioidaan yhdessä hänen kanssaan" });
        let opened = colleague.post(&format!("/api/v1/staff/clients/{client}/registers"), ground).await;
        assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.body);
        assert!(desk(&colleague).await && !desk(&lead).await);

        // The same matter under a temporary identity that has been linked to them: as their own rows.
        let work = house.gate.job("test.plant", "test", None).begin().await.unwrap();
        let temporary = "SELECT c.id, c.family_name AS text FROM client c WHERE c.id <> $1 AND NOT EXISTS (SELECT 1 FROM matter_client m WHERE m.client_id = c.id) \
                         AND NOT EXISTS (SELECT 1 FROM care_relation t WHERE t.client_id = c.id) ORDER BY c.id LIMIT 1";
        let temporary = one(&house, temporary, vec![client.into()]).await.id;
        let moved = "UPDATE matter_client SET client_id = $1 WHERE client_id = $2 AND matter_id = $3";
        assert_eq!(sql::exec(&work, moved, [temporary.into(), client.into(), ids["matters"].into()]).await.unwrap().rows_affected(), 1);
        work.commit().await.unwrap();
        assert!(desk(&lead).await, "not linked: nobody knows that it is theirs");
        let link = "INSERT INTO identity_link (id, client_id, controller, register, service_task, catalogue_row, linked_id, reason, linked_at) \
                    SELECT $1, $2, controller, register, service_task, catalogue_row, id, 'same_hetu', $3 FROM client WHERE id = $4";
        let work = house.gate.job("test.plant", "test", None).begin().await.unwrap();
        sql::exec(&work, link, [work.new_id().into(), temporary.into(), work.at().into(), client.into()]).await.unwrap();
        work.commit().await.unwrap();
        assert!(!desk(&lead).await && !table(&lead).await, "linked: left out");
        assert!(desk(&colleague).await, "the ground is to the person");
        assert!(desk(&manager).await, "and so is the tie of one's own");

        // A lead's own ground, which nobody else has: what waits must be given to somebody. Another lead looks at it.
        let by = |ground: &str| json!({ "registers": ["social"], "ground": ground, "reason": "Asia on jaettava tekijälle" });
        let registers = format!("/api/v1/staff/clients/{client}/registers");
        assert_eq!(manager.post(&registers, by("lead_of_colleague")).await.body["reason"], "ground_not_for_role");
        assert_eq!(lead.post(&registers, by("joint_assessment")).await.body["reason"], "ground_not_for_role");
        let opened = lead.post(&registers, by("lead_of_colleague")).await;
        assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.body);
        assert!(desk(&lead).await);
        assert_eq!(lead.get(&format!("/api/v1/staff/matters/{}", ids["matters"])).await.status, StatusCode::OK);
        let waits = "SELECT id, rule_version AS text FROM opening_review WHERE professional_id = $1 AND NOT settled";
        one(&house, waits, vec![house.subject("team_lead").into()]).await;
    }
);

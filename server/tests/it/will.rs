//! What a client says of their data holds from the next request on: permits, denials at their three levels, consents; by the client
//! and by a professional for them; over HTTP as the browser does it, on both databases.

use crate::common::{Answer, Caller, House};
use axum::http::StatusCode;
use serde_json::{Value, json};
use store::sea_orm::FromQueryResult;
use store::{both, sql};
use uuid::Uuid;

const OWN: &str = "/api/v1/client/will";

fn of(client: Uuid) -> String {
    format!("/api/v1/staff/clients/{client}/will")
}

async fn registers(who: &Caller, client: Uuid) -> Vec<String> {
    let answer = who.get(&format!("/api/v1/staff/clients/{client}/summary")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body["withheld"]["registers_open"].as_array().unwrap().iter().map(|r| r.as_str().unwrap().to_owned()).collect()
}

/// Reads the words of a choice and says it.
async fn say(client: &Caller, body: Value) -> Answer {
    assert_eq!(client.post(&format!("{OWN}/informings"), json!({ "code": body["code"] })).await.status, StatusCode::CREATED);
    client.post(OWN, body).await
}

async fn said(client: &Caller, body: Value) -> String {
    let answer = say(client, body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    answer.body["id"].as_str().unwrap().to_owned()
}

async fn take_back(client: &Caller, id: &str) {
    assert_eq!(client.post(&format!("{OWN}/{id}/withdraw"), json!({})).await.status, StatusCode::NO_CONTENT);
}

/// Ids of what is in force with a code.
async fn standing(client: &Caller, code: &str) -> Vec<String> {
    let mine = client.get(OWN).await.body;
    let holds = |e: &&Value| e["code"] == code && e["withdrawn_at"].is_null();
    mine["said"].as_array().unwrap().iter().filter(holds).map(|e| e["id"].as_str().unwrap().to_owned()).collect()
}

both!(
    async fn what_a_client_says_holds_in_the_next_request(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.subject("client_aino");
        let (client, manager) = (house.log_in("client_aino").await, house.log_in("case_manager").await);
        assert_eq!(registers(&manager, aino).await, ["social", "patient"], "by the permit of her story");

        // Nothing before being told, in the words of today.
        let denial = json!({ "code": "denial_patient" });
        let early = client.post(OWN, denial.clone()).await;
        assert_eq!((early.status, early.body["reason"].as_str()), (StatusCode::CONFLICT, Some("not_informed")));
        let id = said(&client, denial.clone()).await;
        assert_eq!(registers(&manager, aino).await, ["social"], "a denial goes before a permit");
        let header = manager.get(&format!("/api/v1/staff/clients/{aino}")).await.body;
        assert!(
            header["permits"].as_array().unwrap().iter().all(|p| p["state"] == "none"),
            "and is not told by a permit that opens nothing"
        );
        let twice = client.post(OWN, denial).await;
        assert_eq!((twice.status, twice.body["reason"].as_str()), (StatusCode::CONFLICT, Some("already_in_force")));
        take_back(&client, &id).await;
        take_back(&client, &id).await;
        assert_eq!(registers(&manager, aino).await, ["social", "patient"]);

        let permit = standing(&client, "permit_patient").await;
        assert_eq!(permit.len(), 1);
        take_back(&client, &permit[0]).await;
        assert_eq!(registers(&manager, aino).await, ["social"], "withdrawn, gone in the next");
        said(&client, json!({ "code": "permit_patient" })).await;
        assert_eq!(registers(&manager, aino).await, ["social", "patient"]);

        // The history stays: three given, two withdrawn by the client.
        let mine = client.get(OWN).await.body;
        let all = mine["said"].as_array().unwrap();
        assert_eq!((all.len(), all.iter().filter(|e| e["withdrawn_kind"] == "client").count()), (3, 2));
        assert_eq!((all[0]["channel"].as_str(), all[0]["text_version"].as_str()), (Some("own"), Some("1")));
        assert!(mine["choices"].as_array().unwrap().iter().any(|c| c["code"] == "permit_patient" && c["informed_at"].is_string()));

        // Not another's; unknown words; a task that is needed, and is one of social care.
        let other = house.log_in("client_laura").await;
        assert_eq!(other.post(&format!("{OWN}/{id}/withdraw"), json!({})).await.status, StatusCode::NOT_FOUND);
        assert_eq!(client.post(OWN, json!({ "code": "all" })).await.body["errors"][0]["code"], "unknown");
        assert_eq!(say(&client, json!({ "code": "denial_service_task" })).await.body["errors"][0]["path"], "/service_task");
        let health = json!({ "code": "denial_service_task", "service_task": "health" });
        assert_eq!(client.post(OWN, health).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let none = json!({ "code": "denial_document", "document_id": Uuid::now_v7() });
        assert_eq!(say(&client, none).await.status, StatusCode::NOT_FOUND);

        // In the log and among the events, with what was said and not about whom it tells more.
        house.gate.flush_log().await;
        let job = house.gate.job("test.look", "test", None);
        let count = async |text: &str| sql::rows(job.reader(), text, []).await.unwrap().len();
        assert_eq!(count("SELECT 1 AS one FROM access_log WHERE action = 'will.own.give' AND outcome = 'allowed'").await, 2);
        assert_eq!(count("SELECT 1 AS one FROM event WHERE kind = 'will.expression.given'").await, 2);
        assert_eq!(
            count("SELECT 1 AS one FROM event WHERE kind = 'will.expression.withdrawn'").await,
            2,
            "the second time changed nothing"
        );
        assert_eq!(
            count("SELECT 1 AS one FROM will_informing WHERE informed_by IS NULL AND channel = 'own' AND text_version = '1'").await,
            4
        );
    }
);

both!(
    async fn a_denial_stops_disclosure_and_neither_use_nor_the_law(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.subject("client_aino");
        let (client, manager) = (house.log_in("client_aino").await, house.log_in("case_manager").await);
        let (nurse, acute) = (house.log_in("home_care_nurse").await, house.log_in("acute_nurse").await);
        let work = async |who: &Caller| {
            let answer = who.get(&format!("/api/v1/staff/clients/{aino}/customerships")).await;
            assert_eq!(answer.status, StatusCode::OK);
            answer.body.to_string().contains("older_people")
        };
        assert_eq!(registers(&nurse, aino).await, ["patient"]);
        said(&client, json!({ "code": "permit_social" })).await;
        assert_eq!(registers(&nurse, aino).await, ["social", "patient"]);
        assert!(work(&nurse).await && work(&manager).await);

        // One task: the nurse sees the others', the manager her own.
        let task = said(&client, json!({ "code": "denial_service_task", "service_task": "older_people" })).await;
        assert!(!work(&nurse).await, "denied in the next request");
        assert!(work(&manager).await, "use by one's own task is no disclosure");
        assert_eq!(registers(&nurse, aino).await, ["social", "patient"], "the other tasks are as they were");
        take_back(&client, &task).await;
        assert!(work(&nurse).await);

        // The whole register: an emergency reaches it only when the client lets it.
        let emergency = async || {
            let body = json!({ "registers": ["social", "patient"], "ground": "emergency_care", "reason_code": "violence",
                "reason": "Hätäkeskuksen tehtävä", "confirmed": true });
            let path = format!("/api/v1/staff/clients/{aino}/registers");
            assert_eq!(acute.post(&path, body).await.status, StatusCode::CREATED);
        };
        let denied = said(&client, json!({ "code": "denial_social" })).await;
        assert_eq!(registers(&nurse, aino).await, ["patient"]);
        assert_eq!(registers(&manager, aino).await, ["social", "patient"]);
        emergency().await;
        assert_eq!(registers(&acute, aino).await, ["patient"], "not allowed in an emergency");
        take_back(&client, &denied).await;
        let allowed = said(&client, json!({ "code": "denial_social", "emergency_ok": true })).await;
        assert_eq!(registers(&acute, aino).await, ["social", "patient"], "allowed in an emergency");
        assert_eq!(registers(&nurse, aino).await, ["patient"], "and in nothing else");
        take_back(&client, &allowed).await;

        // A ground that rests on working together is stopped, one that the law gives is not.
        let worker = house.log_in("social_worker").await;
        let open = async |who: &Caller, ground: &str| {
            let body = json!({ "registers": ["patient"], "ground": ground, "reason": "Selvitetään tilannetta" });
            who.post(&format!("/api/v1/staff/clients/{aino}/registers"), body).await.status
        };
        let permit = standing(&client, "permit_patient").await;
        take_back(&client, &permit[0]).await;
        said(&client, json!({ "code": "denial_patient", "emergency_ok": true })).await;
        assert_eq!(open(&manager, "joint_assessment").await, StatusCode::CREATED);
        assert_eq!(registers(&manager, aino).await, ["social"]);
        assert_eq!(open(&worker, "child_interest").await, StatusCode::CREATED);
        assert!(registers(&worker, aino).await.contains(&"patient".to_owned()), "statutory access");
        assert!(registers(&nurse, aino).await.contains(&"patient".to_owned()), "those who treat her");
    }
);

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

both!(
    async fn a_denied_document_is_as_if_it_were_not_there(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.subject("client_aino");
        let (client, manager) = (house.log_in("client_aino").await, house.log_in("case_manager").await);
        let nurse = house.log_in("home_care_nurse").await;
        let job = house.gate.job("test.look", "test", None);
        let one = async |text: &str| sql::one::<Id>(job.reader(), text, [aino.into()]).await.unwrap().expect("it is in her story").id;
        // Her plan in force, and the paper of a matter that is being worked on.
        let plan = one("SELECT p.document_id AS id FROM plan p JOIN document d ON d.id = p.document_id WHERE p.client_id = $1 \
                        AND p.state = 'active' AND d.state = 'final' LIMIT 1")
        .await;
        let paper = one("SELECT d.id FROM document d JOIN document_client c ON c.document_id = d.id JOIN matter m ON m.id = d.matter_id \
                         WHERE c.client_id = $1 AND d.state = 'final' AND m.state = 'open' LIMIT 1")
        .await;
        let path = format!("/api/v1/staff/documents/{paper}");
        let plans = async |who: &Caller| {
            let body = who.get(&format!("/api/v1/staff/clients/{aino}/summary")).await.body;
            body["plans"].as_array().unwrap().iter().filter(|p| p["ref"]["kind"] == "plan").count()
        };
        said(&client, json!({ "code": "permit_social" })).await;
        assert_eq!(nurse.get(&path).await.status, StatusCode::OK);
        let before = plans(&nurse).await;
        assert!(before > 0);

        // By the client: what was made of the document is gone from the picture for one who sees it by the permit.
        let id = said(&client, json!({ "code": "denial_document", "document_id": plan })).await;
        assert_eq!(plans(&nurse).await, before - 1);
        assert_eq!(plans(&manager).await, before, "those of the task use it");
        assert_eq!(nurse.get(&path).await.status, StatusCode::OK, "another document is as it was");
        // Whoever may not see the document does not learn from the list what was denied.
        let entry = async |who: &Caller| {
            let seen = who.get(&of(aino)).await.body;
            seen["said"].as_array().unwrap().iter().find(|e| e["id"] == id.as_str()).unwrap().clone()
        };
        let seen = entry(&nurse).await;
        assert_eq!((seen["hidden"].as_bool(), seen["document"].is_null()), (Some(true), true));
        assert_eq!(entry(&manager).await["document"]["id"], json!(plan));

        // By the professional for the client: the document itself, and its print.
        let informed = json!({ "code": "denial_document", "channel": "in_person" });
        assert_eq!(manager.post(&format!("{}/informings", of(aino)), informed).await.status, StatusCode::CREATED);
        let new = json!({ "code": "denial_document", "document_id": paper, "given_by": "client", "channel": "in_person" });
        let made = manager.post(&of(aino), new).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        for path in [path.clone(), format!("{path}/print.pdf")] {
            assert_eq!(nurse.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(manager.get(&path).await.status, StatusCode::OK, "{path}");
        }
        house.gate.flush_log().await;
        let text =
            "SELECT 1 AS one FROM access_log WHERE action = 'documents.document.read' AND outcome = 'refused' AND code = 'no_such_object'";
        assert_eq!(sql::rows(job.reader(), text, []).await.unwrap().len(), 1, "the attempt is in the log");

        take_back(&client, made.body["id"].as_str().unwrap()).await;
        take_back(&client, &id).await;
        assert_eq!(nurse.get(&path).await.status, StatusCode::OK);
        assert_eq!(plans(&nurse).await, before);
    }
);

both!(
    async fn a_professional_writes_down_what_the_client_says(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.subject("client_aino");
        let (client, manager) = (house.log_in("client_aino").await, house.log_in("case_manager").await);
        let nurse = house.log_in("home_care_nurse").await;
        let path = of(aino);
        let new = json!({ "code": "denial_service_task", "service_task": "substance", "given_by": "client", "channel": "phone" });
        assert_eq!(manager.post(&path, new.clone()).await.body["reason"], "not_informed");
        let informed = json!({ "code": "denial_service_task", "channel": "phone" });
        assert_eq!(manager.post(&format!("{path}/informings"), informed).await.status, StatusCode::CREATED);
        let made = manager.post(&path, new).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let id = made.body["id"].as_str().unwrap().to_owned();

        let mine = client.get(OWN).await.body;
        let entry = mine["said"].as_array().unwrap().iter().find(|e| e["id"] == id.as_str()).unwrap();
        assert_eq!((entry["recorded_by"]["name"].as_str(), entry["service_task"].as_str()), (Some("Sanna Mäkelä"), Some("substance")));
        // What lies in substance services is not the nurse's to know, nor is it that the client denied just that.
        let seen = nurse.get(&path).await.body;
        let entry = seen["said"].as_array().unwrap().iter().find(|e| e["id"] == id.as_str()).unwrap();
        assert_eq!((entry["hidden"].as_bool(), entry["service_task"].is_null()), (Some(true), true));
        assert_eq!(seen["permitted_actions"], json!(["inform", "give", "withdraw"]));
        assert!(!seen["said"].to_string().contains("substance"));
        // All the same the client can have her withdraw it.
        assert_eq!(nurse.post(&format!("{path}/{id}/withdraw"), json!({})).await.status, StatusCode::NO_CONTENT);
        assert!(standing(&client, "denial_service_task").await.is_empty());
        let mine = client.get(OWN).await.body;
        let entry = mine["said"].as_array().unwrap().iter().find(|e| e["id"] == id.as_str()).unwrap();
        assert_eq!((entry["withdrawn_kind"].as_str(), entry["withdrawn_by"]["name"].is_string()), (Some("staff"), true));

        // Consents that open nothing are kept and shown all the same.
        for code in ["guidance", "biobank"] {
            said(&client, json!({ "code": code })).await;
        }
        let seen = manager.get(&path).await.body;
        let codes: Vec<&str> =
            seen["said"].as_array().unwrap().iter().filter(|e| e["withdrawn_at"].is_null()).map(|e| e["code"].as_str().unwrap()).collect();
        assert!(codes.contains(&"guidance") && codes.contains(&"biobank"), "{codes:?}");
        // One who is not tied to the client neither sees nor writes.
        for role in ["acute_nurse", "administrator"] {
            let who = house.log_in(role).await;
            assert_eq!(who.get(&path).await.status, StatusCode::FORBIDDEN, "{role}");
            let body = json!({ "code": "guidance", "channel": "phone" });
            assert_eq!(who.post(&format!("{path}/informings"), body).await.status, StatusCode::FORBIDDEN, "{role}");
        }
    }
);

both!(
    async fn a_mere_sender_is_offered_nothing_they_would_be_refused(db: TestDb) {
        let house = House::new(&mut db).await;
        let (aino, nurse_id) = (house.subject("client_aino"), house.subject("acute_nurse"));
        let acute = house.log_in("acute_nurse").await;
        // Having sent a matter is her only tie; an emergency lets her look.
        let work = house.gate.job("test.plant", "test", None).begin().await.unwrap();
        let text = "INSERT INTO care_relation (id, client_id, controller, register, service_task, catalogue_row, basis, object_kind, object_id, \
                    professional_id, valid_from) VALUES ($1, $2, $3, 'social', 'older_people', 17, 'sender', 'matter', $1, $4, $5)";
        let values = [work.new_id().into(), aino.into(), work.gate().controller().into(), nurse_id.into(), work.at().into()];
        sql::exec(&work, text, values).await.unwrap();
        work.commit().await.unwrap();
        let body = json!({ "registers": ["social", "patient"], "ground": "emergency_care", "reason_code": "violence",
            "reason": "Hätäkeskuksen tehtävä", "confirmed": true });
        let opened = acute.post(&format!("/api/v1/staff/clients/{aino}/registers"), body).await;
        assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.body);

        let offered = async |who: &Caller| {
            let header = who.get(&format!("/api/v1/staff/clients/{aino}")).await.body;
            header["permitted_actions"].as_array().unwrap().iter().map(|a| a.as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let first = offered(&acute).await;
        assert!(first.iter().any(|a| a == "address") && first.iter().any(|a| a == "open_register"), "in an emergency one finds the person");
        let work = house.gate.job("test.plant", "test", None).begin().await.unwrap();
        sql::exec(&work, "UPDATE register_opening SET emergency = FALSE", []).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(offered(&acute).await, ["new_matter", "open_register"], "a ground opens looking and no more");
        assert_eq!(acute.get(&of(aino)).await.body["permitted_actions"], json!([]));
        assert_eq!(acute.get(&format!("/api/v1/staff/clients/{aino}/rights")).await.body["can_copy"], json!(false));
        for path in ["identity", "customerships"] {
            let seen = acute.get(&format!("/api/v1/staff/clients/{aino}/{path}")).await;
            assert_eq!(seen.status, StatusCode::OK);
            for list in [&seen.body, &seen.body["identities"]] {
                for one in list.as_array().into_iter().flatten() {
                    assert_eq!(one["permitted_actions"].as_array().map_or(0, Vec::len), 0, "{path}: {one}");
                }
            }
        }
        // And what is not offered is refused; who cares for her is offered it.
        let inform = json!({ "code": "guidance", "channel": "phone" });
        assert_eq!(acute.post(&format!("{}/informings", of(aino)), inform).await.status, StatusCode::FORBIDDEN);
        let manager = house.log_in("case_manager").await;
        assert_eq!(manager.get(&of(aino)).await.body["permitted_actions"], json!(["inform", "give", "withdraw"]));
        assert!(offered(&manager).await.iter().any(|a| a == "contact_add"));
    }
);

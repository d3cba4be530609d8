//! E-consultations in the demo county: Sanna asks the home rehabilitation team about Aino. The whole way to advice and to a referral, one open at
//! a time, ownership, the case handed over, a reasoned refusal, what the client sees, and nothing without a right.

use crate::common::{Answer, Caller, House};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use store::{both, sql};
use uuid::Uuid;

const SEARCH: &str = "/api/v1/staff/consultations/search";

struct Setting {
    house: House,
    /// Asks.
    sanna: Caller,
    /// Of the team that is asked, though another's.
    mari: Caller,
    aino: Uuid,
    matter: String,
    team: String,
}

#[derive(sea_orm::FromQueryResult)]
struct Found {
    id: Uuid,
}

impl Setting {
    async fn new(db: &mut store::testing::TestDb) -> Self {
        let house = House::new(db).await;
        house.gate.lift_limits();
        let (sanna, mari) = (house.log_in("case_manager").await, house.log_in("case_manager_west").await);
        let aino = house.subject("client_aino");
        let job = house.gate.job("test.look", "test", None);
        let text = "SELECT m.id FROM matter m JOIN matter_client c ON c.matter_id = m.id JOIN team t ON t.id = m.team_id \
                    WHERE c.client_id = $1 AND t.key = 'ita' AND m.closed_at IS NULL ORDER BY m.id LIMIT 1";
        let matter: Found = sql::one(job.reader(), text, [aino.into()]).await.unwrap().expect("Aino has an open matter in the east");
        let team: Found = sql::one(job.reader(), "SELECT t.id FROM team t WHERE t.key = 'lansi'", []).await.unwrap().unwrap();
        // What the county is born with is out of the way.
        let work = job.begin().await.unwrap();
        sql::exec(&work, "UPDATE consultation SET state = 'withdrawn' WHERE client_id = $1", [aino.into()]).await.unwrap();
        work.commit().await.unwrap();
        Self { house, sanna, mari, aino, matter: matter.id.to_string(), team: team.id.to_string() }
    }

    fn of(&self, rest: &str) -> String {
        format!("/api/v1/staff/clients/{}/consultations{rest}", self.aino)
    }

    fn question(&self) -> Value {
        json!({ "matter_id": self.matter, "to_team_id": self.team, "question": "Sopiiko kuntosaliharjoittelu Ainolle?",
            "why": "Aino on kaatunut kahdesti.", "urgency": "soon", "hope": "advice", "told": true })
    }

    async fn ask(&self) -> String {
        let made = self.sanna.post(&self.of(""), self.question()).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        assert_eq!(made.body["rules_version"], "1");
        made.body["id"].as_str().unwrap().to_owned()
    }

    async fn seen(&self, who: &Caller, id: &str) -> Value {
        let seen = who.get(&self.of(&format!("/{id}"))).await;
        assert_eq!(seen.status, StatusCode::OK, "{}", seen.body);
        seen.body
    }

    async fn step(&self, who: &Caller, id: &str, body: Value) -> Answer {
        let version = self.seen(&self.sanna, id).await["version"].to_string();
        who.send(Method::POST, &self.of(&format!("/{id}/step")), Some(body), &[("if-match", &version)]).await
    }

    async fn done(&self, who: &Caller, id: &str, body: Value) {
        let done = self.step(who, id, body.clone()).await;
        assert_eq!(done.status, StatusCode::NO_CONTENT, "{body}: {}", done.body);
    }
}

both!(
    async fn a_question_becomes_advice_in_one_thread_with_the_client(db: TestDb) {
        let it = Setting::new(&mut db).await;
        let id = it.ask().await;
        let again = it.sanna.post(&it.of(""), it.question()).await;
        assert_eq!((again.status, &again.body["reason"]), (StatusCode::CONFLICT, &json!("consultation_open")), "{}", again.body);
        assert_eq!(again.body["consultation_id"], json!(id));

        // The queue of those asked, with search and filters; its table.
        let found = it.mari.post(SEARCH, json!({ "side": "specialist", "which": "untaken", "urgency": "soon", "q": "Virtanen" })).await;
        assert_eq!(found.status, StatusCode::OK, "{}", found.body);
        assert!(found.body["items"].as_array().unwrap().iter().any(|one| one["id"] == json!(id)), "{}", found.body);
        let stranger = it.mari.post(SEARCH, json!({ "side": "specialist", "urgency": "never" })).await;
        assert_eq!((stranger.status, &stranger.body["errors"][0]["path"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("/urgency")));
        let file = it.mari.post("/api/v1/staff/consultations/export.csv?lang=fi", json!({ "side": "specialist" })).await;
        assert!(String::from_utf8(file.bytes.to_vec()).unwrap().contains("Kahden työpäivän"), "{}", file.body);

        // By the consultation itself the specialist reads the thread; nothing is answered before it is taken.
        let early = it.step(&it.mari, &id, json!({ "step": "answered", "words": "Sopii hyvin." })).await;
        assert_eq!((early.status, &early.body["reason"]), (StatusCode::CONFLICT, &json!("consultation_not_taken")));
        it.done(&it.mari, &id, json!({ "step": "taken" })).await;
        it.done(&it.mari, &id, json!({ "step": "asked", "words": "Onko huimausta?", "professionals": true })).await;
        it.done(&it.sanna, &id, json!({ "step": "replied", "words": "Ei ole.", "professionals": true })).await;

        // The client sees what is not between professionals, is told that there is such, and writes.
        let client = it.house.log_in("client_aino").await;
        let path = format!("/api/v1/client/consultations/{id}/messages");
        let written = client.post(&path, json!({ "words": "Haluaisin harjoitella aamuisin." })).await;
        assert_eq!(written.status, StatusCode::CREATED, "{}", written.body);
        it.done(&it.mari, &id, json!({ "step": "answered", "words": "Sopii, kaksi kertaa viikossa ohjatusti." })).await;
        let own = client.get("/api/v1/client/consultations").await.body;
        let mine = own.as_array().unwrap().iter().find(|one| one["id"] == json!(id)).unwrap();
        assert_eq!((&mine["kept_back"], &mine["writable"]), (&json!(2), &json!(true)), "{mine}");
        let text = mine.to_string();
        assert!(text.contains("ohjatusti") && text.contains("aamuisin") && !text.contains("huimausta"), "{text}");
        assert_eq!(it.house.log_in("client_laura").await.post(&path, json!({ "words": "Ei minun." })).await.status, StatusCode::NOT_FOUND);

        // The case goes to another team: the asker's side of the consultation with it, and files are shown by whoever has it then.
        let gate = &it.house.gate;
        it.house.rooms.consultation.turn(gate).await.unwrap();
        let version = it.sanna.get(&format!("/api/v1/staff/matters/{}", it.matter)).await.body["version"].to_string();
        let job = it.house.gate.job("test.look", "test", None);
        let text = "SELECT b.professional_id AS id FROM membership b JOIN team t ON t.id = b.team_id WHERE t.key = 'kotikuntoutus' ORDER BY b.id LIMIT 1";
        let other: Found = sql::one(job.reader(), text, []).await.unwrap().expect("somebody works there");
        let heirs = json!({ "to_professional_id": other.id, "reason": "Asuinalue vaihtui." });
        let path_of = format!("/api/v1/staff/matters/{}/hand-over", it.matter);
        let handed = it.sanna.send(Method::POST, &path_of, Some(heirs), &[("if-match", &version)]).await;
        assert_eq!(handed.status, StatusCode::OK, "{}", handed.body);
        // On PostgreSQL an event is read when no older transaction of the whole server is open.
        let mut moved = 0;
        for _ in 0..200 {
            moved += it.house.rooms.consultation.turn(gate).await.unwrap();
            if moved > 0 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert_eq!(moved, 1);
        let heir = it.house.enter(trust::Audience::Staff, other.id).await;
        let thread = it.seen(&heir, &id).await;
        assert!(thread["thread"].as_array().unwrap().iter().any(|one| one["step"] == "moved"), "{thread}");
        assert!(thread["permitted_actions"].as_array().unwrap().contains(&json!("attached")), "{thread}");
        let sent = it.sanna.post(SEARCH, json!({ "side": "asker" })).await.body;
        assert!(sent["items"].as_array().unwrap().iter().all(|one| one["id"] != json!(id)), "{sent}");
        let none = heir
            .send(
                Method::POST,
                &it.of(&format!("/{id}/step")),
                Some(json!({ "step": "attached", "attachment": id })),
                &[("if-match", &thread["version"].to_string())],
            )
            .await;
        assert_eq!((none.status, &none.body["errors"][0]["path"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("/attachment")));

        // Recorded by the side that asks; over for everybody.
        it.done(&heir, &id, json!({ "step": "advised", "words": "Ohjattu harjoittelu kahdesti viikossa." })).await;
        let notes = it.sanna.get(&format!("/api/v1/staff/matters/{}/notes", it.matter)).await.body.to_string();
        assert!(notes.contains("Sopiiko kuntosaliharjoittelu") && notes.contains("Ohjattu harjoittelu"), "{notes}");
        let over = client.post(&path, json!({ "words": "Vielä yksi asia." })).await;
        assert_eq!((over.status, &over.body["reason"]), (StatusCode::CONFLICT, &json!("consultation_closed")));
        assert!(it.seen(&it.sanna, &id).await["permitted_actions"].as_array().unwrap().is_empty());
        assert_eq!(heir.post(&it.of(""), it.question()).await.status, StatusCode::CREATED);
    }
);

both!(
    async fn it_ends_in_a_referral_is_declined_with_a_reason_or_is_nobody_else_s(db: TestDb) {
        let it = Setting::new(&mut db).await;
        let id = it.ask().await;
        it.done(&it.mari, &id, json!({ "step": "taken" })).await;

        // Handed on: from then on it is the other's.
        let told = it.seen(&it.mari, &id).await;
        let other = told["colleagues"][0]["id"].as_str().unwrap().parse::<Uuid>().unwrap();
        let stranger = it.step(&it.mari, &id, json!({ "step": "handed_on", "to_id": it.aino })).await;
        assert_eq!((stranger.status, &stranger.body["errors"][0]["path"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("/to_id")));
        it.done(&it.mari, &id, json!({ "step": "handed_on", "to_id": other, "words": "Sinun alaasi." })).await;
        let mine = it.step(&it.mari, &id, json!({ "step": "answered", "words": "Vastaan silti." })).await;
        assert_eq!((mine.status, &mine.body["reason"]), (StatusCode::CONFLICT, &json!("consultation_of_another")));
        let owner = it.house.enter(trust::Audience::Staff, other).await;
        it.done(&owner, &id, json!({ "step": "answered", "words": "Tarvitaan arvio paikan päällä." })).await;

        // The referral carries the question and the thread.
        let body = json!({ "step": "referred", "words": "Pyydän arviota kotona.", "request_kind": "physio_assessment",
            "to_team_id": it.team, "despite": "Tilanne on muuttunut." });
        it.done(&it.sanna, &id, body).await;
        let ended = it.seen(&it.sanna, &id).await;
        let request = ended["request_id"].as_str().unwrap();
        let made = it.sanna.get(&format!("/api/v1/staff/clients/{}/requests/{request}", it.aino)).await.body;
        let words = made["words"].as_str().unwrap();
        assert!(words.starts_with("Pyydän arviota") && words.contains("Sopiiko kuntosali") && words.contains("paikan päällä"), "{words}");

        // Declined with a reason that the asker sees.
        let second = it.ask().await;
        let without = it.step(&it.mari, &second, json!({ "step": "declined", "reason": "not_our_field" })).await;
        assert_eq!((without.status, &without.body["errors"][0]["path"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("/words")));
        let declined = json!({ "step": "declined", "reason": "not_our_field", "words": "Kysykää geriatrilta." });
        it.done(&it.mari, &second, declined).await;
        let seen = it.seen(&it.sanna, &second).await;
        assert_eq!((&seen["state"], &seen["declined"]["fi"]), (&json!("declined"), &json!("Ei kuulu alaamme")), "{seen}");

        // One the client was not told of is not theirs to see; and what is late is told once.
        let mut hidden = it.question();
        hidden["told"] = json!(false);
        let refused = it.sanna.post(&it.of(""), hidden.clone()).await;
        assert_eq!(refused.body["errors"][0]["path"], "/untold_why", "{}", refused.body);
        hidden["untold_why"] = json!("Epäily kaltoinkohtelusta.");
        let third = it.sanna.post(&it.of(""), hidden).await;
        assert_eq!(third.status, StatusCode::CREATED, "{}", third.body);
        let own = it.house.log_in("client_aino").await.get("/api/v1/client/consultations").await.body;
        assert!(own.as_array().unwrap().iter().all(|one| one["id"] != third.body["id"]), "{own}");
        let work = it.house.gate.job("test.change", "test", None).begin().await.unwrap();
        let late = "UPDATE consultation SET due_at = sent_at, late_told = $1";
        sql::exec(&work, late, [false.into()]).await.unwrap();
        work.commit().await.unwrap();
        assert!(it.house.rooms.consultation.turn(&it.house.gate).await.unwrap() >= 1);
        assert_eq!(it.house.rooms.consultation.turn(&it.house.gate).await.unwrap(), 0);
        assert!(it.mari.post(SEARCH, json!({ "side": "specialist", "which": "late" })).await.body["received"]["late"].as_i64() >= Some(1));

        // Without a right nothing, and the refusal is in the log.
        let administrator = it.house.log_in("administrator").await;
        assert_eq!(administrator.get(&it.of("")).await.status, StatusCode::FORBIDDEN);
        assert_eq!(administrator.post(&it.of(""), it.question()).await.status, StatusCode::FORBIDDEN);
        it.house.gate.flush_log().await;
        let text = "SELECT l.id FROM access_log l WHERE l.action = $1 AND l.outcome = 'refused'";
        let refused = sql::rows(&it.house.gate.log_reader(), text, ["consultation.thread.ask".into()]).await.unwrap();
        assert!(!refused.is_empty());
    }
);

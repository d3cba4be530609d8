//! Functional ability: what is measured is scored by the node, kept whole and ended, never changed; whose estimate it is stays with it; and
//! each sees what is theirs to see. Over HTTP as the browser does it, on both databases.

use crate::common::{Answer, Caller, House};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use store::{both, sql};
use uuid::Uuid;

const OWN: &str = "/api/v1/client/functioning";

fn of(client: Uuid) -> String {
    format!("/api/v1/staff/clients/{client}/functioning")
}

async fn look(who: &Caller, path: &str) -> Value {
    let answer = who.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body
}

async fn made(who: &Caller, path: &str, body: Value) -> Value {
    let answer = who.post(path, body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    answer.body
}

/// The fields that are wrong, with why.
fn faults(answer: &Answer) -> Vec<(&str, &str)> {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
    let errors = answer.body["errors"].as_array().unwrap();
    errors.iter().map(|one| (one["path"].as_str().unwrap(), one["code"].as_str().unwrap())).collect()
}

fn state(answer: &Answer) -> (StatusCode, Option<&str>) {
    (answer.status, answer.body["reason"].as_str())
}

fn row<'a>(seen: &'a Value, id: &Value) -> Option<&'a Value> {
    seen["measurements"].as_array().unwrap().iter().find(|one| one["id"] == *id)
}

fn latest<'a>(seen: &'a Value, measure: &str, origin: &str) -> Option<&'a Value> {
    let standing = seen["profile"].as_array().unwrap().iter().find(|one| one["measure"] == measure)?;
    standing["latest"].as_array().unwrap().iter().find(|one| one["origin"] == origin)
}

fn sppb() -> Value {
    json!({ "measure": "sppb", "origin": "professional", "note": " Rollaattori käytössä. ",
        "rows": [{ "side_by_side": 10, "semi_tandem": 10, "tandem": 4.5, "walk_4m": 6.2, "chair_5": "unable" }] })
}

fn pain(value: f64, origin: &str) -> Value {
    json!({ "measure": "pain", "origin": origin, "rows": [{ "now": value }] })
}

async fn events(house: &House, kind: &str, id: &Value) -> usize {
    let job = house.gate.job("test.count", "test", None);
    let text = "SELECT 1 AS one FROM event WHERE kind = $1 AND object_id = $2";
    let kind = format!("functioning.measurement.{kind}");
    sql::rows(job.reader(), text, [kind.into(), id.as_str().unwrap().parse::<Uuid>().unwrap().into()]).await.unwrap().len()
}

async fn lines(house: &House, action: &str, id: &Value) -> usize {
    house.gate.flush_log().await;
    let job = house.gate.job("test.count", "test", None);
    let text = "SELECT 1 AS one FROM access_log WHERE action = $1 AND outcome = 'allowed' AND objects = $2";
    sql::rows(job.reader(), text, [action.into(), id.as_str().unwrap().into()]).await.unwrap().len()
}

both!(
    async fn a_professional_measures_and_the_node_scores(db: TestDb) {
        let house = House::new(&mut db).await;
        let (aino, nurse, client) =
            (house.subject("client_aino"), house.log_in("home_care_nurse").await, house.log_in("client_aino").await);
        let before = look(&nurse, &of(aino)).await;
        assert!(before["recordable"].as_array().unwrap().contains(&json!("sppb")));
        assert!(!before["recordable"].as_array().unwrap().contains(&json!("weight_change")), "counted from weights");
        assert_eq!(before["places"], json!([{ "register": "patient", "service_task": "health" }]));
        assert!(latest(&before, "sppb", "professional").is_some(), "the demonstration county has measured her");

        // What is told before it is saved is what is saved.
        let shown = nurse.post("/api/v1/staff/measures/preview", json!({ "measure": "sppb", "rows": sppb()["rows"] })).await;
        assert_eq!((shown.status, &shown.body["score"], &shown.body["band"]["code"]), (StatusCode::OK, &json!(6.0), &json!("low")));
        let kept = made(&nurse, &of(aino), sppb()).await;
        assert_eq!((&kept["score"], &kept["band"]["severity"]), (&json!(6.0), &json!("severe")));
        let seen = look(&nurse, &of(aino)).await;
        let one = row(&seen, &kept["id"]).unwrap();
        assert_eq!(
            (&one["note"], &one["origin"], &one["by_another"]),
            (&json!("Rollaattori käytössä."), &json!("professional"), &json!(false))
        );
        assert_eq!((&one["rules_version"], &one["measure_version"]), (&json!("1"), &json!("1")));
        assert_eq!(one["recorded_by"]["id"], json!(house.subject("home_care_nurse")));
        assert_eq!(one["permitted_actions"], json!(["correct", "withdraw"]));
        let now = latest(&seen, "sppb", "professional").unwrap();
        assert_eq!((&now["measurement_id"], &now["since"]["change"]), (&kept["id"], &json!("better")), "five before: {now}");
        // One result, several meanings: the nurse's own first, and none of them on the client's own page.
        let readings = now["readings"].as_array().unwrap();
        let read: Vec<(&str, bool)> = readings.iter().map(|r| (r["read_as"].as_str().unwrap(), r["own"].as_bool().unwrap())).collect();
        assert_eq!(read, [("problem", true), ("problem", false), ("ground", false), ("sizing", false), ("outcome", false)], "{now}");

        // One event, one line in the log, both about it.
        assert_eq!(events(&house, "recorded", &kept["id"]).await, 1);
        assert_eq!(lines(&house, "functioning.staff.record", &kept["id"]).await, 1);

        // A score is never taken, nor what is no answer, nor a time to come.
        let mut forged = sppb();
        forged["score"] = json!(12);
        assert_eq!(nurse.post(&of(aino), forged).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let mut wrong = sppb();
        wrong["rows"] = json!([{ "side_by_side": 11, "semi_tandem": 10, "tandem": "unable", "walk_4m": 6.2, "chairs": 1 }]);
        let wrong = nurse.post(&of(aino), wrong).await;
        assert_eq!(faults(&wrong), [("/rows/0", "unknown"), ("/rows/0/side_by_side", "out_of_range"), ("/rows/0/chair_5", "required")]);
        let mut tomorrow = sppb();
        tomorrow["measured_at"] = json!("2099-01-01T10:00:00Z");
        assert_eq!(faults(&nurse.post(&of(aino), tomorrow).await), [("/measured_at", "in_future")]);
        let unknown = json!({ "measure": "no_such", "origin": "professional", "rows": [{}] });
        assert_eq!(faults(&nurse.post(&of(aino), unknown).await), [("/measure", "unknown")]);

        // Sent again with the same key it is one.
        let again = [("idempotency-key", "0192f0aa-0000-7000-8000-0000000000aa")];
        let first = nurse.send(Method::POST, &of(aino), Some(pain(4.0, "professional")), &again).await;
        let second = nurse.send(Method::POST, &of(aino), Some(pain(4.0, "professional")), &again).await;
        assert_eq!((first.status, &first.body["id"]), (StatusCode::CREATED, &second.body["id"]));

        // The client sees what was measured, and changes none of it.
        let mine = look(&client, OWN).await;
        let one = row(&mine, &kept["id"]).unwrap();
        assert_eq!((&one["score"], &one["permitted_actions"]), (&json!(6.0), &json!([])));
        assert_eq!(latest(&mine, "sppb", "professional").unwrap()["readings"], json!([]));
        let path = format!("{OWN}/{}/withdraw", kept["id"].as_str().unwrap());
        assert_eq!(state(&client.post(&path, json!({ "reason": "other" })).await), (StatusCode::CONFLICT, Some("measured_by_staff")));
    }
);

both!(
    async fn a_correction_takes_a_place_and_a_withdrawal_leaves_it_empty(db: TestDb) {
        let house = House::new(&mut db).await;
        let (aino, nurse, client) =
            (house.subject("client_aino"), house.log_in("home_care_nurse").await, house.log_in("client_aino").await);
        let first = made(&nurse, &of(aino), pain(9.0, "professional")).await;
        let path = |id: &Value, what: &str| format!("{}/{}/{what}", of(aino), id.as_str().unwrap());
        let second = made(&nurse, &path(&first["id"], "correct"), json!({ "rows": [{ "now": 6 }], "reason": "wrong_value" })).await;
        assert_eq!((&second["score"], &second["band"]["code"]), (&json!(6.0), &json!("moderate")));
        let seen = look(&nurse, &of(aino)).await;
        let (old, new) = (row(&seen, &first["id"]).unwrap(), row(&seen, &second["id"]).unwrap());
        assert_eq!(
            (&old["score"], &old["ended"]["how"], &old["ended"]["reason"]),
            (&json!(9.0), &json!("corrected"), &json!("wrong_value"))
        );
        assert_eq!((&new["corrects"], &new["measured_at"]), (&first["id"], &old["measured_at"]));
        assert_eq!(latest(&seen, "pain", "professional").unwrap()["measurement_id"], second["id"]);
        let twice = nurse.post(&path(&first["id"], "correct"), json!({ "rows": [{ "now": 1 }], "reason": "other" })).await;
        assert_eq!(state(&twice), (StatusCode::CONFLICT, Some("measurement_ended")));
        // What is refused leaves what it was about as it was.
        let wrong = nurse.post(&path(&second["id"], "correct"), json!({ "rows": [{ "now": 11 }], "reason": "other" })).await;
        assert_eq!(faults(&wrong), [("/rows/0/now", "out_of_range")]);
        assert!(row(&look(&nurse, &of(aino)).await, &second["id"]).unwrap()["ended"].is_null());

        let gone = nurse.post(&path(&second["id"], "withdraw"), json!({ "reason": "wrong_client" })).await;
        assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.body);
        let seen = look(&nurse, &of(aino)).await;
        let ended = row(&seen, &second["id"]).unwrap();
        assert_eq!((&ended["ended"]["how"], &ended["ended"]["by"]["id"]), (&json!("withdrawn"), &json!(house.subject("home_care_nurse"))));
        assert_ne!(latest(&seen, "pain", "professional").map(|one| &one["measurement_id"]), Some(&second["id"]));
        for (kind, id) in [("recorded", &first["id"]), ("corrected", &second["id"]), ("withdrawn", &second["id"])] {
            assert_eq!(events(&house, kind, id).await, 1, "{kind}");
        }

        // The client's own are the client's to mend.
        let own = made(&client, OWN, pain(7.0, "self")).await;
        let theirs = nurse.post(&path(&own["id"], "withdraw"), json!({ "reason": "other" })).await;
        assert_eq!(state(&theirs), (StatusCode::CONFLICT, Some("measured_by_client")));
        let mended = made(
            &client,
            &format!("{OWN}/{}/correct", own["id"].as_str().unwrap()),
            json!({ "rows": [{ "now": 5 }], "reason": "wrong_value" }),
        )
        .await;
        let mine = look(&client, OWN).await;
        assert_eq!(latest(&mine, "pain", "self").unwrap()["measurement_id"], mended["id"]);
        let other = house.log_in("client_laura").await;
        let strange = other.post(&format!("{OWN}/{}/withdraw", mended["id"].as_str().unwrap()), json!({ "reason": "other" })).await;
        assert_eq!(strange.status, StatusCode::NOT_FOUND, "nobody else's");
    }
);

both!(
    async fn whose_estimate_it_is_stays_with_it(db: TestDb) {
        let house = House::new(&mut db).await;
        let (aino, nurse, client) =
            (house.subject("client_aino"), house.log_in("home_care_nurse").await, house.log_in("client_aino").await);
        // A client estimates for themself or tells what a device says, and measures what is theirs to measure.
        for origin in ["professional", "close_one"] {
            assert_eq!(faults(&client.post(OWN, pain(3.0, origin)).await), [("/origin", "not_theirs")]);
        }
        let mut test = sppb();
        test["origin"] = json!("self");
        assert_eq!(faults(&client.post(OWN, test).await), [("/measure", "not_theirs")]);
        let mine = look(&client, OWN).await;
        assert_eq!(mine["recordable"], json!(["pain", "weight", "own_estimate"]));
        let shown = client.post(&format!("{OWN}/preview"), json!({ "measure": "pain", "rows": [{ "now": 8 }] })).await;
        assert_eq!((shown.status, &shown.body["band"]["code"]), (StatusCode::OK, &json!("severe")));
        made(&client, OWN, pain(2.0, "self")).await;
        let professional = made(&nurse, &of(aino), pain(5.0, "professional")).await;
        let weighed = made(&client, OWN, json!({ "measure": "weight", "origin": "device", "rows": [{ "weight": 57.1 }] })).await;
        let seen = look(&nurse, &of(aino)).await;
        assert_eq!(latest(&seen, "pain", "self").unwrap()["score"], json!(2.0));
        assert_eq!(latest(&seen, "pain", "professional").unwrap()["score"], json!(5.0));
        assert_eq!(row(&seen, &weighed["id"]).unwrap()["origin"], "device");

        // A guardian's estimate of a child is the guardian's.
        let guardian = house.log_in("client_laura").await;
        let choices = guardian.get("/api/v1/client/acting").await.body;
        let child = choices["choices"].as_array().unwrap().iter().find(|one| one["ground"] == "custody").unwrap()["client_id"].clone();
        let start = json!({ "client_id": child, "ground": "custody" });
        assert_eq!(guardian.post("/api/v1/client/acting", start).await.status, StatusCode::NO_CONTENT);
        let kept = made(&guardian, OWN, pain(4.0, "self")).await;
        let theirs = look(&guardian, OWN).await;
        let one = row(&theirs, &kept["id"]).unwrap();
        assert_eq!((&one["origin"], &one["by_another"], &theirs["for_another"]), (&json!("close_one"), &json!(true), &json!(true)));
        let gone = guardian.post(&format!("{OWN}/{}/withdraw", kept["id"].as_str().unwrap()), json!({ "reason": "wrong_value" })).await;
        assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.body);

        // What a professional measured follows its register; the client's own is no register's.
        let manager = house.log_in("case_manager").await;
        let by_permit = look(&manager, &of(aino)).await;
        assert!(row(&by_permit, &professional["id"]).is_some(), "the client's permit opens the patient register");
        assert!(by_permit["places"].as_array().unwrap().iter().all(|place| place["register"] == "social"), "to read, not to write");
        let said = client.get("/api/v1/client/will").await.body;
        for one in said["said"].as_array().unwrap().iter().filter(|one| one["kind"] == "permit" && one["withdrawn_at"].is_null()) {
            let path = format!("/api/v1/client/will/{}/withdraw", one["id"].as_str().unwrap());
            assert_eq!(client.post(&path, json!({})).await.status, StatusCode::NO_CONTENT);
        }
        let without = look(&manager, &of(aino)).await;
        assert!(row(&without, &professional["id"]).is_none() && row(&without, &weighed["id"]).is_some());
        let (stranger, laura) = (house.log_in("case_manager_west").await, house.subject("client_laura"));
        assert_eq!(stranger.get(&of(laura)).await.status, StatusCode::FORBIDDEN);
        assert_eq!(stranger.post(&of(laura), pain(1.0, "professional")).await.status, StatusCode::FORBIDDEN);
    }
);

both!(
    async fn measurements_go_out_as_observations(db: TestDb) {
        let house = House::new(&mut db).await;
        let (aino, nurse) = (house.subject("client_aino"), house.log_in("home_care_nurse").await);
        let kept = made(&nurse, &of(aino), sppb()).await;
        let path = format!("{}/observations", of(aino));
        let all = nurse.get(&path).await;
        assert_eq!(all.status, StatusCode::OK, "{}", all.body);
        assert!(all.headers["content-type"].to_str().unwrap().starts_with("application/fhir+json"));
        let entries = |answer: &Answer| answer.body["entry"].as_array().cloned().unwrap_or_default();
        let of_id = |answer: &Answer, id: &Value| entries(answer).into_iter().map(|e| e["resource"].clone()).find(|r| r["id"] == *id);
        let one = of_id(&all, &kept["id"]).unwrap();
        assert_eq!(
            (&one["resourceType"], &one["status"], &one["valueQuantity"]["value"]),
            (&json!("Observation"), &json!("final"), &json!(6.0))
        );
        assert_eq!(one["subject"]["reference"], json!(format!("Patient/{aino}")));
        assert_eq!(one["performer"][0]["reference"], json!(format!("Practitioner/{}", house.subject("home_care_nurse"))));
        assert_eq!(one["interpretation"][0]["text"], "heikko suorituskyky");
        let parts = one["component"].as_array().unwrap();
        assert_eq!(parts.len(), 5);
        assert_eq!(
            (&parts[3]["valueQuantity"]["code"], &parts[4]["dataAbsentReason"]["coding"][0]["code"]),
            (&json!("s"), &json!("not-performed"))
        );

        let weights = nurse.get(&format!("{path}?code=http://loinc.org%7C29463-7")).await;
        assert!(!entries(&weights).is_empty() && weights.body["total"] == json!(entries(&weights).len()));
        assert!(entries(&weights).iter().all(|e| e["resource"]["code"]["coding"][0]["code"] == "29463-7"));
        let before = nurse.get(&format!("{path}?date=lt2000-01-01")).await;
        assert_eq!((&before.body["total"], &before.body["entry"]), (&json!(0), &Value::Null));
        for strange in ["subject=x", "_count=5", "code=", "date=sometime"] {
            assert_eq!(nurse.get(&format!("{path}?{strange}")).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{strange}");
        }

        // What was withdrawn is told to have been an error, and not what it said.
        let withdraw = format!("{}/{}/withdraw", of(aino), kept["id"].as_str().unwrap());
        assert_eq!(nurse.post(&withdraw, json!({ "reason": "wrong_client" })).await.status, StatusCode::NO_CONTENT);
        let gone = of_id(&nurse.get(&path).await, &kept["id"]).unwrap();
        assert_eq!(gone["status"], "entered-in-error");
        assert!(gone["valueQuantity"].is_null() && gone["component"].is_null() && gone["note"].is_null());
    }
);

both!(
    async fn what_other_systems_send_is_one_of_the_measurements(db: TestDb) {
        let house = House::new(&mut db).await;
        let files = tempfile::tempdir().unwrap();
        let weight = |kilos: f64, rest: Value| {
            let mut one = json!({
                "resourceType": "Observation", "status": "final", "subject": { "reference": "urn:uuid:p" }, "effectiveDateTime": "2026-10-02T09:00:00+03:00",
                "code": { "coding": [{ "system": "http://loinc.org", "code": "29463-7" }] },
                "valueQuantity": { "value": kilos, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg" }
            });
            one.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
            one
        };
        let form = json!({
            "resourceType": "QuestionnaireResponse", "status": "completed", "questionnaire": "https://punos.example/fhir/Questionnaire/measure-pain|1",
            "subject": { "reference": "urn:uuid:p" }, "authored": "2026-10-03", "source": { "reference": "urn:uuid:p" },
            "item": [{ "linkId": "now", "answer": [{ "valueDecimal": 6 }] }]
        });
        let send = async |name: &str, clinic: Value, home: Value| {
            let entry = |url: &str, resource: Value| json!({ "fullUrl": url, "resource": resource });
            let patient = json!({
                "resourceType": "Patient", "identifier": [{ "system": "urn:oid:1.2.246.21", "value": "010142-901B" }], "name": [{ "family": "Koivula", "given": ["Aino"] }]
            });
            let all =
                [entry("urn:uuid:p", patient), entry("urn:uuid:c", clinic), entry("urn:uuid:h", home), entry("urn:uuid:q", form.clone())];
            let path = files.path().join(name);
            std::fs::write(&path, json!({ "resourceType": "Bundle", "type": "collection", "entry": all }).to_string()).unwrap();
            let job = house.gate.job("test.import", "import", None);
            let options = fhir::ImportOptions::new("kotimittari", kernel::Register::Patient);
            let report = fhir::import(&job, &options, &[path], &mut |_, _| {}).await.unwrap();
            assert!(report.errors.is_empty(), "{:?}", report.errors);
            // A follower sees what no older transaction of the server's holds back.
            let mut changed = 0;
            loop {
                changed += house.rooms.functioning.turn(&house.gate).await.unwrap();
                let reference = house.gate.db().reference();
                let text = "SELECT MAX(seq) AS seq FROM event";
                let newest: i64 = sql::rows(&reference, text, []).await.unwrap()[0].try_get("", "seq").unwrap();
                if store::event::cursor_of(&reference, "functioning.intake").await.unwrap().is_some_and(|at| at.seq == newest) {
                    return changed;
                }
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        let told = async || -> Vec<String> {
            let job = house.gate.job("test.look", "test", None);
            let text = "SELECT measure, origin, recorded_kind, register, score, source_version, ended_how FROM measurement \
                        WHERE source_system = 'kotimittari' ORDER BY measure, origin, id";
            let text_of =
                |row: &store::sea_orm::QueryResult, name: &str| row.try_get::<Option<String>>("", name).unwrap().unwrap_or_default();
            let told = |row: &store::sea_orm::QueryResult| {
                let words: Vec<String> =
                    ["measure", "origin", "recorded_kind", "register", "ended_how"].iter().map(|name| text_of(row, name)).collect();
                let score: f64 = row.try_get("", "score").unwrap();
                format!("{} {score} {}", words.join(" "), row.try_get::<i32>("", "source_version").unwrap())
            };
            sql::rows(job.reader(), text, []).await.unwrap().iter().map(told).collect()
        };
        let by = |who: &str| json!({ "performer": [{ "reference": who }] });
        let home = json!({ "performer": [{ "reference": "urn:uuid:p" }], "device": { "display": "Vaaka" } });
        assert_eq!(send("a.json", weight(61.5, by("Practitioner/1")), weight(60.9, home.clone())).await, 3);
        let pain = "pain self client social  6 1";
        assert_eq!(told().await, [pain, "weight device client social  60.9 1", "weight professional system patient  61.5 1"]);
        // Sent again it is the same; corrected it takes the place, and what was an error is withdrawn.
        assert_eq!(send("b.json", weight(61.5, by("Practitioner/1")), weight(60.9, home.clone())).await, 0);
        let mut error = weight(60.9, home);
        error["status"] = json!("entered-in-error");
        assert_eq!(send("c.json", weight(61.9, by("Practitioner/1")), error).await, 2);
        assert_eq!(
            told().await,
            [
                pain,
                "weight device client social withdrawn 60.9 1",
                "weight professional system patient corrected 61.5 1",
                "weight professional system patient  61.9 2"
            ]
        );
    }
);

both!(
    async fn answers_go_out_as_forms(db: TestDb) {
        let house = House::new(&mut db).await;
        let (aino, nurse) = (house.subject("client_aino"), house.log_in("home_care_nurse").await);
        let seen = look(&nurse, &format!("{}/responses?code=pain", of(aino))).await;
        assert_eq!(seen["total"], seen["entry"].as_array().unwrap().len());
        let first = &seen["entry"][0]["resource"];
        assert_eq!(
            (&first["resourceType"], &first["questionnaire"], &first["item"][0]["linkId"]),
            (&json!("QuestionnaireResponse"), &json!("https://punos.example/fhir/Questionnaire/measure-pain|1"), &json!("now"))
        );
        let unknown = nurse.get(&format!("{}/responses?patient=1", of(aino))).await;
        assert!(matches!(unknown.status.as_u16(), 400 | 422), "{}", unknown.status);
    }
);

both!(
    async fn a_goal_is_in_the_client_s_own_words(db: TestDb) {
        const GOALS: &str = "/api/v1/client/goals";
        let house = House::new(&mut db).await;
        let (aino, nurse, client) =
            (house.subject("client_aino"), house.log_in("home_care_nurse").await, house.log_in("client_aino").await);
        assert_eq!(faults(&client.post(GOALS, json!({ "words": " a " })).await), [("/words", "too_short")]);
        let goal = made(&client, GOALS, json!({ "words": " Kävelen itse postilaatikolle. " })).await;
        let path = |what: &str| format!("{GOALS}/{}/{what}", goal["id"].as_str().unwrap());
        for (going, words) in [("farther", None), ("closer", Some("Rollaattorilla onnistuu."))] {
            let answer = client.post(&path("follow"), json!({ "going": going, "words": words })).await;
            assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.body);
        }
        let mine = look(&client, GOALS).await;
        assert_eq!((&mine[0]["words"], mine[0]["follow_ups"].as_array().unwrap().len()), (&json!("Kävelen itse postilaatikolle."), 2));
        assert_eq!(
            (&mine[0]["follow_ups"][0]["going"], &mine[0]["follow_ups"][0]["words"]),
            (&json!("closer"), &json!("Rollaattorilla onnistuu."))
        );
        // Who cares for the client reads it; nobody else's goals are touched.
        assert_eq!(look(&nurse, &format!("/api/v1/staff/clients/{aino}/goals")).await, mine);
        let other = house.log_in("client_laura").await;
        assert_eq!(look(&other, GOALS).await, json!([]));
        assert_eq!(other.post(&path("end"), json!({ "how": "reached" })).await.status, StatusCode::NOT_FOUND);
        assert_eq!(client.post(&path("end"), json!({ "how": "reached" })).await.status, StatusCode::NO_CONTENT);
        for (what, body) in [("end", json!({ "how": "left" })), ("follow", json!({ "going": "same" }))] {
            assert_eq!(state(&client.post(&path(what), body).await), (StatusCode::CONFLICT, Some("goal_ended")), "{what}");
        }
        assert_eq!(lines(&house, "functioning.goal.set", &goal["id"]).await, 1);
    }
);

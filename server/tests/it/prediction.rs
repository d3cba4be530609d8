//! Predictions in the demo county, by the real program: made by a nurse who visits Aino, doubted, seen by Aino, followed over the county,
//! switched off in one place, refused by Aino, and the same features in training as in use.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use axum::http::{Method, StatusCode};
use prediction::{Predictor, Training};
use serde_json::{Value, json};
use store::{both, sql};

use crate::common::{Answer, Caller, House};

const FOLLOW: &str = "/api/v1/staff/predictions";
const SWITCH: &str = "/api/v1/staff/predictions/switch";
const OWN: &str = "/api/v1/client/predictions";
const MODEL: &str = "emergency_visits_90d";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The program, built when it is not there yet: `make test` has done so.
fn program() -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let build = || {
        if let Some(program) = std::env::var_os("PUNOS_PREDICTOR") {
            return program.into();
        }
        let made = Command::new(env!("CARGO"))
            .args(["build", "--manifest-path"])
            .arg(root().join("predictor/Cargo.toml"))
            .args(["--target-dir"])
            .arg(root().join("target/predictor"))
            .status()
            .unwrap();
        assert!(made.success(), "the predictor does not build");
        root().join("target/predictor/debug/punos-predictor")
    };
    BUILT.get_or_init(build).clone()
}

struct Setting {
    house: House,
    nurse: Caller,
    path: String,
}

impl Setting {
    async fn new(db: &mut store::testing::TestDb, predictor: Predictor) -> Self {
        let house = House::with(db, |rooms| rooms.predicting(predictor)).await;
        house.gate.lift_limits();
        let nurse = house.log_in("home_care_nurse").await;
        let path = format!("/api/v1/staff/clients/{}/predictions", house.subject("client_aino"));
        Self { house, nurse, path }
    }

    async fn seen(&self) -> Value {
        let answer = self.nurse.get(&self.path).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.body
    }

    async fn make(&self) -> Answer {
        self.nurse.post(&self.path, json!({ "model": MODEL })).await
    }

    async fn answer(&self, id: &str, version: i64, body: Value) -> Answer {
        self.nurse.send(Method::POST, &format!("{}/{id}/answer", self.path), Some(body), &[("if-match", &version.to_string())]).await
    }

    fn training(&self, day: &str) -> Training {
        let keys = ["age", "emergency_visits_90d", "emergency_visits_365d", "days_since_emergency", "ward_stays_365d"];
        Training {
            features: keys.map(str::to_owned).to_vec(),
            outcome: "emergency_visits_next_90d".into(),
            day: day.parse().unwrap(),
            age_from: 18,
            age_to: 120,
            by: "Testi Tekijä".into(),
            reason: "Mallin opettaminen keksityillä asukkailla".into(),
        }
    }
}

fn real() -> Predictor {
    Predictor::new(program(), root().join("models"))
}

both!(
    async fn one_is_made_doubted_seen_followed_and_switched_off(db: TestDb) {
        let it = Setting::new(&mut db, real()).await;
        let first = it.seen().await;
        assert_eq!(
            (&first["state"], &first["models"][0]["card"]["name"], &first["models"][0]["made"]),
            (&json!("on"), &json!(MODEL), &json!([]))
        );
        let made = it.make().await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.body);
        let one = made.body;
        assert!((0.0..=1.0).contains(&one["value"].as_f64().unwrap()), "{one}");
        let moved: Vec<f64> = one["parts"].as_array().unwrap().iter().map(|part| part["moved"].as_f64().unwrap().abs()).collect();
        assert!(moved.len() == 7 && moved.is_sorted_by(|a, b| a >= b), "{one}");
        // The same model says the same on the same day.
        assert_eq!(it.make().await.body["id"], one["id"]);

        let id = one["id"].as_str().unwrap();
        let short = it.answer(id, 1, json!({ "answer": "doubted", "decided": "-", "why": "Ei tunnu oikealta." })).await;
        assert_eq!((short.status, &short.body["errors"][0]["path"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("/decided")));
        let doubt = json!({ "answer": "doubted", "decided": "Soitan huomenna.", "why": "Aino voi paremmin kuin luvut kertovat." });
        assert_eq!(it.answer(id, 1, doubt.clone()).await.status, StatusCode::NO_CONTENT);
        assert_eq!(it.answer(id, 1, doubt).await.status, StatusCode::PRECONDITION_FAILED);
        let again = json!({ "answer": "helped", "decided": "Kävin katsomassa.", "why": "Vointi oli heikentynyt." });
        assert_eq!(it.answer(id, 2, again).await.status, StatusCode::NO_CONTENT);
        let seen = &it.seen().await["models"][0]["made"][0];
        assert_eq!((&seen["answer"]["answer"], &seen["former"][0]["answer"]), (&json!("helped"), &json!("doubted")), "{seen}");

        // By Aino's permit her case manager reads it, and makes and answers none.
        let sanna = it.house.log_in("case_manager").await;
        let read = sanna.get(&it.path).await.body;
        assert_eq!((&read["models"][0]["may_make"], &read["models"][0]["made"][0]["id"]), (&json!(false), &one["id"]), "{read}");
        assert_eq!(sanna.post(&it.path, json!({ "model": MODEL })).await.status, StatusCode::UNPROCESSABLE_ENTITY);

        // Who does not care for the client is refused.
        let west = it.house.log_in("case_manager_west").await;
        let laura = format!("/api/v1/staff/clients/{}/predictions", it.house.subject("client_laura"));
        assert_eq!(west.get(&laura).await.status, StatusCode::FORBIDDEN);
        assert_eq!(west.post(&laura, json!({ "model": MODEL })).await.status, StatusCode::FORBIDDEN);
        let unknown = it.nurse.post(&it.path, json!({ "model": "no_such" })).await;
        assert_eq!((unknown.status, &unknown.body["errors"][0]["path"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("/model")));

        // The client sees it, and its log line names the model and its version.
        let aino = it.house.log_in("client_aino").await;
        let own = aino.get(OWN).await.body;
        assert_eq!(
            (&own["predictions"][0]["id"], &own["predictions"][0]["answer"]["decided"]),
            (&one["id"], &json!("Kävin katsomassa.")),
            "{own}"
        );
        it.house.gate.flush_log().await;
        let text = "SELECT l.objects FROM access_log l WHERE l.action = $1 AND l.outcome = 'allowed' ORDER BY l.at LIMIT 1";
        let line = sql::rows(&it.house.gate.log_reader(), text, ["prediction.client.make".into()]).await.unwrap();
        let objects: String = line[0].try_get("", "objects").unwrap();
        assert_eq!(objects, format!("{id} {MODEL} {}", one["model_version"].as_str().unwrap()));

        // Over the county nobody is named; what happened after 90 days is counted by the same definition.
        let administrator = it.house.log_in("administrator").await;
        let follow = administrator.get(FOLLOW).await.body;
        assert_eq!((&follow["models"][0]["made"], &follow["models"][0]["known"]), (&json!(1), &json!(0)), "{follow}");
        assert!(!follow.to_string().contains(it.house.subject("client_aino").to_string().as_str()));
        assert_eq!(follow["models"][0]["drift"], json!([]), "of one prediction drift would tell what went into it");
        let work = it.house.gate.job("test.past", "test", None).begin().await.unwrap();
        let past = "UPDATE prediction SET outcome_from = $1, outcome_to = $2";
        let at = work.at();
        sql::exec(&work, past, [(at - chrono::Duration::days(1_500)).into(), at.into()]).await.unwrap();
        work.commit().await.unwrap();
        let follow = administrator.get(FOLLOW).await.body;
        let known = &follow["models"][0];
        assert_eq!((&known["known"], known["tenths"].as_array().unwrap().len()), (&json!(1), 1), "{follow}");
        // Aino has been to emergency care in four years; groups of one are not told.
        assert_eq!(
            (&known["tenths"][0]["happened"], &known["groups"], &known["groups_small"]),
            (&json!(1.0), &json!([]), &json!(3)),
            "{known}"
        );
        let squared = (1.0 - one["value"].as_f64().unwrap()).powi(2);
        assert!((known["brier"].as_f64().unwrap() - squared).abs() < 1e-9);
        assert!(known["answers"].as_array().unwrap().iter().any(|one| one["answer"] == "helped" && one["n"] == 1));
        assert_eq!(it.nurse.get(FOLLOW).await.status, StatusCode::FORBIDDEN);

        // Off in one place, with a reason; and on again.
        let off = json!({ "on": false, "reason": "Malli tarkistetaan" });
        assert_eq!(it.nurse.post(SWITCH, off.clone()).await.status, StatusCode::FORBIDDEN);
        assert_eq!(administrator.post(SWITCH, off.clone()).await.status, StatusCode::NO_CONTENT);
        assert_eq!(administrator.post(SWITCH, off).await.body["reason"], "prediction_switched_already");
        assert_eq!(it.seen().await, json!({ "state": "all_off", "models": [] }));
        assert_eq!(it.make().await.body["reason"], "predictions_off");
        assert_eq!(administrator.get(FOLLOW).await.body["acts"][0]["reason"], "Malli tarkistetaan");
        assert_eq!(administrator.post(SWITCH, json!({ "on": true, "reason": "Tarkistettu" })).await.status, StatusCode::NO_CONTENT);
        let one_off = json!({ "model": MODEL, "on": false, "reason": "Vain tämä malli" });
        assert_eq!(administrator.post(SWITCH, one_off).await.status, StatusCode::NO_CONTENT);
        assert_eq!(it.seen().await["models"][0]["state"], "off");
        assert_eq!(it.make().await.body["reason"], "prediction_model_off");
        let on = json!({ "model": MODEL, "on": true, "reason": "Takaisin" });
        assert_eq!(administrator.post(SWITCH, on).await.status, StatusCode::NO_CONTENT);

        // Aino says no: nothing is made, and nothing is shown but to herself.
        assert_eq!(aino.post(&format!("{OWN}/objection"), json!({ "objects": true })).await.status, StatusCode::NO_CONTENT);
        assert_eq!(it.seen().await, json!({ "state": "objected", "models": [] }));
        assert_eq!(it.make().await.body["reason"], "prediction_objected");
        let own = aino.get(OWN).await.body;
        assert!(own["objected_at"].is_string() && own["predictions"].as_array().unwrap().len() == 1, "{own}");
        let day = (work_day(&it) - chrono::Days::new(120)).to_string();
        let without = it.house.rooms.prediction.export(&it.house.gate, &it.training(&day)).await.unwrap();
        assert_eq!(aino.post(&format!("{OWN}/objection"), json!({ "objects": false })).await.status, StatusCode::NO_CONTENT);
        assert_eq!(it.make().await.status, StatusCode::OK);

        // Training: the same people and Aino; no names, no ids, keys that tell nothing; kept among the acts and in each client's log.
        let csv = it.house.rooms.prediction.export(&it.house.gate, &it.training(&day)).await.unwrap();
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(
            lines[0],
            "row,age,emergency_visits_90d,emergency_visits_365d,days_since_emergency,ward_stays_365d,emergency_visits_next_90d"
        );
        assert_eq!(lines.len(), without.lines().count() + 1, "Aino alone had said no");
        assert!(lines.len() > 20 && lines[1..].iter().all(|line| line.split(',').count() == 7));
        assert!(!csv.contains(&it.house.subject("client_aino").simple().to_string()[16..]));
        let acts = administrator.get(FOLLOW).await.body["acts"].clone();
        assert_eq!((&acts[0]["act"], &acts[0]["rows"]), (&json!("exported"), &json!(lines.len() - 1)), "{acts}");
        let early = it.house.rooms.prediction.export(&it.house.gate, &it.training("2199-01-01")).await.unwrap_err();
        assert_eq!(json!(early)["errors"][0]["path"], "/day");
    }
);

fn work_day(it: &Setting) -> chrono::NaiveDate {
    it.house.gate.ctx().today()
}

both!(
    async fn without_the_program_the_node_works_and_says_so(db: TestDb) {
        let it = Setting::new(&mut db, Predictor::default()).await;
        assert_eq!(it.seen().await, json!({ "state": "not_set_up", "models": [] }));
        assert_eq!(it.make().await.body["reason"], "predictions_not_set_up");
        // A program that ends at once, and one that answers with nonsense.
        for program in ["/bin/false", "/bin/cat"] {
            let rooms = it.house.rooms.clone().predicting(Predictor::new(program.into(), root().join("models")));
            let house = it.house.again(rooms);
            let nurse = house.log_in("home_care_nurse").await;
            assert_eq!(nurse.get(&it.path).await.body["state"], "failed", "{program}");
            assert_eq!(nurse.post(&it.path, json!({ "model": MODEL })).await.body["reason"], "predictor_fails", "{program}");
        }
    }
);

//! What is taken along on a device: the application can be installed, its worker may do nothing but fetch from here, and what leaves the node
//! for a visit is what a visit needs, with a line of its own in the log.

use crate::common::{Answer, House};
use axum::http::StatusCode;
use serde_json::Value;
use store::{both, sql};

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

both!(
    async fn the_application_can_be_installed_and_its_worker_is_fenced(db: TestDb) {
        let house = House::new(&mut db).await;
        let nobody = house.nobody();
        let page = nobody.get("/").await;
        if page.status == StatusCode::SERVICE_UNAVAILABLE {
            // The screens have not been built: there is nothing to install (`make test` builds them first).
            return;
        }
        let policy = header(&page, "content-security-policy");
        assert!(policy.contains("worker-src 'self'") && policy.contains("manifest-src 'self'"), "{policy}");
        assert!(!policy.contains("unsafe-eval") && policy.contains("script-src 'self';"), "{policy}");
        assert!(String::from_utf8_lossy(&page.bytes).contains("rel=\"manifest\""));

        let manifest = nobody.get("/manifest.webmanifest").await;
        assert_eq!((manifest.status, header(&manifest, "content-type")), (StatusCode::OK, "application/manifest+json"));
        assert_eq!((manifest.body["lang"].as_str(), manifest.body["display"].as_str()), (Some("fi"), Some("standalone")));
        for icon in manifest.body["icons"].as_array().unwrap() {
            let found = nobody.get(icon["src"].as_str().unwrap()).await;
            assert_eq!((found.status, header(&found, "content-type")), (StatusCode::OK, icon["type"].as_str().unwrap()));
        }

        let worker = nobody.get("/sw.js").await;
        assert_eq!(worker.status, StatusCode::OK);
        assert!(header(&worker, "content-type").ends_with("javascript"));
        assert_eq!(header(&worker, "cache-control"), "no-cache", "a new version is seen");
        assert_eq!(header(&worker, "content-security-policy"), "default-src 'none'; connect-src 'self'");
        // Every file it is to keep is there, and none of them is the API's.
        let text = String::from_utf8(worker.bytes.to_vec()).unwrap();
        let list = text.split_once("const SHELL = ").unwrap().1.split_once('\n').unwrap().0;
        let shell: Vec<String> = serde_json::from_str(list).unwrap();
        assert!(shell.iter().any(|path| path == "/") && shell.iter().any(|path| path.ends_with(".js")), "{shell:?}");
        for path in &shell {
            assert!(!path.starts_with("/api") && !path.starts_with("/fhir"), "{path}");
            assert_eq!(nobody.get(path).await.status, StatusCode::OK, "{path}");
        }
    }
);

both!(
    async fn what_is_taken_along_is_what_a_visit_needs(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.subject("client_aino");
        let path = format!("/api/v1/staff/clients/{aino}/functioning/visit");
        let nurse = house.log_in("home_care_nurse").await;
        let whole = nurse.get(&format!("/api/v1/staff/clients/{aino}/functioning")).await.body;
        assert!(!whole["measurements"].as_array().unwrap().is_empty());
        let along = nurse.get(&path).await;
        assert_eq!(along.status, StatusCode::OK, "{}", along.body);
        assert_eq!(along.body["measurements"], serde_json::json!([]), "no history");
        assert_eq!((&along.body["recordable"], &along.body["places"]), (&whole["recordable"], &whole["places"]));
        let newest = |seen: &Value| -> Vec<(Value, Value)> {
            let standings = seen["profile"].as_array().unwrap().iter();
            standings
                .flat_map(|one| one["latest"].as_array().unwrap())
                .map(|one| (one["measurement_id"].clone(), one["score"].clone()))
                .collect()
        };
        assert_eq!(newest(&along.body), newest(&whole), "the newest of each measure, and by which one it is known");

        house.gate.flush_log().await;
        let job = house.gate.job("test.count", "test", None);
        let text =
            "SELECT 1 AS one FROM access_log WHERE action = 'functioning.staff.take_along' AND outcome = 'allowed' AND client_id = $1";
        assert_eq!(sql::rows(job.reader(), text, [aino.into()]).await.unwrap().len(), 1);
        // One who does not care for the client takes nothing along.
        let officer = house.log_in("data_protection_officer").await;
        assert_eq!(officer.get(&path).await.status, StatusCode::FORBIDDEN);
    }
);

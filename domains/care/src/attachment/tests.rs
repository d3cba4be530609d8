use axum::http::header;
use jobs::{Queue, Step};

use super::counterpart::{Clamd, Mood, eicar};
use super::kind::tests::zip;
use super::model::MAX_BYTES;
use super::scan::{Address, NoVerdict, ScanAttachment, Scanner, Unfit};
use crate::testing::{County, id};

/// A form with one file.
fn form(name: &str, content: &[u8]) -> Vec<u8> {
    let mut body = format!("--rajaviiva\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").into_bytes();
    body.extend(content);
    body.extend(b"\r\n--rajaviiva--\r\n");
    body
}

store::both!(
    async fn a_file_is_what_its_content_says(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        let path = format!("/api/v1/staff/matters/{}/attachments", id(&matter));
        let send = |who: &'static str, name: &'static str, content: Vec<u8>| {
            let (county, path) = (&county, path.clone());
            async move { county.raw(who, "POST", &path, "multipart/form-data; boundary=rajaviiva", form(name, &content)).await }
        };
        let added = send("anna", "..\\lausunto.exe", b"%PDF-1.7 lausunto".to_vec()).await.expect(201);
        assert_eq!((added["name"].as_str(), added["content_type"].as_str()), (Some("lausunto.pdf"), Some("application/pdf")));
        let again = send("anna", "..\\lausunto.exe", b"%PDF-1.7 lausunto".to_vec()).await.expect(201);
        assert_eq!(again["id"], added["id"], "the same file sent twice is there once");
        send("anna", "hakemus.docx", zip(&["[Content_Types].xml", "word/document.xml"])).await.expect(201);
        for (name, content) in [("a.pdf", b"MZ\x90\x00".to_vec()), ("b.txt", b"<html><script>".to_vec()), ("c.docx", zip(&["x"]))] {
            let refused = send("anna", name, content).await;
            assert_eq!((refused.status.as_u16(), refused.body["errors"][0]["code"].as_str()), (422, Some("file_kind")), "{name}");
        }
        let mut large = b"%PDF-1.7 ".to_vec();
        large.resize(MAX_BYTES + 1, b'x');
        assert_eq!(send("anna", "suuri.pdf", large).await.status.as_u16(), 413);
        assert_eq!(send("cecilia", "a.pdf", b"%PDF-1.7".to_vec()).await.status.as_u16(), 403);

        let list = county.get("anna", &path).await.expect(200);
        assert_eq!(list.as_array().unwrap().len(), 2);
        let one = format!("/api/v1/staff/attachments/{}", id(&added));
        let file = county.raw("bertta", "GET", &one, "", Vec::new()).await;
        assert_eq!((file.status.as_u16(), file.text.as_str()), (200, "%PDF-1.7 lausunto"));
        let header = |name: header::HeaderName| file.headers.get(&name).map(|v| v.to_str().unwrap().to_owned());
        assert_eq!(header(header::X_CONTENT_TYPE_OPTIONS).as_deref(), Some("nosniff"));
        assert!(header(header::CONTENT_DISPOSITION).unwrap().starts_with("attachment; filename=\"lausunto.pdf\""));
        assert_eq!(county.get("cecilia", &one).await.status.as_u16(), 403);
        assert_eq!(county.get("anna", &format!("/api/v1/staff/attachments/{}", id(&matter))).await.status.as_u16(), 404);
    }
);

/// Sends a file and gives the answer.
async fn send(county: &County, matter: &serde_json::Value, name: &str, content: &[u8]) -> serde_json::Value {
    let path = format!("/api/v1/staff/matters/{}/attachments", id(matter));
    county.raw("anna", "POST", &path, "multipart/form-data; boundary=rajaviiva", form(name, content)).await.expect(201)
}

store::both!(
    async fn only_what_the_scanner_found_clean_is_given_out(db: TestDb) {
        let clamd = Clamd::start().await;
        let county = County::scanning(db, clamd.port).await;
        let queue = Queue::new().on(ScanAttachment::new(county.care.scanner.clone()));
        let matter = county.matter_of("anna", "aino").await;
        let path = format!("/api/v1/staff/matters/{}/attachments", id(&matter));
        let state = |file: serde_json::Value| {
            let (county, path) = (&county, path.clone());
            async move {
                let list = county.get("anna", &path).await.expect(200);
                let one = list.as_array().unwrap().iter().find(|a| a["id"] == file["id"]).unwrap().clone();
                (one["scan"].as_str().unwrap().to_owned(), one["delayed"].as_bool().unwrap(), one["found"].as_str().map(str::to_owned))
            }
        };
        let give = |file: &serde_json::Value| {
            let one = format!("/api/v1/staff/attachments/{}", id(file));
            let county = &county;
            async move { county.get("anna", &one).await }
        };

        // The scanner is away: the file is kept, waits and is not given out; the job is tried again.
        clamd.is(Mood::Away);
        let clean = send(&county, &matter, "lausunto.pdf", b"%PDF-1.7 lausunto").await;
        assert_eq!(clean["scan"], "waiting");
        assert!(matches!(queue.step(&county.gate).await.unwrap(), Step::Again(..)));
        assert_eq!(state(clean.clone()).await, ("waiting".into(), false, None));
        assert_eq!(give(&clean).await.refused(), "attachment_waiting");
        assert_eq!(county.count("SELECT COUNT(*) FROM job WHERE last_error = 'scanner_unreachable'").await, 1);
        county.clock.advance(chrono::Duration::minutes(5));
        assert!(state(clean.clone()).await.1, "after some minutes it is said that the scanner does not answer");
        clamd.is(Mood::Unable);
        assert!(matches!(queue.step(&county.gate).await.unwrap(), Step::Again(..)));
        assert_eq!(state(clean.clone()).await.0, "waiting", "what cannot be looked through is not clean");

        // It is back.
        clamd.is(Mood::Well);
        county.clock.advance(chrono::Duration::minutes(10));
        assert!(matches!(queue.step(&county.gate).await.unwrap(), Step::Done(_)));
        assert_eq!(state(clean.clone()).await, ("clean".into(), false, None));
        assert_eq!(give(&clean).await.text, "%PDF-1.7 lausunto");

        // What is infected is never given out, and the matter's feed says so.
        let bad = send(&county, &matter, "lasku.txt", &eicar()).await;
        assert!(matches!(queue.step(&county.gate).await.unwrap(), Step::Done(_)));
        assert_eq!(state(bad.clone()).await, ("infected".into(), false, Some("Win.Test.EICAR_HDB-1".into())));
        assert_eq!(give(&bad).await.refused(), "attachment_infected");
        let now = county.get("anna", &format!("/api/v1/staff/matters/{}", id(&matter))).await.expect(200);
        assert!(now["steps"].as_array().unwrap().iter().any(|step| step["kind"] == "attachment_infected"));
        assert_eq!(queue.step(&county.gate).await.unwrap(), Step::Idle);
        assert_eq!(clamd.asked.load(std::sync::atomic::Ordering::SeqCst), 4);

        // What came before the scanner was in use waits for it, and is looked through at the next turn.
        let work = county.gate.job("test.old", "test", None).begin().await.unwrap();
        store::sql::exec(&work, "UPDATE attachment SET scan_state = 'unchecked' WHERE scan_state = 'clean'", []).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(give(&clean).await.refused(), "attachment_waiting");
        assert_eq!(county.care.rescan(&county.gate).await.unwrap(), 1);
        assert!(matches!(queue.step(&county.gate).await.unwrap(), Step::Done(_)));
        assert_eq!(give(&clean).await.status.as_u16(), 200);
    }
);

store::both!(
    async fn a_node_without_a_scanner_says_so_and_gives_out(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        let file = send(&county, &matter, "lausunto.pdf", b"%PDF-1.7 lausunto").await;
        assert_eq!(file["scan"], "unchecked");
        assert_eq!(county.get("anna", &format!("/api/v1/staff/attachments/{}", id(&file))).await.status.as_u16(), 200);
        assert_eq!(county.care.rescan(&county.gate).await.unwrap(), 0);
        assert_eq!(county.count("SELECT COUNT(*) FROM job").await, 0);
    }
);

#[tokio::test]
async fn a_scanner_is_proven_with_the_test_file() {
    let clamd = Clamd::start().await;
    let address: Address = format!("tcp:127.0.0.1:{}", clamd.port).parse().unwrap();
    // The command answers and has no signatures.
    let blind = ["-c".to_owned(), "cat > /dev/null".to_owned()];
    let both = Scanner::default().clamd(address.clone()).command("/bin/sh".into(), blind.to_vec());
    let told = both.prove().await;
    assert_eq!(told.iter().map(|(_, fit)| *fit).collect::<Vec<_>>(), [Ok(()), Err(Unfit::FindsNothing)]);
    assert_eq!(told[0].0, format!("clamd at 127.0.0.1:{}", clamd.port));
    clamd.is(Mood::Away);
    assert_eq!(Scanner::default().clamd(address).prove().await[0].1, Err(Unfit::NoVerdict(NoVerdict::Unreachable)));
    assert!(Scanner::default().prove().await.is_empty());
}

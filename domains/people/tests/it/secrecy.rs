//! A personal identity code is never in the clear: not in any column of any table, not in an answer that says no, not in the
//! program's log.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use serde_json::json;
use store::both;

use crate::house::{House, hetu};

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Everything this test program logs, at the most talkative level.
fn log() -> &'static Buffer {
    static LOG: OnceLock<Buffer> = OnceLock::new();
    LOG.get_or_init(|| {
        let buffer = Buffer::default();
        let writer = buffer.clone();
        tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE).with_writer(move || writer.clone()).init();
        buffer
    })
}

/// Every value of every table as text, bytes in hexadecimal and as they are.
async fn dump(house: &House) -> String {
    let tables = if house.sqlite() {
        "SELECT name AS t FROM sqlite_master WHERE type = 'table'"
    } else {
        "SELECT table_name::text AS t FROM information_schema.tables WHERE table_schema = current_schema()"
    };
    let mut out = String::new();
    for table in house.rows(tables, vec![]).await {
        let table: String = table.try_get("", "t").unwrap();
        if house.sqlite() {
            let columns = house.rows(&format!("SELECT name AS c FROM pragma_table_info('{table}')"), vec![]).await;
            for column in columns {
                let column: String = column.try_get("", "c").unwrap();
                let text = format!("SELECT CAST(\"{column}\" AS TEXT) AS v, hex(\"{column}\") AS h FROM \"{table}\"");
                for row in house.rows(&text, vec![]).await {
                    out.push_str(&row.try_get::<Option<String>>("", "v").unwrap_or_default().unwrap_or_default());
                    out.push_str(&row.try_get::<Option<String>>("", "h").unwrap().unwrap_or_default().to_lowercase());
                    out.push('\n');
                }
            }
        } else {
            for row in house.rows(&format!("SELECT t::text AS v FROM \"{table}\" t"), vec![]).await {
                out.push_str(&row.try_get::<String>("", "v").unwrap());
                out.push('\n');
            }
        }
    }
    out
}

fn hex(text: &str) -> String {
    text.bytes().map(|b| format!("{b:02x}")).collect()
}

both!(
    async fn a_hetu_is_nowhere_in_the_clear(db: TestDb) {
        let log = log();
        let house = House::new(&mut db).await;
        let (imported, typed, wrong) = (hetu("1931-01-01", 11), hetu("1932-02-02", 12), hetu("1933-03-03", 13));
        let client = house.client("Salainen", "Siiri", Some(imported.clone())).await;
        house.tie_team(client).await;
        let body = json!({ "hetu": typed.reveal(), "family_name": "Uusi", "given_names": "Asiakas" });
        assert_eq!(house.ask_with(house.manager, "POST", "/clients", Some(body.clone()), &[("idempotency-key", "k")]).await.status, 201);
        let mut answers = vec![
            house.ask(house.manager, "POST", "/clients", Some(body)).await.text,
            house.ask(house.manager, "POST", "/clients/search", Some(json!({ "q": imported.reveal() }))).await.text,
            house.ask(house.manager, "POST", "/clients/search", Some(json!({ "q": format!("{}x", imported.reveal()) }))).await.text,
        ];
        let mut bad = wrong.reveal().to_owned();
        let last = bad.pop().unwrap();
        bad.push(if last == 'A' { 'B' } else { 'A' });
        answers.push(house.ask(house.manager, "POST", "/clients/search", Some(json!({ "q": bad }))).await.text);
        answers.push(
            house.ask(house.manager, "POST", "/clients", Some(json!({ "hetu": bad, "family_name": "X", "given_names": "Y" }))).await.text,
        );
        answers.push(house.ask(house.manager, "POST", "/clients", Some(json!({ "hetu": [wrong.reveal()], "family_name": 1 }))).await.text);
        let shown = house.ask(house.manager, "GET", &format!("/clients/{client}/hetu"), None).await;
        assert!(shown.text.contains(imported.reveal()), "the one place where it is shown");
        house.gate.flush_log().await;

        let dump = dump(&house).await;
        assert!(dump.contains("Salainen") && dump.contains("people.hetu.reveal"), "the dump reaches clients and the log");
        let logged = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
        for code in [imported.reveal(), typed.reveal(), wrong.reveal(), bad.as_str()] {
            assert!(!dump.contains(code) && !dump.contains(&hex(code)), "in the database");
            assert!(!dump.contains(&code[6..]), "its hidden part in the database");
            assert!(answers.iter().all(|a| !a.contains(code)), "in an answer");
            assert!(!logged.contains(code), "in the program's log");
        }
    }
);

//! What a copy gives back, on both databases and from one to the other, and what it refuses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)] // a test says no by panicking

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use store::backup::{BackupError, Writer, check};
use store::sea_orm::{self, DbBackend, Value};
use store::testing::TestDb;
use store::{Birth, Db, Master, NewEvent, both, sql};
use uuid::Uuid;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

async fn copy(db: &Db, master: &Master, file: &Path) {
    let snapshot = db.snapshot(master, at("2026-11-22T01:00:00Z"), "key".into()).await.unwrap();
    let (sender, mut pieces) = tokio::sync::mpsc::channel(4);
    let pouring = tokio::spawn(snapshot.pour(sender));
    let mut writer = Writer::create(file, false).unwrap();
    while let Some(piece) = pieces.recv().await {
        writer.write(&piece).unwrap();
    }
    pouring.await.unwrap().unwrap();
    writer.finish().unwrap();
}

/// Every row of every table, asked in other words than the copy's own: whole rows as the database prints them.
async fn rows(conn: &impl ConnectionTrait) -> BTreeMap<String, Vec<String>> {
    let sqlite = conn.get_database_backend() == DbBackend::Sqlite;
    let names = if sqlite {
        "SELECT name AS n FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'seaql_migrations'"
    } else {
        "SELECT tablename::text AS n FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'seaql_migrations'"
    };
    let mut all = BTreeMap::new();
    for row in sql::rows(conn, names, []).await.unwrap() {
        let table: String = row.try_get("", "n").unwrap();
        let text = if sqlite {
            let columns = sql::rows(conn, &format!("SELECT name AS c FROM pragma_table_info('{table}') ORDER BY name"), []).await.unwrap();
            let columns: Vec<String> = columns.iter().map(|c| format!("quote(\"{}\")", c.try_get::<String>("", "c").unwrap())).collect();
            format!("SELECT {} AS l FROM \"{table}\"", columns.join(" || '|' || "))
        } else {
            format!("SELECT r::text AS l FROM \"{table}\" r")
        };
        let mut found: Vec<String> =
            sql::rows(conn, &text, []).await.unwrap().iter().map(|r| r.try_get::<String>("", "l").unwrap()).collect();
        found.sort();
        all.insert(table, found);
    }
    all
}

/// Values on the edges of what the columns take.
async fn fill(db: &Db, master: &Master) {
    db.born_as(Birth::Production).await.unwrap();
    let tx = db.begin(master).await.unwrap();
    let client = Uuid::now_v7();
    let floats = [0.1, 1.0 / 3.0, f64::MIN_POSITIVE, f64::MAX, -1.5, 123_456_789.123_456_79, 2.2250738585072014e-308, 5e-324, 36.6];
    let mut odd: u64 = 0x9E37_79B9_7F4A_7C15;
    let random = std::iter::repeat_with(|| {
        odd = odd.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        f64::from_bits(odd)
    });
    for (i, quantity) in floats.into_iter().chain(random.filter(|f| f.is_finite()).take(2_000)).enumerate() {
        let text = "INSERT INTO record_entry (id, client_id, controller, register, service_task, catalogue_row, source_system, original_line, \
                    position, kind, title, started_at, quantity, text_value, received_at) VALUES ($1, $2, $2, 'patient', 'health', 3, 's', $3, 0, 'measure', $4, $5, $6, $7, $8)";
        let odd_texts = ["", "Ä\"ö\\n\n\t\u{1}'; --", "\u{1F9D1}\u{200D}\u{2695}", "NULL", "[1,2]"];
        let times = ["2026-01-01T00:00:00Z", "1899-12-31T23:59:59.999999Z", "2026-06-01T12:30:00.120Z", "2026-06-01T12:30:00.000001Z"];
        let values: [Value; 8] = [
            Uuid::now_v7().into(),
            client.into(),
            (i as i32).into(),
            odd_texts[i % odd_texts.len()].into(),
            (i % 3 > 0).then(|| at(times[i % times.len()])).into(),
            quantity.into(),
            (i % 2 == 0).then_some("x".repeat(i)).into(),
            at("2026-01-01T00:00:00.5Z").into(),
        ];
        sql::exec(&tx, text, values).await.unwrap();
    }
    let text = "INSERT INTO original (id, client_id, controller, register, service_task, catalogue_row, resource_id, source_system, resource_type, \
                revision, is_current, sha256, content_type, body_len, body, received_at) VALUES ($1, NULL, $1, 'patient', 'health', 3, $1, 's', 'Patient', 1, $2, $3, 'json', 3, $4, $5)";
    for (current, body) in [(true, Vec::<u8>::new()), (false, vec![0, 255, 10, 13]), (true, vec![7; 700_000])] {
        let values: [Value; 5] =
            [Uuid::now_v7().into(), current.into(), vec![1u8, 2].into(), body.into(), at("2026-01-01T00:00:00Z").into()];
        sql::exec(&tx, text, values).await.unwrap();
    }
    let organisation = Uuid::now_v7();
    let text = "INSERT INTO organisation (id, name, kind, valid_from) VALUES ($1, 'Alue', 'county', $2)";
    let day: chrono::NaiveDate = "2023-01-01".parse().unwrap();
    sql::exec(&tx, text, [organisation.into(), day.into()]).await.unwrap();
    let text = "INSERT INTO saved_view (id, owner_id, screen, name, filter, version, created_at, updated_at) VALUES ($1, $1, 'desk', 'n', $2, 1, $3, $3)";
    let filter = serde_json::json!({ "b": 1, "a": [1.5, null, "ä\u{0007}"], "c": { "deep": true } });
    sql::exec(&tx, text, [Uuid::now_v7().into(), filter.into(), at("2026-01-01T00:00:00Z").into()]).await.unwrap();
    tx.emit(at("2026-01-01T00:00:00Z"), NewEvent::new("test.thing", "thing", client).data(serde_json::json!({ "x": 1 }))).await.unwrap();
    tx.commit().await.unwrap();
    for i in 0..5 {
        let tx = db.begin(master).await.unwrap();
        tx.emit(at("2026-01-02T00:00:00Z"), NewEvent::new("test.other", "thing", client)).await.unwrap();
        if i == 2 {
            let last = store::event::newest(&tx).await.unwrap();
            store::event::move_cursor(&tx, "follower", last, at("2026-01-02T00:00:00Z")).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    let text = "INSERT INTO session (key_hash, audience, subject_id, csrf, origin, created_at, expires_at) VALUES ($1, 'staff', $2, 'c', 'oidc', $3, $3)";
    let tx = db.begin(master).await.unwrap();
    sql::exec(&tx, text, [vec![9u8].into(), client.into(), at("2026-01-02T00:00:00Z").into()]).await.unwrap();
    tx.commit().await.unwrap();
}

/// What restoring changes on purpose is left out of the comparison and looked at by itself.
fn plain(mut all: BTreeMap<String, Vec<String>>) -> BTreeMap<String, Vec<String>> {
    for table in ["event", "event_cursor", "session"] {
        all.remove(table);
    }
    all
}

/// The first difference, and not all of two databases.
fn same(a: &BTreeMap<String, Vec<String>>, b: &BTreeMap<String, Vec<String>>) {
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (table, rows) in a {
        assert_eq!(rows.len(), b[table].len(), "{table}");
        for (left, right) in rows.iter().zip(&b[table]) {
            assert!(left == right, "{table}:\n{left}\n{right}");
        }
    }
}

async fn events(conn: &impl ConnectionTrait) -> Vec<(String, i64)> {
    let found = store::event::after(conn, store::Cursor::default(), 1_000).await.unwrap();
    found.iter().map(|e| (format!("{} {} {:?}", e.kind, e.object_id, e.data), e.cursor.txid)).collect()
}

/// Another, fresh database of the wanted kind, without a schema.
async fn empty(kind: &str) -> (Db, Master, PathBuf, TestDb) {
    let mut other = if kind == "sqlite" { TestDb::sqlite().await } else { TestDb::postgres().await };
    let master = other.take_master();
    (other.db.clone(), master, other.dir.path().to_owned(), other)
}

both!(
    async fn a_copy_gives_back_every_row(db: TestDb) {
        let master = db.take_master();
        fill(&db.db, &master).await;
        let file = db.dir.path().join("copy.punos");
        copy(&db.db, &master, &file).await;
        let checked = check(&file, |_| {}).unwrap();
        let before = rows(&db.db.reader(&master)).await;
        assert_eq!(checked.rows, before.values().map(|r| r.len() as u64).sum::<u64>());
        let own = if db.db.backend() == DbBackend::Sqlite { "sqlite" } else { "postgres" };
        for kind in ["sqlite", "postgres"] {
            let (other, key, dir, _kept) = empty(kind).await;
            let now = at("2026-11-22T02:00:00Z");
            let restored = other.restore(&key, &checked, false, now, |_| {}).await.unwrap();
            assert_eq!(restored.rows, checked.rows);
            assert_eq!((restored.sessions_ended, restored.migrated), (1, 0));
            other.expect_current().await.unwrap();
            if kind == own {
                same(&plain(rows(&other.reader(&key)).await), &plain(before.clone()));
            } else {
                // Across: back again, and every row is what it was (JSON apart, whose spelling each database chooses).
                let (file, mut here) = (dir.join("across.punos"), plain(before.clone()));
                copy(&other, &key, &file).await;
                let across = check(&file, |_| {}).unwrap();
                let (home, home_key, _, _kept) = empty(own).await;
                home.restore(&home_key, &across, false, now, |_| {}).await.unwrap();
                let mut there = plain(rows(&home.reader(&home_key)).await);
                let (a, b) = (here.remove("saved_view").unwrap(), there.remove("saved_view").unwrap());
                assert_eq!((a.len(), b.len()), (1, 1));
                same(&here, &there);
            }
            // JSON means the same.
            let json = |rows: Vec<sea_orm::QueryResult>| rows[0].try_get::<serde_json::Value>("", "filter").unwrap();
            let ask = "SELECT filter FROM saved_view";
            assert_eq!(
                json(sql::rows(&other.reader(&key), ask, []).await.unwrap()),
                json(sql::rows(&db.db.reader(&master), ask, []).await.unwrap())
            );
            // The events come in the same order, are all told, and new ones come after every follower's place.
            let _quiet = store::testing::quiet().await;
            let reader = other.reader(&key);
            let told = events(&reader).await;
            let names = |events: &[(String, i64)]| events.iter().map(|e| e.0.clone()).collect::<Vec<_>>();
            assert_eq!(names(&told), names(&events(&db.db.reader(&master)).await));
            assert!(told.iter().all(|e| e.1 == 0));
            let place = store::event::cursor_of(&reader, "follower").await.unwrap().unwrap();
            let left = store::event::after(&reader, place, 100).await.unwrap().len();
            let place = store::event::cursor_of(&db.db.reader(&master), "follower").await.unwrap().unwrap();
            assert_eq!(left, store::event::after(&db.db.reader(&master), place, 100).await.unwrap().len());
            let tx = other.begin(&key).await.unwrap();
            tx.emit(now, NewEvent::new("test.new", "thing", Uuid::now_v7())).await.unwrap();
            tx.commit().await.unwrap();
            let last = loop {
                // On PostgreSQL an event is told when no older transaction runs.
                let told = store::event::after(&reader, store::Cursor::default(), 1_000).await.unwrap();
                if let Some(last) = told.into_iter().find(|e| e.kind == "test.new") {
                    break last;
                }
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            };
            let newest = store::event::newest(&reader).await.unwrap();
            assert_eq!(last.cursor, newest);
        }
    }
);

both!(
    async fn a_copy_taken_under_writes_is_of_one_instant(db: TestDb) {
        let master = Arc::new(db.take_master());
        db.db.born_as(Birth::Production).await.unwrap();
        let (stop, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        // Each transaction writes three tables; a copy that has one of the rows has all.
        let writers: Vec<_> = (0..3)
            .map(|_| {
                let (db, master, stop, written) = (db.db.clone(), master.clone(), stop.clone(), written.clone());
                tokio::spawn(async move {
                    while !stop.load(Ordering::Relaxed) {
                        let (id, now) = (Uuid::now_v7(), at("2026-01-01T00:00:00Z"));
                        let tx = db.begin(&master).await.unwrap();
                        let text = "INSERT INTO organisation (id, name, kind, valid_from) VALUES ($1, 'x', 'county', '2023-01-01')";
                        sql::exec(&tx, text, [id.into()]).await.unwrap();
                        tx.emit(now, NewEvent::new("test.made", "organisation", id)).await.unwrap();
                        let text = "INSERT INTO access_log_client (client_id, log_id) VALUES ($1, $1)";
                        sql::exec(&tx, text, [id.into()]).await.unwrap();
                        tx.commit().await.unwrap();
                        written.fetch_add(1, Ordering::SeqCst);
                    }
                })
            })
            .collect();
        while written.load(Ordering::SeqCst) < 200 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        let file = db.dir.path().join("busy.punos");
        let known = written.load(Ordering::SeqCst);
        copy(&db.db, &master, &file).await;
        let while_copying = written.load(Ordering::SeqCst) - known;
        stop.store(true, Ordering::Relaxed);
        for writer in writers {
            writer.await.unwrap();
        }
        assert!(while_copying > 0, "nothing was written meanwhile, so nothing was shown");
        let checked = check(&file, |_| {}).unwrap();
        let (other, key, _, _kept) = empty(if db.db.backend() == DbBackend::Sqlite { "sqlite" } else { "postgres" }).await;
        other.restore(&key, &checked, false, at("2026-11-22T02:00:00Z"), |_| {}).await.unwrap();
        let ids = async |text: &str| {
            let found = sql::rows(&other.reader(&key), text, []).await.unwrap();
            let mut ids: Vec<Uuid> = found.iter().map(|r| r.try_get("", "id").unwrap()).collect();
            ids.sort();
            ids
        };
        let made = ids("SELECT id FROM organisation").await;
        assert!(made.len() as u64 >= known, "what was committed before is in it");
        assert_eq!(made, ids("SELECT object_id AS id FROM event").await);
        assert_eq!(made, ids("SELECT log_id AS id FROM access_log_client").await);
    }
);

both!(
    async fn a_restore_refuses_what_it_should_and_leaves_everything(db: TestDb) {
        let master = db.take_master();
        fill(&db.db, &master).await;
        let file = db.dir.path().join("copy.punos");
        copy(&db.db, &master, &file).await;
        assert!(matches!(Writer::create(&file, false), Err(BackupError::Exists(_))));
        let checked = check(&file, |_| {}).unwrap();
        let now = at("2026-11-22T02:00:00Z");
        let before = rows(&db.db.reader(&master)).await;
        assert!(matches!(db.db.restore(&master, &checked, false, now, |_| {}).await, Err(BackupError::NotEmpty)));
        same(&rows(&db.db.reader(&master)).await, &before);
        // Said so, it is replaced, and what came after the copy is gone.
        db.db.set_meta("county", "\"new\"").await.unwrap();
        db.db.restore(&master, &checked, true, now, |_| {}).await.unwrap();
        assert_eq!(db.db.meta("county").await.unwrap(), None);
        same(&plain(rows(&db.db.reader(&master)).await), &plain(before));

        // A file that is cut, changed or something else is never taken for whole.
        let bytes = std::fs::read(&file).unwrap();
        let bad = db.dir.path().join("bad.punos");
        for cut in [0, 10, bytes.len() / 2, bytes.len() - 1] {
            std::fs::write(&bad, &bytes[..cut]).unwrap();
            assert!(check(&bad, |_| {}).is_err(), "cut at {cut}");
        }
        for place in [bytes.len() / 3, bytes.len() / 2, bytes.len() - 3] {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            std::fs::write(&bad, &changed).unwrap();
            assert!(check(&bad, |_| {}).is_err(), "changed at {place}");
        }
        let text = String::from_utf8(zstd::decode_all(&bytes[..]).unwrap()).unwrap();
        let tampered = |from: &str, to: &str| {
            assert!(text.contains(from), "{from}");
            std::fs::write(&bad, zstd::encode_all(text.replacen(from, to, 1).as_bytes(), 1).unwrap()).unwrap();
            check(&bad, |_| {}).unwrap_err()
        };
        assert!(matches!(tampered("36.6", "36.7"), BackupError::Checksum));
        assert!(matches!(tampered("\"punos_backup\":1", "\"punos_backup\":2"), BackupError::Newer(2)));
        assert!(matches!(tampered("{\"end\":", "{\"stop\":"), BackupError::NotWhole(_)));
        std::fs::write(&bad, b"not a backup").unwrap();
        assert!(matches!(check(&bad, |_| {}), Err(BackupError::NotOurs)));
        // A schema this program does not know.
        let mut newer = checked.clone();
        newer.head.migrations.push("m999_future".into());
        assert!(matches!(db.db.restore(&master, &newer, true, now, |_| {}).await, Err(BackupError::NewerSchema(_))));
        assert!(rows(&db.db.reader(&master)).await["record_entry"].len() > 2_000, "and nothing was lost by trying");
        // One row that cannot be: everything stays as it was.
        let broken = text.replacen("0,\"measure\"", "0,null", 1).replacen("0, \"measure\"", "0, null", 1);
        let sum = |text: &str| {
            use sha2::Digest;
            sha2::Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect::<String>()
        };
        let body = &broken[..broken.rfind("{\"end\"").unwrap()];
        let whole = format!("{body}{{\"end\":{{\"rows\":{},\"sha256\":\"{}\"}}}}\n", checked.rows, sum(body));
        std::fs::write(&bad, zstd::encode_all(whole.as_bytes(), 1).unwrap()).unwrap();
        let broken = check(&bad, |_| {}).unwrap();
        assert!(matches!(db.db.restore(&master, &broken, true, now, |_| {}).await, Err(BackupError::Row { .. })));
        assert!(rows(&db.db.reader(&master)).await["record_entry"].len() > 2_000);
    }
);

#[tokio::test]
async fn an_unfinished_copy_leaves_no_file() {
    let mut db = TestDb::sqlite().await;
    let master = db.take_master();
    db.db.born_as(Birth::Production).await.unwrap();
    let file = db.dir.path().join("copy.punos");
    let snapshot = db.db.snapshot(&master, at("2026-11-22T01:00:00Z"), "key".into()).await.unwrap();
    let (sender, mut pieces) = tokio::sync::mpsc::channel(4);
    let pouring = tokio::spawn(snapshot.pour(sender));
    let mut writer = Writer::create(&file, false).unwrap();
    writer.write(&pieces.recv().await.unwrap()).unwrap();
    assert!(!file.exists(), "the name is given at the end");
    drop(writer);
    drop(pieces);
    let _ = pouring.await.unwrap();
    assert_eq!(
        std::fs::read_dir(db.dir.path()).unwrap().filter(|e| e.as_ref().unwrap().path().to_string_lossy().contains("copy")).count(),
        0
    );
}

#[tokio::test]
async fn a_database_of_others_is_left_alone() {
    let mut db = TestDb::sqlite().await;
    let master = db.take_master();
    db.db.born_as(Birth::Production).await.unwrap();
    let file = db.dir.path().join("copy.punos");
    copy(&db.db, &master, &file).await;
    let other = format!("sqlite://{}", db.dir.path().join("other.db").display());
    let plain = sea_orm::Database::connect(format!("{other}?mode=rwc")).await.unwrap();
    plain.execute_unprepared("CREATE TABLE theirs (x INTEGER)").await.unwrap();
    plain.close().await.unwrap();
    let (theirs, key) = Db::connect(&other, &store::Options::default()).await.unwrap();
    let checked = check(&file, |_| {}).unwrap();
    for replace in [false, true] {
        let refused = theirs.restore(&key, &checked, replace, at("2026-11-22T02:00:00Z"), |_| {}).await;
        assert!(matches!(refused, Err(BackupError::Foreign)));
    }
}

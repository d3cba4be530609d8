//! Whoever has all rights to the database, and not the log's key, tries to change what it says.

use sealing::verify::Kind;
use store::both;
use store::sea_orm::Value;
use uuid::Uuid;

use crate::house::{House, told};

const SIZE: usize = 300;

both!(
    async fn a_changed_column_is_named(db: TestDb) {
        let house = House::sealed(&mut db, SIZE).await;
        house.disarm().await;
        let columns: [(&str, Value); 9] = [
            ("action", "x".into()),
            ("actor_id", Uuid::now_v7().into()),
            ("client_id", Uuid::now_v7().into()),
            ("outcome", "refused".into()),
            ("at", "2020-01-01T00:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap().into()),
            ("ground", "permit".into()),
            ("request_id", Uuid::now_v7().into()),
            ("salt", vec![0u8; 16].into()),
            ("acting", "custody".into()),
        ];
        for (at, (column, value)) in columns.into_iter().enumerate() {
            let line = house.line(10 + at as i64).await;
            house.attack(&format!("UPDATE access_log SET {column} = $1 WHERE id = $2"), vec![value, line.into()]).await;
        }
        let verdict = house.verify(None).await;
        assert_eq!(told(&verdict), (10..19).map(|leaf| (Kind::Changed, Some(leaf), Some(leaf))).collect::<Vec<_>>());
        assert_eq!(verdict.faults[0].line, Some(house.line(10).await));
    }
);

both!(
    async fn another_client_in_a_line_is_named(db: TestDb) {
        let house = House::sealed(&mut db, SIZE).await;
        house.disarm().await;
        let (one, two, three) = (house.line(3).await, house.line(4).await, house.line(5).await);
        house.attack("UPDATE access_log_client SET client_id = $1 WHERE log_id = $2 AND client_id = (SELECT MAX(client_id::text)::uuid FROM access_log_client WHERE log_id = $2)".replace(
            "MAX(client_id::text)::uuid",
            if house.attacker.get_database_backend() == store::sea_orm::DbBackend::Postgres { "MAX(client_id::text)::uuid" } else { "MAX(client_id)" },
        ).as_str(), vec![Uuid::now_v7().into(), one.into()]).await;
        house.attack("DELETE FROM access_log_client WHERE log_id = $1", vec![two.into()]).await;
        house.attack("INSERT INTO access_log_client (client_id, log_id) VALUES ($1, $2)", vec![Uuid::now_v7().into(), three.into()]).await;
        let verdict = house.verify(None).await;
        assert_eq!(told(&verdict), [3, 4, 5].map(|leaf| (Kind::Changed, Some(leaf), Some(leaf))));
    }
);

both!(
    async fn a_removed_line_is_named_with_its_leaf_or_without(db: TestDb) {
        let house = House::sealed(&mut db, SIZE).await;
        house.disarm().await;
        let (kept, whole) = (house.line(20).await, house.line(30).await);
        house.attack("DELETE FROM access_log WHERE id = $1", vec![kept.into()]).await;
        let verdict = house.verify(None).await;
        assert_eq!(told(&verdict), [(Kind::Removed, Some(20), Some(20))]);
        assert_eq!(verdict.faults[0].line, Some(kept));
        for (table, column) in [("access_log", "id"), ("access_log_leaf", "log_id")] {
            house.attack(&format!("DELETE FROM {table} WHERE {column} = $1"), vec![whole.into()]).await;
        }
        let verdict = house.verify(None).await;
        assert_eq!(verdict.counts.get(&Kind::Removed), Some(&2), "{verdict:?}");
        assert!(told(&verdict).contains(&(Kind::Removed, Some(30), Some(30))));
        assert!(!verdict.counts.contains_key(&Kind::Forged), "those after it are in their places: {verdict:?}");
    }
);

both!(
    async fn a_line_put_in_is_named(db: TestDb) {
        let house = House::sealed(&mut db, SIZE).await;
        let outside = house.checkpoint().await;
        let insert = "INSERT INTO access_log (id, at, actor_kind, action, purpose, outcome, request_id) \
                      VALUES ($1, $2, 'staff', 'care.summary.read', 'care', 'allowed', $1)";
        let past = "2026-11-22T07:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        // Inserting is what the log does, so no trigger stands in the way; but nobody has sealed it and nobody will.
        let (plain, queued) = (Uuid::now_v7(), Uuid::now_v7());
        house.attack(insert, vec![plain.into(), past.into()]).await;
        let verdict = house.verify(None).await;
        assert_eq!(told(&verdict), [(Kind::Inserted, None, None)]);
        assert_eq!(verdict.faults[0].line, Some(plain));
        // Put in the sealer's queue too: the checkpoint from outside says that it was not there then.
        house.attack(insert, vec![queued.into(), past.into()]).await;
        house.attack("INSERT INTO access_log_unsealed (log_id) VALUES ($1)", vec![queued.into()]).await;
        let named = |verdict: &sealing::verify::Verdict| verdict.faults.iter().any(|f| f.kind == Kind::Inserted && f.line == Some(queued));
        assert!(named(&house.verify(Some(&outside)).await));
        house.seal().await;
        let verdict = house.verify(Some(&outside)).await;
        assert!(named(&verdict) && told(&verdict).contains(&(Kind::Inserted, Some(SIZE as u64), Some(SIZE as u64))), "{verdict:?}");
    }
);

#[tokio::test]
async fn what_cannot_be_read_is_named_too() {
    // PostgreSQL's columns hold to their types; SQLite takes anything anywhere.
    let mut db = store::testing::TestDb::sqlite().await;
    let house = House::sealed(&mut db, 20).await;
    house.disarm().await;
    let insert = "INSERT INTO access_log (id, at, actor_kind, action, purpose, outcome, request_id) \
                  VALUES ('by hand', '2026-11-22T07:00:00Z', 's', 'a', 'p', 'allowed', 'x')";
    house.attack(insert, vec![]).await;
    for (column, leaf) in [("at", 3), ("actor_id", 4), ("salt", 5)] {
        house.attack(&format!("UPDATE access_log SET {column} = 'no such' WHERE id = $1"), vec![house.line(leaf).await.into()]).await;
    }
    let one = "UPDATE access_log_client SET client_id = 'x' WHERE log_id = $1 AND client_id = (SELECT MIN(client_id) FROM access_log_client WHERE log_id = $1)";
    house.attack(one, vec![house.line(6).await.into()]).await;
    for (column, leaf) in [("hash", 7), ("mac", 8), ("log_id", 9)] {
        house.attack(&format!("UPDATE access_log_leaf SET {column} = 'x' WHERE leaf = $1"), vec![leaf.into()]).await;
    }
    house.attack("INSERT INTO access_log_unsealed (log_id) VALUES ('x')", vec![]).await;
    let faults = told(&house.verify(None).await);
    for leaf in 3..7 {
        assert!(faults.contains(&(Kind::Changed, Some(leaf), Some(leaf))), "{leaf}: {faults:?}");
    }
    for leaf in 7..10 {
        assert!(faults.contains(&(Kind::Forged, Some(leaf), Some(leaf))), "{leaf}: {faults:?}");
    }
    for kind in [Kind::Inserted, Kind::Removed] {
        assert!(faults.contains(&(kind, None, None)), "{kind:?}: {faults:?}");
    }
    assert!(!faults.iter().any(|(_, from, _)| from.is_some_and(|leaf| (1..3).contains(&leaf) || leaf > 9)), "{faults:?}");
    house.attack("INSERT INTO log_checkpoint (size, root, signed_note, sealed_at, hour) VALUES (-1, 'x', 'x', 'x', 0)", vec![]).await;
    assert!(told(&house.verify(None).await).contains(&(Kind::BadCheckpoint, None, None)));
}

both!(
    async fn a_line_with_a_leaf_put_in_between_is_named(db: TestDb) {
        let house = House::sealed(&mut db, 20).await;
        house.disarm().await;
        // Leaves from 15 on make room; their places are tied to them, so each of them shows it.
        for leaf in (15..20i64).rev() {
            house.attack("UPDATE access_log_leaf SET leaf = $1 WHERE leaf = $2", vec![(leaf + 1).into(), leaf.into()]).await;
        }
        let line = Uuid::now_v7();
        let at = "2026-11-22T08:00:15Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        let insert = "INSERT INTO access_log (id, at, actor_kind, action, purpose, outcome, request_id) VALUES ($1, $2, 's', 'a', 'p', 'allowed', $1)";
        house.attack(insert, vec![line.into(), at.into()]).await;
        let leaf = "INSERT INTO access_log_leaf (leaf, log_id, hash, mac) VALUES (15, $1, $2, $3)";
        house.attack(leaf, vec![line.into(), vec![1u8; 32].into(), vec![2u8; 32].into()]).await;
        let verdict = house.verify(None).await;
        let faults = told(&verdict);
        assert!(verdict.faults.iter().any(|f| f.kind == Kind::Forged && f.from == Some(15) && f.line == Some(line)), "{verdict:?}");
        assert!((15..20).all(|leaf| faults.contains(&(Kind::Forged, Some(leaf), Some(leaf)))), "{verdict:?}");
        assert!(faults.contains(&(Kind::Unsigned, Some(20), Some(20))));
        assert!(!faults.iter().any(|(_, from, _)| *from == Some(14)), "{verdict:?}");
    }
);

both!(
    async fn swapped_entries_are_named(db: TestDb) {
        let house = House::sealed(&mut db, SIZE).await;
        house.disarm().await;
        // The leaves change places …
        for (from, to) in [(40, 9_999), (41, 40), (9_999, 41)] {
            house.attack("UPDATE access_log_leaf SET leaf = $1 WHERE leaf = $2", vec![i64::from(to).into(), i64::from(from).into()]).await;
        }
        // … and two lines change ids, so that each says what the other said.
        let (one, two, spare) = (house.line(60).await, house.line(61).await, Uuid::now_v7());
        for (from, to) in [(one, spare), (two, one), (spare, two)] {
            house.attack("UPDATE access_log SET id = $1 WHERE id = $2", vec![to.into(), from.into()]).await;
        }
        let verdict = house.verify(None).await;
        let faults = told(&verdict);
        for expected in [(Kind::Forged, 40), (Kind::Forged, 41), (Kind::Changed, 60), (Kind::Changed, 61)] {
            assert!(faults.contains(&(expected.0, Some(expected.1), Some(expected.1))), "{expected:?} {verdict:?}");
        }
        assert_eq!(verdict.counts.get(&Kind::Forged), Some(&2));
        assert_eq!(verdict.counts.get(&Kind::Changed), Some(&2));
    }
);

both!(
    async fn a_leaf_changed_with_its_line_is_named(db: TestDb) {
        let house = House::sealed(&mut db, SIZE).await;
        let outside = house.checkpoint().await;
        house.disarm().await;
        // The attacker knows how leaves are made: they take one that holds, with its line, from elsewhere in the log.
        let (line, other) = (house.line(100).await, house.line(101).await);
        let copy = "UPDATE access_log_leaf SET hash = (SELECT hash FROM access_log_leaf WHERE leaf = 101), \
                    mac = (SELECT mac FROM access_log_leaf WHERE leaf = 101) WHERE leaf = 100";
        house.attack(copy, vec![]).await;
        house
            .attack(
                "UPDATE access_log SET action = (SELECT action FROM access_log WHERE id = $1) WHERE id = $2",
                vec![other.into(), line.into()],
            )
            .await;
        let verdict = house.verify(Some(&outside)).await;
        let faults = told(&verdict);
        assert!(verdict.faults.iter().any(|f| f.kind == Kind::Forged && f.from == Some(100) && f.line == Some(line)), "{verdict:?}");
        assert!(faults.contains(&(Kind::OtherRoot, Some(0), Some(SIZE as u64 - 1))), "{verdict:?}");
        assert_eq!(verdict.counts.get(&Kind::Forged), Some(&1));
    }
);

both!(
    async fn the_end_cut_off_is_told_by_a_checkpoint_from_outside(db: TestDb) {
        let house = House::sealed(&mut db, 250).await;
        house.lines(50).await;
        house.seal().await;
        let outside = house.checkpoint().await;
        house.disarm().await;
        // Cleanly: lines, their clients, leaves and the checkpoint over them. What is left agrees with itself.
        house.attack("DELETE FROM access_log_client WHERE log_id IN (SELECT log_id FROM access_log_leaf WHERE leaf >= 250)", vec![]).await;
        house.attack("DELETE FROM access_log WHERE id IN (SELECT log_id FROM access_log_leaf WHERE leaf >= 250)", vec![]).await;
        house.attack("DELETE FROM access_log_leaf WHERE leaf >= 250", vec![]).await;
        house.attack("DELETE FROM access_log_tile", vec![]).await;
        let verdict = house.verify(None).await;
        assert_eq!(told(&verdict), [(Kind::CutOff, Some(250), Some(299))], "the newest checkpoint here tells it: {verdict:?}");
        house.attack("DELETE FROM log_checkpoint WHERE size > 250", vec![]).await;
        assert!(house.verify(None).await.whole, "without a checkpoint from outside an earlier state looks whole");
        let verdict = house.verify(Some(&outside)).await;
        assert_eq!(told(&verdict), [(Kind::CutOff, Some(250), Some(299))], "{verdict:?}");
    }
);

both!(
    async fn an_old_checkpoint_in_place_of_the_new_is_told(db: TestDb) {
        let house = House::sealed(&mut db, 30).await;
        let old = house.note().await;
        house.lines(20).await;
        house.seal().await;
        house.disarm().await;
        house.attack("DELETE FROM log_checkpoint WHERE size = 50", vec![]).await;
        let verdict = house.verify(None).await;
        assert_eq!(told(&verdict), [(Kind::Unsigned, Some(30), Some(49))], "{verdict:?}");
        // Put in the newest one's place under its size.
        let at: Value = "2026-11-22T08:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap().into();
        let insert = "INSERT INTO log_checkpoint (size, root, signed_note, sealed_at, hour) VALUES (50, $1, $2, $3, 0)";
        house.attack(insert, vec![vec![3u8; 32].into(), old.into(), at]).await;
        let verdict = house.verify(None).await;
        let faults = told(&verdict);
        assert!(faults.contains(&(Kind::BadCheckpoint, Some(0), Some(49))), "{verdict:?}");
        assert!(faults.contains(&(Kind::OtherRoot, Some(30), Some(49))), "{verdict:?}");
    }
);

both!(
    async fn everything_rewritten_with_the_node_s_own_keys_is_told_by_a_checkpoint_from_outside(db: TestDb) {
        let house = House::sealed(&mut db, 40).await;
        let outside = house.checkpoint().await;
        house.disarm().await;
        for table in ["access_log_leaf", "log_checkpoint"] {
            house.attack(&format!("DELETE FROM {table}"), vec![]).await;
        }
        house
            .attack("UPDATE access_log SET action = 'care.harmless' WHERE id = (SELECT id FROM access_log ORDER BY id LIMIT 1)", vec![])
            .await;
        house.attack("INSERT INTO access_log_unsealed (log_id) SELECT id FROM access_log", vec![]).await;
        // A new process, which has not seen the log before, seals it all again.
        assert_eq!(sealing::Sealing::default().turn(&house.gate).await.unwrap(), 40);
        assert!(house.verify(None).await.whole);
        let verdict = house.verify(Some(&outside)).await;
        assert!(told(&verdict).contains(&(Kind::OtherRoot, Some(0), Some(39))), "{verdict:?}");
    }
);

both!(
    async fn a_tile_that_lies_is_told(db: TestDb) {
        let house = House::sealed(&mut db, 600).await;
        house.disarm().await;
        house.attack("UPDATE access_log_tile SET hash = $1 WHERE tile = 1", vec![vec![5u8; 32].into()]).await;
        let verdict = house.verify(None).await;
        assert_eq!(told(&verdict), [(Kind::BadTile, Some(256), Some(511))], "{verdict:?}");
    }
);

both!(
    async fn a_number_from_far_away_does_not_keep_the_pass_from_ending(db: TestDb) {
        // More than a page of leaves: pages are read side by side and taken in order.
        let size = 2_300;
        let house = House::sealed(&mut db, size).await;
        assert!(house.verify(None).await.whole);
        house.disarm().await;
        for leaf in [1_999, 2_000, 2_299] {
            let line = house.line(leaf).await;
            house.attack("UPDATE access_log SET action = 'x' WHERE id = $1", vec![line.into()]).await;
        }
        assert_eq!(told(&house.verify(None).await), [1_999, 2_000, 2_299].map(|leaf| (Kind::Changed, Some(leaf), Some(leaf))));
        let far = i64::MAX - 1;
        house.attack("UPDATE access_log_leaf SET leaf = $1 WHERE leaf = 2100", vec![far.into()]).await;
        house
            .attack("UPDATE log_checkpoint SET size = $1 WHERE size = (SELECT MAX(size) FROM log_checkpoint)", vec![i64::MAX.into()])
            .await;
        let verdict = house.verify(None).await;
        assert!(told(&verdict).contains(&(Kind::Removed, Some(2_100), Some(2_100))), "{verdict:?}");
        assert!(verdict.counts.contains_key(&Kind::Forged) && verdict.counts.contains_key(&Kind::BadCheckpoint), "{verdict:?}");
    }
);

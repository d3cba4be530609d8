//! What is committed is told at least once, and nobody skips.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)] // a test says no by panicking

use kernel::{Clock, SystemClock};
use store::testing::TestDb;
use store::{Cursor, NewEvent, both, event};
use uuid::Uuid;

fn happened() -> NewEvent {
    NewEvent::new("test.thing.happened", "thing", Uuid::now_v7())
}

both!(
    async fn a_follower_gets_everything_in_order(db: TestDb) {
        let _quiet = store::testing::quiet().await;
        let master = db.take_master();
        for _ in 0..3 {
            let tx = db.db.begin(&master).await.unwrap();
            tx.emit(SystemClock.now(), happened()).await.unwrap();
            tx.commit().await.unwrap();
        }
        let rolled_back = db.db.begin(&master).await.unwrap();
        rolled_back.emit(SystemClock.now(), happened()).await.unwrap();
        rolled_back.rollback().await.unwrap();
        let all = event::after(&db.db.reference(), Cursor::default(), 10).await.unwrap();
        assert_eq!(all.len(), 3);
        assert!(all.windows(2).all(|w| w[0].cursor < w[1].cursor));
        let rest = event::after(&db.db.reference(), all[0].cursor, 10).await.unwrap();
        assert_eq!(rest.iter().map(|e| e.object_id).collect::<Vec<_>>(), all[1..].iter().map(|e| e.object_id).collect::<Vec<_>>());
        assert_eq!(event::newest(&db.db.reference()).await.unwrap(), all[2].cursor);

        let tx = db.db.begin(&master).await.unwrap();
        event::move_cursor(&tx, "follower", all[1].cursor, SystemClock.now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(event::cursor_of(&db.db.reference(), "follower").await.unwrap(), Some(all[1].cursor));
    }
);

/// On PostgreSQL sequence order is not commit order: a later transaction that commits first must wait to be told until the
/// earlier one is over, or a follower's cursor would pass it by.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_early_transaction_held_open_is_not_skipped() {
    let mut db = TestDb::postgres().await;
    let _quiet = store::testing::quiet().await;
    let master = db.take_master();
    let early = db.db.begin(&master).await.unwrap();
    let first = happened();
    let first_id = first.object_id;
    early.emit(SystemClock.now(), first).await.unwrap();

    let late = db.db.begin(&master).await.unwrap();
    let second = happened();
    let second_id = second.object_id;
    late.emit(SystemClock.now(), second).await.unwrap();
    late.commit().await.unwrap();

    let seen = event::after(&db.db.reference(), Cursor::default(), 10).await.unwrap();
    assert!(seen.is_empty(), "the later one is held back while the earlier is open");
    early.commit().await.unwrap();
    let seen = event::after(&db.db.reference(), Cursor::default(), 10).await.unwrap();
    assert_eq!(seen.iter().map(|e| e.object_id).collect::<Vec<_>>(), [first_id, second_id]);
}

/// One process per SQLite file.
#[tokio::test]
async fn a_second_process_is_kept_off_a_sqlite_file() {
    let db = TestDb::sqlite().await;
    let second = store::Db::connect(&db.url, &store::Options::default()).await;
    assert!(matches!(second, Err(store::StoreError::Held(_))));
}

both!(
    async fn a_database_is_marked_at_birth(db: TestDb) {
        use store::{Birth, StoreError};
        assert_eq!(db.db.birth().await.unwrap(), None);
        db.db.born_as(Birth::Demo).await.unwrap();
        db.db.born_as(Birth::Demo).await.unwrap();
        assert!(matches!(db.db.born_as(Birth::Production).await, Err(StoreError::Birth { .. })));
    }
);

//! Two nodes that follow each other's logs over HTTP.

use sealing::watch::{WatchedLog, watched_logs};
use sealing::{Sealing, Watched};
use store::testing::TestDb;
use store::{Keyring, both};

use crate::house::House;

/// Serves a node's public log; the address.
async fn serve(house: &House, sealing: &Sealing) -> String {
    let (router, _) = sealing::router(sealing.clone(), house.gate.clone()).split_for_parts();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

/// Another node, with keys of its own.
async fn other(secret: u8) -> (House, Sealing, TestDb) {
    let mut db = TestDb::sqlite().await;
    let house = House::new(&mut db).await;
    let sealing = Sealing::new(Some(Keyring::from_secret([secret; 32])), Vec::new());
    (house, sealing, db)
}

async fn seen(house: &House) -> WatchedLog {
    watched_logs(&house.gate.log_reader()).await.unwrap().remove(0)
}

both!(
    async fn a_log_is_followed_cosigned_and_its_fork_reported(db: TestDb) {
        let house = House::new(&mut db).await;
        let (log, its, _its_db) = other(5).await;
        log.lines(30).await;
        its.turn(&log.gate).await.unwrap();
        let address = serve(&log, &its).await;
        let pinned = format!("{address}/#{}", its.keys(&log.gate).log_key());
        let ours = Sealing::new(None, vec![Watched::parse(&pinned).unwrap()]);
        assert_eq!(ours.follow(&house.gate).await.unwrap(), 0);
        let first = seen(&house).await;
        assert_eq!((first.state.as_str(), first.size, first.address == address), ("well", Some(30), true), "{first:?}");
        // It grows, and goes on from what was seen.
        log.lines(300).await;
        its.turn(&log.gate).await.unwrap();
        assert_eq!(ours.follow(&house.gate).await.unwrap(), 0);
        assert_eq!((seen(&house).await.state.as_str(), seen(&house).await.size), ("well", Some(330)));
        // What was cosigned is told to everybody, and its owner finds it.
        let witness = serve(&house, &ours).await;
        let theirs = Sealing::new(Some(Keyring::from_secret([5; 32])), vec![Watched::parse(&witness).unwrap()]);
        house.lines(3).await;
        house.sealing.turn(&house.gate).await.unwrap();
        assert_eq!(theirs.follow(&log.gate).await.unwrap(), 0);
        let back = seen(&log).await;
        assert_eq!((back.state.as_str(), back.size, back.ours_size), ("well", Some(3), Some(330)), "{back:?}");
        // Somebody rewrites the log behind its node's back and the node seals it anew, to the same size.
        log.disarm().await;
        for table in ["access_log_leaf", "access_log_tile", "log_checkpoint"] {
            log.attack(&format!("DELETE FROM {table}"), vec![]).await;
        }
        log.attack("UPDATE access_log SET action = 'care.harmless'", vec![]).await;
        log.attack(
            "INSERT INTO access_log_unsealed (log_id) SELECT id FROM access_log WHERE id NOT IN (SELECT log_id FROM access_log_unsealed)",
            vec![],
        )
        .await;
        let anew = Sealing::new(Some(Keyring::from_secret([5; 32])), vec![Watched::parse(&witness).unwrap()]);
        anew.turn(&log.gate).await.unwrap();
        assert_eq!(ours.follow(&house.gate).await.unwrap(), 1);
        let fork = seen(&house).await;
        assert_eq!((fork.state.as_str(), fork.size), ("fork", Some(330)), "the state it had is kept: {fork:?}");
        assert!(fork.evidence.is_some() && fork.fault_at.is_some());
        // The owner is told by its witness, too.
        assert_eq!(anew.follow(&log.gate).await.unwrap(), 1);
        assert_eq!(seen(&log).await.state, "ours_fork");
        // It stays so until people have looked into it.
        assert_eq!(ours.follow(&house.gate).await.unwrap(), 0);
        assert_eq!(seen(&house).await.state, "fork");
        let told = house.rows("SELECT 1 AS one FROM event WHERE kind = 'log.disagreement'", vec![]).await.len();
        assert_eq!(told, 1);
        assert!(ours.forget(&house.gate, &address).await.unwrap());
        ours.follow(&house.gate).await.unwrap();
        assert_eq!(seen(&house).await.state, "well");
    }
);

both!(
    async fn a_log_that_goes_back_changes_its_key_or_is_silent_is_told(db: TestDb) {
        let house = House::new(&mut db).await;
        let (log, its, _its_db) = other(6).await;
        log.lines(10).await;
        its.turn(&log.gate).await.unwrap();
        let ours = Sealing::new(None, vec![Watched::parse(&serve(&log, &its).await).unwrap()]);
        ours.follow(&house.gate).await.unwrap();
        log.disarm().await;
        log.attack("DELETE FROM log_checkpoint", vec![]).await;
        assert_eq!(ours.follow(&house.gate).await.unwrap(), 1);
        assert_eq!(seen(&house).await.state, "rolled_back");

        let other_key = Watched::parse(&format!("{}#{}", serve(&log, &its).await, house.sealing.keys(&house.gate).log_key())).unwrap();
        let address = other_key.address().to_owned();
        Sealing::new(None, vec![other_key]).follow(&house.gate).await.unwrap();
        let found = watched_logs(&house.gate.log_reader()).await.unwrap();
        assert_eq!(found.iter().find(|one| one.address == address).unwrap().state, "key_changed");

        let silent = Watched::parse("http://127.0.0.1:1").unwrap();
        assert_eq!(Sealing::new(None, vec![silent]).follow(&house.gate).await.unwrap(), 0);
        let found = watched_logs(&house.gate.log_reader()).await.unwrap();
        assert_eq!(found.iter().find(|one| one.address == "http://127.0.0.1:1").unwrap().state, "unreachable");
        assert!(Watched::parse("http://node.example").is_err(), "plainly over the net");
        assert!(Watched::parse("https://node.example#x").is_err());
    }
);

use store::sea_orm::ConnectionTrait;
use store::{both, sql};
use uuid::Uuid;

use crate::house::{House, told};

both!(
    async fn lines_are_sealed_once_and_the_log_is_whole(db: TestDb) {
        let house = House::new(&mut db).await;
        assert_eq!(house.seal().await, 0, "nothing to seal makes no checkpoint");
        let verdict = house.verify(None).await;
        assert!(verdict.whole && verdict.size == 0);
        house.lines(5).await;
        let verdict = house.verify(None).await;
        assert!(verdict.whole, "{verdict:?}");
        assert_eq!((verdict.size, verdict.unsealed.lines), (0, 5), "what is not sealed is said");
        assert!(verdict.unsealed.oldest_at.is_some());
        assert_eq!((house.seal().await, house.seal().await), (5, 0));
        house.lines(300).await;
        assert_eq!(house.seal().await, 300);
        let verdict = house.verify(Some(&house.checkpoint().await)).await;
        assert!(verdict.whole, "{verdict:?}");
        assert_eq!((verdict.size, verdict.compared, verdict.unsealed.lines), (305, 305, 0));
        assert_eq!(house.rows("SELECT 1 AS one FROM access_log_tile", vec![]).await.len(), 1);
    }
);

both!(
    async fn lines_written_together_are_all_queued_with_them(db: TestDb) {
        let house = House::new(&mut db).await;
        let at = "2026-11-22T08:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        let columns = ["id", "at", "actor_kind", "action", "purpose", "outcome", "request_id"];
        // More than one statement takes on either database, and not by whole statements.
        let row = |_| {
            let id = Uuid::now_v7();
            vec![id.into(), at.into(), "system".into(), "test.line".into(), "test".into(), "allowed".into(), id.into()]
        };
        let tx = house.gate.keep_log().await.unwrap();
        let queue = ("access_log_unsealed", "log_id");
        sql::insert_queued(&tx, "access_log", &columns, (0..2_450).map(row).collect(), queue).await.unwrap();
        tx.commit().await.unwrap();
        let matched = "SELECT 1 AS one FROM access_log l JOIN access_log_unsealed u ON u.log_id = l.id";
        assert_eq!(house.rows(matched, vec![]).await.len(), 2_450);
        assert_eq!(house.seal().await, 2_450);
        assert!(house.verify(None).await.whole);
    }
);

both!(
    async fn several_sealers_at_once_seal_each_line_once(db: TestDb) {
        let house = House::new(&mut db).await;
        house.lines(40).await;
        let others: Vec<_> = (0..4)
            .map(|_| {
                let (gate, sealing) = (house.gate.clone(), sealing::Sealing::default());
                tokio::spawn(async move { sealing.turn(&gate).await })
            })
            .collect();
        let mut sealed = 0;
        for other in others {
            sealed += other.await.unwrap().unwrap();
        }
        sealed += house.seal().await;
        assert_eq!(sealed, 40);
        assert!(house.verify(None).await.whole);
    }
);

both!(
    async fn a_leaf_made_by_nobody_stops_the_sealer(db: TestDb) {
        let house = House::sealed(&mut db, 10).await;
        house.disarm().await;
        house.attack("UPDATE access_log_leaf SET hash = $1 WHERE leaf = 9", vec![vec![1u8; 32].into()]).await;
        house.lines(1).await;
        assert!(matches!(house.sealing.turn(&house.gate).await, Err(sealing::SealError::NotWhole)));
        // An older state put back is noticed by the process that has seen the newer.
        let (house, checkpoint) = (house, "DELETE FROM log_checkpoint");
        house.attack(checkpoint, vec![]).await;
        assert!(matches!(house.sealing.turn(&house.gate).await, Err(sealing::SealError::RolledBack { was: 10, is: 0 })));
    }
);

both!(
    async fn the_database_refuses_what_the_log_does_not_do(db: TestDb) {
        let house = House::sealed(&mut db, 300).await;
        for text in [
            "UPDATE access_log SET action = 'x'",
            "UPDATE access_log_client SET client_id = log_id",
            "UPDATE access_log_leaf SET leaf = leaf + 1000",
            "UPDATE access_log_tile SET hash = hash",
            "UPDATE log_checkpoint SET signed_note = ''",
            "DELETE FROM access_log",
            "DELETE FROM access_log_client",
            "DELETE FROM access_log_leaf",
            "DELETE FROM access_log_tile",
        ] {
            let error = house.attacker.execute_unprepared(text).await.unwrap_err().to_string();
            assert!(error.contains("is sealed"), "{text}: {error}");
        }
        if house.attacker.get_database_backend() == store::sea_orm::DbBackend::Postgres {
            assert!(house.attacker.execute_unprepared("TRUNCATE access_log").await.is_err());
        }
        assert_eq!(sealing::state::missing_triggers(&house.gate.log_reader()).await.unwrap(), Vec::<String>::new());
        house.disarm().await;
        assert!(!sealing::state::missing_triggers(&house.gate.log_reader()).await.unwrap().is_empty());
    }
);

both!(
    async fn lines_go_at_the_end_of_retention_and_their_leaves_stay(db: TestDb) {
        let house = House::sealed(&mut db, 12).await;
        let before = house.checkpoint().await;
        let ids: Vec<Uuid> = [house.line(0).await, house.line(1).await, house.line(4).await].into();
        let job = house.gate.job("operations.retention", "retention", None);
        // Not before their time, whoever asks.
        let mut work = job.begin().await.unwrap();
        assert!(trust::remove_lines(&mut work, "2026-11-22T08:00:00Z".parse().unwrap(), &ids).await.is_err());
        drop(work);
        let mut work = job.begin().await.unwrap();
        assert_eq!(trust::remove_lines(&mut work, "2026-11-22T09:00:00Z".parse().unwrap(), &ids).await.unwrap(), (6, 3));
        work.commit().await.unwrap();
        // Until the removal's own line is sealed nothing accounts for it.
        assert!(!house.verify(None).await.whole);
        house.seal().await;
        let verdict = house.verify(Some(&before)).await;
        assert!(verdict.whole, "{verdict:?}");
        assert_eq!((verdict.retired, verdict.size, verdict.compared), (3, 13, 10));
        // The next removal needs its own leave.
        let error = sql::exec(&house.attacker, "DELETE FROM access_log WHERE id = $1", [house.line(2).await.into()]).await;
        assert!(error.unwrap_err().to_string().contains("is sealed"));
        house.disarm().await;
        house.attack("DELETE FROM access_log_client WHERE log_id = $1", vec![house.line(2).await.into()]).await;
        house.attack("DELETE FROM access_log WHERE id = $1", vec![house.line(2).await.into()]).await;
        let verdict = house.verify(None).await;
        assert_eq!(told(&verdict), [(sealing::verify::Kind::Removed, Some(2), Some(2))], "{verdict:?}");
    }
);

both!(
    async fn a_look_out_of_the_spool_comes_late_and_is_accounted_for(db: TestDb) {
        let house = House::sealed(&mut db, 5).await;
        let outside = house.checkpoint().await;
        // A line of an hour before, written as the spool's merging writes it: with the line that says so.
        let insert = |id: Uuid, at: &str, action: &str, objects: Option<String>| {
            let values =
                vec![id.into(), at.parse::<chrono::DateTime<chrono::Utc>>().unwrap().into(), action.into(), objects.into(), id.into()];
            (
                "INSERT INTO access_log (id, at, actor_kind, action, purpose, objects, outcome, request_id, object_kind) \
                 VALUES ($1, $2, 'system', $3, 'security', $4, 'allowed', $5, 'access_log')",
                values,
            )
        };
        let (late, merge) = (Uuid::now_v7(), Uuid::now_v7());
        for (id, at, action, objects) in [
            (late, "2026-11-22T07:00:00Z", "care.summary.read", None),
            (merge, "2026-11-22T08:00:09Z", trust::MERGED, Some(format!("{late}..{late}"))),
        ] {
            let (text, values) = insert(id, at, action, objects);
            house.attack(text, values).await;
            house.attack("INSERT INTO access_log_unsealed (log_id) VALUES ($1)", vec![id.into()]).await;
        }
        assert_eq!(house.seal().await, 2);
        let verdict = house.verify(Some(&outside)).await;
        assert!(verdict.whole, "{verdict:?}");
        assert_eq!(verdict.merged, 1);
    }
);

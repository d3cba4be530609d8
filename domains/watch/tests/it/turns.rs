//! The reading of the log: nothing twice, nothing skipped.

use chrono::Duration;
use store::sea_orm::ConnectionTrait;
use store::{both, sql};

use crate::house::House;

both!(
    async fn one_review_a_day_and_a_replay_changes_nothing(db: TestDb) {
        let house = House::new(&mut db).await;
        house.nurse_at_home().await;
        let (next, _) = house.client("Kauppakatu 14, 53100 Lappeenranta").await;
        house.sees(house.nurse, next).await;
        assert_eq!(house.turn().await, 1);
        house.sees(house.nurse, next).await;
        house.sees(house.nurse, next).await;
        assert_eq!(house.turn().await, 0, "the same day");
        assert_eq!(house.count("SELECT COUNT(*) FROM watch_evidence").await, 3);
        assert_eq!(house.count("SELECT COUNT(*) FROM event WHERE kind = 'watch.review.raised'").await, 1);
        let shown = house.rows("SELECT 1 AS one FROM access_log l JOIN access_log_client c ON c.log_id = l.id WHERE l.action = 'watch.turn' AND c.client_id = $1", vec![next.0.into()]).await;
        assert_eq!(shown.len(), 2, "the raising and the adding to it are in the client's log");

        // Read again from the beginning, and by two at once.
        let before = house.rows("SELECT version, severity FROM watch_review", vec![]).await[0].try_get::<i32>("", "version").unwrap();
        let work = house.gate.job("test.again", "test", None).begin().await.unwrap();
        sql::exec(&work, "DELETE FROM watch_cursor", []).await.unwrap();
        work.commit().await.unwrap();
        let (one, two) = tokio::join!(house.watch.turn(&house.gate), house.watch.turn(&house.gate));
        assert_eq!(one.unwrap() + two.unwrap_or(0), 0);
        assert_eq!(house.count("SELECT COUNT(*) FROM watch_review").await, 1);
        assert_eq!(house.count("SELECT COUNT(*) FROM watch_evidence").await, 3);
        assert_eq!(house.rows("SELECT version FROM watch_review", vec![]).await[0].try_get::<i32>("", "version").unwrap(), before);

        house.clock.advance(Duration::days(1));
        house.sees(house.nurse, next).await;
        assert_eq!(house.turn().await, 1, "another day is another review");
    }
);

both!(
    async fn a_line_that_is_late_is_not_skipped(db: TestDb) {
        let house = House::new(&mut db).await;
        house.nurse_at_home().await;
        let (next, _) = house.client("Kauppakatu 14, 53100 Lappeenranta").await;
        let (upstairs, _) = house.client("Kauppakatu 12 B 1, 53100 Lappeenranta").await;
        // A look of long ago whose line has not been sealed, while younger ones have been read.
        house.sees(house.nurse, next).await;
        house.gate.flush_log().await;
        let job = house.gate.job("test.late", "test", None);
        let late = house.rows("SELECT id FROM access_log WHERE client_id = $1", vec![next.0.into()]).await[0]
            .try_get::<uuid::Uuid>("", "id")
            .unwrap();
        let hold = async |text: &str| {
            let work = job.begin().await.unwrap();
            sql::exec(&work, text, [late.into()]).await.unwrap();
            work.commit().await.unwrap();
        };
        hold("DELETE FROM access_log_unsealed WHERE log_id = $1").await;
        house.sees(house.nurse, upstairs).await;
        assert_eq!(house.turn().await, 1, "the younger one");
        hold("INSERT INTO access_log_unsealed (log_id) VALUES ($1)").await;
        assert_eq!(house.watch.turn(&house.gate).await.unwrap(), 0, "a line that has no seal waits");
        assert_eq!(house.turn().await, 1, "and is read once it has");
        assert_eq!(house.raised(house.nurse).await.len(), 2);
    }
);

both!(
    async fn a_turn_with_nothing_to_raise_writes_no_line(db: TestDb) {
        let house = House::new(&mut db).await;
        house.nurse_at_home().await;
        house.turn().await;
        let lines = house.count("SELECT COUNT(*) FROM access_log").await;
        for _ in 0..3 {
            house.turn().await;
        }
        assert_eq!(house.count("SELECT COUNT(*) FROM access_log").await, lines);
        assert!(house.gate.log_reader().get_database_backend() == house.gate.db().backend());
        assert_eq!(house.watch.prune(&house.gate).await.unwrap(), 0);
    }
);

use chrono::{DateTime, Duration, Utc};
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{CLOSED, Fed, RETURNED, START, of_feed, step_of};
use crate::testing::{County, id};

#[derive(Debug, FromQueryResult, PartialEq)]
struct Kept {
    step: String,
    nth: i32,
    from_step: String,
    to_step: Option<String>,
    handed: i32,
}

fn kept(step: &str, nth: i32, from: &str, to: Option<&str>, handed: i32) -> Kept {
    Kept { step: step.into(), nth, from_step: from.into(), to_step: to.map(Into::into), handed }
}

async fn stays(county: &County, matter: &Value) -> Vec<Kept> {
    let job = county.gate.job("test.read", "test", None);
    let text = "SELECT s.step, s.nth, s.from_step, s.to_step, s.handed FROM matter_stay s WHERE s.matter_id = $1 ORDER BY s.position";
    store::sql::all(job.reader(), text, [id(matter).into()]).await.unwrap()
}

async fn matter_of(county: &County, matter: &Value) -> crate::matter::Matter {
    let job = county.gate.job("test.read", "test", None);
    crate::matter::store::many(job.reader(), &[id(matter)]).await.unwrap().pop().unwrap()
}

store::both!(
    async fn a_move_is_kept_and_one_taken_back_never_was(db: TestDb) {
        let county = County::new(db).await;
        let sent = county.send("nurse", &["aino"]).await;
        assert_eq!(stays(&county, &sent).await, [kept("first_contact", 1, START, None, 0)]);
        let taken = county.change("anna", &sent, "take", json!({})).await.expect(200);
        let moved = county.change("anna", &taken, "move", json!({ "lane": "assessment" })).await.expect(200);
        let there = [kept("first_contact", 1, START, Some("assessment"), 0), kept("assessment", 1, "first_contact", None, 0)];
        assert_eq!(stays(&county, &moved).await, there);
        // Back and again: the second time in each.
        let back = county.change("anna", &moved, "move", json!({ "lane": "first_contact" })).await.expect(200);
        let undone = county.change("anna", &back, "undo", json!({})).await;
        if undone.status == 200 {
            assert_eq!(stays(&county, &moved).await, there, "what was taken back leaves no trace in the map");
        }
        let again = county.get("anna", &format!("/api/v1/staff/matters/{}", id(&sent))).await.expect(200);
        assert_eq!(again["number"], sent["number"]);
    }
);

store::both!(
    async fn stays_of_before_the_table_are_read_from_the_feed(db: TestDb) {
        let county = County::new(db).await;
        let sent = county.send("nurse", &["aino"]).await;
        let taken = county.change("anna", &sent, "take", json!({})).await.expect(200);
        let moved = county.change("anna", &taken, "move", json!({ "lane": "assessment" })).await.expect(200);
        let before = stays(&county, &moved).await;
        let work = county.gate.job("test.write", "test", None).begin().await.unwrap();
        store::sql::exec(&work, "DELETE FROM matter_stay", []).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(crate::stay::fill(&county.gate).await.unwrap(), 1);
        assert_eq!(stays(&county, &moved).await, before);
        assert_eq!(crate::stay::fill(&county.gate).await.unwrap(), 0, "each once");

        // A change before the turn has come fills first, and then goes on.
        let work = county.gate.job("test.write", "test", None).begin().await.unwrap();
        store::sql::exec(&work, "DELETE FROM matter_stay", []).await.unwrap();
        work.commit().await.unwrap();
        county.change("anna", &moved, "move", json!({ "lane": "first_contact" })).await.expect(200);
        let all = stays(&county, &moved).await;
        assert_eq!(all.len(), 3, "{all:?}");
        assert_eq!(all.last(), Some(&kept("first_contact", 2, "assessment", None, 0)));
    }
);

store::both!(
    async fn a_feed_is_read_in_the_order_of_time(db: TestDb) {
        let county = County::new(db).await;
        let sent = county.send("nurse", &["aino"]).await;
        let mut matter = matter_of(&county, &sent).await;
        let at = |days: i64| -> DateTime<Utc> { matter.initiated_at + Duration::days(days) };
        let line =
            |days: i64, kind: &'static str, from: Option<&'static str>, to: Option<&'static str>| Fed { at: at(days), kind, from, to };
        let feed = vec![
            line(9, "closed", None, None),
            line(3, "moved", Some("assessment"), Some("first_contact")),
            line(1, "moved", Some("first_contact"), Some("assessment")),
            line(5, "returned", None, None),
            line(6, "resent", None, None),
            line(7, "moved", Some("first_contact"), Some("decision")),
            line(7, "undone", Some("moved"), None),
            line(4, "taken", None, Some("somebody")),
        ];
        matter.state = crate::matter::MatterState::Closed;
        matter.closed_at = Some(at(9));
        let stays = of_feed(&matter, feed);
        let told: Vec<(&str, i32, &str, Option<&str>, i64)> = stays
            .iter()
            .map(|s| (s.step, s.nth, s.from_step, s.left.map(|(_, to)| to), (s.entered_at - matter.initiated_at).num_days()))
            .collect();
        assert_eq!(
            told,
            [
                ("first_contact", 1, START, Some("assessment"), 0),
                ("assessment", 1, "first_contact", Some("first_contact"), 1),
                ("first_contact", 2, "assessment", Some(RETURNED), 3),
                (RETURNED, 1, "first_contact", Some("first_contact"), 5),
                ("first_contact", 3, RETURNED, Some(CLOSED), 6),
            ]
        );
        assert_eq!(step_of(&matter), CLOSED);
        // A feed that says nothing is of a matter that stands where it stands.
        assert_eq!(of_feed(&matter, Vec::new()).len(), 1);
        assert_ne!(Uuid::nil(), matter.id);
    }
);

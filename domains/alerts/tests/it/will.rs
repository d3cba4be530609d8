//! What clients say of their data holds in what is counted: a denial stops it at once, and a rule that needs a permit waits for one.

use kernel::{ClientId, Register, Scope, WillKind, WillLevel};
use store::NewEvent;
use store::both;
use trust::will::{NewExpression, give, withdraw};
use uuid::Uuid;

use crate::house::{House, lapsed, waits};

async fn says(house: &House, client: ClientId, kind: WillKind) -> Uuid {
    let work = house.gate.job("test.will", "test", None).begin().await.unwrap();
    let said = NewExpression {
        client,
        scope: Scope { catalogue_row: 11, ..house.scope(Register::Patient) },
        code: format!("{kind}_patient"),
        kind,
        level: if kind == WillKind::Permit { WillLevel::All } else { WillLevel::Controller },
        document_id: None,
        objects: Vec::new(),
        emergency_ok: false,
        given_by: "client".into(),
        channel: "own".into(),
        informed_at: work.at(),
        informing_id: None,
        text_version: None,
        recorded_by: None,
        from: work.at(),
    };
    let id = give(&work, &[said]).await.unwrap()[0];
    work.emit(NewEvent::new("will.expression.given", "will_expression", id).client(client.0)).await.unwrap();
    work.commit().await.unwrap();
    id
}

both!(
    async fn a_denial_stops_it_at_once_and_its_end_lets_it_be(db: TestDb) {
        let house = House::new(&mut db).await;
        let aino = house.client().await;
        for days in [30, 25, 20, 5] {
            house.visit(aino, "EMER", days).await;
        }
        assert_eq!(house.turn().await, 1);
        let denial = says(&house, aino, WillKind::Denial).await;
        assert_eq!(house.turn().await, 1);
        assert_eq!(house.alerts(aino).await, [lapsed("emergency_visits", "corrected")]);
        let work = house.gate.job("test.will", "test", None).begin().await.unwrap();
        assert!(withdraw(&work, denial).await.unwrap());
        work.emit(NewEvent::new("will.expression.withdrawn", "will_expression", denial).client(aino.0)).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(house.turn().await, 1);
        assert_eq!(house.alerts(aino).await.last(), Some(&waits("emergency_visits")));
    }
);

both!(
    async fn a_carer_s_denial_holds_for_what_is_the_carer_s(db: TestDb) {
        let house = House::new(&mut db).await;
        let (aino, eero) = (house.client().await, house.client().await);
        house.cares(eero, aino).await;
        says(&house, eero, WillKind::Denial).await;
        house.stay(eero, 1, None).await;
        house.turn().await;
        assert_eq!(house.alerts(aino).await, []);
    }
);

both!(
    async fn a_rule_as_shipped_needs_the_permit(db: TestDb) {
        let house = House::new(&mut db).await;
        house.live.replace(rules::Rules::shipped().unwrap());
        let aino = house.client().await;
        for days in [30, 25, 20, 5] {
            house.visit(aino, "EMER", days).await;
        }
        assert_eq!(house.turn().await, 0);
        says(&house, aino, WillKind::Permit).await;
        assert_eq!(house.turn().await, 1);
        let seen = house.queue(house.coordinator, serde_json::json!({})).await;
        assert_eq!(seen["items"][0]["basis"], "permit");
    }
);

both!(
    async fn a_carer_s_own_permit_is_what_a_shipped_rule_needs(db: TestDb) {
        let house = House::new(&mut db).await;
        house.live.replace(rules::Rules::shipped().unwrap());
        let (aino, eero) = (house.client().await, house.client().await);
        house.cares(eero, aino).await;
        says(&house, aino, WillKind::Permit).await;
        house.stay(eero, 1, None).await;
        assert_eq!(house.turn().await, 0, "hers tells nothing of his");
        says(&house, eero, WillKind::Permit).await;
        house.turn().await;
        house.sweep().await;
        assert_eq!(house.alerts(aino).await, [waits("carer_admitted")]);
    }
);

#[test]
fn nothing_uncertain_is_shipped_as_let_by_law() {
    let rules = rules::Rules::shipped().unwrap();
    let today = crate::house::NOW.parse::<chrono::DateTime<chrono::Utc>>().unwrap().date_naive();
    for rule in &rules.alerts.on(today).body.rules {
        assert!(!rule.by_law || rule.mark == rules::Mark::Verified, "{}", rule.id);
    }
}

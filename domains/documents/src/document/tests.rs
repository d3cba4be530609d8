use std::sync::Arc;

use ::store::sql;
use ::store::testing::TestDb;
use chrono::Duration;
use kernel::{ClientId, Clock, FixedClock, Register, Scope, ServiceTask};
use serde_json::json;
use trust::{Gate, Work};
use uuid::Uuid;

use super::*;
use crate::DocumentError;
use crate::mapping::{FactValue, Known};
use crate::structure::Kind;

struct House {
    gate: Gate,
    clock: Arc<FixedClock>,
    anna: Uuid,
    bertta: Uuid,
    matter: Uuid,
    client: ClientId,
}

impl House {
    fn new(db: &mut TestDb) -> Self {
        let clock = FixedClock::at("2026-11-21T10:00:00Z".parse().unwrap());
        let gate = trust::testing::gate(db, Arc::new(people::Directory), clock.clone() as Arc<dyn Clock>, Uuid::now_v7());
        Self { gate, clock, anna: Uuid::now_v7(), bertta: Uuid::now_v7(), matter: Uuid::now_v7(), client: ClientId(Uuid::now_v7()) }
    }

    async fn as_(&self, who: Uuid) -> Work {
        self.gate.job("documents.test", "test", Some(who)).begin().await.unwrap()
    }

    fn new_document(&self, kind: Kind, known: Known) -> NewDocument {
        NewDocument {
            kind,
            scope: Scope {
                controller: self.gate.controller(),
                register: Register::Social,
                service_task: ServiceTask::OlderPeople,
                catalogue_row: 21,
            },
            matter_id: Some(self.matter),
            clients: vec![self.client],
            known,
            author: None,
        }
    }

    async fn begun(&self, kind: Kind, known: Known) -> Document {
        let work = self.as_(self.anna).await;
        let d = begin(&work, self.new_document(kind, known)).await.unwrap();
        work.commit().await.unwrap();
        d
    }

    async fn saved(&self, who: Uuid, d: &Document, body: serde_json::Value) -> Document {
        let work = self.as_(who).await;
        let d = save(&work, d.id, d.version, body).await.unwrap();
        work.commit().await.unwrap();
        d
    }

    async fn count(&self, table: &str) -> i64 {
        let job = self.gate.job("documents.test", "test", None);
        let rows = sql::rows(job.reader(), &format!("SELECT COUNT(*) AS n FROM {table}"), []).await.unwrap();
        rows[0].try_get("", "n").unwrap()
    }
}

fn words(text: &str) -> FactValue {
    FactValue::Text(text.into())
}

fn initiation() -> serde_json::Value {
    json!({"initiation": {
        "matter": {"initiated_on": "2026-11-21", "service_task": "older_people", "situation": "guidance", "urgency": "soon"},
        "contact": {"notifier": "1", "own_words": "Haluan apua kotiin."},
        "needs": {"need_reasons": ["1", "10"]}
    }})
}

::store::both!(
    async fn a_document_is_begun_filled_in_saved_and_finished(db: TestDb) {
        let house = House::new(&mut db);
        let known =
            Known::new().with("matter.own_words", words("Haluan apua kotiin.")).with("matter.notifier", FactValue::Code("1".into()));
        let d = house.begun(Kind::Initiation, known).await;
        assert_eq!((d.version, d.state, d.kind), (1, DocumentState::Draft, Some(Kind::Initiation)));
        assert_eq!(d.known_from["/initiation/contact/own_words"], "matter");
        assert_eq!(d.client_ids, [house.client]);

        let mut body = initiation();
        body["initiation"]["contact"]["own_words"] = "Haluan apua ja seuraa.".into();
        let d = house.saved(house.anna, &d, body).await;
        assert_eq!(d.version, 2);
        assert_eq!(d.known_paths, ["/initiation/contact/notifier"], "what was changed is no longer called known");

        let work = house.as_(house.anna).await;
        let (d, facts) = finish(&work, d.id, 2).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!((d.version, d.state), (3, DocumentState::Final));
        assert_eq!(facts.codes("need_reasons"), ["1", "10"]);
        assert_eq!(facts.text("own_words"), Some("Haluan apua ja seuraa."));
        assert_eq!(house.count("event").await, 3);

        let work = house.as_(house.anna).await;
        assert!(matches!(save(&work, d.id, 3, initiation()).await, Err(DocumentError::Finished)));
        assert!(matches!(finish(&work, d.id, 3).await, Err(DocumentError::Finished)));
        assert!(matches!(discard(&work, d.id).await, Err(DocumentError::Finished)));
    }
);

::store::both!(
    async fn the_second_to_begin_gets_the_same_draft(db: TestDb) {
        let house = House::new(&mut db);
        let first = house.begun(Kind::Plan, Known::new()).await;
        let second = house.begun(Kind::Plan, Known::new()).await;
        assert_eq!(first.id, second.id);
        let other = house.begun(Kind::Assessment, Known::new()).await;
        assert_ne!(first.id, other.id);
        let list = of_matter(house.gate.job("documents.test", "test", None).reader(), house.matter, &[house.client]).await.unwrap();
        assert_eq!(list.iter().map(|d| d.kind).collect::<Vec<_>>(), [Some(Kind::Plan), Some(Kind::Assessment)]);
        assert_eq!(house.count("structure").await, 2, "each structure is written once");
    }
);

::store::both!(
    async fn two_who_begin_at_once_share_one_draft(db: TestDb) {
        let house = House::new(&mut db);
        let (a, b) = tokio::join!(house.begun(Kind::Plan, Known::new()), house.begun(Kind::Plan, Known::new()));
        assert_eq!(a.id, b.id);
        assert_eq!(house.count("document").await, 1);
    }
);

::store::both!(
    async fn who_saves_late_is_shown_what_is_there_now(db: TestDb) {
        let house = House::new(&mut db);
        let d = house.begun(Kind::Initiation, Known::new()).await;
        house.saved(house.bertta, &d, json!({"initiation": {"contact": {"description": "Bertan"}}})).await;
        let work = house.as_(house.anna).await;
        match save(&work, d.id, d.version, json!({"initiation": {"contact": {"description": "Annan"}}})).await {
            Err(DocumentError::Conflict(now)) => {
                assert_eq!(now.version, 2);
                assert_eq!(now.updated_by.id, house.bertta);
                assert_eq!(now.body["initiation"]["contact"]["description"], "Bertan");
            }
            other => panic!("{other:?}"),
        }
    }
);

::store::both!(
    async fn of_two_who_save_at_once_one_is_told_of_the_other(db: TestDb) {
        let house = House::new(&mut db);
        let d = house.begun(Kind::Initiation, Known::new()).await;
        let one = |who: Uuid, text: &'static str| {
            let (house, id) = (&house, d.id);
            async move {
                let work = house.as_(who).await;
                let result = save(&work, id, 1, json!({"initiation": {"contact": {"description": text}}})).await;
                if result.is_ok() {
                    work.commit().await.unwrap();
                }
                result.is_ok()
            }
        };
        let (a, b) = tokio::join!(one(house.anna, "Annan"), one(house.bertta, "Bertan"));
        assert!(a != b, "exactly one save counts");
    }
);

::store::both!(
    async fn what_does_not_fit_changes_nothing(db: TestDb) {
        let house = House::new(&mut db);
        let d = house.begun(Kind::Initiation, Known::new()).await;
        let work = house.as_(house.anna).await;
        for bad in [
            json!({"initiation": {"contact": {"hidden": 1}}}),
            json!({"initiation": {"contact": {"description": "010190-999W"}}}),
            json!([]),
        ] {
            assert!(matches!(save(&work, d.id, 1, bad).await, Err(DocumentError::Invalid(_))));
        }
        match finish(&work, d.id, 1).await {
            Err(DocumentError::Invalid(errors)) => {
                assert!(errors.iter().any(|e| e.path == "/initiation/needs" && e.code == "required"), "{errors:?}");
            }
            other => panic!("{other:?}"),
        }
        work.commit().await.unwrap();
        let job = house.gate.job("documents.test", "test", None);
        let rows = sql::rows(job.reader(), "SELECT version FROM document", []).await.unwrap();
        assert_eq!(rows[0].try_get::<i32>("", "version").unwrap(), 1);
    }
);

::store::both!(
    async fn versions_tell_who_wrote_and_not_every_key_press(db: TestDb) {
        let house = House::new(&mut db);
        let text = |t: &str| json!({"initiation": {"contact": {"description": t}}});
        let mut d = house.begun(Kind::Initiation, Known::new()).await;
        for t in ["A", "An", "Ann"] {
            d = house.saved(house.anna, &d, text(t)).await;
        }
        d = house.saved(house.bertta, &d, text("Bertta")).await;
        house.clock.advance(Duration::minutes(11));
        d = house.saved(house.bertta, &d, text("Bertta myöhemmin")).await;
        let kept: Vec<(i32, Uuid)> = d.versions.iter().map(|v| (v.version, v.by.id)).collect();
        let (a, b) = (house.anna, house.bertta);
        assert_eq!(kept, [(6, b), (5, b), (4, a), (1, a)]);
        let job = house.gate.job("documents.test", "test", None);
        assert_eq!(store::version_body(job.reader(), d.id, 4).await.unwrap(), Some(text("Ann")));
        assert_eq!(store::version_body(job.reader(), d.id, 3).await.unwrap(), None);
    }
);

::store::both!(
    async fn a_discarded_draft_leaves_only_its_events(db: TestDb) {
        let house = House::new(&mut db);
        let d = house.begun(Kind::Decision, Known::new()).await;
        let work = house.as_(house.anna).await;
        discard(&work, d.id).await.unwrap();
        work.commit().await.unwrap();
        for table in ["document", "document_client", "document_version"] {
            assert_eq!(house.count(table).await, 0, "{table}");
        }
        assert_eq!(house.count("event").await, 2);
    }
);

::store::both!(
    async fn who_joins_a_matter_joins_its_shared_drafts_and_no_other(db: TestDb) {
        let house = House::new(&mut db);
        let own = house.begun(Kind::Assessment, Known::new()).await;
        let decision = house.begun(Kind::Decision, Known::new()).await;
        let (spouse, child) = (ClientId(Uuid::now_v7()), ClientId(Uuid::now_v7()));
        let work = house.as_(house.anna).await;
        let mut shared = house.new_document(Kind::Plan, Known::new());
        shared.clients.push(child);
        let plan = begin(&work, shared).await.unwrap();
        join(&work, house.matter, spouse).await.unwrap();
        assert_eq!(store::in_work(&work, plan.id).await.unwrap().unwrap().client_ids.len(), 3);
        assert_eq!(store::in_work(&work, own.id).await.unwrap().unwrap().client_ids, [house.client], "it may hold one's own words");
        assert_eq!(store::in_work(&work, decision.id).await.unwrap().unwrap().client_ids, [house.client]);
        leave(&work, house.matter, spouse).await.unwrap();
        join(&work, house.matter, spouse).await.unwrap();
        leave(&work, house.matter, spouse).await.unwrap();
        assert_eq!(store::in_work(&work, plan.id).await.unwrap().unwrap().client_ids, [house.client, child]);
    }
);

::store::both!(
    async fn a_document_needs_a_client(db: TestDb) {
        let house = House::new(&mut db);
        let work = house.as_(house.anna).await;
        let mut new = house.new_document(Kind::Plan, Known::new());
        new.clients.clear();
        assert!(matches!(begin(&work, new).await, Err(DocumentError::NoClient)));
    }
);

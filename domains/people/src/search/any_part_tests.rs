//! Any beginnings of any parts, in any order and writing, find the person.

use std::sync::Arc;

use kernel::{FixedClock, Register, Scope, ServiceTask};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use store::both;
use uuid::Uuid;

use super::candidates::by_parts;
use super::query::Query;
use crate::Directory;
use crate::import::{SourceClient, upsert_clients};

fn letters() -> impl Strategy<Value = String> {
    "[A-ZÅÄÖØÆÉÜŠ][a-zåäöøæéüšß]{2,9}"
}

both!(
    async fn any_part_in_any_order_finds(db: TestDb) {
        let clock = FixedClock::at("2026-11-21T10:00:00Z".parse().unwrap());
        let controller = Uuid::now_v7();
        let gate = trust::testing::gate(&mut db, Arc::new(Directory), clock, controller);
        gate.flush_log().await;
        let job = gate.job("test.any_part", "test", None);
        let mut chance = TestRunner::deterministic();
        let mut names = |least: usize, most: usize| prop::collection::vec(letters(), least..=most).new_tree(&mut chance).unwrap().current();
        let people: Vec<(Vec<String>, Vec<String>)> = (0..40).map(|_| (names(1, 2), names(1, 3))).collect();
        let sources: Vec<SourceClient> = people
            .iter()
            .map(|(family, given)| SourceClient {
                known: None,
                hetu: None,
                identifiers: Vec::new(),
                temporary: false,
                family_name: family.join("-"),
                given_names: given.join(" "),
                other_names: Vec::new(),
                birth_date: None,
                sex: None,
                mother_tongue: None,
                service_language: None,
                interpreter: false,
                municipality: None,
                protected: false,
                deceased: false,
                deceased_on: None,
                contacts: Vec::new(),
                source_system: "test".into(),
                scope: Scope { controller, register: Register::Social, service_task: ServiceTask::OlderPeople, catalogue_row: 1 },
            })
            .collect();
        let work = job.begin().await.unwrap();
        let written = upsert_clients(&work, &sources).await.unwrap();
        work.commit().await.unwrap();

        let picks = (0usize..40, prop::collection::vec((0usize..5, 2usize..10), 1..4), 0u8..3);
        for _ in 0..150 {
            let (who, parts, writing) = picks.new_tree(&mut chance).unwrap().current();
            let (family, given) = &people[who];
            let all: Vec<&String> = family.iter().chain(given).collect();
            let typed: Vec<String> = parts.iter().map(|(which, length)| all[which % all.len()].chars().take(*length).collect()).collect();
            let typed = match writing {
                0 => typed.join(" "),
                1 => typed.join(", ").to_uppercase(),
                // As one writes on a keyboard without the letters.
                _ => typed.iter().map(|t| crate::name::fold(t)).collect::<Vec<_>>().join(" "),
            };
            let Ok(Query::Text { parts, .. }) = Query::parse(&typed) else { panic!("{typed}") };
            let (found, _) = by_parts(job.reader(), &parts, 51).await.unwrap();
            assert!(found.contains(&written[who].client), "{typed} did not find {family:?} {given:?}");
        }
    }
);

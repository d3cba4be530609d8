//! Loading structures from files: what is refused, and why.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test says no by panicking

use std::sync::Arc;

use documents::structure::{StructureFile, import, read_files};
use kernel::{Clock, FixedClock};
use uuid::Uuid;

const PLAN: &str = include_str!("../structures/plan.json");
const PLAN_MAPPING: &str = include_str!("../structures/plan.mapping.json");

fn file(name: &str, text: &str, mapping: Option<&str>) -> StructureFile {
    StructureFile { name: name.into(), bytes: text.as_bytes().to_vec(), mapping: mapping.map(|m| m.as_bytes().to_vec()) }
}

store::both!(
    async fn a_refused_file_is_named_and_does_not_hinder_the_others(db: TestDb) {
        let clock = FixedClock::at("2026-11-21T10:00:00Z".parse().unwrap());
        let gate = trust::testing::gate(&mut db, Arc::new(people::Directory), clock as Arc<dyn Clock>, Uuid::now_v7());
        let changed = PLAN.replacen("Asiakassuunnitelma", "Toinen suunnitelma", 1);
        let spaced = PLAN.replace("\n", "\n ");
        let files = [
            file("a.json", "{\"type\": 1", None),
            file("plan.json", PLAN, Some(PLAN_MAPPING)),
            file("same.json", &spaced, None),
            file("changed.json", &changed, None),
            file("wrong.mapping", &PLAN.replace("2026-11-21", "2027-01-01"), Some(PLAN_MAPPING)),
        ];
        let work = gate.job("documents.structures.import", "administration", None).begin().await.unwrap();
        let report = import(&work, &files).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!((report.imported, report.unchanged), (1, 1));
        let told: Vec<(&str, &str)> = report.errors.iter().map(|e| (e.file.as_str(), e.path.as_str())).collect();
        assert_eq!(told, [("a.json", ""), ("changed.json", "/sosmeta/documentDefinitionVersion"), ("wrong.mapping", "/structure")]);
    }
);

#[test]
fn files_are_found_in_folders_with_their_mappings_beside_them() {
    let dir = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("structures");
    let (files, unread) = read_files(&[dir.clone(), dir.join("plan.json"), dir.join("none.json")]);
    assert_eq!(files.len(), 4);
    assert!(files.iter().all(|f| f.mapping.is_some()));
    assert!(unread.len() == 1 && unread[0].file.ends_with("none.json"), "{unread:?}");
}

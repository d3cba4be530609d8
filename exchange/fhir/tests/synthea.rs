//! The 20 synthetic patients of the shared folder, whole.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Node, shared};

store::both! {
    async fn the_synthea_bundles_load_whole_and_twice_is_once(db: TestDb) {
        let Some(folder) = shared("synthea") else { return };
        let node = Node::new(db);
        let report = node.import(std::slice::from_ref(&folder)).await;
        assert_eq!(report.errors, []);
        assert_eq!(report.unresolved, []);
        let imported: Vec<(&str, u64)> = report.imported.iter().map(|(name, count)| (name.as_str(), *count)).collect();
        let expected = [
            ("AllergyIntolerance", 9), ("CarePlan", 91), ("CareTeam", 91), ("Condition", 258), ("Device", 3),
            ("DiagnosticReport", 1388), ("Encounter", 838), ("Immunization", 265), ("Location", 194),
            ("MedicationRequest", 902), ("Observation", 7101), ("Organization", 194), ("Patient", 20),
            ("Practitioner", 195), ("PractitionerRole", 195), ("Procedure", 629),
        ];
        assert_eq!(imported, expected);
        let not_taken: u64 = report.not_taken.values().sum();
        assert_eq!(not_taken + imported.iter().map(|(_, n)| n).sum::<u64>(), 16_224);
        assert_eq!(report.not_taken["ExplanationOfBenefit"], 838);

        // Every original is kept, every entry has a client, and what is referred to is found.
        assert_eq!(node.count("SELECT COUNT(*) FROM original").await, 12_373);
        assert_eq!(node.count("SELECT COUNT(*) FROM client").await, 20);
        assert_eq!(node.count("SELECT COUNT(*) FROM record_entry WHERE part_of IS NULL").await, 11_575);
        assert_eq!(node.count("SELECT COUNT(*) FROM record_entry WHERE kind = 'Encounter' AND (performer_id IS NULL OR organisation_id IS NULL OR place_id IS NULL)").await, 0);
        assert_eq!(node.count("SELECT COUNT(*) FROM record_entry e JOIN source_resource r ON r.id = e.encounter_id WHERE e.kind = 'Observation' AND r.resource_type = 'Encounter'").await,
            node.count("SELECT COUNT(*) FROM record_entry WHERE kind = 'Observation' AND part_of IS NULL").await
            + node.count("SELECT COUNT(*) FROM record_entry WHERE kind = 'Observation' AND part_of IS NOT NULL").await);
        // Medications that are resources of their own are named from beside.
        assert_eq!(node.count("SELECT COUNT(*) FROM record_entry WHERE kind = 'MedicationRequest' AND title IS NULL").await, 0);
        assert_eq!(node.count("SELECT COUNT(*) FROM pending_reference").await, 0);

        let rows = node.typed_rows().await;
        let again = node.import(&[folder]).await;
        assert_eq!((again.imported.len(), again.updated.len(), again.errors.len()), (0, 0, 0));
        assert_eq!(again.unchanged.values().sum::<u64>(), 12_373);
        assert_eq!(node.count("SELECT COUNT(*) FROM original").await, 12_373);
        assert!(node.typed_rows().await == rows, "the same files again change no row");
    }
}

store::both! {
    async fn patients_before_their_hospitals_come_to_the_same(db: TestDb) {
        let Some(folder) = shared("synthea") else { return };
        let node = Node::new(db);
        let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
        files.sort();
        let (units, patients) = files.split_at(2);
        let few: Vec<_> = patients.iter().take(4).cloned().collect();
        let first = node.import(&few).await;
        assert_eq!(first.errors, []);
        assert!(!first.unresolved.is_empty(), "the hospitals are not there yet");
        assert_eq!(node.count("SELECT COUNT(*) FROM record_entry WHERE place_id IS NOT NULL").await, 0);
        let second = node.import(units).await;
        assert_eq!(second.unresolved, []);
        assert_eq!(node.count("SELECT COUNT(*) FROM pending_reference").await, 0);
        assert_eq!(node.count("SELECT COUNT(*) FROM record_entry WHERE kind = 'Encounter' AND place_id IS NULL").await, 0);

        // Making the rows again from the originals gives the same rows.
        let rows = node.typed_rows().await;
        fhir::rebuild(&node.job(), |_| {}).await.unwrap();
        assert!(node.typed_rows().await == rows);
    }
}

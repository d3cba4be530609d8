//! The example resources of the Finnish base profiles: for each file what is expected and why.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Node, shared};

/// What should come of a file.
enum Expected {
    /// Resources imported, references that wait.
    Taken(u64, usize),
    NotTaken(&'static str),
    Error {
        path: &'static str,
        reason: &'static str,
    },
}
use Expected::{Error, NotTaken, Taken};

const FILES: [(&str, Expected, &str); 15] = [
    ("Observation-example-BodyWeight-max.json", Taken(1, 2), "its patient, also its performer, is in no file"),
    ("Observation-example-BodyWeight-min.json", Taken(1, 2), "its patient, also its performer, is in no file"),
    ("VIRHE2_KELABASELISAYKSET-Provenance-custodian-public-healthcare.json", NotTaken("Provenance"), "Provenance is not taken"),
    (
        "diabetes-data-bundle-kantaphr-r4-en.json",
        Taken(189, 378),
        "a batch of 189 measurements of a patient that is in no file, and 111 doses, which are not taken",
    ),
    ("example-patient-1.json", Taken(1, 0), "no hetu and no name: known by the source's own identifier"),
    ("example-patient-3.json", Taken(1, 0), "as the one before"),
    ("example-patient-5.json", Taken(1, 0), "as the one before"),
    ("example-patient.json", Taken(1, 0), "with version and time of change"),
    ("organization-Toimintayksikko.json", Taken(1, 0), "a unit with two addresses"),
    ("organizationesim1.json", Taken(1, 1), "part of an organisation in the next file"),
    ("organizationesim2.json", Taken(1, 0), "known by its identifier only, without a name"),
    (
        "patientesim1.json",
        Error { path: "Patient.identifier[0].value", reason: "the check character does not fit" },
        "250810A999Y: the check character should be C",
    ),
    ("practitionerRoleesim1.json", Taken(1, 2), "a practitioner and an organisation in other files"),
    ("practitioneresim1.json", Taken(1, 0), "name in parts with prefixes as extensions"),
    ("provenance_rekpit_containedviittaukset2.json", NotTaken("Provenance"), "Provenance is not taken"),
];

store::both! {
    async fn each_file_alone(db: TestDb) {
        let Some(folder) = shared("fhir-fi") else { return };
        let mut there: Vec<String> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        there.sort();
        let mut known: Vec<&str> = FILES.iter().map(|(name, ..)| *name).collect();
        known.sort_unstable();
        assert_eq!(there, known, "every file has its expectation");
        let node = Node::new(db);
        for (nth, (name, expected, why)) in FILES.iter().enumerate() {
            // A source of its own for each, so that no file finds another's things.
            let options = fhir::ImportOptions { source_system: format!("file {nth}"), ..Default::default() };
            let report = node.import_as(&[folder.join(name)], &options).await;
            let imported: u64 = report.imported.values().sum();
            let errors: Vec<(&str, &str)> = report.errors.iter().map(|e| (e.path.as_str(), e.reason.as_str())).collect();
            match expected {
                Taken(resources, waiting) => {
                    assert_eq!((imported, errors.len(), report.unresolved.len()), (*resources, 0, *waiting), "{name}: {why}");
                }
                NotTaken(kind) => {
                    assert_eq!(report.not_taken.iter().map(|(k, n)| (k.as_str(), *n)).collect::<Vec<_>>(), [(*kind, 1)], "{name}: {why}");
                    assert_eq!((imported, errors.len()), (0, 0), "{name}: {why}");
                }
                Error { path, reason } => {
                    assert_eq!(errors, [(*path, *reason)], "{name}: {why}");
                    assert_eq!(imported, 0, "{name}: {why}");
                    assert_eq!(report.errors[0].entry, Some(0));
                }
            }
        }
    }
}

store::both! {
    async fn the_whole_folder_resolves_what_is_in_it(db: TestDb) {
        let Some(folder) = shared("fhir-fi") else { return };
        let node = Node::new(db);
        let report = node.import(std::slice::from_ref(&folder)).await;
        assert_eq!(report.errors.len(), 1);
        assert_eq!(report.not_taken["Provenance"], 2);
        // Roles, practitioners and organisations find each other across files; the measurements' patients are nowhere.
        assert!(report.unresolved.iter().all(|w| w.path.starts_with("Observation.")));
        assert_eq!(node.count("SELECT COUNT(*) FROM source_actor WHERE kind = 'PractitionerRole' AND practitioner_id IS NOT NULL AND organisation_id IS NOT NULL").await, 1);
        assert_eq!(node.count("SELECT COUNT(*) FROM client").await, 4);
        let again = node.import(&[folder]).await;
        assert_eq!((again.imported.clone(), again.updated.clone()), Default::default());
    }
}

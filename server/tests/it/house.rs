//! The house keeps its rules: rooms reach each other through their doors, and only a room's own code names its tables.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn rust_files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Which crates of this workspace a crate may use. No cycles; rooms only downwards.
fn allowed(name: &str) -> &'static [&'static str] {
    match name {
        "kernel" => &[],
        "store" | "rules" => &["kernel"],
        "trust" => &["kernel", "store"],
        "jobs" => &["kernel", "store", "trust"],
        "people" => &["kernel", "store", "trust", "rules", "jobs"],
        "documents" => &["kernel", "store", "trust", "rules", "jobs", "people"],
        "records" => &["kernel", "store", "trust", "rules", "jobs", "people"],
        "rulekeeping" => &["kernel", "store", "trust", "rules", "people"],
        "care" => &["kernel", "store", "trust", "rules", "jobs", "people", "records", "documents", "rulekeeping", "notices", "retention"],
        "notices" => &["kernel", "store", "trust", "rules", "jobs", "people"],
        "insight" => &["kernel", "store", "trust", "rules", "people", "notices"],
        "watch" => &["kernel", "store", "trust", "rules", "people"],
        "will" => &["kernel", "store", "trust", "rules", "jobs", "people", "documents", "care", "kanta"],
        "kanta" => &["kernel"],
        "mandate" => &["kernel", "store", "trust", "rules", "people"],
        "catalogue" => &["kernel", "trust", "rules", "rulekeeping"],
        "selfdirection" => &["kernel", "store", "trust", "rules"],
        "alerts" => &["kernel", "store", "trust", "rules", "people", "rulekeeping", "care"],
        "functioning" => &["kernel", "store", "trust", "rules", "people", "records"],
        "homesafety" => &["kernel", "store", "trust", "rules", "jobs", "people", "documents", "care"],
        "requests" => &["kernel", "store", "trust", "rules", "people"],
        "planning" => &["kernel", "store", "trust", "rules", "people", "care"],
        "network" => &["kernel", "store", "trust", "rules", "people"],
        "experience" => &["kernel", "store", "trust", "rules", "people", "notices"],
        "templates" => &["kernel", "store", "trust", "rules", "people", "care", "functioning", "requests"],
        "consultation" => &["kernel", "store", "trust", "rules", "people", "care", "notices", "requests"],
        "prediction" => &["kernel", "store", "trust", "rules", "people"],
        "supply" => &["kernel", "store", "trust", "rules", "people", "care", "requests", "templates"],
        "story" => &["kernel", "store", "trust", "rules", "people", "care", "functioning"],
        "flow" => &["kernel", "store", "trust", "rules", "people", "care"],
        "steering" => &["kernel", "store", "trust", "rules", "jobs", "people"],
        "fhir" => &["kernel", "store", "trust", "jobs", "people", "records"],
        "population" => &["kernel", "store", "trust", "rules", "jobs", "people", "care"],
        "retention" => &["kernel", "store", "rules", "trust"],
        "owndata" => &["kernel", "store", "rules", "trust"],
        "rights" => &["kernel", "store", "trust", "rules", "jobs", "owndata", "people", "records", "documents", "care", "notices"],
        "sealing" => &["kernel", "store", "trust"],
        "synth" => &[
            "kernel",
            "store",
            "trust",
            "rules",
            "people",
            "records",
            "documents",
            "care",
            "functioning",
            "requests",
            "experience",
            "consultation",
            "fhir",
        ],
        "upkeep" => &["kernel", "store", "trust", "rules", "jobs", "people", "care"],
        other => panic!("a new crate {other}: say here what it may use"),
    }
}

const CRATES: &[(&str, &str)] = &[
    ("kernel", "platform/kernel"),
    ("store", "platform/store"),
    ("rules", "platform/rules"),
    ("jobs", "platform/jobs"),
    ("trust", "platform/trust"),
    ("retention", "platform/retention"),
    ("owndata", "platform/owndata"),
    ("sealing", "platform/sealing"),
    ("people", "domains/people"),
    ("records", "domains/records"),
    ("documents", "domains/documents"),
    ("rulekeeping", "domains/rulekeeping"),
    ("notices", "domains/notices"),
    ("care", "domains/care"),
    ("insight", "domains/insight"),
    ("watch", "domains/watch"),
    ("will", "domains/will"),
    ("mandate", "domains/mandate"),
    ("rights", "domains/rights"),
    ("catalogue", "domains/catalogue"),
    ("selfdirection", "domains/selfdirection"),
    ("alerts", "domains/alerts"),
    ("requests", "domains/requests"),
    ("planning", "domains/planning"),
    ("templates", "domains/templates"),
    ("supply", "domains/supply"),
    ("consultation", "domains/consultation"),
    ("prediction", "domains/prediction"),
    ("flow", "domains/flow"),
    ("steering", "domains/steering"),
    ("story", "domains/story"),
    ("experience", "domains/experience"),
    ("network", "domains/network"),
    ("functioning", "domains/functioning"),
    ("homesafety", "domains/homesafety"),
    ("upkeep", "domains/upkeep"),
    ("fhir", "exchange/fhir"),
    ("synth", "exchange/synth"),
    ("population", "exchange/population"),
    ("kanta", "exchange/kanta"),
];

#[test]
fn crates_use_only_what_stands_below_them() {
    let mut faults: Vec<String> = Vec::new();
    for (name, dir) in CRATES {
        let manifest = std::fs::read_to_string(root().join(dir).join("Cargo.toml")).unwrap();
        let dependencies = manifest.split("[dependencies]").nth(1).unwrap_or_default().split("\n[").next().unwrap_or_default();
        for line in dependencies.lines() {
            let used = line.split(['.', ' ', '=']).next().unwrap_or_default();
            if CRATES.iter().any(|(crate_name, _)| *crate_name == used) && !allowed(name).contains(&used) {
                faults.push(format!("{name} uses {used}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// The tables of each room, read from its migration.
fn tables() -> BTreeMap<String, &'static str> {
    let mut tables = BTreeMap::new();
    for (room, file) in [
        ("trust", "m001_platform"),
        ("people", "m002_people"),
        ("records", "m003_records"),
        ("documents", "m004_documents"),
        ("care", "m005_care"),
        ("documents", "m006_structures"),
        ("upkeep", "m007_upkeep"),
        ("retention", "m009_retention"),
        ("rulekeeping", "m008_rules"),
        ("care", "m011_lists"),
        ("care", "m015_national"),
        ("care", "m018_remedies"),
        ("care", "m010_appointments"),
        ("notices", "m010_notices"),
        ("care", "m014b_letter_batches"),
        ("upkeep", "m016_feedback"),
        ("population", "m017_registers"),
        ("trust", "m019_sealed_log"),
        ("people", "m021_openings"),
        ("insight", "m021b_inquiries"),
        ("trust", "m023_will"),
        ("watch", "m024_watch"),
        ("rights", "m025_rights"),
        ("trust", "m029_self_direction"),
        ("mandate", "m028_mandates"),
        ("will", "m032_kanta"),
        ("alerts", "m035_alerts"),
        ("functioning", "m034_functioning"),
        ("functioning", "m040_lens"),
        ("homesafety", "m039_homesafety"),
        ("requests", "m038_requests"),
        ("planning", "m041_planning"),
        ("templates", "m048_templates"),
        ("supply", "m049_supply"),
        ("consultation", "m045_consultation"),
        ("care", "m042_stays"),
        ("steering", "m043_steering"),
        ("steering", "m044_changes"),
        ("experience", "m050_experience"),
        ("network", "m051_network"),
        ("prediction", "m052_predictions"),
    ] {
        let text = std::fs::read_to_string(root().join(format!("platform/store/src/migrations/{file}.rs"))).unwrap();
        for part in text.split("T::new(\"").skip(1) {
            tables.insert(part.split('"').next().unwrap().to_owned(), room);
        }
    }
    // The plain key/value table any room may keep a counter in.
    // Made with the administrator's tables, read with the directory.
    tables.insert("staff_role".into(), "people");
    tables.insert("decision_power".into(), "people");
    tables.insert("job".into(), "jobs");
    // Made with what the gate reads of it; that somebody was told is the room's.
    tables.insert("will_informing".into(), "will");
    // Made with what they are watched for.
    tables.insert("own_identity".into(), "people");
    tables.insert("news_mark".into(), "people");
    // What was done by somebody acting for a client is kept by whoever did it; the gate writes it.
    tables.insert("acted".into(), "trust");
    // Made with what care reads from the documents, kept with the structures.
    tables.insert("structure_code_set".into(), "documents");
    tables.insert("national_import".into(), "documents");
    // Made with the feed that fills them.
    tables.insert("population_fact".into(), "people");
    tables.insert("to_settle".into(), "care");
    tables.remove("meta");
    tables
}

#[test]
fn a_room_names_no_table_of_another() {
    let tables = tables();
    assert!(tables.len() > 40);
    let mut faults: Vec<String> = Vec::new();
    for (name, dir) in CRATES.iter().filter(|(_, dir)| !dir.starts_with("platform")) {
        let mut files = Vec::new();
        rust_files(&root().join(dir).join("src"), &mut files);
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            // A test may look behind another room's door; the product may not.
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            if file.ends_with("tests.rs") || file.components().any(|c| c.as_os_str() == "tests") {
                continue;
            }
            let words: Vec<&str> = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).collect();
            for pair in words.windows(2) {
                let [before, table] = pair else { continue };
                if ["FROM", "JOIN", "INTO", "UPDATE", "table_name"].contains(before)
                    && let Some(owner) = tables.get(*table)
                    && owner != name
                {
                    faults.push(format!("{} names {table}, a table of {owner}", file.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Rule 6: time comes from the context.
#[test]
fn nobody_reads_the_clock() {
    for (_, dir) in CRATES {
        let mut files = Vec::new();
        rust_files(&root().join(dir).join("src"), &mut files);
        for file in files.iter().filter(|f| !f.ends_with("kernel/src/context.rs")) {
            let text = std::fs::read_to_string(file).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            for forbidden in ["Utc::now", "Local::now", "SystemTime::now"] {
                assert!(!text.contains(forbidden), "{}: {forbidden}", file.display());
            }
        }
    }
}

fn pages(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|e| e == "md") {
            found.push(path);
        }
    }
}

/// Files that a page points to, as paths from the page; what is in the net or on the page itself left out.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', '#']).next())
        .filter(|link| !link.is_empty() && !link.contains("://") && !link.starts_with("mailto:"))
}

/// The book has every page: in its table of contents, or for a decision in the list of decisions; and no page points to nothing.
#[test]
fn the_book_has_every_page() {
    let docs = root().join("docs");
    let mut all = vec![root().join("README.md"), root().join("CONTRIBUTING.md")];
    pages(&docs, &mut all);
    assert!(all.len() > 50, "the book is not where it was: {}", all.len());
    let listed = |list: &str| -> Vec<PathBuf> {
        let list = docs.join(list);
        let text = std::fs::read_to_string(&list).unwrap();
        links(&text).map(|link| list.parent().unwrap().join(link)).collect()
    };
    let told = [listed("SUMMARY.md"), listed("decisions/README.md")].concat();
    let mut faults = Vec::new();
    for page in &all {
        let text = std::fs::read_to_string(page).unwrap();
        for link in links(&text).filter(|link| !page.parent().unwrap().join(link).exists()) {
            faults.push(format!("{} points to {link}, which is not there", page.display()));
        }
        let apart = page.ends_with("docs/SUMMARY.md") || !page.starts_with(&docs);
        if !apart && !told.contains(page) {
            faults.push(format!("{} is not in docs/SUMMARY.md or docs/decisions/README.md", page.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

//! The product's mappings of the nation's structures: one file for each kind of document, whatever the version. What a version
//! does not have is left out and told when it is loaded.

use std::sync::LazyLock;

use super::Mapping;
use super::model::fitted;
use crate::structure::{Kind, Structure, StructureFault};

macro_rules! files {
    ($($name:literal),+ $(,)?) => { &[$(include_str!(concat!("../../mappings/", $name, ".json"))),+] };
}

/// The files as they stand.
const FILES: &[&str] = files![
    "initiation",
    "contact",
    "notification",
    "notification_assessment",
    "needs_assessment",
    "needs_assessment_older",
    "client_plan",
    "service_decision",
    "payment_commitment",
    "disclosure_permit",
    "disclosure_denial",
    "customership",
    "matter",
];

static READ: LazyLock<Vec<Mapping>> = LazyLock::new(|| FILES.iter().filter_map(|text| serde_json::from_str(text).ok()).collect());

/// The mapping of a structure's family fitted to this version, with the facts that have no place in it; nothing when the product
/// has none.
#[must_use]
pub fn shared(structure: &Structure) -> Option<(Mapping, Vec<StructureFault>)> {
    let family = structure.family();
    let mapping = READ.iter().find(|m| m.families.contains(&family))?;
    let (mapping, gaps) = fitted(mapping.clone(), structure);
    (!mapping.facts.is_empty()).then_some((mapping, gaps))
}

/// The product's kind whose facts a family's documents give.
#[must_use]
pub fn kind_of_family(family: &str) -> Option<Kind> {
    READ.iter().find(|m| m.families.iter().any(|f| f == family))?.kind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read_and_no_family_has_two() {
        assert_eq!(READ.len(), FILES.len(), "{:?}", FILES.iter().find_map(|f| serde_json::from_str::<Mapping>(f).err()));
        let mut families: Vec<&String> = READ.iter().flat_map(|m| &m.families).collect();
        let all = families.len();
        families.sort();
        families.dedup();
        assert_eq!(families.len(), all);
        assert!(READ.iter().all(|m| m.of.is_some() && !m.families.is_empty() && m.structure.is_none()));
    }
}

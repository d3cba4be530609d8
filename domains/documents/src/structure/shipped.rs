//! The structures and mappings that the product ships, read once.

use std::sync::LazyLock;

use super::{Kind, Structure, StructureFault, parse};
use crate::mapping::{Mapping, parse_mapping};
use crate::validate::Validators;

/// A shipped structure with the mapping that ties it to the rooms' facts.
#[derive(Debug)]
pub struct Shipped {
    /// The structure.
    pub structure: Structure,
    /// Its mapping.
    pub mapping: Mapping,
    /// Its validators, compiled once.
    pub validators: Validators,
    /// The structure's file as it stands, for loading into the database.
    pub source: &'static str,
    /// The mapping's file as it stands.
    pub mapping_source: &'static str,
}

macro_rules! file {
    ($kind:literal) => {
        (include_str!(concat!("../../structures/", $kind, ".json")), include_str!(concat!("../../structures/", $kind, ".mapping.json")))
    };
}

static INITIATION: LazyLock<Result<Shipped, StructureFault>> = LazyLock::new(|| read(file!("initiation")));
static ASSESSMENT: LazyLock<Result<Shipped, StructureFault>> = LazyLock::new(|| read(file!("assessment")));
static PLAN: LazyLock<Result<Shipped, StructureFault>> = LazyLock::new(|| read(file!("plan")));
static DECISION: LazyLock<Result<Shipped, StructureFault>> = LazyLock::new(|| read(file!("decision")));

fn read((source, mapping_source): (&'static str, &'static str)) -> Result<Shipped, StructureFault> {
    let structure = parse(source.as_bytes())?;
    let mapping = parse_mapping(mapping_source.as_bytes(), &structure)?;
    let validators = Validators::of(&structure)?;
    Ok(Shipped { structure, mapping, validators, source, mapping_source })
}

/// The shipped structure of a kind with its mapping.
///
/// # Errors
/// When the shipped files are broken; a test reads all four, so a released product never answers so.
pub fn shipped(kind: Kind) -> Result<&'static Shipped, StructureFault> {
    let read = match kind {
        Kind::Initiation => &INITIATION,
        Kind::Assessment => &ASSESSMENT,
        Kind::Plan => &PLAN,
        Kind::Decision => &DECISION,
    };
    read.as_ref().map_err(Clone::clone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::{codes_of, label_of};
    use serde_json::Value;

    #[test]
    fn all_four_are_read_with_their_mapping() {
        for kind in Kind::ALL {
            let s = shipped(kind).unwrap_or_else(|e| panic!("{kind}: {e}"));
            assert_eq!(s.structure.kind, Some(kind));
        }
    }

    #[test]
    fn every_field_and_code_has_a_label_in_three_languages() {
        fn walk(path: &str, node: &Value) {
            if let Some(props) = node.get("properties").and_then(Value::as_object) {
                for (name, child) in props {
                    let at = format!("{path}/{name}");
                    let label = label_of(child).unwrap_or_else(|| panic!("{at} has no label"));
                    assert!(label.sv.is_some() && label.en.is_some(), "{at} lacks a language");
                    walk(&at, child);
                }
            }
            if let Some(items) = node.get("items") {
                walk(&format!("{path}/*"), items);
            }
            for (code, label) in codes_of(node) {
                assert!(label.sv.is_some() && label.en.is_some(), "{path}: code {code} lacks a language");
            }
        }
        for kind in Kind::ALL {
            walk("", &shipped(kind).unwrap().structure.schema);
        }
    }
}

//! A mapping as it stands in its file, and the check that it fits its structure.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

use super::pointer::{Step, node_at, steps};
use crate::structure::{Kind, Shape, Structure, StructureFault, shape};

/// Ties paths of one structure to facts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The kind of document, when its facts are those of one of the product's own.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// What the facts are of, for example `payment_commitment`.
    #[serde(default)]
    pub of: Option<String>,
    /// The structure it belongs to; a mapping that several share names their families instead.
    #[serde(default)]
    pub structure: Option<StructureId>,
    /// Object identifiers without the version, of all structures it fits.
    #[serde(default)]
    pub families: Vec<String>,
    /// Version of the mapping.
    pub version: u32,
    /// The facts.
    pub facts: Vec<MappedFact>,
    /// What the print adds.
    pub print: PrintHints,
}

/// Names a structure by OID and version.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StructureId {
    /// Object identifier.
    pub oid: String,
    /// Version of the definition.
    pub version: String,
}

/// The type a fact has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactType {
    /// One text.
    Text,
    /// Texts of an array.
    Texts,
    /// A local date.
    Date,
    /// Yes or no.
    Flag,
    /// One code.
    Code,
    /// Codes of an array.
    Codes,
    /// A sum of money, in cents.
    Cents,
    /// Rows of an array, with facts of their own.
    List,
}

/// One fact and where it stands.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappedFact {
    /// Name of the fact.
    pub fact: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: FactType,
    /// JSON Pointer with `*` for items; in a row, from the row. `/.` at the beginning stands for the document's only part.
    pub path: String,
    /// Where else it may stand: in another version, or when the first place is empty.
    #[serde(default)]
    pub or: Vec<String>,
    /// What fills it in before anyone writes, the first that is known.
    #[serde(default)]
    pub from: Vec<String>,
    /// What fills it in when nothing of `from` is known; a code or a text.
    #[serde(default)]
    pub default: Option<String>,
    /// The product's code for each code of the structure's code set; a code that is not named here is what
    /// `*` says, or left as it is.
    #[serde(default)]
    pub codes: BTreeMap<String, String>,
    /// The facts of a row.
    #[serde(default)]
    pub of: Vec<MappedFact>,
}

/// How the client is identified on paper: hetu only where the document needs it (data protection act 1050/2018 29 §, memory).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// The personal identity code, put in when printed and stored nowhere in the document.
    Hetu,
    /// The date of birth.
    BirthDate,
}

/// What the print adds to the body.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrintHints {
    /// How the client is identified.
    pub identity: Identity,
    /// Appeal instruction at the end, for decisions.
    #[serde(default)]
    pub appeal: Option<Appeal>,
}

/// The appeal instruction: which facts fill it and its texts by the code of the means of appeal and by language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Appeal {
    /// Fact with the means of appeal (code set 1211).
    pub kind: String,
    /// Fact with the authority; fills `{authority}`.
    pub authority: String,
    /// Fact with the address; fills `{address}`.
    pub address: String,
    /// Texts by code and language.
    pub texts: BTreeMap<String, BTreeMap<String, AppealText>>,
}

/// One text of an appeal instruction.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppealText {
    /// Heading.
    pub title: String,
    /// Paragraphs, with the places `{authority}` and `{address}`.
    pub paragraphs: Vec<String>,
}

/// Reads a mapping and checks that every path stands in the structure with a fitting type.
///
/// # Errors
/// The place in the mapping and the reason.
pub fn parse_mapping(bytes: &[u8], structure: &Structure) -> Result<Mapping, StructureFault> {
    let mut mapping: Mapping =
        serde_json::from_slice(bytes).map_err(|e| StructureFault { path: String::new(), reason: format!("mapping: {e}") })?;
    let own = mapping.structure.as_ref().is_some_and(|s| s.oid == structure.oid && s.version == structure.version);
    if !(own || mapping.structure.is_none() && mapping.families.contains(&structure.family())) {
        return Err(StructureFault { path: "/structure".into(), reason: "mapping is of another structure".into() });
    }
    rooted(&mut mapping.facts, &structure.schema);
    check_facts("/facts", &mapping.facts, &structure.schema)?;
    Ok(mapping)
}

/// Reads a mapping that several structures share for one of them. A fact that has no place there is left out and told.
pub(super) fn fitted(mut mapping: Mapping, structure: &Structure) -> (Mapping, Vec<StructureFault>) {
    let mut gaps = Vec::new();
    rooted(&mut mapping.facts, &structure.schema);
    fit("/facts", &mut mapping.facts, &structure.schema, &mut gaps);
    (mapping, gaps)
}

fn fit(at: &str, facts: &mut Vec<MappedFact>, schema: &Value, gaps: &mut Vec<StructureFault>) {
    let mut i = 0;
    facts.retain_mut(|fact| {
        let at = format!("{at}/{i}");
        i += 1;
        let places = std::iter::once(fact.path.clone()).chain(std::mem::take(&mut fact.or));
        let mut first_gap = None;
        let mut kept: Vec<(String, &Value)> = Vec::new();
        for place in places {
            fact.path = place;
            match check_fact(&at, fact, schema) {
                Ok(node) => kept.push((fact.path.clone(), node)),
                Err(gap) => first_gap = first_gap.take().or(Some(gap)),
            }
        }
        let mut kept = kept.into_iter();
        match (kept.next(), first_gap) {
            (Some((path, node)), _) => {
                fact.path = path;
                fact.or = kept.map(|(path, _)| path).collect();
                fit(&format!("{at}/of"), &mut fact.of, node, gaps);
                true
            }
            (None, gap) => {
                gaps.extend(gap);
                false
            }
        }
    });
}

/// Writes the name of the document's only part where a path begins with `/.`.
fn rooted(facts: &mut [MappedFact], schema: &Value) {
    let roots = schema.get("properties").and_then(Value::as_object);
    let Some((root, None)) = roots.map(|r| r.keys()).and_then(|mut r| Some((r.next()?, r.next()))) else { return };
    for fact in facts {
        for path in std::iter::once(&mut fact.path).chain(&mut fact.or) {
            if let Some(rest) = path.strip_prefix("/./") {
                *path = format!("/{}/{rest}", super::pointer::escape(root));
            }
        }
    }
}

fn check_facts(at: &str, facts: &[MappedFact], schema: &Value) -> Result<(), StructureFault> {
    let mut names = BTreeSet::new();
    for (i, fact) in facts.iter().enumerate() {
        let at = format!("{at}/{i}");
        if !names.insert(fact.fact.as_str()) {
            return Err(StructureFault { path: at, reason: format!("fact {} twice", fact.fact) });
        }
        let node = check_fact(&at, fact, schema)?;
        check_facts(&format!("{at}/of"), &fact.of, node)?;
    }
    Ok(())
}

/// The node of a fact, when its path stands in the structure with a fitting type.
fn check_fact<'a>(at: &str, fact: &MappedFact, schema: &'a Value) -> Result<&'a Value, StructureFault> {
    let bad = |reason: String| StructureFault { path: at.to_owned(), reason };
    let node = node_at(schema, &fact.path).ok_or_else(|| bad(format!("{}: {} is not in the structure", fact.fact, fact.path)))?;
    let ends_in_items = steps(&fact.path).is_some_and(|s| s.last() == Some(&Step::Items));
    let many = matches!(fact.kind, FactType::Texts | FactType::Codes | FactType::List);
    // A text that the structure asks for once is one of the texts; a row of a list may stand alone too.
    let inside_rows = fact.path.contains("/*/");
    if many != ends_in_items && !(many && (inside_rows || fact.kind != FactType::List || matches!(shape(node), Shape::Group(_)))) {
        return Err(bad(format!("{}: a {:?} and the path do not fit", fact.fact, fact.kind)));
    }
    let shape = shape(node);
    let fits = match fact.kind {
        FactType::Flag => shape == Shape::Flag,
        FactType::List => matches!(shape, Shape::Group(_)),
        FactType::Date => matches!(shape, Shape::Date | Shape::Moment),
        FactType::Text | FactType::Texts => matches!(shape, Shape::Text | Shape::Date | Shape::Coded | Shape::Identifier),
        FactType::Code | FactType::Codes => matches!(shape, Shape::Text | Shape::Coded),
        FactType::Cents => matches!(shape, Shape::Quantity | Shape::Number),
    };
    if !fits {
        let kind = node.get("type").and_then(Value::as_str).unwrap_or_default();
        return Err(bad(format!("{}: the structure has {kind} there", fact.fact)));
    }
    Ok(node)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::shipped;
    use serde_json::json;

    fn plan_with(facts: Value) -> Result<Mapping, StructureFault> {
        let s = &shipped(Kind::Plan).unwrap().structure;
        let m = json!({"kind": "plan", "structure": {"oid": s.oid, "version": s.version}, "version": 1, "facts": facts,
            "print": {"identity": "birth_date"}});
        parse_mapping(&serde_json::to_vec(&m).unwrap(), s)
    }

    #[test]
    fn a_path_that_is_not_there_is_refused() {
        let e = plan_with(json!([{"fact": "a", "type": "text", "path": "/plan/nothing"}])).unwrap_err();
        assert_eq!(e.path, "/facts/0");
    }

    #[test]
    fn a_wrong_type_is_refused_also_in_a_row() {
        assert!(plan_with(json!([{"fact": "a", "type": "flag", "path": "/plan/needs/client_view"}])).is_err());
        assert!(plan_with(json!([{"fact": "a", "type": "text", "path": "/plan/goals/*"}])).is_err());
        let row = json!([{"fact": "g", "type": "list", "path": "/plan/goals/*",
            "of": [{"fact": "words", "type": "date", "path": "/words"}]}]);
        assert_eq!(plan_with(row).unwrap_err().path, "/facts/0/of/0");
    }

    #[test]
    fn the_same_fact_twice_is_refused() {
        let f = json!({"fact": "a", "type": "text", "path": "/plan/needs/client_view"});
        assert!(plan_with(json!([f, f])).is_err());
    }
}

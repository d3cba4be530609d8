//! Reading a structure and refusing one that cannot be used, with the place and the reason.

use jsonschema::Draft;
use kernel::Text;
use serde_json::Value;

use super::{Kind, Structure, label_of};

/// Largest file of a structure that is read: the nation's largest is half a megabyte.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;

/// Why a structure was refused. The file is named by the caller, who knows it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct StructureFault {
    /// JSON Pointer into the structure; empty for the whole.
    pub path: String,
    /// What is wrong, in English, for whoever loads structures.
    pub reason: String,
}

fn fault(path: impl Into<String>, reason: impl Into<String>) -> StructureFault {
    StructureFault { path: path.into(), reason: reason.into() }
}

/// Reads a structure: JSON, a valid draft-07 schema that compiles without fetching anything, and Sosmeta's metadata.
///
/// # Errors
/// [`StructureFault`] with the place and the reason of the first thing that is wrong.
pub fn parse(bytes: &[u8]) -> Result<Structure, StructureFault> {
    if bytes.len() > MAX_BYTES {
        return Err(fault("", format!("larger than {MAX_BYTES} bytes")));
    }
    // Some editors begin a file with a mark of its encoding.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let schema: Value = serde_json::from_slice(bytes).map_err(|e| fault("", format!("not JSON: {e}")))?;
    if let Some(at) = nul(&schema, String::new()) {
        return Err(fault(at, "holds the character NUL, which no database keeps"));
    }
    if let Some(at) = outward(&schema, String::new()) {
        return Err(fault(at, "does not compile: refers to another document, and nothing is fetched"));
    }
    let schema = super::inline::inlined(schema)?;
    let root = schema.as_object().ok_or_else(|| fault("", "not an object"))?;
    match root.get("$schema").and_then(Value::as_str) {
        Some("http://json-schema.org/draft-07/schema#" | "http://json-schema.org/draft-07/schema") => {}
        _ => return Err(fault("/$schema", "must be JSON Schema draft-07")),
    }
    if root.get("type").and_then(Value::as_str) != Some("object") {
        return Err(fault("/type", "a document is an object"));
    }
    if root.get("properties").and_then(Value::as_object).is_none_or(serde_json::Map::is_empty) {
        return Err(fault("/properties", "has no properties"));
    }
    meta_check(&schema)?;
    let meta = |name: &str| schema.get("sosmeta").and_then(|m| m.get(name)).and_then(Value::as_str).filter(|s| !s.trim().is_empty());
    let oid = meta("oid").ok_or_else(|| fault("/sosmeta/oid", "missing"))?;
    if !is_oid(oid) {
        return Err(fault("/sosmeta/oid", "not an object identifier"));
    }
    let version = meta("documentDefinitionVersion").ok_or_else(|| fault("/sosmeta/documentDefinitionVersion", "missing"))?;
    let kind = match schema.get("punos").and_then(|p| p.get("kind")) {
        None => None,
        Some(code) => Some(code.as_str().and_then(|c| c.parse::<Kind>().ok()).ok_or_else(|| fault("/punos/kind", "no such kind"))?),
    };
    Ok(Structure {
        oid: oid.to_owned(),
        version: version.to_owned(),
        kind,
        title: title(&schema).ok_or_else(|| fault("/title", "missing"))?,
        schema,
    })
}

/// The place of the first reference to another document.
fn outward(value: &Value, at: String) -> Option<String> {
    let below = |name: &str| format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::Array(list) => list.iter().enumerate().find_map(|(i, v)| outward(v, format!("{at}/{i}"))),
        Value::Object(map) => match map.get("$ref").and_then(Value::as_str) {
            Some(to) if !to.starts_with('#') => Some(at),
            _ => map.iter().find_map(|(name, v)| outward(v, below(name))),
        },
        _ => None,
    }
}

/// The place of the first text with the character NUL.
fn nul(value: &Value, at: String) -> Option<String> {
    let below = |name: &str| format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::String(text) => text.contains('\0').then_some(at),
        Value::Array(list) => list.iter().enumerate().find_map(|(i, v)| nul(v, format!("{at}/{i}"))),
        Value::Object(map) => map.iter().find_map(|(name, v)| if name.contains('\0') { Some(at.clone()) } else { nul(v, below(name)) }),
        _ => None,
    }
}

/// Checks the schema against draft-07's own schema and compiles it; nothing is fetched, so a reference outward is refused.
fn meta_check(schema: &Value) -> Result<(), StructureFault> {
    if let Err(e) = jsonschema::draft7::meta::validate(schema) {
        return Err(fault(e.instance_path().as_str(), format!("not a valid schema: {}", e.masked())));
    }
    jsonschema::options()
        .with_draft(Draft::Draft7)
        .build(schema)
        .map(|_| ())
        .map_err(|e| fault(e.instance_path().as_str(), format!("does not compile: {}", e.masked())))
}

/// The document's name: of its own metadata, of its only root property (the nation's form), or the bare title.
fn title(schema: &Value) -> Option<Text> {
    if let Some(label) = label_of(schema) {
        return Some(label);
    }
    let roots = schema.get("properties")?.as_object()?;
    if let (1, Some(root)) = (roots.len(), roots.values().next())
        && let Some(label) = label_of(root)
    {
        return Some(label);
    }
    let bare = schema.get("title")?.as_str()?.trim();
    (!bare.is_empty()).then(|| Text::fi(bare))
}

fn is_oid(text: &str) -> bool {
    text.contains('.') && text.split('.').all(|arc| !arc.is_empty() && arc.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Value {
        serde_json::json!({
            "$schema": "http://json-schema.org/draft-07/schema#", "title": "Koe", "type": "object",
            "sosmeta": {"oid": "1.2.3", "documentDefinitionVersion": "2026-01-01"},
            "properties": {"koe": {"type": "string"}}
        })
    }

    fn refused(change: impl FnOnce(&mut Value)) -> StructureFault {
        let mut schema = small();
        change(&mut schema);
        parse(&serde_json::to_vec(&schema).unwrap()).unwrap_err()
    }

    #[test]
    fn the_small_one_is_taken() {
        let s = parse(&serde_json::to_vec(&small()).unwrap()).unwrap();
        assert_eq!((s.oid.as_str(), s.version.as_str(), s.kind, s.title.fi.as_str()), ("1.2.3", "2026-01-01", None, "Koe"));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        assert!(parse(b"{").unwrap_err().reason.starts_with("not JSON"));
        assert_eq!(refused(|s| s["type"] = "array".into()).path, "/type");
        assert_eq!(refused(|s| s["$schema"] = "https://json-schema.org/draft/2020-12/schema".into()).path, "/$schema");
        assert_eq!(refused(|s| s["sosmeta"]["oid"] = "1.a".into()).path, "/sosmeta/oid");
        assert_eq!(refused(|s| s["punos"] = serde_json::json!({"kind": "letter"})).path, "/punos/kind");
        let f = refused(|s| s["properties"]["koe"]["type"] = "strang".into());
        assert_eq!(f.path, "/properties/koe/type");
        let f = refused(|s| s["properties"]["koe"]["pattern"] = "(".into());
        assert!(f.path.starts_with("/properties/koe"), "{f}");
    }

    #[test]
    fn nothing_is_fetched() {
        let f = refused(|s| s["properties"]["koe"] = serde_json::json!({"$ref": "https://punos.example/other.json"}));
        assert!(f.reason.contains("compile"), "{f}");
    }
}

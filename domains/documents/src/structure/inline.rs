//! References inside a schema, written out where they stand, so that a form, a print and a check see the parts themselves.

use serde_json::{Map, Value};

use super::StructureFault;

/// Most nodes of a structure once its references are written out; the nation's largest has some ten thousand.
const MOST_NODES: usize = 200_000;
/// Longest chain of references inside references.
const DEEPEST: usize = 24;

/// The schema without references into itself. References outward stay: they are refused when the schema is compiled.
///
/// # Errors
/// A reference to a place that is not there, to itself, or a structure that grows without bound.
pub fn inlined(schema: Value) -> Result<Value, StructureFault> {
    if !holds_reference(&schema) {
        return Ok(schema);
    }
    let mut nodes = 0;
    let mut out = write_out(&schema, &schema, String::new(), 0, &mut nodes)?;
    if let Some(root) = out.as_object_mut() {
        root.remove("definitions");
    }
    Ok(out)
}

fn holds_reference(value: &Value) -> bool {
    match value {
        Value::Object(map) => is_reference(map).is_some() || map.values().any(holds_reference),
        Value::Array(list) => list.iter().any(holds_reference),
        _ => false,
    }
}

fn is_reference(map: &Map<String, Value>) -> Option<&str> {
    map.get("$ref").and_then(Value::as_str).filter(|r| r.starts_with("#/"))
}

fn write_out(root: &Value, node: &Value, at: String, depth: usize, nodes: &mut usize) -> Result<Value, StructureFault> {
    *nodes += 1;
    let fault = |reason: &str| StructureFault { path: at.clone(), reason: reason.into() };
    if *nodes > MOST_NODES {
        return Err(fault("grows without bound when its references are written out"));
    }
    match node {
        Value::Object(map) => {
            if let Some(to) = is_reference(map) {
                if depth >= DEEPEST {
                    return Err(fault("a reference that leads to itself, or too deep"));
                }
                let target = root.pointer(to.trim_start_matches('#')).ok_or_else(|| fault("a reference to a place that is not there"))?;
                let mut found = write_out(root, target, at.clone(), depth + 1, nodes)?;
                // Labels beside the reference are the field's own and win over the part's.
                if let Some(object) = found.as_object_mut() {
                    for (name, value) in map.iter().filter(|(name, _)| *name != "$ref") {
                        object.insert(name.clone(), value.clone());
                    }
                }
                return Ok(found);
            }
            let mut out = Map::new();
            for (name, value) in map {
                // The definitions themselves are only written out where they are used.
                let value = if name == "definitions" && at.is_empty() {
                    value.clone()
                } else {
                    write_out(root, value, format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), depth, nodes)?
                };
                out.insert(name.clone(), value);
            }
            Ok(Value::Object(out))
        }
        Value::Array(list) => {
            let items = list.iter().enumerate().map(|(i, v)| write_out(root, v, format!("{at}/{i}"), depth, nodes));
            Ok(Value::Array(items.collect::<Result<_, _>>()?))
        }
        other => Ok(other.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_part_is_written_out_with_the_fields_own_label() {
        let schema = json!({"properties": {"a": {"$ref": "#/definitions/name", "sosmeta": 1}, "b": {"items": {"$ref": "#/definitions/name"}}},
            "definitions": {"name": {"type": "string", "sosmeta": 0}}});
        assert_eq!(
            inlined(schema).unwrap(),
            json!({"properties": {"a": {"type": "string", "sosmeta": 1}, "b": {"items": {"type": "string", "sosmeta": 0}}}})
        );
    }

    #[test]
    fn a_reference_to_itself_or_to_nothing_is_refused_with_its_place() {
        let to_self = json!({"properties": {"a": {"$ref": "#/properties/a"}}});
        assert_eq!(inlined(to_self).unwrap_err().path, "/properties/a");
        let to_nothing = json!({"properties": {"a": {"$ref": "#/definitions/none"}}});
        assert_eq!(inlined(to_nothing).unwrap_err().path, "/properties/a");
        let twice = |n: usize| json!({"properties": {"a": {"$ref": format!("#/definitions/{}", n + 1)}, "b": {"$ref": format!("#/definitions/{}", n + 1)}}});
        let mut definitions = Map::new();
        for n in 1..22 {
            definitions.insert(n.to_string(), twice(n));
        }
        definitions.insert("22".into(), json!({"type": "string"}));
        let mut bomb = twice(0);
        bomb["definitions"] = Value::Object(definitions);
        assert!(inlined(bomb).unwrap_err().reason.contains("bound"));
    }
}

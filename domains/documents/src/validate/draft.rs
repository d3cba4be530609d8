//! A schema relaxed for drafts: what asks for something to be there, or to be complete, is left out.

use serde_json::{Map, Value};

/// Keywords that only a finished document has to meet. A date half typed is saved as it is.
const ONLY_WHEN_FINISHED: [&str; 14] = [
    "required",
    "minLength",
    "minItems",
    "minProperties",
    "minimum",
    "exclusiveMinimum",
    "pattern",
    "format",
    "if",
    "then",
    "else",
    "dependencies",
    "contains",
    "not",
];

/// The schema with those keywords removed wherever a schema stands; names of properties are not touched.
pub fn relaxed(schema: &Value) -> Value {
    let Value::Object(node) = schema else { return schema.clone() };
    let mut out = Map::new();
    for (keyword, value) in node {
        if ONLY_WHEN_FINISHED.contains(&keyword.as_str()) {
            continue;
        }
        match (keyword.as_str(), value) {
            ("properties" | "patternProperties" | "definitions", Value::Object(map)) => {
                out.insert(keyword.clone(), Value::Object(map.iter().map(|(k, v)| (k.clone(), relaxed(v))).collect()));
            }
            ("items" | "additionalProperties" | "additionalItems", _) => {
                out.insert(keyword.clone(), relaxed_or_each(value));
            }
            ("allOf" | "anyOf", _) => {
                out.insert(keyword.clone(), relaxed_or_each(value));
            }
            // Relaxed branches may overlap, so one of them becomes any of them; a list of codes stays as it is.
            ("oneOf", Value::Array(branches)) if branches.iter().any(|b| b.get("const").is_none()) => {
                out.insert("anyOf".into(), relaxed_or_each(value));
            }
            _ => {
                out.insert(keyword.clone(), value.clone());
            }
        }
    }
    Value::Object(out)
}

fn relaxed_or_each(value: &Value) -> Value {
    match value {
        Value::Array(list) => Value::Array(list.iter().map(relaxed).collect()),
        _ => relaxed(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_property_may_be_called_required() {
        let schema = json!({"required": ["required"], "properties": {"required": {"type": "string", "minLength": 1}}});
        assert_eq!(relaxed(&schema), json!({"properties": {"required": {"type": "string"}}}));
    }

    #[test]
    fn alternatives_with_demands_become_any() {
        let schema = json!({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]});
        assert_eq!(relaxed(&schema), json!({"anyOf": [{}, {}]}));
        let codes = json!({"oneOf": [{"const": "a"}, {"const": "b"}]});
        assert_eq!(relaxed(&codes), codes);
    }
}

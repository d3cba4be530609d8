//! JSON Pointers of mappings: property names, and `*` for the items of an array.

use serde_json::Value;

/// One step: the name of a property, or every item of an array.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Name(String),
    Items,
}

/// The steps of a pointer, or `None` when it does not begin with `/`. Names with `~0`, `~1` follow RFC 6901.
pub fn steps(pointer: &str) -> Option<Vec<Step>> {
    let rest = pointer.strip_prefix('/')?;
    Some(rest.split('/').map(|s| if s == "*" { Step::Items } else { Step::Name(s.replace("~1", "/").replace("~0", "~")) }).collect())
}

/// The schema node that a mapping's pointer means: through `properties` by name and through `items` by `*`.
#[must_use]
pub fn node_at<'a>(schema: &'a Value, pointer: &str) -> Option<&'a Value> {
    steps(pointer)?.iter().try_fold(schema, |node, step| match step {
        Step::Name(name) => node.get("properties")?.get(name),
        Step::Items => node.get("items"),
    })
}

/// The values that a pointer means in a body, in order; nothing where the body does not have them.
pub fn values_at<'a>(body: &'a Value, pointer: &str) -> Vec<&'a Value> {
    let Some(steps) = steps(pointer) else { return Vec::new() };
    steps.iter().fold(vec![body], |found, step| match step {
        Step::Name(name) => found.into_iter().filter_map(|v| v.get(name)).collect(),
        Step::Items => found.into_iter().filter_map(Value::as_array).flatten().collect(),
    })
}

/// One name as a step of a JSON Pointer.
pub fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn items_fan_out_and_missing_parts_give_nothing() {
        let body = json!({"a": {"list": [{"x": 1}, {}, {"x": 2}]}});
        assert_eq!(values_at(&body, "/a/list/*/x"), [&json!(1), &json!(2)]);
        assert!(values_at(&body, "/a/none/*/x").is_empty());
        assert!(values_at(&body, "a").is_empty());
    }

    #[test]
    fn escaped_names() {
        assert_eq!(values_at(&json!({"a/b": {"c~d": 3}}), "/a~1b/c~0d"), [&json!(3)]);
        assert_eq!(escape("a/b~"), "a~1b~0");
    }

    #[test]
    fn the_schema_is_walked_by_properties_and_items() {
        let schema = json!({"properties": {"l": {"items": {"properties": {"x": {"type": "string"}}}}}});
        assert_eq!(node_at(&schema, "/l/*/x"), Some(&json!({"type": "string"})));
        assert_eq!(node_at(&schema, "/l/x"), None);
    }
}

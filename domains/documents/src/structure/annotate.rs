//! A structure as screens take it: each node with what it is, so that there is one judge of shapes, and without what is not
//! asked of the writer.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::component::{About, components};
use super::shape::{Shape, choices, code_set, meta, says, shape, system_of, type_of, words};

/// The schema with `punos` on each node that needs more than JSON Schema says of it: `as` (`notice`, `coded`, `identifier`,
/// `hetu`, `quantity`, `phrase`, `unknown`), `set` and `choices` of a coded one, `condition` where prose asks for a field on a
/// condition, `bare` for a part whose own heading is not shown.
pub fn annotated(schema: &Value) -> Value {
    let mut out = schema.clone();
    annotate(&mut out, false);
    out
}

/// The schema as a body in the house must meet it: identifiers that are never kept are neither asked for nor taken, and parts
/// that no form can draw are not asked for.
pub fn as_kept(schema: &Value) -> Value {
    let mut out = schema.clone();
    forget_hetu(&mut out);
    out
}

/// The code sets that a structure's fields use.
pub fn code_sets(schema: &Value) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    each(schema, &mut |node| {
        if shape(node) == Shape::Coded {
            out.extend(code_set(node));
        }
    });
    out
}

/// Every node of a structure that stands for a field or a part.
pub fn each<'a>(node: &'a Value, then: &mut impl FnMut(&'a Value)) {
    then(node);
    match shape(node) {
        Shape::Group(fields) => fields.values().for_each(|child| each(child, then)),
        Shape::Rows(items) => each(items, then),
        _ => {}
    }
}

/// `client`: the node stands directly in a part about the client, so that its identifiers are the client's own.
fn annotate(node: &mut Value, client: bool) {
    let more = marks(node, client);
    match shape(node) {
        Shape::Group(_) => {
            forget_own_required(node);
            if let Some(fields) = node.get_mut("properties").and_then(Value::as_object_mut) {
                for (name, child) in fields {
                    let own = is_client_part(name) || (client && stands_in(child));
                    annotate(child, own);
                }
            }
        }
        Shape::Rows(_) => {
            if let Some(items) = node.get_mut("items") {
                annotate(items, client);
            }
        }
        _ => {}
    }
    // `["null", "string"]` is a string to a form, and a part that only lists its fields is an object.
    if let (Some(kind), Some(object)) = (type_of(node).map(str::to_owned), node.as_object_mut())
        && object.get("type").is_none_or(|t| !t.is_string())
    {
        object.insert("type".into(), kind.into());
    }
    if !more.is_empty()
        && let Some(object) = node.as_object_mut()
    {
        let place = object.entry("punos").or_insert_with(|| Value::Object(Map::new()));
        if let Some(place) = place.as_object_mut() {
            place.extend(more);
        }
    }
}

/// Whether a part of this name is about the client.
pub fn is_client_part(name: &str) -> bool {
    components().part(name).is_some_and(|p| p.about == About::Client)
}

/// Whether a node belongs to the part it stands in: a field, or a part whose own heading is not shown. A part with a heading is
/// about something of its own (a spouse, say).
pub fn stands_in(node: &Value) -> bool {
    !matches!(shape(node), Shape::Group(_) | Shape::Rows(_)) || says(node, "hiddenField")
}

fn marks(node: &Value, client: bool) -> Map<String, Value> {
    let mut out = Map::new();
    let mut is = |what: &str| {
        out.insert("as".into(), what.into());
    };
    match shape(node) {
        Shape::Notice => is("notice"),
        Shape::Coded => {
            is("coded");
            out.insert("set".into(), json!(code_set(node)));
            out.insert("system".into(), system_of(node).into());
            let choices = choices(node);
            if !choices.is_empty() {
                out.insert("choices".into(), json!(choices));
            }
            // A set of the field's own, or one whose codes the field names: nothing else is taken.
            let closed = node.pointer("/properties/code/enum").is_some();
            out.insert("closed".into(), closed.into());
        }
        Shape::Identifier => is("identifier"),
        Shape::Hetu => {
            is("hetu");
            out.insert("from_register".into(), client.into());
        }
        Shape::Quantity => is("quantity"),
        Shape::Text if meta(node, "phrase").is_some() && words(node, "phrase").is_some() => is("phrase"),
        Shape::Unknown(_) => is("unknown"),
        Shape::Group(_) if says(node, "hiddenField") => {
            out.insert("bare".into(), true.into());
        }
        _ => {}
    }
    if says(node, "conditionalRequired")
        && let Some(note) = words(node, "implementationNote")
    {
        out.insert("condition".into(), json!(note));
    }
    if says(node, "nationwideRecordedInformation") {
        out.insert("nationwide".into(), true.into());
    }
    out
}

fn forget_own_required(node: &mut Value) {
    let kept: Option<Vec<Value>> = node.get("required").and_then(Value::as_array).map(|names| {
        // Nobody can answer a part that no form draws; what is then missing is told when the document is given out.
        let not_asked = |name: &Value| {
            name.as_str().and_then(|n| node.get("properties")?.get(n)).is_some_and(|p| matches!(shape(p), Shape::Hetu | Shape::Unknown(_)))
        };
        names.iter().filter(|name| !not_asked(name)).cloned().collect()
    });
    if let (Some(kept), Some(object)) = (kept, node.as_object_mut()) {
        object.insert("required".into(), Value::Array(kept));
    }
}

fn forget_hetu(node: &mut Value) {
    forget_own_required(node);
    if let Some(fields) = node.get_mut("properties").and_then(Value::as_object_mut) {
        for child in fields.values_mut() {
            if shape(child) == Shape::Hetu {
                *child = Value::Bool(false);
            } else {
                forget_hetu(child);
            }
        }
    }
    if let Some(items) = node.get_mut("items") {
        forget_hetu(items);
    }
}

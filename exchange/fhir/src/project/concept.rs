//! What a coded thing is called.

use serde_json::Value;

/// A CodeableConcept or Coding as one code with a title.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Concept {
    pub system: Option<String>,
    pub code: Option<String>,
    pub title: Option<String>,
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(Value::as_str).map(str::to_owned)
}

/// The coding the user chose, else the first with a code. The title is the concept's own text, else a display, else the
/// code itself.
pub fn concept(value: &Value) -> Concept {
    let codings = value.get("coding").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let chosen = codings
        .iter()
        .find(|c| c.get("userSelected").and_then(Value::as_bool) == Some(true))
        .or_else(|| codings.iter().find(|c| c.get("code").is_some()))
        .or_else(|| codings.first());
    let mut found = chosen.map(coding).unwrap_or_default();
    let display = || codings.iter().find_map(|c| text(c, "display"));
    found.title = text(value, "text").or(found.title.filter(|t| Some(t) != found.code.as_ref())).or_else(display);
    found.title = found.title.or_else(|| found.code.clone());
    found
}

/// A Coding alone.
pub fn coding(value: &Value) -> Concept {
    let code = text(value, "code");
    Concept { system: text(value, "system"), title: text(value, "display").or_else(|| code.clone()), code }
}

//! From what is known to a body that is begun, with the source of each filled path.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::facts::{FactValue, Facts};
use super::model::{FactType, MappedFact, Mapping};
use super::pointer::{escape, node_at};
use crate::structure::component::{About, components};
use crate::structure::{Shape, Structure, choices, says, shape, system_of};
use crate::validate::{Mode, Validators};

/// What the rooms know before a document is begun. Names are `source.fact`, for example `matter.own_words` or
/// `assessment.own_view`; the source is what the screen tells where a filled field came from.
#[derive(Debug, Clone, Default)]
pub struct Known {
    values: BTreeMap<String, FactValue>,
    clients: Vec<Facts>,
    author: Option<Facts>,
}

impl Known {
    /// Nothing known.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one thing known under `source.fact`; an empty text or list is as good as unknown and is left out.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: FactValue) -> Self {
        let empty = match &value {
            FactValue::Text(t) | FactValue::Code(t) => t.trim().is_empty(),
            FactValue::Texts(t) | FactValue::Codes(t) => t.is_empty(),
            FactValue::List(rows) => rows.is_empty(),
            FactValue::Date(_) | FactValue::Flag(_) | FactValue::Cents(_) => false,
        };
        if !empty {
            self.values.insert(name.into(), value);
        }
        self
    }

    /// Adds every fact of an earlier document under its source, for example `assessment`.
    #[must_use]
    pub fn with_facts(self, source: &str, facts: &Facts) -> Self {
        facts.iter().fold(self, |known, (name, value)| known.with(format!("{source}.{name}"), value.clone()))
    }

    /// Names the clients (`family_name`, `given_names`, `birth_date`), the main one first.
    #[must_use]
    pub fn about(mut self, clients: Vec<Facts>) -> Self {
        self.clients = clients;
        self
    }

    /// Names the writer (`family_name`, `given_names`, `title`).
    #[must_use]
    pub fn by(mut self, author: Facts) -> Self {
        self.author = Some(author);
        self
    }

    fn first<'a>(&'a self, names: &'a [String]) -> Option<(&'a str, &'a FactValue)> {
        names.iter().find_map(|n| Some((n.split_once('.')?.0, self.values.get(n)?)))
    }
}

/// A body that is begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefilled {
    /// The body; valid as a draft.
    pub body: Value,
    /// JSON Pointers of what was filled in, with its source (`matter`, `client`, `assessment` …; `structure` for a default).
    pub paths: BTreeMap<String, String>,
}

/// Fills in what is known. What the structure would not take (too long, an unknown code, a hetu among the words) is left out
/// rather than refused: it was not written for this document.
#[must_use]
pub fn prefill(structure: &Structure, mapping: Option<&Mapping>, validators: &Validators, known: &Known) -> Prefilled {
    let mut body = Value::Object(Map::new());
    let mut paths = BTreeMap::new();
    let mut take = |path: String, value: Value, source: &str, body: &mut Value| {
        let mut trial = body.clone();
        if put(&mut trial, &path, value) && validators.check(Mode::Draft, &trial).is_empty() {
            *body = trial;
            paths.insert(path, source.to_owned());
        }
    };
    people(&structure.schema, String::new(), 0, known, &mut |path, value, source| take(path, value, source, &mut body));
    for m in mapping.iter().flat_map(|m| &m.facts) {
        let node = node_at(&structure.schema, &m.path);
        let (source, value) = match (known.first(&m.from), &m.default) {
            (Some((source, value)), _) => (source, to_json(m, node, value)),
            (None, Some(text)) => ("structure", Some(Value::String(text.clone()))),
            (None, None) => continue,
        };
        let Some(value) = value else { continue };
        take(m.path.trim_end_matches("/*").to_owned(), value, source, &mut body);
    }
    begin(&structure.schema, &mut body);
    Prefilled { body, paths }
}

/// A body with these facts set over what stands there, for what is not the writer's to say. A fact that the structure does
/// not have, or would not take, is left as it is.
#[must_use]
pub fn settle(structure: &Structure, mapping: &Mapping, validators: &Validators, body: &Value, facts: &[(&str, FactValue)]) -> Value {
    let mut now = body.clone();
    for (name, value) in facts {
        for m in mapping.facts.iter().filter(|m| m.fact == *name) {
            let Some(value) = to_json(m, node_at(&structure.schema, &m.path), value) else { continue };
            let mut trial = now.clone();
            if put(&mut trial, m.path.trim_end_matches("/*"), value) && validators.check(Mode::Draft, &trial).is_empty() {
                now = trial;
            }
        }
    }
    now
}

/// Deepest part that people are filled into: a document's own parts, not those of a part about something else.
const PEOPLE_DEPTH: u8 = 2;

/// Fills the parts about people whom the house knows.
fn people(node: &Value, at: String, depth: u8, known: &Known, take: &mut dyn FnMut(String, Value, &str)) {
    let Shape::Group(fields) = shape(node) else { return };
    for (name, child) in fields {
        let path = format!("{at}/{}", escape(name));
        let Some(part) = components().part(name) else {
            if depth < PEOPLE_DEPTH && (depth == 0 || says(child, "hiddenField")) {
                people(child, path, depth + 1, known, take);
            }
            continue;
        };
        let (who, source): (Vec<&Facts>, &str) = match part.about {
            About::Client => (known.clients.iter().collect(), "client"),
            About::Author => (known.author.iter().collect(), "author"),
        };
        let one = |node: &Value, facts: &Facts| {
            let mut out = Map::new();
            for (field, fact) in &part.fields {
                let there = node.get("properties").and_then(|p| p.get(field)).is_some();
                let value = match facts.get(fact) {
                    Some(FactValue::Text(t)) => Some(Value::String(t.clone())),
                    Some(FactValue::Date(d)) => Some(Value::String(d.to_string())),
                    _ => None,
                };
                if let Some(value) = value.filter(|_| there) {
                    out.insert(field.clone(), value);
                }
            }
            (!out.is_empty()).then_some(Value::Object(out))
        };
        let value = match shape(child) {
            Shape::Rows(items) => {
                let rows: Vec<Value> = who.iter().filter_map(|facts| one(items, facts)).collect();
                (!rows.is_empty()).then_some(Value::Array(rows))
            }
            Shape::Group(_) => who.first().and_then(|facts| one(child, facts)),
            _ => None,
        };
        if let Some(value) = value {
            take(path, value, source);
        }
    }
}

/// The value as it stands in a body, when the types agree.
fn to_json(m: &MappedFact, node: Option<&Value>, value: &FactValue) -> Option<Value> {
    let strings = |v: &[String]| Value::Array(v.iter().cloned().map(Value::String).collect());
    let shape = node.map(shape);
    match (m.kind, value) {
        (FactType::Code, FactValue::Code(c)) if shape == Some(Shape::Coded) => coded(m, node?, c),
        (FactType::Codes, FactValue::Codes(c)) if shape == Some(Shape::Coded) => {
            let rows: Vec<Value> = c.iter().filter_map(|c| coded(m, node?, c)).collect();
            (!rows.is_empty()).then_some(Value::Array(rows))
        }
        (FactType::Text, FactValue::Text(t)) if shape == Some(Shape::Identifier) => Some(serde_json::json!({ "value": t })),
        (FactType::Text | FactType::Texts, _) if shape == Some(Shape::Coded) => None,
        (FactType::Text, FactValue::Text(t)) | (FactType::Code, FactValue::Code(t)) => Some(Value::String(t.clone())),
        (FactType::Texts, FactValue::Texts(t)) | (FactType::Codes, FactValue::Codes(t)) => Some(strings(t)),
        (FactType::Date, FactValue::Date(d)) => Some(Value::String(d.to_string())),
        (FactType::Flag, FactValue::Flag(b)) => Some(Value::Bool(*b)),
        (FactType::List, FactValue::List(rows)) => {
            let rows: Vec<Value> = rows.iter().map(|row| row_to_json(m, node, row)).collect();
            Some(Value::Array(rows))
        }
        _ => None,
    }
}

/// A code of the structure's own code set, when the structure gives it words.
fn coded(m: &MappedFact, node: &Value, code: &str) -> Option<Value> {
    let code = m.codes.iter().find(|(_, ours)| ours.as_str() == code).map_or(code, |(theirs, _)| theirs);
    let choice = choices(node).into_iter().find(|c| c.code == code)?;
    Some(serde_json::json!({"system": system_of(node), "code": choice.code, "display": choice.label.fi}))
}

/// A row of another document: the facts that both have, under this structure's paths.
fn row_to_json(m: &MappedFact, node: Option<&Value>, row: &Facts) -> Value {
    let mut out = Value::Object(Map::new());
    for sub in &m.of {
        let sub_node = node.and_then(|n| node_at(n, &sub.path));
        if let Some(value) = row.get(&sub.fact).and_then(|v| to_json(sub, sub_node, v)) {
            put(&mut out, sub.path.trim_end_matches("/*"), value);
        }
    }
    out
}

/// Sets a value at a pointer of names, making the objects on the way. False when something else stands on the way.
fn put(body: &mut Value, pointer: &str, value: Value) -> bool {
    let Some(steps) = super::pointer::steps(pointer) else { return false };
    let mut at = body;
    for step in &steps {
        let super::pointer::Step::Name(name) = step else { return false };
        let Some(object) = at.as_object_mut() else { return false };
        at = object.entry(name.clone()).or_insert_with(|| Value::Object(Map::new()));
    }
    *at = value;
    true
}

/// Gives the body its required root objects, so that a form has somewhere to write.
fn begin(schema: &Value, body: &mut Value) {
    for name in schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        let is_object = schema.pointer(&format!("/properties/{}/type", escape(name))).and_then(Value::as_str) == Some("object");
        if is_object && let Some(object) = body.as_object_mut() {
            object.entry(name.to_owned()).or_insert_with(|| Value::Object(Map::new()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::{Kind, shipped};
    use serde_json::json;

    fn text(t: &str) -> FactValue {
        FactValue::Text(t.into())
    }

    fn fill(kind: Kind, known: &Known) -> Prefilled {
        let s = shipped(kind).unwrap();
        prefill(&s.structure, Some(&s.mapping), &Validators::of(&s.structure).unwrap(), known)
    }

    #[test]
    fn the_first_known_wins_and_the_source_is_told() {
        let known = Known::new()
            .with("matter.own_words", text("Haluan apua kotiin."))
            .with("client.own_view", text("Pärjään muuten, mutta suihku pelottaa."))
            .with("matter.need_reasons", FactValue::Codes(vec!["1".into(), "10".into()]));
        let p = fill(Kind::Assessment, &known);
        assert_eq!(p.body["assessment"]["client_view"]["own_view"], "Pärjään muuten, mutta suihku pelottaa.");
        assert_eq!(p.paths["/assessment/client_view/own_view"], "client");
        assert_eq!(p.body["assessment"]["basis"]["need_reasons"], json!(["1", "10"]));
        assert_eq!(p.paths["/assessment/basis/need_reasons"], "matter");
    }

    #[test]
    fn an_assessments_services_go_on_to_the_plan() {
        let mut row = Facts::new();
        row.set("service", FactValue::Code("home_care".into())).set("unrelated", text("x"));
        let mut assessment = Facts::new();
        assessment.set("services", FactValue::List(vec![row]));
        let p = fill(Kind::Plan, &Known::new().with_facts("assessment", &assessment));
        assert_eq!(p.body["plan"]["services"], json!([{"service": "home_care"}]));
        assert_eq!(p.paths["/plan/services"], "assessment");
    }

    #[test]
    fn what_the_structure_would_not_take_is_left_out() {
        let known = Known::new()
            .with("matter.own_words", text("Tunnukseni on 010190-999W."))
            .with("matter.urgency", FactValue::Code("yesterday".into()))
            .with("matter.service_task", text("a text is no code"))
            .with("matter.description", text("  "))
            .with("matter.notifier", FactValue::Code("7".into()));
        let p = fill(Kind::Initiation, &known);
        assert_eq!(p.paths.keys().collect::<Vec<_>>(), ["/initiation/contact/notifier"]);
        assert_eq!(p.body, json!({"initiation": {"contact": {"notifier": "7"}}}));
    }

    #[test]
    fn nothing_known_still_gives_a_form_to_write_on_and_the_defaults() {
        assert_eq!(fill(Kind::Plan, &Known::new()).body, json!({"plan": {}}));
        let d = fill(Kind::Decision, &Known::new());
        assert_eq!(d.body, json!({"decision": {"appeal": {"kind": "1"}}}));
        assert_eq!(d.paths["/decision/appeal/kind"], "structure");
    }
}

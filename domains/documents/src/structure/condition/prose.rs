//! Conditions that stand in a structure's prose, as data: which field is needed when. What the prose says in a way that
//! `rules/structures.toml` does not know is left for the writer to read, and told when the structure is loaded.

use kernel::{FieldError, Lang};
use serde_json::Value;

use super::component::{Means, components};
use super::shape::{Shape, says, shape, words};

/// A step to the objects a condition is about: a property, or every row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Name(String),
    Rows,
}

/// The answer another field must have.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Answer {
    Flag(bool),
    Code(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Need {
    /// One of the fields is answered.
    OneOf(Vec<Vec<String>>),
    /// `field` is answered when `other` has the answer.
    When { field: Vec<String>, other: Vec<String>, answer: Answer },
}

/// One condition: the objects it is about and what they need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    base: Vec<Step>,
    need: Need,
    /// Labels of the fields, for the error.
    labels: Vec<String>,
    /// Whether one of the fields is an identifier that the register gives: then the check waits until it has been put in.
    by_register: bool,
}

/// The conditions of a structure, and the places of those that stay in prose.
#[derive(Debug, Clone, Default)]
pub struct Conditions {
    /// Those stated as data.
    pub stated: Vec<Condition>,
    /// JSON Pointers (through `properties` and `items`) of fields whose condition only people can read.
    pub in_prose: Vec<String>,
}

/// Reads the conditions of a structure.
pub fn conditions(schema: &Value) -> Conditions {
    let mut out = Conditions::default();
    let mut around = Vec::new();
    walk(schema, &mut around, String::new(), &mut out);
    out
}

/// The objects around a node, outermost first, each with the step that led to it.
struct Around<'a> {
    step: Option<Step>,
    node: &'a Value,
}

fn walk<'a>(node: &'a Value, around: &mut Vec<Around<'a>>, at: String, out: &mut Conditions) {
    let Shape::Group(fields) = shape(node) else { return };
    if around.is_empty() {
        around.push(Around { step: None, node });
    }
    for (name, child) in fields {
        let place = format!("{at}/properties/{}", name.replace('~', "~0").replace('/', "~1"));
        if says(child, "conditionalRequired") {
            match stated(name, child, around) {
                Some(condition) if out.stated.contains(&condition) => {}
                Some(condition) => out.stated.push(condition),
                None => out.in_prose.push(place.clone()),
            }
        }
        match shape(child) {
            Shape::Group(_) => {
                around.push(Around { step: Some(Step::Name(name.clone())), node: child });
                walk(child, around, place, out);
                around.pop();
            }
            Shape::Rows(items) if matches!(shape(items), Shape::Group(_)) => {
                around.push(Around { step: Some(Step::Name(name.clone())), node: child });
                around.push(Around { step: Some(Step::Rows), node: items });
                walk(items, around, format!("{place}/items"), out);
                around.pop();
                around.pop();
            }
            _ => {}
        }
    }
}

/// The condition of one field, when its prose is understood and names fields that are there.
fn stated(name: &str, node: &Value, around: &[Around<'_>]) -> Option<Condition> {
    let note = folded(words(node, "implementationNote")?.get(Lang::Fi));
    let start = note.to_lowercase().find("ehdollisesti pakollinen:")? + "ehdollisesti pakollinen:".len();
    let note = note.get(start..)?.trim();
    for prose in &components().prose {
        let Some(found) = prose.text.captures(note) else { continue };
        let group = |name: &str| found.name(name).map(|m| m.as_str());
        let own = vec![name.to_owned()];
        return match prose.means {
            Means::OneOf => {
                let labels = labels(group("fields")?);
                if labels.len() < 2 {
                    return None;
                }
                let (depth, fields) = nearest(around, |fields| labels.iter().map(|l| within(fields, l)).collect::<Option<Vec<_>>>())?;
                let by_register = fields.iter().any(|f| is_hetu(around.get(depth).map(|a| a.node), f));
                (fields.len() > 1).then(|| Condition { base: base(around, depth), need: Need::OneOf(fields), labels, by_register })
            }
            Means::When => {
                let label = group("field")?;
                let answer = match (group("answer").map(str::to_lowercase).as_deref(), group("code")) {
                    (Some("kyllä" | "valittu"), _) => Answer::Flag(true),
                    (Some("ei"), _) => Answer::Flag(false),
                    (_, Some(code)) => Answer::Code(code.to_owned()),
                    _ => return None,
                };
                let (depth, other) = nearest(around, |node| within(node, label))?;
                // The way to this field from there must not lead through rows.
                let mut field = Vec::new();
                for a in around.get(depth + 1..)? {
                    match &a.step {
                        Some(Step::Name(name)) => field.push(name.clone()),
                        _ => return None,
                    }
                }
                field.extend(own);
                let need = Need::When { field, other, answer };
                Some(Condition { base: base(around, depth), need, labels: vec![label.to_owned()], by_register: false })
            }
        };
    }
    None
}

/// The innermost object around the field in which `find` finds what it looks for.
fn nearest<T>(around: &[Around<'_>], find: impl Fn(&Value) -> Option<T>) -> Option<(usize, T)> {
    (0..around.len()).rev().find_map(|depth| Some((depth, find(around.get(depth)?.node)?)))
}

fn base(around: &[Around<'_>], depth: usize) -> Vec<Step> {
    around.iter().take(depth + 1).filter_map(|a| a.step.clone()).collect()
}

/// The way to the only field with this label inside an object, not through rows.
fn within(node: &Value, label: &str) -> Option<Vec<String>> {
    fn walk(node: &Value, label: &str, way: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
        let Shape::Group(fields) = shape(node) else { return };
        for (name, child) in fields {
            way.push(name.clone());
            if words(child, "name").is_some_and(|l| same(&l.fi, label)) {
                found.push(way.clone());
            }
            walk(child, label, way, found);
            way.pop();
        }
    }
    let Shape::Group(fields) = shape(node) else { return None };
    // A field of the object itself comes before one deeper in.
    let direct: Vec<&String> =
        fields.iter().filter(|(_, c)| words(c, "name").is_some_and(|l| same(&l.fi, label))).map(|(n, _)| n).collect();
    if let [only] = direct.as_slice() {
        return Some(vec![(*only).clone()]);
    }
    let mut found = Vec::new();
    walk(node, label, &mut Vec::new(), &mut found);
    match found.len() {
        1 => found.pop(),
        _ => None,
    }
}

fn is_hetu(node: Option<&Value>, way: &[String]) -> bool {
    let mut at = node;
    for name in way {
        at = at.and_then(|n| n.get("properties")?.get(name));
    }
    at.is_some_and(|n| shape(n) == Shape::Hetu)
}

/// Quotation marks made straight, blanks folded.
fn folded(text: &str) -> String {
    text.replace(['”', '“', '„', '’', '‘'], "\"").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn same(a: &str, b: &str) -> bool {
    let plain = |t: &str| folded(t).trim_matches(['"', '.', ' ', '?', ',']).to_lowercase();
    plain(a) == plain(b)
}

/// `Henkilötunnus- ja Tilapäinen yksilöintitunnus` as labels; quoted names may hold any words.
fn labels(list: &str) -> Vec<String> {
    let quoted: Vec<String> = list.split('"').skip(1).step_by(2).map(|t| t.trim().trim_end_matches('.').to_owned()).collect();
    if quoted.len() > 1 {
        return quoted;
    }
    let list = list.replace(" tai ", ", ").replace(" ja ", ", ");
    let clean = |t: &str| {
        let t = t.trim().trim_matches('"').trim();
        let t = t.strip_suffix("-kenttä").or_else(|| t.strip_suffix(" -kenttä")).unwrap_or(t);
        t.trim_end_matches([' ', '-']).to_owned()
    };
    list.split(',').map(clean).filter(|t| !t.is_empty()).collect()
}

/// What a body lacks by the conditions. `registers`: also those that an identifier of the register may fulfil, for a body that it
/// has been put into.
pub fn check(conditions: &[Condition], body: &Value, registers: bool, errors: &mut Vec<FieldError>) {
    for condition in conditions.iter().filter(|c| registers || !c.by_register) {
        for (at, object) in objects(body, &condition.base) {
            match &condition.need {
                Need::OneOf(fields) => {
                    if !fields.iter().any(|f| at_way(object, f).is_some_and(|v| answered(v) && v != &Value::Bool(false)))
                        && let Some(first) = fields.first()
                    {
                        let mut error = FieldError::new(format!("{at}{}", pointer(first)), "one_required");
                        error.params.insert("fields".into(), condition.labels.join(", ").into());
                        errors.push(error);
                    }
                }
                Need::When { field, other, answer } => {
                    let holds = at_way(object, other).is_some_and(|v| has(v, answer));
                    if holds && !at_way(object, field).is_some_and(answered) {
                        let error = FieldError::new(format!("{at}{}", pointer(field)), "required");
                        if !errors.contains(&error) {
                            errors.push(error);
                        }
                    }
                }
            }
        }
    }
}

fn pointer(way: &[String]) -> String {
    way.iter().map(|n| format!("/{}", n.replace('~', "~0").replace('/', "~1"))).collect()
}

fn at_way<'a>(object: &'a Value, way: &[String]) -> Option<&'a Value> {
    way.iter().try_fold(object, |v, name| v.get(name))
}

fn objects<'a>(body: &'a Value, base: &[Step]) -> Vec<(String, &'a Value)> {
    base.iter().fold(vec![(String::new(), body)], |found, step| match step {
        Step::Name(name) => {
            found.into_iter().filter_map(|(at, v)| Some((format!("{at}{}", pointer(std::slice::from_ref(name))), v.get(name)?))).collect()
        }
        Step::Rows => found
            .into_iter()
            .flat_map(|(at, v)| v.as_array().into_iter().flatten().enumerate().map(move |(i, row)| (format!("{at}/{i}"), row)))
            .collect(),
    })
}

fn answered(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(rows) => rows.iter().any(answered),
        Value::Object(parts) => parts.values().any(answered),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

fn has(value: &Value, answer: &Answer) -> bool {
    match (value, answer) {
        (Value::Bool(is), Answer::Flag(wanted)) => is == wanted,
        (Value::Object(parts), Answer::Code(code)) => parts.get("code").and_then(Value::as_str) == Some(code),
        (Value::Array(rows), _) => rows.iter().any(|row| has(row, answer)),
        (Value::String(text), Answer::Code(code)) => text == code,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn field(label: &str, kind: &str, note: Option<&str>) -> Value {
        let mut meta = json!({"name": [{"lang": "fi", "value": label}], "conditionalRequired": note.is_some()});
        if let Some(note) = note {
            meta["implementationNote"] = json!([{"lang": "fi", "value": format!("Ehdollisesti pakollinen: {note}")}]);
        }
        json!({"type": kind, "sosmeta": meta})
    }

    fn errors(schema: &Value, body: &Value) -> Vec<(String, String)> {
        let mut errors = Vec::new();
        check(&conditions(schema).stated, body, false, &mut errors);
        errors.into_iter().map(|e| (e.path, e.code)).collect()
    }

    #[test]
    fn a_field_asked_for_by_another_ones_answer() {
        let schema = json!({"type": "object", "properties": {"doc": {"type": "object", "properties": {
            "kuultu": field("Asiakasta on kuultu", "boolean", None),
            "rivit": {"type": "array", "items": {"type": "object", "properties": {
                "syyt": field("Syyt", "string", Some("Kenttä on pakollinen, jos Henkilöä on kuultu -kenttään on vastattu \"ei\".")),
                "kuultu": field("Henkilöä on kuultu", "boolean", None)}}},
            "miksi": field("Miksi ei", "string", Some("Jos kenttään Asiakasta on kuultu on vastattu \"Ei\", tämä kenttä on pakollinen."))
        }}}});
        assert!(conditions(&schema).in_prose.is_empty());
        assert_eq!(errors(&schema, &json!({"doc": {"kuultu": true}})), []);
        assert_eq!(errors(&schema, &json!({"doc": {"kuultu": false, "miksi": " "}})), [("/doc/miksi".into(), "required".into())]);
        assert_eq!(errors(&schema, &json!({"doc": {"rivit": [{}, {"kuultu": false}]}})), [("/doc/rivit/1/syyt".into(), "required".into())]);
    }

    #[test]
    fn one_of_two() {
        let note = "Isyys- ja Toisen äidin äitiys -kentistä toinen on pakollinen.";
        let schema = json!({"type": "object", "properties": {
            "a": field("Isyys", "boolean", Some(note)), "b": field("Toisen äidin äitiys", "boolean", Some(note))}});
        let read = conditions(&schema);
        assert_eq!((read.stated.len(), read.in_prose.len()), (1, 0), "told at both fields, kept once");
        assert_eq!(errors(&schema, &json!({"a": false})), [("/a".into(), "one_required".into())]);
        assert_eq!(errors(&schema, &json!({"b": true})), []);
    }

    #[test]
    fn what_is_not_understood_stays_in_prose() {
        let schema = json!({"type": "object", "properties": {
            "a": field("A", "string", Some("Kenttä on pakollinen, jos asiakas on vähintään 18-vuotias.")),
            "b": field("B", "string", Some("C- ja B-kentistä toinen on pakollinen."))}});
        let read = conditions(&schema);
        assert_eq!(read.in_prose, ["/properties/a", "/properties/b"], "a field that is not there is not guessed");
        assert!(read.stated.is_empty());
    }
}

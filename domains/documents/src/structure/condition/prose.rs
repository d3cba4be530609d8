//! Conditions told from prose by the patterns of `rules/structures.toml`. What no pattern knows is left for people.

use kernel::Lang;
use serde_json::Value;

use super::super::component::{Means, components};
use super::super::shape::{Shape, says, shape, words};
use super::{Answer, Condition, Conditions, Need, Step};

/// Reads the conditions that stand in the prose of a structure.
pub fn read(schema: &Value) -> Conditions {
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
    let small = note.to_lowercase();
    let start = ["ehdollisesti pakollinen:", "ehdollinen pakollisuus:"].iter().find_map(|head| Some(small.find(head)? + head.len()))?;
    let note = note.get(start..)?.trim();
    for prose in &components().prose {
        let Some(found) = prose.text.captures(note) else { continue };
        let group = |name: &str| found.name(name).map(|m| m.as_str());
        return match prose.means {
            Means::OneOf => {
                let labels = labels(group("fields")?);
                if labels.len() < 2 {
                    return None;
                }
                let (depth, fields) = nearest(around, |fields| labels.iter().map(|l| within(fields, l)).collect::<Option<Vec<_>>>())?;
                let by_register = fields.iter().any(|f| around.get(depth).is_some_and(|a| super::is_hetu(a.node, f)));
                (fields.len() > 1).then(|| Condition {
                    base: base(around, depth),
                    need: Need::OneOf(fields),
                    labels,
                    by_register,
                    shown: false,
                })
            }
            Means::When => {
                let label = group("field")?;
                let answer = match (group("answer").map(str::to_lowercase).as_deref(), group("code")) {
                    (Some("kyllä" | "valittu"), _) => Answer::Flag(true),
                    (Some("ei"), _) => Answer::Flag(false),
                    (_, Some(code)) => Answer::Codes(vec![code.to_owned()]),
                    _ => return None,
                };
                let (depth, other) = nearest(around, |node| within(node, label))?;
                let mut field: Vec<Step> = around.get(depth + 1..)?.iter().filter_map(|a| a.step.clone()).collect();
                field.push(Step::Name(name.to_owned()));
                let by_register = around.get(depth).is_some_and(|a| super::is_hetu(a.node, &field));
                let need = Need::When { field, others: vec![(other, answer)] };
                Some(Condition { base: base(around, depth), need, labels: vec![label.to_owned()], by_register, shown: false })
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
fn within(node: &Value, label: &str) -> Option<Vec<Step>> {
    fn walk(node: &Value, label: &str, way: &mut Vec<Step>, found: &mut Vec<Vec<Step>>) {
        let Shape::Group(fields) = shape(node) else { return };
        for (name, child) in fields {
            way.push(Step::Name(name.clone()));
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
        return Some(vec![Step::Name((*only).clone())]);
    }
    let mut found = Vec::new();
    walk(node, label, &mut Vec::new(), &mut found);
    match found.len() {
        1 => found.pop(),
        _ => None,
    }
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
        super::super::check(&read(schema).stated, body, false, &mut errors);
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
        assert!(read(&schema).in_prose.is_empty());
        assert_eq!(errors(&schema, &json!({"doc": {"kuultu": true}})), []);
        assert_eq!(errors(&schema, &json!({"doc": {"kuultu": false, "miksi": " "}})), [("/doc/miksi".into(), "required".into())]);
        assert_eq!(errors(&schema, &json!({"doc": {"rivit": [{}, {"kuultu": false}]}})), [("/doc/rivit/1/syyt".into(), "required".into())]);
    }

    #[test]
    fn one_of_two() {
        let note = "Isyys- ja Toisen äidin äitiys -kentistä toinen on pakollinen.";
        let schema = json!({"type": "object", "properties": {
            "a": field("Isyys", "boolean", Some(note)), "b": field("Toisen äidin äitiys", "boolean", Some(note))}});
        let found = read(&schema);
        assert_eq!((found.stated.len(), found.in_prose.len()), (1, 0), "told at both fields, kept once");
        assert_eq!(errors(&schema, &json!({"a": false})), [("/a".into(), "one_required".into())]);
        assert_eq!(errors(&schema, &json!({"b": true})), []);
    }

    #[test]
    fn what_is_not_understood_stays_in_prose() {
        let schema = json!({"type": "object", "properties": {
            "a": field("A", "string", Some("Kenttä on pakollinen, jos asiakas on vähintään 18-vuotias.")),
            "b": field("B", "string", Some("C- ja B-kentistä toinen on pakollinen."))}});
        let found = read(&schema);
        assert_eq!(found.in_prose, ["/properties/a", "/properties/b"], "a field that is not there is not guessed");
        assert!(found.stated.is_empty());
    }
}

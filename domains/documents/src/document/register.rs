//! What the register adds to a body when it leaves the house: the hetu of the clients it is about. Nothing of it is kept.

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::structure::component::components;
use crate::structure::{Shape, Structure, is_client_part, shape, stands_in, words};
use kernel::Lang;

/// A client as the register has them.
#[derive(Debug, Clone)]
pub struct Person {
    pub family_name: String,
    pub given_names: String,
    pub birth_date: Option<NaiveDate>,
    pub hetu: Option<String>,
}

/// For whom the body is put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Paper: where the structure says so, only the beginning of a hetu.
    Paper,
    /// Another system.
    System,
}

/// Whether the structure has a place for a client's hetu.
pub fn asks_hetu(structure: &Structure) -> bool {
    let mut asks = false;
    walk_schema(&structure.schema, false, &mut |_| asks = true);
    asks
}

fn walk_schema(node: &Value, client: bool, then: &mut impl FnMut(&Value)) {
    match shape(node) {
        Shape::Hetu if client => then(node),
        Shape::Group(fields) => {
            for (name, child) in fields {
                walk_schema(child, is_client_part(name) || (client && stands_in(child)), then);
            }
        }
        Shape::Rows(items) => walk_schema(items, client, then),
        _ => {}
    }
}

/// The body with what the register adds. A row whose names are nobody's among the clients is left as it is: a hetu must not
/// land beside another person's name.
pub fn filled(structure: &Structure, body: &Value, people: &[Person], whom: For) -> Value {
    let mut out = body.clone();
    fill(&structure.schema, &mut out, None, people, whom);
    out
}

fn fill(node: &Value, value: &mut Value, person: Option<&Person>, people: &[Person], whom: For) {
    match shape(node) {
        Shape::Group(fields) => {
            let Some(parts) = value.as_object_mut() else { return };
            for (name, child) in fields {
                if is_client_part(name) {
                    if let Some(value) = parts.get_mut(name) {
                        clients(child, value, people, whom);
                    }
                } else if shape(child) == Shape::Hetu {
                    if let Some(hetu) = person.and_then(|p| p.hetu.as_deref()) {
                        let shown = if whom == For::Paper && shortened(child) { short(hetu) } else { hetu.to_owned() };
                        parts.insert(name.clone(), json!({"system": components().hetu_system, "value": shown}));
                    }
                } else if let Some(value) = parts.get_mut(name) {
                    let person = person.filter(|_| stands_in(child));
                    fill(child, value, person, people, whom);
                }
            }
        }
        Shape::Rows(items) => {
            for row in value.as_array_mut().into_iter().flatten() {
                fill(items, row, person, people, whom);
            }
        }
        _ => {}
    }
}

fn clients(node: &Value, value: &mut Value, people: &[Person], whom: For) {
    match (shape(node), value) {
        (Shape::Rows(items), Value::Array(rows)) => {
            for row in rows {
                let person = whose(row, people);
                fill(items, row, person, people, whom);
            }
        }
        (_, value) => {
            let person = whose(value, people);
            fill(node, value, person, people, whom);
        }
    }
}

/// The client that a part names: all of what it says of name and date of birth is theirs, and nobody else's.
fn whose<'a>(part: &Value, people: &'a [Person]) -> Option<&'a Person> {
    let about = components().parts.iter().find(|p| is_client_part(&p.name))?;
    let theirs = |p: &&Person| {
        about.fields.iter().all(|(field, fact)| {
            let Some(said) = part.get(field).and_then(Value::as_str).map(str::trim).filter(|t| !t.is_empty()) else { return true };
            match fact.as_str() {
                "family_name" => said.to_lowercase() == p.family_name.to_lowercase(),
                "given_names" => said.to_lowercase() == p.given_names.to_lowercase(),
                "birth_date" => p.birth_date.is_some_and(|d| d.to_string() == said),
                _ => true,
            }
        })
    };
    let mut found = people.iter().filter(theirs);
    match (found.next(), found.next()) {
        (Some(person), None) => Some(person),
        _ => None,
    }
}

fn shortened(node: &Value) -> bool {
    words(node, "implementationNote").is_some_and(|t| t.get(Lang::Fi).to_lowercase().contains(&components().hetu_shortened_when))
}

/// Date of birth and sign.
fn short(hetu: &str) -> String {
    hetu.chars().take(7).chain("****".chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Text;

    fn slot(note: &str) -> Value {
        json!({"type": "object", "sosmeta": {"systemUri": [{"lang": "", "value": "urn:oid:1.2.246.21"}], "implementationNote": [{"lang": "fi", "value": note}]},
            "properties": {"system": {"type": "string"}, "value": {"type": "string"}}})
    }

    fn structure() -> Structure {
        let person = |note: &str| {
            json!({"type": "object", "properties": {"sukunimi": {"type": "string"}, "henkilotunnus": slot(note),
            "puoliso": {"type": "object", "properties": {"sukunimi": {"type": "string"}, "henkilotunnus": slot("")}}}})
        };
        Structure {
            oid: "1.2".into(),
            version: "1".into(),
            kind: None,
            title: Text::fi("x"),
            schema: json!({"type": "object", "properties": {"doc": {"type": "object", "properties": {
                "asiakas": {"type": "array", "items": person("Henkilötunnuksen loppuosaa ei näytetä tulosteessa.")}, "muu": person("")}}}}),
        }
    }

    fn people() -> Vec<Person> {
        let person = |name: &str, hetu: &str| Person {
            family_name: name.into(),
            given_names: "Aino".into(),
            birth_date: None,
            hetu: Some(hetu.into()),
        };
        vec![person("Virtanen", "010142-901B"), person("Korhonen", "020242-902C")]
    }

    #[test]
    fn a_hetu_lands_only_beside_its_own_persons_name() {
        let s = structure();
        assert!(asks_hetu(&s));
        let body = json!({"doc": {"asiakas": [{"sukunimi": "korhonen", "puoliso": {"sukunimi": "Virtanen"}}, {"sukunimi": "Laine"}, {}],
            "muu": {"sukunimi": "Virtanen"}}});
        let out = filled(&s, &body, &people(), For::System);
        assert_eq!(out["doc"]["asiakas"][0]["henkilotunnus"]["value"], "020242-902C");
        assert_eq!(out["doc"]["asiakas"][0]["puoliso"], json!({"sukunimi": "Virtanen"}), "a spouse is not the client");
        assert_eq!(out["doc"]["asiakas"][1], json!({"sukunimi": "Laine"}));
        assert_eq!(out["doc"]["asiakas"][2], json!({}), "an unnamed row of a shared document could be either's");
        assert_eq!(out["doc"]["muu"], json!({"sukunimi": "Virtanen"}));
        let paper = filled(&s, &body, &people(), For::Paper);
        assert_eq!(paper["doc"]["asiakas"][0]["henkilotunnus"]["value"], "020242-****");
    }
}

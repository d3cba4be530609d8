//! From a body to typed facts.

use kernel::Text;
use serde_json::Value;

use super::facts::{FactValue, Facts};
use super::model::{FactType, MappedFact, Mapping};
use super::pointer::{node_at, values_at};
use crate::structure::{Shape, Structure, codes_of, shape};

/// The facts of a body. A fact whose path is missing, empty or of another type is left out: drafts have holes.
#[must_use]
pub fn extract(structure: &Structure, mapping: &Mapping, body: &Value) -> Facts {
    let mut facts = facts_of(&structure.schema, &mapping.facts, body);
    facts.set_of(mapping.of.as_deref());
    facts
}

fn facts_of(schema: &Value, mapped: &[MappedFact], body: &Value) -> Facts {
    let mut facts = Facts::new();
    for m in mapped {
        let mut places = std::iter::once(&m.path).chain(&m.or).map(|path| (values_at(body, path), node_at(schema, path)));
        let Some((found, node, value)) = places.find_map(|(found, node)| {
            let value = value_of(m, node, &found)?;
            Some((found, node, value))
        }) else {
            continue;
        };
        if let (FactType::Code | FactType::Codes, Some(node)) = (m.kind, node) {
            for (code, label) in labels(m, node, &found) {
                facts.set_label(&m.fact, &code, label);
            }
        }
        facts.set(m.fact.clone(), value);
    }
    facts
}

/// The words of the codes that were used: those of the structure, or those that stand beside a code of a code set.
fn labels(m: &MappedFact, node: &Value, found: &[&Value]) -> Vec<(String, Text)> {
    if shape(node) == Shape::Coded {
        let of = |v: &&Value| {
            let code = v.get("code")?.as_str()?;
            Some((translated(m, code), Text::fi(v.get("display")?.as_str()?)))
        };
        return found.iter().filter_map(of).collect();
    }
    let used = found.iter().filter_map(|v| v.as_str()).collect::<Vec<_>>();
    codes_of(node).into_iter().filter(|(code, _)| used.contains(&code.as_str())).collect()
}

fn translated(m: &MappedFact, code: &str) -> String {
    m.codes.get(code).or_else(|| m.codes.get("*")).cloned().unwrap_or_else(|| code.to_owned())
}

fn value_of(m: &MappedFact, node: Option<&Value>, found: &[&Value]) -> Option<FactValue> {
    // A coded value says its words, an identifier its value.
    let part = match (node.map(shape), m.kind) {
        (Some(Shape::Coded), FactType::Code | FactType::Codes) => Some("code"),
        (Some(Shape::Coded), _) => Some("display"),
        (Some(Shape::Identifier | Shape::Quantity), _) => Some("value"),
        _ => None,
    };
    let found: Vec<&Value> = match part {
        Some(part) => found.iter().filter_map(|v| v.get(part)).collect(),
        None => found.to_vec(),
    };
    let text = |v: &&Value| v.as_str().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    let texts = || found.iter().filter_map(text).collect::<Vec<_>>();
    let codes = || texts().iter().map(|c| translated(m, c)).collect::<Vec<_>>();
    let first = found.first();
    match m.kind {
        FactType::Text => first.and_then(text).map(FactValue::Text),
        FactType::Code => codes().into_iter().next().map(FactValue::Code),
        // A moment tells its day; a year alone is no day.
        FactType::Date => first?.as_str()?.get(..10)?.parse().ok().map(FactValue::Date),
        FactType::Flag => first?.as_bool().map(FactValue::Flag),
        FactType::Cents => cents(first?.as_f64()?).map(FactValue::Cents),
        FactType::Texts => Some(texts()).filter(|t| !t.is_empty()).map(FactValue::Texts),
        FactType::Codes => Some(codes()).filter(|t| !t.is_empty()).map(FactValue::Codes),
        FactType::List => {
            let rows: Vec<Facts> =
                found.iter().map(|row| facts_of(node.unwrap_or(&Value::Null), &m.of, row)).filter(|row| !row.is_empty()).collect();
            (!rows.is_empty()).then_some(FactValue::List(rows))
        }
    }
}

/// Euros as cents, when they fit.
fn cents(euros: f64) -> Option<i64> {
    let cents = (euros * 100.0).round();
    #[allow(clippy::cast_possible_truncation)] // the range is checked
    (cents.abs() < 9.0e15).then_some(cents as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::{Kind, shipped};
    use serde_json::json;

    #[test]
    fn a_plan_gives_its_goals_services_and_review_date() {
        let s = shipped(Kind::Plan).unwrap();
        let body = json!({"plan": {
            "goals": [{"words": "Haluan asua kotona ", "target_on": "2027-03-01"}, {}],
            "services": [{"service": "home_care", "how_often": "2 x päivässä", "from": "2026-12-01"}],
            "follow_up": {"review_on": "2027-02-30"}
        }});
        let facts = extract(&s.structure, &s.mapping, &body);
        let goals = facts.list("goals");
        assert_eq!(goals.len(), 1, "an empty row is no goal");
        assert_eq!(goals[0].text("words"), Some("Haluan asua kotona"));
        assert_eq!(goals[0].date("target_on"), Some("2027-03-01".parse().unwrap()));
        let service = &facts.list("services")[0];
        assert_eq!(service.code("service"), Some("home_care"));
        assert_eq!(service.label("service", "home_care").map(|l| l.get(kernel::Lang::Sv)), Some("Hemvård"));
        assert_eq!(facts.date("review_on"), None, "a day that does not exist is no fact");
    }

    #[test]
    fn an_empty_body_gives_no_facts() {
        let s = shipped(Kind::Decision).unwrap();
        assert!(extract(&s.structure, &s.mapping, &json!({})).is_empty());
    }

    #[test]
    fn facts_survive_being_written_down() {
        let s = shipped(Kind::Assessment).unwrap();
        let body = json!({"assessment": {"basis": {"need_reasons": ["2", "10"], "started_on": "2026-11-02"},
            "situation": {"needs_special_support": false, "summary": "Asuu yksin."}}});
        let facts = extract(&s.structure, &s.mapping, &body);
        assert_eq!(facts.codes("need_reasons"), ["2", "10"]);
        assert_eq!(facts.flag("needs_special_support"), Some(false));
        let again: Facts = serde_json::from_value(serde_json::to_value(&facts).unwrap()).unwrap();
        assert_eq!(again, facts);
    }
}

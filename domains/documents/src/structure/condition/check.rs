//! A body against conditions.

use kernel::FieldError;
use serde_json::Value;

use super::{Answer, Condition, Need, Step};

/// What a body lacks by the conditions. `registers`: also those that an identifier of the register may fulfil, for a body that it
/// has been put into.
pub fn check(conditions: &[Condition], body: &Value, registers: bool, errors: &mut Vec<FieldError>) {
    for condition in conditions.iter().filter(|c| registers || !c.by_register) {
        for (at, object) in objects(body, &condition.base) {
            match &condition.need {
                Need::OneOf(fields) => {
                    let is = |way: &Vec<Step>| objects(object, way).iter().any(|(_, v)| answered(v) && **v != Value::Bool(false));
                    if !fields.iter().any(is)
                        && let Some(first) = fields.first()
                    {
                        let mut error = FieldError::new(format!("{at}{}", pointer(first)), "one_required");
                        error.params.insert("fields".into(), condition.labels.join(", ").into());
                        errors.push(error);
                    }
                }
                Need::When { field, others } => {
                    if holds(object, others) {
                        for at in unanswered(object, field).into_iter().map(|path| format!("{at}{path}")) {
                            let error = FieldError::new(at, "required");
                            if !errors.contains(&error) {
                                errors.push(error);
                            }
                        }
                    }
                }
            }
        }
    }
}

fn holds(object: &Value, others: &[(Vec<Step>, Answer)]) -> bool {
    others.is_empty()
        || others.iter().any(|(way, answer)| match answer {
            Answer::NotFlag(is) => !objects(object, way).iter().any(|(_, v)| v.as_bool() == Some(*is)),
            _ => objects(object, way).iter().any(|(_, v)| has(v, answer)),
        })
}

/// Where the field at the end of a way has no answer: the place itself, or the place in each row on the way.
fn unanswered(object: &Value, way: &[Step]) -> Vec<String> {
    // Up to the last list on the way there are rows or there are none; behind it a part that is missing lacks its fields.
    let rows = way.iter().rposition(|s| *s == Step::Rows).filter(|at| at + 1 < way.len()).map_or(0, |at| at + 1);
    let (parents, rest) = way.split_at_checked(rows).unwrap_or((way, &[]));
    objects(object, parents)
        .into_iter()
        .filter(|(_, parent)| !objects(parent, rest).iter().any(|(_, v)| answered(v)))
        .map(|(at, _)| format!("{at}{}", pointer(rest)))
        .collect()
}

fn pointer(way: &[Step]) -> String {
    let name = |step: &Step| match step {
        Step::Name(name) => Some(format!("/{}", name.replace('~', "~0").replace('/', "~1"))),
        Step::Rows => None,
    };
    way.iter().map_while(name).collect()
}

/// The values at the end of a way, with their places.
fn objects<'a>(body: &'a Value, way: &[Step]) -> Vec<(String, &'a Value)> {
    way.iter().fold(vec![(String::new(), body)], |found, step| match step {
        Step::Name(name) => {
            found.into_iter().filter_map(|(at, v)| Some((format!("{at}{}", pointer(std::slice::from_ref(step))), v.get(name)?))).collect()
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
    if let Value::Array(rows) = value {
        return rows.iter().any(|row| has(row, answer));
    }
    let text = |name: &str| value.as_str().or_else(|| value.get(name)?.as_str()).map(str::trim).filter(|t| !t.is_empty());
    let begins = |with: &[String]| text("display").map(|t| with.iter().any(|w| t.to_lowercase().starts_with(&w.to_lowercase())));
    match answer {
        Answer::Flag(wanted) => value.as_bool() == Some(*wanted),
        Answer::NotFlag(wanted) => value.as_bool() != Some(*wanted),
        Answer::Codes(codes) => text("code").is_some_and(|code| codes.iter().any(|c| c == code)),
        Answer::Words(words) => begins(words) == Some(true),
        Answer::OtherWords(words) => begins(words) == Some(false),
        Answer::Answered => answered(value),
    }
}

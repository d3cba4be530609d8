//! The structural check: is this a resource of its type, as far as the product uses it? Required elements, cardinalities,
//! JSON types, forms of primitives, required value sets, reference targets and the few constraints that hold between
//! elements. Everything wrong is reported, each with its path; a value never is.

mod datatypes;
mod definitions;
mod element;
pub mod primitives;
pub mod rules;

use serde_json::{Map, Value};

use crate::path::Path;
use crate::problem::{Problem, Reason, showable_code};
use crate::reference::{self, Form};
use crate::types::Taken;
use element::{Element, Shape, Times, Type};

/// At most this many problems are reported of one resource; after that it is plainly something else.
const MOST: usize = 20;

/// Checks a resource of a taken type. An empty answer means it may be projected.
pub fn check(of: Taken, resource: &Map<String, Value>) -> Vec<Problem> {
    let root = Path::root(of.name());
    let mut checker = Checker { contained: contained(resource), problems: Vec::new() };
    checker.elements(datatypes::RESOURCE, resource, &root);
    checker.elements(definitions::elements(of), resource, &root);
    if checker.problems.is_empty() {
        // Rules between elements speak of elements that are sound by themselves.
        rules::check(of, resource, &root, &mut checker.problems);
    }
    checker.problems.truncate(MOST);
    checker.problems
}

/// Ids of contained resources with their types.
fn contained(resource: &Map<String, Value>) -> Vec<(&str, &str)> {
    let items = resource.get("contained").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|item| Some((item.get("id")?.as_str()?, item.get("resourceType")?.as_str()?))).collect()
}

struct Checker<'r> {
    contained: Vec<(&'r str, &'r str)>,
    problems: Vec<Problem>,
}

impl<'r> Checker<'r> {
    fn wrong(&mut self, at: &Path<'_>, reason: Reason) {
        if self.problems.len() < MOST {
            self.problems.push(Problem::new(at, reason));
        }
    }

    fn elements(&mut self, elements: &'static [Element], object: &'r Map<String, Value>, at: &Path<'_>) {
        for element in elements {
            match element.shape {
                Shape::One(kind) => {
                    let there = object.get(element.name).filter(|value| !value.is_null());
                    match there {
                        Some(value) => self.element(element, kind, value, element.name, at),
                        // A primitive without a value but with extensions stands in the sibling `_name`.
                        None if required(element.times) && !has_extension(object, element.name) => {
                            self.wrong(&at.child(element.name), Reason::Required);
                        }
                        None => {}
                    }
                }
                Shape::Choice(types) => self.choice(element, types, object, at),
            }
        }
    }

    fn choice(&mut self, element: &Element, types: &'static [(&'static str, Type)], object: &'r Map<String, Value>, at: &Path<'_>) {
        let mut seen = false;
        for (suffix, kind) in types {
            let name = format!("{}{suffix}", element.name);
            let Some(value) = object.get(&name).filter(|value| !value.is_null()) else {
                seen |= has_extension(object, &name);
                continue;
            };
            if std::mem::replace(&mut seen, true) {
                self.wrong(&at.child(element.name), Reason::TwoChoices(element.name));
            }
            self.value(*kind, value, &at.child(&name));
        }
        if !seen && element.times == Times::Required {
            // Another type of the choice than R4 allows is the likelier mistake when the name begins alike.
            let stray = object.keys().find(|key| key.strip_prefix(element.name).is_some_and(is_suffix));
            match stray {
                Some(key) => self.wrong(&at.child(key), Reason::WrongType("a type that the choice allows")),
                None => self.wrong(&at.child(&format!("{}[x]", element.name)), Reason::Required),
            }
        }
    }

    fn element(&mut self, element: &Element, kind: Type, value: &'r Value, name: &str, at: &Path<'_>) {
        let repeats = matches!(element.times, Times::Many | Times::Some);
        match (repeats, value) {
            (true, Value::Array(items)) => {
                if items.is_empty() {
                    self.wrong(&at.child(name), Reason::Empty);
                }
                for (index, item) in items.iter().enumerate() {
                    // null keeps the place of a primitive that has only extensions.
                    if !(item.is_null() && is_primitive(kind)) {
                        self.value(kind, item, &at.item(name, index));
                    }
                }
            }
            (true, _) => self.wrong(&at.child(name), Reason::WrongType("an array")),
            (false, Value::Array(_)) => self.wrong(&at.child(name), Reason::TooMany),
            (false, value) => self.value(kind, value, &at.child(name)),
        }
    }

    fn value(&mut self, kind: Type, value: &'r Value, at: &Path<'_>) {
        use primitives as p;
        match kind {
            Type::Text | Type::Markdown => self.text(value, at, "text", |text| !text.trim().is_empty()),
            Type::Code => self.text(value, at, "code", p::is_code),
            Type::CodeOf(allowed) => self.code_of(value, allowed, at),
            Type::Uri => self.text(value, at, "URI", p::is_uri),
            Type::Date => self.text(value, at, "date", p::is_date),
            Type::DateTime => self.text(value, at, "dateTime (a time needs seconds and a zone)", p::is_date_time),
            Type::Instant => self.text(value, at, "instant (a time needs seconds and a zone)", p::is_instant),
            Type::Time => self.text(value, at, "time", p::is_time),
            Type::Bool if !value.is_boolean() => self.wrong(at, Reason::WrongType("true or false")),
            Type::Integer if value.as_i64().and_then(|n| i32::try_from(n).ok()).is_none() => {
                self.wrong(at, Reason::WrongType("a whole number"));
            }
            Type::Positive if value.as_u64().is_none_or(|n| n == 0 || n > i32::MAX as u64) => {
                self.wrong(at, Reason::WrongType("a whole number above 0"));
            }
            Type::Decimal if !value.is_number() => self.wrong(at, Reason::WrongType("a number")),
            Type::Bool | Type::Integer | Type::Positive | Type::Decimal => {}
            Type::Identifier => self.object(datatypes::IDENTIFIER, value, at),
            Type::Concept => self.object(datatypes::CONCEPT, value, at),
            Type::ConceptOf { system, codes } => {
                self.object(datatypes::CONCEPT, value, at);
                self.concept_of(value, system, codes, at);
            }
            Type::Coding => self.object(datatypes::CODING, value, at),
            Type::Period => {
                self.object(datatypes::PERIOD, value, at);
                self.period(value, at);
            }
            Type::Quantity => self.object(datatypes::QUANTITY, value, at),
            Type::Range => self.object(datatypes::RANGE, value, at),
            Type::Ratio => self.object(datatypes::RATIO, value, at),
            Type::HumanName => self.object(datatypes::HUMAN_NAME, value, at),
            Type::ContactPoint => self.object(datatypes::CONTACT_POINT, value, at),
            Type::Address => self.object(datatypes::ADDRESS, value, at),
            Type::Annotation => self.object(datatypes::ANNOTATION, value, at),
            Type::Dosage => self.object(datatypes::DOSAGE, value, at),
            Type::Part(elements) => self.object(elements, value, at),
            Type::Reference(allowed) => self.reference(value, allowed, at),
            Type::Object if !value.is_object() => self.wrong(at, Reason::WrongType("an object")),
            Type::Object => {}
        }
    }

    fn object(&mut self, elements: &'static [Element], value: &'r Value, at: &Path<'_>) {
        match value {
            Value::Object(object) if object.is_empty() => self.wrong(at, Reason::Empty),
            Value::Object(object) => self.elements(elements, object, at),
            _ => self.wrong(at, Reason::WrongType("an object")),
        }
    }

    fn text(&mut self, value: &Value, at: &Path<'_>, kind: &'static str, fits: impl Fn(&str) -> bool) {
        match value.as_str() {
            None => self.wrong(at, Reason::WrongType("a text")),
            Some("") => self.wrong(at, Reason::Empty),
            Some(text) if !fits(text) => self.wrong(at, Reason::Format(kind)),
            Some(_) => {}
        }
    }

    fn code_of(&mut self, value: &Value, allowed: &'static [&'static str], at: &Path<'_>) {
        match value.as_str() {
            None => self.wrong(at, Reason::WrongType("a code")),
            Some(code) if !allowed.contains(&code) => {
                self.wrong(at, Reason::ValueSet { code: showable_code(code), allowed });
            }
            Some(_) => {}
        }
    }

    /// Codes of other systems may stand beside; a code of the required system must be one of its codes.
    fn concept_of(&mut self, value: &Value, system: &str, codes: &'static [&'static str], at: &Path<'_>) {
        let codings = value.get("coding").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for (index, coding) in codings.iter().enumerate() {
            let of_system = coding.get("system").and_then(Value::as_str) == Some(system);
            let code = coding.get("code").and_then(Value::as_str).unwrap_or_default();
            if of_system && !codes.contains(&code) {
                let reason = Reason::ValueSet { code: showable_code(code), allowed: codes };
                self.wrong(&at.item("coding", index).child("code"), reason);
            }
        }
    }

    fn period(&mut self, value: &Value, at: &Path<'_>) {
        let instant = |name: &str, last: bool| {
            let text = value.get(name)?.as_str()?;
            crate::time::bounds(text).map(|(first, end)| if last { end } else { first })
        };
        if let (Some(start), Some(end)) = (instant("start", false), instant("end", true))
            && end < start
        {
            self.wrong(at, Reason::EndBeforeStart);
        }
    }

    fn reference(&mut self, value: &'r Value, allowed: &'static [&'static str], at: &Path<'_>) {
        let Value::Object(object) = value else {
            return self.wrong(at, Reason::WrongType("an object"));
        };
        if object.is_empty() {
            return self.wrong(at, Reason::Empty);
        }
        if let Some(identifier) = object.get("identifier") {
            self.object(datatypes::IDENTIFIER, identifier, &at.child("identifier"));
        }
        if object.get("display").is_some_and(|display| !display.is_string()) {
            self.wrong(&at.child("display"), Reason::WrongType("a text"));
        }
        let mut found = object.get("type").and_then(Value::as_str);
        if let Some(text) = object.get("reference") {
            let text_at = at.child("reference");
            let Some(text) = text.as_str() else {
                return self.wrong(&text_at, Reason::WrongType("a text"));
            };
            match reference::parse(text) {
                None => return self.wrong(&text_at, Reason::BadReference),
                Some(Form::Contained(id)) => match self.contained.iter().find(|(known, _)| *known == id) {
                    Some((_, kind)) => found = Some(kind),
                    None => return self.wrong(&text_at, Reason::NoContained),
                },
                Some(form) => found = form.type_name().or(found),
            }
        }
        if let Some(found) = found
            && !allowed.is_empty()
            && !allowed.contains(&found)
        {
            // The name may be anything when it came from `type`; only a name of a type is repeated.
            let found = if crate::types::is_type_name(found) { found } else { "another type" };
            self.wrong(at, Reason::TargetType { found: found.to_owned(), allowed });
        }
    }
}

fn required(times: Times) -> bool {
    matches!(times, Times::Required | Times::Some)
}

fn is_suffix(rest: &str) -> bool {
    rest.chars().next().is_some_and(|c| c.is_ascii_uppercase())
}

fn is_primitive(kind: Type) -> bool {
    matches!(
        kind,
        Type::Text
            | Type::Markdown
            | Type::Code
            | Type::CodeOf(_)
            | Type::Uri
            | Type::Bool
            | Type::Integer
            | Type::Positive
            | Type::Decimal
            | Type::Date
            | Type::DateTime
            | Type::Instant
            | Type::Time
    )
}

fn has_extension(object: &Map<String, Value>, name: &str) -> bool {
    object.get(&format!("_{name}")).is_some_and(Value::is_object)
}

#[cfg(test)]
mod tests;

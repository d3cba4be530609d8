//! Reading a checked resource: elements by name, and references turned into links as they are met.

use records::{Facts, PartFacts};
use serde_json::{Map, Value};

use super::concept::{Concept, concept};
use super::{Link, LinkId, PartDraft};
use crate::keys::{Name, looked_for};
use crate::neighbours::{Neighbours, NotTaken};
use crate::reference::{Form, parse};
use crate::time;
use crate::types::Taken;

pub struct Reading<'a> {
    pub resource: &'a Map<String, Value>,
    base: Option<&'a str>,
    around: &'a Neighbours,
    pub links: Vec<Link>,
    pub from_neighbours: Vec<String>,
}

/// What a reference told: who or what, where to look, and the type when known.
#[derive(Default)]
pub struct Referred<'a> {
    pub link: Option<LinkId>,
    /// Name beside the reference or of the contained target; never a client's or a close one's.
    pub name: Option<String>,
    pub type_name: Option<&'a str>,
    pub not_taken: Option<&'a NotTaken>,
    pub contained: Option<&'a Value>,
}

impl Referred<'_> {
    pub fn is(&self, taken: Taken) -> bool {
        self.type_name == Some(taken.name())
    }
}

pub fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(Value::as_str).map(str::to_owned)
}

pub fn array<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

impl<'a> Reading<'a> {
    pub fn new(resource: &'a Map<String, Value>, base: Option<&'a str>, around: &'a Neighbours) -> Self {
        Self { resource, base, around, links: Vec::new(), from_neighbours: Vec::new() }
    }

    pub fn get(&self, name: &str) -> Option<&'a Value> {
        self.resource.get(name)
    }

    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name).and_then(Value::as_str).map(str::to_owned)
    }

    pub fn items(&self, name: &str) -> &'a [Value] {
        self.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    pub fn concept(&self, name: &str) -> Concept {
        self.get(name).map(concept).unwrap_or_default()
    }

    pub fn first_concept(&self, name: &str) -> Concept {
        self.items(name).first().map(concept).unwrap_or_default()
    }

    /// A link from an element that holds one reference.
    pub fn link(&mut self, name: &str, only: Option<Taken>) -> Option<LinkId> {
        self.refer(name, only).link
    }

    /// What an element that holds one reference tells.
    pub fn refer(&mut self, name: &str, only: Option<Taken>) -> Referred<'a> {
        match self.get(name) {
            Some(value) => self.follow(value, name.to_owned(), only),
            None => Referred::default(),
        }
    }

    /// What each of a repeating element's references tells.
    pub fn refer_all(&mut self, name: &str, only: Option<Taken>) -> Vec<Referred<'a>> {
        let items = self.items(name);
        items.iter().enumerate().map(|(at, value)| self.follow(value, format!("{name}[{at}]"), only)).collect()
    }

    /// Follows a reference found at `path`. `only`: the one type it can lead to, when it is one that is taken.
    pub fn follow(&mut self, value: &'a Value, path: String, only: Option<Taken>) -> Referred<'a> {
        let written = value.get("reference").and_then(Value::as_str);
        let form = written.and_then(parse);
        let said = value.get("type").and_then(Value::as_str);
        let mut found = Referred {
            type_name: form.and_then(|f| f.type_name()).or(said).or(only.map(Taken::name)),
            name: text(value, "display"),
            ..Referred::default()
        };
        match form {
            Some(Form::Contained(id)) => {
                let contained = self.items("contained").iter().find(|c| c.get("id").and_then(Value::as_str) == Some(id));
                found.contained = contained;
                found.type_name = contained.and_then(|c| c.get("resourceType")).and_then(Value::as_str);
                found.name = found.name.or_else(|| contained.and_then(name_of));
            }
            Some(form) => self.link_to(form, written.unwrap_or_default(), path, &mut found),
            None => {
                if let Some(identifier) = value.get("identifier") {
                    self.link_by_identifier(identifier, path, &mut found);
                }
            }
        }
        // A name beside a reference that may lead to a client or someone close to one is not taken along: it would stand
        // in a row after the name has been protected. Those are known by their link.
        let actor = found.type_name.and_then(Taken::parse).is_some_and(Taken::is_actor);
        if !actor && found.type_name.is_none_or(|t| matches!(t, "Patient" | "RelatedPerson")) {
            found.name = None;
        }
        found
    }

    fn link_to(&mut self, form: Form<'a>, written: &'a str, path: String, found: &mut Referred<'a>) {
        if let Some(not_taken) = self.around.not_taken.get(written) {
            found.type_name = Some(&not_taken.type_name);
            found.not_taken = Some(not_taken);
            self.from_neighbours.push(written.to_owned());
            return;
        }
        // A target of a type that is not taken will never come.
        if found.type_name.is_some_and(|t| Taken::parse(t).is_none()) {
            return;
        }
        let mut names = looked_for(&form, self.base);
        if let Some(same) = self.around.same_as.get(written) {
            names.insert(0, Name::Url(same.clone()));
            self.from_neighbours.push(written.to_owned());
        }
        let target_type = found.type_name.and_then(Taken::parse);
        let conditional = matches!(form, Form::ByIdentifier { .. } | Form::Search { .. });
        let label = label(form, written, target_type);
        found.link = Some(self.push(Link { path, names, target_type, label, conditional }));
    }

    fn link_by_identifier(&mut self, identifier: &Value, path: String, found: &mut Referred<'a>) {
        let Some(target_type) = found.type_name.and_then(Taken::parse) else { return };
        let Some(value) = text(identifier, "value") else { return };
        let type_name = target_type.name().to_owned();
        let names = vec![Name::Identifier { type_name, system: text(identifier, "system").unwrap_or_default(), value }];
        let label = format!("{target_type} by identifier");
        found.link = Some(self.push(Link { path, names, target_type: Some(target_type), label, conditional: false }));
    }

    fn push(&mut self, link: Link) -> LinkId {
        self.links.push(link);
        self.links.len() - 1
    }

    /// When a dateTime, Period or instant of a choice was (`name` without its type), into start, end and precision.
    pub fn when(&self, name: &str, facts: &mut Facts) {
        for suffix in ["DateTime", "Instant", "Date"] {
            if let Some(text) = self.get(&format!("{name}{suffix}")).and_then(Value::as_str) {
                start(facts, text);
            }
        }
        if let Some(period) = self.get(&format!("{name}Period")) {
            span(facts, period);
        }
        if let Some(text) = self.text(&format!("{name}String")) {
            facts.text_value = facts.text_value.take().or(Some(text));
        }
    }

    /// A moment whose element has one type only.
    pub fn when_at(&self, name: &str, facts: &mut Facts) {
        if let Some(text) = self.get(name).and_then(Value::as_str) {
            start(facts, text);
        }
    }

    pub fn recorded(&self, name: &str) -> Option<chrono::DateTime<chrono::Utc>> {
        self.get(name).and_then(Value::as_str).and_then(time::instant).map(|(at, _)| at)
    }

    /// Notes as parts. Who wrote them is in the original.
    pub fn notes(&self) -> Vec<PartDraft> {
        self.items("note")
            .iter()
            .map(|note| PartDraft {
                facts: PartFacts {
                    kind: "note",
                    text_value: text(note, "text"),
                    started_at: note.get("time").and_then(Value::as_str).and_then(time::instant).map(|(at, _)| at),
                    ..PartFacts::default()
                },
                ..PartDraft::default()
            })
            .collect()
    }

    /// Why: the first reason code, else the name beside a reason reference; every reference also as a part.
    pub fn reasons(&mut self, facts: &mut Facts, parts: &mut Vec<PartDraft>) {
        facts.reason = self.first_concept("reasonCode").title;
        for referred in self.refer_all("reasonReference", None) {
            facts.reason = facts.reason.take().or_else(|| referred.name.clone());
            if referred.link.is_some() {
                parts.push(pointing("reason", &referred));
            }
        }
    }

    /// Code of the classification of service tasks in any category or type [code system verified: sosmeta].
    pub fn service_task_code(&self) -> Option<String> {
        ["category", "type", "serviceType", "serviceCategory", "code"].iter().find_map(|name| {
            let value = self.get(name)?;
            let concepts = value.as_array().map(Vec::as_slice).unwrap_or_else(|| std::slice::from_ref(value));
            concepts.iter().flat_map(|c| array(c, "coding")).find_map(|c| {
                let system = c.get("system").and_then(Value::as_str)?;
                system.strip_prefix("urn:oid:").unwrap_or(system).starts_with("1.2.246.537.6.1221").then(|| text(c, "code"))?
            })
        })
    }
}

/// How a reference may be shown: an identifier of a person never is, nor of what may be one.
fn label(form: Form<'_>, written: &str, target: Option<Taken>) -> String {
    let of_unit = target.is_some_and(Taken::is_actor);
    match form {
        Form::ByIdentifier { type_name, system, .. } if !of_unit => {
            format!("{type_name}?identifier={}|…", system.unwrap_or_default())
        }
        Form::Search { type_name } => format!("{type_name}?…"),
        _ => showable(written),
    }
}

/// A reference or address without the personal identity code that some sources put at its end.
pub fn showable(text: &str) -> String {
    match text.rsplit_once(['/', ':', '|']) {
        Some((before, last)) if kernel::hetu::Hetu::parse(last).is_ok() => format!("{before}/…"),
        _ => text.to_owned(),
    }
}

/// A part that only points to another resource.
pub fn pointing(kind: &'static str, referred: &Referred<'_>) -> PartDraft {
    PartDraft { facts: PartFacts { kind, title: referred.name.clone(), ..PartFacts::default() }, link: referred.link }
}

pub fn start(facts: &mut Facts, text: &str) {
    if let Some((at, precision)) = time::instant(text) {
        facts.started_at = Some(at);
        facts.precision = Some(precision.code());
    }
}

pub fn span(facts: &mut Facts, period: &Value) {
    if let Some(text) = period.get("start").and_then(Value::as_str) {
        start(facts, text);
    }
    facts.ended_at = period.get("end").and_then(Value::as_str).and_then(end);
}

/// The end of a span: the last instant that is meant, so that `2020` includes the whole year.
pub fn end(text: &str) -> Option<chrono::DateTime<chrono::Utc>> {
    time::bounds(text).map(|(_, last)| last)
}

/// What a contained resource is called.
pub fn name_of(contained: &Value) -> Option<String> {
    text(contained, "name")
        .or_else(|| array(contained, "name").first().and_then(human_name))
        .or_else(|| array(contained, "deviceName").first().and_then(|n| text(n, "name")))
        .or_else(|| contained.get("code").and_then(|c| concept(c).title))
        .or_else(|| contained.get("type").filter(|t| t.is_object()).and_then(|c| concept(c).title))
}

/// A person's name as it is spoken: given names, then family name.
pub fn human_name(name: &Value) -> Option<String> {
    if let Some(text) = text(name, "text") {
        return Some(text);
    }
    let part = |n: &str| array(name, n).iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>();
    let mut words = part("prefix");
    words.extend(part("given"));
    words.extend(text(name, "family"));
    (!words.is_empty()).then(|| words.join(" "))
}

/// Code, system and title of what an entry is about.
pub fn named(facts: &mut Facts, what: Concept) {
    facts.code_system = what.system;
    facts.code = what.code;
    facts.title = what.title;
}

pub fn part_named(facts: &mut PartFacts, what: Concept) {
    facts.code_system = what.system;
    facts.code = what.code;
    facts.title = what.title;
}

/// Value and unit of a Quantity; what the comparator says stays with the value as text.
pub fn quantity(value: &Value) -> (Option<f64>, Option<String>) {
    let unit = text(value, "unit").or_else(|| text(value, "code"));
    (value.get("value").and_then(Value::as_f64), unit)
}

//! The forms a reference has in FHIR R4.

use crate::check::primitives::{is_id, is_uri};
use crate::types::is_type_name;

/// A reference, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form<'a> {
    /// `#id`: a resource inside the same one.
    Contained(&'a str),
    /// `urn:uuid:…` or `urn:oid:…`: the fullUrl of an entry.
    Urn(&'a str),
    /// `Type/id`, a version after it dropped.
    Relative { type_name: &'a str, id: &'a str },
    /// `https://base/Type/id`; `type_name` and `id` when it ends like a FHIR address.
    Absolute { url: &'a str, target: Option<(&'a str, &'a str)> },
    /// `Type?identifier=system|value`. The system is empty for `|value` and None when only a value stands there.
    ByIdentifier { type_name: &'a str, system: Option<&'a str>, value: &'a str },
    /// `Type?…` with another search.
    Search { type_name: &'a str },
}

impl<'a> Form<'a> {
    /// The type of the target, when the reference tells it.
    pub fn type_name(&self) -> Option<&'a str> {
        match *self {
            Form::Relative { type_name, .. } | Form::ByIdentifier { type_name, .. } | Form::Search { type_name } => Some(type_name),
            Form::Absolute { target, .. } => target.map(|(type_name, _)| type_name),
            Form::Contained(_) | Form::Urn(_) => None,
        }
    }
}

/// Takes a reference apart; None when it is no form that FHIR has.
pub fn parse(text: &str) -> Option<Form<'_>> {
    if let Some(id) = text.strip_prefix('#') {
        return is_id(id).then_some(Form::Contained(id));
    }
    if text.starts_with("urn:") {
        return is_uri(text).then_some(Form::Urn(text));
    }
    if let Some((type_name, query)) = text.split_once('?')
        && is_type_name(type_name)
    {
        return Some(search(type_name, query));
    }
    if let Some((_, rest)) = text.split_once("://") {
        let url = without_version(text);
        return (is_uri(text) && !rest.is_empty()).then(|| Form::Absolute { url, target: tail(url) });
    }
    let (type_name, id) = without_version(text).split_once('/')?;
    (is_type_name(type_name) && is_id(id)).then_some(Form::Relative { type_name, id })
}

/// One `identifier=` and nothing else finds one resource; other searches could mean several. Also the form of `ifNoneExist`.
pub fn search<'a>(type_name: &'a str, query: &'a str) -> Form<'a> {
    match query.split_once('=') {
        Some(("identifier", token)) if !token.is_empty() && !token.contains(['&', ',']) => {
            let (system, value) = match token.split_once('|') {
                Some((system, value)) => (Some(system), value),
                None => (None, token),
            };
            if value.is_empty() {
                return Form::Search { type_name };
            }
            Form::ByIdentifier { type_name, system, value }
        }
        _ => Form::Search { type_name },
    }
}

fn without_version(text: &str) -> &str {
    text.split_once("/_history/").map_or(text, |(before, _)| before)
}

fn tail(url: &str) -> Option<(&str, &str)> {
    let (before, id) = url.rsplit_once('/')?;
    let (_, type_name) = before.rsplit_once('/')?;
    (is_type_name(type_name) && is_id(id)).then_some((type_name, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_told_apart() {
        let cases = [
            ("#a", Some(Form::Contained("a"))),
            ("urn:uuid:0b-1", Some(Form::Urn("urn:uuid:0b-1"))),
            ("Patient/7", Some(Form::Relative { type_name: "Patient", id: "7" })),
            ("Patient/7/_history/3", Some(Form::Relative { type_name: "Patient", id: "7" })),
            (
                "https://a.fi/fhir/Patient/7/_history/2",
                Some(Form::Absolute { url: "https://a.fi/fhir/Patient/7", target: Some(("Patient", "7")) }),
            ),
            ("https://a.fi/x", Some(Form::Absolute { url: "https://a.fi/x", target: None })),
            (
                "Practitioner?identifier=http://x|9",
                Some(Form::ByIdentifier { type_name: "Practitioner", system: Some("http://x"), value: "9" }),
            ),
            ("Practitioner?identifier=9", Some(Form::ByIdentifier { type_name: "Practitioner", system: None, value: "9" })),
            ("Practitioner?identifier=|9", Some(Form::ByIdentifier { type_name: "Practitioner", system: Some(""), value: "9" })),
            ("Practitioner?name=x", Some(Form::Search { type_name: "Practitioner" })),
            ("Practitioner?identifier=a&active=true", Some(Form::Search { type_name: "Practitioner" })),
            ("#", None),
            ("Maija Meikäläinen", None),
            ("patient/7", None),
            ("Patient", None),
            ("Patient/7/extra", None),
            ("", None),
        ];
        for (text, form) in cases {
            assert_eq!(parse(text), form, "{text}");
        }
    }
}

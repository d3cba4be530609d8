//! The names a resource is known by within its source, and the names a reference looks for.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use uuid::Uuid;

use crate::reference::Form;

/// One name of a resource, before it is hashed. What two resources of one source call the same is the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Name {
    /// The absolute URI of an entry (`fullUrl`).
    Url(String),
    /// `Type/id`.
    Id { type_name: String, id: String },
    /// A business identifier.
    Identifier { type_name: String, system: String, value: String },
    /// A search that names no single resource; nothing is ever known by it, so a reference by it waits and is reported.
    Search(String),
}

impl Name {
    /// The first 16 bytes of a keyed hash of the name within its source system. Keyed, because an identifier can be a
    /// personal identity code.
    pub fn hash(&self, keys: &store::Keyring, source_system: &str) -> Uuid {
        // Unit separators cannot stand in a URI, an id or a type, so parts never run together.
        let text = match self {
            Name::Url(url) => format!("{source_system}\u{1f}url\u{1f}{url}"),
            Name::Id { type_name, id } => format!("{source_system}\u{1f}id\u{1f}{type_name}\u{1f}{id}"),
            Name::Identifier { type_name, system, value } => {
                format!("{source_system}\u{1f}identifier\u{1f}{type_name}\u{1f}{system}\u{1f}{value}")
            }
            Name::Search(text) => format!("{source_system}\u{1f}search\u{1f}{text}"),
        };
        let hash = keys.blind("records", text.as_bytes());
        let mut short = [0; 16];
        short.copy_from_slice(hash.split_at(16).0);
        Uuid::from_bytes(short)
    }
}

/// What a reference looks for, best first. `base` is the address of the server that the referring resource's fullUrl
/// names, when it names one: a relative reference is relative to it.
pub fn looked_for(form: &Form<'_>, base: Option<&str>) -> Vec<Name> {
    let id = |type_name: &str, id: &str| Name::Id { type_name: type_name.to_owned(), id: id.to_owned() };
    match *form {
        Form::Contained(_) => Vec::new(),
        Form::Urn(urn) => vec![Name::Url(urn.to_owned())],
        Form::Relative { type_name, id: text } => {
            let absolute = base.map(|base| Name::Url(format!("{base}/{type_name}/{text}")));
            absolute.into_iter().chain([id(type_name, text)]).collect()
        }
        Form::Absolute { url, target } => {
            let relative = target.map(|(type_name, text)| id(type_name, text));
            [Name::Url(url.to_owned())].into_iter().chain(relative).collect()
        }
        Form::ByIdentifier { type_name, system, value } => {
            vec![Name::Identifier { type_name: type_name.to_owned(), system: decoded(system.unwrap_or_default()), value: decoded(value) }]
        }
        Form::Search { type_name } => vec![Name::Search(type_name.to_owned())],
    }
}

/// A conditional reference is a query string, in which some sources escape and some do not.
fn decoded(text: &str) -> String {
    match percent_decode_str(text).decode_utf8() {
        Ok(Cow::Owned(decoded)) => decoded,
        _ => text.to_owned(),
    }
}

/// The server's address in a fullUrl that ends like a FHIR address (`https://base/Type/id`).
pub fn base_of(full_url: &str) -> Option<&str> {
    match crate::reference::parse(full_url) {
        Some(Form::Absolute { url, target: Some((type_name, id)) }) => url.get(..url.len().checked_sub(type_name.len() + id.len() + 2)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::parse;

    fn names(text: &str, base: Option<&str>) -> Vec<Name> {
        looked_for(&parse(text).unwrap(), base)
    }

    #[test]
    fn a_relative_reference_is_of_the_same_server_first() {
        assert_eq!(base_of("https://a.fi/fhir/Patient/7"), Some("https://a.fi/fhir"));
        assert_eq!(base_of("urn:uuid:1"), None);
        let found = names("Patient/7", Some("https://a.fi/fhir"));
        assert_eq!(found[0], Name::Url("https://a.fi/fhir/Patient/7".into()));
        assert_eq!(found[1], Name::Id { type_name: "Patient".into(), id: "7".into() });
        assert_eq!(names("https://a.fi/fhir/Patient/7", None), found);
    }

    #[test]
    fn conditional_references_look_for_the_identifier_escaped_or_not() {
        let plain = names("Practitioner?identifier=http://x.org/npi|9", None);
        assert_eq!(plain, names("Practitioner?identifier=http%3A%2F%2Fx.org%2Fnpi|9", None));
    }

    #[test]
    fn names_are_told_apart_by_source_type_and_kind() {
        let keys = store::Keyring::from_secret([1; 32]);
        let id = |type_name: &str, id: &str| Name::Id { type_name: type_name.into(), id: id.into() };
        let hashes = [
            id("Patient", "1").hash(&keys, "a"),
            id("Patient", "1").hash(&keys, "b"),
            id("Device", "1").hash(&keys, "a"),
            Name::Url("Patient/1".into()).hash(&keys, "a"),
            Name::Identifier { type_name: "Patient".into(), system: String::new(), value: "1".into() }.hash(&keys, "a"),
        ];
        let distinct: std::collections::HashSet<_> = hashes.iter().collect();
        assert_eq!(distinct.len(), hashes.len());
        assert_eq!(id("Patient", "1").hash(&keys, "a"), hashes[0]);
    }
}

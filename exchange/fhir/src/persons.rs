//! Clients and close ones, handed to the room `people` through its door.

use kernel::{ClientId, Scope};
use people::import::{SourceClient, SourceCloseOne, SourceContact, SourceIdentifier};
use uuid::Uuid;

use crate::project::{CloseOne, ContactType, Person, Sex};

/// A client as `people` takes them.
pub fn source_client(person: &Person, known: Option<Uuid>, source_system: &str, scope: Scope) -> SourceClient {
    SourceClient {
        known: known.map(ClientId),
        hetu: person.hetu.clone(),
        identifiers: person
            .identifiers
            .iter()
            .map(|(system, value)| SourceIdentifier { system: system.clone(), value: value.clone() })
            .collect(),
        temporary: person.hetu.is_none() && person.identifiers.iter().all(|(system, _)| is_temporary(system)),
        family_name: person.family_name.clone().unwrap_or_default(),
        given_names: person.given_names.clone().unwrap_or_default(),
        other_names: person.other_names.clone(),
        // A year alone is no birth date; it would show as the first of January.
        birth_date: person.birth_date.filter(|_| !person.birth_date_partial),
        sex: match person.sex {
            Sex::Female => Some("female"),
            Sex::Male => Some("male"),
            Sex::Unknown => None,
        },
        mother_tongue: person.language.clone(),
        service_language: person.service_language.clone(),
        interpreter: person.interpreter,
        municipality: person.municipality.clone(),
        protected: person.protected,
        deceased: person.deceased,
        deceased_on: person.deceased_on,
        contacts: person
            .contacts
            .iter()
            .map(|contact| SourceContact {
                kind: "long_lived",
                kind_of: match contact.kind {
                    ContactType::Phone => "phone",
                    ContactType::Email => "email",
                    ContactType::Address => "address",
                },
                value: contact.value.clone(),
                // Noon, so that the day is the same in Finland.
                since: contact.since.and_then(|day| day.and_hms_opt(12, 0, 0)).map(|noon| noon.and_utc()),
            })
            .collect(),
        source_system: source_system.to_owned(),
        scope,
    }
}

/// Whether an identifier system gives temporary client identifiers: `1.2.246.10.<business id>[.10.<location>].22.<year>`
/// [verified: finnish-base-profiles].
fn is_temporary(system: &str) -> bool {
    let oid = system.strip_prefix("urn:oid:").unwrap_or(system);
    let mut parts = oid.rsplit('.');
    let year = parts.next().is_some_and(|year| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()));
    oid.starts_with("1.2.246.10.") && year && parts.next() == Some("22")
}

/// A close one as `people` takes them; keyed by their resource, whose id stays.
pub fn source_close_one(one: &CloseOne, resource: Uuid, client: Uuid, source_system: &str, scope: Scope) -> SourceCloseOne {
    SourceCloseOne {
        client: ClientId(client),
        key: resource.as_bytes().to_vec(),
        name: one.name.clone().unwrap_or_default(),
        roles: one.roles.iter().map(|role| (*role).to_owned()).collect(),
        official: one.roles.iter().any(|role| matches!(*role, "guardian" | "trustee")),
        phone: one.phone.clone(),
        note: None,
        person: None,
        ended: !one.active,
        source_system: source_system.to_owned(),
        scope,
    }
}

#[cfg(test)]
mod tests {
    use super::is_temporary;

    #[test]
    fn temporary_identifiers_are_told_by_their_system() {
        assert!(is_temporary("urn:oid:1.2.246.10.32213086.22.2026"));
        assert!(is_temporary("1.2.246.10.32213086.10.7.22.2026"));
        assert!(!is_temporary("urn:oid:1.2.246.10.32213086.10.22"));
        assert!(!is_temporary("urn:ietf:rfc:3986"));
    }
}

//! Clients and those close to them, as the room `people` takes them.

use chrono::NaiveDate;
use kernel::hetu::Hetu;
use serde_json::Value;

use super::read::{Reading, array, human_name, text};
use crate::check::primitives::partial_date;
use crate::check::rules::HETU_SYSTEM;

/// Code and system of the address ban [verified: finnish-base-profiles].
const SECURITY_SYSTEM: &str = "https://hl7.fi/fhir/finnish-base-profiles/CodeSystem/fi-base-security-label-cs";
const ADDRESS_BAN: &str = "TURVAKIELTO";
/// Root of the municipality code system [verified]; sources also write its versions (`….21.2003`).
const MUNICIPALITIES: &str = "1.2.246.537.6.21";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Female,
    Male,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactType {
    Phone,
    Email,
    Address,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub kind: ContactType,
    pub value: String,
    /// The day from which the source says it holds (`period.start`).
    pub since: Option<NaiveDate>,
}

/// A client as a source describes them.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub hetu: Option<Hetu>,
    /// Other identifiers (system, value), the official first.
    pub identifiers: Vec<(String, String)>,
    pub family_name: Option<String>,
    pub given_names: Option<String>,
    /// Former and other family names, to be found by.
    pub other_names: Vec<String>,
    /// The first day a partial date can mean; `birth_date_partial` says it was one.
    pub birth_date: Option<NaiveDate>,
    pub birth_date_partial: bool,
    pub sex: Sex,
    pub language: Option<String>,
    pub service_language: Option<String>,
    pub interpreter: bool,
    pub municipality: Option<String>,
    /// Address ban (turvakielto).
    pub protected: bool,
    pub deceased: bool,
    pub deceased_on: Option<NaiveDate>,
    pub contacts: Vec<Contact>,
}

/// Someone close to a client.
#[derive(Clone, Debug, PartialEq)]
pub struct CloseOne {
    pub name: Option<String>,
    /// Roles by the product's names: spouse child parent sibling friend informal_carer guardian trustee contact other.
    pub roles: Vec<&'static str>,
    pub phone: Option<String>,
    pub active: bool,
}

pub fn patient(reading: &Reading<'_>) -> Person {
    let name = best_name(reading.items("name"));
    let (family_name, given_names) = name.map(names).unwrap_or_default();
    let birth = reading.get("birthDate").and_then(Value::as_str).and_then(partial_date);
    let deceased_at = reading.get("deceasedDateTime").and_then(Value::as_str);
    let (language, service_language) = languages(reading);
    Person {
        hetu: identifiers(reading).find(|(system, _)| *system == HETU_SYSTEM).and_then(|(_, v)| Hetu::parse(v).ok()),
        identifiers: identifiers(reading)
            .filter(|(system, _)| *system != HETU_SYSTEM)
            .map(|(system, value)| (system.to_owned(), value.to_owned()))
            .collect(),
        other_names: other_names(reading.items("name"), family_name.as_deref()),
        family_name,
        given_names,
        birth_date: birth.map(|(date, _)| date),
        birth_date_partial: birth.is_some_and(|(_, digits)| digits < 10),
        sex: match reading.get("gender").and_then(Value::as_str) {
            Some("female") => Sex::Female,
            Some("male") => Sex::Male,
            _ => Sex::Unknown,
        },
        language,
        service_language,
        interpreter: extension(reading.resource, "interpreterRequired", "valueBoolean").and_then(Value::as_bool) == Some(true),
        municipality: municipality(reading),
        protected: is_protected(reading),
        deceased: deceased_at.is_some() || reading.get("deceasedBoolean").and_then(Value::as_bool) == Some(true),
        deceased_on: deceased_at.and_then(|text| partial_date(text.get(..10).unwrap_or(text))).map(|(date, _)| date),
        contacts: contacts(reading),
    }
}

pub fn related(reading: &Reading<'_>) -> CloseOne {
    let mut roles: Vec<&'static str> = Vec::new();
    for relationship in reading.items("relationship") {
        for coding in array(relationship, "coding") {
            if let Some(role) = coding.get("code").and_then(Value::as_str).and_then(role)
                && !roles.contains(&role)
            {
                roles.push(role);
            }
        }
    }
    if roles.is_empty() {
        roles.push("other");
    }
    let phone = |system: &&Value| system.get("system").and_then(Value::as_str) == Some("phone");
    CloseOne {
        name: best_name(reading.items("name")).and_then(human_name),
        roles,
        phone: reading.items("telecom").iter().filter(|t| !is_over(t)).find(phone).and_then(|t| text(t, "value")),
        active: reading.get("active").and_then(Value::as_bool) != Some(false),
    }
}

/// HL7 v3 RoleCode and v2 contact roles → the product's roles.
fn role(code: &str) -> Option<&'static str> {
    Some(match code {
        "SPS" | "HUSB" | "WIFE" | "DOMPART" | "PARTNER" | "SIGOTHR" => "spouse",
        "CHILD" | "SON" | "DAU" | "NCHILD" | "CHLDADOPT" | "SONADOPT" | "DAUADOPT" | "STPCHLD" | "CHLDFOST" => "child",
        "PRN" | "MTH" | "FTH" | "NMTH" | "NFTH" | "STPPRN" | "ADOPTP" | "PRNFOST" => "parent",
        "SIB" | "BRO" | "SIS" | "NBRO" | "NSIS" | "HBRO" | "HSIS" => "sibling",
        "FRND" | "NBOR" | "ROOM" => "friend",
        "CAREGIVER" => "informal_carer",
        "GUARD" => "guardian",
        "POWATT" | "DPOWATT" | "HPOWATT" | "SPOWATT" => "trustee",
        "C" | "CP" | "N" | "EP" | "PR" => "contact",
        _ => return None,
    })
}

fn identifiers<'a>(reading: &Reading<'a>) -> impl Iterator<Item = (&'a str, &'a str)> {
    let order = |identifier: &&Value| match identifier.get("use").and_then(Value::as_str) {
        Some("official") => 0,
        Some("temp") => 2,
        _ => 1,
    };
    let mut all: Vec<&'a Value> =
        reading.items("identifier").iter().filter(|i| i.get("use").and_then(Value::as_str) != Some("old")).collect();
    all.sort_by_key(order);
    all.into_iter().filter_map(|i| {
        let value = i.get("value").and_then(Value::as_str)?;
        Some((i.get("system").and_then(Value::as_str).unwrap_or_default(), value))
    })
}

/// The official name, else the usual, else the first that is neither nickname, maiden nor over.
fn best_name(all: &[Value]) -> Option<&Value> {
    let of = |wanted: &str| all.iter().find(|n| n.get("use").and_then(Value::as_str) == Some(wanted));
    let other = || all.iter().find(|n| !matches!(n.get("use").and_then(Value::as_str), Some("nickname" | "maiden" | "old" | "anonymous")));
    of("official").or_else(|| of("usual")).or_else(other).or_else(|| all.first())
}

fn names(name: &Value) -> (Option<String>, Option<String>) {
    let given: Vec<&str> = array(name, "given").iter().filter_map(Value::as_str).collect();
    let family = text(name, "family");
    if family.is_none() && given.is_empty() {
        // Only the whole is written: in Finnish order the family name is last when there is no comma.
        let whole = text(name, "text").unwrap_or_default();
        return match whole.split_once(',') {
            Some((family, given)) => (some(family), some(given)),
            None => match whole.rsplit_once(' ') {
                Some((given, family)) => (some(family), some(given)),
                None => (some(&whole), None),
            },
        };
    }
    (family, some(&given.join(" ")))
}

fn other_names(all: &[Value], family: Option<&str>) -> Vec<String> {
    let mut found: Vec<String> = all.iter().filter_map(|name| text(name, "family")).collect();
    found.retain(|name| Some(name.as_str()) != family);
    found.dedup();
    found
}

fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Mother tongue and language of service: the resource's `communication`, the preferred one for service.
fn languages(reading: &Reading<'_>) -> (Option<String>, Option<String>) {
    let code = |communication: &Value| {
        let concept = communication.get("language").map(super::concept::concept).unwrap_or_default();
        // A region after the language (`sv-FI`) does not change the language of service.
        concept.code.and_then(|code| some(&code.split('-').next().unwrap_or_default().to_lowercase()))
    };
    let all = reading.items("communication");
    let preferred = all.iter().find(|c| c.get("preferred").and_then(Value::as_bool) == Some(true));
    (all.first().and_then(code), preferred.or(all.first()).and_then(code))
}

fn extension<'a>(object: &'a serde_json::Map<String, Value>, ending: &str, value: &str) -> Option<&'a Value> {
    let all = object.get("extension").and_then(Value::as_array)?;
    let fits = |e: &&Value| e.get("url").and_then(Value::as_str).is_some_and(|url| url.ends_with(ending));
    all.iter().find(fits)?.get(value)
}

/// The Finnish extension `municipality-code`, on the patient or on an address; three digits.
fn municipality(reading: &Reading<'_>) -> Option<String> {
    let in_object = |object: &serde_json::Map<String, Value>| {
        let coding = extension(object, "municipality-code", "valueCoding")?;
        let system = coding.get("system").and_then(Value::as_str).unwrap_or_default();
        let code = coding.get("code").and_then(Value::as_str)?;
        let known = system.is_empty() || system.trim_start_matches("urn:oid:").starts_with(MUNICIPALITIES);
        (known && code.len() <= 3 && !code.is_empty() && code.bytes().all(|b| b.is_ascii_digit())).then(|| format!("{code:0>3}"))
    };
    in_object(reading.resource)
        .or_else(|| reading.items("address").iter().filter(|a| !is_over(a)).filter_map(Value::as_object).find_map(in_object))
}

fn is_protected(reading: &Reading<'_>) -> bool {
    let labels = reading.get("meta").map(|meta| array(meta, "security")).unwrap_or_default();
    labels.iter().any(|label| {
        // The code alone is enough when the source leaves the system out: better protected once too often.
        let system = label.get("system").and_then(Value::as_str);
        label.get("code").and_then(Value::as_str) == Some(ADDRESS_BAN) && system.is_none_or(|s| s == SECURITY_SYSTEM)
    })
}

/// Whether an address or telecom is no longer in use.
fn is_over(value: &Value) -> bool {
    value.get("use").and_then(Value::as_str) == Some("old")
}

fn contacts(reading: &Reading<'_>) -> Vec<Contact> {
    let mut found = Vec::new();
    for telecom in reading.items("telecom").iter().filter(|t| !is_over(t)) {
        let kind = match telecom.get("system").and_then(Value::as_str) {
            Some("phone" | "sms") => ContactType::Phone,
            Some("email") => ContactType::Email,
            _ => continue,
        };
        found.extend(text(telecom, "value").map(|value| Contact { kind, value, since: since(telecom) }));
    }
    for address in reading.items("address").iter().filter(|a| !is_over(a)) {
        found.extend(address_line(address).map(|value| Contact { kind: ContactType::Address, value, since: since(address) }));
    }
    let mut distinct: Vec<Contact> = Vec::with_capacity(found.len());
    for contact in found {
        if !distinct.contains(&contact) {
            distinct.push(contact);
        }
    }
    distinct
}

/// The day a period of the source begins; a year or a month alone is its first day.
fn since(value: &Value) -> Option<NaiveDate> {
    let start = value.get("period")?.get("start")?.as_str()?;
    partial_date(start.get(..10).unwrap_or(start)).map(|(date, _)| date)
}

/// An address on one line.
pub fn address_line(address: &Value) -> Option<String> {
    if let Some(text) = text(address, "text") {
        return some(&text.replace(['\r', '\n'], " "));
    }
    let mut parts: Vec<String> = array(address, "line").iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let place: Vec<String> = ["postalCode", "city"].iter().filter_map(|name| text(address, name)).collect();
    if !place.is_empty() {
        parts.push(place.join(" "));
    }
    parts.extend(text(address, "country").filter(|country| !matches!(country.as_str(), "FI" | "FIN")));
    some(&parts.join(", "))
}

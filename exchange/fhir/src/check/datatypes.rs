//! The complex data types of FHIR R4, as far as the product uses what is in them.

use super::element::Type::*;
use super::element::{Element, Times, choice, many, opt, req};

pub static IDENTIFIER: &[Element] = &[
    opt("use", CodeOf(&["usual", "official", "temp", "secondary", "old"])),
    opt("type", Concept),
    opt("system", Uri),
    opt("value", Text),
    opt("period", Period),
    opt("assigner", Reference(&["Organization"])),
];

pub static CODING: &[Element] =
    &[opt("system", Uri), opt("version", Text), opt("code", Code), opt("display", Text), opt("userSelected", Bool)];

pub static CONCEPT: &[Element] = &[many("coding", Coding), opt("text", Text)];

pub static PERIOD: &[Element] = &[opt("start", DateTime), opt("end", DateTime)];

pub static QUANTITY: &[Element] =
    &[opt("value", Decimal), opt("comparator", CodeOf(&["<", "<=", ">=", ">"])), opt("unit", Text), opt("system", Uri), opt("code", Code)];

pub static RANGE: &[Element] = &[opt("low", Quantity), opt("high", Quantity)];

pub static RATIO: &[Element] = &[opt("numerator", Quantity), opt("denominator", Quantity)];

pub static HUMAN_NAME: &[Element] = &[
    opt("use", CodeOf(&["usual", "official", "temp", "nickname", "anonymous", "old", "maiden"])),
    opt("text", Text),
    opt("family", Text),
    many("given", Text),
    many("prefix", Text),
    many("suffix", Text),
    opt("period", Period),
];

pub static CONTACT_POINT: &[Element] = &[
    opt("system", CodeOf(&["phone", "fax", "email", "pager", "url", "sms", "other"])),
    opt("value", Text),
    opt("use", CodeOf(&["home", "work", "temp", "old", "mobile"])),
    opt("rank", Positive),
    opt("period", Period),
];

pub static ADDRESS: &[Element] = &[
    opt("use", CodeOf(&["home", "work", "temp", "old", "billing"])),
    opt("type", CodeOf(&["postal", "physical", "both"])),
    opt("text", Text),
    many("line", Text),
    opt("city", Text),
    opt("district", Text),
    opt("state", Text),
    opt("postalCode", Text),
    opt("country", Text),
    opt("period", Period),
];

pub static ANNOTATION: &[Element] = &[
    choice(
        "author",
        Times::Optional,
        &[("Reference", Reference(&["Practitioner", "Patient", "RelatedPerson", "Organization"])), ("String", Text)],
    ),
    opt("time", DateTime),
    req("text", Markdown),
];

pub static DOSAGE: &[Element] = &[
    opt("sequence", Integer),
    opt("text", Text),
    many("additionalInstruction", Concept),
    opt("patientInstruction", Text),
    opt("timing", Part(TIMING)),
    choice("asNeeded", Times::Optional, &[("Boolean", Bool), ("CodeableConcept", Concept)]),
    opt("site", Concept),
    opt("route", Concept),
    opt("method", Concept),
    many("doseAndRate", Part(DOSE_AND_RATE)),
];

static TIMING: &[Element] = &[many("event", DateTime), opt("repeat", Part(REPEAT)), opt("code", Concept)];

static REPEAT: &[Element] = &[
    opt("count", Positive),
    opt("frequency", Positive),
    opt("period", Decimal),
    opt("periodUnit", CodeOf(&["s", "min", "h", "d", "wk", "mo", "a"])),
    many("timeOfDay", Time),
    many("dayOfWeek", CodeOf(&["mon", "tue", "wed", "thu", "fri", "sat", "sun"])),
    many("when", Code),
];

static DOSE_AND_RATE: &[Element] = &[
    opt("type", Concept),
    choice("dose", Times::Optional, &[("Range", Range), ("Quantity", Quantity)]),
    choice("rate", Times::Optional, &[("Ratio", Ratio), ("Range", Range), ("Quantity", Quantity)]),
];

/// `meta`, of every resource.
pub static META: &[Element] = &[
    opt("versionId", Text),
    opt("lastUpdated", Instant),
    opt("source", Uri),
    many("profile", Uri),
    many("security", Coding),
    many("tag", Coding),
];

/// What every domain resource may have.
pub static RESOURCE: &[Element] = &[
    opt("id", Text),
    opt("meta", Part(META)),
    opt("implicitRules", Uri),
    opt("language", Code),
    opt("text", Object),
    many("contained", Object),
    many("extension", Object),
    many("modifierExtension", Object),
];

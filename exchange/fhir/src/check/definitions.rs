//! The 25 resource types that are taken: the elements the product uses, with cardinality, type and required value set as
//! FHIR R4 (4.0.1) defines them. Elements that are not here pass unread and stay in the original.

use super::element::Type::*;
use super::element::{Element, Times, choice, many, opt, req, some};
use crate::types::Taken;

/// The elements of a type.
pub fn elements(of: Taken) -> &'static [Element] {
    match of {
        Taken::Patient => PATIENT,
        Taken::RelatedPerson => RELATED_PERSON,
        Taken::Practitioner => PRACTITIONER,
        Taken::PractitionerRole => PRACTITIONER_ROLE,
        Taken::Organization => ORGANIZATION,
        Taken::Location => LOCATION,
        Taken::HealthcareService => HEALTHCARE_SERVICE,
        Taken::Encounter => ENCOUNTER,
        Taken::EpisodeOfCare => EPISODE_OF_CARE,
        Taken::CareTeam => CARE_TEAM,
        Taken::CarePlan => CARE_PLAN,
        Taken::Goal => GOAL,
        Taken::Condition => CONDITION,
        Taken::AllergyIntolerance => ALLERGY_INTOLERANCE,
        Taken::MedicationRequest => MEDICATION_REQUEST,
        Taken::Immunization => IMMUNIZATION,
        Taken::Procedure => PROCEDURE,
        Taken::Observation => OBSERVATION,
        Taken::DiagnosticReport => DIAGNOSTIC_REPORT,
        Taken::ServiceRequest => SERVICE_REQUEST,
        Taken::Appointment => APPOINTMENT,
        Taken::Device => DEVICE,
        Taken::DeviceUseStatement => DEVICE_USE_STATEMENT,
        Taken::Flag => FLAG,
        Taken::QuestionnaireResponse => QUESTIONNAIRE_RESPONSE,
    }
}

const GENDER: &[&str] = &["male", "female", "other", "unknown"];
const EVENT: &[&str] = &["preparation", "in-progress", "not-done", "on-hold", "stopped", "completed", "entered-in-error", "unknown"];
const REQUEST_STATUS: &[&str] = &["draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"];
const REQUEST_INTENT: &[&str] =
    &["proposal", "plan", "directive", "order", "original-order", "reflex-order", "filler-order", "instance-order", "option"];
const PRIORITY: &[&str] = &["routine", "urgent", "asap", "stat"];

const PERSONS: &[&str] = &["Practitioner", "PractitionerRole", "Patient", "RelatedPerson"];
const PERFORMERS: &[&str] = &["Practitioner", "PractitionerRole", "Organization", "CareTeam", "Patient", "RelatedPerson"];
const SUBJECT: &[&str] = &["Patient", "Group"];
const SUBJECT_OR_PLACE: &[&str] = &["Patient", "Group", "Device", "Location"];
const REASONS: &[&str] = &["Condition", "Observation", "Procedure", "DiagnosticReport", "DocumentReference"];

static PATIENT: &[Element] = &[
    many("identifier", Identifier),
    opt("active", Bool),
    many("name", HumanName),
    many("telecom", ContactPoint),
    opt("gender", CodeOf(GENDER)),
    opt("birthDate", Date),
    choice("deceased", Times::Optional, &[("Boolean", Bool), ("DateTime", DateTime)]),
    many("address", Address),
    opt("maritalStatus", Concept),
    many("contact", Part(PATIENT_CONTACT)),
    many("communication", Part(&[req("language", Concept), opt("preferred", Bool)])),
    many("generalPractitioner", Reference(&["Organization", "Practitioner", "PractitionerRole"])),
    opt("managingOrganization", Reference(&["Organization"])),
    many(
        "link",
        Part(&[
            req("other", Reference(&["Patient", "RelatedPerson"])),
            req("type", CodeOf(&["replaced-by", "replaces", "refer", "seealso"])),
        ]),
    ),
];

static PATIENT_CONTACT: &[Element] = &[
    many("relationship", Concept),
    opt("name", HumanName),
    many("telecom", ContactPoint),
    opt("address", Address),
    opt("gender", CodeOf(GENDER)),
    opt("organization", Reference(&["Organization"])),
    opt("period", Period),
];

static RELATED_PERSON: &[Element] = &[
    many("identifier", Identifier),
    opt("active", Bool),
    req("patient", Reference(&["Patient"])),
    many("relationship", Concept),
    many("name", HumanName),
    many("telecom", ContactPoint),
    opt("gender", CodeOf(GENDER)),
    opt("birthDate", Date),
    many("address", Address),
    opt("period", Period),
];

static PRACTITIONER: &[Element] = &[
    many("identifier", Identifier),
    opt("active", Bool),
    many("name", HumanName),
    many("telecom", ContactPoint),
    many("address", Address),
    opt("gender", CodeOf(GENDER)),
    opt("birthDate", Date),
    many(
        "qualification",
        Part(&[many("identifier", Identifier), req("code", Concept), opt("period", Period), opt("issuer", Reference(&["Organization"]))]),
    ),
];

static PRACTITIONER_ROLE: &[Element] = &[
    many("identifier", Identifier),
    opt("active", Bool),
    opt("period", Period),
    opt("practitioner", Reference(&["Practitioner"])),
    opt("organization", Reference(&["Organization"])),
    many("code", Concept),
    many("specialty", Concept),
    many("location", Reference(&["Location"])),
    many("healthcareService", Reference(&["HealthcareService"])),
    many("telecom", ContactPoint),
];

static ORGANIZATION: &[Element] = &[
    many("identifier", Identifier),
    opt("active", Bool),
    many("type", Concept),
    opt("name", Text),
    many("alias", Text),
    many("telecom", ContactPoint),
    many("address", Address),
    opt("partOf", Reference(&["Organization"])),
];

static LOCATION: &[Element] = &[
    many("identifier", Identifier),
    opt("status", CodeOf(&["active", "suspended", "inactive"])),
    opt("name", Text),
    many("alias", Text),
    opt("description", Text),
    opt("mode", CodeOf(&["instance", "kind"])),
    many("type", Concept),
    many("telecom", ContactPoint),
    opt("address", Address),
    opt("physicalType", Concept),
    opt("position", Part(&[req("longitude", Decimal), req("latitude", Decimal), opt("altitude", Decimal)])),
    opt("managingOrganization", Reference(&["Organization"])),
    opt("partOf", Reference(&["Location"])),
];

static HEALTHCARE_SERVICE: &[Element] = &[
    many("identifier", Identifier),
    opt("active", Bool),
    opt("providedBy", Reference(&["Organization"])),
    many("category", Concept),
    many("type", Concept),
    many("specialty", Concept),
    many("location", Reference(&["Location"])),
    opt("name", Text),
    opt("comment", Text),
    many("telecom", ContactPoint),
];

static ENCOUNTER: &[Element] = &[
    many("identifier", Identifier),
    req(
        "status",
        CodeOf(&["planned", "arrived", "triaged", "in-progress", "onleave", "finished", "cancelled", "entered-in-error", "unknown"]),
    ),
    req("class", Coding),
    many("type", Concept),
    opt("serviceType", Concept),
    opt("priority", Concept),
    opt("subject", Reference(SUBJECT)),
    many("episodeOfCare", Reference(&["EpisodeOfCare"])),
    many("basedOn", Reference(&["ServiceRequest"])),
    many("participant", Part(ENCOUNTER_PARTICIPANT)),
    many("appointment", Reference(&["Appointment"])),
    opt("period", Period),
    opt("length", Quantity),
    many("reasonCode", Concept),
    many("reasonReference", Reference(&["Condition", "Procedure", "Observation", "ImmunizationRecommendation"])),
    many("diagnosis", Part(&[req("condition", Reference(&["Condition", "Procedure"])), opt("use", Concept), opt("rank", Positive)])),
    opt("hospitalization", Part(&[opt("admitSource", Concept), opt("dischargeDisposition", Concept)])),
    many(
        "location",
        Part(&[
            req("location", Reference(&["Location"])),
            opt("status", CodeOf(&["planned", "active", "reserved", "completed"])),
            opt("period", Period),
        ]),
    ),
    opt("serviceProvider", Reference(&["Organization"])),
    opt("partOf", Reference(&["Encounter"])),
];

static ENCOUNTER_PARTICIPANT: &[Element] =
    &[many("type", Concept), opt("period", Period), opt("individual", Reference(&["Practitioner", "PractitionerRole", "RelatedPerson"]))];

static EPISODE_OF_CARE: &[Element] = &[
    many("identifier", Identifier),
    req("status", CodeOf(&["planned", "waitlist", "active", "onhold", "finished", "cancelled", "entered-in-error"])),
    many("type", Concept),
    many("diagnosis", Part(&[req("condition", Reference(&["Condition"])), opt("role", Concept), opt("rank", Positive)])),
    req("patient", Reference(&["Patient"])),
    opt("managingOrganization", Reference(&["Organization"])),
    opt("period", Period),
    many("referralRequest", Reference(&["ServiceRequest"])),
    opt("careManager", Reference(&["Practitioner", "PractitionerRole"])),
    many("team", Reference(&["CareTeam"])),
];

static CARE_TEAM: &[Element] = &[
    many("identifier", Identifier),
    opt("status", CodeOf(&["proposed", "active", "suspended", "inactive", "entered-in-error"])),
    many("category", Concept),
    opt("name", Text),
    opt("subject", Reference(SUBJECT)),
    opt("encounter", Reference(&["Encounter"])),
    opt("period", Period),
    many(
        "participant",
        Part(&[
            many("role", Concept),
            opt("member", Reference(&["Practitioner", "PractitionerRole", "RelatedPerson", "Patient", "Organization", "CareTeam"])),
            opt("onBehalfOf", Reference(&["Organization"])),
            opt("period", Period),
        ]),
    ),
    many("reasonCode", Concept),
    many("reasonReference", Reference(&["Condition"])),
    many("managingOrganization", Reference(&["Organization"])),
    many("telecom", ContactPoint),
    many("note", Annotation),
];

static CARE_PLAN: &[Element] = &[
    many("identifier", Identifier),
    req("status", CodeOf(REQUEST_STATUS)),
    req("intent", CodeOf(&["proposal", "plan", "order", "option"])),
    many("category", Concept),
    opt("title", Text),
    opt("description", Text),
    req("subject", Reference(SUBJECT)),
    opt("encounter", Reference(&["Encounter"])),
    opt("period", Period),
    opt("created", DateTime),
    opt("author", Reference(&["Patient", "Practitioner", "PractitionerRole", "Device", "RelatedPerson", "Organization", "CareTeam"])),
    many("careTeam", Reference(&["CareTeam"])),
    many("addresses", Reference(&["Condition"])),
    many("goal", Reference(&["Goal"])),
    many("activity", Part(CARE_PLAN_ACTIVITY)),
    many("note", Annotation),
];

static CARE_PLAN_ACTIVITY: &[Element] = &[
    many("outcomeCodeableConcept", Concept),
    many("progress", Annotation),
    opt(
        "reference",
        Reference(&[
            "Appointment",
            "CommunicationRequest",
            "DeviceRequest",
            "MedicationRequest",
            "NutritionOrder",
            "Task",
            "ServiceRequest",
            "VisionPrescription",
            "RequestGroup",
        ]),
    ),
    opt("detail", Part(CARE_PLAN_DETAIL)),
];

static CARE_PLAN_DETAIL: &[Element] = &[
    opt(
        "kind",
        CodeOf(&[
            "Appointment",
            "CommunicationRequest",
            "DeviceRequest",
            "MedicationRequest",
            "NutritionOrder",
            "Task",
            "ServiceRequest",
            "VisionPrescription",
        ]),
    ),
    opt("code", Concept),
    many("reasonCode", Concept),
    many("goal", Reference(&["Goal"])),
    req(
        "status",
        CodeOf(&["not-started", "scheduled", "in-progress", "on-hold", "completed", "cancelled", "stopped", "unknown", "entered-in-error"]),
    ),
    opt("statusReason", Concept),
    opt("doNotPerform", Bool),
    choice("scheduled", Times::Optional, &[("Timing", Object), ("Period", Period), ("String", Text)]),
    opt("location", Reference(&["Location"])),
    many(
        "performer",
        Reference(&[
            "Practitioner",
            "PractitionerRole",
            "Organization",
            "RelatedPerson",
            "Patient",
            "CareTeam",
            "HealthcareService",
            "Device",
        ]),
    ),
    choice("product", Times::Optional, &[("CodeableConcept", Concept), ("Reference", Reference(&["Medication", "Substance"]))]),
    opt("dailyAmount", Quantity),
    opt("quantity", Quantity),
    opt("description", Text),
];

static GOAL: &[Element] = &[
    many("identifier", Identifier),
    req(
        "lifecycleStatus",
        CodeOf(&["proposed", "planned", "accepted", "active", "on-hold", "completed", "cancelled", "entered-in-error", "rejected"]),
    ),
    opt("achievementStatus", Concept),
    many("category", Concept),
    opt("priority", Concept),
    req("description", Concept),
    req("subject", Reference(&["Patient", "Group", "Organization"])),
    choice("start", Times::Optional, &[("Date", Date), ("CodeableConcept", Concept)]),
    many(
        "target",
        Part(&[
            opt("measure", Concept),
            choice(
                "detail",
                Times::Optional,
                &[
                    ("Quantity", Quantity),
                    ("Range", Range),
                    ("CodeableConcept", Concept),
                    ("String", Text),
                    ("Boolean", Bool),
                    ("Integer", Integer),
                    ("Ratio", Ratio),
                ],
            ),
            choice("due", Times::Optional, &[("Date", Date), ("Duration", Quantity)]),
        ]),
    ),
    opt("statusDate", Date),
    opt("statusReason", Text),
    opt("expressedBy", Reference(&["Patient", "Practitioner", "PractitionerRole", "RelatedPerson"])),
    many(
        "addresses",
        Reference(&["Condition", "Observation", "MedicationStatement", "NutritionOrder", "ServiceRequest", "RiskAssessment"]),
    ),
    many("note", Annotation),
];

const CONDITION_TIME: &[(&str, super::element::Type)] =
    &[("DateTime", DateTime), ("Age", Quantity), ("Period", Period), ("Range", Range), ("String", Text)];

static CONDITION: &[Element] = &[
    many("identifier", Identifier),
    opt(
        "clinicalStatus",
        ConceptOf {
            system: "http://terminology.hl7.org/CodeSystem/condition-clinical",
            codes: &["active", "recurrence", "relapse", "inactive", "remission", "resolved"],
        },
    ),
    opt(
        "verificationStatus",
        ConceptOf {
            system: "http://terminology.hl7.org/CodeSystem/condition-ver-status",
            codes: &["unconfirmed", "provisional", "differential", "confirmed", "refuted", "entered-in-error"],
        },
    ),
    many("category", Concept),
    opt("severity", Concept),
    opt("code", Concept),
    many("bodySite", Concept),
    req("subject", Reference(SUBJECT)),
    opt("encounter", Reference(&["Encounter"])),
    choice("onset", Times::Optional, CONDITION_TIME),
    choice("abatement", Times::Optional, CONDITION_TIME),
    opt("recordedDate", DateTime),
    opt("recorder", Reference(PERSONS)),
    opt("asserter", Reference(PERSONS)),
    many("note", Annotation),
];

static ALLERGY_INTOLERANCE: &[Element] = &[
    many("identifier", Identifier),
    opt(
        "clinicalStatus",
        ConceptOf {
            system: "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical",
            codes: &["active", "inactive", "resolved"],
        },
    ),
    opt(
        "verificationStatus",
        ConceptOf {
            system: "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification",
            codes: &["unconfirmed", "confirmed", "refuted", "entered-in-error"],
        },
    ),
    opt("type", CodeOf(&["allergy", "intolerance"])),
    many("category", CodeOf(&["food", "medication", "environment", "biologic"])),
    opt("criticality", CodeOf(&["low", "high", "unable-to-assess"])),
    opt("code", Concept),
    req("patient", Reference(&["Patient"])),
    opt("encounter", Reference(&["Encounter"])),
    choice("onset", Times::Optional, CONDITION_TIME),
    opt("recordedDate", DateTime),
    opt("recorder", Reference(PERSONS)),
    opt("asserter", Reference(PERSONS)),
    opt("lastOccurrence", DateTime),
    many("note", Annotation),
    many(
        "reaction",
        Part(&[
            opt("substance", Concept),
            some("manifestation", Concept),
            opt("description", Text),
            opt("onset", DateTime),
            opt("severity", CodeOf(&["mild", "moderate", "severe"])),
            many("note", Annotation),
        ]),
    ),
];

static MEDICATION_REQUEST: &[Element] = &[
    many("identifier", Identifier),
    req("status", CodeOf(&["active", "on-hold", "cancelled", "completed", "entered-in-error", "stopped", "draft", "unknown"])),
    opt("statusReason", Concept),
    req("intent", CodeOf(&["proposal", "plan", "order", "original-order", "reflex-order", "filler-order", "instance-order", "option"])),
    many("category", Concept),
    opt("priority", CodeOf(PRIORITY)),
    opt("doNotPerform", Bool),
    choice(
        "reported",
        Times::Optional,
        &[("Boolean", Bool), ("Reference", Reference(&["Patient", "Practitioner", "PractitionerRole", "RelatedPerson", "Organization"]))],
    ),
    choice("medication", Times::Required, &[("CodeableConcept", Concept), ("Reference", Reference(&["Medication"]))]),
    req("subject", Reference(SUBJECT)),
    opt("encounter", Reference(&["Encounter"])),
    opt("authoredOn", DateTime),
    opt("requester", Reference(&["Practitioner", "PractitionerRole", "Organization", "Patient", "RelatedPerson", "Device"])),
    opt("performer", Reference(&["Practitioner", "PractitionerRole", "Organization", "Patient", "Device", "RelatedPerson", "CareTeam"])),
    opt("recorder", Reference(&["Practitioner", "PractitionerRole"])),
    many("reasonCode", Concept),
    many("reasonReference", Reference(&["Condition", "Observation"])),
    many("note", Annotation),
    many("dosageInstruction", Dosage),
    opt(
        "dispenseRequest",
        Part(&[opt("validityPeriod", Period), opt("quantity", Quantity), opt("performer", Reference(&["Organization"]))]),
    ),
    opt("priorPrescription", Reference(&["MedicationRequest"])),
];

static IMMUNIZATION: &[Element] = &[
    many("identifier", Identifier),
    req("status", CodeOf(&["completed", "entered-in-error", "not-done"])),
    opt("statusReason", Concept),
    req("vaccineCode", Concept),
    req("patient", Reference(&["Patient"])),
    opt("encounter", Reference(&["Encounter"])),
    choice("occurrence", Times::Required, &[("DateTime", DateTime), ("String", Text)]),
    opt("recorded", DateTime),
    opt("primarySource", Bool),
    opt("location", Reference(&["Location"])),
    opt("manufacturer", Reference(&["Organization"])),
    opt("lotNumber", Text),
    opt("expirationDate", Date),
    opt("site", Concept),
    opt("route", Concept),
    opt("doseQuantity", Quantity),
    many("performer", Part(&[opt("function", Concept), req("actor", Reference(&["Practitioner", "PractitionerRole", "Organization"]))])),
    many("note", Annotation),
    many("reasonCode", Concept),
    many("reasonReference", Reference(&["Condition", "Observation", "DiagnosticReport"])),
];

static PROCEDURE: &[Element] = &[
    many("identifier", Identifier),
    many("basedOn", Reference(&["CarePlan", "ServiceRequest"])),
    many("partOf", Reference(&["Procedure", "Observation", "MedicationAdministration"])),
    req("status", CodeOf(EVENT)),
    opt("statusReason", Concept),
    opt("category", Concept),
    opt("code", Concept),
    req("subject", Reference(SUBJECT)),
    opt("encounter", Reference(&["Encounter"])),
    choice(
        "performed",
        Times::Optional,
        &[("DateTime", DateTime), ("Period", Period), ("String", Text), ("Age", Quantity), ("Range", Range)],
    ),
    opt("recorder", Reference(PERSONS)),
    opt("asserter", Reference(PERSONS)),
    many(
        "performer",
        Part(&[
            opt("function", Concept),
            req("actor", Reference(&["Practitioner", "PractitionerRole", "Organization", "Patient", "RelatedPerson", "Device"])),
            opt("onBehalfOf", Reference(&["Organization"])),
        ]),
    ),
    opt("location", Reference(&["Location"])),
    many("reasonCode", Concept),
    many("reasonReference", Reference(REASONS)),
    many("bodySite", Concept),
    opt("outcome", Concept),
    many("complication", Concept),
    many("note", Annotation),
];

const VALUE: &[(&str, super::element::Type)] = &[
    ("Quantity", Quantity),
    ("CodeableConcept", Concept),
    ("String", Text),
    ("Boolean", Bool),
    ("Integer", Integer),
    ("Range", Range),
    ("Ratio", Ratio),
    ("SampledData", Object),
    ("Time", Time),
    ("DateTime", DateTime),
    ("Period", Period),
];

static REFERENCE_RANGE: &[Element] =
    &[opt("low", Quantity), opt("high", Quantity), opt("type", Concept), many("appliesTo", Concept), opt("age", Range), opt("text", Text)];

static OBSERVATION: &[Element] = &[
    many("identifier", Identifier),
    many(
        "basedOn",
        Reference(&["CarePlan", "DeviceRequest", "ImmunizationRecommendation", "MedicationRequest", "NutritionOrder", "ServiceRequest"]),
    ),
    req("status", CodeOf(&["registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown"])),
    many("category", Concept),
    req("code", Concept),
    opt("subject", Reference(SUBJECT_OR_PLACE)),
    opt("encounter", Reference(&["Encounter"])),
    choice("effective", Times::Optional, &[("DateTime", DateTime), ("Period", Period), ("Timing", Object), ("Instant", Instant)]),
    opt("issued", Instant),
    many("performer", Reference(PERFORMERS)),
    choice("value", Times::Optional, VALUE),
    opt("dataAbsentReason", Concept),
    many("interpretation", Concept),
    many("note", Annotation),
    opt("bodySite", Concept),
    opt("method", Concept),
    opt("device", Reference(&["Device", "DeviceMetric"])),
    many("referenceRange", Part(REFERENCE_RANGE)),
    many("hasMember", Reference(&["Observation", "QuestionnaireResponse", "MolecularSequence"])),
    many(
        "component",
        Part(&[
            req("code", Concept),
            choice("value", Times::Optional, VALUE),
            opt("dataAbsentReason", Concept),
            many("interpretation", Concept),
            many("referenceRange", Part(REFERENCE_RANGE)),
        ]),
    ),
];

static DIAGNOSTIC_REPORT: &[Element] = &[
    many("identifier", Identifier),
    many("basedOn", Reference(&["CarePlan", "ImmunizationRecommendation", "MedicationRequest", "NutritionOrder", "ServiceRequest"])),
    req(
        "status",
        CodeOf(&[
            "registered",
            "partial",
            "preliminary",
            "final",
            "amended",
            "corrected",
            "appended",
            "cancelled",
            "entered-in-error",
            "unknown",
        ]),
    ),
    many("category", Concept),
    req("code", Concept),
    opt("subject", Reference(SUBJECT_OR_PLACE)),
    opt("encounter", Reference(&["Encounter"])),
    choice("effective", Times::Optional, &[("DateTime", DateTime), ("Period", Period)]),
    opt("issued", Instant),
    many("performer", Reference(&["Practitioner", "PractitionerRole", "Organization", "CareTeam"])),
    many("resultsInterpreter", Reference(&["Practitioner", "PractitionerRole", "Organization", "CareTeam"])),
    many("result", Reference(&["Observation"])),
    opt("conclusion", Text),
    many("conclusionCode", Concept),
];

static SERVICE_REQUEST: &[Element] = &[
    many("identifier", Identifier),
    many("basedOn", Reference(&["CarePlan", "ServiceRequest", "MedicationRequest"])),
    req("status", CodeOf(REQUEST_STATUS)),
    req("intent", CodeOf(REQUEST_INTENT)),
    many("category", Concept),
    opt("priority", CodeOf(PRIORITY)),
    opt("doNotPerform", Bool),
    opt("code", Concept),
    many("orderDetail", Concept),
    choice("quantity", Times::Optional, &[("Quantity", Quantity), ("Ratio", Ratio), ("Range", Range)]),
    req("subject", Reference(&["Patient", "Group", "Location", "Device"])),
    opt("encounter", Reference(&["Encounter"])),
    choice("occurrence", Times::Optional, &[("DateTime", DateTime), ("Period", Period), ("Timing", Object)]),
    opt("authoredOn", DateTime),
    opt("requester", Reference(&["Practitioner", "PractitionerRole", "Organization", "Patient", "RelatedPerson", "Device"])),
    many(
        "performer",
        Reference(&[
            "Practitioner",
            "PractitionerRole",
            "Organization",
            "CareTeam",
            "HealthcareService",
            "Patient",
            "Device",
            "RelatedPerson",
        ]),
    ),
    many("locationReference", Reference(&["Location"])),
    many("reasonCode", Concept),
    many("reasonReference", Reference(REASONS)),
    many("note", Annotation),
    opt("patientInstruction", Text),
];

static APPOINTMENT: &[Element] = &[
    many("identifier", Identifier),
    req(
        "status",
        CodeOf(&[
            "proposed",
            "pending",
            "booked",
            "arrived",
            "fulfilled",
            "cancelled",
            "noshow",
            "entered-in-error",
            "checked-in",
            "waitlist",
        ]),
    ),
    opt("cancelationReason", Concept),
    many("serviceCategory", Concept),
    many("serviceType", Concept),
    many("specialty", Concept),
    opt("appointmentType", Concept),
    many("reasonCode", Concept),
    many("reasonReference", Reference(&["Condition", "Procedure", "Observation", "ImmunizationRecommendation"])),
    opt("description", Text),
    opt("start", Instant),
    opt("end", Instant),
    opt("minutesDuration", Positive),
    opt("created", DateTime),
    opt("comment", Text),
    opt("patientInstruction", Text),
    many("basedOn", Reference(&["ServiceRequest"])),
    some(
        "participant",
        Part(&[
            many("type", Concept),
            opt(
                "actor",
                Reference(&["Patient", "Practitioner", "PractitionerRole", "RelatedPerson", "Device", "HealthcareService", "Location"]),
            ),
            opt("required", CodeOf(&["required", "optional", "information-only"])),
            req("status", CodeOf(&["accepted", "declined", "tentative", "needs-action"])),
            opt("period", Period),
        ]),
    ),
    many("requestedPeriod", Period),
];

static DEVICE: &[Element] = &[
    many("identifier", Identifier),
    opt("status", CodeOf(&["active", "inactive", "entered-in-error", "unknown"])),
    opt("distinctIdentifier", Text),
    opt("manufacturer", Text),
    opt("manufactureDate", DateTime),
    opt("expirationDate", DateTime),
    opt("lotNumber", Text),
    opt("serialNumber", Text),
    many(
        "deviceName",
        Part(&[
            req("name", Text),
            req(
                "type",
                CodeOf(&["udi-label-name", "user-friendly-name", "patient-reported-name", "manufacturer-name", "model-name", "other"]),
            ),
        ]),
    ),
    opt("modelNumber", Text),
    opt("type", Concept),
    opt("patient", Reference(&["Patient"])),
    opt("owner", Reference(&["Organization"])),
    opt("location", Reference(&["Location"])),
    many("note", Annotation),
];

static DEVICE_USE_STATEMENT: &[Element] = &[
    many("identifier", Identifier),
    many("basedOn", Reference(&["ServiceRequest"])),
    req("status", CodeOf(&["active", "completed", "entered-in-error", "intended", "stopped", "on-hold"])),
    req("subject", Reference(SUBJECT)),
    choice("timing", Times::Optional, &[("Timing", Object), ("Period", Period), ("DateTime", DateTime)]),
    opt("recordedOn", DateTime),
    opt("source", Reference(PERSONS)),
    req("device", Reference(&["Device"])),
    many("reasonCode", Concept),
    many("reasonReference", Reference(&["Condition", "Observation", "DiagnosticReport", "DocumentReference", "Media"])),
    opt("bodySite", Concept),
    many("note", Annotation),
];

static FLAG: &[Element] = &[
    many("identifier", Identifier),
    req("status", CodeOf(&["active", "inactive", "entered-in-error"])),
    many("category", Concept),
    req("code", Concept),
    req(
        "subject",
        Reference(&["Patient", "Location", "Group", "Organization", "Practitioner", "PlanDefinition", "Medication", "Procedure"]),
    ),
    opt("period", Period),
    opt("encounter", Reference(&["Encounter"])),
    opt("author", Reference(&["Device", "Organization", "Patient", "Practitioner", "PractitionerRole"])),
];

static QUESTIONNAIRE_RESPONSE: &[Element] = &[
    opt("identifier", Identifier),
    opt("questionnaire", Uri),
    req("status", CodeOf(&["in-progress", "completed", "amended", "entered-in-error", "stopped"])),
    opt("subject", Reference(&[])),
    opt("encounter", Reference(&["Encounter"])),
    opt("authored", DateTime),
    opt("author", Reference(&["Device", "Practitioner", "PractitionerRole", "Patient", "RelatedPerson", "Organization"])),
    opt("source", Reference(&["Patient", "Practitioner", "PractitionerRole", "RelatedPerson"])),
    many("item", Part(RESPONSE_ITEM)),
];

/// A group has items of its own; their inside is read by whoever knows the form.
static RESPONSE_ITEM: &[Element] = &[
    req("linkId", Text),
    opt("text", Text),
    many(
        "answer",
        Part(&[
            choice(
                "value",
                Times::Optional,
                &[
                    ("Boolean", Bool),
                    ("Decimal", Decimal),
                    ("Integer", Integer),
                    ("Date", Date),
                    ("DateTime", DateTime),
                    ("Time", Time),
                    ("String", Text),
                    ("Uri", Uri),
                    ("Attachment", Object),
                    ("Coding", Coding),
                    ("Quantity", Quantity),
                    ("Reference", Reference(&[])),
                ],
            ),
            many("item", Object),
        ]),
    ),
    many("item", Object),
];

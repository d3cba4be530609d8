//! Constraints that hold between elements, by the names FHIR R4 gives them.

use serde_json::{Map, Value};

use crate::path::Path;
use crate::problem::{Problem, Reason};
use crate::time;
use crate::types::Taken;

/// System of the Finnish personal identity code (henkilötunnus) [verified: finnish-base-profiles].
pub const HETU_SYSTEM: &str = "urn:oid:1.2.246.21";

pub fn check(of: Taken, resource: &Map<String, Value>, at: &Path<'_>, problems: &mut Vec<Problem>) {
    match of {
        Taken::Patient | Taken::RelatedPerson => hetus(resource, at, problems),
        Taken::Organization => organization(resource, at, problems),
        Taken::AllergyIntolerance => allergy(resource, at, problems),
        Taken::Condition => condition(resource, at, problems),
        Taken::Observation => observation(resource, at, problems),
        Taken::CarePlan => care_plan(resource, at, problems),
        Taken::Appointment => appointment(resource, at, problems),
        _ => {}
    }
}

fn items<'a>(object: &'a Map<String, Value>, name: &str) -> &'a [Value] {
    object.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// Whether some coding of the concept has the code.
fn has_code(object: &Map<String, Value>, concept: &str, code: &str) -> bool {
    let codings = object.get(concept).and_then(|c| c.get("coding")).and_then(Value::as_array);
    codings.is_some_and(|codings| codings.iter().any(|c| c.get("code").and_then(Value::as_str) == Some(code)))
}

/// A code in the hetu system must be one that can exist; a slip in it would join two persons or split one.
fn hetus(resource: &Map<String, Value>, at: &Path<'_>, problems: &mut Vec<Problem>) {
    for (index, identifier) in items(resource, "identifier").iter().enumerate() {
        let text = |name: &str| identifier.get(name).and_then(Value::as_str);
        if text("system") != Some(HETU_SYSTEM) {
            continue;
        }
        let identifier_at = at.item("identifier", index);
        let value_at = identifier_at.child("value");
        match text("value").map(kernel::hetu::Hetu::parse) {
            None => problems.push(Problem::new(value_at, Reason::Required)),
            Some(Err(error)) => problems.push(Problem::new(value_at, Reason::Hetu(error))),
            Some(Ok(_)) => {}
        }
    }
}

/// org-1: an organisation has a name or an identifier.
fn organization(resource: &Map<String, Value>, at: &Path<'_>, problems: &mut Vec<Problem>) {
    if !resource.contains_key("identifier") && !resource.contains_key("name") {
        problems.push(Problem::new(at, Reason::Rule("org-1: name or identifier is needed")));
    }
}

/// ait-1, ait-2: a clinical status, unless entered in error; then none.
fn allergy(resource: &Map<String, Value>, at: &Path<'_>, problems: &mut Vec<Problem>) {
    let in_error = has_code(resource, "verificationStatus", "entered-in-error");
    if in_error == resource.contains_key("clinicalStatus") {
        let rule = if in_error {
            "ait-2: an entry made in error has no clinicalStatus"
        } else {
            "ait-1: clinicalStatus is needed unless entered in error"
        };
        problems.push(Problem::new(at.child("clinicalStatus"), Reason::Rule(rule)));
    }
}

/// con-4, con-5: an abated condition is not active; one made in error has no clinical status.
fn condition(resource: &Map<String, Value>, at: &Path<'_>, problems: &mut Vec<Problem>) {
    let abated = resource.keys().any(|key| key.strip_prefix("abatement").is_some_and(|rest| !rest.is_empty()));
    let active = ["active", "recurrence", "relapse"].iter().any(|code| has_code(resource, "clinicalStatus", code));
    if abated && active {
        let rule = "con-4: a condition with an abatement is inactive, in remission or resolved";
        problems.push(Problem::new(at.child("clinicalStatus"), Reason::Rule(rule)));
    }
    if has_code(resource, "verificationStatus", "entered-in-error") && resource.contains_key("clinicalStatus") {
        let rule = "con-5: an entry made in error has no clinicalStatus";
        problems.push(Problem::new(at.child("clinicalStatus"), Reason::Rule(rule)));
    }
}

/// obs-6: either a value or the reason why there is none.
fn observation(resource: &Map<String, Value>, at: &Path<'_>, problems: &mut Vec<Problem>) {
    let valued =
        resource.keys().any(|key| key.strip_prefix("value").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase())));
    if valued && resource.contains_key("dataAbsentReason") {
        let rule = "obs-6: dataAbsentReason stands only where there is no value";
        problems.push(Problem::new(at.child("dataAbsentReason"), Reason::Rule(rule)));
    }
}

/// cpl-3: an activity is either described or referred to.
fn care_plan(resource: &Map<String, Value>, at: &Path<'_>, problems: &mut Vec<Problem>) {
    for (index, activity) in items(resource, "activity").iter().enumerate() {
        if activity.get("detail").is_some() && activity.get("reference").is_some() {
            let rule = "cpl-3: an activity has a detail or a reference, not both";
            problems.push(Problem::new(at.item("activity", index), Reason::Rule(rule)));
        }
    }
}

/// app-1 … app-3: participants are said, start and end come together, and only a proposed one may be without.
fn appointment(resource: &Map<String, Value>, at: &Path<'_>, problems: &mut Vec<Problem>) {
    for (index, participant) in items(resource, "participant").iter().enumerate() {
        if participant.get("actor").is_none() && participant.get("type").is_none() {
            problems.push(Problem::new(at.item("participant", index), Reason::Rule("app-1: actor or type is needed")));
        }
    }
    let text = |name: &str| resource.get(name).and_then(Value::as_str);
    match (text("start"), text("end")) {
        (Some(start), Some(end)) => {
            if let (Some((start, _)), Some((end, _))) = (time::instant(start), time::instant(end))
                && end < start
            {
                problems.push(Problem::new(at.child("end"), Reason::EndBeforeStart));
            }
        }
        (None, None) => {
            if !matches!(text("status"), Some("proposed" | "cancelled" | "waitlist")) {
                let rule = "app-3: only a proposed, cancelled or waiting appointment may be without start and end";
                problems.push(Problem::new(at.child("start"), Reason::Rule(rule)));
            }
        }
        _ => problems.push(Problem::new(at, Reason::Rule("app-2: start and end come together"))),
    }
}

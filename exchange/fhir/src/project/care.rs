//! Visits, episodes, teams, plans and goals.

use records::{Facts, PartFacts};
use serde_json::Value;

use super::concept::{coding, concept};
use super::read::{Reading, array, end, named, part_named, pointing, quantity, span, start, text};
use super::{Body, EntryDraft, PartDraft};
use crate::time;
use crate::types::Taken;

pub fn facts(reading: &Reading<'_>, kind: Taken) -> Facts {
    Facts { kind: kind.name(), status: reading.text("status"), ..Facts::default() }
}

/// An entry of the client that `subject` names.
pub fn about(reading: &mut Reading<'_>, subject: &str, mut entry: EntryDraft) -> Body {
    let referred = reading.refer(subject, None);
    // Only a Patient is a client; a Group, Device or Location is nobody whose record this is.
    let client = referred.link.filter(|_| referred.type_name.is_none_or(|t| t == Taken::Patient.name()));
    entry.service_task_code = reading.service_task_code();
    Body::Entry { clients: client.into_iter().collect(), entry: Box::new(entry) }
}

pub fn encounter(reading: &mut Reading<'_>) -> Body {
    let mut facts = facts(reading, Taken::Encounter);
    let class = reading.get("class").map(coding).unwrap_or_default();
    facts.class = class.code.clone();
    let kind = reading.first_concept("type");
    let service = reading.concept("serviceType");
    named(
        &mut facts,
        if kind.title.is_some() {
            kind
        } else if service.title.is_some() {
            service
        } else {
            class
        },
    );
    if let Some(period) = reading.get("period") {
        span(&mut facts, period);
    }
    facts.severity = reading.concept("priority").code;
    let mut parts = Vec::new();
    let mut performer = None;
    for (at, participant) in reading.items("participant").iter().enumerate() {
        let Some(individual) = participant.get("individual") else { continue };
        let referred = reading.follow(individual, format!("participant[{at}].individual"), None);
        let role = array(participant, "type").first().map(concept).unwrap_or_default();
        let actor = !referred.is(Taken::RelatedPerson);
        // The first, or the one the source calls the primary performer.
        let primary = role.code.as_deref() == Some("PPRF");
        if actor && (performer.is_none() || primary) {
            performer = referred.link;
            facts.performer = referred.name.clone();
        }
        let mut part = PartFacts { kind: "participant", role: role.title, ..PartFacts::default() };
        part.actor = referred.name.clone();
        part.code = role.code;
        part.code_system = role.system;
        parts.push(PartDraft { facts: part, link: referred.link });
    }
    // One participant is the performer already.
    if parts.len() == 1 && performer.is_some() {
        parts.clear();
    }
    reading.reasons(&mut facts, &mut parts);
    for (at, diagnosis) in reading.items("diagnosis").iter().enumerate() {
        let Some(value) = diagnosis.get("condition") else { continue };
        let referred = reading.follow(value, format!("diagnosis[{at}].condition"), None);
        facts.reason = facts.reason.take().or_else(|| referred.name.clone());
        parts.push(pointing("diagnosis", &referred));
    }
    if let Some(discharge) = reading.get("hospitalization").and_then(|h| h.get("dischargeDisposition")) {
        let mut part = PartFacts { kind: "discharge", ..PartFacts::default() };
        part_named(&mut part, concept(discharge));
        parts.push(PartDraft { facts: part, ..PartDraft::default() });
    }
    let mut place = None;
    if let Some(value) = reading.items("location").first().and_then(|l| l.get("location")) {
        let referred = reading.follow(value, "location[0].location".into(), Some(Taken::Location));
        facts.place = referred.name;
        place = referred.link;
    }
    let provider = reading.refer("serviceProvider", Some(Taken::Organization));
    facts.organisation = provider.name;
    let encounter = reading.link("partOf", Some(Taken::Encounter));
    let entry = EntryDraft { facts, performer, organisation: provider.link, place, encounter, parts, ..EntryDraft::default() };
    about(reading, "subject", entry)
}

pub fn episode_of_care(reading: &mut Reading<'_>) -> Body {
    let mut facts = facts(reading, Taken::EpisodeOfCare);
    named(&mut facts, reading.first_concept("type"));
    if let Some(period) = reading.get("period") {
        span(&mut facts, period);
    }
    let manager = reading.refer("careManager", None);
    facts.performer = manager.name;
    let organisation = reading.refer("managingOrganization", Some(Taken::Organization));
    facts.organisation = organisation.name;
    let mut parts = Vec::new();
    for (at, diagnosis) in reading.items("diagnosis").iter().enumerate() {
        let Some(value) = diagnosis.get("condition") else { continue };
        let referred = reading.follow(value, format!("diagnosis[{at}].condition"), Some(Taken::Condition));
        parts.push(pointing("diagnosis", &referred));
    }
    for team in reading.refer_all("team", Some(Taken::CareTeam)) {
        parts.push(pointing("team", &team));
    }
    let entry = EntryDraft { facts, performer: manager.link, organisation: organisation.link, parts, ..EntryDraft::default() };
    about(reading, "patient", entry)
}

pub fn care_team(reading: &mut Reading<'_>) -> Body {
    let mut facts = facts(reading, Taken::CareTeam);
    named(&mut facts, reading.first_concept("category"));
    facts.title = reading.text("name").or(facts.title);
    if let Some(period) = reading.get("period") {
        span(&mut facts, period);
    }
    let mut parts = Vec::new();
    reading.reasons(&mut facts, &mut parts);
    for (at, participant) in reading.items("participant").iter().enumerate() {
        let role = array(participant, "role").first().map(concept).unwrap_or_default();
        let mut part = PartFacts { kind: "participant", role: role.title, ..PartFacts::default() };
        part.code_system = role.system;
        part.code = role.code;
        if let Some(period) = participant.get("period") {
            part.started_at = period.get("start").and_then(Value::as_str).and_then(time::instant).map(|(at, _)| at);
            part.ended_at = period.get("end").and_then(Value::as_str).and_then(end);
        }
        let referred =
            participant.get("member").map(|member| reading.follow(member, format!("participant[{at}].member"), None)).unwrap_or_default();
        // A client belongs to their own team without being said.
        if referred.is(Taken::Patient) {
            continue;
        }
        part.actor = referred.name.clone();
        parts.push(PartDraft { facts: part, link: referred.link });
    }
    parts.extend(reading.notes());
    let organisation = reading.refer_all("managingOrganization", Some(Taken::Organization)).into_iter().next();
    let organisation = organisation.unwrap_or_default();
    facts.organisation = organisation.name;
    let encounter = reading.link("encounter", Some(Taken::Encounter));
    let entry = EntryDraft { facts, organisation: organisation.link, encounter, parts, ..EntryDraft::default() };
    about(reading, "subject", entry)
}

pub fn care_plan(reading: &mut Reading<'_>) -> Body {
    let mut facts = facts(reading, Taken::CarePlan);
    facts.class = reading.text("intent");
    // Sources put a technical category beside the one that names the plan; the one with words is the name.
    let categories: Vec<_> = reading.items("category").iter().map(concept).collect();
    let worded = categories.iter().rev().find(|c| c.title != c.code);
    named(&mut facts, worded.or(categories.first()).cloned().unwrap_or_default());
    facts.title = reading.text("title").or(facts.title);
    facts.text_value = reading.text("description");
    if let Some(period) = reading.get("period") {
        span(&mut facts, period);
    }
    facts.recorded_at = reading.recorded("created");
    let author = reading.refer("author", None);
    facts.performer = author.name;
    let actor = author.type_name.is_none_or(|t| Taken::parse(t).is_some_and(Taken::is_actor));
    let performer = author.link.filter(|_| actor);
    let mut parts = Vec::new();
    for goal in reading.refer_all("goal", Some(Taken::Goal)) {
        let mut part = pointing("goal", &goal);
        part.facts.title = contained_goal(&goal).or(part.facts.title);
        parts.push(part);
    }
    for (at, activity) in reading.items("activity").iter().enumerate() {
        parts.push(plan_activity(reading, activity, at));
    }
    for condition in reading.refer_all("addresses", Some(Taken::Condition)) {
        facts.reason = facts.reason.take().or_else(|| condition.name.clone());
        parts.push(pointing("addresses", &condition));
    }
    for team in reading.refer_all("careTeam", Some(Taken::CareTeam)) {
        parts.push(pointing("team", &team));
    }
    parts.extend(reading.notes());
    let encounter = reading.link("encounter", Some(Taken::Encounter));
    let entry = EntryDraft { facts, performer, encounter, parts, ..EntryDraft::default() };
    about(reading, "subject", entry)
}

fn contained_goal(goal: &super::read::Referred<'_>) -> Option<String> {
    goal.contained.and_then(|goal| goal.get("description")).and_then(|d| concept(d).title)
}

fn plan_activity<'a>(reading: &mut Reading<'a>, activity: &'a Value, at: usize) -> PartDraft {
    let mut part = PartFacts { kind: "activity", ..PartFacts::default() };
    if let Some(reference) = activity.get("reference") {
        let referred = reading.follow(reference, format!("activity[{at}].reference"), None);
        part.title = referred.name.clone();
        return PartDraft { facts: part, link: referred.link };
    }
    let Some(detail) = activity.get("detail") else {
        part.title = array(activity, "outcomeCodeableConcept").first().and_then(|o| concept(o).title);
        return PartDraft { facts: part, ..PartDraft::default() };
    };
    part_named(&mut part, detail.get("code").map(concept).unwrap_or_default());
    part.status = text(detail, "status");
    part.text_value = text(detail, "description").or_else(|| text(detail, "scheduledString"));
    part.title = part.title.or_else(|| text(detail, "description"));
    if let Some(amount) = detail.get("dailyAmount").or_else(|| detail.get("quantity")) {
        (part.quantity, part.unit) = quantity(amount);
    }
    if let Some(period) = detail.get("scheduledPeriod") {
        part.started_at = period.get("start").and_then(Value::as_str).and_then(time::instant).map(|(at, _)| at);
        part.ended_at = period.get("end").and_then(Value::as_str).and_then(end);
    }
    let mut link = None;
    if let Some(performer) = array(detail, "performer").first() {
        let referred = reading.follow(performer, format!("activity[{at}].detail.performer[0]"), None);
        link = referred.link;
        part.actor = referred.name;
    } else if let Some(place) = detail.get("location") {
        let referred = reading.follow(place, format!("activity[{at}].detail.location"), Some(Taken::Location));
        link = referred.link;
        part.actor = referred.name;
    }
    PartDraft { facts: part, link }
}

pub fn goal(reading: &mut Reading<'_>) -> Body {
    let mut facts = facts(reading, Taken::Goal);
    facts.status = reading.text("lifecycleStatus");
    facts.class = reading.first_concept("category").code;
    named(&mut facts, reading.concept("description"));
    let achievement = reading.concept("achievementStatus");
    facts.value_system = achievement.system;
    facts.value_code = achievement.code;
    facts.severity = reading.concept("priority").code;
    if let Some(text) = reading.get("startDate").and_then(Value::as_str) {
        start(&mut facts, text);
    }
    facts.recorded_at = reading.recorded("statusDate");
    facts.reason = reading.text("statusReason");
    let mut parts = Vec::new();
    for target in reading.items("target") {
        parts.push(goal_target(target));
    }
    for addressed in reading.refer_all("addresses", None) {
        parts.push(pointing("addresses", &addressed));
    }
    parts.extend(reading.notes());
    let by = reading.refer("expressedBy", None);
    facts.performer = by.name;
    let performer = by.link.filter(|_| by.type_name.and_then(Taken::parse).is_some_and(Taken::is_actor));
    about(reading, "subject", EntryDraft { facts, performer, parts, ..EntryDraft::default() })
}

fn goal_target(target: &Value) -> PartDraft {
    let mut part = PartFacts { kind: "target", ..PartFacts::default() };
    part_named(&mut part, target.get("measure").map(concept).unwrap_or_default());
    if let Some(detail) = target.get("detailQuantity") {
        (part.quantity, part.unit) = quantity(detail);
        part.text_value = text(detail, "comparator");
    } else if let Some(detail) = target.get("detailRange") {
        let bound = |name: &str| detail.get(name).map(quantity).unwrap_or_default();
        let ((low, unit), (high, high_unit)) = (bound("low"), bound("high"));
        let shown = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
        part.text_value = Some(format!("{}–{}", shown(low), shown(high)));
        part.unit = unit.or(high_unit);
    } else if let Some(detail) = target.get("detailCodeableConcept") {
        part.text_value = concept(detail).title;
    } else if let Some(detail) = target.get("detailInteger") {
        part.quantity = detail.as_f64();
    } else {
        part.text_value =
            text(target, "detailString").or_else(|| target.get("detailBoolean").and_then(Value::as_bool).map(|b| b.to_string()));
    }
    part.ended_at = target.get("dueDate").and_then(Value::as_str).and_then(end);
    PartDraft { facts: part, ..PartDraft::default() }
}

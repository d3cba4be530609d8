//! Two years in lanes. Pure.

use chrono::NaiveDate;
use kernel::helsinki_date;
use records::picture::{EMERGENCY_AND_WARD, Fact, Measured, Visits};
use rules::{LabelledList, Needs, Outcome, TimelineLane};

use super::measures::{is_functional, shown, tone, with_unit};
use super::model::{ItemRef, LaneItems, Timeline, TimelineItem, Tone, Words};
use super::store::{AppointmentRow, AssessmentRow, CustomershipRow, DecisionRow, PlanRow};
use super::words;

/// All that stands on the timeline.
pub struct Sources<'a> {
    pub visits: &'a [Visits],
    /// Made in this room; those behind and those of today.
    pub appointments: &'a [AppointmentRow],
    pub facts: &'a [Fact],
    pub values: &'a [Measured],
    pub customerships: &'a [CustomershipRow],
    pub plans: &'a [PlanRow],
    pub decisions: &'a [DecisionRow],
    pub assessments: &'a [AssessmentRow],
    pub needs: &'a Needs,
}

/// Whether an encounter is emergency care or a ward stay.
pub fn is_emergency_or_ward(class: Option<&str>) -> bool {
    class.is_some_and(|class| EMERGENCY_AND_WARD.contains(&class))
}

/// The timeline from `from` to `to`, its lanes in the order given.
pub fn timeline(from: NaiveDate, to: NaiveDate, order: &[TimelineLane], sources: &Sources<'_>) -> Timeline {
    let lanes = order
        .iter()
        .map(|lane| {
            let mut items = match lane {
                TimelineLane::EmergencyWard => visits(sources, true),
                TimelineLane::Visits => {
                    let mut all = visits(sources, false);
                    all.extend(appointments(sources));
                    all
                }
                TimelineLane::Services => services(sources),
                TimelineLane::PlansDecisions => plans_and_decisions(sources),
                TimelineLane::Functioning => functioning(sources),
            };
            items.retain(|item| item.to.unwrap_or(item.from) >= from && item.from <= to);
            items.sort_by_key(|item| item.from);
            LaneItems { lane: *lane, items }
        })
        .collect();
    Timeline { from, to, lanes }
}

fn visits(sources: &Sources<'_>, emergency: bool) -> Vec<TimelineItem> {
    sources
        .visits
        .iter()
        .filter(|v| is_emergency_or_ward(v.class.as_deref()) == emergency)
        .map(|v| {
            let (first, last) = (helsinki_date(v.first_at), helsinki_date(v.last_at));
            let kind = match v.class.as_deref() {
                Some("EMER" | "OBSENC") => "emergency",
                _ if emergency => "ward",
                Some("HH") => "home_visit",
                Some("VR") => "remote",
                _ => "visit",
            };
            TimelineItem {
                from: first,
                to: (last > first).then_some(last),
                count: (v.count > 1).then_some(v.count),
                label: words::visit(v.class.as_deref(), v.title.as_deref()),
                kind: kind.into(),
                tone: if emergency { Tone::Danger } else { Tone::Neutral },
                item: ItemRef::record("Encounter", v.id),
            }
        })
        .collect()
}

/// What was agreed here. That it took place is told by a note or by the source system's visit, not by the appointment.
fn appointments<'a>(sources: &'a Sources<'_>) -> impl Iterator<Item = TimelineItem> + 'a {
    sources.appointments.iter().map(|a| TimelineItem {
        from: helsinki_date(a.starts_at),
        to: None,
        count: None,
        label: words::appointment(&a.place).into(),
        kind: "appointment".into(),
        tone: Tone::Info,
        item: ItemRef::own("own_appointment", a.id).within(a.matter_id, None),
    })
}

fn services(sources: &Sources<'_>) -> Vec<TimelineItem> {
    let customerships = sources.customerships.iter().map(|c| TimelineItem {
        from: c.opened_on,
        to: c.closed_on,
        count: None,
        label: words::code(sources.needs, LabelledList::ServiceTasks, &c.service_task).into(),
        kind: "customership".into(),
        tone: Tone::Info,
        item: ItemRef::own("customership", c.id).within(c.matter_id, None),
    });
    let episodes = sources.facts.iter().filter(|f| f.kind == "EpisodeOfCare").filter_map(|f| {
        Some(TimelineItem {
            from: helsinki_date(f.started_at?),
            to: f.ended_at.map(helsinki_date),
            count: None,
            label: f.title.clone().map_or_else(|| words::nameless("EpisodeOfCare").into(), Words::Source),
            kind: "service".into(),
            tone: Tone::Neutral,
            item: ItemRef::record(&f.kind, f.id),
        })
    });
    customerships.chain(episodes).collect()
}

fn plans_and_decisions(sources: &Sources<'_>) -> Vec<TimelineItem> {
    let point = |from: NaiveDate, label: Words, kind: &str, tone: Tone, item: ItemRef| TimelineItem {
        from,
        to: None,
        count: None,
        label,
        kind: kind.into(),
        tone,
        item,
    };
    let plans = sources.plans.iter().map(|p| {
        let label = p.title.clone().map_or_else(|| words::plan().into(), Words::Source);
        point(p.valid_from, label, "plan", Tone::Info, ItemRef::own("plan", p.id).within(p.matter_id, p.document_id))
    });
    let decisions = sources.decisions.iter().map(|d| {
        let outcome = d.outcome.as_deref().and_then(Outcome::parse);
        let tone = if outcome == Some(Outcome::Negative) { Tone::Warning } else { Tone::Info };
        let item = ItemRef::own("decision", d.id).within(Some(d.matter_id), Some(d.document_id));
        point(helsinki_date(d.decided_at), words::decision(outcome).into(), "decision", tone, item)
    });
    let assessments = sources.assessments.iter().map(|a| {
        point(
            a.finished_on,
            words::assessment().into(),
            "assessment",
            Tone::Neutral,
            ItemRef::own("assessment", a.id).within(a.matter_id, a.document_id),
        )
    });
    let care_plans = sources.facts.iter().filter(|f| f.kind == "CarePlan").filter_map(|f| {
        let label = f.title.clone().map_or_else(|| words::care_plan().into(), Words::Source);
        Some(point(helsinki_date(f.started_at?), label, "care_plan", Tone::Neutral, ItemRef::record(&f.kind, f.id)))
    });
    plans.chain(decisions).chain(assessments).chain(care_plans).collect()
}

fn functioning(sources: &Sources<'_>) -> Vec<TimelineItem> {
    sources
        .values
        .iter()
        .filter(|v| is_functional(v))
        .map(|v| {
            let name = v.title.as_deref().unwrap_or(&v.code);
            let label = format!("{name} {}", with_unit(&shown(v), v.unit.as_deref()));
            let at = helsinki_date(v.started_at);
            TimelineItem {
                from: at,
                to: None,
                count: None,
                label: Words::Source(label),
                kind: "measure".into(),
                tone: tone(v),
                item: ItemRef::record("Observation", v.id),
            }
        })
        .collect()
}

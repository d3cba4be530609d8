//! What is in force now: medicines, risks, diagnoses, devices, what is open and with whom. Pure.

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::helsinki_date;
use kernel::workday::workdays_between;
use people::PersonRef;
use people::organisation::TeamName;
use records::picture::Fact;
use rules::{LabelledList, Needs};
use uuid::Uuid;

use super::model::{DeviceInUse, Finding, ItemRef, Medicine, OpenItem, OpenWhat, Risk, Tone, Words};
use super::store::{AppointmentRow, CustomershipRow, MatterRow};
use super::words;

fn of<'a>(facts: &'a [Fact], kind: &'static str) -> impl Iterator<Item = &'a Fact> {
    facts.iter().filter(move |f| f.kind == kind)
}

fn since(fact: &Fact) -> Option<NaiveDate> {
    fact.started_at.or(fact.recorded_at).map(helsinki_date)
}

pub fn medication(facts: &[Fact]) -> Vec<Medicine> {
    of(facts, "MedicationRequest")
        .filter_map(|f| {
            Some(Medicine {
                name: f.title.clone()?,
                dose: f.text_value.clone(),
                status: f.status.clone().unwrap_or_default(),
                since: since(f),
                item: ItemRef::record(&f.kind, f.id),
            })
        })
        .collect()
}

/// Allergies, the severe first, then flags.
pub fn risks(facts: &[Fact]) -> Vec<Risk> {
    let risk = |kind: &str, f: &Fact| {
        Some(Risk {
            kind: kind.into(),
            title: f.title.clone()?,
            severity: f.severity.clone(),
            since: since(f),
            item: ItemRef::record(&f.kind, f.id),
        })
    };
    let mut allergies: Vec<Risk> = of(facts, "AllergyIntolerance").filter_map(|f| risk("allergy", f)).collect();
    allergies.sort_by_key(|r| !matches!(r.severity.as_deref(), Some("high" | "severe")));
    allergies.into_iter().chain(of(facts, "Flag").filter_map(|f| risk("flag", f))).collect()
}

/// Diagnoses and other findings, each name once: since when it was first there.
pub fn conditions(facts: &[Fact]) -> Vec<Finding> {
    let mut all: Vec<Finding> = Vec::new();
    for f in of(facts, "Condition") {
        let Some(title) = f.title.clone() else { continue };
        match all.iter_mut().find(|c| c.title == title) {
            Some(known) => known.since = [known.since, since(f)].into_iter().flatten().min(),
            None => all.push(Finding { title, since: since(f), item: ItemRef::record(&f.kind, f.id) }),
        }
    }
    all
}

/// Devices, each name once: a device and the statement of its use are one to whoever reads.
pub fn devices(facts: &[Fact]) -> Vec<DeviceInUse> {
    let mut all: Vec<DeviceInUse> = Vec::new();
    for f in of(facts, "DeviceUseStatement").chain(of(facts, "Device")) {
        let Some(name) = f.title.clone() else { continue };
        if all.iter().all(|d| d.name != name) {
            all.push(DeviceInUse {
                name,
                status: f.status.clone().unwrap_or_else(|| "active".into()),
                since: since(f),
                item: ItemRef::record(&f.kind, f.id),
            });
        }
    }
    all
}

/// Names of professionals and teams.
pub struct Names<'a> {
    pub people: &'a HashMap<Uuid, PersonRef>,
    pub teams: &'a HashMap<Uuid, TeamName>,
}

impl Names<'_> {
    fn person(&self, id: Uuid) -> Option<String> {
        self.people.get(&id).map(|p| p.name.clone())
    }
    pub fn team(&self, id: Uuid) -> Option<String> {
        self.teams.get(&id).map(|t| t.name.clone())
    }
}

/// How pressing a date is: past, within two workdays, or not.
pub fn tone(due: Option<NaiveDate>, today: NaiveDate) -> Tone {
    match due {
        Some(day) if day < today => Tone::Danger,
        Some(day) if workdays_between(today, day) <= 2 => Tone::Warning,
        _ => Tone::Neutral,
    }
}

/// What is open and with whom: by due date, what has none last.
pub fn open(
    matters: &[MatterRow],
    customerships: &[CustomershipRow],
    appointments: &[AppointmentRow],
    facts: &[Fact],
    names: &Names<'_>,
    needs: &Needs,
    today: NaiveDate,
) -> Vec<OpenItem> {
    let item = |kind: &str, title: Words, who, due_on, tone, item| OpenItem {
        what: OpenWhat { kind: kind.into(), title },
        who,
        due_on,
        tone,
        item,
    };
    let mut all: Vec<OpenItem> = Vec::new();
    for m in matters {
        let who = m.handler_id.and_then(|id| names.person(id)).or_else(|| names.team(m.team_id));
        let title = words::code(needs, LabelledList::Situations, &m.situation).into();
        all.push(item("matter", title, who, m.next_due_on, tone(m.next_due_on, today), ItemRef::own("matter", m.id)));
    }
    for c in customerships.iter().filter(|c| c.state == "open") {
        let who = names.person(c.responsible_worker_id).or_else(|| names.team(c.team_id));
        let title = words::code(needs, LabelledList::ServiceTasks, &c.service_task).into();
        all.push(item("customership", title, who, None, Tone::Neutral, ItemRef::own("customership", c.id).within(c.matter_id, None)));
    }
    // Those of today too: at noon one still asks who came in the morning.
    for a in appointments.iter().filter(|a| helsinki_date(a.starts_at) >= today) {
        let item_ref = ItemRef::own("own_appointment", a.id).within(a.matter_id, None);
        let day = Some(helsinki_date(a.starts_at));
        all.push(item("appointment", words::appointment(&a.place).into(), names.person(a.handler_id), day, Tone::Neutral, item_ref));
    }
    for f in of(facts, "ServiceRequest").chain(of(facts, "Appointment")) {
        let appointment = f.kind == "Appointment";
        let title = f.title.clone().map_or_else(|| words::nameless(&f.kind).into(), Words::Source);
        let who = f.performer.clone().or_else(|| f.organisation.clone()).or_else(|| f.place.clone());
        let day = f.started_at.map(helsinki_date);
        // A booked time is not late before it is over; a request is, when its time has passed.
        let tone = if appointment { Tone::Neutral } else { tone(day, today) };
        all.push(item(if appointment { "appointment" } else { "service_request" }, title, who, day, tone, ItemRef::record(&f.kind, f.id)));
    }
    all.sort_by_key(|o| (o.due_on.is_none(), o.due_on));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_presses_more_the_nearer_it_is() {
        let d = |text: &str| -> NaiveDate { text.parse().unwrap() };
        let today = d("2026-11-20"); // Friday
        let cases = [
            (None, Tone::Neutral),
            (Some("2026-11-19"), Tone::Danger),
            (Some("2026-11-20"), Tone::Warning),
            (Some("2026-11-24"), Tone::Warning),
            (Some("2026-11-25"), Tone::Neutral),
        ];
        for (due, expected) in cases {
            assert_eq!(tone(due.map(d), today), expected, "{due:?}");
        }
    }
}

//! What asks for attention at once. Facts only: rules and models that reason come with the alert engine.

use chrono::{DateTime, NaiveDate, Utc};
use people::IdentityCard;
use records::picture::Fact;
use uuid::Uuid;

use super::model::{Alert, ItemRef, SummaryDeadline, Tone};
use super::words;

/// After so many days without a visit or a contact an open customership is called silent. The product's own choice.
pub const SILENT_AFTER_DAYS: i64 = 90;

/// The client's own state: address protection, death.
pub fn of_client(card: &IdentityCard) -> Vec<Alert> {
    let alert = |kind: &str, tone, title, detail| Alert {
        kind: kind.into(),
        tone,
        title,
        detail,
        at: None,
        source: ItemRef::own("client", card.id),
    };
    let mut alerts = Vec::new();
    if card.deceased {
        alerts.push(alert("deceased", Tone::Info, words::deceased(), None));
    }
    if card.protected {
        let (title, detail) = words::protected();
        alerts.push(alert("protected", Tone::Warning, title, Some(detail)));
    }
    alerts
}

/// Severe allergies and active flags.
pub fn of_risks(facts: &[Fact]) -> Vec<Alert> {
    facts
        .iter()
        .filter_map(|fact| {
            let title = fact.title.as_deref()?;
            let severe = matches!(fact.severity.as_deref(), Some("high" | "severe"));
            let (kind, tone, title) = match fact.kind.as_str() {
                "AllergyIntolerance" if severe => ("allergy", Tone::Danger, words::allergy(title)),
                "Flag" => ("flag", if severe { Tone::Danger } else { Tone::Warning }, kernel::Text::fi(title)),
                _ => return None,
            };
            Some(Alert { kind: kind.into(), tone, title, detail: None, at: fact.started_at, source: ItemRef::record(&fact.kind, fact.id) })
        })
        .collect()
}

/// Time limits that have passed.
pub fn of_deadlines(deadlines: &[SummaryDeadline]) -> Vec<Alert> {
    deadlines
        .iter()
        .filter(|d| d.deadline.overdue)
        .map(|d| Alert {
            kind: "overdue".into(),
            tone: Tone::Danger,
            title: words::overdue(),
            detail: Some(words::with_section(&d.deadline.label, &d.deadline.section)),
            at: None,
            source: ItemRef::own("matter", d.matter.id),
        })
        .collect()
}

/// A customership that is open while nobody has met the client for long; `last` is the latest visit or contact seen.
pub fn of_silence(customership: Option<(Uuid, NaiveDate)>, last: Option<DateTime<Utc>>, today: NaiveDate) -> Option<Alert> {
    let (id, opened_on) = customership?;
    let since = last.map(kernel::helsinki_date).map_or(opened_on, |day| day.max(opened_on));
    let days = (today - since).num_days();
    if days <= SILENT_AFTER_DAYS {
        return None;
    }
    let (title, detail) = words::silence(days);
    Some(Alert {
        kind: "silence".into(),
        tone: Tone::Info,
        title,
        detail: Some(detail),
        at: last,
        source: ItemRef::own("customership", id),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(kind: &str, title: Option<&str>, severity: Option<&str>) -> Fact {
        Fact {
            id: Uuid::now_v7(),
            kind: kind.into(),
            class: None,
            status: Some("active".into()),
            code: None,
            title: title.map(Into::into),
            started_at: None,
            ended_at: None,
            recorded_at: None,
            text_value: None,
            value_code: None,
            severity: severity.map(Into::into),
            reason: None,
            performer: None,
            organisation: None,
            place: None,
        }
    }

    #[test]
    fn only_a_severe_allergy_and_flags_alert() {
        let facts = [
            fact("AllergyIntolerance", Some("Penisilliini"), Some("high")),
            fact("AllergyIntolerance", Some("Koivu"), Some("low")),
            fact("Flag", Some("Kaatumisvaara"), None),
            fact("Flag", None, None),
            fact("Condition", Some("Diabetes"), Some("severe")),
        ];
        let seen: Vec<(String, Tone, String)> = of_risks(&facts).into_iter().map(|a| (a.kind, a.tone, a.title.fi)).collect();
        assert_eq!(
            seen,
            [
                ("allergy".into(), Tone::Danger, "Vakava allergia: Penisilliini".into()),
                ("flag".into(), Tone::Warning, "Kaatumisvaara".into())
            ]
        );
    }

    #[test]
    fn silence_counts_from_the_last_contact_or_the_opening() {
        let d = |text: &str| -> NaiveDate { text.parse().unwrap() };
        let open = Some((Uuid::now_v7(), d("2026-01-01")));
        assert!(of_silence(None, None, d("2026-11-21")).is_none());
        assert!(of_silence(open, None, d("2026-04-01")).is_none(), "90 days");
        assert!(of_silence(open, None, d("2026-04-02")).is_some(), "91 days");
        assert!(of_silence(open, Some("2026-11-01T10:00:00Z".parse().unwrap()), d("2026-11-21")).is_none());
        assert!(of_silence(open, Some("2025-01-01T10:00:00Z".parse().unwrap()), d("2026-02-01")).is_none(), "opened since");
    }
}

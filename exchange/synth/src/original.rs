//! Histories as a source would have sent them: a FHIR resource on a line for each row (NDJSON), so that an item opens to an
//! original. Written by hand, since there are a million of them.

use std::fmt::Write;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::history::Record;

pub fn text(rows: &[&Record]) -> String {
    let mut out = String::with_capacity(rows.len() * 320);
    for row in rows {
        line(&mut out, row);
        out.push('\n');
    }
    out
}

/// A JSON string.
fn quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if (c as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

fn member(out: &mut String, name: &str, text: &str) {
    let _ = write!(out, ",\"{name}\":");
    quoted(out, text);
}

fn instant(at: DateTime<Utc>, day: bool) -> String {
    if day { at.format("%Y-%m-%d").to_string() } else { at.to_rfc3339_opts(SecondsFormat::Secs, true) }
}

fn display(out: &mut String, name: &str, text: &str) {
    let _ = write!(out, ",\"{name}\":{{\"display\":");
    quoted(out, text);
    out.push('}');
}

fn concept(out: &mut String, row: &Record) {
    out.push('{');
    if let (Some(system), Some(code)) = (&row.facts.code_system, &row.facts.code) {
        out.push_str("\"coding\":[{\"system\":");
        quoted(out, system);
        member(out, "code", code);
        out.push_str("}],");
    }
    out.push_str("\"text\":");
    quoted(out, row.facts.title.as_deref().unwrap_or_default());
    out.push('}');
}

fn line(out: &mut String, row: &Record) {
    let facts = &row.facts;
    let _ = write!(out, "{{\"resourceType\":\"{}\"", facts.kind);
    if let Some(status) = &facts.status {
        match facts.kind {
            "Condition" | "AllergyIntolerance" => {
                out.push_str(",\"clinicalStatus\":{\"text\":");
                quoted(out, status);
                out.push('}');
            }
            _ => member(out, "status", status),
        }
    }
    if let Some(class) = &facts.class {
        match facts.kind {
            "Encounter" => {
                out.push_str(",\"class\":{\"code\":");
                quoted(out, class);
                out.push('}');
            }
            "MedicationRequest" | "CarePlan" | "ServiceRequest" => member(out, "intent", class),
            _ => {
                out.push_str(",\"category\":[{\"text\":");
                quoted(out, class);
                out.push_str("}]");
            }
        }
    }
    let (name, many) = match facts.kind {
        "Encounter" | "EpisodeOfCare" => ("type", true),
        "CarePlan" => ("title", false),
        "MedicationRequest" => ("medicationCodeableConcept", false),
        "Immunization" => ("vaccineCode", false),
        "Device" => ("type", false),
        "Appointment" => ("serviceType", true),
        _ => ("code", false),
    };
    if facts.kind == "CarePlan" {
        member(out, name, facts.title.as_deref().unwrap_or_default());
    } else {
        let _ = write!(out, ",\"{name}\":{}", if many { "[" } else { "" });
        concept(out, row);
        if many {
            out.push(']');
        }
    }
    when(out, row);
    if let Some(value) = facts.quantity {
        let _ = write!(out, ",\"valueQuantity\":{{\"value\":{value}");
        if let Some(unit) = &facts.unit {
            member(out, "unit", unit);
        }
        out.push('}');
    }
    if let Some(who) = &facts.performer {
        display(out, if facts.kind == "MedicationRequest" { "requester" } else { "performer" }, who);
    }
    if let Some(organisation) = &facts.organisation {
        display(out, "serviceProvider", organisation);
    }
    if let Some(reason) = &facts.reason {
        out.push_str(",\"reasonCode\":[{\"text\":");
        quoted(out, reason);
        out.push_str("}]");
    }
    let told: Vec<&String> = row.parts.iter().filter_map(|part| part.title.as_ref().or(part.text_value.as_ref())).collect();
    if !told.is_empty() {
        let name = if facts.kind == "MedicationRequest" { "dosageInstruction" } else { "note" };
        let _ = write!(out, ",\"{name}\":[");
        for (place, text) in told.into_iter().enumerate() {
            out.push_str(if place == 0 { "{\"text\":" } else { ",{\"text\":" });
            quoted(out, text);
            out.push('}');
        }
        out.push(']');
    }
    out.push('}');
}

fn when(out: &mut String, row: &Record) {
    let facts = &row.facts;
    let Some(start) = facts.started_at else { return };
    let day = facts.precision == Some("day");
    let start = instant(start, day);
    let end = facts.ended_at.map(|end| instant(end, day));
    match facts.kind {
        "Encounter" | "EpisodeOfCare" | "CarePlan" | "Flag" => {
            let _ = write!(out, ",\"period\":{{\"start\":\"{start}\"");
            if let Some(end) = end {
                let _ = write!(out, ",\"end\":\"{end}\"");
            }
            out.push('}');
        }
        "Appointment" => {
            let _ = write!(out, ",\"start\":\"{start}\"");
            if let Some(end) = end {
                let _ = write!(out, ",\"end\":\"{end}\"");
            }
        }
        "Observation" => {
            let _ = write!(out, ",\"effectiveDateTime\":\"{start}\"");
        }
        "Condition" | "AllergyIntolerance" => {
            let _ = write!(out, ",\"onsetDateTime\":\"{start}\"");
        }
        "Immunization" => {
            let _ = write!(out, ",\"occurrenceDateTime\":\"{start}\"");
        }
        "Device" => {
            let _ = write!(out, ",\"manufactureDate\":\"{start}\"");
        }
        _ => {
            let _ = write!(out, ",\"authoredOn\":\"{start}\"");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn strings_are_json() {
        let mut out = String::new();
        quoted(&mut out, "a\"b\\c\nd ä");
        assert_eq!(serde_json::from_str::<String>(&out).unwrap(), "a\"b\\c\nd ä");
    }
}

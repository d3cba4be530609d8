//! An appointment as a calendar file (RFC 5545). What a calendar holds spreads: to a telephone's lock screen, to a family's
//! shared calendar, to a company's server. So the file says when, and an office's address, and nothing of what it is about,
//! with whom or in which service.

use chrono::{DateTime, Utc};
use icalendar::{Calendar, Class, Component, Event, EventLike, EventStatus};
use kernel::{Lang, Text};

use super::model::{Appointment, AppointmentState, Place};

/// The file's text. The same `UID` in every version and a growing `SEQUENCE` let a calendar put the new in the place of the
/// old; times are in UTC, so they need no table of clock changes. `link`: the client's own pages.
pub fn file(appointment: &Appointment, language: Lang, link: &str) -> String {
    let title = Text::new("Tapaaminen", "Möte", "Appointment");
    let about =
        Text::new("Katso tiedot Omat asiat -palvelusta.", "Se uppgifterna i tjänsten Mina ärenden.", "See My matters for the details.");
    let cancelled = appointment.state == AppointmentState::Cancelled;
    let mut event = Event::new();
    event
        .uid(&format!("{}@punos", appointment.id))
        .sequence(appointment.sequence.unsigned_abs())
        .timestamp(appointment.updated_at)
        .last_modified(appointment.updated_at)
        .starts(whole_second(appointment.starts_at))
        .ends(whole_second(appointment.ends_at))
        .summary(title.get(language))
        .description(about.get(language))
        .class(Class::Private)
        .status(if cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed });
    if !link.is_empty() {
        event.url(link);
    }
    if appointment.place == Place::Office
        && let Some(address) = &appointment.address
    {
        event.location(address);
    }
    let mut calendar = Calendar::new();
    calendar.append_property(("METHOD", "PUBLISH"));
    calendar.push(event.done());
    calendar.to_string()
}

fn whole_second(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp(at.timestamp(), 0).unwrap_or(at)
}

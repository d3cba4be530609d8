//! An appointment and its states.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, FieldError, Scope, Text, codes};
use people::{IdentityCard, PersonRef};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Error;
use crate::matter::Refusal;
use crate::routing::Team;

codes! {
    Place { HomeVisit => "home_visit", Office => "office", Remote => "remote" }
}

codes! {
    AppointmentState {
        /// Made by staff; the client has not answered.
        Booked => "booked",
        /// The client said it suits.
        Confirmed => "confirmed",
        /// The client asked for another time; staff answer by changing or cancelling it.
        OtherAsked => "other_asked",
        Cancelled => "cancelled",
    }
}

codes! {
    /// Why an appointment is cancelled.
    CancelReason {
        ClientWish => "client_wish",
        ProfessionalAway => "professional_away",
        /// The client did not come, or nobody was at home.
        NoShow => "no_show",
        NotNeeded => "not_needed",
        Other => "other",
    }
}

/// Shortest and longest appointment, in minutes.
pub const MINUTES: std::ops::RangeInclusive<u32> = 5..=480;
/// Most professionals in one appointment.
pub const MOST_PEOPLE: usize = 10;
/// Longest reason, address and words of the client, in characters.
pub const MAX_WORDS: usize = 2_000;
pub const MAX_LINE: usize = 300;

/// An appointment as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Appointment {
    pub id: Uuid,
    pub version: i32,
    pub client: ClientId,
    pub scope: Scope,
    pub matter_id: Option<Uuid>,
    pub team_id: Uuid,
    /// Who answers for it; also among `people`.
    pub handler_id: Uuid,
    pub people: Vec<Uuid>,
    pub place: Place,
    pub address: Option<String>,
    pub unit_id: Option<Uuid>,
    pub link: Option<String>,
    pub why: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub state: AppointmentState,
    /// Grows with each change that a calendar must learn of (RFC 5545 SEQUENCE).
    pub sequence: i32,
    pub client_words: Option<String>,
    pub cancel_reason: Option<String>,
    pub cancel_text: Option<String>,
    /// staff | client
    pub cancelled_by: Option<String>,
    pub created_by: Uuid,
    pub reminded_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
}

impl Appointment {
    /// The client answers before it begins.
    fn must_be_coming(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        if self.state == AppointmentState::Cancelled {
            return Err("already_cancelled");
        }
        if self.starts_at <= now { Err("appointment_over") } else { Ok(()) }
    }

    /// The client says the time suits.
    pub fn confirm(&mut self, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.must_be_coming(now)?;
        if self.state == AppointmentState::Confirmed {
            return Err("already_confirmed");
        }
        self.state = AppointmentState::Confirmed;
        self.client_words = None;
        Ok(())
    }

    /// The client asks for another time, in their own words.
    pub fn ask_other(&mut self, words: String, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.must_be_coming(now)?;
        self.state = AppointmentState::OtherAsked;
        self.client_words = Some(words);
        Ok(())
    }

    /// A changed appointment waits for the client's answer again. One that has begun is not moved: another is made.
    pub fn may_change(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.must_be_coming(now)
    }

    /// Staff cancel, also afterwards: that the client did not come is known only then.
    pub fn cancel(&mut self, reason: CancelReason, text: Option<String>, now: DateTime<Utc>) -> Result<(), Refusal> {
        if self.state == AppointmentState::Cancelled {
            return Err("already_cancelled");
        }
        if reason == CancelReason::NoShow && self.starts_at > now {
            return Err("appointment_to_come");
        }
        self.end(reason.code(), text, "staff");
        Ok(())
    }

    pub fn cancel_by_client(&mut self, text: Option<String>, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.must_be_coming(now)?;
        self.end(CancelReason::ClientWish.code(), text, "client");
        Ok(())
    }

    fn end(&mut self, reason: &str, text: Option<String>, by: &str) {
        self.state = AppointmentState::Cancelled;
        self.sequence += 1;
        self.cancel_reason = Some(reason.to_owned());
        self.cancel_text = text;
        self.cancelled_by = Some(by.to_owned());
    }

    pub fn staff_may(&self, now: DateTime<Utc>) -> Vec<&'static str> {
        match (self.state, self.starts_at > now) {
            (AppointmentState::Cancelled, _) => Vec::new(),
            (_, true) => vec!["change", "cancel"],
            (_, false) => vec!["cancel"],
        }
    }

    pub fn client_may(&self, now: DateTime<Utc>) -> Vec<&'static str> {
        if self.must_be_coming(now).is_err() {
            return Vec::new();
        }
        match self.state {
            AppointmentState::Confirmed => vec!["ask_other", "cancel"],
            _ => vec!["confirm", "ask_other", "cancel"],
        }
    }
}

/// A place where clients are met.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct UnitRef {
    pub id: Uuid,
    pub name: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AppointmentCancelled {
    /// client_wish | professional_away | no_show | not_needed | other
    pub reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// staff | client
    pub by: String,
}

/// An appointment as staff see it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Appointment)]
pub struct AppointmentView {
    pub id: Uuid,
    pub version: i32,
    pub client: IdentityCard,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matter_id: Option<Uuid>,
    pub team: Team,
    pub handler: PersonRef,
    /// All who come, the one who answers for it first.
    pub people: Vec<PersonRef>,
    pub place: Place,
    /// Absent under address protection for a home visit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The client's address is protected: it is shown on the people page for a stated need.
    pub address_hidden: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    pub why: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub state: AppointmentState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_words: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<AppointmentCancelled>,
    /// What the client has been told of it, newest first; empty in the day list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<notices::NoticeState>,
    #[schema(value_type = Vec<String>)]
    pub permitted_actions: Vec<&'static str>,
}

/// One who comes, as the client sees them.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct OwnPerson {
    pub name: String,
    pub title: Text,
}

/// An appointment as its client sees it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OwnAppointment {
    pub id: Uuid,
    pub version: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matter_id: Option<Uuid>,
    pub place: Place,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    pub why: String,
    pub people: Vec<OwnPerson>,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub state: AppointmentState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_words: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<AppointmentCancelled>,
    #[schema(value_type = Vec<String>)]
    pub permitted_actions: Vec<&'static str>,
}

/// When and where; the same for a new appointment and a changed one.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAppointment {
    /// Which client of the matter; the main one, when left out. Not for an appointment made on a client.
    pub client_id: Option<Uuid>,
    /// The day in Finland.
    pub day: NaiveDate,
    /// The time of day in Finland, `HH:MM`.
    pub time: String,
    /// 5–480.
    pub minutes: u32,
    pub place: Place,
    /// For a home visit, the client's address as it is, unless it is protected; for an office, where it is.
    pub address: Option<String>,
    pub unit_id: Option<Uuid>,
    /// For a remote appointment: an https address. Without one, staff call the client.
    pub link: Option<String>,
    /// What it is about, in words the client sees; 1–2,000 characters.
    pub why: String,
    /// Who come, the one who answers for it first; oneself, when left out or empty.
    #[serde(default)]
    pub professional_ids: Vec<Uuid>,
    /// Made although one of them has another appointment at that time.
    #[serde(default)]
    pub despite_overlap: bool,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelAppointment {
    pub reason: CancelReason,
    /// Told to the client too; needed with `other`.
    pub text: Option<String>,
}

/// The client's words, to whoever made the appointment.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskOther {
    /// When would suit, 1–2,000 characters.
    pub text: String,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnCancel {
    pub text: Option<String>,
}

/// Another appointment of one who would come, at the same time. Whose it is with is not told.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Overlap {
    pub professional: PersonRef,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

/// When, where and what, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub place: Place,
    pub address: Option<String>,
    pub unit_id: Option<Uuid>,
    pub link: Option<String>,
    pub why: String,
    pub people: Vec<Uuid>,
}

/// Checks what was given. `protected`: the client's address is protected, and no home address is written anywhere.
///
/// # Errors
/// All fields that need mending.
pub fn check(new: &NewAppointment, me: Uuid, protected: bool, now: DateTime<Utc>) -> Result<Checked, Error> {
    let mut faults: Vec<FieldError> = Vec::new();
    let mut collect = |result: Result<Option<String>, Error>| match result {
        Ok(value) => value,
        Err(Error::Invalid(errors)) => {
            faults.extend(errors);
            None
        }
        Err(_) => None,
    };
    let address = collect(crate::thing::optional("/address", new.address.as_deref(), MAX_LINE));
    let link = collect(crate::thing::optional("/link", new.link.as_deref(), MAX_LINE));
    let why = collect(crate::thing::text("/why", &new.why).map(Some)).unwrap_or_default();
    if why.chars().count() > MAX_WORDS {
        faults.push(FieldError::new("/why", "too_long"));
    }
    if !MINUTES.contains(&new.minutes) {
        faults.push(FieldError::new("/minutes", "out_of_range"));
    }
    let starts_at = match super::time::instant(new.day, &new.time) {
        Ok(at) if at <= now => {
            faults.push(FieldError::new("/day", "not_in_future"));
            now
        }
        Ok(at) if at > now + chrono::Duration::days(731) => {
            faults.push(FieldError::new("/day", "too_far"));
            now
        }
        Ok(at) => at,
        Err(code) => {
            faults.push(FieldError::new("/time", code));
            now
        }
    };
    let (mut place_address, mut unit_id, mut place_link) = (None, None, None);
    match new.place {
        Place::HomeVisit if protected && address.is_some() => faults.push(FieldError::new("/address", "address_protected")),
        Place::HomeVisit => place_address = address,
        Place::Office => {
            if address.is_none() && new.unit_id.is_none() {
                faults.push(FieldError::new("/address", "required"));
            }
            (place_address, unit_id) = (address, new.unit_id);
        }
        Place::Remote => {
            if link.as_deref().is_some_and(|l| !l.starts_with("https://") || l.contains(char::is_whitespace)) {
                faults.push(FieldError::new("/link", "not_https"));
            }
            place_link = link;
        }
    }
    let mut people: Vec<Uuid> = Vec::new();
    for person in &new.professional_ids {
        if !people.contains(person) {
            people.push(*person);
        }
    }
    if people.is_empty() {
        people.push(me);
    }
    if people.len() > MOST_PEOPLE {
        faults.push(FieldError::new("/professional_ids", "too_many"));
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let ends_at = starts_at + chrono::Duration::minutes(i64::from(new.minutes));
    Ok(Checked { starts_at, ends_at, place: new.place, address: place_address, unit_id, link: place_link, why, people })
}

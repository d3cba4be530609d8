//! The door to Kanta's service of wills (tahdonilmaisupalvelu): permits and denials of disclosure, which Kanta is the master of.
//!
//! - [`Kanta`]: the service as an HTTP client: tells one, asks for all of a person's, reads what has changed.
//! - [`Consent`]: one permit or denial, as it goes between the two.
//! - [`mod@format`]: how it is written on the way, the only place that knows; how surely it is known stands there.
//!
//! What the node makes of them is the room `will`'s.

mod client;
pub mod format;

use chrono::{DateTime, Utc};
use kernel::hetu::Hetu;
use kernel::{Register, ServiceTask, WillKind, WillLevel};
use uuid::Uuid;

pub use client::{Fault, Kanta, KantaSettings, SettingsError};

/// A permit or a denial.
#[derive(Clone, Debug, PartialEq)]
pub struct Consent {
    /// The name both sides know it by: [`own_name`] for what was said at this node, whatever Kanta calls it for what was said there.
    pub name: String,
    /// Which version of it in Kanta; 0 in what is sent.
    pub version: i64,
    pub person: Hetu,
    /// A permit or a denial.
    pub kind: WillKind,
    pub level: WillLevel,
    /// Whose data; none for a denial of one document, which is where it is.
    pub register: Option<Register>,
    pub service_task: Option<ServiceTask>,
    pub document: Option<Uuid>,
    /// Of a denial: an emergency may use the data all the same.
    pub emergency_ok: bool,
    /// client | guardian | trustee
    pub given_by: &'static str,
    pub given_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// That Kanta has taken what was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub version: i64,
    /// What Kanta calls it.
    pub reference: String,
}

/// One change in Kanta's list of changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub number: i64,
    /// The number of the one before it in this node's list: when that is not the last one read, something was missed.
    pub previous: i64,
    /// None: it could not be read, and the person's whole state must be asked for.
    pub consent: Option<Consent>,
}

/// A page of changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Changes {
    /// The last number of the list so far.
    pub newest: i64,
    /// In the order of their numbers.
    pub changes: Vec<Change>,
}

/// The name of what was said at this node.
pub fn own_name(id: Uuid) -> String {
    format!("urn:uuid:{id}")
}

/// The id in a name of this form.
pub fn id_in(name: &str) -> Option<Uuid> {
    name.strip_prefix("urn:uuid:")?.parse().ok()
}

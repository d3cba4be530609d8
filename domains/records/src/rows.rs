//! The typed rows of the room. What a row says stands apart from where it belongs, so that the doors to other systems can
//! make the first part without a database.

use chrono::{DateTime, Utc};
use kernel::Scope;
use uuid::Uuid;

/// What one thing of a source says: a visit, a diagnosis, a measurement. `kind` is the FHIR type, whatever the source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    pub kind: &'static str,
    /// Encounter.class, category of an Observation or Condition, intent of an order.
    pub class: Option<String>,
    pub status: Option<String>,
    /// How sure the source is of a diagnosis or an allergy.
    pub verification: Option<String>,
    pub code_system: Option<String>,
    pub code: Option<String>,
    pub title: Option<String>,
    pub started_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    /// How exactly `started_at` was given: year | month | day | instant.
    pub precision: Option<&'static str>,
    /// When it was written down, ordered or issued.
    pub recorded_at: Option<DateTime<Utc>>,
    pub quantity: Option<f64>,
    pub unit: Option<String>,
    pub text_value: Option<String>,
    pub value_system: Option<String>,
    pub value_code: Option<String>,
    pub range_low: Option<f64>,
    pub range_high: Option<f64>,
    pub interpretation: Option<String>,
    /// Severity, criticality or priority.
    pub severity: Option<String>,
    /// Names as the source wrote them beside its references; never the client's or a close one's.
    pub performer: Option<String>,
    pub organisation: Option<String>,
    pub place: Option<String>,
    pub reason: Option<String>,
}

/// A row of `record_entry`.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub id: Uuid,
    pub client_id: Uuid,
    pub scope: Scope,
    pub source_system: String,
    pub original_id: Option<Uuid>,
    /// Line of an original that holds many (from 0); 0 when it holds one.
    pub original_line: i32,
    pub resource_id: Option<Uuid>,
    /// The entry this one is a component of.
    pub part_of: Option<Uuid>,
    pub position: i32,
    pub facts: Facts,
    /// Actors in `source_actor`.
    pub performer_id: Option<Uuid>,
    pub organisation_id: Option<Uuid>,
    pub place_id: Option<Uuid>,
    /// The visit it happened in (`source_resource`, and the id of the visit's entry).
    pub encounter_id: Option<Uuid>,
    pub received_at: DateTime<Utc>,
}

/// What a part of an entry says: an activity of a plan, a dosage, a participant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartFacts {
    /// activity | addresses | diagnosis | device | dosage | goal | note | participant | reaction | reason | result | target | team
    pub kind: &'static str,
    pub status: Option<String>,
    pub code_system: Option<String>,
    pub code: Option<String>,
    pub title: Option<String>,
    pub text_value: Option<String>,
    pub quantity: Option<f64>,
    pub unit: Option<String>,
    pub started_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub role: Option<String>,
    pub actor: Option<String>,
}

/// A row of `record_part`.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub id: Uuid,
    pub client_id: Uuid,
    pub scope: Scope,
    pub entry_id: Uuid,
    pub resource_id: Option<Uuid>,
    pub position: i32,
    pub facts: PartFacts,
    /// The actor in `source_actor`.
    pub actor_id: Option<Uuid>,
    /// The resource pointed to; also the id of its entry.
    pub target_id: Option<Uuid>,
}

/// A row of `source_actor`: someone or something of the source's own, whom no client owns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActorFacts {
    pub kind: &'static str,
    pub name: Option<String>,
    pub active: Option<bool>,
    pub identifier_system: Option<String>,
    pub identifier: Option<String>,
    pub code_system: Option<String>,
    pub code: Option<String>,
    pub title: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    /// Of units only; a practitioner's address is not kept.
    pub address: Option<String>,
    pub status: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// The id of its `source_resource`.
    pub id: Uuid,
    pub original_id: Uuid,
    pub source_system: String,
    pub facts: ActorFacts,
    pub practitioner_id: Option<Uuid>,
    pub organisation_id: Option<Uuid>,
    pub place_id: Option<Uuid>,
    pub part_of: Option<Uuid>,
    pub received_at: DateTime<Utc>,
}

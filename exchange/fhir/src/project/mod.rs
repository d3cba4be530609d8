//! From a checked resource to what it says: typed facts, with references still as references. Pure: the same resource
//! gives the same draft, today and when typed rows are made again from the originals.

mod actor;
mod care;
mod clinical;
mod concept;
mod measurement;
mod medication;
mod person;
mod read;
mod service;

use records::{ActorFacts, Facts, PartFacts};
use serde_json::{Map, Value};

use crate::keys::{Name, base_of};
use crate::neighbours::Neighbours;
use crate::types::Taken;
pub use person::{CloseOne, ContactType, Person, Sex};
use read::Reading;

pub use concept::concept as called;
pub use read::showable;

/// A reference of a resource that means something for its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// FHIRPath from the resource, without its type: `participant[0].individual`.
    pub path: String,
    /// The names its target may be known by, best first.
    pub names: Vec<Name>,
    pub target_type: Option<Taken>,
    /// How the reference was written, safe to show: no identifier of a person.
    pub label: String,
    /// A conditional reference (`Type?identifier=…`), which in a transaction must find its target.
    pub conditional: bool,
}

/// Place of a link in [`Draft::links`].
pub type LinkId = usize;

/// What a resource says, before its references are resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub links: Vec<Link>,
    /// References whose meaning came from neighbours that are not kept.
    pub from_neighbours: Vec<String>,
    pub body: Body,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    Person(Box<Person>),
    CloseOne {
        client: Option<LinkId>,
        one: Box<CloseOne>,
    },
    Actor(Box<ActorDraft>),
    /// Something about clients: of the links, those that turn out to lead to a Patient. Several only for an appointment of
    /// several. Until one is known, it waits.
    Entry {
        clients: Vec<LinkId>,
        entry: Box<EntryDraft>,
    },
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActorDraft {
    pub facts: ActorFacts,
    pub practitioner: Option<LinkId>,
    pub organisation: Option<LinkId>,
    pub place: Option<LinkId>,
    pub part_of: Option<LinkId>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct EntryDraft {
    pub facts: Facts,
    pub performer: Option<LinkId>,
    pub organisation: Option<LinkId>,
    pub place: Option<LinkId>,
    pub encounter: Option<LinkId>,
    /// Code of the Finnish classification of social-care service tasks, when the source gives one.
    pub service_task_code: Option<String>,
    pub parts: Vec<PartDraft>,
    /// Components of an observation, rows of their own.
    pub components: Vec<Facts>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartDraft {
    pub facts: PartFacts,
    /// Who or what it speaks of; an actor of the source or another resource, as the target turns out to be.
    pub link: Option<LinkId>,
}

/// Projects a resource that has passed the check.
pub fn project(of: Taken, resource: &Map<String, Value>, full_url: Option<&str>, around: &Neighbours) -> Draft {
    let mut reading = Reading::new(resource, full_url.and_then(base_of), around);
    let body = match of {
        Taken::Patient => Body::Person(Box::new(person::patient(&reading))),
        Taken::RelatedPerson => {
            let client = reading.link("patient", Some(Taken::Patient));
            Body::CloseOne { client, one: Box::new(person::related(&reading)) }
        }
        Taken::Practitioner => actor::practitioner(&mut reading),
        Taken::PractitionerRole => actor::practitioner_role(&mut reading),
        Taken::Organization => actor::organization(&mut reading),
        Taken::Location => actor::location(&mut reading),
        Taken::HealthcareService => actor::healthcare_service(&mut reading),
        Taken::Encounter => care::encounter(&mut reading),
        Taken::EpisodeOfCare => care::episode_of_care(&mut reading),
        Taken::CareTeam => care::care_team(&mut reading),
        Taken::CarePlan => care::care_plan(&mut reading),
        Taken::Goal => care::goal(&mut reading),
        Taken::Condition => clinical::condition(&mut reading),
        Taken::AllergyIntolerance => clinical::allergy(&mut reading),
        Taken::Procedure => clinical::procedure(&mut reading),
        Taken::DiagnosticReport => clinical::diagnostic_report(&mut reading),
        Taken::Flag => clinical::flag(&mut reading),
        Taken::MedicationRequest => medication::medication_request(&mut reading),
        Taken::Immunization => medication::immunization(&mut reading),
        Taken::Observation => measurement::observation(&mut reading),
        Taken::ServiceRequest => service::service_request(&mut reading),
        Taken::Appointment => service::appointment(&mut reading),
        Taken::Device => service::device(&mut reading),
        Taken::DeviceUseStatement => service::device_use_statement(&mut reading),
        Taken::QuestionnaireResponse => measurement::response(&mut reading),
    };
    Draft { links: reading.links, from_neighbours: reading.from_neighbours, body }
}

#[cfg(test)]
mod mutated;
#[cfg(test)]
mod tests;

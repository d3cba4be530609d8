use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codes;

codes! {
    /// The register an item belongs to. Within one register the task and the relation decide; another opens only by a
    /// recorded permit or a named legal ground (rule 3).
    Register { Social => "social", Patient => "patient" }
}

codes! {
    /// Service task (palvelutehtävä, THL 1.2.246.537.6.1221): the legal domain of social care a row was made in; `health`
    /// stands for the services of the patient register. Three code numbers are known (10, 15, 20; facts.md 2.3), so the
    /// product uses names and keeps the numbers out until the official list is loaded.
    ServiceTask {
        OlderPeople => "older_people", Disability => "disability", WorkingAge => "working_age", Families => "families",
        ChildProtection => "child_protection", Substance => "substance", FamilyLaw => "family_law", Health => "health",
    }
}

/// Row 1–30 of the data catalogue (A1).
pub type CatalogueRow = i32;

/// Where an item belongs; every row of client data carries it from the first migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// The controller (rekisterinpitäjä): an organisation's id.
    pub controller: Uuid,
    pub register: Register,
    pub service_task: ServiceTask,
    pub catalogue_row: CatalogueRow,
}

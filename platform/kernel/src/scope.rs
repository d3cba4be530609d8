use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! code {
    ($(#[$m:meta])* $name:ident { $($(#[$vm:meta])* $variant:ident => $code:tt),+ $(,)? }) => {
        $(#[$m])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
        pub enum $name { $($(#[$vm])* #[serde(rename = $code)] $variant),+ }
        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The code as the database, the API and the rules write it.
            pub const fn code(self) -> &'static str { match self { $($name::$variant => $code),+ } }
            pub fn parse(code: &str) -> Option<Self> { match code { $($code => Some($name::$variant),)+ _ => None } }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.code()) }
        }
    };
}

pub(crate) use code;

code! {
    /// The register an item belongs to. Within one register the task and the relation decide; another opens only by a
    /// recorded permit or a named legal ground (rule 3).
    Register { Social => "social", Patient => "patient" }
}

code! {
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

//! Forecasts of need that comes at random but surely (U12): how many of a service on a day, by plain statistics. `indices` says what is
//! expected of a day, `interval` between which numbers it will be, `check` how often it was, `queue` how many places that takes. All four
//! are pure; `demand` keeps the counts, `turn` makes forecasts each week.

pub mod check;
pub(crate) mod demand;
pub mod indices;
pub mod interval;
mod model;
pub mod queue;
pub(crate) mod routes;
pub mod turn;

use kernel::codes;

codes! {
    /// What is forecast; each told by the room that keeps it (`store::FactSource` of the same code).
    DemandService { EmergencyVisit => "emergency_visit", WardStay => "ward_stay", HomeCareVisit => "home_care_visit", Contact => "contact" }
}

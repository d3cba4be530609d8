//! Appointments with clients: a home visit, at an office, or remote. Staff make them on a matter or on a client; the client
//! sees them on their own page, confirms, asks for another time or cancels, and takes them to their calendar.

mod answer;
mod calendar;
pub(crate) mod cancel;
mod change;
mod day;
mod make;
pub mod model;
mod own_routes;
mod remind;
mod routes;
pub mod store;
#[cfg(test)]
mod tests;
mod time;
mod view;

pub use model::{Appointment, AppointmentState, Place};
use utoipa_axum::router::OpenApiRouter;

use crate::Care;

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new().merge(routes::routes()).merge(own_routes::routes())
}

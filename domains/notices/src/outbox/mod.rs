//! The outbox: notices written with the change that gave rise to them, and sent afterwards.

mod hours;
mod model;
mod past;
mod routes;
mod send;
mod store;
mod tell;
#[cfg(test)]
mod tests;

pub use model::{DeliveryState, NoticeState, Waiting};
pub use past::PastDelivery;
pub use routes::routes;
pub use send::SendNotice;
pub use store::of_objects;

/// The kind of the jobs that send.
pub(crate) const JOB: &str = "notices.delivery.send";

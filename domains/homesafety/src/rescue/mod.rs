//! The notification to the rescue authority (Rescue Act 379/2011 42 §): what is told is seen before it is told; it goes out by a job, over
//! HTTPS, under its own id, until the receiver has taken it or said no. Without a receiver's address it is printed and delivered by hand.
//!
//! The interface is described in `docs/api/rescue-notification.json` and `docs/operations/rescue-notifications.md`.

mod client;
mod compose;
pub(crate) mod model;
mod notify;
mod outbox;
pub(crate) mod routes;
pub(crate) mod store;
pub(crate) mod view;

pub use client::{Fault, Rescue, RescueSettings, SettingsError};
pub use outbox::SendRescueNotice;

//! Requests: the clock, mending what is said to be wrong, the supervisor's list, the answer.

pub(crate) mod answer;
pub(crate) mod certificate;
pub(crate) mod list;
pub(crate) mod model;
pub(crate) mod own_routes;
pub(crate) mod staff_routes;
pub(crate) mod store;
pub(crate) mod watched;

pub(crate) use list::own;

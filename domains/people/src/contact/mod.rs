//! Contact details in two kinds (A1, row 1): long-lived ones, and those bound to a service and its time. Each keeps its origin.

pub(crate) mod store;

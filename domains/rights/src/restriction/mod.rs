//! Restrictions of processing (GDPR 18): marked on one thing or on a whole register of the client, seen by whoever sees it, lifted after
//! the client has been told.

mod change;
pub(crate) mod model;
pub(crate) mod routes;
pub(crate) mod store;
pub(crate) mod way;

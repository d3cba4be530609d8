//! What a text of rules would have raised in the past year, before it is put in force: how many, of how many people, when, for which
//! team, and what handling it would have taken. Nobody is named.

pub(crate) mod routes;
mod run;
mod view;

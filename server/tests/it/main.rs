//! The program from outside: its routes, as browsers and other systems ask them, and the program itself as whoever operates it meets it.
//! One program of tests, so that the whole node is linked once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says no by panicking"
)]

mod common;

mod accessibility;
mod administration;
mod alerts;
mod catalogue;
mod changes;
mod consultation;
mod demo;
mod device;
mod durability;
mod experience;
mod flow;
mod functioning;
mod homesafety;
mod house;
mod insight;
mod kanta;
mod keys;
mod log;
mod mandate;
mod network;
mod operations;
mod planning;
mod prediction;
mod protected;
mod requests;
mod restricted;
mod rights;
mod routes;
mod selfdirection;
mod sessions;
mod steering;
mod story;
mod supply;
mod templates;
mod will;

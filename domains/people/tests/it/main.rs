//! The room from outside: its doors and routes on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod absences;
mod around;
mod creating;
mod directory;
mod house;
mod identifying;
mod importing;
mod linking;
mod openings;
mod registers;
mod revealing;
mod searching;
mod secrecy;

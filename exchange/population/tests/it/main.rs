#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)] // a test says no by panicking

mod counterpart;
mod feed;
mod house;

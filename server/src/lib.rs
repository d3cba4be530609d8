//! The node: composition of rooms, HTTP and the command line; nothing of its own to know about clients.

pub mod app;
pub mod cli;
pub mod control;
pub mod live;
pub mod metrics;
pub mod node;
pub mod ops;
pub mod process;
pub mod session;
pub mod traces;
pub mod web;

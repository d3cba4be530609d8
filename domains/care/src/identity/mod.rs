//! A temporary identity linked to the real one, and taken apart again (A5): what would come along is shown before the link,
//! what came after is shown before it is taken apart. The link itself is the people room's; what has been written under each
//! identity is asked of every room.

mod model;
mod preview;
mod routes;
#[cfg(test)]
mod tests;
mod written;

pub use routes::routes;

//! Alerts raised while a rule holds and let go when it does not. `turn` says of whom to ask, `settle` asks and writes.

mod settle;
mod store;
mod turn;

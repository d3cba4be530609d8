//! What happens to clients, as the room that keeps it tells it to whoever counts over many clients: a SELECT of its own rows in columns
//! that are alike for all. A room has a list of them as its door; nobody else names its tables.

/// A kind of thing that happens to clients. `sql` selects `client_id, id, register, service_task, begun_at, over_at, amount` of the
/// rows that count, and of no others: what was cancelled or entered in error is not among them. `over_at` is when a lasting thing ended,
/// empty while it goes on; of a momentary one it is `begun_at`. `amount` is what was measured, else empty.
#[derive(Clone, Copy, Debug)]
pub struct FactSource {
    /// The word by which rules name it.
    pub code: &'static str,
    pub sql: &'static str,
    /// It can go on for longer than a moment.
    pub lasting: bool,
    /// It has an `amount`.
    pub measured: bool,
    /// What `id` is the id of, as links name it: `record`, `assessment`, `appointment`.
    pub item: &'static str,
    /// Kinds of the events after which it may be otherwise than before.
    pub events: &'static [&'static str],
}

//! What has been done of a client already, as the room that keeps it tells it to whoever asks before the same is begun again: a SELECT of
//! its own rows in columns alike for all. A room has a list of them as its door; nobody else names its tables.

/// A kind of thing that may cover a need. `sql` selects `client_id, id, register, service_task, catalogue_row, code, at, standing, title,
/// origin` of the rows that count, and of no others: what was cancelled, withdrawn or entered in error is not among them. `standing` is
/// `done`, `open` (it goes on) or `booked`. `title` and `origin` are words of the row's own, where it has them.
#[derive(Clone, Copy, Debug)]
pub struct CoverSource {
    /// The word by which rules name it.
    pub code: &'static str,
    pub sql: &'static str,
    /// What `id` is the id of, as links name it.
    pub item: &'static str,
}

//! What can be counted of the house's own work, as the room that keeps it tells it to whoever counts over many: a SELECT of its own rows
//! in columns that are alike for all. A room has a list of them as its door; nobody else names its tables.

/// A kind of thing whose rows make a figure. `sql` selects `client_id, id, register, service_task, catalogue_row, team_id, handler_id, at,
/// over_at, since_on, met` of the rows that count, and of no others: what was cancelled or entered in error is not among them.
///
/// `at` is when it began or happened; `over_at` when a lasting thing ended, empty while it goes on. `since_on` is the day from which
/// someone has waited for it. `met` is 1 when what was to be came true, else 0. What a source does not have is empty.
#[derive(Clone, Copy, Debug)]
pub struct FigureSource {
    /// The word by which rules name it.
    pub code: &'static str,
    pub sql: &'static str,
    /// `id` is a matter's: who is reached and what is restricted are asked of the matter.
    pub matter: bool,
    /// `at` and `over_at` are days, not instants.
    pub dated: bool,
    /// What `id` is the id of, as links name it: `matter`, `alert`, `request`, `appointment`, `goal`, `record`.
    pub item: &'static str,
}

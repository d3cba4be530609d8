//! What is planned for a client, as the room that keeps it tells it to whoever fits the plans of several services together: columns of its
//! own rows alike for all. A room has a list of them as its door; nobody else names its tables.

/// A part of the client's whole plan that is in force or ahead. Each field from `from` on is an SQL expression over `from`, where the told
/// row has the alias `x`; an instant and a day are told in columns of their own.
#[derive(Clone, Copy, Debug)]
pub struct PlanSource {
    /// The word by which whoever fits plans knows it: `plan`, `goal`, `service`, `task`, `time`, `medicine`, `own_goal`.
    pub part: &'static str,
    /// What `id` is the id of, as links name it.
    pub item: &'static str,
    /// The row tells all there is: what it does not tell is missing. A row that another system sent may leave out what that system knows.
    pub whole: bool,
    /// It is told the client on their own side.
    pub told: bool,
    /// Written by the client: whoever may open the client reads it, whatever register it stands in.
    pub own: bool,
    /// Tables and condition of the rows that are in force or ahead, and of no others.
    pub from: &'static str,
    /// The plan it belongs to.
    pub plan: &'static str,
    pub matter: &'static str,
    /// The source's own code: a service, a kind of request, an ATC code.
    pub code: &'static str,
    /// What it is called, where the row says.
    pub title: &'static str,
    /// What was written: a goal, how often, the client's own words.
    pub words: &'static str,
    /// How it is known that a goal has been reached.
    pub measure: &'static str,
    /// Who does it, as it was written.
    pub who: &'static str,
    pub team: &'static str,
    /// The professional.
    pub person: &'static str,
    pub from_on: &'static str,
    pub until_on: &'static str,
    /// By when: a goal's day, a plan's review.
    pub due_on: &'static str,
    pub begins_at: &'static str,
    pub ends_at: &'static str,
}

const NO_ID: &str = "CAST(NULL AS uuid)";
const NO_TEXT: &str = "CAST(NULL AS text)";
const NO_INSTANT: &str = "CAST(NULL AS timestamptz)";
const NO_DAY: &str = "CAST(NULL AS date)";

impl PlanSource {
    /// Nothing but what every row of a client has.
    pub const EMPTY: Self = Self {
        part: "",
        item: "",
        whole: true,
        told: true,
        own: false,
        from: "",
        plan: NO_ID,
        matter: NO_ID,
        code: NO_TEXT,
        title: NO_TEXT,
        words: NO_TEXT,
        measure: NO_TEXT,
        who: NO_TEXT,
        team: NO_ID,
        person: NO_ID,
        from_on: NO_DAY,
        until_on: NO_DAY,
        due_on: NO_DAY,
        begins_at: NO_INSTANT,
        ends_at: NO_INSTANT,
    };

    /// The rows as a SELECT of columns alike for all.
    pub fn sql(&self) -> String {
        format!(
            "SELECT x.client_id, x.id, x.register, x.service_task, x.catalogue_row, {} AS plan_id, {} AS matter_id, {} AS code, {} AS title, \
             {} AS words, {} AS measure, {} AS who, {} AS team_id, {} AS person_id, {} AS from_on, {} AS until_on, {} AS due_on, \
             {} AS begins_at, {} AS ends_at FROM {}",
            self.plan,
            self.matter,
            self.code,
            self.title,
            self.words,
            self.measure,
            self.who,
            self.team,
            self.person,
            self.from_on,
            self.until_on,
            self.due_on,
            self.begins_at,
            self.ends_at,
            self.from,
        )
    }
}

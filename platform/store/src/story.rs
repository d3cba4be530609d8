//! What has happened of a client, as the room that keeps it tells it to whoever tells the client's story across services: columns of its own
//! rows alike for all. A room has a list of them as its door; nobody else names its tables.

/// How much of it a client is told on their own side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoryOwn {
    /// With the words that were written.
    Words,
    /// That it was, without the words.
    Bare,
    /// Nothing: it is work on the way.
    Nothing,
}

/// A part of the story. Each field but the first four is an SQL expression over `from`, where the told row has the alias `x`.
#[derive(Clone, Copy, Debug)]
pub struct StorySource {
    /// The word by which rules name it.
    pub code: &'static str,
    /// What `id` is the id of, as links name it.
    pub item: &'static str,
    pub own: StoryOwn,
    /// There are so many of it that they are gathered by month.
    pub many: bool,
    /// Tables and condition of the rows that are told, and of no others: what was cancelled or entered in error is not among them.
    pub from: &'static str,
    /// Which of them the client is told of.
    pub own_when: &'static str,
    pub client: &'static str,
    /// The matter it belongs to.
    pub matter: &'static str,
    /// The thing it came of or is a part of.
    pub cause: &'static str,
    /// The matter that came of it.
    pub led_to: &'static str,
    /// The team that asked for it.
    pub asker: &'static str,
    /// The source's own code: a kind, a measure, a state.
    pub sort: &'static str,
    /// What it is called, where the row says.
    pub title: &'static str,
    /// What was written.
    pub words: &'static str,
    pub value: &'static str,
    /// Whose words or estimate: `client`, else `staff`, `close_one`, `professional`, `device`.
    pub voice: &'static str,
    pub team: &'static str,
    /// The professional.
    pub person: &'static str,
    /// When: an instant or a day, one of the two.
    pub begun_at: &'static str,
    pub ended_at: &'static str,
    pub begun_on: &'static str,
    pub ended_on: &'static str,
}

const NO_ID: &str = "CAST(NULL AS uuid)";
const NO_TEXT: &str = "CAST(NULL AS text)";
const NO_INSTANT: &str = "CAST(NULL AS timestamptz)";
const NO_DAY: &str = "CAST(NULL AS date)";

impl StorySource {
    /// Nothing but what every row of a client has.
    pub const EMPTY: Self = Self {
        code: "",
        item: "",
        own: StoryOwn::Nothing,
        many: false,
        from: "",
        own_when: "1 = 1",
        client: "x.client_id",
        matter: NO_ID,
        cause: NO_ID,
        led_to: NO_ID,
        asker: NO_ID,
        sort: "''",
        title: NO_TEXT,
        words: NO_TEXT,
        value: "CAST(NULL AS double precision)",
        voice: "'staff'",
        team: NO_ID,
        person: NO_ID,
        begun_at: NO_INSTANT,
        ended_at: NO_INSTANT,
        begun_on: NO_DAY,
        ended_on: NO_DAY,
    };

    /// The rows as a SELECT of columns alike for all.
    pub fn sql(&self) -> String {
        format!(
            "SELECT {client} AS client_id, x.id, x.register, x.service_task, x.catalogue_row, {matter} AS matter_id, {cause} AS cause_id, \
             {led_to} AS led_to, {asker} AS asker_id, {sort} AS code, {title} AS title, {words} AS words, {value} AS value, {voice} AS voice, \
             {team} AS team_id, {person} AS person_id, {begun_at} AS begun_at, {ended_at} AS ended_at, {begun_on} AS begun_on, \
             {ended_on} AS ended_on, CASE WHEN {own_when} THEN 1 ELSE 0 END AS told FROM {from}",
            client = self.client,
            matter = self.matter,
            cause = self.cause,
            led_to = self.led_to,
            asker = self.asker,
            sort = self.sort,
            title = self.title,
            words = self.words,
            value = self.value,
            voice = self.voice,
            team = self.team,
            person = self.person,
            begun_at = self.begun_at,
            ended_at = self.ended_at,
            begun_on = self.begun_on,
            ended_on = self.ended_on,
            own_when = self.own_when,
            from = self.from,
        )
    }
}

/// Something a professional made of a client, for whoever asks what was looked at before it. `sql` selects `client_id, id, register,
/// service_task, team_id, by_id, at`.
#[derive(Clone, Copy, Debug)]
pub struct MadeSource {
    pub code: &'static str,
    pub sql: &'static str,
}

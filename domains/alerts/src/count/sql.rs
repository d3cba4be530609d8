use chrono::{DateTime, Days, NaiveDate, Utc};
use kernel::helsinki_start;
use rules::{AlertFigure, AlertRule, WhoseFigure};
use store::FactSource;
use store::sea_orm::Value;
use store::sql::params;
use uuid::Uuid;

use crate::Sources;

/// A lasting thing that began so long before the window is not looked for.
pub(crate) const LASTS_DAYS: u64 = 730;

/// The rows a figure counts, as a table `r` with `client_id`, `id`, `register`, `begun_at`, `over_at` and `amount`, without those that
/// are not to be used: restricted, denied, of the deceased.
pub(crate) struct Rows<'s> {
    pub source: &'s FactSource,
    pub ahead: Option<u32>,
    pub days: u32,
    pub of_another: bool,
    table: String,
}

impl<'s> Rows<'s> {
    /// `None` when no room tells of the source. `unrestricted` is the proof's own ` AND …` over `s`.
    pub fn of(sources: &'s Sources, rule: &AlertRule, figure: &AlertFigure, unrestricted: &str) -> Option<Self> {
        let source = sources.of(figure.source)?;
        let of_another = figure.of == Some(WhoseFigure::InformalCarer);
        // What the data's own client has said holds, whomever the alert is about.
        let crossing = trust::will::crossing_sql("s", rule.register, rule.by_law);
        let (whose, deceased) = match of_another {
            true => {
                let carers = people::facts::INFORMAL_CARERS;
                (format!("JOIN ({carers}) p ON p.person_id = s.client_id"), format!("p.client_id NOT IN ({})", people::facts::DECEASED))
            }
            false => (String::new(), format!("s.client_id NOT IN ({})", people::facts::DECEASED)),
        };
        let client = if of_another { "p.client_id" } else { "s.client_id" };
        let table = format!(
            "SELECT {client} AS client_id, s.id, s.register, s.begun_at, s.over_at, s.amount FROM ({sql}) s {whose} \
             WHERE {deceased}{unrestricted}{crossing}",
            sql = source.sql
        );
        Some(Self { source, ahead: figure.ahead, days: figure.days, of_another, table })
    }

    /// The rows whose days are within the stretch, of these clients or of all. Values `$1`: its first instant, `$2`: the instant after
    /// its last, `$3`: how far back a lasting thing can have begun.
    pub fn within(&self, stretch: Stretch, clients: Option<&[Uuid]>) -> (String, Vec<Value>) {
        let floor = stretch.from - chrono::Duration::days(i64::try_from(LASTS_DAYS).unwrap_or(0));
        let mut values: Vec<Value> = vec![stretch.from.into(), stretch.to.into()];
        let begun = if self.source.lasting {
            values.push(floor.into());
            "r.begun_at >= $3 AND (r.over_at IS NULL OR r.over_at >= $1)"
        } else {
            "r.begun_at >= $1"
        };
        let named = match clients {
            Some(clients) => {
                let first = values.len() + 1;
                values.extend(clients.iter().map(|client| Value::from(*client)));
                format!(" AND r.client_id IN ({})", params(first, clients.len()))
            }
            None => String::new(),
        };
        (format!("FROM ({}) r WHERE {begun} AND r.begun_at < $2{named}", self.table), values)
    }

    /// Who has any of the rows whose days are within the stretch.
    pub fn clients(&self, stretch: Stretch) -> (String, Vec<Value>) {
        let (within, values) = self.within(stretch, None);
        (format!("SELECT DISTINCT r.client_id {within}"), values)
    }

    /// The rows that begin in a slice of time, in their order; `reaching`: of those only what was not over before that.
    pub fn begun(&self, slice: Stretch, reaching: Option<DateTime<Utc>>) -> (String, Vec<Value>) {
        let mut values: Vec<Value> = vec![slice.from.into(), slice.to.into()];
        let reaches = match reaching {
            Some(from) => {
                values.push(from.into());
                " AND (r.over_at IS NULL OR r.over_at >= $3)"
            }
            None => "",
        };
        let text = format!(
            "SELECT r.client_id, r.begun_at, r.over_at, r.amount FROM ({}) r WHERE r.begun_at >= $1 AND r.begun_at < $2{reaches} \
             ORDER BY r.begun_at, r.id",
            self.table
        );
        (text, values)
    }

    /// The rows of so many ids, whenever they were.
    pub fn by_id(&self, count: usize) -> String {
        format!("SELECT r.id FROM ({}) r WHERE r.id IN ({})", self.table, params(1, count))
    }
}

/// From an instant to before another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

impl Stretch {
    /// What a figure looks at on a day: so many days back and the day itself, or the day and so many after it.
    pub fn on(day: NaiveDate, back: u32, ahead: Option<u32>) -> Self {
        let start = |day: Option<NaiveDate>| helsinki_start(day.unwrap_or(NaiveDate::MAX));
        match ahead {
            Some(ahead) => Self { from: helsinki_start(day), to: start(day.checked_add_days(Days::new(u64::from(ahead) + 1))) },
            None => Self { from: start(day.checked_sub_days(Days::new(u64::from(back)))), to: start(day.checked_add_days(Days::new(1))) },
        }
    }
}

//! Whose doings a supervisor looks at: their own unit's and teams', and those of a unit that has no lead, so that nothing goes
//! unseen. Nobody looks at their own.

use chrono::NaiveDate;
use kernel::codes;
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::{Listed, Role, Staff};
use uuid::Uuid;

/// A predicate over rows that name a professional and their unit in the given columns; a row that names none is everybody's.
/// Its values begin at `first`, which is the supervisor and the one after it their unit, then the day.
pub fn overseen(staff: &Staff, today: NaiveDate, professional: &str, unit: &str, first: usize) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = vec![staff.id.into(), staff.unit_id.into(), today.into()];
    let (own_unit, day) = (first + 1, first + 2);
    let valid = |alias: &str| format!("{alias}.valid_from <= ${day} AND ({alias}.valid_to IS NULL OR {alias}.valid_to >= ${day})");
    let teams = if staff.team_ids.is_empty() {
        String::new()
    } else {
        let list = sql::params(first + values.len(), staff.team_ids.len());
        values.extend(staff.team_ids.iter().map(|t| Value::from(*t)));
        format!(" OR {professional} IN (SELECT m.professional_id FROM membership m WHERE m.team_id IN ({list}) AND {})", valid("m"))
    };
    let text = format!(
        "({professional} IS NULL OR {professional} <> ${first}) AND ({unit} = ${own_unit}{teams} OR NOT EXISTS (SELECT 1 FROM professional p \
         JOIN staff_role s ON s.professional_id = p.id AND s.role = 'team_lead' AND {role} \
         WHERE p.unit_id = {unit} AND p.id <> {professional} AND {person}))",
        role = valid("s"),
        person = valid("p"),
    );
    (text, values)
}

/// Whether somebody who works here on the day holds a role.
///
/// # Errors
/// When the database does not answer.
pub async fn held_by_somebody(conn: &impl ConnectionTrait, role: Role, today: NaiveDate) -> Result<bool, DbErr> {
    let text = "SELECT p.id FROM staff_role s JOIN professional p ON p.id = s.professional_id \
                WHERE s.role = $1 AND s.valid_from <= $2 AND (s.valid_to IS NULL OR s.valid_to >= $2) \
                AND p.valid_from <= $2 AND (p.valid_to IS NULL OR p.valid_to >= $2) LIMIT 1";
    Ok(!sql::rows(conn, text, [role.code().into(), today.into()]).await?.is_empty())
}

/// A predicate over a column that names a professional: their name holds what was typed, letters alike. Two values, from `first`.
pub fn staff_named(typed: &str, professional: &str, first: usize) -> (String, Vec<Value>) {
    let kept: String = typed.trim().chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect();
    let (next, pattern) = (first + 1, format!("%{}%", kept.to_lowercase()));
    let text = format!("{professional} IN (SELECT n.id FROM professional n WHERE LOWER(n.name) LIKE ${first} OR n.name LIKE ${next})");
    (text, vec![pattern.into(), format!("%{kept}%").into()])
}

codes! {
    /// What the data protection officer found of what was passed on.
    WatchFinding {
        NoMisuse => "no_misuse",
        /// There was none to report; the one who looked, or the unit, was told how data are used.
        Guidance => "guidance",
        Reported => "reported",
    }
}

codes! {
    /// To whom it was reported.
    WatchReportedTo {
        /// Tietosuojavaltuutettu: a personal data breach (GDPR 33).
        Ombudsman => "ombudsman",
        Police => "police",
        /// Lupa- ja valvontavirasto, which supervises professionals.
        Supervisor => "supervisor",
        /// What follows in the employment is the employer's.
        Employer => "employer",
    }
}

/// A supervisor's queue: rows of one table with a last day, that wait or are done. One shape for every such list.
#[derive(Clone, Copy, Debug)]
pub struct Queue {
    /// The table and its alias: `log_inquiry i`.
    pub from: &'static str,
    pub alias: &'static str,
    /// Columns of whose doing it is, and of their unit.
    pub professional: &'static str,
    pub unit: &'static str,
    /// That a row waits.
    pub waits: &'static str,
}

/// A page of it, with how many wait in all and how many of those are late.
#[derive(Debug)]
pub struct QueuePage<T> {
    pub rows: Vec<T>,
    pub next: Option<Uuid>,
    pub waiting: i64,
    pub overdue: i64,
}

/// Rows of one page.
const PAGE: usize = 25;

impl Queue {
    /// Whose rows these are, as [`overseen`].
    pub fn whose(&self, staff: &Staff, today: NaiveDate, first: usize) -> (String, Vec<Value>) {
        overseen(staff, today, self.professional, self.unit, first)
    }

    /// A page: what waits oldest first, what is done newest first. `which` says which rows over the alias; `more` narrows them, its values
    /// beginning at the place it is given.
    ///
    /// # Errors
    /// The database's, or those of `more`.
    pub async fn page<T: FromQueryResult, E: From<DbErr>>(
        &self,
        listed: &Listed,
        (which, oldest_first): (&str, bool),
        after: Option<Uuid>,
        id: impl Fn(&T) -> Uuid,
        more: impl FnOnce(usize) -> Result<(String, Vec<Value>), E>,
    ) -> Result<QueuePage<T>, E> {
        let (own, mut values) = self.whose(listed.staff(), listed.today(), 1);
        let alias = self.alias;
        let mut filter = format!("{which} AND {own}");
        let (sign, order) = if oldest_first { (">", "ASC") } else { ("<", "DESC") };
        if let Some(after) = after {
            values.push(after.into());
            filter.push_str(&format!(" AND {alias}.id {sign} ${}", values.len()));
        }
        let (narrow, narrowed) = more(values.len() + 1)?;
        filter.push_str(&narrow);
        values.extend(narrowed);
        let text = format!("SELECT {alias}.* FROM {} WHERE {filter} ORDER BY {alias}.id {order} LIMIT {}", self.from, PAGE + 1);
        let mut rows: Vec<T> = sql::all(listed.reader(), &text, values).await?;
        let there_is_more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = if there_is_more { rows.last().map(id) } else { None };
        #[derive(FromQueryResult)]
        struct Count {
            waiting: i64,
            overdue: i64,
        }
        let (own, values) = self.whose(listed.staff(), listed.today(), 1);
        let text = format!(
            "SELECT COUNT(*) AS waiting, COUNT(CASE WHEN {alias}.due_on < $3 THEN 1 END) AS overdue FROM {} WHERE {} AND {own}",
            self.from, self.waits
        );
        let count: Option<Count> = sql::one(listed.reader(), &text, values).await?;
        let (waiting, overdue) = count.map_or((0, 0), |c| (c.waiting, c.overdue));
        Ok(QueuePage { rows, next, waiting, overdue })
    }
}

/// Nothing more is asked of the rows.
///
/// # Errors
/// Never.
pub fn all<E: From<DbErr>>(_: usize) -> Result<(String, Vec<Value>), E> {
    Ok((String::new(), Vec::new()))
}

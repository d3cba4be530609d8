//! Feedback of the past and reminders, for what brings them in: asked and answered by the same rules and rows as today's.

use chrono::{DateTime, Days, Utc};
use kernel::{ClientId, Scope, helsinki_date};
use rules::Rules;
use trust::Work;
use uuid::Uuid;

use crate::feedback::answer::checked;
use crate::feedback::model::FeedbackAnswer;
use crate::feedback::row::{ASK, Answered, AskRow, NewAsk, answer, insert};
use crate::reminder::ReminderRepeats;
use crate::reminder::own::{NewReminder, insert as insert_reminder};
use crate::reminder::when::next;
use crate::{Error, ROW};

/// What was asked of one ended matter, and what was answered.
#[derive(Clone, Debug)]
pub struct PastFeedback {
    pub client: ClientId,
    pub matter: Uuid,
    /// Where the matter belongs.
    pub scope: Scope,
    pub team: Uuid,
    pub closed_at: DateTime<Utc>,
    /// When it was asked, no later than the rules have it.
    pub opens_on: chrono::NaiveDate,
    /// Question and value; empty: it waits for its answer.
    pub values: Vec<(&'static str, i32)>,
    /// Question and words.
    pub words: Option<(&'static str, &'static str)>,
    pub named: bool,
    pub answered_at: DateTime<Utc>,
}

/// A reminder a client has set.
#[derive(Clone, Debug)]
pub struct PastReminder {
    pub client: ClientId,
    pub words: &'static str,
    pub on: chrono::NaiveDate,
    /// Minutes of the day in Finland.
    pub minute: i32,
    pub repeats: ReminderRepeats,
}

/// Keeps reminders.
///
/// # Errors
/// When the database takes nothing.
pub async fn remind(work: &Work, all: &[PastReminder]) -> Result<(), Error> {
    for one in all {
        let new = NewReminder {
            id: work.new_id(),
            client: one.client,
            words: one.words,
            on: one.on,
            minute: one.minute,
            repeats: one.repeats,
            next_at: next(one.on, one.minute, one.repeats, work.at()),
        };
        insert_reminder(work, &new).await?;
    }
    Ok(())
}

/// Keeps what was asked and answered.
///
/// # Errors
/// An answer the rules do not ask for, or a database that takes nothing.
pub async fn write(work: &Work, rules: &Rules, all: &[PastFeedback]) -> Result<(), Error> {
    let set = rules.feedback.on(work.today());
    for past in all {
        let later = |day: chrono::NaiveDate, days: u32| day.checked_add_days(Days::new(u64::from(days))).unwrap_or(day);
        let ended_on = helsinki_date(past.closed_at);
        let opens_on = later(ended_on, set.body.days_after).min(past.opens_on);
        let scope = Scope { catalogue_row: ROW, ..past.scope };
        let new = NewAsk {
            id: work.new_id(),
            client: past.client,
            scope,
            matter: past.matter,
            team: past.team,
            rules_version: set.version.clone(),
            ended_on,
            opens_on,
            closes_on: later(opens_on, set.body.open_days),
        };
        if !insert(work, &new).await? || past.values.is_empty() {
            continue;
        }
        let values = past.values.iter().map(|(question, value)| (*question, Some(*value), None));
        let words = past.words.iter().map(|(question, words)| (*question, None, Some((*words).to_owned())));
        let given: Vec<FeedbackAnswer> =
            values.chain(words).map(|(question, value, words)| FeedbackAnswer { question: question.to_owned(), value, words }).collect();
        let checked = checked(&set.body, opens_on, &given).map_err(Error::Invalid)?;
        let row: AskRow = store::sql::one(work, &format!("{ASK} WHERE a.id = $1"), [new.id.into()]).await?.ok_or(Error::NotFound)?;
        let answered = Answered {
            answers: &checked.answers,
            named: past.named,
            main_value: checked.main_value,
            satisfied: checked.satisfied,
            at: past.answered_at,
        };
        answer(work, &row, scope, row.version, &answered).await?;
    }
    Ok(())
}

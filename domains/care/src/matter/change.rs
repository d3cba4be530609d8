//! What every change of one matter shares: the proof, the transaction, the matter held, the version seen; and at the end the
//! commit and the matter as it is now.

use kernel::Problem;
use trust::{Action, Change, Gate, IfMatch, StaffSession, Versioned, Work};
use uuid::Uuid;

use super::model::Matter;
use super::store;
use super::view::{self, MatterView};
use crate::{Care, Error};

/// A change of one matter under way.
pub struct Changing {
    pub change: Change,
    pub work: Work,
    pub matter: Matter,
    pub staff: trust::Staff,
    gate: Gate,
}

impl Changing {
    /// Asks the policies, begins, holds the matter, and refuses with the matter as it is now when the caller saw another
    /// version.
    pub async fn begin(session: &StaffSession, care: &Care, id: Uuid, seen: IfMatch, action: &'static Action) -> Result<Self, Problem> {
        let this = Self::hold(session, id, action).await?;
        this.seen(care, seen).await
    }

    /// As [`Changing::begin`], leaving the version for the caller to check.
    pub async fn hold(session: &StaffSession, id: Uuid, action: &'static Action) -> Result<Self, Problem> {
        let change = session.change_object("matter", id, action).await?;
        let work = change.begin().await?;
        let matter = store::lock(&work, change.client()?, id).await?;
        Ok(Self { change, work, matter, staff: session.staff().clone(), gate: session.gate().clone() })
    }

    /// Refuses when the caller saw another version.
    pub async fn seen(self, care: &Care, seen: IfMatch) -> Result<Self, Problem> {
        if self.matter.version == seen.0 {
            return Ok(self);
        }
        let Self { change, work, matter, gate, .. } = self;
        // The transaction is given up first: on SQLite there is one writer.
        drop(work);
        let current = view::matter(care, &gate, change.client()?, matter.id).await?;
        Err(Problem::version_conflict(current))
    }

    /// One of many that was not done: gives the transaction up and has the log say so.
    pub fn refuse(self, problem: Problem) -> Problem {
        let Self { change, work, .. } = self;
        drop(work);
        change.refused(&reason_of(&problem));
        problem
    }

    /// Commits and answers with the matter as it is now.
    pub async fn finish(self, care: &Care) -> Result<Versioned<MatterView>, Problem> {
        let Self { change, work, matter, gate, .. } = self;
        work.commit().await?;
        let opened = change.client()?;
        // Also a client who joined with this change is covered by it.
        let now = view::seen(care, &gate, opened, &matter.clients, &matter).await?;
        Ok(Versioned(now.card.version, now))
    }
}

/// A text that must be there: a reason.
pub fn required(path: &str, text: &str) -> Result<String, Error> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::field(path, "required"));
    }
    if text.chars().count() > 2_000 {
        return Err(Error::field(path, "too_long"));
    }
    Ok(text.to_owned())
}

/// The stable code a refusal is explained by: the state's reason, the first field's fault, or the answer's own code.
pub fn reason_of(problem: &Problem) -> String {
    let text = |value: Option<&serde_json::Value>| value.and_then(|v| v.as_str()).map(str::to_owned);
    let field = || text(problem.fields.get("errors")?.get(0)?.get("code"));
    text(problem.fields.get("reason")).or_else(field).unwrap_or_else(|| problem.code.to_owned())
}

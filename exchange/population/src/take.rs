//! A message that came, taken: its words, what follows from them and the message itself in one change, or set aside with its
//! reason. One that cannot be taken never stops the rest.

use kernel::{ClientId, Problem};
use people::population::Told;
use serde_json::Value;
use trust::{Job, Work};
use uuid::Uuid;

use crate::message::{self, Bad, Message};
use crate::store::{self, NewMessage};
use crate::{Population, message::canonical};

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Taken, and something changed.
    Changed,
    /// Taken; it said what was known.
    Nothing,
    /// There already.
    Same,
    /// Kept aside with its reason.
    SetAside,
}

/// From where, and by which number when the message says none itself.
#[derive(Clone, Copy, Debug)]
pub struct From<'a> {
    pub source: &'a str,
    pub number: i64,
    /// Basic data as they are now: the same words asked again at another time are another message.
    pub basics: bool,
}

fn failed(error: impl std::fmt::Display) -> Problem {
    tracing::error!(%error, "a message of the population register could not be kept");
    Problem::internal()
}

/// Why a message is not taken.
enum Refusal {
    Bad(Bad),
    /// The database or the program: not the message's fault.
    Other(Problem),
}

impl Population {
    /// What names a message: the same words are the same message.
    pub(crate) fn digest(job: &Job, message: &Value, from: From<'_>) -> Vec<u8> {
        let salt = if from.basics { format!("basics/{}/", from.number) } else { String::new() };
        job.gate().keys().blind("population_message", format!("{salt}{}", canonical(message)).as_bytes()).to_vec()
    }

    /// Takes one message.
    ///
    /// # Errors
    /// When the database does not answer; a message that cannot be taken is set aside and is no error.
    pub async fn take(&self, job: &Job, message: &Value, from: From<'_>) -> Result<Outcome, Problem> {
        let digest = Self::digest(job, message, from);
        if !store::known(job.reader(), std::slice::from_ref(&digest)).await.map_err(failed)?.is_empty() {
            return Ok(Outcome::Same);
        }
        let body = message.to_string();
        let number = message.get("kirjausavain").and_then(crate::source::number).unwrap_or(from.number);
        let mut new = NewMessage {
            client: None,
            digest,
            source: from.source,
            number,
            changed_at: None,
            groups: message::groups(message).join(" "),
            state: "taken",
            reason: None,
            place: None,
            body: body.as_bytes(),
        };
        let work = job.begin().await?;
        let bad = match self.words(&work, message, from.number).await {
            Ok((client, at, changed)) => {
                (new.client, new.changed_at) = (Some(client), at);
                if !store::keep(&work, &new).await.map_err(failed)? {
                    return Ok(Outcome::Same);
                }
                work.commit().await?;
                return Ok(if changed { Outcome::Changed } else { Outcome::Nothing });
            }
            Err(Refusal::Other(problem)) => return Err(problem),
            Err(Refusal::Bad(bad)) => bad,
        };
        // What was begun is given up; that it is aside is a change of its own.
        drop(work);
        let work = job.begin().await?;
        (new.state, new.reason, new.place) = ("set_aside", Some(bad.reason), Some(bad.place.as_str()));
        if let Some(hetu) = message::whose(message) {
            new.client = people::population::find(&work, work.gate().keys(), &hetu).await.map_err(failed)?;
        }
        work.touched(new.client.as_slice());
        if !store::keep(&work, &new).await.map_err(failed)? {
            return Ok(Outcome::Same);
        }
        work.commit().await?;
        tracing::warn!(reason = bad.reason, number, "a message of the population register was set aside");
        Ok(Outcome::SetAside)
    }

    /// The message's words taken in a change under way: whose, when it changed, whether anything changed.
    async fn words(
        &self,
        work: &Work,
        message: &Value,
        number: i64,
    ) -> Result<(ClientId, Option<chrono::DateTime<chrono::Utc>>, bool), Refusal> {
        let Message { hetu, changed_at, number: own, words, .. } = message::read(message).map_err(Refusal::Bad)?;
        let of = |reason: &'static str| Refusal::Bad(Bad { reason, place: "henkilotunnus".into() });
        let found = people::population::find(work, work.gate().keys(), &hetu).await;
        let client = found.map_err(|e| Refusal::Other(failed(e)))?.ok_or_else(|| of("unknown_person"))?;
        let told = Told { number: own.unwrap_or(number), changed_at: changed_at.unwrap_or(work.at()), words };
        let taken = match people::population::take(work, client, &told).await {
            Ok(taken) => taken,
            Err(people::Error::State(reason)) => return Err(Refusal::Bad(Bad { reason, place: "tietoryhmat".into() })),
            Err(people::Error::NotFound) => return Err(of("unknown_person")),
            Err(error) => return Err(Refusal::Other(error.into())),
        };
        match self.care.register_told(work, client, &taken).await {
            Ok(_) => Ok((client, changed_at, !taken.changed.is_empty())),
            Err(care::Error::Refused(reason)) => Err(Refusal::Bad(Bad { reason, place: "tietoryhmat".into() })),
            Err(error) => Err(Refusal::Other(error.into())),
        }
    }

    /// Tries one that was set aside again, in the administrator's change. `None`: it was taken; else why it still is not.
    ///
    /// # Errors
    /// `NotFound` when it is not set aside (any more), or when the database does not answer.
    pub(crate) async fn again(&self, work: Work, id: Uuid) -> Result<Option<String>, Problem> {
        let held = store::held(&work, id).await.map_err(failed)?.ok_or_else(Problem::not_found)?;
        let body = work.gate().keys().open(held.id.as_bytes(), &held.sealed).map_err(failed)?;
        let message: Value = serde_json::from_slice(&body).map_err(failed)?;
        match self.words(&work, &message, held.change_number).await {
            Ok((client, ..)) => {
                store::settle(&work, id, Some(client), "taken", (None, None)).await.map_err(failed)?;
                let event = ::store::NewEvent::new("population.message.taken", "population_message", id).client(client.0);
                work.emit(event).await.map_err(failed)?;
                work.commit().await?;
                Ok(None)
            }
            Err(Refusal::Bad(bad)) => Ok(Some(bad.reason.to_owned())),
            Err(Refusal::Other(problem)) => Err(problem),
        }
    }
}

//! The national register of mandates (Suomi.fi-valtuudet): mandates of one adult for another, asked when the client goes there and again at
//! each start of acting.

mod client;
pub(crate) mod routes;
mod sign;
pub(crate) mod store;
#[cfg(test)]
mod tests;

use chrono::Duration;
use kernel::ClientId;
use kernel::hetu::Hetu;
use trust::{Job, Work};
use uuid::Uuid;

pub use client::{Fault, National, NationalSettings, Principal, Registered, SettingsError};
pub use sign::{HEADER, header, signature};

use crate::{Error, Mandate};

/// Asks the register anew whether the mandates it told of are in force; the row of one that is.
///
/// # Errors
/// `mandate_not_in_force`; [`Error::National`] when the register does not answer: then nobody begins to act.
pub(crate) async fn again(room: &Mandate, job: &Job, actor: ClientId, client: ClientId) -> Result<Uuid, Error> {
    let national = room.national.as_deref().ok_or(Error::State("mandate_register_unused"))?;
    let (gate, rules) = (job.gate(), &room.rules);
    let (me, them) = (job.identities(actor).await?, job.identities(client).await?);
    let delegate = hetu_of(job, &me).await?.ok_or(Error::State("no_hetu"))?;
    let principal = hetu_of(job, &them).await?.ok_or(Error::State("no_hetu"))?;
    let set = rules.mandates.on(gate.ctx().today());
    let mut kept = Vec::new();
    for issue in &set.body.register.issues {
        if national.still(&delegate, &principal, &issue.uri, gate.ctx()).await? {
            kept.push(issue.uri.clone());
        }
    }
    let work = gate.job("mandate.register.again", "own", Some(actor.0)).begin().await?;
    let ids = keep(&work, actor, client, &kept, minutes(set.body.register.minutes)).await?;
    work.commit().await?;
    ids.first().copied().ok_or(Error::State("mandate_not_in_force"))
}

fn minutes(count: u32) -> Duration {
    Duration::minutes(i64::from(count))
}

/// Puts what the register answered in the place of what it answered before.
async fn keep(work: &Work, actor: ClientId, client: ClientId, issues: &[String], life: Duration) -> Result<Vec<Uuid>, Error> {
    store::end(work, actor, client).await?;
    let mut ids = Vec::with_capacity(issues.len());
    for issue in issues {
        ids.push(store::insert(work, actor, client, issue, work.at() + life).await?);
    }
    work.touched(&[client]);
    Ok(ids)
}

/// The code in force of any of a person's identities.
pub(crate) async fn hetu_of(job: &Job, identities: &[ClientId]) -> Result<Option<Hetu>, Error> {
    for one in identities {
        if let Some(code) = people::hetu_for_print(job.gate(), job, *one).await?
            && let Ok(hetu) = Hetu::parse(&code)
        {
            return Ok(Some(hetu));
        }
    }
    Ok(None)
}

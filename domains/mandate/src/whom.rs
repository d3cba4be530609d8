//! For whom a client may act just now.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::ClientId;
use rules::Rules;
use serde::Serialize;
use trust::{Acting, ActingGround, Job};
use uuid::Uuid;

use crate::grounds::closed;
use crate::{Error, invitation, national};

/// Somebody whom one may act for.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ActingChoice {
    pub client_id: Uuid,
    pub name: String,
    pub given_name: String,
    pub ground: ActingGround,
    /// The last day of an invitation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// When the national register said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fetched_at: Option<DateTime<Utc>>,
    /// Of custody: there is another guardian too.
    pub shared: bool,
    #[serde(skip)]
    pub reference: Uuid,
}

/// Everybody whom this client may act for: own minors, those whose mandates are in force, those who have invited them.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn choices(job: &Job, actor: ClientId) -> Result<Vec<ActingChoice>, Error> {
    let me = job.identities(actor).await?;
    let (now, today) = (job.gate().ctx().now(), job.gate().ctx().today());
    let mut found: Vec<(ClientId, ActingChoice)> = Vec::new();
    let choice = |client: ClientId, ground: ActingGround, reference: Uuid| ActingChoice {
        client_id: client.0,
        name: String::new(),
        given_name: String::new(),
        ground,
        until: None,
        fetched_at: None,
        shared: false,
        reference,
    };
    for one in people::custody::of_guardian(job, &me).await? {
        found.push((one.child, ActingChoice { shared: one.shared, ..choice(one.child, ActingGround::Custody, one.id) }));
    }
    for one in national::store::of_actor(job.reader(), &me, now).await? {
        let client = ClientId(one.client_id);
        found.push((client, ActingChoice { fetched_at: Some(one.fetched_at), ..choice(client, ActingGround::Mandate, one.id) }));
    }
    for one in invitation::store::accepted_by(job.reader(), &me, today).await? {
        let client = ClientId(one.client_id);
        found.push((client, ActingChoice { until: Some(one.valid_until), ..choice(client, ActingGround::Invitation, one.id) }));
    }
    let mut told: Vec<ActingChoice> = Vec::with_capacity(found.len());
    for (client, choice) in found {
        // One of each ground: a person can have several identities, and a mandate several matters.
        if told.iter().any(|one| one.client_id == client.0 && one.ground == choice.ground) {
            continue;
        }
        let Some(card) = people::card::card(job, client).await?.filter(|card| !card.deceased) else { continue };
        let Some((name, given_name)) = people::own_name(job, ClientId(card.id)).await? else { continue };
        told.push(ActingChoice { name, given_name, ..choice });
    }
    told.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(told)
}

/// The ground by which this client may act for another.
///
/// # Errors
/// [`Error::NotFound`] when there is none, and for whom one may not know of.
pub(crate) async fn by(job: &Job, actor: ClientId, client: ClientId, ground: ActingGround) -> Result<Acting, Error> {
    let all = choices(job, actor).await?;
    let found = all.into_iter().find(|one| one.client_id == client.0 && one.ground == ground).ok_or(Error::NotFound)?;
    Ok(Acting { actor, client, ground, reference: found.reference })
}

/// The groups that acting opens, by code, for the screens to offer.
pub(crate) fn opened(rules: &Rules, acting: &Acting, standing: &trust::Standing, today: NaiveDate) -> Vec<String> {
    let set = rules.mandates.on(today);
    let opens = |group: &&rules::ActingGroup| closed(&set.body, group, acting.ground, standing).is_none();
    set.body.groups.iter().filter(opens).map(|group| group.code.clone()).collect()
}

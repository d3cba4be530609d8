use std::collections::HashMap;

use axum::extract::Path;
use kernel::{ClientId, Problem};
use people::IdentityCard;
use people::card::cards;
use people::household::{Custody, of};
use serde::Serialize;
use trust::{Json, StaffSession};
use utoipa::ToSchema;
use uuid::Uuid;

use super::open::{OpenOfOne, open};
use crate::{Error, actions};

/// One of the family or of the household.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HouseholdMember {
    pub name: String,
    /// spouse child parent sibling friend informal_carer guardian trustee contact other; none for one who only lives here.
    pub roles: Vec<String>,
    /// From a register of official family relations.
    pub official: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custody: Option<Custody>,
    /// Absent when it is not known or not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lives_here: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Their own client identity, when they have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<Uuid>,
    /// Who they are, when the looker's own rights reach them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<IdentityCard>,
    /// What is open of them, within the looker's own rights; absent when these do not reach them, whatever there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<OpenOfOne>,
}

/// The family and the household of a client.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Household {
    /// The client's address is protected: who lives there is not told.
    pub address_hidden: bool,
    /// Those who live here first, then the rest of the family, then other close ones.
    pub members: Vec<HouseholdMember>,
    /// Always the same: others may live here, and other registers may hold what is not shown.
    pub note: String,
}

/// Who lives here, custody, and who of the family is a client with what open.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/household", tag = "care", operation_id = "household",
    extensions(("x-action" = json!("care.household.look"))), params(("id" = Uuid, Path)),
    responses((status = 200, body = Household), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn household(session: StaffSession, Path(id): Path<Uuid>) -> Result<Json<Household>, Problem> {
    let opened = session.open(ClientId(id), &actions::HOUSEHOLD).await?;
    let family = of(&opened).await?;
    let persons = family.kin.iter().filter_map(|kin| kin.one.client_id).map(ClientId).chain(family.same_address.iter().copied());
    let mut asked: Vec<ClientId> = persons.filter(|person| !opened.clients().contains(person)).collect();
    asked.sort_unstable();
    asked.dedup();
    // Only those whom the looker may open in their own right; the others are not asked of the database at all.
    let proofs = session.open_those(&asked, &actions::HOUSEHOLD).await?;
    let mut open = open(&opened, &proofs).await?;
    let reached: Vec<ClientId> = proofs.iter().map(trust::Opened::client).collect();
    let mut known: HashMap<Uuid, IdentityCard> =
        cards(&opened, &reached).await.map_err(Error::from)?.into_iter().map(|card| (card.id, card)).collect();
    let mut members: Vec<HouseholdMember> = family
        .kin
        .into_iter()
        .map(|kin| HouseholdMember {
            name: kin.one.name,
            roles: kin.one.roles,
            official: kin.one.official,
            custody: kin.custody,
            lives_here: kin.lives_here,
            phone: kin.one.phone,
            client_id: kin.one.client_id,
            card: kin.one.client_id.and_then(|person| known.get(&person).cloned()),
            open: kin.one.client_id.and_then(|person| open.get(&person).cloned()),
        })
        .collect();
    for person in family.same_address {
        let (Some(card), Some(open)) = (known.remove(&person.0), open.remove(&person.0)) else { continue };
        members.push(HouseholdMember {
            name: card.name.clone(),
            roles: Vec::new(),
            official: false,
            custody: None,
            lives_here: Some(true),
            phone: None,
            client_id: Some(person.0),
            card: Some(card),
            open: Some(open),
        });
    }
    members.sort_by_key(|member| (member.lives_here != Some(true), !member.official));
    Ok(Json(Household { address_hidden: family.address_hidden, members, note: "others_may_live_here".into() }))
}

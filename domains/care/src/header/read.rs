use kernel::Register;
use people::close_one::CloseOne;
use people::head::{Head, Languages};
use people::tied::{ClientProfessional, ClientRole};
use people::{IdentityCard, PersonRef};
use sea_orm::FromQueryResult;
use serde::Serialize;
use store::sql;
use trust::{Group, Opened};

use crate::Error;

/// Whether the client has given a permit to disclose from a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PermitState {
    InForce,
    None,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Permit {
    pub register: Register,
    pub state: PermitState,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ClientHeader {
    pub card: IdentityCard,
    pub version: i32,
    /// female | male | unknown
    pub sex: String,
    pub languages: Languages,
    /// The case manager; else the own worker or the worker responsible, in this order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_manager: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_person: Option<PersonRef>,
    /// Whom to call of the close ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close_contact: Option<CloseOne>,
    /// Open customerships that the viewer may see.
    pub customerships: i64,
    pub permits: Vec<Permit>,
    /// new_matter · open_customership · contact_add · contact_correct · contact_end · close_one_add ·
    /// close_one_correct · close_one_end · hetu · address · open_register
    pub permitted_actions: Vec<String>,
}

/// What a header is made of; the situation picture has read the same already.
pub struct Sources<'a> {
    pub head: Head,
    pub professionals: &'a [ClientProfessional],
    pub close_ones: &'a [CloseOne],
    pub customerships: i64,
}

/// The header of the opened client.
///
/// # Errors
/// `NotFound`, or when the database does not answer.
pub async fn of(opened: &Opened) -> Result<ClientHeader, Error> {
    let head = people::head::head(opened, opened.client()).await?.ok_or(Error::NotFound)?;
    let professionals = people::tied::of(opened).await?;
    let close_ones = people::close_one::of(opened).await?;
    #[derive(FromQueryResult)]
    struct Count {
        n: i64,
    }
    let (clients, values) = opened.clients_sql("c", 1);
    let text = format!("SELECT COUNT(*) AS n FROM customership c WHERE {clients} AND c.state = 'open' AND {}", opened.scopes().sql("c"));
    let count: Option<Count> = sql::one(opened.reader(), &text, values).await?;
    let sources = Sources { head, professionals: &professionals, close_ones: &close_ones, customerships: count.map_or(0, |c| c.n) };
    Ok(assemble(opened, sources))
}

/// Puts a header together.
pub fn assemble(opened: &Opened, sources: Sources<'_>) -> ClientHeader {
    let with = |role: ClientRole| sources.professionals.iter().find(|p| p.role == role).map(ClientProfessional::person);
    let permits = Register::ALL.iter().map(|register| Permit {
        register: *register,
        state: if opened.permits().contains(register) { PermitState::InForce } else { PermitState::None },
    });
    ClientHeader {
        version: sources.head.version,
        sex: sources.head.sex,
        languages: sources.head.languages,
        card: sources.head.card,
        case_manager: with(ClientRole::CaseManager).or_else(|| with(ClientRole::OwnWorker)).or_else(|| with(ClientRole::ResponsibleWorker)),
        contact_person: with(ClientRole::ContactPerson),
        close_contact: first_to_call(sources.close_ones).cloned(),
        customerships: sources.customerships,
        permits: permits.collect(),
        permitted_actions: permitted(opened),
    }
}

/// Whom to call: one named as contact, else who acts for the client by right, else who cares, else the first with a telephone.
fn first_to_call(close_ones: &[CloseOne]) -> Option<&CloseOne> {
    let has = |one: &CloseOne, role: &str| one.roles.iter().any(|r| r == role);
    ["contact", "guardian", "trustee", "informal_carer", "spouse"]
        .into_iter()
        .find_map(|role| close_ones.iter().find(|one| has(one, role)))
        .or_else(|| close_ones.iter().find(|one| one.phone.is_some()))
}

/// What may be done to the client beyond looking: asked of the gate.
fn permitted(opened: &Opened) -> Vec<String> {
    let mut actions = Vec::new();
    let mut add = |group: Group, names: &[&str]| {
        if opened.offers(group) {
            actions.extend(names.iter().map(|name| (*name).to_owned()));
        }
    };
    add(Group::Lobby, &["new_matter"]);
    add(Group::Work, &["open_customership"]);
    add(Group::Tend, &["contact_add", "contact_correct", "contact_end", "close_one_add", "close_one_correct", "close_one_end"]);
    add(Group::Reveal, &["hetu", "address"]);
    add(Group::OpenRegister, &["open_register"]);
    actions
}

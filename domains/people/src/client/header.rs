use kernel::Register;
use serde::Serialize;
use trust::{Facts, Gate, Group, Opened, Relation, Staff, opening};

use crate::card::{IdentityCard, card};
use crate::client::store::{ClientRow, load};
use crate::close_one::{CloseOne, foremost};
use crate::error::Error;
use crate::organisation::PersonRef;
use crate::tied::{self, ClientRole};

#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Languages {
    /// ISO 639-1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mother: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    pub interpreter: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct PermitState {
    pub register: Register,
    /// in_force | none
    pub state: String,
}

/// What stands on top of every page about a client.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ClientHeader {
    pub card: IdentityCard,
    pub version: i32,
    /// female | male | unknown
    pub sex: String,
    pub languages: Languages,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_manager: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_person: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close_contact: Option<CloseOne>,
    /// Open customerships in the registers and tasks the viewer sees.
    pub customerships: i64,
    /// The client's permits to disclose between registers.
    pub permits: Vec<PermitState>,
    /// initiate · contacts · close_ones · open_customership · reveal_hetu · reveal_address · open_register
    pub permitted_actions: Vec<String>,
}

/// The header of the opened client. Professionals and customerships are those of the registers and tasks the viewer sees.
///
/// # Errors
/// When the database fails.
pub async fn header(gate: &Gate, opened: &Opened) -> Result<ClientHeader, Error> {
    let client = opened.client();
    let row = load(opened.reader(), &[client]).await?.remove(&client).ok_or(Error::NotFound)?;
    let card = card(opened, client).await?.ok_or(Error::NotFound)?;
    let professionals = tied::of(opened).await?;
    let named = |role: ClientRole| professionals.iter().find(|p| p.role == role).map(tied::ClientProfessional::person);
    let permits = opening::permits(opened).await?;
    Ok(ClientHeader {
        case_manager: named(ClientRole::CaseManager).or_else(|| named(ClientRole::ResponsibleWorker)),
        contact_person: named(ClientRole::ContactPerson).or_else(|| named(ClientRole::OwnWorker)),
        close_contact: foremost(opened.reader(), opened.clients()).await?,
        customerships: opening::tied_objects(opened, "customership").await?,
        permitted_actions: permitted(gate, opened.staff(), opened.relation()),
        ..bare(row, card, &permits)
    })
}

/// The header of a client nothing is tied to yet.
pub(crate) fn fresh(gate: &Gate, staff: &Staff, row: ClientRow, card: IdentityCard) -> ClientHeader {
    ClientHeader { permitted_actions: permitted(gate, staff, Relation::default()), ..bare(row, card, &[]) }
}

fn bare(row: ClientRow, card: IdentityCard, permits: &[Register]) -> ClientHeader {
    ClientHeader {
        card,
        version: row.version,
        sex: row.fields.sex,
        languages: Languages { mother: row.fields.mother_tongue, service: row.fields.service_language, interpreter: row.fields.interpreter },
        case_manager: None,
        contact_person: None,
        close_contact: None,
        customerships: 0,
        permits: Register::ALL
            .iter()
            .map(|register| PermitState { register: *register, state: if permits.contains(register) { "in_force" } else { "none" }.to_owned() })
            .collect(),
        permitted_actions: Vec::new(),
    }
}

/// What the policies let this professional do with the client, from how they are tied; each route asks again with the facts
/// of its own register and task.
fn permitted(gate: &Gate, staff: &Staff, relation: Relation) -> Vec<String> {
    let may = |group: Group| {
        [(Register::Social, opening::whole(Register::Social)), (Register::Patient, opening::whole(Register::Patient))].into_iter().any(|(register, service_task)| {
            gate.policies().allows(Facts {
                role: staff.role,
                group,
                register,
                service_task,
                relation,
                tied: !relation.is_none(),
                permit: false,
                ground: false,
                can_decide: staff.can_decide,
            })
        })
    };
    let all = [
        ("initiate", Group::Lobby),
        ("contacts", Group::Work),
        ("close_ones", Group::Work),
        ("open_customership", Group::Work),
        ("reveal_hetu", Group::Reveal),
        ("reveal_address", Group::Reveal),
        ("open_register", Group::OpenRegister),
    ];
    all.into_iter().filter(|(_, group)| may(*group)).map(|(name, _)| name.to_owned()).collect()
}

use kernel::Register;
use serde::Serialize;
use trust::{Facts, Gate, Group, Relation, Staff, opening};

use crate::card::IdentityCard;
use crate::client::store::ClientRow;
use crate::head::Languages;

#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct AddedPermit {
    pub register: Register,
    /// Always `none`: a new client has given no permit.
    pub state: String,
}

/// A client just added: the header of one nothing is tied to yet.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct AddedClient {
    pub card: IdentityCard,
    pub version: i32,
    /// female | male | unknown
    pub sex: String,
    pub languages: Languages,
    /// None yet.
    pub customerships: i64,
    pub permits: Vec<AddedPermit>,
    /// new_matter · open_register
    pub permitted_actions: Vec<String>,
}

pub(crate) fn added(gate: &Gate, staff: &Staff, row: ClientRow, card: IdentityCard) -> AddedClient {
    AddedClient {
        card,
        version: row.version,
        sex: row.fields.sex,
        languages: Languages {
            mother: row.fields.mother_tongue,
            service: row.fields.service_language,
            interpreter: row.fields.interpreter,
        },
        customerships: 0,
        permits: Register::ALL.iter().map(|register| AddedPermit { register: *register, state: "none".to_owned() }).collect(),
        permitted_actions: permitted(gate, staff),
    }
}

/// What the policies let this professional do with a client nobody is tied to.
fn permitted(gate: &Gate, staff: &Staff) -> Vec<String> {
    let may = |group: Group| {
        Register::ALL.iter().any(|register| {
            gate.policies().allows(Facts {
                role: staff.role,
                group,
                register: *register,
                service_task: opening::whole(*register),
                relation: Relation::default(),
                tied: false,
                permit: false,
                ground: false,
                emergency: false,
                colleague: false,
                can_decide: staff.can_decide,
            })
        })
    };
    let all = [("new_matter", Group::Lobby), ("open_register", Group::OpenRegister)];
    all.into_iter().filter(|(_, group)| may(*group)).map(|(name, _)| name.to_owned()).collect()
}

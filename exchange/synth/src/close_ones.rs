//! Close ones of a resident: the family in the county with links to the persons, and those elsewhere.

use kernel::{ClientId, Register, Scope, ServiceTask};
use people::import::SourceCloseOne;
use sha2::{Digest, Sha256};

use crate::residents::{Marital, Resident, known};
use crate::write::Whole;

pub(crate) fn of(whole: &Whole, resident: &Resident, client: ClientId, list: &mut Vec<SourceCloseOne>) {
    let scope =
        Scope { controller: whole.controller, register: Register::Social, service_task: ServiceTask::OlderPeople, catalogue_row: 3 };
    let mut add = |key: String,
                   name: String,
                   roles: Vec<String>,
                   official: bool,
                   phone: Option<String>,
                   note: Option<String>,
                   person: Option<ClientId>| {
        let key = Sha256::digest(format!("{}/{key}", client.0)).to_vec();
        list.push(SourceCloseOne {
            client,
            key,
            name,
            roles,
            official,
            phone,
            note,
            person,
            ended: false,
            source_system: "väestötiedot".into(),
            scope,
        });
    };
    let carer = whole.needs.get(resident.index).and_then(|needs| needs.carer);
    let minor = resident.age(whole.today) < 18;
    let mut related = |other: usize, role: &str, official: bool| {
        let (Some(one), Some(person)) = (whole.residents.get(other), whole.clients.get(other).copied()) else { return };
        if !one.alive(whole.today) {
            return;
        }
        let mut roles = vec![role.to_owned()];
        if carer == Some(other) {
            roles.push("informal_carer".into());
        }
        if minor && role == "parent" {
            roles.push("guardian".into());
        }
        if role == "spouse" {
            roles.push("contact".into());
        }
        // The number of one who is protected is theirs to give.
        let phone = one.phone.clone().filter(|_| !one.protected);
        add(format!("{role}/{other}"), one.called(), roles, official, phone, None, Some(person));
    };
    if let Some(partner) = resident.partner {
        related(partner, "spouse", resident.marital == Marital::Married);
    }
    for parent in &resident.parents {
        related(*parent, "parent", true);
    }
    for child in &resident.children {
        related(*child, "child", true);
    }
    if resident.index == known::AINO || resident.index == known::EERO {
        add(
            "kaisa".into(),
            "Kaisa Virtanen".into(),
            vec!["child".into(), "contact".into()],
            false,
            Some("000 222 3333".into()),
            Some("Asuu Oulussa, soittaa iltaisin.".into()),
            None,
        );
    }
    for (place, one) in resident.outsiders.iter().enumerate() {
        let roles = one.roles.iter().map(|role| (*role).to_owned()).collect();
        add(format!("outsider/{place}"), one.name.clone(), roles, false, Some(one.phone.clone()), one.note.map(str::to_owned), None);
    }
}

//! A person who has identified themself strongly: which client they are, and a client made of one whom the county does not know yet.

use chrono::{DateTime, Utc};
use kernel::hetu::{Hetu, Sex};
use kernel::{ClientId, Register, Scope, ServiceTask};
use sea_orm::FromQueryResult;
use store::NewEvent;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::Gate;
use uuid::Uuid;

use crate::card::{IdentityKind, age_on};
use crate::client::identifier::blinds_hetu;
use crate::client::store::{self as rows, ClientFields, NewIdentifier, NewRow};
use crate::error::Error;

/// A person as a provider of strong identification tells of them.
pub struct Identified<'a> {
    pub hetu: &'a Hetu,
    pub family_name: Option<&'a str>,
    /// All given names, blanks between.
    pub given_names: Option<&'a str>,
}

/// Which client a person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resident {
    Client(ClientId),
    /// The county did not know them, and does now.
    Added(ClientId),
    /// Nobody has the code, and no name was told to make a client of.
    Unknown,
    /// The code is out of use, in use by two, or of somebody who has died: for a person to look into.
    Unclear,
}

/// Finds the client who has the code in force; makes one of a person the county does not know. A code that is not in force finds nobody,
/// nor does it make a second client.
///
/// # Errors
/// When the database does not answer or takes no writes.
pub async fn identified(gate: &Gate, person: &Identified<'_>) -> Result<Resident, Error> {
    let job = gate.job("session.identification.enrol", "own", None);
    if let Some(found) = found(job.reader(), gate, person.hetu).await? {
        return Ok(found);
    }
    let (Some(family_name), Some(given_names)) = (person.family_name.and_then(name), person.given_names.and_then(name)) else {
        return Ok(Resident::Unknown);
    };
    let work = job.begin().await?;
    rows::lock_identities(&work).await?;
    // Another of their log-ins may have been first.
    if let Some(found) = found(&work, gate, person.hetu).await? {
        return Ok(found);
    }
    let client = ClientId(work.new_id());
    let birth = person.hetu.birth_date();
    let scope = Scope {
        controller: gate.controller(),
        register: Register::Social,
        service_task: task_of(age_on(birth, work.today()).unwrap_or_default()),
        catalogue_row: 1,
    };
    let fields = ClientFields {
        identity: IdentityKind::Hetu,
        family_name,
        given_names,
        birth_date: Some(birth),
        sex: match person.hetu.sex() {
            Sex::Female => "female".into(),
            Sex::Male => "male".into(),
        },
        mother_tongue: None,
        service_language: None,
        interpreter: false,
        municipality: None,
        // The population register tells of protection in its next message.
        protected: false,
        deceased: false,
        deceased_on: None,
        hetu_hint: Some(person.hetu.to_string()),
    };
    rows::insert(&work, &[NewRow { id: client, scope, origin: "identification", fields, other_names: &[] }]).await?;
    rows::insert_identifiers(&work, &[NewIdentifier::hetu(&work, client, scope, person.hetu)]).await?;
    work.touched(&[client]);
    let data = serde_json::json!({ "identity": IdentityKind::Hetu.code() });
    work.emit(NewEvent::new("people.client.created", "client", client.0).client(client.0).data(data)).await?;
    work.commit().await?;
    Ok(Resident::Added(client))
}

async fn found(conn: &impl ConnectionTrait, gate: &Gate, hetu: &Hetu) -> Result<Option<Resident>, DbErr> {
    #[derive(FromQueryResult)]
    struct Holder {
        client_id: Uuid,
        valid_to: Option<DateTime<Utc>>,
        deceased: bool,
    }
    let blinds = blinds_hetu(gate.keys(), hetu);
    let text = format!(
        "SELECT i.client_id, i.valid_to, c.deceased FROM client_identifier i JOIN client c ON c.id = i.client_id \
         WHERE i.blind IN ({}) AND i.kind = 'hetu' ORDER BY i.client_id LIMIT 50",
        sql::params(1, blinds.len())
    );
    let holders: Vec<Holder> = sql::all(conn, &text, blinds.into_iter().map(Value::from)).await?;
    if holders.is_empty() {
        return Ok(None);
    }
    let mut valid: Vec<(Uuid, bool)> = holders.iter().filter(|h| h.valid_to.is_none()).map(|h| (h.client_id, h.deceased)).collect();
    valid.dedup();
    Ok(Some(match valid.as_slice() {
        [(client, false)] => Resident::Client(ClientId(*client)),
        _ => Resident::Unclear,
    }))
}

/// A name as it is kept: 1–100 characters, single blanks.
fn name(told: &str) -> Option<String> {
    let name = told.split_whitespace().collect::<Vec<_>>().join(" ");
    (name.chars().count() <= 100 && !crate::name::fold(&name).is_empty()).then_some(name)
}

/// Where somebody of whom nothing else is known belongs until a professional says otherwise: the service task of their age, in years.
fn task_of(age: i32) -> ServiceTask {
    match age {
        ..18 => ServiceTask::Families,
        18..65 => ServiceTask::WorkingAge,
        _ => ServiceTask::OlderPeople,
    }
}

#[cfg(test)]
mod tests {
    use super::{name, task_of};
    use kernel::ServiceTask;

    #[test]
    fn names_are_kept_as_names() {
        assert_eq!(name("  Aino   Maria ").as_deref(), Some("Aino Maria"));
        for none in ["", "  ", "--", &"a".repeat(101)] {
            assert_eq!(name(none), None, "{none:?}");
        }
    }

    #[test]
    fn a_service_task_goes_by_age() {
        for (age, task) in [
            (0, ServiceTask::Families),
            (17, ServiceTask::Families),
            (18, ServiceTask::WorkingAge),
            (64, ServiceTask::WorkingAge),
            (65, ServiceTask::OlderPeople),
        ] {
            assert_eq!(task_of(age), task, "{age}");
        }
    }
}

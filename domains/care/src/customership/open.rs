use ::store::NewEvent;
use chrono::NaiveDate;
use kernel::{ClientId, Problem, Scope};
use rules::{Happening, Lane, Rules};
use trust::{Opened, Work};
use uuid::Uuid;

use super::model::{Customership, NewCustomership};
use super::{store, ties};
use crate::clock::{self, Told};
use crate::matter::{self, Matter, NewStep};
use crate::{Error, thing};

/// Opens a customership for the opened client. In a matter it also moves the matter on and tells its clocks that the
/// customership began and that the client got a named worker (SHL 42 § [memory]).
///
/// # Errors
/// 403 when the asker's rights do not reach the task; 409 `customership_open` naming the one that is open already; a matter
/// that is not the client's or not open; people or a team that are not there.
pub async fn open(work: &Work, opened: &Opened, rules: &Rules, new: &NewCustomership) -> Result<Customership, Error> {
    let client = opened.client();
    if !opened.scopes().sees(kernel::Register::Social, new.service_task) {
        return Err(Problem::refused("rights", &["initiate_matter"]).into());
    }
    people_are_there(work, new.responsible_worker_id, new.contact_person_id, new.team_id).await?;
    thing::one_at_a_time(work, &format!("customership/{}/{}", client.0, new.service_task)).await?;
    if let Some(first) = store::open_in(work, opened.clients(), new.service_task).await? {
        let first = store::told(work, vec![first], false).await?.pop();
        return Err(Problem::state_refused("customership_open").with("customership", first).into());
    }
    let mut matter = match new.matter_id {
        Some(id) => {
            let matter = matter::lock(work, opened, id).await?;
            matter.must_be_open().map_err(Error::Refused)?;
            if matter.scope.service_task != new.service_task {
                return Err(Error::field("/service_task", "not_the_matters"));
            }
            Some(matter)
        }
        None => None,
    };
    let row = begun(work, rules, client, new, work.today(), matter.as_mut()).await?;
    store::told(work, vec![row], true).await?.pop().ok_or(Error::NotFound)
}

/// Writes a customership that begins on a day, with its ties; its matter moves on.
pub(super) async fn begun(
    work: &Work,
    rules: &Rules,
    client: ClientId,
    new: &NewCustomership,
    opened_on: NaiveDate,
    matter: Option<&mut Matter>,
) -> Result<store::Row, Error> {
    let scope = Scope {
        controller: work.gate().controller(),
        register: kernel::Register::Social,
        service_task: new.service_task,
        catalogue_row: 18,
    };
    let row = store::Row {
        id: work.new_id(),
        client_id: client.0,
        controller: scope.controller,
        service_task: new.service_task.code().to_owned(),
        matter_id: new.matter_id,
        team_id: new.team_id,
        responsible_worker_id: new.responsible_worker_id,
        contact_person_id: new.contact_person_id,
        state: "open".into(),
        opened_on,
        closed_on: None,
        close_reason: None,
        version: 1,
    };
    store::insert(work, &row, scope).await?;
    ties::make(work, &row).await?;
    work.emit(event("care.customership.opened", &row)).await?;
    if let Some(matter) = matter {
        matter::step(work, matter.id, NewStep::new("customership_opened").from_to(None, new.service_task.code().to_owned()).about(row.id))
            .await?;
        clock::reached(work, rules, matter, Happening::CustomershipOpened, Told::default()).await?;
        clock::reached(work, rules, matter, Happening::OwnWorkerNamed, Told::default()).await?;
        matter::advance(work, rules, matter, Lane::Managing).await?;
    }
    Ok(row)
}

/// The event of a customership.
pub(super) fn event(kind: &'static str, row: &store::Row) -> NewEvent {
    NewEvent::new(kind, "customership", row.id)
        .client(ClientId(row.client_id).0)
        .team(row.team_id)
        .data(serde_json::json!({ "matter_id": row.matter_id }))
}

/// Refuses professionals and teams that do not exist.
pub(super) async fn people_are_there(work: &Work, worker: Uuid, contact: Option<Uuid>, team: Uuid) -> Result<(), Error> {
    let ids: Vec<Uuid> = std::iter::once(worker).chain(contact).collect();
    let people = people::organisation::people_by_id(work, &ids).await?;
    if !people.contains_key(&worker) {
        return Err(Error::field("/responsible_worker_id", "not_found"));
    }
    if contact.is_some_and(|id| !people.contains_key(&id)) {
        return Err(Error::field("/contact_person_id", "not_found"));
    }
    if !people::organisation::teams_by_id(work, &[team]).await?.contains_key(&team) {
        return Err(Error::field("/team_id", "not_found"));
    }
    Ok(())
}

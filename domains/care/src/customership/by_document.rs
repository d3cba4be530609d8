//! A customership as a finished customership document tells it.

use chrono::NaiveDate;
use kernel::ClientId;
use rules::Rules;
use trust::Work;

use super::model::NewCustomership;
use super::{close, open, store};
use crate::matter::Matter;
use crate::{Error, thing};

/// The reason of an ending that the document tells in its own words.
const IN_WORDS: &str = "other";

/// Opens the client's customership in the matter's service task, or leaves the one that is open as it is. The matter's handler
/// is the worker responsible.
///
/// # Errors
/// `no_handler` when nobody handles the matter.
pub(crate) async fn opened(work: &Work, rules: &Rules, matter: &mut Matter, client: ClientId, from: NaiveDate) -> Result<(), Error> {
    let task = matter.scope.service_task;
    thing::one_at_a_time(work, &format!("customership/{}/{task}", client.0)).await?;
    if store::open_in(work, &[client], task).await?.is_some() {
        return Ok(());
    }
    let new = NewCustomership {
        service_task: task,
        responsible_worker_id: matter.handler_id.ok_or(Error::Refused("no_handler"))?,
        contact_person_id: None,
        team_id: matter.team_id,
        matter_id: Some(matter.id),
    };
    open::begun(work, rules, client, &new, from, Some(matter)).await.map(|_| ())
}

/// Closes the client's open customership in the matter's service task.
///
/// # Errors
/// `no_open_customership`; `customership_ends_before_begins`.
pub(crate) async fn closed(work: &Work, matter: &Matter, client: ClientId, on: NaiveDate, why: Option<&str>) -> Result<(), Error> {
    let task = matter.scope.service_task;
    thing::one_at_a_time(work, &format!("customership/{}/{task}", client.0)).await?;
    let now = store::open_in(work, &[client], task).await?.ok_or(Error::Refused("no_open_customership"))?;
    if on < now.opened_on {
        return Err(Error::Refused("customership_ends_before_begins"));
    }
    close::shut(work, &now, now.version, on, IN_WORDS, why).await.map(|_| ())
}

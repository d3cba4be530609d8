//! A customership document opens the client's customership, or closes it.

use documents::Document;
use documents::mapping::Facts;
use kernel::ServiceTask;
use rules::Rules;
use trust::Work;

use super::to_come;
use crate::Error;
use crate::customership::by_document;
use crate::matter::Matter;

/// Does what the document says of its clients' customerships in the matter's service task.
///
/// # Errors
/// `customership_begins_in_future`, `customership_ends_in_future`, `customership_ends_before_begins`, `other_service_task` when
/// the document is of a task that is not the matter's, `no_handler`, `no_open_customership`.
pub async fn written(work: &Work, rules: &Rules, matter: &mut Matter, document: &Document, facts: &Facts) -> Result<(), Error> {
    let (from, to) = (facts.date("started_on"), facts.date("ended_on"));
    if to_come(work, from) {
        return Err(Error::Refused("customership_begins_in_future"));
    }
    if to_come(work, to) {
        return Err(Error::Refused("customership_ends_in_future"));
    }
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        return Err(Error::Refused("customership_ends_before_begins"));
    }
    let tasks: Vec<ServiceTask> = facts.list("service_tasks").iter().filter_map(|row| task_of(row.code("service_task")?)).collect();
    if !tasks.is_empty() && !tasks.contains(&matter.scope.service_task) {
        return Err(Error::Refused("other_service_task"));
    }
    for client in &document.client_ids {
        match to {
            Some(to) => by_document::closed(work, matter, *client, to, facts.text("end_reason")).await?,
            None => by_document::opened(work, rules, matter, *client, from.unwrap_or_else(|| work.today())).await?,
        }
    }
    Ok(())
}

/// The service task of a code of THL 1.2.246.537.6.1221, as far as the numbers are known (facts.md 2.3): another code is taken
/// for the matter's own.
fn task_of(code: &str) -> Option<ServiceTask> {
    match code {
        "10" => Some(ServiceTask::ChildProtection),
        "15" => Some(ServiceTask::Substance),
        "20" => Some(ServiceTask::Disability),
        _ => None,
    }
}

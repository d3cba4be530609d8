use std::collections::BTreeMap;

use axum::extract::Path;
use chrono::{Months, NaiveDate};
use kernel::{ClientId, Problem, ServiceTask, Text};
use serde::Serialize;
use serde_json::{Value, json};
use trust::{Json, Opened, Role, StaffSession};
use uuid::Uuid;

use super::store::{OpenMatter, open_matters, open_task, recent_assessment};
use crate::header::ClientHeader;
use crate::matter::view::Names;
use crate::summary::{Measure, Tone, with_unit};
use crate::{Error, actions};

/// A client as one who puts their matter on its way sees them.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct LobbyView {
    pub header: ClientHeader,
    /// First on the screen: no duplicate starts without saying why.
    pub open_matters: Vec<OpenMatter>,
    pub functioning: Vec<Functioning>,
    /// What is known of the form's fields, each with where it is known from.
    #[schema(value_type = Object)]
    pub known: BTreeMap<&'static str, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recent_assessment: Option<RecentAssessment>,
}

/// A measure of functional ability, the latest.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Functioning {
    pub measure: Text,
    pub value: String,
    pub at: NaiveDate,
    pub tone: Tone,
}

/// A measure as the lobby shows it.
fn functioning(measure: Measure) -> Functioning {
    let value = with_unit(&measure.value, measure.unit.as_deref());
    Functioning { measure: Text::fi(measure.name), value, at: measure.at, tone: measure.tone }
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RecentAssessment {
    pub on: NaiveDate,
    pub by: String,
}

/// So many measures are shown, the newest.
const SHOWN: usize = 6;

/// An assessment older than this says little of today.
const RECENT_MONTHS: u32 = 12;

/// What is open of the client, who holds it, and what the form need not ask.
#[utoipa::path(get, path = "/api/v1/staff/lobby/clients/{id}", tag = "care", extensions(("x-action" = json!("care.lobby.client"))),
    params(("id" = Uuid, Path)), responses((status = 200, body = LobbyView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn client(session: StaffSession, Path(id): Path<Uuid>) -> Result<Json<LobbyView>, Problem> {
    let opened = session.open(ClientId(id), &actions::LOBBY_CLIENT).await?;
    let header = crate::header::of(&opened).await?;
    let open = open_matters(opened.reader(), opened.clients(), opened.scopes(), None).await?;
    let since = opened.today().checked_sub_months(Months::new(RECENT_MONTHS)).unwrap_or_else(|| opened.today());
    let recent = recent_assessment(opened.reader(), opened.clients(), opened.scopes(), since).await?;
    let recent_assessment = match recent {
        None => None,
        Some((on, None)) => Some(RecentAssessment { on, by: String::new() }),
        Some((on, Some(by))) => Some(RecentAssessment { on, by: Names::read(opened.reader(), &[], &[by]).await?.person(by).name }),
    };
    let known = known(&opened, header.card.age).await?;
    // As far as the sender's care relation reaches: the policies of the lobby say when the patient register is open to it.
    let functioning = crate::summary::functioning(&opened).await?.into_iter().take(SHOWN).map(functioning).collect();
    Ok(Json(LobbyView { header, open_matters: open, functioning, known, recent_assessment }))
}

/// Fields of the form that need not be asked: the task by an open customership or by age, the notifier by the sender's role.
async fn known(opened: &Opened, age: Option<i32>) -> Result<BTreeMap<&'static str, Value>, Error> {
    let mut known = BTreeMap::new();
    let mut add = |field: &'static str, value: Value, source: Text| known.insert(field, json!({ "value": value, "source": source }));
    if let Some(task) = open_task(opened.reader(), opened.clients(), opened.scopes()).await? {
        add("service_task", task.code().into(), Text::new("avoin asiakkuus", "öppen klientrelation", "open customership"));
    } else if let Some(task) = age.and_then(task_by_age) {
        add("service_task", task.code().into(), Text::new("asiakkaan ikä", "klientens ålder", "the client's age"));
    }
    let role = Text::new("oma tehtäväsi", "din egen uppgift", "your own role");
    match opened.staff().role {
        // THL 1.2.246.537.6.1243: 7 health care professional, 6 social care worker.
        Role::HomeCareNurse | Role::AcuteNurse => add("notifier", "7".into(), role),
        _ => add("notifier", "6".into(), role),
    };
    Ok(known)
}

/// The task most likely by age; the sender changes it where another fits better.
fn task_by_age(age: i32) -> Option<ServiceTask> {
    match age {
        0..18 => Some(ServiceTask::Families),
        18..65 => Some(ServiceTask::WorkingAge),
        65.. => Some(ServiceTask::OlderPeople),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_task_follows_the_age() {
        for (age, task) in
            [(0, "families"), (17, "families"), (18, "working_age"), (64, "working_age"), (65, "older_people"), (101, "older_people")]
        {
            assert_eq!(task_by_age(age).map(|t| t.code()), Some(task), "{age}");
        }
        assert_eq!(task_by_age(-1), None);
    }
}

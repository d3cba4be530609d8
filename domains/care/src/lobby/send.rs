use axum::extract::State;
use chrono::NaiveDate;
use documents::mapping::{FactValue, Known};
use documents::{DocumentError, Kind, NewDocument};
use kernel::{FieldError, Problem, ServiceTask};
use people::organisation::teams_on;
use rules::{LabelledList, Needs, Situation, Urgency};
use serde::Deserialize;
use trust::{Answer, IdemJson, StaffSession, Work};
use uuid::Uuid;

use super::propose::{clients_of, facts_of};
use super::store::{OpenMatter, open_matters};
use crate::matter::view::{self, MatterView};
use crate::matter::{Initiation, Matter, Sender, initiate};
use crate::routing::proposal_of;
use crate::thing::{one_at_a_time, optional};
use crate::{Care, Error, actions};

/// A matter to put on its way.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct NewMatter {
    /// The main client first.
    pub client_ids: Vec<Uuid>,
    pub situation: Situation,
    pub service_task: ServiceTask,
    pub urgency: Urgency,
    /// Codes of THL 1.2.246.537.6.1282.
    pub need_reasons: Vec<String>,
    /// Code of THL 1.2.246.537.6.1243.
    pub notifier: String,
    pub notifier_name: Option<String>,
    /// The client's own words.
    pub own_words: Option<String>,
    pub description: Option<String>,
    pub team_id: Uuid,
    /// Asked for when the team is another than the rules propose.
    pub overrule_reason: Option<String>,
    /// Asked for when a matter of the same situation is open.
    pub why_another: Option<String>,
    /// The planned day of discharge; asked for in the situation `acute_discharge`.
    pub discharge_on: Option<NaiveDate>,
    /// Body of the initiation document, by its structure; made from the fields above when absent.
    #[schema(value_type = Option<Object>)]
    pub document: Option<serde_json::Value>,
}

/// Longest short text (a name), free text, in characters.
const NAME: usize = 200;
const WORDS: usize = 5_000;

/// Sends the matter to a team; its clocks start.
#[utoipa::path(post, path = "/api/v1/staff/lobby/send", tag = "care", extensions(("x-action" = json!("care.lobby.send"))),
    request_body = NewMatter, responses((status = 201, body = MatterView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn send(session: StaffSession, State(care): State<Care>, body: IdemJson<NewMatter>) -> Result<Answer, Problem> {
    let input = &body.value;
    let clients = clients_of(&input.client_ids)?;
    let change = session.change(&clients, &actions::LOBBY_SEND).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let opened = change.client()?;
    let texts = checked(input, &care.rules.needs.on(opened.today()).body)?;
    let mut work = change.begin().await?;
    // Two who send for one client at the same time: the second sees what the first sent.
    let mut held = clients.clone();
    held.sort_unstable();
    for client in &held {
        one_at_a_time(&work, &format!("lobby:{client}")).await?;
    }
    let mut same: Vec<OpenMatter> = Vec::new();
    for (ids, scopes) in opened.persons() {
        for open in open_matters(&work, ids, scopes, Some(input.situation)).await? {
            if !same.iter().any(|known| known.id == open.id) {
                same.push(open);
            }
        }
    }
    if !same.is_empty() && texts.why_another.is_none() {
        return Err(Problem::new(axum::http::StatusCode::CONFLICT, "open_matter_exists", "A matter of the same situation is open")
            .with("matters", same));
    }
    let facts = facts_of(&work, &clients, input.service_task, input.situation, input.urgency).await?;
    let teams = teams_on(&work, work.today()).await.map_err(Error::from)?;
    let (proposal, proposed, _) = proposal_of(&care.rules, &facts, &teams)?;
    if !teams.contains_key(&input.team_id) {
        return Err(Problem::invalid_field("/team_id", "no_such_team"));
    }
    let overruled = input.team_id != proposed.id;
    if overruled && texts.overrule_reason.is_none() {
        return Err(Problem::invalid_field("/overrule_reason", "required"));
    }
    let staff = session.staff();
    let new = Initiation {
        clients: clients.clone(),
        service_task: input.service_task,
        situation: input.situation,
        urgency: input.urgency,
        need_reasons: texts.need_reasons,
        notifier: Some(input.notifier.clone()),
        notifier_name: texts.notifier_name,
        own_words: texts.own_words,
        description: texts.description,
        discharge_on: input.discharge_on,
        why_another: texts.why_another.filter(|_| !same.is_empty()),
        title: None,
        reply_wanted: false,
        channel: "lobby".into(),
        sender: Sender::Staff { id: staff.id, unit_id: staff.unit_id },
        team_id: input.team_id,
        proposal,
        overrule_reason: texts.overrule_reason.filter(|_| overruled),
    };
    let matter = initiate(&work, &care.rules, &facts, new).await?;
    work.object("matter", matter.id);
    document(&work, &matter, input.document.clone()).await?;
    let answer = view::whole(&care, session.gate(), &work, staff, &clients, &matter).await?;
    work.remember(&body, 201, &answer).await?;
    work.commit().await?;
    Ok(Answer::created(&answer)?.version(matter.version))
}

/// The texts and lists of the input, trimmed and checked; all faults at once.
struct Texts {
    need_reasons: Vec<String>,
    notifier_name: Option<String>,
    own_words: Option<String>,
    description: Option<String>,
    overrule_reason: Option<String>,
    why_another: Option<String>,
}

fn checked(input: &NewMatter, needs: &Needs) -> Result<Texts, Error> {
    let mut faults = Vec::new();
    let mut text = |path: &str, given: &Option<String>, max: usize| match optional(path, given.as_deref(), max) {
        Ok(text) => text,
        Err(Error::Invalid(errors)) => {
            faults.extend(errors);
            None
        }
        Err(_) => None,
    };
    let notifier_name = text("/notifier_name", &input.notifier_name, NAME);
    let own_words = text("/own_words", &input.own_words, WORDS);
    let description = text("/description", &input.description, WORDS);
    let overrule_reason = text("/overrule_reason", &input.overrule_reason, WORDS);
    let why_another = text("/why_another", &input.why_another, WORDS);
    let mut need_reasons = input.need_reasons.clone();
    need_reasons.sort();
    need_reasons.dedup();
    if need_reasons.is_empty() {
        faults.push(FieldError::new("/need_reasons", "required"));
    }
    if need_reasons.iter().any(|code| !needs.has(LabelledList::NeedReasons, code)) {
        faults.push(FieldError::new("/need_reasons", "not_in_list"));
    }
    if !needs.has(LabelledList::Notifiers, &input.notifier) {
        faults.push(FieldError::new("/notifier", "not_in_list"));
    }
    if input.situation == Situation::AcuteDischarge && input.discharge_on.is_none() {
        faults.push(FieldError::new("/discharge_on", "required"));
    }
    if faults.is_empty() {
        Ok(Texts { need_reasons, notifier_name, own_words, description, overrule_reason, why_another })
    } else {
        Err(Error::Invalid(faults))
    }
}

/// The entry about the initiation: what was sent, as a document. One the sender wrote is finished as it is; one made from the
/// fields stays a draft when the structure asks for more than they have.
async fn document(work: &Work, matter: &Matter, body: Option<serde_json::Value>) -> Result<(), Problem> {
    let new = NewDocument {
        kind: Kind::Initiation,
        scope: matter.scope,
        matter_id: Some(matter.id),
        clients: matter.clients.clone(),
        known: known(matter),
        author: None,
    };
    let begun = documents::begin(work, new).await?;
    let Some(body) = body else {
        return match documents::finish(work, begun.id, begun.version).await {
            Ok(_) | Err(DocumentError::Invalid(_)) => Ok(()),
            Err(error) => Err(error.into()),
        };
    };
    let saved = documents::save(work, begun.id, begun.version, body).await?;
    documents::finish(work, saved.id, saved.version).await?;
    Ok(())
}

fn known(matter: &Matter) -> Known {
    let text = |value: &Option<String>| FactValue::Text(value.clone().unwrap_or_default());
    Known::new()
        .with("matter.initiated_on", FactValue::Date(matter.initiated_on))
        .with("matter.service_task", FactValue::Code(matter.scope.service_task.code().to_owned()))
        .with("matter.situation", FactValue::Code(matter.situation.code().to_owned()))
        .with("matter.urgency", FactValue::Code(matter.urgency.code().to_owned()))
        .with("matter.notifier", FactValue::Code(matter.notifier.clone().unwrap_or_default()))
        .with("matter.notifier_name", text(&matter.notifier_name))
        .with("matter.own_words", text(&matter.own_words))
        .with("matter.description", text(&matter.description))
        .with("matter.need_reasons", FactValue::Codes(matter.need_reasons.clone()))
}

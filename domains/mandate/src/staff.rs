//! The professional's side: who may act for a client just now, and what a minor keeps from guardians.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use kernel::{ClientId, Problem, Register, Text};
use serde::{Deserialize, Serialize};
use trust::{ActingGround, Answer, IdemJson, Json, Opened, StaffSession};
use uuid::Uuid;

use crate::minor::routes::{MinorRight, is_minor, told};
use crate::minor::store;
use crate::{Error, Mandate, actions, invitation, national};

/// Somebody who may act for the client.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct MayAct {
    name: String,
    ground: ActingGround,
    /// Of custody: there is another guardian too.
    shared: bool,
    /// What an invitation opens.
    groups: Vec<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<NaiveDate>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct CodeWords {
    code: String,
    label: Text,
}

/// Who may act for a client.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct ActingFor {
    who: Vec<MayAct>,
    /// The client is a minor, of whom something can be recorded.
    minor: bool,
    said: Vec<MinorRight>,
    codes: Vec<CodeWords>,
    law: String,
    permitted_actions: Vec<&'static str>,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordMinorRight {
    register: Register,
    /// Of this matter alone; of the whole register when left out.
    matter_id: Option<Uuid>,
    /// THL 1.2.246.537.5.40202: 1–4.
    code: String,
    /// How the minor's ability to decide was judged, 3–2,000 characters.
    assessment: String,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndMinorRight {
    /// Why it ends, 3–2,000 characters.
    why: String,
}

#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct MinorRightMade {
    id: Uuid,
}

const LEAST: usize = 3;
const MOST: usize = 2_000;

/// What was written, without blanks around it and long enough to say something.
fn words<'a>(path: &str, text: &'a str) -> Result<&'a str, Error> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Error::field(path, "required")),
        n if n < LEAST => Err(Error::field(path, "too_short")),
        n if n > MOST => Err(Error::field(path, "too_long")),
        _ => Ok(text),
    }
}

async fn who(room: &Mandate, opened: &Opened) -> Result<Vec<MayAct>, Error> {
    let set = room.rules.mandates.on(opened.today());
    let label = |code: &String| set.body.groups.iter().find(|group| group.code == *code).map(|group| group.label.clone());
    let mut found: Vec<(ClientId, MayAct)> = Vec::new();
    let one = |ground: ActingGround| MayAct { name: String::new(), ground, shared: false, groups: Vec::new(), until: None };
    for custody in people::custody::of_child(opened, opened.clients()).await? {
        found.push((custody.guardian, MayAct { shared: custody.shared, ..one(ActingGround::Custody) }));
    }
    let mandates = national::store::of_client(opened.reader(), opened.clients(), opened.at()).await?;
    for row in mandates {
        let actor = ClientId(row.actor_id);
        let issue = set.body.register.issues.iter().find(|issue| issue.uri == row.issue).map(|issue| issue.label.clone());
        match found.iter_mut().find(|(who, may)| *who == actor && may.ground == ActingGround::Mandate) {
            Some((_, may)) => may.groups.extend(issue),
            None => found.push((actor, MayAct { groups: issue.into_iter().collect(), ..one(ActingGround::Mandate) })),
        }
    }
    for row in invitation::store::holding(opened.reader(), opened.clients(), opened.today()).await? {
        let Some(invited) = row.invited_id else { continue };
        let groups = row.groups().iter().filter_map(label).collect();
        found.push((ClientId(invited), MayAct { groups, until: Some(row.valid_until), ..one(ActingGround::Invitation) }));
    }
    let mut all = Vec::with_capacity(found.len());
    for (client, may) in found {
        let Some((name, _)) = people::own_name(opened, client).await? else { continue };
        all.push(MayAct { name, ..may });
    }
    Ok(all)
}

/// Who may act for the client just now, and what a minor keeps from guardians as far as it is the viewer's to know.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/acting", tag = "people", operation_id = "client_acting", params(("id" = Uuid, Path)),
    responses((status = 200, body = ActingFor), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("mandate.staff.look"))))]
pub(crate) async fn look(session: StaffSession, State(room): State<Mandate>, Path(id): Path<ClientId>) -> Result<Json<ActingFor>, Problem> {
    let opened = session.open(id, &actions::LOOK).await?;
    let set = room.rules.mandates.on(opened.today());
    let minor = is_minor(&opened, id).await?;
    let mut said = told(&room.rules, &opened, opened.clients()).await?;
    said.retain(|one| opened.scopes().register(one.register));
    let rule = &set.body.minor;
    let codes = rule.codes.iter().map(|one| CodeWords { code: one.code.clone(), label: one.label.clone() }).collect();
    let permitted_actions = if minor && session.allows(&actions::RECORD) { vec!["record", "end"] } else { Vec::new() };
    Ok(Json(ActingFor { who: who(&room, &opened).await?, minor, said, codes, law: rule.law.clone(), permitted_actions }))
}

/// Records what a minor says of showing their data to guardians, or that their ability to decide was judged.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/minor-right", tag = "people", operation_id = "record_minor_right",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = RecordMinorRight,
    responses((status = 201, body = MinorRightMade), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)),
    extensions(("x-action" = json!("mandate.staff.record"))))]
pub(crate) async fn record(
    session: StaffSession,
    State(room): State<Mandate>,
    Path(id): Path<ClientId>,
    body: IdemJson<RecordMinorRight>,
) -> Result<Answer, Problem> {
    let new = &body.value;
    // Of one matter: opened by the matter, so that only who sees it says anything of it.
    let change = match new.matter_id {
        Some(matter) => session.change_object("matter", matter, &actions::RECORD).await?,
        None => session.change(&[id], &actions::RECORD).await?,
    };
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let opened = change.client()?;
    if !opened.clients().contains(&id) {
        return Err(Problem::not_found());
    }
    if !opened.scopes().register(new.register) {
        return Err(Error::field("/register", "not_open").into());
    }
    if !room.rules.mandates.on(opened.today()).body.minor.codes.iter().any(|one| one.code == new.code) {
        return Err(Error::field("/code", "unknown").into());
    }
    if !is_minor(opened, id).await? {
        return Err(Error::State("not_minor").into());
    }
    let by = store::By { professional: session.subject(), words: words("/assessment", &new.assessment)? };
    let mut work = change.begin().await?;
    // The one that was asked for is written under; in a matter of several clients, this one alone.
    let all = session.gate().job("mandate.minor.record", "care", Some(session.subject())).identities(id).await.map_err(Error::from)?;
    let made = store::record(&mut work, &all, new.register, new.matter_id, &new.code, Some(by)).await?;
    let made = MinorRightMade { id: made };
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// Ends what was recorded; then it is as if nothing had been.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/minor-right/{right}/end", tag = "people", operation_id = "end_minor_right",
    params(("id" = Uuid, Path), ("right" = Uuid, Path)), request_body = EndMinorRight,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("mandate.staff.end"))))]
pub(crate) async fn end(
    session: StaffSession,
    Path((id, right)): Path<(ClientId, Uuid)>,
    Json(new): Json<EndMinorRight>,
) -> Result<StatusCode, Problem> {
    let change = session.change(&[id], &actions::END_RECORDED).await?;
    let opened = change.client()?;
    let rows = store::in_force(opened.reader(), opened.clients()).await.map_err(Error::from)?;
    let seen = |register: &str| Register::parse(register).is_some_and(|register| opened.scopes().register(register));
    if !rows.iter().any(|row| row.id == right && seen(&row.register)) {
        return Err(Problem::not_found());
    }
    let by = store::By { professional: session.subject(), words: words("/why", &new.why)? };
    let mut work = change.begin().await?;
    store::end(&mut work, opened.clients(), right, Some(by)).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

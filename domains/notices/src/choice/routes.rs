use ::store::NewEvent;
use axum::extract::State;
use kernel::{FieldError, Problem, Register, Scope, ServiceTask};
use people::reach::{self, Reach, ReachBy};
use trust::{ClientSession, IfMatch, Json, Own, Versioned};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{Choice, ChooseNotices, OwnChannel, OwnNotices, hide_email, hide_phone};
use super::store;
use crate::channel::ChannelKind;
use crate::{Error, Notices, actions, channel};

pub fn routes() -> OpenApiRouter<Notices> {
    OpenApiRouter::new().routes(routes!(look, choose))
}

/// By which channels the client is told that something waits, and where it would go.
#[utoipa::path(get, path = "/api/v1/client/notices", tag = "own", operation_id = "own_notices",
    responses((status = 200, body = OwnNotices), (status = 401, body = Problem)),
    extensions(("x-action" = json!("notices.own.look"))))]
async fn look(session: ClientSession, State(room): State<Notices>) -> Result<Versioned<OwnNotices>, Problem> {
    let own = session.open(&actions::OWN_NOTICES).await?;
    let told = read(&room, &own).await?;
    Ok(Versioned(told.version, told))
}

/// Chooses channels, and tells a new address of one's own for them. If-Match is the `version`: 0 for the first time.
#[utoipa::path(put, path = "/api/v1/client/notices", tag = "own", operation_id = "choose_own_notices",
    params(("If-Match" = String, Header, description = "version that was seen")), request_body = ChooseNotices,
    responses((status = 200, body = OwnNotices), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("notices.own.choose"))))]
async fn choose(
    session: ClientSession,
    State(room): State<Notices>,
    IfMatch(seen): IfMatch,
    Json(input): Json<ChooseNotices>,
) -> Result<Versioned<OwnNotices>, Problem> {
    let proof = session.change(&actions::OWN_CHOOSE).await?;
    let own = proof.own();
    let known = reach::of(own, own.clients()).await.map_err(Error::from)?;
    let given = |value: &Option<String>| value.as_deref().is_some_and(|v| !v.trim().is_empty());
    check(&room, &input, &known, given(&input.new_email), given(&input.new_phone))?;
    let age = people::card::card(own, own.client()).await.map_err(Error::from)?.and_then(|card| card.age);
    let scope = Scope { controller: session.gate().controller(), register: Register::Social, service_task: task(age), catalogue_row: 1 };
    let work = proof.begin().await?;
    for (value, by, path) in [(&input.new_email, ReachBy::Email, "/new_email"), (&input.new_phone, ReachBy::Phone, "/new_phone")] {
        if let Some(value) = value.as_deref().filter(|v| !v.trim().is_empty()) {
            if by == ReachBy::Phone && channel::mobile(value).is_none() {
                return Err(Problem::invalid_field(path, "not_a_phone"));
            }
            reach::told(&work, own.clients(), scope, by, path, value).await.map_err(Error::from)?;
        }
    }
    let choice = Choice { email: input.email, sms: input.sms, suomifi: input.suomifi, version: seen };
    if !store::write(&work, own.client(), scope, choice).await.map_err(Error::from)? {
        return Err(Problem::version_conflict(read(&room, own).await?));
    }
    work.emit(NewEvent::new("notices.choice.made", "client", own.client().0).client(own.client().0)).await.map_err(Error::from)?;
    work.commit().await?;
    let told = read(&room, own).await?;
    Ok(Versioned(told.version, told))
}

/// The service task a resident's own settings are kept in: nobody asks them which it is.
fn task(age: Option<i32>) -> ServiceTask {
    match age {
        Some(age) if age < 18 => ServiceTask::Families,
        Some(age) if age >= 65 => ServiceTask::OlderPeople,
        _ => ServiceTask::WorkingAge,
    }
}

/// A channel that is not in use cannot be chosen, and one that is chosen needs an address.
fn check(room: &Notices, input: &ChooseNotices, known: &Reach, new_email: bool, new_phone: bool) -> Result<(), Problem> {
    let mut faults = Vec::new();
    let available = room.configured();
    for (channel, wanted) in [(ChannelKind::Email, input.email), (ChannelKind::Sms, input.sms), (ChannelKind::Suomifi, input.suomifi)] {
        if wanted && !available.contains(&channel) {
            faults.push(FieldError::new(format!("/{}", channel.code()), "channel_not_in_use"));
        }
    }
    if input.email && known.email.is_none() && !new_email {
        faults.push(FieldError::new("/new_email", "required"));
    }
    if input.sms && known.phone.is_none() && !new_phone {
        faults.push(FieldError::new("/new_phone", "required"));
    }
    if faults.is_empty() { Ok(()) } else { Err(Problem::invalid(faults)) }
}

async fn read(room: &Notices, own: &Own) -> Result<OwnNotices, Problem> {
    let known = reach::of(own, own.clients()).await.map_err(Error::from)?;
    let choices = store::of(own.reader(), own.clients()).await.map_err(Error::from)?;
    let choice = choices.get(&own.client()).copied().unwrap_or_default();
    let available = room.configured();
    let channels = ChannelKind::ALL
        .into_iter()
        .map(|channel| OwnChannel {
            channel,
            available: available.contains(&channel),
            chosen: choice.has(channel),
            address: match channel {
                ChannelKind::Email => known.email.as_deref().map(hide_email),
                ChannelKind::Sms => known.phone.as_deref().map(hide_phone),
                ChannelKind::Suomifi => None,
            },
        })
        .collect();
    Ok(OwnNotices { version: choice.version, channels })
}

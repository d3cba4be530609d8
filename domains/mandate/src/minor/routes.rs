//! The minor's own pages: what they have kept from guardians.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use kernel::{ClientId, Problem, Register, Text};
use people::Proof;
use rules::Rules;
use serde::{Deserialize, Serialize};
use trust::{ClientSession, Json};
use uuid::Uuid;

use super::store;
use crate::{Error, Mandate, actions};

/// The code by which a minor forbids.
const FORBIDS: &str = "3";

/// What is said of a register or a matter.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct MinorRight {
    pub id: Uuid,
    pub register: Register,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matter_id: Option<Uuid>,
    /// THL 1.2.246.537.5.40202.
    pub code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
    /// How the professional judged the minor's ability to decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assessment: Option<String>,
    pub recorded_at: DateTime<Utc>,
    /// The professional's name; absent when the minor said it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct OwnMinorRight {
    /// Whether I am a minor and can say it.
    minor: bool,
    said: Vec<MinorRight>,
    about: Text,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SayMinorRight {
    register: Register,
}

/// Whether these identities are of a minor today.
pub(crate) async fn is_minor(proof: &impl Proof, client: ClientId) -> Result<bool, Error> {
    let card = people::card::card(proof, client).await?.ok_or(Error::NotFound)?;
    Ok(!card.deceased && card.age.is_some_and(|age| age < people::custody::OF_AGE))
}

/// What holds, with the words of the rules and the names of those who recorded it.
pub(crate) async fn told<P: Proof>(rules: &Rules, proof: &P, clients: &[ClientId]) -> Result<Vec<MinorRight>, Error> {
    let rows = store::in_force(proof.conn(), clients).await?;
    let staff: Vec<Uuid> = rows.iter().filter_map(|row| row.recorded_by).collect();
    let people = people::organisation::people_by_id(proof.conn(), &staff).await?;
    let rule = &rules.mandates.on(proof.today()).body.minor;
    let one = |row: store::Row| {
        Some(MinorRight {
            id: row.id,
            register: Register::parse(&row.register)?,
            matter_id: row.matter_id,
            label: rule.codes.iter().find(|known| known.code == row.code).map(|known| known.label.clone()),
            code: row.code,
            assessment: row.assessment,
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by.and_then(|id| people.get(&id)).map(|person| person.name.clone()),
        })
    };
    Ok(rows.into_iter().filter_map(one).collect())
}

/// What I, a minor, have kept from guardians.
#[utoipa::path(get, path = "/api/v1/client/minor-right", tag = "own", operation_id = "own_minor_right",
    responses((status = 200, body = OwnMinorRight), (status = 401, body = Problem)), extensions(("x-action" = json!("mandate.minor.own"))))]
pub(crate) async fn own(session: ClientSession, State(room): State<Mandate>) -> Result<Json<OwnMinorRight>, Problem> {
    let own = session.oneself().open(&actions::MINOR).await?;
    let about = room.rules.mandates.on(own.today()).body.minor.about.clone();
    let minor = is_minor(&own, own.client()).await?;
    Ok(Json(OwnMinorRight { minor, said: told(&room.rules, &own, own.clients()).await?, about }))
}

/// Forbids that guardians see a register of mine.
#[utoipa::path(post, path = "/api/v1/client/minor-right", tag = "own", operation_id = "say_minor_right", request_body = SayMinorRight,
    responses((status = 201), (status = 401, body = Problem), (status = 409, body = Problem)), extensions(("x-action" = json!("mandate.minor.say"))))]
pub(crate) async fn say(session: ClientSession, Json(body): Json<SayMinorRight>) -> Result<StatusCode, Problem> {
    let change = session.oneself().change(&actions::SAY).await?;
    if !is_minor(change.own(), change.own().client()).await? {
        return Err(Error::State("not_minor").into());
    }
    let mut work = change.begin().await?;
    store::record(&mut work, change.own().clients(), body.register, None, FORBIDS, None).await?;
    work.commit().await?;
    Ok(StatusCode::CREATED)
}

/// Takes back what I said.
#[utoipa::path(post, path = "/api/v1/client/minor-right/{id}/end", tag = "own", operation_id = "end_own_minor_right", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)),
    extensions(("x-action" = json!("mandate.minor.end_own"))))]
pub(crate) async fn end_own(session: ClientSession, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    let change = session.oneself().change(&actions::END_OWN).await?;
    let mut work = change.begin().await?;
    store::end(&mut work, change.own().clients(), id, None).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

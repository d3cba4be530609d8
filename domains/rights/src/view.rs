//! What the client and their professionals see of these rights.

use axum::extract::{Path, State};
use kernel::{ClientId, Problem, Text};
use people::organisation::people_by_id;
use serde::Serialize;
use trust::{ClientSession, Json, StaffSession};

use crate::copy::model::{CopyState, OwnCopy, lang};
use crate::copy::store as copies;
use crate::request::model::RightsRequest;
use crate::restriction::model::Restriction;
use crate::restriction::store as restrictions;
use crate::{Error, RightsRoom, actions, request};

/// The client's own side.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OwnRights {
    /// Newest first.
    pub copies: Vec<OwnCopy>,
    /// Requests to mend, newest first.
    pub requests: Vec<RightsRequest>,
    /// In force and lifted, newest first.
    pub restrictions: Vec<Restriction>,
    /// Kinds of own data that can be pointed at, with what they are called.
    pub kinds: Vec<RightsThingKind>,
    pub answer_about: Text,
    pub kept_about: Text,
}

/// A kind of own data.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RightsThingKind {
    pub code: String,
    pub label: Text,
}

/// What a professional sees on the client's page.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ClientRights {
    /// In force, of what is open to the viewer; newest first.
    pub restrictions: Vec<Restriction>,
    /// Copies that a professional asked for for the client, newest first.
    pub copies: Vec<OwnCopy>,
    /// The viewer can ask for a copy for the client.
    pub can_copy: bool,
    pub kept_about: Text,
}

fn shown(row: copies::Row, me: Option<uuid::Uuid>, people: &std::collections::HashMap<uuid::Uuid, people::PersonRef>) -> OwnCopy {
    let state = CopyState::parse(&row.state).unwrap_or(CopyState::Failed);
    OwnCopy {
        id: row.id,
        state,
        progress: row.progress,
        language: lang(&row.language),
        asked_at: row.asked_at,
        due_on: row.due_on,
        made_at: row.made_at,
        keep_until: row.keep_until,
        size: row.size,
        whole: row.pairs.is_none(),
        can_download: state == CopyState::Ready && row.asked_by == me,
        asked_by: row.asked_by.and_then(|id| people.get(&id).cloned()),
    }
}

/// My requests about my own data, the copies I have asked for, and what is marked as restricted.
#[utoipa::path(get, path = "/api/v1/client/rights", tag = "own", operation_id = "own_rights",
    responses((status = 200, body = OwnRights), (status = 401, body = Problem)),
    extensions(("x-action" = json!("rights.own.look"))))]
pub(crate) async fn own(session: ClientSession, State(room): State<RightsRoom>) -> Result<Json<OwnRights>, Problem> {
    let own = session.open(&actions::OWN).await?;
    let rows = copies::of(own.reader(), own.clients_sql("c", 1)).await.map_err(Error::from)?;
    let people = people_by_id(own.reader(), &rows.iter().filter_map(|r| r.asked_by).collect::<Vec<_>>()).await.map_err(Error::from)?;
    let marked = restrictions::of(&room.rules, own.reader(), own.today(), own.clients_sql("s", 1)).await.map_err(Error::from)?;
    let requests = request::own(&room.rules, &own).await?;
    let catalogue = owndata::Catalogue::get().map_err(owndata::OwnDataError::from).map_err(Error::from)?;
    let kinds = catalogue.kinds.iter().filter(|k| k.point.is_some());
    let set = room.rules.rights.on(own.today());
    Ok(Json(OwnRights {
        copies: rows.into_iter().map(|row| shown(row, None, &people)).collect(),
        requests: requests.into_iter().filter(|r| r.kind == request::model::RightsKind::Correction).collect(),
        restrictions: marked.into_iter().map(|(_, one)| one).collect(),
        kinds: kinds.map(|k| RightsThingKind { code: k.code.clone(), label: k.label.clone() }).collect(),
        answer_about: set.body.answer.about.clone(),
        kept_about: set.body.kept.about.clone(),
    }))
}

/// Restrictions of what is open to the viewer, and copies asked for for the client.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/rights", tag = "rights", operation_id = "client_rights", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ClientRights), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("rights.client.look"))))]
pub(crate) async fn of_client(
    session: StaffSession,
    State(room): State<RightsRoom>,
    Path(id): Path<ClientId>,
) -> Result<Json<ClientRights>, Problem> {
    let opened = session.open(id, &actions::LOOK).await?;
    let (whose, values) = opened.clients_sql("s", 1);
    let filter = format!("s.lifted_at IS NULL AND {whose} AND {}", opened.scopes().sql("s"));
    let marked = restrictions::of(&room.rules, opened.reader(), opened.today(), (filter, values)).await.map_err(Error::from)?;
    let (whose, values) = opened.clients_sql("c", 1);
    let rows = copies::of(opened.reader(), (format!("r.asked_by IS NOT NULL AND {whose}"), values)).await.map_err(Error::from)?;
    let people = people_by_id(opened.reader(), &rows.iter().filter_map(|r| r.asked_by).collect::<Vec<_>>()).await.map_err(Error::from)?;
    let me = Some(session.staff().id);
    Ok(Json(ClientRights {
        restrictions: marked.into_iter().map(|(_, one)| one).collect(),
        copies: rows.into_iter().map(|row| shown(row, me, &people)).collect(),
        can_copy: opened.offers(actions::COPY.group),
        kept_about: room.rules.rights.on(opened.today()).body.kept.about.clone(),
    }))
}

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{ClientId, Problem};
use serde::{Deserialize, Serialize};
use trust::{Answer, IdemJson, IfMatch, Json, Opened, StaffSession};
use uuid::Uuid;

use crate::card::{IdentityCard, card, cards};
use crate::client::create::{Created, NewClient, create};
use crate::client::header::{AddedClient, added};
use crate::client::hetu::{HetuShown, reveal};
use crate::client::store::load;
use crate::close_one::{self, CloseOne, NewCloseOne};
use crate::contact::{self, NewContactDetail, store::ContactDetail};
use crate::error::Error;
use crate::register::{OpenRegisters, RegisterOpening};
use crate::tied::{self, ClientProfessional};
use crate::undo::{self, Kept};
use crate::{People, actions, quality, reason, register, search};

/// What was typed into the search field. Sent in the body, since it names people.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct ClientSearch {
    /// Personal identity code, another identifier, or parts of names in any order; at least two letters.
    pub q: String,
    /// 1–50; 20 when absent.
    pub limit: Option<usize>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ClientSearchResult {
    pub cards: Vec<IdentityCard>,
    /// There are more than these; more letters narrow the search.
    pub more: bool,
}

#[utoipa::path(post, path = "/api/v1/staff/clients/search", tag = "people", extensions(("x-action" = json!("people.client.search"))),
    request_body = ClientSearch, responses((status = 200, body = ClientSearchResult), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn find(session: StaffSession, Json(asked): Json<ClientSearch>) -> Result<Json<ClientSearchResult>, Problem> {
    let found = session.find(&actions::SEARCH)?;
    let result = search::find(&found, session.gate().keys(), &asked.q, asked.limit.unwrap_or(20)).await?;
    found.shown(&result.cards.iter().map(|c| ClientId(c.id)).collect::<Vec<_>>());
    Ok(Json(ClientSearchResult { cards: result.cards, more: result.more }))
}

#[utoipa::path(post, path = "/api/v1/staff/clients", tag = "people", extensions(("x-action" = json!("people.client.create"))),
    params(("Idempotency-Key" = Option<String>, Header)), request_body = NewClient,
    responses((status = 201, body = AddedClient), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn add(session: StaffSession, body: IdemJson<NewClient>) -> Result<Answer, Problem> {
    let change = session.change_reference(&actions::CREATE)?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = change.begin().await?;
    match create(&work, session.staff(), &body.value).await? {
        Created::Client(client) => {
            work.object("client", client.0);
            let row = load(&work, &[client]).await.map_err(Error::from)?.remove(&client).ok_or(Error::NotFound)?;
            let card = card(&work, client).await.map_err(Error::from)?.ok_or(Error::NotFound)?;
            let answer = added(session.gate(), session.staff(), row, card);
            work.remember(&body, 201, &answer).await?;
            work.commit().await?;
            Ok(Answer::created(&answer)?.version(answer.version))
        }
        Created::Duplicate { candidates, same_hetu } => {
            drop(work);
            // The cards leave as a search's would, and are logged as one.
            let found = session.find(&actions::SEARCH)?;
            let cards = cards(&found, &candidates).await.map_err(Error::from)?;
            found.shown(&candidates);
            Err(Problem::new(StatusCode::CONFLICT, "possible_duplicate", "The client may exist already")
                .with("candidates", cards)
                .with("same_hetu", same_hetu))
        }
    }
}

#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/hetu", tag = "people", extensions(("x-action" = json!("people.hetu.reveal"))),
    params(("id" = Uuid, Path)), responses((status = 200, body = HetuShown), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn hetu(session: StaffSession, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let opened = session.open(ClientId(id), &actions::HETU).await?;
    Ok(not_kept(Json(reveal(session.gate(), &opened).await?)))
}

/// An answer no cache keeps.
fn not_kept(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Who is around the client, and how to reach them.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ClientPeople {
    pub close_ones: Vec<CloseOne>,
    pub professionals: Vec<ClientProfessional>,
    /// Without addresses when the address is protected.
    pub contacts: Vec<ContactDetail>,
    /// Under address protection: the address is shown by a look of its own, for a stated need.
    pub address_hidden: bool,
}

async fn protected(opened: &Opened) -> Result<bool, Error> {
    // One protected identity protects the person.
    Ok(load(opened.reader(), opened.clients()).await?.values().any(|c| c.fields.protected))
}

#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/people", tag = "people", extensions(("x-action" = json!("people.client.people"))),
    params(("id" = Uuid, Path)), responses((status = 200, body = ClientPeople), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn people(session: StaffSession, State(room): State<People>, Path(id): Path<Uuid>) -> Result<Json<ClientPeople>, Problem> {
    let opened = session.open(ClientId(id), &actions::PEOPLE).await?;
    let address_hidden = protected(&opened).await?;
    let mut contacts = contact::store::in_force(opened.reader(), opened.clients(), opened.today(), &opened.scopes().items_sql(""))
        .await
        .map_err(Error::from)?;
    if address_hidden {
        contacts.retain(|c| c.r#type != "address");
    }
    let mut close_ones = close_one::of(&opened).await.map_err(Error::from)?;
    quality::mark(&room.rules, opened.today(), &mut contacts, &mut close_ones);
    let professionals = tied::of(&opened).await.map_err(Error::from)?;
    Ok(Json(ClientPeople { close_ones, professionals, contacts, address_hidden }))
}

/// The need for which a protected address is shown.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct ShowAddress {
    /// 3–2,000 characters; kept with the client's data.
    pub reason: String,
}

#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/address", tag = "people", extensions(("x-action" = json!("people.address.reveal"))),
    params(("id" = Uuid, Path)), request_body = ShowAddress,
    responses((status = 200, body = Vec<ContactDetail>), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn address(session: StaffSession, Path(id): Path<Uuid>, Json(asked): Json<ShowAddress>) -> Result<Response, Problem> {
    let change = session.change(&[ClientId(id)], &actions::ADDRESS).await?;
    let opened = change.client()?;
    let why = reason::checked("/reason", &asked.reason)?;
    let mut addresses = contact::store::in_force(opened.reader(), opened.clients(), opened.today(), &opened.scopes().items_sql(""))
        .await
        .map_err(Error::from)?;
    addresses.retain(|c| c.r#type == "address");
    let work = change.begin().await?;
    let scope = working_scope(&session, opened)?;
    reason::keep(&work, opened.client(), scope, session.subject(), "address", why).await?;
    let event = store::NewEvent::new("people.address.revealed", "client", id).client(id);
    work.emit(event).await.map_err(Error::from)?;
    work.commit().await?;
    Ok(not_kept(Json(addresses)))
}

/// Rows of the data catalogue that are read and written here by their client, not by register and task.
const CONTACTS: kernel::CatalogueRow = 1;
const CLOSE_ONES: kernel::CatalogueRow = 3;

/// Nobody changes what their role does not open.
fn of_item(change: &trust::Change, row: kernel::CatalogueRow) -> Result<(), Problem> {
    if change.client()?.scopes().opens(row) { Ok(()) } else { Err(Problem::not_found()) }
}

/// Where what this professional writes of the client belongs: the first register and task of theirs that the change reached.
fn working_scope(session: &StaffSession, opened: &Opened) -> Result<kernel::Scope, Problem> {
    let (register, service_task) = opened.scopes().pairs().first().copied().ok_or_else(Problem::not_found)?;
    Ok(kernel::Scope { controller: session.gate().controller(), register, service_task, catalogue_row: 1 })
}

#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/contacts", tag = "people", extensions(("x-action" = json!("people.contact.add"))),
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = NewContactDetail,
    responses((status = 201, body = ContactDetail), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn add_contact(session: StaffSession, Path(id): Path<Uuid>, body: IdemJson<NewContactDetail>) -> Result<Answer, Problem> {
    let change = session.change(&[ClientId(id)], &actions::CONTACT_ADD).await?;
    of_item(&change, CONTACTS)?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let opened = change.client()?;
    let mut work = change.begin().await?;
    let added = contact::add(&work, opened.client(), working_scope(&session, opened)?, &body.value).await?;
    work.object("contact_detail", added.id);
    work.remember(&body, 201, &added).await?;
    work.commit().await?;
    Ok(Answer::created(&added)?.version(added.version))
}

#[utoipa::path(delete, path = "/api/v1/staff/clients/{id}/contacts/{contact_id}", tag = "people", extensions(("x-action" = json!("people.contact.end"))),
    params(("id" = Uuid, Path), ("contact_id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem)))]
pub(crate) async fn end_contact(
    session: StaffSession,
    Path((id, contact_id)): Path<(Uuid, Uuid)>,
    version: IfMatch,
) -> Result<StatusCode, Problem> {
    let change = session.change(&[ClientId(id)], &actions::CONTACT_END).await?;
    of_item(&change, CONTACTS)?;
    change.unrestricted(&[contact_id]).await?;
    let mut work = change.begin().await?;
    work.object("contact_detail", contact_id);
    contact::end(&work, change.client()?.clients(), contact_id, version.0).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/close-ones", tag = "people", extensions(("x-action" = json!("people.close_one.add"))),
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = NewCloseOne,
    responses((status = 201, body = CloseOne), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn add_close_one(session: StaffSession, Path(id): Path<Uuid>, body: IdemJson<NewCloseOne>) -> Result<Answer, Problem> {
    let change = session.change(&[ClientId(id)], &actions::CLOSE_ONE_ADD).await?;
    of_item(&change, CLOSE_ONES)?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let opened = change.client()?;
    let mut work = change.begin().await?;
    let added = close_one::add(&work, opened.client(), working_scope(&session, opened)?, &body.value).await?;
    work.object("close_one", added.id);
    work.remember(&body, 201, &added).await?;
    work.commit().await?;
    Ok(Answer::created(&added)?.version(added.version))
}

#[utoipa::path(delete, path = "/api/v1/staff/clients/{id}/close-ones/{close_one_id}", tag = "people", extensions(("x-action" = json!("people.close_one.end"))),
    params(("id" = Uuid, Path), ("close_one_id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem)))]
pub(crate) async fn end_close_one(
    session: StaffSession,
    Path((id, close_one_id)): Path<(Uuid, Uuid)>,
    version: IfMatch,
) -> Result<StatusCode, Problem> {
    let change = session.change(&[ClientId(id)], &actions::CLOSE_ONE_END).await?;
    of_item(&change, CLOSE_ONES)?;
    change.unrestricted(&[close_one_id]).await?;
    let mut work = change.begin().await?;
    work.object("close_one", close_one_id);
    close_one::end(&work, change.client()?.clients(), close_one_id, version.0).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Opens registers of the client by a named ground; an emergency ground opens them also to one with no care relation.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/registers", tag = "people", extensions(("x-action" = json!("people.register.open"))),
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = OpenRegisters,
    responses((status = 201, body = Vec<RegisterOpening>), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn open_register(
    session: StaffSession,
    State(room): State<People>,
    Path(id): Path<Uuid>,
    body: IdemJson<OpenRegisters>,
) -> Result<Answer, Problem> {
    let change = session.change(&[ClientId(id)], &actions::REGISTER_OPEN).await?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = change.begin().await?;
    let openings = register::open(&mut work, &room.rules, change.client()?, &body.value).await?;
    work.remember(&body, 201, &openings).await?;
    work.commit().await?;
    Answer::created(&openings)
}

/// Closes what the viewer holds open of the client before its time is out.
#[utoipa::path(delete, path = "/api/v1/staff/clients/{id}/registers", tag = "people", extensions(("x-action" = json!("people.register.close"))),
    params(("id" = Uuid, Path)), responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn close_registers(session: StaffSession, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    let change = session.change(&[ClientId(id)], &actions::REGISTER_CLOSE).await?;
    let mut work = change.begin().await?;
    register::close(&mut work, change.client()?).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the viewer has open of the client by a named ground, so that a page loaded anew still says so.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/registers", tag = "people", extensions(("x-action" = json!("people.register.held"))),
    params(("id" = Uuid, Path)), responses((status = 200, body = Vec<RegisterOpening>), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn registers_held(
    session: StaffSession,
    State(room): State<People>,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<RegisterOpening>>, Problem> {
    let opened = session.open(ClientId(id), &actions::REGISTERS_HELD).await?;
    Ok(Json(register::holding(&room.rules, &opened).await?))
}

/// Corrects what was told, or confirms it as it is; the earlier row stays in the history.
#[utoipa::path(put, path = "/api/v1/staff/clients/{id}/contacts/{contact_id}", tag = "people", extensions(("x-action" = json!("people.contact.correct"))),
    params(("id" = Uuid, Path), ("contact_id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewContactDetail,
    responses((status = 200, body = ContactDetail), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub(crate) async fn correct_contact(
    session: StaffSession,
    Path((id, contact_id)): Path<(Uuid, Uuid)>,
    version: IfMatch,
    Json(new): Json<NewContactDetail>,
) -> Result<Json<ContactDetail>, Problem> {
    let change = session.change(&[ClientId(id)], &actions::CONTACT_CORRECT).await?;
    of_item(&change, CONTACTS)?;
    change.unrestricted(&[contact_id]).await?;
    let opened = change.client()?;
    let mut work = change.begin().await?;
    let corrected = contact::correct(&work, opened.clients(), working_scope(&session, opened)?, contact_id, version.0, &new).await?;
    work.object("contact_detail", corrected.id);
    work.commit().await?;
    Ok(Json(corrected))
}

/// Takes back what one just added, corrected or ended.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/contacts/{contact_id}/undo", tag = "people", extensions(("x-action" = json!("people.contact.undo"))),
    params(("id" = Uuid, Path), ("contact_id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem)))]
pub(crate) async fn undo_contact(
    session: StaffSession,
    Path((id, contact_id)): Path<(Uuid, Uuid)>,
    version: IfMatch,
) -> Result<StatusCode, Problem> {
    let change = session.change(&[ClientId(id)], &actions::CONTACT_UNDO).await?;
    of_item(&change, CONTACTS)?;
    change.unrestricted(&[contact_id]).await?;
    let mut work = change.begin().await?;
    work.object("contact_detail", contact_id);
    undo::undo(&work, Kept::Contact, change.client()?.clients(), contact_id, version.0).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Corrects what was told, or confirms it as it is; the earlier row stays in the history.
#[utoipa::path(put, path = "/api/v1/staff/clients/{id}/close-ones/{close_one_id}", tag = "people", extensions(("x-action" = json!("people.close_one.correct"))),
    params(("id" = Uuid, Path), ("close_one_id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewCloseOne,
    responses((status = 200, body = CloseOne), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub(crate) async fn correct_close_one(
    session: StaffSession,
    Path((id, close_one_id)): Path<(Uuid, Uuid)>,
    version: IfMatch,
    Json(new): Json<NewCloseOne>,
) -> Result<Json<CloseOne>, Problem> {
    let change = session.change(&[ClientId(id)], &actions::CLOSE_ONE_CORRECT).await?;
    of_item(&change, CLOSE_ONES)?;
    change.unrestricted(&[close_one_id]).await?;
    let opened = change.client()?;
    let mut work = change.begin().await?;
    let corrected = close_one::correct(&work, opened.clients(), working_scope(&session, opened)?, close_one_id, version.0, &new).await?;
    work.object("close_one", corrected.id);
    work.commit().await?;
    Ok(Json(corrected))
}

/// Takes back what one just added, corrected or ended.
#[utoipa::path(post, path = "/api/v1/staff/clients/{id}/close-ones/{close_one_id}/undo", tag = "people", extensions(("x-action" = json!("people.close_one.undo"))),
    params(("id" = Uuid, Path), ("close_one_id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem)))]
pub(crate) async fn undo_close_one(
    session: StaffSession,
    Path((id, close_one_id)): Path<(Uuid, Uuid)>,
    version: IfMatch,
) -> Result<StatusCode, Problem> {
    let change = session.change(&[ClientId(id)], &actions::CLOSE_ONE_UNDO).await?;
    of_item(&change, CLOSE_ONES)?;
    change.unrestricted(&[close_one_id]).await?;
    let mut work = change.begin().await?;
    work.object("close_one", close_one_id);
    undo::undo(&work, Kept::CloseOne, change.client()?.clients(), close_one_id, version.0).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

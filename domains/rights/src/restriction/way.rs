//! How a restricted matter that stands on the desk without a name opens: by its request to whoever may lift the restriction, by itself to
//! whoever handles it. To the rest of the team it does not open; they are told whom to ask.

use axum::extract::Path;
use kernel::{Problem, codes};
use people::PersonRef;
use people::organisation::people_by_id;
use sea_orm::FromQueryResult;
use serde::Serialize;
use store::sea_orm::Value;
use store::sql;
use trust::{Json, Listed, StaffSession};
use uuid::Uuid;

use crate::request::list::whose;
use crate::{Error, actions};

codes! {
    /// By what a restricted matter opens to the viewer.
    RestrictedOpens {
        /// The request by which it was restricted: there it is lifted.
        Request => "request",
        Matter => "matter",
        /// Not to this viewer.
        Nothing => "nothing",
    }
}

/// The way to a restricted matter; names no client.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RestrictedWay {
    pub opens: RestrictedOpens,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<Uuid>,
    /// Whom to ask when it does not open: who handles it, and who marked it.
    pub ask: Vec<PersonRef>,
}

#[derive(FromQueryResult)]
struct Marked {
    marked_by: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct Request {
    id: Uuid,
}

async fn way(listed: &Listed, may_lift: bool, matter: Uuid) -> Result<RestrictedWay, Error> {
    let found = listed.restricted_matter(matter).await?.ok_or(Error::NotFound)?;
    let ids = || found.restrictions.iter().map(|id| Value::from(*id));
    if may_lift {
        let list = sql::params(1, found.restrictions.len());
        let (own, values) = whose(listed.staff(), listed.today(), found.restrictions.len() + 1);
        let text = format!(
            "SELECT r.id FROM rights_request r WHERE r.id IN (SELECT s.request_id FROM rights_restriction s WHERE s.id IN ({list})) AND {own} \
             ORDER BY r.id LIMIT 1"
        );
        if let Some(request) = sql::one::<Request>(listed.reader(), &text, ids().chain(values)).await? {
            return Ok(RestrictedWay { opens: RestrictedOpens::Request, request_id: Some(request.id), ask: Vec::new() });
        }
    }
    let staff = listed.staff();
    if found.handler_id.is_some_and(|handler| handler == staff.id || staff.substitutes_for.contains(&handler)) {
        return Ok(RestrictedWay { opens: RestrictedOpens::Matter, request_id: None, ask: Vec::new() });
    }
    let text =
        format!("SELECT DISTINCT s.marked_by FROM rights_restriction s WHERE s.id IN ({})", sql::params(1, found.restrictions.len()));
    let marked: Vec<Marked> = sql::all(listed.reader(), &text, ids()).await?;
    let mut asked: Vec<Uuid> = found.handler_id.into_iter().chain(marked.into_iter().filter_map(|row| row.marked_by)).collect();
    asked.dedup();
    let people = people_by_id(listed.reader(), &asked).await?;
    let ask = asked.iter().filter_map(|id| people.get(id).cloned()).collect();
    Ok(RestrictedWay { opens: RestrictedOpens::Nothing, request_id: None, ask })
}

/// By what a restricted matter on one's own desk opens, and whom to ask when it does not.
#[utoipa::path(get, path = "/api/v1/staff/matters/{id}/restriction", tag = "rights", operation_id = "restricted_way", params(("id" = Uuid, Path)),
    responses((status = 200, body = RestrictedWay), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("rights.restriction.way"))))]
pub(crate) async fn look(session: StaffSession, Path(id): Path<Uuid>) -> Result<Json<RestrictedWay>, Problem> {
    let listed = session.list(&actions::WAY)?;
    let told = way(&listed, session.allows(&actions::LIFT), id).await?;
    // Nothing of a client leaves: what opens is asked for, and logged, where it opens.
    listed.shown(&[]);
    Ok(Json(told))
}

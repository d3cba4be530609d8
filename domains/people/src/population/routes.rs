//! What the population register told of a client, for their page: with the day, the change's number and when it was taken.

use axum::extract::Path;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, Problem};
use serde::Serialize;
use trust::{Json, StaffSession};
use uuid::Uuid;

use super::facts::{self, Fact};
use super::take::PART;
use crate::client::store::load;
use crate::error::Error;
use crate::{actions, municipality};

/// One word of the register.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PopulationFact {
    /// name former_name address temporary_address postal_address former_address municipality protection death hetu language
    /// guardian ward child
    pub kind: String,
    /// A name, an address, a code: active · active_before · ended, dead · alive, parent · by_law · appointed · child.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The other person of a family relation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Their own client identity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person_id: Option<Uuid>,
    /// The relation is over.
    pub ended: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// When the register changed.
    pub changed_at: DateTime<Utc>,
    /// The register's own number of the change.
    pub change_number: i64,
    pub taken_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PopulationView {
    /// Newest first, at most 500.
    pub facts: Vec<PopulationFact>,
    /// Addresses and the home municipality are left out: the client's address is protected.
    pub address_hidden: bool,
}

fn told(fact: Fact) -> PopulationFact {
    let raw = fact.value.unwrap_or_default();
    let mut parts = raw.split(PART);
    let first = parts.next().unwrap_or_default().to_owned();
    let (person, value) = match parts.next() {
        Some(word) => (Some(first).filter(|name| !name.is_empty()), word.to_owned()),
        None => (None, first),
    };
    let value = if fact.kind == "municipality" { municipality::name(&value).fi } else { value };
    PopulationFact {
        kind: fact.kind,
        value: Some(value).filter(|v| !v.is_empty()),
        person,
        person_id: fact.person_id,
        ended: parts.next() == Some("ended"),
        valid_from: fact.valid_from,
        valid_to: fact.valid_to,
        changed_at: fact.changed_at,
        change_number: fact.change_number,
        taken_at: fact.taken_at,
    }
}

#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/population", tag = "people", extensions(("x-action" = json!("people.population.look"))),
    params(("id" = Uuid, Path)), responses((status = 200, body = PopulationView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn look(session: StaffSession, Path(id): Path<Uuid>) -> Result<Json<PopulationView>, Problem> {
    let opened = session.open(ClientId(id), &actions::POPULATION).await?;
    // One protected identity protects the person.
    let rows = load(opened.reader(), opened.clients()).await.map_err(Error::from)?;
    let address_hidden = rows.values().any(|c| c.fields.protected);
    let mut all = facts::of(opened.reader(), opened.clients(), &opened.scopes().items_sql("")).await.map_err(Error::from)?;
    if address_hidden {
        all.retain(|f| !f.kind.ends_with("address") && f.kind != "municipality");
    }
    Ok(Json(PopulationView { facts: all.into_iter().map(told).collect(), address_hidden }))
}

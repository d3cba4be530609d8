//! The identity card: what a search and every list show of a person, and nothing more.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use kernel::{ClientId, Text};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use store::sea_orm::{DbErr, Value};
use store::sql;
use uuid::Uuid;

use crate::municipality;
use crate::proof::Proof;

/// A municipality with its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MunicipalityRef {
    /// Three digits (1.2.246.537.6.21).
    pub code: String,
    pub name: Text,
}

/// How the identity is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IdentityKind {
    /// By a Finnish personal identity code.
    Hetu,
    /// By a temporary identifier the county gave.
    Temporary,
    /// By a source system's own identifier.
    Other,
}

impl IdentityKind {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Hetu => "hetu",
            Self::Temporary => "temporary",
            Self::Other => "other",
        }
    }
    pub(crate) fn parse(code: &str) -> Self {
        match code {
            "hetu" => Self::Hetu,
            "temporary" => Self::Temporary,
            _ => Self::Other,
        }
    }
}

/// Who a person is, as much as is needed to tell them from another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct IdentityCard {
    pub id: Uuid,
    /// "Virtanen, Aino Maria"
    pub name: String,
    pub given_name: String,
    pub family_name: String,
    /// Whole years today, or at death.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    /// Birth date and century sign, the rest hidden: "010142-••••".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hetu_hint: Option<String>,
    /// Absent under address protection: the home municipality is protected with the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub municipality: Option<MunicipalityRef>,
    /// Address protection (turvakielto).
    pub protected: bool,
    pub deceased: bool,
    pub identity: IdentityKind,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    identity: String,
    family_name: String,
    given_names: String,
    birth_date: Option<NaiveDate>,
    municipality: Option<String>,
    protected: bool,
    deceased: bool,
    deceased_on: Option<NaiveDate>,
    hetu_hint: Option<String>,
}

/// Whole years from birth to `day`; nothing for a birth after it.
pub fn age_on(birth: NaiveDate, day: NaiveDate) -> Option<i32> {
    let had_birthday = (day.month(), day.day()) >= (birth.month(), birth.day());
    let years = day.year() - birth.year() - i32::from(!had_birthday);
    (years >= 0).then_some(years)
}

/// "Virtanen, Aino Maria"; one name alone when the other is missing.
pub fn full_name(family: &str, given: &str) -> String {
    match (family.is_empty(), given.is_empty()) {
        (false, false) => format!("{family}, {given}"),
        (false, true) => family.to_owned(),
        _ => given.to_owned(),
    }
}

impl Row {
    fn card(self, today: NaiveDate) -> IdentityCard {
        let until = self.deceased_on.unwrap_or(today);
        IdentityCard {
            id: self.id,
            name: full_name(&self.family_name, &self.given_names),
            age: self.birth_date.and_then(|birth| age_on(birth, until)),
            municipality: self
                .municipality
                .filter(|_| !self.protected)
                .map(|code| MunicipalityRef { name: municipality::name(&code), code }),
            given_name: self.given_names,
            family_name: self.family_name,
            birth_date: self.birth_date,
            hetu_hint: self.hetu_hint,
            protected: self.protected,
            deceased: self.deceased,
            identity: IdentityKind::parse(&self.identity),
        }
    }
}

/// The cards of these clients, in the order asked; an id that does not exist is left out.
///
/// # Errors
/// When the database does not answer.
pub async fn cards(proof: &impl Proof, ids: &[ClientId]) -> Result<Vec<IdentityCard>, DbErr> {
    let today = proof.today();
    let mut found: HashMap<Uuid, IdentityCard> = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(1_000) {
        let text = format!(
            "SELECT id, identity, family_name, given_names, birth_date, municipality, protected, deceased, deceased_on, hetu_hint \
             FROM client WHERE id IN ({})",
            sql::params(1, chunk.len())
        );
        let rows: Vec<Row> = sql::all(proof.conn(), &text, chunk.iter().map(|c| Value::from(c.0))).await?;
        found.extend(rows.into_iter().map(|row| (row.id, row.card(today))));
    }
    Ok(ids.iter().filter_map(|id| found.get(&id.0).cloned()).collect())
}

/// What rules ask of a person, and nothing that tells who they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonFacts {
    pub birth_date: Option<NaiveDate>,
    /// Absent under address protection, as on the card.
    pub municipality: Option<String>,
}

/// What rules ask of these clients.
///
/// # Errors
/// When the database does not answer.
pub async fn facts(proof: &impl Proof, ids: &[ClientId]) -> Result<HashMap<ClientId, PersonFacts>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        birth_date: Option<NaiveDate>,
        municipality: Option<String>,
        protected: bool,
    }
    let mut found = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(500) {
        let text = format!("SELECT id, birth_date, municipality, protected FROM client WHERE id IN ({})", sql::params(1, chunk.len()));
        let rows: Vec<Row> = sql::all(proof.conn(), &text, chunk.iter().map(|c| Value::from(c.0))).await?;
        let facts = |row: Row| PersonFacts { birth_date: row.birth_date, municipality: row.municipality.filter(|_| !row.protected) };
        found.extend(rows.into_iter().map(|row| (ClientId(row.id), facts(row))));
    }
    Ok(found)
}

/// The card of one client.
///
/// # Errors
/// When the database does not answer.
pub async fn card(proof: &impl Proof, id: ClientId) -> Result<Option<IdentityCard>, DbErr> {
    Ok(cards(proof, &[id]).await?.pop())
}

/// A client's name as they are greeted: "Aino Virtanen", and the first given name.
///
/// # Errors
/// When the database does not answer.
pub async fn own_name(proof: &impl Proof, id: ClientId) -> Result<Option<(String, String)>, DbErr> {
    Ok(card(proof, id).await?.map(|card| {
        let first = card.given_name.split_whitespace().next().unwrap_or(&card.family_name).to_owned();
        let whole = if card.given_name.is_empty() { first.clone() } else { format!("{first} {}", card.family_name).trim().to_owned() };
        (whole, first)
    }))
}

//! Where a client lives, for an authority that a law tells of it: the address also when it is protected, and that it is.

use kernel::ClientId;
use sea_orm::FromQueryResult;
use store::sea_orm::{DbErr, Value};
use store::sql;

use crate::card::full_name;
use crate::proof::Proof;

/// A client's home, and how they are reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Home {
    /// "Virtanen, Aino Maria"
    pub name: String,
    pub address: Option<String>,
    /// Address protection: whoever shows this to anybody but the authority asks for their right first.
    pub protected: bool,
    pub phone: Option<String>,
}

/// The home of a person by all their identities; the first one's name.
///
/// # Errors
/// When the database does not answer.
pub async fn of(proof: &impl Proof, clients: &[ClientId]) -> Result<Home, DbErr> {
    #[derive(FromQueryResult)]
    struct Person {
        family_name: String,
        given_names: String,
        protected: bool,
    }
    #[derive(FromQueryResult)]
    struct Detail {
        r#type: String,
        value: String,
    }
    let ids = || clients.iter().map(|client| Value::from(client.0));
    let text = format!(
        "SELECT family_name, given_names, protected FROM client WHERE id IN ({}) ORDER BY created_at, id",
        sql::params(1, clients.len())
    );
    let people: Vec<Person> = sql::all(proof.conn(), &text, ids()).await?;
    // What the client told comes before a register's, and the newest first.
    let text = format!(
        "SELECT type, value FROM contact_detail WHERE type IN ('address', 'phone') AND ended_at IS NULL AND (valid_to IS NULL OR valid_to >= $1) \
         AND client_id IN ({}) AND (type = 'phone' OR kind = 'long_lived') \
         ORDER BY CASE origin WHEN 'client' THEN 0 ELSE 1 END, recorded_at DESC, id DESC",
        sql::params(2, clients.len())
    );
    let details: Vec<Detail> = sql::all(proof.conn(), &text, std::iter::once(proof.today().into()).chain(ids())).await?;
    let first = |kind: &str| details.iter().find(|one| one.r#type == kind).map(|one| one.value.clone());
    Ok(Home {
        name: people.first().map(|one| full_name(&one.family_name, &one.given_names)).unwrap_or_default(),
        address: first("address"),
        // One protected identity protects the person.
        protected: people.iter().any(|one| one.protected),
        phone: first("phone"),
    })
}

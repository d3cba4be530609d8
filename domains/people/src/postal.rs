//! Where a letter to a client goes: the postal address, when it is not protected. The only door that gives addresses to whoever sends
//! something; of one whose address is protected it gives the word for that, and nothing else.

use std::collections::HashMap;

use kernel::{ClientId, Lang};
use sea_orm::FromQueryResult;
use store::sea_orm::{DbErr, Value};
use store::sql;
use uuid::Uuid;

use crate::proof::Proof;

/// Where a client's letter goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Post {
    /// The street, and the postal code with the place, each on a line of its own.
    Address(Vec<String>),
    /// Address protection: letters go by hand, one by one, to whoever has the right to see the address.
    Protected,
    Unknown,
    Deceased,
}

/// A client as the recipient of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// "Aino Maria Virtanen"
    pub name: String,
    pub first_name: String,
    /// The language service is given in, else the mother tongue; English for others than Finnish, Swedish and Sámi.
    pub language: Lang,
    pub post: Post,
}

/// The recipients of these identities; two statements for each thousand.
///
/// # Errors
/// When the database does not answer.
pub async fn of(proof: &impl Proof, clients: &[ClientId]) -> Result<HashMap<ClientId, Recipient>, DbErr> {
    #[derive(FromQueryResult)]
    struct Person {
        id: Uuid,
        family_name: String,
        given_names: String,
        mother_tongue: Option<String>,
        service_language: Option<String>,
        protected: bool,
        deceased: bool,
    }
    #[derive(FromQueryResult)]
    struct Address {
        client_id: Uuid,
        value: String,
    }
    let mut found = HashMap::with_capacity(clients.len());
    for chunk in clients.chunks(1_000) {
        let ids = || chunk.iter().map(|c| Value::from(c.0));
        let text = format!(
            "SELECT id, family_name, given_names, mother_tongue, service_language, protected, deceased FROM client WHERE id IN ({})",
            sql::params(1, chunk.len())
        );
        let people: Vec<Person> = sql::all(proof.conn(), &text, ids()).await?;
        // What the client told comes before a register's, and the newest first: the last one read wins.
        let text = format!(
            "SELECT client_id, value FROM contact_detail WHERE type = 'address' AND kind = 'long_lived' AND ended_at IS NULL \
             AND (valid_to IS NULL OR valid_to >= $1) AND client_id IN ({}) \
             ORDER BY CASE origin WHEN 'client' THEN 1 ELSE 0 END, recorded_at, id",
            sql::params(2, chunk.len())
        );
        let addresses: Vec<Address> = sql::all(proof.conn(), &text, std::iter::once(proof.today().into()).chain(ids())).await?;
        let addresses: HashMap<Uuid, String> = addresses.into_iter().map(|one| (one.client_id, one.value)).collect();
        for one in people {
            let post = match addresses.get(&one.id) {
                _ if one.deceased => Post::Deceased,
                _ if one.protected => Post::Protected,
                Some(value) => Post::Address(lines(value)),
                None => Post::Unknown,
            };
            let name = format!("{} {}", one.given_names, one.family_name).trim().to_owned();
            let first_name = one.given_names.split_whitespace().next().unwrap_or(&one.family_name).to_owned();
            let language = match one.service_language.as_deref().or(one.mother_tongue.as_deref()) {
                Some("sv") => Lang::Sv,
                Some("fi" | "se") | None => Lang::Fi,
                Some(_) => Lang::En,
            };
            found.insert(ClientId(one.id), Recipient { name, first_name, language, post });
        }
    }
    Ok(found)
}

/// "Kauppakatu 1 A 2, 53100 Lappeenranta" on two lines.
fn lines(address: &str) -> Vec<String> {
    address.split(',').map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

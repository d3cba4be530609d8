//! The family and the household of an opened client: official relations and close ones, custody, and who lives in the same home.
//! A home is compared by the address told of both; of one whose address is protected nothing is compared, in either direction.

use std::collections::{HashMap, HashSet};

use kernel::ClientId;
use sea_orm::FromQueryResult;
use serde::Serialize;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::Opened;
use uuid::Uuid;

use crate::client::store::load;
use crate::close_one::{self, CloseOne};
use crate::error::Error;

/// Custody between the client and one of the family, as the register of family relations tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Custody {
    /// They have custody of the client.
    HasCustody,
    /// The client has custody of them.
    InCustody,
}

/// One of the family or a close one.
#[derive(Clone, Debug)]
pub struct Kin {
    pub one: CloseOne,
    pub custody: Option<Custody>,
    /// Whether they live in the client's home; `None` when it is not known or not told.
    pub lives_here: Option<bool>,
}

/// Who is around the client at home.
#[derive(Clone, Debug)]
pub struct Family {
    /// The client's address is protected: who lives there is not told.
    pub address_hidden: bool,
    pub kin: Vec<Kin>,
    /// Other clients at the same address. Whether one of them may be shown is for the caller's rights to say.
    pub same_address: Vec<ClientId>,
}

/// More than this at one address is an institution, not a household.
const MOST_AT_HOME: u32 = 40;

#[derive(FromQueryResult)]
struct Home {
    client_id: Uuid,
    value: String,
}

/// The family and household of the opened client; at most five statements.
///
/// # Errors
/// When the database does not answer.
pub async fn of(opened: &Opened) -> Result<Family, Error> {
    let address_hidden = load(opened.reader(), opened.clients()).await?.values().any(|c| c.fields.protected);
    let close_ones = close_one::of(opened).await?;
    let in_custody = in_custody(opened).await?;
    let persons: Vec<Uuid> = close_ones.iter().filter_map(|one| one.client_id).collect();
    let homes = if address_hidden { Homes::default() } else { homes(opened, &persons).await? };
    let kin = close_ones
        .into_iter()
        .map(|one| {
            let is_guardian = one.official && one.roles.iter().any(|role| role == "guardian");
            let ward = one.client_id.is_some_and(|person| in_custody.contains(&person));
            let custody = if is_guardian { Some(Custody::HasCustody) } else { ward.then_some(Custody::InCustody) };
            let lives_here = one.client_id.and_then(|person| homes.known.get(&person).copied());
            Kin { one, custody, lives_here }
        })
        .collect();
    let same_address = homes.others.into_iter().filter(|id| !persons.contains(id)).map(ClientId).collect();
    Ok(Family { address_hidden, kin, same_address })
}

/// Clients of whom the register says that the opened client has custody. The row stands in the child's data, but tells of the
/// opened client as much: only official relations are read so.
async fn in_custody(opened: &Opened) -> Result<HashSet<Uuid>, DbErr> {
    #[derive(FromQueryResult)]
    struct Ward {
        client_id: Uuid,
    }
    let clients = opened.clients();
    let text = format!(
        "SELECT client_id FROM close_one WHERE person_id IN ({}) AND official AND ended_at IS NULL AND ' ' || roles || ' ' LIKE '% guardian %'",
        sql::params(1, clients.len())
    );
    let rows: Vec<Ward> = sql::all(opened.reader(), &text, clients.iter().map(|c| Value::from(c.0))).await?;
    Ok(rows.into_iter().map(|row| row.client_id).collect())
}

#[derive(Default)]
struct Homes {
    /// Of the close ones whose address is known and not protected: whether it is the client's.
    known: HashMap<Uuid, bool>,
    others: Vec<Uuid>,
}

async fn homes(opened: &Opened, persons: &[Uuid]) -> Result<Homes, DbErr> {
    #[derive(FromQueryResult)]
    struct Address {
        value: String,
    }
    const IN_FORCE: &str = "d.type = 'address' AND d.ended_at IS NULL AND (d.valid_to IS NULL OR d.valid_to >= $1)";
    let (clients, values) = opened.clients_sql("d", 2);
    let today = || std::iter::once(Value::from(opened.today()));
    let text = format!("SELECT DISTINCT d.value FROM contact_detail d WHERE {IN_FORCE} AND d.kind = 'long_lived' AND {clients}");
    let own: Vec<Address> = sql::all(opened.reader(), &text, today().chain(values)).await?;
    if own.is_empty() {
        return Ok(Homes::default());
    }
    let mine: HashSet<&str> = own.iter().map(|a| a.value.as_str()).collect();
    let mut found = Homes::default();
    // At the same address, by the index on the value.
    let text = format!(
        "SELECT d.client_id, d.value FROM contact_detail d JOIN client c ON c.id = d.client_id \
         WHERE {IN_FORCE} AND d.value IN ({}) AND NOT c.protected AND NOT c.deceased ORDER BY d.client_id LIMIT {MOST_AT_HOME}",
        sql::params(2, own.len())
    );
    let here: Vec<Home> = sql::all(opened.reader(), &text, today().chain(own.iter().map(|a| Value::from(a.value.clone())))).await?;
    for home in here {
        if opened.clients().iter().all(|c| c.0 != home.client_id) && !found.others.contains(&home.client_id) {
            found.others.push(home.client_id);
        }
    }
    if persons.is_empty() {
        return Ok(found);
    }
    let text = format!(
        "SELECT d.client_id, d.value FROM contact_detail d JOIN client c ON c.id = d.client_id \
         WHERE {IN_FORCE} AND d.client_id IN ({}) AND NOT c.protected",
        sql::params(2, persons.len())
    );
    let theirs: Vec<Home> = sql::all(opened.reader(), &text, today().chain(persons.iter().map(|p| Value::from(*p)))).await?;
    for home in theirs {
        let here = mine.contains(home.value.as_str());
        found.known.entry(home.client_id).and_modify(|known| *known |= here).or_insert(here);
    }
    Ok(found)
}

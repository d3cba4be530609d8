//! How a client is reached without paper: the e-mail address, the telephone number and the language. A postal
//! address has a door of its own ([`crate::postal`]), which knows of address protection.

use kernel::{ClientId, Lang, Scope};
use sea_orm::FromQueryResult;
use store::NewEvent;
use store::sea_orm::Value;
use store::sql;
use trust::Work;

use crate::contact::store::{ContactDetail, NewContact};
use crate::contact::{self};
use crate::error::Error;
use crate::proof::Proof;

/// What is known for reaching one person, over their linked identities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    pub email: Option<String>,
    pub phone: Option<String>,
    /// The language service is given in, else the mother tongue; Finnish when neither is Swedish or another language.
    pub language: Lang,
    /// Nothing is sent to one who has died.
    pub deceased: bool,
}

/// The kinds of addresses a client tells for being reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReachBy {
    Email,
    Phone,
}

impl ReachBy {
    const fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }
}

/// The best address of each kind in force: what the client told themselves first, then the newest.
///
/// # Errors
/// When the database does not answer.
pub async fn of(proof: &impl Proof, clients: &[ClientId]) -> Result<Reach, Error> {
    #[derive(FromQueryResult)]
    struct Row {
        mother_tongue: Option<String>,
        service_language: Option<String>,
        deceased: bool,
    }
    let mut contacts = contact::store::in_force(proof.conn(), clients, proof.today(), "").await?;
    contacts.sort_by_key(|c| (c.origin != "client", std::cmp::Reverse(c.recorded_at)));
    let first = |kind: &str| contacts.iter().find(|c| c.r#type == kind).map(|c| c.value.clone());
    let text = format!("SELECT mother_tongue, service_language, deceased FROM client WHERE id IN ({})", sql::params(1, clients.len()));
    let rows: Vec<Row> = sql::all(proof.conn(), &text, clients.iter().map(|c| Value::from(c.0))).await?;
    let language = rows.iter().find_map(|r| r.service_language.as_deref().or(r.mother_tongue.as_deref()));
    Ok(Reach {
        email: first("email"),
        phone: first("phone"),
        language: match language {
            Some("sv") => Lang::Sv,
            Some("fi" | "se") | None => Lang::Fi,
            Some(_) => Lang::En,
        },
        deceased: rows.iter().any(|r| r.deceased),
    })
}

/// The client tells a new address of their own; the one they told before ends. Telling the same again changes nothing.
///
/// # Errors
/// A value that does not do, at `path`.
pub async fn told(work: &Work, clients: &[ClientId], scope: Scope, by: ReachBy, path: &str, value: &str) -> Result<(), Error> {
    let client = clients.first().copied().ok_or(Error::NotFound)?;
    let value = contact::value_of(path, by.code(), value)?;
    let known: Vec<ContactDetail> = contact::store::in_force(work, clients, work.today(), "").await?;
    let own: Vec<&ContactDetail> = known.iter().filter(|c| c.origin == "client" && c.r#type == by.code()).collect();
    if own.iter().any(|c| c.value == value) {
        return Ok(());
    }
    for old in own {
        contact::end(work, clients, old.id, old.version).await?;
    }
    let id = work.new_id();
    let new = NewContact {
        id,
        client,
        scope,
        kind: "long_lived",
        kind_of: by.code(),
        value: &value,
        origin: "client",
        service: None,
        valid_to: None,
        since: None,
        recorded_by: None,
        replaces: None,
    };
    contact::store::insert(work, &[new]).await?;
    work.emit(NewEvent::new("people.contact.added", "contact_detail", id).client(client.0)).await?;
    Ok(())
}

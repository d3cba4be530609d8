//! The head of a client's page: the identity card with the languages.

use kernel::ClientId;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use store::sea_orm::DbErr;
use store::sql;

use crate::card::{IdentityCard, cards};
use crate::proof::Proof;

/// Languages of a client, as codes of ISO 639-1.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Languages {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mother: Option<String>,
    /// The language service is given in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    pub interpreter: bool,
}

/// Who the client is.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    pub card: IdentityCard,
    /// Of the client's own row, for ETag.
    pub version: i32,
    /// female | male | unknown
    pub sex: String,
    pub languages: Languages,
}

/// The head of one client; `None` when there is no such client.
///
/// # Errors
/// When the database does not answer.
pub async fn head(proof: &impl Proof, id: ClientId) -> Result<Option<Head>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        sex: String,
        mother_tongue: Option<String>,
        service_language: Option<String>,
        interpreter: bool,
        version: i32,
    }
    let text = "SELECT sex, mother_tongue, service_language, interpreter, version FROM client WHERE id = $1";
    let row: Option<Row> = sql::one(proof.conn(), text, [id.0.into()]).await?;
    let (Some(row), Some(card)) = (row, cards(proof, &[id]).await?.pop()) else { return Ok(None) };
    let languages = Languages { mother: row.mother_tongue, service: row.service_language, interpreter: row.interpreter };
    Ok(Some(Head { card, version: row.version, sex: row.sex, languages }))
}

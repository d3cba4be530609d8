//! A finished document as data for another system.

use chrono::{DateTime, Utc};
use kernel::{ClientId, FieldError};
use people::Proof;
use serde::Serialize;
use serde_json::Value;
use trust::Gate;
use utoipa::ToSchema;
use uuid::Uuid;

use super::form::Form;
use super::print_out::people_of;
use super::register::{For, filled};
use super::{Document, DocumentState, StructureRef};
use crate::DocumentError;
use crate::validate::gaps;

/// A document as it is given out.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedDocument {
    /// Key of the document in this house.
    pub id: Uuid,
    /// Its version.
    pub version: i32,
    /// The structure it is written on.
    pub structure: StructureRef,
    /// When it was finished.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<DateTime<Utc>>,
    /// The body by the structure, with the identifiers that the register gives.
    #[schema(value_type = Object)]
    pub body: Value,
    /// What the body lacks of the structure as it was published: an identifier of a person that the register does not know here.
    pub gaps: Vec<FieldError>,
}

/// Puts a finished document together for those of its clients that the proof covers.
///
/// # Errors
/// [`DocumentError::NotFinished`], a structure that cannot be used, or the database's.
pub async fn export<P>(gate: &Gate, proof: &P, document: &Document, clients: &[ClientId]) -> Result<ExportedDocument, DocumentError>
where
    P: Proof<Conn = ::store::Reader>,
{
    if document.state != DocumentState::Final {
        return Err(DocumentError::NotFinished);
    }
    let form = Form::of(proof.conn(), document).await?;
    let people = people_of(gate, proof, clients, form.structure()).await?;
    let body = filled(form.structure(), &document.body, &people, For::System);
    Ok(ExportedDocument {
        id: document.id,
        version: document.version,
        structure: document.structure.clone(),
        finished_at: document.finished_at,
        gaps: gaps(form.structure(), &body)?,
        body,
    })
}

//! What can go wrong in this room.

use axum::http::StatusCode;
use kernel::{FieldError, Problem};
use store::sea_orm::DbErr;

use crate::document::Document;
use crate::print::PrintError;
use crate::structure::StructureFault;

/// The room's errors. None holds a text that someone wrote in a document.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// No such document, version or structure, or not one for the asker.
    #[error("no such document")]
    NotFound,
    /// Someone else saved first; the document as it is now.
    #[error("changed by someone else meanwhile")]
    Conflict(Box<Document>),
    /// Finished documents do not change.
    #[error("the document is finished")]
    Finished,
    /// Only a finished document is given out.
    #[error("the document is not finished")]
    NotFinished,
    /// A document of a type that the power of decision finishes.
    #[error("finishing needs the power of decision")]
    NoPower,
    /// A decision's document is finished by deciding, which asks for the power of decision.
    #[error("a decision is finished by deciding")]
    ByDeciding,
    /// A document is about somebody.
    #[error("a document needs a client")]
    NoClient,
    /// The body does not meet the structure.
    #[error("the body does not meet its structure")]
    Invalid(Vec<FieldError>),
    /// A structure in the database or in the product cannot be used.
    #[error("a structure cannot be used: {0}")]
    Structure(#[from] StructureFault),
    /// The print failed.
    #[error(transparent)]
    Print(#[from] PrintError),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbErr),
    /// Another room's answer, passed on.
    #[error("{0}")]
    Other(Box<Problem>),
}

impl From<Problem> for DocumentError {
    fn from(problem: Problem) -> Self {
        Self::Other(Box::new(problem))
    }
}

impl From<DocumentError> for Problem {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::NotFound => Problem::not_found(),
            DocumentError::Conflict(current) => Problem::version_conflict(current),
            DocumentError::Finished => Problem::state_refused("document_finished"),
            DocumentError::NotFinished => Problem::state_refused("document_not_finished"),
            DocumentError::NoPower => Problem::refused("no_power", &["ask_decider"]),
            DocumentError::ByDeciding => Problem::state_refused("finished_by_deciding"),
            DocumentError::NoClient => Problem::invalid_field("/client_id", "required"),
            DocumentError::Invalid(errors) if errors.iter().any(|e| e.code == "too_large") => {
                Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "The document is too large")
            }
            DocumentError::Invalid(errors) => Problem::invalid(errors),
            DocumentError::Other(problem) => *problem,
            DocumentError::Structure(_) | DocumentError::Print(_) | DocumentError::Db(_) => {
                tracing::error!(%error, "a document could not be handled");
                Problem::internal()
            }
        }
    }
}

impl From<DocumentError> for trust::RoomError {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::Db(error) => error.into(),
            other => Self::Problem(other.into()),
        }
    }
}

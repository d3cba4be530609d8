use axum::http::StatusCode;
use kernel::{FieldError, Problem};
use store::keys::KeyError;
use store::sea_orm::DbErr;

use crate::national::Fault;

/// Why something in this room did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Db(#[from] DbErr),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("invalid fields")]
    Invalid(Vec<FieldError>),
    #[error("not found")]
    NotFound,
    /// The thing's state does not let it be done; a code the screens explain.
    #[error("refused: {0}")]
    State(&'static str),
    /// The national register did not answer as it should.
    #[error("the national register: {0}")]
    National(#[from] Fault),
    #[error(transparent)]
    Problem(#[from] Problem),
}

impl Error {
    pub(crate) fn field(path: &str, code: &str) -> Self {
        Self::Invalid(vec![FieldError::new(path, code)])
    }
}

impl From<people::Error> for Error {
    fn from(error: people::Error) -> Self {
        Self::Problem(error.into())
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Db(error) => {
                tracing::error!(%error, "a statement of the mandate room failed");
                Problem::internal()
            }
            Error::Key(error) => {
                tracing::error!(%error, "a sealed code of the mandate room did not open");
                Problem::internal()
            }
            Error::Invalid(errors) => Problem::invalid(errors),
            Error::NotFound => Problem::not_found(),
            Error::State(reason) => Problem::state_refused(reason),
            Error::National(fault) => {
                tracing::warn!(%fault, "the national register of mandates did not answer as it should");
                Problem::new(StatusCode::BAD_GATEWAY, "mandate_register", "The national register of mandates did not answer")
            }
            Error::Problem(problem) => problem,
        }
    }
}

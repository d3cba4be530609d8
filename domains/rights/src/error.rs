use documents::DocumentError;
use kernel::{FieldError, Problem};
use owndata::OwnDataError;
use records::RecordsError;
use store::sea_orm::DbErr;

/// Why something in this room did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Db(#[from] DbErr),
    #[error(transparent)]
    Data(OwnDataError),
    #[error(transparent)]
    Records(#[from] RecordsError),
    #[error("invalid fields")]
    Invalid(Vec<FieldError>),
    #[error("not found")]
    NotFound,
    /// The thing's state does not let it be done; a code the screens explain.
    #[error("refused: {0}")]
    State(&'static str),
    #[error(transparent)]
    Problem(#[from] Problem),
}

impl Error {
    pub(crate) fn field(path: &str, code: &str) -> Self {
        Self::Invalid(vec![FieldError::new(path, code)])
    }
}

impl From<OwnDataError> for Error {
    fn from(error: OwnDataError) -> Self {
        match error {
            OwnDataError::Db(error) => Self::Db(error),
            other => Self::Data(other),
        }
    }
}

impl From<DocumentError> for Error {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::Db(error) => Self::Db(error),
            other => Self::Problem(other.into()),
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Db(error) => {
                tracing::error!(%error, "a statement of the rights room failed");
                Problem::internal()
            }
            Error::Data(error) => {
                tracing::error!(%error, "a copy of own data could not be made");
                Problem::internal()
            }
            Error::Records(error) => error.into(),
            Error::Invalid(errors) => Problem::invalid(errors),
            Error::NotFound => Problem::not_found(),
            Error::State(reason) => Problem::state_refused(reason),
            Error::Problem(problem) => problem,
        }
    }
}

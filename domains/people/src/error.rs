use kernel::{FieldError, Problem};
use store::keys::KeyError;
use store::sea_orm::DbErr;

/// Why something in this room did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Db(#[from] DbErr),
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Fields of the request that need mending.
    #[error("invalid fields")]
    Invalid(Vec<FieldError>),
    #[error("not found")]
    NotFound,
    /// The thing's state or origin does not let it be changed; a code the screens explain.
    #[error("refused: {0}")]
    State(&'static str),
    /// An answer already made (rights, a version that has moved on).
    #[error("{0}")]
    Problem(Problem),
}

impl Error {
    pub(crate) fn field(path: &str, code: &str) -> Self {
        Self::Invalid(vec![FieldError::new(path, code)])
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Db(error) => {
                tracing::error!(%error, "a statement of the people room failed");
                Problem::internal()
            }
            Error::Key(error) => {
                tracing::error!(%error, "a sealed value did not seal or open");
                Problem::internal()
            }
            Error::Invalid(errors) => Problem::invalid(errors),
            Error::NotFound => Problem::not_found(),
            Error::State(reason) => Problem::state_refused(reason),
            Error::Problem(problem) => problem,
        }
    }
}

impl From<Error> for trust::RoomError {
    fn from(error: Error) -> Self {
        Self::Problem(error.into())
    }
}

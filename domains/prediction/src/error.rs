use kernel::{FieldError, Problem};
use store::sea_orm::DbErr;

/// Why something in this room did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Db(#[from] DbErr),
    #[error("invalid fields")]
    Invalid(Vec<FieldError>),
    #[error("not found")]
    NotFound,
    /// The state does not let it be done; a code the screens explain.
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

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Db(error) => {
                tracing::error!(%error, "a statement of the prediction room failed");
                Problem::internal()
            }
            Error::Invalid(errors) => Problem::invalid(errors),
            Error::NotFound => Problem::not_found(),
            Error::State(reason) => Problem::state_refused(reason),
            Error::Problem(problem) => problem,
        }
    }
}

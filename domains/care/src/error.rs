use kernel::{FieldError, Problem};
use store::sea_orm::DbErr;

/// Why an operation of this room was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("not there")]
    NotFound,
    /// The state does not allow it; the code says why and the screens explain it.
    #[error("refused: {0}")]
    Refused(&'static str),
    #[error("{} fields need mending", .0.len())]
    Invalid(Vec<FieldError>),
    #[error(transparent)]
    Db(#[from] DbErr),
    /// An answer that was made elsewhere: by a proof, by another room.
    #[error(transparent)]
    Problem(#[from] Problem),
}

impl Error {
    pub fn field(path: &str, code: &str) -> Self {
        Self::Invalid(vec![FieldError::new(path, code)])
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Problem::not_found(),
            Error::Refused(reason) => Problem::state_refused(reason),
            Error::Invalid(errors) => Problem::invalid(errors),
            Error::Db(error) => {
                tracing::error!(%error, "a query failed");
                Problem::internal()
            }
            Error::Problem(problem) => problem,
        }
    }
}

impl From<Error> for trust::RoomError {
    fn from(error: Error) -> Self {
        Self::Problem(error.into())
    }
}

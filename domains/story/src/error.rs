use kernel::{FieldError, Problem};
use store::sea_orm::DbErr;

/// Why something in this room did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Db(#[from] DbErr),
    #[error("invalid fields")]
    Invalid(Vec<FieldError>),
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
                tracing::error!(%error, "a statement of the story room failed");
                Problem::internal()
            }
            Error::Invalid(errors) => Problem::invalid(errors),
        }
    }
}

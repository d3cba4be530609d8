use kernel::Problem;
use store::sea_orm::DbErr;

/// Why an operation of this room was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Db(#[from] DbErr),
    #[error(transparent)]
    People(#[from] people::Error),
    #[error(transparent)]
    Problem(#[from] Problem),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Db(error) => {
                tracing::error!(%error, "a query failed");
                Problem::internal()
            }
            Error::People(error) => error.into(),
            Error::Problem(problem) => problem,
        }
    }
}

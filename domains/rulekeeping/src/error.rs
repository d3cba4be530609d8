use axum::http::StatusCode;
use kernel::{FieldError, Problem};
use rules::RuleErrors;
use store::sea_orm::DbErr;

/// Why something in this room did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Db(#[from] DbErr),
    /// The text does not hold; every fault with its line.
    #[error("{0}")]
    Faults(#[from] RuleErrors),
    #[error("invalid fields")]
    Invalid(Vec<FieldError>),
    #[error("not found")]
    NotFound,
    /// A code the screens explain.
    #[error("refused: {0}")]
    State(&'static str),
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
                tracing::error!(%error, "a statement of the rules failed");
                Problem::internal()
            }
            Error::Faults(faults) => {
                Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "rules_do_not_hold", "The rules do not hold; see the faults")
                    .with("faults", faults.0)
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

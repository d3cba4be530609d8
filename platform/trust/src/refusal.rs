//! Why something in a room did not happen: one answer for every room that has no reasons of its own kind.

use std::panic::Location;

use kernel::{FieldError, Problem};
use store::sea_orm::DbErr;

/// Why something in a room did not happen. Becomes a [`Problem`] at the room's door.
#[derive(Debug, thiserror::Error)]
pub enum RoomError {
    /// A statement failed, and where in the program it was.
    #[error("{error}")]
    Db { error: DbErr, at: &'static Location<'static> },
    /// Fields of the request that need mending.
    #[error("invalid fields")]
    Invalid(Vec<FieldError>),
    /// It is not there, or not for the one who asks.
    #[error("not found")]
    NotFound,
    /// The thing's state does not let it be done; a code the screens explain.
    #[error("refused: {0}")]
    State(&'static str),
    /// An answer made elsewhere: by a proof, by another room.
    #[error(transparent)]
    Problem(#[from] Problem),
}

impl RoomError {
    /// One field needs mending: `path` is a JSON pointer, `code` one the screens explain.
    pub fn field(path: &str, code: &str) -> Self {
        Self::Invalid(vec![FieldError::new(path, code)])
    }
}

impl From<DbErr> for RoomError {
    #[track_caller]
    fn from(error: DbErr) -> Self {
        Self::Db { error, at: Location::caller() }
    }
}

impl From<RoomError> for Problem {
    fn from(error: RoomError) -> Self {
        match error {
            RoomError::Db { error, at } => {
                tracing::error!(%error, %at, "a statement failed");
                Problem::internal()
            }
            RoomError::Invalid(errors) => Problem::invalid(errors),
            RoomError::NotFound => Problem::not_found(),
            RoomError::State(reason) => Problem::state_refused(reason),
            RoomError::Problem(problem) => problem,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fails() -> Result<(), RoomError> {
        Err(DbErr::Custom("no such table".into()))?;
        Ok(())
    }

    #[test]
    fn a_statement_that_failed_says_where_and_tells_the_caller_nothing() {
        let Err(RoomError::Db { at, .. }) = fails() else { panic!("it fails") };
        assert!(at.file().ends_with("refusal.rs"), "{at}");
        let told = Problem::from(fails().unwrap_err());
        assert!(!serde_json::to_string(&told).unwrap().contains("table"));
    }
}

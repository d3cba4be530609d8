use kernel::Problem;
use store::sea_orm::DbErr;

/// What can go wrong in this room.
#[derive(Debug, thiserror::Error)]
pub enum RecordsError {
    #[error(transparent)]
    Db(#[from] DbErr),
    /// The node's key does not open an original, or it was changed.
    #[error("an original did not open: {0}")]
    Key(#[from] store::keys::KeyError),
    #[error("an original did not unpack")]
    Unpack,
    #[error("an original is not the JSON it was when it came")]
    Body,
}

impl From<RecordsError> for Problem {
    /// Logged here, where it is handled; the answer says nothing of the inside.
    fn from(error: RecordsError) -> Self {
        tracing::error!(%error, "records");
        Problem::internal()
    }
}

use std::path::PathBuf;

use records::RecordsError;
use store::sea_orm::DbErr;

/// What stops an import. What is wrong with single resources is in the report instead.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{path}: {error}")]
    Path { path: PathBuf, error: std::io::Error },
    #[error(transparent)]
    Records(#[from] RecordsError),
    #[error(transparent)]
    People(#[from] people::Error),
    /// A transaction could not begin or commit.
    #[error("{0}")]
    Work(Box<kernel::Problem>),
    #[error("the reading thread stopped")]
    Reader,
}

impl From<kernel::Problem> for ImportError {
    fn from(problem: kernel::Problem) -> Self {
        Self::Work(Box::new(problem))
    }
}

impl From<DbErr> for ImportError {
    fn from(error: DbErr) -> Self {
        Self::Records(error.into())
    }
}

impl From<ImportError> for kernel::Problem {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Records(error) => error.into(),
            ImportError::People(error) => error.into(),
            ImportError::Work(problem) => *problem,
            // The path is the caller's own word, and they can mend it.
            ImportError::Path { path, error } => kernel::Problem::new(axum::http::StatusCode::BAD_REQUEST, "path", "A path cannot be read")
                .detail(format!("{}: {error}", path.display())),
            error => {
                tracing::error!(%error, "import");
                kernel::Problem::internal()
            }
        }
    }
}

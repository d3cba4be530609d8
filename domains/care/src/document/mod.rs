//! Documents of a matter: begun here with what is known, and what finishing one means for the room's facts. The documents
//! themselves are kept by the room `documents`; this room computes on facts only.

mod begin;
mod finished;
mod known;
mod made;
mod routes;

pub(crate) use begin::what_of;
pub(crate) use known::known;
pub use made::made_of;
pub use routes::{NewMatterDocument, routes};

use documents::DocumentError;

use crate::Error;

impl From<DocumentError> for Error {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::Db(error) => Self::Db(error),
            other => Self::Problem(other.into()),
        }
    }
}

impl From<Error> for DocumentError {
    fn from(error: Error) -> Self {
        match error {
            Error::Db(error) => Self::Db(error),
            other => Self::Other(Box::new(other.into())),
        }
    }
}

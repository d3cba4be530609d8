//! The access log sealed, so that nobody can quietly change it: not whoever reaches the database, not whoever runs the node.
//!
//! Each line becomes a leaf of an RFC 6962 Merkle tree within a second of being written, off the request's path ([`Sealing::turn`]).
//! The tree's root is signed as a checkpoint in the form that transparency logs use (C2SP signed-note and tlog-checkpoint), told
//! at a public address, and kept and cosigned by other nodes ([`watch`]). A leaf is the hash of a salt and the line: when the
//! line's time to be kept is over, line and salt go and the leaf stays, telling nothing.
//!
//! What one can do with it: [`verify`] the whole log against the checkpoints here and against one from outside; prove that a line
//! is in the log and that a later log is a continuation of an earlier one ([`proof`]); give a client a [`receipt`] that anybody
//! can check without this program (`docs/security/check-receipt.py`).

pub mod actions;
mod entry;
mod keys;
mod note;
pub mod proof;
pub mod receipt;
mod routes;
mod seal;
pub mod state;
pub mod tree;
pub mod verify;
pub mod watch;

use std::sync::atomic::{AtomicI64, AtomicU64};
use std::sync::{Arc, OnceLock};

use kernel::Problem;
use store::Keyring;
use store::sea_orm::DbErr;
use trust::Gate;

pub use keys::LogKeys;
pub use note::{Checkpoint, NoteError, VerifierKey};
pub use routes::{openapi, router};
pub use watch::Watched;

#[derive(Debug, thiserror::Error)]
pub enum SealError {
    #[error("the tree is not the one that was signed last: sealing stands still until the log is verified")]
    NotWhole,
    #[error("the log has gone back from {was} entries to {is}: sealing stands still until the log is verified")]
    RolledBack { was: u64, is: u64 },
    #[error("there is no such entry or size in the log")]
    NoSuch,
    #[error(transparent)]
    Db(#[from] DbErr),
}

impl From<SealError> for Problem {
    fn from(error: SealError) -> Self {
        if let SealError::NoSuch = error {
            return Problem::not_found();
        }
        tracing::error!(%error, "the sealed log did not answer");
        Problem::internal()
    }
}

/// The sealer of one node. Cheap to clone.
#[derive(Clone, Default)]
pub struct Sealing(Arc<Inner>);

#[derive(Default)]
struct Inner {
    /// A key of the log's own; without one the node's key is used.
    own: Option<Keyring>,
    keys: OnceLock<LogKeys>,
    watched: Vec<Watched>,
    /// The largest tree this process has seen signed.
    seen: AtomicU64,
    /// The last hour whose spare checkpoints were cleared.
    cleared: AtomicI64,
}

impl Sealing {
    /// `own`: the secret the log's keys are made from, when it is not the node's; `watched`: other nodes whose logs are followed.
    pub fn new(own: Option<Keyring>, watched: Vec<Watched>) -> Self {
        Self(Arc::new(Inner { own, watched, ..Inner::default() }))
    }

    /// The keys of this node's log.
    pub fn keys(&self, gate: &Gate) -> &LogKeys {
        self.0.keys.get_or_init(|| LogKeys::derive(self.0.own.as_ref().unwrap_or(gate.keys()), gate.controller()))
    }

    /// The nodes this one was told to follow.
    pub fn watched(&self) -> &[Watched] {
        &self.0.watched
    }
}

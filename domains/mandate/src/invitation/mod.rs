//! A close person whom the client invites to see and do what the client chooses, for a time.
//!
//! The client names the person by name and personal identity code. Whether there is such a client is told by nothing: the answer is the same,
//! and until the invited answers the code stands in the row sealed, with its keyed hash to find it by.

mod act;
mod model;
pub(crate) mod routes;
pub(crate) mod store;

use ::store::Keyring;
use kernel::hetu::Hetu;
use trust::SealedColumn;

pub use act::{answer, invite};
pub use model::NewInvitation;

/// The keyed hash by which an invited person's invitation is found.
fn blind(keys: &Keyring, hetu: &Hetu) -> Vec<u8> {
    keys.blind("invitation", hetu.reveal().as_bytes()).to_vec()
}

/// The same by each of the node's keys.
fn blinds(keys: &Keyring, hetu: &Hetu) -> Vec<Vec<u8>> {
    keys.blinds("invitation", hetu.reveal().as_bytes()).into_iter().map(Into::into).collect()
}

/// The keyed hashes of a code as text, for what brings data in; none for what is no code.
pub fn blinds_of(keys: &Keyring, hetu: &str) -> Vec<Vec<u8>> {
    Hetu::parse(hetu).map(|hetu| blinds(keys, &hetu)).unwrap_or_default()
}

/// Where invitations keep the code of whom they are for until it is answered, for a change of the node's key.
pub static SEALED: SealedColumn = SealedColumn {
    table: "invitation",
    id: "id",
    column: "sealed",
    kind: None,
    beside: |keys, _, value| match Hetu::parse(&String::from_utf8_lossy(value)) {
        Ok(hetu) => vec![("invited_blind", blind(keys, &hetu).into())],
        Err(_) => Vec::new(),
    },
};

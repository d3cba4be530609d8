use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use store::Keyring;
use uuid::Uuid;

use crate::note::{COSIGNATURE, ED25519, VerifierKey};
use crate::tree::Hash;

/// The names and keys of one log: what signs its checkpoints, what cosigns other logs', what ties leaves to their places.
pub struct LogKeys {
    origin: String,
    witness: String,
    sign: SigningKey,
    cosign: SigningKey,
    mac: Hmac<Sha256>,
}

impl LogKeys {
    /// The same secret and controller give the same keys, so several processes on one database sign alike.
    pub fn derive(secret: &Keyring, controller: Uuid) -> Self {
        let key = |purpose: &[u8]| secret.blind("log", purpose);
        let mac = match Hmac::<Sha256>::new_from_slice(&key(b"leaf")) {
            Ok(mac) => mac,
            Err(_) => unreachable!("HMAC-SHA-256 takes any key"),
        };
        Self {
            origin: format!("punos-log/{controller}"),
            witness: format!("punos-witness/{controller}"),
            sign: SigningKey::from_bytes(&key(b"sign")),
            cosign: SigningKey::from_bytes(&key(b"witness")),
            mac,
        }
    }

    /// The log's name: first line of its checkpoints.
    pub fn origin(&self) -> &str {
        &self.origin
    }
    /// What checks this log's checkpoints.
    pub fn log_key(&self) -> VerifierKey {
        VerifierKey::new(&self.origin, ED25519, self.sign.verifying_key())
    }
    /// What checks this node's cosignatures of other logs.
    pub fn witness_key(&self) -> VerifierKey {
        VerifierKey::new(&self.witness, COSIGNATURE, self.cosign.verifying_key())
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.sign.sign(message).to_bytes()
    }
    pub(crate) fn cosign(&self, message: &[u8]) -> [u8; 64] {
        self.cosign.sign(message).to_bytes()
    }

    /// Ties a leaf to its number and its line: whoever has the database but not the key can make none.
    pub(crate) fn mac(&self, leaf: u64, line: Uuid, hash: &Hash) -> Hash {
        let mut mac = self.mac.clone();
        mac.update(&leaf.to_be_bytes());
        mac.update(line.as_bytes());
        mac.update(hash);
        mac.finalize().into_bytes().into()
    }
}

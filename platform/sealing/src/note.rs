//! Signed notes (C2SP signed-note), checkpoints (C2SP tlog-checkpoint) and cosignatures (C2SP tlog-cosignature) as text.
//!
//! ```text
//! punos-log/0193…
//! 20852163
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//!
//! — punos-log/0193… Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
//! ```

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::keys::LogKeys;
use crate::tree::Hash;

/// Kinds of signatures, as signed-note numbers them.
pub(crate) const ED25519: u8 = 1;
pub(crate) const COSIGNATURE: u8 = 4;

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NoteError {
    #[error("not a signed checkpoint")]
    Form,
    #[error("not a verifier key: NAME+ID+KEY")]
    Key,
    #[error("the checkpoint is of another log, {0}")]
    Origin(String),
    #[error("no signature of the named key holds")]
    Signature,
}

/// What checks signatures: a name, a kind and a public key; as text `NAME+ID+KEY`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: u8,
    key: VerifyingKey,
}

impl VerifierKey {
    pub(crate) fn new(name: &str, kind: u8, key: VerifyingKey) -> Self {
        Self { name: name.to_owned(), kind, key }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    fn id(&self) -> [u8; 4] {
        let mut hash = Sha256::new();
        hash.update(self.name.as_bytes());
        hash.update([b'\n', self.kind]);
        hash.update(self.key.as_bytes());
        let [a, b, c, d, ..] = <[u8; 32]>::from(hash.finalize());
        [a, b, c, d]
    }
}

impl std::fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut key = vec![self.kind];
        key.extend_from_slice(self.key.as_bytes());
        write!(f, "{}+{:08x}+{}", self.name, u32::from_be_bytes(self.id()), STANDARD.encode(key))
    }
}

impl std::str::FromStr for VerifierKey {
    type Err = NoteError;
    fn from_str(text: &str) -> Result<Self, NoteError> {
        let mut parts = text.trim().splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else { return Err(NoteError::Key) };
        let bytes = STANDARD.decode(key).map_err(|_| NoteError::Key)?;
        let (kind, key) = bytes.split_first().ok_or(NoteError::Key)?;
        let key = <[u8; 32]>::try_from(key).ok().and_then(|key| VerifyingKey::from_bytes(&key).ok()).ok_or(NoteError::Key)?;
        let found = Self { name: name.to_owned(), kind: *kind, key };
        let known = [ED25519, COSIGNATURE].contains(kind) && !name.is_empty() && !name.contains(char::is_whitespace);
        if known && u32::from_str_radix(id, 16).is_ok_and(|id| id.to_be_bytes() == found.id()) { Ok(found) } else { Err(NoteError::Key) }
    }
}

/// What a log says of itself: how many entries, and the root over all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    pub origin: String,
    pub size: u64,
    pub root: Hash,
}

impl Checkpoint {
    fn body(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root))
    }

    /// The checkpoint as a note signed by the log itself.
    pub(crate) fn signed(&self, keys: &LogKeys) -> String {
        let body = self.body();
        let line = signature_line(&keys.log_key(), &keys.sign(body.as_bytes()));
        format!("{body}\n{line}")
    }

    /// Reads a note and checks the log's signature on it.
    pub fn open(note: &str, key: &VerifierKey) -> Result<Self, NoteError> {
        let (body, signatures) = split(note)?;
        let mut lines = body.lines();
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else { return Err(NoteError::Form) };
        let size: u64 = size.parse().map_err(|_| NoteError::Form)?;
        let root = STANDARD.decode(root).ok().and_then(|root| Hash::try_from(root).ok()).ok_or(NoteError::Form)?;
        if origin != key.name {
            return Err(NoteError::Origin(origin.chars().take(200).collect()));
        }
        let signed = signature_of(&signatures, key).and_then(|bytes| Signature::from_slice(&bytes).ok());
        match signed {
            Some(signature) if key.key.verify_strict(body.as_bytes(), &signature).is_ok() => {
                Ok(Self { origin: origin.to_owned(), size, root })
            }
            _ => Err(NoteError::Signature),
        }
    }
}

/// A note with this node's cosignature added: it has seen this checkpoint, and every earlier one leads to it.
pub(crate) fn cosign(note: &str, keys: &LogKeys, at: DateTime<Utc>) -> Result<String, NoteError> {
    let (body, signatures) = split(note)?;
    let time = u64::try_from(at.timestamp()).unwrap_or_default();
    let mut bytes = time.to_be_bytes().to_vec();
    bytes.extend_from_slice(&keys.cosign(&cosigned(time, body)));
    let key = keys.witness_key();
    let others: String = signatures.iter().filter(|(name, _)| *name != key.name).map(|(name, bytes)| line(name, bytes)).collect();
    Ok(format!("{body}\n{others}{}", signature_line(&key, &bytes)))
}

/// When a witness cosigned a note, if it did.
pub(crate) fn cosigned_at(note: &str, witness: &VerifierKey) -> Result<DateTime<Utc>, NoteError> {
    let (body, signatures) = split(note)?;
    let bytes = signature_of(&signatures, witness).ok_or(NoteError::Signature)?;
    let (time, signature) = bytes.split_first_chunk::<8>().ok_or(NoteError::Signature)?;
    let time = u64::from_be_bytes(*time);
    let signature = Signature::from_slice(signature).map_err(|_| NoteError::Signature)?;
    witness.key.verify_strict(&cosigned(time, body), &signature).map_err(|_| NoteError::Signature)?;
    i64::try_from(time).ok().and_then(|time| DateTime::from_timestamp(time, 0)).ok_or(NoteError::Signature)
}

fn cosigned(time: u64, body: &str) -> Vec<u8> {
    format!("cosignature/v1\ntime {time}\n{body}").into_bytes()
}

/// Name, and the bytes with the key's id before them.
type Signed<'a> = (&'a str, Vec<u8>);

/// The signed text with its last newline, and the signatures.
fn split(note: &str) -> Result<(&str, Vec<Signed<'_>>), NoteError> {
    let cut = note.rfind("\n\n").ok_or(NoteError::Form)?;
    let (body, rest) = note.split_at_checked(cut + 1).ok_or(NoteError::Form)?;
    let mut signatures = Vec::new();
    for line in rest.trim_start_matches('\n').lines() {
        let (name, bytes) = line.strip_prefix("— ").and_then(|rest| rest.split_once(' ')).ok_or(NoteError::Form)?;
        signatures.push((name, STANDARD.decode(bytes).map_err(|_| NoteError::Form)?));
    }
    if body.len() > 10_000 || signatures.is_empty() || signatures.len() > 100 {
        return Err(NoteError::Form);
    }
    Ok((body, signatures))
}

fn signature_of(signatures: &[Signed<'_>], key: &VerifierKey) -> Option<Vec<u8>> {
    signatures.iter().filter(|(name, _)| *name == key.name).find_map(|(_, bytes)| bytes.strip_prefix(&key.id()).map(<[u8]>::to_vec))
}

fn signature_line(key: &VerifierKey, signature: &[u8]) -> String {
    let mut bytes = key.id().to_vec();
    bytes.extend_from_slice(signature);
    line(&key.name, &bytes)
}

fn line(name: &str, bytes: &[u8]) -> String {
    format!("— {name} {}\n", STANDARD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::Keyring;
    use uuid::Uuid;

    fn keys(secret: u8) -> LogKeys {
        LogKeys::derive(&Keyring::from_secret([secret; 32]), Uuid::from_u128(1))
    }

    /// The example of the specification (c2sp.org/signed-note, as Go's `golang.org/x/mod/sumdb/note` documents it).
    #[test]
    fn a_key_known_from_elsewhere_is_read_and_written_the_same() {
        let text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        let key: VerifierKey = text.parse().unwrap();
        assert_eq!((key.to_string().as_str(), key.name()), (text, "PeterNeumann"));
        let note = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\
                    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
        let (body, signatures) = split(note).unwrap();
        let signature = Signature::from_slice(&signature_of(&signatures, &key).unwrap()).unwrap();
        assert!(key.key.verify_strict(body.as_bytes(), &signature).is_ok());
        assert!(text.replace("c74f20a3", "c74f20a4").parse::<VerifierKey>().is_err());
        assert!("a+b".parse::<VerifierKey>().is_err());
    }

    #[test]
    fn a_checkpoint_opens_with_its_log_s_key_only() {
        let (keys, other) = (keys(1), keys(2));
        let checkpoint = Checkpoint { origin: keys.origin().into(), size: 42, root: [7; 32] };
        let note = checkpoint.signed(&keys);
        assert_eq!(Checkpoint::open(&note, &keys.log_key()).unwrap(), checkpoint);
        assert_eq!(Checkpoint::open(&note, &other.log_key()), Err(NoteError::Signature));
        assert_eq!(Checkpoint::open(&note.replace("\n42\n", "\n43\n"), &keys.log_key()), Err(NoteError::Signature));
        assert_eq!(Checkpoint::open("", &keys.log_key()), Err(NoteError::Form));
        let elsewhere = LogKeys::derive(&Keyring::from_secret([1; 32]), Uuid::from_u128(2));
        assert!(matches!(Checkpoint::open(&note, &elsewhere.log_key()), Err(NoteError::Origin(_))));
        let round: VerifierKey = keys.log_key().to_string().parse().unwrap();
        assert_eq!(round, keys.log_key());
    }

    #[test]
    fn a_cosignature_says_when_and_replaces_the_witness_s_older_one() {
        let log = keys(1);
        let witness = LogKeys::derive(&Keyring::from_secret([3; 32]), Uuid::from_u128(9));
        let note = Checkpoint { origin: log.origin().into(), size: 1, root: [7; 32] }.signed(&log);
        assert_eq!(cosigned_at(&note, &witness.witness_key()), Err(NoteError::Signature));
        let (first, second) = (DateTime::from_timestamp(1_700_000_000, 0).unwrap(), DateTime::from_timestamp(1_700_000_060, 0).unwrap());
        let once = cosign(&note, &witness, first).unwrap();
        assert_eq!(cosigned_at(&once, &witness.witness_key()), Ok(first));
        let twice = cosign(&once, &witness, second).unwrap();
        assert_eq!(cosigned_at(&twice, &witness.witness_key()), Ok(second));
        assert_eq!(twice.lines().count(), 6, "{twice}");
        assert!(Checkpoint::open(&twice, &log.log_key()).is_ok());
        assert!(cosigned_at(&once, &log.witness_key()).is_err());
    }
}

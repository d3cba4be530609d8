//! Identifiers: the value is sealed, and found by a keyed hash of it. Nothing else of it is stored but the hint.

use kernel::hetu::Hetu;
use store::Keyring;
use store::keys::KeyError;
use uuid::Uuid;

/// OID of the personal identity code.
pub const HETU_SYSTEM: &str = "urn:oid:1.2.246.21";

/// The blind index of a personal identity code. The century sign is part of the key: signs are never normalised.
pub fn blind_hetu(keys: &Keyring, hetu: &Hetu) -> Vec<u8> {
    keys.blind("hetu", hetu.reveal().as_bytes()).to_vec()
}

/// The blind index of any other identifier: of the value alone, since nobody types its system into a search. Case and
/// blanks around it do not matter.
pub fn blind_other(keys: &Keyring, value: &str) -> Vec<u8> {
    keys.blind("identifier", value.trim().to_uppercase().as_bytes()).to_vec()
}

/// Seals an identifier's value for its row.
pub fn seal(keys: &Keyring, row: Uuid, value: &str) -> Result<Vec<u8>, KeyError> {
    keys.seal(row.as_bytes(), value.as_bytes())
}

/// Opens what [`seal`] sealed for the same row.
pub fn open(keys: &Keyring, row: Uuid, sealed: &[u8]) -> Result<String, KeyError> {
    String::from_utf8(keys.open(row.as_bytes(), sealed)?).map_err(|_| KeyError::Sealed)
}

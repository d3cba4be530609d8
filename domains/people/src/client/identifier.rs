//! Identifiers: the value is sealed, and found by a keyed hash of it. Nothing else of it is stored but the hint.

use kernel::hetu::Hetu;
use store::Keyring;
use store::keys::KeyError;
use trust::SealedColumn;
use uuid::Uuid;

use crate::card::IdentityKind;

/// OID of the personal identity code.
pub const HETU_SYSTEM: &str = "urn:oid:1.2.246.21";

/// The blind index of a personal identity code, as it is written. The century sign is part of the key: signs are never
/// normalised.
pub fn blind_hetu(keys: &Keyring, hetu: &Hetu) -> Vec<u8> {
    keys.blind("hetu", hetu.reveal().as_bytes()).to_vec()
}

/// The same by each of the node's keys, the one in use first: by any of them a row may have been written.
pub fn blinds_hetu(keys: &Keyring, hetu: &Hetu) -> Vec<Vec<u8>> {
    keys.blinds("hetu", hetu.reveal().as_bytes()).into_iter().map(Into::into).collect()
}

/// The blind index of any other identifier: of the value alone, since nobody types its system into a search. Case and
/// blanks around it do not matter.
pub fn blind_other(keys: &Keyring, value: &str) -> Vec<u8> {
    keys.blind("identifier", value.trim().to_uppercase().as_bytes()).to_vec()
}

/// The same by each of the node's keys.
pub fn blinds_other(keys: &Keyring, value: &str) -> Vec<Vec<u8>> {
    keys.blinds("identifier", value.trim().to_uppercase().as_bytes()).into_iter().map(Into::into).collect()
}

/// Where identifiers are kept, for a change of the node's key: the value sealed anew, its blind index made anew.
pub static SEALED: SealedColumn = SealedColumn {
    table: "client_identifier",
    id: "id",
    column: "sealed",
    kind: Some("kind"),
    beside: |keys, kind, value| {
        let value = String::from_utf8_lossy(value);
        let blind = match (kind == IdentityKind::Hetu.code(), value.parse::<Hetu>()) {
            (true, Ok(hetu)) => blind_hetu(keys, &hetu),
            _ => blind_other(keys, &value),
        };
        vec![("blind", blind.into())]
    },
};

/// Seals an identifier's value for its row.
pub fn seal(keys: &Keyring, row: Uuid, value: &str) -> Result<Vec<u8>, KeyError> {
    keys.seal(row.as_bytes(), value.as_bytes())
}

/// Opens what [`seal`] sealed for the same row.
pub fn open(keys: &Keyring, row: Uuid, sealed: &[u8]) -> Result<String, KeyError> {
    String::from_utf8(keys.open(row.as_bytes(), sealed)?).map_err(|_| KeyError::Sealed)
}

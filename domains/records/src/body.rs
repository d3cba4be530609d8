//! The bytes of an original: compressed, then sealed with the node's key, since they hold what the source wrote of a
//! person: codes, names, addresses.

use sha2::{Digest, Sha256};
use store::Keyring;
use trust::SealedColumn;
use uuid::Uuid;

use crate::error::RecordsError;

/// Level 3 packs a resource of 2 kB to a third; higher levels gain a few per cent and cost several times the time.
const LEVEL: i32 = 3;
/// No original is larger than this when unpacked; a longer claim is damage.
const LARGEST: usize = 256 * 1024 * 1024;

/// Packs and seals; keeps the compressor's memory between originals.
pub struct Packer {
    zstd: zstd::bulk::Compressor<'static>,
    keys: Keyring,
}

impl Packer {
    pub fn new(keys: Keyring) -> Result<Self, RecordsError> {
        let zstd = zstd::bulk::Compressor::new(LEVEL).map_err(|_| RecordsError::Unpack)?;
        Ok(Self { zstd, keys })
    }

    /// `original_id` is sealed in, so that a body cannot be put into another row.
    pub fn pack(&mut self, original_id: Uuid, plain: &[u8]) -> Result<Vec<u8>, RecordsError> {
        let packed = self.zstd.compress(plain).map_err(|_| RecordsError::Unpack)?;
        Ok(self.keys.seal(original_id.as_bytes(), &packed)?)
    }
}

/// Where originals are kept, for a change of the node's key.
pub static SEALED: SealedColumn = SealedColumn { table: "original", id: "id", column: "body", kind: None, beside: |_, _, _| Vec::new() };

/// The bytes as they came.
pub fn unpack(keys: &Keyring, original_id: Uuid, body: &[u8], body_len: i32) -> Result<Vec<u8>, RecordsError> {
    let packed = keys.open(original_id.as_bytes(), body)?;
    let room = usize::try_from(body_len).ok().filter(|len| *len <= LARGEST).ok_or(RecordsError::Unpack)?;
    zstd::bulk::decompress(&packed, room).map_err(|_| RecordsError::Unpack)
}

/// SHA-256 of a JSON text without the white space between its tokens, so that sending the same resource laid out another
/// way is no change. Order of elements and forms of numbers count: they are as the source wrote them.
pub fn content_hash(json: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    let bytes = json.as_bytes();
    let (mut kept, mut in_text, mut escaped) = (0, false, false);
    for (at, byte) in bytes.iter().enumerate() {
        if in_text {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_text = false,
                _ => {}
            }
        } else if byte.is_ascii_whitespace() {
            hash.update(bytes.get(kept..at).unwrap_or_default());
            kept = at + 1;
        } else if *byte == b'"' {
            in_text = true;
        }
    }
    hash.update(bytes.get(kept..).unwrap_or_default());
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back_byte_for_byte_to_its_own_row_only() {
        let keys = Keyring::from_secret([3; 32]);
        let plain = "{ \"resourceType\": \"Patient\", \"x\": \"äö\\u00e5\" }\n".repeat(50);
        let (own, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let body = Packer::new(keys.clone()).unwrap().pack(own, plain.as_bytes()).unwrap();
        let len = i32::try_from(plain.len()).unwrap();
        assert!(body.len() < plain.len());
        assert_eq!(unpack(&keys, own, &body, len).unwrap(), plain.as_bytes());
        assert!(unpack(&keys, other, &body, len).is_err());
        assert!(unpack(&Keyring::from_secret([4; 32]), own, &body, len).is_err());
        assert!(unpack(&keys, own, &body, len - 1).is_err());
    }

    #[test]
    fn layout_does_not_change_the_hash_and_content_does() {
        let one = content_hash("{\"a\": [1, 2],\r\n \"b\" : \"x \\\" y\"}");
        assert_eq!(one, content_hash("{\"a\":[1,2],\"b\":\"x \\\" y\"}"));
        assert_ne!(one, content_hash("{\"a\":[1,2],\"b\":\"x \\\"  y\"}"));
        assert_ne!(one, content_hash("{\"b\":\"x \\\" y\",\"a\":[1,2]}"));
        assert_eq!(content_hash("{\"a\":\"\\\\\" }"), content_hash("{\"a\":\"\\\\\"}"));
        let plain: [u8; 32] = Sha256::digest(b"{\"a\":1}").into();
        assert_eq!(content_hash("{ \"a\" : 1 }"), plain);
    }
}

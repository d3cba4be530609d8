//! The node's key on its way to a safe place: sealed by a passphrase, so that whoever finds the file still needs the words.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// Memory in KiB, passes, lanes: what RFC 9106 recommends where 2 GiB cannot be spared (its second choice).
const COST: (u32, u32, u32) = (64 * 1024, 3, 4);
/// Bounds of what a file may ask of this machine.
const MOST: (u32, u32, u32) = (1024 * 1024, 16, 16);
const AAD: &[u8] = b"punos key 1";

#[derive(Debug, thiserror::Error)]
pub enum KeyCopyError {
    #[error("not a sealed key of Punos")]
    NotOurs,
    #[error("the key did not open: wrong passphrase, or the file was changed")]
    Sealed,
}

#[derive(Serialize, Deserialize)]
struct Copy {
    punos_key: u32,
    /// Argon2id 1.3: memory in KiB, passes, lanes.
    argon2id: (u32, u32, u32),
    salt: String,
    nonce: String,
    sealed: String,
}

fn derive(passphrase: &str, salt: &[u8], cost: (u32, u32, u32)) -> Result<Aes256Gcm, KeyCopyError> {
    let params = Params::new(cost.0, cost.1, cost.2, Some(32)).map_err(|_| KeyCopyError::NotOurs)?;
    let mut key = [0u8; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, &mut key)
        .map_err(|_| KeyCopyError::NotOurs)?;
    Ok(Aes256Gcm::new(&key.into()))
}

/// The key's text sealed, as a line of JSON.
pub fn seal(key: &str, passphrase: &str) -> Result<String, KeyCopyError> {
    let ctx = kernel::Context::system();
    let (salt, nonce): ([u8; 16], [u8; 12]) = (ctx.secret(), ctx.secret());
    let cipher = derive(passphrase, &salt, COST)?;
    let sealed = cipher.encrypt(&Nonce::from(nonce), Payload { msg: key.as_bytes(), aad: AAD }).map_err(|_| KeyCopyError::Sealed)?;
    let copy =
        Copy { punos_key: 1, argon2id: COST, salt: STANDARD.encode(salt), nonce: STANDARD.encode(nonce), sealed: STANDARD.encode(sealed) };
    serde_json::to_string(&copy).map(|text| text + "\n").map_err(|_| KeyCopyError::NotOurs)
}

/// The key's text again.
pub fn open(text: &str, passphrase: &str) -> Result<String, KeyCopyError> {
    let copy: Copy = serde_json::from_str(text).map_err(|_| KeyCopyError::NotOurs)?;
    let (memory, passes, lanes) = copy.argon2id;
    if copy.punos_key != 1 || memory > MOST.0 || passes > MOST.1 || lanes > MOST.2 {
        return Err(KeyCopyError::NotOurs);
    }
    let bytes = |text: &str| STANDARD.decode(text).map_err(|_| KeyCopyError::NotOurs);
    let nonce: [u8; 12] = bytes(&copy.nonce)?.try_into().map_err(|_| KeyCopyError::NotOurs)?;
    let sealed = bytes(&copy.sealed)?;
    let cipher = derive(passphrase, &bytes(&copy.salt)?, copy.argon2id)?;
    let key = cipher.decrypt(&Nonce::from(nonce), Payload { msg: &sealed, aad: AAD }).map_err(|_| KeyCopyError::Sealed)?;
    String::from_utf8(key).map_err(|_| KeyCopyError::Sealed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_key_opens_with_its_words_only() {
        let sealed = seal("a2V5", "kaksitoista merkkiä").unwrap();
        assert!(!sealed.contains("a2V5"));
        assert_eq!(open(&sealed, "kaksitoista merkkiä").unwrap(), "a2V5");
        assert!(matches!(open(&sealed, "kolmetoista merkkiä"), Err(KeyCopyError::Sealed)));
        assert!(matches!(open("{}", "kaksitoista merkkiä"), Err(KeyCopyError::NotOurs)));
        let greedy = sealed.replace("65536", "4294967295");
        assert!(matches!(open(&greedy, "kaksitoista merkkiä"), Err(KeyCopyError::NotOurs)));
    }
}

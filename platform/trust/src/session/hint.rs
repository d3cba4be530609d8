//! The identity token of a session, kept for RP-initiated log-out alone (`id_token_hint`). It holds a name and perhaps an identity code,
//! so it is sealed by the session's own key, which only the browser has: neither the database nor the node's keys open it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use store::Keyring;

use super::row::SessionRow;

/// What the value is, so that no other sealed value opens in its place.
const WHAT: &[u8] = b"session.id_token";

/// The database keeps another hash of the same key, so what is sealed by is not derived by it alone.
fn ring(key: &str) -> Keyring {
    let mut digest = Sha256::new();
    digest.update(WHAT);
    digest.update(key.as_bytes());
    Keyring::from_secret(digest.finalize().into())
}

/// Sealed for the session of this key. None, and a log-out at this node only, when it cannot be.
pub(super) fn sealed(key: &str, id_token: &str) -> Option<String> {
    ring(key).seal(WHAT, id_token.as_bytes()).ok().map(|sealed| URL_SAFE_NO_PAD.encode(sealed))
}

/// The identity token of an open session, for the provider's log-out.
pub fn id_token(row: &SessionRow, key: &str) -> Option<String> {
    let sealed = URL_SAFE_NO_PAD.decode(row.id_token.as_deref()?).ok()?;
    String::from_utf8(ring(key).open(WHAT, &sealed).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_session_s_own_key_opens_it() {
        let kept = sealed("key of a browser", "header.claims.signature").unwrap();
        assert!(!kept.contains("claims"));
        let ring_of = |key: &str| ring(key).open(WHAT, &URL_SAFE_NO_PAD.decode(&kept).unwrap());
        assert_eq!(ring_of("key of a browser").unwrap(), b"header.claims.signature");
        assert!(ring_of("key of another").is_err());
    }
}

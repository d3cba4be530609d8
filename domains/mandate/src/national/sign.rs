//! The header that proves who asks: the path that is asked and the time, by HMAC-SHA-256 [verified: the register's published example
//! client].

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

pub const HEADER: &str = "X-AsiointivaltuudetAuthorization";

/// base64(HMAC-SHA-256(secret, path + " " + timestamp)). `path` is what stands in the request line, with its query.
pub fn signature(secret: &str, path: &str, timestamp: &str) -> String {
    // A key of any length does for HMAC.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(path.as_bytes());
    mac.update(b" ");
    mac.update(timestamp.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// The header's value.
pub fn header(client_id: &str, secret: &str, path: &str, timestamp: &str) -> String {
    format!("{client_id} {timestamp} {}", signature(secret, path, timestamp))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counted apart with OpenSSL: `printf '%s' "$path $timestamp" | openssl dgst -sha256 -hmac "$secret" -binary | base64`.
    #[test]
    fn the_signature_is_what_another_program_counts() {
        let path = "/service/hpa/user/register/punos/010180-9026?requestId=r&endUserId=u";
        assert_eq!(signature("salaisuus", path, "2026-11-22T10:00:00+00:00"), "hmhfJd8pwVEY3y4JoyyFLPGQH476DW3rXzinktEuIls=");
        assert_ne!(signature("salaisuus", path, "2026-11-22T10:00:01+00:00"), signature("salaisuus", path, "2026-11-22T10:00:00+00:00"));
    }
}

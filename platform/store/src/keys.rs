//! The node's key: values sealed with AES-256-GCM, blind indexes by HMAC-SHA-256. Hetu is stored once, sealed, and found by
//! its blind index; originals are sealed too, since they hold what the source wrote.

use std::path::{Path, PathBuf};

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("{path}: {error}")]
    File { path: PathBuf, error: std::io::Error },
    #[error("{0}: a key file has one line of 32 bytes in base64")]
    Format(PathBuf),
    #[error("a sealed value did not open: wrong key, or it was changed")]
    Sealed,
}

/// Sealed values begin with this byte; another layout or key gets another.
const LAYOUT: u8 = 1;

/// Keys derived from the node's one secret, by purpose.
#[derive(Clone)]
pub struct Keyring {
    seal: Aes256Gcm,
    secret: [u8; 32],
}

impl Keyring {
    pub fn from_secret(secret: [u8; 32]) -> Self {
        let seal = derive(&secret, b"seal");
        Self { seal: Aes256Gcm::new(&seal.into()), secret }
    }

    /// Reads the key file.
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        let text = std::fs::read_to_string(path).map_err(|error| KeyError::File { path: path.into(), error })?;
        Self::parse(text.trim()).ok_or_else(|| KeyError::Format(path.into()))
    }

    /// A key as base64, e.g. from the environment.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = STANDARD.decode(text).ok()?;
        Some(Self::from_secret(bytes.try_into().ok()?))
    }

    /// Reads the key file, or makes one that only its owner may read.
    pub fn load_or_create(path: &Path) -> Result<Self, KeyError> {
        if path.exists() {
            return Self::load(path);
        }
        let secret: [u8; 32] = kernel::Context::system().secret();
        let error = |error| KeyError::File { path: path.into(), error };
        if let Some(dir) = path.parent().filter(|d| !d.as_os_str().is_empty()) {
            std::fs::create_dir_all(dir).map_err(error)?;
        }
        let mut options = std::fs::File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(error)?;
        std::io::Write::write_all(&mut file, STANDARD.encode(secret).as_bytes()).map_err(error)?;
        file.sync_all().map_err(error)?;
        Ok(Self::from_secret(secret))
    }

    /// A keyed hash for finding equal values without storing them; `purpose` keeps indexes apart.
    pub fn blind(&self, purpose: &str, value: &[u8]) -> [u8; 32] {
        derive(&derive(&self.secret, purpose.as_bytes()), value)
    }

    /// Says which key this is without telling anything of it: a copy of the database carries it, so that a wrong key is
    /// noticed before anything is put back.
    pub fn check(&self) -> String {
        self.blind("backup", b"which key").iter().map(|b| format!("{b:02x}")).collect()
    }

    /// Seals `value`; `aad` (e.g. the row's id) must be given again to open it, so a value cannot be moved to another row.
    pub fn seal(&self, aad: &[u8], value: &[u8]) -> Result<Vec<u8>, KeyError> {
        let nonce: [u8; 12] = kernel::Context::system().secret();
        let sealed = self.seal.encrypt(&Nonce::from(nonce), Payload { msg: value, aad }).map_err(|_| KeyError::Sealed)?;
        let mut out = Vec::with_capacity(13 + sealed.len());
        out.push(LAYOUT);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    pub fn open(&self, aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        let (layout, rest) = sealed.split_first().ok_or(KeyError::Sealed)?;
        let (nonce, body) = rest.split_first_chunk::<12>().ok_or(KeyError::Sealed)?;
        if *layout != LAYOUT {
            return Err(KeyError::Sealed);
        }
        self.seal.decrypt(&Nonce::from(*nonce), Payload { msg: body, aad }).map_err(|_| KeyError::Sealed)
    }
}

fn derive(key: &[u8; 32], value: &[u8]) -> [u8; 32] {
    // HMAC takes a key of any length; the error cannot happen for 32 bytes.
    match <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key) {
        Ok(mut mac) => {
            mac.update(value);
            mac.finalize().into_bytes().into()
        }
        Err(_) => unreachable!("HMAC-SHA-256 takes any key"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_what_it_sealed_and_nothing_else() {
        let keys = Keyring::from_secret([7; 32]);
        let sealed = keys.seal(b"row 1", b"131052-308T").unwrap();
        assert_eq!(keys.open(b"row 1", &sealed).unwrap(), b"131052-308T");
        assert!(keys.open(b"row 2", &sealed).is_err(), "moved to another row");
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert!(keys.open(b"row 1", &changed).is_err());
        assert!(Keyring::from_secret([8; 32]).open(b"row 1", &sealed).is_err());
        assert!(keys.open(b"", b"").is_err());
    }

    #[test]
    fn blind_index_is_stable_and_kept_apart_by_purpose() {
        let keys = Keyring::from_secret([7; 32]);
        assert_eq!(keys.blind("hetu", b"x"), keys.blind("hetu", b"x"));
        assert_ne!(keys.blind("hetu", b"x"), keys.blind("records", b"x"));
    }

    #[test]
    fn a_made_key_file_is_read_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("node.key");
        let made = Keyring::load_or_create(&path).unwrap();
        assert_eq!(made.blind("p", b"v"), Keyring::load(&path).unwrap().blind("p", b"v"));
        std::fs::write(&path, "not a key").unwrap();
        assert!(matches!(Keyring::load(&path), Err(KeyError::Format(_))));
    }
}

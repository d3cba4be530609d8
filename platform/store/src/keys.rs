//! The node's keys: values sealed with AES-256-GCM, blind indexes by HMAC-SHA-256. Hetu is stored once, sealed, and found by
//! its blind index; originals are sealed too, since they hold what the source wrote.
//!
//! # Changing the key
//!
//! A node can hold several keys: the first seals and indexes what is written, all open and find what was written. So a key is
//! changed while the node works: another is added ([`Ring::add`]), put first once every process knows it ([`Ring::use_newest`]),
//! what the older ones sealed is sealed anew, and they are dropped ([`Ring::drop_others`]).
//!
//! The indexes of [`STANDING`] do not change with it: what they were made from is not kept, so they could not be made anew, and
//! the access log signs with a key that others have written down. Their keys are derived once, from the node's first key ever,
//! and stand in the key file by themselves after that.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

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
    #[error("{0}: a key file has a line of 32 bytes in base64 for each key, the one in use first")]
    Format(PathBuf),
    #[error("a sealed value did not open: wrong key, or it was changed")]
    Sealed,
}

/// Purposes whose keyed hashes stay when the key changes: the log's keys, the names of source resources, the messages of the
/// population register and the relations they tell.
pub const STANDING: &[&str] = &["log", "population_message", "population_relation", "records"];

/// Sealed values of before keys had names: this byte, a nonce, the rest.
const UNNAMED: u8 = 1;
/// This byte, the name of the key, a nonce, the rest.
const NAMED: u8 = 2;
/// Keys at once; a ring of more is a mistake.
const MOST: usize = 8;

/// What a sealed value begins with when this key sealed it.
pub type Mark = [u8; 5];

#[derive(Clone)]
struct Key {
    secret: [u8; 32],
    seal: Aes256Gcm,
    mark: Mark,
}

impl Key {
    fn new(secret: [u8; 32]) -> Self {
        let [a, b, c, d, ..] = derive(&secret, b"name");
        Self { secret, seal: Aes256Gcm::new(&derive(&secret, b"seal").into()), mark: [NAMED, a, b, c, d] }
    }
    fn blind(&self, purpose: &str, value: &[u8]) -> [u8; 32] {
        derive(&derive(&self.secret, purpose.as_bytes()), value)
    }
    fn check(&self) -> String {
        self.blind("backup", b"which key").iter().map(|b| format!("{b:02x}")).collect()
    }
}

/// The keys of a key file: a line each, the one in use first, and after the first change the standing keys by their purposes.
#[derive(Clone)]
pub struct Ring {
    keys: Vec<Key>,
    standing: BTreeMap<String, [u8; 32]>,
}

impl Ring {
    fn one(secret: [u8; 32]) -> Self {
        Self { keys: vec![Key::new(secret)], standing: BTreeMap::new() }
    }

    /// Reads a key file's text, or a value of the environment: keys apart by white space, `purpose:key` for the standing ones.
    pub fn parse(text: &str) -> Option<Self> {
        let secret = |text: &str| STANDARD.decode(text).ok()?.try_into().ok();
        let mut ring = Self { keys: Vec::new(), standing: BTreeMap::new() };
        for word in text.split_whitespace() {
            match word.split_once(':') {
                Some((purpose, key)) if STANDING.contains(&purpose) => {
                    ring.standing.insert(purpose.to_owned(), secret(key)?);
                }
                Some(_) => return None,
                None => ring.keys.push(Key::new(secret(word)?)),
            }
        }
        let whole = ring.standing.len() == STANDING.len() || (ring.standing.is_empty() && ring.keys.len() == 1);
        (whole && (1..=MOST).contains(&ring.keys.len())).then_some(ring)
    }

    /// As a key file has it.
    pub fn text(&self) -> String {
        let keys = self.keys.iter().map(|key| STANDARD.encode(key.secret));
        let standing = self.standing.iter().map(|(purpose, key)| format!("{purpose}:{}", STANDARD.encode(key)));
        keys.chain(standing).map(|line| line + "\n").collect()
    }

    /// Adds a new key at the end: it opens what it sealed, and seals nothing yet. `false` when there are too many.
    pub fn add(&mut self) -> bool {
        let Some(first) = self.keys.first().filter(|_| self.keys.len() < MOST) else { return false };
        if self.standing.is_empty() {
            self.standing = STANDING.iter().map(|purpose| ((*purpose).to_owned(), derive(&first.secret, purpose.as_bytes()))).collect();
        }
        self.keys.push(Key::new(kernel::Context::system().secret()));
        true
    }

    /// Puts the newest key first: it seals from now on. `false` when there is only one.
    pub fn use_newest(&mut self) -> bool {
        if self.keys.len() < 2 {
            return false;
        }
        self.keys.rotate_right(1);
        true
    }

    /// Leaves only the key in use. What another sealed does not open after this: see first that nothing is.
    pub fn drop_others(&mut self) -> usize {
        let dropped = self.keys.len().saturating_sub(1);
        self.keys.truncate(1);
        dropped
    }

    /// Which keys there are, the one in use first, without telling anything of them: a copy of the database carries the first.
    pub fn checks(&self) -> Vec<String> {
        self.keys.iter().map(Key::check).collect()
    }
}

/// Keys derived from the node's secrets, by purpose. Clones are one: what [`Keyring::renew`] changes, all see.
#[derive(Clone)]
pub struct Keyring(Arc<RwLock<Arc<Ring>>>);

impl From<Ring> for Keyring {
    fn from(ring: Ring) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(ring))))
    }
}

impl Keyring {
    pub fn from_secret(secret: [u8; 32]) -> Self {
        Ring::one(secret).into()
    }

    /// Reads the key file.
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        Ok(read(path)?.into())
    }

    /// Keys as a value of the environment has them.
    pub fn parse(text: &str) -> Option<Self> {
        Ring::parse(text).map(Into::into)
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
        let mut file = new_file(path).map_err(error)?;
        std::io::Write::write_all(&mut file, STANDARD.encode(secret).as_bytes()).map_err(error)?;
        file.sync_all().map_err(error)?;
        Ok(Self::from_secret(secret))
    }

    fn ring(&self) -> Arc<Ring> {
        // A ring is replaced whole, so one that a panic left behind is whole too.
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Goes on with other keys, here and in every clone.
    pub fn renew(&self, ring: Ring) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ring);
    }

    /// The keys as they are now, to be changed and written.
    pub fn current(&self) -> Ring {
        Ring::clone(&self.ring())
    }

    /// A keyed hash for finding equal values without storing them; `purpose` keeps indexes apart.
    pub fn blind(&self, purpose: &str, value: &[u8]) -> [u8; 32] {
        let ring = self.ring();
        if let Some(key) = ring.standing.get(purpose) {
            return derive(key, value);
        }
        ring.keys.first().map(|key| key.blind(purpose, value)).unwrap_or_default()
    }

    /// The same by every key, the one in use first: a value is found by any of them until it has been indexed anew.
    pub fn blinds(&self, purpose: &str, value: &[u8]) -> Vec<[u8; 32]> {
        let ring = self.ring();
        match ring.standing.get(purpose) {
            Some(key) => vec![derive(key, value)],
            None => ring.keys.iter().map(|key| key.blind(purpose, value)).collect(),
        }
    }

    /// Says which key is in use without telling anything of it: a copy of the database carries it, so that a wrong key is
    /// noticed before anything is put back.
    pub fn check(&self) -> String {
        self.ring().keys.first().map(Key::check).unwrap_or_default()
    }

    /// Whether the key that [`Keyring::check`] named is among these.
    pub fn has(&self, check: &str) -> bool {
        self.ring().keys.iter().any(|key| key.check() == check)
    }

    /// What values sealed from now on begin with.
    pub fn mark(&self) -> Mark {
        self.ring().keys.first().map(|key| key.mark).unwrap_or_default()
    }

    /// Seals `value`; `aad` (e.g. the row's id) must be given again to open it, so a value cannot be moved to another row.
    pub fn seal(&self, aad: &[u8], value: &[u8]) -> Result<Vec<u8>, KeyError> {
        let ring = self.ring();
        let key = ring.keys.first().ok_or(KeyError::Sealed)?;
        let nonce: [u8; 12] = kernel::Context::system().secret();
        let sealed = key.seal.encrypt(&Nonce::from(nonce), Payload { msg: value, aad }).map_err(|_| KeyError::Sealed)?;
        let mut out = Vec::with_capacity(17 + sealed.len());
        out.extend_from_slice(&key.mark);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    pub fn open(&self, aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        let ring = self.ring();
        let open = |key: &Key, rest: &[u8]| {
            let (nonce, body) = rest.split_first_chunk::<12>()?;
            key.seal.decrypt(&Nonce::from(*nonce), Payload { msg: body, aad }).ok()
        };
        let opened = match sealed {
            [UNNAMED, rest @ ..] => ring.keys.iter().find_map(|key| open(key, rest)),
            _ => ring.keys.iter().find_map(|key| open(key, sealed.strip_prefix(&key.mark)?)),
        };
        opened.ok_or(KeyError::Sealed)
    }
}

/// Reads a key file.
///
/// # Errors
/// When it cannot be read or holds something else.
pub fn read(path: &Path) -> Result<Ring, KeyError> {
    let text = std::fs::read_to_string(path).map_err(|error| KeyError::File { path: path.into(), error })?;
    Ring::parse(&text).ok_or_else(|| KeyError::Format(path.into()))
}

/// Puts a key file in the place of an older one, whole or not at all.
///
/// # Errors
/// When the directory does not take it.
pub fn write(path: &Path, ring: &Ring) -> Result<(), KeyError> {
    let error = |error| KeyError::File { path: path.into(), error };
    let beside = path.with_extension("new");
    let _ = std::fs::remove_file(&beside);
    let mut file = new_file(&beside).map_err(error)?;
    std::io::Write::write_all(&mut file, ring.text().as_bytes()).map_err(error)?;
    file.sync_all().map_err(error)?;
    std::fs::rename(&beside, path).map_err(error)?;
    // The name is durable only when its directory is.
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::File::open(dir).and_then(|dir| dir.sync_all()).map_err(error)
}

/// A new file that only its owner may read.
fn new_file(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
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
    fn what_an_older_key_sealed_opens_until_that_key_is_dropped() {
        let keys = Keyring::from_secret([7; 32]);
        let (old, hetu, record) = (keys.seal(b"row", b"value").unwrap(), keys.blind("hetu", b"x"), keys.blind("records", b"x"));
        let mut ring = keys.current();
        assert!(ring.add());
        keys.renew(ring.clone());
        assert_eq!(keys.blind("hetu", b"x"), hetu, "an added key is not in use yet");
        assert!(ring.use_newest());
        keys.clone().renew(Ring::parse(&ring.text()).unwrap());
        let new = keys.seal(b"row", b"value").unwrap();
        assert!(new.starts_with(&keys.mark()) && !old.starts_with(&keys.mark()));
        assert_ne!(keys.blind("hetu", b"x"), hetu);
        assert_eq!(keys.blinds("hetu", b"x"), [keys.blind("hetu", b"x"), hetu]);
        assert_eq!(keys.blinds("records", b"x"), [record], "what cannot be made anew stays");
        assert!(keys.open(b"row", &old).is_ok() && keys.open(b"row", &new).is_ok());
        let mut ring = keys.current();
        assert_eq!(ring.drop_others(), 1);
        keys.renew(Ring::parse(&ring.text()).unwrap());
        assert!(keys.open(b"row", &old).is_err() && keys.open(b"row", &new).is_ok());
        assert_eq!(keys.blind("records", b"x"), record);
    }

    #[test]
    fn values_sealed_before_keys_had_names_open() {
        let keys = Keyring::from_secret([7; 32]);
        let named = keys.seal(b"row", b"value").unwrap();
        let unnamed = [&[UNNAMED], named.get(5..).unwrap()].concat();
        assert_eq!(keys.open(b"row", &unnamed).unwrap(), b"value");
    }

    #[test]
    fn a_key_file_that_is_not_whole_is_none() {
        let mut ring = Ring::one([7; 32]);
        ring.add();
        let text = ring.text();
        assert!(Ring::parse(&text).is_some());
        let lines: Vec<&str> = text.lines().collect();
        assert!(Ring::parse(lines.get(..lines.len() - 1).unwrap().join("\n").as_str()).is_none(), "a standing key is missing");
        assert!(Ring::parse("").is_none() && Ring::parse("other:AAAA").is_none());
        assert!(Ring::parse(&STANDARD.encode([1; 31])).is_none());
    }

    #[test]
    fn a_made_key_file_is_read_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("node.key");
        let made = Keyring::load_or_create(&path).unwrap();
        assert_eq!(made.blind("p", b"v"), Keyring::load(&path).unwrap().blind("p", b"v"));
        std::fs::write(&path, "not a key").unwrap();
        assert!(matches!(Keyring::load(&path), Err(KeyError::Format(_))));
        let mut ring = made.current();
        ring.add();
        write(&path, &ring).unwrap();
        assert_eq!(read(&path).unwrap().checks(), ring.checks());
    }
}

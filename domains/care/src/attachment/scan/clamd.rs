//! clamd over a Unix socket or TCP, by the crate `clamav-client`; here only the address and what the answer means.

use std::path::PathBuf;
use std::str::FromStr;

use clamav_client::tokio::{Socket, Tcp, scan_buffer};

use super::{NoVerdict, Verdict, name};

/// Where clamd listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    Socket(PathBuf),
    /// `host:port`
    Tcp(String),
}

#[derive(Debug, thiserror::Error)]
#[error("`{0}` is neither unix:/path nor tcp:host:port")]
pub struct AddressError(String);

impl FromStr for Address {
    type Err = AddressError;
    fn from_str(text: &str) -> Result<Self, AddressError> {
        let bad = || AddressError(text.to_owned());
        match text.split_once(':') {
            Some(("unix", path)) if path.starts_with('/') => Ok(Self::Socket(path.into())),
            Some(("tcp", place)) => {
                let (host, port) = place.rsplit_once(':').ok_or_else(bad)?;
                if host.is_empty() || port.parse::<u16>().is_err() { Err(bad()) } else { Ok(Self::Tcp(place.to_owned())) }
            }
            _ => Err(bad()),
        }
    }
}

/// Bytes a chunk: clamd's own default limit of a whole stream is 25 MiB, of which an attachment is less than half.
const CHUNK: usize = 64 * 1024;

pub async fn scan(address: &Address, content: &[u8]) -> Result<Verdict, NoVerdict> {
    let answer = match address {
        Address::Socket(path) => scan_buffer(content, Socket { socket_path: path }, Some(CHUNK)).await,
        Address::Tcp(place) => scan_buffer(content, Tcp { host_address: place.as_str() }, Some(CHUNK)).await,
    };
    let answer = answer.map_err(|_| NoVerdict::Unreachable)?;
    read(&answer)
}

/// `stream: OK`, `stream: Name FOUND`, or words that end in `ERROR`; with a zero byte at the end. A connection that ended
/// without a word is no verdict.
fn read(answer: &[u8]) -> Result<Verdict, NoVerdict> {
    let text = String::from_utf8_lossy(answer);
    let text = text.trim_end_matches(['\0', '\n']).trim();
    let said = text.strip_prefix("stream:").map_or(text, str::trim);
    if said == "OK" {
        Ok(Verdict::Clean)
    } else if let Some(found) = said.strip_suffix("FOUND") {
        Ok(Verdict::Infected(name(found)))
    } else if said.is_empty() {
        Err(NoVerdict::Unreachable)
    } else {
        Err(NoVerdict::Failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_answers() {
        assert_eq!("unix:/run/clamav/clamd.ctl".parse::<Address>().unwrap(), Address::Socket("/run/clamav/clamd.ctl".into()));
        assert_eq!("tcp:scanner.local:3310".parse::<Address>().unwrap(), Address::Tcp("scanner.local:3310".into()));
        for bad in ["", "clamd", "unix:relative", "tcp:3310", "tcp::3310", "tcp:host:port", "http://x:1"] {
            assert!(bad.parse::<Address>().is_err(), "{bad}");
        }
        assert_eq!(read(b"stream: OK\0"), Ok(Verdict::Clean));
        assert_eq!(read(b"stream: Win.Test.EICAR_HDB-1 FOUND\0"), Ok(Verdict::Infected("Win.Test.EICAR_HDB-1".into())));
        assert_eq!(read(b"INSTREAM size limit exceeded. ERROR\0"), Err(NoVerdict::Failed));
        assert_eq!(read(b"stream: BROKEN"), Err(NoVerdict::Failed), "what is not understood is not clean");
        assert_eq!(read(b""), Err(NoVerdict::Unreachable));
    }
}

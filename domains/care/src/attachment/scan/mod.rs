//! Files are looked through by the operator's scanner before they are given out: clamd by its INSTREAM protocol, over a socket or
//! TCP, or a command that reads the file from its standard input; both, when both are set. The file waits until every one of them
//! has said that it is clean. A scanner that does not answer is asked again by the queue of jobs; meanwhile the file is kept and
//! not given out.

mod clamd;
mod command;
mod job;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

pub use clamd::{Address, AddressError};
pub use job::ScanAttachment;
pub(super) use job::wait;

/// What a scanner says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Clean,
    /// With the name of what was found, as the scanner calls it.
    Infected(String),
}

/// Why there is no verdict. The code stands in the job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoVerdict {
    #[error("the scanner does not answer")]
    Unreachable,
    #[error("the scanner took too long")]
    TooLong,
    #[error("the scanner could not look through the file")]
    Failed,
}

impl NoVerdict {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "scanner_unreachable",
            Self::TooLong => "scanner_too_long",
            Self::Failed => "scanner_failed",
        }
    }
}

/// Where a file stands with the scanner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScanState {
    /// Not looked through yet; not given out.
    Waiting,
    Clean,
    /// Something was found; never given out.
    Infected,
    /// The node had no scanner when it came.
    Unchecked,
}

impl ScanState {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Clean => "clean",
            Self::Infected => "infected",
            Self::Unchecked => "unchecked",
        }
    }
    /// A word that is none of these is waiting: nothing is given out by mistake.
    pub fn parse(code: &str) -> Self {
        [Self::Clean, Self::Infected, Self::Unchecked].into_iter().find(|state| state.code() == code).unwrap_or(Self::Waiting)
    }
}

#[derive(Clone, Debug)]
enum Hook {
    Clamd(Address),
    Command(PathBuf, Vec<String>),
}

/// The operator's scanners; cheap to clone. Without any, files are kept as unchecked and given out.
#[derive(Clone, Debug)]
pub struct Scanner {
    hooks: Arc<[Hook]>,
    limit: Duration,
}

impl Default for Scanner {
    fn default() -> Self {
        Self { hooks: Arc::new([]), limit: Duration::from_secs(60) }
    }
}

impl Scanner {
    fn and(self, hook: Hook) -> Self {
        Self { hooks: self.hooks.iter().cloned().chain([hook]).collect(), ..self }
    }
    /// Asks clamd.
    #[must_use]
    pub fn clamd(self, address: Address) -> Self {
        self.and(Hook::Clamd(address))
    }
    /// Runs a program with the file on its standard input: 0 is clean, 1 is infected (as `clamscan -` and `clamdscan -` say it),
    /// anything else no verdict.
    #[must_use]
    pub fn command(self, program: PathBuf, arguments: Vec<String>) -> Self {
        self.and(Hook::Command(program, arguments))
    }
    /// The longest one scanner may take over one file; a minute when not said.
    #[must_use]
    pub fn within(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }
    /// Whether files are looked through at all.
    pub fn in_use(&self) -> bool {
        !self.hooks.is_empty()
    }

    /// Looks a file through by every scanner; the first that finds something decides.
    ///
    /// # Errors
    /// When one of them gives no verdict and none has found anything.
    pub async fn scan(&self, content: &[u8]) -> Result<Verdict, NoVerdict> {
        let mut failed = None;
        for hook in self.hooks.iter() {
            match self.ask(hook, content).await {
                Ok(Verdict::Clean) => {}
                Ok(found @ Verdict::Infected(_)) => return Ok(found),
                Err(why) => failed = Some(why),
            }
        }
        failed.map_or(Ok(Verdict::Clean), Err)
    }

    async fn ask(&self, hook: &Hook, content: &[u8]) -> Result<Verdict, NoVerdict> {
        let asked = async {
            match hook {
                Hook::Clamd(address) => clamd::scan(address, content).await,
                Hook::Command(program, arguments) => command::scan(program, arguments, content).await,
            }
        };
        tokio::time::timeout(self.limit, asked).await.unwrap_or(Err(NoVerdict::TooLong))
    }

    /// Tries every scanner with a harmless text and with the EICAR test file, which every scanner finds: one that answers and
    /// finds nothing has no signatures loaded, and would call everything clean. Each by its address or program.
    pub async fn prove(&self) -> Vec<(String, Result<(), Unfit>)> {
        let mut told = Vec::with_capacity(self.hooks.len());
        for hook in self.hooks.iter() {
            let name = match hook {
                Hook::Clamd(Address::Socket(path)) => format!("clamd at {}", path.display()),
                Hook::Clamd(Address::Tcp(place)) => format!("clamd at {place}"),
                Hook::Command(program, _) => program.display().to_string(),
            };
            let fit = match (self.ask(hook, b"Punos").await, self.ask(hook, &eicar()).await) {
                (Err(why), _) | (_, Err(why)) => Err(Unfit::NoVerdict(why)),
                (Ok(Verdict::Infected(_)), _) => Err(Unfit::FindsAll),
                (Ok(Verdict::Clean), Ok(Verdict::Clean)) => Err(Unfit::FindsNothing),
                (Ok(Verdict::Clean), Ok(Verdict::Infected(_))) => Ok(()),
            };
            told.push((name, fit));
        }
        told
    }
}

/// Why a scanner is not fit for use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("{0}")]
    NoVerdict(NoVerdict),
    #[error("it calls the EICAR test file clean: it has no signatures")]
    FindsNothing,
    #[error("it calls a harmless text infected")]
    FindsAll,
}

/// The EICAR test file, put together so that neither this source nor the program is taken for it.
pub fn eicar() -> Vec<u8> {
    [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE", "!$H+H*"].concat().into_bytes()
}

/// A scanner's own words cut to what a name of malware is made of.
fn name(words: &str) -> String {
    let name: String = words.chars().filter(|c| c.is_ascii_alphanumeric() || "._-:/ ()".contains(*c)).take(100).collect();
    let name = name.trim();
    if name.is_empty() { "unnamed".to_owned() } else { name.to_owned() }
}

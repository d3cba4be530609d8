//! Who looks attachments through before they are given out. See `docs/operations/attachments.md`.

use std::path::PathBuf;

use care::attachment::scan::{Address, Scanner};
use clap::Args;

/// A scanner of attachments. Without one, attachments are kept as unchecked.
#[derive(Args, Clone, Debug)]
pub struct ScanArgs {
    /// clamd, by its socket (unix:/run/clamav/clamd.ctl) or by TCP (tcp:host:3310)
    #[arg(long, env = "PUNOS_SCAN_CLAMD", value_name = "ADDRESS", help_heading = "Attachments")]
    scan_clamd: Option<Address>,
    /// A program that reads a file from its standard input: exit code 0 is clean, 1 is infected, others no verdict
    #[arg(long, env = "PUNOS_SCAN_COMMAND", value_name = "PROGRAM", help_heading = "Attachments")]
    scan_command: Option<PathBuf>,
    /// Arguments of that program, each said by itself (in the environment: with spaces between)
    #[arg(
        long,
        env = "PUNOS_SCAN_ARGS",
        value_name = "ARGUMENT",
        value_delimiter = ' ',
        allow_hyphen_values = true,
        requires = "scan_command",
        help_heading = "Attachments"
    )]
    scan_args: Vec<String>,
    /// Seconds that one scanner may take over one file
    #[arg(long, env = "PUNOS_SCAN_LIMIT", default_value_t = 60, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=600), help_heading = "Attachments")]
    scan_limit: u64,
}

impl ScanArgs {
    pub fn scanner(&self) -> Scanner {
        let mut scanner = Scanner::default().within(std::time::Duration::from_secs(self.scan_limit));
        if let Some(address) = &self.scan_clamd {
            scanner = scanner.clamd(address.clone());
        }
        if let Some(program) = &self.scan_command {
            scanner = scanner.command(program.clone(), self.scan_args.clone());
        }
        scanner
    }
}

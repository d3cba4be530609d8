//! Settings of the national register of mandates. All from the command line or the environment; secrets from files. See
//! `docs/operations/mandates.md`.

use std::path::PathBuf;

use clap::Args;
use mandate::{National, NationalSettings};

use super::Fault;

/// The national register of mandates (Suomi.fi-valtuudet). Without an address it is not asked.
#[derive(Args, Clone, Debug)]
pub struct MandateArgs {
    /// The register's address, e.g. https://asiointivaltuustarkastus.suomi.fi; mandates are in use when it is given
    #[arg(long, env = "PUNOS_MANDATES_URL", value_name = "URL", help_heading = "Mandates")]
    mandates_url: Option<String>,
    /// The client id the register gave
    #[arg(long, env = "PUNOS_MANDATES_CLIENT", value_name = "ID", help_heading = "Mandates")]
    mandates_client: Option<String>,
    /// File that holds the secret requests are signed with
    #[arg(long, env = "PUNOS_MANDATES_API_SECRET_FILE", value_name = "FILE", help_heading = "Mandates")]
    mandates_api_secret_file: Option<PathBuf>,
    /// File that holds the secret the token is asked with
    #[arg(long, env = "PUNOS_MANDATES_OAUTH_SECRET_FILE", value_name = "FILE", help_heading = "Mandates")]
    mandates_oauth_secret_file: Option<PathBuf>,
}

impl MandateArgs {
    /// The register, when it was given settings; `base_url` is how people reach the node.
    ///
    /// # Errors
    /// When it was given some of them only, or they do not do.
    pub fn register(&self, base_url: &str) -> Result<Option<National>, Fault> {
        let files = [&self.mandates_api_secret_file, &self.mandates_oauth_secret_file];
        let Some(url) = &self.mandates_url else {
            let some = self.mandates_client.is_some() || files.iter().any(|file| file.is_some());
            return if some { Err(missing("PUNOS_MANDATES_URL")) } else { Ok(None) };
        };
        let settings = NationalSettings {
            url: url.clone(),
            client_id: self.mandates_client.clone().ok_or_else(|| missing("PUNOS_MANDATES_CLIENT"))?,
            api_secret: secret(&self.mandates_api_secret_file, "PUNOS_MANDATES_API_SECRET_FILE")?,
            oauth_secret: secret(&self.mandates_oauth_secret_file, "PUNOS_MANDATES_OAUTH_SECRET_FILE")?,
            base_url: base_url.to_owned(),
        };
        National::new(&settings).map(Some).map_err(|e| Fault::Usage(e.to_string()))
    }
}

fn missing(name: &str) -> Fault {
    Fault::Usage(format!("{name} is needed too"))
}

fn secret(file: &Option<PathBuf>, name: &str) -> Result<String, Fault> {
    let file = file.as_ref().ok_or_else(|| missing(name))?;
    let text = std::fs::read_to_string(file).map_err(|e| Fault::Usage(format!("{}: {e}", file.display())))?;
    let text = text.trim();
    if text.is_empty() { Err(Fault::Usage(format!("{} is empty", file.display()))) } else { Ok(text.to_owned()) }
}

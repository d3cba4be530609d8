//! Settings of the registers that are sources, and of Kanta's service of wills. All from the command line or the environment; secrets from files. See
//! `docs/operations/registers.md` and `docs/operations/kanta-wills.md`.

use std::path::PathBuf;

use clap::Args;
use homesafety::{Rescue, RescueSettings};
use kanta::{Kanta, KantaSettings};
use population::{Source, SourceSettings};

use super::Fault;
use crate::app::Outside;

/// The population register's change feed. Without an address it is not read.
#[derive(Args, Clone, Debug)]
pub struct RegisterArgs {
    /// The population register's change interface: the address that /kirjausavain, /muutokset and /perustiedot hang on
    #[arg(long, env = "PUNOS_POPULATION_URL", value_name = "URL", help_heading = "Registers")]
    population_url: Option<String>,
    #[arg(long, env = "PUNOS_POPULATION_USER", value_name = "NAME", help_heading = "Registers")]
    population_user: Option<String>,
    /// File that holds the user's password
    #[arg(long, env = "PUNOS_POPULATION_PASSWORD_FILE", value_name = "FILE", help_heading = "Registers")]
    population_password_file: Option<PathBuf>,
    /// Who asks over the national data exchange layer, e.g. FI/GOV/1234567-8/punos
    #[arg(long, env = "PUNOS_POPULATION_XROAD_CLIENT", value_name = "CLIENT", help_heading = "Registers")]
    population_xroad_client: Option<String>,
    /// Seconds between readings
    #[arg(long, env = "PUNOS_POPULATION_EVERY", default_value_t = 900, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(5..=86_400), help_heading = "Registers")]
    population_every: u64,
    #[command(flatten)]
    kanta: KantaArgs,
    #[command(flatten)]
    rescue: RescueArgs,
}

/// The rescue authority's receiver of notifications (Rescue Act 42 §). Without an address they are printed and delivered by hand.
#[derive(Args, Clone, Debug)]
pub struct RescueArgs {
    /// The address that notifications of fire danger and accident risk are posted to
    #[arg(long, env = "PUNOS_RESCUE_URL", value_name = "URL", help_heading = "Rescue authority")]
    rescue_url: Option<String>,
    /// File that holds the bearer token; read anew at each request
    #[arg(long, env = "PUNOS_RESCUE_TOKEN_FILE", value_name = "FILE", help_heading = "Rescue authority")]
    rescue_token_file: Option<PathBuf>,
}

impl RescueArgs {
    /// The receiver, when it was given an address.
    fn rescue(&self) -> Result<Option<Rescue>, Fault> {
        let Some(url) = &self.rescue_url else { return Ok(None) };
        let settings = RescueSettings { url: url.clone(), token_file: self.rescue_token_file.clone() };
        Rescue::new(&settings).map(Some).map_err(|e| Fault::Usage(e.to_string()))
    }
}

/// Kanta's service of wills. Without an address the node has no part in it.
#[derive(Args, Clone, Debug)]
pub struct KantaArgs {
    /// Kanta's service of wills: the address of its FHIR service
    #[arg(long, env = "PUNOS_KANTA_URL", value_name = "URL", help_heading = "Kanta")]
    kanta_url: Option<String>,
    /// File that holds the bearer token; read anew at each request
    #[arg(long, env = "PUNOS_KANTA_TOKEN_FILE", value_name = "FILE", help_heading = "Kanta")]
    kanta_token_file: Option<PathBuf>,
    /// The controller's OID, e.g. 1.2.246.10.32213086.19.0
    #[arg(long, env = "PUNOS_KANTA_CONTROLLER", value_name = "OID", help_heading = "Kanta")]
    kanta_controller: Option<String>,
    /// Seconds between readings of its changes
    #[arg(long, env = "PUNOS_KANTA_EVERY", default_value_t = 60, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(5..=86_400), help_heading = "Kanta")]
    pub kanta_every: u64,
}

impl KantaArgs {
    /// Kanta, when it was given settings.
    pub fn kanta(&self) -> Result<Option<Kanta>, Fault> {
        let Some(url) = &self.kanta_url else { return Ok(None) };
        let missing = |name: &str| Fault::Usage(format!("{name} is needed too"));
        let settings = KantaSettings {
            url: url.clone(),
            token_file: self.kanta_token_file.clone().ok_or_else(|| missing("PUNOS_KANTA_TOKEN_FILE"))?,
            controller: self.kanta_controller.clone().ok_or_else(|| missing("PUNOS_KANTA_CONTROLLER"))?,
        };
        Kanta::new(&settings).map(Some).map_err(|e| Fault::Usage(e.to_string()))
    }
}

impl RegisterArgs {
    /// The registers that were given settings.
    pub fn outside(&self) -> Result<Outside, Fault> {
        let told = Outside {
            kanta: self.kanta.kanta()?,
            kanta_every: self.kanta.kanta_every,
            rescue: self.rescue.rescue()?,
            ..Outside::default()
        };
        let Some(url) = &self.population_url else { return Ok(told) };
        let missing = |name: &str| Fault::Usage(format!("{name} is needed too"));
        let user = self.population_user.clone().ok_or_else(|| missing("PUNOS_POPULATION_USER"))?;
        let file = self.population_password_file.as_ref().ok_or_else(|| missing("PUNOS_POPULATION_PASSWORD_FILE"))?;
        let password = std::fs::read_to_string(file).map_err(|e| Fault::Usage(format!("{}: {e}", file.display())))?;
        let settings = SourceSettings {
            url: url.clone(),
            user,
            password: password.trim().to_owned(),
            xroad_client: self.population_xroad_client.clone(),
        };
        let source = Source::new(&settings).map_err(|e| Fault::Usage(e.to_string()))?;
        Ok(Outside { population: Some(source), population_every: self.population_every, ..told })
    }
}

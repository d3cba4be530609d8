//! The providers people log in with: one of the county's own for staff, one of strong identification for residents.

use std::path::PathBuf;

use clap::Args;
use trust::oidc::{Oidc, OidcConfig};

use super::Fault;
use super::serve::loopback;
use crate::session;

/// The OpenID Connect provider staff log in with.
#[derive(Args)]
pub struct LogIn {
    /// The provider's address
    #[arg(long, env = "PUNOS_OIDC_ISSUER", value_name = "URL")]
    oidc_issuer: Option<String>,
    /// How the provider knows this node
    #[arg(long, env = "PUNOS_OIDC_CLIENT_ID", default_value = "punos", value_name = "ID")]
    oidc_client_id: String,
    /// File that holds the client's secret
    #[arg(long, env = "PUNOS_OIDC_CLIENT_SECRET_FILE", value_name = "FILE")]
    oidc_client_secret_file: Option<PathBuf>,
    /// How strongly people are to be identified: the provider's own names, the best first; a weaker log-in is refused
    #[arg(long = "oidc-acr", env = "PUNOS_OIDC_ACR", value_name = "ACR", value_delimiter = ' ')]
    oidc_acr: Vec<String>,
}

impl LogIn {
    /// The provider, when one was named.
    pub fn provider(&self, base_url: &str) -> Result<Option<Oidc>, Fault> {
        let Some(issuer) = &self.oidc_issuer else { return Ok(None) };
        opened(OidcConfig {
            issuer: issuer.clone(),
            client_id: self.oidc_client_id.clone(),
            client_secret: secret(self.oidc_client_secret_file.as_ref())?,
            base_url: base_url.into(),
            callback: session::OIDC_CALLBACK,
            scopes: vec!["profile".into()],
            acr_values: said(&self.oidc_acr),
            code_claim: None,
        })
    }
}

/// The OpenID Connect provider of strong identification residents log in with: Suomi.fi-tunnistus, or a broker of the trust network.
#[derive(Args)]
pub struct Identification {
    /// The address of the provider residents identify themselves with; without it they do not log in here
    #[arg(long, env = "PUNOS_IDENTIFICATION_ISSUER", value_name = "URL")]
    pub identification_issuer: Option<String>,
    /// How that provider knows this node
    #[arg(long, env = "PUNOS_IDENTIFICATION_CLIENT_ID", default_value = "punos", value_name = "ID")]
    identification_client_id: String,
    /// File that holds the secret shared with that provider
    #[arg(long, env = "PUNOS_IDENTIFICATION_CLIENT_SECRET_FILE", value_name = "FILE")]
    identification_client_secret_file: Option<PathBuf>,
    /// How strongly residents are to be identified: the provider's own names, the best first; a weaker log-in is refused
    #[arg(long = "identification-acr", env = "PUNOS_IDENTIFICATION_ACR", value_name = "ACR", value_delimiter = ' ')]
    identification_acr: Vec<String>,
    /// The claim in which the provider tells the personal identity code
    #[arg(
        long = "identification-claim",
        env = "PUNOS_IDENTIFICATION_CLAIM",
        default_value = "nationalIdentificationNumber",
        value_name = "CLAIM"
    )]
    identification_claim: String,
    /// What is asked of the resident's data beside `openid`: the provider's own names
    #[arg(
        long = "identification-scope",
        env = "PUNOS_IDENTIFICATION_SCOPE",
        default_value = "profile",
        value_name = "SCOPE",
        value_delimiter = ' '
    )]
    identification_scope: Vec<String>,
}

impl Identification {
    /// The provider, when one was named.
    pub fn provider(&self, base_url: &str) -> Result<Option<Oidc>, Fault> {
        let Some(issuer) = &self.identification_issuer else { return Ok(None) };
        opened(OidcConfig {
            issuer: issuer.clone(),
            client_id: self.identification_client_id.clone(),
            client_secret: secret(self.identification_client_secret_file.as_ref())?,
            base_url: base_url.into(),
            callback: session::IDENTIFICATION_CALLBACK,
            scopes: said(&self.identification_scope),
            acr_values: said(&self.identification_acr),
            code_claim: Some(self.identification_claim.clone()),
        })
    }
}

fn said(words: &[String]) -> Vec<String> {
    words.iter().filter(|word| !word.is_empty()).cloned().collect()
}

fn secret(file: Option<&PathBuf>) -> Result<Option<String>, Fault> {
    let read = |path: &PathBuf| std::fs::read_to_string(path).map_err(|e| Fault::Usage(format!("{}: {e}", path.display())));
    Ok(file.map(read).transpose()?.map(|text| text.trim().to_owned()))
}

fn opened(config: OidcConfig) -> Result<Option<Oidc>, Fault> {
    if !protected(&config.issuer) {
        return Err(Fault::Usage("the log-in provider's address must begin with https:// (plain http is for this machine only)".into()));
    }
    Oidc::new(config).map(Some).map_err(|e| Fault::Other(e.to_string()))
}

/// Whether what goes to an address is protected on its way, or does not leave the machine.
fn protected(address: &str) -> bool {
    let Ok(address) = address.parse::<axum::http::Uri>() else { return false };
    let host = address.host().unwrap_or_default().trim_matches(['[', ']']);
    match address.scheme_str() {
        Some("https") => true,
        Some("http") => host == "localhost" || host.parse().is_ok_and(loopback),
        _ => false,
    }
}

//! The service as an HTTP client. What is asked and answered is [`crate::format`]'s; here is how: https, a bearer token that is read
//! anew from its file at each request (it is renewed without a restart), a patience, and what an answer that is not a yes means.

use std::path::PathBuf;
use std::time::Duration;

use kernel::hetu::Hetu;
use reqwest_client::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName};
use reqwest_client::{Client, RequestBuilder, StatusCode, Url, redirect};
use serde_json::Value;
use uuid::Uuid;

use crate::{Changes, Consent, Receipt, format};

/// How long the other side may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// Longest answer taken, in bytes.
const MOST: usize = 16 * 1024 * 1024;
const FHIR: &str = "application/fhir+json";

/// Where the service is and by what right it is used.
#[derive(Clone, Debug)]
pub struct KantaSettings {
    /// The address of the FHIR service: `https://…/r4`.
    pub url: String,
    /// File that holds the bearer token.
    pub token_file: PathBuf,
    /// The controller's OID (1.2.246.10.Y.19.n).
    pub controller: String,
}

#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("Kanta's address is not a web address")]
    Address,
    #[error("Kanta is asked over https, or plainly on this machine only")]
    Plain,
    #[error("the controller is told by its OID, such as 1.2.246.10.32213086.19.0")]
    Controller,
    #[error("{0}: {1}")]
    Token(PathBuf, String),
    #[error("no HTTP client: {0}")]
    Client(String),
}

/// Why Kanta did not answer as it should. Codes, nothing from outside.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It may do later.
    #[error("{0}")]
    NotNow(String),
    /// This message will not do, however often it is sent.
    #[error("{0}")]
    Refused(String),
    /// The number asked from is not known any more: changes have been missed.
    #[error("number_unknown")]
    NumberUnknown,
}

/// Kanta's service of wills.
pub struct Kanta {
    client: Client,
    base: Url,
    settings: KantaSettings,
}

impl Kanta {
    /// # Errors
    /// When a setting does not do.
    pub fn new(settings: &KantaSettings) -> Result<Self, SettingsError> {
        Self::patient(settings, PATIENCE)
    }

    /// As [`Kanta::new`], with how long the other side may take to answer.
    ///
    /// # Errors
    /// When a setting does not do.
    pub fn patient(settings: &KantaSettings, patience: Duration) -> Result<Self, SettingsError> {
        let mut base = Url::parse(&settings.url).map_err(|_| SettingsError::Address)?;
        let local = matches!(base.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        match base.scheme() {
            "https" => {}
            "http" if local => {}
            "http" => return Err(SettingsError::Plain),
            _ => return Err(SettingsError::Address),
        }
        if !base.path().ends_with('/') {
            let path = format!("{}/", base.path());
            base.set_path(&path);
        }
        let arcs: Vec<&str> = settings.controller.split('.').collect();
        if arcs.len() < 5 || arcs.iter().any(|arc| arc.is_empty() || !arc.bytes().all(|b| b.is_ascii_digit())) {
            return Err(SettingsError::Controller);
        }
        // Follows no redirects: identity codes go where the settings say.
        let client = Client::builder()
            .timeout(patience)
            .connect_timeout(patience.min(Duration::from_secs(10)))
            .redirect(redirect::Policy::none())
            .build()
            .map_err(|error| SettingsError::Client(error.to_string()))?;
        let kanta = Self { client, base, settings: settings.clone() };
        kanta.token().map_err(|why| SettingsError::Token(settings.token_file.clone(), why))?;
        Ok(kanta)
    }

    /// The host that is asked.
    pub fn host(&self) -> &str {
        self.base.host_str().unwrap_or_default()
    }

    fn token(&self) -> Result<String, String> {
        let text = std::fs::read_to_string(&self.settings.token_file).map_err(|error| error.to_string())?;
        let token = text.trim();
        if token.is_empty() || !token.bytes().all(|b| b.is_ascii_graphic()) { Err("no token in it".into()) } else { Ok(token.into()) }
    }

    /// Tells a will. `message` names the telling: the same in every attempt, so that Kanta takes it once.
    ///
    /// # Errors
    /// [`Fault::Refused`] when Kanta says no to this one.
    pub async fn tell(&self, message: Uuid, consent: &Consent) -> Result<Receipt, Fault> {
        let body = format::told(message, &self.settings.controller, consent);
        let request = self.client.post(self.base.clone()).header(CONTENT_TYPE, FHIR);
        let request = request.header(HeaderName::from_static("idempotency-key"), message.to_string());
        let answer = self.send(request.body(body.to_string())).await?;
        format::receipt(&answer).ok_or_else(bad_answer)
    }

    /// All that a person has said, ended ones too.
    ///
    /// # Errors
    /// When Kanta does not answer as it should.
    pub async fn state(&self, person: &Hetu) -> Result<Vec<Consent>, Fault> {
        let mut form = self.base.clone();
        form.query_pairs_mut().clear().extend_pairs(format::question(person));
        let body = form.query().unwrap_or_default().to_owned();
        let request = self.client.post(self.url("Consent/_search")?).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = self.send(request.body(body)).await?;
        let all = format::state(&answer).ok_or_else(bad_answer)?;
        // Another's wills in the answer would be the worst of mistakes.
        if all.iter().any(|one| one.person != *person) { Err(bad_answer()) } else { Ok(all) }
    }

    /// What has changed after a number; with none, where the list stands now.
    ///
    /// # Errors
    /// [`Fault::NumberUnknown`] when the number is too old for Kanta.
    pub async fn changes(&self, after: Option<i64>) -> Result<Changes, Fault> {
        let mut url = self.url("Consent/_history")?;
        if let Some(after) = after {
            url.query_pairs_mut().append_pair("_after", &after.to_string());
        }
        let answer = match self.send(self.client.get(url)).await {
            Err(Fault::Refused(code)) if after.is_some() && (code == "http_404" || code == "http_410") => return Err(Fault::NumberUnknown),
            answer => answer?,
        };
        format::changes(&answer).ok_or_else(bad_answer)
    }

    /// Whether Kanta answers and takes the token: asks where the list of changes stands.
    ///
    /// # Errors
    /// When it does not.
    pub async fn prove(&self) -> Result<(), Fault> {
        self.changes(None).await.map(|_| ())
    }

    fn url(&self, path: &str) -> Result<Url, Fault> {
        self.base.join(path).map_err(|_| Fault::NotNow("bad_address".into()))
    }

    async fn send(&self, request: RequestBuilder) -> Result<Value, Fault> {
        let token = self.token().map_err(|_| Fault::NotNow("no_token".into()))?;
        let request = request.header(ACCEPT, FHIR).header(AUTHORIZATION, format!("Bearer {token}"));
        let mut answer = request.send().await.map_err(|error| {
            let code = if error.is_connect() {
                "no_connection"
            } else if error.is_timeout() {
                "timed_out"
            } else {
                "broken_off"
            };
            Fault::NotNow(code.into())
        })?;
        let status = answer.status();
        if !status.is_success() {
            return Err(refused(status));
        }
        let mut bytes: Vec<u8> = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(|_| Fault::NotNow("broken_off".into()))? {
            if bytes.len() + part.len() > MOST {
                return Err(Fault::NotNow("too_long".into()));
            }
            bytes.extend_from_slice(&part);
        }
        serde_json::from_slice(&bytes).map_err(|_| bad_answer())
    }
}

/// What is wrong with this one message is final; what is wrong with the settings or with the other side can be mended.
fn refused(status: StatusCode) -> Fault {
    let code = format!("http_{}", status.as_u16());
    match status.as_u16() {
        400 | 404 | 409 | 410 | 412 | 422 => Fault::Refused(code),
        _ => Fault::NotNow(code),
    }
}

fn bad_answer() -> Fault {
    Fault::NotNow("bad_answer".into())
}

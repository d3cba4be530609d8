//! The receiver as an HTTP client: one POST, https, a bearer token read anew at each request, a patience, and what an answer means. The form
//! of both is described in `docs/api/rescue-notification.json`.

use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest_client::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName};
use reqwest_client::{Client, Response, Url, redirect};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::model::RescueContent;

/// How long the other side may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// Longest answer taken, in bytes.
const MOST: usize = 64 * 1024;
/// Longest receipt and reason kept, in characters.
const LONGEST: usize = 300;
const JSON: &str = "application/json";
/// The version of the message's form.
const FORM: &str = "1";

/// Where notifications go and by what right.
#[derive(Clone, Debug)]
pub struct RescueSettings {
    /// The address a notification is posted to.
    pub url: String,
    /// File that holds the bearer token; none: the receiver knows the node otherwise, by a proxy's certificate.
    pub token_file: Option<PathBuf>,
}

#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("the rescue authority's address is not a web address")]
    Address,
    #[error("the rescue authority is told over https, or plainly on this machine only")]
    Plain,
    #[error("{0}: {1}")]
    Token(PathBuf, String),
    #[error("no HTTP client: {0}")]
    Client(String),
}

/// Why the receiver did not take it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It may do later; a code.
    #[error("{0}")]
    NotNow(String),
    /// This one will not do, however often it is sent: the receiver's own words, or a code.
    #[error("refused")]
    Refused(String),
}

/// The message: who it is and what it tells.
#[derive(Serialize)]
struct Message<'a> {
    form: &'static str,
    id: Uuid,
    made_at: DateTime<Utc>,
    #[serde(flatten)]
    content: &'a RescueContent,
}

/// That the receiver has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Receipt {
    /// What the receiver calls it.
    pub receipt: String,
    /// The message it has: the same id, or it is another's receipt.
    pub id: Uuid,
}

#[derive(Deserialize)]
struct Refusal {
    reason: String,
}

/// The rescue authority's receiver.
pub struct Rescue {
    client: Client,
    url: Url,
    token_file: Option<PathBuf>,
}

impl Rescue {
    /// # Errors
    /// When a setting does not do.
    pub fn new(settings: &RescueSettings) -> Result<Self, SettingsError> {
        Self::patient(settings, PATIENCE)
    }

    /// As [`Rescue::new`], with how long the other side may take to answer.
    ///
    /// # Errors
    /// When a setting does not do.
    pub fn patient(settings: &RescueSettings, patience: Duration) -> Result<Self, SettingsError> {
        let url = Url::parse(&settings.url).map_err(|_| SettingsError::Address)?;
        let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        match url.scheme() {
            "https" => {}
            "http" if local => {}
            "http" => return Err(SettingsError::Plain),
            _ => return Err(SettingsError::Address),
        }
        // Follows no redirects: who lives where goes where the settings say.
        let client = Client::builder()
            .timeout(patience)
            .connect_timeout(patience.min(Duration::from_secs(10)))
            .redirect(redirect::Policy::none())
            .build()
            .map_err(|error| SettingsError::Client(error.to_string()))?;
        let rescue = Self { client, url, token_file: settings.token_file.clone() };
        if let (Err(why), Some(file)) = (rescue.token(), &settings.token_file) {
            return Err(SettingsError::Token(file.clone(), why));
        }
        Ok(rescue)
    }

    /// The host that is told.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    fn token(&self) -> Result<Option<String>, String> {
        let Some(file) = &self.token_file else { return Ok(None) };
        let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
        let token = text.trim();
        if token.is_empty() || !token.bytes().all(|b| b.is_ascii_graphic()) { Err("no token in it".into()) } else { Ok(Some(token.into())) }
    }

    /// Tells one. `id` is the same in every attempt, so that the receiver takes it once.
    ///
    /// # Errors
    /// [`Fault::Refused`] when the receiver says no to this one.
    pub async fn tell(&self, id: Uuid, made_at: DateTime<Utc>, content: &RescueContent) -> Result<Receipt, Fault> {
        let not_now = |code: &str| Fault::NotNow(code.into());
        let message = Message { form: FORM, id, made_at, content };
        let body = serde_json::to_string(&message).map_err(|_| not_now("not_written"))?;
        let mut request = self.client.post(self.url.clone()).header(CONTENT_TYPE, JSON).header(ACCEPT, JSON);
        request = request.header(HeaderName::from_static("idempotency-key"), id.to_string());
        if let Some(token) = self.token().map_err(|_| not_now("no_token"))? {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        let answer = request.body(body).send().await.map_err(|error| {
            not_now(if error.is_connect() {
                "no_connection"
            } else if error.is_timeout() {
                "timed_out"
            } else {
                "broken_off"
            })
        })?;
        let status = answer.status().as_u16();
        let bytes = whole(answer).await?;
        match status {
            200 | 201 => {
                let receipt: Receipt = serde_json::from_slice(&bytes).map_err(|_| not_now("bad_answer"))?;
                let named = plain(&receipt.receipt);
                if receipt.id != id || named.is_empty() { Err(not_now("bad_answer")) } else { Ok(Receipt { receipt: named, id }) }
            }
            // What is wrong with this message is final; the rest is the settings' or the other side's, and can be mended.
            400 | 409 | 410 | 413 | 422 => {
                let words = serde_json::from_slice::<Refusal>(&bytes).map(|refusal| plain(&refusal.reason)).unwrap_or_default();
                Err(Fault::Refused(if words.is_empty() { format!("http_{status}") } else { words }))
            }
            _ => Err(not_now(&format!("http_{status}"))),
        }
    }
}

async fn whole(mut answer: Response) -> Result<Vec<u8>, Fault> {
    let mut bytes: Vec<u8> = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(|_| Fault::NotNow("broken_off".into()))? {
        if bytes.len() + part.len() > MOST {
            return Err(Fault::NotNow("too_long".into()));
        }
        bytes.extend_from_slice(&part);
    }
    Ok(bytes)
}

/// What came from outside, as one line of text.
fn plain(text: &str) -> String {
    let written: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    written.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_over_https_or_on_this_machine() {
        let made = |url: &str| Rescue::new(&RescueSettings { url: url.into(), token_file: None });
        assert!(made("https://pelastus.example/ilmoitukset").is_ok_and(|rescue| rescue.host() == "pelastus.example"));
        assert!(made("http://127.0.0.1:9000/").is_ok());
        assert!(matches!(made("http://pelastus.example/"), Err(SettingsError::Plain)));
        assert!(matches!(made("ftp://pelastus.example/"), Err(SettingsError::Address)));
        let none = RescueSettings { url: "https://pelastus.example/".into(), token_file: Some("/no/such/file".into()) };
        assert!(matches!(Rescue::new(&none), Err(SettingsError::Token(..))));
    }

    #[test]
    fn words_from_outside_are_one_line() {
        assert_eq!(plain(" osoite\n ei\tole \u{7} alueella "), "osoite ei ole alueella");
        assert_eq!(plain(&"ä".repeat(1_000)).chars().count(), LONGEST);
    }
}

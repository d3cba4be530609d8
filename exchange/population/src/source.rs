//! The interface as an HTTP client.
//!
//! Seen in use by two published clients (the early-education system of several cities, the national learner register):
//! - `GET {base}/kirjausavain/{yyyy-mm-dd}` → `{"viimeisinKirjausavain": n}`, the first key of a day [verified: both];
//! - `POST {base}/muutokset` with `{"viimeisinKirjausavain": n, "hetulista": […]}` → `{"viimeisinKirjausavain": m, "muutokset":
//!   […], "ajanTasalla": bool}`: what changed of these persons after `n`; asked again from `m` until `ajanTasalla` [verified: both];
//! - `POST {base}/perustiedot` with `{"hetulista": […]}` → `{"perustiedot": [{"henkilotunnus", "tietoryhmat"}]}`: the data as
//!   they are now [verified: the learner register];
//! - the headers `MUTP-Tunnus`, `MUTP-Salasana` and, over the national data exchange layer, `X-Road-Client` [verified: the
//!   early-education system; the learner register wraps the same in its own gateway];
//! - 429 when asked too often [verified: the learner register].
//!
//! Not known: how many persons one request may name (100 for basic data is what the learner register asks; 1,000 for changes is
//! this node's own) [uncertain]; how long the register remembers a key, and how it says that it does not: a 404 or 410 to
//! `/muutokset`, or a key that goes backwards, is read so [uncertain]. Keys are numbers, but one client reads them as text: both
//! are taken.

use std::time::Duration;

use chrono::NaiveDate;
use kernel::hetu::Hetu;
use reqwest_client::header::{ACCEPT, CONTENT_TYPE, HeaderName};
use reqwest_client::{Client, RequestBuilder, Url, redirect};
use serde_json::{Value, json};

/// Persons in one request for basic data.
pub const BASICS_AT_ONCE: usize = 100;
/// Persons in one request for changes.
pub const CHANGES_AT_ONCE: usize = 1_000;
/// How long the other side may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// Longest answer taken, in bytes.
const MOST: usize = 64 * 1024 * 1024;

/// Where the interface is and by what right it is read.
#[derive(Clone, Debug)]
pub struct SourceSettings {
    /// The address the paths above hang on: `https://…/api/v1`, or the security server's address of the service.
    pub url: String,
    pub user: String,
    pub password: String,
    /// `FI/GOV/1234567-8/subsystem`, when the way goes by the national data exchange layer.
    pub xroad_client: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("the population register's address is not a web address")]
    Address,
    #[error("the population register is asked over https, or plainly on this machine only")]
    Plain,
    #[error("no HTTP client: {0}")]
    Client(String),
}

/// Why the register did not answer as it should. A code, nothing from outside.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("{0}")]
    NotNow(String),
    /// The register does not know the key any more: changes have been missed.
    #[error("key_unknown")]
    KeyUnknown,
}

impl Fault {
    pub fn code(&self) -> String {
        self.to_string()
    }
}

/// What changed after a key. Messages are as they came: one that is broken is its own trouble.
#[derive(Clone, Debug)]
pub struct Page {
    pub key: i64,
    pub messages: Vec<Value>,
    pub up_to_date: bool,
}

/// The population register's change interface.
pub struct Source {
    client: Client,
    base: Url,
    settings: SourceSettings,
}

impl Source {
    /// # Errors
    /// When the address does not do.
    pub fn new(settings: &SourceSettings) -> Result<Self, SettingsError> {
        let mut url = Url::parse(&settings.url).map_err(|_| SettingsError::Address)?;
        let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        match url.scheme() {
            "https" => {}
            "http" if local => {}
            "http" => return Err(SettingsError::Plain),
            _ => return Err(SettingsError::Address),
        }
        if !url.path().ends_with('/') {
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        // Follows no redirects: personal identity codes go where the settings say.
        let client = Client::builder()
            .timeout(PATIENCE)
            .connect_timeout(Duration::from_secs(10))
            .redirect(redirect::Policy::none())
            .build()
            .map_err(|error| SettingsError::Client(error.to_string()))?;
        Ok(Self { client, base: url, settings: settings.clone() })
    }

    /// The host that is asked, for the administrator.
    pub fn host(&self) -> String {
        self.base.host_str().unwrap_or_default().to_owned()
    }

    /// The first key of a day.
    ///
    /// # Errors
    /// When the register does not answer as it should.
    pub async fn first_key(&self, day: NaiveDate) -> Result<i64, Fault> {
        let answer = self.send(self.client.get(self.url(&format!("kirjausavain/{day}"))?)).await?;
        key_of(&answer).ok_or_else(bad_answer)
    }

    /// What changed of these persons after `key`.
    ///
    /// # Errors
    /// When the register does not answer as it should; [`Fault::KeyUnknown`] when the key is too old for it.
    pub async fn changes(&self, key: i64, people: &[Hetu]) -> Result<Page, Fault> {
        let body = json!({ "viimeisinKirjausavain": key, "hetulista": codes(people) });
        let answer = match self.post("muutokset", &body).await {
            Err(Fault::NotNow(code)) if code == "http_404" || code == "http_410" => return Err(Fault::KeyUnknown),
            answer => answer?,
        };
        let key = key_of(&answer).ok_or_else(bad_answer)?;
        let messages = answer.get("muutokset").and_then(Value::as_array).cloned().ok_or_else(bad_answer)?;
        let up_to_date = answer.get("ajanTasalla").and_then(Value::as_bool).unwrap_or(true);
        Ok(Page { key, messages, up_to_date })
    }

    /// The data of these persons as they are now.
    ///
    /// # Errors
    /// When the register does not answer as it should.
    pub async fn basics(&self, people: &[Hetu]) -> Result<Vec<Value>, Fault> {
        let answer = self.post("perustiedot", &json!({ "hetulista": codes(people) })).await?;
        answer.get("perustiedot").and_then(Value::as_array).cloned().ok_or_else(bad_answer)
    }

    fn url(&self, path: &str) -> Result<Url, Fault> {
        self.base.join(path).map_err(|_| Fault::NotNow("bad_address".into()))
    }

    async fn post(&self, path: &str, body: &Value) -> Result<Value, Fault> {
        self.send(self.client.post(self.url(path)?).header(CONTENT_TYPE, "application/json").body(body.to_string())).await
    }

    async fn send(&self, request: RequestBuilder) -> Result<Value, Fault> {
        let mut request = request
            .header(ACCEPT, "application/json")
            .header(HeaderName::from_static("mutp-tunnus"), &self.settings.user)
            .header(HeaderName::from_static("mutp-salasana"), &self.settings.password);
        if let Some(client) = &self.settings.xroad_client {
            request = request.header(HeaderName::from_static("x-road-client"), client);
        }
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
        if !answer.status().is_success() {
            return Err(Fault::NotNow(format!("http_{}", answer.status().as_u16())));
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

fn bad_answer() -> Fault {
    Fault::NotNow("bad_answer".into())
}

fn codes(people: &[Hetu]) -> Vec<&str> {
    people.iter().map(Hetu::reveal).collect()
}

/// A key as a number or as text.
pub(crate) fn key_of(value: &Value) -> Option<i64> {
    number(value.get("viimeisinKirjausavain")?)
}

pub(crate) fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()))
}

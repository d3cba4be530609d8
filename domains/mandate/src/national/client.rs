//! The register's interface as an HTTP client, mode `hpa` (one person for another).
//!
//! Seen in the register's published example client [verified: vrk-kpa/roles-auths-web-api-node-client]:
//! - `GET /service/hpa/user/register/{clientId}/{hetu}?requestId&endUserId` → `{sessionId, userId}`;
//! - the person goes to `/oauth/authorize?client_id&response_type=code&redirect_uri&user` and comes back with `code`;
//! - `POST /oauth/token?code&grant_type=authorization_code&redirect_uri` with `Basic` → `{access_token}`;
//! - `GET /service/hpa/api/delegate/{sessionId}?requestId&endUserId` with `Bearer` → `[{personId, name}]`, those chosen there;
//! - `GET /service/hpa/api/authorization/{sessionId}/{personId}?requestId&endUserId` with `Bearer`;
//! - without the person: `GET /service/rest/hpa/authorization/{clientId}/{delegate}/{principal}?requestId`.
//!
//! Every `/service` request is signed ([`super::sign`]); the token's is not.
//!
//! Not known: that `state` comes back from `/oauth/authorize` as RFC 6749 says [uncertain]; how an answer reads – `{"result": "ALLOWED"}` is
//! taken, anything else is a no [memory]; that `issue` narrows the question in the first of the two too [uncertain]; whether the signature is
//! over the path as it is written in the request line or decoded: it is taken as written [uncertain].

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::SecondsFormat;
use kernel::Context;
use kernel::hetu::Hetu;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest_client::header::AUTHORIZATION;
use reqwest_client::{Client, Response, Url, redirect};
use serde_json::Value;
use uuid::Uuid;

use super::sign;

/// How long the other side may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How this node is known to the register.
#[derive(Clone, Debug)]
pub struct NationalSettings {
    /// `https://asiointivaltuustarkastus.suomi.fi`; no path.
    pub url: String,
    pub client_id: String,
    /// What requests are signed with.
    pub api_secret: String,
    /// What the token is asked with.
    pub oauth_secret: String,
    /// How people reach this node, without a slash at the end.
    pub base_url: String,
}

#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("the register of mandates has no such address: https and no path")]
    Address,
    #[error("the register of mandates is asked over https, or plainly on this machine only")]
    Plain,
    #[error("no HTTP client: {0}")]
    Client(String),
}

/// Why the register did not answer as it should. A code, nothing from outside.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("no connection")]
    NoConnection,
    #[error("timed out")]
    TimedOut,
    #[error("http {0}")]
    Status(u16),
    #[error("an answer of another shape")]
    Shape,
}

/// A person whom the register knows for this round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    pub session_id: String,
    pub user_id: String,
}

/// Somebody whom the person chose to act for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    pub person_id: String,
}

pub struct National {
    http: Client,
    base: String,
    settings: NationalSettings,
}

fn enc(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// As in a path: a personal identity code keeps its signs, but for the one that a query would read as a blank.
fn segment(text: &str) -> String {
    text.replace('+', "%2B")
}

impl National {
    /// # Errors
    /// When the address does not do.
    pub fn new(settings: &NationalSettings) -> Result<Self, SettingsError> {
        Self::patient(settings, PATIENCE)
    }

    /// As [`National::new`], with how long the other side may take to answer.
    ///
    /// # Errors
    /// When the address does not do.
    pub fn patient(settings: &NationalSettings, patience: Duration) -> Result<Self, SettingsError> {
        let url = Url::parse(&settings.url).map_err(|_| SettingsError::Address)?;
        let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        match url.scheme() {
            "https" => {}
            "http" if local => {}
            "http" => return Err(SettingsError::Plain),
            _ => return Err(SettingsError::Address),
        }
        if url.path() != "/" || url.query().is_some() {
            return Err(SettingsError::Address);
        }
        let http = Client::builder()
            .timeout(patience)
            .connect_timeout(patience)
            .redirect(redirect::Policy::none())
            .build()
            .map_err(|error| SettingsError::Client(error.to_string()))?;
        Ok(Self { http, base: settings.url.trim_end_matches('/').to_owned(), settings: settings.clone() })
    }

    /// Where the person comes back to.
    pub fn callback(&self) -> String {
        format!("{}/api/v1/client/acting/register/callback", self.settings.base_url)
    }

    /// What stands at the end of each question: an id of the question and one of the asker, new each time, so that neither tells who it is.
    fn ids(ctx: &Context) -> String {
        format!("requestId={}&endUserId={}", ctx.new_id(), Uuid::from_bytes(ctx.secret::<16>()))
    }

    async fn ask(&self, path: &str, token: Option<&str>, ctx: &Context) -> Result<Value, Fault> {
        let timestamp = ctx.now().to_rfc3339_opts(SecondsFormat::Secs, false);
        let proof = sign::header(&self.settings.client_id, &self.settings.api_secret, path, &timestamp);
        let mut request = self.http.get(format!("{}{path}", self.base)).header(sign::HEADER, proof);
        if let Some(token) = token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        read(request.send().await).await
    }

    /// Tells the register who is coming.
    ///
    /// # Errors
    /// When it does not answer as it should.
    pub async fn register(&self, who: &Hetu, ctx: &Context) -> Result<Registered, Fault> {
        let path = format!("/service/hpa/user/register/{}/{}?{}", enc(&self.settings.client_id), segment(who.reveal()), Self::ids(ctx));
        let answer = self.ask(&path, None, ctx).await?;
        let text = |name: &str| answer.get(name).and_then(Value::as_str).map(str::to_owned).ok_or(Fault::Shape);
        Ok(Registered { session_id: text("sessionId")?, user_id: text("userId")? })
    }

    /// Where the person goes to choose.
    pub fn authorize(&self, user_id: &str, state: &str) -> String {
        format!(
            "{}/oauth/authorize?client_id={}&response_type=code&redirect_uri={}&user={}&state={}",
            self.base,
            enc(&self.settings.client_id),
            enc(&self.callback()),
            enc(user_id),
            enc(state)
        )
    }

    /// The token for a code, which does once.
    ///
    /// # Errors
    /// When the register does not answer as it should, or does not take the code.
    pub async fn token(&self, code: &str) -> Result<String, Fault> {
        let path = format!("/oauth/token?code={}&grant_type=authorization_code&redirect_uri={}", enc(code), enc(&self.callback()));
        let basic = STANDARD.encode(format!("{}:{}", self.settings.client_id, self.settings.oauth_secret));
        let request = self.http.post(format!("{}{path}", self.base)).header(AUTHORIZATION, format!("Basic {basic}"));
        let answer = read(request.send().await).await?;
        answer.get("access_token").and_then(Value::as_str).map(str::to_owned).ok_or(Fault::Shape)
    }

    /// Whom the person chose.
    ///
    /// # Errors
    /// When the register does not answer as it should.
    pub async fn principals(&self, session_id: &str, token: &str, ctx: &Context) -> Result<Vec<Principal>, Fault> {
        let answer = self.ask(&format!("/service/hpa/api/delegate/{}?{}", enc(session_id), Self::ids(ctx)), Some(token), ctx).await?;
        let all = answer.as_array().ok_or(Fault::Shape)?;
        let person = |one: &Value| one.get("personId").and_then(Value::as_str).map(|id| Principal { person_id: id.to_owned() });
        all.iter().map(person).collect::<Option<_>>().ok_or(Fault::Shape)
    }

    /// Whether the person may act for one of those chosen, in an issue.
    ///
    /// # Errors
    /// When the register does not answer as it should.
    pub async fn allowed(&self, session_id: &str, token: &str, who: &Hetu, issue: &str, ctx: &Context) -> Result<bool, Fault> {
        let path =
            format!("/service/hpa/api/authorization/{}/{}?{}&issue={}", enc(session_id), segment(who.reveal()), Self::ids(ctx), enc(issue));
        Ok(is_allowed(&self.ask(&path, Some(token), ctx).await?))
    }

    /// Whether the mandate is in force just now, asked without the person.
    ///
    /// # Errors
    /// When the register does not answer as it should.
    pub async fn still(&self, delegate: &Hetu, principal: &Hetu, issue: &str, ctx: &Context) -> Result<bool, Fault> {
        let path = format!(
            "/service/rest/hpa/authorization/{}/{}/{}?requestId={}&issue={}",
            enc(&self.settings.client_id),
            segment(delegate.reveal()),
            segment(principal.reveal()),
            ctx.new_id(),
            enc(issue)
        );
        Ok(is_allowed(&self.ask(&path, None, ctx).await?))
    }
}

fn is_allowed(answer: &Value) -> bool {
    answer.get("result").and_then(Value::as_str) == Some("ALLOWED")
}

async fn read(answer: Result<Response, reqwest_client::Error>) -> Result<Value, Fault> {
    let unanswered = |error: &reqwest_client::Error| if error.is_timeout() { Fault::TimedOut } else { Fault::NoConnection };
    let answer = answer.map_err(|error| unanswered(&error))?;
    if !answer.status().is_success() {
        return Err(Fault::Status(answer.status().as_u16()));
    }
    let bytes = answer.bytes().await.map_err(|error| unanswered(&error))?;
    serde_json::from_slice(&bytes).map_err(|_| Fault::Shape)
}

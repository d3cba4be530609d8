//! What the channels that speak HTTP share.

use std::time::Duration;

use reqwest_client::{Client, Response, StatusCode, Url, redirect};

use super::{Fault, SettingsError};

/// How long the other side may take to answer.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// An address to send to: https, or plain on this machine (a gateway beside the node).
pub fn address(name: &'static str, text: &str) -> Result<Url, SettingsError> {
    let url = Url::parse(text).map_err(|_| SettingsError::Address(name))?;
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    match url.scheme() {
        "https" => Ok(url),
        "http" if local => Ok(url),
        "http" => Err(SettingsError::Plain(name)),
        _ => Err(SettingsError::Address(name)),
    }
}

/// Follows no redirects: what is sent goes where the settings say.
pub fn client(patience: Duration) -> Result<Client, SettingsError> {
    Client::builder()
        .timeout(patience)
        .connect_timeout(patience.min(Duration::from_secs(10)))
        .redirect(redirect::Policy::none())
        .build()
        .map_err(|error| SettingsError::Client(error.to_string()))
}

/// The most that is read of an answer: a gateway answers with a few words.
const MOST: usize = 64 * 1024;

/// The answer as JSON; nothing, when it is none or is longer than a gateway's answer can be.
pub async fn body(mut answer: Response) -> serde_json::Value {
    let mut body = Vec::new();
    while let Ok(Some(part)) = answer.chunk().await {
        if body.len() + part.len() > MOST {
            return serde_json::Value::Null;
        }
        body.extend_from_slice(&part);
    }
    serde_json::from_slice(&body).unwrap_or_default()
}

/// What a request without an answer means.
pub fn unanswered(error: &reqwest_client::Error) -> Fault {
    if error.is_connect() {
        Fault::NotNow("no_connection".into())
    } else if error.is_timeout() {
        Fault::Unknown("timed_out".into())
    } else {
        Fault::Unknown("broken_off".into())
    }
}

/// What an answer that is not a yes means: what is wrong with this one message is final; what is wrong with the settings or
/// with the other side can be mended.
pub fn refused(status: StatusCode) -> Fault {
    let code = format!("http_{}", status.as_u16());
    match status.as_u16() {
        400 | 404 | 410 | 413 | 422 => Fault::Refused(code),
        _ => Fault::NotNow(code),
    }
}

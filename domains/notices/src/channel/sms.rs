//! Text messages through an HTTP gateway. What is asked of the gateway is in `docs/operations/notices.md`; an adapter beside
//! the node can speak any operator's own form on its other side.

use std::time::Duration;

use reqwest_client::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest_client::{Client, Url};

use super::http::{self, PATIENCE};
use super::{Channel, Fault, Parcel, SettingsError, Taken};

/// Where the gateway is and how it knows this node.
#[derive(Clone, Debug)]
pub struct SmsSettings {
    pub url: String,
    pub token: Option<String>,
    /// Who the message says it is from: at most 11 letters and digits, or a number.
    pub sender: String,
}

/// Code of a number that never works.
const BAD_NUMBER: &str = "bad_number";

pub struct Sms {
    client: Client,
    url: Url,
    token: Option<HeaderValue>,
    sender: String,
}

impl Sms {
    /// # Errors
    /// When an address or the token does not do.
    pub fn new(settings: &SmsSettings) -> Result<Self, SettingsError> {
        Self::patient(settings, PATIENCE)
    }

    /// As [`Sms::new`], with how long the gateway may take to answer.
    pub fn patient(settings: &SmsSettings, patience: Duration) -> Result<Self, SettingsError> {
        let url = http::address("the SMS gateway", &settings.url)?;
        let token = match &settings.token {
            None => None,
            Some(token) => {
                let mut value =
                    HeaderValue::from_str(&format!("Bearer {}", token.trim())).map_err(|_| SettingsError::Address("the SMS token"))?;
                value.set_sensitive(true);
                Some(value)
            }
        };
        Ok(Self { client: http::client(patience)?, url, token, sender: settings.sender.clone() })
    }
}

#[async_trait::async_trait]
impl Channel for Sms {
    fn knows_repeats(&self) -> bool {
        true
    }

    async fn send(&self, parcel: &Parcel) -> Result<Taken, Fault> {
        let to = number(&parcel.to).ok_or_else(|| Fault::Refused(BAD_NUMBER.into()))?;
        let body = serde_json::json!({ "id": parcel.id, "to": to, "from": self.sender, "text": parcel.body });
        let mut request = self
            .client
            .post(self.url.clone())
            .header(CONTENT_TYPE, "application/json")
            .header("idempotency-key", parcel.id.to_string())
            .body(body.to_string());
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, token.clone());
        }
        let answer = request.send().await.map_err(|error| http::unanswered(&error))?;
        let status = answer.status();
        // 409: the gateway has this id already, so an earlier attempt arrived after all.
        if !status.is_success() && status.as_u16() != 409 {
            return Err(http::refused(status));
        }
        let body = http::body(answer).await;
        Ok(body.get("reference").and_then(|r| r.as_str()).map(|r| r.chars().take(100).collect()))
    }
}

/// A telephone number in the international form (E.164), Finnish when it begins with a single zero.
pub fn number(written: &str) -> Option<String> {
    let bare: String = written.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let whole = match (bare.strip_prefix('+'), bare.strip_prefix("00"), bare.strip_prefix('0')) {
        (Some(rest), ..) | (None, Some(rest), _) => rest.to_owned(),
        (None, None, Some(rest)) => format!("358{rest}"),
        _ => return None,
    };
    let digits = whole.chars().all(|c| c.is_ascii_digit());
    (digits && (8..=15).contains(&whole.len())).then(|| format!("+{whole}"))
}

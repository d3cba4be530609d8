//! Suomi.fi messages by the REST interface of the Digital and Population Data Services Agency.
//!
//! Seen in use by two cities' published clients: `POST /v1/token` with `{username, password}` → `{access_token}`;
//! `POST /v2/messages/electronic` → `{messageId}`; 409 for an `externalId` that has been sent already [verified: eVaka
//! sficlient, django-helsinki-suomifi-messages 1.0.0]. How the token is written into `Authorization` differs between the two;
//! `Bearer` is used here [uncertain]. An electronic message is refused when the recipient has no mailbox in use; which status
//! says so is not known, so any 4xx about the message is final and its number is shown to staff [uncertain].
//!
//! Only the electronic part is ever sent: no paper, and so no postal address leaves the node.

use std::time::Duration;

use reqwest_client::header::{AUTHORIZATION, CONTENT_TYPE};
use reqwest_client::{Client, Response, Url};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::http::{self, PATIENCE};
use super::{Channel, Fault, Parcel, SettingsError, Taken};

/// The credentials the agency gave, and the service messages are sent as.
#[derive(Clone, Debug)]
pub struct SuomifiSettings {
    /// `https://api.messages.suomi.fi`, or `https://api.messages-qa.suomi.fi` for trying.
    pub url: String,
    pub username: String,
    pub password: String,
    pub service_id: String,
}

pub struct Suomifi {
    client: Client,
    base: Url,
    settings: SuomifiSettings,
    token: Mutex<Option<String>>,
}

impl Suomifi {
    /// # Errors
    /// When the address does not do.
    pub fn new(settings: &SuomifiSettings) -> Result<Self, SettingsError> {
        Self::patient(settings, PATIENCE)
    }

    /// As [`Suomifi::new`], with how long the other side may take to answer.
    pub fn patient(settings: &SuomifiSettings, patience: Duration) -> Result<Self, SettingsError> {
        let base = http::address("Suomi.fi messages", &settings.url)?;
        Ok(Self { client: http::client(patience)?, base, settings: settings.clone(), token: Mutex::default() })
    }

    fn url(&self, path: &str) -> Result<Url, Fault> {
        self.base.join(path).map_err(|_| Fault::NotNow("bad_address".into()))
    }

    async fn post(&self, path: &str, body: &Value, token: Option<&str>) -> Result<Response, Fault> {
        let mut request = self.client.post(self.url(path)?).header(CONTENT_TYPE, "application/json").body(body.to_string());
        if let Some(token) = token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        request.send().await.map_err(|error| http::unanswered(&error))
    }

    /// The token in use, or a new one. Asking for it hands over no message, so any failure is a "not now".
    async fn token(&self, worn_out: Option<&str>) -> Result<String, Fault> {
        let mut kept = self.token.lock().await;
        if let Some(token) = kept.as_ref().filter(|t| Some(t.as_str()) != worn_out) {
            return Ok(token.clone());
        }
        let body = json!({ "username": self.settings.username, "password": self.settings.password });
        let answer = self.post("/v1/token", &body, None).await.map_err(|_| Fault::NotNow("token_no_answer".into()))?;
        if !answer.status().is_success() {
            return Err(Fault::NotNow(format!("token_http_{}", answer.status().as_u16())));
        }
        let token = http::body(answer).await.get("access_token").and_then(|t| t.as_str()).map(str::to_owned);
        let token = token.ok_or_else(|| Fault::NotNow("token_missing".into()))?;
        *kept = Some(token.clone());
        Ok(token)
    }
}

#[async_trait::async_trait]
impl Channel for Suomifi {
    fn knows_repeats(&self) -> bool {
        true
    }

    async fn send(&self, parcel: &Parcel) -> Result<Taken, Fault> {
        let message = json!({
            "externalId": parcel.id,
            "electronic": {
                "title": parcel.title,
                "body": parcel.body,
                "bodyFormat": "Text",
                "attachments": [],
                "messageServiceType": "Normal",
                // Suomi.fi itself tells of a new message by e-mail: without the sender's and the service's names.
                "notifications": {
                    "senderDetailsInNotifications": "None",
                    "unreadMessageNotification": { "reminder": "No reminders" },
                },
                "replyAllowedBy": "No one",
                "visibility": "Recipient only",
            },
            "recipient": { "id": parcel.to },
            "sender": { "serviceId": self.settings.service_id },
        });
        let mut token = self.token(None).await?;
        let mut answer = self.post("/v2/messages/electronic", &message, Some(&token)).await?;
        if answer.status().as_u16() == 401 {
            // The token has run out; a second 401 is about the credentials.
            token = self.token(Some(&token)).await?;
            answer = self.post("/v2/messages/electronic", &message, Some(&token)).await?;
        }
        let status = answer.status();
        if !status.is_success() && status.as_u16() != 409 {
            return Err(http::refused(status));
        }
        Ok(http::body(answer).await.get("messageId").map(ToString::to_string))
    }
}

//! The channels: each a trait's real client, with the settings the node was given.

mod email;
mod http;
mod sms;
mod suomifi;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use email::{Email, EmailSettings, MailSecurity};
use kernel::Lang;
use serde::{Deserialize, Serialize};
pub use sms::{Sms, SmsSettings, number as mobile};
pub use suomifi::{Suomifi, SuomifiSettings};
use uuid::Uuid;

/// How a notice can leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    Email,
    Sms,
    /// Suomi.fi-viestit.
    Suomifi,
}

impl ChannelKind {
    pub const ALL: [Self; 3] = [Self::Email, Self::Sms, Self::Suomifi];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Suomifi => "suomifi",
        }
    }
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.code() == code)
    }
}

/// What is handed to a channel.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// The same in every attempt: the other side's idempotency key, where it keeps one.
    pub id: Uuid,
    /// An e-mail address, a telephone number or a personal identity code, by the channel.
    pub to: String,
    pub title: String,
    pub body: String,
    pub language: Lang,
}

/// It was taken; the other side's own name for it, when it gave one.
pub type Taken = Option<String>;

/// Why it was not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It never will be: the address does not do, the other side said no.
    Refused(String),
    /// Not now, and surely nothing has been taken.
    NotNow(String),
    /// It may have been taken: the answer did not arrive.
    Unknown(String),
}

#[async_trait::async_trait]
pub trait Channel: Send + Sync {
    /// Whether the other side knows a repeated id and does not deliver twice. Without, what may have been taken is not sent
    /// again by itself.
    fn knows_repeats(&self) -> bool;
    async fn send(&self, parcel: &Parcel) -> Result<Taken, Fault>;
}

/// The channels this node has settings for.
#[derive(Clone, Default)]
pub struct Channels {
    by_kind: BTreeMap<ChannelKind, Arc<dyn Channel>>,
    /// The address of the client's own pages, for `{link}` in the words.
    pub(crate) link: String,
}

impl Channels {
    /// `base_url`: how people reach the node, without a slash at the end.
    pub fn new(base_url: &str) -> Self {
        Self { by_kind: BTreeMap::new(), link: format!("{base_url}/my") }
    }
    #[must_use]
    pub fn with(mut self, kind: ChannelKind, channel: impl Channel + 'static) -> Self {
        self.by_kind.insert(kind, Arc::new(channel));
        self
    }
    pub fn kinds(&self) -> Vec<ChannelKind> {
        self.by_kind.keys().copied().collect()
    }
    pub fn is_empty(&self) -> bool {
        self.by_kind.is_empty()
    }
    pub(crate) fn get(&self, kind: ChannelKind) -> Option<&Arc<dyn Channel>> {
        self.by_kind.get(&kind)
    }
}

/// Settings that do not make a channel.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("{0} is not an address of that kind")]
    Address(&'static str),
    #[error("{0} must be https, or a loopback address")]
    Plain(&'static str),
    #[error("the certificate file holds no certificate in PEM form")]
    Certificate,
    #[error("the client cannot be built: {0}")]
    Client(String),
}

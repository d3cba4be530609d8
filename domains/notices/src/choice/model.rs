use serde::{Deserialize, Serialize};

use crate::channel::ChannelKind;

/// The channels a client has chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub email: bool,
    pub sms: bool,
    pub suomifi: bool,
    /// 0 when nothing has been chosen yet.
    pub version: i32,
}

impl Choice {
    pub const fn has(&self, channel: ChannelKind) -> bool {
        match channel {
            ChannelKind::Email => self.email,
            ChannelKind::Sms => self.sms,
            ChannelKind::Suomifi => self.suomifi,
        }
    }
}

/// One channel as the client sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OwnChannel {
    pub channel: ChannelKind,
    /// Whether the county has the channel in use; what is not cannot be chosen.
    pub available: bool,
    pub chosen: bool,
    /// Where it would go, the most of it hidden: "a•••@example.fi". Absent when no address is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OwnNotices {
    /// 0 when nothing has been chosen yet; for If-Match.
    pub version: i32,
    pub channels: Vec<OwnChannel>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChooseNotices {
    pub email: bool,
    pub sms: bool,
    pub suomifi: bool,
    /// A new e-mail address of one's own; the one told before ends.
    pub new_email: Option<String>,
    /// A new telephone number of one's own; the one told before ends.
    pub new_phone: Option<String>,
}

/// An e-mail address with the most of its name hidden.
pub fn hide_email(address: &str) -> String {
    let (name, host) = address.split_once('@').unwrap_or((address, ""));
    let first: String = name.chars().take(1).collect();
    format!("{first}•••@{host}")
}

/// A telephone number with all but its last three digits hidden.
pub fn hide_phone(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let last: String = digits.iter().skip(digits.len().saturating_sub(3)).collect();
    format!("••• {last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enough_is_shown_to_know_ones_own_address_by() {
        assert_eq!(hide_email("aino.virtanen@example.fi"), "a•••@example.fi");
        assert_eq!(hide_phone("+358 40 123 4567"), "••• 567");
        assert_eq!(hide_phone("1"), "••• 1");
    }
}

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Lang, Register, ServiceTask, codes};
use owndata::Pair;
use people::PersonRef;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

codes! {
    /// Where a copy stands.
    CopyState { Making => "making", Ready => "ready", Failed => "failed", Removed => "removed" }
}

codes! {
    /// How the client asked a professional for it.
    RightsChannel { InPerson => "in_person", Phone => "phone", Video => "video", Letter => "letter" }
}

codes! {
    /// How a professional made sure who asks.
    IdentityCheck { Document => "document", Known => "known", Representative => "representative" }
}

/// A copy of the client's own data.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OwnCopy {
    pub id: Uuid,
    pub state: CopyState,
    /// 0–100.
    pub progress: i32,
    pub language: Lang,
    pub asked_at: DateTime<Utc>,
    /// The last day by which it must be given.
    pub due_on: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep_until: Option<DateTime<Utc>>,
    /// Bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
    /// It holds everything; one that a professional started holds what is open to them.
    pub whole: bool,
    /// The professional who asked for it for the client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<PersonRef>,
    /// It can be downloaded by whoever looks.
    pub can_download: bool,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCopy {
    pub language: Lang,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStaffCopy {
    pub language: Lang,
    pub channel: RightsChannel,
    pub identity_checked: IdentityCheck,
    /// Why it is made for the client; 3–2,000 characters.
    pub reason: String,
}

/// What was begun.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RightsMade {
    pub id: Uuid,
}

/// Registers and tasks as one text: "social/older_people patient/health".
pub(crate) fn written(pairs: &[Pair]) -> String {
    pairs.iter().map(|(r, t)| format!("{r}/{t}")).collect::<Vec<_>>().join(" ")
}

pub(crate) fn read(text: &str) -> Vec<Pair> {
    text.split(' ').filter_map(|one| one.split_once('/')).filter_map(|(r, t)| Some((Register::parse(r)?, ServiceTask::parse(t)?))).collect()
}

pub(crate) const fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Fi => "fi",
        Lang::Sv => "sv",
        Lang::En => "en",
    }
}

pub(crate) fn lang(code: &str) -> Lang {
    match code {
        "sv" => Lang::Sv,
        "en" => Lang::En,
        _ => Lang::Fi,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_come_back_as_they_were_written() {
        let pairs = vec![(Register::Social, ServiceTask::OlderPeople), (Register::Patient, ServiceTask::Health)];
        assert_eq!(written(&pairs), "social/older_people patient/health");
        assert_eq!(read(&written(&pairs)), pairs);
        assert_eq!(read(""), Vec::new());
    }
}

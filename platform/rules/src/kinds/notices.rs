use kernel::Text;
use serde::Deserialize;

use crate::error::Faults;
use crate::set::{Checks, RuleKind};

/// Notices that something waits for the client: when, by which words, how often tried.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notices {
    /// How many hours before an appointment its reminder leaves; 1–168.
    pub remind_hours: u32,
    /// How often a channel that does not take a notice is tried; 1–50.
    pub attempts: i32,
    pub sms_hours: Hours,
    pub words: NoticeWords,
    pub occasions: Vec<Occasion>,
}

/// Whole hours of the day in Finland, `from` included, `until` not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    pub from: u32,
    pub until: u32,
}

/// The two things a notice can say.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeWords {
    pub new: ByChannel,
    pub reminder: ByChannel,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByChannel {
    pub email: NoticeText,
    pub sms: NoticeText,
    pub suomifi: NoticeText,
}

/// What leaves: the same for everyone, so that it tells nothing of anyone.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeText {
    pub title: Text,
    /// `{link}` stands for the address of the client's own pages.
    pub body: Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordsOf {
    New,
    Reminder,
}

/// What gives rise to a notice.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Occasion {
    pub code: String,
    pub words: WordsOf,
    /// A new notice of the occasion about the same matter is not made within so many minutes of the last; 0–1440.
    pub merge_minutes: u32,
    /// For staff and for the client's settings; never sent.
    pub label: Text,
}

/// The occasions the program knows; each has its line in the rules.
pub const OCCASIONS: [&str; 11] = [
    "decision_sent",
    "message",
    "hearing",
    "appointment_made",
    "appointment_changed",
    "appointment_cancelled",
    "appointment_reminder",
    "feedback",
    "own_reminder",
    "plan_reminder",
    "consultation",
];

/// Occasions that came later: a county's rules of before hold without them, and their notices have the words of something new.
const LATER: [&str; 4] = ["feedback", "own_reminder", "plan_reminder", "consultation"];

/// Longest text of one text message in the GSM 7-bit alphabet, which has å, ä and ö (3GPP TS 23.038 [memory]).
const SMS_LENGTH: usize = 160;

impl Notices {
    pub fn occasion(&self, code: &str) -> Option<&Occasion> {
        self.occasions.iter().find(|o| o.code == code)
    }

    /// The words of an occasion by channels; those of something new for an occasion the rules do not name.
    pub fn words(&self, occasion: &str) -> &ByChannel {
        match self.occasion(occasion).map(|o| o.words) {
            Some(WordsOf::Reminder) => &self.words.reminder,
            _ => &self.words.new,
        }
    }
}

impl NoticeText {
    fn check(&self, faults: &mut Faults<'_>, place: &str, sms: bool) {
        faults.text(place, "title", &self.title);
        faults.text(place, "body", &self.body);
        for (language, body) in [("fi", Some(&self.body.fi)), ("sv", self.body.sv.as_ref()), ("en", self.body.en.as_ref())] {
            let Some(body) = body else { continue };
            let rest = if sms { body.clone() } else { body.replace("{link}", "") };
            if rest.contains(['{', '}']) {
                faults.add(
                    Some(place),
                    &format!("body.{language}"),
                    "text_form",
                    "takes no other field than {link}, and a text message none",
                );
            }
            if sms && body.chars().count() > SMS_LENGTH {
                let problem = format!("is longer than {SMS_LENGTH} characters, one text message");
                faults.add(Some(place), &format!("body.{language}"), "text_long", problem).param("most", SMS_LENGTH.to_string());
            }
        }
    }
}

impl RuleKind for Notices {
    const KIND: &'static str = "notices";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        if !(1..=168).contains(&self.remind_hours) {
            faults.add(None, "remind_hours", "number_range", "must be from 1 to 168").param("least", "1").param("most", "168");
        }
        if !(1..=50).contains(&self.attempts) {
            faults.add(None, "attempts", "number_range", "must be from 1 to 50").param("least", "1").param("most", "50");
        }
        if self.sms_hours.from >= self.sms_hours.until || self.sms_hours.until > 24 {
            faults.add(None, "sms_hours", "hours_range", "must begin before it ends, within one day");
        }
        for (name, words) in [("new", &self.words.new), ("reminder", &self.words.reminder)] {
            words.email.check(faults, &format!("words.{name}.email"), false);
            words.sms.check(faults, &format!("words.{name}.sms"), true);
            words.suomifi.check(faults, &format!("words.{name}.suomifi"), false);
        }
        faults.unique("occasions", "code", self.occasions.iter().map(|o| o.code.as_str()));
        for code in OCCASIONS.into_iter().filter(|code| !LATER.contains(code) && self.occasion(code).is_none()) {
            faults
                .add(None, "occasions", "missing_key", format!("`{code}` is missing: the program makes notices of it"))
                .param("found", code);
        }
        for (index, occasion) in self.occasions.iter().enumerate() {
            faults.enter("occasions", index);
            if !OCCASIONS.contains(&occasion.code.as_str()) {
                faults
                    .add(Some(&occasion.code), "code", "unknown_word", "is not an occasion the program knows")
                    .param("found", &occasion.code)
                    .param("expected", OCCASIONS.join(", "));
            }
            if occasion.merge_minutes > 1_440 {
                faults
                    .add(Some(&occasion.code), "merge_minutes", "number_range", "must be at most 1440")
                    .param("least", "0")
                    .param("most", "1440");
            }
            faults.text(&occasion.code, "label", &occasion.label);
        }
        faults.leave();
    }
}

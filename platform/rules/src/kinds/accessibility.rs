use chrono::NaiveDate;
use kernel::Text;
use serde::{Deserialize, Serialize};

use crate::error::Faults;
use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

/// The accessibility statement (saavutettavuusseloste) that the law asks of the organiser: what is known not to conform, how it
/// was found out, whom to tell, who supervises.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accessibility {
    pub conformance: Conformance,
    /// The day on which the statement was last gone through.
    pub reviewed_on: NaiveDate,
    /// Which service the statement is about.
    pub service: Text,
    /// How the service was assessed.
    pub method: Text,
    /// Days within which feedback is answered, 1–60.
    pub reply_days: u32,
    /// Months that answered feedback is kept, 1–120; the organiser's own.
    pub keep_months: u32,
    /// Law and section, as far as known; see `mark`.
    pub law: String,
    pub mark: Mark,
    #[serde(default)]
    pub contact: Contact,
    pub authority: Authority,
    #[serde(default)]
    pub shortcomings: Vec<Shortcoming>,
}

/// How far the service conforms; the three words of the model statement of decision (EU) 2018/1523 [memory].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Conformance {
    Full,
    Partial,
    #[serde(rename = "none")]
    Not,
}

/// How the organiser is reached by those who cannot use the form. What is empty is not shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Contact {
    pub email: String,
    pub phone: String,
    pub address: String,
}

/// Who supervises the law.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    pub name: Text,
    /// An https address.
    pub web: String,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub phone: String,
    pub mark: Mark,
}

/// Something known not to conform.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Shortcoming {
    pub code: String,
    /// The success criterion of WCAG 2.2, such as `1.3.1`; empty when none is failed but the matter is worth telling.
    #[serde(default)]
    pub criterion: String,
    pub what: Text,
    /// How the same is done meanwhile.
    pub instead: Text,
    /// The day by which it is to be mended, when one is planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mend_by: Option<NaiveDate>,
}

/// `1.3.1`: three numbers of one or two digits.
fn is_criterion(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() == 3 && parts.iter().all(|part| matches!(part.len(), 1..=2) && part.bytes().all(|b| b.is_ascii_digit()))
}

impl Accessibility {
    fn check_people(&self, faults: &mut Faults<'_>) {
        faults.text("authority", "name", &self.authority.name);
        if !self.authority.web.starts_with("https://") {
            faults.add(None, "authority.web", "address_form", "is not an https address");
        }
        for (place, email) in [("contact.email", &self.contact.email), ("authority.email", &self.authority.email)] {
            if !email.is_empty() && !email.contains('@') {
                faults.add(None, place, "address_form", "is not an e-mail address");
            }
        }
    }
}

impl RuleKind for Accessibility {
    const KIND: &'static str = "accessibility";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.text("service", "service", &self.service);
        faults.text("method", "method", &self.method);
        if !(1..=60).contains(&self.reply_days) {
            faults.add(None, "reply_days", "number_range", "must be from 1 to 60").param("least", "1").param("most", "60");
        }
        if !(1..=120).contains(&self.keep_months) {
            faults.add(None, "keep_months", "number_range", "must be from 1 to 120").param("least", "1").param("most", "120");
        }
        if self.law.trim().is_empty() {
            faults.add(None, "law", "law_missing", "is empty");
        }
        self.check_people(faults);
        // A statement that says all is well and lists what is not would be two statements.
        if self.conformance == Conformance::Full && self.shortcomings.iter().any(|one| !one.criterion.is_empty()) {
            faults.add(None, "conformance", "conformance_against", "says `full`, but failed criteria are listed");
        }
        faults.unique("shortcomings", "code", self.shortcomings.iter().map(|one| one.code.as_str()));
        for (index, one) in self.shortcomings.iter().enumerate() {
            faults.enter("shortcomings", index);
            faults.text(&one.code, "what", &one.what);
            faults.text(&one.code, "instead", &one.instead);
            if !one.criterion.is_empty() && !is_criterion(&one.criterion) {
                faults.add(Some(&one.code), "criterion", "criterion_form", "is not a criterion's number, such as 1.3.1");
            }
        }
        faults.leave();
    }
}

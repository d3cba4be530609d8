use kernel::{Register, ServiceTask, Text};
use serde::{Deserialize, Serialize};

use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

/// How long what is kept.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    pub rules: Vec<RetentionRule>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionRule {
    /// Stable id; reports and proofs name it.
    pub id: String,
    pub what: Kept,
    /// Which register's data; for `records` only.
    pub register: Option<Register>,
    /// Empty: every task of the register that no other rule names.
    #[serde(default)]
    pub service_tasks: Vec<ServiceTask>,
    pub periods: Vec<Period>,
    /// Law and section, as far as known; see `mark`.
    pub law: String,
    pub mark: Mark,
    /// How the law was read, where it can be read in several ways.
    pub reading: Option<String>,
    pub label: Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// A client's data in a register.
    Records,
    /// Who the client was, once nothing else is left.
    Identity,
    /// Lines of the access log.
    AccessLog,
    /// Reviews of the use of clients' data.
    WatchReviews,
    /// What clients have asked of lines of the log, with the answers.
    LogInquiries,
    /// Requests about one's own data, with their copies and restrictions.
    RightsRequests,
    /// Permits, denials and consents that have been withdrawn, with what was told of them to Kanta.
    EndedWills,
}

/// Years from a beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    pub from: Since,
    /// Whole years, 1–150.
    pub years: u32,
    /// Does not count when this beginning is known.
    pub unless: Option<Since>,
}

/// Where a period begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Since {
    Birth,
    Death,
    /// The day the last relation, matter or customership in the rule's tasks ended.
    LastRelation,
    /// The day the line was written.
    Written,
    /// The day it was settled or answered.
    Settled,
}

/// Longest period, in years: nobody's data are needed longer by any law known here.
const MOST_YEARS: u32 = 150;

impl Retention {
    /// The service tasks a rule is about.
    pub fn tasks(&self, rule: &RetentionRule) -> Vec<ServiceTask> {
        if !rule.service_tasks.is_empty() {
            return rule.service_tasks.clone();
        }
        let named = |task: &ServiceTask| self.rules.iter().any(|r| r.register == rule.register && r.service_tasks.contains(task));
        ServiceTask::ALL.iter().filter(|task| !named(task)).copied().collect()
    }
}

impl RetentionRule {
    pub fn same_data(&self, other: &Self) -> bool {
        self.what == other.what
            && self.register == other.register
            && ((self.service_tasks.is_empty() && other.service_tasks.is_empty())
                || self.service_tasks.iter().any(|task| other.service_tasks.contains(task)))
    }
}

/// What may begin a period of this.
const fn beginnings(what: Kept) -> (&'static [Since], &'static str) {
    match what {
        Kept::Records => (&[Since::Birth, Since::Death, Since::LastRelation], "birth, death, last_relation"),
        // An identity is kept by its other data, so the last relation says nothing of it.
        Kept::Identity => (&[Since::Birth, Since::Death], "birth, death"),
        Kept::AccessLog => (&[Since::Written], "written"),
        Kept::WatchReviews | Kept::LogInquiries | Kept::RightsRequests | Kept::EndedWills => (&[Since::Settled], "settled"),
    }
}

impl RuleKind for Retention {
    const KIND: &'static str = "retention";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.unique("rules", "id", self.rules.iter().map(|rule| rule.id.as_str()));
        for (index, rule) in self.rules.iter().enumerate() {
            faults.enter("rules", index);
            let id = rule.id.as_str();
            faults.text(id, "label", &rule.label);
            if rule.law.trim().is_empty() {
                faults.add(Some(id), "law", "law_missing", "is empty: a rule names its law");
            }
            let records = rule.what == Kept::Records;
            if records && rule.register.is_none() {
                faults.add(Some(id), "register", "missing_key", "is missing: records are of a register").param("found", "register");
            }
            for (field, there) in [("register", rule.register.is_some()), ("service_tasks", !rule.service_tasks.is_empty())] {
                if there && !records {
                    faults.add(Some(id), field, "records_only", "is named for records only").param("found", field);
                }
            }
            if rule.periods.is_empty() {
                faults.add(Some(id), "periods", "empty", "is empty: nothing would ever say how long");
            }
            let (may, words) = beginnings(rule.what);
            for (place, period) in rule.periods.iter().enumerate() {
                if !(1..=MOST_YEARS).contains(&period.years) {
                    let told = faults.add(Some(id), &format!("periods[{place}].years"), "number_range", "is out of range");
                    told.param("least", "1").param("most", MOST_YEARS.to_string());
                }
                let field = format!("periods[{place}].from");
                if !may.contains(&period.from) {
                    let told = faults.add(Some(id), &field, "period_beginning", format!("does not fit: use {words}"));
                    told.param("expected", words);
                }
            }
            if let Some(other) = self.rules.iter().take(index).find(|other| other.id != rule.id && other.same_data(rule)) {
                let told = faults.add(Some(id), "service_tasks", "same_data", format!("is about the same data as `{}`", other.id));
                told.param("other", &other.id);
            }
        }
        faults.leave();
    }
}

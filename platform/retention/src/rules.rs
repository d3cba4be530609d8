use chrono::NaiveDate;
use kernel::{Register, ServiceTask, Text};
use serde::{Deserialize, Serialize};

use crate::RetentionError;

/// One version of the rules, whole and valid.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionRules {
    kind: String,
    /// The version that reports and proofs name.
    pub version: String,
    pub valid_from: NaiveDate,
    pub source: String,
    pub rules: Vec<Rule>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub id: String,
    pub what: What,
    /// Which register's data; for `records` only.
    pub register: Option<Register>,
    /// Empty: every task of the register that no other rule names.
    #[serde(default)]
    pub service_tasks: Vec<ServiceTask>,
    pub periods: Vec<Period>,
    pub law: String,
    /// verified | memory | uncertain: how sure it is that the rule says what the law says.
    pub mark: String,
    /// How the law was read, where it can be read in several ways.
    pub reading: Option<String>,
    pub label: Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A client's data in a register.
    Records,
    /// Who the client was, once nothing else is left.
    Identity,
    /// Lines of the access log.
    AccessLog,
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
}

const SHIPPED: &str = include_str!("../../../rules/retention.toml");

impl RetentionRules {
    /// The defaults released with the product.
    pub fn shipped() -> Result<Self, RetentionError> {
        Self::parse("retention.toml", SHIPPED)
    }

    /// Reads and checks one file; `file` names it in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, RetentionError> {
        let fault = |problem: String| RetentionError::Rules { file: file.to_owned(), problem };
        let rules: Self = toml::from_str(text).map_err(|e| fault(e.to_string()))?;
        rules.check().map_err(fault)?;
        Ok(rules)
    }

    fn check(&self) -> Result<(), String> {
        if self.kind != "retention" {
            return Err(format!("kind is `{}`, expected `retention`", self.kind));
        }
        if self.version.trim().is_empty() || self.source.trim().is_empty() {
            return Err("version and source must not be empty".into());
        }
        let mut ids = std::collections::BTreeSet::new();
        for rule in &self.rules {
            if rule.id.trim().is_empty() || !ids.insert(&rule.id) {
                return Err(format!("rule `{}`: ids must be there and differ", rule.id));
            }
            rule.check().map_err(|problem| format!("rule `{}`: {problem}", rule.id))?;
        }
        for a in &self.rules {
            for b in self.rules.iter().filter(|b| b.id != a.id && b.what == a.what && b.register == a.register) {
                let same_rest = a.service_tasks.is_empty() && b.service_tasks.is_empty();
                if same_rest || a.service_tasks.iter().any(|t| b.service_tasks.contains(t)) {
                    return Err(format!("rules `{}` and `{}` are about the same data", a.id, b.id));
                }
            }
        }
        Ok(())
    }

    /// The service tasks a rule is about.
    pub fn tasks(&self, rule: &Rule) -> Vec<ServiceTask> {
        if !rule.service_tasks.is_empty() {
            return rule.service_tasks.clone();
        }
        let named = |task: &ServiceTask| self.rules.iter().any(|r| r.register == rule.register && r.service_tasks.contains(task));
        ServiceTask::ALL.iter().filter(|task| !named(task)).copied().collect()
    }
}

impl Rule {
    fn check(&self) -> Result<(), String> {
        if self.law.trim().is_empty() {
            return Err("law is empty: a rule names its law".into());
        }
        if !["verified", "memory", "uncertain"].contains(&self.mark.as_str()) {
            return Err(format!("mark is `{}`; it is verified, memory or uncertain", self.mark));
        }
        if self.label.fi.trim().is_empty() || self.label.sv.is_none() || self.label.en.is_none() {
            return Err("label is needed in Finnish, Swedish and English".into());
        }
        if (self.what == What::Records) != self.register.is_some() {
            return Err("register is named for records and for nothing else".into());
        }
        if self.what != What::Records && !self.service_tasks.is_empty() {
            return Err("service tasks are named for records only".into());
        }
        if self.periods.is_empty() {
            return Err("periods are empty: nothing would ever say how long".into());
        }
        for period in &self.periods {
            if !(1..=150).contains(&period.years) {
                return Err(format!("{} years: a period is from 1 to 150 years", period.years));
            }
            if (self.what == What::AccessLog) != (period.from == Since::Written) {
                return Err("`written` begins the periods of the log, and no others".into());
            }
            if self.what == What::Identity && period.from == Since::LastRelation {
                return Err("an identity is kept by its other data; `last_relation` says nothing of it".into());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_rules_hold_and_share_the_tasks() {
        let rules = RetentionRules::shipped().unwrap();
        let of = |id: &str| rules.rules.iter().find(|r| r.id == id).unwrap();
        assert_eq!(rules.tasks(of("child_protection")), [ServiceTask::ChildProtection]);
        let rest = rules.tasks(of("social_records"));
        assert!(rest.contains(&ServiceTask::OlderPeople));
        assert!(!rest.contains(&ServiceTask::ChildProtection) && !rest.contains(&ServiceTask::FamilyLaw));
        assert_eq!(rules.tasks(of("patient_records")).len(), ServiceTask::ALL.len());
    }

    #[test]
    fn a_wrong_file_is_refused_with_the_reason() {
        let good = SHIPPED;
        for (from, to, says) in [
            ("years = 30", "years = 0", "from 1 to 150"),
            ("id = \"family_law\"", "id = \"child_protection\"", "ids must be there and differ"),
            ("[\"family_law\"]", "[\"child_protection\"]", "about the same data"),
            ("mark = \"memory\"", "mark = \"sure\"", "verified, memory or uncertain"),
            ("from = \"written\"", "from = \"death\"", "written"),
            ("kind = \"retention\"", "kind = \"routing\"", "expected `retention`"),
            ("what = \"records\"", "what = \"everything\"", "everything"),
        ] {
            let text = good.replacen(from, to, 1);
            assert_ne!(text, good, "{from}");
            let error = RetentionRules::parse("x.toml", &text).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
    }
}

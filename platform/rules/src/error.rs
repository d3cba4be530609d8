use std::fmt;

/// What is wrong in a rule file, and where. Rule files hold no personal data, so the texts may be logged and shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    /// Name of the file, or of the version in the database.
    pub file: String,
    /// The rule's id (or code, role, key) when the fault is in one.
    pub rule: Option<String>,
    /// Path of the field inside the rule or the file, such as `limit.count`.
    pub field: Option<String>,
    /// What is wrong, in English, for whoever edits rules.
    pub problem: String,
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(rule) = &self.rule {
            write!(f, ", rule `{rule}`")?;
        }
        if let Some(field) = &self.field {
            write!(f, ", field `{field}`")?;
        }
        write!(f, ": {}", self.problem)
    }
}

/// All faults found; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleErrors(pub Vec<RuleError>);

impl fmt::Display for RuleErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for RuleErrors {}

/// Collects the faults of one file.
pub(crate) struct Faults<'a> {
    pub file: &'a str,
    pub found: Vec<RuleError>,
}

impl<'a> Faults<'a> {
    pub fn of(file: &'a str) -> Self {
        Self { file, found: Vec::new() }
    }

    pub fn add(&mut self, rule: Option<&str>, field: &str, problem: impl Into<String>) {
        self.found.push(RuleError {
            file: self.file.to_owned(),
            rule: rule.map(str::to_owned),
            field: (!field.is_empty()).then(|| field.to_owned()),
            problem: problem.into(),
        });
    }

    /// Keys that must be there and be there once.
    pub fn unique<'k>(&mut self, field: &str, keys: impl Iterator<Item = &'k str>) {
        let mut seen = std::collections::BTreeSet::new();
        for key in keys {
            if key.trim().is_empty() {
                self.add(None, field, "is empty");
            } else if !seen.insert(key) {
                self.add(Some(key), field, "is there twice");
            }
        }
    }

    /// A text of the shipped languages: all three, none empty.
    pub fn text(&mut self, rule: &str, field: &str, text: &kernel::Text) {
        for (language, value) in [("fi", Some(text.fi.as_str())), ("sv", text.sv.as_deref()), ("en", text.en.as_deref())] {
            if value.is_none_or(|value| value.trim().is_empty()) {
                self.add(Some(rule), &format!("{field}.{language}"), "a text is missing");
            }
        }
    }
}

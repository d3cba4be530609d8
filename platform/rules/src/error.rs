use std::fmt;

use serde::Serialize;

/// What is wrong in a rule file, and where. Rule files hold no personal data, so the texts may be logged and shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RuleError {
    /// Name of the file, or of the version in the database.
    pub file: String,
    /// From 1; absent when the fault is in no one place (a kind that is missing).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// In characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// The rule's id (or code, role, key) when the fault is in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Path of the field inside the rule or the file, such as `limit.count`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Stable code of the fault; the screens have words for each of [`FAULTS`].
    pub code: &'static str,
    /// What the words name: the word found, those expected.
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub params: std::collections::BTreeMap<&'static str, String>,
    /// What is wrong, in English, for the command line and the log.
    pub problem: String,
    /// The list and the place in it of the rule, for finding the line.
    #[serde(skip)]
    pub(crate) within: Option<(String, usize)>,
}

/// Every code a fault can have. The screens' languages are tested against this list.
pub const FAULTS: &[&str] = &[
    "syntax",
    "kind_missing",
    "kind_unknown",
    "kind_other",
    "kind_absent",
    "unknown_key",
    "missing_key",
    "unknown_word",
    "wrong_type",
    "empty",
    "twice",
    "text_missing",
    "version_twice",
    "law_missing",
    "validity_backwards",
    "validity_overlap",
    "validity_gap",
    "limit_count",
    "never_met",
    "stops_and_ends",
    "ends_with_trigger",
    "receipt_without_decision",
    "ages_never",
    "never_holds",
    "always_excepted",
    "pause_unit",
    "pause_without_date",
    "pause_reason_unknown",
    "team_unknown",
    "team_not_in_county",
    "always_holds",
    "unreachable",
    "municipality_form",
    "municipality_unknown",
    "municipality_not_listed",
    "outcome_too_early",
    "value_missing",
    "value_extra",
    "role_unknown",
    "fallback_without_lens",
    "section_missing",
    "section_twice",
    "ground_opens_nothing",
    "ground_for_nobody",
    "ground_minutes",
    "ground_emergency",
    "ground_review",
    "insight_months",
    "acting_code",
    "acting_ground",
    "acting_group",
    "reading_unknown",
    "ground_without_relation",
    "acting_range",
    "acting_twice",
    "rights_days",
    "rights_months",
    "will_level",
    "will_register",
    "will_emergency",
    "watch_parameter",
    "alert_condition",
    "alert_name",
    "alert_too_wide",
    "alert_place",
    "request_need",
    "story_theme",
    "story_place",
    "story_part",
    "watch_range",
    "label_missing",
    "label_for_nothing",
    "number_range",
    "hours_range",
    "text_form",
    "address_form",
    "criterion_form",
    "conformance_against",
    "text_long",
    "place_unknown",
    "place_open",
    "records_only",
    "period_beginning",
    "same_data",
    "row_range",
    "row_missing",
    "role_missing",
    "group_unknown",
    "question_missing",
    "question_undecided",
    "sharing_pair",
    "sharing_missing",
    "sharing_cell",
    "sharing_effect",
    "preset_percent",
    "preset_register",
    "measure_code",
    "measure_item",
    "measure_licensed",
    "measure_limits",
    "measure_range",
    "measure_score",
    "safety_group",
    "safety_told",
    "fit_unused",
    "template_code_twice",
    "template_leaves",
    "template_condition",
    "template_until",
    "template_act",
    "template_unknown",
    "chain_common_missing",
    "chain_task_twice",
    "chain_step_twice",
    "chain_move",
];

impl RuleError {
    pub(crate) fn new(file: &str, code: &'static str, problem: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: None,
            column: None,
            rule: None,
            field: None,
            code,
            params: Default::default(),
            problem: problem.into(),
            within: None,
        }
    }

    #[must_use]
    pub(crate) fn field(mut self, field: &str) -> Self {
        self.field = (!field.is_empty()).then(|| field.to_owned());
        self
    }

    #[must_use]
    pub(crate) fn param(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.params.insert(name, value.into());
        self
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}:{}", self.column.unwrap_or(1))?;
        }
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
    within: Option<(String, usize)>,
}

impl<'a> Faults<'a> {
    pub fn of(file: &'a str) -> Self {
        Self { file, found: Vec::new(), within: None }
    }

    /// What is told from now on is about the `index`th entry of `list`.
    pub fn enter(&mut self, list: &str, index: usize) {
        self.within = Some((list.to_owned(), index));
    }

    /// What is told from now on is about the file's own fields.
    pub fn leave(&mut self) {
        self.within = None;
    }

    /// Tells a fault. The answer takes more: `.param("team", …)`.
    pub fn add(&mut self, rule: Option<&str>, field: &str, code: &'static str, problem: impl Into<String>) -> Told<'_> {
        let mut error = RuleError::new(self.file, code, problem).field(field);
        error.rule = rule.map(str::to_owned);
        error.within = self.within.clone();
        self.found.push(error);
        Told(self.found.last_mut())
    }

    /// Keys that must be there and be there once, of the entries of `list`.
    pub fn unique<'k>(&mut self, list: &str, field: &str, keys: impl Iterator<Item = &'k str>) {
        let mut seen = std::collections::BTreeSet::new();
        for (index, key) in keys.enumerate() {
            self.enter(list, index);
            if key.trim().is_empty() {
                self.add(None, field, "empty", "is empty");
            } else if !seen.insert(key) {
                self.add(Some(key), field, "twice", "is there twice");
            }
        }
        self.leave();
    }

    /// A text of the shipped languages: all three, none empty.
    pub fn text(&mut self, rule: &str, field: &str, text: &kernel::Text) {
        for (language, value) in [("fi", Some(text.fi.as_str())), ("sv", text.sv.as_deref()), ("en", text.en.as_deref())] {
            if value.is_none_or(|value| value.trim().is_empty()) {
                self.add(Some(rule), &format!("{field}.{language}"), "text_missing", "a text is missing").param("language", language);
            }
        }
    }
}

/// A fault just told, to say more of it.
pub(crate) struct Told<'f>(Option<&'f mut RuleError>);

impl Told<'_> {
    pub fn param(mut self, name: &'static str, value: impl Into<String>) -> Self {
        if let Some(error) = self.0.as_mut() {
            error.params.insert(name, value.into());
        }
        self
    }
}

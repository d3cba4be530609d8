//! The typed facts of a document.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::Text;
use serde::{Deserialize, Serialize};

/// One fact's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum FactValue {
    /// Words of a person; never empty.
    Text(String),
    /// Several texts in order.
    Texts(Vec<String>),
    /// A local date of Europe/Helsinki.
    Date(NaiveDate),
    /// Yes or no.
    Flag(bool),
    /// A sum of money, in cents.
    Cents(i64),
    /// A code of a code set; [`Facts::label`] has its words.
    Code(String),
    /// Several codes in order.
    Codes(Vec<String>),
    /// Rows with facts of their own.
    List(Vec<Facts>),
}

/// The facts of a document, or of one row of a list, by name.
///
/// A getter answers `None` (or an empty list) when the document does not have the fact; that a fact has another type than
/// asked for cannot happen with a mapping that passed its check, and answers the same.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    values: BTreeMap<String, FactValue>,
    /// Labels of the codes above, by fact name and code, taken from the structure.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    labels: BTreeMap<String, BTreeMap<String, Text>>,
    /// What the facts of a whole document are of, for example `payment_commitment`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<String>,
}

impl Facts {
    /// No facts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a fact; used to build what is known before a document exists.
    pub fn set(&mut self, name: impl Into<String>, value: FactValue) -> &mut Self {
        self.values.insert(name.into(), value);
        self
    }

    pub(super) fn set_label(&mut self, name: &str, code: &str, label: Text) {
        self.labels.entry(name.to_owned()).or_default().insert(code.to_owned(), label);
    }

    /// What the facts of a document are of, for example `payment_commitment`; nothing for a row, or a mapping that does not say.
    #[must_use]
    pub fn of(&self) -> Option<&str> {
        self.of.as_deref()
    }

    pub(super) fn set_of(&mut self, of: Option<&str>) {
        self.of = of.map(str::to_owned);
    }

    /// Names and values in the order of names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &FactValue)> {
        self.values.iter().map(|(n, v)| (n.as_str(), v))
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The value under a name, whatever its type.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&FactValue> {
        self.values.get(name)
    }

    /// A text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(FactValue::Text(t)) => Some(t),
            _ => None,
        }
    }

    /// Texts in order.
    #[must_use]
    pub fn texts(&self, name: &str) -> &[String] {
        match self.get(name) {
            Some(FactValue::Texts(t)) => t,
            _ => &[],
        }
    }

    /// A local date.
    #[must_use]
    pub fn date(&self, name: &str) -> Option<NaiveDate> {
        match self.get(name) {
            Some(FactValue::Date(d)) => Some(*d),
            _ => None,
        }
    }

    /// Yes or no.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name) {
            Some(FactValue::Flag(b)) => Some(*b),
            _ => None,
        }
    }

    /// A sum of money, in cents.
    #[must_use]
    pub fn cents(&self, name: &str) -> Option<i64> {
        match self.get(name) {
            Some(FactValue::Cents(c)) => Some(*c),
            _ => None,
        }
    }

    /// A code.
    #[must_use]
    pub fn code(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(FactValue::Code(c)) => Some(c),
            _ => None,
        }
    }

    /// Codes in order.
    #[must_use]
    pub fn codes(&self, name: &str) -> &[String] {
        match self.get(name) {
            Some(FactValue::Codes(c)) => c,
            _ => &[],
        }
    }

    /// Rows in order.
    #[must_use]
    pub fn list(&self, name: &str) -> &[Facts] {
        match self.get(name) {
            Some(FactValue::List(rows)) => rows,
            _ => &[],
        }
    }

    /// The label that the structure gives a code of this fact.
    #[must_use]
    pub fn label(&self, name: &str, code: &str) -> Option<&Text> {
        self.labels.get(name)?.get(code)
    }
}

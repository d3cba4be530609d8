//! Where in a rule file something stands: a path such as `rules`, 3, `limit.count` as line and column.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::RuleError;

/// A file's text with the place of every key and value in it.
pub struct Places<'t> {
    text: &'t str,
    root: Option<Spanned<DeTable<'t>>>,
}

/// A step of a path.
pub enum Step {
    Key(String),
    Index(usize),
}

/// `limit.count`, `pauses[0].reason`, `when[1].municipalities[2]` as steps.
pub fn steps(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for part in path.split('.').filter(|part| !part.is_empty()) {
        let mut rest = part.split('[');
        if let Some(key) = rest.next().filter(|key| !key.is_empty()) {
            steps.push(Step::Key(key.to_owned()));
        }
        steps.extend(rest.filter_map(|index| index.trim_end_matches(']').parse().ok()).map(Step::Index));
    }
    steps
}

impl<'t> Places<'t> {
    pub fn of(text: &'t str) -> Self {
        let (root, _) = DeTable::parse_recoverable(text);
        Self { text, root: Some(root) }
    }

    /// Line and column, from 1, of a byte of the text.
    pub fn line_column(&self, at: usize) -> (usize, usize) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let column = before.get(line_start..).map_or(0, |line| line.chars().count()) + 1;
        (before.matches('\n').count() + 1, column)
    }

    /// Fills in the line and column of a fault that has none: of its field, or of the nearest thing around it that is there.
    pub fn put(&self, error: &mut RuleError) {
        if error.line.is_some() {
            return;
        }
        let mut path = Vec::new();
        if let Some((list, index)) = &error.within {
            path.push(Step::Key(list.clone()));
            path.push(Step::Index(*index));
        }
        path.extend(steps(error.field.as_deref().unwrap_or_default()));
        if path.is_empty() {
            return;
        }
        let (line, column) = self.line_column(self.find(&path));
        error.line = Some(line);
        error.column = Some(column);
    }

    /// The byte where what the path names begins; where a step is not there, where the last one that is begins.
    fn find(&self, path: &[Step]) -> usize {
        let Some(root) = &self.root else { return 0 };
        let mut at = 0;
        let mut steps = path.iter();
        let Some(Step::Key(first)) = steps.next() else { return at };
        let Some((key, mut value)) = entry(root.get_ref(), first) else { return at };
        at = key;
        for step in steps {
            let next = match (step, value.get_ref()) {
                (Step::Key(name), DeValue::Table(table)) => entry(table, name),
                (Step::Index(index), DeValue::Array(array)) => array.get(*index).map(|item| (item.span().start, item)),
                _ => None,
            };
            let Some((found, inner)) = next else { break };
            at = found;
            value = inner;
        }
        at
    }

    /// The bytes of the value of a key at the top of the file.
    pub fn value_of(&self, key: &str) -> Option<std::ops::Range<usize>> {
        let (_, value) = entry(self.root.as_ref()?.get_ref(), key)?;
        Some(value.span())
    }

    /// Keys beside `fi`, `sv` and `en` in tables that hold a text: a typing error would else be a missing translation.
    pub fn stray_languages(&self) -> Vec<Stray> {
        let mut found = Vec::new();
        if let Some(root) = &self.root {
            for (key, value) in root.get_ref() {
                let name = key.get_ref().as_ref();
                match value.get_ref() {
                    DeValue::Array(list) => {
                        for (index, item) in list.iter().enumerate() {
                            let mut keep = |path, key| found.push(Stray { item: Some((name.to_owned(), index)), path, key });
                            strays(item, String::new(), &mut keep);
                        }
                    }
                    _ => strays(value, name.to_owned(), &mut |path, key| found.push(Stray { item: None, path, key })),
                }
            }
        }
        found
    }
}

/// A key that is no language of ours in a table that holds a text.
pub struct Stray {
    /// The list it stands in and its index there.
    pub item: Option<(String, usize)>,
    /// Where in that item, or in the file.
    pub path: String,
    pub key: String,
}

fn strays(value: &Spanned<DeValue<'_>>, path: String, found: &mut impl FnMut(String, String)) {
    let DeValue::Table(table) = value.get_ref() else { return };
    let is_text = table.keys().any(|key| key.get_ref().as_ref() == "fi");
    for (key, inner) in table {
        let key = key.get_ref().as_ref();
        let below = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        if is_text && !["fi", "sv", "en"].contains(&key) {
            found(below, key.to_owned());
        } else {
            strays(inner, below, found);
        }
    }
}

fn entry<'a, 't>(table: &'a DeTable<'t>, name: &str) -> Option<(usize, &'a Spanned<DeValue<'t>>)> {
    table.iter().find(|(key, _)| key.get_ref().as_ref() == name).map(|(key, value)| (key.span().start, value))
}

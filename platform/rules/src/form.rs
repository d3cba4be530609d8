//! Reads a file's table into its type and tells every fault of form at once: what does not fit is told, set aside, and the
//! rest is read again.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, IntoDeserializer};
use serde_path_to_error::Segment;

use crate::error::RuleError;

/// More faults of form than this in one file are not told: the first ones say enough.
const MOST: usize = 60;

/// What could not be read whole.
pub struct Broken<D> {
    /// All faults of form: unknown and missing fields, words that are not codes, wrong types.
    pub faults: Vec<RuleError>,
    /// What is left when everything faulty is set aside, and where its entries stood in the file, for the lists that lost some.
    pub rest: Option<(D, Places)>,
}

/// By list, the original place of each entry that is left.
pub type Places = BTreeMap<String, Vec<usize>>;

/// Reads `table` of the file `name`.
///
/// # Errors
/// Every fault of form, with what is left to look at.
pub fn read<D: DeserializeOwned>(name: &str, table: &toml::Table) -> Result<D, Broken<D>> {
    let mut rest = table.clone();
    let mut faults: Vec<RuleError> = Vec::new();
    let mut places = Places::new();
    // Fields taken out of an entry so that the faults after them are seen; that they are missing now is no fault of the text.
    let mut cut: Vec<(String, usize, String)> = Vec::new();
    while faults.len() < MOST {
        match serde_path_to_error::deserialize::<_, D>(toml::Value::Table(rest.clone()).into_deserializer()) {
            Ok(read) if faults.is_empty() => return Ok(read),
            Ok(read) => return Err(Broken { faults, rest: Some((read, places)) }),
            Err(error) => {
                let path: Vec<Segment> = error.path().iter().map(own).collect();
                let message = error.inner().message().to_owned();
                let Found { code, word, expected } = classify(&message);
                let mut field = field_of(&path);
                if code == "unknown_key" && !ends_with(&path, &word) {
                    field = if field.is_empty() { word.clone() } else { format!("{field}.{word}") };
                }
                let mut fault = RuleError::new(name, code, message).field(&field);
                if !word.is_empty() {
                    fault = fault.param("found", &word);
                }
                if !expected.is_empty() {
                    fault = fault.param("expected", expected);
                }
                let within = entry_of(&path).map(|(list, index)| {
                    let kept = places.entry(list.to_owned()).or_insert_with(|| (0..length(table, list)).collect());
                    (list.to_owned(), index, kept.get(index).copied().unwrap_or(index))
                });
                if let Some((list, _, original)) = &within {
                    fault.rule = Some(name_of(table, list, *original));
                    fault.within = Some((list.clone(), *original));
                }
                let cut_by_us = within.as_ref().is_some_and(|(list, _, original)| cut.contains(&(list.clone(), *original, word.clone())));
                if !(code == "missing_key" && cut_by_us) {
                    faults.push(fault);
                }
                let set_aside = if code == "unknown_key" {
                    remove_key(&mut rest, &path, &word)
                } else if let Some((list, index, original)) = within {
                    if let Some(Segment::Map { key }) = path.get(2)
                        && let Some(entry) = rest.get_mut(&list).and_then(|list| list.get_mut(index)).and_then(toml::Value::as_table_mut)
                        && entry.remove(key).is_some()
                    {
                        cut.push((list, original, key.clone()));
                        continue;
                    }
                    if let Some(kept) = places.get_mut(&list)
                        && index < kept.len()
                    {
                        kept.remove(index);
                    }
                    remove_entry(&mut rest, &list, index)
                } else {
                    false
                };
                if !set_aside {
                    break;
                }
            }
        }
    }
    Err(Broken { faults, rest: None })
}

struct Found {
    code: &'static str,
    /// The word that is wrong or missing.
    word: String,
    expected: String,
}

/// What serde's message says, taken apart.
fn classify(message: &str) -> Found {
    for (begin, code) in [("unknown field `", "unknown_key"), ("unknown variant `", "unknown_word"), ("missing field `", "missing_key")] {
        if let Some((word, rest)) = message.strip_prefix(begin).and_then(|rest| rest.split_once('`')) {
            let expected = rest.trim_start_matches(", expected ").trim_start_matches("one of ").replace('`', "");
            return Found { code, word: word.to_owned(), expected };
        }
    }
    Found { code: "wrong_type", word: String::new(), expected: message.to_owned() }
}

fn own(segment: &Segment) -> Segment {
    match segment {
        Segment::Seq { index } => Segment::Seq { index: *index },
        Segment::Map { key } => Segment::Map { key: key.clone() },
        Segment::Enum { variant } => Segment::Enum { variant: variant.clone() },
        Segment::Unknown => Segment::Unknown,
    }
}

/// The list and index a path begins with, when it leads into an entry of a list.
fn entry_of(path: &[Segment]) -> Option<(&str, usize)> {
    match path {
        [Segment::Map { key }, Segment::Seq { index }, ..] => Some((key, *index)),
        _ => None,
    }
}

/// `limit.count` of a path, without the list and index it begins with.
fn field_of(path: &[Segment]) -> String {
    let inner = if entry_of(path).is_some() { path.get(2..).unwrap_or_default() } else { path };
    let mut field = String::new();
    for segment in inner {
        match segment {
            Segment::Map { key } if field.is_empty() => field.push_str(key),
            Segment::Map { key } => field.push_str(&format!(".{key}")),
            Segment::Seq { index } => field.push_str(&format!("[{index}]")),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    field
}

fn ends_with(path: &[Segment], word: &str) -> bool {
    matches!(path.last(), Some(Segment::Map { key }) if key == word)
}

fn length(table: &toml::Table, list: &str) -> usize {
    table.get(list).and_then(toml::Value::as_array).map_or(0, Vec::len)
}

/// What an entry calls itself, or its place.
fn name_of(table: &toml::Table, list: &str, index: usize) -> String {
    let entry = table.get(list).and_then(|list| list.get(index));
    entry.and_then(own_name).map_or_else(|| format!("{list}[{index}]"), str::to_owned)
}

/// What an entry calls itself.
pub fn own_name(entry: &toml::Value) -> Option<&str> {
    ["id", "code", "role", "key", "item", "part", "way", "cause", "kind"].into_iter().find_map(|name| entry.get(name)?.as_str())
}

fn remove_entry(table: &mut toml::Table, list: &str, index: usize) -> bool {
    match table.get_mut(list).and_then(toml::Value::as_array_mut) {
        Some(entries) if index < entries.len() => {
            entries.remove(index);
            true
        }
        _ => false,
    }
}

/// Takes an unknown key out of the table the path leads to (with or without the key itself at its end).
fn remove_key(table: &mut toml::Table, path: &[Segment], word: &str) -> bool {
    let parents = if ends_with(path, word) { path.get(..path.len() - 1).unwrap_or_default() } else { path };
    let mut steps = parents.iter();
    let Some(first) = steps.next() else { return table.remove(word).is_some() };
    let Segment::Map { key } = first else { return false };
    let Some(mut value) = table.get_mut(key) else { return false };
    for step in steps {
        let next = match step {
            Segment::Map { key } => value.get_mut(key.as_str()),
            Segment::Seq { index } => value.get_mut(*index),
            Segment::Enum { .. } | Segment::Unknown => continue,
        };
        let Some(inner) = next else { return false };
        value = inner;
    }
    value.as_table_mut().is_some_and(|table| table.remove(word).is_some())
}

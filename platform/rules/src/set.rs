use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::{Faults, RuleError, RuleErrors};
use crate::form;
use crate::place::{Places, Stray};

/// One kind of rules.
pub trait RuleKind: DeserializeOwned + Clone + Send + Sync {
    /// The `kind` a file of it names.
    const KIND: &'static str;

    /// What parsing cannot see: doubles, empty texts, rules that cannot work. References to other kinds are checked by
    /// [`crate::Rules`].
    #[doc(hidden)]
    fn check(&self, faults: &mut crate::set::Checks<'_>);
}

/// Where a kind reports its faults; made only by this crate.
pub struct Checks<'a>(pub(crate) Faults<'a>);

/// One version of one kind of rules, whole and valid.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleSet<T> {
    /// The version a result names; unique within its kind.
    pub version: String,
    /// First day (Europe/Helsinki) on which this version is used.
    pub valid_from: NaiveDate,
    /// Where the rules come from, for whoever reads them.
    pub source: String,
    /// The file it was read from, or the name of the version in the database.
    pub file: String,
    pub body: T,
}

/// A rule file's name and text, read by the caller.
#[derive(Clone, Copy, Debug)]
pub struct RuleFile<'a> {
    pub name: &'a str,
    pub text: &'a str,
}

#[derive(Deserialize)]
struct Header {
    kind: String,
    version: String,
    valid_from: NaiveDate,
    source: String,
}

const HEADER: [&str; 4] = ["kind", "version", "valid_from", "source"];

/// The kind a file says it is of.
pub(crate) fn kind_of(file: RuleFile<'_>) -> Result<String, RuleErrors> {
    let table = table(file)?;
    match table.get("kind") {
        Some(toml::Value::String(kind)) => Ok(kind.clone()),
        found => {
            let mut error = RuleError::new(file.name, "kind_missing", "is missing or is not a text").field("kind");
            (error.line, error.column) = (Some(1), Some(1));
            if found.is_some() {
                error.line = None;
                Places::of(file.text).put(&mut error);
            }
            Err(RuleErrors(vec![error]))
        }
    }
}

impl<T: RuleKind> RuleSet<T> {
    /// Parses and validates one file.
    ///
    /// # Errors
    /// All faults found, each with line, rule and field. Faults of form (not TOML, unknown or missing field, wrong type)
    /// are told together and hide the ones of content behind them.
    pub fn parse(file: RuleFile<'_>) -> Result<Self, RuleErrors> {
        let whole = table(file)?;
        let places = Places::of(file.text);
        let placed = |mut faults: Vec<RuleError>| {
            for fault in &mut faults {
                places.put(fault);
            }
            faults.sort_by_key(|fault| (fault.line, fault.column));
            RuleErrors(faults)
        };
        let header = form::read::<Header>(file.name, &pick(&whole, true));
        let body = form::read::<T>(file.name, &pick(&whole, false));
        let (header, body) = match (header, body) {
            (Ok(header), Ok(body)) => (header, body),
            (header, body) => {
                let mut faults = header.err().map(|broken| broken.faults).unwrap_or_default();
                if let Err(broken) = body {
                    if let Some((rest, kept)) = broken.rest {
                        faults.extend(content_of_rest(file, &rest, &kept));
                    }
                    faults.extend(broken.faults);
                }
                // A missing field of the file itself stands nowhere: it is told at the beginning.
                for fault in faults.iter_mut().filter(|fault| fault.field.is_none() && fault.within.is_none()) {
                    (fault.line, fault.column) = (Some(1), Some(1));
                }
                return Err(placed(faults));
            }
        };
        let mut checks = Checks(Faults::of(file.name));
        if header.kind != T::KIND {
            let problem = format!("is `{}`, expected `{}`", header.kind, T::KIND);
            checks.0.add(None, "kind", "kind_other", problem).param("found", header.kind).param("expected", T::KIND);
        }
        for (field, value) in [("version", &header.version), ("source", &header.source)] {
            if value.trim().is_empty() {
                let code = if field == "source" { "law_missing" } else { "empty" };
                checks.0.add(None, field, code, "is empty");
            }
        }
        for Stray { item, path, key } in places.stray_languages() {
            let mut fault = RuleError::new(file.name, "unknown_key", format!("unknown field `{key}`, expected one of `fi`, `sv`, `en`"))
                .field(&path)
                .param("found", key)
                .param("expected", "fi, sv, en");
            fault.within = item;
            checks.0.found.push(fault);
        }
        body.check(&mut checks);
        if checks.0.found.is_empty() {
            Ok(Self { version: header.version, valid_from: header.valid_from, source: header.source, file: file.name.to_owned(), body })
        } else {
            Err(placed(checks.0.found))
        }
    }
}

/// Faults that only look at other entries: when some were set aside they could be wrong.
const ABOUT_OTHERS: [&str; 12] = [
    "team_unknown",
    "municipality_not_listed",
    "unreachable",
    "empty",
    "label_missing",
    "fallback_without_lens",
    "validity_gap",
    "text_missing",
    "row_missing",
    "role_missing",
    "group_unknown",
    "question_missing",
];

/// Faults of content in what is left of a file whose form is broken.
fn content_of_rest<T: RuleKind>(file: RuleFile<'_>, rest: &T, kept: &form::Places) -> Vec<RuleError> {
    let mut checks = Checks(Faults::of(file.name));
    rest.check(&mut checks);
    let mut faults = checks.0.found;
    faults
        .retain(|fault| kept.is_empty() || !ABOUT_OTHERS.contains(&fault.code) || (fault.code == "text_missing" && fault.within.is_some()));
    for fault in &mut faults {
        if let Some((list, index)) = &mut fault.within
            && let Some(original) = kept.get(list).and_then(|places| places.get(*index))
        {
            *index = *original;
        }
    }
    faults
}

fn table(file: RuleFile<'_>) -> Result<toml::Table, RuleErrors> {
    let (_, errors) = toml::de::DeTable::parse_recoverable(file.text);
    if !errors.is_empty() {
        let places = Places::of(file.text);
        let faults = errors.iter().map(|error| {
            let mut fault = RuleError::new(file.name, "syntax", error.message()).param("message", error.message());
            let (line, column) = places.line_column(error.span().map_or(0, |span| span.start));
            (fault.line, fault.column) = (Some(line), Some(column));
            fault
        });
        return Err(RuleErrors(faults.collect()));
    }
    let mut table = file.text.parse::<toml::Table>().map_err(|error| {
        let mut fault = RuleError::new(file.name, "syntax", error.message()).param("message", error.message());
        let (line, column) = Places::of(file.text).line_column(error.span().map_or(0, |span| span.start));
        (fault.line, fault.column) = (Some(line), Some(column));
        RuleErrors(vec![fault])
    })?;
    for (_, value) in &mut table {
        dates_as_text(value);
    }
    Ok(table)
}

/// A date may be written with or without quotation marks.
fn dates_as_text(value: &mut toml::Value) {
    match value {
        toml::Value::Datetime(date) => *value = toml::Value::String(date.to_string()),
        toml::Value::Array(list) => list.iter_mut().for_each(dates_as_text),
        toml::Value::Table(table) => table.iter_mut().for_each(|(_, inner)| dates_as_text(inner)),
        _ => {}
    }
}

fn pick(whole: &toml::Table, header: bool) -> toml::Table {
    whole.iter().filter(|(key, _)| HEADER.contains(&key.as_str()) == header).map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// The same text under another version and first day; the text has a header (it was parsed).
pub(crate) fn with_header(text: &str, version: &str, valid_from: NaiveDate) -> String {
    let places = Places::of(text);
    let mut edits: Vec<(std::ops::Range<usize>, String)> = [("version", version.to_owned()), ("valid_from", valid_from.to_string())]
        .into_iter()
        .filter_map(|(key, value)| Some((places.value_of(key)?, format!("\"{value}\""))))
        .collect();
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut text = text.to_owned();
    for (span, value) in edits {
        if text.get(span.clone()).is_some() {
            text.replace_range(span, &value);
        }
    }
    text
}

/// What stands in a file beside its head, one by one: the list, the name and the content of each entry, and each single value
/// under its own name. Nothing of a text that is not TOML.
pub fn entries(text: &str) -> Vec<(String, String, toml::Value)> {
    let Ok(table) = table(RuleFile { name: "", text }) else { return Vec::new() };
    let mut found: Vec<(String, String, toml::Value)> = Vec::new();
    for (list, value) in pick(&table, false) {
        match value {
            toml::Value::Array(entries) if entries.iter().all(toml::Value::is_table) => {
                for entry in entries {
                    let name = form::own_name(&entry).unwrap_or_default().to_owned();
                    // Several of one name are told apart by their order.
                    let same = found.iter().filter(|(other, known, _)| *other == list && known.split('#').next() == Some(&name)).count();
                    let name = if same == 0 { name } else { format!("{name}#{}", same + 1) };
                    found.push((list.clone(), name, entry));
                }
            }
            other => found.push((list.clone(), list, other)),
        }
    }
    found
}

/// What the head of a file says, as the caller's type wants it; `None` when it does not.
pub fn head<T: DeserializeOwned>(text: &str) -> Option<T> {
    let table = table(RuleFile { name: "", text }).ok()?;
    form::read("", &pick(&table, true)).ok()
}

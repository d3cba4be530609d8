use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IntoDeserializer};

use crate::error::{Faults, RuleError, RuleErrors};

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
pub(crate) fn kind_of(file: RuleFile<'_>) -> Result<String, RuleError> {
    table(file)?
        .get("kind")
        .and_then(toml::Value::as_str)
        .map(str::to_owned)
        .ok_or_else(|| fault(file, None, Some("kind"), "is missing or is not a text"))
}

impl<T: RuleKind> RuleSet<T> {
    /// Parses and validates one file.
    ///
    /// # Errors
    /// All faults found, each with file, rule and field. A fault of form (not TOML, unknown or missing field, wrong type)
    /// hides the ones behind it.
    pub fn parse(file: RuleFile<'_>) -> Result<Self, RuleErrors> {
        let whole = table(file).map_err(one)?;
        let header: Header = read(file, &whole, toml::Value::Table(pick(&whole, true))).map_err(one)?;
        if header.kind != T::KIND {
            return Err(one(fault(file, None, Some("kind"), &format!("is `{}`, expected `{}`", header.kind, T::KIND))));
        }
        let body: T = read(file, &whole, toml::Value::Table(pick(&whole, false))).map_err(one)?;
        let mut checks = Checks(Faults::of(file.name));
        for (field, value) in [("version", &header.version), ("source", &header.source)] {
            if value.trim().is_empty() {
                checks.0.add(None, field, "is empty");
            }
        }
        body.check(&mut checks);
        if checks.0.found.is_empty() {
            Ok(Self { version: header.version, valid_from: header.valid_from, source: header.source, file: file.name.to_owned(), body })
        } else {
            Err(RuleErrors(checks.0.found))
        }
    }
}

fn one(error: RuleError) -> RuleErrors {
    RuleErrors(vec![error])
}

fn fault(file: RuleFile<'_>, rule: Option<String>, field: Option<&str>, problem: &str) -> RuleError {
    RuleError { file: file.name.to_owned(), rule, field: field.map(str::to_owned), problem: problem.to_owned() }
}

fn table(file: RuleFile<'_>) -> Result<toml::Table, RuleError> {
    file.text.parse::<toml::Table>().map_err(|error| {
        let line = error.span().map(|span| file.text.get(..span.start).map_or(0, |before| before.matches('\n').count()) + 1);
        let place = line.map(|line| format!("line {line}: ")).unwrap_or_default();
        fault(file, None, None, &format!("{place}{}", error.message()))
    })
}

fn pick(whole: &toml::Table, header: bool) -> toml::Table {
    whole.iter().filter(|(key, _)| HEADER.contains(&key.as_str()) == header).map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// Deserialises and, when it fails, says in which rule and field.
fn read<D: DeserializeOwned>(file: RuleFile<'_>, whole: &toml::Table, value: toml::Value) -> Result<D, RuleError> {
    serde_path_to_error::deserialize(value.into_deserializer()).map_err(|error| {
        let (rule, field) = locate(whole, error.path());
        let problem = error.into_inner();
        fault(file, rule, field.as_deref(), problem.message())
    })
}

/// Splits a path such as `rules[3].limit.count` into the id of the fourth rule and `limit.count`.
fn locate(whole: &toml::Table, path: &serde_path_to_error::Path) -> (Option<String>, Option<String>) {
    use serde_path_to_error::Segment;
    let segments: Vec<&Segment> = path.iter().collect();
    let mut rule = None;
    let mut rest = segments.as_slice();
    if let [Segment::Map { key }, Segment::Seq { index }, inner @ ..] = rest {
        rule = whole.get(key).and_then(|list| list.get(*index)).map(|item| {
            ["id", "code", "role", "key"]
                .into_iter()
                .find_map(|name| item.get(name).and_then(toml::Value::as_str))
                .map_or_else(|| format!("{key}[{index}]"), str::to_owned)
        });
        rest = inner;
    }
    let mut field = String::new();
    for segment in rest {
        match segment {
            Segment::Map { key } if field.is_empty() => field.push_str(key),
            Segment::Map { key } => field.push_str(&format!(".{key}")),
            Segment::Seq { index } => field.push_str(&format!("[{index}]")),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    (rule, (!field.is_empty()).then_some(field))
}

//! Cuts a text into the resources in it, each with the place it came from. Nothing is copied: an entry is a range of the
//! text, so that what is kept is what was received.

use std::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::problem::{Problem, Reason};
use crate::types::is_type_name;

/// A type of Bundle that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BundleType {
    Transaction,
    Batch,
    Collection,
}

/// `Bundle.entry.request`, as far as it is used.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    pub method: String,
    pub url: String,
    pub if_none_exist: Option<String>,
    pub if_match: Option<String>,
    pub if_none_match: Option<String>,
    pub if_modified_since: Option<String>,
}

/// One resource of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Place in the Bundle (or among the resources of an NDJSON file), from 0; a resource alone is 0.
    pub index: usize,
    pub type_name: String,
    pub id: Option<String>,
    pub full_url: Option<String>,
    pub request: Option<Request>,
    /// The resource's bytes in the text.
    pub range: Range<usize>,
}

/// Something wrong with an entry before the resource in it could be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryProblem {
    pub index: usize,
    pub problem: Problem,
}

/// A text cut into its entries.
#[derive(Debug, Default)]
pub struct Cut {
    /// None: a resource alone, or lines of NDJSON.
    pub bundle: Option<BundleType>,
    pub entries: Vec<Entry>,
    pub problems: Vec<EntryProblem>,
}

/// What is read of a resource before it is known whether it is taken, in one pass over its text. `kind` and `entry` mean
/// something in a Bundle only.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow, rename = "resourceType")]
    resource_type: Option<&'a RawValue>,
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow, rename = "type")]
    kind: Option<&'a RawValue>,
    #[serde(borrow)]
    entry: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EntryHead<'a> {
    #[serde(borrow)]
    full_url: Option<&'a RawValue>,
    #[serde(borrow)]
    resource: Option<&'a RawValue>,
    #[serde(borrow)]
    request: Option<&'a RawValue>,
}

/// Cuts one JSON document: a Bundle, or a resource alone.
///
/// # Errors
/// The whole text is unusable: malformed, not an object, no resource, or a Bundle of a type that is not taken.
pub fn cut(text: &str) -> Result<Cut, Problem> {
    let mut cut = Cut::default();
    let whole = text.trim_matches(WHITE);
    let head = head(whole).map_err(|error| error.at(text, whole))?;
    let name = type_name(&head).map_err(|reason| Problem::new("", reason))?;
    if name == "Bundle" {
        cut.bundle = Some(cut_bundle(text, &head, 0, &mut cut.entries, &mut cut.problems)?);
    } else {
        cut.entries.push(entry_of(&head, name, text, whole));
    }
    Ok(cut)
}

/// Cuts lines of NDJSON, the first of which is line `first_line` (from 1) of its file; entries count from `first_index`.
/// A line that is a Bundle gives its entries. A bad line does not stop the others.
pub fn cut_lines(text: &str, first_line: usize, first_index: usize) -> Cut {
    let mut cut = Cut::default();
    let mut next = first_index;
    for (offset, line) in text.split('\n').enumerate() {
        let line = line.trim_matches(WHITE);
        if line.is_empty() {
            continue;
        }
        let index = next;
        let outcome = head(line).map_err(|error| error.in_line(first_line + offset)).and_then(|head| {
            let name = type_name(&head).map_err(|reason| Problem::new("", reason))?;
            if name == "Bundle" {
                let before = cut.entries.len() + cut.problems.len();
                cut_bundle(text, &head, index, &mut cut.entries, &mut cut.problems)?;
                return Ok(cut.entries.len() + cut.problems.len() - before);
            }
            cut.entries.push(Entry { index, ..entry_of(&head, name, text, line) });
            Ok(1)
        });
        match outcome {
            Ok(count) => next += count,
            Err(problem) => {
                cut.problems.push(EntryProblem { index, problem });
                next += 1;
            }
        }
    }
    cut
}

fn cut_bundle(
    text: &str,
    head: &Head<'_>,
    first_index: usize,
    entries: &mut Vec<Entry>,
    problems: &mut Vec<EntryProblem>,
) -> Result<BundleType, Problem> {
    let kind = bundle_type(head.kind).map_err(|reason| Problem::new("Bundle.type", reason))?;
    let raw_entries: Vec<&RawValue> = match head.entry {
        None => Vec::new(),
        Some(raw) => serde_json::from_str(raw.get()).map_err(|_| Problem::new("Bundle.entry", Reason::WrongType("an array")))?,
    };
    for (position, raw) in raw_entries.into_iter().enumerate() {
        let index = first_index + position;
        match cut_entry(text, raw.get(), position) {
            Ok(entry) => entries.push(Entry { index, ..entry }),
            Err(problem) => problems.push(EntryProblem { index, problem }),
        }
    }
    Ok(kind)
}

fn cut_entry(text: &str, raw: &str, position: usize) -> Result<Entry, Problem> {
    let at = |rest: &str| format!("Bundle.entry[{position}]{rest}");
    let head: EntryHead<'_> = serde_json::from_str(raw).map_err(|_| Problem::new(at(""), Reason::WrongType("an object")))?;
    let request: Option<Request> = head
        .request
        .map(|raw| serde_json::from_str(raw.get()))
        .transpose()
        .map_err(|_| Problem::new(at(".request"), Reason::Format("request (method and url are required)")))?;
    if request.as_ref().is_some_and(|request| !matches!(request.method.as_str(), "POST" | "PUT")) {
        return Err(Problem::new(at(".request.method"), Reason::Method));
    }
    let full_url: Option<String> = head
        .full_url
        .map(|raw| serde_json::from_str(raw.get()))
        .transpose()
        .map_err(|_| Problem::new(at(".fullUrl"), Reason::WrongType("a text")))?;
    if full_url.as_deref().is_some_and(|url| !is_full_url(url)) {
        return Err(Problem::new(at(".fullUrl"), Reason::Format("absolute URI")));
    }
    let resource = head.resource.ok_or_else(|| Problem::new(at(".resource"), Reason::Required))?;
    let wrong = |reason| Problem::new(at(".resource"), reason);
    let resource_head = self::head(resource.get()).map_err(|error| wrong(error.reason(0)))?;
    let name = type_name(&resource_head).map_err(wrong)?;
    Ok(Entry { full_url, request, ..entry_of(&resource_head, name, text, resource.get()) })
}

/// `fullUrl` is an absolute URI: `urn:…`, `http(s)://…`. Relative ones would name different things in different files.
fn is_full_url(url: &str) -> bool {
    !url.contains(char::is_whitespace)
        && url.split_once(':').is_some_and(|(scheme, rest)| {
            !rest.is_empty() && !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+')
        })
}

fn bundle_type(raw: Option<&RawValue>) -> Result<BundleType, Reason> {
    let name: String = match raw {
        None => return Err(Reason::Required),
        Some(raw) => serde_json::from_str(raw.get()).map_err(|_| Reason::WrongType("a code"))?,
    };
    const OTHERS: [&str; 6] = ["document", "message", "transaction-response", "batch-response", "history", "searchset"];
    match name.as_str() {
        "transaction" => Ok(BundleType::Transaction),
        "batch" => Ok(BundleType::Batch),
        "collection" => Ok(BundleType::Collection),
        other => Err(match OTHERS.into_iter().find(|name| *name == other) {
            Some(known) => Reason::BundleType(known),
            None => Reason::Format("Bundle type"),
        }),
    }
}

const WHITE: [char; 4] = [' ', '\t', '\r', '\n'];

/// Why a text is no resource.
enum HeadError {
    NotAnObject,
    Malformed(serde_json::Error),
}

impl HeadError {
    fn reason(&self, lines_before: usize) -> Reason {
        match self {
            HeadError::NotAnObject => Reason::NotAnObject,
            HeadError::Malformed(error) => {
                let whole = error.to_string();
                // serde_json ends its message with the place, which is reported on its own.
                let what = whole.split(" at line ").next().unwrap_or_default().to_owned();
                Reason::Syntax { line: error.line() + lines_before, column: error.column(), what }
            }
        }
    }

    /// In a line of NDJSON.
    fn in_line(self, line: usize) -> Problem {
        Problem::new("", self.reason(line.saturating_sub(1)))
    }

    /// In a text of which the white space at its start was cut off.
    fn at(self, text: &str, whole: &str) -> Problem {
        let start = text.len() - text.trim_start_matches(WHITE).len();
        let before = if whole.is_empty() { 0 } else { text.bytes().take(start).filter(|b| *b == b'\n').count() };
        Problem::new("", self.reason(before))
    }
}

fn head(text: &str) -> Result<Head<'_>, HeadError> {
    if text.starts_with('{') || text.is_empty() {
        return serde_json::from_str(text).map_err(HeadError::Malformed);
    }
    match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Ok(_) => Err(HeadError::NotAnObject),
        Err(error) => Err(HeadError::Malformed(error)),
    }
}

fn type_name(head: &Head<'_>) -> Result<String, Reason> {
    let raw = head.resource_type.ok_or(Reason::NoResourceType)?;
    let name: String = serde_json::from_str(raw.get()).map_err(|_| Reason::BadResourceType)?;
    if is_type_name(&name) { Ok(name) } else { Err(Reason::BadResourceType) }
}

/// A resource alone. An id of another type than text is found by the check.
fn entry_of(head: &Head<'_>, type_name: String, text: &str, resource: &str) -> Entry {
    let id = head.id.and_then(|id| serde_json::from_str(id.get()).ok());
    Entry { index: 0, type_name, id, full_url: None, request: None, range: range(text, resource) }
}

/// Where a slice of the text stands in it.
fn range(text: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    start..start + part.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(cut: &Cut) -> Vec<(usize, &str)> {
        cut.entries.iter().map(|e| (e.index, e.type_name.as_str())).collect()
    }

    #[test]
    fn a_bundle_gives_its_entries_as_they_came() {
        let text = "\n {\"resourceType\":\"Bundle\", \"type\" : \"transaction\",\"entry\":[\n\
            {\"fullUrl\":\"urn:uuid:1\",\"resource\": {\"resourceType\" : \"Patient\" },\"request\":{\"method\":\"POST\",\"url\":\"Patient\"}},\
            {\"resource\":{\"id\":\"x\",\"resourceType\":\"Claim\"}}]}";
        let cut = cut(text).unwrap();
        assert_eq!(cut.bundle, Some(BundleType::Transaction));
        assert_eq!(names(&cut), [(0, "Patient"), (1, "Claim")]);
        let first = &cut.entries[0];
        assert_eq!(&text[first.range.clone()], "{\"resourceType\" : \"Patient\" }");
        assert_eq!(first.full_url.as_deref(), Some("urn:uuid:1"));
        assert_eq!(first.request.as_ref().unwrap().method, "POST");
    }

    #[test]
    fn a_resource_alone_is_one_entry_even_when_it_has_entries_of_its_own() {
        let cut = cut(r#"{"resourceType":"List","type":{"text":"x"},"entry":[{"item":{}}]}"#).unwrap();
        assert_eq!(cut.bundle, None);
        assert_eq!(names(&cut), [(0, "List")]);
    }

    #[test]
    fn an_empty_bundle_is_no_error() {
        for text in [r#"{"resourceType":"Bundle","type":"batch"}"#, r#"{"resourceType":"Bundle","type":"collection","entry":[]}"#] {
            let cut = cut(text).unwrap();
            assert!(cut.entries.is_empty() && cut.problems.is_empty());
        }
    }

    #[test]
    fn malformed_json_says_line_and_column() {
        let problem = cut("{\"resourceType\": \"Patient\",\n  \"id\" 1}").unwrap_err();
        let Reason::Syntax { line, column, what } = problem.reason else { panic!("{problem:?}") };
        assert_eq!((line, column), (2, 8));
        assert!(what.contains("expected"), "{what}");
    }

    #[test]
    fn what_cannot_be_cut_says_why() {
        let cases = [
            ("[]", "", Reason::NotAnObject),
            ("{}", "", Reason::NoResourceType),
            (r#"{"resourceType":7}"#, "", Reason::BadResourceType),
            (r#"{"resourceType":"Maija Meikäläinen"}"#, "", Reason::BadResourceType),
            (r#"{"resourceType":"Bundle"}"#, "Bundle.type", Reason::Required),
            (r#"{"resourceType":"Bundle","type":"history"}"#, "Bundle.type", Reason::BundleType("history")),
            (r#"{"resourceType":"Bundle","type":"heap"}"#, "Bundle.type", Reason::Format("Bundle type")),
            (r#"{"resourceType":"Bundle","type":"batch","entry":{}}"#, "Bundle.entry", Reason::WrongType("an array")),
        ];
        for (text, path, reason) in cases {
            assert_eq!(cut(text).unwrap_err(), Problem::new(path, reason), "{text}");
        }
    }

    #[test]
    fn a_bad_entry_does_not_stop_the_others() {
        let cut = cut(r#"{"resourceType":"Bundle","type":"batch","entry":[
                {"fullUrl":"urn:uuid:a"},
                {"resource":{"id":"1"}},
                7,
                {"fullUrl":"Patient/1","resource":{"resourceType":"Patient"}},
                {"resource":{"resourceType":"Patient"},"request":{"method":"DELETE","url":"Patient/1"}},
                {"resource":{"resourceType":"Patient"},"request":{"method":"POST"}},
                {"resource":{"resourceType":"Patient"}}]}"#)
        .unwrap();
        assert_eq!(names(&cut), [(6, "Patient")]);
        let problems: Vec<_> = cut.problems.iter().map(|p| (p.index, p.problem.path.as_str())).collect();
        assert_eq!(
            problems,
            [
                (0, "Bundle.entry[0].resource"),
                (1, "Bundle.entry[1].resource"),
                (2, "Bundle.entry[2]"),
                (3, "Bundle.entry[3].fullUrl"),
                (4, "Bundle.entry[4].request.method"),
                (5, "Bundle.entry[5].request"),
            ]
        );
    }

    #[test]
    fn lines_end_either_way_and_a_bad_line_names_itself() {
        let text = "{\"resourceType\":\"Patient\"}\r\n\r\n{oops\r\n {\"resourceType\":\"Flag\"}\n\
            {\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":{\"resourceType\":\"Goal\"}},{}]}\n";
        let cut = cut_lines(text, 11, 5);
        assert_eq!(names(&cut), [(5, "Patient"), (7, "Flag"), (8, "Goal")]);
        assert_eq!(&text[cut.entries[1].range.clone()], "{\"resourceType\":\"Flag\"}");
        let at: Vec<_> = cut.problems.iter().map(|p| p.index).collect();
        assert_eq!(at, [6, 9]);
        let Reason::Syntax { line, .. } = cut.problems[0].problem.reason else { panic!() };
        assert_eq!(line, 13);
    }
}

//! From files to resources: which files, how they are packed, and what stands in them.

mod decode;
mod document;
mod sources;

use std::io::{self, BufRead, Read};
use std::path::Path;

pub use document::{BundleType, Cut, Entry, EntryProblem, Request, cut};
pub use sources::files;

use crate::problem::{Problem, Reason};

/// Bytes of NDJSON handed on at a time.
const CHUNK: usize = 4 * 1024 * 1024;
/// The largest single document, unpacked. A Bundle is held whole while it is read; NDJSON has no limit but this per line.
const LARGEST: u64 = 2 * 1024 * 1024 * 1024;

/// A text and the entries cut from it.
#[derive(Debug)]
pub struct Document {
    pub text: String,
    pub cut: Cut,
}

/// Reads a file and hands on its documents: one for a Bundle or a resource alone, one after another for NDJSON, which is
/// never held whole. Stops early when `sink` returns false.
///
/// # Errors
/// The file cannot be read, or is unusable as a whole.
pub fn read(path: &Path, sink: &mut dyn FnMut(Document) -> bool) -> Result<(), Problem> {
    let unreadable = |e: io::Error| Problem::new("", Reason::Unreadable(e.to_string()));
    let mut reader = decode::open(path).map_err(unreadable)?;
    let mut start = Vec::new();
    // A Bundle on one line and the first line of NDJSON look alike; the second line tells.
    let lines = next_line(&mut reader, &mut start).map_err(unreadable)?
        && (named_lines(path) || follows_another(&mut reader, &start).map_err(unreadable)?);
    if lines { read_lines(reader, start, sink) } else { read_whole(reader, start, sink) }
}

fn read_whole(reader: impl Read, start: Vec<u8>, sink: &mut dyn FnMut(Document) -> bool) -> Result<(), Problem> {
    let mut bytes = start;
    let room = LARGEST.saturating_sub(bytes.len() as u64);
    let read = reader.take(room + 1).read_to_end(&mut bytes);
    read.map_err(|e| Problem::new("", Reason::Unreadable(e.to_string())))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Problem::new("", Reason::TooLarge(LARGEST)));
    }
    let text = String::from_utf8(bytes).map_err(|_| Problem::new("", Reason::NotUtf8))?;
    let cut = cut(&text)?;
    sink(Document { text, cut });
    Ok(())
}

fn read_lines(mut reader: impl BufRead, start: Vec<u8>, sink: &mut dyn FnMut(Document) -> bool) -> Result<(), Problem> {
    let (mut chunk, mut line, mut index) = (start, 1, 0);
    loop {
        let mut more = true;
        while more && chunk.len() < CHUNK {
            more = next_line(&mut reader, &mut chunk).map_err(|e| Problem::new("", Reason::Unreadable(e.to_string())))?;
        }
        if chunk.len() as u64 > LARGEST {
            return Err(Problem::new("", Reason::TooLarge(LARGEST)));
        }
        let lines_in_chunk = chunk.iter().filter(|b| **b == b'\n').count();
        let text = String::from_utf8(std::mem::take(&mut chunk)).map_err(|_| Problem::new("", Reason::NotUtf8))?;
        let cut = document::cut_lines(&text, line, index);
        line += lines_in_chunk;
        let last = |at: Option<usize>| at.map_or(index, |at| at + 1);
        index = last(cut.entries.last().map(|e| e.index)).max(last(cut.problems.last().map(|p| p.index)));
        if !sink(Document { text, cut }) || !more {
            return Ok(());
        }
    }
}

/// Adds the next line to `into`; false when there was nothing left.
fn next_line(reader: &mut impl BufRead, into: &mut Vec<u8>) -> io::Result<bool> {
    Ok(reader.take(LARGEST + 1).read_until(b'\n', into)? > 0)
}

/// Whether after a first line that is whole JSON another object begins.
fn follows_another(reader: &mut impl BufRead, first: &[u8]) -> io::Result<bool> {
    if !first.ends_with(b"\n") {
        return Ok(false);
    }
    let next = reader.fill_buf()?;
    let begins = next.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{');
    Ok(begins && serde_json::from_slice::<serde::de::IgnoredAny>(first).is_ok())
}

fn named_lines(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
    name.contains(".ndjson") || name.contains(".jsonl")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(name: &str, content: &[u8]) -> Result<Vec<Document>, Problem> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(name);
        std::fs::write(&path, content).unwrap();
        let mut documents = Vec::new();
        read(&path, &mut |document| {
            documents.push(document);
            true
        })?;
        Ok(documents)
    }

    fn names(documents: &[Document]) -> Vec<(usize, String)> {
        documents.iter().flat_map(|d| &d.cut.entries).map(|e| (e.index, e.type_name.clone())).collect()
    }

    #[test]
    fn lines_are_told_from_a_document_by_content() {
        let lines = b"{\"resourceType\":\"Patient\"}\r\n{\"resourceType\":\"Flag\"}";
        assert_eq!(names(&all("export", lines).unwrap()), [(0, "Patient".into()), (1, "Flag".into())]);
        let pretty = b"{\n  \"resourceType\":\"Patient\"\n}\n";
        assert_eq!(names(&all("x.json", pretty).unwrap()), [(0, "Patient".into())]);
        let one = b"{\"resourceType\":\"Patient\"}\n\n";
        assert_eq!(names(&all("x.json", one).unwrap()), [(0, "Patient".into())]);
    }

    #[test]
    fn a_name_of_lines_makes_a_bad_first_line_one_error_only() {
        let documents = all("x.ndjson", b"{bad\n{\"resourceType\":\"Flag\"}\n").unwrap();
        assert_eq!(names(&documents), [(1, "Flag".into())]);
        assert_eq!(documents[0].cut.problems.len(), 1);
    }

    #[test]
    fn long_ndjson_comes_in_chunks_that_go_on_counting() {
        let line = format!("{{\"resourceType\":\"Flag\",\"x\":\"{}\"}}\n", "y".repeat(1000));
        let mut text = line.repeat(9000);
        text.push_str("{bad\n");
        let documents = all("x.ndjson", text.as_bytes()).unwrap();
        assert!(documents.len() > 1);
        let found = names(&documents);
        assert_eq!(found.len(), 9000);
        assert!(found.iter().enumerate().all(|(at, (index, _))| at == *index));
        let last = documents.last().unwrap().cut.problems.last().unwrap().clone();
        assert_eq!(last.index, 9000);
        assert!(matches!(last.problem.reason, Reason::Syntax { line: 9001, .. }), "{last:?}");
    }

    #[test]
    fn what_is_not_text_or_not_there_is_said() {
        assert_eq!(all("x.json", b"{\"a\":\"\xff\"}").unwrap_err().reason, Reason::NotUtf8);
        let Reason::Syntax { line: 1, .. } = all("x.json", b"").unwrap_err().reason else { panic!() };
        assert!(matches!(all("x.json", b"\x1f\x8bgarbage").unwrap_err().reason, Reason::Unreadable(_)));
    }
}

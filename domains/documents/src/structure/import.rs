//! `punos import structures FILE|DIR…`: loads structures into the database by OID and version.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use trust::Work;

use super::check::MAX_BYTES;
use super::{Structure, parse, store};
use crate::DocumentError;
use crate::mapping::parse_mapping;

/// One file of a structure, and of its mapping where there is one.
#[derive(Debug, Clone)]
pub struct StructureFile {
    /// The name to tell when it is refused.
    pub name: String,
    /// The structure.
    pub bytes: Vec<u8>,
    /// `NAME.mapping.json` beside `NAME.json`.
    pub mapping: Option<Vec<u8>>,
}

/// What became of the files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct StructureReport {
    /// Newly loaded.
    pub imported: usize,
    /// Were there with the same content.
    pub unchanged: usize,
    /// Refused.
    pub errors: Vec<StructureRefusal>,
}

/// A refused file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StructureRefusal {
    /// The file.
    pub file: String,
    /// JSON Pointer into it.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// Reads the `.json` files of the given files and folders, in the order of names; mappings go with their structures. What
/// cannot be read is told beside.
#[must_use]
pub fn read_files(paths: &[PathBuf]) -> (Vec<StructureFile>, Vec<StructureRefusal>) {
    let mut found = Vec::new();
    let mut unread = Vec::new();
    for path in paths {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        match folder(path) {
            Ok(mut files) => found.append(&mut files),
            Err(error) => unread.push(refusal(path, &error)),
        }
    }
    found.sort();
    found.dedup();
    let mut files = Vec::with_capacity(found.len());
    for path in found {
        match read(&path) {
            Ok(file) => files.push(file),
            Err(error) => unread.push(refusal(&path, &error)),
        }
    }
    (files, unread)
}

fn refusal(path: &Path, error: &std::io::Error) -> StructureRefusal {
    StructureRefusal { file: path.display().to_string(), path: String::new(), reason: error.to_string() }
}

fn folder(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let file = entry?.path();
        if file.extension().is_some_and(|e| e == "json") && !is_mapping(&file) {
            files.push(file);
        }
    }
    Ok(files)
}

fn is_mapping(file: &Path) -> bool {
    file.file_name().and_then(|n| n.to_str()).is_some_and(|n| n.ends_with(".mapping.json"))
}

fn read(file: &Path) -> std::io::Result<StructureFile> {
    // One that is too large is refused by its size, without being read whole.
    let too_large = std::fs::metadata(file)?.len() > MAX_BYTES as u64;
    let bytes = if too_large { vec![b' '; MAX_BYTES + 1] } else { std::fs::read(file)? };
    let beside = file.with_extension("mapping.json");
    let mapping = if beside.is_file() { Some(std::fs::read(beside)?) } else { None };
    Ok(StructureFile { name: file.display().to_string(), bytes, mapping })
}

/// Loads the files in the caller's transaction. A refused file does not hinder the others; the same content again changes
/// nothing; other content under an OID and version that is already there is refused, since documents rest on it.
///
/// # Errors
/// The database's.
pub async fn import(work: &Work, files: &[StructureFile]) -> Result<StructureReport, DocumentError> {
    let mut report = StructureReport::default();
    for file in files {
        match one(work, file).await? {
            Ok(true) => report.imported += 1,
            Ok(false) => report.unchanged += 1,
            Err((path, reason)) => report.errors.push(StructureRefusal { file: file.name.clone(), path, reason }),
        }
    }
    Ok(report)
}

type Refused = (String, String);

async fn one(work: &Work, file: &StructureFile) -> Result<Result<bool, Refused>, DocumentError> {
    let (structure, mapping) = match checked(file) {
        Ok(checked) => checked,
        Err(refused) => return Ok(Err(refused)),
    };
    let hash = hash(&structure.schema);
    match store::key(work, &structure.oid, &structure.version).await? {
        Some((_, known)) if known == hash => Ok(Ok(false)),
        Some(_) => Ok(Err(("/sosmeta/documentDefinitionVersion".into(), "this OID and version are loaded with another content".into()))),
        None => {
            store::insert(work, work.new_id(), &structure, mapping, hash, &file.name, work.at()).await?;
            Ok(Ok(true))
        }
    }
}

fn checked(file: &StructureFile) -> Result<(Structure, Option<Value>), Refused> {
    let structure = parse(&file.bytes).map_err(|f| (f.path, f.reason))?;
    let Some(bytes) = &file.mapping else { return Ok((structure, None)) };
    parse_mapping(bytes, &structure).map_err(|f| (f.path, format!("in its mapping: {}", f.reason)))?;
    let mapping = serde_json::from_slice(bytes).map_err(|e| (String::new(), format!("in its mapping: {e}")))?;
    Ok((structure, Some(mapping)))
}

/// Hash of the content, whatever the blanks of the file.
pub(super) fn hash(schema: &Value) -> Vec<u8> {
    Sha256::digest(schema.to_string().as_bytes()).to_vec()
}

//! `punos import structures FILE|DIR…`: loads structures into the database by OID and version.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kernel::Text;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use trust::Work;

use super::annotate::each;
use super::check::MAX_BYTES;
use super::condition::conditions;
use super::shape::{Choice, Shape, choices, code_set, plain, shape, undrawable, words, worth_telling};
use super::{Structure, parse, store};
use crate::DocumentError;
use crate::codes::{self, Code, CodeSet, SetState};
use crate::mapping::{self, parse_mapping};

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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct StructureReport {
    /// Newly loaded.
    pub imported: usize,
    /// Were there with the same content.
    pub unchanged: usize,
    /// Refused.
    pub errors: Vec<StructureRefusal>,
    /// What a person should know of those taken in: a part that no form can draw, a fact that has no place.
    pub notes: Vec<StructureRefusal>,
    /// Conditions of the new ones that are stated as data.
    pub conditions_stated: usize,
    /// Conditions of the new ones that only people can read: shown at the field, not checked.
    pub conditions_in_prose: usize,
    /// New ones whose answers become the rooms' facts.
    pub mapped: usize,
}

/// A refused file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
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
    let most = MAX_BYTES.max(crate::codes::MAX_BYTES);
    let too_large = std::fs::metadata(file)?.len() > most as u64;
    let bytes = if too_large { vec![b' '; most + 1] } else { std::fs::read(file)? };
    let beside = file.with_extension("mapping.json");
    let mapping = if beside.is_file() { Some(std::fs::read(beside)?) } else { None };
    Ok(StructureFile { name: file.display().to_string(), bytes, mapping })
}

/// Loads the files in the caller's transaction. A refused file does not hinder the others; the same content again changes
/// nothing; other content under an OID and version that is already there is refused, since documents rest on it. What the
/// structures mention of code sets is kept as linked sets.
///
/// # Errors
/// The database's.
pub async fn import(work: &Work, files: &[StructureFile]) -> Result<StructureReport, DocumentError> {
    let mut report = StructureReport::default();
    let mut mentioned = BTreeMap::new();
    for file in files {
        let refusal = |path: String, reason: String| StructureRefusal { file: file.name.clone(), path, reason };
        let (structure, mapping) = match checked(file) {
            Ok(checked) => checked,
            Err((path, reason)) => {
                report.errors.push(refusal(path, reason));
                continue;
            }
        };
        let hash = hash(&structure.schema);
        match store::key(work, &structure.oid, &structure.version).await? {
            Some((id, known)) if known == hash => {
                store::describe(work, id, &structure).await?;
                report.unchanged += 1;
            }
            Some(_) => {
                let reason = "this OID and version are loaded with another content";
                report.errors.push(refusal("/sosmeta/documentDefinitionVersion".into(), reason.into()));
                continue;
            }
            None => {
                let gaps = match &mapping {
                    Some(_) => Some(Vec::new()),
                    None => mapping::shared(&structure).map(|(_, gaps)| gaps),
                };
                store::insert(work, work.new_id(), &structure, mapping, hash, &file.name, work.at()).await?;
                report.imported += 1;
                report.mapped += usize::from(gaps.is_some());
                report.notes.extend(gaps.into_iter().flatten().map(|g| refusal(g.path, format!("in the product's mapping: {}", g.reason))));
                let places = undrawable(&structure.schema).into_iter();
                report.notes.extend(places.map(|(at, why)| refusal(at, format!("cannot be drawn or filled in: {why}"))));
                report.notes.extend(worth_telling(&structure.schema).into_iter().map(|(at, what)| refusal(at, what)));
                let conditions = conditions(&structure);
                report
                    .notes
                    .extend(conditions.gaps.into_iter().map(|g| refusal(g.path, format!("in the product's conditions: {}", g.reason))));
                report.conditions_stated += conditions.stated.len();
                report.conditions_in_prose += conditions.in_prose.len();
            }
        }
        mention(&structure, &mut mentioned);
    }
    for set in mentioned.into_values() {
        codes::store::mention(work, &set).await?;
    }
    Ok(report)
}

/// What a structure says of the code sets it uses.
fn mention(structure: &Structure, sets: &mut BTreeMap<String, CodeSet>) {
    each(&structure.schema, &mut |node| {
        if shape(node) != Shape::Coded {
            return;
        }
        let Some(oid) = code_set(node) else { return };
        let set = sets.entry(oid.clone()).or_insert_with(|| CodeSet {
            name: set_name(node, &oid),
            link: plain(node, "classificationLink").filter(|l| l.starts_with("https://")).map(str::to_owned),
            oid,
            version: String::new(),
            state: SetState::Linked,
            codes: Vec::new(),
        });
        for Choice { code, label } in choices(node) {
            if !set.codes.iter().any(|c| c.code == code) {
                set.codes.push(Code { code, label, valid_from: None, valid_to: None });
            }
        }
    });
}

/// `Koodistopalvelin: Sosiaalihuolto - Palvelutehtävä 1.2.246.537.6.1221` without the service and the identifier.
fn set_name(node: &Value, oid: &str) -> Text {
    let short =
        |t: &str| t.split_once(':').map_or(t, |(_, name)| name).replace(oid, "").trim().trim_end_matches(['-', ',']).trim().to_owned();
    match words(node, "classification") {
        Some(name) => {
            let fi = short(&name.fi);
            let fi = if fi.is_empty() || fi.contains('\n') { oid.to_owned() } else { fi };
            Text { sv: name.sv.as_deref().map(short).filter(|sv| !sv.is_empty() && !sv.contains('\n')), fi, en: None }
        }
        None => Text::fi(oid),
    }
}

type Refused = (String, String);

fn checked(file: &StructureFile) -> Result<(Structure, Option<Value>), Refused> {
    let structure = parse(&file.bytes).map_err(|f| (f.path, f.reason))?;
    let Some(bytes) = &file.mapping else { return Ok((structure, None)) };
    parse_mapping(bytes, &structure).map_err(|f| (f.path, format!("in its mapping: {}", f.reason)))?;
    let mapping = serde_json::from_slice(bytes).map_err(|e| (String::new(), format!("in its mapping: {e}")))?;
    Ok((structure, Some(mapping)))
}

/// Hash of the content, whatever the blanks of the file.
pub fn hash(schema: &Value) -> Vec<u8> {
    Sha256::digest(schema.to_string().as_bytes()).to_vec()
}

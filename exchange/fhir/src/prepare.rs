//! Everything that can be done to an entry without the database: parse, check, project, hash, pack, seal. Runs beside the
//! writer, on its own thread.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use records::{Packer, RecordsError, content_hash};
use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::check::check;
use crate::keys::{Name, looked_for};
use crate::neighbours::{Neighbours, NotTaken};
use crate::problem::{Problem, Reason};
use crate::project::{Body, Draft, project, showable};
use crate::read::{Document, Entry};
use crate::reference::{Form, search};
use crate::settings::{Settings, said};
use crate::time;
use crate::types::Taken;

/// An entry ready to be written.
#[derive(Debug)]
pub struct Prepared {
    /// Base name of the file, or `http`.
    pub file: Arc<str>,
    pub index: usize,
    pub taken: Taken,
    pub full_url: Option<String>,
    /// Hashes of the names it is known by, best first; `weak` ones only when nobody has them.
    pub names: Vec<Uuid>,
    pub weak: Vec<Uuid>,
    pub label: String,
    pub draft: Draft,
    /// For each link of the draft the hashes of the names its target may have.
    pub link_names: Vec<Vec<Uuid>>,
    pub scope: kernel::Scope,
    pub original_id: Uuid,
    pub sha256: [u8; 32],
    pub body: Vec<u8>,
    pub body_len: i32,
    pub source_version: Option<String>,
    pub source_changed_at: Option<DateTime<Utc>>,
    pub context: Option<String>,
    /// `ifNoneExist` asks for what the resource is known by anyway, or asks nothing.
    pub exists_by_condition: bool,
}

/// What became of an entry.
pub enum Outcome {
    Ready(Box<Prepared>),
    NotTaken(String),
    Wrong(Vec<Problem>),
}

/// What the entries of one document know of each other.
pub fn neighbours(document: &Document) -> Neighbours {
    #[derive(Deserialize)]
    struct Medication {
        code: Option<Value>,
    }
    let mut around = Neighbours::default();
    for entry in &document.cut.entries {
        let Some(full_url) = &entry.full_url else { continue };
        if Taken::parse(&entry.type_name).is_none() {
            let mut found = NotTaken { type_name: entry.type_name.clone(), ..NotTaken::default() };
            if entry.type_name == "Medication"
                && let Some(text) = document.text.get(entry.range.clone())
                && let Ok(Medication { code: Some(code) }) = serde_json::from_str(text)
            {
                let called = crate::project::called(&code);
                (found.system, found.code, found.title) = (called.system, called.code, called.title);
            }
            around.not_taken.insert(full_url.clone(), found);
        } else if full_url.starts_with("urn:")
            && let Some(id) = &entry.id
            && !full_url.ends_with(id.as_str())
        {
            around.same_as.insert(format!("{}/{id}", entry.type_name), full_url.clone());
        }
    }
    around
}

/// Prepares one entry. `packer` keeps its memory between entries.
///
/// # Errors
/// Packing or sealing fails; nothing that the data could cause.
pub fn prepare(
    document: &Document,
    entry: &Entry,
    file: &Arc<str>,
    around: &Neighbours,
    settings: &Settings,
    packer: &mut Packer,
    original_id: Uuid,
) -> Result<Outcome, RecordsError> {
    let Some(taken) = Taken::parse(&entry.type_name) else {
        return Ok(Outcome::NotTaken(entry.type_name.clone()));
    };
    let text = document.text.get(entry.range.clone()).unwrap_or_default();
    let resource: Map<String, Value> = match serde_json::from_str(text) {
        Ok(resource) => resource,
        Err(error) => return Ok(Outcome::Wrong(vec![Problem::new(taken, deep_syntax(&error))])),
    };
    let mut problems = check(taken, &resource);
    let (names, weak) = own_names(taken, &resource, entry);
    problems.extend(request_problem(taken, &resource, entry, &names));
    if !problems.is_empty() {
        return Ok(Outcome::Wrong(problems));
    }
    let draft = project(taken, &resource, entry.full_url.as_deref(), around);
    let code = match &draft.body {
        Body::Entry { entry, .. } => entry.service_task_code.as_deref(),
        _ => None,
    };
    let meta = |name: &str| resource.get("meta").and_then(|meta| meta.get(name)).and_then(Value::as_str);
    let hash = |name: &Name| name.hash(&settings.keys, &settings.source_system);
    let exists_by_condition =
        entry.request.as_ref().and_then(|request| request.if_none_exist.as_deref()).is_none_or(|asked| asks_for(taken, asked, &names));
    let context = around.of(draft.from_neighbours.iter().map(String::as_str));
    let context = if context.is_empty() { None } else { serde_json::to_string(&context).ok() };
    Ok(Outcome::Ready(Box::new(Prepared {
        file: file.clone(),
        index: entry.index,
        taken,
        names: names.iter().map(hash).collect(),
        weak: weak.iter().map(hash).collect(),
        label: label(taken, &resource, entry),
        link_names: draft.links.iter().map(|link| link.names.iter().map(hash).collect()).collect(),
        scope: settings.scope(taken, said(&resource, code)),
        original_id,
        sha256: content_hash(text),
        body: packer.pack(original_id, text.as_bytes())?,
        body_len: i32::try_from(text.len()).map_err(|_| RecordsError::Unpack)?,
        source_version: meta("versionId").map(str::to_owned),
        source_changed_at: meta("lastUpdated").and_then(time::instant).map(|(at, _)| at),
        context,
        exists_by_condition,
        draft,
        full_url: entry.full_url.clone(),
    })))
}

/// `request.url` names the type it posts, or the very resource it puts: by its id, or by one of its own identifiers.
fn request_problem(taken: Taken, resource: &Map<String, Value>, entry: &Entry, names: &[Name]) -> Option<Problem> {
    let request = entry.request.as_ref()?;
    let url = request.url.trim_start_matches('/').trim_end_matches('/');
    let fits = match (request.method.as_str(), url.split_once(['/', '?'])) {
        ("POST", None) => url == taken.name(),
        ("PUT", Some((name, rest))) => {
            let id = resource.get("id").and_then(Value::as_str);
            name == taken.name() && if url.contains('?') { asks_for(taken, rest, names) } else { id == Some(rest) }
        }
        _ => false,
    };
    (!fits).then(|| Problem::new(format!("Bundle.entry[{}].request.url", entry.index), Reason::RequestUrl))
}

/// The names a resource is known by, and those it only lends when nobody else has them.
fn own_names(taken: Taken, resource: &Map<String, Value>, entry: &Entry) -> (Vec<Name>, Vec<Name>) {
    let type_name = || taken.name().to_owned();
    let (mut names, mut weak) = (Vec::new(), Vec::new());
    names.extend(entry.full_url.clone().map(Name::Url));
    for identifier in resource.get("identifier").and_then(Value::as_array).into_iter().flatten() {
        let text = |name: &str| identifier.get(name).and_then(Value::as_str);
        let Some(value) = text("value") else { continue };
        let system = text("system").unwrap_or_default();
        names.push(Name::Identifier { type_name: type_name(), system: system.to_owned(), value: value.to_owned() });
        // Sources refer to a professional or a unit also by the bare value.
        if taken.is_actor() && !system.is_empty() {
            weak.push(Name::Identifier { type_name: type_name(), system: String::new(), value: value.to_owned() });
        }
    }
    if let Some(id) = resource.get("id").and_then(Value::as_str) {
        // Under a `urn:` fullUrl an id that differs is the sender's scratch number: the next file has another `1`.
        let own = entry.full_url.as_deref().is_none_or(|url| !url.starts_with("urn:") || url.ends_with(id));
        if own || entry.request.as_ref().is_some_and(|request| request.method == "PUT") {
            names.push(Name::Id { type_name: type_name(), id: id.to_owned() });
        }
    }
    (names, weak)
}

/// Whether a query (`identifier=system|value`, with its type or without) asks for one of the resource's own identifiers, with or
/// without its system.
fn asks_for(taken: Taken, query: &str, names: &[Name]) -> bool {
    let query = query.split_once('?').map_or(query, |(_, query)| query);
    let form = search(taken.name(), query);
    let any_system = matches!(form, Form::ByIdentifier { system: None, .. });
    looked_for(&form, None).iter().any(|asked| {
        names.iter().any(|own| match (asked, own) {
            (Name::Identifier { value, .. }, Name::Identifier { value: own, .. }) if any_system => value == own,
            (asked, own) => asked == own,
        })
    })
}

/// What a resource is called in reports: its fullUrl, else `Type/id`, else its type alone.
fn label(taken: Taken, resource: &Map<String, Value>, entry: &Entry) -> String {
    let id = || resource.get("id").and_then(Value::as_str).map(|id| format!("{taken}/{id}"));
    let label = entry.full_url.clone().or_else(id);
    label.map_or_else(|| taken.name().to_owned(), |label| showable(&label))
}

/// What only a full parse sees: a lone surrogate, a number out of range, nesting beyond all reason. Its place counts from
/// the resource's first character.
fn deep_syntax(error: &serde_json::Error) -> Reason {
    let whole = error.to_string();
    let what = whole.split(" at line ").next().unwrap_or_default().to_owned();
    Reason::Syntax { line: error.line(), column: error.column(), what }
}

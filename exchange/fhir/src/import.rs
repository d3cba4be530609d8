//! `punos import fhir`: files in, report out. Reading, checking and packing run on one thread while the other writes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kernel::{Context, Problem, Register, ServiceTask};
use records::{Packer, RecordsError};
use tokio::sync::mpsc;
use trust::Job;

use crate::again::settle;
use crate::error::ImportError;
use crate::prepare::{Outcome, Prepared, neighbours, prepare};
use crate::problem::Problem as Fault;
use crate::read::{Document, files, read};
use crate::report::{Report, Waiting};
use crate::settings::Settings;
use crate::write::{Change, write};

/// Entries a transaction writes.
const BATCH: usize = 1_000;
/// Batches that may wait for the writer.
const AHEAD: usize = 3;
/// At most this many waiting references are listed in a report.
const LISTED: u32 = 10_000;

/// What the command line says.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// Name of the source; what one source calls the same is the same.
    pub source_system: String,
    /// Register of items whose source says none.
    pub register: Register,
    /// Service task of items of the social register that say none.
    pub service_task: ServiceTask,
}

impl ImportOptions {
    /// Options for a source and the register of what it sends; items of the social register that name no service task are
    /// of services for older people.
    pub fn new(source_system: &str, register: Register) -> Self {
        Self { source_system: source_system.to_owned(), register, service_task: ServiceTask::OlderPeople }
    }
}

impl Default for ImportOptions {
    fn default() -> Self {
        Self::new("fhir", Register::Patient)
    }
}

/// What the reading thread hands to the writer: everything it met since the last time.
#[derive(Default)]
struct Load {
    entries: Vec<Prepared>,
    not_taken: BTreeMap<String, u64>,
    faults: Vec<(Arc<str>, Option<usize>, Fault)>,
    /// How many files are read to their end.
    done: Option<usize>,
}

/// Imports files and directories. A bad resource or file does not stop the others. `progress` is told how many resources
/// are kept so far, and how many there will be judging by the files read.
///
/// # Errors
/// A path that is not there, or a database that does not take it; what was committed before stays, and the same import
/// again goes on from there.
pub async fn import(
    job: &Job,
    options: &ImportOptions,
    paths: &[PathBuf],
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<Report, Problem> {
    run(job, options, paths, progress).await.map_err(Problem::from)
}

async fn run(
    job: &Job,
    options: &ImportOptions,
    paths: &[PathBuf],
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<Report, ImportError> {
    let gate = job.gate();
    let settings = Settings {
        source_system: options.source_system.clone(),
        register: options.register,
        service_task: options.service_task,
        controller: gate.controller(),
        keys: gate.keys().clone(),
    };
    let files = files(paths).map_err(|(path, error)| ImportError::Path { path, error })?;
    let total = files.len();
    let (send, mut receive) = mpsc::channel(AHEAD);
    let reader = {
        let (settings, ctx) = (settings.clone(), gate.ctx().clone());
        tokio::task::spawn_blocking(move || read_all(&files, &settings, &ctx, &send))
    };
    let mut report = Report::default();
    let (mut kept, mut files_done) = (0, 0);
    while let Some(load) = receive.recv().await {
        for (name, count) in load.not_taken {
            Report::count(&mut report.not_taken, &name, count);
        }
        for (file, entry, problem) in load.faults {
            report.fault(&file, entry, &problem);
        }
        kept += load.entries.len() as u64;
        if !load.entries.is_empty() {
            write_batch(job, &settings, load.entries, &mut report).await?;
        }
        files_done = load.done.unwrap_or(files_done);
        let expected = (kept * total as u64).checked_div(files_done as u64).unwrap_or(kept);
        progress(kept, expected.max(kept));
    }
    reader.await.map_err(|_| ImportError::Reader)??;
    settle(job).await?;
    report.unresolved = waiting(job, &settings.source_system).await?;
    Ok(report)
}

async fn write_batch(job: &Job, settings: &Settings, entries: Vec<Prepared>, report: &mut Report) -> Result<(), ImportError> {
    let types: Vec<&'static str> = entries.iter().map(|e| e.taken.name()).collect();
    let work = job.begin().await?;
    let written = write(&work, settings, entries).await?;
    work.commit().await?;
    for (name, written) in types.into_iter().zip(written) {
        let counts = match written.change {
            Change::Imported => &mut report.imported,
            Change::Updated => &mut report.updated,
            Change::Unchanged => &mut report.unchanged,
        };
        Report::count(counts, name, 1);
    }
    Ok(())
}

/// References of this source that still lead nowhere, from this import and earlier ones.
async fn waiting(job: &Job, source_system: &str) -> Result<Vec<Waiting>, ImportError> {
    let rows = records::intake::unresolved(job.reader(), source_system, LISTED).await?;
    Ok(rows
        .into_iter()
        .map(|row| Waiting {
            file: row.source_file.unwrap_or_default(),
            entry: row.entry.and_then(|entry| entry.parse().ok()),
            path: format!("{}.{}", row.resource_type, row.path),
            reference: row.target_label,
        })
        .collect())
}

/// The reading side: goes through the files and stops when the writer has.
fn read_all(files: &[PathBuf], settings: &Settings, ctx: &Context, send: &mpsc::Sender<Load>) -> Result<(), RecordsError> {
    let mut hand = Hand { send, load: Load::default(), gone: false };
    let mut packer = Packer::new(settings.keys.clone())?;
    for (at, path) in files.iter().enumerate() {
        read_file(path, settings, ctx, &mut packer, &mut hand)?;
        if hand.gone {
            return Ok(());
        }
        hand.load.done = Some(at + 1);
    }
    hand.flush();
    Ok(())
}

fn read_file(path: &Path, settings: &Settings, ctx: &Context, packer: &mut Packer, hand: &mut Hand<'_>) -> Result<(), RecordsError> {
    let shown: Arc<str> = path.display().to_string().into();
    let mut failed = None;
    let outcome = read(path, &mut |document| {
        if let Err(error) = take_document(&document, &shown, settings, ctx, packer, hand) {
            failed = Some(error);
        }
        failed.is_none() && !hand.gone
    });
    if let Some(error) = failed {
        return Err(error);
    }
    if let Err(problem) = outcome {
        hand.load.faults.push((shown, None, problem));
    }
    Ok(())
}

fn take_document(
    document: &Document,
    file: &Arc<str>,
    settings: &Settings,
    ctx: &Context,
    packer: &mut Packer,
    hand: &mut Hand<'_>,
) -> Result<(), RecordsError> {
    for wrong in &document.cut.problems {
        hand.load.faults.push((file.clone(), Some(wrong.index), wrong.problem.clone()));
    }
    let around = neighbours(document);
    for entry in &document.cut.entries {
        match prepare(document, entry, file, &around, settings, packer, ctx.new_id())? {
            Outcome::Ready(prepared) => hand.entry(*prepared),
            Outcome::NotTaken(name) => Report::count(&mut hand.load.not_taken, &name, 1),
            Outcome::Wrong(problems) => {
                hand.load.faults.extend(problems.into_iter().map(|problem| (file.clone(), Some(entry.index), problem)));
            }
        }
        if hand.gone {
            break;
        }
    }
    Ok(())
}

/// Hands over what was read, in batches.
struct Hand<'a> {
    send: &'a mpsc::Sender<Load>,
    load: Load,
    /// The writer has stopped.
    gone: bool,
}

impl Hand<'_> {
    fn entry(&mut self, prepared: Prepared) {
        self.load.entries.push(prepared);
        if self.load.entries.len() >= BATCH {
            self.flush();
        }
    }

    fn flush(&mut self) {
        self.gone |= self.send.blocking_send(std::mem::take(&mut self.load)).is_err();
    }
}

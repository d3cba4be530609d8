//! A transaction: all of it or nothing.

use std::collections::HashSet;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use records::Packer;
use trust::Job;

use super::Refused;
use super::answer::{FhirJson, bundle, entry};
use super::request::{condition, failed, status_of};
use crate::again::settle;
use crate::error::ImportError;
use crate::prepare::{Outcome, Prepared, neighbours, prepare};
use crate::problem::{Problem as Fault, Reason};
use crate::read::Document;
use crate::settings::Settings;
use crate::write::write;

type Faults = Vec<(Option<usize>, Fault)>;

/// Takes every entry, or none and says everything that is wrong.
pub async fn take(job: &Job, settings: &Settings, document: Document) -> Result<Response, Refused> {
    let (settings_there, ctx) = (settings.clone(), job.gate().ctx().clone());
    let prepared =
        tokio::task::spawn_blocking(move || prepare_all(&document, &settings_there, &ctx)).await.map_err(|_| ImportError::Reader)?;
    let entries = match prepared {
        Ok(entries) => entries,
        Err(Stopped::Failed(error)) => return Err(failed(error)),
        Err(Stopped::Wrong(faults)) => return Err(refuse(job, faults).await),
    };
    let types: Vec<_> = entries.iter().map(|e| (e.taken, e.index)).collect();
    let work = job.begin().await?;
    let written = write(&work, settings, entries).await?;
    let mut faults: Faults = Vec::new();
    for ((taken, index), written) in types.iter().zip(&written) {
        // A conditional reference must find its target, or the transaction fails (FHIR R4, http.html#trules).
        for (path, _) in written.missing.iter().filter(|(_, conditional)| *conditional) {
            faults.push((Some(*index), Fault::new(format!("{taken}.{path}"), Reason::Unresolved)));
        }
    }
    if !faults.is_empty() {
        drop(work);
        return Err(refuse(job, faults).await);
    }
    let at = work.at();
    work.commit().await?;
    settle(job).await?;
    let answers = types.iter().zip(&written).map(|((taken, _), written)| entry(*taken, written, at)).collect();
    Ok(FhirJson(StatusCode::OK, bundle("transaction-response", answers)).into_response())
}

/// The refusal, with the status of the gravest fault, and its line in the log.
async fn refuse(job: &Job, faults: Faults) -> Refused {
    let status = faults.iter().map(|(_, fault)| status_of(&fault.reason)).min().unwrap_or(StatusCode::BAD_REQUEST);
    job.refused(&[], "invalid").await;
    Refused::Faults(status, faults)
}

enum Stopped {
    Wrong(Faults),
    Failed(records::RecordsError),
}

fn prepare_all(document: &Document, settings: &Settings, ctx: &kernel::Context) -> Result<Vec<Prepared>, Stopped> {
    let mut packer = Packer::new(settings.keys.clone()).map_err(Stopped::Failed)?;
    let around = neighbours(document);
    let file: Arc<str> = "http".into();
    let mut faults: Faults = document.cut.problems.iter().map(|p| (Some(p.index), p.problem.clone())).collect();
    let mut urls: HashSet<&str> = HashSet::new();
    let mut ready = Vec::with_capacity(document.cut.entries.len());
    for entry in &document.cut.entries {
        let at = |name: &str| format!("Bundle.entry[{}].{name}", entry.index);
        if entry.request.is_none() {
            faults.push((Some(entry.index), Fault::new(at("request"), Reason::Required)));
            continue;
        }
        if entry.full_url.as_deref().is_some_and(|url| !urls.insert(url)) {
            faults.push((Some(entry.index), Fault::new(at("fullUrl"), Reason::DuplicateFullUrl)));
            continue;
        }
        let outcome = prepare(document, entry, &file, &around, settings, &mut packer, ctx.new_id()).map_err(Stopped::Failed)?;
        match outcome {
            Outcome::Ready(prepared) => match condition(entry.request.as_ref(), entry.index, prepared.exists_by_condition) {
                Some(fault) => faults.push((Some(entry.index), fault)),
                None => ready.push(*prepared),
            },
            Outcome::NotTaken(name) => faults.push((Some(entry.index), Fault::new(at("resource"), Reason::NotTaken(name)))),
            Outcome::Wrong(problems) => faults.extend(problems.into_iter().map(|problem| (Some(entry.index), problem))),
        }
    }
    if faults.is_empty() { Ok(ready) } else { Err(Stopped::Wrong(faults)) }
}

//! A batch: each entry for itself, with its own answer.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use records::Packer;
use serde_json::{Value, json};
use trust::Job;

use super::Refused;
use super::answer::{FhirJson, bundle, entry};
use super::outcome::refusal;
use super::request::{condition, failed, status_of};
use crate::again::settle;
use crate::error::ImportError;
use crate::prepare::{Outcome, Prepared, neighbours, prepare};
use crate::problem::{Problem as Fault, Reason};
use crate::read::Document;
use crate::settings::Settings;
use crate::write::write;

/// Entries a transaction writes.
const AT_A_TIME: usize = 1_000;

/// Takes what can be taken and answers entry by entry, in the order of the request.
pub async fn take(job: &Job, settings: &Settings, document: Document) -> Result<Response, Refused> {
    let (settings_there, ctx) = (settings.clone(), job.gate().ctx().clone());
    let (mut ready, mut answers) = tokio::task::spawn_blocking(move || prepare_all(&document, &settings_there, &ctx))
        .await
        .map_err(|_| ImportError::Reader)?
        .map_err(failed)?;
    while !ready.is_empty() {
        let rest = ready.split_off(ready.len().min(AT_A_TIME));
        let entries = std::mem::replace(&mut ready, rest);
        let types: Vec<_> = entries.iter().map(|e| (e.index, e.taken)).collect();
        let work = job.begin().await?;
        let written = write(&work, settings, entries).await?;
        let at = work.at();
        work.commit().await?;
        answers.extend(types.iter().zip(&written).map(|((index, taken), written)| (*index, entry(*taken, written, at))));
    }
    settle(job).await?;
    answers.sort_by_key(|(index, _)| *index);
    let answers = answers.into_iter().map(|(_, answer)| answer).collect();
    Ok(FhirJson(StatusCode::OK, bundle("batch-response", answers)).into_response())
}

type Answers = Vec<(usize, Value)>;

fn prepare_all(document: &Document, settings: &Settings, ctx: &kernel::Context) -> Result<(Vec<Prepared>, Answers), records::RecordsError> {
    let mut packer = Packer::new(settings.keys.clone())?;
    let around = neighbours(document);
    let file: Arc<str> = "http".into();
    let mut answers: Answers = document.cut.problems.iter().map(|p| (p.index, refused(p.index, vec![p.problem.clone()]))).collect();
    let mut ready = Vec::with_capacity(document.cut.entries.len());
    for entry in &document.cut.entries {
        let at = |name: &str| format!("Bundle.entry[{}].{name}", entry.index);
        let faults = if entry.request.is_none() {
            vec![Fault::new(at("request"), Reason::Required)]
        } else {
            match prepare(document, entry, &file, &around, settings, &mut packer, ctx.new_id())? {
                Outcome::Ready(prepared) => match condition(entry.request.as_ref(), entry.index, prepared.exists_by_condition) {
                    Some(fault) => vec![fault],
                    None => {
                        ready.push(*prepared);
                        continue;
                    }
                },
                Outcome::NotTaken(name) => vec![Fault::new(at("resource"), Reason::NotTaken(name))],
                Outcome::Wrong(problems) => problems,
            }
        };
        answers.push((entry.index, refused(entry.index, faults)));
    }
    Ok((ready, answers))
}

/// `Bundle.entry.response` of an entry that was not taken.
fn refused(index: usize, faults: Vec<Fault>) -> Value {
    let status = faults.iter().map(|fault| status_of(&fault.reason)).min().unwrap_or(StatusCode::BAD_REQUEST);
    let faults: Vec<_> = faults.into_iter().map(|fault| (Some(index), fault)).collect();
    json!({ "response": { "status": status.to_string(), "outcome": refusal(&faults) } })
}

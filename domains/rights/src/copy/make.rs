//! Making a copy: a job of the queue.

use std::time::Duration;

use chrono::Months;
use jobs::{Claimed, Failure};
use kernel::{ClientId, Lang, Register, Scope, ServiceTask, helsinki_start};
use notices::Waiting;
use owndata::{Collected, Extra, Head, Whose, Words};
use sea_orm::FromQueryResult;
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use store::NewEvent;
use store::sea_orm::Value;
use store::sql;
use trust::{Gate, Job};
use uuid::Uuid;

use super::model::{lang, read};
use crate::{Error, RightsRoom};

/// The kind of the job.
pub(super) const KIND: &str = "rights.copy.make";
/// What it is logged as, and why data are used.
const PURPOSE: &str = "own";

/// Makes the copies that were asked for.
pub struct MakeCopy(RightsRoom);

impl MakeCopy {
    pub fn new(room: RightsRoom) -> Self {
        Self(room)
    }
}

#[derive(FromQueryResult)]
struct Asked {
    id: Uuid,
    client_id: Uuid,
    controller: Uuid,
    request_id: Uuid,
    language: String,
    state: String,
    pairs: Option<String>,
}

#[async_trait::async_trait]
impl jobs::Handler for MakeCopy {
    fn kind(&self) -> &'static str {
        KIND
    }
    /// A long history with many files takes its time; nobody waits for the answer of a request here.
    fn limit(&self) -> Duration {
        Duration::from_secs(1_800)
    }

    async fn run(&self, gate: &Gate, claimed: &Claimed) -> Result<(), Failure> {
        let id = claimed.uuid("copy_id")?;
        let job = gate.job(KIND, PURPOSE, None);
        let text = "SELECT id, client_id, controller, request_id, language, state, pairs FROM rights_copy WHERE id = $1";
        let asked: Option<Asked> = sql::one(job.reader(), text, [id.into()]).await?;
        let Some(asked) = asked.filter(|a| a.state == "making") else { return Ok(()) };
        match make(&self.0, &job, &asked).await {
            Ok(made) => keep(&self.0, &job, claimed, &asked, made).await,
            Err(error) => {
                tracing::error!(%error, "a copy of own data was not made");
                Err(Failure::again("not_made"))
            }
        }
    }
}

struct Made {
    bytes: Vec<u8>,
    clients: Vec<ClientId>,
}

async fn make(room: &RightsRoom, job: &Job, asked: &Asked) -> Result<Made, Error> {
    let (gate, today) = (job.gate(), job.gate().ctx().today());
    let clients = begin(job, asked).await?;
    let language = lang(&asked.language);
    let shown = room.rules.insight.on(today).body.shown.months;
    let whose = Whose {
        ids: clients.iter().map(|c| c.0).collect(),
        lang: language,
        log_since: helsinki_start(today.checked_sub_months(Months::new(shown)).unwrap_or(today)),
        pairs: asked.pairs.as_deref().map(read),
    };
    // What was done a moment ago is in the log too.
    gate.flush_log().await;
    let mut collected = owndata::collect(job.reader(), gate.keys(), &whose).await?;
    // Unknown is treated as protected.
    let card = people::card::card(job, ClientId(asked.client_id)).await?;
    let hides = whose.pairs.is_some() && card.as_ref().is_none_or(|c| c.protected);
    if whose.pairs.is_some() {
        for_professional(&mut collected, hides);
    }
    progress(job, asked.id, 40).await?;
    let extras = extras(room, job, &collected, &clients, language, hides).await?;
    progress(job, asked.id, 80).await?;
    let name = card.map(|card| format!("{} {}", card.given_name, card.family_name)).unwrap_or_default();
    let units = people::organisation::view(job.reader(), today).await?.units;
    let head = Head {
        name,
        controller: units.first().map(|u| u.organisation.clone()).unwrap_or_default(),
        made_at: gate.ctx().now(),
        partly: whose.pairs.is_some(),
    };
    let words = Words::of(language).map_err(owndata::OwnDataError::from)?;
    let retention = room.rules.retention.on(today).body.clone();
    let packed = tokio::task::spawn_blocking(move || owndata::file(&head, &words, &collected, &extras, &retention)).await;
    let file = packed.map_err(|_| owndata::OwnDataError::File)??;
    Ok(Made { bytes: file.bytes, clients })
}

/// Every identity of the client; the job has begun.
async fn begin(job: &Job, asked: &Asked) -> Result<Vec<ClientId>, Error> {
    let work = job.begin().await?;
    let clients = people::identity::all_of(&work, ClientId(asked.client_id)).await.map_err(kernel::Problem::from)?;
    sql::exec(&work, "UPDATE rights_copy SET progress = 10 WHERE id = $1 AND state = 'making'", [asked.id.into()]).await?;
    work.commit().await?;
    Ok(clients)
}

/// What a professional may see by a look of its own only is not in a copy that passes through their hands: the whole identity code, the
/// log of others' looks, and, under protection, where the client lives.
fn for_professional(collected: &mut Collected, protected: bool) {
    collected.parts.retain(|p| !["identifiers", "log", "population_facts"].contains(&p.kind.code.as_str()));
    if !protected {
        return;
    }
    for part in &mut collected.parts {
        match part.kind.code.as_str() {
            "contacts" => part.rows.clear(),
            "identity" => part.rows.iter_mut().for_each(|row| drop(row.remove("municipality"))),
            "appointments" => part.rows.iter_mut().for_each(|row| drop(row.remove("address"))),
            "letters" => part.rows.iter_mut().for_each(|row| {
                row.remove("recipient");
                row.remove("body");
            }),
            _ => {}
        }
    }
}

fn key(row: &Map<String, Json>) -> Option<Uuid> {
    row.get("id")?.as_str()?.parse().ok()
}

/// Documents on paper, attachments, originals: of the rows that the copy tells, each by its room's door.
async fn extras(
    room: &RightsRoom,
    job: &Job,
    collected: &Collected,
    clients: &[ClientId],
    language: Lang,
    hides: bool,
) -> Result<Vec<Extra>, Error> {
    let rows =
        |code: &str| collected.parts.iter().filter(|p| p.kind.code == code).flat_map(|p| &p.rows).filter_map(key).collect::<Vec<_>>();
    let mut out = Vec::new();
    for id in rows("documents") {
        if let Some(bytes) = room.documents.printed(job, id, clients, language).await? {
            out.push(Extra { path: format!("documents/{id}.pdf"), of: Some(id.to_string()), bytes });
        }
    }
    for id in rows("attachments") {
        if let Some(file) = care::attachment::copied(job, id, room.scanned).await? {
            let path = format!("attachments/{id}-{}", plain(&file.name));
            out.push(Extra { path, of: Some(id.to_string()), bytes: file.content });
        }
    }
    for id in rows("originals") {
        if let Some(bytes) = records::copied(job, id, hides).await? {
            out.push(Extra { path: format!("originals/{id}.json"), of: Some(id.to_string()), bytes });
        }
    }
    Ok(out)
}

/// A file's name without what could lead out of its folder.
fn plain(name: &str) -> String {
    let kept: String = name.chars().map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' }).collect();
    let kept = kept.trim_start_matches('.').trim();
    if kept.is_empty() { "file".to_owned() } else { kept.chars().take(120).collect() }
}

/// Says how far it is. Its line in the log names no client: making the copy is what is logged of them.
async fn progress(job: &Job, id: Uuid, done: i32) -> Result<(), Error> {
    let work = job.begin().await?;
    sql::exec(&work, "UPDATE rights_copy SET progress = $1 WHERE id = $2 AND state = 'making'", [done.into(), id.into()]).await?;
    Ok(work.commit().await?)
}

/// Keeps the file sealed, closes the request, tells the client; with the job's own end in one transaction.
async fn keep(room: &RightsRoom, job: &Job, claimed: &Claimed, asked: &Asked, made: Made) -> Result<(), Failure> {
    let gate = job.gate();
    let mut work = job.begin().await?;
    let days = room.rules.rights.on(work.today()).body.kept.days;
    let until = work.at() + chrono::Duration::days(i64::from(days));
    let size = i64::try_from(made.bytes.len()).map_err(|_| Failure::dead("too_large"))?;
    let sha256 = Sha256::digest(&made.bytes).to_vec();
    let sealed = gate.keys().seal(asked.id.as_bytes(), &made.bytes).map_err(|_| Failure::again("not_sealed"))?;
    let text = "UPDATE rights_copy SET state = 'ready', progress = 100, made_at = $1, keep_until = $2, size = $3, sha256 = $4 WHERE id = $5 AND state = 'making'";
    let values: [Value; 5] = [work.at().into(), until.into(), size.into(), sha256.into(), asked.id.into()];
    if sql::exec(&work, text, values).await?.rows_affected() == 0 {
        return Ok(());
    }
    sql::insert_many(&work, "rights_copy_content", &["copy_id", "content"], vec![vec![asked.id.into(), sealed.into()]]).await?;
    let text = "UPDATE rights_request SET state = 'done', outcome = 'given', answered_at = $1, updated_at = $1, version = version + 1 WHERE id = $2";
    sql::exec(&work, text, [work.at().into(), asked.request_id.into()]).await?;
    work.object("rights_copy", asked.id);
    work.touched(&made.clients);
    work.emit(NewEvent::new("rights.copy.made", "rights_copy", asked.id).client(asked.client_id)).await?;
    let waiting = Waiting {
        client: ClientId(asked.client_id),
        scope: Scope { controller: asked.controller, register: Register::Social, service_task: ServiceTask::OlderPeople, catalogue_row: 1 },
        matter_id: None,
        occasion: "message",
        object_kind: "rights_copy",
        object_id: asked.id,
        key: format!("rights_copy/{}", asked.id),
    };
    // A copy that a professional asked for is given by them.
    if asked.pairs.is_none() {
        room.notices.tell(&work, waiting).await?;
    }
    claimed.done(&work).await?;
    work.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_name_does_not_lead_out_of_its_folder() {
        assert_eq!(plain("../../etc/passwd"), "_.._etc_passwd");
        assert_eq!(plain("Lausunto 3.11. äö.pdf"), "Lausunto 3.11. äö.pdf");
        assert_eq!(plain("..."), "file");
    }
}

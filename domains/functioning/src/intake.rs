//! Takes in what other systems send: the door of the exchange keeps a resource as it came, and here it becomes a measurement, scored as any.
//! What stands now is asked, not what happened: however often, late or out of order the same is sent, one of it is in force, of the
//! newest revision.

use std::collections::{BTreeSet, HashMap};

use kernel::{ClientId, Scope};
use rules::Rules;
use store::NewEvent;
use trust::{Follower, Gate, Job, Work};
use uuid::Uuid;

use crate::model::{MeasurementEnd, MeasurementEndReason, MeasurementOrigin};
use crate::received::{self, Received, Sent};
use crate::rows::{self, NewRow, OfSource, Source};
use crate::score::score;
use crate::{Error, FunctioningRoom, change, record, view};

/// The follower's name.
const CONSUMER: &str = "functioning.intake";
/// What tells that a source has sent something of a client.
const RECEIVED: &str = "records.client.received";

impl FunctioningRoom {
    /// Takes in what has been received since the last turn. Several processes may turn at once: the same is found twice and kept once.
    /// Gives how many measurements were kept or withdrawn.
    ///
    /// # Errors
    /// When the database does not answer; what was not read is read in the next turn.
    pub async fn turn(&self, gate: &Gate) -> Result<usize, Error> {
        let mut follower = Follower::of(gate, CONSUMER).await?;
        let rules = self.rules.now();
        let job = gate.job("functioning.intake", "import", None);
        let mut changed = 0;
        while let Some(events) = follower.next().await? {
            let clients: BTreeSet<Uuid> =
                events.iter().filter(|event| event.kind == RECEIVED).filter_map(|event| event.client_id).collect();
            for client in clients {
                changed += take(&job, &rules, ClientId(client)).await?;
            }
        }
        Ok(changed)
    }
}

/// A resource that has been read, and where its source says that it belongs.
struct Read {
    source: Source,
    scope: Scope,
    what: Received,
}

/// Takes in what stands of one client and has not been taken in.
async fn take(job: &Job, rules: &Rules, client: ClientId) -> Result<usize, Error> {
    let set = &rules.measures.on(job.gate().ctx().today()).body;
    let sent = records::measured(job.reader(), client, &received::codes(set)).await?;
    let known = rows::of_sources(job.reader(), client).await?;
    let fresh: HashMap<Uuid, i32> =
        sent.into_iter().filter(|one| is_new(&known, one.id, one.version)).map(|one| (one.id, one.version)).collect();
    if fresh.is_empty() {
        return Ok(0);
    }
    let ids: Vec<Uuid> = fresh.keys().copied().collect();
    let kept = records::intake::kept(job.reader(), job.gate().keys(), &ids).await.map_err(unreadable)?;
    let mut read: Vec<Read> = Vec::new();
    for one in kept {
        let Some(version) = fresh.get(&one.resource_id).copied() else { continue };
        let resource: serde_json::Value = serde_json::from_slice(&one.plain).unwrap_or_default();
        let source = Source { system: one.source_system, id: one.resource_id, version };
        read.push(Read { source, scope: one.scope, what: received::read(set, &resource) });
    }
    read.retain(|one| one.what != Received::NotOurs);
    if read.is_empty() {
        return Ok(0);
    }
    let sex = view::sex(job, client).await?;
    let work = job.begin().await?;
    rows::one_at_a_time(&work, client).await?;
    let known = rows::of_sources(&work, client).await?;
    let mut changed = 0;
    for one in read.into_iter().filter(|one| is_new(&known, one.source.id, one.source.version)) {
        let before = known.iter().find(|row| row.source_id == one.source.id && row.standing);
        changed += usize::from(match one.what {
            Received::Measured(sent) => keep(&work, rules, (client, sex), (one.source, one.scope), &sent, before).await?,
            Received::Void => void(&work, client, before).await?,
            Received::Unfit(measure) => {
                tracing::warn!(measure, resource = %one.source.id, "a measurement that was received is no answer to its measure");
                false
            }
            Received::NotOurs => false,
        });
    }
    work.touched(&[client]);
    work.commit().await?;
    Ok(changed)
}

fn unreadable(error: records::RecordsError) -> Error {
    store::sea_orm::DbErr::Custom(error.to_string()).into()
}

/// Whether this revision has not been taken in, nor a later one.
fn is_new(known: &[OfSource], id: Uuid, version: i32) -> bool {
    known.iter().filter(|row| row.source_id == id).all(|row| row.source_version < version)
}

async fn keep(
    work: &Work,
    rules: &Rules,
    (client, sex): (ClientId, Option<rules::BandSex>),
    (source, scope): (Source, Scope),
    sent: &Sent,
    before: Option<&OfSource>,
) -> Result<bool, Error> {
    let set = rules.measures.on(work.today());
    let Some(measure) = set.body.of(&sent.measure) else { return Ok(false) };
    let scored = match score(measure, &sent.rows, sex) {
        Ok(scored) => scored,
        Err(_) => {
            tracing::warn!(measure = sent.measure, resource = %source.id, "a measurement that was received is no answer to its measure");
            return Ok(false);
        }
    };
    if let Some(before) = before {
        rows::end(work, before.id, MeasurementEnd::Corrected, MeasurementEndReason::Other).await?;
    }
    let id = work.new_id();
    let by_staff = sent.origin == MeasurementOrigin::Professional;
    let row = NewRow {
        id,
        client,
        // What the client's side measured is no professional's register's, whoever passed it on (A22).
        scope: if by_staff { Scope { catalogue_row: record::ROW, ..scope } } else { record::own_scope(scope.controller) },
        measure: measure.code.clone(),
        measure_version: measure.version.clone(),
        rules_version: set.version.clone(),
        answers: sent.rows.clone(),
        score: scored.score,
        band: scored.band.map(|band| band.code.clone()),
        severity: scored.band.map(|band| band.severity),
        worse_by: change::worse_by(measure),
        origin: sent.origin,
        note: sent.note.clone(),
        measured_at: sent.measured_at.unwrap_or_else(|| work.at()),
        recorded_at: work.at(),
        recorded_kind: if by_staff { "system" } else { "client" }.to_owned(),
        recorded_by: None,
        corrects: before.map(|before| before.id),
        source: Some(source),
    };
    rows::insert(work, vec![row]).await?;
    let data = serde_json::json!({
        "measure": measure.code, "measure_version": measure.version, "rules_version": set.version, "origin": sent.origin,
        "corrects": before.map(|before| before.id),
    });
    let kind = if before.is_some() { "functioning.measurement.corrected" } else { "functioning.measurement.recorded" };
    work.emit(NewEvent::new(kind, "measurement", id).client(client.0).data(data)).await?;
    Ok(true)
}

/// The source says that it was an error.
async fn void(work: &Work, client: ClientId, before: Option<&OfSource>) -> Result<bool, Error> {
    let Some(before) = before else { return Ok(false) };
    let ended = rows::end(work, before.id, MeasurementEnd::Withdrawn, MeasurementEndReason::Other).await?;
    if ended {
        let data = serde_json::json!({ "measure": before.measure, "reason": MeasurementEndReason::Other });
        work.emit(NewEvent::new("functioning.measurement.withdrawn", "measurement", before.id).client(client.0).data(data)).await?;
    }
    Ok(ended)
}

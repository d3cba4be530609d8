//! A chunk of residents made ready: rows with their keys, originals packed and sealed, matters, ties — and written in one
//! transaction.

use std::ops::Range;

use care::bulk::Past;
use chrono::{DateTime, Days, Utc};
use consultation::bulk::PastConsultation;
use documents::bulk::PastDocument;
use experience::bulk::{PastFeedback, PastReminder};
use functioning::bulk::PastMeasurement;
use kernel::{ClientId, Problem, Register, Scope, ServiceTask};
use people::import::SourceCloseOne;
use people::tied::{ClientRole, Named};
use records::intake::{Batch, Original, Resource};
use records::{Entry, Packer, Part};
use requests::bulk::PastRequest;
use rules::Rules;
use trust::relation::NewTie;
use trust::will::NewPermit;
use trust::{Job, Work};
use uuid::Uuid;

use crate::asked;
use crate::close_ones;
use crate::consulted;
use crate::felt;
use crate::history::{self, Record, Setting};
use crate::matters::{Bundle, World, build};
use crate::measured;
use crate::original;
use crate::residents::Resident;
use crate::write::{Whole, failed, tell};

/// What one transaction writes.
#[derive(Default)]
pub(crate) struct Chunk {
    clients: Vec<ClientId>,
    batch: Batch,
    close_ones: Vec<SourceCloseOne>,
    ties: Vec<NewTie>,
    named: Vec<Named>,
    permits: Vec<NewPermit>,
    past: Past,
    documents: Vec<PastDocument>,
    measurements: Vec<PastMeasurement>,
    requests: Vec<PastRequest>,
    feedback: Vec<PastFeedback>,
    consultations: Vec<PastConsultation>,
    reminders: Vec<PastReminder>,
}

impl Chunk {
    pub fn rows(&self) -> u64 {
        self.batch.entries.len() as u64
    }
    pub fn matters(&self) -> u64 {
        self.past.matters.len() as u64
    }
    pub fn residents(&self) -> u64 {
        self.clients.len() as u64
    }

    pub async fn write(self, job: &Job, rules: &Rules) -> Result<(), Problem> {
        let work: Work = job.begin().await?;
        self.batch.write(&work).await?;
        people::import::upsert_close_ones(&work, &self.close_ones).await.map_err(failed)?;
        documents::bulk::write(&work, &self.documents).await.map_err(failed)?;
        self.past.write(&work).await.map_err(failed)?;
        functioning::bulk::write(&work, rules, &self.measurements).await.map_err(failed)?;
        requests::bulk::write(&work, rules, &self.requests).await.map_err(failed)?;
        consultation::bulk::write(&work, rules, &self.consultations).await.map_err(failed)?;
        experience::bulk::write(&work, rules, &self.feedback).await.map_err(failed)?;
        experience::bulk::remind(&work, &self.reminders).await.map_err(failed)?;
        trust::relation::tie(&work, &self.ties).await.map_err(failed)?;
        people::tied::set(&work, &self.named).await.map_err(failed)?;
        trust::will::record(&work, &self.permits).await.map_err(failed)?;
        work.touched(&self.clients);
        tell(&work, &self.clients).await?;
        work.commit().await
    }
}

/// Makes the residents of a range.
pub(crate) fn make(whole: &Whole, range: Range<usize>) -> Result<Chunk, Problem> {
    let mut chunk = Chunk::default();
    let mut packer = Packer::new(whole.keys.clone())?;
    let setting = Setting { seed: whole.seed, today: whole.today, places: &whole.places };
    let now = whole.ctx.now();
    for index in range.clone() {
        let (Some(resident), Some(needs), Some(client)) =
            (whole.residents.get(index), whole.needs.get(index), whole.clients.get(index).copied())
        else {
            continue;
        };
        chunk.clients.push(client);
        let rows = history::of(&setting, resident, needs);
        ties(whole, &mut chunk, resident, client, &rows, now);
        for register in [Register::Patient, Register::Social] {
            let own: Vec<&Record> = rows.iter().filter(|row| row.register == register).collect();
            records(whole, &mut chunk, &mut packer, client, register, &own, now)?;
        }
        close_ones::of(whole, resident, client, &mut chunk.close_ones);
        measured::of(whole, resident, needs, client, &mut chunk.measurements);
        asked::of(whole, resident, needs, client, &mut chunk.requests);
        felt::reminders(whole, resident, client, &mut chunk.reminders);
    }
    let world = World {
        seed: whole.seed,
        rules: &whole.rules,
        staff: &whole.staff,
        residents: &whole.residents,
        clients: &whole.clients,
        controller: whole.controller,
        county: &whole.county.name().fi,
        now,
        today: whole.today,
    };
    let mut bundle = Bundle::default();
    let mut new_id = || whole.ctx.new_id();
    // Ideas are in the order of their main clients.
    let from = whole.ideas.partition_point(|idea| idea.main < range.start);
    for (place, (idea, number)) in
        whole.ideas.iter().zip(&whole.numbers).enumerate().skip(from).take_while(|(_, (idea, _))| idea.main < range.end)
    {
        build(&world, idea, place, number.clone(), &mut new_id, &mut bundle)
            .ok_or_else(|| failed("the county has no team for a matter"))?;
        if let Some(made) = bundle.past.matters.last() {
            consulted::of(whole, idea.main, &made.matter, &mut chunk.consultations);
            felt::of(whole, idea.main, &made.matter, &mut chunk.feedback);
        }
    }
    bundle.one_plan_at_a_time();
    case_managers(whole, &mut chunk, &bundle.past);
    chunk.past = bundle.past;
    chunk.documents = bundle.documents;
    Ok(chunk)
}

/// The rows of one client in one register, with the one original they came in: a line each.
fn records(
    whole: &Whole,
    chunk: &mut Chunk,
    packer: &mut Packer,
    client: ClientId,
    register: Register,
    rows: &[&Record],
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let Some(first) = rows.first() else { return Ok(()) };
    let source_system = match register {
        Register::Patient => "potilastiedot",
        Register::Social => "sosiaalihuolto",
    };
    let scope = |row: &Record| Scope {
        controller: whole.controller,
        register: row.register,
        service_task: row.task,
        catalogue_row: row.catalogue_row,
    };
    let (resource_id, original_id) = (whole.ctx.new_id(), whole.ctx.new_id());
    let text = original::text(rows);
    chunk.batch.originals.push(Original {
        id: original_id,
        resource_id,
        client_id: Some(client.0),
        // The rights of an original are those of its lines' register; a line is opened through its own row.
        scope: Scope { catalogue_row: 19, ..scope(first) },
        source_system: source_system.to_owned(),
        resource_type: "Bundle",
        revision: 1,
        is_current: true,
        source_version: None,
        source_changed_at: None,
        sha256: records::content_hash(&text),
        content_type: "application/fhir+ndjson",
        body_len: i32::try_from(text.len()).unwrap_or(i32::MAX),
        body: packer.pack(original_id, text.as_bytes())?,
        context: None,
        source_file: None,
        entry: None,
    });
    chunk.batch.new.push(Resource {
        id: resource_id,
        source_system: source_system.to_owned(),
        resource_type: "Bundle",
        client_id: Some(client.0),
        original_id,
        label: "Bundle".into(),
        version: 1,
    });
    for (line, row) in (0_i32..).zip(rows) {
        let id = whole.ctx.new_id();
        for (position, part) in (0_i32..).zip(&row.parts) {
            chunk.batch.parts.push(Part {
                id: whole.ctx.new_id(),
                client_id: client.0,
                scope: scope(row),
                entry_id: id,
                resource_id: None,
                position,
                facts: part.clone(),
                actor_id: None,
                target_id: None,
            });
        }
        chunk.batch.entries.push(Entry {
            id,
            client_id: client.0,
            scope: scope(row),
            source_system: source_system.to_owned(),
            original_id: Some(original_id),
            original_line: line,
            resource_id: None,
            part_of: None,
            position: 0,
            facts: row.facts.clone(),
            performer_id: None,
            organisation_id: None,
            place_id: None,
            encounter_id: None,
            received_at: now,
        });
    }
    Ok(())
}

/// What rights rest on outside matters: the home care unit, the ward, the emergency room; and the client's permit.
fn ties(whole: &Whole, chunk: &mut Chunk, resident: &Resident, client: ClientId, rows: &[Record], now: DateTime<Utc>) {
    let Some(needs) = whole.needs.get(resident.index) else { return };
    let scope = Scope { controller: whole.controller, register: Register::Patient, service_task: ServiceTask::Health, catalogue_row: 18 };
    let tie = |kind: &'static str, unit_id: Uuid, from: DateTime<Utc>, to: Option<DateTime<Utc>>| NewTie {
        client,
        scope,
        basis: "unit",
        object_kind: kind,
        object_id: whole.ctx.new_id(),
        professional_id: None,
        team_id: None,
        unit_id: Some(unit_id),
        from,
        to,
    };
    if let Some(care) = needs.home_care
        && let Some(unit) = whole.staff.home_care.get(care.unit).copied()
    {
        let from = history::at(care.from, 10, 0);
        chunk.ties.push(tie("home_care", unit, from, care.to.map(|to| history::at(to, 18, 0))));
        let nurses = whole.staff.of_unit(unit);
        if care.to.is_none()
            && let Some(nurse) = nurses.get(resident.index % nurses.len().max(1))
        {
            chunk.named.push(Named { client, scope, role: ClientRole::OwnNurse, professional_id: nurse.id, wish: None, from });
        }
    }
    let lately = history::at(whole.today - Days::new(3), 2, 0);
    for row in rows.iter().filter(|row| row.facts.kind == "Encounter") {
        let (Some(class), Some(start)) = (row.facts.class.as_deref(), row.facts.started_at) else { continue };
        match class {
            "IMP" if row.facts.status.as_deref() == Some("in-progress") => {
                chunk.ties.push(tie("stay", whole.staff.ward, start.min(now), None))
            }
            "EMER" if start >= lately => {
                chunk.ties.push(tie("emergency", whole.staff.emergency, start.min(now), Some(start + chrono::Duration::days(7))));
            }
            _ => {}
        }
    }
    if needs.permit {
        let since = needs.home_care.map(|care| care.from).or(needs.services.first().map(|service| service.from)).unwrap_or(whole.today);
        chunk.permits.push(NewPermit {
            client,
            scope: Scope { catalogue_row: 1, ..scope },
            given_by: "client",
            informed_at: history::at(since, 11, 0).min(now),
            recorded_by: None,
        });
    }
}

/// Who is responsible for older people's services is also named their case manager.
fn case_managers(whole: &Whole, chunk: &mut Chunk, past: &Past) {
    for one in past.customerships.iter().filter(|one| one.service_task == ServiceTask::OlderPeople && one.closed.is_none()) {
        let scope = Scope { controller: whole.controller, register: Register::Social, service_task: one.service_task, catalogue_row: 17 };
        chunk.named.push(Named {
            client: one.client,
            scope,
            role: ClientRole::CaseManager,
            professional_id: one.responsible_worker_id,
            wish: None,
            from: one.opened_at,
        });
    }
}

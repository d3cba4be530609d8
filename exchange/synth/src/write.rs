//! The county written through the rooms' own doors, many rows at a time: first the organisation, then the people, then their
//! histories and matters, which one thread makes and packs while the other writes.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use care::matter::number;
use chrono::{Datelike, NaiveDate};
use kernel::{ClientId, Context, Problem, Scope};
use kernel::{Register, ServiceTask};
use people::import::{SourceClient, SourceContact};
use rules::Rules;
use store::{Keyring, NewEvent};
use tokio::sync::mpsc;
use trust::{Job, Work};
use uuid::Uuid;

use crate::chunk::{self, Chunk};
use crate::county::{County, Means};
use crate::matters::{Idea, ideas};
use crate::needs::{self, Needs};
use crate::personas::{self, MadePersona};
use crate::places::Places;
use crate::residents::{self, Resident};
use crate::staff::{self, Site, Staff};
use crate::{Made, Plan};

/// Residents in one transaction: a page of an index which their rows are strewn over is written once for all of them.
const AT_A_TIME: usize = 1_000;

/// The whole county in memory: what chunks are made from.
pub(crate) struct Whole {
    pub seed: u64,
    pub county: &'static County,
    pub rules: Arc<Rules>,
    pub today: NaiveDate,
    pub ctx: Context,
    pub keys: Keyring,
    pub controller: Uuid,
    pub places: Places,
    pub staff: Staff,
    pub residents: Vec<Resident>,
    pub needs: Vec<Needs>,
    pub clients: Vec<ClientId>,
    pub ideas: Vec<Idea>,
    /// Numbers of the matters, in their order.
    pub numbers: Vec<String>,
}

pub(crate) fn failed(error: impl std::fmt::Display) -> Problem {
    tracing::error!(%error, "the synthetic county could not be written");
    Problem::internal()
}

/// Makes the county and writes it. `progress` is told how many residents are done.
pub async fn make(job: &Job, rules: &Arc<Rules>, plan: &Plan, mut progress: impl FnMut(u64) + Send) -> Result<Made, Problem> {
    let began = Instant::now();
    let county = County::find(&plan.county).ok_or_else(|| Problem::invalid_field("/county", "not_in_list"))?;
    let means = Means::of(county.key).ok_or_else(|| Problem::invalid_field("/county", "not_in_list"))?;
    let gate = job.gate();
    let (ctx, controller) = (gate.ctx().clone(), gate.controller());
    let today = ctx.today();
    let count = usize::try_from(plan.residents).unwrap_or(0).max(50);
    let seed = plan.seed;

    let municipalities: Vec<&'static str> = means.municipalities.iter().map(|one| one.code).collect();
    let places = Places::of(seed, county.key, &municipalities);
    let residents = residents::make(seed, county.key, &means, count, today);
    let needs = needs::assign(seed, &residents, today);
    let ideas = ideas(seed, &residents, &needs, today, plan.load);
    let mut new_id = || ctx.new_id();
    let routing = &rules.routing.on(today).body;
    let staff = staff::build(
        &Site {
            seed,
            county,
            controller,
            routing,
            places: &places,
            residents: count,
            teams: plan.load.map_or(0, |load| load.teams),
            today,
        },
        &mut new_id,
    );

    let numbers = organisation(job, &staff, &ideas).await?;
    let clients = people(job, controller, &residents).await?;
    let whole = Arc::new(Whole {
        seed,
        county,
        rules: rules.clone(),
        today,
        ctx: ctx.clone(),
        keys: gate.keys().clone(),
        controller,
        places,
        staff,
        residents,
        needs,
        clients,
        ideas,
        numbers,
    });

    let (send, mut receive) = mpsc::channel::<Result<Chunk, Problem>>(2);
    let maker = {
        let whole = whole.clone();
        tokio::task::spawn_blocking(move || {
            let mut first = 0;
            while first < whole.residents.len() {
                let last = (first + AT_A_TIME).min(whole.residents.len());
                // Nobody listens any more when the writer has failed.
                if send.blocking_send(chunk::make(&whole, first..last)).is_err() {
                    return;
                }
                first = last;
            }
        })
    };
    let (mut service_rows, mut matters, mut done) = (0_u64, 0_u64, 0_u64);
    while let Some(chunk) = receive.recv().await {
        let chunk = chunk?;
        service_rows += chunk.rows();
        matters += chunk.matters();
        done += chunk.residents();
        chunk.write(job, rules).await?;
        progress(done);
    }
    maker.await.map_err(failed)?;
    let personas: Vec<MadePersona> = personas::of(&whole);
    Ok(Made { residents: done, matters, service_rows, seconds: began.elapsed().as_secs_f64(), county_name: county.name(), personas })
}

/// Units, teams, professionals, absences; and the running numbers of matters taken for their years, oldest first.
async fn organisation(job: &Job, staff: &Staff, ideas: &[Idea]) -> Result<Vec<String>, Problem> {
    let work = job.begin().await?;
    people::organisation::create(&work, &staff.staffing).await.map_err(failed)?;
    people::organisation::away(&work, &staff.absences).await.map_err(failed)?;
    let mut order: Vec<(NaiveDate, usize)> = ideas.iter().enumerate().map(|(place, idea)| (idea.on, place)).collect();
    order.sort_unstable();
    let mut next: HashMap<i32, i32> = HashMap::new();
    let mut years: Vec<i32> = order.iter().map(|(on, _)| on.year()).collect();
    years.dedup();
    for year in years {
        let count = order.iter().filter(|(on, _)| on.year() == year).count();
        let first = number::take(&work, year, i32::try_from(count).unwrap_or(i32::MAX)).await.map_err(failed)?;
        next.insert(year, first);
    }
    work.commit().await?;
    let mut numbers = vec![String::new(); ideas.len()];
    for (on, place) in order {
        if let (Some(next), Some(number)) = (next.get_mut(&on.year()), numbers.get_mut(place)) {
            *number = number::written(on.year(), *next);
            *next += 1;
        }
    }
    Ok(numbers)
}

/// Everybody as a source tells them; gives their ids in order.
async fn people(job: &Job, controller: Uuid, residents: &[Resident]) -> Result<Vec<ClientId>, Problem> {
    let mut clients = Vec::with_capacity(residents.len());
    for part in residents.chunks(AT_A_TIME) {
        let work = job.begin().await?;
        let sources: Vec<SourceClient> = part.iter().map(|one| source(controller, one)).collect();
        let written = people::import::upsert_clients(&work, &sources).await.map_err(failed)?;
        clients.extend(written.iter().map(|one| one.client));
        work.commit().await?;
    }
    Ok(clients)
}

fn source(controller: Uuid, one: &Resident) -> SourceClient {
    // Some numbers were told long ago and never since.
    let old = one
        .index
        .is_multiple_of(9)
        .then(|| chrono::NaiveDate::from_ymd_opt(2019, 5, 2)?.and_hms_opt(12, 0, 0))
        .flatten()
        .map(|at| at.and_utc());
    let contact = |kind_of: &'static str, value: &str| SourceContact {
        kind: "long_lived",
        kind_of,
        value: value.to_owned(),
        since: old.filter(|_| kind_of == "phone"),
    };
    let contacts = [
        one.phone.as_deref().map(|phone| contact("phone", phone)),
        one.email.as_deref().map(|email| contact("email", email)),
        Some(contact("address", &one.address)),
    ];
    SourceClient {
        known: None,
        hetu: Some(one.hetu.clone()),
        identifiers: Vec::new(),
        temporary: false,
        family_name: one.family.clone(),
        given_names: one.given.clone(),
        other_names: Vec::new(),
        birth_date: Some(one.birth),
        sex: None,
        mother_tongue: Some(one.language.to_owned()),
        service_language: Some(if one.language == "sv" { "sv" } else { "fi" }.to_owned()),
        interpreter: one.interpreter,
        municipality: Some(one.municipality.to_owned()),
        protected: one.protected,
        deceased: one.died.is_some(),
        deceased_on: one.died,
        contacts: contacts.into_iter().flatten().collect(),
        source_system: "väestötiedot".into(),
        scope: Scope { controller, register: Register::Social, service_task: ServiceTask::OlderPeople, catalogue_row: 1 },
    }
}

/// One event for each client whose history was written.
pub(crate) async fn tell(work: &Work, clients: &[ClientId]) -> Result<(), Problem> {
    for client in clients {
        let event = NewEvent::new("records.history.written", "client", client.0).client(client.0);
        work.emit(event).await.map_err(failed)?;
    }
    Ok(())
}

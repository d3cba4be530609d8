use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, helsinki_date};
use people::nearness::{self, Working};
use people::own_identity::{self, InNews};
use store::sea_orm::DbErr;
use trust::Job;
use trust::looks::{self, Look, Tie};
use uuid::Uuid;

use super::place::Home;

/// What is known of the people of one batch, read in a few statements.
#[derive(Default)]
pub(super) struct Near {
    /// The viewers' own identities as clients.
    pub own: HashMap<Uuid, Vec<ClientId>>,
    /// Clients who are professionals.
    pub staff: HashMap<ClientId, Vec<Uuid>>,
    pub close: HashSet<(ClientId, ClientId)>,
    pub homes: HashMap<ClientId, Vec<Home>>,
    pub working: HashMap<Uuid, Working>,
    pub news: Vec<InNews>,
    /// Care ties of the clients something was found of.
    pub ties: Vec<Tie>,
}

impl Near {
    pub async fn of(job: &Job, some: &[Look], today: NaiveDate) -> Result<Self, DbErr> {
        let mut viewers: Vec<Uuid> = some.iter().map(|look| look.actor_id).collect();
        viewers.sort_unstable();
        viewers.dedup();
        let mut clients: Vec<ClientId> = some.iter().map(|look| ClientId(look.client_id)).collect();
        clients.sort_unstable();
        clients.dedup();
        let own = own_identity::clients_of(job, &viewers).await?;
        let selves: Vec<ClientId> = own.values().flatten().copied().collect();
        let staff = own_identity::staff_among(job, &clients).await?;
        let mut workers = viewers;
        workers.extend(staff.values().flatten());
        workers.sort_unstable();
        workers.dedup();
        // Homes of the clients matter only beside one that is known of a viewer.
        let homes = if selves.is_empty() {
            HashMap::new()
        } else {
            let mut all = clients.clone();
            all.extend(&selves);
            all.sort_unstable();
            all.dedup();
            nearness::homes(job, &all, today).await?
        };
        Ok(Self {
            close: nearness::close_pairs(job, &selves).await?,
            homes: homes.into_iter().map(|(client, texts)| (client, texts.iter().map(|t| Home::read(t)).collect())).collect(),
            working: nearness::working(job, &workers).await?,
            news: own_identity::in_news(job, &clients).await?,
            own,
            staff,
            ties: Vec::new(),
        })
    }

    /// Reads the care ties of these clients, for [`Near::tied`].
    pub async fn read_ties(&mut self, job: &Job, clients: &[Uuid]) -> Result<(), DbErr> {
        self.ties = looks::ties(job, clients).await?;
        Ok(())
    }

    pub fn own(&self, viewer: Uuid) -> &[ClientId] {
        self.own.get(&viewer).map(Vec::as_slice).unwrap_or_default()
    }

    pub fn homes(&self, client: ClientId) -> &[Home] {
        self.homes.get(&client).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether the viewer, their team or unit, or one whom they stood in for, had a care tie to the client at the instant.
    pub fn tied(&self, viewer: Uuid, unit: Option<Uuid>, client: Uuid, at: DateTime<Utc>) -> bool {
        let day = helsinki_date(at);
        let works = self.working.get(&viewer);
        let reaches = |tie: &Tie| match tie.professional_id {
            Some(person) => person == viewer || works.is_some_and(|w| w.stands_in_for(person, day)),
            None => {
                let team = tie.team_id.is_some_and(|team| works.is_some_and(|w| w.in_team(team, day)));
                team || (tie.unit_id.is_some() && tie.unit_id == unit)
            }
        };
        self.ties.iter().any(|tie| tie.client_id == client && tie.on(at) && reaches(tie))
    }
}

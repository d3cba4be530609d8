//! Appointments as they are told: names read once for a whole list.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::ClientId;
use people::organisation::{PersonRef, people_by_id, units_by_id};
use people::{IdentityCard, Proof};
use rules::Rules;
use uuid::Uuid;

use super::model::{Appointment, AppointmentCancelled, AppointmentView, OwnAppointment, OwnPerson, Place, UnitRef};
use crate::Error;
use crate::routing::Team;

/// What a list of appointments names.
pub struct Names {
    people: HashMap<Uuid, PersonRef>,
    units: HashMap<Uuid, String>,
    teams: HashMap<Uuid, people::organisation::TeamName>,
    cards: HashMap<Uuid, IdentityCard>,
}

impl Names {
    pub async fn read(proof: &impl Proof, appointments: &[Appointment]) -> Result<Self, Error> {
        let conn = proof.conn();
        let who: Vec<Uuid> = appointments.iter().flat_map(|a| a.people.iter().copied().chain([a.handler_id])).collect();
        let mut clients: Vec<ClientId> = appointments.iter().map(|a| a.client).collect();
        clients.sort_unstable();
        clients.dedup();
        Ok(Self {
            people: people_by_id(conn, &who).await?,
            units: if appointments.iter().any(|a| a.unit_id.is_some()) { units_by_id(conn).await? } else { HashMap::new() },
            teams: people::organisation::teams_by_id(conn, &appointments.iter().map(|a| a.team_id).collect::<Vec<_>>()).await?,
            cards: people::card::cards(proof, &clients).await?.into_iter().map(|c| (c.id, c)).collect(),
        })
    }

    fn person(&self, id: Uuid) -> PersonRef {
        self.people.get(&id).cloned().unwrap_or_else(|| PersonRef { id, name: String::new(), title: None, unit: None })
    }

    /// A home visit to one whose address is protected: no address is told, whenever it was written.
    fn hidden(&self, a: &Appointment) -> bool {
        a.place == Place::HomeVisit && self.cards.get(&a.client.0).is_none_or(|c| c.protected)
    }

    /// As staff see it; `None` when the client is not there any more.
    pub fn staff(&self, a: &Appointment, now: DateTime<Utc>, notices: Vec<notices::NoticeState>) -> Option<AppointmentView> {
        let client = self.cards.get(&a.client.0)?.clone();
        let hidden = self.hidden(a);
        Some(AppointmentView {
            id: a.id,
            version: a.version,
            address_hidden: hidden,
            client,
            matter_id: a.matter_id,
            team: self.teams.get(&a.team_id).map_or_else(|| Team { id: a.team_id, name: String::new() }, Team::from),
            handler: self.person(a.handler_id),
            people: a.people.iter().map(|p| self.person(*p)).collect(),
            place: a.place,
            address: a.address.clone().filter(|_| !hidden),
            unit: a.unit_id.and_then(|id| Some(UnitRef { id, name: self.units.get(&id)?.clone() })),
            link: a.link.clone(),
            why: a.why.clone(),
            starts_at: a.starts_at,
            ends_at: a.ends_at,
            state: a.state,
            client_words: a.client_words.clone(),
            cancelled: cancelled(a),
            notices,
            permitted_actions: a.staff_may(now),
        })
    }

    /// As its client sees it.
    pub fn own(&self, a: &Appointment, now: DateTime<Utc>) -> OwnAppointment {
        OwnAppointment {
            id: a.id,
            version: a.version,
            matter_id: a.matter_id,
            place: a.place,
            address: a.address.clone().filter(|_| !self.hidden(a)),
            unit: a.unit_id.and_then(|id| self.units.get(&id).cloned()),
            link: a.link.clone(),
            why: a.why.clone(),
            people: a
                .people
                .iter()
                .map(|p| self.person(*p))
                .map(|p| OwnPerson { name: p.name, title: p.title.unwrap_or_default() })
                .collect(),
            starts_at: a.starts_at,
            ends_at: a.ends_at,
            state: a.state,
            client_words: a.client_words.clone(),
            cancelled: cancelled(a),
            permitted_actions: a.client_may(now),
        }
    }
}

fn cancelled(a: &Appointment) -> Option<AppointmentCancelled> {
    Some(AppointmentCancelled { reason: a.cancel_reason.clone()?, text: a.cancel_text.clone(), by: a.cancelled_by.clone()? })
}

/// These appointments with what their clients have been told of them.
pub async fn told(
    proof: &impl Proof,
    rules: &Rules,
    appointments: &[Appointment],
    now: DateTime<Utc>,
) -> Result<Vec<AppointmentView>, Error> {
    let names = Names::read(proof, appointments).await?;
    let ids: Vec<Uuid> = appointments.iter().map(|a| a.id).collect();
    let mut notices = notices::of_objects(proof.conn(), rules, kernel::helsinki_date(now), &ids).await?;
    Ok(appointments.iter().filter_map(|a| names.staff(a, now, notices.remove(&a.id).unwrap_or_default())).collect())
}

//! What templates ask of a client, and whose plan it would be. A score that the viewer's proof does not open is not asked: using it would
//! tell of it.

use kernel::{Register, Scope, ServiceTask};
use people::IdentityCard;
use people::card::cards;
use people::organisation::{TeamName, teams_on};
use rules::{ClientFacts, Facts, Situation, TemplateScores, Urgency};
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr};
use store::sql;
use trust::{Opened, Staff};
use uuid::Uuid;

use crate::Error;

/// The item of the data catalogue: plans.
pub(crate) const ROW: kernel::CatalogueRow = 21;

/// One's own team, and where its plans belong.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub team: TeamName,
    pub register: Register,
    pub task: ServiceTask,
}

impl Place {
    pub fn scope(&self, controller: Uuid) -> Scope {
        Scope { controller, register: self.register, service_task: self.task, catalogue_row: ROW }
    }
}

/// One's own teams that care for the client, by name.
pub(crate) async fn places(
    conn: &impl ConnectionTrait,
    today: chrono::NaiveDate,
    staff: &Staff,
    opened: &Opened,
) -> Result<Vec<Place>, Error> {
    let teams = teams_on(conn, today).await?;
    let mut all: Vec<Place> = Vec::new();
    for team in staff.team_ids.iter().filter_map(|id| teams.get(id)) {
        let (register, task) = requests::planned::place_of(team)?;
        if opened.scopes().sees(register, task) {
            all.push(Place { team: team.clone(), register, task });
        }
    }
    all.sort_by(|a, b| a.team.name.cmp(&b.team.name));
    Ok(all)
}

/// The team that was asked for, or the first.
pub(crate) fn chosen(places: &[Place], asked: Option<Uuid>) -> Result<&Place, Error> {
    places.iter().find(|place| asked.is_none_or(|id| id == place.team.id)).ok_or_else(|| Error::field("/team_id", "not_in_a_team"))
}

/// What is known of a client.
pub(crate) struct Known {
    card: Option<IdentityCard>,
    pub scores: TemplateScores,
    on: chrono::NaiveDate,
}

impl Known {
    pub async fn of(opened: &Opened) -> Result<Self, DbErr> {
        #[derive(FromQueryResult)]
        struct Score {
            code: String,
            score: f64,
        }
        let card = cards(opened, &[opened.client()]).await?.pop();
        let (clients, values) = opened.clients_sql("s", 1);
        let text = format!(
            "SELECT s.code, s.score FROM ({}) s WHERE {clients} AND {} ORDER BY s.at, s.id",
            functioning::facts::SCORES,
            opened.scopes().sql("s")
        );
        // The newest of each measure is the last.
        let scores = sql::all::<Score>(opened.reader(), &text, values).await?.into_iter().map(|one| (one.code, one.score)).collect();
        Ok(Self { card, scores, on: opened.today() })
    }

    pub fn municipality(&self) -> Option<&str> {
        self.card.as_ref().and_then(|card| card.municipality.as_ref()).map(|place| place.code.as_str())
    }

    /// As rules ask it. What there is only of a matter is not asked by templates (their rules are checked for it).
    pub fn facts(&self, task: ServiceTask) -> Facts {
        Facts {
            on: self.on,
            clients: vec![ClientFacts {
                birth_date: self.card.as_ref().and_then(|card| card.birth_date),
                municipality: self.municipality().map(str::to_owned),
            }],
            service_task: task,
            situation: Situation::NeedsAssessment,
            urgency: Urgency::Soon,
            special_support: false,
            highest_care_allowance: false,
            outcome: None,
        }
    }
}

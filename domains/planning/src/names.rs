//! What parts of a plan are called, and who does them.

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::Text;
use people::PersonRef;
use people::organisation::{TeamName, people_by_id, teams_by_id};
use rules::Rules;
use store::sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use crate::part::{Part, PlanPartKind};
use crate::row::Talks;

/// Names of the professionals and teams of what is shown, asked for once.
pub(crate) struct Names<'a> {
    rules: &'a Rules,
    today: NaiveDate,
    people: HashMap<Uuid, PersonRef>,
    teams: HashMap<Uuid, TeamName>,
}

impl<'a> Names<'a> {
    pub async fn of(conn: &impl ConnectionTrait, rules: &'a Rules, today: NaiveDate, parts: &[Part], talks: &Talks) -> Result<Self, DbErr> {
        let mut ids: Vec<Uuid> = parts.iter().filter_map(|part| part.person_id).collect();
        ids.extend(talks.entries.values().flatten().map(|entry| entry.by_id));
        ids.extend(talks.agreed.values().flatten().map(|agreed| agreed.by_id));
        let teams: Vec<Uuid> = parts.iter().filter_map(|part| part.team_id).collect();
        let people = if ids.is_empty() { HashMap::new() } else { people_by_id(conn, &ids).await? };
        let teams = if teams.is_empty() { HashMap::new() } else { teams_by_id(conn, &teams).await? };
        Ok(Self { rules, today, people, teams })
    }

    pub fn person(&self, id: Option<Uuid>) -> Option<PersonRef> {
        self.people.get(&id?).cloned()
    }

    pub fn team(&self, id: Option<Uuid>) -> Option<String> {
        self.teams.get(&id?).map(|team| team.name.clone())
    }

    /// Who does it: as it was written, else the team, else the professional.
    pub fn who(&self, part: &Part) -> Option<String> {
        let who = part.who.clone().filter(|who| !who.trim().is_empty());
        who.or_else(|| self.team(part.team_id)).or_else(|| self.person(part.person_id).map(|person| person.name))
    }

    /// What it is called.
    pub fn name(&self, part: &Part) -> Text {
        let said = || part.title.clone().or_else(|| part.words.clone()).map(Text::fi);
        let kind = |code: &str| self.rules.requests.on(self.today).body.kind(code).map(|kind| kind.name.clone());
        let named = match part.kind {
            PlanPartKind::Service => part.code.as_deref().map(care::plan::services::name),
            PlanPartKind::Task => part.code.as_deref().and_then(kind).or_else(said),
            PlanPartKind::Plan => part.title.clone().map(Text::fi),
            PlanPartKind::Time => part.title.clone().or_else(|| part.words.clone()).map(Text::fi),
            PlanPartKind::Goal | PlanPartKind::OwnGoal | PlanPartKind::Medicine => said(),
        };
        named.unwrap_or_else(|| nameless(part.kind))
    }
}

/// The name of what has none of its own.
fn nameless(kind: PlanPartKind) -> Text {
    match kind {
        PlanPartKind::Plan => Text::new("Suunnitelma", "Plan", "Plan"),
        PlanPartKind::Goal | PlanPartKind::OwnGoal => Text::new("Tavoite", "Mål", "Goal"),
        PlanPartKind::Service => Text::new("Palvelu", "Service", "Service"),
        PlanPartKind::Task => Text::new("Tehtävä", "Uppgift", "Task"),
        PlanPartKind::Time => Text::new("Tapaaminen", "Möte", "Appointment"),
        PlanPartKind::Medicine => Text::new("Lääke", "Läkemedel", "Medicine"),
    }
}

//! What the places of a template hold for a matter and its client.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use kernel::{ClientId, Lang, Text};
use people::PersonRef;
use people::organisation::{TeamName, people_by_id, teams_by_id};
use people::postal::{Post, Recipient};
use rules::{LabelledList, LetterTemplate, LetterUse, Needs};
use trust::Listed;
use uuid::Uuid;

use crate::Error;
use crate::matter::Matter;

/// A letter as it would be.
#[derive(Clone, Debug)]
pub struct Filled {
    pub client: ClientId,
    pub language: Lang,
    pub recipient: String,
    pub subject: String,
    pub body: String,
}

/// What is known for filling, of all the matters at once.
pub struct Known {
    people: HashMap<Uuid, PersonRef>,
    teams: HashMap<Uuid, TeamName>,
    recipients: HashMap<ClientId, Recipient>,
    today: NaiveDate,
}

impl Known {
    /// Reads it: a handful of statements, whatever the number of matters.
    pub async fn read(listed: &Listed, matters: &[Matter]) -> Result<Self, Error> {
        let handlers: Vec<Uuid> = matters.iter().filter_map(|m| m.handler_id).collect();
        let mains: Vec<ClientId> = matters.iter().filter_map(|m| m.clients.first().copied()).collect();
        Ok(Self {
            people: people_by_id(listed.reader(), &handlers).await?,
            teams: teams_by_id(listed.reader(), &matters.iter().map(|m| m.team_id).collect::<Vec<_>>()).await?,
            recipients: people::postal::of(listed, &mains).await?,
            today: listed.today(),
        })
    }

    /// The letter to the main client of a matter.
    ///
    /// # Errors
    /// Why there is none, as a code the screens explain; for a place of which nothing is known, `place_empty.<place>`.
    pub fn letter(&self, matter: &Matter, template: &LetterTemplate, way: LetterUse, needs: &Needs) -> Result<Filled, String> {
        matter.must_be_open().map_err(str::to_owned)?;
        let client = matter.clients.first().copied().ok_or("no_client")?;
        let recipient = self.recipients.get(&client).ok_or("no_client")?;
        match (&recipient.post, way) {
            (Post::Deceased, _) => return Err("deceased".into()),
            (Post::Protected, LetterUse::Letter) => return Err("address_protected".into()),
            (Post::Unknown, LetterUse::Letter) => return Err("no_address".into()),
            _ => {}
        }
        let lang = recipient.language;
        let (subject, body) =
            template.filled(lang, &self.values(matter, recipient, needs)).map_err(|place| format!("place_empty.{}", place.0))?;
        Ok(Filled { client, language: lang, recipient: recipient.name.clone(), subject, body })
    }

    fn values(&self, matter: &Matter, to: &Recipient, needs: &Needs) -> BTreeMap<&'static str, String> {
        let lang = to.language;
        let handler = matter.handler_id.and_then(|id| self.people.get(&id));
        let title = handler.and_then(|h| h.title.as_ref()).map(|title: &Text| title.get(lang).to_owned());
        let name = needs.label(LabelledList::Situations, matter.situation.code()).map(|label| label.get(lang).to_owned());
        BTreeMap::from([
            ("client_name", to.name.clone()),
            ("first_name", to.first_name.clone()),
            ("matter_number", matter.number.clone()),
            ("matter_name", name.unwrap_or_default()),
            ("initiated_on", day(matter.initiated_on, lang)),
            ("team", self.teams.get(&matter.team_id).map(|team| team.name.clone()).unwrap_or_default()),
            ("handler", handler.map(|h| h.name.clone()).unwrap_or_default()),
            ("handler_title", title.unwrap_or_default()),
            ("today", day(self.today, lang)),
        ])
    }
}

/// 24.11.2026; 24 November 2026 in English.
pub fn day(day: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::En => day.format("%-d %B %Y").to_string(),
        Lang::Fi | Lang::Sv => day.format("%-d.%-m.%Y").to_string(),
    }
}

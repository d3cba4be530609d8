//! The desk as a table: the columns of the list in the order asked, in the language asked. A column whose cell shows several
//! facts becomes several columns side by side, so that each can be sorted and counted.

use chrono::NaiveDate;
use kernel::{Lang, Text};
use rules::{LabelledList, Lane, Needs};
use serde::{Deserialize, Serialize};

use crate::matter::view::MatterCard;

/// A column of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DeskColumn)]
pub enum Column {
    Due,
    Client,
    Municipality,
    Number,
    Situation,
    ServiceTask,
    Lane,
    Handler,
    Team,
    Initiated,
    Sender,
}

impl Column {
    /// In the order the list has when nobody has chosen another.
    pub const ALL: [Self; 11] = [
        Self::Due,
        Self::Client,
        Self::Municipality,
        Self::Number,
        Self::Situation,
        Self::ServiceTask,
        Self::Lane,
        Self::Handler,
        Self::Team,
        Self::Initiated,
        Self::Sender,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Client => "client",
            Self::Municipality => "municipality",
            Self::Number => "number",
            Self::Situation => "situation",
            Self::ServiceTask => "service_task",
            Self::Lane => "lane",
            Self::Handler => "handler",
            Self::Team => "team",
            Self::Initiated => "initiated",
            Self::Sender => "sender",
        }
    }

    /// `due,client,…` in that order, each once; every column when nothing is asked.
    ///
    /// # Errors
    /// The first word that is no column.
    pub fn read(text: Option<&str>) -> Result<Vec<Self>, String> {
        let mut all: Vec<Self> = Vec::new();
        for word in text.unwrap_or_default().split(',').map(str::trim).filter(|w| !w.is_empty()) {
            let column = Self::ALL.into_iter().find(|c| c.code() == word).ok_or_else(|| word.to_owned())?;
            if !all.contains(&column) {
                all.push(column);
            }
        }
        Ok(if all.is_empty() { Self::ALL.to_vec() } else { all })
    }

    fn headings(self) -> Vec<Text> {
        match self {
            Self::Due => vec![
                Text::new("Määräaika", "Tidsfrist", "Deadline"),
                Text::new("Määräajan peruste", "Grund för tidsfristen", "Ground of the deadline"),
                Text::new("Tauolla", "Pausad", "Paused"),
                Text::new("Kiireellisyys", "Brådska", "Urgency"),
                Text::new("Merkinnät", "Märkningar", "Marks"),
            ],
            Self::Client => vec![Text::new("Asiakkaat", "Klienter", "Clients"), Text::new("Ikä", "Ålder", "Age")],
            Self::Municipality => vec![Text::new("Kunta", "Kommun", "Municipality")],
            Self::Number => vec![Text::new("Numero", "Nummer", "Number")],
            Self::Situation => vec![Text::new("Tilanne", "Situation", "Situation")],
            Self::ServiceTask => vec![Text::new("Palvelutehtävä", "Serviceuppgift", "Service task")],
            Self::Lane => vec![Text::new("Vaihe", "Skede", "Stage")],
            Self::Handler => vec![Text::new("Käsittelijä", "Handläggare", "Handler")],
            Self::Team => vec![Text::new("Tiimi", "Team", "Team")],
            Self::Initiated => vec![Text::new("Vireille", "Inlett", "Initiated")],
            Self::Sender => vec![Text::new("Lähettäjä", "Avsändare", "Sender")],
        }
    }
}

/// A cell: what a spreadsheet should take it for.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(String),
    Number(i32),
    Date(Option<NaiveDate>),
}

impl Cell {
    /// As text: `24.11.2026` in Finnish and Swedish, ISO in English.
    pub fn text(&self, lang: Lang) -> String {
        let form = if lang == Lang::En { "%Y-%m-%d" } else { "%-d.%-m.%Y" };
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(n) => n.to_string(),
            Self::Date(day) => day.map(|d| d.format(form).to_string()).unwrap_or_default(),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub headings: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

pub fn table(cards: &[MatterCard], columns: &[Column], needs: &Needs, lang: Lang) -> Table {
    Table {
        headings: columns.iter().flat_map(|c| c.headings()).map(|h| h.get(lang).to_owned()).collect(),
        rows: cards.iter().map(|card| columns.iter().flat_map(|c| cells(card, *c, needs, lang)).collect()).collect(),
    }
}

pub fn lane(lane: Lane) -> Text {
    match lane {
        Lane::FirstContact => Text::new("Ensikontakti", "Första kontakt", "First contact"),
        Lane::Assessment => Text::new("Arviointi", "Bedömning", "Assessment"),
        Lane::Planning => Text::new("Suunnittelu", "Planering", "Planning"),
        Lane::Decision => Text::new("Päätös", "Beslut", "Decision"),
        Lane::Managing => Text::new("Asiakkuudet", "Klientrelationer", "Managing"),
    }
}

/// What a badge of a card says.
fn mark(code: &str) -> Option<Text> {
    Some(match code {
        "returned" => Text::new("palautettu", "returnerat", "returned"),
        "handler_absent" => Text::new("käsittelijä poissa", "handläggaren frånvarande", "handler away"),
        "from_client" => Text::new("asiakkaalta", "från klienten", "from the client"),
        "several_clients" => Text::new("yhteinen asia", "gemensamt ärende", "joint matter"),
        "unread_message" => Text::new("lukematon viesti", "oläst meddelande", "unread message"),
        "hearing" => Text::new("kuuleminen kesken", "hörande pågår", "hearing under way"),
        "draft_decision" => Text::new("päätösluonnos", "beslutsutkast", "decision draft"),
        _ => return None,
    })
}

fn cells(card: &MatterCard, column: Column, needs: &Needs, lang: Lang) -> Vec<Cell> {
    let word = |list, code: &str| Cell::Text(needs.label(list, code).map_or(code, |text| text.get(lang)).to_owned());
    let main = card.clients.first();
    match column {
        Column::Due => {
            let deadline = card.next_deadline.as_ref();
            let mut marks: Vec<String> = card.badges.iter().filter_map(|b| mark(b.code)).map(|text| text.get(lang).to_owned()).collect();
            if card.clients.iter().any(|c| c.protected) {
                marks.push(Text::new("turvakielto", "spärrmarkering", "protected address").get(lang).to_owned());
            }
            vec![
                Cell::Date(deadline.and_then(|d| d.due_on)),
                Cell::Text(deadline.map(|d| format!("{} ({})", d.label.get(lang), d.section)).unwrap_or_default()),
                card.paused.as_ref().map_or_else(|| Cell::Text(String::new()), |p| word(LabelledList::PauseReasons, &p.reason)),
                word(LabelledList::Urgencies, card.urgency.code()),
                Cell::Text(marks.join(", ")),
            ]
        }
        Column::Client => vec![
            Cell::Text(card.clients.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(" / ")),
            main.and_then(|c| c.age).map_or_else(|| Cell::Text(String::new()), Cell::Number),
        ],
        // Absent from the card under address protection, and so from the table.
        Column::Municipality => {
            vec![Cell::Text(main.and_then(|c| c.municipality.as_ref()).map(|m| m.name.get(lang).to_owned()).unwrap_or_default())]
        }
        Column::Number => vec![Cell::Text(card.number.clone())],
        Column::Situation => vec![word(LabelledList::Situations, card.situation.code())],
        Column::ServiceTask => vec![word(LabelledList::ServiceTasks, card.service_task.code())],
        Column::Lane => vec![Cell::Text(self::lane(card.lane).get(lang).to_owned())],
        Column::Handler => vec![Cell::Text(card.handler.as_ref().map(|p| p.name.clone()).unwrap_or_default())],
        Column::Team => vec![Cell::Text(card.team.name.clone())],
        Column::Initiated => vec![Cell::Date(Some(card.initiated_on))],
        Column::Sender => vec![Cell::Text(card.sender.as_ref().map(|p| p.name.clone()).unwrap_or_default())],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_in_the_order_asked_each_once() {
        assert_eq!(Column::read(Some("number, client,number")).unwrap(), [Column::Number, Column::Client]);
        assert_eq!(Column::read(None).unwrap().len(), 11);
        assert_eq!(Column::read(Some("number,hetu")).unwrap_err(), "hetu");
    }
}

//! What is seen on the desk as a table: the same rows in the same order, its own right and its own line in the log.

use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::{Lang, Problem, Text};
use rules::{LabelledList, Lane, Needs};
use serde::Deserialize;
use trust::{Json, StaffSession};

use super::cards::cards;
use super::csv;
use super::filter::{DeskQuery, DeskSearch};
use super::rows::rows;
use crate::matter::view::{Listing, MatterCard};
use crate::{Care, actions};

/// Most rows of a lane in one file.
const MOST: usize = 10_000;

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Language {
    /// Language of headings and codes, Finnish when absent.
    /// Language of headings and codes, Finnish when absent.
    #[param(inline)]
    pub lang: Option<Lang>,
}

/// The desk as a table, by filters.
#[utoipa::path(get, path = "/api/v1/staff/desk/export.csv", tag = "care", extensions(("x-action" = json!("care.desk.export"))),
    params(DeskQuery, Language), responses((status = 200, content_type = "text/csv", body = String), (status = 403, body = Problem)))]
pub async fn export(
    session: StaffSession,
    State(care): State<Care>,
    Query(query): Query<DeskQuery>,
    Query(language): Query<Language>,
) -> Result<Response, Problem> {
    table(&session, &care, &query, "", language).await
}

/// The desk as a table, by filters and a search.
#[utoipa::path(post, path = "/api/v1/staff/desk/export.csv", tag = "care", extensions(("x-action" = json!("care.desk.export"))),
    params(Language), request_body = DeskSearch, responses((status = 200, content_type = "text/csv", body = String), (status = 403, body = Problem)))]
pub async fn export_search(
    session: StaffSession,
    State(care): State<Care>,
    Query(language): Query<Language>,
    Json(input): Json<DeskSearch>,
) -> Result<Response, Problem> {
    table(&session, &care, &input.query, &input.q, language).await
}

async fn table(session: &StaffSession, care: &Care, query: &DeskQuery, q: &str, language: Language) -> Result<Response, Problem> {
    let listed = session.list(&actions::DESK_EXPORT)?;
    let gate = session.gate();
    // The whole of what the screen pages through.
    let query = DeskQuery { cursor: None, limit: None, ..query.clone() };
    let lanes = rows(&listed, gate.keys(), &care.rules, &query, q, MOST).await?;
    let all: Vec<Listing> = lanes.into_iter().flat_map(|lane| lane.rows).collect();
    let page = cards(&listed, gate.policies(), &care.rules, &all).await?;
    listed.shown(&page.clients);
    let lang = language.lang.unwrap_or_default();
    let needs = &care.rules.needs.on(listed.today()).body;
    let mut table = vec![headings().iter().map(|h| h.get(lang).to_owned()).collect()];
    table.extend(page.cards.iter().map(|card| line(card, needs, lang)));
    let mut response = csv::write(&table).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    response.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"punos.csv\""));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn headings() -> [Text; 15] {
    [
        Text::new("Numero", "Nummer", "Number"),
        Text::new("Asiakkaat", "Klienter", "Clients"),
        Text::new("Ikä", "Ålder", "Age"),
        Text::new("Kunta", "Kommun", "Municipality"),
        Text::new("Vaihe", "Skede", "Stage"),
        Text::new("Tilanne", "Situation", "Situation"),
        Text::new("Palvelutehtävä", "Serviceuppgift", "Service task"),
        Text::new("Kiireellisyys", "Brådska", "Urgency"),
        Text::new("Tiimi", "Team", "Team"),
        Text::new("Käsittelijä", "Handläggare", "Handler"),
        Text::new("Lähettäjä", "Avsändare", "Sender"),
        Text::new("Vireille", "Inlett", "Initiated"),
        Text::new("Määräaika", "Tidsfrist", "Deadline"),
        Text::new("Määräajan peruste", "Grund för tidsfristen", "Ground of the deadline"),
        Text::new("Tauolla", "Pausad", "Paused"),
    ]
}

fn lane(lane: Lane) -> Text {
    match lane {
        Lane::FirstContact => Text::new("Ensikontakti", "Första kontakt", "First contact"),
        Lane::Assessment => Text::new("Arviointi", "Bedömning", "Assessment"),
        Lane::Planning => Text::new("Suunnittelu", "Planering", "Planning"),
        Lane::Decision => Text::new("Päätös", "Beslut", "Decision"),
        Lane::Managing => Text::new("Asiakkuudet", "Klientrelationer", "Managing"),
    }
}

fn line(card: &MatterCard, needs: &Needs, lang: Lang) -> Vec<String> {
    let word = |list, code: &str| needs.label(list, code).map_or(code, |text| text.get(lang)).to_owned();
    let main = card.clients.first();
    let deadline = card.next_deadline.as_ref();
    vec![
        card.number.clone(),
        card.clients.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(" / "),
        main.and_then(|c| c.age).map(|age| age.to_string()).unwrap_or_default(),
        main.and_then(|c| c.municipality.as_ref()).map(|m| m.name.get(lang).to_owned()).unwrap_or_default(),
        lane(card.lane).get(lang).to_owned(),
        word(LabelledList::Situations, card.situation.code()),
        word(LabelledList::ServiceTasks, card.service_task.code()),
        word(LabelledList::Urgencies, card.urgency.code()),
        card.team.name.clone(),
        card.handler.as_ref().map(|p| p.name.clone()).unwrap_or_default(),
        card.sender.as_ref().map(|p| p.name.clone()).unwrap_or_default(),
        date(Some(card.initiated_on), lang),
        date(deadline.and_then(|d| d.due_on), lang),
        deadline.map(|d| format!("{} ({})", d.label.get(lang), d.section)).unwrap_or_default(),
        card.paused.as_ref().map(|p| word(LabelledList::PauseReasons, &p.reason)).unwrap_or_default(),
    ]
}

/// `24.11.2026` in Finnish and Swedish, ISO in English: what each spreadsheet reads as a date.
fn date(day: Option<chrono::NaiveDate>, lang: Lang) -> String {
    let form = if lang == Lang::En { "%Y-%m-%d" } else { "%-d.%-m.%Y" };
    day.map(|d| d.format(form).to_string()).unwrap_or_default()
}

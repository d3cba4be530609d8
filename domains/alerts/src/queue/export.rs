//! The list as a file: the rows the screen pages through, in its order and with its words. Its own right, and a line in the log that says
//! what was taken.

use axum::extract::State;
use axum::response::Response;
use care::desk::sheet::{self, Cell, FileKind, MOST, Table};
use kernel::{Lang, Problem, Text, helsinki_date};
use trust::{Json, Query, StaffSession};

use super::list;
use super::model::{AlertFile, AlertOutcome, AlertQuery, AlertSort, AlertState, AlertUse, AlertWhich, RaisedAlert};
use crate::{Alerts, actions};

/// The list as CSV.
#[utoipa::path(post, path = "/api/v1/staff/alerts/export.csv", tag = "alerts", operation_id = "export_alerts_csv", params(AlertFile),
    request_body = AlertQuery, extensions(("x-action" = json!("alerts.queue.export"))),
    responses((status = 200, content_type = "text/csv", body = String), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn csv(
    session: StaffSession,
    State(room): State<Alerts>,
    Query(shape): Query<AlertFile>,
    Json(asked): Json<AlertQuery>,
) -> Result<Response, Problem> {
    file(&session, &room, &asked, shape.lang.unwrap_or_default(), FileKind::Csv).await
}

/// The list as a workbook.
#[utoipa::path(post, path = "/api/v1/staff/alerts/export.xlsx", tag = "alerts", operation_id = "export_alerts_xlsx", params(AlertFile),
    request_body = AlertQuery, extensions(("x-action" = json!("alerts.queue.export"))),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>),
        (status = 403, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn workbook(
    session: StaffSession,
    State(room): State<Alerts>,
    Query(shape): Query<AlertFile>,
    Json(asked): Json<AlertQuery>,
) -> Result<Response, Problem> {
    file(&session, &room, &asked, shape.lang.unwrap_or_default(), FileKind::Xlsx).await
}

async fn file(session: &StaffSession, room: &Alerts, asked: &AlertQuery, lang: Lang, kind: FileKind) -> Result<Response, Problem> {
    let listed = session.list(&actions::EXPORT)?;
    let whole = list::whole(&room.rules, &room.sources, session.gate().keys(), &listed, asked, MOST).await?;
    let (alerts, clients) = whole.ok_or_else(sheet::too_many)?;
    let rules = room.rules.now();
    // What is no rule's id is not written down: it could be anything.
    let rule = asked.rule.as_deref().filter(|id| rules.alerts.on(listed.today()).body.rules.iter().any(|rule| rule.id == *id));
    listed.shown_as(&clients, "export", taken(asked, rule, lang, kind, alerts.len()));
    let name = Text::new("Herätteet", "Signaler", "Alerts");
    sheet::file(&listed, table(&alerts, lang), name, asked.q.as_deref().unwrap_or_default(), kind, lang).await
}

/// What was taken, for the log: codes and counts. Of a search only that there was one.
fn taken(asked: &AlertQuery, rule: Option<&str>, lang: Lang, kind: FileKind, rows: usize) -> String {
    let which = asked.which.unwrap_or(AlertWhich::Open).code();
    let sort = if asked.sort == AlertSort::Newest { "newest" } else { "gravest" };
    let rule = rule.map(|rule| format!(" rule={rule}")).unwrap_or_default();
    let searched = if asked.q.as_deref().is_some_and(|q| !q.trim().is_empty()) { " searched" } else { "" };
    format!("{} rows={rows} which={which}{rule} mine={}{searched} sort={sort} lang={}", kind.code(), asked.mine, sheet::code_of(lang))
}

fn table(alerts: &[RaisedAlert], lang: Lang) -> Table {
    let headings = [
        Text::new("Asiakas", "Klient", "Client"),
        Text::new("Ikä", "Ålder", "Age"),
        Text::new("Heräte", "Signal", "Alert"),
        Text::new("Vakavuus", "Allvar", "Severity"),
        Text::new("Tila", "Status", "State"),
        Text::new("Miksi", "Varför", "Why"),
        Text::new("Tilanne päivältä", "Läget per", "Figures as of"),
        Text::new("Tiimi", "Team", "Team"),
        Text::new("Hoitaa", "Sköts av", "Taken by"),
        Text::new("Herätetty", "Signalerad", "Raised"),
        Text::new("Siirretty päivään", "Uppskjuten till", "Put off until"),
        Text::new("Päättynyt", "Avslutad", "Closed"),
        Text::new("Mitä tehtiin", "Vad som gjordes", "What was done"),
        Text::new("Hyödyllinen", "Till nytta", "Of use"),
        Text::new("Sanoin", "Med ord", "In words"),
    ];
    Table { headings: headings.iter().map(|h| h.get(lang).to_owned()).collect(), rows: alerts.iter().map(|one| cells(one, lang)).collect() }
}

fn cells(one: &RaisedAlert, lang: Lang) -> Vec<Cell> {
    let text = |text: &Text| Cell::Text(text.get(lang).to_owned());
    let words = |words: Option<&str>| Cell::Text(words.unwrap_or_default().to_owned());
    let client = one.client.as_ref();
    vec![
        words(client.map(|c| c.name.as_str())),
        client.and_then(|c| c.age).map_or_else(|| Cell::Text(String::new()), Cell::Number),
        text(&one.rule.label),
        text(&severity(one.severity)),
        text(&state(one.state)),
        text(&one.why),
        Cell::Date(Some(one.counted_on)),
        words(one.team.as_deref()),
        words(one.handler.as_ref().map(|person| person.name.as_str())),
        Cell::Date(Some(helsinki_date(one.raised_at))),
        Cell::Date(one.snoozed_until),
        Cell::Date(one.closed_at.or(one.lapsed_at.filter(|_| one.state == AlertState::Lapsed)).map(helsinki_date)),
        one.outcome.map_or_else(|| Cell::Text(String::new()), |o| text(&outcome(o))),
        one.useful.map_or_else(|| Cell::Text(String::new()), |u| text(&useful(u))),
        words(one.words.as_deref()),
    ]
}

fn severity(severity: i32) -> Text {
    match severity {
        1 => Text::new("vähäinen", "liten", "minor"),
        3 => Text::new("vakava", "allvarlig", "serious"),
        _ => Text::new("huomattava", "märkbar", "notable"),
    }
}

fn state(state: AlertState) -> Text {
    match state {
        AlertState::Waiting => Text::new("odottaa tekijää", "väntar på någon", "waits for somebody"),
        AlertState::Taken => Text::new("otettu", "tagen", "taken"),
        AlertState::Done => Text::new("hoidettu", "skött", "done"),
        AlertState::Dismissed => Text::new("ei aihetta", "ingen orsak", "no cause"),
        AlertState::Lapsed => Text::new("rauennut", "förfallen", "lapsed"),
    }
}

fn outcome(outcome: AlertOutcome) -> Text {
    match outcome {
        AlertOutcome::Call => Text::new("soitto", "samtal", "a call"),
        AlertOutcome::Visit => Text::new("käynti", "besök", "a visit"),
        AlertOutcome::Matter => Text::new("asia vireille", "ärende anhängigt", "a matter opened"),
        AlertOutcome::Plan => Text::new("suunnitelmaa muutettiin", "planen ändrades", "the plan was changed"),
        AlertOutcome::Other => Text::new("muuta", "annat", "something else"),
        AlertOutcome::Dismissed => Text::new("ei aihetta toimiin", "ingen orsak till åtgärder", "no cause to act"),
    }
}

fn useful(useful: AlertUse) -> Text {
    match useful {
        AlertUse::Yes => Text::new("kyllä", "ja", "yes"),
        AlertUse::Partly => Text::new("osittain", "delvis", "partly"),
        AlertUse::No => Text::new("ei", "nej", "no"),
    }
}

//! What is seen in the queue as a table, as Finnish Excel opens it: UTF-8 with its mark, semicolons, CRLF; no cell can become a formula.

use kernel::{Lang, Text};

use crate::model::{ConsultState, Consultation};

/// The headings and the rows.
pub(crate) fn table(all: &[Consultation], lang: Lang) -> String {
    let headings = [
        Text::new("Asiakas", "Klient", "Client"),
        Text::new("Kysyjä", "Frågare", "From"),
        Text::new("Asiantuntijatiimi", "Specialistteam", "Specialist team"),
        Text::new("Kenellä", "Hos vem", "In whose hands"),
        Text::new("Kiireellisyys", "Brådskande", "Urgency"),
        Text::new("Tila", "Läge", "State"),
        Text::new("Lähetetty", "Sänt", "Sent"),
        Text::new("Vastattava viimeistään", "Besvaras senast", "Answer by"),
    ];
    let mut out = String::from('\u{feff}');
    line(&mut out, headings.iter().map(|text| text.get(lang).to_owned()));
    for one in all {
        let cells = [
            one.client.as_ref().map(|card| card.name.clone()).unwrap_or_default(),
            one.from_team.clone(),
            one.to_team.clone(),
            one.handler.as_ref().map(|who| who.name.clone()).unwrap_or_default(),
            one.urgency_name.get(lang).to_owned(),
            state(one.state).get(lang).to_owned(),
            kernel::helsinki_date(one.sent_at).to_string(),
            kernel::helsinki_date(one.due_at).to_string(),
        ];
        line(&mut out, cells.into_iter());
    }
    out
}

fn state(state: ConsultState) -> Text {
    match state {
        ConsultState::Sent => Text::new("odottaa ottajaa", "väntar på mottagare", "waits to be taken"),
        ConsultState::Taken => Text::new("otettu", "mottagen", "taken"),
        ConsultState::Answered => Text::new("vastattu", "besvarad", "answered"),
        ConsultState::Advised => Text::new("neuvo kirjattu", "rådet antecknat", "advice recorded"),
        ConsultState::Referred => Text::new("lähete tehty", "remiss gjord", "referred"),
        ConsultState::Declined => Text::new("ei otettu vastaan", "avböjd", "declined"),
        ConsultState::Withdrawn => Text::new("peruttu", "återtagen", "withdrawn"),
    }
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    let cells: Vec<String> = cells.map(|value| cell(&value)).collect();
    out.push_str(&cells.join(";"));
    out.push_str("\r\n");
}

/// What a spreadsheet would read as a formula gets an apostrophe before it and stays the text it is.
fn cell(value: &str) -> String {
    let mut text = value.replace('\0', "");
    if text.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        text.insert(0, '\'');
    }
    if text.contains([';', '"', '\r', '\n', ',']) || text != text.trim() { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

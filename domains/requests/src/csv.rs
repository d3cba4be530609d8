//! What is seen in the queue as a table, as Finnish Excel opens it: UTF-8 with its mark, semicolons, CRLF; no cell can become a formula.

use kernel::{Lang, Text};

use crate::model::{RequestState, ServiceRequest};

/// The headings and the rows.
pub(crate) fn table(all: &[ServiceRequest], lang: Lang) -> String {
    let headings = [
        Text::new("Asiakas", "Klient", "Client"),
        Text::new("Pyyntö", "Begäran", "Request"),
        Text::new("Lähettäjä", "Avsändare", "From"),
        Text::new("Vastaanottaja", "Mottagare", "To"),
        Text::new("Tila", "Läge", "State"),
        Text::new("Lähetetty", "Sänt", "Sent"),
        Text::new("Määräpäivä", "Senast", "Due"),
    ];
    let mut out = String::from('\u{feff}');
    line(&mut out, headings.iter().map(|text| text.get(lang).to_owned()));
    for one in all {
        let cells = [
            one.client.as_ref().map(|card| card.name.clone()).unwrap_or_default(),
            one.name.get(lang).to_owned(),
            one.from_team.clone(),
            one.provider.clone().unwrap_or_else(|| one.to_team.clone()),
            state(one, lang),
            kernel::helsinki_date(one.sent_at).to_string(),
            one.due_on.map(|day| day.to_string()).unwrap_or_default(),
        ];
        line(&mut out, cells.into_iter());
    }
    out
}

fn state(one: &ServiceRequest, lang: Lang) -> String {
    let text = match one.state {
        RequestState::Sent | RequestState::Accepted if one.asked_at.is_some() => {
            Text::new("odottaa lähettäjän vastausta", "väntar på avsändarens svar", "waits for the sender's answer")
        }
        RequestState::Sent => Text::new("lähetetty", "sänd", "sent"),
        RequestState::Accepted => Text::new("hyväksytty", "godkänd", "accepted"),
        RequestState::Declined => Text::new("ei otettu vastaan", "avböjd", "declined"),
        RequestState::Done => Text::new("tehty", "gjord", "done"),
        RequestState::Followed => Text::new("tulos nähty", "resultatet sett", "result seen"),
        RequestState::Withdrawn => Text::new("peruttu", "återtagen", "withdrawn"),
    };
    text.get(lang).to_owned()
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

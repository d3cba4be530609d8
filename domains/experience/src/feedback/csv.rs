//! The figures as a table, as Finnish Excel opens it: UTF-8 with its mark, semicolons, CRLF. It holds no words of a client's, only numbers
//! and the words of the rules.

use kernel::{Lang, ServiceTask, Text};

use super::model::{FeedbackFigures, FeedbackPart};

/// What was answered to each question, then the main question by month and by service.
pub(crate) fn table(all: &FeedbackFigures, lang: Lang) -> String {
    let headings = [
        Text::new("Mitä", "Vad", "What"),
        Text::new("Kysytty", "Frågade", "Asked"),
        Text::new("Vastauksia", "Svar", "Answers"),
        Text::new("Keskiarvo", "Medelvärde", "Average"),
        Text::new("Jakauma", "Fördelning", "Distribution"),
    ];
    let mut out = String::from('\u{feff}');
    line(&mut out, headings.iter().map(|text| text.get(lang).to_owned()));
    for one in &all.questions {
        let shares: Vec<String> = one.shares.iter().map(|share| format!("{}: {}", share.value, share.n)).collect();
        let cells = [one.words.get(lang).to_owned(), String::new(), number(one.answers), decimal(one.average), shares.join(", ")];
        line(&mut out, cells.into_iter());
    }
    for part in all.months.iter().chain(&all.services) {
        let cells = [name(part, lang), part.asked.to_string(), number(part.answers), decimal(part.average), String::new()];
        line(&mut out, cells.into_iter());
    }
    out
}

/// The month as a spreadsheet sorts it, or the service.
fn name(part: &FeedbackPart, lang: Lang) -> String {
    let month = part.month.map(|month| month.format("%Y-%m").to_string());
    month.or_else(|| part.service_task.map(|task| service(task).get(lang).to_owned())).unwrap_or_default()
}

fn service(task: ServiceTask) -> Text {
    match task {
        ServiceTask::OlderPeople => Text::new("Iäkkäiden palvelut", "Service för äldre", "Services for older people"),
        ServiceTask::Disability => Text::new("Vammaispalvelut", "Funktionshinderservice", "Disability services"),
        ServiceTask::WorkingAge => {
            Text::new("Työikäisten palvelut", "Service för personer i arbetsför ålder", "Services for working-age people")
        }
        ServiceTask::Families => Text::new("Lapsiperheiden palvelut", "Service för barnfamiljer", "Services for families"),
        ServiceTask::ChildProtection => Text::new("Lastensuojelu", "Barnskydd", "Child protection"),
        ServiceTask::Substance => Text::new("Päihdehuolto", "Missbrukarvård", "Substance services"),
        ServiceTask::FamilyLaw => Text::new("Perheoikeudelliset palvelut", "Familjerättsliga tjänster", "Family law services"),
        ServiceTask::Health => Text::new("Terveydenhuolto", "Hälso- och sjukvård", "Health care"),
    }
}

fn number(value: Option<i64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// With a decimal comma, as a Finnish spreadsheet reads it.
fn decimal(value: Option<f64>) -> String {
    value.map(|value| format!("{value:.2}").replace('.', ",")).unwrap_or_default()
}

/// Every cell quoted: the rules' words may hold anything, and none of them may become a formula.
fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    let cells: Vec<String> = cells
        .map(|cell| {
            let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
            format!("\"{}{}\"", if formula { "'" } else { "" }, cell.replace('"', "\"\""))
        })
        .collect();
    out.push_str(&cells.join(";"));
    out.push_str("\r\n");
}

//! How a consultation ends well: the advice in the client's record, or a referral that carries what is known.

use kernel::{Lang, Text};
use people::organisation::{people_by_id, teams_by_id};
use requests::{Covered, NewServiceRequest};
use trust::{Opened, Staff, Work};
use uuid::Uuid;

use crate::model::{ConsultSide, ConsultStep, NewConsultStep};
use crate::row::{EntryRow, Row, entries};
use crate::{ConsultationRoom, Error};

/// The most a request's words hold, in characters.
const MOST: usize = 4_000;

/// Writes the advice into the client's record in the matter; gives the note's id.
///
/// # Errors
/// When the matter is closed, or its room does not take the words.
pub(crate) async fn advise(work: &Work, opened: &Opened, row: &Row, advice: &str, lang: Lang) -> Result<Uuid, Error> {
    let thread = entries(work, &[row.id]).await?;
    let answer = thread.iter().rev().find(|one| one.step == ConsultStep::Answered.code());
    let giver = answer.and_then(|one| one.by_id);
    let people = people_by_id(work, &giver.into_iter().collect::<Vec<_>>()).await?;
    let teams = teams_by_id(work, &[row.to_team_id]).await?;
    let team = teams.get(&row.to_team_id).map(|team| team.name.as_str()).unwrap_or_default();
    let who = giver.and_then(|id| people.get(&id)).map_or_else(|| team.to_owned(), |one| format!("{}, {team}", one.name));
    let day = answer.map_or(row.sent_at, |one| one.at);
    let text = format!(
        "{}: {}\n\n{} ({who}, {}): {advice}",
        Text::new("Konsultaatio, kysymys", "Konsultation, fråga", "Consultation, question").get(lang),
        row.question,
        Text::new("Neuvo", "Råd", "Advice").get(lang),
        kernel::helsinki_date(day)
    );
    let note = care::note::NewNote { kind: care::note::NoteKind::Other, at: None, text, client_id: Some(row.client_id) };
    Ok(care::note::write(work, opened, row.matter_id, &note).await?.id)
}

/// Makes the service request, with the question and what the client too has seen of the thread; gives its id.
///
/// # Errors
/// Those of a request: what is asked for, of whom, what covers it already.
pub(crate) async fn refer(
    room: &ConsultationRoom,
    work: &mut Work,
    (opened, staff): (&Opened, &Staff),
    row: &Row,
    new: &NewConsultStep,
    covered: &Covered,
    lang: Lang,
) -> Result<Uuid, Error> {
    let asked = crate::model::words("/words", new.words.as_deref(), true)?.unwrap_or_default();
    let thread = entries(work, &[row.id]).await?;
    let made = NewServiceRequest {
        kind: new.request_kind.clone().ok_or_else(|| Error::field("/request_kind", "required"))?,
        words: carried(row, &thread, asked, lang),
        to_team_id: new.to_team_id,
        provider_id: None,
        from_team_id: Some(row.from_team_id),
        matter_id: Some(row.matter_id),
        agreed: new.agreed,
        despite: new.despite.clone(),
    };
    Ok(room.requests.send(work, opened, staff, &made, covered).await?)
}

/// What the receiver of a referral is told. The client sees a request's words: what professionals kept between themselves is not among them,
/// and of a thread the client does not know of nothing is.
fn carried(row: &Row, thread: &[EntryRow], asked: &str, lang: Lang) -> String {
    let mut text = asked.to_owned();
    if row.told {
        let question = Text::new("Konsultaation kysymys", "Konsultationens fråga", "Question of the consultation");
        let why = Text::new("Miksi kysyttiin", "Varför det frågades", "Why it was asked");
        text.push_str(&format!("\n\n{}: {}\n{}: {}", question.get(lang), row.question, why.get(lang), row.why));
        for one in thread.iter().filter(|one| !one.professionals) {
            let Some(words) = &one.words else { continue };
            let side = match one.side.as_deref().and_then(ConsultSide::parse) {
                Some(ConsultSide::Client) => Text::new("Asiakas", "Klienten", "Client"),
                Some(ConsultSide::Specialist) => Text::new("Asiantuntija", "Specialisten", "Specialist"),
                _ => Text::new("Kysyjä", "Frågaren", "Asker"),
            };
            text.push_str(&format!("\n{} {}: {words}", side.get(lang), kernel::helsinki_date(one.at)));
        }
    }
    if text.chars().count() <= MOST {
        return text;
    }
    let cut = Text::new(
        "[lyhennetty; koko ketju on konsultaatiossa]",
        "[förkortat; hela tråden finns i konsultationen]",
        "[shortened; the whole thread is in the consultation]",
    );
    let end = format!("\n{}", cut.get(lang));
    let kept: String = text.chars().take(MOST.saturating_sub(end.chars().count())).collect();
    kept + &end
}

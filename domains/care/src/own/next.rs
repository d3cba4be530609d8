//! What happens next, in plain words. Pure.

use chrono::NaiveDate;
use kernel::Text;
use rules::Lane;

use super::model::{Next, Stage};
use crate::matter::MatterState;

/// As much as the words depend on.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    pub state: MatterState,
    pub lane: Lane,
    pub handler: Option<&'a str>,
    pub team: &'a str,
    /// The county's next due date.
    pub due_on: Option<NaiveDate>,
    /// The last day to answer a question that waits for the client.
    pub answer_by: Option<NaiveDate>,
    pub review_on: Option<NaiveDate>,
    /// A concern about another person: nothing of it is told on.
    pub about_other: bool,
}

/// What happens next and by when.
pub fn next(s: &Standing<'_>) -> Next {
    let words = |fi: &str, sv: &str, en: &str| Text::new(fi, sv, en);
    if s.about_other {
        let what = words(
            "Olemme saaneet ilmoituksesi ja huolehdimme siitä. Emme voi kertoa, miten asia etenee, koska se koskee toista ihmistä.",
            "Vi har fått din anmälan och tar hand om den. Vi kan inte berätta hur ärendet framskrider, eftersom det gäller en annan person.",
            "We have received your notification and will take care of it. We cannot tell how it proceeds, because it is about another person.",
        );
        return Next { what, by: None };
    }
    if s.state == MatterState::Closed {
        let what = words("Asian käsittely on päättynyt.", "Behandlingen av ärendet har avslutats.", "The matter has been closed.");
        return Next { what, by: None };
    }
    if let Some(by) = s.answer_by {
        let what = words(
            "Sinulta kysytään jotakin ennen päätöstä. Vastaa kysymykseen.",
            "Du hörs innan beslutet fattas. Svara på frågan.",
            "You are being heard before the decision. Please answer the question.",
        );
        return Next { what, by: Some(by) };
    }
    if s.state == MatterState::Returned {
        let what = words(
            "Asiaasi tarkennetaan sen kanssa, joka sen lähetti. Sinun ei tarvitse tehdä mitään.",
            "Ditt ärende preciseras med den som skickade det. Du behöver inte göra något.",
            "Your matter is being clarified with whoever sent it. You need not do anything.",
        );
        return Next { what, by: None };
    }
    let what = match (s.lane, s.handler) {
        (Lane::FirstContact, None) => words(
            &format!("{} käy asiasi läpi ja ottaa sinuun yhteyttä.", s.team),
            &format!("{} går igenom ditt ärende och kontaktar dig.", s.team),
            &format!("{} goes through your matter and contacts you.", s.team),
        ),
        (Lane::FirstContact, Some(name)) => words(
            &format!("{name} ottaa sinuun yhteyttä ja sopii kanssasi, miten jatketaan."),
            &format!("{name} kontaktar dig och kommer överens med dig om hur man går vidare."),
            &format!("{name} contacts you and agrees with you on how to go on."),
        ),
        (Lane::Assessment, _) => words(
            "Tilannettasi ja avun tarvettasi arvioidaan yhdessä sinun kanssasi.",
            "Din situation och ditt behov av hjälp bedöms tillsammans med dig.",
            "Your situation and need for help are being assessed together with you.",
        ),
        (Lane::Planning, _) => words(
            "Suunnitelma avusta ja tavoitteistasi tehdään yhdessä sinun kanssasi.",
            "En plan för hjälpen och dina mål görs upp tillsammans med dig.",
            "A plan of help and of your goals is being made together with you.",
        ),
        (Lane::Decision, _) => words(
            "Asiastasi tehdään päätös. Saat sen kirjallisena, ja näet sen myös täällä.",
            "Ett beslut fattas i ditt ärende. Du får det skriftligt och ser det också här.",
            "A decision is being made. You will get it in writing and also see it here.",
        ),
        (Lane::Managing, _) => words(
            "Palvelusi järjestetään sovitulla tavalla. Kerro, jos tilanteesi muuttuu.",
            "Din service ordnas så som avtalats. Berätta om din situation förändras.",
            "Your services are arranged as agreed. Tell us if your situation changes.",
        ),
    };
    let by = if s.lane == Lane::Managing { s.review_on.or(s.due_on) } else { s.due_on };
    Next { what, by }
}

/// The stages of a matter: those behind, the one now, those to come; `reached` says when a lane was reached.
pub fn stages(lane: Lane, closed: bool, initiated_on: NaiveDate, reached: &dyn Fn(Lane) -> Option<NaiveDate>) -> Vec<Stage> {
    Lane::ALL
        .iter()
        .map(|stage| {
            let state = match stage.cmp(&lane) {
                std::cmp::Ordering::Less => "done",
                std::cmp::Ordering::Equal if closed => "done",
                std::cmp::Ordering::Equal => "now",
                std::cmp::Ordering::Greater => "next",
            };
            let at = if *stage == Lane::FirstContact { Some(initiated_on) } else { reached(*stage).filter(|_| *stage <= lane) };
            Stage { code: stage.code().to_owned(), state: state.to_owned(), at, note: None }
        })
        // What will not come any more is not promised.
        .filter(|stage| !(closed && stage.state == "next"))
        .collect()
}

/// The only stage that one who told of another person sees.
pub fn received(initiated_on: NaiveDate) -> Vec<Stage> {
    vec![Stage { code: Lane::FirstContact.code().to_owned(), state: "done".into(), at: Some(initiated_on), note: None }]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn standing(lane: Lane) -> Standing<'static> {
        Standing {
            state: MatterState::Open,
            lane,
            handler: Some("Sanna Mäkelä"),
            team: "Tiimi Itä",
            due_on: Some(d("2026-11-24")),
            answer_by: None,
            review_on: None,
            about_other: false,
        }
    }

    #[test]
    fn each_stage_says_what_comes_next() {
        for lane in Lane::ALL.iter().copied() {
            let next = next(&standing(lane));
            assert!(next.what.sv.is_some() && next.what.en.is_some() && next.by == Some(d("2026-11-24")), "{lane}");
        }
        assert!(next(&standing(Lane::FirstContact)).what.fi.starts_with("Sanna Mäkelä ottaa sinuun yhteyttä"));
        assert!(next(&Standing { handler: None, ..standing(Lane::FirstContact) }).what.fi.starts_with("Tiimi Itä käy"));
    }

    #[test]
    fn a_question_to_the_client_comes_first() {
        let asked = Standing { answer_by: Some(d("2026-12-01")), ..standing(Lane::Decision) };
        assert_eq!(next(&asked).by, Some(d("2026-12-01")));
        let closed = Standing { state: MatterState::Closed, ..asked };
        assert_eq!(next(&closed).by, None);
    }

    #[test]
    fn who_told_of_another_learns_nothing_more() {
        let told = Standing { about_other: true, answer_by: Some(d("2026-12-01")), ..standing(Lane::Planning) };
        let same = Standing { about_other: true, state: MatterState::Closed, handler: None, due_on: None, ..standing(Lane::FirstContact) };
        assert_eq!(next(&told), next(&same));
        assert_eq!(received(d("2026-11-13")).len(), 1);
    }

    #[test]
    fn stages_behind_now_and_to_come() {
        let reached = |lane: Lane| (lane == Lane::Assessment).then(|| d("2026-11-16"));
        let all = stages(Lane::Assessment, false, d("2026-11-13"), &reached);
        let seen: Vec<(&str, &str, Option<NaiveDate>)> = all.iter().map(|s| (s.code.as_str(), s.state.as_str(), s.at)).collect();
        assert_eq!(
            seen,
            [
                ("first_contact", "done", Some(d("2026-11-13"))),
                ("assessment", "now", Some(d("2026-11-16"))),
                ("planning", "next", None),
                ("decision", "next", None),
                ("managing", "next", None)
            ]
        );
        assert_eq!(stages(Lane::Assessment, true, d("2026-11-13"), &reached).len(), 2);
    }
}

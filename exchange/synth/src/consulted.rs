//! Two consultations about Aino in her open matters: one that the specialists have taken, one that has been answered.

use care::matter::{Matter, MatterState};
use chrono::{DateTime, Days, Utc};
use consultation::bulk::{PastConsultation, PastEntry};
use consultation::{ConsultHope, ConsultSide, ConsultStep};
use uuid::Uuid;

use crate::history;
use crate::residents::known;
use crate::write::Whole;

/// To which team, the question, why, and what was said: step, side, days ago, words, between professionals.
type Made = (&'static str, &'static str, &'static str, u64, &'static [(ConsultStep, ConsultSide, u64, Option<&'static str>, bool)]);

const AINO: [Made; 2] = [
    (
        "kotikuntoutus",
        "Millainen harjoittelu vahvistaisi Ainon tasapainoa turvallisesti kotona?",
        "Aino on horjahdellut syksyllä, ja kotihoidon käynneillä ehditään harjoitella vähän.",
        4,
        &[
            (ConsultStep::Taken, ConsultSide::Specialist, 3, None, false),
            (ConsultStep::Message, ConsultSide::Client, 2, Some("Haluaisin pystyä taas hakemaan postin itse."), false),
            (
                ConsultStep::Answered,
                ConsultSide::Specialist,
                1,
                Some("Tuolilta nousu ja askel sivulle tuen vieressä, kymmenen kertaa kahdesti päivässä. Postin haku voi olla tavoite."),
                false,
            ),
        ],
    ),
    (
        "lansi",
        "Onko lännen päiväryhmässä kokemusta osallistujasta, jolla on muistisairaan puolison hoitovastuu?",
        "Aino toivoo ryhmää, mutta ei ole varma jaksamisestaan.",
        1,
        &[],
    ),
];

/// Those of one matter of Aino's in the east: the first that is open has both.
pub(crate) fn of(whole: &Whole, main: usize, matter: &Matter, all: &mut Vec<PastConsultation>) {
    let ours = whole.staff.teams.iter().find(|team| team.key == "ita");
    if main != known::AINO || matter.state == MatterState::Closed || !all.is_empty() || ours.is_none_or(|team| team.id != matter.team_id) {
        return;
    }
    all.extend(AINO.iter().filter_map(|made| one(whole, matter, made)));
}

fn one(whole: &Whole, matter: &Matter, &(to, question, why, ago, thread): &Made) -> Option<PastConsultation> {
    let team = whole.staff.teams.iter().find(|team| team.key == to)?;
    let asker = whole.staff.workers.iter().find(|worker| worker.persona == Some("case_manager"))?;
    let specialist = team.members.first().and_then(|place| whole.staff.workers.get(*place))?;
    let at = |days: u64, minute: u32| -> DateTime<Utc> { history::at(whole.today - Days::new(days), 9, minute) };
    let by = |side: ConsultSide| -> Option<Uuid> {
        match side {
            ConsultSide::Asker => Some(asker.id),
            ConsultSide::Specialist => Some(specialist.id),
            ConsultSide::Client => None,
        }
    };
    let said = thread.iter().map(|(step, side, days, words, professionals)| PastEntry {
        step: *step,
        side: *side,
        at: at(*days, 40),
        by: by(*side),
        words: *words,
        professionals: *professionals,
    });
    Some(PastConsultation {
        client: *matter.clients.first()?,
        matter: matter.id,
        from_team: matter.team_id,
        from: asker.id,
        to_team: team.id,
        urgency: "ordinary",
        hope: ConsultHope::Advice,
        question,
        why,
        sent_at: at(ago, 15),
        thread: said.collect(),
    })
}

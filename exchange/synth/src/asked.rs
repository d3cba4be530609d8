//! A handful of service requests in different states: what Sanna's team has sent and received.

use chrono::{DateTime, Days, Utc};
use kernel::ClientId;
use requests::RequestStepKind::{Accepted, Asked, Declined, Done, Followed};
use requests::bulk::{PastRequest, PastStep};
use uuid::Uuid;

use crate::history;
use crate::needs::Needs;
use crate::residents::{Resident, known};
use crate::write::Whole;

/// Among how many residents those are looked for whom the handful is about.
const AMONG: usize = 400;
/// The first who is nobody's in particular.
const FIRST: usize = 10;

/// A step by the persona, so many days ago.
type Step = (requests::RequestStepKind, u64, &'static str, Option<&'static str>, Option<&'static str>);

/// Kind, words, from whom and their team, to which team, sent how many days ago, and what came of it.
type Made = (&'static str, &'static str, (&'static str, &'static str), &'static str, u64, &'static [Step]);

const SANNA: (&str, &str) = ("case_manager", "ita");
const MARI: (&str, &str) = ("case_manager_west", "lansi");

const HANDFUL: &[Made] = &[
    ("sppb_measurement", "Vertailumittaus ennen suunnitelman tarkistusta. Tulos tarvitaan ennen kuun loppua.", MARI, "ita", 1, &[]),
    ("memory_examination", "Tytär on huomannut kesästä lähtien, että lääkkeet jäävät ottamatta.", MARI, "ita", 12, &[]),
    (
        "weight_follow_up",
        "Punnitus viikoittain kahden kuukauden ajan. Ilmoita, jos paino laskee kaksi kiloa.",
        SANNA,
        "lansi",
        6,
        &[(
            Declined,
            3,
            "case_manager_west",
            Some("no_capacity"),
            Some("Emme ehdi tässä kuussa. Idän kotihoito käy asiakkaan luona viikoittain."),
        )],
    ),
    (
        "aid_order",
        "Suihkutuoli, toimitus kotiin. Kylpyhuone on 1,4 metriä leveä.",
        SANNA,
        "ohjaus",
        15,
        &[
            (Accepted, 13, "care_coordinator", None, None),
            (Done, 2, "care_coordinator", None, Some("Suihkutuoli toimitettiin kotiin, ja sen käyttöä harjoiteltiin.")),
        ],
    ),
    (
        "physio_assessment",
        "Tasapaino on heikentynyt kaatumisen jälkeen. Kävelee rollaattorilla, portaat eivät suju.",
        SANNA,
        "lansi",
        3,
        &[(Asked, 1, "case_manager_west", None, Some("Onko asiakkaalla kotona kaiteet, ja kuka avaa oven?"))],
    ),
    (
        "home_safety_visit",
        "Palovaroitin puuttuu ja matot liukuvat. Avain on naapurilla.",
        MARI,
        "ita",
        40,
        &[
            (Accepted, 38, "case_manager", None, None),
            (Done, 20, "case_manager", None, Some("Varoitin asennettu, matot poistettu.")),
            (Followed, 18, "case_manager_west", None, None),
        ],
    ),
];

/// Of Aino: rehabilitation at home that goes on.
const AINO: Made = (
    "home_rehabilitation",
    "Tavoite: kauppamatka rollaattorin kanssa omin voimin. Aino toivoo aamupäiviä.",
    SANNA,
    "kotikuntoutus",
    21,
    &[(Accepted, 19, "", None, None)],
);

/// What has been asked for one resident.
pub(crate) fn of(whole: &Whole, resident: &Resident, needs: &Needs, client: ClientId, all: &mut Vec<PastRequest>) {
    if resident.index == known::AINO {
        all.extend(one(whole, client, &AINO));
    } else if (FIRST..AMONG).contains(&resident.index) && needs.home_care.is_some() {
        // Those of home care in their order, as many as there are requests.
        let before = whole.needs.iter().take(resident.index).skip(FIRST).filter(|needs| needs.home_care.is_some()).count();
        all.extend(HANDFUL.get(before).and_then(|made| one(whole, client, made)));
    }
}

fn one(whole: &Whole, client: ClientId, &(kind, words, (sender, from), to, ago, steps): &Made) -> Option<PastRequest> {
    let team = |key: &str| whole.staff.teams.iter().find(|team| team.key == key);
    let (from, to) = (team(from)?, team(to)?);
    // A team without a persona is worked for by its first member.
    let person = |key: &str| -> Option<Uuid> {
        let persona = whole.staff.workers.iter().find(|worker| !key.is_empty() && worker.persona == Some(key));
        persona.or_else(|| to.members.first().and_then(|place| whole.staff.workers.get(*place))).map(|worker| worker.id)
    };
    let at = |days: u64, minute: u32| -> DateTime<Utc> { history::at(whole.today - Days::new(days), 9, minute) };
    let steps: Option<Vec<PastStep>> = steps
        .iter()
        .map(|(step, ago, who, reason, words)| {
            Some(PastStep { step: *step, at: at(*ago, 40), by: person(who)?, reason: *reason, words: *words, to_team: None })
        })
        .collect();
    Some(PastRequest {
        client,
        kind,
        words,
        from_team: from.id,
        from: person(sender)?,
        to_team: to.id,
        sent_at: at(ago, 15),
        steps: steps?,
    })
}

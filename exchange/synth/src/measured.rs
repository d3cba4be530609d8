//! Functional ability: what home care measured, and what Aino and her close ones see at home.

use chrono::{DateTime, Days, NaiveDate, Utc};
use functioning::bulk::PastMeasurement;
use functioning::{Answers, MeasureAnswer, MeasurementOrigin};
use kernel::hetu::Sex;
use kernel::{ClientId, Register, Scope, ServiceTask};
use rules::BandSex;
use uuid::Uuid;

use crate::dice::Dice;
use crate::history;
use crate::needs::Needs;
use crate::residents::{Resident, known};
use crate::write::Whole;

/// Whose, and by which nurse.
struct Maker<'a> {
    client: ClientId,
    controller: Uuid,
    sex: BandSex,
    nurse: Uuid,
    today: NaiveDate,
    all: &'a mut Vec<PastMeasurement>,
}

impl Maker<'_> {
    /// A morning so many days ago.
    fn at(&self, ago: u64) -> DateTime<Utc> {
        history::at(self.today - Days::new(ago), 9, 15)
    }

    fn put(&mut self, measure: &'static str, ago: u64, origin: MeasurementOrigin, note: Option<&str>, answers: Answers) {
        let by_staff = origin == MeasurementOrigin::Professional;
        let scope =
            Scope { controller: self.controller, register: Register::Patient, service_task: ServiceTask::Health, catalogue_row: 13 };
        self.all.push(PastMeasurement {
            client: self.client,
            scope,
            sex: Some(self.sex),
            measure,
            rows: vec![answers],
            measured_at: self.at(ago),
            origin,
            note: note.map(str::to_owned),
            recorded_by: by_staff.then_some(self.nurse),
        });
    }

    fn number(&mut self, measure: &'static str, item: &str, ago: u64, origin: MeasurementOrigin, value: f64) {
        self.put(measure, ago, origin, None, Answers::from([(item.to_owned(), MeasureAnswer::Number(value))]));
    }

    /// The five parts: seconds, and none where the person was not able to.
    fn sppb(&mut self, ago: u64, parts: [Option<f64>; 5], note: Option<&str>) {
        let answer = |seconds: Option<f64>| {
            seconds.map_or_else(
                || MeasureAnswer::Word(functioning::score::UNABLE.to_owned()),
                |seconds| MeasureAnswer::Number(hundredths(seconds)),
            )
        };
        let codes = ["side_by_side", "semi_tandem", "tandem", "walk_4m", "chair_5"];
        let answers = codes.into_iter().zip(parts).map(|(code, part)| (code.to_owned(), answer(part))).collect();
        self.put("sppb", ago, MeasurementOrigin::Professional, note, answers);
    }
}

fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Measurements of those whom home care visits.
pub(crate) fn of(whole: &Whole, resident: &Resident, needs: &Needs, client: ClientId, all: &mut Vec<PastMeasurement>) {
    let Some(care) = needs.home_care.filter(|care| care.to.is_none()) else { return };
    let Some(unit) = whole.staff.home_care.get(care.unit).copied() else { return };
    let nurses = whole.staff.of_unit(unit);
    let Some(nurse) = nurses.get(resident.index % nurses.len().max(1)) else { return };
    let sex = if resident.sex == Sex::Female { BandSex::Female } else { BandSex::Male };
    let mut maker = Maker { client, controller: whole.controller, sex, nurse: nurse.id, today: whole.today, all };
    if resident.index == known::AINO {
        aino(&mut maker)
    } else {
        visited(&mut maker, &mut Dice::new(whole.seed, "functioning", resident.index))
    }
}

/// An autumn at home: a fall in September, training since October, and less pain.
fn aino(maker: &mut Maker<'_>) {
    use MeasurementOrigin::{CloseOne, Device, Own, Professional};
    maker.sppb(330, [Some(10.0), Some(10.0), Some(7.2), Some(5.9), Some(15.8)], None);
    maker.sppb(150, [Some(10.0), Some(10.0), Some(4.1), Some(6.8), Some(17.2)], None);
    maker.sppb(62, [Some(10.0), Some(6.4), None, Some(8.9), None], Some("Kaatumisen jälkeen, rollaattori käytössä."));
    maker.sppb(12, [Some(10.0), Some(10.0), Some(2.4), Some(7.9), Some(19.5)], Some("Kotikuntoutuksen alkuarvio."));
    for (ago, seconds) in [(330, 13.2), (150, 15.4), (62, 24.6), (12, 17.8)] {
        maker.number("tug", "time", ago, Professional, seconds);
    }
    for (ago, force) in [(330, 18.5), (62, 15.2), (12, 16.4)] {
        maker.number("grip", "force", ago, Professional, force);
    }
    for (ago, score) in [(400, 26.0), (62, 24.0)] {
        maker.number("mmse", "score", ago, Professional, score);
    }
    maker.number("rai_adlh", "score", 150, Professional, 1.0);
    maker.number("rai_adlh", "score", 62, Professional, 3.0);
    maker.number("rai_cps", "score", 62, Professional, 1.0);
    maker.number("gds15", "score", 62, Professional, 6.0);
    maker.number("weight", "weight", 150, Professional, 61.2);
    for (ago, weight) in [(120, 60.8), (92, 60.1), (64, 58.9), (36, 58.0), (8, 57.6)] {
        maker.number("weight", "weight", ago, Device, weight);
    }
    for (ago, pain) in [(61, 7.0), (54, 6.0), (47, 6.0), (33, 5.0), (19, 4.0), (5, 3.0)] {
        maker.number("pain", "now", ago, Own, pain);
    }
    maker.number("pain", "now", 12, Professional, 5.0);
    let estimate = |choice: &str, words: &str| {
        Answers::from([
            ("coping".to_owned(), MeasureAnswer::Word(choice.to_owned())),
            ("words".to_owned(), MeasureAnswer::Word(words.to_owned())),
        ])
    };
    maker.put(
        "own_estimate",
        58,
        Own,
        None,
        estimate("much_help", "Suihkussa käynti pelottaa kaatumisen jälkeen, enkä pääse yksin kauppaan."),
    );
    maker.put("own_estimate", 40, CloseOne, None, estimate("much_help", "Eero auttaa pukemisessa joka aamu."));
    maker.put("own_estimate", 4, Own, None, estimate("some_help", "Jumppa auttaa. Kävelen jo postilaatikolle rollaattorin kanssa."));
}

/// Two or three visits with the measures of a check: how well one moves drifts a little.
fn visited(maker: &mut Maker<'_>, dice: &mut Dice) {
    use MeasurementOrigin::Professional;
    let (mut walk, weight, pain) = (5.0 + 4.0 * dice.unit(), 62.0 + 11.0 * dice.bell(), 3.0 + 2.0 * dice.bell());
    for visit in [2_u64, 1, 0] {
        if visit == 2 && dice.chance(0.4) {
            continue;
        }
        let ago = 14 + 150 * visit + dice.below(40) as u64;
        walk = (walk + dice.bell() * 0.8).clamp(3.5, 16.0);
        let tandem = (14.0 - walk).clamp(0.0, 10.0);
        let chairs = (walk < 11.0).then(|| 7.0 + walk * 1.3);
        maker.sppb(ago, [Some(10.0), Some(tandem.max(4.0)), Some(tandem), Some(walk), chairs], None);
        maker.number("tug", "time", ago, Professional, tenths(walk * 2.2));
        maker.number("weight", "weight", ago, Professional, tenths((weight + dice.bell() * 1.5).clamp(40.0, 140.0)));
        maker.number("pain", "now", ago, Professional, (pain + dice.bell()).round().clamp(0.0, 10.0));
    }
}

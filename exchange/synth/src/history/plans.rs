//! Plans of care, devices, requests and booked times.

use chrono::Days;
use records::PartFacts;

use super::{Past, Record, at};
use crate::dice::Dice;

pub fn write(past: &mut Past<'_>, dice: &mut Dice) {
    let (age, burden, today) = (past.age(), past.resident.burden, past.setting.today);
    let centre = past.setting.places.health_centre(past.resident.municipality).to_owned();
    if past.resident.illnesses.len() >= 3 && dice.chance(0.5) {
        let day = past.weekday(dice);
        let main = past.resident.illnesses.first().map(|one| one.title).unwrap_or_default();
        let mut plan = Record::patient("CarePlan", "Terveys- ja hoitosuunnitelma").class("plan").status("active").on(day).by(&centre);
        let goal = dice.one([
            "Pärjään kotona ja pääsen ulos.",
            "Verenpaine pysyy tavoitteessa.",
            "Jaksan kävellä kauppaan.",
            "Kipu ei estä nukkumista.",
        ]);
        plan = plan.part(PartFacts { kind: "goal", status: Some("active".into()), title: Some(goal.to_owned()), ..PartFacts::default() });
        for what in ["Hoitajan vastaanotto vuosittain", "Lääkityksen tarkistus"] {
            plan = plan.part(PartFacts {
                kind: "activity",
                status: Some("scheduled".into()),
                title: Some(what.to_owned()),
                actor: Some(centre.clone()),
                ..PartFacts::default()
            });
        }
        if !main.is_empty() {
            plan = plan.part(PartFacts { kind: "addresses", title: Some(main.to_owned()), ..PartFacts::default() });
        }
        past.push(plan);
    }
    if past.needs.home_care.is_some() {
        let day = past.needs.home_care.map_or(past.first, |care| care.from).max(past.first);
        let unit = past.setting.places.home_care_unit(past.needs.home_care.map_or(0, |care| care.unit));
        past.push(
            Record::patient("CarePlan", "Kotihoidon suunnitelma")
                .class("plan")
                .status("active")
                .on(day)
                .by(unit)
                .part(PartFacts {
                    kind: "goal",
                    status: Some("active".into()),
                    title: Some("Asun kotona turvallisesti.".into()),
                    ..PartFacts::default()
                })
                .part(PartFacts {
                    kind: "activity",
                    status: Some("in-progress".into()),
                    title: Some("Lääkehoidon toteutus".into()),
                    actor: Some(unit.to_owned()),
                    ..PartFacts::default()
                })
                .part(PartFacts {
                    kind: "activity",
                    status: Some("in-progress".into()),
                    title: Some("Apu aamu- ja iltatoimissa".into()),
                    actor: Some(unit.to_owned()),
                    ..PartFacts::default()
                }),
        );
    }
    if !past.resident.alive(today) {
        return;
    }
    if age >= 78 && dice.chance((0.1 + 0.08 * burden).min(0.8)) {
        let day = past.day(dice);
        let title = dice.one(["Rollaattori", "Kävelykeppi", "Suihkutuoli", "Nousutuki"]);
        past.push(Record::patient("Device", title).status("active").on(day).by("Apuvälinekeskus"));
    }
    if past.resident.has("H90.3") && dice.chance(0.6) {
        let day = past.day(dice);
        past.push(Record::patient("Device", "Kuulokoje").status("active").on(day).by(past.setting.places.hospital));
    }
    if dice.chance((0.03 + 0.025 * burden).min(0.3)) {
        let day = today + Days::new(dice.between(2, 90).unsigned_abs());
        let title = dice.one(["Lääkärin vastaanotto", "Hoitajan vastaanotto", "Laboratorio"]);
        past.push(Record::patient("Appointment", title).status("booked").from(at(day, 9, 30)).to(at(day, 10, 0)).by(&centre));
    }
    if dice.chance((0.02 + 0.02 * burden).min(0.2)) {
        let day = today - Days::new(dice.between(3, 60).unsigned_abs());
        let title = dice.one(["Fysioterapian palvelupyyntö", "Lähete erikoissairaanhoitoon", "Toimintaterapian arviointi"]);
        let place = past.setting.places.rehabilitation.clone();
        past.push(Record::patient("ServiceRequest", title).class("order").status("active").on(day).by(&place));
    }
}

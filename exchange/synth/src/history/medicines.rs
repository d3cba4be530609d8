//! Medicines by conditions.

use chrono::Days;
use records::PartFacts;

use super::{Past, Record};
use crate::dice::Dice;

/// Condition → medicine, ATC code, dosage. Common first choices; doses are examples, not advice.
const MEDICINES: &[(&str, &str, &str, &str)] = &[
    ("I10", "Amlodipiini 5 mg", "C08CA01", "1 tabletti aamulla"),
    ("I10", "Ramipriili 5 mg", "C09AA05", "1 tabletti aamulla"),
    ("E11.9", "Metformiini 500 mg", "A10BA02", "1 tabletti aamulla ja illalla"),
    ("I25.1", "Asetyylisalisyylihappo 100 mg", "B01AC06", "1 tabletti aamulla"),
    ("I25.1", "Atorvastatiini 40 mg", "C10AA05", "1 tabletti illalla"),
    ("I48", "Apiksabaani 5 mg", "B01AF02", "1 tabletti aamulla ja illalla"),
    ("I48", "Bisoprololi 2,5 mg", "C07AB07", "1 tabletti aamulla"),
    ("I50.9", "Furosemidi 40 mg", "C03CA01", "1 tabletti aamulla"),
    ("I69.4", "Klopidogreeli 75 mg", "B01AC04", "1 tabletti aamulla"),
    ("G30.1", "Donepetsiili 10 mg", "N06DA02", "1 tabletti illalla"),
    ("G20", "Levodopa ja karbidopa 100/25 mg", "N04BA02", "1 tabletti kolmesti päivässä"),
    ("G40.9", "Levetirasetaami 500 mg", "N03AX14", "1 tabletti aamulla ja illalla"),
    ("J44.9", "Tiotropium 18 µg", "R03BB04", "1 inhalaatio aamulla"),
    ("J45.9", "Budesonidi 200 µg", "R03BA02", "1 inhalaatio aamulla ja illalla"),
    ("F32.9", "Sertraliini 50 mg", "N06AB06", "1 tabletti aamulla"),
    ("F20.9", "Risperidoni 2 mg", "N05AX08", "1 tabletti illalla"),
    ("F51.0", "Melatoniini 2 mg", "N05CH01", "1 tabletti ennen nukkumaanmenoa"),
    ("F90.0", "Metyylifenidaatti 18 mg", "N06BA04", "1 tabletti aamulla"),
    ("M17.9", "Parasetamoli 1 g", "N02BE01", "1 tabletti tarvittaessa, enintään 3 päivässä"),
    ("M06.9", "Metotreksaatti 10 mg", "L04AX03", "6 tablettia kerran viikossa"),
    ("M81.9", "Alendronaatti 70 mg", "M05BA04", "1 tabletti kerran viikossa"),
    ("M81.9", "Kalsium ja D-vitamiini", "A12AX", "1 tabletti illalla"),
    ("E03.9", "Levotyroksiini 100 µg", "H03AA01", "1 tabletti aamulla tyhjään vatsaan"),
    ("H40.1", "Latanoprosti-silmätipat", "S01EE01", "1 tippa molempiin silmiin illalla"),
    ("K21.9", "Pantopratsoli 20 mg", "A02BC02", "1 tabletti aamulla"),
    ("J30.1", "Setiritsiini 10 mg", "R06AE07", "1 tabletti tarvittaessa"),
];

pub fn write(past: &mut Past<'_>, dice: &mut Dice) {
    for illness in &past.resident.illnesses {
        for (icd10, name, atc, dosage) in MEDICINES.iter().filter(|(icd10, ..)| *icd10 == illness.icd10) {
            // The first medicine of a condition nearly always, others often.
            let first = MEDICINES.iter().find(|(of, ..)| of == icd10).is_some_and(|(_, first, ..)| first == name);
            if !dice.chance(if first { 0.88 } else { 0.55 }) {
                continue;
            }
            let since = illness.since + Days::new(dice.between(0, 60).unsigned_abs());
            if since > past.last {
                continue;
            }
            let stopped = dice.chance(0.12);
            let mut record = Record::patient("MedicationRequest", name)
                .class("order")
                .status(if stopped { "stopped" } else { "active" })
                .code("http://www.whocc.no/atc", atc)
                .on(since)
                .because(illness.title);
            record.facts.recorded_at = record.facts.started_at;
            record.facts.text_value = Some((*dosage).to_owned());
            if let Some(doctor) = dice.pick(&past.setting.places.doctors) {
                record = record.who(doctor);
            }
            past.rows.push(record.part(PartFacts { kind: "dosage", text_value: Some((*dosage).to_owned()), ..PartFacts::default() }));
        }
    }
}

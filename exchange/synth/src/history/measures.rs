//! Measurements: weight, blood pressure, long-term blood sugar, mobility, walking speed, pain, memory.

use chrono::NaiveDate;
use kernel::hetu::Sex;

use super::{Past, Record, at};
use crate::dice::Dice;

pub const LOINC: &str = "http://loinc.org";
/// Measures for which we did not check a LOINC code are called by words of our own.
pub const OWN: &str = "https://punos.example/codes/measure";

/// A sort of measure.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    pub system: &'static str,
    pub code: &'static str,
    pub title: &'static str,
    pub unit: &'static str,
    pub class: &'static str,
    /// Digits after the point.
    pub digits: i32,
    /// Values outside are told as low or high.
    pub normal: (Option<f64>, Option<f64>),
}

pub const WEIGHT: Measure =
    Measure { system: LOINC, code: "29463-7", title: "Paino", unit: "kg", class: "vital-signs", digits: 1, normal: (None, None) };
pub const SYSTOLIC: Measure = Measure {
    system: LOINC,
    code: "8480-6",
    title: "Verenpaine, yläpaine",
    unit: "mmHg",
    class: "vital-signs",
    digits: 0,
    normal: (Some(90.0), Some(150.0)),
};
pub const DIASTOLIC: Measure = Measure {
    system: LOINC,
    code: "8462-4",
    title: "Verenpaine, alapaine",
    unit: "mmHg",
    class: "vital-signs",
    digits: 0,
    normal: (Some(50.0), Some(90.0)),
};
pub const HBA1C: Measure = Measure {
    system: LOINC,
    code: "59261-8",
    title: "HbA1c",
    unit: "mmol/mol",
    class: "laboratory",
    digits: 0,
    normal: (Some(20.0), Some(53.0)),
};
pub const SPPB: Measure =
    Measure { system: OWN, code: "sppb", title: "SPPB, liikkuminen", unit: "/12", class: "survey", digits: 0, normal: (Some(9.0), None) };
pub const GAIT: Measure =
    Measure { system: OWN, code: "gait_speed", title: "Kävelynopeus", unit: "m/s", class: "survey", digits: 2, normal: (Some(0.8), None) };
pub const PAIN: Measure =
    Measure { system: LOINC, code: "72514-3", title: "Kipu 0–10", unit: "/10", class: "survey", digits: 0, normal: (None, Some(4.0)) };
pub const MEMORY: Measure =
    Measure { system: OWN, code: "mmse", title: "MMSE, muisti", unit: "/30", class: "survey", digits: 0, normal: (Some(25.0), None) };

impl Measure {
    pub fn record(&self, day: NaiveDate, hour: u32, value: f64) -> Record {
        let scale = 10_f64.powi(self.digits);
        let value = (value * scale).round() / scale;
        let mut record = Record::patient("Observation", self.title)
            .class(self.class)
            .status("final")
            .code(self.system, self.code)
            .from(at(day, hour, 30));
        record.facts.quantity = Some(value);
        record.facts.unit = Some(self.unit.to_owned());
        let (low, high) = self.normal;
        record.facts.range_low = low;
        record.facts.range_high = high;
        record.facts.interpretation = match (low, high) {
            (Some(low), _) if value < low => Some("L".into()),
            (_, Some(high)) if value > high => Some("H".into()),
            (None, None) => None,
            _ => Some("N".into()),
        };
        record
    }
}

pub fn write(past: &mut Past<'_>, dice: &mut Dice) {
    let (age, burden, years) = (past.age(), past.resident.burden.min(9.0), past.years());
    let home_care = past.needs.home_care.is_some();
    if age >= 18 {
        let base = if past.resident.sex == Sex::Female { 69.0 } else { 83.0 }
            + 13.0 * dice.bell()
            + if past.resident.has("E66.9") { 28.0 } else { 0.0 };
        let per_year = if age >= 75 { -0.9 } else { 0.2 } + 0.8 * dice.bell() - if burden > 5.0 { 0.8 } else { 0.0 };
        let visits = 0.35 + 0.3 * burden.min(5.0);
        for day in days(past, dice, visits) {
            let left = (past.last - day).num_days() as f64 / 365.25;
            past.push(WEIGHT.record(day, 9, (base - per_year * left + 0.6 * dice.bell()).max(38.0)));
        }
    }
    if past.resident.has("I10") || age >= 60 {
        let (upper, lower) = (134.0 + 9.0 * dice.bell(), 78.0 + 6.0 * dice.bell());
        for day in days(past, dice, if past.resident.has("I10") { 2.2 } else { 0.5 } + if home_care { 3.0 } else { 0.0 }) {
            let swing = 8.0 * dice.bell();
            past.push(SYSTOLIC.record(day, 10, upper + swing));
            past.push(DIASTOLIC.record(day, 10, lower + swing / 2.0));
        }
    }
    if past.resident.has("E11.9") {
        let base = 51.0 + 8.0 * dice.bell();
        for day in days(past, dice, 2.0) {
            past.push(HBA1C.record(day, 8, (base + 3.0 * dice.bell()).max(30.0)));
        }
    }
    if age >= 75 || home_care {
        let now = (10.5 - 0.75 * burden + 1.2 * dice.bell()).clamp(0.0, 12.0);
        let lost = 0.4 + 0.35 * dice.unit() * burden.min(5.0);
        for day in days(past, dice, if home_care { 1.6 } else { 0.4 }) {
            let left = (past.last - day).num_days() as f64 / 365.25;
            let sppb = (now + lost * left).clamp(0.0, 12.0);
            past.push(SPPB.record(day, 11, sppb));
            past.push(GAIT.record(day, 11, (0.25 + 0.075 * sppb + 0.03 * dice.bell()).max(0.1)));
        }
        if home_care || past.resident.has("M17.9") {
            for day in days(past, dice, 1.5) {
                past.push(PAIN.record(day, 13, (2.0 + 1.8 * dice.bell()).clamp(0.0, 10.0)));
            }
        }
    }
    if past.resident.has("G30.1") && years > 0.5 {
        let now = (19.0 + 4.0 * dice.bell()).clamp(2.0, 28.0);
        for day in days(past, dice, 1.0) {
            let left = (past.last - day).num_days() as f64 / 365.25;
            past.push(MEMORY.record(day, 12, (now + 2.0 * left).min(30.0)));
        }
    }
}

/// Weekdays of measuring, so many a year.
fn days(past: &Past<'_>, dice: &mut Dice, a_year: f64) -> Vec<NaiveDate> {
    let count = dice.count(a_year * past.years());
    (0..count).map(|_| past.weekday(dice)).collect()
}

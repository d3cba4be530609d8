use chrono::NaiveDate;
use kernel::{Text, codes};
use serde::{Deserialize, Serialize};

use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

codes! {
    /// The dimensions of functional ability (TOIMIA).
    Dimension { Physical => "physical", Mental => "mental", Cognitive => "cognitive", Social => "social", Coping => "coping" }
}

codes! {
    /// What is asked in one item of a measure. A time is in seconds.
    MeasureItemKind { Number => "number", Time => "time", Choice => "choice", Text => "text" }
}

codes! {
    /// How much a band calls for attention.
    BandSeverity { Good => "good", Mild => "mild", Moderate => "moderate", Severe => "severe" }
}

codes! {
    /// Which way a score is better; neither, when it depends on the person.
    BetterWhen { Higher => "higher", Lower => "lower", Neither => "neither" }
}

codes! {
    /// Whose wording it is. Of a licensed measure the score alone is kept, and no item text is shipped.
    MeasureLicence { Free => "free", Licensed => "licensed" }
}

codes! {
    /// Who can record it.
    MeasureRecorder { Client => "client", Staff => "staff" }
}

codes! {
    /// Of whom a band speaks, when the limits differ.
    BandSex { Female => "female", Male => "male" }
}

/// The measures of functional ability (E9): how each is asked, scored and read.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measures {
    /// In the order they are shown within a dimension.
    pub measures: Vec<MeasureDefinition>,
}

/// One measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureDefinition {
    /// Stable; stored with what was measured.
    pub code: String,
    /// Version of this definition; stored with what was measured, beside the version of the rules.
    pub version: String,
    /// First day on which it can be recorded; none, from the beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// Last day on which it can be recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    pub name: Text,
    /// What it tells, in a sentence.
    pub about: Text,
    pub dimension: Dimension,
    pub recorders: Vec<MeasureRecorder>,
    /// None of a measure that is counted from another.
    #[serde(default)]
    #[schema(required)]
    pub items: Vec<MeasureItem>,
    /// The items are asked so many times at most (goals); once, when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeats: Option<u32>,
    pub score: Scoring,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Digits after the point of the score. What is shown is what is judged.
    #[serde(default)]
    #[schema(required)]
    pub decimals: u32,
    /// Lowest and highest score there can be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    pub better: BetterWhen,
    /// From the lowest score up.
    #[serde(default)]
    #[schema(required)]
    pub bands: Vec<MeasureBand>,
    /// The smallest change that is more than an error of measurement; none: not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<MeasureError>,
    pub licence: MeasureLicence,
    /// Whose it is, when it is licensed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    #[serde(default)]
    #[schema(required)]
    pub icf: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loinc: Option<String>,
    pub source: String,
    pub mark: Mark,
}

/// One thing asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureItem {
    pub code: String,
    pub kind: MeasureItemKind,
    pub label: Text,
    /// How it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Lowest and highest number taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    #[serde(default)]
    #[schema(required)]
    pub decimals: u32,
    #[serde(default)]
    #[schema(required)]
    pub optional: bool,
    /// Points when the person was unable to; none: it is not an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unable: Option<f64>,
    /// Points by the value, from the lowest value up; none: the value itself counts.
    #[serde(default)]
    #[schema(required)]
    pub steps: Vec<PointStep>,
    /// Of a choice.
    #[serde(default)]
    #[schema(required)]
    pub options: Vec<MeasureOption>,
}

/// Points of a value that is below a limit, or not above one. The last has no limit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PointStep {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up_to: Option<f64>,
    pub points: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureOption {
    pub code: String,
    pub label: Text,
    pub points: f64,
}

/// What a score means: those below a limit, or not above one. The last has no limit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureBand {
    pub code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up_to: Option<f64>,
    /// Of one sex only; then both have bands of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<BandSex>,
    pub label: Text,
    pub severity: BandSeverity,
}

/// The smallest change that is more than an error of measurement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureError {
    pub mdc: f64,
    pub source: String,
    pub mark: Mark,
}

/// How the score is counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Scoring {
    /// Words only.
    Unscored,
    /// The sum of the items' points.
    Sum,
    /// The number itself.
    Value { item: String },
    /// One number by another (a speed), or by its square (BMI); `scale` turns the divisor into the unit it is counted in.
    Quotient {
        dividend: String,
        divisor: String,
        #[serde(default = "one")]
        scale: f64,
        #[serde(default)]
        squared: bool,
    },
    /// Per cent from an earlier value of another measure: the oldest that is at least `at_least` and at most `days` days older.
    Change { of: String, at_least: i64, days: i64 },
    /// Goal attainment (GAS): T-score of the levels, −2…+2, by their weights.
    Gas { level: String, weight: String },
}

const fn one() -> f64 {
    1.0
}

/// The first of ordered limits that a value comes under.
pub fn under<T>(all: &[T], value: f64, limits: impl Fn(&T) -> (Option<f64>, Option<f64>)) -> Option<&T> {
    all.iter().find(|one| match limits(one) {
        (Some(below), _) => value < below,
        (None, Some(up_to)) => value <= up_to,
        (None, None) => true,
    })
}

impl Measures {
    pub fn of(&self, code: &str) -> Option<&MeasureDefinition> {
        self.measures.iter().find(|measure| measure.code == code)
    }
}

impl MeasureDefinition {
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
    pub fn item(&self, code: &str) -> Option<&MeasureItem> {
        self.items.iter().find(|item| item.code == code)
    }
    /// What a score means; none when there are no bands, or they differ by sex and it is not known.
    pub fn band(&self, score: f64, sex: Option<BandSex>) -> Option<&MeasureBand> {
        let own: Vec<&MeasureBand> = self.bands.iter().filter(|band| band.sex.is_none() || band.sex == sex).collect();
        under(&own, score, |band| (band.below, band.up_to)).copied()
    }
    /// Whether it is counted from another and never recorded itself.
    pub fn derived(&self) -> bool {
        matches!(self.score, Scoring::Change { .. })
    }
}

impl MeasureItem {
    /// Points of a value.
    pub fn points(&self, value: f64) -> f64 {
        under(&self.steps, value, |step| (step.below, step.up_to)).map_or(value, |step| step.points)
    }
    fn is_number(&self) -> bool {
        matches!(self.kind, MeasureItemKind::Number | MeasureItemKind::Time)
    }
}

/// Why ordered limits do not share out all values between them: one each but for the last, each higher than the one before, and within
/// the range.
fn uncovered(limits: &[(Option<f64>, Option<f64>)], low: Option<f64>, high: Option<f64>) -> Option<&'static str> {
    let (last, before) = limits.split_last()?;
    if *last != (None, None) {
        return Some("the last has no limit: what is above the others belongs to it");
    }
    // A value that is `below` a limit ends before it, one that is `up_to` it ends with it.
    let mut ends: Vec<(f64, bool)> = Vec::new();
    for limit in before {
        match limit {
            (Some(below), None) => ends.push((*below, false)),
            (None, Some(up_to)) => ends.push((*up_to, true)),
            _ => return Some("each but the last has one limit: `below` or `up_to`"),
        }
    }
    if ends.windows(2).any(|pair| matches!(pair, [(a, a_in), (b, b_in)] if !(a < b || (a == b && !a_in && *b_in)))) {
        return Some("the limits must rise: otherwise one of them is never met");
    }
    let inside = |(end, with): &(f64, bool)| {
        low.is_none_or(|low| if *with { low <= *end } else { low < *end })
            && high.is_none_or(|high| if *with { *end < high } else { *end <= high })
    };
    if !ends.iter().all(inside) { Some("a limit is outside the range: one side of it is never met") } else { None }
}

fn icf(code: &str) -> bool {
    let mut letters = code.chars();
    letters.next().is_some_and(|c| "bsde".contains(c)) && (1..=5).contains(&letters.clone().count()) && letters.all(|c| c.is_ascii_digit())
}

/// LOINC's check digit (Luhn's modulus 10).
fn loinc(code: &str) -> bool {
    let Some((number, check)) = code.split_once('-') else { return false };
    if number.is_empty() || number.len() > 7 || !number.chars().all(|c| c.is_ascii_digit()) {
        return false;
    }
    let sum: u32 = number
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(place, digit)| if place % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit })
        .sum();
    check.parse::<u32>().ok() == Some((10 - sum % 10) % 10)
}

impl RuleKind for Measures {
    const KIND: &'static str = "measures";

    fn check(&self, checks: &mut Checks<'_>) {
        checks.0.unique("measures", "code", self.measures.iter().map(|measure| measure.code.as_str()));
        for (index, measure) in self.measures.iter().enumerate() {
            checks.0.enter("measures", index);
            self.check_measure(measure, checks);
        }
        checks.0.leave();
    }
}

impl Measures {
    fn check_measure(&self, measure: &MeasureDefinition, Checks(faults): &mut Checks<'_>) {
        let code = measure.code.as_str();
        faults.text(code, "name", &measure.name);
        faults.text(code, "about", &measure.about);
        for (field, value) in [("version", &measure.version), ("source", &measure.source)] {
            if value.trim().is_empty() {
                faults.add(Some(code), field, if field == "source" { "law_missing" } else { "empty" }, "is empty");
            }
        }
        if measure.recorders.is_empty() && !measure.derived() {
            faults.add(Some(code), "recorders", "empty", "is empty: nobody could record it");
        }
        if let (Some(from), Some(to)) = (measure.valid_from, measure.valid_to)
            && to < from
        {
            faults.add(Some(code), "valid_to", "validity_backwards", "is before valid_from");
        }
        if let (Some(low), Some(high)) = (measure.low, measure.high)
            && low >= high
        {
            faults.add(Some(code), "high", "measure_range", "must be above `low`");
        }
        for (index, item) in measure.items.iter().enumerate() {
            let at = |field: &str| format!("items[{index}].{field}");
            if measure.items.iter().take(index).any(|other| other.code == item.code) {
                faults.add(Some(code), &at("code"), "twice", format!("`{}` is there twice", item.code));
            }
            faults.text(code, &at("label"), &item.label);
            if let Some(help) = &item.help {
                faults.text(code, &at("help"), help);
            }
            if item.is_number() && !matches!((item.low, item.high), (Some(low), Some(high)) if low < high) {
                faults.add(Some(code), &at("low"), "measure_range", "a number needs `low` and `high`, the first below the second");
            }
            if (item.kind == MeasureItemKind::Choice) != (item.options.len() > 1) {
                faults.add(Some(code), &at("options"), "measure_item", "two or more are needed for a choice, and none for anything else");
            }
            if !item.is_number() && !(item.steps.is_empty() && item.unable.is_none()) {
                faults.add(Some(code), &at("steps"), "measure_item", "steps and `unable` are of a number or a time");
            }
            for (place, option) in item.options.iter().enumerate() {
                faults.text(code, &format!("items[{index}].options[{place}].label"), &option.label);
                if item.options.iter().take(place).any(|other| other.code == option.code) {
                    let problem = format!("`{}` is there twice", option.code);
                    faults.add(Some(code), &format!("items[{index}].options[{place}].code"), "twice", problem);
                }
            }
            let limits: Vec<_> = item.steps.iter().map(|step| (step.below, step.up_to)).collect();
            if let Some(problem) = uncovered(&limits, item.low, item.high) {
                faults.add(Some(code), &at("steps"), "measure_limits", problem);
            }
        }
        let numbers = |item: &str| measure.item(item).is_some_and(MeasureItem::is_number);
        let wrong = match &measure.score {
            Scoring::Unscored => (!measure.bands.is_empty()).then_some("words have no bands"),
            Scoring::Sum => {
                let counted = measure.items.iter().any(|item| item.kind != MeasureItemKind::Text);
                (!counted || measure.repeats.is_some()).then_some("a sum needs an item that counts, asked once")
            }
            Scoring::Value { item } => (!numbers(item)).then_some("names an item that is not a number or a time"),
            Scoring::Quotient { dividend, divisor, scale, .. } => {
                let divides = numbers(divisor) && measure.item(divisor).and_then(|item| item.low).is_some_and(|low| low > 0.0);
                (!numbers(dividend) || !divides || *scale <= 0.0).then_some("needs two numbers, the divisor always above zero")
            }
            Scoring::Change { of, at_least, days } => {
                let known = self.of(of).is_some_and(|other| !other.derived() && !matches!(other.score, Scoring::Unscored));
                let wrong = !known || !measure.items.is_empty() || *at_least < 1 || days < at_least;
                wrong.then_some(
                    "is counted from another measure that is there and has a score, has no items, and days are not below at_least",
                )
            }
            Scoring::Gas { level, weight } => {
                let levels = measure.item(level).is_some_and(|item| item.kind == MeasureItemKind::Choice);
                (!levels || !numbers(weight) || measure.repeats.is_none()).then_some("needs a choice of levels and a weight, and `repeats`")
            }
        };
        if let Some(problem) = wrong {
            faults.add(Some(code), "score", "measure_score", problem);
        }
        if measure.items.is_empty() && !measure.derived() {
            faults.add(Some(code), "items", "measure_item", "nothing is asked");
        }
        if measure.licence == MeasureLicence::Licensed {
            let only_score = matches!(measure.items.as_slice(), [one] if one.code == "score" && one.kind == MeasureItemKind::Number && one.help.is_none());
            if !only_score || measure.holder.is_none() {
                let problem = "of a licensed measure there is one number, `score`, and its holder: its wording is not ours to ship";
                faults.add(Some(code), "items", "measure_licensed", problem);
            }
        }
        for sex in [None, Some(BandSex::Female), Some(BandSex::Male)] {
            let of = |band: &&MeasureBand| if sex.is_none() { band.sex.is_none() } else { band.sex.is_none() || band.sex == sex };
            let bands: Vec<&MeasureBand> = measure.bands.iter().filter(of).collect();
            // Limits that differ by sex are looked at as each sex has them.
            if sex.is_none() && measure.bands.iter().any(|band| band.sex.is_some()) {
                continue;
            }
            let limits: Vec<_> = bands.iter().map(|band| (band.below, band.up_to)).collect();
            if let Some(problem) = uncovered(&limits, measure.low, measure.high) {
                faults.add(Some(code), "bands", "measure_limits", problem);
                break;
            }
            if bands.is_empty() && !measure.bands.is_empty() {
                faults.add(Some(code), "bands", "measure_limits", "both sexes need bands when one has them");
                break;
            }
        }
        for (index, band) in measure.bands.iter().enumerate() {
            faults.text(code, &format!("bands[{index}].label"), &band.label);
            if measure.bands.iter().take(index).any(|other| other.code == band.code && (other.sex == band.sex)) {
                faults.add(Some(code), &format!("bands[{index}].code"), "twice", format!("`{}` is there twice", band.code));
            }
        }
        if let Some(error) = &measure.error
            && (error.mdc <= 0.0 || error.source.trim().is_empty())
        {
            faults.add(Some(code), "error", "measure_range", "needs a change above zero and where it is from");
        }
        for (index, one) in measure.icf.iter().enumerate().filter(|(_, one)| !icf(one)) {
            faults.add(Some(code), &format!("icf[{index}]"), "measure_code", format!("`{one}` is not a code of ICF"));
        }
        if let Some(one) = measure.loinc.as_ref().filter(|one| !loinc(one)) {
            faults.add(Some(code), "loinc", "measure_code", format!("`{one}` is not a code of LOINC: its check digit is wrong"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_others_have_their_form() {
        assert!(["b280", "d450", "d4", "b28010"].into_iter().all(icf));
        assert!(!["x280", "b", "b280.1", "b280101"].into_iter().any(icf));
        assert!(["29463-7", "39156-5", "72514-3", "8302-2"].into_iter().all(loinc));
        assert!(!["29463-8", "29463", "abc-1", ""].into_iter().any(loinc));
    }

    #[test]
    fn limits_share_out_every_value() {
        let range = (Some(0.0), Some(12.0));
        let ok = |limits: &[(Option<f64>, Option<f64>)]| uncovered(limits, range.0, range.1).is_none();
        assert!(ok(&[(None, Some(6.0)), (None, Some(9.0)), (None, None)]));
        assert!(ok(&[(Some(4.82), None), (None, Some(6.2)), (None, None)]));
        assert!(ok(&[(Some(4.0), None), (None, Some(4.0)), (None, None)]), "exactly four is one of its own");
        assert!(ok(&[(None, None)]) && ok(&[]));
        assert!(!ok(&[(None, Some(6.0))]), "above six is nobody's");
        assert!(!ok(&[(None, Some(9.0)), (None, Some(6.0)), (None, None)]), "falls");
        assert!(!ok(&[(None, Some(6.0)), (Some(6.0), None), (None, None)]), "never met");
        assert!(!ok(&[(None, Some(13.0)), (None, None)]) && !ok(&[(Some(0.0), None), (None, None)]), "outside the range");
        assert!(!ok(&[(Some(1.0), Some(2.0)), (None, None)]) && !ok(&[(None, None), (None, None)]));
    }

    #[test]
    fn a_limit_belongs_to_one_side() {
        let steps = [(Some(4.82), None, 4.0), (None, Some(6.2), 3.0), (None, None, 1.0)];
        let points = |value: f64| under(&steps, value, |step| (step.0, step.1)).map(|step| step.2);
        assert_eq!([4.81, 4.82, 6.2, 6.21].map(points), [Some(4.0), Some(3.0), Some(3.0), Some(1.0)]);
    }
}

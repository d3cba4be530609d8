//! Scores: counted from the answers by the definition, and nothing else. Pure.

use kernel::FieldError;
use rules::{BandSex, MeasureBand, MeasureDefinition, MeasureItem, MeasureItemKind, Scoring};

use crate::model::{Answers, MeasureAnswer};

/// The answer of one who was not able to.
pub const UNABLE: &str = "unable";
/// The longest text, in characters.
pub const MOST_TEXT: usize = 4_000;

/// What came of the answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored<'m> {
    /// None of words alone.
    pub score: Option<f64>,
    pub band: Option<&'m MeasureBand>,
}

/// A number with so many digits after the point.
pub fn rounded(value: f64, decimals: u32) -> f64 {
    let scale = 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
    let value = (value * scale).round() / scale;
    // Nobody reads −0.
    if value == 0.0 { 0.0 } else { value }
}

/// Counts the score.
///
/// # Errors
/// Everything that is wrong with the answers, each at its place (`/rows/0/walk_4m`).
pub fn score<'m>(measure: &'m MeasureDefinition, rows: &[Answers], sex: Option<BandSex>) -> Result<Scored<'m>, Vec<FieldError>> {
    let most = usize::try_from(measure.repeats.unwrap_or(1)).unwrap_or(1);
    if measure.derived() {
        return Err(vec![FieldError::new("/measure", "measure_derived")]);
    }
    if rows.is_empty() || rows.len() > most {
        return Err(vec![FieldError::new("/rows", if rows.is_empty() { "required" } else { "too_many" })]);
    }
    let faults: Vec<FieldError> = rows.iter().enumerate().flat_map(|(place, row)| wrong(measure, place, row)).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let Some(first) = rows.first() else { return Err(vec![FieldError::new("/rows", "required")]) };
    let score = match &measure.score {
        Scoring::Unscored => None,
        Scoring::Sum => Some(measure.items.iter().filter_map(|item| points(item, first)).sum()),
        Scoring::Value { item } => counted(measure, item, first),
        Scoring::Quotient { dividend, divisor, scale, squared } => {
            match (counted(measure, dividend, first), counted(measure, divisor, first)) {
                (Some(above), Some(below)) => {
                    let below = below * scale;
                    Some(above / if *squared { below * below } else { below })
                }
                _ => None,
            }
        }
        Scoring::Gas { level, weight } => {
            let goals: Vec<(f64, f64)> =
                rows.iter().filter_map(|row| Some((counted(measure, weight, row)?, counted(measure, level, row)?))).collect();
            t_score(&goals)
        }
        Scoring::Change { .. } => None,
    };
    let score = score.map(|score| rounded(score, measure.decimals));
    if let Some(score) = score
        && (measure.low.is_some_and(|low| score < low) || measure.high.is_some_and(|high| score > high))
    {
        return Err(vec![FieldError::new("/rows", "out_of_range")]);
    }
    Ok(Scored { score, band: score.and_then(|score| measure.band(score, sex)) })
}

/// Goal attainment: T = 50 + 10Σwx / √(0.7Σw² + 0.3(Σw)²), of weights and levels.
fn t_score(goals: &[(f64, f64)]) -> Option<f64> {
    let sum = |of: fn(&(f64, f64)) -> f64| goals.iter().map(of).sum::<f64>();
    let weights = sum(|(weight, _)| *weight);
    let under = (0.7 * sum(|(weight, _)| weight * weight) + 0.3 * weights * weights).sqrt();
    (under > 0.0).then(|| 50.0 + 10.0 * sum(|(weight, level)| weight * level) / under)
}

fn counted(measure: &MeasureDefinition, item: &str, row: &Answers) -> Option<f64> {
    points(measure.item(item)?, row)
}

/// What an answer counts; none for words, and for what was not answered.
fn points(item: &MeasureItem, row: &Answers) -> Option<f64> {
    match (row.get(&item.code)?, item.kind) {
        (_, MeasureItemKind::Text) => None,
        (MeasureAnswer::Number(value), _) => Some(item.points(*value)),
        (MeasureAnswer::Word(word), MeasureItemKind::Choice) => {
            item.options.iter().find(|option| option.code == *word).map(|option| option.points)
        }
        (MeasureAnswer::Word(_), _) => item.unable,
    }
}

/// What is wrong with one round of answers.
fn wrong(measure: &MeasureDefinition, place: usize, row: &Answers) -> Vec<FieldError> {
    let at = |code: &str| format!("/rows/{place}/{code}");
    // The key itself is not repeated: anything may stand in it.
    let strange =
        row.keys().filter(|code| measure.item(code).is_none()).map(|_| FieldError::new(format!("/rows/{place}"), "unknown")).take(1);
    let answered = measure.items.iter().filter_map(|item| {
        let fault = match row.get(&item.code) {
            None => (!item.optional).then_some("required"),
            Some(answer) => unfit(item, answer),
        };
        fault.map(|code| FieldError::new(at(&item.code), code))
    });
    strange.chain(answered).collect()
}

/// Why an answer is none to this item.
fn unfit(item: &MeasureItem, answer: &MeasureAnswer) -> Option<&'static str> {
    match (item.kind, answer) {
        (MeasureItemKind::Number | MeasureItemKind::Time, MeasureAnswer::Number(value)) => {
            let outside = !value.is_finite() || item.low.is_some_and(|low| *value < low) || item.high.is_some_and(|high| *value > high);
            let finer = (rounded(*value, item.decimals) - value).abs() > 1e-9;
            if outside { Some("out_of_range") } else { finer.then_some("too_precise") }
        }
        (MeasureItemKind::Number | MeasureItemKind::Time, MeasureAnswer::Word(word)) => {
            (word != UNABLE || item.unable.is_none()).then_some("wrong_shape")
        }
        (MeasureItemKind::Choice, MeasureAnswer::Word(word)) => {
            (!item.options.iter().any(|option| option.code == *word)).then_some("not_in_list")
        }
        (MeasureItemKind::Text, MeasureAnswer::Word(word)) => match word.trim().chars().count() {
            0 => Some("required"),
            count => (count > MOST_TEXT).then_some("too_long"),
        },
        (MeasureItemKind::Choice | MeasureItemKind::Text, MeasureAnswer::Number(_)) => Some("wrong_shape"),
    }
}

#[cfg(test)]
#[path = "score_tests.rs"]
mod tests;

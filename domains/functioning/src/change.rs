//! What became of a score: pure.

use chrono::{DateTime, Duration, Utc};
use rules::{BetterWhen, MeasureDefinition};

use crate::model::ScoreChange;
use crate::score::rounded;

/// A score and when.
pub type At = (DateTime<Utc>, f64);

/// What became of a score since an earlier one. A difference at least as large as the smallest that is more than an error is told by its
/// direction.
pub fn compare(measure: &MeasureDefinition, latest: f64, earlier: f64) -> ScoreChange {
    let difference = latest - earlier;
    if difference.abs() < 1e-9 {
        return ScoreChange::Same;
    }
    if measure.error.as_ref().is_some_and(|error| difference.abs() + 1e-9 < error.mdc) {
        return ScoreChange::WithinError;
    }
    match (measure.better, difference > 0.0) {
        (BetterWhen::Neither, true) => ScoreChange::Higher,
        (BetterWhen::Neither, false) => ScoreChange::Lower,
        (BetterWhen::Higher, up) | (BetterWhen::Lower, up) if up == (measure.better == BetterWhen::Higher) => ScoreChange::Better,
        _ => ScoreChange::Worse,
    }
}

/// By how much a score must change, with its sign, to be worse by more than an error of measurement; none when the error is not known or
/// the measure has no better direction. It stands beside the score, so that the whole county's changes are counted without the definitions.
pub fn worse_by(measure: &MeasureDefinition) -> Option<f64> {
    let mdc = measure.error.as_ref()?.mdc;
    match measure.better {
        BetterWhen::Higher => Some(-mdc),
        BetterWhen::Lower => Some(mdc),
        BetterWhen::Neither => None,
    }
}

/// The change in per cent of the newest value from the oldest that is at least `at_least` and at most `days` days older; values newest
/// first. Gives it with the earlier value.
pub fn percent(values: &[At], at_least: i64, days: i64, decimals: u32) -> Option<(f64, At)> {
    let ((at, latest), earlier) = values.split_first()?;
    let age = |(then, _): &At| *at - *then;
    let from = earlier.iter().rfind(|one| age(one) >= Duration::days(at_least) && age(one) <= Duration::days(days))?;
    (from.1 > 0.0).then(|| (rounded((latest - from.1) / from.1 * 100.0, decimals), *from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ScoreChange::*;
    use rules::Rules;

    #[test]
    fn a_change_is_one_when_it_is_more_than_an_error_of_measurement() {
        let rules = Rules::shipped().unwrap();
        let set = &rules.measures.on("2026-11-23".parse().unwrap()).body;
        for (code, latest, earlier, wanted) in [
            ("gait_speed", 0.72, 0.72, Same),
            ("gait_speed", 0.81, 0.72, WithinError),
            ("gait_speed", 0.82, 0.72, Better),
            ("gait_speed", 0.62, 0.72, Worse),
            ("tug", 18.0, 14.1, WithinError),
            ("tug", 18.1, 14.1, Worse),
            ("tug", 10.1, 14.1, Better),
            ("sppb", 6.0, 7.0, Worse),
            ("weight", 60.5, 61.0, WithinError),
            ("weight", 60.0, 61.0, Lower),
            ("weight", 62.0, 61.0, Higher),
            // Nobody knows the error: every difference is told.
            ("rai_adlh", 3.0, 2.0, Worse),
            ("rai_adlh", 1.0, 2.0, Better),
        ] {
            assert_eq!(compare(set.of(code).unwrap(), latest, earlier), wanted, "{code} {earlier} → {latest}");
        }
    }

    #[test]
    fn weight_is_compared_with_the_oldest_within_half_a_year() {
        let day = |ago: i64| "2026-11-23T08:00:00Z".parse::<DateTime<Utc>>().unwrap() - Duration::days(ago);
        let of = |values: &[(i64, f64)]| {
            let values: Vec<At> = values.iter().map(|(ago, value)| (day(*ago), *value)).collect();
            percent(&values, 28, 183, 1).map(|(change, (at, _))| (change, (day(0) - at).num_days()))
        };
        assert_eq!(of(&[(0, 57.0), (90, 59.0), (183, 60.0), (184, 80.0)]), Some((-5.0, 183)));
        assert_eq!(of(&[(0, 54.0), (28, 60.0)]), Some((-10.0, 28)));
        assert_eq!(of(&[(0, 54.0), (27, 60.0)]), None, "too near");
        assert_eq!(of(&[(0, 54.0), (184, 60.0)]), None, "too far");
        assert_eq!((of(&[]), of(&[(0, 54.0)])), (None, None));
    }
}

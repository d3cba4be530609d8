//! Where a client stands: of each measure the latest from each origin, with what became of it since the one before of the same origin.
//! What a professional measured and what the client estimates are never compared with each other. Pure.

use chrono::{DateTime, Utc};
use rules::{BandSex, MeasureDefinition, Measures, Scoring};
use uuid::Uuid;

use crate::change::{At, compare, percent};
use crate::model::{BandSeen, ChangeSeen, LatestScore, MeasureStanding, MeasurementOrigin};
use crate::view::band_seen;

/// A measurement in force.
#[derive(Clone, Debug)]
pub struct Standing {
    pub id: Uuid,
    pub measure: String,
    pub origin: MeasurementOrigin,
    pub score: Option<f64>,
    pub band: Option<BandSeen>,
    pub at: DateTime<Utc>,
}

/// The profile; `standing` newest first. In the order of the definitions, dimension by dimension.
pub fn profile(set: &Measures, standing: &[Standing], sex: Option<BandSex>) -> Vec<MeasureStanding> {
    let mut all: Vec<MeasureStanding> = set
        .measures
        .iter()
        .filter_map(|measure| {
            let latest = match &measure.score {
                Scoring::Change { of, at_least, days } => derived(measure, of, *at_least, *days, standing, sex).into_iter().collect(),
                _ => by_origin(measure, standing),
            };
            (!latest.is_empty()).then(|| MeasureStanding { measure: measure.code.clone(), dimension: measure.dimension, latest })
        })
        .collect();
    all.sort_by_key(|one| one.dimension);
    all
}

fn by_origin(measure: &MeasureDefinition, standing: &[Standing]) -> Vec<LatestScore> {
    let mut latest: Vec<LatestScore> = MeasurementOrigin::ALL
        .iter()
        .filter_map(|origin| {
            let mut own = standing.iter().filter(|one| one.measure == measure.code && one.origin == *origin);
            let newest = own.next()?;
            let since = own.next().and_then(|earlier| {
                Some(ChangeSeen {
                    change: compare(measure, newest.score?, earlier.score?),
                    earlier: earlier.score?,
                    earlier_at: earlier.at,
                    error_known: measure.error.is_some(),
                })
            });
            Some(LatestScore {
                origin: Some(*origin),
                measurement_id: Some(newest.id),
                score: newest.score,
                band: newest.band.clone(),
                measured_at: newest.at,
                since,
                readings: Vec::new(),
            })
        })
        .collect();
    latest.sort_by_key(|one| std::cmp::Reverse(one.measured_at));
    latest
}

/// What is counted from several measurements of another measure, whoever made them: a scale at home weighs as one at a clinic.
fn derived(
    measure: &MeasureDefinition,
    of: &str,
    at_least: i64,
    days: i64,
    standing: &[Standing],
    sex: Option<BandSex>,
) -> Option<LatestScore> {
    let values: Vec<At> = standing.iter().filter(|one| one.measure == of).filter_map(|one| Some((one.at, one.score?))).collect();
    let (change, _) = percent(&values, at_least, days, measure.decimals)?;
    let (at, _) = values.first()?;
    Some(LatestScore {
        origin: None,
        measurement_id: None,
        score: Some(change),
        band: measure.band(change, sex).map(band_seen),
        measured_at: *at,
        since: None,
        readings: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ScoreChange;
    use rules::Rules;

    fn one(measure: &str, origin: MeasurementOrigin, score: f64, day: &str) -> Standing {
        let at = format!("{day}T08:00:00Z").parse().unwrap();
        Standing { id: Uuid::now_v7(), measure: measure.into(), origin, score: Some(score), band: None, at }
    }

    #[test]
    fn whose_estimate_it_is_keeps_them_apart() {
        use MeasurementOrigin::{Own, Professional};
        let rules = Rules::shipped().unwrap();
        let set = &rules.measures.on("2026-11-23".parse().unwrap()).body;
        let standing = [
            one("pain", Own, 7.0, "2026-11-20"),
            one("mmse", Professional, 21.0, "2026-11-15"),
            one("pain", Professional, 3.0, "2026-11-10"),
            one("pain", Own, 4.0, "2026-11-01"),
            one("pain", Professional, 8.0, "2026-10-01"),
            one("weight", Own, 57.0, "2026-11-19"),
            one("weight", Professional, 60.0, "2026-07-01"),
        ];
        let all = profile(set, &standing, None);
        assert_eq!(all.iter().map(|one| one.measure.as_str()).collect::<Vec<_>>(), ["pain", "weight", "weight_change", "mmse"]);
        let pain = &all[0].latest;
        assert_eq!(
            pain.iter().map(|one| (one.origin, one.score)).collect::<Vec<_>>(),
            [(Some(Own), Some(7.0)), (Some(Professional), Some(3.0))]
        );
        assert_eq!(
            pain[0].since.as_ref().map(|s| (s.change, s.earlier)),
            Some((ScoreChange::Worse, 4.0)),
            "the client's with the client's"
        );
        assert_eq!(pain[1].since.as_ref().map(|s| (s.change, s.earlier)), Some((ScoreChange::Better, 8.0)));
        assert!(all[1].latest.iter().all(|one| one.since.is_none()), "one of each: nothing to compare with");
        let change = &all[2].latest[0];
        assert_eq!((change.score, change.band.as_ref().map(|b| b.code.as_str())), (Some(-5.0), Some("lost")), "whoever weighed");
    }
}

//! Measures: the latest value of each with the one before, the direction and the series. Pure.

use kernel::helsinki_date;
use records::picture::Measured;

use super::model::{ItemRef, Measure, Point, Tone, Trend, ValueAt};

/// Classes of observations that tell of functional ability: surveys and tests of what a person can do.
const FUNCTIONAL: [&str; 4] = ["functioning", "functional-status", "survey", "activity"];

/// So many measures are shown.
const MOST: usize = 40;

pub fn is_functional(value: &Measured) -> bool {
    value.class.as_deref().is_some_and(|class| FUNCTIONAL.contains(&class))
}

/// A number as it is written, without needless zeros; the source's words when the number alone is not the value.
pub fn shown(value: &Measured) -> String {
    value.text_value.clone().unwrap_or_else(|| number(value.quantity))
}

/// A value with its unit as people write them: `0.52 m/s`, `5/12`.
pub fn with_unit(value: &str, unit: Option<&str>) -> String {
    match unit {
        Some(unit) if unit.starts_with('/') => format!("{value}{unit}"),
        Some(unit) => format!("{value} {unit}"),
        None => value.to_owned(),
    }
}

/// What the source itself says of the value: outside the range it gave, or marked abnormal. No judgement of our own.
pub fn tone(value: &Measured) -> Tone {
    let marked = matches!(value.interpretation.as_deref(), Some("L" | "LL" | "H" | "HH" | "A" | "AA"));
    let outside = value.range_low.is_some_and(|low| value.quantity < low) || value.range_high.is_some_and(|high| value.quantity > high);
    if marked || outside { Tone::Warning } else { Tone::Neutral }
}

fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    format!("{rounded}")
}

/// Values of many codes, each code's newest first, as measures: those of functional ability first, then the most recent.
pub fn measures(values: &[Measured]) -> Vec<Measure> {
    let mut all: Vec<(bool, Measure)> = values
        .chunk_by(|a, b| a.code == b.code)
        .filter_map(|series| {
            let (latest, earlier) = series.split_first()?;
            let previous = earlier.first();
            let trend = previous.map(|p| match latest.quantity.total_cmp(&p.quantity) {
                std::cmp::Ordering::Greater => Trend::Up,
                std::cmp::Ordering::Less => Trend::Down,
                std::cmp::Ordering::Equal => Trend::Same,
            });
            let measure = Measure {
                code: latest.code.clone(),
                name: latest.title.clone().unwrap_or_else(|| latest.code.clone()),
                value: shown(latest),
                unit: latest.unit.clone(),
                at: helsinki_date(latest.started_at),
                previous: previous.map(|p| ValueAt { value: shown(p), at: helsinki_date(p.started_at) }),
                trend,
                tone: tone(latest),
                series: series.iter().rev().map(|v| Point { at: helsinki_date(v.started_at), value: v.quantity }).collect(),
                item: ItemRef::record("Observation", latest.id),
            };
            Some((is_functional(latest), measure))
        })
        .collect();
    all.sort_by(|(a_functional, a), (b_functional, b)| b_functional.cmp(a_functional).then(b.at.cmp(&a.at)).then(a.name.cmp(&b.name)));
    all.into_iter().map(|(_, measure)| measure).take(MOST).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use uuid::Uuid;

    pub fn value(code: &str, class: &str, quantity: f64, at: &str) -> Measured {
        Measured {
            id: Uuid::now_v7(),
            code: code.into(),
            class: Some(class.into()),
            title: Some(code.to_uppercase()),
            quantity,
            unit: None,
            text_value: None,
            interpretation: None,
            range_low: None,
            range_high: None,
            started_at: format!("{at}T08:00:00Z").parse().unwrap(),
        }
    }

    #[test]
    fn latest_previous_trend_and_series() {
        let values = [
            value("gait", "functioning", 0.52, "2026-11-12"),
            value("gait", "functioning", 0.7, "2026-05-12"),
            value("gait", "functioning", 0.71, "2026-01-12"),
            value("weight", "vital-signs", 58.4, "2026-11-20"),
        ];
        let all = measures(&values);
        assert_eq!(all.iter().map(|m| m.code.as_str()).collect::<Vec<_>>(), ["gait", "weight"], "functional ability comes first");
        let gait = &all[0];
        assert_eq!((gait.value.as_str(), gait.trend), ("0.52", Some(Trend::Down)));
        assert_eq!(gait.previous.as_ref().map(|p| p.value.as_str()), Some("0.7"));
        assert_eq!(gait.series.iter().map(|p| p.value).collect::<Vec<_>>(), [0.71, 0.7, 0.52]);
        assert_eq!((all[1].previous.is_none(), all[1].trend), (true, None));
    }

    #[test]
    fn numbers_are_written_as_people_write_them() {
        assert_eq!((number(5.0), number(78.999_999), number(0.1 + 0.2)), ("5".into(), "79".into(), "0.3".into()));
        let below = Measured { text_value: Some("< 5".into()), ..value("crp", "laboratory", 5.0, "2026-01-01") };
        assert_eq!(shown(&below), "< 5");
        assert_eq!(
            (with_unit("5", Some("/12")), with_unit("0.52", Some("m/s")), with_unit("7", None)),
            ("5/12".into(), "0.52 m/s".into(), "7".into())
        );
    }

    #[test]
    fn only_the_source_judges_a_value() {
        let sppb = value("sppb", "survey", 5.0, "2026-11-12");
        assert_eq!(tone(&sppb), Tone::Neutral);
        assert_eq!(tone(&Measured { range_low: Some(9.0), ..sppb.clone() }), Tone::Warning);
        assert_eq!(tone(&Measured { range_high: Some(9.0), ..sppb.clone() }), Tone::Neutral);
        assert_eq!(tone(&Measured { interpretation: Some("L".into()), ..sppb }), Tone::Warning);
    }
}

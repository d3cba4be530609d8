use kernel::{Register, Text, codes};
use serde::Deserialize;

use crate::kinds::alerts::AlertSource;
use crate::set::{Checks, RuleKind};

codes! {
    /// How a feature is reckoned. Each is a statement of the room `prediction`: one more is a line here and one there.
    FeatureHow {
        /// Things that began in the window.
        Count => "count",
        /// Days from the last beginning in the window to the day.
        DaysSince => "days_since",
        /// Lasting things going on when the day ends.
        Open => "open",
        /// The newest amount measured in the window.
        Latest => "latest",
        /// Whole years of age on the day.
        Age => "age",
    }
}

/// What a model is told of a client (E11), and what is counted afterwards: the one definition, for training and for use.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Features {
    pub features: Vec<Feature>,
}

/// One number of one client on one day.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feature {
    pub key: String,
    pub how: FeatureHow,
    /// What is counted; none of an age.
    pub source: Option<AlertSource>,
    /// Rows of this register alone are counted; none of an age.
    pub register: Option<Register>,
    /// Calendar days back, the day itself the last of them: 1–1,825.
    pub days: Option<u32>,
    /// Calendar days forward instead, the day after the day the first of them: 1–730. Such a one is an outcome, and no model is told it.
    pub ahead: Option<u32>,
    /// The value when there is none. Without it no prediction is made of a client who has none.
    pub if_missing: Option<f64>,
    pub label: Text,
    pub unit: Text,
}

impl Features {
    pub fn feature(&self, key: &str) -> Option<&Feature> {
        self.features.iter().find(|one| one.key == key)
    }
}

impl RuleKind for Features {
    const KIND: &'static str = "features";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.unique("features", "key", self.features.iter().map(|one| one.key.as_str()));
        for (index, one) in self.features.iter().enumerate() {
            faults.enter("features", index);
            let key = one.key.as_str();
            faults.text(key, "label", &one.label);
            faults.text(key, "unit", &one.unit);
            let counted = one.how != FeatureHow::Age;
            for (field, there) in [("source", one.source.is_some()), ("register", one.register.is_some())] {
                match (there, counted) {
                    (false, true) => {
                        faults.add(Some(key), field, "empty", "is empty");
                    }
                    (true, false) => {
                        faults
                            .add(Some(key), field, "unknown_key", "is not asked of an age")
                            .param("found", field)
                            .param("expected", "key, how, if_missing, label, unit");
                    }
                    _ => {}
                }
            }
            let windowed = !matches!(one.how, FeatureHow::Age | FeatureHow::Open);
            match (one.days, one.ahead) {
                (None, None) if windowed => {
                    faults.add(Some(key), "days", "empty", "is empty");
                }
                (None, None) => {}
                (Some(days), None) if windowed && (1..=1_825).contains(&days) => {}
                (None, Some(ahead)) if one.how == FeatureHow::Count && (1..=730).contains(&ahead) => {}
                _ => {
                    let told =
                        faults.add(Some(key), "days", "number_range", "must be from 1 to 1825 back, or from 1 to 730 ahead of a count");
                    told.param("least", "1").param("most", "1825");
                }
            }
            if one.if_missing.is_some_and(|value| !value.is_finite()) {
                faults.add(Some(key), "if_missing", "number_range", "must be a number").param("least", "").param("most", "");
            }
        }
        faults.leave();
    }
}

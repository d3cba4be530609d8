//! What the rules say of one item: old or not, whole or not, fit for what. Pure.

use chrono::NaiveDate;
use kernel::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::codes::{DataPart, DataUse};
use crate::kinds::quality::{QualityRule, QualityRules};

/// What is known of an item for the judgement.
#[derive(Clone, Debug, Default)]
pub struct ItemFacts<'a> {
    /// When it was told or measured; `None` when nobody knows.
    pub recorded_on: Option<NaiveDate>,
    /// client | staff | register; `None` where origins are not told apart.
    pub origin: Option<&'a str>,
    /// The parts it has.
    pub has: Vec<DataPart>,
}

/// A part that is missing, with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MissingPart {
    pub part: DataPart,
    pub label: Text,
}

/// What there is to say of an item's quality. An item without anything to say has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Quality {
    /// Older than the rule lets, or of a day nobody knows.
    pub stale: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_on: Option<NaiveDate>,
    /// client | staff | register
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// After how many days the rule takes it for old.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stale_after_days: Option<u32>,
    pub missing: Vec<MissingPart>,
    /// Uses it does not serve as it is.
    pub unfit_for: Vec<DataUse>,
    /// What mends it.
    pub advice: Text,
    pub rule_version: String,
}

impl QualityRule {
    /// After how many days what this origin told is old; `None` when it does not grow old.
    pub fn days(&self, origin: Option<&str>) -> Option<u32> {
        origin.and_then(|origin| self.stale_by_origin.get(origin).copied()).or(self.stale_after_days)
    }

    /// The first day that is still fresh on `today`.
    pub fn fresh_from(&self, origin: Option<&str>, today: NaiveDate) -> Option<NaiveDate> {
        let days = self.days(origin)?;
        Some(today.checked_sub_days(chrono::Days::new(u64::from(days))).unwrap_or(NaiveDate::MIN))
    }

    /// What there is to say of an item on a day; `None` when it is fresh and whole.
    pub fn judge(&self, facts: &ItemFacts<'_>, rules: &QualityRules, version: &str, today: NaiveDate) -> Option<Quality> {
        let stale = self.fresh_from(facts.origin, today).is_some_and(|first| facts.recorded_on.is_none_or(|day| day < first));
        let missing: Vec<MissingPart> = self
            .whole_with
            .iter()
            .filter(|part| !facts.has.contains(part))
            .map(|part| MissingPart { part: *part, label: rules.part(*part) })
            .collect();
        if !stale && missing.is_empty() {
            return None;
        }
        let serves = |wanted: DataUse| {
            self.uses
                .iter()
                .any(|one| one.r#use == wanted && !(one.fresh && stale) && one.parts.iter().all(|part| facts.has.contains(part)))
        };
        Some(Quality {
            stale,
            recorded_on: facts.recorded_on,
            origin: facts.origin.map(str::to_owned),
            stale_after_days: self.days(facts.origin),
            missing,
            unfit_for: DataUse::ALL.iter().copied().filter(|one| !serves(*one)).collect(),
            advice: self.advice.clone(),
            rule_version: version.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DataItem, Rules};

    fn d(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_grows_old_by_who_told_it() {
        let rules = Rules::shipped().unwrap();
        let (today, set) = (d("2026-11-22"), rules.quality.on(d("2026-11-22")));
        let rule = set.body.rule(DataItem::Address).unwrap();
        let said = |origin, day: Option<&str>, has: &[DataPart]| {
            let facts = ItemFacts { recorded_on: day.map(d), origin: Some(origin), has: has.to_vec() };
            rule.judge(&facts, &set.body, &set.version, today)
        };
        let whole = [DataPart::PostalCode];
        // Days of the shipped rule: told by staff two years, by the client three, a register's address does not grow old here.
        assert_eq!(said("staff", Some("2024-11-22"), &whole), None, "the last fresh day");
        let old = said("staff", Some("2024-11-21"), &whole).unwrap();
        assert!(old.stale && old.missing.is_empty());
        assert_eq!((old.stale_after_days, old.unfit_for.as_slice()), (Some(730), [DataUse::Computing, DataUse::Model].as_slice()));
        assert_eq!(said("client", Some("2024-11-21"), &whole), None);
        assert_eq!(said("register", Some("2019-01-01"), &whole), None);
        let lacking = said("register", Some("2026-01-01"), &[]).unwrap();
        assert_eq!((lacking.stale, lacking.missing[0].part), (false, DataPart::PostalCode));
        assert_eq!(lacking.missing[0].label.fi, "postinumero");
        assert!(said("staff", None, &whole).unwrap().stale, "a day nobody knows is old");
    }

    #[test]
    fn a_use_that_is_not_named_is_never_served() {
        let rules = Rules::shipped().unwrap();
        let set = rules.quality.on(d("2026-11-22"));
        let rule = set.body.rule(DataItem::Medication).unwrap();
        assert!(rule.medical_device.is_some(), "where a use would make it a medical device, it says so");
        let facts = ItemFacts { recorded_on: Some(d("2026-11-01")), origin: None, has: vec![DataPart::Start] };
        let said = rule.judge(&facts, &set.body, &set.version, d("2026-11-22")).unwrap();
        assert_eq!(said.missing.iter().map(|m| m.part).collect::<Vec<_>>(), [DataPart::Dose, DataPart::End]);
        assert!(said.unfit_for.contains(&DataUse::Model));
    }
}

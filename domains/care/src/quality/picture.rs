//! What there is to say of the quality of a situation picture's parts. Pure.

use chrono::NaiveDate;
use kernel::{Text, helsinki_date};
use people::close_one::CloseOne;
use records::picture::{Fact, Measured};
use rules::{DataItem, DataPart, ItemFacts, Quality, Rules, Section};
use serde::Serialize;
use utoipa::ToSchema;

use crate::summary::{ItemRef, SummaryPlan, Words};

/// One item that is old or lacks something.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MarkedItem {
    pub name: Words,
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemRef>,
    pub quality: Quality,
}

/// A part of the picture of which something is old or lacking.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PartQuality {
    pub section: Section,
    pub item: DataItem,
    /// What the items are called.
    pub label: Text,
    /// How many items the part has.
    pub total: usize,
    pub marked: Vec<MarkedItem>,
    /// Which use would make this program a medical device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medical_device: Option<Text>,
}

/// What is judged.
pub struct Parts<'a> {
    pub facts: &'a [Fact],
    /// Values of many codes, each code's newest first.
    pub values: &'a [Measured],
    /// With the first day of each.
    pub plans: &'a [(&'a SummaryPlan, NaiveDate)],
    /// Judged already, by the room that keeps them.
    pub close_ones: &'a [CloseOne],
}

struct One {
    name: Words,
    item: Option<ItemRef>,
    recorded_on: Option<NaiveDate>,
    has: Vec<DataPart>,
}

fn parts(all: &[(DataPart, bool)]) -> Vec<DataPart> {
    all.iter().filter(|(_, has)| *has).map(|(part, _)| *part).collect()
}

fn recorded(facts: &[Fact], kind: &str, has: impl Fn(&Fact) -> Vec<DataPart>) -> Vec<One> {
    facts
        .iter()
        .filter(|f| f.kind == kind)
        .filter_map(|f| {
            Some(One {
                name: Words::Source(f.title.clone()?),
                item: Some(ItemRef::record(&f.kind, f.id)),
                recorded_on: f.started_at.or(f.recorded_at).map(helsinki_date),
                has: has(f),
            })
        })
        .collect()
}

fn medicine(f: &Fact) -> Vec<DataPart> {
    parts(&[(DataPart::Dose, f.text_value.is_some()), (DataPart::Start, f.started_at.is_some()), (DataPart::End, f.ended_at.is_some())])
}

fn risk(f: &Fact) -> Vec<DataPart> {
    parts(&[(DataPart::Severity, f.severity.is_some()), (DataPart::Start, f.started_at.is_some())])
}

/// The newest value of each measure.
fn measures(values: &[Measured]) -> Vec<One> {
    values
        .chunk_by(|a, b| a.code == b.code)
        .filter_map(|series| {
            let newest = series.first()?;
            Some(One {
                name: Words::Source(newest.title.clone().unwrap_or_else(|| newest.code.clone())),
                item: Some(ItemRef::record("Observation", newest.id)),
                recorded_on: Some(helsinki_date(newest.started_at)),
                has: parts(&[
                    (DataPart::Unit, newest.unit.is_some()),
                    (DataPart::Range, newest.range_low.is_some() || newest.range_high.is_some()),
                ]),
            })
        })
        .collect()
}

fn plans(plans: &[(&SummaryPlan, NaiveDate)]) -> Vec<One> {
    plans
        .iter()
        .map(|(plan, valid_from)| One {
            name: plan.title.clone(),
            item: Some(plan.item.clone()),
            recorded_on: Some(*valid_from),
            has: parts(&[
                (DataPart::Goals, !plan.goals.is_empty()),
                (DataPart::Services, !plan.services.is_empty()),
                (DataPart::ReviewDay, plan.review_on.is_some()),
            ]),
        })
        .collect()
}

/// The parts of which there is something to say; a part that is fresh and whole is not named.
pub fn marks(rules: &Rules, today: NaiveDate, given: &Parts<'_>) -> Vec<PartQuality> {
    let set = rules.quality.on(today);
    let judged = [
        (Section::Medication, DataItem::Medication, recorded(given.facts, "MedicationRequest", medicine)),
        (Section::Risks, DataItem::Risk, recorded(given.facts, "AllergyIntolerance", risk)),
        (Section::Measures, DataItem::Measure, measures(given.values)),
        (Section::Plans, DataItem::Plan, plans(given.plans)),
    ];
    let mut all = Vec::new();
    for (section, item, ones) in judged {
        let Some(rule) = set.body.rule(item) else { continue };
        let total = ones.len();
        let marked: Vec<MarkedItem> = ones
            .into_iter()
            .filter_map(|one| {
                let facts = ItemFacts { recorded_on: one.recorded_on, origin: None, has: one.has };
                let quality = rule.judge(&facts, &set.body, &set.version, today)?;
                Some(MarkedItem { name: one.name, item: one.item, quality })
            })
            .collect();
        if !marked.is_empty() {
            all.push(PartQuality { section, item, label: rule.label.clone(), total, marked, medical_device: rule.medical_device.clone() });
        }
    }
    let people: Vec<MarkedItem> = given
        .close_ones
        .iter()
        .filter_map(|one| Some(MarkedItem { name: Words::Source(one.name.clone()), item: None, quality: one.quality.clone()? }))
        .collect();
    if let Some(rule) = set.body.rule(DataItem::CloseOne).filter(|_| !people.is_empty()) {
        let (label, total, medical_device) = (rule.label.clone(), given.close_ones.len(), rule.medical_device.clone());
        all.push(PartQuality { section: Section::People, item: DataItem::CloseOne, label, total, marked: people, medical_device });
    }
    all
}

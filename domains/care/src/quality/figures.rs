//! The county's data by source, in figures: how many items, how many old, how many lacking, and by which rule. Nobody is named.

use std::collections::BTreeMap;

use axum::extract::State;
use chrono::{DateTime, Utc};
use kernel::{Problem, Text};
use people::quality::{Counting, QualityFigure, count};
use rules::{DataItem, DataPart, DataUse, Mark, QualityRule, QualityRules};
use serde::Serialize;
use trust::{Json, StaffSession, Surveyed};
use utoipa::ToSchema;

use crate::{Care, Error, actions};

/// What a rule asks, so that whoever reads a figure knows how it came about.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QualityAsked {
    pub item: DataItem,
    pub label: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stale_after_days: Option<u32>,
    pub stale_by_origin: BTreeMap<String, u32>,
    /// The parts that make it whole, in words.
    pub whole_with: Vec<Text>,
    pub uses: Vec<UseAsked>,
    pub advice: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medical_device: Option<Text>,
    pub law: String,
    pub mark: Mark,
}

/// What one use needs; a use that is not here is one the item is never fit for.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UseAsked {
    pub r#use: DataUse,
    pub fresh: bool,
    pub parts: Vec<Text>,
}

/// The figures with the rules they were counted by.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QualityPage {
    pub as_of: DateTime<Utc>,
    pub rule_version: String,
    /// By item, then source.
    pub figures: Vec<QualityFigure>,
    pub rules: Vec<QualityAsked>,
}

fn asked(rule: &QualityRule, rules: &QualityRules) -> QualityAsked {
    let words = |parts: &[DataPart]| parts.iter().map(|part| rules.part(*part)).collect::<Vec<_>>();
    QualityAsked {
        item: rule.item,
        label: rule.label.clone(),
        stale_after_days: rule.stale_after_days,
        stale_by_origin: rule.stale_by_origin.clone(),
        whole_with: words(&rule.whole_with),
        uses: rule.uses.iter().map(|one| UseAsked { r#use: one.r#use, fresh: one.fresh, parts: words(&one.parts) }).collect(),
        advice: rule.advice.clone(),
        medical_device: rule.medical_device.clone(),
        law: rule.law.clone(),
        mark: rule.mark,
    }
}

/// How fresh and whole the county's data are, by source and kind of item.
#[utoipa::path(get, path = "/api/v1/staff/quality", tag = "care", operation_id = "quality_figures",
    extensions(("x-action" = json!("care.quality.figures"))), responses((status = 200, body = QualityPage), (status = 403, body = Problem)))]
pub async fn figures(session: StaffSession, State(care): State<Care>) -> Result<Json<QualityPage>, Problem> {
    let surveyed = session.survey(&actions::QUALITY)?;
    let set = care.rules.quality.on(surveyed.today());
    let figures = read(&surveyed, &set.body).await?;
    surveyed.shown(&[]);
    Ok(Json(QualityPage {
        as_of: session.gate().ctx().now(),
        rule_version: set.version.clone(),
        figures,
        rules: set.body.items.iter().map(|rule| asked(rule, &set.body)).collect(),
    }))
}

async fn read(surveyed: &Surveyed, rules: &QualityRules) -> Result<Vec<QualityFigure>, Error> {
    let mut all = people::quality::figures(surveyed, rules).await?;
    all.extend(records::quality::figures(surveyed, rules).await?);
    if let Some(rule) = rules.rule(DataItem::Plan) {
        let counting = Counting {
            from: "FROM plan p WHERE p.state = 'active'",
            values: Vec::new(),
            source: "'punos'",
            recorded_at: "p.valid_from",
            origin: None,
            parts: &[
                (DataPart::Goals, "EXISTS (SELECT 1 FROM plan_goal g WHERE g.plan_id = p.id)"),
                (DataPart::Services, "EXISTS (SELECT 1 FROM plan_service s WHERE s.plan_id = p.id)"),
                (DataPart::ReviewDay, "p.review_on IS NOT NULL"),
            ],
        };
        all.extend(count(surveyed, rule, rules, counting).await?);
    }
    Ok(all)
}

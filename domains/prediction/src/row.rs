//! Rows of predictions, read with their parts and answers: three statements whatever their number.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Register, Text, helsinki_date};
use people::organisation::{PersonRef, people_by_id};
use rules::Rules;
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql::{self, params};
use uuid::Uuid;

use crate::card::Card;
use crate::model::{PredictionAnswer, PredictionPart, PredictionSeen, PredictionUse};

/// The columns of a row; `p` is the prediction.
pub(crate) const COLUMNS: &str = "SELECT p.id, p.register, p.model, p.model_version, p.features_version, p.on_day, \
     p.outcome_to, p.made_at, p.made_by, p.value, p.raised, p.band, p.version FROM prediction p";

#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Row {
    pub id: Uuid,
    pub register: String,
    pub model: String,
    pub model_version: String,
    pub features_version: String,
    pub on_day: NaiveDate,
    pub outcome_to: DateTime<Utc>,
    pub made_at: DateTime<Utc>,
    pub made_by: Uuid,
    pub value: f64,
    pub raised: bool,
    pub band: String,
    pub version: i32,
}

#[derive(FromQueryResult)]
struct PartRow {
    prediction_id: Uuid,
    feature: String,
    value: f64,
    missing: bool,
    moved: f64,
}

#[derive(FromQueryResult)]
struct AnswerRow {
    prediction_id: Uuid,
    answer: String,
    decided: String,
    why: String,
    by_id: Uuid,
    at: DateTime<Utc>,
    replaced_at: Option<DateTime<Utc>>,
}

/// With their parts and answers, in the same order. `cards`: those of the models that are there; of others the words are what is kept.
pub(crate) async fn told(
    conn: &impl ConnectionTrait,
    rules: &Rules,
    cards: &[Card],
    rows: Vec<Row>,
) -> Result<Vec<(Register, PredictionSeen)>, DbErr> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids = || rows.iter().map(|row| Value::from(row.id));
    let list = params(1, rows.len());
    let text = format!(
        "SELECT t.prediction_id, t.feature, t.value, t.missing, t.moved FROM prediction_part t WHERE t.prediction_id IN ({list}) \
         ORDER BY ABS(t.moved) DESC, t.nth"
    );
    let mut parts: HashMap<Uuid, Vec<PartRow>> = HashMap::new();
    for part in sql::all::<PartRow>(conn, &text, ids()).await? {
        parts.entry(part.prediction_id).or_default().push(part);
    }
    let text = format!(
        "SELECT a.prediction_id, a.answer, a.decided, a.why, a.by_id, a.at, a.replaced_at FROM prediction_answer a \
         WHERE a.prediction_id IN ({list}) ORDER BY a.at DESC, a.id DESC"
    );
    let mut answers: HashMap<Uuid, Vec<AnswerRow>> = HashMap::new();
    for answer in sql::all::<AnswerRow>(conn, &text, ids()).await? {
        answers.entry(answer.prediction_id).or_default().push(answer);
    }
    let named = rows.iter().map(|row| row.made_by).chain(answers.values().flatten().map(|one| one.by_id));
    let people = people_by_id(conn, &named.collect::<Vec<_>>()).await?;
    let told = rows.iter().filter_map(|row| {
        let card = cards.iter().find(|card| card.name == row.model);
        let set = &rules.features.version(&row.features_version)?.body;
        let answers = answers.remove(&row.id).unwrap_or_default();
        let (now, former): (Vec<_>, Vec<_>) = answers.into_iter().partition(|one| one.replaced_at.is_none());
        let seen = PredictionSeen {
            id: row.id,
            version: row.version,
            model: row.model.clone(),
            model_version: row.model_version.clone(),
            label: card.map_or_else(|| Text::fi(&row.model), |card| card.label.clone()),
            outcome_words: card.map_or_else(|| Text::fi(&row.model), |card| card.outcome_words.clone()),
            value: row.value,
            band: card
                .and_then(|card| card.bands.iter().find(|band| band.code == row.band))
                .map_or_else(|| Text::fi(&row.band), |band| band.label.clone()),
            raised: row.raised,
            on_day: row.on_day,
            until_on: helsinki_date(row.outcome_to),
            features_version: row.features_version.clone(),
            made_at: row.made_at,
            made_by: people.get(&row.made_by).cloned(),
            parts: parts
                .remove(&row.id)
                .unwrap_or_default()
                .into_iter()
                .map(|part| PredictionPart {
                    label: set.feature(&part.feature).map_or_else(|| Text::fi(&part.feature), |one| one.label.clone()),
                    unit: set.feature(&part.feature).map_or_else(|| Text::fi(""), |one| one.unit.clone()),
                    feature: part.feature,
                    value: part.value,
                    missing: part.missing,
                    moved: part.moved,
                })
                .collect(),
            answer: now.into_iter().next().and_then(|one| answer(one, &people)),
            former: former.into_iter().filter_map(|one| answer(one, &people)).collect(),
        };
        Some((Register::parse(&row.register)?, seen))
    });
    Ok(told.collect())
}

fn answer(row: AnswerRow, people: &HashMap<Uuid, PersonRef>) -> Option<PredictionAnswer> {
    Some(PredictionAnswer {
        answer: PredictionUse::parse(&row.answer)?,
        decided: row.decided,
        why: row.why,
        by: people.get(&row.by_id).cloned(),
        at: row.at,
    })
}

//! How models do, over all clients: what was predicted beside what happened, how clients differ from those of training, whether groups are
//! treated alike, and what professionals say. Counted by the database; what happened is counted by the same definition as in training.

use chrono::{DateTime, Duration, Months, NaiveDate, Utc};
use rules::Features;
use sea_orm::FromQueryResult;
use store::FactSource;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::Surveyed;

use crate::PredictionRoom;
use crate::card::{Card, Model};
use crate::model::{
    PredictionAct, PredictionAnswers, PredictionDrift, PredictionFollowUp, PredictionGroup, PredictionGroupBy, PredictionModel,
    PredictionTenth, PredictionUse,
};
use crate::seen::{model_state, state};
use crate::switch::Switches;

/// Groups of fewer are not told, nor drift of fewer predictions: it would tell what went into one.
const LEAST: i64 = 10;
/// How long back drift is looked at.
const DRIFT_DAYS: i64 = 30;

/// All of it.
pub(crate) async fn all(
    room: &PredictionRoom,
    surveyed: &Surveyed,
    now: DateTime<Utc>,
    switches: &Switches,
    acts: Vec<PredictionAct>,
) -> Result<PredictionFollowUp, DbErr> {
    #[derive(FromQueryResult)]
    struct Objected {
        n: i64,
    }
    let rules = room.rules.now();
    let set = &rules.features.on(surveyed.today()).body;
    let found = room.predictor.models(set, surveyed.today()).await;
    let state = state(switches, &found);
    let mut models = Vec::new();
    for model in found.unwrap_or_default() {
        models.push(one(room, surveyed, set, now, switches, model).await?);
    }
    let text = "SELECT COUNT(DISTINCT o.client_id) AS n FROM prediction_objection o WHERE o.ended_at IS NULL";
    let objected: Option<Objected> = sql::one(surveyed.reader(), text, []).await?;
    let objected = objected.map(|one| one.n).filter(|n| *n >= LEAST);
    Ok(PredictionFollowUp { state, models, acts, objected })
}

async fn one(
    room: &PredictionRoom,
    surveyed: &Surveyed,
    set: &Features,
    now: DateTime<Utc>,
    switches: &Switches,
    model: Model,
) -> Result<PredictionModel, DbErr> {
    let mut told = PredictionModel {
        state: model_state(switches, &model),
        on: switches.on(&model.name),
        name: model.name,
        card: None,
        faults: model.problems,
        made: 0,
        known: 0,
        brier: None,
        tenths: Vec::new(),
        drift: Vec::new(),
        groups: Vec::new(),
        groups_small: 0,
        answers: Vec::new(),
    };
    if let Some(card) = model.card {
        let asked = Asked { surveyed, card: &card, now };
        told.made = asked.made().await?;
        told.answers = asked.answers().await?;
        told.drift = asked.drift(set).await?;
        let source = set.feature(&card.outcome).and_then(|one| one.source);
        if let Some(source) = source.and_then(|asked| room.sources.iter().find(|one| one.code == asked.code())) {
            (told.tenths, told.known, told.brier) = asked.tenths(source).await?;
            (told.groups, told.groups_small) = asked.groups(source).await?;
        }
        told.card = Some(card);
    }
    Ok(told)
}

struct Asked<'a> {
    surveyed: &'a Surveyed,
    card: &'a Card,
    now: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Sums {
    place: String,
    n: i64,
    predicted: f64,
    happened: i64,
    missed: i64,
    squares: f64,
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn share(part: f64, n: i64) -> f64 {
    if n == 0 { 0.0 } else { part / n as f64 }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn real(n: i64) -> f64 {
    n as f64
}

impl Asked<'_> {
    /// Predictions of this version of the model; values `$1` and `$2`.
    fn these(&self) -> (String, Vec<Value>) {
        let text = format!("p.model = $1 AND p.model_version = $2{}", self.surveyed.unrestricted_sql_of_clients("p"));
        (text, vec![self.card.name.as_str().into(), self.card.version.as_str().into()])
    }

    async fn made(&self) -> Result<i64, DbErr> {
        #[derive(FromQueryResult)]
        struct Made {
            n: i64,
        }
        let (these, values) = self.these();
        let made: Option<Made> =
            sql::one(self.surveyed.reader(), &format!("SELECT COUNT(*) AS n FROM prediction p WHERE {these}"), values).await?;
        Ok(made.map_or(0, |one| one.n))
    }

    async fn answers(&self) -> Result<Vec<PredictionAnswers>, DbErr> {
        #[derive(FromQueryResult)]
        struct Answered {
            answer: String,
            n: i64,
        }
        let (these, values) = self.these();
        let text = format!(
            "SELECT a.answer, COUNT(*) AS n FROM prediction_answer a JOIN prediction p ON p.id = a.prediction_id \
             WHERE a.replaced_at IS NULL AND {these} GROUP BY a.answer"
        );
        let rows: Vec<Answered> = sql::all(self.surveyed.reader(), &text, values).await?;
        let of = |answer: PredictionUse| rows.iter().find(|row| row.answer == answer.code()).map_or(0, |row| row.n);
        Ok(PredictionUse::ALL.iter().map(|answer| PredictionAnswers { answer: *answer, n: of(*answer) }).collect())
    }

    /// Sums by `place` (an expression over `p` and `t`) of those of which is known what happened.
    async fn sums(&self, source: &FactSource, place: &str, more: Vec<Value>) -> Result<Vec<Sums>, DbErr> {
        let (these, mut values) = self.these();
        values.extend([self.now.into(), self.card.register.code().into()]);
        values.extend(more);
        let text = format!(
            "SELECT x.place, COUNT(*) AS n, SUM(x.value) AS predicted, CAST(SUM(x.y) AS bigint) AS happened, \
             CAST(SUM(CASE WHEN x.y = 1 AND NOT x.raised THEN 1 ELSE 0 END) AS bigint) AS missed, \
             SUM((x.value - x.y) * (x.value - x.y)) AS squares FROM (SELECT {place} AS place, p.value, p.raised, \
             CASE WHEN (SELECT COUNT(*) FROM ({source}) s WHERE s.client_id = p.client_id AND s.register = $4 \
             AND s.begun_at >= p.outcome_from AND s.begun_at < p.outcome_to) >= p.outcome_least THEN 1 ELSE 0 END AS y \
             FROM prediction p JOIN ({traits}) t ON t.client_id = p.client_id WHERE {these} AND p.outcome_to <= $3) x GROUP BY x.place \
             ORDER BY x.place",
            source = source.sql,
            traits = people::facts::TRAITS,
        );
        sql::all(self.surveyed.reader(), &text, values).await
    }

    async fn tenths(&self, source: &FactSource) -> Result<(Vec<PredictionTenth>, i64, Option<f64>), DbErr> {
        let sums = self.sums(source, "CAST(p.tenth AS text)", Vec::new()).await?;
        let known: i64 = sums.iter().map(|one| one.n).sum();
        let brier = (known > 0).then(|| share(sums.iter().map(|one| one.squares).sum(), known));
        let tenths = sums.iter().filter_map(|one| {
            let tenth = one.place.parse().ok()?;
            Some(PredictionTenth { tenth, n: one.n, predicted: share(one.predicted, one.n), happened: share(real(one.happened), one.n) })
        });
        Ok((tenths.collect(), known, brier))
    }

    async fn groups(&self, source: &FactSource) -> Result<(Vec<PredictionGroup>, i64), DbErr> {
        let today = self.surveyed.today();
        let years = |years: u32| -> Value {
            let day: NaiveDate = today.checked_sub_months(Months::new(12 * years)).unwrap_or(today);
            day.into()
        };
        let (mut groups, mut small) = (Vec::new(), 0);
        for by in PredictionGroupBy::ALL {
            let (place, more) = match by {
                PredictionGroupBy::Sex => ("t.sex", Vec::new()),
                PredictionGroupBy::Language => ("CASE WHEN t.language IN ('fi', 'sv') THEN t.language ELSE 'other' END", Vec::new()),
                PredictionGroupBy::Age => (
                    "CASE WHEN t.born_on IS NULL THEN 'unknown' WHEN t.born_on > $5 THEN 'under_65' WHEN t.born_on > $6 THEN 'from_65' \
                     ELSE 'from_80' END",
                    vec![years(65), years(80)],
                ),
            };
            for one in self.sums(source, place, more).await? {
                if one.n < LEAST {
                    small += 1;
                    continue;
                }
                groups.push(PredictionGroup {
                    by: *by,
                    group: one.place,
                    n: one.n,
                    predicted: share(one.predicted, one.n),
                    happened: share(real(one.happened), one.n),
                    missed: (one.happened > 0).then(|| share(real(one.missed), one.happened)),
                });
            }
        }
        Ok((groups, small))
    }

    async fn drift(&self, set: &Features) -> Result<Vec<PredictionDrift>, DbErr> {
        #[derive(FromQueryResult)]
        struct Binned {
            feature: String,
            bin: i32,
            n: i64,
        }
        let (these, mut values) = self.these();
        values.push((self.now - Duration::days(DRIFT_DAYS)).into());
        let text = format!(
            "SELECT b.feature, b.bin, COUNT(*) AS n FROM prediction_part b JOIN prediction p ON p.id = b.prediction_id \
             WHERE {these} AND p.made_at >= $3 AND b.bin >= 0 GROUP BY b.feature, b.bin"
        );
        let rows: Vec<Binned> = sql::all(self.surveyed.reader(), &text, values).await?;
        let told = self.card.bins.iter().filter_map(|bins| {
            let counts: Vec<i64> = (0..bins.shares.len())
                .map(|at| rows.iter().find(|row| row.feature == bins.feature && usize::try_from(row.bin) == Ok(at)).map_or(0, |row| row.n))
                .collect();
            let n = counts.iter().sum();
            let label = set.feature(&bins.feature)?.label.clone();
            (n >= LEAST).then(|| PredictionDrift { feature: bins.feature.clone(), label, n, psi: psi(&bins.shares, &counts) })
        });
        Ok(told.collect())
    }
}

/// Population stability index of counts beside the shares expected: Σ (a − e) ln(a / e). An empty bin counts as one in ten thousand.
fn psi(expected: &[f64], counts: &[i64]) -> f64 {
    let n: i64 = counts.iter().sum();
    expected
        .iter()
        .zip(counts)
        .map(|(expected, count)| {
            let (e, a) = (expected.max(1e-4), share(real(*count), n).max(1e-4));
            (a - e) * (a / e).ln()
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alike_is_zero_and_the_further_the_more() {
        assert!(psi(&[0.5, 0.5], &[10, 10]).abs() < 1e-12);
        assert!((psi(&[0.5, 0.5], &[6, 2]) - 0.25 * 1.5_f64.ln() + 0.25 * 0.5_f64.ln()).abs() < 1e-12);
        assert!(psi(&[0.5, 0.5], &[10, 0]) > 4.0);
    }
}

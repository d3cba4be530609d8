//! Measurements of the past, for what brings them in: scored as those of today.

use chrono::{DateTime, Utc};
use kernel::{ClientId, FieldError, Scope};
use rules::{BandSex, Rules};
use store::sea_orm::DbErr;
use trust::Work;
use uuid::Uuid;

use crate::model::{Answers, MeasurementOrigin};
use crate::rows::{NewRow, insert};
use crate::score::score;

/// A measurement as it was made.
#[derive(Clone, Debug)]
pub struct PastMeasurement {
    pub client: ClientId,
    /// Of a professional's, where it was made; what came from the client's side stands where theirs stand.
    pub scope: Scope,
    pub sex: Option<BandSex>,
    pub measure: &'static str,
    pub rows: Vec<Answers>,
    pub measured_at: DateTime<Utc>,
    pub origin: MeasurementOrigin,
    pub note: Option<String>,
    /// The professional; none of what came from the client's side.
    pub recorded_by: Option<Uuid>,
}

#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    #[error(transparent)]
    Db(#[from] DbErr),
    #[error("no measure `{0}` in the rules in force")]
    Unknown(String),
    #[error("`{0}` is answered wrongly: {1:?}")]
    Wrong(String, Vec<FieldError>),
}

/// Keeps them, each with its score by the definitions in force today.
///
/// # Errors
/// A measure that is not there, answers it does not take, or a database that takes nothing.
pub async fn write(work: &Work, rules: &Rules, all: &[PastMeasurement]) -> Result<(), BulkError> {
    let set = rules.measures.on(work.today());
    let mut rows = Vec::with_capacity(all.len());
    for past in all {
        let measure = set.body.of(past.measure).ok_or_else(|| BulkError::Unknown(past.measure.to_owned()))?;
        let scored = score(measure, &past.rows, past.sex).map_err(|faults| BulkError::Wrong(past.measure.to_owned(), faults))?;
        rows.push(NewRow {
            id: work.new_id(),
            client: past.client,
            scope: match past.recorded_by {
                Some(_) => Scope { catalogue_row: crate::record::ROW, ..past.scope },
                None => crate::record::own_scope(past.scope.controller),
            },
            measure: measure.code.clone(),
            measure_version: measure.version.clone(),
            rules_version: set.version.clone(),
            answers: past.rows.clone(),
            score: scored.score,
            band: scored.band.map(|band| band.code.clone()),
            severity: scored.band.map(|band| band.severity),
            worse_by: crate::change::worse_by(measure),
            origin: past.origin,
            note: past.note.clone(),
            measured_at: past.measured_at,
            recorded_at: past.measured_at,
            recorded_kind: if past.recorded_by.is_some() { "staff" } else { "client" }.to_owned(),
            recorded_by: past.recorded_by,
            corrects: None,
            source: None,
        });
    }
    Ok(insert(work, rows).await?)
}

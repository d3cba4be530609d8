//! Measurements that come to an end: corrected by a new one, or withdrawn. The row stays, with why and by whom.

use kernel::{ClientId, Problem};
use rules::{BandSex, MeasureRecorder, Rules};
use store::NewEvent;
use trust::{Opened, Own, Work};
use uuid::Uuid;

use crate::Error;
use crate::model::{MeasurementCorrection, MeasurementEnd, MeasurementEndReason, MeasurementMade, MeasurementWithdrawal};
use crate::record::{New, own_scope, record};
use crate::rows::{self, Row};

/// A row that a professional may end: recorded by one, in a register and task that is theirs.
///
/// # Errors
/// [`Error::NotFound`] for what is not theirs to see; `measured_by_client` for what came from the client's side.
pub(crate) async fn of_staff(work: &Work, opened: &Opened, id: Uuid) -> Result<Row, Error> {
    let row = held(work, opened.client(), opened.clients(), id).await?;
    if row.is_clients() {
        return Err(Error::State("measured_by_client"));
    }
    let scope = crate::view::scope_of(&row, work.gate().controller())?;
    if opened.scopes().covers(&scope) { Ok(row) } else { Err(Error::NotFound) }
}

/// A row that the client's side may end: recorded there, and by one who acts for the client only what was recorded so.
///
/// # Errors
/// [`Error::NotFound`] for what is not the client's or is hidden; `measured_by_staff`; 403 `not_for_another`.
pub(crate) async fn of_own(work: &Work, own: &Own, id: Uuid) -> Result<Row, Error> {
    let row = held(work, own.client(), own.clients(), id).await?;
    let scope = crate::view::scope_of(&row, work.gate().controller())?;
    if !own.hidden().shows(scope.register, None) {
        return Err(Error::NotFound);
    }
    if !row.is_clients() {
        return Err(Error::State("measured_by_staff"));
    }
    if own.acting().is_some() && !trust::acting::of(work, &[id]).await?.contains_key(&id) {
        return Err(Problem::refused("not_for_another", &["oneself"]).into());
    }
    Ok(row)
}

async fn held(work: &Work, client: ClientId, clients: &[ClientId], id: Uuid) -> Result<Row, Error> {
    rows::one_at_a_time(work, client).await?;
    rows::one(work, id, clients).await?.ok_or(Error::NotFound)
}

/// Puts a new measurement in the place of one.
///
/// # Errors
/// `measurement_ended` for one that is not in force any more, and what [`record`] refuses.
pub(crate) async fn correct(
    work: &mut Work,
    rules: &Rules,
    row: Row,
    recorder: MeasureRecorder,
    sex: Option<BandSex>,
    input: &MeasurementCorrection,
) -> Result<MeasurementMade, Error> {
    if !rows::end(work, row.id, MeasurementEnd::Corrected, input.reason).await? {
        return Err(Error::State("measurement_ended"));
    }
    let controller = work.gate().controller();
    let scope = match recorder {
        MeasureRecorder::Client => own_scope(controller),
        MeasureRecorder::Staff => crate::view::scope_of(&row, controller)?,
    };
    let new = New {
        client: ClientId(row.client_id),
        scope,
        sex,
        measure: &row.measure,
        rows: &input.rows,
        measured_at: Some(input.measured_at.unwrap_or(row.measured_at)),
        origin: row.origin()?,
        note: input.note.as_deref(),
        recorder,
        corrects: Some(row.id),
    };
    record(work, rules, new).await
}

/// Withdraws a measurement.
///
/// # Errors
/// `measurement_ended` for one that is not in force any more.
pub(crate) async fn withdraw(work: &mut Work, row: &Row, input: &MeasurementWithdrawal) -> Result<(), Error> {
    let reason: MeasurementEndReason = input.reason;
    if !rows::end(work, row.id, MeasurementEnd::Withdrawn, reason).await? {
        return Err(Error::State("measurement_ended"));
    }
    work.object("measurement", row.id);
    let data = serde_json::json!({ "measure": row.measure, "reason": reason });
    work.emit(NewEvent::new("functioning.measurement.withdrawn", "measurement", row.id).client(row.client_id).data(data)).await?;
    Ok(())
}

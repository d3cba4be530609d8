use chrono::{DateTime, Duration, Utc};
use kernel::{ClientId, Register, Scope};
use rules::{BandSex, MeasureDefinition, MeasureRecorder, RuleSet, Rules};
use store::NewEvent;
use trust::Work;
use uuid::Uuid;

use crate::Error;
use crate::model::{Answers, MeasureAnswer, MeasurementMade, MeasurementOrigin, ScoreSeen};
use crate::rows::{NewRow, insert};
use crate::score::{MOST_TEXT, Scored, score};
use crate::view::band_seen;

/// The item of the data catalogue: functional ability.
pub(crate) const ROW: kernel::CatalogueRow = 13;

/// Where what comes from the client's own side stands: it is of no professional's register, and the node keeps it with the social one.
pub(crate) fn own_scope(controller: Uuid) -> Scope {
    Scope { controller, register: Register::Social, service_task: trust::opening::whole(Register::Social), catalogue_row: ROW }
}

/// What is to be kept, by whom.
pub(crate) struct New<'a> {
    pub client: ClientId,
    pub scope: Scope,
    pub sex: Option<BandSex>,
    pub measure: &'a str,
    pub rows: &'a [Answers],
    pub measured_at: Option<DateTime<Utc>>,
    pub origin: MeasurementOrigin,
    pub note: Option<&'a str>,
    pub recorder: MeasureRecorder,
    /// The one it takes the place of.
    pub corrects: Option<Uuid>,
}

/// A measure of the definitions in force, that could be recorded on a day.
pub(crate) fn definition<'r>(
    rules: &'r Rules,
    today: chrono::NaiveDate,
    code: &str,
    on: chrono::NaiveDate,
    by: MeasureRecorder,
) -> Result<(&'r RuleSet<rules::Measures>, &'r MeasureDefinition), Error> {
    let set = rules.measures.on(today);
    let measure = set.body.of(code).ok_or_else(|| Error::field("/measure", "unknown"))?;
    if measure.derived() {
        return Err(Error::field("/measure", "measure_derived"));
    }
    if !measure.recorders.contains(&by) {
        return Err(Error::field("/measure", "not_theirs"));
    }
    if !measure.holds_on(on) {
        return Err(Error::field("/measure", "not_in_force"));
    }
    Ok((set, measure))
}

/// Keeps a measurement. The score is counted here, by the definition in force.
///
/// # Errors
/// Field errors for an unknown measure, what is no answer, and a time to come.
pub(crate) async fn record(work: &mut Work, rules: &Rules, new: New<'_>) -> Result<MeasurementMade, Error> {
    let at = new.measured_at.unwrap_or_else(|| work.at());
    // A clock a little ahead is forgiven.
    if at > work.at() + Duration::minutes(5) {
        return Err(Error::field("/measured_at", "in_future"));
    }
    let (set, measure) = definition(rules, work.today(), new.measure, kernel::helsinki_date(at), new.recorder)?;
    let scored: Scored<'_> = score(measure, new.rows, new.sex).map_err(Error::Invalid)?;
    let note = new.note.map(str::trim).filter(|note| !note.is_empty());
    if note.is_some_and(|note| note.chars().count() > MOST_TEXT) {
        return Err(Error::field("/note", "too_long"));
    }
    let id = work.new_id();
    let recorded_by = work.actor_id().filter(|_| work.actor_kind() == "staff");
    let row = NewRow {
        id,
        client: new.client,
        scope: new.scope,
        measure: measure.code.clone(),
        measure_version: measure.version.clone(),
        rules_version: set.version.clone(),
        answers: new.rows.iter().map(trimmed).collect(),
        score: scored.score,
        band: scored.band.map(|band| band.code.clone()),
        severity: scored.band.map(|band| band.severity),
        worse_by: crate::change::worse_by(measure),
        origin: new.origin,
        note: note.map(str::to_owned),
        measured_at: at,
        recorded_at: work.at(),
        recorded_kind: work.actor_kind().to_owned(),
        recorded_by,
        corrects: new.corrects,
        source: None,
    };
    insert(work, vec![row]).await?;
    work.acted(new.client, new.scope, "measurement", id).await?;
    work.object("measurement", id);
    // What was measured stays in the row: an event names it and does not tell it.
    let data = serde_json::json!({
        "measure": measure.code, "measure_version": measure.version, "rules_version": set.version, "origin": new.origin, "corrects": new.corrects,
    });
    let kind = if new.corrects.is_some() { "functioning.measurement.corrected" } else { "functioning.measurement.recorded" };
    work.emit(NewEvent::new(kind, "measurement", id).client(new.client.0).data(data)).await?;
    Ok(MeasurementMade { id, scored: ScoreSeen { score: scored.score, band: scored.band.map(band_seen) } })
}

fn trimmed(row: &Answers) -> Answers {
    row.iter()
        .map(|(code, answer)| {
            let answer = match answer {
                MeasureAnswer::Word(word) => MeasureAnswer::Word(word.trim().to_owned()),
                MeasureAnswer::Number(number) => MeasureAnswer::Number(*number),
            };
            (code.clone(), answer)
        })
        .collect()
}

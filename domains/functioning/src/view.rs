use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::{Register, Scope, ServiceTask};
use people::PersonRef;
use people::organisation::people_by_id;
use rules::{BandSex, MeasureBand, MeasureDefinition, MeasureRecorder, ReadingChange, Rules};
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use trust::{Group, Opened, Own};
use uuid::Uuid;

use crate::Error;
use crate::model::{
    BandSeen, ClientFunctioning, Measurement, MeasurementEnd, MeasurementEndReason, MeasurementEnded, MeasurementPlace, ReadingSeen,
};
use crate::profile::{Standing, profile};
use crate::record::ROW;
use crate::rows::{self, MOST, Row};

pub(crate) fn band_seen(band: &MeasureBand) -> BandSeen {
    BandSeen { code: band.code.clone(), label: band.label.clone(), severity: band.severity }
}

/// Where a row belongs.
pub(crate) fn scope_of(row: &Row, controller: Uuid) -> Result<Scope, DbErr> {
    let unknown = || DbErr::Type("measurement: unknown register or task".into());
    Ok(Scope {
        controller,
        register: Register::parse(&row.register).ok_or_else(unknown)?,
        service_task: ServiceTask::parse(&row.service_task).ok_or_else(unknown)?,
        catalogue_row: ROW,
    })
}

/// The client's sex as the limits of a measure know it.
pub(crate) async fn sex(proof: &impl people::Proof, client: kernel::ClientId) -> Result<Option<BandSex>, DbErr> {
    Ok(people::head::head(proof, client).await?.and_then(|head| BandSex::parse(&head.sex)))
}

/// What the client sees of their own, or one who acts for them.
pub(crate) async fn own(rules: &Rules, own: &Own) -> Result<ClientFunctioning, Error> {
    let (whose, values) = own.clients_sql("m", 1);
    let rows = rows::newest(own.reader(), (format!("{whose}{}", own.shown_sql("m", None)), values)).await?;
    let another = own.acting().is_some();
    let acted = trust::acting::of(own.reader(), &rows.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
    let may = |row: &Row| row.is_clients() && (!another || acted.contains_key(&row.id));
    let sex = sex(own, own.client()).await?;
    let told = told(rules, own.reader(), own.today(), rows, sex, &|id| acted.contains_key(&id), &may).await?;
    Ok(ClientFunctioning {
        recordable: recordable(&told.measures, rules, own.today(), MeasureRecorder::Client),
        for_another: another,
        ..told
    })
}

/// Which rows a professional sees: those of the registers and tasks that are open, and what came from the client's side, which is no
/// register's (A22).
pub(crate) fn seen_sql(opened: &Opened) -> (String, Vec<Value>) {
    let (whose, values) = opened.clients_sql("m", 1);
    let scopes = opened.scopes();
    (format!("{whose} AND ({} OR m.recorded_kind = 'client'){}", scopes.sql("m"), scopes.items_sql("m")), values)
}

/// What a professional sees of a client's.
pub(crate) async fn seen(rules: &Rules, opened: &Opened) -> Result<ClientFunctioning, Error> {
    let rows = rows::newest(opened.reader(), seen_sql(opened)).await?;
    let places: Vec<MeasurementPlace> = opened
        .scopes()
        .pairs()
        .iter()
        .filter(|(register, task)| opened.scopes().opens(ROW) && opened.offers_in(Group::Tend, *register, *task))
        .map(|(register, service_task)| MeasurementPlace { register: *register, service_task: *service_task })
        .collect();
    let acted = trust::acting::of(opened.reader(), &rows.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
    let may = |row: &Row| {
        !row.is_clients()
            && places.iter().any(|place| place.register.code() == row.register && place.service_task.code() == row.service_task)
    };
    let sex = sex(opened, opened.client()).await?;
    let told = told(rules, opened.reader(), opened.today(), rows, sex, &|id| acted.contains_key(&id), &may).await?;
    let recordable = if places.is_empty() { Vec::new() } else { recordable(&told.measures, rules, opened.today(), MeasureRecorder::Staff) };
    let mut told = told;
    readings(rules, opened, &mut told);
    Ok(ClientFunctioning { recordable, places, ..told })
}

/// What of it is needed away from the node: nothing of the past but the newest of each measure, and what can be recorded.
pub(crate) fn for_visit(mut seen: ClientFunctioning) -> ClientFunctioning {
    seen.more |= !seen.measurements.is_empty();
    seen.measurements.clear();
    for standing in &mut seen.profile {
        standing.latest.iter_mut().for_each(|latest| latest.readings.clear());
    }
    let (recordable, profile) = (&seen.recordable, &seen.profile);
    seen.measures.retain(|one| recordable.contains(&one.code) || profile.iter().any(|standing| standing.measure == one.code));
    seen
}

/// Puts beside each result what it means to each profession.
fn readings(rules: &Rules, opened: &Opened, told: &mut ClientFunctioning) {
    let set = &rules.readings.on(opened.today()).body;
    let role = opened.staff().role.code();
    for standing in &mut told.profile {
        for latest in &mut standing.latest {
            let change = latest.since.as_ref().and_then(|since| ReadingChange::parse(since.change.code()));
            let band = latest.band.as_ref().map(|band| band.code.as_str());
            let read = set.of(role, &standing.measure, band, change).into_iter();
            latest.readings = read
                .map(|(profession, reading)| ReadingSeen {
                    profession: profession.name.clone(),
                    own: profession.is_of(role),
                    read_as: reading.read_as,
                    words: reading.words.clone(),
                    source: reading.source.clone(),
                    mark: reading.mark,
                })
                .collect();
        }
    }
}

/// The measures one may record today, by their codes.
fn recordable(shown: &[MeasureDefinition], rules: &Rules, today: NaiveDate, by: MeasureRecorder) -> Vec<String> {
    let set = &rules.measures.on(today).body;
    let may = |measure: &&MeasureDefinition| {
        !measure.derived() && measure.recorders.contains(&by) && measure.holds_on(today) && set.of(&measure.code).is_some()
    };
    shown.iter().filter(may).map(|measure| measure.code.clone()).collect()
}

async fn told(
    rules: &Rules,
    conn: &impl ConnectionTrait,
    today: NaiveDate,
    mut rows: Vec<Row>,
    sex: Option<BandSex>,
    by_another: &impl Fn(Uuid) -> bool,
    may: &impl Fn(&Row) -> bool,
) -> Result<ClientFunctioning, DbErr> {
    let more = rows.len() > MOST;
    rows.truncate(MOST);
    let staff: Vec<Uuid> = rows
        .iter()
        .flat_map(|row| [row.recorded_by, row.ended_by.filter(|_| row.ended_kind.as_deref() == Some("staff"))])
        .flatten()
        .collect();
    let people = people_by_id(conn, &staff).await?;
    let set = rules.measures.on(today);
    let mut measures = set.body.measures.clone();
    // What was measured by a measure that is no longer there is still told in its words.
    for row in &rows {
        if !measures.iter().any(|measure| measure.code == row.measure)
            && let Some(old) = defined(rules, row)
        {
            measures.push(old.clone());
        }
    }
    let mut standing = Vec::new();
    let mut measurements = Vec::with_capacity(rows.len());
    for row in rows {
        let one = measurement(rules, &row, sex, &people, by_another(row.id), may(&row))?;
        if one.ended.is_none() {
            standing.push(Standing {
                id: one.id,
                measure: one.measure.clone(),
                origin: one.origin,
                score: one.score,
                band: one.band.clone(),
                at: one.measured_at,
            });
        }
        measurements.push(one);
    }
    let known = rules::Measures { measures };
    Ok(ClientFunctioning {
        rules_version: set.version.clone(),
        sex,
        profile: profile(&known, &standing, sex),
        measures: known.measures,
        recordable: Vec::new(),
        measurements,
        more,
        places: Vec::new(),
        for_another: false,
    })
}

/// The definition a row was made with.
fn defined<'r>(rules: &'r Rules, row: &Row) -> Option<&'r MeasureDefinition> {
    rules.measures.version(&row.rules_version)?.body.of(&row.measure)
}

/// The band in the words it was told with.
pub(crate) fn band_of(rules: &Rules, row: &Row, sex: Option<BandSex>) -> Option<BandSeen> {
    let code = row.band.as_deref()?;
    let measure = defined(rules, row)?;
    let own = |band: &&MeasureBand| band.code == code && (band.sex.is_none() || band.sex == sex);
    measure.bands.iter().find(own).or_else(|| measure.bands.iter().find(|band| band.code == code)).map(band_seen)
}

fn measurement(
    rules: &Rules,
    row: &Row,
    sex: Option<BandSex>,
    people: &HashMap<Uuid, PersonRef>,
    by_another: bool,
    may: bool,
) -> Result<Measurement, DbErr> {
    let person = |id: Option<Uuid>| id.and_then(|id| people.get(&id).cloned());
    let ended = match (row.ended_at, row.ended_how.as_deref().and_then(MeasurementEnd::parse)) {
        (Some(at), Some(how)) => Some(MeasurementEnded {
            how,
            reason: row.ended_reason.as_deref().and_then(MeasurementEndReason::parse),
            at,
            by: person(row.ended_by),
        }),
        _ => None,
    };
    let offered: &[&str] = if may && ended.is_none() { &["correct", "withdraw"] } else { &[] };
    Ok(Measurement {
        id: row.id,
        measure: row.measure.clone(),
        measure_version: row.measure_version.clone(),
        rules_version: row.rules_version.clone(),
        rows: row.answers()?,
        score: row.score,
        band: band_of(rules, row, sex),
        origin: row.origin()?,
        note: row.note.clone(),
        measured_at: row.measured_at,
        recorded_at: row.recorded_at,
        recorded_by: person(row.recorded_by),
        by_another,
        corrects: row.corrects,
        ended,
        permitted_actions: offered.iter().map(|one| (*one).to_owned()).collect(),
    })
}

//! A prediction is made when a professional asks for it: of one client, by one model, on today's data. The same model on the same day says
//! the same, so asking again gives what was made.

use kernel::Scope;
use rules::{Feature, Rules};
use store::sea_orm::Value;
use store::{NewEvent, sql};
use trust::{Change, StaffSession};
use uuid::Uuid;

use crate::card::Card;
use crate::count::{Counted, Whose, features, window};
use crate::model::PredictionSeen;
use crate::predictor::{Predicted, Unavailable};
use crate::row::{COLUMNS, Row, told};
use crate::switch::Switches;
use crate::{Error, PredictionRoom, ROW, own};

impl From<Unavailable> for Error {
    fn from(why: Unavailable) -> Self {
        Self::State(match why {
            Unavailable::NotSetUp => "predictions_not_set_up",
            Unavailable::Failed => "predictor_fails",
        })
    }
}

/// What goes into a prediction.
struct Told {
    card: Card,
    /// Of the features it was counted by.
    version: String,
    values: Vec<Counted>,
    outcome: Feature,
}

/// Makes it, or gives the one made today.
///
/// # Errors
/// When it is switched off, the client has said no, is of another age than the model is of, or lacks what it must be told; when the
/// program that computes does not answer.
pub(crate) async fn make(room: &PredictionRoom, session: &StaffSession, change: &Change, model: &str) -> Result<PredictionSeen, Error> {
    let opened = change.client()?;
    let rules = room.rules.now();
    let switches = Switches::now(&session.gate().db().reference()).await?;
    if switches.all_off() {
        return Err(Error::State("predictions_off"));
    }
    let known = room.predictor.models(&rules.features.on(opened.today()).body, opened.today()).await?;
    let found = known.iter().find(|one| one.name == model && one.card.is_some()).ok_or_else(|| Error::field("/model", "not_in_list"))?;
    // One of a register or task the viewer does not see is not there for them.
    let seen = |card: &Card| opened.scopes().sees(card.register, card.service_task);
    if !found.card.as_ref().is_some_and(seen) {
        return Err(Error::field("/model", "not_in_list"));
    }
    let card = found.whole().ok_or(Error::State("prediction_model_faulty"))?;
    if !switches.on(model) {
        return Err(Error::State("prediction_model_off"));
    }
    let clients: Vec<Uuid> = opened.clients().iter().map(|client| client.0).collect();
    if own::objected(opened.reader(), opened.clients()).await?.is_some() {
        return Err(Error::State("prediction_objected"));
    }
    let what = count(room, session, &rules, card, &clients).await?;
    let values: Vec<f64> = what.values.iter().map(|one| one.value).collect();
    // Before the transaction: what is slow holds nobody else back.
    let predicted = room.predictor.predict(model, &card.sha256, &values).await?;
    let id = keep(change, &what, &predicted, opened.client().0).await?;
    let rows: Vec<Row> = sql::all(opened.reader(), &format!("{COLUMNS} WHERE p.id = $1"), [id.into()]).await?;
    let cards = [card.clone()];
    let (_, seen) = told(opened.reader(), &rules, &cards, rows).await?.pop().ok_or(Error::NotFound)?;
    Ok(seen)
}

async fn count(room: &PredictionRoom, session: &StaffSession, rules: &Rules, card: &Card, clients: &[Uuid]) -> Result<Told, Error> {
    let job = session.gate().job("prediction.client.count", "care", Some(session.staff().id));
    let day = session.gate().ctx().today();
    let set = rules.features.on(day);
    let asked: Vec<&Feature> = card.features.iter().filter_map(|key| set.body.feature(key)).collect();
    let outcome = set.body.feature(&card.outcome).cloned();
    let (Some(outcome), true) = (outcome, asked.len() == card.features.len()) else {
        return Err(Error::State("prediction_model_faulty"));
    };
    // With the age, by which it is seen whether the model is of such as the client.
    let age = set.body.features.iter().find(|one| one.how == rules::FeatureHow::Age);
    let with_age: Vec<&Feature> = asked.iter().copied().chain(age).collect();
    let unrestricted = job.unrestricted_sql_of_clients("s");
    let found = features(job.reader(), &room.sources, &with_age, Whose::One(clients), day, &unrestricted).await?;
    let mut values = found.into_values().next().ok_or(Error::State("prediction_not_of_such"))?;
    let years = values.split_off(asked.len()).into_iter().next().flatten();
    if !years.is_some_and(|age| (f64::from(card.age_from)..f64::from(card.age_to) + 1.0).contains(&age.value)) {
        return Err(Error::State("prediction_not_of_such"));
    }
    let values: Option<Vec<Counted>> = values.into_iter().collect();
    let values = values.ok_or(Error::State("prediction_missing_data"))?;
    Ok(Told { card: card.clone(), version: set.version.clone(), values, outcome })
}

/// Writes it with its parts, or finds the one of today. Gives its id.
async fn keep(change: &Change, what: &Told, predicted: &Predicted, client: Uuid) -> Result<Uuid, Error> {
    let card = &what.card;
    let mut work = change.begin().await?;
    let (from, to) = window(&what.outcome, work.today());
    let scope =
        Scope { controller: work.gate().controller(), register: card.register, service_task: card.service_task, catalogue_row: ROW };
    let band = card.band(predicted.value).ok_or(Error::State("prediction_model_faulty"))?;
    let mut id = work.new_id();
    let owned = |id: Uuid| -> Vec<Value> {
        vec![
            id.into(),
            client.into(),
            scope.controller.into(),
            scope.register.code().into(),
            scope.service_task.code().into(),
            scope.catalogue_row.into(),
        ]
    };
    let mut row = owned(id);
    row.extend([
        card.name.as_str().into(),
        card.version.as_str().into(),
        card.sha256.as_str().into(),
        what.version.as_str().into(),
        card.outcome.as_str().into(),
        card.outcome_least.into(),
        work.today().into(),
        from.into(),
        to.into(),
        work.at().into(),
        change.client()?.staff().id.into(),
        predicted.value.into(),
        tenth(predicted.value).into(),
        (predicted.value >= card.threshold).into(),
        band.code.as_str().into(),
        1.into(),
        work.at().into(),
        work.at().into(),
    ]);
    let text = format!(
        "INSERT INTO prediction (id, client_id, controller, register, service_task, catalogue_row, model, model_version, model_digest, \
         features_version, outcome, outcome_least, on_day, outcome_from, outcome_to, made_at, made_by, value, tenth, raised, band, version, \
         created_at, updated_at) VALUES ({}) ON CONFLICT DO NOTHING",
        sql::params(1, row.len())
    );
    if sql::exec(&work, &text, row).await?.rows_affected() == 0 {
        let text = format!(
            "{COLUMNS} WHERE p.client_id = $1 AND p.model = $2 AND p.model_version = $3 AND p.features_version = $4 AND p.on_day = $5"
        );
        let values: [Value; 5] =
            [client.into(), card.name.as_str().into(), card.version.as_str().into(), what.version.as_str().into(), work.today().into()];
        let there: Row = sql::one(&work, &text, values).await?.ok_or(Error::NotFound)?;
        id = there.id;
    } else {
        let parts = card.features.iter().zip(&what.values).zip(&predicted.moved).enumerate().map(|(nth, ((feature, value), moved))| {
            let mut part = owned(work.new_id());
            part.extend([
                id.into(),
                i32::try_from(nth).unwrap_or(i32::MAX).into(),
                feature.as_str().into(),
                value.value.into(),
                value.missing.into(),
                (*moved).into(),
                card.bin(feature, value.value).into(),
            ]);
            part
        });
        let columns = [
            "id",
            "client_id",
            "controller",
            "register",
            "service_task",
            "catalogue_row",
            "prediction_id",
            "nth",
            "feature",
            "value",
            "missing",
            "moved",
            "bin",
        ];
        let parts: Vec<Vec<Value>> = parts.collect();
        sql::insert_many(&work, "prediction_part", &columns, parts).await?;
        let data = serde_json::json!({ "model": card.name, "model_version": card.version });
        work.emit(NewEvent::new("prediction.client.made", "prediction", id).client(client).data(data)).await?;
    }
    work.object_named("prediction", format!("{id} {} {}", card.name, card.version));
    work.commit().await?;
    Ok(id)
}

/// 0–9.
#[expect(clippy::cast_possible_truncation, reason = "from 0 to 10")]
pub(crate) fn tenth(value: f64) -> i32 {
    ((value * 10.0).floor() as i32).clamp(0, 9)
}

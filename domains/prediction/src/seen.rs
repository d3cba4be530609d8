//! The section of one client: the models whose register and task the viewer sees, and what they have said.

use store::sql;
use trust::{Group, Opened};

use crate::card::{Card, Model};
use crate::model::{ClientPredictions, PredictionClientModel, PredictionModelState, PredictionsState};
use crate::predictor::Unavailable;
use crate::row::{COLUMNS, Row, told};
use crate::switch::Switches;
use crate::{Error, PredictionRoom, own};

/// The most that is told of one client.
const MOST: usize = 100;

/// Whether there is a way to models at all.
pub(crate) fn state(switches: &Switches, models: &Result<Vec<Model>, Unavailable>) -> PredictionsState {
    match models {
        _ if switches.all_off() => PredictionsState::AllOff,
        Err(Unavailable::NotSetUp) => PredictionsState::NotSetUp,
        Err(Unavailable::Failed) => PredictionsState::Failed,
        Ok(_) => PredictionsState::On,
    }
}

pub(crate) fn model_state(switches: &Switches, model: &Model) -> PredictionModelState {
    match () {
        () if switches.all_off() => PredictionModelState::AllOff,
        () if !switches.on(&model.name) => PredictionModelState::Off,
        () if model.whole().is_none() => PredictionModelState::Faulty,
        () => PredictionModelState::Ready,
    }
}

/// What the section says. When the client has said no, or all is off, nothing that was predicted is told.
pub(crate) async fn of_client(room: &PredictionRoom, opened: &Opened, switches: &Switches) -> Result<ClientPredictions, Error> {
    let rules = room.rules.now();
    let found = room.predictor.models(&rules.features.on(opened.today()).body, opened.today()).await;
    let mut state = state(switches, &found);
    if state == PredictionsState::On && own::objected(opened.reader(), opened.clients()).await?.is_some() {
        state = PredictionsState::Objected;
    }
    if state != PredictionsState::On {
        return Ok(ClientPredictions { state, models: Vec::new() });
    }
    let found = found.unwrap_or_default();
    let cards: Vec<Card> = found.iter().filter_map(|one| one.card.clone()).collect();
    let (whose, values) = opened.clients_sql("p", 1);
    let text = format!("{COLUMNS} WHERE {whose} AND {} ORDER BY p.made_at DESC, p.id DESC LIMIT {MOST}", opened.scopes().sql("p"));
    let rows: Vec<Row> = sql::all(opened.reader(), &text, values).await?;
    let made = told(opened.reader(), &rules, &cards, rows).await?;
    let models = found.iter().filter_map(|model| {
        let card = model.card.clone().filter(|card| opened.scopes().sees(card.register, card.service_task))?;
        let made = made.iter().filter(|(_, one)| one.model == card.name).map(|(_, one)| one.clone()).collect();
        Some(PredictionClientModel {
            state: model_state(switches, model),
            may_make: opened.offers_in(Group::Tend, card.register, card.service_task),
            made,
            card,
        })
    });
    Ok(ClientPredictions { state, models: models.collect() })
}

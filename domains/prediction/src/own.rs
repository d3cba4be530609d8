//! The client's own side: what has been predicted of them, by what and what was decided; and saying no (GDPR 21).

use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use kernel::{ClientId, Problem, Register};
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::{NewEvent, sql};
use trust::{ClientSession, Json, Own, Work};

use crate::card::Card;
use crate::model::{NewPredictionObjection, OwnPrediction, OwnPredictions};
use crate::row::{COLUMNS, Row, told};
use crate::{Error, PredictionRoom, ROW, actions};

const MOST: usize = 100;

/// What has been predicted of oneself, what moved it, and what was decided.
#[utoipa::path(get, path = "/api/v1/client/predictions", tag = "own", operation_id = "own_predictions",
    responses((status = 200, body = OwnPredictions), (status = 401, body = Problem)), extensions(("x-action" = json!("prediction.own.look"))))]
pub(crate) async fn look(session: ClientSession, State(room): State<PredictionRoom>) -> Result<Json<OwnPredictions>, Problem> {
    let own = session.open(&actions::OWN).await?;
    Ok(Json(of(&room, &own).await?))
}

/// Says no to predictions of oneself, or takes it back.
#[utoipa::path(post, path = "/api/v1/client/predictions/objection", tag = "own", operation_id = "own_predictions_object",
    request_body = NewPredictionObjection, responses((status = 204), (status = 401, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("prediction.own.object"))))]
pub(crate) async fn object(session: ClientSession, Json(new): Json<NewPredictionObjection>) -> Result<StatusCode, Problem> {
    let change = session.change(&actions::OWN_OBJECT).await?;
    let mut work = change.begin().await?;
    set(&mut work, change.own(), new.objects).await.map_err(Error::from)?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn of(room: &PredictionRoom, own: &Own) -> Result<OwnPredictions, Error> {
    let rules = room.rules.now();
    // What was made is told, whether the program that made it answers or not.
    let found = room.predictor.models(&rules.features.on(own.today()).body, own.today()).await.unwrap_or_default();
    let cards: Vec<Card> = found.into_iter().filter_map(|one| one.card).collect();
    let (whose, values) = own.clients_sql("p", 1);
    let shown = own.shown_sql("p", None);
    let text = format!("{COLUMNS} WHERE {whose}{shown} ORDER BY p.made_at DESC, p.id DESC LIMIT {MOST}");
    let rows: Vec<Row> = sql::all(own.reader(), &text, values).await?;
    let told = told(own.reader(), &rules, &cards, rows).await?.into_iter().map(|(register, one)| {
        let card = cards.iter().find(|card| card.name == one.model);
        OwnPrediction {
            id: one.id,
            plain: card.map_or_else(|| one.label.clone(), |card| card.plain.clone()),
            owner: card.map(|card| card.owner.clone()).unwrap_or_default(),
            label: one.label,
            model_version: one.model_version,
            register,
            value: one.value,
            band: one.band,
            on_day: one.on_day,
            made_at: one.made_at,
            made_by: one.made_by,
            parts: one.parts,
            answer: one.answer,
        }
    });
    Ok(OwnPredictions { objected_at: objected(own.reader(), own.clients()).await?, predictions: told.collect() })
}

/// Since when the client, by any of their identities, has said no.
pub(crate) async fn objected(conn: &impl ConnectionTrait, clients: &[ClientId]) -> Result<Option<DateTime<Utc>>, DbErr> {
    #[derive(FromQueryResult)]
    struct Said {
        at: DateTime<Utc>,
    }
    let text = format!(
        "SELECT o.at FROM prediction_objection o WHERE o.ended_at IS NULL AND o.client_id IN ({}) ORDER BY o.at LIMIT 1",
        sql::params(1, clients.len())
    );
    let said: Option<Said> = sql::one(conn, &text, clients.iter().map(|client| Value::from(client.0))).await?;
    Ok(said.map(|one| one.at))
}

/// What is so already is left as it is.
async fn set(work: &mut Work, own: &Own, objects: bool) -> Result<(), DbErr> {
    if objected(work, own.clients()).await?.is_some() == objects {
        return Ok(());
    }
    let client = own.client();
    if objects {
        let id = work.new_id();
        let columns = ["id", "client_id", "controller", "register", "service_task", "catalogue_row", "at"];
        // It is about predictions of every register; it is kept with what the client says in social care.
        let row: Vec<Value> = vec![
            id.into(),
            client.0.into(),
            work.gate().controller().into(),
            Register::Social.code().into(),
            trust::opening::whole(Register::Social).code().into(),
            ROW.into(),
            work.at().into(),
        ];
        sql::insert_many(work, "prediction_objection", &columns, vec![row]).await?;
        work.object("prediction_objection", id);
    } else {
        let text = format!(
            "UPDATE prediction_objection SET ended_at = $1 WHERE ended_at IS NULL AND client_id IN ({})",
            sql::params(2, own.clients().len())
        );
        let values = std::iter::once(Value::from(work.at())).chain(own.clients().iter().map(|client| Value::from(client.0)));
        sql::exec(work, &text, values).await?;
    }
    let kind = if objects { "prediction.client.objected" } else { "prediction.client.agreed" };
    work.emit(NewEvent::new(kind, "client", client.0).client(client.0)).await
}

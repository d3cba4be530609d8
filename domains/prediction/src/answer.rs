//! What a professional says of a prediction: whether it helped, what was decided and why. A later answer takes the place of the former.

use kernel::Problem;
use sea_orm::FromQueryResult;
use store::sea_orm::Value;
use store::{NewEvent, sql};
use trust::{Opened, Work};
use uuid::Uuid;

use crate::Error;
use crate::model::NewPredictionAnswer;

/// A text of 3 to `most` characters, without what stands around it.
pub(crate) fn words(path: &str, text: &str, most: usize) -> Result<String, Error> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Error::field(path, "required")),
        n if n < 3 => Err(Error::field(path, "too_short")),
        n if n > most => Err(Error::field(path, "too_long")),
        _ => Ok(text.to_owned()),
    }
}

/// Keeps the answer.
///
/// # Errors
/// Field errors; [`Error::NotFound`] for a prediction the viewer does not reach; 412 when another has answered meanwhile.
pub(crate) async fn answer(work: &mut Work, opened: &Opened, id: Uuid, seen: i32, new: &NewPredictionAnswer) -> Result<(), Error> {
    #[derive(FromQueryResult)]
    struct Held {
        client_id: Uuid,
        controller: Uuid,
        register: String,
        service_task: String,
        catalogue_row: i32,
        version: i32,
        model: String,
        model_version: String,
    }
    let decided = words("/decided", &new.decided, 1_000)?;
    let why = words("/why", &new.why, 1_000)?;
    let (whose, mut values) = opened.clients_sql("p", 2);
    values.insert(0, Value::from(id));
    let text = format!(
        "SELECT p.client_id, p.controller, p.register, p.service_task, p.catalogue_row, p.version, p.model, p.model_version \
         FROM prediction p WHERE p.id = $1 AND {whose} AND {}",
        opened.scopes().sql("p")
    );
    let held: Held = sql::one(work, &text, values).await?.ok_or(Error::NotFound)?;
    let text = "UPDATE prediction SET version = version + 1, updated_at = $1 WHERE id = $2 AND version = $3";
    if sql::exec(work, text, [work.at().into(), id.into(), seen.into()]).await?.rows_affected() == 0 {
        return Err(Problem::version_conflict(serde_json::json!({ "id": id, "version": held.version })).into());
    }
    let text = "UPDATE prediction_answer SET replaced_at = $1 WHERE prediction_id = $2 AND replaced_at IS NULL";
    sql::exec(work, text, [work.at().into(), id.into()]).await?;
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "prediction_id",
        "answer",
        "decided",
        "why",
        "by_id",
        "at",
    ];
    let row: Vec<Value> = vec![
        work.new_id().into(),
        held.client_id.into(),
        held.controller.into(),
        held.register.into(),
        held.service_task.into(),
        held.catalogue_row.into(),
        id.into(),
        new.answer.code().into(),
        decided.into(),
        why.into(),
        opened.staff().id.into(),
        work.at().into(),
    ];
    sql::insert_many(work, "prediction_answer", &columns, vec![row]).await?;
    work.object_named("prediction", format!("{id} {} {}", held.model, held.model_version));
    let data = serde_json::json!({ "model": held.model, "answer": new.answer });
    work.emit(NewEvent::new("prediction.client.answered", "prediction", id).client(held.client_id).data(data)).await?;
    Ok(())
}

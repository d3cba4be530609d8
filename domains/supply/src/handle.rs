//! A deviation is handled for its cause: what was done is kept, and it can be undone.

use kernel::{ClientId, Register, ServiceTask};
use sea_orm::FromQueryResult;
use store::sea_orm::Value;
use store::{NewEvent, sql};
use trust::{Opened, Work};
use uuid::Uuid;

use crate::find::Found;
use crate::model::NewSupplyHandled;
use crate::{Error, SupplyRoom};

const LEAST: usize = 3;
const MOST: usize = 1_000;
/// The item of the data catalogue: plans.
const ROW: kernel::CatalogueRow = 21;

/// Keeps what was done. `found`: what there is to handle, by what one may see; `opened`: where one may write.
///
/// # Errors
/// Field errors; `supply_gone` when there is no such deviation for that cause any more.
pub(crate) async fn handle(
    work: &mut Work,
    room: &SupplyRoom,
    opened: &Opened,
    found: &[Found],
    new: &NewSupplyHandled,
) -> Result<Uuid, Error> {
    let words = new.words.trim();
    match words.chars().count() {
        0 => return Err(Error::field("/words", "required")),
        n if n < LEAST => return Err(Error::field("/words", "too_short")),
        n if n > MOST => return Err(Error::field("/words", "too_long")),
        _ => {}
    }
    let rules = room.rules.now();
    let set = rules.supply.on(work.today());
    let rule = set.body.rule(new.kind).ok_or(Error::State("supply_gone"))?;
    if let Some(what) = &new.what
        && !rule.todo.iter().any(|todo| todo.code == *what)
    {
        return Err(Error::field("/what", "not_in_list"));
    }
    let same = |one: &&Found| {
        one.kind == new.kind.code() && one.id == new.service_id && one.cause_id == new.cause_id && one.cause_on == new.cause_on
    };
    let one = found.iter().find(same).filter(|one| one.handled_id.is_none()).ok_or(Error::State("supply_gone"))?;
    let place = Register::parse(&one.register).zip(ServiceTask::parse(&one.service_task)).ok_or(Error::NotFound)?;
    if !opened.scopes().sees(place.0, place.1) {
        return Err(Error::NotFound);
    }
    let id = work.new_id();
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "kind",
        "thing_id",
        "cause_id",
        "cause_on",
        "what",
        "words",
        "rules_version",
        "by_id",
        "at",
    ];
    let row: Vec<Value> = vec![
        id.into(),
        one.client_id.into(),
        work.gate().controller().into(),
        place.0.code().into(),
        place.1.code().into(),
        ROW.into(),
        new.kind.code().into(),
        one.id.into(),
        one.cause_id.into(),
        one.cause_on.into(),
        new.what.as_deref().into(),
        words.into(),
        set.version.as_str().into(),
        opened.staff().id.into(),
        work.at().into(),
    ];
    sql::insert_many(work, "supply_handled", &columns, vec![row]).await?;
    tell(work, "supply.deviation.handled", (id, ClientId(one.client_id)), one.team_id, new.kind.code()).await?;
    Ok(id)
}

/// Takes it back: the deviation is open again as long as its cause is there.
///
/// # Errors
/// When there is none, or it has been taken back.
pub(crate) async fn undo(work: &mut Work, opened: &Opened, id: Uuid) -> Result<(), Error> {
    #[derive(FromQueryResult)]
    struct Row {
        client_id: Uuid,
        kind: String,
        undone_at: Option<chrono::DateTime<chrono::Utc>>,
    }
    let (clients, mut values) = opened.clients_sql("h", 2);
    values.insert(0, Value::from(id));
    let text = format!(
        "SELECT h.client_id, h.kind, h.undone_at FROM supply_handled h WHERE h.id = $1 AND {clients} AND {}",
        opened.scopes().sql("h")
    );
    let row: Row = sql::one(work, &text, values).await?.ok_or(Error::NotFound)?;
    let text = "UPDATE supply_handled SET undone_at = $1, undone_by = $2 WHERE id = $3 AND undone_at IS NULL";
    let done = sql::exec(work, text, [work.at().into(), opened.staff().id.into(), id.into()]).await?.rows_affected();
    if row.undone_at.is_some() || done == 0 {
        return Err(Error::State("supply_undone"));
    }
    tell(work, "supply.deviation.undone", (id, ClientId(row.client_id)), None, &row.kind).await
}

async fn tell(work: &mut Work, event: &'static str, of: (Uuid, ClientId), team: Option<Uuid>, kind: &str) -> Result<(), Error> {
    work.object("supply_handled", of.0);
    let event = NewEvent::new(event, "supply_handled", of.0).client(of.1.0).data(serde_json::json!({ "kind": kind }));
    let event = match team {
        Some(team) => event.team(team),
        None => event,
    };
    work.emit(event).await?;
    Ok(())
}

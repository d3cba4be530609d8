//! The only place that writes assessments.

use documents::Document;
use documents::mapping::Facts;
use kernel::ClientId;
use sea_orm::DbErr;
use store::{NewEvent, sql};
use trust::Work;
use uuid::Uuid;

use crate::matter::Matter;
use crate::{Error, thing};

/// An assessment has begun: one row for each client the document is about.
pub async fn begun(work: &Work, matter: &Matter, document: Uuid, clients: &[ClientId]) -> Result<(), DbErr> {
    let rows = clients.iter().map(|client| {
        let mut row = thing::owned(work.new_id(), *client, thing::scope(matter, 13));
        row.extend([
            matter.id.into(),
            document.into(),
            "draft".into(),
            work.today().into(),
            work.actor_id().into(),
            1i32.into(),
            work.at().into(),
            work.at().into(),
        ]);
        row
    });
    let columns = ["matter_id", "document_id", "state", "started_on", "author_id", "version", "created_at", "updated_at"];
    thing::insert(work, "assessment", &columns, rows.collect()).await
}

/// The columns of an assessment that has been finished, after those of whose it is.
pub(crate) const WHOLE: [&str; 14] = [
    "matter_id",
    "document_id",
    "state",
    "started_on",
    "finished_on",
    "summary",
    "own_view",
    "conclusion",
    "special_support",
    "duration_estimate",
    "author_id",
    "version",
    "created_at",
    "updated_at",
];

/// The assessment is finished: its facts for each client the document is about now. A day of finishing that is still to come
/// is today: the assessment is ready when it is ready.
pub async fn finished(work: &Work, matter: &Matter, document: &Document, facts: &Facts) -> Result<(), Error> {
    sql::exec(work, "DELETE FROM assessment WHERE document_id = $1", [document.id.into()]).await?;
    let today = work.today();
    let finished_on = facts.date("finished_on").unwrap_or(today).min(today);
    let started_on = facts.date("started_on").unwrap_or(finished_on).min(finished_on);
    let text = |name: &str| facts.text(name).map(str::to_owned);
    let rows = document.client_ids.iter().map(|client| {
        let mut row = thing::owned(work.new_id(), *client, thing::scope(matter, 13));
        row.extend([
            matter.id.into(),
            document.id.into(),
            "finished".into(),
            started_on.into(),
            Some(finished_on).into(),
            text("summary").into(),
            text("own_view").or_else(|| text("own_view_obstacle")).into(),
            text("professional_conclusion").into(),
            facts.flag("needs_special_support").into(),
            text("own_worker_estimate").into(),
            work.actor_id().into(),
            1i32.into(),
            work.at().into(),
            work.at().into(),
        ]);
        row
    });
    thing::insert(work, "assessment", &WHOLE, rows.collect()).await?;
    let event = NewEvent::new("care.assessment.finished", "document", document.id).team(matter.team_id);
    let event = document.client_ids.iter().take(1).fold(event, |e, c| e.client(c.0));
    work.emit(event.data(serde_json::json!({ "matter_id": matter.id, "handler_id": matter.handler_id }))).await?;
    Ok(())
}

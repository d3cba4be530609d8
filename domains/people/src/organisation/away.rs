//! Absences written many at once, with a described county.

use chrono::NaiveDate;
use store::NewEvent;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::Work;
use uuid::Uuid;

/// A professional away, with the one who substitutes.
#[derive(Clone, Copy, Debug)]
pub struct NewAway {
    pub professional_id: Uuid,
    pub substitute_id: Option<Uuid>,
    pub from: NaiveDate,
    /// The last day away.
    pub to: NaiveDate,
}

/// Writes absences; one event each.
///
/// # Errors
/// When the database fails.
pub async fn away(work: &Work, absences: &[NewAway]) -> Result<(), DbErr> {
    let ids: Vec<Uuid> = absences.iter().map(|_| work.new_id()).collect();
    let rows = absences.iter().zip(&ids).map(|(a, id)| -> Vec<Value> {
        vec![
            (*id).into(),
            a.professional_id.into(),
            a.substitute_id.into(),
            a.from.into(),
            a.to.into(),
            work.at().into(),
            work.actor_id().into(),
        ]
    });
    let columns = ["id", "professional_id", "substitute_id", "from_on", "to_on", "created_at", "created_by"];
    sql::insert_many(work, "absence", &columns, rows.collect()).await?;
    for id in ids {
        work.emit(NewEvent::new("people.absence.added", "absence", id)).await?;
    }
    Ok(())
}

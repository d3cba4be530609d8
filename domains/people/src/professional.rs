//! A professional as they see themselves on top of the page.

use chrono::NaiveDate;
use kernel::Text;
use sea_orm::FromQueryResult;
use store::Db;
use store::sea_orm::DbErr;
use store::sql;
use trust::{Directory as _, Role};
use uuid::Uuid;

use crate::directory::Directory;

/// Names as pairs of id and name.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    pub name: String,
    pub title: Text,
    pub role: Role,
    pub unit: (Uuid, String),
    /// Teams of today, by name.
    pub teams: Vec<(Uuid, String)>,
    /// Absent ones substituted today, by name.
    pub substitutes_for: Vec<(Uuid, String)>,
    pub can_decide: bool,
}

/// The profile; `None` for one who is not employed on `today`.
///
/// # Errors
/// When the database does not answer.
pub async fn profile(db: &Db, id: Uuid, today: NaiveDate) -> Result<Option<Profile>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
        title_fi: String,
        title_sv: Option<String>,
        title_en: Option<String>,
        unit: String,
    }
    #[derive(FromQueryResult)]
    struct Named {
        id: Uuid,
        name: String,
    }
    let Some(staff) = Directory.staff(db, id, today).await? else { return Ok(None) };
    let conn = db.reference();
    let text = "SELECT p.name, p.title_fi, p.title_sv, p.title_en, u.name AS unit FROM professional p JOIN unit u ON u.id = p.unit_id WHERE p.id = $1";
    let row: Option<Row> = sql::one(&conn, text, [id.into()]).await?;
    let Some(row) = row else { return Ok(None) };
    let mut named: Vec<Vec<(Uuid, String)>> = Vec::new();
    for (table, ids) in [("team", &staff.team_ids), ("professional", &staff.substitutes_for)] {
        let rows: Vec<Named> = if ids.is_empty() {
            Vec::new()
        } else {
            let text = format!("SELECT id, name FROM {table} WHERE id IN ({}) ORDER BY name, id", sql::params(1, ids.len()));
            sql::all(&conn, &text, ids.iter().map(|id| (*id).into())).await?
        };
        named.push(rows.into_iter().map(|r| (r.id, r.name)).collect());
    }
    let substitutes_for = named.pop().unwrap_or_default();
    Ok(Some(Profile {
        name: row.name,
        title: Text { fi: row.title_fi, sv: row.title_sv, en: row.title_en },
        role: staff.role,
        unit: (staff.unit_id, row.unit),
        teams: named.pop().unwrap_or_default(),
        substitutes_for,
        can_decide: staff.can_decide,
    }))
}

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr};
use store::sql;
use uuid::Uuid;

use super::{PersonRef, people_by_id};

/// Who of a team has the power of decision on `today`, by name. Told to one who has not, so that they know whom to ask.
///
/// # Errors
/// When the database does not answer.
pub async fn deciders(conn: &impl ConnectionTrait, team: Uuid, today: NaiveDate) -> Result<Vec<PersonRef>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
    }
    let text = "SELECT DISTINCT p.id FROM professional p JOIN membership m ON m.professional_id = p.id \
                JOIN decision_power d ON d.professional_id = p.id AND d.valid_from <= $2 AND (d.valid_to IS NULL OR d.valid_to >= $2) \
                WHERE m.team_id = $1 AND m.valid_from <= $2 AND (m.valid_to IS NULL OR m.valid_to >= $2) \
                AND p.valid_from <= $2 AND (p.valid_to IS NULL OR p.valid_to >= $2)";
    let rows: Vec<Row> = sql::all(conn, text, [team.into(), today.into()]).await?;
    let ids: Vec<Uuid> = rows.into_iter().map(|r| r.id).collect();
    let mut people: Vec<PersonRef> = people_by_id(conn, &ids).await?.into_values().collect();
    people.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(people)
}

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use store::Db;
use store::sea_orm::DbErr;
use store::sql;
use trust::{Role, Staff};
use uuid::Uuid;

/// Who works here: answers trust's questions from the tables of this room.
#[derive(Clone, Copy, Debug, Default)]
pub struct Directory;

#[derive(FromQueryResult)]
struct Row {
    role: String,
    unit_id: Uuid,
    can_decide: bool,
    what: String,
    id: Option<Uuid>,
}

#[async_trait::async_trait]
impl trust::Directory for Directory {
    async fn staff(&self, db: &Db, id: Uuid, today: NaiveDate) -> Result<Option<Staff>, DbErr> {
        // Read on every request, so a change is in force in the next one: one statement. `valid_to` and `to_on` are the last
        // valid days; a role and a power of decision begin and end by themselves.
        let valid = |alias: &str| format!("{alias}.valid_from <= $2 AND ({alias}.valid_to IS NULL OR {alias}.valid_to >= $2)");
        let who = format!(
            "(SELECT p.id, p.unit_id, r.role, EXISTS (SELECT 1 FROM decision_power d WHERE d.professional_id = p.id AND {}) AS can_decide \
             FROM professional p JOIN staff_role r ON r.professional_id = p.id AND {} WHERE p.id = $1 AND {})",
            valid("d"),
            valid("r"),
            valid("p")
        );
        let text = format!(
            "SELECT p.role, p.unit_id, p.can_decide, 'team' AS what, t.id AS id FROM {who} p \
             LEFT JOIN membership m ON m.professional_id = p.id AND {} LEFT JOIN team t ON t.id = m.team_id AND {} \
             UNION ALL SELECT p.role, p.unit_id, p.can_decide, 'absent' AS what, a.professional_id AS id FROM {who} p \
             JOIN absence a ON a.substitute_id = p.id AND a.from_on <= $2 AND a.to_on >= $2",
            valid("m"),
            valid("t")
        );
        let rows: Vec<Row> = sql::all(&db.reference(), &text, [id.into(), today.into()]).await?;
        let Some(first) = rows.first() else { return Ok(None) };
        // A role this program does not know has no rights: as if not employed.
        let Some(role) = Role::parse(&first.role) else { return Ok(None) };
        let of = |what: &str| {
            let mut ids: Vec<Uuid> = rows.iter().filter(|r| r.what == what).filter_map(|r| r.id).collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        Ok(Some(Staff {
            id,
            role,
            unit_id: first.unit_id,
            team_ids: of("team"),
            substitutes_for: of("absent"),
            can_decide: first.can_decide,
        }))
    }

    async fn by_subject(&self, db: &Db, subject: &str, today: NaiveDate) -> Result<Option<Uuid>, DbErr> {
        #[derive(FromQueryResult)]
        struct Id {
            id: Uuid,
        }
        let text = "SELECT id FROM professional WHERE subject = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2)";
        let row: Option<Id> = sql::one(&db.reference(), text, [subject.into(), today.into()]).await?;
        Ok(row.map(|r| r.id))
    }
}

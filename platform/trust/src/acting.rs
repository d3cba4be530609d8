//! Acting for another: a client's session in which one person acts and another's data are open.
//!
//! By what somebody acts (custody, a mandate, an invitation) is for a room to know; the gate asks it on every request, so acting ends with
//! its ground. Here is only what every request needs: who acts for whom, and what that opens.

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::{ClientId, Problem, Register, Scope};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use uuid::Uuid;

use crate::access::work::Work;
use crate::action::Action;
use crate::gate::Gate;

/// By what somebody acts for a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActingGround {
    /// Guardian of a minor, by the population register.
    Custody,
    /// By a mandate in the national register (Suomi.fi-valtuudet).
    Mandate,
    /// A close person whom the client has invited.
    Invitation,
}

impl ActingGround {
    pub const ALL: [Self; 3] = [Self::Custody, Self::Mandate, Self::Invitation];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Custody => "custody",
            Self::Mandate => "mandate",
            Self::Invitation => "invitation",
        }
    }
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.code() == code)
    }
}

/// Who acts for whom in a session, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acting {
    /// Who acts: whose log-in it is.
    pub actor: ClientId,
    /// Whose data.
    pub client: ClientId,
    pub ground: ActingGround,
    /// The row the ground stands in: a family relation, a mandate, an invitation.
    pub reference: Uuid,
}

/// What a ground opens just now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Groups of actions an invitation names; none for the other grounds, which open all that the rules say.
    pub groups: Option<Vec<String>>,
    /// There is another who decides with the one who acts (two guardians).
    pub shared: bool,
    /// How much of custody a guardian has, by the register's word, when it is not the whole of it.
    pub share: Option<&'static str>,
    /// The client's address is protected.
    pub protected: bool,
    /// Data groups that the client keeps from close ones (self-direction).
    pub withheld: Vec<String>,
    /// What a minor does not let guardians see.
    pub hidden: Hidden,
}

/// What is not shown to whoever acts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    pub registers: Vec<Register>,
    pub matters: Vec<Uuid>,
}

impl Hidden {
    pub fn is_nothing(&self) -> bool {
        self.registers.is_empty() && self.matters.is_empty()
    }

    /// Whether a thing of this register and matter is shown.
    pub fn shows(&self, register: Register, matter: Option<Uuid>) -> bool {
        !self.registers.contains(&register) && matter.is_none_or(|matter| !self.matters.contains(&matter))
    }

    /// ` AND …` over a table with a `register` and, when it has one, the column of the matter; `sqlite`: how ids are written. Ids and
    /// registers are the program's own, so nothing needs binding.
    fn sql(&self, alias: &str, matter: Option<&str>, sqlite: bool) -> String {
        let mut text = String::new();
        if !self.registers.is_empty() {
            let registers: Vec<&str> = self.registers.iter().map(|register| register.code()).collect();
            text.push_str(&format!(" AND {alias}.register NOT IN ('{}')", registers.join("','")));
        }
        if let Some(column) = matter.filter(|_| !self.matters.is_empty()) {
            let id = |id: &Uuid| if sqlite { format!("x'{}'", id.simple()) } else { format!("'{id}'::uuid") };
            let ids: Vec<String> = self.matters.iter().map(id).collect();
            text.push_str(&format!(" AND ({alias}.{column} IS NULL OR {alias}.{column} NOT IN ({}))", ids.join(",")));
        }
        text
    }

    pub(crate) fn sql_on(&self, conn: &impl ConnectionTrait, alias: &str, matter: Option<&str>) -> String {
        self.sql(alias, matter, conn.get_database_backend() == store::sea_orm::DbBackend::Sqlite)
    }
}

/// By what people act for each other; a room answers.
#[async_trait::async_trait]
pub trait Grounds: Send + Sync {
    /// What the ground opens just now; `None` when it has ended.
    async fn standing(&self, gate: &Gate, acting: &Acting) -> Result<Option<Standing>, Problem>;
    /// Whether an action may be done for another on that ground.
    ///
    /// # Errors
    /// The code of why not.
    fn opens(&self, acting: &Acting, standing: &Standing, action: &'static Action, today: NaiveDate) -> Result<(), &'static str>;
}

/// Who did a thing for the client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Acted {
    pub actor_id: Uuid,
    pub ground: ActingGround,
}

const COLUMNS: &[&str] =
    &["id", "client_id", "controller", "register", "service_task", "catalogue_row", "object_kind", "object_id", "actor_id", "ground", "at"];

impl Work {
    /// By what this change is made for another; none for one's own and for staff.
    pub fn acting(&self) -> Option<ActingGround> {
        self.line().acting.as_deref().and_then(ActingGround::parse)
    }

    /// Keeps who did a thing when it was done for another; nothing of what clients do for themselves.
    ///
    /// # Errors
    /// When the database does not take it.
    pub async fn acted(&self, client: ClientId, scope: Scope, kind: &'static str, id: Uuid) -> Result<(), DbErr> {
        let (Some(ground), Some(actor)) = (self.acting(), self.actor_id()) else { return Ok(()) };
        let row: Vec<Value> = vec![
            self.new_id().into(),
            client.0.into(),
            scope.controller.into(),
            scope.register.code().into(),
            scope.service_task.code().into(),
            scope.catalogue_row.into(),
            kind.into(),
            id.into(),
            actor.into(),
            ground.code().into(),
            self.at().into(),
        ];
        sql::insert_many(self, "acted", COLUMNS, vec![row]).await
    }
}

/// Which of these things were done by somebody acting for the client; of things the caller's proof covers already.
///
/// # Errors
/// When the database does not answer.
pub async fn of(conn: &impl ConnectionTrait, things: &[Uuid]) -> Result<HashMap<Uuid, Acted>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        object_id: Uuid,
        actor_id: Uuid,
        ground: String,
    }
    let mut found = HashMap::new();
    for some in things.chunks(500) {
        let text =
            format!("SELECT object_id, actor_id, ground FROM acted WHERE object_id IN ({}) ORDER BY at, id", sql::params(1, some.len()));
        for row in sql::all::<Row>(conn, &text, some.iter().map(|id| Value::from(*id))).await? {
            if let Some(ground) = ActingGround::parse(&row.ground) {
                found.insert(row.object_id, Acted { actor_id: row.actor_id, ground });
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_left_out_of_both_kinds_of_tables() {
        let matter = Uuid::from_u128(7);
        let hidden = Hidden { registers: vec![Register::Patient], matters: vec![matter] };
        assert!(!hidden.shows(Register::Patient, None) && !hidden.shows(Register::Social, Some(matter)));
        assert!(hidden.shows(Register::Social, None) && hidden.shows(Register::Social, Some(Uuid::nil())));
        assert_eq!(hidden.sql("m", None, true), " AND m.register NOT IN ('patient')");
        assert!(hidden.sql("m", Some("id"), false).ends_with(&format!("m.id NOT IN ('{matter}'::uuid))")));
        assert_eq!(Hidden::default().sql("m", Some("id"), true), "");
    }
}

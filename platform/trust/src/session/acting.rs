//! Beginning and ending to act for another, and whether a session's ground still stands.

use kernel::{ClientId, Problem};
use store::{NewEvent, sql};

use super::extract::ClientSession;
use super::row::{SessionRow, hash};
use crate::access::proof::{OwnAsker, OwnChange};
use crate::access::work::unwritable;
use crate::acting::{Acting, Standing};
use crate::action::Action;
use crate::gate::Gate;

const NONE: &str = "acting_for = NULL, acting_ground = NULL, acting_ref = NULL, acting_since = NULL";

/// Whom a session acts for and what that opens; `None` when it acts for nobody. A ground that has ended is taken out of the session.
///
/// # Errors
/// 403 `acting_ended` the first time after the ground has ended.
pub(super) async fn standing(gate: &Gate, row: &SessionRow, key: &str) -> Result<Option<(Acting, Standing)>, Problem> {
    if row.acting_for.is_none() {
        return Ok(None);
    }
    let found = match (row.acting(), gate.grounds()) {
        (Some(acting), Some(grounds)) => grounds.standing(gate, &acting).await?.map(|standing| (acting, standing)),
        _ => None,
    };
    if found.is_none() {
        let tx = gate.begin().await.map_err(|e| unwritable(gate, e))?;
        let text = format!("UPDATE session SET {NONE} WHERE key_hash = $1");
        sql::exec(&tx, &text, [hash(key).into()]).await.map_err(|e| unwritable(gate, e))?;
        tx.commit().await.map_err(|e| unwritable(gate, e))?;
        return Err(Problem::refused("acting_ended", &["oneself"]));
    }
    Ok(found)
}

/// Whom a session acts for, for whoever tells of it; nobody when the ground has ended.
///
/// # Errors
/// When the database does not answer.
pub async fn acting_in(gate: &Gate, row: &SessionRow) -> Result<Option<(Acting, Standing)>, Problem> {
    let (Some(acting), Some(grounds)) = (row.acting(), gate.grounds()) else { return Ok(None) };
    Ok(grounds.standing(gate, &acting).await?.map(|standing| (acting, standing)))
}

impl ClientSession {
    /// Whom the session acts for; none when the client acts for themself.
    pub fn acting(&self) -> Option<&Acting> {
        self.asker.acting.as_ref()
    }

    /// What the ground of acting opens just now.
    pub fn standing(&self) -> &Standing {
        &self.asker.standing
    }

    /// The same person as themself, whomever the session acts for: for choosing whom to act for.
    #[must_use]
    pub fn oneself(&self) -> Self {
        let asker = OwnAsker { client: self.actor(), acting: None, standing: Standing::default(), ..self.asker.clone() };
        Self { asker, key: self.key.clone() }
    }

    /// Who acts: whose log-in it is.
    pub fn actor(&self) -> ClientId {
        self.asker.acting.as_ref().map_or(self.asker.client, |acting| acting.actor)
    }

    /// A keyed name of this session, for what is kept of somebody who goes elsewhere and comes back.
    pub fn mark(&self) -> Vec<u8> {
        hash(&self.key)
    }

    /// From the next request on this session acts for another. Whether the ground stands has been asked by the caller, and is asked again
    /// on each request. In the log it is a line about whom one acts for.
    ///
    /// # Errors
    /// When the database takes no writes, or there is no such client.
    pub async fn act_for(&self, acting: Acting, action: &'static Action) -> Result<(), Problem> {
        let change = self.of_acting(&acting, action).await?;
        let work = change.begin().await?;
        let text = "UPDATE session SET acting_for = $1, acting_ground = $2, acting_ref = $3, acting_since = $4 WHERE key_hash = $5 AND ended_at IS NULL";
        let values =
            [acting.client.0.into(), acting.ground.code().into(), acting.reference.into(), work.at().into(), hash(&self.key).into()];
        sql::exec(&work, text, values).await.map_err(|e| unwritable(self.gate(), e))?;
        let event = NewEvent::new("mandate.acting.started", "client", acting.client.0).client(acting.client.0);
        work.emit(event.data(serde_json::json!({ "ground": acting.ground.code() }))).await.map_err(|e| unwritable(self.gate(), e))?;
        work.commit().await
    }

    /// Acts for oneself from the next request on.
    ///
    /// # Errors
    /// When the database takes no writes.
    pub async fn act_no_more(&self, action: &'static Action) -> Result<(), Problem> {
        let Some(acting) = self.acting() else { return Ok(()) };
        let change = self.of_acting(acting, action).await?;
        let work = change.begin().await?;
        let text = format!("UPDATE session SET {NONE} WHERE key_hash = $1");
        sql::exec(&work, &text, [hash(&self.key).into()]).await.map_err(|e| unwritable(self.gate(), e))?;
        let event = NewEvent::new("mandate.acting.stopped", "client", acting.client.0).client(acting.client.0);
        work.emit(event.data(serde_json::json!({ "ground": acting.ground.code() }))).await.map_err(|e| unwritable(self.gate(), e))?;
        work.commit().await
    }

    async fn of_acting(&self, acting: &Acting, action: &'static Action) -> Result<OwnChange, Problem> {
        let asker = OwnAsker { client: acting.client, acting: Some(acting.clone()), standing: Standing::default(), ..self.asker.clone() };
        asker.change_unasked(action).await
    }
}

//! What a minor who is able to decide lets guardians see (785/1992 9 §, 812/2000 11 §, from memory), by THL's code set
//! 1.2.246.537.5.40202: of a whole register, or of one matter. A row is ended, never changed.

pub(crate) mod routes;
pub(crate) mod store;

use kernel::{ClientId, Register};
use rules::MinorRule;
use trust::{Hidden, Job};

use crate::Error;

/// What is hidden from guardians of these identities of a minor. What is said of a register goes before what is said of a matter in it.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn hidden(job: &Job, rule: &MinorRule, client: &[ClientId]) -> Result<Hidden, Error> {
    let rows = store::in_force(job.reader(), client).await?;
    let mut hidden = Hidden::default();
    for register in Register::ALL {
        let said = rows.iter().find(|row| row.matter_id.is_none() && row.register == register.code()).map(|row| row.code.as_str());
        if said.or(rule.unrecorded(*register)).is_some_and(|code| !rule.shown(code)) {
            hidden.registers.push(*register);
        }
    }
    hidden.matters = rows.iter().filter(|row| !rule.shown(&row.code)).filter_map(|row| row.matter_id).collect();
    Ok(hidden)
}

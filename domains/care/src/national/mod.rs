//! What a finished document of the nation means here: its typed facts become rows of this room, in the finishing's own
//! transaction. A document that cannot mean what it says is refused, with why, and stays a draft.
//!
//! | facts of | what is done |
//! | --- | --- |
//! | contact | an entry among the notes of each client |
//! | notification | told to the matter it was written in; past the first contact, a matter of its own is put on its way |
//! | customership | the client's customership in the matter's service task opens, or closes |
//! | payment commitment | a row of the client's commitments |
//! | disclosure permit and denial | rows of what the client has said; nothing is opened or closed by them |
//! | matter | the number is the matter's; with an ending day the matter closes |

mod commitment;
mod contact;
mod customership;
mod disclosure;
mod matter;
mod model;
mod notification;
mod read;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use documents::Document;
use documents::mapping::Facts;
use rules::Rules;
use trust::Work;

pub use model::{ChoiceKind, ChoiceLevel, ClientEntries, DisclosureChoice, PaymentCommitment};
pub use read::routes;

use crate::Error;
use crate::matter::Matter;

/// Does what the document's facts tell; nothing for one whose facts are of something else.
///
/// # Errors
/// `Refused` with why the facts cannot be so.
pub(crate) async fn written(work: &Work, rules: &Rules, matter: &mut Matter, document: &Document, facts: &Facts) -> Result<(), Error> {
    match facts.of() {
        Some("contact") => contact::written(work, matter, document, facts).await,
        Some("notification") => notification::written(work, rules, matter, document, facts).await,
        Some("customership") => customership::written(work, rules, matter, document, facts).await,
        Some("payment_commitment") => commitment::written(work, matter, document, facts).await,
        Some("disclosure_permit") => disclosure::permit(work, matter, document, facts).await,
        Some("disclosure_denial") => disclosure::denial(work, matter, document, facts).await,
        Some("matter") => matter::written(work, rules, matter, document, facts).await,
        _ => Ok(()),
    }
}

/// A day that has not come: what is written down as done has happened.
fn to_come(work: &Work, day: Option<NaiveDate>) -> bool {
    day.is_some_and(|day| day > work.today())
}

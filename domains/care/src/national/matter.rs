//! A matter's document: it tells the matter as the nation keeps it, so it must be of this matter.

use documents::Document;
use documents::mapping::Facts;
use rules::Rules;
use trust::Work;

use super::to_come;
use crate::Error;
use crate::matter::{Matter, close};

/// The reason of an ending that the document tells.
const IN_WORDS: &str = "other";

/// Closes the matter when the document says the day it ended.
///
/// # Errors
/// `other_matter_number`, `matter_ends_in_future`, and what a closing is refused by.
pub async fn written(work: &Work, rules: &Rules, matter: &mut Matter, document: &Document, facts: &Facts) -> Result<(), Error> {
    if facts.text("number").is_some_and(|number| number != matter.number) {
        return Err(Error::Refused("other_matter_number"));
    }
    if to_come(work, facts.date("closed_on")) {
        return Err(Error::Refused("matter_ends_in_future"));
    }
    if facts.date("closed_on").is_some() {
        close::shut(work, rules, matter, IN_WORDS, Some(&document.title.fi)).await?;
    }
    Ok(())
}

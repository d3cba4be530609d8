//! Print: a tagged PDF drawn from a structure and a body, exported as PDF/UA-1 and PDF/A-2a.
//!
//! The parts, in the order a document passes them: [`content`] makes blocks of structure and body, [`layout`] breaks them to
//! lines and pages, [`pdf`] writes the file.

mod block;
mod content;
mod font;
mod labels;
mod layout;
mod letters;
mod lines;
mod pdf;
mod text;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Lang, Text};
use serde_json::Value;
use uuid::Uuid;

pub use letters::{PrintLetter, print_letters};

use crate::mapping::{Facts, PrintHints};
use crate::structure::Structure;

/// Everything that a print shows beside the body. The caller has the right to all of it and has logged the look.
#[derive(Debug, Clone)]
pub struct Print<'a> {
    /// The structure the body was written on.
    pub structure: &'a Structure,
    /// The body of the version that is printed.
    pub body: &'a Value,
    /// The facts of the body and the hints of the mapping, when the structure has one: they draw the appeal instruction.
    pub mapped: Option<(&'a PrintHints, &'a Facts)>,
    /// Finnish or Swedish; English prints as Finnish, since it is not a language of decisions.
    pub lang: Lang,
    /// Identifier and version, in the footer.
    pub document_id: Uuid,
    /// Version that is printed.
    pub version: i64,
    /// Whether it is finished; a draft says so on every page.
    pub finished: bool,
    /// The organisation that answers for the document.
    pub organisation: Text,
    /// Its unit, when known.
    pub unit: Option<String>,
    /// The clients it concerns.
    pub clients: Vec<PrintClient>,
    /// Number of the matter, when it belongs to one.
    pub matter_number: Option<String>,
    /// Who made it (for a decision: decided it) with title, and when.
    pub made_by: Option<String>,
    /// The local date it was made.
    pub made_on: NaiveDate,
    /// Instant of the version, for the file's metadata.
    pub made_at: DateTime<Utc>,
}

/// A client on paper.
#[derive(Debug, Clone)]
pub struct PrintClient {
    /// Name as in the register.
    pub name: String,
    /// Hetu, given only where [`PrintHints::identity`] asks for it.
    pub hetu: Option<String>,
    /// Date of birth.
    pub birth_date: Option<NaiveDate>,
}

/// Why a print could not be made. Holds no text of the document.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// The fonts that the product ships could not be read.
    #[error("a shipped font cannot be read")]
    Font,
    /// The library refused the file.
    #[error("the PDF could not be written: {0}")]
    Pdf(&'static str),
}

/// What stands around a document's text.
fn sheet(p: &Print<'_>) -> pdf::Sheet {
    let lang = if p.lang == Lang::Sv { Lang::Sv } else { Lang::Fi };
    let w = labels::words(lang);
    let title = p.structure.title.get(lang).to_owned();
    pdf::Sheet {
        lang,
        left: p.organisation.get(lang).to_owned(),
        right: if p.finished { title.clone() } else { format!("{} – {title}", w.draft) },
        footer: format!("{} {} · {} {}", w.document, p.document_id, w.version, p.version),
        title,
        author: p.organisation.get(lang).to_owned(),
        id: p.document_id,
        made_at: p.made_at,
    }
}

/// Draws the document.
///
/// # Errors
/// [`PrintError`]; the same input always gives the same answer.
pub fn print(p: &Print<'_>) -> Result<Vec<u8>, PrintError> {
    let fonts = font::fonts().ok_or(PrintError::Font)?;
    let blocks = content::blocks(p);
    let laid = layout::lay_out(fonts, &blocks);
    pdf::write(&sheet(p), fonts, laid)
}

#[cfg(test)]
mod tests;

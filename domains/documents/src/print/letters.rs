//! Letters: many in one tagged file, each beginning on a page of its own, in its own language.

use chrono::{DateTime, Utc};
use kernel::Lang;
use uuid::Uuid;

use super::block::Block;
use super::labels::words;
use super::pdf::Sheet;
use super::{PrintError, font, layout, pdf};

/// One letter on paper.
#[derive(Debug, Clone)]
pub struct PrintLetter {
    pub id: Uuid,
    pub lang: Lang,
    /// Who sends it.
    pub sender: String,
    pub recipient: String,
    /// Lines below the recipient's name.
    pub address: Vec<String>,
    /// The day as it is written.
    pub day: String,
    pub subject: String,
    pub paragraphs: Vec<String>,
    pub made_at: DateTime<Utc>,
}

/// Draws the letters in their order.
///
/// # Errors
/// [`PrintError`]; also when there is none.
pub fn print_letters(letters: &[PrintLetter]) -> Result<Vec<u8>, PrintError> {
    let first = letters.first().ok_or(PrintError::Pdf("no letters"))?;
    let fonts = font::fonts().ok_or(PrintError::Font)?;
    let mut blocks = Vec::new();
    for (n, letter) in letters.iter().enumerate() {
        if n > 0 {
            blocks.push(Block::NewPage);
        }
        blocks.push(Block::Language(words(letter.lang).tag));
        blocks.push(Block::Paragraph(letter.recipient.clone()));
        blocks.extend(letter.address.iter().cloned().map(Block::Paragraph));
        blocks.push(Block::Paragraph(letter.day.clone()));
        blocks.push(Block::Title(letter.subject.clone()));
        blocks.extend(letter.paragraphs.iter().cloned().map(Block::Paragraph));
        blocks.push(Block::Paragraph(letter.sender.clone()));
    }
    let laid = layout::lay_out(fonts, &blocks);
    let sheet = Sheet {
        lang: first.lang,
        left: first.sender.clone(),
        right: String::new(),
        footer: String::new(),
        title: first.subject.clone(),
        author: first.sender.clone(),
        id: first.id,
        made_at: first.made_at,
    };
    pdf::write(&sheet, fonts, laid)
}

//! What a page is made of, before any measuring.

/// One block of the document, in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The document's title, once.
    Title(String),
    /// A notice that must not be missed: the word for a draft.
    Notice(String),
    /// A heading below the title; level 2 and deeper.
    Heading { level: u16, text: String },
    /// A short value beside its label.
    Field { label: String, value: String },
    /// One paragraph.
    Paragraph(String),
    /// A bulleted list.
    List(Vec<String>),
    /// A table with a header row; every row has as many cells as the header.
    Table { head: Vec<String>, rows: Vec<Vec<String>> },
    /// A line across the page, for the eye only.
    Rule,
    /// What follows begins on a new page; the pages of each such part are numbered with the others.
    NewPage,
    /// What follows is in this language (an RFC 3066 tag).
    Language(&'static str),
}

//! Writes placed pages with the PDF library: tags, artifacts for header, footer and rules, outline and metadata.

use std::num::NonZeroU16;

use chrono::{DateTime, Datelike, Timelike, Utc};
use kernel::Lang;
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::{DateTime as PdfDate, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};
use krilla::{Document, SerializeSettings};
use uuid::Uuid;

use super::PrintError;
use super::font::{Fonts, Weight};
use super::labels::words;
use super::layout::{Child, Ink, LEFT, Laid, Meaning, Node, PAGE, RIGHT};
use super::lines::{Line, break_lines};

const HEADER: f32 = 44.0;
const FOOTER: f32 = PAGE.1 - 40.0;
const SMALL: f32 = 8.5;

/// What stands around the text: header, footer and the file's own data.
pub struct Sheet {
    pub lang: Lang,
    /// In the header; an empty text leaves its place empty.
    pub left: String,
    pub right: String,
    /// Beside the page number.
    pub footer: String,
    pub title: String,
    pub author: String,
    pub id: Uuid,
    pub made_at: DateTime<Utc>,
}

/// Writes the file.
pub fn write(p: &Sheet, fonts: &Fonts, laid: Laid) -> Result<Vec<u8>, PrintError> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .with_archival_validator(Archival::A2_A)
        .finish()
        .map_err(|_| PrintError::Pdf("PDF/UA-1 and PDF/A-2a do not go together"))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let Laid { pages, tree, outline, leaves } = laid;
    let count = pages.len();
    let mut identifiers: Vec<Option<Identifier>> = vec![None; leaves];
    for (number, laid_page) in pages.into_iter().enumerate() {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or(PrintError::Pdf("page size"))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        frame(p, fonts, &mut surface, number + 1, count);
        for (left, right, y) in laid_page.rules {
            rule(&mut surface, left, right, y);
        }
        for placed in laid_page.lines {
            let id = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            draw(fonts, &mut surface, &placed.line, placed.x, placed.y, placed.ink);
            surface.end_tagged();
            if let Some(slot) = placed.leaf.and_then(|leaf| identifiers.get_mut(leaf)) {
                *slot = Some(id);
            }
        }
        surface.finish();
        page.finish();
    }
    let w = words(p.lang);
    let mut tags = TagTree::new().with_lang(Some(w.tag.to_owned()));
    for node in tree {
        tags.push(group(node, &identifiers));
    }
    document.set_tag_tree(tags);
    let mut contents = Outline::new();
    for entry in outline {
        let to = XyzDestination::new(entry.page, Point::from_xy(LEFT, entry.y));
        contents.push_child(OutlineNode::new(entry.text, to));
    }
    document.set_outline(contents);
    document.set_metadata(metadata(p));
    document.finish().map_err(|e| PrintError::Pdf(reason(&e)))
}

/// Header and footer of a page. They repeat what the document itself says, so a screen reader skips them.
fn frame(p: &Sheet, fonts: &Fonts, surface: &mut Surface<'_>, number: usize, count: usize) {
    let w = words(p.lang);
    artifact(surface, ArtifactType::Header, |s| {
        side(fonts, s, Weight::Semibold, &p.left, HEADER, Side::Left);
        side(fonts, s, Weight::Regular, &p.right, HEADER, Side::Right);
    });
    rule(surface, LEFT, RIGHT, HEADER + 8.0);
    if !p.footer.is_empty() {
        artifact(surface, ArtifactType::Footer, |s| side(fonts, s, Weight::Regular, &p.footer, FOOTER, Side::Left));
    }
    let page = format!("{} {number} / {count}", w.page);
    artifact(surface, ArtifactType::PageNumber, |s| side(fonts, s, Weight::Regular, &page, FOOTER, Side::Right));
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// One small line at an edge; what does not fit in half the page is cut at a word.
fn side(fonts: &Fonts, surface: &mut Surface<'_>, weight: Weight, text: &str, y: f32, side: Side) {
    let width = if side == Side::Left { (RIGHT - LEFT) * 0.7 } else { (RIGHT - LEFT) * 0.5 };
    if let Some(line) = break_lines(fonts, weight, SMALL, text, width).into_iter().next() {
        let x = if side == Side::Left { LEFT } else { RIGHT - line.width };
        draw(fonts, surface, &line, x, y, Ink::Text);
    }
}

fn artifact(surface: &mut Surface<'_>, kind: ArtifactType, draw: impl FnOnce(&mut Surface<'_>)) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
    draw(surface);
    surface.end_tagged();
}

fn rule(surface: &mut Surface<'_>, left: f32, right: f32, y: f32) {
    let mut path = PathBuilder::new();
    path.move_to(left, y);
    path.line_to(right, y);
    path.line_to(right, y + 0.6);
    path.line_to(left, y + 0.6);
    path.close();
    if let Some(path) = path.finish() {
        artifact(surface, ArtifactType::Layout, |s| {
            s.set_fill(Some(fill(rgb::Color::new(0xc8, 0xcd, 0xd0))));
            s.draw_path(&path);
        });
    }
}

fn draw(fonts: &Fonts, surface: &mut Surface<'_>, line: &Line, x: f32, y: f32, ink: Ink) {
    // All inks reach a contrast of 7:1 on white.
    let colour = match ink {
        Ink::Text => rgb::Color::new(0x29, 0x29, 0x29),
        Ink::Heading => rgb::Color::new(0x00, 0x35, 0x7a),
        Ink::Notice => rgb::Color::new(0x9e, 0x1b, 0x1b),
    };
    surface.set_fill(Some(fill(colour)));
    let font = fonts.get(line.weight).pdf.clone();
    surface.draw_glyphs(Point::from_xy(x, y), &line.glyphs, font, &line.text, line.size, false);
}

fn fill(colour: rgb::Color) -> Fill {
    Fill { paint: colour.into(), opacity: NormalizedF32::ONE, rule: FillRule::default() }
}

fn group(node: Node, identifiers: &[Option<Identifier>]) -> TagGroup {
    let tag: TagKind = match node.meaning {
        Meaning::Heading(level, text) => Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), Some(text)).into(),
        Meaning::Paragraph => Tag::P.into(),
        Meaning::List => Tag::L(ListNumbering::Disc).into(),
        Meaning::Item => Tag::LI.into(),
        Meaning::Bullet => Tag::Lbl.into(),
        Meaning::ItemBody => Tag::LBody.into(),
        Meaning::Table => Tag::Table.into(),
        Meaning::Row => Tag::TR.into(),
        Meaning::HeaderCell => Tag::TH(TableHeaderScope::Column).into(),
        Meaning::Cell => Tag::TD.into(),
    };
    let mut tag = tag;
    if let Some(lang) = node.lang {
        tag.set_lang(Some(lang.to_owned()));
    }
    let mut group = TagGroup::new(tag);
    for child in node.children {
        match child {
            Child::Leaf(leaf) => {
                if let Some(Some(id)) = identifiers.get(leaf) {
                    group.push(*id);
                }
            }
            Child::Node(inner) => group.push(self::group(inner, identifiers)),
        }
    }
    group
}

fn metadata(p: &Sheet) -> Metadata {
    Metadata::new()
        .title(p.title.clone())
        .language(words(p.lang).tag.to_owned())
        .authors(vec![p.author.clone()])
        .creator("Punos".to_owned())
        .document_id(p.id.to_string())
        .creation_date(date(p.made_at))
}

fn date(at: DateTime<Utc>) -> PdfDate {
    let small = |n: u32| u8::try_from(n).unwrap_or(0);
    PdfDate::new(u16::try_from(at.year()).unwrap_or(0))
        .month(small(at.month()))
        .day(small(at.day()))
        .hour(small(at.hour()))
        .minute(small(at.minute()))
        .second(small(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

/// What went wrong, without any of the document's text.
fn reason(e: &KrillaError) -> &'static str {
    match e {
        KrillaError::Font(..) => "a font could not be embedded",
        KrillaError::Validation(_) => "the file would not meet PDF/UA-1 and PDF/A-2a",
        KrillaError::Limit(_) => "the document is too large for a PDF",
        _ => "the library refused it",
    }
}

//! The two weights of Source Sans 3 that the product ships (SIL Open Font License 1.1, `fonts/OFL.md`), shaped with the same
//! shaper that the PDF library uses.

use std::sync::LazyLock;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, Face, UnicodeBuffer};

/// A weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Body text.
    Regular,
    /// Headings and labels.
    Semibold,
}

/// One loaded weight.
pub struct Loaded {
    face: Face<'static>,
    /// The font as the PDF library takes it.
    pub pdf: Font,
    units_per_em: f32,
}

/// Both weights.
pub struct Fonts {
    regular: Loaded,
    semibold: Loaded,
}

static FONTS: LazyLock<Option<Fonts>> = LazyLock::new(|| {
    Some(Fonts {
        regular: load(include_bytes!("../../fonts/SourceSans3-Regular.ttf"))?,
        semibold: load(include_bytes!("../../fonts/SourceSans3-Semibold.ttf"))?,
    })
});

/// The fonts, or `None` when the shipped files are broken.
pub fn fonts() -> Option<&'static Fonts> {
    FONTS.as_ref()
}

fn load(bytes: &'static [u8]) -> Option<Loaded> {
    let face = Face::from_slice(bytes, 0)?;
    let pdf = Font::new(bytes.into(), 0)?;
    let units_per_em = pdf.units_per_em();
    Some(Loaded { face, pdf, units_per_em })
}

impl Fonts {
    /// A weight.
    pub fn get(&self, weight: Weight) -> &Loaded {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Semibold => &self.semibold,
        }
    }
}

impl Loaded {
    /// Whether the font can draw a character.
    pub fn has(&self, c: char) -> bool {
        self.face.glyph_index(c).is_some()
    }

    /// The glyphs of a cleaned text, left to right; advances are in ems, ranges are bytes of the text.
    pub fn shape(&self, text: &str) -> Vec<KrillaGlyph> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let shaped = rustybuzz::shape(&self.face, &[], buffer);
        let infos = shaped.glyph_infos();
        // A glyph's bytes end where the next cluster begins.
        let mut end = text.len();
        let mut next = text.len();
        let mut glyphs: Vec<KrillaGlyph> = infos
            .iter()
            .zip(shaped.glyph_positions())
            .rev()
            .map(|(info, position)| {
                let start = info.cluster as usize;
                if start != next {
                    end = next;
                    next = start;
                }
                let em = |units: i32| units as f32 / self.units_per_em;
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    em(position.x_advance),
                    em(position.x_offset),
                    em(position.y_offset),
                    em(position.y_advance),
                    start..end,
                    None,
                )
            })
            .collect();
        glyphs.reverse();
        glyphs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finnish_swedish_and_saami_letters_and_signs_are_there() {
        let regular = fonts().unwrap().get(Weight::Regular);
        for c in "åäöÅÄÖšžŠŽčđŋŧ–—”’…§€½°•\u{a0}".chars() {
            assert!(regular.has(c), "{c:?}");
        }
    }

    #[test]
    fn ranges_cover_the_text_without_holes() {
        let text = "Äiti – 19\u{a0}§ office";
        let glyphs = fonts().unwrap().get(Weight::Regular).shape(text);
        let mut at = 0;
        for g in &glyphs {
            assert!(g.text_range.start <= at && g.text_range.end > g.text_range.start, "{:?}", g.text_range);
            at = at.max(g.text_range.end);
        }
        assert_eq!(at, text.len());
    }
}

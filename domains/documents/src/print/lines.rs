//! Breaking a paragraph to lines of a width.

use std::sync::Arc;

use krilla::text::KrillaGlyph;

use super::font::{Fonts, Weight};
use super::text::clean;

/// One line, ready to be drawn.
#[derive(Debug, Clone)]
pub struct Line {
    /// The glyphs; their ranges are of `text`.
    pub glyphs: Vec<KrillaGlyph>,
    /// The whole paragraph.
    pub text: Arc<str>,
    /// Width in points, without blanks at the end.
    pub width: f32,
    /// Weight.
    pub weight: Weight,
    /// Size in points.
    pub size: f32,
}

/// Breaks a paragraph at blanks and after hyphens; a word that is wider than the line is broken where the line ends.
pub fn break_lines(fonts: &Fonts, weight: Weight, size: f32, text: &str, width: f32) -> Vec<Line> {
    let font = fonts.get(weight);
    let text: Arc<str> = clean(text, |c| font.has(c)).into();
    let mut lines = Vec::new();
    let mut line: Vec<KrillaGlyph> = Vec::new();
    // How many glyphs of the line may stay when it is broken, once there is a place to break.
    let mut keep: Option<usize> = None;
    for glyph in font.shape(&text) {
        let blank = is(&text, &glyph, |c| c == ' ');
        if !blank && measure(&line, size) + glyph.x_advance * size > width && !line.is_empty() {
            let rest = line.split_off(keep.unwrap_or(line.len()));
            lines.push(finish(&text, line, weight, size));
            line = rest;
            keep = None;
        }
        let breakable = blank || is(&text, &glyph, |c| matches!(c, '-' | '–' | '/')) && !starts_word(&line, &text);
        line.push(glyph);
        if breakable {
            keep = Some(line.len());
        }
    }
    if !line.is_empty() {
        lines.push(finish(&text, line, weight, size));
    }
    lines
}

/// Width of glyphs in points with the blanks at the end counted.
fn measure(glyphs: &[KrillaGlyph], size: f32) -> f32 {
    glyphs.iter().map(|g| g.x_advance * size).sum()
}

fn finish(text: &Arc<str>, glyphs: Vec<KrillaGlyph>, weight: Weight, size: f32) -> Line {
    let blanks = glyphs.iter().rev().take_while(|g| is(text, g, |c| c == ' ')).map(|g| g.x_advance * size).sum::<f32>();
    let width = measure(&glyphs, size) - blanks;
    Line { glyphs, text: Arc::clone(text), width, weight, size }
}

fn is(text: &str, glyph: &KrillaGlyph, test: impl Fn(char) -> bool) -> bool {
    text.get(glyph.text_range.clone()).and_then(|t| t.chars().next_back()).is_some_and(test)
}

/// A hyphen at the start of a word ("-vuotias", "– sitten") is not a place to break after.
fn starts_word(line: &[KrillaGlyph], text: &str) -> bool {
    line.last().is_none_or(|g| is(text, g, |c| !c.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::font::fonts;

    fn broken(text: &str, width: f32) -> Vec<String> {
        break_lines(fonts().unwrap(), Weight::Regular, 10.0, text, width)
            .iter()
            .map(|l| {
                assert!(l.width <= width + 0.01, "{} > {width}", l.width);
                let start = l.glyphs.first().unwrap().text_range.start;
                l.text[start..l.glyphs.last().unwrap().text_range.end].to_owned()
            })
            .collect()
    }

    #[test]
    fn words_move_whole_and_nothing_is_lost() {
        let text = "Asiakas kertoo selviytyvänsä kotona hyvin, mutta suihkussa käynti pelottaa – etenkin talvella.";
        let lines = broken(text, 120.0);
        assert!(lines.len() > 3);
        assert_eq!(lines.concat(), text);
        assert!(lines.iter().all(|l| !l.starts_with(' ')));
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken() {
        let text = "x".repeat(200);
        let lines = broken(&text, 50.0);
        assert!(lines.len() > 10);
        assert_eq!(lines.concat(), text);
    }

    #[test]
    fn a_section_sign_does_not_begin_a_line() {
        for width in 40..120 {
            let lines = broken("Sosiaalihuoltolaki (1301/2014) 19 a § ja 45 §", width as f32);
            assert!(lines.iter().all(|l| !l.starts_with('§')), "{lines:?}");
        }
    }

    #[test]
    fn an_empty_text_has_no_lines() {
        assert!(broken(" \u{200b} ", 100.0).is_empty());
    }
}

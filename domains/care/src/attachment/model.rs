use chrono::{DateTime, Utc};
use people::PersonRef;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::scan::ScanState;

/// Largest file taken, in bytes.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;
/// Longest name kept, in characters, with its ending.
const MAX_NAME: usize = 120;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Attachment {
    pub id: Uuid,
    pub name: String,
    pub content_type: String,
    /// In bytes.
    pub size: i32,
    pub at: DateTime<Utc>,
    pub client_id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
    /// Where it stands with the scanner; only a clean one is given out, and an unchecked one where there is no scanner.
    pub scan: ScanState,
    /// What the scanner found, as it calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// It has waited so long that the scanner does not seem to answer; it is asked again.
    pub delayed: bool,
}

/// A file that has waited longer than this, in minutes, tells that the scanner does not answer.
pub const DELAYED_MINUTES: i64 = 2;

/// The name a file is kept under: no folders, no control characters or characters that file systems and headers trip over,
/// and the ending of what it really is.
pub fn safe_name(given: &str, ending: &str) -> String {
    let base = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = base.chars().map(|c| if c.is_control() || "<>:\"|?*;%".contains(c) || is_direction(c) { '_' } else { c }).collect();
    let stem = match kept.rsplit_once('.') {
        Some((stem, old)) if old.chars().count() <= 5 => stem,
        _ => kept.as_str(),
    };
    let stem: String = stem.trim().trim_matches('.').chars().take(MAX_NAME - ending.len() - 1).collect();
    let stem = if stem.trim().is_empty() { "liite" } else { stem.trim_end() };
    format!("{stem}.{ending}")
}

/// Marks that turn the direction of text: with them `exe.txt` can be made to look like `txt.exe` and the other way round.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `Content-Disposition` that always saves and never shows: an ASCII name for old browsers, the whole name by RFC 5987.
pub fn disposition(name: &str) -> String {
    use std::fmt::Write;
    let plain: String = name.chars().map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\') || c == ' ' { c } else { '_' }).collect();
    let mut coded = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            coded.push(char::from(byte));
        } else {
            let _ = write!(coded, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{coded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_safe() {
        let cases = [
            ("lausunto.pdf", "pdf", "lausunto.pdf"),
            ("..\\..\\windows\\system.ini", "txt", "system.txt"),
            ("/etc/passwd", "txt", "passwd.txt"),
            ("kuva.jpeg", "jpg", "kuva.jpg"),
            ("lasku.pdf.exe", "pdf", "lasku.pdf.pdf"),
            ("a\r\nSet-Cookie: x", "txt", "a__Set-Cookie_ x.txt"),
            ("", "png", "liite.png"),
            ("...", "png", "liite.png"),
            ("Äidin kirje 1.12.2026", "docx", "Äidin kirje 1.12.docx"),
            ("koti\u{202e}fdp.txt", "txt", "koti_fdp.txt"),
        ];
        for (given, ending, name) in cases {
            assert_eq!(safe_name(given, ending), name, "{given:?}");
        }
        assert!(safe_name(&"ä".repeat(500), "pdf").chars().count() <= MAX_NAME);
    }

    #[test]
    fn the_header_holds_any_name() {
        assert_eq!(disposition("Äiti \"x\".pdf"), "attachment; filename=\"_iti _x_.pdf\"; filename*=UTF-8''%C3%84iti%20%22x%22.pdf");
    }
}

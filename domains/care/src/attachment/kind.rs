//! What a file is, by its content. What is not on the list is not taken, whatever it is called.

/// The kinds taken: what people really send, and nothing a browser would run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Pdf,
    Png,
    Jpeg,
    Text,
    Docx,
}

impl FileKind {
    /// The kind of a content, or `None` for one that is not taken.
    pub fn of(content: &[u8]) -> Option<Self> {
        match infer::get(content).map(|kind| kind.mime_type()) {
            Some("application/pdf") => Some(Self::Pdf),
            Some("image/png") => Some(Self::Png),
            Some("image/jpeg") => Some(Self::Jpeg),
            // A Word document is a zip; which one, its directory tells.
            _ if content.starts_with(b"PK\x03\x04") => is_docx(content).then_some(Self::Docx),
            Some(_) => None,
            None => is_text(content).then_some(Self::Text),
        }
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Text => "text/plain; charset=utf-8",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }

    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Text => "txt",
            Self::Docx => "docx",
        }
    }
}

/// UTF-8 without control characters, and not the beginning of a page or a program written as text.
fn is_text(content: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(content) else { return false };
    if content.is_empty() || text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return false;
    }
    let start: String = text.trim_start_matches('\u{feff}').trim_start().chars().take(14).collect::<String>().to_ascii_lowercase();
    !["<!doctype", "<html", "<script", "<svg", "<?xml", "#!"].iter().any(|mark| start.starts_with(mark))
}

/// A zip whose directory names a Word document and no macros.
fn is_docx(content: &[u8]) -> bool {
    let Some(names) = zip_names(content) else { return false };
    let has = |name: &[u8]| names.contains(&name);
    has(b"[Content_Types].xml") && has(b"word/document.xml") && !names.iter().any(|n| n.ends_with(b"vbaProject.bin"))
}

/// File names in a zip's central directory; `None` when it is broken.
fn zip_names(content: &[u8]) -> Option<Vec<&[u8]>> {
    // The end record is 22 bytes and a comment of at most 65,535.
    let from = content.len().saturating_sub(22 + 65_535);
    let tail = content.get(from..)?;
    let end = from + tail.windows(4).rposition(|w| w == b"PK\x05\x06")?;
    let short = |at: usize| Some(usize::from(u16::from_le_bytes(content.get(at..at + 2)?.try_into().ok()?)));
    let long = |at: usize| usize::try_from(u32::from_le_bytes(content.get(at..at + 4)?.try_into().ok()?)).ok();
    let count = short(end + 10)?;
    let mut at = long(end + 16)?;
    let mut names = Vec::new();
    for _ in 0..count {
        if content.get(at..at + 4)? != b"PK\x01\x02" {
            return None;
        }
        let (name, extra, comment) = (short(at + 28)?, short(at + 30)?, short(at + 32)?);
        names.push(content.get(at + 46..at + 46 + name)?);
        at += 46 + name + extra + comment;
    }
    Some(names)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A zip with empty files of these names.
    pub fn zip(names: &[&str]) -> Vec<u8> {
        let (mut out, mut directory) = (Vec::new(), Vec::new());
        for name in names {
            let at = u32::try_from(out.len()).unwrap();
            let length = u16::try_from(name.len()).unwrap().to_le_bytes();
            out.extend(b"PK\x03\x04");
            out.extend([0; 22]);
            out.extend(length);
            out.extend([0; 2]);
            out.extend(name.as_bytes());
            directory.extend(b"PK\x01\x02");
            directory.extend([0; 24]);
            directory.extend(length);
            directory.extend([0; 12]);
            directory.extend(at.to_le_bytes());
            directory.extend(name.as_bytes());
        }
        let (start, count) = (u32::try_from(out.len()).unwrap(), u16::try_from(names.len()).unwrap().to_le_bytes());
        let size = u32::try_from(directory.len()).unwrap();
        out.extend(directory);
        out.extend(b"PK\x05\x06");
        out.extend([0; 4]);
        out.extend(count);
        out.extend(count);
        out.extend(size.to_le_bytes());
        out.extend(start.to_le_bytes());
        out.extend([0; 2]);
        out
    }

    #[test]
    fn the_content_tells_the_kind() {
        let docx = zip(&["[Content_Types].xml", "word/document.xml"]);
        let cases: [(&[u8], Option<FileKind>); 14] = [
            (b"%PDF-1.7\n...", Some(FileKind::Pdf)),
            (b"\x89PNG\r\n\x1a\n....", Some(FileKind::Png)),
            (b"\xff\xd8\xff\xe0....", Some(FileKind::Jpeg)),
            ("Äidin kirje.\nTerveisin Kaisa".as_bytes(), Some(FileKind::Text)),
            (&docx, Some(FileKind::Docx)),
            (&zip(&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]), None),
            (&zip(&["[Content_Types].xml", "xl/workbook.xml"]), None),
            (b"PK\x03\x04 not a zip at all", None),
            (&docx[..docx.len() - 10], None),
            (b"MZ\x90\x00\x03", None),
            (b"<!DOCTYPE html><script>", None),
            (b"  <svg onload=alert(1)>", None),
            (b"#!/bin/sh\n", None),
            (b"", None),
        ];
        for (content, kind) in cases {
            assert_eq!(FileKind::of(content), kind, "{:?}", String::from_utf8_lossy(content));
        }
    }
}

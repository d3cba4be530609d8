//! A table as Finnish Excel opens it: UTF-8 with its mark, semicolons, CRLF; no cell can become a formula.

/// The mark by which Excel knows UTF-8.
const MARK: &str = "\u{feff}";

/// Writes rows; the first is the heading.
pub fn write(rows: &[Vec<String>]) -> String {
    let mut out = String::from(MARK);
    for row in rows {
        for (i, value) in row.iter().enumerate() {
            if i > 0 {
                out.push(';');
            }
            out.push_str(&cell(value));
        }
        out.push_str("\r\n");
    }
    out
}

/// A cell. What a spreadsheet would read as a formula (a leading `=`, `+`, `-`, `@`, tab or carriage return, also after
/// blanks) gets an apostrophe before it and stays the text it is.
fn cell(value: &str) -> String {
    let mut text = value.replace('\0', "");
    if text.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        text.insert(0, '\'');
    }
    if text.contains([';', '"', '\r', '\n', ',']) || text != text.trim() { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_never_is_a_formula() {
        for (value, written) in [
            ("Virtanen Aino", "Virtanen Aino"),
            ("=1+1", "'=1+1"),
            ("  =HYPERLINK(\"x\")", "\"'  =HYPERLINK(\"\"x\"\")\""),
            ("+358401234567", "'+358401234567"),
            ("-", "'-"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "\"'\t=1\"".trim_matches('"')),
            ("a;b", "\"a;b\""),
            ("sanoi \"ei\"", "\"sanoi \"\"ei\"\"\""),
            ("rivi\ntoinen", "\"rivi\ntoinen\""),
            ("", ""),
        ] {
            assert_eq!(cell(value), written, "{value:?}");
        }
    }

    #[test]
    fn a_table_has_the_mark_semicolons_and_crlf() {
        let text = write(&[vec!["Numero".into(), "Nimi".into()], vec!["A-2026-000001".into(), "Mäki, Äiti".into()]]);
        assert_eq!(text, "\u{feff}Numero;Nimi\r\nA-2026-000001;\"Mäki, Äiti\"\r\n");
    }
}

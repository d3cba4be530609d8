//! From structure and body to blocks. Empty fields are left out; a section with nothing in it has no heading.

use chrono::{DateTime, FixedOffset, NaiveDate};
use kernel::{Lang, Text};
use serde_json::Value;

use super::block::Block;
use super::labels::{Words, words};
use super::{Print, PrintClient};
use crate::mapping::{Appeal, Facts};
use crate::structure::{Kind, Shape, codes_of, label_of, says, shape};

/// A value longer than this, in characters, stands under its label instead of beside it.
const BESIDE: usize = 90;
/// Rows whose cells are all at most this long, in characters, make a table.
const CELL: usize = 48;
/// Most columns of a table that still reads well on A4.
const COLUMNS: usize = 4;
/// The deepest heading PDF has.
const DEEPEST: u16 = 6;

/// The whole document as blocks.
pub fn blocks(p: &Print<'_>) -> Vec<Block> {
    let lang = if p.lang == Lang::Sv { Lang::Sv } else { Lang::Fi };
    let w = words(lang);
    let mut out = Vec::new();
    if !p.finished {
        out.push(Block::Notice(w.draft_notice.into()));
    }
    out.push(Block::Title(p.structure.title.get(lang).to_owned()));
    head(p, lang, w, &mut out);
    out.push(Block::Rule);
    let walk = Walk { lang, words: w };
    walk.root(&p.structure.schema, p.body, &mut out);
    if let Some((hints, facts)) = p.mapped
        && let Some(appeal) = &hints.appeal
    {
        instruction(appeal, facts, lang, &mut out);
    }
    out
}

/// Who, whose and when.
fn head(p: &Print<'_>, lang: Lang, w: &Words, out: &mut Vec<Block>) {
    let mut field = |label: &str, value: Option<String>| {
        if let Some(value) = value.filter(|v| !v.trim().is_empty()) {
            out.push(Block::Field { label: label.to_owned(), value });
        }
    };
    for PrintClient { name, hetu, birth_date } in &p.clients {
        field(w.client, Some(name.clone()));
        match hetu {
            Some(hetu) => field(w.hetu, Some(hetu.clone())),
            None => field(w.birth_date, birth_date.map(date)),
        }
    }
    field(w.matter, p.matter_number.clone());
    let decision = p.structure.kind == Some(Kind::Decision) || p.structure.by_power();
    field(if decision { w.decided_by } else { w.made_by }, p.made_by.clone());
    field(if decision { w.decided_on } else { w.made_on }, Some(date(p.made_on)));
    field(w.organisation, Some(p.organisation.get(lang).to_owned()));
    field(w.unit, p.unit.clone());
}

/// The appeal instruction, when the body names the means of appeal and there is a text for it.
fn instruction(appeal: &Appeal, facts: &Facts, lang: Lang, out: &mut Vec<Block>) {
    let key = if lang == Lang::Sv { "sv" } else { "fi" };
    let Some(text) = facts.code(&appeal.kind).and_then(|c| appeal.texts.get(c)).and_then(|t| t.get(key)) else {
        return;
    };
    let blank = "________________";
    let authority = facts.text(&appeal.authority).unwrap_or(blank);
    let address = facts.text(&appeal.address).unwrap_or(blank);
    out.push(Block::Heading { level: 2, text: text.title.clone() });
    for paragraph in &text.paragraphs {
        out.push(Block::Paragraph(paragraph.replace("{authority}", authority).replace("{address}", address)));
    }
}

struct Walk {
    lang: Lang,
    words: &'static Words,
}

impl Walk {
    /// A document of one root property (every structure of the nation, and the product's own) begins inside it.
    fn root(&self, schema: &Value, body: &Value, out: &mut Vec<Block>) {
        if let Some(props) = schema.get("properties").and_then(Value::as_object)
            && props.len() == 1
            && let Some((name, inner)) = props.iter().next()
            && inner.get("properties").is_some()
        {
            self.object(inner, body.get(name).unwrap_or(&Value::Null), 2, out);
        } else {
            self.object(schema, body, 2, out);
        }
    }

    fn object(&self, schema: &Value, value: &Value, level: u16, out: &mut Vec<Block>) {
        for (name, node) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if shape(node) == Shape::Notice {
                // Words of the document itself: the law it rests on, say.
                out.extend(self.label(node).map(Block::Paragraph));
            } else if let Some(child) = value.get(name) {
                self.property(name, node, child, level, out);
            }
        }
    }

    fn property(&self, name: &str, node: &Value, value: &Value, level: u16, out: &mut Vec<Block>) {
        let label = self.label(node).unwrap_or_else(|| name.to_owned());
        if let Some(text) = self.scalar(node, value) {
            if says(node, "hiddenTitle") {
                return paragraphs(&text, out);
            }
            return one(label, &text, level, out);
        }
        // A part whose heading is not shown goes on where it stands.
        if matches!(shape(node), Shape::Group(_)) && says(node, "hiddenField") {
            return self.object(node, value, level, out);
        }
        let mut inside = Vec::new();
        match (node.get("items"), value) {
            (Some(items), Value::Array(rows)) => self.rows(&label, items, rows, level, &mut inside),
            (None, Value::Object(_)) => self.object(node, value, deeper(level), &mut inside),
            _ => {}
        }
        if let Some(Block::Field { .. }) = inside.first().filter(|_| inside.len() == 1 && node.get("items").is_some()) {
            out.append(&mut inside);
        } else if !inside.is_empty() {
            out.push(Block::Heading { level, text: label });
            out.append(&mut inside);
        }
    }

    fn rows(&self, label: &str, items: &Value, rows: &[Value], level: u16, out: &mut Vec<Block>) {
        let texts: Option<Vec<String>> = rows.iter().map(|r| self.scalar(items, r)).collect();
        if let Some(texts) = texts {
            match texts.as_slice() {
                [] => {}
                [only] if only.chars().count() <= BESIDE => {
                    out.push(Block::Field { label: label.to_owned(), value: only.clone() });
                }
                _ => out.push(Block::List(texts)),
            }
            return;
        }
        if let Some(table) = self.table(items, rows) {
            out.push(table);
            return;
        }
        let name = self.label(items).unwrap_or_else(|| label.to_owned());
        for (i, row) in rows.iter().enumerate() {
            let mut inside = Vec::new();
            let level = deeper(level);
            self.object(items, row, deeper(level), &mut inside);
            if !inside.is_empty() {
                out.push(Block::Heading { level, text: format!("{name} {}", i + 1) });
                out.append(&mut inside);
            }
        }
    }

    /// Rows of two to four short scalar columns as a table; columns that no row uses are left out.
    fn table(&self, items: &Value, rows: &[Value]) -> Option<Block> {
        let columns: Vec<(&String, &Value)> =
            items.get("properties")?.as_object()?.iter().filter(|(name, _)| rows.iter().any(|r| r.get(name.as_str()).is_some())).collect();
        if rows.len() < 2 || !(2..=COLUMNS).contains(&columns.len()) {
            return None;
        }
        let head = columns.iter().map(|(name, node)| self.label(node).unwrap_or_else(|| (*name).clone())).collect();
        let cells: Option<Vec<Vec<String>>> = rows
            .iter()
            .map(|row| {
                columns
                    .iter()
                    .map(|(name, node)| match row.get(name.as_str()) {
                        None => Some(String::new()),
                        Some(v) => self.scalar(node, v).filter(|t| t.chars().count() <= CELL && !t.contains('\n')),
                    })
                    .collect()
            })
            .collect();
        Some(Block::Table { head, rows: cells? })
    }

    fn label(&self, node: &Value) -> Option<String> {
        label_of(node).map(|l: Text| l.get(self.lang).to_owned())
    }

    /// A single value as words, or `None` for one that has parts or says nothing.
    fn scalar(&self, node: &Value, value: &Value) -> Option<String> {
        match value {
            Value::Bool(yes) => Some(if *yes { self.words.yes } else { self.words.no }.to_owned()),
            Value::Number(n) => Some(n.to_string().replace('.', ",")),
            Value::String(text) => self.word(node, text),
            Value::Object(parts) => {
                // The nation's coded values and identifiers: what is shown is the display or the value.
                let only = |names: &[&str]| parts.keys().all(|k| names.contains(&k.as_str()));
                if let (Some(Value::Number(n)), true) = (parts.get("value"), only(&["value", "code"])) {
                    let unit = parts.get("code").and_then(Value::as_str).unwrap_or_default();
                    return Some(format!("{} {unit}", n.to_string().replace('.', ",")).trim_end().to_owned());
                }
                let show = if only(&["system", "code", "display"]) {
                    parts.get("display").or_else(|| parts.get("code"))
                } else if only(&["system", "value"]) {
                    parts.get("value")
                } else {
                    None
                };
                show.and_then(Value::as_str).map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
            }
            Value::Null | Value::Array(_) => None,
        }
    }

    fn word(&self, node: &Value, text: &str) -> Option<String> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        if let Some((_, label)) = codes_of(node).into_iter().find(|(code, _)| code == text) {
            return Some(label.get(self.lang).to_owned());
        }
        if let Ok(day) = text.parse::<NaiveDate>() {
            return Some(date(day));
        }
        Some(match (shape(node), text.parse::<DateTime<FixedOffset>>()) {
            // As it was written: the hour of the place where it happened.
            (Shape::Moment, Ok(at)) => format!("{} {} {}", date(at.date_naive()), self.words.at, at.format("%-H.%M")),
            _ => text.to_owned(),
        })
    }
}

/// A value beside its label, or under it when it is long. Paragraphs are divided where the writer pressed Enter.
fn one(label: String, text: &str, level: u16, out: &mut Vec<Block>) {
    if text.chars().count() <= BESIDE && !text.contains('\n') {
        out.push(Block::Field { label, value: text.to_owned() });
        return;
    }
    out.push(Block::Heading { level, text: label });
    paragraphs(text, out);
}

fn paragraphs(text: &str, out: &mut Vec<Block>) {
    out.extend(text.lines().map(str::trim).filter(|l| !l.is_empty()).map(|l| Block::Paragraph(l.to_owned())));
}

fn deeper(level: u16) -> u16 {
    level.saturating_add(1).min(DEEPEST)
}

/// The Finnish way to write a date, used in both languages in Finland.
fn date(day: NaiveDate) -> String {
    day.format("%-d.%-m.%Y").to_string()
}

//! The readable part: one page that opens by itself, in the client's language.

use std::collections::HashMap;
use std::fmt::Write;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::Lang;
use rules::{Retention, Since};
use serde_json::{Map, Value};

use crate::catalogue::{Catalogue, How, KindOf};
use crate::read::{Collected, YOU};
use crate::words::Words;

/// What the page says of itself.
#[derive(Clone, Debug)]
pub struct Head {
    pub name: String,
    pub controller: String,
    pub made_at: DateTime<Utc>,
    /// Not everything: a professional started it.
    pub partly: bool,
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem;color:#1a1a1a;background:#fff}\
h1{font-size:1.8rem}h2{margin-top:2.5rem;border-bottom:2px solid #2a6ebb;padding-bottom:.2rem}\
article{border:1px solid #c8cdd0;border-radius:4px;padding:.6rem .8rem;margin:.6rem 0;break-inside:avoid}\
dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.15rem .8rem;margin:0}dt{color:#4a5560}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}\
.where{color:#4a5560;font-size:.9rem;margin:.4rem 0 0}a{color:#1f5c9e}nav ul{columns:2}@media(max-width:40rem){dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}nav ul{columns:1}}";

/// Draws the page. `files`: by the key of a row, where its file is.
pub(crate) fn page(
    head: &Head,
    words: &Words,
    collected: &Collected,
    catalogue: &Catalogue,
    retention: &Retention,
    files: &HashMap<String, String>,
) -> String {
    let mut out = String::new();
    let lang = match words.lang {
        Lang::Fi => "fi",
        Lang::Sv => "sv",
        Lang::En => "en",
    };
    let title = words.page("title");
    // Writing to a text cannot fail.
    let _ = write!(
        out,
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>{title}</title><style>{STYLE}</style></head><body><main><h1>{title}: {name}</h1><p>{made} {at}. {controller_word}: {controller}.</p><p>{about}</p>",
        name = escape(&head.name),
        made = words.page("made"),
        at = instant(words.lang, head.made_at),
        controller_word = words.page("controller"),
        controller = escape(&head.controller),
        about = words.page("about"),
    );
    if head.partly {
        let _ = write!(out, "<p><strong>{}</strong></p>", words.page("partly"));
    }
    let _ = write!(
        out,
        "<p>{}</p><nav aria-labelledby=\"contents\"><h2 id=\"contents\">{}</h2><ul>",
        words.page("mistakes"),
        words.page("contents")
    );
    let filled: Vec<_> = collected.parts.iter().filter(|p| !p.rows.is_empty()).collect();
    for part in &filled {
        let _ =
            write!(out, "<li><a href=\"#{}\">{}</a> ({})</li>", part.kind.code, escape(part.kind.label.get(words.lang)), part.rows.len());
    }
    let _ = write!(out, "</ul></nav><h2>{}</h2><p>{}</p>", words.page("purpose_head"), words.page("purpose"));
    for part in &filled {
        let _ = write!(
            out,
            "<section aria-labelledby=\"{0}\"><h2 id=\"{0}\">{1}</h2>",
            part.kind.code,
            escape(part.kind.label.get(words.lang))
        );
        if part.kind.code == "matters" {
            let _ = write!(out, "<p>{}</p>", words.page("joint"));
        }
        let mut told: Vec<&str> = Vec::new();
        for (column, reason) in &part.kind.left_out {
            if !["technical", "files"].contains(&reason.as_str())
                && let Some(reason) = catalogue.reasons.get(reason)
                && !told.contains(&reason.get(words.lang))
            {
                let _ = column;
                told.push(reason.get(words.lang));
            }
        }
        if !told.is_empty() {
            let _ = write!(out, "<p>{}: {}</p>", words.page("left_columns"), escape(&told.join(" ")));
        }
        for row in &part.rows {
            article(&mut out, words, part.kind, row, files);
        }
        out.push_str("</section>");
    }
    let empty: Vec<&str> = collected.parts.iter().filter(|p| p.rows.is_empty()).map(|p| p.kind.label.get(words.lang)).collect();
    if !empty.is_empty() {
        let _ = write!(out, "<h2>{}</h2><p>{} {}.</p>", words.page("none"), words.page("no_kinds"), escape(&empty.join(", ")));
    }
    let _ = write!(out, "<h2>{}</h2><dl>", words.page("retention_head"));
    for rule in &retention.rules {
        let periods: Vec<String> = rule
            .periods
            .iter()
            .map(|p| format!("{} {} {}", p.years, words.page("years"), words.page(&format!("from.{}", since(p.from)))))
            .collect();
        let _ =
            write!(out, "<dt>{}</dt><dd>{} ({})</dd>", escape(rule.label.get(words.lang)), escape(&periods.join("; ")), escape(&rule.law));
    }
    let _ = write!(out, "</dl><h2>{}</h2><ul>", words.page("left_out"));
    for one in catalogue.excluded.iter().filter(|e| e.told) {
        let _ = write!(out, "<li>{} ({})</li>", escape(one.about.get(words.lang)), escape(&one.law));
    }
    out.push_str("</ul></main></body></html>\n");
    out
}

pub(crate) const fn since(from: Since) -> &'static str {
    match from {
        Since::Birth => "birth",
        Since::Death => "death",
        Since::LastRelation => "last_relation",
        Since::Written => "written",
        Since::Settled => "settled",
    }
}

fn article(out: &mut String, words: &Words, kind: &KindOf, row: &Map<String, Value>, files: &HashMap<String, String>) {
    out.push_str("<article><dl>");
    let id = row.get("id").and_then(Value::as_str).unwrap_or_default();
    for field in kind.fields.iter().filter(|f| f.how != How::Data) {
        let Some(value) = row.get(&field.column) else { continue };
        let mut told = escape(&tell(words, &field.column, field.how, value));
        if field.how == How::File
            && let Some(path) = files.get(id)
        {
            let _ = write!(told, " <a href=\"{}\">{}</a>", escape(path), words.page("open_file"));
        }
        if !told.trim().is_empty() {
            let _ = write!(out, "<dt>{}</dt><dd>{told}</dd>", escape(words.column(&field.column)));
        }
    }
    out.push_str("</dl>");
    if let Some(belongs) = row.get("belongs") {
        let part = |name: &str| belongs.get(name).and_then(Value::as_str).unwrap_or_default();
        let _ = write!(
            out,
            "<p class=\"where\">{}, {} · {} {}</p>",
            escape(words.code("register", part("register"))),
            escape(words.code("service_task", part("service_task"))),
            words.page("row"),
            belongs.get("catalogue_row").and_then(Value::as_i64).unwrap_or_default()
        );
    }
    out.push_str("</article>");
}

fn tell(words: &Words, column: &str, how: How, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => words.page(if *yes { "yes" } else { "no" }).to_owned(),
        Value::Number(n) => match words.lang {
            Lang::En => n.to_string(),
            _ => n.to_string().replace('.', ","),
        },
        Value::String(text) => match how {
            How::Code | How::File => words.code(column, text).to_owned(),
            How::Action => words.action(text).to_owned(),
            How::Staff if text == YOU => words.page("you").to_owned(),
            _ => timely(words.lang, text),
        },
        // A text of rules has its languages; anything else stands in the data.
        Value::Object(map) => {
            let lang = match words.lang {
                Lang::Fi => "fi",
                Lang::Sv => "sv",
                Lang::En => "en",
            };
            map.get(lang).or_else(|| map.get("fi")).and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        Value::Array(all) => all.iter().map(|one| tell(words, column, how, one)).collect::<Vec<_>>().join(", "),
    }
}

/// Instants and days as people write them; anything else as it is.
fn timely(lang: Lang, text: &str) -> String {
    if text.len() >= 20
        && text.as_bytes().get(10) == Some(&b'T')
        && let Ok(at) = DateTime::parse_from_rfc3339(text)
    {
        return instant(lang, at.with_timezone(&Utc));
    }
    match text.parse::<NaiveDate>() {
        Ok(day) if text.len() == 10 => date(lang, day),
        _ => text.to_owned(),
    }
}

fn date(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::En => day.format("%-d %B %Y").to_string(),
        _ => day.format("%-d.%-m.%Y").to_string(),
    }
}

fn instant(lang: Lang, at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&chrono_tz::Europe::Helsinki);
    match lang {
        Lang::Fi => format!("{} klo {}", date(lang, local.date_naive()), local.format("%-H.%M")),
        Lang::Sv => format!("{} kl. {}", date(lang, local.date_naive()), local.format("%-H.%M")),
        Lang::En => format!("{} at {}", date(lang, local.date_naive()), local.format("%-H:%M")),
    }
}

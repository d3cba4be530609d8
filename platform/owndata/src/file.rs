//! The file: the readable page, the data, and what rooms brought, in one ZIP.

use std::collections::HashMap;
use std::io::{Cursor, Write};

use rules::Retention;
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::OwnDataError;
use crate::catalogue::Catalogue;
use crate::page::{Head, page, since};
use crate::read::Collected;
use crate::words::Words;

/// A file of its own that a room brought.
#[derive(Clone, Debug)]
pub struct Extra {
    /// Inside the ZIP: `attachments/…`.
    pub path: String,
    /// The row it is of.
    pub of: Option<String>,
    pub bytes: Vec<u8>,
}

/// The file, and how much is in it.
#[derive(Debug)]
pub struct Made {
    pub bytes: Vec<u8>,
    pub rows: usize,
}

/// Packs everything. Work for the processor: call it where it stops nobody.
///
/// # Errors
/// When a part cannot be written.
pub fn file(head: &Head, words: &Words, collected: &Collected, extras: &[Extra], retention: &Retention) -> Result<Made, OwnDataError> {
    let catalogue = Catalogue::get()?;
    let files: HashMap<String, String> = extras.iter().filter_map(|e| Some((e.of.clone()?, e.path.clone()))).collect();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |path: &str, bytes: &[u8]| -> Result<(), OwnDataError> {
        zip.start_file(path, SimpleFileOptions::default()).map_err(|_| OwnDataError::File)?;
        zip.write_all(bytes).map_err(|_| OwnDataError::File)
    };
    put("index.html", page(head, words, collected, catalogue, retention, &files).as_bytes())?;
    put("data/README.txt", readme(collected).as_bytes())?;
    put("data/index.json", pretty(&index(head, collected, catalogue, extras, retention))?.as_bytes())?;
    let mut rows = 0;
    for part in collected.parts.iter().filter(|p| !p.rows.is_empty()) {
        rows += part.rows.len();
        put(&format!("data/{}.json", part.kind.code), pretty(&json!(part.rows))?.as_bytes())?;
    }
    for extra in extras {
        put(&extra.path, &extra.bytes)?;
    }
    let bytes = zip.finish().map_err(|_| OwnDataError::File)?.into_inner();
    Ok(Made { bytes, rows })
}

fn pretty(value: &Value) -> Result<String, OwnDataError> {
    serde_json::to_string_pretty(value).map_err(|_| OwnDataError::File)
}

/// What each file is, which of its columns are left out and why, and what is not there at all.
fn index(head: &Head, collected: &Collected, catalogue: &Catalogue, extras: &[Extra], retention: &Retention) -> Value {
    let kinds: Vec<Value> = collected
        .parts
        .iter()
        .map(|part| {
            let left: serde_json::Map<String, Value> =
                part.kind.left_out.iter().map(|(c, r)| (c.clone(), json!(catalogue.reasons.get(r)))).collect();
            let file = (!part.rows.is_empty()).then(|| format!("{}.json", part.kind.code));
            let mut rows: Vec<i64> = part.rows.iter().filter_map(|r| r.get("belongs")?.get("catalogue_row")?.as_i64()).collect();
            rows.sort_unstable();
            rows.dedup();
            json!({ "code": part.kind.code, "label": part.kind.label, "file": file, "rows": part.rows.len(),
                "catalogue_rows": rows, "left_out": left })
        })
        .collect();
    let excluded: Vec<Value> =
        catalogue.excluded.iter().map(|e| json!({ "what": e.table, "about": e.about, "law": e.law, "mark": e.mark.code() })).collect();
    let kept: Vec<Value> = retention
        .rules
        .iter()
        .map(|rule| {
            let periods: Vec<Value> = rule.periods.iter().map(|p| json!({ "years": p.years, "from": since(p.from) })).collect();
            json!({ "label": rule.label, "register": rule.register, "service_tasks": rule.service_tasks, "periods": periods,
                "law": rule.law, "mark": rule.mark.code() })
        })
        .collect();
    json!({
        "made_at": head.made_at, "controller": head.controller, "whole": !head.partly, "controllers": collected.controllers,
        "kinds": kinds, "files": extras.iter().map(|e| &e.path).collect::<Vec<_>>(), "not_in_the_copy": excluded, "retention": kept,
    })
}

/// What the folder is, in three languages.
fn readme(collected: &Collected) -> String {
    let mut out = String::from(
        "FI  Tässä kansiossa ovat tietosi koneellisesti luettavina (JSON, UTF-8): yksi tiedosto kutakin lajia. index.json kertoo, mitä\n    \
         missäkin tiedostossa on, mitä on jätetty pois ja miksi, ja kuinka kauan tietoja säilytetään. Jokaisen rivin \"belongs\"\n    \
         kertoo rekisterinpitäjän, rekisterin, palvelutehtävän ja tietoluettelon rivin. Ajat ovat UTC-aikaa. \"self\" on sinä itse.\n\
         SV  Här är dina uppgifter i maskinläsbar form (JSON, UTF-8): en fil för varje slag. index.json berättar vad som finns i vilken\n    \
         fil, vad som har lämnats bort och varför, och hur länge uppgifterna bevaras. \"belongs\" på varje rad anger den\n    \
         personuppgiftsansvarige, registret, serviceuppgiften och raden i datakatalogen. Tiderna är UTC. \"self\" är du själv.\n\
         EN  Your data in machine-readable form (JSON, UTF-8): one file for each kind. index.json says what is in which file, what has\n    \
         been left out and why, and how long the data are kept. \"belongs\" of each row names the controller, the register, the\n    \
         service task and the row of the data catalogue. Times are in UTC. \"self\" is you.\n\n",
    );
    for part in collected.parts.iter().filter(|p| !p.rows.is_empty()) {
        let label = &part.kind.label;
        let line = [label.get(kernel::Lang::Fi), label.get(kernel::Lang::Sv), label.get(kernel::Lang::En)].join(" / ");
        out.push_str(&format!("{}.json  {} ({line})\n", part.kind.code, part.rows.len()));
    }
    out
}

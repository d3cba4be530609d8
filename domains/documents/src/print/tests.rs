use super::*;
use crate::mapping::extract;
use crate::structure::{Kind, shipped};
use serde_json::json;

fn decision() -> Value {
    json!({"decision": {
        "matter": {"subject": "Kotihoidon palvelut", "initiated_on": "2026-11-02"},
        "ruling": {"outcome": "partial", "text": "Teille myönnetään kotihoitoa ja turvapalvelu. Siivouspalvelua ei myönnetä.",
            "services": [{"service": "home_care", "details": "Kaksi käyntiä päivässä", "from": "2026-12-01"},
                {"service": "safety_alarm", "from": "2026-12-01", "until": "2027-11-30"}],
            "not_granted": "Siivouspalvelu", "valid_from": "2026-12-01", "valid_to": "2027-11-30"},
        "grounds": {"reasons": "Palvelutarpeen arvion mukaan tarvitsette apua peseytymisessä ja lääkkeiden otossa – ”omin sanoin” kerroitte, että suihkussa käynti pelottaa.\nSiivouksesta selviydytte läheisten tuella.",
            "legal_basis": ["Sosiaalihuoltolaki (1301/2014) 19 a §", "Sosiaalihuoltolaki (1301/2014) 45 §"]},
        "more_information": {"name": "Liisa Laine", "contact": "040 123 4567"},
        "appeal": {"kind": "1", "authority": "Yksilöasioiden jaosto", "address": "Kirjaamo, PL 24, 53101 Lappeenranta"}
    }})
}

/// Calls `then` with everything a print of this body takes.
fn with<T>(kind: Kind, body: &Value, lang: Lang, finished: bool, then: impl FnOnce(&Print<'_>) -> T) -> T {
    let s = shipped(kind).unwrap();
    let facts = extract(&s.structure, &s.mapping, body);
    then(&Print {
        structure: &s.structure,
        body,
        mapped: Some((&s.mapping.print, &facts)),
        lang,
        document_id: Uuid::nil(),
        version: 3,
        finished,
        organisation: Text::new("Etelä-Karjalan hyvinvointialue", "Södra Karelens välfärdsområde", "South Karelia"),
        unit: Some("Iäkkäiden asiakasohjaus".into()),
        clients: vec![PrintClient {
            name: "Virtanen, Aino Maria".into(),
            hetu: (kind == Kind::Decision).then(|| "010142-901B".into()),
            birth_date: "1942-01-01".parse().ok(),
        }],
        matter_number: Some("2026-000123".into()),
        made_by: Some("Liisa Laine, sosiaalityöntekijä".into()),
        made_on: "2026-11-21".parse().unwrap(),
        made_at: "2026-11-21T10:00:00Z".parse().unwrap(),
    })
}

fn printed(kind: Kind, body: &Value, lang: Lang, finished: bool) -> Vec<u8> {
    with(kind, body, lang, finished, |p| print(p).unwrap())
}

/// Every word of the pages in reading order, page by page, as they are placed.
fn placed(kind: Kind, body: &Value, lang: Lang, finished: bool) -> Vec<String> {
    let laid = with(kind, body, lang, finished, |p| layout::lay_out(font::fonts().unwrap(), &content::blocks(p)));
    let of = |line: &lines::Line| {
        let start = line.glyphs.first().unwrap().text_range.start;
        line.text[start..line.glyphs.last().unwrap().text_range.end].to_owned()
    };
    laid.pages.iter().map(|p| p.lines.iter().map(|l| of(&l.line)).collect::<Vec<_>>().join(" ")).collect()
}

/// Text of a file by `pdftotext`; nothing when it does not run.
fn text_of(pdf: &[u8]) -> Option<String> {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut child = Command::new("pdftotext")
        .args(["-raw", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(pdf).ok()?;
    String::from_utf8(child.wait_with_output().ok()?.stdout).ok()
}

#[test]
fn a_decision_prints_the_same_every_time() {
    let pdf = printed(Kind::Decision, &decision(), Lang::Fi, true);
    assert!(pdf.starts_with(b"%PDF-1.7"));
    assert_eq!(pdf, printed(Kind::Decision, &decision(), Lang::Fi, true));
}

#[test]
fn a_decision_says_what_the_law_asks_and_how_to_appeal() {
    let text = placed(Kind::Decision, &decision(), Lang::Fi, true).join(" ").replace('\u{a0}', " ");
    for words in [
        "Palvelupäätös",
        "Henkilötunnus: 010142-901B",
        "Osittain myönteinen",
        "Kotihoito",
        "Oikaisuvaatimusohje",
        "Yksilöasioiden jaosto",
        "”omin sanoin”",
        "1.12.2026",
        "19 a §",
    ] {
        assert!(text.contains(words), "{words} is missing from\n{text}");
    }
    assert!(!text.contains("LUONNOS"));
    assert!(!text.contains("Syntymäaika"), "the hetu says it");
}

#[test]
fn a_swedish_draft_says_so() {
    let text = placed(Kind::Decision, &decision(), Lang::Sv, false).join(" ");
    for words in ["UTKAST", "Beslut om service", "Personbeteckning", "Delvis positivt", "Hemvård", "Anvisning om begäran om omprövning"]
    {
        assert!(text.contains(words), "{words} is missing from\n{text}");
    }
}

#[test]
fn an_empty_field_has_no_label_and_an_empty_part_no_heading() {
    let body = json!({"plan": {"needs": {"client_view": "Pärjään.", "professional_view": " "}, "goals": [], "strengths": {}}});
    let text = placed(Kind::Plan, &body, Lang::Fi, false).join(" ");
    assert!(text.contains("Asiakkaan arvio: Pärjään."), "{text}");
    for words in ["Ammattihenkilön arvio", "Tavoitteet", "Vahvuudet"] {
        assert!(!text.contains(words), "{words}");
    }
}

fn long() -> Value {
    let paragraph = |i| format!("Kappale {i}: asiakas kertoo arjestaan pitkään ja perusteellisesti.");
    let text = (0..120).map(paragraph).collect::<Vec<_>>().join("\n");
    json!({"assessment": {"situation": {"summary": text, "needs_special_support": true}}})
}

#[test]
fn a_long_text_goes_on_to_further_pages_and_nothing_is_lost() {
    let pages = placed(Kind::Assessment, &long(), Lang::Fi, false);
    assert!(pages.len() >= 3, "{}", pages.len());
    let text = pages.join(" ");
    let found: Vec<usize> =
        (0..120).map(|i| text.find(&format!("Kappale {i}:")).unwrap_or_else(|| panic!("paragraph {i} is lost"))).collect();
    assert!(found.is_sorted(), "in order");
    assert!(text.contains("Asiakas tarvitsee erityistä tukea: Kyllä"), "{text}");
}

#[test]
fn lines_stay_within_the_margins() {
    for body in [long(), decision()] {
        let kind = if body.get("decision").is_some() { Kind::Decision } else { Kind::Assessment };
        let laid = with(kind, &body, Lang::Fi, true, |p| layout::lay_out(font::fonts().unwrap(), &content::blocks(p)));
        for l in laid.pages.iter().flat_map(|p| &p.lines) {
            assert!(l.x >= layout::LEFT && l.x + l.line.width <= layout::RIGHT + 0.5, "{}", l.line.text);
            assert!(l.y > 60.0 && l.y < layout::PAGE.1 - 55.0, "{} {}", l.y, l.line.text);
        }
    }
}

#[test]
fn the_tags_hold_every_line_once_and_headings_skip_no_level() {
    fn walk(node: &layout::Node, leaves: &mut Vec<usize>, levels: &mut Vec<u16>) {
        if let layout::Meaning::Heading(level, _) = node.meaning {
            levels.push(level);
        }
        for child in &node.children {
            match child {
                layout::Child::Leaf(leaf) => leaves.push(*leaf),
                layout::Child::Node(inner) => walk(inner, leaves, levels),
            }
        }
    }
    for (kind, body) in [(Kind::Assessment, long()), (Kind::Decision, decision())] {
        let laid = with(kind, &body, Lang::Fi, true, |p| layout::lay_out(font::fonts().unwrap(), &content::blocks(p)));
        let (mut leaves, mut levels) = (Vec::new(), Vec::new());
        laid.tree.iter().for_each(|n| walk(n, &mut leaves, &mut levels));
        leaves.sort_unstable();
        assert_eq!(leaves, (0..laid.leaves).collect::<Vec<_>>());
        assert_eq!(levels[0], 1);
        assert!(levels.windows(2).all(|w| w[1] <= w[0] + 1), "{levels:?}");
    }
}

#[test]
#[ignore = "needs pdftotext of poppler-utils"]
fn the_words_can_be_read_out_of_the_file() {
    let text = text_of(&printed(Kind::Decision, &decision(), Lang::Fi, false)).expect("pdftotext runs").replace('\n', " ");
    for words in ["LUONNOS", "Päätöksen perustelut", "–", "”omin sanoin”", "Sivu 1 / 2", "versio 3"] {
        assert!(text.contains(words), "{words} is missing from\n{text}");
    }
}

#[test]
fn characters_that_the_font_does_not_have_do_not_stop_the_print() {
    let body = json!({"plan": {"goals": [{"words": "Hymyillä 😀 ja oppia 日本語"}]}});
    assert!(!printed(Kind::Plan, &body, Lang::Fi, false).is_empty());
}

#[test]
fn an_empty_document_prints() {
    for kind in Kind::ALL {
        assert!(!printed(kind, &json!({}), Lang::Sv, false).is_empty(), "{kind}");
    }
}

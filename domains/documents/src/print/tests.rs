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

fn printed(kind: Kind, body: &Value, lang: Lang, finished: bool) -> Vec<u8> {
    let s = shipped(kind).unwrap();
    let facts = extract(&s.structure, &s.mapping, body);
    print(&Print {
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
    .unwrap()
}

/// Text of a file by `pdftotext`, when the machine has it.
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
    let Some(text) = text_of(&printed(Kind::Decision, &decision(), Lang::Fi, true)) else { return };
    for words in [
        "Palvelupäätös",
        "010142-901B",
        "Osittain myönteinen",
        "Kotihoito",
        "Oikaisuvaatimusohje",
        "Yksilöasioiden jaosto",
        "–",
        "”omin sanoin”",
        "1.12.2026",
        "19 a",
    ] {
        assert!(text.replace('\n', " ").contains(words), "{words} is missing from\n{text}");
    }
    assert!(!text.contains("LUONNOS"));
}

#[test]
fn a_swedish_draft_says_so() {
    let Some(text) = text_of(&printed(Kind::Decision, &decision(), Lang::Sv, false)) else { return };
    for words in ["UTKAST", "Beslut om service", "Personbeteckning", "Delvis positivt", "Hemvård", "Anvisning om begäran om omprövning"]
    {
        assert!(text.replace('\n', " ").contains(words), "{words} is missing from\n{text}");
    }
}

#[test]
fn a_long_text_goes_on_to_further_pages_and_nothing_is_lost() {
    let long =
        (0..400).map(|i| format!("Kappale {i}: asiakas kertoo arjestaan pitkään ja perusteellisesti.")).collect::<Vec<_>>().join("\n");
    let body = json!({"assessment": {"situation": {"summary": long, "needs_special_support": true}}});
    let pdf = printed(Kind::Assessment, &body, Lang::Fi, false);
    let Some(text) = text_of(&pdf) else { return };
    for i in 0..400 {
        assert!(text.contains(&format!("Kappale {i}:")), "paragraph {i} is lost");
    }
    assert!(text.contains("Erityistä tukea") || text.contains("erityistä tukea"));
    assert!(text.contains("Sivu 9 /"), "the pages are numbered");
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

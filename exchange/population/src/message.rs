//! A message of one person (`{"henkilotunnus", "muutospv", "tietoryhmat": […]}`) as words.
//!
//! Groups (`tietoryhma`) that are taken, as seen in published clients and their test data [verified: the early-education
//! system]: `HENKILON_NIMI`, `NIMENMUUTOS`, `NIMENMUUTOS_LAAJA` (former names), `TURVAKIELTO`,
//! `VAKINAINEN_KOTIMAINEN_OSOITE`, `KOTIKUNTA`, `KUOLINPAIVA`, `HENKILOTUNNUS_KORJAUS`, `AIDINKIELI`, `HUOLTAJA_SUPPEA`,
//! `HUOLLETTAVA_SUPPEA`, `LAPSI_SUPPEA`. By their names alone [uncertain]: `TILAPAINEN_KOTIMAINEN_OSOITE`,
//! `KOTIMAINEN_POSTIOSOITE` (read like the permanent address), `HUOLTAJA`, `HUOLLETTAVA`, `LAPSI`. Others (citizenship,
//! building codes, foreign addresses, guardianship of adults) are named in the message's row and not taken. How the guardians' tasks are
//! divided, and the mere right to information, are read of `huoltajanTehtavienJako` [uncertain: that the register keeps them is from
//! memory, the field's name and codes are this program's guess; a code that is not known narrows and never widens].
//!
//! `muutosattribuutti`: `LISATTY`, `MUUTETTU`, `LISATIETO` (context, no change) [verified]; `POISTETTU` [uncertain]. A date is
//! `{"arvo": "2019-09-25", "tarkkuus": "PAIVA"}`; a less exact one (`KUUKAUSI`, `VUOSI`) is no day and is left out [uncertain].
//! A number of the message itself (`kirjausavain`) is taken when there is one [uncertain: seen in no client]; else the page's key.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::hetu::Hetu;
use people::population::{AddressKind, Custody, CustodyShare, Home, Kin, Relative, Word};
use serde_json::Value;

use crate::source::number;

/// A message read.
#[derive(Clone, Debug)]
pub struct Message {
    pub hetu: Hetu,
    pub changed_at: Option<DateTime<Utc>>,
    pub number: Option<i64>,
    pub words: Vec<Word>,
    /// Names of all groups, in their order.
    pub groups: Vec<String>,
}

/// Why a message could not be read, and where in it. Codes and places only: the message names a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bad {
    pub reason: &'static str,
    pub place: String,
}

fn bad(reason: &'static str, place: impl Into<String>) -> Bad {
    Bad { reason, place: place.into() }
}

/// Whose message it is, when that much can be read.
pub fn whose(message: &Value) -> Option<Hetu> {
    Hetu::parse(message.get("henkilotunnus")?.as_str()?).ok()
}

/// Names of a message's groups, as far as they can be read.
pub fn groups(message: &Value) -> Vec<String> {
    let name = |group: &Value| group.get("tietoryhma").and_then(Value::as_str).map(str::to_owned);
    // A name from outside is cut to what a code can be.
    let code = |name: String| name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(60).collect::<String>();
    message.get("tietoryhmat").and_then(Value::as_array).map(|all| all.iter().filter_map(name).map(code).collect()).unwrap_or_default()
}

/// Reads a message, all of it or nothing.
///
/// # Errors
/// The first thing that cannot be read.
pub fn read(message: &Value) -> Result<Message, Bad> {
    let text = message.get("henkilotunnus").and_then(Value::as_str).ok_or_else(|| bad("missing", "henkilotunnus"))?;
    let hetu = Hetu::parse(text).map_err(|_| bad("not_a_hetu", "henkilotunnus"))?;
    let changed_at = match message.get("muutospv") {
        None | Some(Value::Null) => None,
        Some(value) => Some(instant(value).ok_or_else(|| bad("not_a_time", "muutospv"))?),
    };
    let all = message.get("tietoryhmat").and_then(Value::as_array).ok_or_else(|| bad("missing", "tietoryhmat"))?;
    let mut words = Vec::new();
    for (index, group) in all.iter().enumerate() {
        let place = format!("tietoryhmat[{index}]");
        let name = group.get("tietoryhma").and_then(Value::as_str).ok_or_else(|| bad("missing", format!("{place}.tietoryhma")))?;
        Group { it: group, place }.words(name, &mut words)?;
    }
    Ok(Message { hetu, changed_at, number: message.get("kirjausavain").and_then(number), words, groups: groups(message) })
}

fn instant(value: &Value) -> Option<DateTime<Utc>> {
    let text = value.as_str()?;
    let whole = DateTime::parse_from_rfc3339(text).ok().map(|at| at.with_timezone(&Utc));
    whole.or_else(|| Some(text.parse::<NaiveDate>().ok()?.and_hms_opt(12, 0, 0)?.and_utc()))
}

struct Group<'a> {
    it: &'a Value,
    place: String,
}

impl Group<'_> {
    fn words(&self, name: &str, words: &mut Vec<Word>) -> Result<(), Bad> {
        let removed = self.it.get("muutosattribuutti").and_then(Value::as_str) == Some("POISTETTU");
        match name {
            "HENKILON_NIMI" if !removed => words.push(Word::Name {
                family: self.text("sukunimi")?,
                given: self.first_text(&["etunimet", "etunimi"])?,
                from: self.day("alkupv")?,
            }),
            "NIMENMUUTOS" | "NIMENMUUTOS_LAAJA" => {
                let kind = self.it.get("nimilaji").and_then(Value::as_str).unwrap_or_default();
                if kind.starts_with("EDELLINEN") || kind.starts_with("ENTINEN") {
                    words.push(Word::FormerName(self.text("nimi")?));
                }
            }
            "VAKINAINEN_KOTIMAINEN_OSOITE" => self.address(AddressKind::Permanent, removed, words)?,
            "TILAPAINEN_KOTIMAINEN_OSOITE" => self.address(AddressKind::Temporary, removed, words)?,
            "KOTIMAINEN_POSTIOSOITE" => self.address(AddressKind::Postal, removed, words)?,
            "KOTIKUNTA" if !removed => {
                // Withheld with the address when that is protected.
                if let Some(code) = self.optional("kuntakoodi")? {
                    let since = self.day("kuntaanMuuttopv")?.or(self.day("kuntaanMuuttoPv")?);
                    words.push(Word::Home(Home { code, since }));
                }
            }
            "TURVAKIELTO" => {
                let active = self.flag("turvakieltoAktiivinen")? && !removed;
                words.push(Word::Protection { active, until: self.day("turvaLoppuPv")? });
            }
            "KUOLINPAIVA" => {
                let dead = !removed && self.it.get("kuollut").and_then(Value::as_bool).unwrap_or(true);
                words.push(Word::Death { dead, on: self.day("kuolinpv")? });
            }
            "HENKILOTUNNUS_KORJAUS" => {
                // One group a code: the passive ones say the same of the old codes.
                let passive = self.it.get("voimassaolo").and_then(Value::as_str) == Some("PASSIIVI");
                if !passive {
                    let code = self.text("aktiivinenHenkilotunnus")?;
                    words.push(Word::Hetu(Hetu::parse(&code).map_err(|_| bad("not_a_hetu", self.at("aktiivinenHenkilotunnus")))?));
                }
            }
            "AIDINKIELI" => {
                if let Some(code) = self.language() {
                    words.push(Word::Language(code));
                }
            }
            "HUOLTAJA_SUPPEA" | "HUOLTAJA" => self.family(Kin::Guardian, "huoltaja", removed, words)?,
            "HUOLLETTAVA_SUPPEA" | "HUOLLETTAVA" => self.family(Kin::Ward, "huollettava", removed, words)?,
            "LAPSI_SUPPEA" | "LAPSI" => self.family(Kin::Child, "lapsi", removed, words)?,
            _ => {}
        }
        Ok(())
    }

    fn at(&self, field: &str) -> String {
        format!("{}.{field}", self.place)
    }

    fn optional(&self, field: &str) -> Result<Option<String>, Bad> {
        match self.it.get(field) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.chars().count() > 300 => Err(bad("too_long", self.at(field))),
            Some(Value::String(text)) => Ok(Some(text.trim().to_owned()).filter(|t| !t.is_empty())),
            Some(_) => Err(bad("not_a_text", self.at(field))),
        }
    }

    fn text(&self, field: &str) -> Result<String, Bad> {
        self.optional(field)?.ok_or_else(|| bad("missing", self.at(field)))
    }

    fn first_text(&self, fields: &[&str]) -> Result<String, Bad> {
        for field in fields {
            if let Some(text) = self.optional(field)? {
                return Ok(text);
            }
        }
        Err(bad("missing", self.at(fields.first().copied().unwrap_or_default())))
    }

    fn flag(&self, field: &str) -> Result<bool, Bad> {
        self.it.get(field).and_then(Value::as_bool).ok_or_else(|| bad("missing", self.at(field)))
    }

    /// A day; one that is told less exactly is none.
    fn day(&self, field: &str) -> Result<Option<NaiveDate>, Bad> {
        let value = match self.it.get(field) {
            None | Some(Value::Null) => return Ok(None),
            Some(value) => value,
        };
        let exact = value.get("tarkkuus").and_then(Value::as_str).is_none_or(|t| t == "PAIVA");
        if !exact {
            return Ok(None);
        }
        let text = value.as_str().or_else(|| value.get("arvo").and_then(Value::as_str));
        let day = text.and_then(|t| t.parse::<NaiveDate>().ok()).ok_or_else(|| bad("not_a_day", self.at(field)))?;
        Ok(Some(day))
    }

    /// A text in Finnish, else in Swedish.
    fn in_words(&self, field: &str) -> Option<String> {
        let value = self.it.get(field)?;
        let text =
            value.as_str().or_else(|| value.get("fi").and_then(Value::as_str)).or_else(|| value.get("sv").and_then(Value::as_str))?;
        Some(text.trim().to_owned()).filter(|t| !t.is_empty() && t.chars().count() <= 200)
    }

    fn address(&self, kind: AddressKind, removed: bool, words: &mut Vec<Word>) -> Result<(), Bad> {
        let (from, to) = (self.day("alkupv")?, self.day("loppupv")?);
        let plain = |field: &str| self.optional(field);
        let text = match self.in_words("katunimi") {
            None => None,
            Some(street) => {
                let mut line = street;
                for part in [plain("katunumero")?, plain("huoneistokirjain")?, plain("huoneistonumero")?.map(bare), plain("jakokirjain")?] {
                    if let Some(part) = part.filter(|p| !p.is_empty()) {
                        line.push(' ');
                        line.push_str(&part);
                    }
                }
                let town = [plain("postinumero")?, self.in_words("postitoimipaikka")].into_iter().flatten().collect::<Vec<_>>().join(" ");
                if town.is_empty() { Some(line) } else { Some(format!("{line}, {town}")) }
            }
        };
        if removed && text.is_none() {
            return Ok(());
        }
        words.push(Word::Address { kind, text, from, to, removed });
        Ok(())
    }

    /// ISO 639-1: as told, or by the three letters of the languages of the land.
    fn language(&self) -> Option<String> {
        let two = |field: &str| {
            let code = self.it.get(field)?.as_str()?.to_ascii_lowercase();
            (code.len() == 2 && code.chars().all(|c| c.is_ascii_lowercase())).then_some(code)
        };
        two("kielikoodi").or_else(|| two("kielikoodiISO6391")).or_else(|| match self.it.get("kielikoodiISO6392")?.as_str()? {
            "fin" => Some("fi".into()),
            "swe" => Some("sv".into()),
            "sme" => Some("se".into()),
            "eng" => Some("en".into()),
            "rus" => Some("ru".into()),
            "est" => Some("et".into()),
            _ => None,
        })
    }

    fn family(&self, kin: Kin, field: &str, removed: bool, words: &mut Vec<Word>) -> Result<(), Bad> {
        let other = self.it.get(field).ok_or_else(|| bad("missing", self.at(field)))?;
        let person = Group { it: other, place: self.at(field) };
        let hetu = match person.optional("henkilotunnus")? {
            Some(code) => Some(Hetu::parse(&code).map_err(|_| bad("not_a_hetu", person.at("henkilotunnus")))?),
            None => None,
        };
        let (family, given) = (person.optional("sukunimi")?, person.optional("etunimet")?);
        let name = match (family, given) {
            (Some(family), Some(given)) => format!("{family}, {given}"),
            (one, other) => one.or(other).unwrap_or_default(),
        };
        if hetu.is_none() && name.is_empty() {
            return Err(bad("missing", person.at("henkilotunnus")));
        }
        let word = |field: &str| self.it.get(field).and_then(Value::as_str).unwrap_or_default();
        let custody = Custody {
            parent: matches!(word("huoltajanRooli"), "AITI" | "ISA" | "VANHEMPI"),
            appointed: word("huoltajanLaji") == "MAARATTY_HUOLTAJA",
            share: match word("huoltajanTehtavienJako") {
                "" | "EI_JAETTU" => CustodyShare::Whole,
                "TIEDONSAANTIOIKEUS" => CustodyShare::Information,
                // A division that is not known here is a division all the same.
                _ => CustodyShare::Divided,
            },
        };
        let over = self.it.get("lapsiVanhempiSuhdePaattynyt").and_then(Value::as_bool).unwrap_or(false);
        words.push(Word::Family {
            kin,
            custody,
            person: Relative { hetu, name },
            from: self.day("huoltosuhteenAlkupv")?,
            to: self.day("huoltosuhteenLoppupv")?,
            removed: removed || over,
        });
        Ok(())
    }
}

/// "003" → "3".
fn bare(number: String) -> String {
    number.trim_start_matches('0').to_owned()
}

/// The same message written in one way, whatever order its fields came in.
pub fn canonical(message: &Value) -> Value {
    match message {
        Value::Object(fields) => {
            let mut names: Vec<&String> = fields.keys().collect();
            names.sort();
            Value::Object(names.into_iter().filter_map(|n| Some((n.clone(), canonical(fields.get(n)?)))).collect())
        }
        Value::Array(all) => Value::Array(all.iter().map(canonical).collect()),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn message(group: Value) -> Value {
        json!({ "henkilotunnus": "010190Y901R", "muutospv": "2026-11-20T22:00:00.000Z", "tietoryhmat": [group] })
    }
    fn word(group: Value) -> Word {
        read(&message(group)).unwrap().words.remove(0)
    }

    #[test]
    fn groups_become_words() {
        let street = json!({
            "tietoryhma": "VAKINAINEN_KOTIMAINEN_OSOITE", "muutosattribuutti": "LISATTY", "katunimi": { "fi": "Uusitie", "sv": "Nyvägen" },
            "katunumero": "17", "huoneistokirjain": "A", "huoneistonumero": "002", "postinumero": "53100",
            "postitoimipaikka": { "fi": "LAPPEENRANTA", "sv": "VILLMANSTRAND" }, "alkupv": { "arvo": "2026-11-01", "tarkkuus": "PAIVA" },
        });
        match word(street) {
            Word::Address { kind: AddressKind::Permanent, text, from, to: None, removed: false } => {
                assert_eq!(text.as_deref(), Some("Uusitie 17 A 2, 53100 LAPPEENRANTA"));
                assert_eq!(from, Some("2026-11-01".parse().unwrap()));
            }
            other => panic!("{other:?}"),
        }
        // Withheld with the protection: changed, but where to is not told.
        let hidden = json!({ "tietoryhma": "VAKINAINEN_KOTIMAINEN_OSOITE", "turvakiellonAlaisetKentat": ["katunimi"], "muutosattribuutti": "MUUTETTU" });
        assert!(matches!(word(hidden), Word::Address { text: None, .. }));
        let guardian = json!({
            "tietoryhma": "HUOLTAJA_SUPPEA", "huoltaja": { "henkilotunnus": "020516C903K", "etunimet": "Etu", "sukunimi": "Suku" },
            "huoltajanLaji": "MAARATTY_HUOLTAJA", "huoltajanRooli": "MUU", "huoltosuhteenLoppupv": { "arvo": "2036-11-16", "tarkkuus": "PAIVA" },
        });
        match word(guardian) {
            Word::Family { kin: Kin::Guardian, custody, person, to, removed: false, .. } => {
                assert_eq!((custody.parent, custody.appointed, person.name.as_str()), (false, true, "Suku, Etu"));
                assert!(to.is_some());
                assert_eq!(custody.share, CustodyShare::Whole);
            }
            other => panic!("{other:?}"),
        }
        for (code, share) in [("TIEDONSAANTIOIKEUS", CustodyShare::Information), ("JOKIN_MUU", CustodyShare::Divided)] {
            let group =
                json!({ "tietoryhma": "HUOLTAJA", "huoltaja": { "sukunimi": "Suku", "etunimet": "Etu" }, "huoltajanTehtavienJako": code });
            assert!(matches!(word(group), Word::Family { custody, .. } if custody.share == share), "{code}");
        }
        let death = json!({ "tietoryhma": "KUOLINPAIVA", "kuollut": true, "kuolinpv": { "arvo": "2026-11-00", "tarkkuus": "KUUKAUSI" } });
        assert!(matches!(word(death), Word::Death { dead: true, on: None }), "a month is no day");
        let unknown = read(&message(json!({ "tietoryhma": "JOKU_MUU", "x": 1 }))).unwrap();
        assert_eq!((unknown.words.len(), unknown.groups), (0, vec!["JOKU_MUU".to_owned()]));
    }

    #[test]
    fn what_cannot_be_read_says_where() {
        let told = |value: &Value| read(value).map(|_| ()).unwrap_err();
        let cases = [
            (json!({ "bogus": [] }), "missing", "henkilotunnus"),
            (json!({ "henkilotunnus": "rikkinainen" }), "not_a_hetu", "henkilotunnus"),
            (json!({ "henkilotunnus": "010190Y901R" }), "missing", "tietoryhmat"),
            (message(json!({ "tietoryhma": "HENKILON_NIMI", "etunimi": "Aino" })), "missing", "tietoryhmat[0].sukunimi"),
            (message(json!({ "tietoryhma": "HENKILON_NIMI", "etunimi": 7, "sukunimi": "A" })), "not_a_text", "tietoryhmat[0].etunimi"),
            (message(json!({ "tietoryhma": "TURVAKIELTO" })), "missing", "tietoryhmat[0].turvakieltoAktiivinen"),
            (
                message(json!({ "tietoryhma": "KUOLINPAIVA", "kuolinpv": { "arvo": "2026-13-01", "tarkkuus": "PAIVA" } })),
                "not_a_day",
                "tietoryhmat[0].kuolinpv",
            ),
            (
                message(
                    json!({ "tietoryhma": "HENKILOTUNNUS_KORJAUS", "voimassaolo": "AKTIIVI", "aktiivinenHenkilotunnus": "010190-999X" }),
                ),
                "not_a_hetu",
                "tietoryhmat[0].aktiivinenHenkilotunnus",
            ),
        ];
        for (value, reason, place) in cases {
            assert_eq!(told(&value), bad(reason, place));
        }
    }

    #[test]
    fn the_order_of_fields_does_not_matter() {
        let one: Value = serde_json::from_str(r#"{"a":1,"b":{"c":[{"x":1,"y":2}],"d":2}}"#).unwrap();
        let two: Value = serde_json::from_str(r#"{"b":{"d":2,"c":[{"y":2,"x":1}]},"a":1}"#).unwrap();
        assert_eq!(canonical(&one).to_string(), canonical(&two).to_string());
    }
}

//! Names of places and people that histories mention; units of the county carry the same names.

use crate::county::NAMES;
use crate::dice::Dice;
use crate::needs::HOME_CARE_UNITS;

#[derive(Clone, Debug)]
pub struct Places {
    pub hospital: &'static str,
    pub emergency: String,
    pub ward: String,
    pub surgery: String,
    pub rehabilitation: String,
    pub health_centres: Vec<String>,
    /// Municipality of each health centre.
    pub municipalities: Vec<&'static str>,
    pub home_care: [&'static str; HOME_CARE_UNITS],
    pub doctors: Vec<String>,
    pub nurses: Vec<String>,
    pub physiotherapists: Vec<String>,
}

impl Places {
    /// Of a county with its municipalities, largest first.
    pub fn of(seed: u64, county: &str, municipalities: &[&'static str]) -> Self {
        let hospital = if county == "etela-karjala" { "EKKS" } else { "Keskussairaala" };
        let town = |place: usize| {
            municipalities.get(place).or(municipalities.first()).map(|code| people::municipality::name(code).fi).unwrap_or_default()
        };
        let mut dice = Dice::new(seed, "places", 0);
        let mut people = |count: usize| -> Vec<String> {
            let Some(names) = NAMES.first() else { return Vec::new() };
            (0..count)
                .map(|n| {
                    let given = if n % 3 == 0 { &names.male } else { &names.female };
                    format!("{} {}", dice.common(given), dice.common(&names.family))
                })
                .collect()
        };
        let mut doctors = people(30);
        if let Some(first) = doctors.first_mut() {
            *first = "Pekka Aalto".into();
        }
        let nurses = people(60);
        let physiotherapists = people(12);
        Self {
            hospital,
            emergency: format!("{hospital} päivystys"),
            ward: format!("{hospital} sisätaudit 2 A"),
            surgery: format!("{hospital} kirurgia 4 B"),
            rehabilitation: format!("Kuntoutus {}", town(1)),
            health_centres: municipalities
                .iter()
                .map(|code| format!("{} hyvinvointiasema", genitive(&people::municipality::name(code).fi)))
                .collect(),
            municipalities: municipalities.to_vec(),
            home_care: ["Kotihoito Rantatie", "Kotihoito Keskusta", "Kotihoito Harju", "Kotihoito Länsi", "Kotihoito Pohjoinen"],
            doctors,
            nurses,
            physiotherapists,
        }
    }

    /// The health centre of a municipality.
    pub fn health_centre(&self, municipality: &str) -> &str {
        let place = self.municipalities.iter().position(|code| *code == municipality).unwrap_or(0);
        self.health_centres.get(place).or(self.health_centres.first()).map(String::as_str).unwrap_or_default()
    }

    pub fn home_care_unit(&self, unit: usize) -> &'static str {
        let [first, ..] = self.home_care;
        self.home_care.get(unit).copied().unwrap_or(first)
    }
}

/// "Imatra" → "Imatran", "Lappeenranta" → "Lappeenrannan". The few that bend inside are known; others take an n.
fn genitive(name: &str) -> String {
    let bends = [
        ("ranta", "rannan"),
        ("niemi", "niemen"),
        ("järvi", "järven"),
        ("joki", "joen"),
        ("lahti", "lahden"),
        ("mäki", "mäen"),
        ("linna", "linnan"),
        ("koski", "kosken"),
        ("kylä", "kylän"),
        ("saari", "saaren"),
        ("pelto", "pellon"),
        ("kaupunki", "kaupungin"),
        ("salmi", "salmen"),
        ("vesi", "veden"),
        ("suo", "suon"),
        ("nen", "sen"),
        ("lampi", "lammin"),
        ("Helsinki", "Helsingin"),
        ("Turku", "Turun"),
        ("Tampere", "Tampereen"),
        ("Hanko", "Hangon"),
        ("Lemi", "Lemin"),
        ("Savitaipale", "Savitaipaleen"),
        ("Taipalsaari", "Taipalsaaren"),
        ("Vantaa", "Vantaan"),
        ("lehti", "lehden"),
    ];
    for (end, bent) in bends {
        if let Some(stem) = name.strip_suffix(end) {
            return format!("{stem}{bent}");
        }
    }
    match name.chars().last() {
        Some('i') if name.len() > 3 => format!("{name}n"),
        Some(last) if "aeiouyäöå".contains(last) => format!("{name}n"),
        _ => format!("{name}in"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_bend() {
        for (name, bent) in [
            ("Imatra", "Imatran"),
            ("Lappeenranta", "Lappeenrannan"),
            ("Ruokolahti", "Ruokolahden"),
            ("Luumäki", "Luumäen"),
            ("Rautjärvi", "Rautjärven"),
            ("Savitaipale", "Savitaipaleen"),
            ("Taipalsaari", "Taipalsaaren"),
            ("Lemi", "Lemin"),
            ("Parikkala", "Parikkalan"),
        ] {
            assert_eq!(super::genitive(name), bent);
        }
    }
}

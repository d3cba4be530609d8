//! What is known of the counties: shares of ages and sexes, of long-term conditions, of ways of living, municipalities,
//! names. The tables of `data/` name their sources.

use std::sync::LazyLock;

use kernel::Text;
use kernel::hetu::Sex;

/// A county that can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct County {
    /// What the command line calls it.
    pub key: &'static str,
    fi: &'static str,
    sv: &'static str,
    en: &'static str,
}

impl County {
    pub fn name(&self) -> Text {
        Text::new(self.fi, self.sv, self.en)
    }

    pub fn find(key: &str) -> Option<&'static County> {
        COUNTIES.iter().find(|county| county.key == key)
    }
}

/// Lines of a table without its remarks and head, cut at commas (no value of ours holds one).
fn lines(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1).map(|line| line.split(',').collect())
}

/// The place of a county's column in a table.
fn column(table: &'static str, key: &str) -> Option<usize> {
    table.lines().find(|line| !line.starts_with('#'))?.split(',').position(|name| name == key)
}

fn number(line: &[&str], place: usize) -> f64 {
    line.get(place).and_then(|text| text.parse().ok()).unwrap_or(0.0)
}

/// The 21 wellbeing services counties and Helsinki.
pub static COUNTIES: LazyLock<Vec<County>> = LazyLock::new(|| {
    lines(include_str!("../data/counties.csv"))
        .filter_map(|line| match line.as_slice() {
            [key, fi, sv, en] => Some(County { key, fi, sv, en }),
            _ => None,
        })
        .collect()
});

/// Share of the population of one sex and age class.
#[derive(Clone, Copy, Debug)]
pub struct AgeClass {
    pub sex: Sex,
    /// Ages in whole years, both included.
    pub from: i32,
    pub to: i32,
    pub share: f64,
}

/// A long-term condition with its share.
#[derive(Clone, Copy, Debug)]
pub struct Morbidity {
    pub icd10: &'static str,
    pub title: &'static str,
    /// Share of all.
    pub all: f64,
    /// Share of those aged 65 or over, where it is known.
    pub older: Option<f64>,
    pub from_age: i32,
    /// How steeply it grows with age.
    pub growth: f64,
    pub sex: Option<Sex>,
}

#[derive(Clone, Copy, Debug)]
pub struct Municipality {
    pub code: &'static str,
    pub share: f64,
    pub postal_code: &'static str,
}

/// Shares of the whole population.
#[derive(Clone, Copy, Debug, Default)]
pub struct Living {
    pub unmarried: f64,
    pub divorced: f64,
    pub widowed: f64,
    pub one_adult_family: f64,
    /// Living alone: below 75, 75–84, 85–89, 90 or over.
    pub alone: [f64; 4],
    pub foreign_background: f64,
}

/// The means of one county.
#[derive(Clone, Debug)]
pub struct Means {
    pub ages: Vec<AgeClass>,
    pub conditions: Vec<Morbidity>,
    pub municipalities: Vec<Municipality>,
    pub living: Living,
}

const AGES: &str = include_str!("../data/ages.csv");
const CONDITIONS: &str = include_str!("../data/conditions.csv");
const HOUSEHOLDS: &str = include_str!("../data/households.csv");
const MUNICIPALITIES: &str = include_str!("../data/municipalities.csv");

impl Means {
    /// Of a county by its key; `None` when there is no such county.
    pub fn of(key: &str) -> Option<Self> {
        County::find(key)?;
        let place = column(AGES, key)?;
        let ages = lines(AGES)
            .filter_map(|line| {
                let (from, to) = line.first()?.split_once('-')?;
                let sex = sex(line.get(1)?)?;
                Some(AgeClass { sex, from: from.parse().ok()?, to: to.parse().ok()?, share: number(&line, place) })
            })
            .collect();
        let place = column(CONDITIONS, key)?;
        let mut conditions: Vec<Morbidity> = Vec::new();
        for line in lines(CONDITIONS) {
            let [icd10, title, band, from_age, growth, one_sex, ..] = line.as_slice() else { continue };
            let share = number(&line, place);
            if *band == "all" {
                let (from_age, growth) = (from_age.parse().unwrap_or(0), growth.parse().unwrap_or(0.0));
                conditions.push(Morbidity { icd10, title, all: share, older: None, from_age, growth, sex: sex(one_sex) });
            } else if let Some(one) = conditions.iter_mut().find(|one| one.icd10 == *icd10) {
                one.older = Some(share);
            }
        }
        let all: Vec<(&'static str, f64, &'static str)> = lines(MUNICIPALITIES)
            .filter_map(|line| match line.as_slice() {
                [county, code, inhabitants, postal_code] if *county == key => Some((*code, inhabitants.parse().ok()?, *postal_code)),
                _ => None,
            })
            .collect();
        let whole: f64 = all.iter().map(|(_, inhabitants, _)| inhabitants).sum();
        let municipalities = all
            .into_iter()
            .map(|(code, inhabitants, postal_code)| Municipality { code, share: inhabitants / whole, postal_code })
            .collect();
        let place = column(HOUSEHOLDS, key)?;
        let mut living = Living::default();
        for line in lines(HOUSEHOLDS) {
            let share = number(&line, place);
            let [below_75, from_75, from_85, from_90] = &mut living.alone;
            match line.first().copied().unwrap_or_default() {
                "unmarried" => living.unmarried = share,
                "divorced" => living.divorced = share,
                "widowed" => living.widowed = share,
                "one_adult_family" => living.one_adult_family = share,
                "alone_below_75" => *below_75 = share,
                "alone_75" => *from_75 = share,
                "alone_85" => *from_85 = share,
                "alone_90" => *from_90 = share,
                "foreign_background" => living.foreign_background = share,
                _ => {}
            }
        }
        Some(Self { ages, conditions, municipalities, living })
    }
}

fn sex(code: &str) -> Option<Sex> {
    match code {
        "female" => Some(Sex::Female),
        "male" => Some(Sex::Male),
        _ => None,
    }
}

/// Names of one language, most common first.
#[derive(Clone, Debug)]
pub struct Names {
    pub language: &'static str,
    pub female: Vec<&'static str>,
    pub male: Vec<&'static str>,
    pub family: Vec<&'static str>,
}

impl Names {
    pub fn given(&self, sex: Sex) -> &[&'static str] {
        match sex {
            Sex::Female => &self.female,
            Sex::Male => &self.male,
        }
    }
}

/// Languages with their names; Finnish first.
pub static NAMES: LazyLock<Vec<Names>> = LazyLock::new(|| {
    let mut all: Vec<Names> = Vec::new();
    for line in lines(include_str!("../data/names.csv")) {
        let [language, kind, names] = line.as_slice() else { continue };
        let names: Vec<&'static str> = names.split(' ').collect();
        if all.last().is_none_or(|last| last.language != *language) {
            all.push(Names { language, female: Vec::new(), male: Vec::new(), family: Vec::new() });
        }
        if let Some(last) = all.last_mut() {
            match *kind {
                "female" => last.female = names,
                "male" => last.male = names,
                _ => last.family = names,
            }
        }
    }
    all
});

pub static STREETS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| lines(include_str!("../data/streets.csv")).filter_map(|line| line.first().copied()).collect());

#[cfg(test)]
impl Means {
    /// The share of those aged 65 or over, by the age classes (the class that holds 65 is cut evenly).
    pub fn older(&self) -> f64 {
        self.ages
            .iter()
            .map(|class| {
                let years = f64::from(class.to - class.from + 1);
                class.share * f64::from((class.to - class.from.max(65) + 1).max(0)) / years
            })
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_county_has_its_whole_means() {
        assert_eq!(COUNTIES.len(), 22);
        for county in COUNTIES.iter() {
            let means = Means::of(county.key).unwrap();
            let whole: f64 = means.ages.iter().map(|class| class.share).sum();
            assert!((whole - 1.0).abs() < 1e-4, "{}: {whole}", county.key);
            assert_eq!(means.ages.len(), 40);
            assert!(means.conditions.len() >= 35 && means.conditions.iter().all(|c| c.all > 0.0), "{}", county.key);
            assert!(means.conditions.iter().filter(|c| c.older.is_some()).count() >= 12);
            assert!((means.municipalities.iter().map(|m| m.share).sum::<f64>() - 1.0).abs() < 1e-9);
            assert!(means.municipalities.iter().all(|m| people::municipality::known(m.code) && m.postal_code.len() == 5), "{}", county.key);
            assert!(means.living.unmarried > 0.3 && means.living.alone.iter().all(|share| *share > 0.0));
            let name = county.name();
            assert!(!name.fi.is_empty() && name.sv.is_some() && name.en.is_some());
        }
    }

    #[test]
    fn south_karelia_is_as_the_source_tells() {
        let means = Means::of("etela-karjala").unwrap();
        let older = means.older();
        assert!((older - 0.2907).abs() < 0.012, "{older}"); // published: 29.07 %
        let women: f64 = means.ages.iter().filter(|class| class.sex == Sex::Female).map(|class| class.share).sum();
        assert!((women - 0.4995).abs() < 0.0005, "{women}");
        assert_eq!(means.municipalities.first().map(|m| m.code), Some("405"));
        assert!(Means::of("atlantis").is_none());
    }

    #[test]
    fn names_are_there_for_every_language() {
        assert_eq!(NAMES.first().map(|n| n.language), Some("fi"));
        for names in NAMES.iter() {
            assert!(names.female.len() >= 6 && names.male.len() >= 6 && names.family.len() >= 6, "{}", names.language);
        }
        assert!(STREETS.len() > 30);
    }
}

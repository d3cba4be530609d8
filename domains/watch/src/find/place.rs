//! Postal addresses as they are written: "Kauppakatu 12 A 4, 53100 Lappeenranta". Enough of them is read to tell the same home and the
//! next house; one that is not written so is compared as a whole and is nobody's neighbour.

/// Where a home is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Home {
    /// The whole, letters alike, blanks single.
    whole: String,
    building: Option<Building>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Building {
    street: String,
    number: u32,
    /// "A" of "12A": a house of its own on the same number.
    letter: String,
    postcode: String,
}

impl Home {
    pub fn read(text: &str) -> Self {
        let whole = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let building = building(&whole);
        Self { whole, building }
    }

    /// The same home: everything that is written is the same.
    pub fn same(&self, other: &Self) -> bool {
        !self.whole.is_empty() && self.whole == other.whole
    }

    /// The same building, or one of the same street whose number is at most `reach` away.
    pub fn beside(&self, other: &Self, reach: u32) -> bool {
        match (&self.building, &other.building) {
            (Some(one), Some(two)) if one.street == two.street && one.postcode == two.postcode => {
                let away = one.number.abs_diff(two.number);
                // On one number, another letter is the next house and no longer the same building.
                if away == 0 && one.letter != two.letter { reach > 0 } else { away <= reach }
            }
            _ => false,
        }
    }
}

fn building(whole: &str) -> Option<Building> {
    let (line, town) = whole.split_once(',')?;
    let postcode = town.split_whitespace().next().filter(|code| code.len() == 5 && code.chars().all(|c| c.is_ascii_digit()))?;
    let words: Vec<&str> = line.split(' ').collect();
    // The number is the first word that begins with a digit and has a street before it.
    let at = words.iter().skip(1).position(|word| word.starts_with(|c: char| c.is_ascii_digit()))? + 1;
    let word = words.get(at)?;
    let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
    Some(Building {
        street: words.get(..at)?.join(" "),
        number: digits.parse().ok()?,
        letter: word.chars().skip(digits.len()).filter(|c| c.is_alphabetic()).collect(),
        postcode: postcode.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::Home;

    #[test]
    fn homes_are_told_apart_as_people_write_them() {
        let home = |text: &str| Home::read(text);
        let mine = home("Kauppakatu 12 A 4, 53100 Lappeenranta");
        for (other, same, building, next) in [
            ("Kauppakatu 12 A 4,  53100 LAPPEENRANTA", true, true, true),
            ("Kauppakatu 12 B 9, 53100 Lappeenranta", false, true, true),
            ("Kauppakatu 12, 53100 Lappeenranta", false, true, true),
            ("Kauppakatu 12b, 53100 Lappeenranta", false, false, true),
            ("Kauppakatu 14, 53100 Lappeenranta", false, false, true),
            ("Kauppakatu 10 A 1, 53100 Lappeenranta", false, false, true),
            ("Kauppakatu 15, 53100 Lappeenranta", false, false, false),
            ("Kauppakatu 12 A 4, 55100 Imatra", false, false, false),
            ("Kirkkokatu 12 A 4, 53100 Lappeenranta", false, false, false),
            ("Poste restante, 53100 Lappeenranta", false, false, false),
            ("", false, false, false),
        ] {
            let other_home = home(other);
            assert_eq!(mine.same(&other_home), same, "{other}");
            assert_eq!(mine.beside(&other_home, 0), building, "{other}");
            assert_eq!(mine.beside(&other_home, 2), next, "{other}");
            assert_eq!(other_home.beside(&mine, 2), next, "{other}, the other way");
        }
        assert!(!home("").same(&home("")), "nothing is nobody's home");
    }

    #[test]
    fn a_street_of_several_words_and_a_range_of_numbers() {
        let one = Home::read("Vanha Mikkelintie 3-5 C 12, 54710 Lemi");
        assert!(one.beside(&Home::read("Vanha Mikkelintie 5, 54710 Lemi"), 2));
        assert!(!one.beside(&Home::read("Mikkelintie 3, 54710 Lemi"), 2));
    }
}

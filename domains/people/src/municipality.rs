//! Names of municipalities by their three-digit code.

use std::collections::HashMap;
use std::sync::LazyLock;

use kernel::Text;

static NAMES: LazyLock<HashMap<&'static str, (&'static str, &'static str)>> = LazyLock::new(|| {
    include_str!("../data/municipalities.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut parts = line.split('\t');
            Some((parts.next()?, (parts.next()?, parts.next()?)))
        })
        .collect()
});

/// Whether the code (1.2.246.537.6.21, e.g. `405`) is a Finnish municipality's.
pub fn known(code: &str) -> bool {
    NAMES.contains_key(code)
}

/// The name; the code itself when it is not known (a municipality that has ceased).
pub fn name(code: &str) -> Text {
    match NAMES.get(code) {
        Some((fi, sv)) => Text { fi: (*fi).into(), sv: Some((*sv).into()), en: None },
        None => Text::fi(code),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_list_is_whole() {
        assert!(super::NAMES.len() > 300);
        assert_eq!(super::name("405").fi, "Lappeenranta");
        assert_eq!(super::name("405").sv.as_deref(), Some("Villmanstrand"));
        assert!(super::known("153") && !super::known("999"));
    }
}

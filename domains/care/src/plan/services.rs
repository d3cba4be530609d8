//! The names of services, as the shipped plan structure lists them.

use std::collections::HashMap;
use std::sync::LazyLock;

use documents::Kind;
use documents::structure::{codes_of, shipped};
use kernel::Text;

static NAMES: LazyLock<HashMap<String, Text>> = LazyLock::new(|| {
    let node =
        shipped(Kind::Plan).ok().and_then(|s| s.structure.schema.pointer("/properties/plan/properties/services/items/properties/service"));
    node.map(|node| codes_of(node).into_iter().collect()).unwrap_or_default()
});

/// The words of a service's code; the code itself when the product does not know it.
pub fn name(code: &str) -> Text {
    NAMES.get(code).cloned().unwrap_or_else(|| Text::fi(code))
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_service_has_a_name_in_three_languages() {
        let home_care = name("home_care");
        assert_eq!(home_care.fi, "Kotihoito");
        assert!(home_care.sv.is_some() && home_care.en.is_some());
        assert_eq!(name("unheard_of").fi, "unheard_of");
    }
}

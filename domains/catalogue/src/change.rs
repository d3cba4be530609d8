//! What a change of an item's main group or level would change. Pure.

use rules::{Catalogue, Governance, Item};

use crate::model::{CatalogueChange, ItemSide};

/// The item as it is and as it would be. An item with facets keeps them: `level` is then the item's main level, and whether it may
/// leave the county is still said by its parts.
pub(crate) fn change(catalogue: &Catalogue, item: &Item, group: &str, level: Governance) -> CatalogueChange {
    let after = Item { group: group.to_owned(), level, ..item.clone() };
    let side = |item: &Item| ItemSide {
        group: item.group.clone(),
        level: item.level,
        opens: catalogue.roles_of(&item.group).into_iter().map(str::to_owned).collect(),
        leaves: item.leaves(),
    };
    let (before, after) = (side(item), side(&after));
    let only = |these: &[String], those: &[String]| these.iter().filter(|role| !those.contains(role)).cloned().collect();
    CatalogueChange {
        row: item.row,
        gain: only(&after.opens, &before.opens),
        lose: only(&before.opens, &after.opens),
        changes: before != after,
        before,
        after,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use rules::Rules;

    use super::*;

    #[test]
    fn who_gains_and_who_loses_and_whether_it_leaves() {
        let rules = Rules::shipped().unwrap();
        let catalogue = &rules.catalogue.on("2026-11-22".parse().unwrap()).body;
        let item = |row| catalogue.item(row).unwrap();
        let nurses = ["home_care_nurse", "acute_nurse"];

        let to_payments = change(catalogue, item(18), "payments", Governance::Joint);
        assert_eq!((to_payments.lose, to_payments.gain), (nurses.map(str::to_owned).to_vec(), vec![]));
        assert!(to_payments.changes && to_payments.before.leaves && to_payments.after.leaves);

        let to_services = change(catalogue, item(28), "services", Governance::County);
        assert_eq!((to_services.gain, to_services.lose), (nurses.map(str::to_owned).to_vec(), vec![]));
        assert!(to_services.before.leaves && !to_services.after.leaves);

        assert!(!change(catalogue, item(28), "payments", Governance::JointlyDefined).changes);
        // The direct choice is Kela's whatever the county makes of the rest.
        assert!(change(catalogue, item(20), "services", Governance::County).after.leaves);
    }
}

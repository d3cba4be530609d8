use crate::card::IdentityCard;
use crate::name;

/// Whole names before beginnings, the living before the dead, then by name and birth date.
pub fn sort(cards: &mut [IdentityCard], parts: &[String]) {
    cards.sort_by_cached_key(|card| {
        let keys = name::keys([card.family_name.as_str(), card.given_name.as_str()]);
        let whole = parts.iter().filter(|p| keys.contains(*p)).count();
        (parts.len() - whole, card.deceased, name::fold(&card.family_name), name::fold(&card.given_name), card.birth_date, card.id)
    });
}

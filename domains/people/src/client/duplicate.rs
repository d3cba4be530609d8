//! Whether a like client exists already. A client written twice splits their data, so the like ones are shown before a new one
//! is made.

use chrono::NaiveDate;
use kernel::ClientId;
use sea_orm::FromQueryResult;
use store::sea_orm::DbErr;
use store::sql;
use trust::Work;
use uuid::Uuid;

use crate::name;
use crate::search::by_exact_parts;

/// What is known of the one to be made.
pub struct Like<'a> {
    pub family_name: &'a str,
    pub given_names: &'a str,
    pub birth_date: Option<NaiveDate>,
    pub municipality: Option<&'a str>,
    /// Another's code settles that they are another.
    pub has_hetu: bool,
}

/// Most candidates shown.
const MOST: usize = 10;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    family_name: String,
    given_names: String,
    birth_date: Option<NaiveDate>,
    municipality: Option<String>,
    identity: String,
}

/// Clients of the same or a similar name with the same birth date, and of the same name with no contradicting birth date.
pub async fn candidates(work: &Work, like: &Like<'_>) -> Result<Vec<ClientId>, DbErr> {
    let columns = "SELECT id, family_name, given_names, birth_date, municipality, identity FROM client";
    let mut rows: Vec<Row> = Vec::new();
    if let Some(birth) = like.birth_date {
        // A day has about one in thirty thousand of all residents.
        rows = sql::all(work, &format!("{columns} WHERE birth_date = $1 ORDER BY id LIMIT 500"), [birth.into()]).await?;
        rows.retain(|r| similar(like, r));
    }
    let first = like.given_names.split_whitespace().next().unwrap_or_default();
    let parts = name::asked(&format!("{} {first}", like.family_name));
    let named = by_exact_parts(work, &parts, 200).await?;
    if !named.is_empty() {
        let text = format!("{columns} WHERE id IN ({}) ORDER BY id", sql::params(1, named.len()));
        let same: Vec<Row> = sql::all(work, &text, named.iter().map(|c| c.0.into())).await?;
        for row in same {
            let unknown = like.birth_date.is_none() || row.birth_date.is_none();
            let elsewhere = like.municipality.is_some() && row.municipality.is_some() && like.municipality != row.municipality.as_deref();
            if unknown && !elsewhere && !rows.iter().any(|r| r.id == row.id) {
                rows.push(row);
            }
        }
    }
    rows.retain(|r| !(like.has_hetu && r.identity == "hetu"));
    rows.truncate(MOST);
    Ok(rows.into_iter().map(|r| ClientId(r.id)).collect())
}

/// Family name and first given name both near, or the two written the wrong way round.
fn similar(like: &Like<'_>, row: &Row) -> bool {
    let first = |names: &str| names.split_whitespace().next().map(name::fold).unwrap_or_default();
    let (family, given) = (name::fold(like.family_name), first(like.given_names));
    let (other_family, other_given) = (name::fold(&row.family_name), first(&row.given_names));
    let any_given = row.given_names.split_whitespace().map(name::fold).any(|g| near(&given, &g));
    (near(&family, &other_family) && (any_given || near(&given, &other_given)))
        || (near(&family, &other_given) && near(&given, &other_family))
}

/// One slip in a short name, two in a longer one; or one name is the beginning of the other (a double name half written).
fn near(a: &str, b: &str) -> bool {
    let shorter = a.chars().count().min(b.chars().count());
    if shorter >= 4 && (a.starts_with(b) || b.starts_with(a)) {
        return true;
    }
    distance(a, b) <= if shorter >= 6 { 2 } else { 1 }
}

/// Letters added, left out, changed or two neighbours swapped.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, to) in b.iter().enumerate() {
            let at = |row: &[usize], k: usize| row.get(k).copied().unwrap_or(usize::MAX / 2);
            let changed = at(&last, j) + usize::from(from != to);
            let mut best = changed.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            if i > 0 && j > 0 && a.get(i - 1) == Some(to) && b.get(j - 1) == Some(from) {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(a.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_near_and_other_names_are_not() {
        for (a, b) in [
            ("virtanen", "virtanne"),
            ("makinen", "makine"),
            ("aino", "aini"),
            ("annaliisa", "anna"),
            ("korhonen", "korhonnen"),
            ("eeva", "eva"),
        ] {
            assert!(near(a, b) && near(b, a), "{a} {b}");
        }
        for (a, b) in [("aino", "eino2"), ("virtanen", "korhonen"), ("niemi", "lahti"), ("matti", "maija")] {
            assert!(!near(a, b), "{a} {b}");
        }
        assert_eq!(distance("ca", "ac"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}

//! What people tell (faults, feedback on accessibility) is kept, looked for and answered alike, whatever its table.

use kernel::Problem;
use kernel::hetu::Hetu;
use serde::Deserialize;
use store::sea_orm::Value;
use store::sql;
use trust::{Work, known};
use uuid::Uuid;

use crate::failed;

/// Longest report or answer, in characters.
const LONGEST: usize = 4_000;
/// The most that is listed at once.
pub(crate) const PAGE: u64 = 200;

/// The answer to a fault or to feedback.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct GivenAnswer {
    pub answer: String,
}

/// The path with every part that could name something of somebody's left out: only words of the program's own addresses stay.
pub(crate) fn without_ids(page: &str) -> String {
    let path = page.split(['?', '#']).next().unwrap_or_default();
    let parts = path.split('/').map(|part| {
        let word = part.len() <= 40 && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'_');
        if word { part } else { ":" }
    });
    parts.collect::<Vec<_>>().join("/").chars().take(200).collect()
}

/// Words as they are kept, or what is wrong with them.
pub(crate) fn words(path: &str, given: &str) -> Result<String, Problem> {
    let given = given.trim();
    match given.chars().count() {
        0 => return Err(Problem::invalid_field(path, "required")),
        n if n > LONGEST => return Err(Problem::invalid_field(path, "too_long")),
        _ => {}
    }
    // The one thing that can be told for certain to be a person's.
    let tokens = given.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '.' | ':'));
    if tokens.into_iter().any(|t| t.parse::<Hetu>().is_ok()) {
        return Err(Problem::invalid_field(path, "hetu_in_text"));
    }
    Ok(given.to_owned())
}

/// The condition that a list's `state` asks for.
pub(crate) fn of_state(state: Option<String>) -> Result<(&'static str, Vec<Value>), Problem> {
    known("state", state.as_deref(), &["open", "answered"])?;
    Ok(state.map_or(("", Vec::new()), |state| (" WHERE state = $1", vec![state.into()])))
}

/// Writes an answer, or mends the one there is. `false`: another version has come since `seen`, or there is no such row.
pub(crate) async fn write_answer(
    work: &mut Work,
    table: &'static str,
    id: Uuid,
    seen: i32,
    by: Uuid,
    body: &GivenAnswer,
) -> Result<bool, Problem> {
    work.object(table, id);
    let text = words("/answer", &body.answer)?;
    let update = format!(
        "UPDATE {table} SET answer = $3, answered_by = $4, answered_at = $5, state = 'answered', version = version + 1, updated_at = $5 \
         WHERE id = $1 AND version = $2"
    );
    let values: [Value; 5] = [id.into(), seen.into(), text.into(), by.into(), work.at().into()];
    Ok(sql::exec(&*work, &update, values).await.map_err(failed)?.rows_affected() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_keeps_no_ids() {
        for (given, kept) in [
            ("/clients/0193a2b4-1111-7222-8333-444455556666/plans?q=Aino", "/clients/:/plans"),
            ("/desk#x", "/desk"),
            ("/matters/A-2026-000001", "/matters/:"),
            ("/clients/Aino Virtanen", "/clients/:"),
            ("", ""),
        ] {
            assert_eq!(without_ids(given), kept);
        }
        assert!(without_ids(&"/aa".repeat(500)).len() <= 200);
    }

    #[test]
    fn a_hetu_is_not_taken() {
        let hetu = Hetu::synthetic("1942-01-01".parse().unwrap(), kernel::hetu::Sex::Female, 3).unwrap();
        assert!(words("/words", &format!("Haku ei löydä ({}).", hetu.reveal())).is_err());
        assert!(words("/words", "  ").is_err());
        assert!(words("/words", &"a".repeat(LONGEST + 1)).is_err());
        assert_eq!(words("/words", " Nappi ei toimi 010203-04 ").unwrap(), "Nappi ei toimi 010203-04");
    }
}

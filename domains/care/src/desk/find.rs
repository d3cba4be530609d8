//! Search inside the queue: a number, a name, a municipality or a service task.

use kernel::Lang;
use people::search::named_sql;
use rules::{CodeLabel, Rules};
use sea_orm::Value;
use store::Keyring;
use trust::Listed;

use super::filter::Where;
use crate::Error;

/// What was typed, understood.
#[derive(Debug, Default)]
pub struct Asked {
    /// Matters by number, situation, task, or the names of their clients.
    pub by_row: Where,
    /// Codes of municipalities whose name begins so.
    pub municipalities: Vec<String>,
}

/// Understands what was typed; the predicate's values begin at `$first`.
pub fn ask(listed: &Listed, keys: &Keyring, rules: &Rules, q: &str, first: usize) -> Result<Asked, Error> {
    let q = q.trim();
    let mut parts: Vec<String> = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    if let Some(number) = number(q) {
        parts.push(format!("m.number LIKE ${}", first + values.len()));
        values.push(format!("%{number}%").into());
    }
    let today = listed.today();
    let needs = &rules.needs.on(today).body;
    for (column, list) in [("service_task", &needs.service_tasks), ("situation", &needs.situations)] {
        for code in list.iter().filter(|item| labelled(item, q)) {
            parts.push(format!("m.{column} = ${}", first + values.len()));
            values.push(code.code.clone().into());
        }
    }
    let municipalities: Vec<String> = rules
        .routing
        .on(today)
        .body
        .municipalities
        .iter()
        .filter(|m| begins(m.label.get(Lang::Fi), q) || begins(m.label.get(Lang::Sv), q))
        .map(|m| m.code.clone())
        .collect();
    match named_sql(listed, keys, q, "mc.client_id", first + values.len()) {
        Ok((text, named)) => {
            parts.push(format!("EXISTS (SELECT 1 FROM matter_client mc WHERE mc.matter_id = m.id AND mc.left_at IS NULL AND {text})"));
            values.extend(named);
        }
        // Too short for a name, but a number or a place was meant.
        Err(_) if !parts.is_empty() || !municipalities.is_empty() => {}
        Err(error) => return Err(Error::Problem(error.into())),
    }
    let text = if parts.is_empty() { "1 = 0".to_owned() } else { format!("({})", parts.join(" OR ")) };
    Ok(Asked { by_row: Where { text, values }, municipalities })
}

/// The part of a matter's number: letters, digits and hyphens, with a digit.
fn number(q: &str) -> Option<String> {
    let fits = q.len() <= 20 && q.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && q.chars().any(|c| c.is_ascii_digit());
    fits.then(|| q.to_ascii_uppercase())
}

fn labelled(item: &CodeLabel, q: &str) -> bool {
    [Lang::Fi, Lang::Sv, Lang::En]
        .iter()
        .any(|lang| item.label.get(*lang).split(' ').any(|word| begins(word, q)) || begins(item.label.get(*lang), q))
}

/// At least three letters that something begins with.
fn begins(text: &str, q: &str) -> bool {
    q.chars().count() >= 3 && text.to_lowercase().starts_with(&q.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_a_digit_and_no_wildcards() {
        assert_eq!(number("a-2026-0047").as_deref(), Some("A-2026-0047"));
        assert_eq!(number("4711").as_deref(), Some("4711"));
        assert_eq!(number("virtanen"), None);
        assert_eq!(number("47%"), None);
        assert_eq!(number("4_1"), None);
    }

    #[test]
    fn a_place_or_a_task_begins_with_what_was_typed() {
        assert!(begins("Imatra", "ima"));
        assert!(begins("Lappeenranta", "LAPPEENRANTA"));
        assert!(!begins("Imatra", "im"));
        let rules = Rules::shipped().unwrap();
        let today = "2026-11-21".parse().unwrap();
        let tasks: Vec<&str> =
            rules.needs.on(today).body.service_tasks.iter().filter(|t| labelled(t, "vammais")).map(|t| t.code.as_str()).collect();
        assert_eq!(tasks, ["disability"]);
    }
}

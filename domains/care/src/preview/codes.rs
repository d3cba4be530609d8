//! Which entries of a text come, go and change: what can be said of kinds whose effect is not counted from data.

use rules::entries;

use super::view::CodeEffect;

/// What `after` has otherwise than `before`, in the order of the text; what it no longer has at the end.
pub fn effect((before, after): &(String, String)) -> Vec<CodeEffect> {
    let (before, after) = (entries(before), entries(after));
    let told = |list: &str, code: &str, change: &str| CodeEffect { list: list.into(), code: code.into(), change: change.into() };
    let mut effects = Vec::new();
    for (list, code, content) in &after {
        match before.iter().find(|(l, c, _)| (l, c) == (list, code)) {
            None => effects.push(told(list, code, "new")),
            Some((_, _, was)) if was != content => effects.push(told(list, code, "changed")),
            Some(_) => {}
        }
    }
    let gone = before.iter().filter(|(list, code, _)| !after.iter().any(|(l, c, _)| (l, c) == (list, code)));
    effects.extend(gone.map(|(list, code, _)| told(list, code, "gone")));
    effects
}

//! Which codes of grounds, needs and rules of quality come, go and change.

use rulekeeping::Prepared;

use super::view::CodeEffect;

pub fn effect(change: &Prepared) -> Vec<CodeEffect> {
    let day = change.valid_from;
    if change.kind == "grounds" {
        let (before, after) = (&change.before.grounds.on(day).body.grounds, &change.after.grounds.on(day).body.grounds);
        return compare("grounds", before, after, |ground| ground.code.as_str());
    }
    if change.kind == "quality" {
        let (before, after) = (&change.before.quality.on(day).body, &change.after.quality.on(day).body);
        let mut effects = compare("items", &before.items, &after.items, |rule| rule.item.code());
        effects.extend(compare("parts", &before.parts, &after.parts, |words| words.part.code()));
        return effects;
    }
    let (before, after) = (&change.before.needs.on(day).body, &change.after.needs.on(day).body);
    [
        ("need_reasons", &before.need_reasons, &after.need_reasons),
        ("notifiers", &before.notifiers, &after.notifiers),
        ("service_tasks", &before.service_tasks, &after.service_tasks),
        ("situations", &before.situations, &after.situations),
        ("urgencies", &before.urgencies, &after.urgencies),
        ("close_one_roles", &before.close_one_roles, &after.close_one_roles),
        ("matter_close_reasons", &before.matter_close_reasons, &after.matter_close_reasons),
        ("customership_close_reasons", &before.customership_close_reasons, &after.customership_close_reasons),
        ("return_reasons", &before.return_reasons, &after.return_reasons),
        ("pause_reasons", &before.pause_reasons, &after.pause_reasons),
    ]
    .into_iter()
    .flat_map(|(list, before, after)| compare(list, before, after, |item| item.code.as_str()))
    .collect()
}

fn compare<T: PartialEq>(list: &str, before: &[T], after: &[T], code: impl Fn(&T) -> &str) -> Vec<CodeEffect> {
    let told = |item: &T, change: &str| CodeEffect { list: list.to_owned(), code: code(item).to_owned(), change: change.to_owned() };
    let mut effects = Vec::new();
    for item in after {
        match before.iter().find(|other| code(other) == code(item)) {
            None => effects.push(told(item, "new")),
            Some(other) if other != item => effects.push(told(item, "changed")),
            Some(_) => {}
        }
    }
    effects.extend(before.iter().filter(|item| !after.iter().any(|other| code(other) == code(item))).map(|item| told(item, "gone")));
    effects
}

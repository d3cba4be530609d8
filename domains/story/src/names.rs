//! What a thing is called: by the rules for what has a code of ours, by its source otherwise. Pure.

use chrono::NaiveDate;
use kernel::Text;
use rules::{LabelledList, Rules, StoryPart};

use crate::things::Thing;

/// The name; none where neither the rules nor the row say.
pub(crate) fn name(rules: &Rules, today: NaiveDate, thing: &Thing) -> Option<Text> {
    let code = thing.row.code.as_str();
    let title = || thing.row.title.as_deref().map(str::trim).filter(|title| !title.is_empty()).map(Text::fi);
    match thing.part {
        StoryPart::Customership => {
            Some(rules.needs.on(today).body.label(LabelledList::ServiceTasks, code).cloned().unwrap_or_else(|| Text::fi(code)))
        }
        StoryPart::Matter => rules.needs.on(today).body.label(LabelledList::Situations, code).cloned(),
        StoryPart::Measurement => {
            Some(rules.measures.on(today).body.of(code).map_or_else(|| Text::fi(code), |measure| measure.name.clone()))
        }
        StoryPart::Request => Some(rules.requests.on(today).body.kind(code).map_or_else(|| Text::fi(code), |kind| kind.name.clone())),
        StoryPart::HomeRisk | StoryPart::HomeMended => {
            Some(rules.homesafety.on(today).body.item(code).map_or_else(|| Text::fi(code), |item| item.risk.clone()))
        }
        StoryPart::Alert => {
            let known = rules.alerts.on(today).body.rules.iter().find(|rule| rule.id == code).map(|rule| rule.label.clone());
            Some(known.unwrap_or_else(|| Text::fi(code)))
        }
        StoryPart::PlanService => {
            let service = care::plan::services::name(code);
            Some(match title() {
                Some(who) => each(&service, |text| format!("{text} ({})", who.fi)),
                None => service,
            })
        }
        StoryPart::Decision => services(thing.row.title.as_deref().unwrap_or_default()),
        _ => title(),
    }
}

/// Codes of services, comma-separated, by their names.
fn services(codes: &str) -> Option<Text> {
    let names: Vec<Text> = codes.split(',').map(str::trim).filter(|code| !code.is_empty()).map(care::plan::services::name).collect();
    let joined = |of: &dyn Fn(&Text) -> String| names.iter().map(of).collect::<Vec<_>>().join(", ");
    (!names.is_empty()).then(|| Text {
        fi: joined(&|name| name.fi.clone()),
        sv: Some(joined(&|name| name.sv.clone().unwrap_or_else(|| name.fi.clone()))),
        en: Some(joined(&|name| name.en.clone().unwrap_or_else(|| name.fi.clone()))),
    })
}

/// The same done to each language.
pub(crate) fn each(text: &Text, with: impl Fn(&str) -> String) -> Text {
    Text { fi: with(&text.fi), sv: text.sv.as_deref().map(&with), en: text.en.as_deref().map(&with) }
}

/// A sentence of the rules with its places filled.
pub(crate) fn filled(sentence: &Text, name: Option<&Text>, count: usize) -> Text {
    let count = count.to_string();
    let fill = |text: &str, name: &str| text.replace("{name}", name).replace("{count}", &count);
    let of = |lang: kernel::Lang| name.map_or("", |name| name.get(lang));
    Text {
        fi: fill(&sentence.fi, of(kernel::Lang::Fi)),
        sv: sentence.sv.as_deref().map(|text| fill(text, of(kernel::Lang::Sv))),
        en: sentence.en.as_deref().map(|text| fill(text, of(kernel::Lang::En))),
    }
}

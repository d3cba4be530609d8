use std::collections::BTreeMap;

use kernel::{Register, ServiceTask, Text, codes};
use serde::{Deserialize, Serialize};

use crate::cel::{Asked, Cel, CelFault, Number};
use crate::kinds::watch::Severity;
use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

codes! {
    /// What a rule can count. Each is told by the room that keeps it (`store::FactSource` of the same code): one more is a line here and
    /// one there.
    AlertSource {
        EmergencyVisit => "emergency_visit", WardStay => "ward_stay", HomeCareVisit => "home_care_visit", Contact => "contact",
        BookedTime => "booked_time", Weight => "weight", Assessment => "assessment", Appointment => "appointment",
        // Of any measure of functional ability: the newest is in its gravest band; it is worse than the one before by more than an error.
        MeasurePastLimit => "measure_past_limit", MeasureWorsened => "measure_worsened",
    }
}

codes! {
    /// Whose things a figure counts.
    WhoseFigure { Client => "client", InformalCarer => "informal_carer" }
}

/// Days since what has never been.
pub const NEVER: i64 = 99_999;

/// When a worker is told of a client by themself: what is counted, when it is too much or too little, and whose desk it goes to.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alerts {
    pub rules: Vec<AlertRule>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertRule {
    pub id: String,
    pub on: bool,
    /// Key of the team whose desk it goes to.
    pub team: String,
    /// Where the alert belongs, and so who can see it.
    pub register: Register,
    pub service_task: ServiceTask,
    pub severity: Severity,
    /// What handling one takes, in minutes: for the reckoning before it is put in force.
    pub minutes: u32,
    /// After so many days from its closing it is raised anew, if it still holds.
    pub repeat_days: Option<u32>,
    /// The law lets data of another register be used without the client's permit.
    pub by_law: bool,
    pub figures: Vec<AlertFigure>,
    /// When it is raised: a condition on the figures.
    pub when: Condition,
    /// Law and section, as far as known; see `mark`.
    pub law: String,
    pub mark: Mark,
    pub label: Text,
    /// Why, with the figures: `{visits.count}`.
    pub why: Text,
    /// What is usually done.
    pub advice: Text,
    /// The same to the client, plainly.
    pub plain: Text,
}

/// Something counted.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertFigure {
    /// How the condition and the words name it.
    pub name: String,
    pub source: AlertSource,
    pub of: Option<WhoseFigure>,
    /// Days back from today, 1–730.
    pub days: u32,
    /// Days forward instead, 1–365: what has been booked.
    pub ahead: Option<u32>,
}

/// A condition with its text. One that cannot be read is told when the rules are checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "String")]
pub struct Condition {
    pub text: String,
    read: Result<Cel, CelFault>,
}

impl From<String> for Condition {
    fn from(text: String) -> Self {
        Self { read: Cel::read(&text), text }
    }
}

impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// What was counted of one figure of one client.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = AlertFigures)]
pub struct Figure {
    pub count: i64,
    /// How many are going on.
    pub open: i64,
    /// Days since the last began.
    pub days_since: i64,
    /// Days since the last ended.
    pub days_since_end: i64,
    /// What was measured first and last in the window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earliest: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest: Option<f64>,
}

impl Default for Figure {
    fn default() -> Self {
        Self { count: 0, open: 0, days_since: NEVER, days_since_end: NEVER, earliest: None, latest: None }
    }
}

/// The figures of a rule by name.
pub type Figures = BTreeMap<String, Figure>;

/// The fields of a figure, as conditions and words name them.
const FIELDS: [&str; 7] = ["count", "open", "days_since", "days_since_end", "earliest", "latest", "change_percent"];

impl Figure {
    fn numbers(&self) -> [(&'static str, Number); 7] {
        let real = |n: Option<f64>| Number::Real(n.unwrap_or_default());
        [
            ("count", Number::Whole(self.count)),
            ("open", Number::Whole(self.open)),
            ("days_since", Number::Whole(self.days_since)),
            ("days_since_end", Number::Whole(self.days_since_end)),
            ("earliest", real(self.earliest)),
            ("latest", real(self.latest)),
            ("change_percent", Number::Real(self.change_percent())),
        ]
    }

    /// From the first to the last measured; nothing while there are not two.
    fn change_percent(&self) -> f64 {
        match (self.earliest, self.latest) {
            (Some(earliest), Some(latest)) if earliest != 0.0 => (latest - earliest) / earliest * 100.0,
            _ => 0.0,
        }
    }

    fn word(&self, field: &str) -> Option<String> {
        let number = self.numbers().into_iter().find(|(name, _)| *name == field)?.1;
        Some(match number {
            Number::Whole(n) => n.to_string(),
            Number::Real(n) => format!("{n:.1}"),
        })
    }
}

impl AlertRule {
    /// Whether it holds of a client with these figures; one that is not among them has counted nothing.
    ///
    /// # Errors
    /// When the condition gives no answer.
    pub fn holds(&self, figures: &Figures) -> Result<bool, CelFault> {
        let nothing = Figure::default();
        let asked: Asked<'_> = self
            .figures
            .iter()
            .map(|figure| (figure.name.as_str(), figures.get(&figure.name).unwrap_or(&nothing).numbers().to_vec()))
            .collect();
        self.when.read.as_ref().map_err(Clone::clone)?.holds(&asked)
    }

    /// The numbers that its condition names, of figures in their order: as long as they are the same, so is the answer.
    pub fn named_numbers(&self, figures: &[Figure], numbers: &mut Vec<u64>) {
        let Ok(read) = &self.when.read else { return };
        for (name, field) in read.named() {
            let Some((_, figure)) = self.figures.iter().zip(figures).find(|(one, _)| one.name == name) else { continue };
            let bits = figure.numbers().into_iter().find(|(known, _)| *known == field).map(|(_, number)| match number {
                Number::Whole(n) => u64::from_ne_bytes(n.to_ne_bytes()),
                Number::Real(n) => n.to_bits(),
            });
            numbers.extend(bits);
        }
    }

    /// Whether its condition asks how long ago something was: then its answer may change by days going by alone.
    pub fn asks_days(&self) -> bool {
        self.when.read.as_ref().is_ok_and(|read| read.named().any(|(_, field)| matches!(field, "days_since" | "days_since_end")))
    }

    /// A text of the rule with the figures in it.
    pub fn told(&self, text: &Text, figures: &Figures) -> Text {
        let fill = |text: &str, comma: bool| {
            let mut filled = text.to_owned();
            for (place, figure, field) in places(text) {
                let word = figures.get(&figure).copied().unwrap_or_default().word(&field).unwrap_or_default();
                filled = filled.replace(&place, &if comma { word.replace('.', ",") } else { word });
            }
            filled
        };
        Text { fi: fill(&text.fi, true), sv: text.sv.as_deref().map(|t| fill(t, true)), en: text.en.as_deref().map(|t| fill(t, false)) }
    }

    /// Whether some figure counts another's things than the client's own.
    pub fn of_another(&self) -> bool {
        self.figures.iter().any(|figure| figure.of == Some(WhoseFigure::InformalCarer))
    }
}

/// Places of a text: as written, the figure and the field.
fn places(text: &str) -> Vec<(String, String, String)> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(inside, _)| inside))
        .map(|inside| {
            let (figure, field) = inside.split_once('.').unwrap_or((inside, ""));
            (format!("{{{inside}}}"), figure.to_owned(), field.to_owned())
        })
        .collect()
}

/// Figures a condition is tried on before it is let in: nothing known, a little, a lot.
fn samples(rule: &AlertRule) -> Vec<Figures> {
    let some = |count: i64, days: i64, amount: f64| Figure {
        count,
        open: count,
        days_since: days,
        days_since_end: days,
        earliest: Some(amount),
        latest: Some(amount / 2.0),
    };
    [Figure::default(), some(1, 0, 1.0), some(1_000_000, NEVER, 1e9), some(3, 12, 0.0)]
        .into_iter()
        .map(|figure| rule.figures.iter().map(|one| (one.name.clone(), figure)).collect())
        .collect()
}

impl RuleKind for Alerts {
    const KIND: &'static str = "alerts";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.unique("rules", "id", self.rules.iter().map(|rule| rule.id.as_str()));
        for (index, rule) in self.rules.iter().enumerate() {
            faults.enter("rules", index);
            let id = rule.id.as_str();
            for (name, text) in [("label", &rule.label), ("why", &rule.why), ("advice", &rule.advice), ("plain", &rule.plain)] {
                faults.text(id, name, text);
            }
            if rule.law.trim().is_empty() {
                faults.add(Some(id), "law", "law_missing", "is empty");
            }
            let mut range = |field: &str, value: u32, least: u32, most: u32| {
                if !(least..=most).contains(&value) {
                    faults
                        .add(Some(id), field, "number_range", format!("must be from {least} to {most}"))
                        .param("least", least.to_string())
                        .param("most", most.to_string());
                }
            };
            range("minutes", rule.minutes, 1, 600);
            if let Some(days) = rule.repeat_days {
                range("repeat_days", days, 1, 730);
            }
            for (at, figure) in rule.figures.iter().enumerate() {
                range(&format!("figures[{at}].days"), figure.days, 1, 730);
                if let Some(days) = figure.ahead {
                    range(&format!("figures[{at}].ahead"), days, 1, 365);
                }
            }
            if rule.figures.is_empty() {
                faults.add(Some(id), "figures", "empty", "is empty");
            }
            for (at, figure) in rule.figures.iter().enumerate() {
                let word = figure.name.chars().all(|c| c.is_ascii_lowercase() || c == '_') && !figure.name.is_empty();
                if !word || rule.figures.iter().take(at).any(|other| other.name == figure.name) {
                    let problem = "must be one word of small letters, once in its rule";
                    faults.add(Some(id), &format!("figures[{at}].name"), "alert_name", problem).param("found", &figure.name);
                }
            }
            let known = |figure: &str, field: &str| rule.figures.iter().any(|one| one.name == figure) && FIELDS.contains(&field);
            for (name, text) in [("why", &rule.why), ("advice", &rule.advice), ("plain", &rule.plain), ("label", &rule.label)] {
                let all = [Some(text.fi.as_str()), text.sv.as_deref(), text.en.as_deref()];
                for (place, figure, field) in all.into_iter().flatten().flat_map(places) {
                    if !known(&figure, &field) {
                        let problem = format!("`{place}` is no figure of the rule");
                        faults.add(Some(id), name, "alert_place", problem).param("found", place);
                    }
                }
            }
            let read = match &rule.when.read {
                Ok(read) => read,
                Err(fault) => {
                    faults.add(Some(id), "when", "alert_condition", fault.to_string()).param("message", fault.to_string());
                    continue;
                }
            };
            let mut strange = false;
            for (figure, field) in read.named().filter(|(figure, field)| !known(figure, field)) {
                strange = true;
                let found = format!("{figure}.{field}");
                let names: Vec<&str> = rule.figures.iter().map(|one| one.name.as_str()).collect();
                faults
                    .add(Some(id), "when", "alert_place", format!("`{found}` is no figure of the rule"))
                    .param("found", found)
                    .param("expected", format!("{} · {}", names.join(", "), FIELDS.join(", ")));
            }
            if strange {
                continue;
            }
            if let Some(fault) = samples(rule).iter().find_map(|sample| rule.holds(sample).err()) {
                faults.add(Some(id), "when", "alert_condition", fault.to_string()).param("message", fault.to_string());
            } else if rule.holds(&Figures::new()) == Ok(true) {
                faults.add(Some(id), "when", "alert_too_wide", "holds of a client of whom nothing is known: of everybody");
            }
        }
        faults.leave();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_take_the_figures() {
        assert_eq!(
            places("On {a.count} ja {b.days_since}"),
            [("{a.count}".into(), "a".into(), "count".into()), ("{b.days_since}".into(), "b".into(), "days_since".into())]
        );
        let figure = Figure { count: 4, earliest: Some(64.3), latest: Some(60.4), ..Figure::default() };
        assert_eq!(figure.word("change_percent").as_deref(), Some("-6.1"));
        assert_eq!(figure.word("count").as_deref(), Some("4"));
        assert_eq!(figure.word("else"), None);
    }
}

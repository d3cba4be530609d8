use kernel::{Text, codes};
use serde::Deserialize;

use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

codes! {
    /// A part of a client's story. Each is told by the room that keeps it (`store::StorySource` of the same code): one more is a line here
    /// and one there.
    StoryPart {
        Matter => "matter", Note => "note", Message => "message", Hearing => "hearing", Customership => "customership",
        Assessment => "assessment", Plan => "plan", PlanService => "plan_service", Goal => "goal", GoalFollowed => "goal_followed",
        Decision => "decision", Appointment => "appointment", OwnView => "own_view", Measurement => "measurement", OwnGoal => "own_goal",
        OwnGoalFollowed => "own_goal_followed", HomeAssessment => "home_assessment", HomeRisk => "home_risk", HomeMended => "home_mended",
        Alert => "alert", Request => "request", Move => "move", Visit => "visit", ServicePeriod => "service_period",
        CarePlan => "care_plan", Finding => "finding", Procedure => "procedure", Device => "device",
    }
}

/// The client's story across services (U6): its themes and sentences; what counts as an act and how what came after is compared (U18);
/// which looks count as having used what was known (U24); parts of a day (A10).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoryRules {
    pub themes: Vec<StoryTheme>,
    /// The theme of what no other has.
    pub other: String,
    pub tellings: Vec<StoryTelling>,
    pub dayparts: Vec<StoryDaypart>,
    pub consequence: ConsequenceRule,
    pub summary_use: SummaryUseRule,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoryTheme {
    pub code: String,
    pub name: Text,
    /// Need reasons (needs.toml) of a matter that put what belongs to it under the theme.
    #[serde(default)]
    pub areas: Vec<String>,
}

/// How a part of the story is told. The first of a part that has the row's code, or none named, is used.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoryTelling {
    pub part: StoryPart,
    /// The part's own codes; empty: all that are left.
    #[serde(default)]
    pub codes: Vec<String>,
    /// What it is called where the row does not say.
    #[serde(default)]
    pub name: Option<Text>,
    /// By its matter's need reasons, when left out.
    #[serde(default)]
    pub theme: Option<String>,
    /// A sentence for a worker: `{name}` and `{count}`.
    pub worker: Text,
    /// The same for the client, in plain words; none: the client is not told of it.
    #[serde(default)]
    pub own: Option<Text>,
    /// For several of a month; none: each alone.
    #[serde(default)]
    pub worker_many: Option<Text>,
    #[serde(default)]
    pub own_many: Option<Text>,
    /// Something was begun or done, of which it is asked what came of it.
    #[serde(default)]
    pub act: bool,
}

/// A part of a day, in hours of Helsinki, from `from` and before `to`; `words` are those by which a plan says it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoryDaypart {
    pub code: String,
    pub name: Text,
    pub from: u32,
    pub to: u32,
    pub words: Vec<String>,
}

/// How what came after an act is compared with what was before. Days.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsequenceRule {
    /// A measure counts as "before" when it is at most so old on the day of the act.
    pub before_days: u32,
    /// And as "after" from this day on, the first one, up to the next.
    pub after_from_days: u32,
    pub after_to_days: u32,
    /// Use is counted for so many days on both sides.
    pub use_days: u32,
    /// Before so many days have passed nothing is said of use.
    pub use_least_days: u32,
    /// Fewer people than this are not told of as a group.
    pub least: u32,
    /// Acts so far back are counted in a group.
    pub group_days: u32,
    /// What the figures are not.
    pub caution: Text,
    pub source: String,
    pub mark: Mark,
}

/// Whether what is known is looked at before something is made of it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummaryUseRule {
    /// The look counts when it was at most so many days before.
    pub days: u32,
    /// The looks that count, by their action in the log.
    pub actions: Vec<String>,
    /// Months told of.
    pub months: u32,
    /// A team's share is told when it made at least so many, and so many of its people did.
    pub least: u32,
    pub least_makers: u32,
    pub source: String,
    pub mark: Mark,
}

impl StoryRules {
    /// How a row of a part is told.
    pub fn telling(&self, part: StoryPart, code: &str) -> Option<&StoryTelling> {
        self.tellings.iter().find(|one| one.part == part && (one.codes.is_empty() || one.codes.iter().any(|known| known == code)))
    }

    /// The themes of a thing of a matter with these need reasons; never none.
    pub fn themes_of<'a>(&'a self, telling: &'a StoryTelling, reasons: &[String]) -> Vec<&'a str> {
        if let Some(theme) = telling.theme.as_deref() {
            return vec![theme];
        }
        let by_area = self.themes.iter().filter(|theme| theme.areas.iter().any(|area| reasons.contains(area)));
        let found: Vec<&str> = by_area.map(|theme| theme.code.as_str()).collect();
        if found.is_empty() { vec![self.other.as_str()] } else { found }
    }

    /// The parts of a day that words speak of.
    pub fn dayparts_in(&self, words: &str) -> Vec<&str> {
        let words = words.to_lowercase();
        let said = self.dayparts.iter().filter(|part| part.words.iter().any(|word| words.contains(word.as_str())));
        said.map(|part| part.code.as_str()).collect()
    }

    /// The part of a day an hour is in.
    pub fn daypart_at(&self, hour: u32) -> Option<&str> {
        let holds = |part: &&StoryDaypart| match part.from <= part.to {
            true => (part.from..part.to).contains(&hour),
            false => hour >= part.from || hour < part.to,
        };
        self.dayparts.iter().find(holds).map(|part| part.code.as_str())
    }
}

/// What a sentence may have in it.
const PLACES: [&str; 2] = ["{name}", "{count}"];

/// A sentence's places that are none of those known.
fn strange(text: &Text) -> Option<String> {
    let all = [Some(text.fi.as_str()), text.sv.as_deref(), text.en.as_deref()];
    all.into_iter().flatten().find_map(|text| {
        let rest = PLACES.iter().fold(text.to_owned(), |text, place| text.replace(place, ""));
        rest.split_once('{').map(|(_, after)| format!("{{{}", after.chars().take(20).collect::<String>()))
    })
}

impl RuleKind for StoryRules {
    const KIND: &'static str = "story";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.unique("themes", "code", self.themes.iter().map(|one| one.code.as_str()));
        faults.unique("dayparts", "code", self.dayparts.iter().map(|one| one.code.as_str()));
        let known = |code: &str| self.themes.iter().any(|theme| theme.code == code);
        if !known(&self.other) {
            faults.add(None, "other", "story_theme", format!("`{}` is not among themes", self.other)).param("found", &self.other);
        }
        for (index, theme) in self.themes.iter().enumerate() {
            faults.enter("themes", index);
            faults.text(&theme.code, "name", &theme.name);
        }
        for (index, telling) in self.tellings.iter().enumerate() {
            faults.enter("tellings", index);
            let code = telling.part.code();
            if let Some(theme) = telling.theme.as_deref().filter(|theme| !known(theme)) {
                faults.add(Some(code), "theme", "story_theme", format!("`{theme}` is not among themes")).param("found", theme);
            }
            let texts = [
                ("worker", Some(&telling.worker)),
                ("own", telling.own.as_ref()),
                ("worker_many", telling.worker_many.as_ref()),
                ("own_many", telling.own_many.as_ref()),
                ("name", telling.name.as_ref()),
            ];
            for (field, text) in texts {
                let Some(text) = text else { continue };
                faults.text(code, field, text);
                if let Some(found) = strange(text) {
                    faults.add(Some(code), field, "story_place", format!("`{found}` is no place of a sentence")).param("found", found);
                }
            }
        }
        for (index, part) in self.dayparts.iter().enumerate() {
            faults.enter("dayparts", index);
            faults.text(&part.code, "name", &part.name);
            for (field, hour) in [("from", part.from), ("to", part.to)] {
                if hour > 24 {
                    faults.add(Some(&part.code), field, "number_range", "must be from 0 to 24").param("least", "0").param("most", "24");
                }
            }
        }
        faults.leave();
        // Whatever a room tells has a sentence.
        for part in StoryPart::ALL {
            if !self.tellings.iter().any(|one| one.part == *part && one.codes.is_empty()) {
                let problem = format!("`{part}` has no telling without codes");
                faults.add(None, "tellings", "story_part", problem).param("found", part.code());
            }
        }
        let days = [
            ("consequence.before_days", self.consequence.before_days),
            ("consequence.after_from_days", self.consequence.after_from_days),
            ("consequence.after_to_days", self.consequence.after_to_days),
            ("consequence.use_days", self.consequence.use_days),
            ("consequence.use_least_days", self.consequence.use_least_days),
            ("consequence.group_days", self.consequence.group_days),
            ("summary_use.days", self.summary_use.days),
        ];
        for (field, days) in days {
            if !(1..=3_660).contains(&days) {
                faults.add(None, field, "number_range", "must be from 1 to 3660").param("least", "1").param("most", "3660");
            }
        }
        // Fewer than five of a group could be known again.
        for (field, least) in [("consequence.least", self.consequence.least), ("summary_use.least", self.summary_use.least)] {
            if !(5..=1_000).contains(&least) {
                faults.add(None, field, "number_range", "must be from 5 to 1000").param("least", "5").param("most", "1000");
            }
        }
        if !(1..=24).contains(&self.summary_use.months) {
            faults.add(None, "summary_use.months", "number_range", "must be from 1 to 24").param("least", "1").param("most", "24");
        }
        if self.summary_use.actions.is_empty() {
            faults.add(None, "summary_use.actions", "empty", "is empty");
        }
        for (field, source) in [("consequence.source", &self.consequence.source), ("summary_use.source", &self.summary_use.source)] {
            if source.trim().is_empty() {
                faults.add(None, field, "law_missing", "is empty");
            }
        }
        faults.text("consequence", "consequence.caution", &self.consequence.caution);
    }
}

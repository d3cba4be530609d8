use chrono::NaiveDate;

use crate::error::{Faults, RuleError, RuleErrors};
use crate::kinds::accessibility::Accessibility;
use crate::kinds::alerts::Alerts;
use crate::kinds::catalogue::Catalogue;
use crate::kinds::chains::Chains;
use crate::kinds::consultation::ConsultationRules;
use crate::kinds::deadlines::Deadlines;
use crate::kinds::features::Features;
use crate::kinds::feedback::FeedbackRules;
use crate::kinds::figures::FigureRules;
use crate::kinds::fit::Fit;
use crate::kinds::gaps::Gaps;
use crate::kinds::grounds::Grounds;
use crate::kinds::homesafety::HomeSafety;
use crate::kinds::insight::Insight;
use crate::kinds::lenses::Lenses;
use crate::kinds::letters::Letters;
use crate::kinds::mandates::Mandates;
use crate::kinds::measures::Measures;
use crate::kinds::needs::{LabelledList, Needs};
use crate::kinds::networks::Networks;
use crate::kinds::notices::Notices;
use crate::kinds::population::Population;
use crate::kinds::quality::QualityRules;
use crate::kinds::readings::Readings;
use crate::kinds::remedies::Remedies;
use crate::kinds::requests::Requests;
use crate::kinds::retention::Retention;
use crate::kinds::rights::Rights;
use crate::kinds::routing::Routing;
use crate::kinds::selfdirection::SelfDirection;
use crate::kinds::story::StoryRules;
use crate::kinds::supply::Supply;
use crate::kinds::templates::Templates;
use crate::kinds::watch::Watch;
use crate::kinds::will::Expressions;
use crate::place::Places;
use crate::set::{RuleFile, RuleKind, RuleSet, kind_of};
use crate::versions::Versions;

/// Every kind of rules, in the order they are shown: its field in [`Rules`], its type and the file released with the product
/// (version 1). A new kind is one line here.
macro_rules! kinds {
    ($($field:ident: $kind:ty = $file:literal),+ $(,)?) => {
        /// The defaults released with the product: version 1 of each kind.
        const SHIPPED: &[RuleFile<'static>] =
            &[$(RuleFile { name: $file, text: include_str!(concat!("../../../rules/", $file)) }),+];

        /// All rules of an instance, every kind in its versions, checked against each other.
        #[derive(Clone, Debug)]
        pub struct Rules {
            $(pub $field: Versions<$kind>,)+
        }

        impl Rules {
            /// The codes of all kinds, in the order they are shown.
            pub const KINDS: &'static [&'static str] = &[$(<$kind>::KIND),+];

            /// Reads files of any kinds and versions; each kind is needed at least once.
            ///
            /// # Errors
            /// All faults of all files: form, content, two versions of one name, a missing kind, and names of one kind that
            /// another uses but that do not exist on some day both are in force.
            pub fn from_files(files: &[RuleFile<'_>]) -> Result<Self, RuleErrors> {
                let mut faults = Vec::new();
                let named: Vec<(RuleFile<'_>, String)> = files.iter().filter_map(|file| known(*file, &mut faults)).collect();
                // A file whose kind could not be read may be the one of a kind that seems to be missing.
                let unread = !faults.is_empty();
                $(
                    let files_of: Vec<_> = named.iter().filter(|(_, kind)| kind == <$kind>::KIND).map(|(file, _)| *file).collect();
                    let $field = versions::<$kind>(&files_of, &mut faults);
                )+
                let ($(Some($field),)+) = ($($field,)+) else {
                    faults.retain(|fault| !(unread && fault.code == "kind_absent"));
                    return Err(RuleErrors(faults));
                };
                let rules = Self { $($field),+ };
                rules.check_references(files, &mut faults);
                if faults.is_empty() { Ok(rules) } else { Err(RuleErrors(faults)) }
            }

            /// Adds versions that old results name but that are in force on no day. One that this program cannot read is left
            /// out: the results keep the words they were made with.
            pub fn keep(&mut self, files: &[RuleFile<'_>]) {
                for file in files {
                    match kind_of(*file).as_deref() {
                        $(Ok(<$kind>::KIND) => keep(&mut self.$field, *file),)+
                        _ => {}
                    }
                }
            }

            /// Name and first day of the version of a kind in force on a day; `None` for a word that is no kind.
            pub fn in_force(&self, kind: &str, day: NaiveDate) -> Option<(&str, NaiveDate)> {
                match kind {
                    $(<$kind>::KIND => {
                        let set = self.$field.on(day);
                        Some((set.version.as_str(), set.valid_from))
                    })+
                    _ => None,
                }
            }

            /// What the head of one file says, the whole file having been read as its kind; `None` for a word that is no kind.
            pub(crate) fn head(kind: &str, file: RuleFile<'_>) -> Option<Result<Head, RuleErrors>> {
                match kind {
                    $(<$kind>::KIND => Some(RuleSet::<$kind>::parse(file).map(Head::of)),)+
                    _ => None,
                }
            }
        }
    };
}

kinds! {
    routing: Routing = "routing.toml",
    deadlines: Deadlines = "deadlines.toml",
    lenses: Lenses = "lenses.toml",
    grounds: Grounds = "grounds.toml",
    needs: Needs = "needs.toml",
    gaps: Gaps = "gaps.toml",
    notices: Notices = "notices.toml",
    quality: QualityRules = "quality.toml",
    letters: Letters = "letters.toml",
    accessibility: Accessibility = "accessibility.toml",
    population: Population = "population.toml",
    remedies: Remedies = "remedies.toml",
    insight: Insight = "insight.toml",
    will: Expressions = "will.toml",
    watch: Watch = "watch.toml",
    rights: Rights = "rights.toml",
    retention: Retention = "retention.toml",
    catalogue: Catalogue = "catalogue.toml",
    selfdirection: SelfDirection = "selfdirection.toml",
    mandates: Mandates = "mandates.toml",
    alerts: Alerts = "alerts.toml",
    measures: Measures = "measures.toml",
    readings: Readings = "readings.toml",
    homesafety: HomeSafety = "homesafety.toml",
    requests: Requests = "requests.toml",
    story: StoryRules = "story.toml",
    figures: FigureRules = "figures.toml",
    fit: Fit = "fit.toml",
    chains: Chains = "chains.toml",
    templates: Templates = "templates.toml",
    supply: Supply = "supply.toml",
    feedback: FeedbackRules = "feedback.toml",
    consultation: ConsultationRules = "consultation.toml",
    networks: Networks = "networks.toml",
    features: Features = "features.toml",
}

/// What the head of a rule file says.
pub(crate) struct Head {
    pub version: String,
    pub valid_from: NaiveDate,
    pub source: String,
}

impl Head {
    fn of<T>(set: RuleSet<T>) -> Self {
        Self { version: set.version, valid_from: set.valid_from, source: set.source }
    }
}

impl Rules {
    /// The defaults shipped with the product.
    ///
    /// # Errors
    /// Never with the files of a release: a test reads them. The caller still decides what a failure means.
    pub fn shipped() -> Result<Self, RuleErrors> {
        Self::from_files(SHIPPED)
    }

    /// The shipped files, for showing them and as the start of an organiser's own version.
    pub const fn shipped_files() -> &'static [RuleFile<'static>] {
        SHIPPED
    }

    /// Names of one kind that another uses.
    fn check_references(&self, files: &[RuleFile<'_>], faults: &mut Vec<RuleError>) {
        self.check_pauses(files, faults);
        self.check_readings(files, faults);
        self.check_templates(files, faults);
        self.check_supply(files, faults);
    }

    /// A service is asked for by kinds of request that are there when it comes into force.
    fn check_supply(&self, files: &[RuleFile<'_>], faults: &mut Vec<RuleError>) {
        for set in self.supply.all() {
            let mut found = Faults::of(&set.file);
            for (place, name) in set.body.strangers(&self.requests.on(set.valid_from).body) {
                found.enter("services", place);
                found.add(None, "requests", "template_unknown", format!("names `{name}`, which is not there")).param("found", name);
            }
            let file = files.iter().find(|file| file.name == set.file);
            faults.extend(found.found.into_iter().map(|fault| file.map_or(fault.clone(), |file| placed(*file, fault))));
        }
    }

    /// A template names measures, requests and teams that are there when it comes into force.
    fn check_templates(&self, files: &[RuleFile<'_>], faults: &mut Vec<RuleError>) {
        for set in self.templates.all() {
            let mut found = Faults::of(&set.file);
            let day = set.valid_from;
            let strangers = set.body.strangers(&self.measures.on(day).body, &self.requests.on(day).body, &self.routing.on(day).body);
            for (place, field, name) in strangers {
                found.enter("templates", place);
                let problem = format!("names `{name}`, which is not there");
                found.add(None, &field, "template_unknown", problem).param("found", name);
            }
            let file = files.iter().find(|file| file.name == set.file);
            faults.extend(found.found.into_iter().map(|fault| file.map_or(fault.clone(), |file| placed(*file, fault))));
        }
    }

    /// A reading is of a measure and of bands that are there when it comes into force.
    fn check_readings(&self, files: &[RuleFile<'_>], faults: &mut Vec<RuleError>) {
        for set in self.readings.all() {
            let mut found = Faults::of(&set.file);
            let measures = self.measures.on(set.valid_from);
            for (place, field, name) in set.body.strangers(&measures.body) {
                found.enter("readings", place);
                let problem = format!("names `{name}`, which is not in {}", measures.file);
                found.add(None, &field, "reading_unknown", problem).param("found", name);
            }
            let file = files.iter().find(|file| file.name == set.file);
            faults.extend(found.found.into_iter().map(|fault| file.map_or(fault.clone(), |file| placed(*file, fault))));
        }
    }

    /// A pause reason of a deadline must have words on every day the deadline's version is used.
    fn check_pauses(&self, files: &[RuleFile<'_>], faults: &mut Vec<RuleError>) {
        for set in self.deadlines.all() {
            let mut found = Faults::of(&set.file);
            for day in self.days_of(set.valid_from) {
                let needs = self.needs.on(day);
                for (place, rule) in set.body.rules.iter().enumerate() {
                    found.enter("rules", place);
                    for (index, pause) in rule.pauses.iter().enumerate() {
                        if !needs.body.has(LabelledList::PauseReasons, &pause.reason) {
                            let problem = format!("names `{}`, which is not among pause_reasons of {}", pause.reason, needs.file);
                            let field = format!("pauses[{index}].reason");
                            let told = found.add(Some(&rule.id), &field, "pause_reason_unknown", problem);
                            told.param("found", &pause.reason).param("file", &needs.file);
                        }
                    }
                }
            }
            let file = files.iter().find(|file| file.name == set.file);
            faults.extend(found.found.into_iter().map(|fault| file.map_or(fault.clone(), |file| placed(*file, fault))));
        }
    }

    /// The days from which other needs come into force while a deadlines version of `from` is in use.
    fn days_of(&self, from: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        let until = self.deadlines.all().map(|set| set.valid_from).filter(|day| *day > from).min();
        let later = self.needs.all().map(|set| set.valid_from).filter(move |day| *day > from && until.is_none_or(|until| *day < until));
        std::iter::once(from).chain(later)
    }
}

fn placed(file: RuleFile<'_>, mut fault: RuleError) -> RuleError {
    Places::of(file.text).put(&mut fault);
    fault
}

/// A file with its kind; a fault for one whose kind cannot be read or is none of ours.
fn known<'a>(file: RuleFile<'a>, faults: &mut Vec<RuleError>) -> Option<(RuleFile<'a>, String)> {
    match kind_of(file) {
        Ok(kind) if Rules::KINDS.contains(&kind.as_str()) => Some((file, kind)),
        Ok(other) => {
            faults.push(placed(file, kind_unknown(file.name, &other)));
            None
        }
        Err(RuleErrors(mut errors)) => {
            faults.append(&mut errors);
            None
        }
    }
}

/// The fault of a file whose kind is none of ours.
pub(crate) fn kind_unknown(file: &str, found: &str) -> RuleError {
    let fault = RuleError::new(file, "kind_unknown", format!("`{found}` is not a kind of rules")).field("kind");
    fault.param("found", found).param("expected", Rules::KINDS.join(", "))
}

fn keep<T: RuleKind>(versions: &mut Versions<T>, file: RuleFile<'_>) {
    if let Ok(set) = RuleSet::<T>::parse(file) {
        versions.keep(set);
    }
}

fn versions<T: RuleKind>(files: &[RuleFile<'_>], faults: &mut Vec<RuleError>) -> Option<Versions<T>> {
    let mut sets: Vec<RuleSet<T>> = Vec::new();
    for file in files {
        match RuleSet::<T>::parse(*file) {
            Ok(set) if sets.iter().any(|other| other.version == set.version) => {
                let problem = format!("version `{}` of {} is there twice", set.version, T::KIND);
                let fault = RuleError::new(file.name, "version_twice", problem).field("version").param("version", set.version);
                faults.push(placed(*file, fault));
            }
            Ok(set) => sets.push(set),
            Err(RuleErrors(mut errors)) => faults.append(&mut errors),
        }
    }
    let versions = Versions::new(sets);
    if versions.is_none() && files.is_empty() {
        faults.push(RuleError::new("rules", "kind_absent", format!("no file of kind `{}`", T::KIND)).param("kind", T::KIND));
    }
    versions
}

use kernel::Text;
use serde::Deserialize;

use crate::codes::{RegisterCause, RegisterDeed, RegisterObject};
use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

/// What follows from what the population register tells: what ends by itself, and what a person must decide.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Population {
    pub effects: Vec<RegisterEffect>,
}

/// What becomes of one kind of thing.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterEffect {
    pub cause: RegisterCause,
    pub on: RegisterObject,
    pub does: RegisterDeed,
    /// What is done, or what is asked of whom it belongs to.
    pub about: Text,
    /// Law and section, as far as known; see `mark`.
    pub law: String,
    pub mark: Mark,
}

/// What can be done to a kind of thing: a permit is not asked about, a matter is never closed without a person.
const fn possible(on: RegisterObject) -> &'static [RegisterDeed] {
    use RegisterDeed::{Ask, End};
    match on {
        RegisterObject::Appointment | RegisterObject::Customership => &[End, Ask],
        RegisterObject::Permit | RegisterObject::Mandate | RegisterObject::Notice => &[End],
        RegisterObject::Matter | RegisterObject::Protection => &[Ask],
    }
}

impl Population {
    /// What follows of a cause, in the order of the file.
    pub fn of(&self, cause: RegisterCause) -> impl Iterator<Item = &RegisterEffect> {
        self.effects.iter().filter(move |effect| effect.cause == cause)
    }
    /// The rule of a cause for a kind of thing.
    pub fn rule(&self, cause: RegisterCause, on: RegisterObject) -> Option<&RegisterEffect> {
        self.of(cause).find(|effect| effect.on == on)
    }
}

impl RuleKind for Population {
    const KIND: &'static str = "population";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        for (index, effect) in self.effects.iter().enumerate() {
            faults.enter("effects", index);
            let name = format!("{}/{}", effect.cause, effect.on);
            if self.effects.iter().take(index).any(|other| (other.cause, other.on) == (effect.cause, effect.on)) {
                faults.add(Some(name.as_str()), "on", "twice", format!("`{name}` is there twice")).param("found", &name);
            }
            faults.text(&name, "about", &effect.about);
            if effect.law.trim().is_empty() {
                faults.add(Some(name.as_str()), "law", "law_missing", "is empty");
            }
            if !possible(effect.on).contains(&effect.does) {
                let expected = possible(effect.on).iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                faults
                    .add(Some(name.as_str()), "does", "unknown_word", format!("`{}` is not known of `{}`", effect.does, effect.on))
                    .param("found", effect.does.to_string())
                    .param("expected", expected);
            }
        }
        faults.leave();
    }
}

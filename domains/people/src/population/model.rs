use chrono::{DateTime, NaiveDate, Utc};
use kernel::codes;
use kernel::hetu::Hetu;

/// Which of a person's addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressKind {
    Permanent,
    Temporary,
    Postal,
}

impl AddressKind {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Permanent => "address",
            Self::Temporary => "temporary_address",
            Self::Postal => "postal_address",
        }
    }
}

/// What another person is to the client by the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kin {
    /// The other has custody of the client.
    Guardian,
    /// The client has custody of the other.
    Ward,
    /// The other is the client's child.
    Child,
}

impl Kin {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Guardian => "guardian",
            Self::Ward => "ward",
            Self::Child => "child",
        }
    }
}

codes! {
    /// How much of custody a guardian has.
    #[derive(Default)]
    CustodyShare {
        #[default]
        Whole => "whole",
        /// The guardians' tasks are divided: some things are one's alone to decide, and the register does not tell which.
        Divided => "divided",
        /// The right to be given information, and no other part of custody.
        Information => "information",
    }
}

/// Custody as the register tells it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Custody {
    /// A parent, by the register's word of the role.
    pub parent: bool,
    /// By an appointment (määrätty huoltaja), not by law.
    pub appointed: bool,
    pub share: CustodyShare,
}

/// The other person of a family relation.
#[derive(Clone, Debug, Default)]
pub struct Relative {
    pub hetu: Option<Hetu>,
    /// "Virtanen, Aino Maria"; empty when the register told only the code.
    pub name: String,
}

/// A home municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// Three digits (1.2.246.537.6.21).
    pub code: String,
    pub since: Option<NaiveDate>,
}

/// One thing the register says of a person.
#[derive(Clone, Debug)]
pub enum Word {
    Name {
        family: String,
        given: String,
        from: Option<NaiveDate>,
    },
    /// A name the person had; they are found by it too.
    FormerName(String),
    /// In force, or over when `to` is past. `None`: told to have changed, but withheld (address protection).
    Address {
        kind: AddressKind,
        text: Option<String>,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
        /// Taken out of the register.
        removed: bool,
    },
    Home(Home),
    /// Address protection (turvakielto).
    Protection {
        active: bool,
        until: Option<NaiveDate>,
    },
    Death {
        dead: bool,
        on: Option<NaiveDate>,
    },
    /// The code in force from now on.
    Hetu(Hetu),
    /// ISO 639-1.
    Language(String),
    Family {
        kin: Kin,
        custody: Custody,
        person: Relative,
        from: Option<NaiveDate>,
        /// The last day; a coming one (a child's eighteenth birthday) does not end it yet.
        to: Option<NaiveDate>,
        /// Taken out of the register.
        removed: bool,
    },
}

/// A message of one person.
#[derive(Clone, Debug)]
pub struct Told {
    /// The register's own number of the change (kirjausavain).
    pub number: i64,
    pub changed_at: DateTime<Utc>,
    pub words: Vec<Word>,
}

/// What came of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Kinds of words that changed something.
    pub changed: Vec<&'static str>,
    /// The person died; with the day, when it is known.
    pub died: Option<Option<NaiveDate>>,
    /// The home municipality changed: from, to, on.
    pub moved: Option<(Option<String>, Home)>,
    /// The register ended a protection that stood here before it told of one: who protects is for a person to say.
    pub protection_in_doubt: bool,
}

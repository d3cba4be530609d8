//! A text checked as it is written: every fault with its line, by the same parser that reads the rules in force.

use std::collections::BTreeSet;

use ::store::sea_orm::ConnectionTrait;
use chrono::{DateTime, NaiveDate, Utc};
use people::organisation::team_keys;
use rules::{Against, Candidate, RuleError, RuleFile, Rules};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::load;
use crate::standing::Standing;
use crate::store::Row;

/// The longest text taken; the shipped ones are a thirtieth of it.
pub(crate) const LONGEST: usize = 400_000;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct CheckText {
    pub text: String,
    /// The first day it would be used; the text's own, or today when that has passed.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
}

/// What a check found.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = RuleCheck)]
pub struct Checked {
    pub holds: bool,
    pub faults: Vec<RuleError>,
    /// The first day it would be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// A version that is planned already and takes over from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_over_by: Option<Following>,
    /// The version whose rules are the very same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as: Option<String>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = RuleVersionFollowing)]
pub struct Following {
    pub name: String,
    pub from: NaiveDate,
}

/// What a candidate is checked against, read once.
pub(crate) struct County {
    pub rows: Vec<Row>,
    pub teams: BTreeSet<String>,
    pub today: NaiveDate,
}

impl County {
    pub async fn read(conn: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Self, Error> {
        let mut rows = load::rows(conn, now).await?;
        // A version that this program cannot use must not stand in the way of the one that mends it.
        let left_out = load::load(conn, now).await?.left_out;
        rows.retain(|row| !left_out.iter().any(|out| out.kind == row.kind && out.name == row.name));
        let today = kernel::helsinki_date(now);
        Ok(Self { teams: team_keys(conn, today).await?, rows, today })
    }

    /// The first day of a text: as asked, else its own, and never before today.
    pub fn first_day(&self, text: &str, asked: Option<NaiveDate>) -> NaiveDate {
        asked.or_else(|| own_first_day(text)).filter(|day| *day >= self.today).unwrap_or(self.today)
    }

    /// The text as it would be, from `from` on.
    pub fn candidate(&self, kind: Option<&str>, text: &str, from: NaiveDate) -> Result<Candidate, rules::RuleErrors> {
        let others = load::counting(&self.rows);
        let files: Vec<RuleFile<'_>> = others.iter().map(|(name, text)| RuleFile { name, text }).collect();
        let against = Against { kind, others: &files, teams: Some(&self.teams), municipality: Some(people::municipality::known) };
        let dated = match own_version(text) {
            Some(version) => Candidate::named(text, &version, from),
            None => text.to_owned(),
        };
        Candidate::check(&dated, &against)
    }

    /// The version in force on a day whose text is this one, but for version and first day.
    pub fn same_as(&self, kind: &str, text: &str, from: NaiveDate) -> Option<String> {
        let standing = Standing::of(&self.rows, kind);
        let there = standing.on(from)?;
        (Candidate::named(&there.body, "", from) == Candidate::named(text, "", from)).then(|| there.name.clone())
    }
}

fn own_first_day(text: &str) -> Option<NaiveDate> {
    #[derive(Deserialize)]
    struct Head {
        valid_from: NaiveDate,
    }
    rules::head::<Head>(text).map(|head| head.valid_from)
}

fn own_version(text: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Head {
        version: String,
    }
    rules::head::<Head>(text).map(|head| head.version)
}

/// Checks a text of a kind (of the kind it says it is of, when none is given).
///
/// # Errors
/// When the database does not answer. Faults of the text are the answer.
pub async fn check(conn: &impl ConnectionTrait, kind: Option<&str>, input: &CheckText, now: DateTime<Utc>) -> Result<Checked, Error> {
    if kind.is_some_and(|kind| !Rules::KINDS.contains(&kind)) {
        return Err(Error::NotFound);
    }
    if input.text.len() > LONGEST {
        return Err(Error::field("/text", "too_long"));
    }
    let county = County::read(conn, now).await?;
    let from = county.first_day(&input.text, input.valid_from);
    Ok(match county.candidate(kind, &input.text, from) {
        Ok(candidate) => {
            let standing = Standing::of(&county.rows, &candidate.kind);
            Checked {
                holds: true,
                faults: Vec::new(),
                valid_from: Some(from),
                taken_over_by: standing.planned_after(from).map(|row| Following { name: row.name.clone(), from: row.valid_from }),
                same_as: county.same_as(&candidate.kind, &input.text, from),
            }
        }
        Err(faults) => Checked { holds: false, faults: faults.0, valid_from: None, taken_over_by: None, same_as: None },
    })
}

/// A text that holds, beside what is in force without it: for seeing what it would do.
pub struct Prepared {
    pub kind: String,
    pub valid_from: NaiveDate,
    /// Name of the version in force on that day without it.
    pub compared_with: String,
    pub before: Rules,
    pub after: Rules,
    /// The text in force on that day without it, and the text itself.
    pub texts: (String, String),
}

/// Checks a text and sets it beside the rules in force.
///
/// # Errors
/// The faults of the text; `NotFound` for a word that is no kind.
pub async fn prepare(conn: &impl ConnectionTrait, kind: &str, input: &CheckText, now: DateTime<Utc>) -> Result<Prepared, Error> {
    if !Rules::KINDS.contains(&kind) {
        return Err(Error::NotFound);
    }
    if input.text.len() > LONGEST {
        return Err(Error::field("/text", "too_long"));
    }
    let county = County::read(conn, now).await?;
    let valid_from = county.first_day(&input.text, input.valid_from);
    let candidate = county.candidate(Some(kind), &input.text, valid_from)?;
    let before = load::load(conn, now).await?.rules;
    let there = Standing::of(&county.rows, kind).on(valid_from).map(|row| row.body.clone()).unwrap_or_default();
    let compared_with = before.in_force(kind, valid_from).map(|(name, _)| name.to_owned()).unwrap_or_default();
    Ok(Prepared { kind: kind.to_owned(), valid_from, compared_with, before, after: candidate.rules, texts: (there, input.text.clone()) })
}

//! A version put in force, brought back, withdrawn: one at a time per kind, by whoever has seen the newest.

use ::store::NewEvent;
use chrono::NaiveDate;
use kernel::{FieldError, Problem};
use rules::{Candidate, Rules};
use serde::Deserialize;
use serde_json::json;
use trust::Work;

use crate::check::{County, LONGEST};
use crate::error::Error;
use crate::read::{newest, text_of};
use crate::standing::Standing;
use crate::store::{self, Origin, Row};
use crate::view::RuleVersionText;

/// A version to put in force.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewVersion {
    pub text: String,
    /// Why it is made; kept in the history.
    pub why: String,
    /// The first day it is used: today or later. The text's own when not given, or today when that has passed.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// The shipped version it now rests on, when it was compared with a newer one; as before when not given.
    #[serde(default)]
    pub base: Option<String>,
}

/// An earlier version to bring back.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct Restore {
    pub why: String,
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
}

/// A planned version to give up.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct Withdraw {
    pub why: String,
}

/// Puts a version in force from its first day on. `seen`: the kind's revision the author began from.
///
/// # Errors
/// 412 with the newest version when someone was first; all faults of the text; field errors of the reason and the day.
pub async fn put(work: &Work, kind: &str, seen: i32, input: &NewVersion) -> Result<RuleVersionText, Error> {
    let county = begin(work, kind, seen).await?;
    make(
        work,
        &county,
        kind,
        Making { text: &input.text, why: &input.why, valid_from: input.valid_from, base: input.base.as_deref(), restores: None },
    )
    .await
}

/// Brings an earlier version back, as a new version.
///
/// # Errors
/// As [`put`]; the earlier text is checked like any other, since what it names may be gone.
pub async fn restore(work: &Work, kind: &str, name: &str, seen: i32, input: &Restore) -> Result<RuleVersionText, Error> {
    let county = begin(work, kind, seen).await?;
    let standing = Standing::of(&county.rows, kind);
    let row = standing.named(name).ok_or(Error::NotFound)?.clone();
    let base = row.base.clone().unwrap_or_else(|| row.name.clone());
    let valid_from = Some(input.valid_from.unwrap_or(county.today));
    make(work, &county, kind, Making { text: &row.body, why: &input.why, valid_from, base: Some(&base), restores: Some(name) }).await
}

/// Gives up a version that has not taken force yet.
///
/// # Errors
/// `NotFound`; refused for a shipped version and one that is or was in force: it is undone by bringing back another.
pub async fn withdraw(work: &Work, kind: &str, name: &str, seen: i32, input: &Withdraw) -> Result<RuleVersionText, Error> {
    let why = reason(&input.why)?;
    let county = begin(work, kind, seen).await?;
    let standing = Standing::of(&county.rows, kind);
    let row = standing.named(name).ok_or(Error::NotFound)?;
    if !row.is_county() || row.is_withdrawn() || row.valid_from <= county.today {
        return Err(Error::State("rule_version_in_force"));
    }
    store::set_withdrawn(work, row.id, why).await?;
    let data = json!({ "kind": kind, "version": row.name, "valid_from": row.valid_from });
    work.emit(NewEvent::new("rules.version.withdrawn", "rule_version", row.id).data(data)).await?;
    text_of(work, kind, Some(name), work.at()).await
}

/// Holds the kind and makes sure that the author has seen its newest version.
async fn begin(work: &Work, kind: &str, seen: i32) -> Result<County, Error> {
    if !Rules::KINDS.contains(&kind) {
        return Err(Error::NotFound);
    }
    store::one_at_a_time(work, kind).await?;
    let county = County::read(work, work.at()).await?;
    // All rows count here, also those this program cannot use.
    let all = crate::load::rows(work, work.at()).await?;
    if Standing::of(&all, kind).revision() != seen {
        return Err(Error::Problem(Problem::version_conflict(newest(work, kind, work.at()).await?)));
    }
    Ok(county)
}

struct Making<'a> {
    text: &'a str,
    why: &'a str,
    valid_from: Option<NaiveDate>,
    base: Option<&'a str>,
    restores: Option<&'a str>,
}

async fn make(work: &Work, county: &County, kind: &str, new: Making<'_>) -> Result<RuleVersionText, Error> {
    let why = reason(new.why)?;
    if new.text.len() > LONGEST {
        return Err(Error::field("/text", "too_long"));
    }
    if new.valid_from.is_some_and(|day| day < county.today) {
        return Err(Error::field("/valid_from", "rule_in_past"));
    }
    let from = county.first_day(new.text, new.valid_from);
    let candidate = county.candidate(Some(kind), new.text, from)?;
    let all = crate::load::rows(work, work.at()).await?;
    let standing = Standing::of(&all, kind);
    if from > county.today
        && let Some(other) = standing.counting().find(|row| row.is_county() && row.valid_from == from)
    {
        let mut error = FieldError::new("/valid_from", "rule_day_taken");
        error.params.insert("version".into(), other.name.clone().into());
        return Err(Error::Invalid(vec![error]));
    }
    if new.restores.is_none() && county.same_as(kind, new.text, from).is_some() && new.base.is_none() {
        return Err(Error::State("rules_unchanged"));
    }
    let shipped = standing.shipped().ok_or(Error::NotFound)?;
    let base = match new.base {
        Some(base) if standing.rows().iter().any(|row| !row.is_county() && row.name == base) => base.to_owned(),
        Some(_) => return Err(Error::field("/base", "unknown")),
        None => standing.newest_own().and_then(|own| own.base.clone()).unwrap_or_else(|| shipped.name.clone()),
    };
    let own = standing.rows().iter().filter(|row| row.is_county()).count() + 1;
    let row = Row {
        id: work.new_id(),
        kind: kind.to_owned(),
        number: standing.next_number(),
        name: format!("{base}.{own}"),
        origin: Origin::County.code().to_owned(),
        body: Candidate::named(new.text, &format!("{base}.{own}"), from),
        source: candidate.source,
        valid_from: from,
        why: Some(why.to_owned()),
        base: Some(base),
        restores: new.restores.map(str::to_owned),
        created_at: work.at(),
        created_by: work.actor_id(),
        withdrawn_at: None,
        withdrawn_by: None,
        withdrawn_why: None,
    };
    // A node begins with its shipped texts kept; a change made before that keeps them first, so that numbers stay in order.
    for unkept in all.iter().filter(|kept| kept.id.is_nil()) {
        store::insert(work, &Row { id: work.new_id(), ..unkept.clone() }).await?;
    }
    store::insert(work, &row).await?;
    let data = json!({ "kind": kind, "version": row.name, "valid_from": row.valid_from, "restores": row.restores });
    work.emit(NewEvent::new("rules.version.put", "rule_version", row.id).data(data)).await?;
    text_of(work, kind, Some(&row.name), work.at()).await
}

fn reason(why: &str) -> Result<&str, Error> {
    let why = why.trim();
    match why.chars().count() {
        0 => Err(Error::field("/why", "required")),
        1..=2_000 => Ok(why),
        _ => Err(Error::field("/why", "too_long")),
    }
}

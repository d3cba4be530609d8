//! The kinds, a kind's history, a version's text.

use std::collections::HashMap;

use ::store::sea_orm::ConnectionTrait;
use chrono::{DateTime, NaiveDate, Utc};
use people::PersonRef;
use people::organisation::people_by_id;
use rules::Rules;
use uuid::Uuid;

use crate::error::Error;
use crate::load::{self, LeftOut};
use crate::standing::Standing;
use crate::store::Row;
use crate::view::{NewerShipped, RuleHistory, RuleKindView, RuleVersion, RuleVersionText, State, Withdrawn};

/// All that the answers are made of.
struct Known {
    rows: Vec<Row>,
    left_out: Vec<LeftOut>,
    people: HashMap<Uuid, PersonRef>,
    today: NaiveDate,
}

impl Known {
    async fn of(conn: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Self, Error> {
        let rows = load::rows(conn, now).await?;
        let left_out = load::load(conn, now).await?.left_out;
        let ids: Vec<Uuid> = rows.iter().flat_map(|row| [row.created_by, row.withdrawn_by]).flatten().collect();
        Ok(Self { people: people_by_id(conn, &ids).await?, rows, left_out, today: kernel::helsinki_date(now) })
    }

    fn standing(&self, kind: &str) -> Result<Standing<'_>, Error> {
        if !Rules::KINDS.contains(&kind) {
            return Err(Error::NotFound);
        }
        Ok(Standing::of(&self.rows, kind))
    }

    fn unreadable(&self, row: &Row) -> Option<&LeftOut> {
        self.left_out.iter().find(|out| out.kind == row.kind && out.name == row.name)
    }

    /// The versions that count and that this program can use.
    fn used(&self, kind: &str) -> Vec<Row> {
        self.rows.iter().filter(|row| row.kind == kind && self.unreadable(row).is_none()).cloned().collect()
    }

    fn view(&self, used: &Standing<'_>, row: &Row) -> RuleVersion {
        let in_force = used.on(self.today).is_some_and(|now| now.name == row.name);
        let unreadable = self.unreadable(row);
        let state = match row {
            _ if row.is_withdrawn() => State::Withdrawn,
            _ if unreadable.is_some() => State::Unreadable,
            _ if in_force => State::InForce,
            _ if !used.counts(row) => State::Offered,
            _ if row.valid_from > self.today => State::Planned,
            _ => State::Past,
        };
        let person = |id: Option<Uuid>| id.and_then(|id| self.people.get(&id).cloned());
        RuleVersion {
            name: row.name.clone(),
            number: row.number,
            origin: row.origin.clone(),
            state,
            valid_from: row.valid_from,
            valid_to: matches!(state, State::InForce | State::Planned).then(|| used.until(row)).flatten(),
            source: row.source.clone(),
            why: row.why.clone(),
            base: row.base.clone(),
            restores: row.restores.clone(),
            at: row.created_at,
            by: person(row.created_by),
            withdrawn: row.withdrawn_at.map(|at| Withdrawn {
                at,
                by: person(row.withdrawn_by),
                why: row.withdrawn_why.clone().unwrap_or_default(),
            }),
            faults: unreadable.map(|out| out.faults.clone()).unwrap_or_default(),
        }
    }
}

fn newer(standing: &Standing<'_>) -> Option<NewerShipped> {
    standing.newer_shipped().map(|(shipped, base)| NewerShipped { name: shipped.name.clone(), base: base.to_owned() })
}

/// Every kind with what is in force and planned.
///
/// # Errors
/// When the database does not answer.
pub async fn overview(conn: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<RuleKindView>, Error> {
    let known = Known::of(conn, now).await?;
    Rules::KINDS
        .iter()
        .map(|kind| {
            let rows = known.used(kind);
            let used = Standing::of(&rows, kind);
            let row = used.on(known.today).ok_or(Error::NotFound)?;
            let standing = known.standing(kind)?;
            Ok(RuleKindView {
                kind: (*kind).to_owned(),
                in_force: known.view(&used, row),
                planned: used.planned_after(known.today).map(|row| known.view(&used, row)),
                newer_shipped: newer(&standing),
                unreadable: known.left_out.iter().filter(|out| out.kind == *kind).count(),
                revision: standing.revision(),
            })
        })
        .collect()
}

/// A kind's versions, newest first. What the caller may do is said by the route.
///
/// # Errors
/// `NotFound` for a word that is no kind.
pub async fn history(conn: &impl ConnectionTrait, kind: &str, now: DateTime<Utc>) -> Result<RuleHistory, Error> {
    let known = Known::of(conn, now).await?;
    let standing = known.standing(kind)?;
    let rows = known.used(kind);
    let used = Standing::of(&rows, kind);
    let mut versions: Vec<RuleVersion> = standing.rows().iter().map(|row| known.view(&used, row)).collect();
    versions.sort_by_key(|version| std::cmp::Reverse(version.number));
    Ok(RuleHistory {
        kind: kind.to_owned(),
        revision: standing.revision(),
        today: known.today,
        in_force: used.on(known.today).map(|row| row.name.clone()).unwrap_or_default(),
        newer_shipped: newer(&standing),
        may_change: false,
        may_try: false,
        versions,
    })
}

/// A version with its text; the one in force when none is named.
///
/// # Errors
/// `NotFound` for a word that is no kind or no version of it.
pub async fn text_of(conn: &impl ConnectionTrait, kind: &str, name: Option<&str>, now: DateTime<Utc>) -> Result<RuleVersionText, Error> {
    let known = Known::of(conn, now).await?;
    let standing = known.standing(kind)?;
    let rows = known.used(kind);
    let used = Standing::of(&rows, kind);
    let row = match name {
        Some(name) => standing.named(name),
        None => used.on(known.today),
    };
    let row = row.ok_or(Error::NotFound)?;
    Ok(RuleVersionText { id: row.id, version: known.view(&used, row), text: row.body.clone(), revision: standing.revision() })
}

/// The newest version of a kind, for whoever must know what others did meanwhile.
pub(crate) async fn newest(conn: &impl ConnectionTrait, kind: &str, now: DateTime<Utc>) -> Result<RuleVersionText, Error> {
    let rows = load::rows(conn, now).await?;
    let name = Standing::of(&rows, kind).rows().iter().max_by_key(|row| row.number).map(|row| row.name.clone());
    text_of(conn, kind, name.as_deref(), now).await
}

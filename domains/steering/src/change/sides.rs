//! Counts a figure on both sides of a change: one grouped statement for all the stretches of those it touched, of a year before, and of
//! those it did not touch.

use kernel::ServiceTask;
use rules::{FigureCount, FigureRule};
use store::FigureSource;
use store::sea_orm::Value;
use store::sql;
use trust::Job;

use super::held::{difference, estimate, verdict};
use super::model::{ChangeHeld, ChangeMeasure, ChangeSide};
use super::span::{ChangeSpan, Sides};
use super::store::Row;
use crate::Error;
use crate::figure::period::Stretch;
use crate::figure::seen::{is_few, point};
use crate::figure::sql::Counting;
use crate::figure::tally::Tally;

/// A year, in whole weeks.
const YEAR: u64 = 364;

/// Whose rows.
#[derive(Clone, Copy)]
enum Whose {
    Here,
    Elsewhere,
}

/// The condition on `s` and its values, bound from `$first`; none where there is nobody elsewhere.
fn reach(row: &Row, whose: Whose, first: usize) -> Option<(String, Vec<Value>)> {
    let task = row.task().map(ServiceTask::code);
    let second = first + 1;
    match (whose, row.team_id, task) {
        (Whose::Here, None, None) => Some(("1 = 1".into(), Vec::new())),
        (Whose::Here, Some(team), None) => Some((format!("s.team_id = ${first}"), vec![team.into()])),
        (Whose::Here, None, Some(task)) => Some((format!("s.service_task = ${first}"), vec![task.into()])),
        (Whose::Here, Some(team), Some(task)) => {
            Some((format!("s.team_id = ${first} AND s.service_task = ${second}"), vec![team.into(), task.into()]))
        }
        (Whose::Elsewhere, None, None) => None,
        (Whose::Elsewhere, Some(team), None) => Some((others(first), vec![team.into()])),
        (Whose::Elsewhere, None, Some(task)) => Some((format!("s.service_task <> ${first}"), vec![task.into()])),
        (Whose::Elsewhere, Some(team), Some(task)) => {
            Some((format!("{} AND s.service_task = ${second}", others(first)), vec![team.into(), task.into()]))
        }
    }
}

fn others(first: usize) -> String {
    format!("(s.team_id IS NULL OR s.team_id <> ${first})")
}

/// A change and a figure of it.
pub(super) struct Asked<'a> {
    pub row: &'a Row,
    pub rule: &'a FigureRule,
    pub source: &'a FigureSource,
    pub span: ChangeSpan,
    pub least: i64,
}

impl Asked<'_> {
    async fn tallies(&self, job: &Job, stretches: &[Stretch], whose: Whose) -> Result<Option<Vec<Tally>>, Error> {
        let counting = Counting { source: self.source, count: self.rule.count, stretches };
        let mut values = counting.values();
        let Some((mut text, more)) = reach(self.row, whose, values.len() + 1) else { return Ok(None) };
        if !self.source.matter {
            text.push_str(&job.unrestricted_sql_of_clients("s"));
        }
        values.extend(more);
        let mut found = vec![Tally::default(); stretches.len()];
        for row in sql::rows(job.reader(), &counting.text("", &text), values).await? {
            counting.take(&row, &mut found)?;
        }
        Ok(Some(found))
    }

    fn side(&self, stretches: &[Stretch], tallies: &[Tally]) -> Option<(ChangeSide, Option<super::held::Estimate>)> {
        let (from, to) = (stretches.first()?.first, stretches.last()?.last);
        let made = match self.rule.count {
            FigureCount::Open => tallies.last().cloned().unwrap_or_default(),
            _ => tallies.iter().fold(Tally::default(), |mut sum, one| {
                sum.add(one);
                sum
            }),
        };
        if is_few(self.rule, &made, Some(self.least)) {
            return Some((ChangeSide { from, to, value: None, of: None, few: true }, None));
        }
        let estimate = estimate(self.rule.count, tallies, self.span.weeks(stretches.len()));
        Some((ChangeSide { from, to, value: estimate.map(|one| one.value), of: Some(made.n), few: false }, estimate))
    }

    fn held(&self, sides: &Sides, tallies: &[Tally]) -> Option<ChangeHeld> {
        let (before, after) = tallies.split_at_checked(sides.before.len())?;
        let (before, was) = self.side(&sides.before, before)?;
        let (after, is) = self.side(&sides.after, after).map_or((None, None), |(side, estimate)| (Some(side), estimate));
        let difference = was.zip(is).map(|(was, is)| difference(was, is));
        Some(ChangeHeld { before, after, difference, verdict: difference.and_then(|of| verdict(self.rule.better, of)) })
    }

    /// The figure on both sides.
    pub async fn measure(&self, job: &Job, today: chrono::NaiveDate, rules_version: &str) -> Result<ChangeMeasure, Error> {
        let sides = self.span.sides(self.row.happened_on, today, 0);
        let stretches = [sides.before.as_slice(), &sides.after].concat();
        let here = self.tallies(job, &stretches, Whose::Here).await?.unwrap_or_default();
        let elsewhere = self.tallies(job, &stretches, Whose::Elsewhere).await?;
        let then = self.span.sides(self.row.happened_on, today, YEAR);
        let before = self.tallies(job, &[then.before.as_slice(), &then.after].concat(), Whose::Here).await?.unwrap_or_default();
        let missing = || Error::State("figures_not_counted");
        Ok(ChangeMeasure {
            code: self.rule.code.clone(),
            name: self.rule.name.clone(),
            about: self.rule.about.clone(),
            unit: self.rule.unit(),
            weekly: self.rule.count == FigureCount::Happened,
            better: self.rule.better,
            law: self.rule.law.clone(),
            mark: self.rule.mark,
            rules_version: rules_version.to_owned(),
            least: self.least,
            points: stretches.iter().zip(&here).map(|(stretch, tally)| point(self.rule, *stretch, tally, Some(self.least))).collect(),
            here: self.held(&sides, &here).ok_or_else(missing)?,
            year_before: self.held(&then, &before).ok_or_else(missing)?,
            elsewhere: elsewhere.and_then(|tallies| self.held(&sides, &tallies)),
        })
    }
}

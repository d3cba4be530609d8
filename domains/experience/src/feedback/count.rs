//! Figures of a team's feedback, of what was read of it. Pure: a few are told nowhere.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use kernel::ServiceTask;
use rules::{FeedbackAsks, FeedbackRules};

use super::few::{is_few, left_out, told};
use super::model::{FeedbackPart, FeedbackQuestionFigures, FeedbackShare, FeedbackSpan};

/// Askings alike: of one day, task and state.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub opens_on: NaiveDate,
    pub task: ServiceTask,
    pub n: i64,
    pub answered: i64,
    pub declined: i64,
    /// Of the main question.
    pub sum: i64,
}

/// The first day of a month.
pub(crate) fn month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The first day a span is of.
pub(crate) fn begins(span: FeedbackSpan, today: NaiveDate) -> NaiveDate {
    let first = month(today);
    first.checked_sub_months(Months::new(span.months() - 1)).unwrap_or(first)
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    pub span: FeedbackSpan,
    pub task: Option<ServiceTask>,
    pub today: NaiveDate,
    pub least: i64,
}

impl Wanted {
    fn within<'a>(&self, all: &'a [Asked]) -> impl Iterator<Item = &'a Asked> {
        let (from, task) = (begins(self.span, self.today), self.task);
        all.iter().filter(move |one| one.opens_on >= from && task.is_none_or(|task| one.task == task))
    }

    fn answered(&self, all: &[Asked]) -> i64 {
        self.within(all).map(|one| one.answered).sum()
    }

    /// Whether what is asked for may be told, beside all larger groups that may be asked for as well.
    pub fn told(&self, all: &[Asked]) -> bool {
        let mut larger = Vec::new();
        for span in FeedbackSpan::ALL.iter().filter(|span| span.months() >= self.span.months()) {
            let mut tasks = vec![None];
            tasks.extend(self.task.map(Some));
            larger.extend(tasks.into_iter().map(|task| Wanted { span: *span, task, ..*self }.answered(all)));
        }
        told(self.answered(all), &larger, self.least)
    }
}

/// Sums of what is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Sums {
    pub n: i64,
    pub answered: i64,
    pub declined: i64,
    pub sum: i64,
}

impl Sums {
    fn add(&mut self, one: &Asked) {
        self.n += one.n;
        self.answered += one.answered;
        self.declined += one.declined;
        self.sum += one.sum;
    }

    fn average(&self) -> Option<f64> {
        rounded(self.sum, self.answered)
    }
}

/// To a hundredth: more would say more than the answers do.
fn rounded(sum: i64, n: i64) -> Option<f64> {
    #[allow(clippy::cast_precision_loss, reason = "sums of answers are far below 2^52")]
    (n > 0).then(|| (sum as f64 * 100.0 / n as f64).round() / 100.0)
}

pub(crate) fn sums(wanted: &Wanted, all: &[Asked]) -> Sums {
    let mut sums = Sums::default();
    wanted.within(all).for_each(|one| sums.add(one));
    sums
}

/// Each month of the span, also those in which nobody was asked; oldest first.
pub(crate) fn months(wanted: &Wanted, all: &[Asked]) -> Vec<FeedbackPart> {
    let mut by: BTreeMap<NaiveDate, Sums> = BTreeMap::new();
    let first = begins(wanted.span, wanted.today);
    for nth in 0..wanted.span.months() {
        by.insert(first.checked_add_months(Months::new(nth)).unwrap_or(first), Sums::default());
    }
    wanted.within(all).for_each(|one| by.entry(month(one.opens_on)).or_default().add(one));
    parts(wanted, by.into_iter().map(|(month, sums)| (Some(month), None, sums)).collect())
}

/// Each service that was asked about.
pub(crate) fn services(wanted: &Wanted, all: &[Asked]) -> Vec<FeedbackPart> {
    let mut by: BTreeMap<ServiceTask, Sums> = BTreeMap::new();
    wanted.within(all).for_each(|one| by.entry(one.task).or_default().add(one));
    parts(wanted, by.into_iter().map(|(task, sums)| (None, Some(task), sums)).collect())
}

fn parts(wanted: &Wanted, all: Vec<(Option<NaiveDate>, Option<ServiceTask>, Sums)>) -> Vec<FeedbackPart> {
    let out = left_out(&all.iter().map(|(.., sums)| sums.answered).collect::<Vec<_>>(), wanted.least);
    let told = all.into_iter().zip(out).map(|((month, service_task, sums), few)| FeedbackPart {
        month,
        service_task,
        asked: sums.n,
        few,
        answers: (!few).then_some(sums.answered),
        average: if few { None } else { sums.average() },
    });
    told.collect()
}

/// Each question on a scale, by how many gave each value (`question, value, n`).
pub(crate) fn questions(set: &FeedbackRules, given: &[(String, i32, i64)]) -> Vec<FeedbackQuestionFigures> {
    let scales = set.questions.iter().filter(|one| one.asks == FeedbackAsks::Scale);
    let told = scales.map(|question| {
        let shares: Vec<FeedbackShare> = (question.least..=question.most)
            .map(|value| FeedbackShare {
                value,
                n: given.iter().filter(|(code, other, _)| *code == question.code && *other == value).map(|(.., n)| n).sum(),
            })
            .collect();
        let n: i64 = shares.iter().map(|share| share.n).sum();
        let sum: i64 = shares.iter().map(|share| i64::from(share.value) * share.n).sum();
        let few = is_few(n, set.least);
        FeedbackQuestionFigures {
            code: question.code.clone(),
            words: question.words.clone(),
            low: question.low.clone().unwrap_or_default(),
            high: question.high.clone().unwrap_or_default(),
            least: question.least,
            most: question.most,
            few,
            answers: (!few).then_some(n),
            average: if few { None } else { rounded(sum, n) },
            shares: if few { Vec::new() } else { shares },
        }
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(day: &str, task: ServiceTask, answered: i64, sum: i64) -> Asked {
        Asked { opens_on: day.parse().unwrap(), task, n: answered + 1, answered, declined: 0, sum }
    }

    fn wanted(span: FeedbackSpan, task: Option<ServiceTask>) -> Wanted {
        Wanted { span, task, today: "2026-11-23".parse().unwrap(), least: 5 }
    }

    #[test]
    fn months_are_whole_and_few_are_left_out_of_them() {
        let old = ServiceTask::OlderPeople;
        let all = [asked("2026-09-02", old, 6, 24), asked("2026-10-05", old, 3, 9), asked("2026-11-01", old, 7, 35)];
        let months = months(&wanted(FeedbackSpan::Quarter, None), &all);
        let seen: Vec<_> = months.iter().map(|one| (one.month.unwrap().to_string(), one.few, one.average)).collect();
        let expected = [("2026-09-01", true, None), ("2026-10-01", true, None), ("2026-11-01", false, Some(5.0))];
        assert_eq!(seen, expected.map(|(month, few, average)| (month.to_owned(), few, average)));
    }

    #[test]
    fn a_group_is_not_told_beside_a_larger_one_that_leaves_a_few() {
        let (old, young) = (ServiceTask::OlderPeople, ServiceTask::WorkingAge);
        let all = [asked("2026-11-02", old, 10, 40), asked("2026-11-02", young, 3, 9), asked("2026-02-02", old, 5, 9)];
        assert!(wanted(FeedbackSpan::Year, None).told(&all));
        assert!(!wanted(FeedbackSpan::Year, Some(old)).told(&all), "the three of the other service would be what is left");
        assert!(wanted(FeedbackSpan::Quarter, None).told(&all));
        assert!(!wanted(FeedbackSpan::Quarter, Some(young)).told(&all));
        assert_eq!(sums(&wanted(FeedbackSpan::Quarter, None), &all).answered, 13);
    }
}

//! Shares of what was looked at first. Pure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Duration, Utc};
use kernel::helsinki_date;
use rules::SummaryUseRule;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Something made, and when its maker last looked before it.
#[derive(Clone, Debug)]
pub struct Made {
    pub kind: &'static str,
    pub team: Uuid,
    pub by: Uuid,
    pub at: DateTime<Utc>,
    pub seen_at: Option<DateTime<Utc>>,
}

impl Made {
    fn seen(&self, days: u32) -> bool {
        self.seen_at.is_some_and(|seen| self.at - seen <= Duration::days(i64::from(days)))
    }
}

/// So many made, and of so many what was known had been looked at; none of either when they are too few to be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct SeenShare {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen: Option<usize>,
}

/// The share of some; few things, or few people, tell of somebody.
pub fn share<'a>(rule: &SummaryUseRule, of: impl Iterator<Item = &'a Made>) -> SeenShare {
    let (mut made, mut seen, mut makers) = (0_usize, 0_usize, BTreeSet::new());
    for one in of {
        made += 1;
        seen += usize::from(one.seen(rule.days));
        makers.insert(one.by);
    }
    let least = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    if made < least(rule.least) || makers.len() < least(rule.least_makers) {
        return SeenShare::default();
    }
    SeenShare { made: Some(made), seen: Some(seen) }
}

/// By month in Finland (`2026-11`), the oldest first.
pub fn by_month<'a>(all: &'a [Made]) -> BTreeMap<String, Vec<&'a Made>> {
    let mut months: BTreeMap<String, Vec<&'a Made>> = BTreeMap::new();
    for one in all {
        let day = helsinki_date(one.at);
        months.entry(format!("{:04}-{:02}", day.year(), day.month())).or_default().push(one);
    }
    months
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::Rules;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn made(by: Uuid, day: &str, seen: Option<&str>) -> Made {
        Made {
            kind: "decision",
            team: Uuid::nil(),
            by,
            at: at(&format!("{day}T10:00:00Z")),
            seen_at: seen.map(|day| at(&format!("{day}T10:00:00Z"))),
        }
    }

    #[test]
    fn a_look_counts_for_a_fortnight_and_few_are_not_told() {
        let rules = Rules::shipped().unwrap();
        let rule = &rules.story.on("2026-11-23".parse().unwrap()).body.summary_use;
        let makers: Vec<Uuid> = (0..3).map(|_| Uuid::now_v7()).collect();
        let all: Vec<Made> = (0..12)
            .map(|n| {
                // A fortnight before counts, a day more does not, and never is never.
                let seen = [Some("2026-10-06"), Some("2026-10-05"), None][n % 3];
                made(makers[n % 3], "2026-10-20", seen)
            })
            .collect();
        assert_eq!(share(rule, all.iter()), SeenShare { made: Some(12), seen: Some(4) });
        assert_eq!(share(rule, all.iter().take(9)), SeenShare::default(), "nine are few");
        assert_eq!(share(rule, all.iter().chain(all.iter()).filter(|one| one.by != makers[0])), SeenShare::default(), "two people");
    }

    #[test]
    fn a_month_is_finland_s() {
        let late = Made { at: at("2026-10-31T22:30:00Z"), ..made(Uuid::nil(), "2026-10-31", None) };
        assert_eq!(by_month(&[late]).into_keys().collect::<Vec<_>>(), ["2026-11"]);
    }
}

//! How each version of a template works: plans, acts in time, goals reached, days. What is made of few is not told as a share; over the
//! county the few are not told at all.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::Text;
use rules::Mark;
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;

use crate::Templates;
use crate::model::{TemplateFigures, TemplateList, TemplateSeen};

/// A condition over `u`, with its values from `$2`: `$1` is today.
pub(crate) type Reach = (String, Vec<Value>);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Counted {
    plans: i64,
    open: i64,
    acts: i64,
    in_time: i64,
    ended: i64,
    reached: i64,
    /// Days from beginning to end, and how many plans took so long.
    days: BTreeMap<i64, i64>,
}

impl Counted {
    fn median(&self) -> Option<i64> {
        let mut before = 0;
        self.days.iter().find_map(|(days, n)| {
            before += n;
            (before * 2 >= self.ended).then_some(*days)
        })
    }
}

/// By code and version.
type All = BTreeMap<(String, i32), Counted>;

async fn counted(conn: &impl ConnectionTrait, today: NaiveDate, (reach, values): &Reach) -> Result<All, DbErr> {
    #[derive(FromQueryResult)]
    struct Plans {
        template: String,
        template_version: i32,
        plans: i64,
        open: i64,
    }
    #[derive(FromQueryResult)]
    struct Acts {
        template: String,
        template_version: i32,
        acts: i64,
        in_time: i64,
    }
    #[derive(FromQueryResult)]
    struct Ended {
        template: String,
        template_version: i32,
        started_on: NaiveDate,
        ended_on: NaiveDate,
        n: i64,
        reached: i64,
    }
    let bound = || std::iter::once(Value::from(today)).chain(values.iter().cloned());
    let mut all = All::new();
    let text = format!(
        "SELECT u.template, u.template_version, COUNT(*) AS plans, COUNT(CASE WHEN u.state = 'open' THEN 1 END) AS open \
         FROM plan_template_use u WHERE u.started_on <= $1 AND {reach} GROUP BY u.template, u.template_version"
    );
    for row in sql::all::<Plans>(conn, &text, bound()).await? {
        all.insert((row.template, row.template_version), Counted { plans: row.plans, open: row.open, ..Counted::default() });
    }
    // What was left out was not to be done; what is open and still in its time is not known yet.
    let text = format!(
        "SELECT u.template, u.template_version, COUNT(*) AS acts, COUNT(CASE WHEN a.state = 'done' AND a.done_on <= a.kept_until THEN 1 END) \
         AS in_time FROM plan_template_use u JOIN plan_template_act a ON a.use_id = u.id \
         WHERE (a.state IN ('done', 'missed') OR (a.state = 'open' AND u.state = 'open' AND a.kept_until < $1)) AND {reach} \
         GROUP BY u.template, u.template_version"
    );
    for row in sql::all::<Acts>(conn, &text, bound()).await? {
        let one = all.entry((row.template, row.template_version)).or_default();
        (one.acts, one.in_time) = (row.acts, row.in_time);
    }
    let text = format!(
        "SELECT u.template, u.template_version, u.started_on, u.ended_on, COUNT(*) AS n, \
         COUNT(CASE WHEN g.goals > 0 AND g.goals = g.reached THEN 1 END) AS reached FROM plan_template_use u \
         LEFT JOIN ({}) g ON g.plan_id = u.plan_id WHERE u.ended_on <= $1 AND u.end_reason <> 'replaced' AND {reach} \
         GROUP BY u.template, u.template_version, u.started_on, u.ended_on",
        care::plan::GOALS
    );
    for row in sql::all::<Ended>(conn, &text, bound()).await? {
        let one = all.entry((row.template, row.template_version)).or_default();
        one.ended += row.n;
        one.reached += row.reached;
        *one.days.entry((row.ended_on - row.started_on).num_days()).or_default() += row.n;
    }
    Ok(all)
}

/// The share of a whole in per cent; none when it is of too few. `hides`: the few on either side are not told.
fn share(part: i64, whole: i64, least: i64, hides: bool) -> Option<i64> {
    let few = |n: i64| n > 0 && n < least;
    let hidden = hides && (few(part) || few(whole - part));
    (whole >= least && !hidden).then(|| (part * 100 + whole / 2) / whole.max(1))
}

fn figures(version: i32, counted: &Counted, from: Option<NaiveDate>, in_force: bool, least: i64, county: bool) -> TemplateFigures {
    let told = |n: i64| (!county || n == 0 || n >= least).then_some(n);
    let few = county && counted.plans > 0 && counted.plans < least;
    // Two parts of a whole: what one leaves untold the other would tell.
    let parts = !few && told(counted.open).is_some() && told(counted.plans - counted.open).is_some();
    TemplateFigures {
        version,
        from,
        in_force,
        few,
        plans: if few { None } else { Some(counted.plans) },
        open: parts.then_some(counted.open),
        ended: if parts { told(counted.ended) } else { None },
        acts: if few { None } else { told(counted.acts) },
        in_time: if few { None } else { share(counted.in_time, counted.acts, least, county) },
        reached: if few { None } else { share(counted.reached, counted.ended, least, county) },
        median_days: counted.median().filter(|_| !few && counted.ended >= least),
    }
}

/// Every template in force or with plans, each version of it with its figures.
pub(crate) async fn list(
    room: &Templates,
    conn: &impl ConnectionTrait,
    today: NaiveDate,
    reach: &Reach,
    county: bool,
) -> Result<TemplateList, DbErr> {
    let rules = room.rules.now();
    let set = rules.templates.on(today);
    let all = counted(conn, today, reach).await?;
    let least = i64::from(set.body.least);
    // Versions of the rules that came later tell the newest words of what is gone.
    let kept: Vec<_> = rules.templates.all().filter(|one| one.valid_from <= today).collect();
    let mut seen: BTreeMap<String, TemplateSeen> = BTreeMap::new();
    let mut versions: BTreeMap<(String, i32), Option<NaiveDate>> = all.keys().map(|key| (key.clone(), None)).collect();
    for one in &kept {
        for template in &one.body.templates {
            let version = i32::try_from(template.version).unwrap_or(i32::MAX);
            let from = versions.entry((template.code.clone(), version)).or_default();
            *from = Some(from.map_or(one.valid_from, |first| first.min(one.valid_from)));
            let told = TemplateSeen {
                code: template.code.clone(),
                name: template.name.clone(),
                about: template.about.clone(),
                care_model: template.care_model.clone(),
                tasks: template.tasks.clone(),
                law: template.law.clone(),
                mark: template.mark,
                gone: set.body.template(&template.code).is_none(),
                versions: Vec::new(),
            };
            if set.body.template(&template.code).is_none_or(|now| now == template) || !seen.contains_key(&template.code) {
                seen.insert(template.code.clone(), told);
            }
        }
    }
    let nothing = Counted::default();
    for ((code, version), from) in versions.into_iter().rev() {
        let now = set.body.template(&code).and_then(|one| i32::try_from(one.version).ok());
        let figures = figures(version, all.get(&(code.clone(), version)).unwrap_or(&nothing), from, now == Some(version), least, county);
        seen.entry(code.clone()).or_insert_with(|| unknown(&code)).versions.push(figures);
    }
    let order = |code: &str| set.body.templates.iter().position(|one| one.code == code).unwrap_or(usize::MAX);
    let mut templates: Vec<TemplateSeen> = seen.into_values().collect();
    templates.sort_by_key(|one| order(&one.code));
    Ok(TemplateList { templates, least: set.body.least, grace_days: set.body.grace_days, rules_version: set.version.clone() })
}

/// A template whose rules are no longer kept.
fn unknown(code: &str) -> TemplateSeen {
    TemplateSeen {
        code: code.to_owned(),
        name: Text::fi(code),
        about: Text::fi("–"),
        care_model: Text::fi("–"),
        tasks: Vec::new(),
        law: String::new(),
        mark: Mark::Uncertain,
        gone: true,
        versions: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_no_share_and_over_the_county_no_number() {
        assert_eq!(share(3, 4, 5, false), None);
        assert_eq!(share(2, 10, 5, false), Some(20));
        assert_eq!(share(2, 10, 5, true), None);
        assert_eq!(share(8, 10, 5, true), None, "what is left is as few");
        assert_eq!(share(10, 10, 5, true), Some(100));
        let of = |plans, open, ended, county| {
            let counted = Counted { plans, open, ended, days: BTreeMap::from([(30, ended)]), ..Counted::default() };
            let seen = figures(1, &counted, None, true, 5, county);
            (seen.few, seen.plans, seen.open, seen.ended, seen.median_days)
        };
        assert_eq!(of(4, 4, 0, true), (true, None, None, None, None));
        assert_eq!(of(4, 4, 0, false), (false, Some(4), Some(4), Some(0), None));
        assert_eq!(of(12, 3, 9, true), (false, Some(12), None, None, Some(30)));
        assert_eq!(of(12, 6, 6, true), (false, Some(12), Some(6), Some(6), Some(30)));
    }

    #[test]
    fn the_median_is_of_plans() {
        let counted = Counted { ended: 5, days: BTreeMap::from([(10, 2), (40, 2), (90, 1)]), ..Counted::default() };
        assert_eq!(counted.median(), Some(40));
        assert_eq!(Counted::default().median(), None);
    }
}

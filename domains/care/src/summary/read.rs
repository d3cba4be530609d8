use chrono::{Days, Months};
use kernel::Register;
use people::close_one::CloseOne;
use people::tied::ClientProfessional;
use records::picture;
use rules::{Rules, Situation};
use trust::Opened;
use uuid::Uuid;

use super::model::{MatterName, Measure, Summary, SummaryDeadline, SummaryLens, SummaryPerson, SummaryPlan, Withheld};
use super::now::{self, Names};
use super::timeline::{Sources, timeline};
use super::{alerts, history, measures, plans, store};
use crate::header::{self, ClientHeader};
use crate::{Error, clock, plan, quality};

/// The timeline spans so many months; the service history reaches one year further back.
const TIMELINE_MONTHS: u32 = 24;
const HISTORY_MONTHS: u32 = 36;

/// The situation of the opened client.
///
/// # Errors
/// `NotFound`, or when the database does not answer.
pub async fn read(opened: &Opened, rules: &Rules) -> Result<Summary, Error> {
    let (today, at) = (opened.today(), opened.at());
    let back = |months: u32| at.checked_sub_months(Months::new(months)).unwrap_or(at);
    let (from, history_from) = (back(TIMELINE_MONTHS), back(HISTORY_MONTHS));
    let from_day = kernel::helsinki_date(from);
    let needs = &rules.needs.on(today).body;

    // Who: people.
    let head = people::head::head(opened, opened.client()).await?.ok_or(Error::NotFound)?;
    let professionals = people::tied::of(opened).await?;
    let mut close_ones = people::close_one::of(opened).await?;
    people::quality::mark(rules, today, &mut [], &mut close_ones);

    // What this room keeps.
    let matters = store::open_matters(opened).await?;
    let ids: Vec<Uuid> = matters.iter().map(|m| m.id).collect();
    let clocks = clock::of_matters(opened.reader(), &ids).await?;
    let customerships = store::customerships(opened, from_day).await?;
    let plan_rows = store::plans(opened, from_day).await?;
    let in_force: Vec<Uuid> = plan_rows.iter().filter(|p| p.state == "active").map(|p| p.id).collect();
    let plan_parts = plan::parts(opened.reader(), &in_force).await?;
    let decisions = store::decisions(opened, from).await?;
    let assessments = store::assessments(opened, from_day).await?;
    let appointments = store::appointments(opened, from).await?;
    let last_note = store::last_note(opened).await?;

    // What came from source systems.
    let facts = picture::current(opened).await?;
    let visits = picture::visits(opened, history_from).await?;
    let values = picture::measures(opened, from).await?;
    let care_plans: Vec<Uuid> = facts.iter().filter(|f| f.kind == "CarePlan").map(|f| f.id).collect();
    let parts = picture::plan_parts(opened, &care_plans).await?;

    // Names.
    let staff: Vec<Uuid> = matters
        .iter()
        .filter_map(|m| m.handler_id)
        .chain(customerships.iter().map(|c| c.responsible_worker_id))
        .chain(appointments.iter().map(|a| a.handler_id))
        .collect();
    let people = people::organisation::people_by_id(opened.reader(), &staff).await?;
    let in_teams: Vec<Uuid> = matters.iter().map(|m| m.team_id).chain(customerships.iter().map(|c| c.team_id)).collect();
    let teams = people::organisation::teams_by_id(opened.reader(), &in_teams).await?;
    let names = Names { people: &people, teams: &teams };

    let mut deadlines: Vec<SummaryDeadline> = Vec::new();
    for m in &matters {
        let matter =
            MatterName { id: m.id, number: m.number.clone(), situation: Situation::parse(&m.situation).unwrap_or(Situation::Guidance) };
        for kept in clocks.get(&m.id).into_iter().flatten() {
            deadlines.push(SummaryDeadline { deadline: clock::deadline(rules, kept, today), matter: matter.clone() });
        }
    }
    deadlines.sort_by_key(|d| (d.deadline.due_on.is_none(), d.deadline.due_on));

    let mut alerts = alerts::of_client(&head.card);
    alerts.extend(alerts::of_deadlines(&deadlines));
    alerts.extend(alerts::of_risks(&facts));
    let open_customership = customerships.iter().find(|c| c.state == "open").map(|c| (c.id, c.opened_on));
    let last_visit = visits.iter().map(|v| v.last_at).filter(|last| *last <= at).max();
    alerts.extend(alerts::of_silence(open_customership, last_note.max(last_visit), today));
    alerts.sort_by_key(|a| a.tone as u8);

    let set = rules.lenses.on(today);
    let role = opened.staff().role.code();
    let lens = set.body.of(role);
    let order = lens.map(|l| l.timeline.clone()).unwrap_or_default();
    let sources = Sources {
        visits: &visits,
        appointments: &appointments,
        facts: &facts,
        values: &values,
        customerships: &customerships,
        plans: &plan_rows,
        decisions: &decisions,
        assessments: &assessments,
        needs,
    };
    let timeline = timeline(from_day, today, &order, &sources);
    let open = now::open(&matters, &customerships, &appointments, &facts, &names, needs, today);
    let mut plans = plans::own(&plan_rows, plan_parts);
    let dated: Vec<(&SummaryPlan, chrono::NaiveDate)> =
        plans.iter().filter_map(|plan| Some((plan, plan_rows.iter().find(|row| row.id == plan.id)?.valid_from))).collect();
    let quality = quality::marks(rules, today, &quality::Parts { facts: &facts, values: &values, plans: &dated, close_ones: &close_ones });
    let planned = plans.iter().flat_map(|p| p.services.iter().map(|s| (s.what.key().to_owned(), p.item.clone()))).collect::<Vec<_>>();
    let history = history::history(&visits, &history::led(&decisions, planned));
    plans.extend(plans::recorded(&facts, &parts));

    let units: Vec<String> = customerships.iter().filter(|c| c.state == "open").filter_map(|c| names.team(c.team_id)).collect();
    let open_count = i64::try_from(customerships.iter().filter(|c| c.state == "open").count()).unwrap_or(0);
    let header = header::assemble(
        opened,
        header::Sources { head, professionals: &professionals, close_ones: &close_ones, customerships: open_count },
    );
    Ok(Summary {
        people: around(&header, &close_ones, &professionals, units),
        header,
        lens: SummaryLens {
            role: role.to_owned(),
            order: lens.map(|l| l.sections.clone()).unwrap_or_default(),
            version: set.version.clone(),
        },
        as_of: at,
        alerts,
        deadlines,
        open,
        timeline,
        history,
        plans,
        medication: now::medication(&facts),
        risks: now::risks(&facts),
        conditions: now::conditions(&facts),
        devices: now::devices(&facts),
        measures: measures::measures(&values),
        quality,
        withheld: withheld(opened),
    })
}

/// The people around the client: close ones, professionals, the teams of open customerships.
fn around(header: &ClientHeader, close_ones: &[CloseOne], professionals: &[ClientProfessional], units: Vec<String>) -> Vec<SummaryPerson> {
    let person = |name: &str, role: &str, kind: &str, phone: Option<String>| SummaryPerson {
        name: name.to_owned(),
        role: role.to_owned(),
        kind: kind.to_owned(),
        phone,
        tone: None,
        linked_to: None,
    };
    let mut all = vec![person(&header.card.name, "client", "client", None)];
    all.extend(close_ones.iter().map(|c| person(&c.name, c.roles.first().map_or("other", String::as_str), "close_one", c.phone.clone())));
    all.extend(professionals.iter().map(|p| person(&p.name, p.role.code(), "professional", None)));
    for unit in units {
        if all.iter().all(|p| p.name != unit) {
            all.push(person(&unit, "unit", "unit", None));
        }
    }
    all
}

/// Says which registers are open and how to ask for others. It is made of the viewer's rights alone, so it is the same
/// whether or not another register holds anything.
fn withheld(opened: &Opened) -> Withheld {
    let registers_open = opened.scopes().registers();
    let ways: &[&str] = if registers_open.len() < Register::ALL.len() { &["ask_permit", "named_ground"] } else { &[] };
    Withheld { registers_open, note: "other_registers_may_hold".into(), ways: ways.iter().map(|w| (*w).to_owned()).collect() }
}

/// The newest measures of functional ability within a year, for the lobby: name, value and how worrying.
///
/// # Errors
/// When the database does not answer.
pub async fn functioning(opened: &Opened) -> Result<Vec<Measure>, Error> {
    let since = opened.at().checked_sub_days(Days::new(365)).unwrap_or_else(|| opened.at());
    let mut values = picture::measures(opened, since).await?;
    values.retain(measures::is_functional);
    Ok(measures::measures(&values))
}

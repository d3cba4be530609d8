//! Rows in words.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use kernel::{ClientId, Register, Text};
use people::card::cards;
use people::organisation::{people_by_id, teams_by_id};
use people::{IdentityCard, PersonRef, Proof};
use rules::{Rules, Severity};
use store::sea_orm::{DbErr, Value};
use trust::{Group, Opened, Own};
use uuid::Uuid;

use crate::model::{
    AssessmentState, ClientHomeSafety, OwnHomeSafety, OwnSafetyAssessment, OwnSafetyRisk, RiskDoer, RiskState, SafetyAssessment,
    SafetyChecklist, SafetyFinding, SafetyMatter, SafetyPlace, SafetyRisk, TookPart,
};
use crate::rescue::store as notices;
use crate::rescue::view::{self as notice_view, Address};
use crate::rows::{self, AssessmentRow, RiskRow};
use crate::{Error, HomeSafetyRoom, assess};

/// Rows of a client that a professional sees.
pub(crate) fn seen_sql(opened: &Opened) -> (String, Vec<Value>) {
    let (whose, values) = opened.clients_sql("a", 1);
    (format!("{whose} AND {}", opened.scopes().sql("a")), values)
}

/// What a professional sees of a client's.
pub(crate) async fn seen(room: &HomeSafetyRoom, opened: &Opened) -> Result<ClientHomeSafety, Error> {
    let rules: &Rules = &room.rules;
    let reader = opened.reader();
    let assessments = rows::assessments(reader, seen_sql(opened)).await?;
    let risks = rows::risks(reader, seen_sql(opened)).await?;
    let notices = notices::of(reader, seen_sql(opened)).await?;
    let places: Vec<SafetyPlace> =
        assess::places(opened).into_iter().map(|(register, service_task)| SafetyPlace { register, service_task }).collect();
    let theirs =
        |register: &str, task: &str| places.iter().any(|place| place.register.code() == register && place.service_task.code() == task);
    let mut named: Vec<Uuid> = assessments.iter().flat_map(|row| [Some(row.begun_by), row.finished_by]).flatten().collect();
    named.extend(notices.iter().flat_map(|row| [Some(row.made_by), row.settled_by]).flatten());
    let people = people_by_id(reader, &named).await?;
    let versions: BTreeSet<&str> = assessments.iter().map(|row| row.rules_version.as_str()).collect();
    let checklists = checklists(rules, opened.today(), &versions);
    let assessments =
        assessments.iter().map(|row| assessment(row, &people, theirs(&row.register, &row.service_task))).collect::<Result<_, _>>()?;
    let may: BTreeSet<Uuid> = risks.iter().filter(|row| theirs(&row.register, &row.service_task)).map(|row| row.id).collect();
    let risks = told(rules, opened, opened.today(), risks, &|row| may.contains(&row.id)).await?;
    // One protected identity protects the person.
    let address = Address::Protected { now: people::home::of(opened, opened.clients()).await?.protected };
    let notices = notices.iter().map(|row| notice_view::told(row, &people, address, theirs(&row.register, &row.service_task)));
    let matters = care::matter::open_of(opened)
        .await?
        .into_iter()
        .filter(|matter| theirs(matter.scope.register.code(), matter.scope.service_task.code()));
    let matters: Vec<SafetyMatter> =
        matters.map(|matter| SafetyMatter { id: matter.id, number: matter.number, service_task: matter.scope.service_task }).collect();
    let permitted: &[&str] = if places.is_empty() || !opened.offers(Group::Tend) { &[] } else { &["begin", "notify"] };
    Ok(ClientHomeSafety {
        checklists,
        assessments,
        risks,
        notices: notices.collect::<Result<_, _>>()?,
        matters,
        places,
        receiver: room.rescue.as_ref().map(|rescue| rescue.host().to_owned()),
        permitted_actions: permitted.iter().map(|one| (*one).to_owned()).collect(),
    })
}

/// The checklist in force, and those that these versions name.
fn checklists(rules: &Rules, today: NaiveDate, versions: &BTreeSet<&str>) -> Vec<SafetyChecklist> {
    let set = rules.homesafety.on(today);
    let mut all = vec![SafetyChecklist { version: set.version.clone(), in_force: true, rules: set.body.clone() }];
    let older = versions.iter().filter(|version| **version != set.version).filter_map(|version| rules.homesafety.version(version));
    all.extend(older.map(|set| SafetyChecklist { version: set.version.clone(), in_force: false, rules: set.body.clone() }));
    all
}

fn assessment(row: &AssessmentRow, people: &HashMap<Uuid, PersonRef>, may: bool) -> Result<SafetyAssessment, DbErr> {
    let state = row.state();
    let offered: &[&str] = match state {
        AssessmentState::Draft if may => &["answer", "finish", "discard"],
        AssessmentState::Finished if may => &["correct"],
        _ => &[],
    };
    Ok(SafetyAssessment {
        id: row.id,
        version: row.version,
        state,
        matter_id: row.matter_id,
        register: Register::parse(&row.register).unwrap_or(Register::Social),
        rules_version: row.rules_version.clone(),
        answers: row.answers()?,
        took_part: row.took_part.as_deref().and_then(TookPart::parse),
        own_view: row.own_view.clone(),
        begun_at: row.begun_at,
        begun_by: people.get(&row.begun_by).cloned(),
        finished_at: row.finished_at,
        finished_by: row.finished_by.and_then(|id| people.get(&id).cloned()),
        corrects: row.corrects,
        correction_reason: row.correction_reason.clone(),
        saved_at: row.updated_at,
        permitted_actions: offered.iter().map(|one| (*one).to_owned()).collect(),
    })
}

/// What the rules say of a risk's item, as they were when it was found.
fn words_of(rules: &Rules, row: &RiskRow) -> (Text, Text, Option<rules::SafetyHazard>) {
    let set = rules.homesafety.version(&row.rules_version);
    let item = set.and_then(|set| set.body.item(&row.item));
    let group = set.zip(item).and_then(|(set, item)| set.body.groups.iter().find(|group| group.code == item.group));
    (
        item.map_or_else(|| Text::fi(&row.item), |item| item.risk.clone()),
        group.map_or_else(|| Text::fi(""), |group| group.label.clone()),
        item.and_then(|item| item.hazard),
    )
}

pub(crate) fn is_late(row: &RiskRow, today: NaiveDate) -> bool {
    row.state().is_open() && row.due_on < today
}

/// Risks in words; `may`: whether the viewer takes steps of one.
pub(crate) async fn told(
    rules: &Rules,
    proof: &impl Proof,
    today: NaiveDate,
    rows: Vec<RiskRow>,
    may: &impl Fn(&RiskRow) -> bool,
) -> Result<Vec<SafetyRisk>, DbErr> {
    let clients: Vec<ClientId> = rows.iter().map(|row| ClientId(row.client_id)).collect();
    let shown: HashMap<Uuid, IdentityCard> = cards(proof, &clients).await?.into_iter().map(|card| (card.id, card)).collect();
    let steps = rows.iter().map(RiskRow::steps).collect::<Result<Vec<_>, _>>()?;
    let mut named: Vec<Uuid> = rows.iter().filter_map(|row| row.handler_id).collect();
    named.extend(steps.iter().flatten().map(|step| step.by));
    let people = people_by_id(proof.conn(), &named).await?;
    let in_teams: Vec<Uuid> = rows.iter().filter_map(|row| row.team_id).collect();
    let teams = teams_by_id(proof.conn(), &in_teams).await?;
    let told = rows.into_iter().zip(steps).map(|(row, steps)| {
        let (risk, group, hazard) = words_of(rules, &row);
        let who: BTreeSet<Uuid> = steps.iter().map(|step| step.by).collect();
        let offered: &[&str] = if may(&row) && row.state() != RiskState::Mistaken { &["step"] } else { &[] };
        SafetyRisk {
            id: row.id,
            version: row.version,
            client: shown.get(&row.client_id).cloned(),
            assessment_id: row.assessment_id,
            risk,
            group,
            hazard,
            severity: Severity::of_rank(row.severity),
            state: row.state(),
            late: is_late(&row, today),
            item: row.item,
            words: row.words,
            act: row.act,
            doer: row.doer.as_deref().and_then(RiskDoer::parse),
            due_on: row.due_on,
            team: row.team_id.and_then(|id| teams.get(&id)).map(|team| team.name.clone()),
            handler: row.handler_id.and_then(|id| people.get(&id).cloned()),
            people: who.iter().filter_map(|id| people.get(id).cloned()).collect(),
            steps,
            found_at: row.found_at,
            closed_at: row.closed_at,
            permitted_actions: offered.iter().map(|one| (*one).to_owned()).collect(),
        }
    });
    Ok(told.collect())
}

/// What the client sees of their own, or one who acts for them.
pub(crate) async fn own(rules: &Rules, own: &Own) -> Result<OwnHomeSafety, Error> {
    let whose = || {
        let (whose, values) = own.clients_sql("a", 1);
        (format!("{whose}{}", own.shown_sql("a", None)), values)
    };
    let reader = own.reader();
    let mut assessments = Vec::new();
    for row in rows::assessments(reader, whose()).await? {
        if let (AssessmentState::Finished, Some(finished_at)) = (row.state(), row.finished_at) {
            let answers = row.answers()?;
            let count = |what: SafetyFinding| answers.values().filter(|one| one.answer == what).count();
            assessments.push(OwnSafetyAssessment {
                id: row.id,
                finished_at,
                took_part: row.took_part.as_deref().and_then(TookPart::parse),
                own_view: row.own_view.clone(),
                fine: count(SafetyFinding::Fine),
                risks: count(SafetyFinding::Risk),
            });
        }
    }
    let risks = rows::risks(reader, whose()).await?.into_iter().filter(|row| row.state() != RiskState::Mistaken);
    let risks = risks.map(|row| OwnSafetyRisk {
        id: row.id,
        risk: words_of(rules, &row).0,
        severity: Severity::of_rank(row.severity),
        state: row.state(),
        late: is_late(&row, own.today()),
        doer: row.doer.as_deref().and_then(RiskDoer::parse),
        words: row.words,
        act: row.act,
        due_on: row.due_on,
    });
    let notices = notices::of(reader, whose()).await?;
    let none = HashMap::new();
    // Of oneself the address is no secret; one who acts for another is not told what is protected.
    let address = match own.acting() {
        None => Address::Shown,
        Some(_) => Address::Protected { now: people::home::of(own, own.clients()).await?.protected },
    };
    let notices = notices.iter().filter(|row| row.shown_to_client).map(|row| notice_view::told(row, &none, address, false));
    Ok(OwnHomeSafety {
        emergency: rules.homesafety.on(own.today()).body.notice.emergency.clone(),
        assessments,
        risks: risks.collect(),
        notices: notices.collect::<Result<_, _>>()?,
    })
}

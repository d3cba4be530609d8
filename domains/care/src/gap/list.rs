//! One's own gaps, and those of a supervisor's teams in figures.

use std::collections::{BTreeMap, HashMap, HashSet};

use axum::extract::State;
use kernel::{ClientId, Problem, ServiceTask};
use people::card::{IdentityCard, cards};
use people::organisation::{people_by_id, view as organisation};
use rules::{GapKind, GapRule};
use trust::{Json, Listed, Role, StaffSession};
use uuid::Uuid;

use super::find::{Row, Whose, Work, counts, people, rows};
use super::model::{Gap, GapCount, GapList, PersonGaps, TeamGaps};
use crate::matter::store::unknown;
use crate::{Care, Error, actions};

/// What waits for oneself, oldest first; a supervisor's own list has also what belongs to nobody.
#[utoipa::path(get, path = "/api/v1/staff/gaps", tag = "care", extensions(("x-action" = json!("care.gap.list"))),
    responses((status = 200, body = GapList), (status = 403, body = Problem)))]
pub async fn mine(session: StaffSession, State(care): State<Care>) -> Result<Json<GapList>, Problem> {
    let listed = session.list(&actions::GAPS)?;
    let list = list(&care, &listed).await?;
    Ok(Json(list))
}

async fn list(care: &Care, listed: &Listed) -> Result<GapList, Error> {
    let set = care.rules.gaps.on(listed.today());
    let present = present(listed).await?;
    let (mut kinds, mut found): (Vec<GapCount>, Vec<(GapKind, Row)>) = (Vec::new(), Vec::new());
    for rule in &set.body.gaps {
        let (total, theirs) = of_mine(listed, rule, &present, None).await?;
        kinds.push(GapCount::of(rule, total));
        found.extend(theirs.into_iter().map(|row| (rule.kind, row)));
    }
    let clients: Vec<ClientId> = found.iter().map(|(_, row)| ClientId(row.client_id)).collect();
    let shown: HashMap<Uuid, IdentityCard> = cards(listed, &clients).await?.into_iter().map(|c| (c.id, c)).collect();
    let owners: Vec<Uuid> = found.iter().filter_map(|(_, row)| row.owner_id).collect();
    let names = people_by_id(listed.reader(), &owners).await?;
    let mut items = Vec::with_capacity(found.len());
    for (kind, row) in found {
        items.push(Gap {
            kind,
            object_id: row.object_id,
            matter_id: row.matter_id,
            number: row.number,
            client: shown.get(&row.client_id).cloned(),
            service_task: ServiceTask::parse(&row.service_task).ok_or_else(|| unknown("a gap's service_task"))?,
            owner: row.owner_id.and_then(|id| names.get(&id).cloned()),
            since: row.since.parse().map_err(|_| unknown("a gap's day"))?,
            count: row.n,
        });
    }
    items.sort_by_key(|gap| gap.since);
    listed.shown(&clients);
    Ok(GapList { rule_version: set.version.clone(), kinds, items })
}

/// Professionals who work in some team today.
pub async fn present(listed: &Listed) -> Result<HashSet<Uuid>, Error> {
    let county = organisation(listed.reader(), listed.today()).await?;
    Ok(county.teams.iter().flat_map(|t| &t.members).map(|m| m.id).collect())
}

/// Rows of a kind that wait for the asker, and how many there are in all.
pub async fn of_mine(listed: &Listed, rule: &GapRule, present: &HashSet<Uuid>, object: Option<Uuid>) -> Result<(i64, Vec<Row>), Error> {
    let me = people(listed);
    let mut found = match rule.kind {
        GapKind::CustomershipWithoutWorker => Vec::new(),
        _ => rows(listed, rule, &Work::Of(me.clone()), &Whose::These(me), object).await?,
    };
    let mut total = found.first().map_or(0, |row| row.total);
    if listed.staff().role == Role::TeamLead {
        let gone: Vec<Uuid> =
            counts(listed, rule, &Work::Teams).await?.into_iter().filter_map(|c| c.owner_id).filter(|id| !present.contains(id)).collect();
        let theirs = rows(listed, rule, &Work::Teams, &Whose::Nobody(gone), object).await?;
        total += theirs.first().map_or(0, |row| row.total);
        found.extend(theirs);
    }
    Ok((total, found))
}

/// Gaps of the supervisor's teams by whose they are; no client is named.
#[utoipa::path(get, path = "/api/v1/staff/gaps/team", tag = "care", extensions(("x-action" = json!("care.gap.count"))),
    responses((status = 200, body = TeamGaps), (status = 403, body = Problem)))]
pub async fn team(session: StaffSession, State(care): State<Care>) -> Result<Json<TeamGaps>, Problem> {
    let listed = session.list(&actions::TEAM_GAPS)?;
    let figures = figures(&care, &listed).await?;
    // Figures of professionals; no client's data leave.
    listed.shown(&[]);
    Ok(Json(figures))
}

async fn figures(care: &Care, listed: &Listed) -> Result<TeamGaps, Error> {
    let set = care.rules.gaps.on(listed.today());
    let present = present(listed).await?;
    let mut by: HashMap<Option<Uuid>, BTreeMap<GapKind, i64>> = HashMap::new();
    let mut kinds = Vec::new();
    for rule in &set.body.gaps {
        let mut total = 0;
        for one in counts(listed, rule, &Work::Teams).await? {
            let owner = one.owner_id.filter(|id| present.contains(id));
            // A customership has a gap only where its worker has gone.
            if rule.kind == GapKind::CustomershipWithoutWorker && owner.is_some() {
                continue;
            }
            total += one.n;
            *by.entry(owner).or_default().entry(rule.kind).or_default() += one.n;
        }
        kinds.push(GapCount::of(rule, total));
    }
    let ids: Vec<Uuid> = by.keys().flatten().copied().collect();
    let names = people_by_id(listed.reader(), &ids).await?;
    let mut people: Vec<PersonGaps> = by
        .into_iter()
        .map(|(id, by_kind)| PersonGaps { professional: id.and_then(|id| names.get(&id).cloned()), total: by_kind.values().sum(), by_kind })
        .collect();
    people.sort_by(|a, b| {
        let name = |p: &PersonGaps| p.professional.as_ref().map(|p| p.name.clone());
        b.total.cmp(&a.total).then_with(|| name(a).cmp(&name(b)))
    });
    Ok(TeamGaps { rule_version: set.version.clone(), kinds, people })
}

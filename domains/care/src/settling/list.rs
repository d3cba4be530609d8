use std::collections::HashMap;

use axum::extract::State;
use kernel::{ClientId, Problem};
use people::card::{IdentityCard, cards};
use people::organisation::people_by_id;
use serde::Deserialize;
use trust::{Json, Listed, Query, StaffSession};
use uuid::Uuid;

use super::model::{SettleItem, SettleList, SettleOutcome};
use super::store;
use crate::{Care, Error, actions};

/// Items of one page.
const PAGE: usize = 50;

#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SettleQuery {
    /// What has been settled instead of what waits.
    #[serde(default)]
    pub settled: bool,
    /// The last item of the page before.
    pub after: Option<Uuid>,
}

/// What one must decide because of what a register told: one's own and one's teams'.
#[utoipa::path(get, path = "/api/v1/staff/settling", tag = "care", params(SettleQuery),
    responses((status = 200, body = SettleList), (status = 403, body = Problem)), extensions(("x-action" = json!("care.settling.list"))))]
pub async fn list(session: StaffSession, State(care): State<Care>, Query(asked): Query<SettleQuery>) -> Result<Json<SettleList>, Problem> {
    let listed = session.list(&actions::SETTLING)?;
    Ok(Json(page(&care, &listed, &asked).await?))
}

async fn page(care: &Care, listed: &Listed, asked: &SettleQuery) -> Result<SettleList, Error> {
    let mut rows = store::listed(listed, !asked.settled, asked.after, PAGE).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = if more { rows.last().map(|r| r.id) } else { None };
    let clients: Vec<ClientId> = rows.iter().map(|r| ClientId(r.client_id)).collect();
    let shown: HashMap<Uuid, IdentityCard> = cards(listed, &clients).await?.into_iter().map(|c| (c.id, c)).collect();
    let people: Vec<Uuid> = rows.iter().flat_map(|r| [r.handler_id, r.settled_by]).flatten().collect();
    let names = people_by_id(listed.reader(), &people).await?;
    let set = care.rules.population.on(listed.today());
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let (cause, object) = (row.cause()?, row.object()?);
        // A rule that was taken out since: the question stands all the same, in the words of the shipped rule's kind.
        let rule = set.body.rule(cause, object);
        items.push(SettleItem {
            id: row.id,
            version: row.version,
            cause,
            happened_on: row.happened_on,
            object_kind: object,
            object_id: row.object_id,
            client: shown.get(&row.client_id).cloned(),
            service_task: row.task()?,
            over: row.object_over,
            handler: row.handler_id.and_then(|id| names.get(&id).cloned()),
            about: rule.map(|r| r.about.clone()).unwrap_or_else(|| kernel::Text::fi("")),
            law: rule.map(|r| r.law.clone()).unwrap_or_default(),
            mark: rule.map_or(rules::Mark::Uncertain, |r| r.mark),
            rule_version: row.rule_version,
            made_at: row.created_at,
            outcomes: SettleOutcome::of(cause, object),
            outcome: row.outcome.as_deref().and_then(SettleOutcome::parse),
            reason: row.reason,
            settled_at: row.settled_at,
            settled_by: row.settled_by.and_then(|id| names.get(&id).cloned()),
            number: row.number,
            starts_at: row.starts_at,
        });
    }
    let open = store::count(listed).await?;
    listed.shown(&clients);
    Ok(SettleList { items, open, next })
}

use axum::extract::{Path, State};
use kernel::{CatalogueRow, Problem};
use rules::Governance;
use serde::Deserialize;
use trust::{Json, Query, StaffSession, known};

use crate::model::{CatalogueChange, CatalogueView, KeptCount, LevelProposal};
use crate::{DataCatalogue, actions, change as changes};

/// The catalogue in force: every item with its level, its master, who opens it and where this node keeps it.
#[utoipa::path(get, path = "/api/v1/staff/catalogue", tag = "catalogue", operation_id = "catalogue",
    responses((status = 200, body = CatalogueView), (status = 401, body = Problem)), extensions(("x-action" = json!("catalogue.look"))))]
pub(crate) async fn look(session: StaffSession, State(room): State<DataCatalogue>) -> Result<Json<CatalogueView>, Problem> {
    let set = room.rules.catalogue.on(session.gate().ctx().today());
    Ok(Json(CatalogueView::of(set, session.allows(&rulekeeping::actions::PUT), session.allows(&actions::COUNT))))
}

#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Answers {
    /// Levels whose question is answered yes, comma-separated.
    pub yes: Option<String>,
}

/// The level that the workshop's questions propose.
#[utoipa::path(get, path = "/api/v1/staff/catalogue/proposal", tag = "catalogue", operation_id = "catalogue_proposal", params(Answers),
    responses((status = 200, body = LevelProposal), (status = 401, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("catalogue.propose"))))]
pub(crate) async fn propose(
    session: StaffSession,
    State(room): State<DataCatalogue>,
    Query(answers): Query<Answers>,
) -> Result<Json<LevelProposal>, Problem> {
    let levels: Vec<&str> = Governance::ALL.iter().map(|level| level.code()).collect();
    let mut yes = Vec::new();
    for word in answers.yes.as_deref().unwrap_or_default().split(',').filter(|word| !word.is_empty()) {
        known("yes", Some(word), &levels)?;
        yes.extend(Governance::parse(word));
    }
    let found = room.rules.catalogue.on(session.gate().ctx().today()).body.propose(&yes);
    let level = found.map_or(Governance::Undecided, |question| question.level);
    Ok(Json(LevelProposal { level, because: found.map(|question| question.because.clone()), leaves: level.leaves() }))
}

#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Changed {
    /// A main group of the catalogue; as it is when absent.
    pub group: Option<String>,
    /// As it is when absent.
    pub level: Option<Governance>,
}

/// What another main group or level would change: which roles gain or lose the item, and whether it may leave the county.
#[utoipa::path(get, path = "/api/v1/staff/catalogue/{row}/change", tag = "catalogue", operation_id = "catalogue_change",
    params(("row" = i32, Path), Changed),
    responses((status = 200, body = CatalogueChange), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("catalogue.change.look"))))]
pub(crate) async fn change(
    session: StaffSession,
    State(room): State<DataCatalogue>,
    Path(row): Path<CatalogueRow>,
    Query(changed): Query<Changed>,
) -> Result<Json<CatalogueChange>, Problem> {
    let catalogue = &room.rules.catalogue.on(session.gate().ctx().today()).body;
    let item = catalogue.item(row).ok_or_else(Problem::not_found)?;
    let group = changed.group.as_deref().unwrap_or(&item.group);
    known("group", Some(group), &catalogue.groups.iter().map(|group| group.code.as_str()).collect::<Vec<_>>())?;
    Ok(Json(changes::change(catalogue, item, group, changed.level.unwrap_or(item.level))))
}

/// How many rows of an item there are in this node, by kind; numbers only.
#[utoipa::path(get, path = "/api/v1/staff/catalogue/{row}/count", tag = "catalogue", operation_id = "catalogue_count", params(("row" = i32, Path)),
    responses((status = 200, body = Vec<KeptCount>), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("catalogue.count"))))]
pub(crate) async fn count(
    session: StaffSession,
    State(room): State<DataCatalogue>,
    Path(row): Path<CatalogueRow>,
) -> Result<Json<Vec<KeptCount>>, Problem> {
    let surveyed = session.survey(&actions::COUNT)?;
    let known = room.rules.catalogue.on(surveyed.today()).body.item(row).is_some();
    if !known {
        return Err(Problem::not_found());
    }
    let counts = trust::items::count(&surveyed, row).await.map_err(|error| {
        tracing::error!(%error, "the rows of an item were not counted");
        Problem::internal()
    })?;
    let told = |(table, number): (&str, i64)| KeptCount { kind: table.to_owned(), number, more: number >= trust::items::COUNTED };
    Ok(Json(counts.into_iter().map(told).collect()))
}

//! The list as a file: the rows the screen pages through, in its order. Its own right, and a line in the log that says what was taken.

use axum::extract::State;
use axum::response::Response;
use care::desk::sheet::{self, Cell, FileKind, MOST, Table};
use kernel::{Lang, Problem, Text};
use people::card::cards;
use serde::Deserialize;
use trust::{Json, Query, StaffSession};

use crate::model::{SupplyDeviation, SupplyQuery, SupplyWhich};
use crate::{Error, SupplyRoom, actions, list};

#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SupplyFile {
    /// Language of headings and words, Finnish when absent.
    #[param(inline)]
    pub lang: Option<Lang>,
}

/// The list as CSV.
#[utoipa::path(post, path = "/api/v1/staff/supply/export.csv", tag = "supply", operation_id = "export_supply", params(SupplyFile),
    request_body = SupplyQuery, extensions(("x-action" = json!("supply.deviation.export"))),
    responses((status = 200, content_type = "text/csv", body = String), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn csv(
    session: StaffSession,
    State(room): State<SupplyRoom>,
    Query(shape): Query<SupplyFile>,
    Json(asked): Json<SupplyQuery>,
) -> Result<Response, Problem> {
    let listed = session.list(&actions::EXPORT)?;
    let lang = shape.lang.unwrap_or_default();
    let rules = room.rules.now();
    let set = &rules.supply.on(listed.today()).body;
    let found = list::rows(&listed, set, &asked, 0, MOST + 1).await.map_err(Error::from)?;
    if found.len() > MOST {
        return Err(sheet::too_many());
    }
    let clients = list::clients_of(&found);
    let known = cards(&listed, &clients).await.map_err(Error::from)?;
    let told = list::told(&listed, set, &known, found).await.map_err(Error::from)?;
    let kind = asked.kind.map(|kind| format!(" kind={kind}")).unwrap_or_default();
    let which = asked.which.unwrap_or(SupplyWhich::Open);
    listed.shown_as(&clients, "export", format!("csv rows={} which={which}{kind} lang={}", told.len(), sheet::code_of(lang)));
    let name = Text::new("Suunnitelma ja tarjonta", "Plan och utbud", "Plan and supply");
    sheet::file(&listed, table(&told, lang), name, "", FileKind::Csv, lang).await
}

fn table(deviations: &[SupplyDeviation], lang: Lang) -> Table {
    let headings = [
        Text::new("Asiakas", "Klient", "Client"),
        Text::new("Poikkeama", "Avvikelse", "Deviation"),
        Text::new("Palvelu", "Tjänst", "Service"),
        Text::new("Tiimi", "Team", "Team"),
        Text::new("Tuottaja", "Producent", "Provider"),
        Text::new("Suunniteltu alku", "Planerad start", "Planned beginning"),
        Text::new("Syyn päivä", "Orsakens dag", "Day of the cause"),
        Text::new("Mitä tehtiin", "Vad som gjordes", "What was done"),
    ];
    let words = |words: Option<&str>| Cell::Text(words.unwrap_or_default().to_owned());
    let rows = deviations.iter().map(|one| {
        vec![
            words(one.client.as_ref().map(|client| client.name.as_str())),
            Cell::Text(one.name.get(lang).to_owned()),
            Cell::Text(one.service.get(lang).to_owned()),
            words(one.team.as_deref()),
            words(one.provider.as_deref()),
            Cell::Date(Some(one.planned_on)),
            Cell::Date(one.cause_on),
            words(one.handled.as_ref().map(|handled| handled.words.as_str())),
        ]
    });
    Table { headings: headings.iter().map(|heading| heading.get(lang).to_owned()).collect(), rows: rows.collect() }
}

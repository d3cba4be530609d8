//! The desk's list of risks, and the same rows as a table.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use care::desk::csv;
use kernel::{ClientId, Lang, Problem, codes};
use rules::{Rules, SafetyGroup, Severity};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use store::Keyring;
use store::sea_orm::Value;
use store::sql;
use trust::{Json, Listed, Query, StaffSession};
use uuid::Uuid;

use crate::model::{RiskState, SafetyRisk};
use crate::rows::{RISK, RiskRow};
use crate::view::{is_late, told};
use crate::{Error, HomeSafetyRoom, actions};

/// Rows of one page.
const PAGE: usize = 25;
/// Most rows in one file; more is asked to be narrowed, never cut in silence.
const MOST: usize = 5_000;

codes! {
    /// Which risks are asked for.
    RiskWhich { Open => "open", Late => "late", Closed => "closed" }
}

codes! {
    RiskSort { Due => "due", Gravest => "gravest", Newest => "newest" }
}

/// What is asked of the list.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RiskQuery {
    pub which: Option<RiskWhich>,
    pub severity: Option<Severity>,
    /// A group of the checklist.
    pub group: Option<String>,
    /// Only those of which the rescue authority is notified.
    #[serde(default)]
    pub hazard: bool,
    /// Only those one found oneself.
    #[serde(default)]
    pub mine: bool,
    /// Part of the client's name, or their personal identity code.
    pub q: Option<String>,
    pub sort: Option<RiskSort>,
    /// The last of the page before.
    pub after: Option<Uuid>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RiskList {
    pub items: Vec<SafetyRisk>,
    /// Open on the viewer's desks.
    pub open: i64,
    pub late: i64,
    pub groups: Vec<SafetyGroup>,
    /// What the next page begins after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RiskShape {
    /// Language of headings and codes, Finnish when absent.
    #[param(inline)]
    pub lang: Option<Lang>,
}

/// Risks of one's own teams, and those one found. By POST: what is typed into the search may be a name.
#[utoipa::path(post, path = "/api/v1/staff/home-safety/risks/search", tag = "homesafety", operation_id = "safety_risks",
    request_body = RiskQuery, responses((status = 200, body = RiskList), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("homesafety.risks.list"))))]
pub(crate) async fn list(
    session: StaffSession,
    State(room): State<HomeSafetyRoom>,
    Json(asked): Json<RiskQuery>,
) -> Result<Json<RiskList>, Problem> {
    let listed = session.list(&actions::LIST)?;
    Ok(Json(page(&room.rules, session.gate().keys(), &listed, &asked).await?))
}

async fn page(rules: &Rules, keys: &Keyring, listed: &Listed, asked: &RiskQuery) -> Result<RiskList, Error> {
    let mut rows = rows(rules, keys, listed, asked, PAGE + 1).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = if more { rows.last().map(|row| row.id) } else { None };
    let clients: Vec<ClientId> = rows.iter().map(|row| ClientId(row.client_id)).collect();
    // A step is taken on the client's page, where the proof is the client's own.
    let items = told(rules, listed, listed.today(), rows, &|_| false).await?;
    listed.shown(&clients);
    #[derive(FromQueryResult)]
    struct Count {
        open: i64,
        late: i64,
    }
    let (reach, mut values) = listed.sql_of_clients("a", 1);
    values.push(listed.today().into());
    let text = format!(
        "SELECT COUNT(*) AS open, COUNT(CASE WHEN a.due_on < ${} THEN 1 END) AS late FROM safety_risk a \
         WHERE {reach} AND a.state IN ('found', 'agreed')",
        values.len()
    );
    let count: Option<Count> = sql::one(listed.reader(), &text, values).await?;
    let (open, late) = count.map_or((0, 0), |count| (count.open, count.late));
    Ok(RiskList { items, open, late, groups: rules.homesafety.on(listed.today()).body.groups.clone(), next })
}

async fn rows(rules: &Rules, keys: &Keyring, listed: &Listed, asked: &RiskQuery, most: usize) -> Result<Vec<RiskRow>, Error> {
    let (mut filter, mut values) = listed.sql_of_clients("a", 1);
    let mut add = |filter: &mut String, text: &str, value: Value| {
        values.push(value);
        filter.push_str(&text.replace('?', &format!("${}", values.len())));
    };
    match asked.which.unwrap_or(RiskWhich::Open) {
        RiskWhich::Open => filter.push_str(" AND a.state IN ('found', 'agreed')"),
        RiskWhich::Late => add(&mut filter, " AND a.state IN ('found', 'agreed') AND a.due_on < ?", listed.today().into()),
        RiskWhich::Closed => filter.push_str(" AND a.state IN ('mended', 'accepted', 'passed_on')"),
    }
    if let Some(severity) = asked.severity {
        add(&mut filter, " AND a.severity = ?", severity.rank().into());
    }
    if asked.mine {
        add(&mut filter, " AND a.handler_id = ?", listed.staff().id.into());
    }
    if asked.group.is_some() || asked.hazard {
        let set = rules.homesafety.on(listed.today());
        let fits = |item: &&rules::SafetyItem| {
            asked.group.as_deref().is_none_or(|group| item.group == group) && (!asked.hazard || item.hazard.is_some())
        };
        let items: Vec<&str> = set.body.items.iter().filter(fits).map(|item| item.code.as_str()).collect();
        if items.is_empty() {
            return Ok(Vec::new());
        }
        filter.push_str(" AND a.item IN (");
        for (index, item) in items.into_iter().enumerate() {
            add(&mut filter, if index == 0 { "?" } else { ", ?" }, item.into());
        }
        filter.push(')');
    }
    let order = match asked.sort.unwrap_or(RiskSort::Due) {
        RiskSort::Due => ("a.due_on, a.id", "(a.due_on, a.id) > (SELECT b.due_on, b.id FROM safety_risk b WHERE b.id = ?)"),
        RiskSort::Gravest => {
            ("a.severity DESC, a.id DESC", "(a.severity, a.id) < (SELECT b.severity, b.id FROM safety_risk b WHERE b.id = ?)")
        }
        RiskSort::Newest => ("a.id DESC", "a.id < ?"),
    };
    if let Some(after) = asked.after {
        add(&mut filter, &format!(" AND {}", order.1), after.into());
    }
    if let Some(q) = asked.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        let (client, more) = people::search::named_sql(listed, keys, q, "a.client_id", values.len() + 1)?;
        values.extend(more);
        filter.push_str(&format!(" AND {client}"));
    }
    Ok(sql::all(listed.reader(), &format!("{RISK} WHERE {filter} ORDER BY {} LIMIT {most}", order.0), values).await?)
}

/// The same rows as CSV.
#[utoipa::path(post, path = "/api/v1/staff/home-safety/risks/export.csv", tag = "homesafety", operation_id = "safety_risks_export",
    params(RiskShape), request_body = RiskQuery,
    responses((status = 200, content_type = "text/csv", body = String), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("homesafety.risks.export"))))]
pub(crate) async fn export(
    session: StaffSession,
    State(room): State<HomeSafetyRoom>,
    Query(shape): Query<RiskShape>,
    Json(asked): Json<RiskQuery>,
) -> Result<Response, Problem> {
    let listed = session.list(&actions::EXPORT)?;
    let rules: &Rules = &room.rules;
    let asked = RiskQuery { after: None, ..asked };
    let rows = rows(rules, session.gate().keys(), &listed, &asked, MOST + 1).await?;
    if rows.len() > MOST {
        return Err(Error::field("", "too_many_rows").into());
    }
    let clients: Vec<ClientId> = rows.iter().map(|row| ClientId(row.client_id)).collect();
    let lang = shape.lang.unwrap_or_default();
    let mut lines = vec![HEADINGS.iter().map(|words| of(words, lang).to_owned()).collect::<Vec<_>>()];
    let late: Vec<bool> = rows.iter().map(|row| is_late(row, listed.today())).collect();
    let told = told(rules, &listed, listed.today(), rows, &|_| false).await.map_err(Error::from)?;
    lines.extend(told.into_iter().zip(late).map(|(risk, late)| line(risk, late, lang)));
    let which = asked.which.unwrap_or(RiskWhich::Open);
    let searched = if asked.q.is_some() { " searched" } else { "" };
    listed.shown_as(&clients, "export", format!("csv rows={} which={which}{searched}", clients.len()));
    let mut response = csv::write(&lines).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"kotiturvallisuus.csv\""));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Finnish, Swedish, English.
type Words = [&'static str; 3];

const HEADINGS: [Words; 8] = [
    ["Asiakas", "Klient", "Client"],
    ["Riski", "Risk", "Risk"],
    ["Vakavuus", "Allvar", "Severity"],
    ["Tila", "Läge", "State"],
    ["Viimeistään", "Senast", "By"],
    ["Myöhässä", "Försenad", "Late"],
    ["Mitä tehdään", "Åtgärd", "What is done"],
    ["Tiimi", "Team", "Team"],
];

fn of(words: &Words, lang: Lang) -> &'static str {
    let [fi, sv, en] = *words;
    match lang {
        Lang::Fi => fi,
        Lang::Sv => sv,
        Lang::En => en,
    }
}

fn line(risk: SafetyRisk, late: bool, lang: Lang) -> Vec<String> {
    let severity: Words = match risk.severity {
        Severity::Minor => ["lievä", "lindrig", "minor"],
        Severity::Notable => ["merkittävä", "betydande", "notable"],
        Severity::Serious => ["vakava", "allvarlig", "serious"],
    };
    let state: Words = match risk.state {
        RiskState::Found => ["havaittu", "upptäckt", "found"],
        RiskState::Agreed => ["sovittu", "överenskommen", "agreed"],
        RiskState::Mended => ["korjattu", "åtgärdad", "mended"],
        RiskState::Accepted => ["asiakas hyväksyy riskin", "klienten godtar risken", "accepted by the client"],
        RiskState::PassedOn => ["siirretty toiselle", "överförd", "passed on"],
        RiskState::Mistaken => ["virheellinen", "felaktig", "mistaken"],
    };
    vec![
        risk.client.map(|client| client.name).unwrap_or_default(),
        risk.risk.get(lang).to_owned(),
        of(&severity, lang).to_owned(),
        of(&state, lang).to_owned(),
        risk.due_on.format("%-d.%-m.%Y").to_string(),
        of(if late { &["kyllä", "ja", "yes"] } else { &["ei", "nej", "no"] }, lang).to_owned(),
        risk.act.unwrap_or_default(),
        risk.team.unwrap_or_default(),
    ]
}

//! A refusal on paper (kieltäytymistodistus; GDPR 12(4), tietosuojalaki [memory]): what was asked, that it is not done or not done as
//! asked, why, who says so, and how to take it to the supervisory authority. The same for the client and for the one who answered.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDate, Utc};
use documents::print::{PrintLetter, print_letters};
use kernel::{Lang, Problem, Text, helsinki_date};
use people::Proof;
use people::card::cards;
use serde::Deserialize;
use trust::{ClientSession, Query, StaffSession};
use uuid::Uuid;

use super::list;
use super::model::{RightsAppeal, RightsRequest};
use crate::{Error, RightsRoom, actions};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CertificateQuery {
    /// `fi` or `sv`; Finnish when not said.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    lang: Lang,
}

/// The certificate of a refusal of my request, as a tagged PDF.
#[utoipa::path(get, path = "/api/v1/client/rights/requests/{id}/certificate.pdf", tag = "own", operation_id = "own_certificate",
    params(("id" = Uuid, Path), CertificateQuery),
    responses((status = 200, content_type = "application/pdf"), (status = 401, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("rights.own.certificate"))))]
pub(crate) async fn own(
    session: ClientSession,
    State(room): State<RightsRoom>,
    Path(id): Path<Uuid>,
    Query(query): Query<CertificateQuery>,
) -> Result<Response, Problem> {
    let own = session.open(&actions::OWN_CERTIFICATE).await?;
    let requests = list::own(&room.rules, &own).await?;
    let request = requests.into_iter().find(|r| r.id == id).ok_or_else(Problem::not_found)?;
    let name = cards(&own, &[own.client()]).await.map_err(Error::from)?.pop().map(|c| c.name).unwrap_or_default();
    answer(&own, &request, name, query.lang).await
}

/// The certificate of a refusal, as the client has it.
#[utoipa::path(get, path = "/api/v1/staff/rights/{id}/certificate.pdf", tag = "rights", operation_id = "certificate",
    params(("id" = Uuid, Path), CertificateQuery),
    responses((status = 200, content_type = "application/pdf"), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("rights.request.certificate"))))]
pub(crate) async fn of_desk(
    session: StaffSession,
    State(room): State<RightsRoom>,
    Path(id): Path<Uuid>,
    Query(query): Query<CertificateQuery>,
) -> Result<Response, Problem> {
    let listed = session.list(&actions::CERTIFICATE)?;
    let request = list::one(&room.rules, &listed, id).await?;
    let name = request.client.as_ref().map(|c| c.name.clone()).unwrap_or_default();
    answer(&listed, &request, name, query.lang).await
}

async fn answer(proof: &impl Proof, request: &RightsRequest, client: String, lang: Lang) -> Result<Response, Problem> {
    // One that was not refused has no certificate.
    let refusal = Refusal::of(request).ok_or_else(Problem::not_found)?;
    let units = people::organisation::view(proof.conn(), proof.today()).await.map_err(Error::from)?.units;
    let county = units.first().map(|unit| unit.organisation.clone()).unwrap_or_default();
    // English is not a language of the authority's papers.
    let lang = if lang == Lang::Sv { Lang::Sv } else { Lang::Fi };
    let file = print_letters(&[refusal.on_paper(client, county, lang)]).map_err(|error| {
        tracing::error!(%error, "a certificate could not be drawn");
        Problem::internal()
    })?;
    let mut response = ([(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"))], file).into_response();
    if let Ok(name) = HeaderValue::from_str(&format!("inline; filename=\"certificate-{}.pdf\"", request.id)) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// What a certificate says of a request.
struct Refusal<'r> {
    request: &'r RightsRequest,
    answer: &'r str,
    at: DateTime<Utc>,
    appeal: &'r RightsAppeal,
}

impl<'r> Refusal<'r> {
    fn of(request: &'r RightsRequest) -> Option<Self> {
        let (answer, at, appeal) = (request.answer.as_deref()?, request.answered_at?, request.appeal.as_ref()?);
        Some(Self { request, answer, at, appeal })
    }

    fn on_paper(&self, client: String, county: String, lang: Lang) -> PrintLetter {
        let request = self.request;
        let whole = request.outcome.as_deref() == Some("refused");
        let told = |label: &Text, what: Option<&String>| what.map(|what| format!("{}: {what}", label.get(lang)));
        let by = request
            .answered_by
            .as_ref()
            .map(|p| [Some(p.name.as_str()), p.title.as_ref().map(|t| t.get(lang))].into_iter().flatten().collect::<Vec<_>>().join(", "));
        let asked = format!("{} {}.", words().asked.get(lang), day(helsinki_date(request.asked_at)));
        let paragraphs = [
            Some(asked),
            told(&words().wrong, request.wrong.as_ref()),
            told(&words().correct, request.correct.as_ref()),
            Some(if whole { words().refused.get(lang) } else { words().partly.get(lang) }.to_owned()),
            told(&words().reasons, Some(&self.answer.to_owned())),
            Some(self.appeal.about.get(lang).to_owned()),
            Some(self.appeal.law.clone()),
            by,
        ];
        PrintLetter {
            id: request.id,
            lang,
            sender: county,
            recipient: client,
            address: Vec::new(),
            day: day(helsinki_date(self.at)),
            subject: words().title.get(lang).to_owned(),
            paragraphs: paragraphs.into_iter().flatten().collect(),
            made_at: self.at,
        }
    }
}

/// Finnish and Swedish write a day alike.
fn day(day: NaiveDate) -> String {
    day.format("%-d.%-m.%Y").to_string()
}

/// The fixed words of the paper.
struct Words {
    title: Text,
    asked: Text,
    wrong: Text,
    correct: Text,
    refused: Text,
    partly: Text,
    reasons: Text,
}

fn words() -> &'static Words {
    static WORDS: std::sync::LazyLock<Words> = std::sync::LazyLock::new(|| {
        let said = |fi: &str, sv: &str| Text { fi: fi.to_owned(), sv: Some(sv.to_owned()), en: None };
        Words {
            title: said("Kieltäytymistodistus", "Intyg över vägran"),
            asked: said("Olet pyytänyt tietojesi oikaisemista", "Du har begärt rättelse av dina uppgifter"),
            wrong: said("Mikä on mielestäsi väärin", "Vad som enligt dig är fel"),
            correct: said("Mikä on mielestäsi oikein", "Vad som enligt dig är rätt"),
            refused: said("Tietoja ei oikaista pyyntösi mukaisesti.", "Uppgifterna rättas inte enligt din begäran."),
            partly: said(
                "Tiedot on oikaistu vain osittain. Muilta osin pyyntöön ei suostuta.",
                "Uppgifterna har rättats endast delvis. Till övriga delar godkänns inte begäran.",
            ),
            reasons: said("Perustelut", "Motivering"),
        }
    });
    &WORDS
}

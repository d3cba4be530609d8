//! `POST /fhir` and `GET /fhir/metadata`.

mod answer;
mod batch;
mod capability;
mod outcome;
mod request;
mod transaction;

use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::Problem;
use trust::token::SystemToken;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::problem::{Problem as Fault, Reason};
use crate::read::BundleType;
use answer::FhirJson;
use outcome::refusal;

/// The largest Bundle in one request, in bytes. Larger sources go through the command line.
const LARGEST: usize = 64 * 1024 * 1024;
/// What a token must be for.
const SCOPE: &str = "fhir.write";

pub mod actions {
    //! The actions of these routes.

    use trust::{Action, ActionKind, Audience, Group};

    /// Taking in a Bundle.
    pub static WRITE: Action = Action {
        name: "fhir.bundle.write",
        audience: Audience::System,
        kind: ActionKind::Change,
        group: Group::Import,
        purpose: "import",
        categories: "original",
    };
    /// What is taken.
    pub static METADATA: Action = Action::plain("public.fhir.metadata", Audience::Public);

    /// Every action of this door.
    pub static ALL: &[&Action] = &[&WRITE, &METADATA];
}

fn routes_only() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(take)).routes(routes!(metadata)).layer(DefaultBodyLimit::max(LARGEST))
}

/// The routes of this door.
pub fn router() -> OpenApiRouter {
    routes_only()
}

/// Its part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes_only().into_openapi()
}

/// Takes a Bundle: a transaction all or nothing, a batch entry by entry.
#[utoipa::path(post, path = "/fhir", tag = "fhir",
    request_body(content = Object, content_type = "application/fhir+json", description = "Bundle of type transaction or batch"),
    responses((status = 200, content_type = "application/fhir+json", description = "Bundle of type transaction-response or batch-response"),
        (status = 400, content_type = "application/fhir+json", description = "OperationOutcome"),
        (status = 401, content_type = "application/fhir+json", description = "OperationOutcome"),
        (status = 403, content_type = "application/fhir+json", description = "OperationOutcome"),
        (status = 412, content_type = "application/fhir+json", description = "OperationOutcome"),
        (status = 413, content_type = "application/fhir+json", description = "OperationOutcome"),
        (status = 415, content_type = "application/fhir+json", description = "OperationOutcome"),
        (status = 422, content_type = "application/fhir+json", description = "OperationOutcome")),
    extensions(("x-action" = json!("fhir.bundle.write"))))]
async fn take(token: Result<SystemToken, Problem>, request: Request) -> Response {
    match receive(token, request).await {
        Ok(answer) => answer,
        Err(refused) => refused.into_response(),
    }
}

async fn receive(token: Result<SystemToken, Problem>, request: Request) -> Result<Response, Refused> {
    let token = token?;
    let job = token.job(actions::WRITE.name, SCOPE).await?;
    request::check_parameters(request.uri().query())?;
    request::check_content_type(request.headers())?;
    let document = request::document(request).await?;
    let settings = request::settings(&token, &job);
    match document.cut.bundle {
        Some(BundleType::Transaction) => transaction::take(&job, &settings, document).await,
        Some(BundleType::Batch) => batch::take(&job, &settings, document).await,
        Some(BundleType::Collection) | None => {
            let fault = Fault::new("Bundle.type", Reason::Rule("a Bundle of type transaction or batch is taken here"));
            Err(Refused::Faults(StatusCode::BAD_REQUEST, vec![(None, fault)]))
        }
    }
}

/// What is taken, by type and interaction.
#[utoipa::path(get, path = "/fhir/metadata", tag = "fhir",
    responses((status = 200, content_type = "application/fhir+json", description = "CapabilityStatement"),
        (status = 400, content_type = "application/fhir+json", description = "OperationOutcome")),
    extensions(("x-action" = json!("public.fhir.metadata"))))]
async fn metadata(request: Request) -> Response {
    match request::check_parameters(request.uri().query()) {
        Ok(()) => FhirJson(StatusCode::OK, capability::statement()).into_response(),
        Err(refused) => refused.into_response(),
    }
}

/// Why a request as a whole is refused.
enum Refused {
    /// Rights, or a failure of ours.
    Problem(Box<Problem>),
    /// Something wrong with what was sent, by entry.
    Faults(StatusCode, Vec<(Option<usize>, Fault)>),
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<crate::ImportError> for Refused {
    fn from(error: crate::ImportError) -> Self {
        Problem::from(error).into()
    }
}

impl From<records::RecordsError> for Refused {
    fn from(error: records::RecordsError) -> Self {
        Problem::from(error).into()
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Refused::Problem(problem) => {
                let mut response = FhirJson(problem.status_code(), outcome::of_problem(&problem)).into_response();
                // The request's trail names the refusal by this code in the access log.
                response.extensions_mut().insert(kernel::problem::ProblemCode(problem.code));
                response
            }
            Refused::Faults(status, faults) => FhirJson(status, refusal(&faults)).into_response(),
        }
    }
}

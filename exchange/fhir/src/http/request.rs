//! What a request must be before its Bundle is looked at.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use kernel::{Problem, ServiceTask};
use trust::Job;
use trust::token::SystemToken;

use super::{LARGEST, Refused};
use crate::problem::{Problem as Fault, Reason};
use crate::read::{Document, cut};
use crate::settings::Settings;

/// Media types of JSON that FHIR names, and plain JSON.
const JSON: [&str; 3] = ["application/fhir+json", "application/json", "json"];

fn refuse(status: StatusCode, path: &str, reason: Reason) -> Refused {
    Refused::Faults(status, vec![(None, Fault::new(path, reason))])
}

/// `_format` for JSON is the only parameter; another is refused rather than passed over, for its sender means something by it.
pub fn check_parameters(query: Option<&str>) -> Result<(), Refused> {
    for pair in query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = percent_encoding::percent_decode_str(value).decode_utf8_lossy();
        // A plus sign in a query may have been meant as itself or read as a blank.
        if name != "_format" || !JSON.contains(&value.replace(' ', "+").as_str()) {
            return Err(refuse(StatusCode::BAD_REQUEST, "", Reason::Rule("a parameter is not supported; _format=json is")));
        }
    }
    Ok(())
}

pub fn check_content_type(headers: &HeaderMap) -> Result<(), Refused> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = given.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
    let version = parts.find_map(|part| part.strip_prefix("fhirVersion="));
    if JSON.contains(&kind.as_str()) && version.is_none_or(|v| v.starts_with("4.0")) {
        return Ok(());
    }
    let rule = Reason::Rule("Content-Type must be application/fhir+json or application/json, of FHIR 4.0");
    Err(refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "", rule))
}

/// The body, cut into its entries.
pub async fn document(request: Request<Body>) -> Result<Document, Refused> {
    let too_large = || refuse(StatusCode::PAYLOAD_TOO_LARGE, "", Reason::TooLarge(LARGEST as u64));
    let bytes = to_bytes(request.into_body(), LARGEST).await.map_err(|_| too_large())?;
    let start = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let text =
        std::str::from_utf8(bytes.get(start..).unwrap_or_default()).map_err(|_| refuse(StatusCode::BAD_REQUEST, "", Reason::NotUtf8))?;
    let cut = cut(text).map_err(|fault| Refused::Faults(StatusCode::BAD_REQUEST, vec![(None, fault)]))?;
    Ok(Document { text: text.to_owned(), cut })
}

/// The token says which source this is and which register its items belong to.
pub fn settings(token: &SystemToken, job: &Job) -> Settings {
    let gate = job.gate();
    Settings {
        source_system: token.source_system.clone(),
        register: token.register,
        service_task: ServiceTask::OlderPeople,
        controller: gate.controller(),
        keys: gate.keys().clone(),
    }
}

/// The status of a refusal by what is wrong: 422 where the resource is well formed and still cannot be taken.
pub fn status_of(reason: &Reason) -> StatusCode {
    match reason {
        Reason::Hetu(_) | Reason::Rule(_) | Reason::EndBeforeStart | Reason::NotTaken(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Reason::Unresolved => StatusCode::PRECONDITION_FAILED,
        Reason::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
        _ => StatusCode::BAD_REQUEST,
    }
}

/// Conditions on an entry that are not taken (`ifMatch` and the like): passing over one would do what the sender forbade.
pub fn condition(request: Option<&crate::read::Request>, index: usize, resource_names: bool) -> Option<Fault> {
    let request = request?;
    let at = |name: &str| format!("Bundle.entry[{index}].request.{name}");
    for (name, value) in
        [("ifMatch", &request.if_match), ("ifNoneMatch", &request.if_none_match), ("ifModifiedSince", &request.if_modified_since)]
    {
        if value.is_some() {
            return Some(Fault::new(at(name), Reason::Rule("this condition is not supported")));
        }
    }
    let unknown = request.if_none_exist.is_some() && !resource_names;
    unknown.then(|| {
        let rule = Reason::Rule("ifNoneExist is taken as identifier=system|value of the resource itself");
        Fault::new(at("ifNoneExist"), rule)
    })
}

/// A failure of ours while the data were read.
pub fn failed(error: records::RecordsError) -> Refused {
    Problem::from(error).into()
}

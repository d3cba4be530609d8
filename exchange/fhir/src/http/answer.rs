//! Answers in FHIR's own media type.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::types::Taken;
use crate::write::{Change, Written};

/// A resource as an answer.
pub struct FhirJson(pub StatusCode, pub Value);

impl IntoResponse for FhirJson {
    fn into_response(self) -> Response {
        let mut response = (self.0, self.1.to_string()).into_response();
        let kind = HeaderValue::from_static("application/fhir+json; charset=utf-8");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}

/// `Bundle.entry.response` of an entry that was taken.
pub fn entry(taken: Taken, written: &Written, at: chrono::DateTime<chrono::Utc>) -> Value {
    let status = match written.change {
        Change::Imported => "201 Created",
        Change::Updated | Change::Unchanged => "200 OK",
    };
    let mut response = json!({
        "status": status,
        "location": format!("{taken}/{}/_history/{}", written.resource_id, written.version),
        "etag": format!("W/\"{}\"", written.version),
        "lastModified": at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
    });
    if !written.missing.is_empty()
        && let Some(response) = response.as_object_mut()
    {
        let paths = written.missing.iter().map(|(path, _)| format!("{taken}.{path}"));
        response.insert("outcome".into(), super::outcome::waiting(paths));
    }
    json!({ "response": response })
}

/// A Bundle of responses, in the order of the request.
pub fn bundle(kind: &str, entries: Vec<Value>) -> Value {
    let mut bundle = json!({ "resourceType": "Bundle", "type": kind });
    // FHIR has no empty arrays.
    if !entries.is_empty()
        && let Some(bundle) = bundle.as_object_mut()
    {
        bundle.insert("entry".into(), Value::Array(entries));
    }
    bundle
}

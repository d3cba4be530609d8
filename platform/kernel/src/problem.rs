//! Errors as an answer: RFC 9457 `application/problem+json` with a stable code that the screens translate.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};

/// What is wrong with one field: a JSON pointer, a stable code, and the numbers the text needs.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// JSON pointer into the request's body, "" for the whole.
    pub path: String,
    pub code: String,
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
}

impl FieldError {
    pub fn new(path: impl Into<String>, code: impl Into<String>) -> Self {
        Self { path: path.into(), code: code.into(), params: Map::new() }
    }

    /// A word that is none of those known, with those that are.
    pub fn not_in_list(path: impl Into<String>, choices: &[&str]) -> Self {
        let params = Map::from_iter([("choices".to_owned(), choices.into())]);
        Self { params, ..Self::new(path, "not_in_list") }
    }
}

/// An answer that says no. `detail` never holds personal data: it ends up in logs of the caller's side.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    #[serde(rename = "type")]
    pub kind: String,
    pub code: &'static str,
    pub title: &'static str,
    pub status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    #[serde(flatten)]
    #[schema(value_type = Object)]
    pub fields: Map<String, Value>,
}

impl Problem {
    pub fn new(status: StatusCode, code: &'static str, title: &'static str) -> Self {
        Self {
            kind: format!("https://punos.example/problems/{code}"),
            code,
            title,
            status: status.as_u16(),
            detail: None,
            fields: Map::new(),
        }
    }

    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds a member; a value that cannot be written as JSON is left out.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        if let Ok(value) = serde_json::to_value(value) {
            self.fields.insert(name.to_owned(), value);
        }
        self
    }

    pub fn not_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not_signed_in", "Log in first")
    }
    /// Rights do not reach. `reason` and `what_helps` are codes.
    pub fn refused(reason: &str, what_helps: &[&str]) -> Self {
        Self::new(StatusCode::FORBIDDEN, "refused", "Your rights do not reach this").with("reason", reason).with("what_helps", what_helps)
    }
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "No such thing here, or it is not yours to see")
    }
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "Some fields need mending").with("errors", errors)
    }
    pub fn invalid_field(path: &str, code: &str) -> Self {
        Self::invalid(vec![FieldError::new(path, code)])
    }
    /// The thing's state does not allow this now. `reason` is a code the screens explain.
    pub fn state_refused(reason: &str) -> Self {
        Self::new(StatusCode::CONFLICT, "state_refused", "This cannot be done in the present state").with("reason", reason)
    }
    /// Someone else changed the row first; `current` is the row as it is now.
    pub fn version_conflict(current: impl Serialize) -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, "version_conflict", "Changed by someone else meanwhile").with("current", current)
    }
    pub fn precondition_required() -> Self {
        Self::new(StatusCode::PRECONDITION_REQUIRED, "precondition_required", "If-Match with the row's version is needed")
    }
    pub fn degraded() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "degraded", "The database does not take writes just now")
    }
    /// Asked for too often; `wait` until there is room again, at least a second.
    pub fn too_many_requests(wait: std::time::Duration) -> Self {
        let seconds = wait.as_secs_f64().ceil().max(1.0) as u64;
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", "Too many at once; try again in a while").with("retry_after", seconds)
    }
    /// A failure of ours. What happened was logged where it was handled; the caller learns only the request's id.
    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something failed on our side")
    }

    pub fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.status, self.code)?;
        // Codes and paths only, as they stand in the answer: no values of the caller's.
        if let Some(reason) = self.fields.get("reason").and_then(|r| r.as_str()) {
            write!(f, " ({reason})")?;
        }
        for error in self.fields.get("errors").and_then(|e| e.as_array()).into_iter().flatten() {
            let text = |name: &str| error.get(name).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
            write!(f, "; {} {}", text("path"), text("code"))?;
        }
        self.detail.as_ref().map_or(Ok(()), |detail| write!(f, " ({detail})"))
    }
}
impl std::error::Error for Problem {}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status_code();
        let code = self.code;
        let wait = self.fields.get("retry_after").and_then(Value::as_u64);
        let mut response = (status, axum::Json(self)).into_response();
        if let Some(seconds) = wait {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        // Lets the access log name the refusal without reading the body.
        response.extensions_mut().insert(ProblemCode(code));
        response
    }
}

/// The code of the problem a response carries.
#[derive(Clone, Copy, Debug)]
pub struct ProblemCode(pub &'static str);

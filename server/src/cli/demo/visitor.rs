//! One of the personas at work, as by the screens: what a demo shows is made through the same routes, rights and log as any work.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, Response, header};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::cli::Fault;

/// Answers of the demo's own making are no longer than this.
const LONGEST: usize = 16 * 1024 * 1024;

pub struct Visitor {
    router: Router,
    cookie: String,
    csrf: String,
}

impl Visitor {
    /// Logs in as the log-in page does.
    pub async fn log_in(router: &Router, key: &str) -> Result<Self, Fault> {
        let request = Request::post("/api/v1/session/persona").header(header::CONTENT_TYPE, "application/json");
        let response = send(router, request.body(Body::from(json!({ "key": key }).to_string()))).await?;
        let set = response.headers().get(header::SET_COOKIE).and_then(|set| set.to_str().ok()).unwrap_or_default();
        let cookie = set.split(';').next().unwrap_or_default().to_owned();
        let body = read("/api/v1/session/persona", response).await?;
        Ok(Self { router: router.clone(), cookie, csrf: text(&body, "/csrf").to_owned() })
    }

    pub async fn get(&self, path: &str) -> Result<Value, Fault> {
        self.ask(Method::GET, path, None, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Result<Value, Fault> {
        self.ask(Method::POST, path, None, Some(body)).await
    }

    /// Changes what was seen at its version.
    pub async fn change(&self, method: Method, path: &str, seen: &Value, body: Value) -> Result<Value, Fault> {
        let version = seen.get("version").and_then(Value::as_i64).unwrap_or(1);
        self.ask(method, path, Some(version), Some(body)).await
    }

    /// Attaches a file to a matter.
    pub async fn attach(&self, matter: &str, name: &str, content: &[u8]) -> Result<Value, Fault> {
        let path = format!("/api/v1/staff/matters/{matter}/attachments");
        let head = format!("--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        let body = [head.as_bytes(), content, b"\r\n--cut--\r\n"].concat();
        let request = self.request(Method::POST, &path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
        read(&path, send(&self.router, request.body(Body::from(body))).await?).await
    }

    fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        Request::builder().method(method).uri(path).header(header::COOKIE, &self.cookie).header("x-csrf-token", &self.csrf)
    }

    async fn ask(&self, method: Method, path: &str, version: Option<i64>, body: Option<Value>) -> Result<Value, Fault> {
        let mut request = self.request(method, path);
        if let Some(version) = version {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        let request = match body {
            Some(body) => request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())),
            None => request.body(Body::empty()),
        };
        read(path, send(&self.router, request).await?).await
    }
}

/// What stands at a place of an answer; empty when nothing does.
pub fn text<'a>(body: &'a Value, at: &str) -> &'a str {
    body.pointer(at).and_then(Value::as_str).unwrap_or_default()
}

async fn send(router: &Router, request: Result<Request<Body>, axum::http::Error>) -> Result<Response<Body>, Fault> {
    let request = request.map_err(|error| Fault::Other(error.to_string()))?;
    let Ok(response) = router.clone().oneshot(request).await;
    Ok(response)
}

async fn read(path: &str, response: Response<Body>) -> Result<Value, Fault> {
    let status = response.status();
    let bytes = to_bytes(response.into_body(), LONGEST).await.map_err(|error| Fault::Other(error.to_string()))?;
    let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    if status.is_success() {
        return Ok(body);
    }
    // Codes and places only: neither holds anybody's data.
    let why = [text(&body, "/code"), text(&body, "/reason"), text(&body, "/errors/0/path"), text(&body, "/errors/0/code")].join(" ");
    Err(Fault::Other(format!("the demo's own work was refused: {path}: {status} {}", why.trim())))
}

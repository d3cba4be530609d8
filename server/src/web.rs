//! The screens: files built from `web/`, embedded in the binary, under a strict content security policy.

use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rust_embed::RustEmbed;
use trust::Gate;

#[derive(RustEmbed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct Files;

/// Put into `index.html` by the build; each answer gets its own in its place.
const NONCE: &str = "__CSP_NONCE__";

/// The worker that keeps the application's own files on a device that is taken along to visits (`web/worker/sw.js`).
const WORKER: &str = "sw.js";

/// Whether the screens were built into this binary.
pub fn built() -> bool {
    Files::get("index.html").is_some()
}

/// A file, or the application for every address it draws itself.
pub async fn serve(gate: Gate, uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    if !path.is_empty()
        && path != "index.html"
        && let Some(file) = Files::get(path)
    {
        // Built files carry their content's hash in the name; the rest may change with a release.
        let lasting = match path {
            WORKER => "no-cache",
            _ if path.starts_with("assets/") => "public, max-age=31536000, immutable",
            _ => "public, max-age=300",
        };
        let mime = file.metadata.mimetype().to_owned();
        let mut response = ([(header::CONTENT_TYPE, mime), (header::CACHE_CONTROL, lasting.to_owned())], file.data).into_response();
        if path == WORKER {
            // A worker has the policy of its own file, not the page's: it fetches from here and does nothing else.
            let policy = HeaderValue::from_static("default-src 'none'; connect-src 'self'");
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        return response;
    }
    if path.starts_with("api/") || path.starts_with("fhir") || path.starts_with("assets/") {
        return kernel::Problem::not_found().into_response();
    }
    let Some(index) = Files::get("index.html") else {
        return (StatusCode::SERVICE_UNAVAILABLE, "The screens were not built into this binary: run `make web` and build again.")
            .into_response();
    };
    let nonce = STANDARD.encode(gate.ctx().secret::<18>());
    let page = String::from_utf8_lossy(&index.data).replace(NONCE, &nonce);
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    );
    let mut response = ([(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], page).into_response();
    if let Ok(value) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, value);
    }
    response
}

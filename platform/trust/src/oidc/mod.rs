//! Log-in by OpenID Connect: authorization code flow with PKCE, nonce and state; RP-initiated log-out. The provider says who a person
//! is; what they may do comes from the county's own data. Staff are known by the provider's `sub`, clients by the personal identity
//! code that a provider of strong identification tells.

mod told;

use std::sync::Arc;

use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use kernel::Problem;
use openidconnect::core::CoreAuthenticationFlow;
use openidconnect::{
    AuthenticationContextClass, AuthorizationCode, ClientId as OidcClientId, ClientSecret, CsrfToken, EndSessionUrl, IssuerUrl,
    LogoutRequest, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout,
    RedirectUrl, Scope, SubjectIdentifier, TokenResponse, reqwest,
};
use sha2::{Digest, Sha256};
use store::sea_orm::FromQueryResult;
use store::sql;
use tokio::sync::RwLock;

pub use told::Told;
use told::{InfoClaims, Known, Token};

use crate::access::proof::failed;
use crate::access::work::unwritable;
use crate::gate::Gate;

/// How this node is known to the provider.
#[derive(Clone, Debug)]
pub struct OidcConfig {
    pub issuer: String,
    pub client_id: String,
    pub client_secret: Option<String>,
    /// Where this node answers, e.g. `https://punos.example`.
    pub base_url: String,
    /// Where at this node the provider sends a person back; a path.
    pub callback: &'static str,
    /// What is asked of the person's data beside `openid`.
    pub scopes: Vec<String>,
    /// How strongly a person is to be identified: names of the provider's own, the best first. Empty: whatever the provider does.
    pub acr_values: Vec<String>,
    /// The claim that tells the personal identity code; `None`: it is not read.
    pub code_claim: Option<String>,
}

/// How long a person may stay at the provider.
const PATIENCE: Duration = Duration::minutes(10);

/// One provider; its metadata and keys are read when first needed and again when a token does not verify.
#[derive(Clone)]
pub struct Oidc(Arc<Inner>);

struct Inner {
    config: OidcConfig,
    http: reqwest::Client,
    metadata: RwLock<Option<ProviderMetadataWithLogout>>,
}

/// What the browser is sent away with.
pub struct Departure {
    pub url: String,
    /// Bound to this browser by a cookie, so that a stolen answer is worth nothing elsewhere.
    pub browser_key: String,
}

/// A person who came back, as the provider told of them.
pub struct Arrival {
    pub told: Told,
    /// For the provider's log-out; sealed by the session's own key where it is kept.
    pub id_token: String,
    /// Where they were going; a path of this node.
    pub next: Option<String>,
}

#[derive(FromQueryResult)]
struct StateRow {
    nonce: String,
    verifier: String,
    next: Option<String>,
    browser_hash: Vec<u8>,
}

impl Oidc {
    pub fn new(config: OidcConfig) -> Result<Self, reqwest::Error> {
        // A provider's answer must not lead the server elsewhere.
        let http = reqwest::ClientBuilder::new()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(std::time::Duration::from_secs(10))
            .build()?;
        Ok(Self(Arc::new(Inner { config, http, metadata: RwLock::new(None) })))
    }

    /// Sends a person to the provider.
    pub async fn depart(&self, gate: &Gate, next: Option<&str>) -> Result<Departure, Problem> {
        let metadata = self.metadata(false).await?;
        let client = self.known(metadata).set_redirect_uri(self.redirect()?);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .add_scopes(self.0.config.scopes.iter().cloned().map(Scope::new))
            .set_pkce_challenge(challenge);
        let asked = self.0.config.acr_values.iter().map(|acr| AuthenticationContextClass::new(acr.clone()));
        let (url, state, nonce) = asked.fold(request, |request, acr| request.add_auth_context_value(acr)).url();
        let browser_key = URL_SAFE_NO_PAD.encode(gate.ctx().secret::<32>());
        let now = gate.ctx().now();
        let tx = gate.begin().await.map_err(|e| unwritable(gate, e))?;
        sql::exec(&tx, "DELETE FROM login_state WHERE expires_at < $1", [now.into()]).await.map_err(|e| unwritable(gate, e))?;
        let text = "INSERT INTO login_state (state, nonce, verifier, next, browser_hash, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
        let values = [
            state.secret().clone().into(),
            nonce.secret().clone().into(),
            verifier.secret().clone().into(),
            next.filter(|n| own_path(n)).map(str::to_owned).into(),
            self.bound(&browser_key).into(),
            (now + PATIENCE).into(),
        ];
        sql::exec(&tx, text, values).await.map_err(|e| unwritable(gate, e))?;
        tx.commit().await.map_err(|e| unwritable(gate, e))?;
        Ok(Departure { url: url.to_string(), browser_key })
    }

    /// Takes the provider's answer: state and browser checked, code exchanged, identity token verified.
    ///
    /// # Errors
    /// 403 `login_state`, `login_code`, `login_token`, `login_strength`; 503 `login_provider`.
    pub async fn arrive(&self, gate: &Gate, code: &str, state: &str, browser_key: Option<&str>) -> Result<Arrival, Problem> {
        let row = self.take_state(gate, state).await?;
        let bound = browser_key.map(|key| self.bound(key));
        let Some(row) = row.filter(|r| Some(&r.browser_hash) == bound.as_ref()) else {
            return Err(refused("login_state"));
        };
        let client = self.known(self.metadata(false).await?).set_redirect_uri(self.redirect()?);
        let exchange = client.exchange_code(AuthorizationCode::new(code.to_owned())).map_err(|e| unreachable_provider(&e))?;
        let tokens =
            exchange.set_pkce_verifier(PkceCodeVerifier::new(row.verifier)).request_async(&self.0.http).await.map_err(|error| {
                tracing::warn!(%error, "the provider did not exchange the code");
                refused("login_code")
            })?;
        let id_token = tokens.id_token().ok_or_else(|| refused("login_token"))?;
        let nonce = Nonce::new(row.nonce);
        let asked = self.0.config.code_claim.as_deref();
        let told = match id_token.claims(&client.id_token_verifier(), &nonce) {
            Ok(claims) => Told::of_token(claims, asked),
            Err(_) => {
                // The provider may have changed its keys since they were read.
                let client = self.known(self.metadata(true).await?);
                let claims = id_token.claims(&client.id_token_verifier(), &nonce).map_err(|error| {
                    tracing::warn!(%error, "an identity token did not verify");
                    refused("login_token")
                })?;
                Told::of_token(claims, asked)
            }
        };
        if !strong_enough(&self.0.config.acr_values, told.acr.as_deref()) {
            // Names of the provider's own, no person's data.
            tracing::warn!(
                acr = told.acr.as_deref().unwrap_or("none"),
                "the provider identified a person less strongly than was asked for"
            );
            return Err(refused("login_strength"));
        }
        // Some providers tell of a person only at an address of its own (OpenID Connect Core 5.3, 5.4).
        let more = asked
            .filter(|_| told.code.is_none())
            .zip(client.user_info(tokens.access_token().clone(), Some(SubjectIdentifier::new(told.subject.clone()))).ok());
        let told = match more {
            Some((name, ask)) => {
                let claims: InfoClaims = ask.request_async(&self.0.http).await.map_err(|error| {
                    tracing::warn!(%error, "the provider did not tell of the person");
                    refused("login_token")
                })?;
                told.completed(&claims, name)
            }
            None => told,
        };
        Ok(Arrival { told, id_token: id_token.to_string(), next: row.next })
    }

    /// Where to send a person to end the session at the provider too, when the provider lets.
    pub async fn farewell(&self, id_token: &str) -> Option<String> {
        let metadata = self.metadata(false).await.ok()?;
        let end: EndSessionUrl = metadata.additional_metadata().end_session_endpoint.clone()?;
        let back = PostLogoutRedirectUrl::new(format!("{}/", self.0.config.base_url)).ok()?;
        let hint: Token = id_token.parse().ok()?;
        let request = LogoutRequest::from(end).set_id_token_hint(&hint).set_client_id(self.client_id()).set_post_logout_redirect_uri(back);
        Some(request.http_get_url().to_string())
    }

    async fn take_state(&self, gate: &Gate, state: &str) -> Result<Option<StateRow>, Problem> {
        let tx = gate.begin().await.map_err(|e| unwritable(gate, e))?;
        let text = "DELETE FROM login_state WHERE state = $1 AND expires_at > $2 RETURNING nonce, verifier, next, browser_hash";
        let row = sql::one(&tx, text, [state.into(), gate.ctx().now().into()]).await.map_err(failed)?;
        tx.commit().await.map_err(|e| unwritable(gate, e))?;
        Ok(row)
    }

    async fn metadata(&self, again: bool) -> Result<ProviderMetadataWithLogout, Problem> {
        if !again && let Some(known) = self.0.metadata.read().await.clone() {
            return Ok(known);
        }
        let issuer = IssuerUrl::new(self.0.config.issuer.clone()).map_err(|e| unreachable_provider(&e))?;
        let found = ProviderMetadataWithLogout::discover_async(issuer, &self.0.http).await.map_err(|e| unreachable_provider(&e))?;
        *self.0.metadata.write().await = Some(found.clone());
        Ok(found)
    }

    fn known(&self, metadata: ProviderMetadataWithLogout) -> Known {
        Known::from_provider_metadata(metadata, self.client_id(), self.secret())
    }
    /// A browser's key with the door it went out by: an answer of one provider is no answer at another's door.
    fn bound(&self, browser_key: &str) -> Vec<u8> {
        Sha256::digest(format!("{}\n{browser_key}", self.0.config.callback).as_bytes()).to_vec()
    }
    fn client_id(&self) -> OidcClientId {
        OidcClientId::new(self.0.config.client_id.clone())
    }
    fn secret(&self) -> Option<ClientSecret> {
        self.0.config.client_secret.clone().map(ClientSecret::new)
    }
    fn redirect(&self) -> Result<RedirectUrl, Problem> {
        let url = format!("{}{}", self.0.config.base_url, self.0.config.callback);
        RedirectUrl::new(url).map_err(|e| unreachable_provider(&e))
    }
}

/// The professional a provider's subject stands for.
///
/// # Errors
/// 403 `login_unknown` when the county's directory does not know them, or their employment has ended.
pub async fn professional(gate: &Gate, subject: &str) -> Result<uuid::Uuid, Problem> {
    let found = gate.0.directory.by_subject(gate.db(), subject, gate.ctx().today()).await.map_err(failed)?;
    found.ok_or_else(|| refused("login_unknown"))
}

/// Whether a provider answers discovery; for `punos doctor`.
pub async fn reachable(issuer: &str) -> Result<(), String> {
    let config = OidcConfig {
        issuer: issuer.into(),
        client_id: String::new(),
        client_secret: None,
        base_url: String::new(),
        callback: "/",
        scopes: Vec::new(),
        acr_values: Vec::new(),
        code_claim: None,
    };
    let oidc = Oidc::new(config).map_err(|e| e.to_string())?;
    oidc.metadata(true).await.map(|_| ()).map_err(|_| format!("{issuer} does not answer discovery as a provider should"))
}

/// A path of this node: never another site's address, so a log-in cannot be made to land elsewhere.
fn own_path(next: &str) -> bool {
    next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\n', '\r'])
}

/// Asking is a wish to a provider (OpenID Connect Core 3.1.2.1, `acr_values`), so the answer is looked at too.
fn strong_enough(asked: &[String], acr: Option<&str>) -> bool {
    asked.is_empty() || acr.is_some_and(|acr| asked.iter().any(|one| one == acr))
}

/// A log-in that came to nothing; the page says by the code what to do.
pub fn refused(code: &'static str) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, code, "The log-in did not succeed")
}

fn unreachable_provider(error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "the log-in provider does not answer as it should");
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "login_provider", "The log-in provider does not answer")
}

#[cfg(test)]
mod tests {
    use super::{own_path, strong_enough};

    #[test]
    fn what_was_asked_for_is_what_is_taken() {
        let asked = ["urn:strong".to_owned(), "urn:stronger".to_owned()];
        assert!(strong_enough(&asked, Some("urn:stronger")) && strong_enough(&[], None) && strong_enough(&[], Some("0")));
        for weaker in [None, Some("0"), Some(""), Some("urn:stron"), Some("urn:strong urn:stronger")] {
            assert!(!strong_enough(&asked, weaker), "{weaker:?}");
        }
    }

    #[test]
    fn a_log_in_lands_only_on_this_node() {
        assert!(own_path("/desk"));
        for path in ["//evil.example", "https://evil.example", "/\\evil.example", "desk", "/a\r\nx"] {
            assert!(!own_path(path), "{path:?}");
        }
    }
}

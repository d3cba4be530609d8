use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm, CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdToken, IdTokenClaims, IdTokenFields,
    LocalizedClaim, StandardErrorResponse, StandardTokenResponse, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Claims beside those OpenID Connect names: a provider of strong identification tells the personal identity code by a name of its own.
#[derive(Deserialize, Serialize)]
pub(super) struct More {
    #[serde(flatten)]
    claims: Map<String, Value>,
}

impl AdditionalClaims for More {}

/// What a provider tells of a person is not for a log line.
impl std::fmt::Debug for More {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("More(…)")
    }
}

impl More {
    fn text(&self, name: &str) -> Option<String> {
        self.claims.get(name)?.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    }
}

pub(super) type Token = IdToken<More, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
pub(super) type TokenClaims = IdTokenClaims<More, CoreGenderClaim>;
pub(super) type InfoClaims = UserInfoClaims<More, CoreGenderClaim>;
type Tokens = StandardTokenResponse<
    IdTokenFields<More, EmptyExtraTokenFields, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>,
    CoreTokenType,
>;

/// This node as the provider's client, the provider's addresses read from its metadata.
pub(super) type Known = openidconnect::Client<
    More,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// A person as the provider told of them: the token verified, what was asked for by name picked out.
pub struct Told {
    pub subject: String,
    pub acr: Option<String>,
    /// The personal identity code as it was told, unchecked; `None` when the node did not ask for it or the provider did not tell.
    pub code: Option<String>,
    pub family_name: Option<String>,
    pub given_names: Option<String>,
}

/// No person's data in a log line.
impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Told").field("acr", &self.acr).finish_non_exhaustive()
    }
}

impl Told {
    pub(super) fn of_token(claims: &TokenClaims, code: Option<&str>) -> Self {
        Self {
            subject: claims.subject().to_string(),
            acr: claims.auth_context_ref().map(|acr| acr.to_string()),
            code: code.and_then(|name| claims.additional_claims().text(name)),
            family_name: first(claims.family_name()),
            given_names: first(claims.given_name()),
        }
    }

    /// What the token did not tell, from the provider's address of user information; the subject has been compared.
    pub(super) fn completed(self, claims: &InfoClaims, code: &str) -> Self {
        Self {
            code: self.code.or_else(|| claims.additional_claims().text(code)),
            family_name: self.family_name.or_else(|| first(claims.family_name())),
            given_names: self.given_names.or_else(|| first(claims.given_name())),
            ..self
        }
    }
}

fn first<T: std::ops::Deref<Target = String>>(claim: Option<&LocalizedClaim<T>>) -> Option<String> {
    let claim = claim?;
    let text = claim.get(None).or_else(|| claim.iter().next().map(|(_, text)| text))?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

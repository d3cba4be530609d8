use serde::{Deserialize, Serialize};

/// A language of the user interface and of printed documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    #[default]
    Fi,
    Sv,
    En,
}

/// A text that is data (a rule's explanation, a code's label). Finnish always exists; the others fall back to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Text {
    pub fi: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sv: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Text {
    pub fn new(fi: &str, sv: &str, en: &str) -> Self {
        Self { fi: fi.into(), sv: Some(sv.into()), en: Some(en.into()) }
    }

    pub fn fi(fi: impl Into<String>) -> Self {
        Self { fi: fi.into(), sv: None, en: None }
    }

    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fi => &self.fi,
            Lang::Sv => self.sv.as_deref().unwrap_or(&self.fi),
            Lang::En => self.en.as_deref().unwrap_or(&self.fi),
        }
    }
}

//! Words of the readable page: of the columns, of the program's codes, of what is done in the log.

use std::collections::HashMap;
use std::sync::OnceLock;

use kernel::Lang;
use serde::Deserialize;
use serde_json::Value;

use crate::catalogue::CatalogueError;

type Three = [String; 3];

#[derive(Debug, Deserialize)]
struct Raw {
    page: HashMap<String, Three>,
    columns: HashMap<String, Three>,
    codes: HashMap<String, Three>,
}

/// The words of one language.
#[derive(Debug)]
pub struct Words {
    pub lang: Lang,
    raw: &'static Raw,
    /// What the screens call the program's codes, and what is done.
    codes: Value,
    actions: Value,
}

const CODES: [&str; 3] = [
    include_str!("../../../web/src/i18n/fi/codes.json"),
    include_str!("../../../web/src/i18n/sv/codes.json"),
    include_str!("../../../web/src/i18n/en/codes.json"),
];
const ACTIONS: [&str; 3] = [
    include_str!("../../../web/src/i18n/fi/actions.json"),
    include_str!("../../../web/src/i18n/sv/actions.json"),
    include_str!("../../../web/src/i18n/en/actions.json"),
];

const fn place(lang: Lang) -> usize {
    match lang {
        Lang::Fi => 0,
        Lang::Sv => 1,
        Lang::En => 2,
    }
}

impl Words {
    /// # Errors
    /// Never with the files of a release: a test reads them.
    pub fn of(lang: Lang) -> Result<Self, CatalogueError> {
        static READ: OnceLock<Result<Raw, CatalogueError>> = OnceLock::new();
        let raw = READ
            .get_or_init(|| toml::from_str(include_str!("words.toml")).map_err(|e| CatalogueError(e.to_string())))
            .as_ref()
            .map_err(Clone::clone)?;
        let json = |texts: &[&str; 3]| {
            let text = texts.get(place(lang)).copied().unwrap_or("{}");
            serde_json::from_str(text).map_err(|e| CatalogueError(e.to_string()))
        };
        Ok(Self { lang, raw, codes: json(&CODES)?, actions: json(&ACTIONS)? })
    }

    fn pick<'a>(&self, three: &'a Three) -> &'a str {
        three.get(place(self.lang)).map_or("", String::as_str)
    }

    /// A word of the page itself.
    pub fn page(&self, key: &str) -> &str {
        self.raw.page.get(key).map_or("", |three| self.pick(three))
    }

    /// What a column is called.
    pub fn column<'a>(&'a self, name: &'a str) -> &'a str {
        self.raw.columns.get(name).map_or(name, |three| self.pick(three))
    }

    pub fn knows_column(&self, name: &str) -> bool {
        self.raw.columns.contains_key(name)
    }

    /// What a code means; the code itself when no word is known.
    pub fn code<'a>(&'a self, column: &str, code: &'a str) -> &'a str {
        let group = match column {
            "from_value" | "to_value" => "lane",
            "pause_reason" => "pause",
            "state" if self.codes.pointer(&format!("/matter_state/{code}")).is_some() => "matter_state",
            other => other,
        };
        let told = self.codes.get(group).and_then(|g| g.get(code)).and_then(Value::as_str);
        told.or_else(|| self.raw.codes.get(code).map(|three| self.pick(three))).unwrap_or(code)
    }

    /// What was done, by the action's name in the log.
    pub fn action<'a>(&'a self, name: &'a str) -> &'a str {
        let found = name.split('.').try_fold(&self.actions, |at, part| at.get(part));
        found.and_then(Value::as_str).unwrap_or(name)
    }
}

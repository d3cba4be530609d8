use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use store::Birth;

use super::{Common, Done};
use crate::node::Node;

#[derive(Args)]
pub struct Migrate {
    /// The county's name in Finnish, for a new database
    #[arg(long, value_name = "NAME")]
    county_name: Option<String>,
}

impl Migrate {
    pub async fn run(self, common: &Common) -> Done {
        let options = common.node(true);
        // A demo database keeps its mark; a new one becomes production.
        let birth = match store::Db::connect(&options.database, &store::Options::default()).await {
            Ok((db, _)) => {
                let birth = db.birth().await?.unwrap_or(Birth::Production);
                db.close().await;
                birth
            }
            Err(error) => return Err(error.into()),
        };
        let node = Node::create(&options, birth).await?;
        if let Some(name) = &self.county_name {
            let text = serde_json::to_string(&kernel::Text::fi(name)).unwrap_or_default();
            node.gate.db().set_meta("county_name", &text).await?;
        }
        let answer = json!({ "database": birth.code(), "schema": "current" });
        if common.json {
            say!("{answer}")
        } else {
            say!("The database ({}) is at this program's version.", birth.code())
        }
        node.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

use std::process::ExitCode;

use ::synth::{Load, Plan};
use clap::Args;
use clap::builder::PossibleValuesParser;
use serde_json::json;
use store::Birth;

use super::{Common, Done, Fault, bar};
use crate::node::Node;
use crate::session::{self, Persona};

#[derive(Args)]
pub struct Synth {
    /// The county; its means of age, sex and morbidity are followed
    #[arg(long, default_value = "etela-karjala", value_parser = counties())]
    county: String,
    /// How many residents
    #[arg(long, default_value_t = 20_000, value_name = "N", value_parser = clap::value_parser!(u32).range(50..=2_000_000))]
    residents: u32,
    /// The same seed makes the same county
    #[arg(long, default_value_t = 1, value_name = "S")]
    seed: u64,
    /// Fill the county up to so many matters, most of them closed within ten years; for measuring
    #[arg(long, value_name = "N", requires = "open", value_parser = clap::value_parser!(u32).range(1..=5_000_000))]
    matters: Option<u32>,
    /// How many of them are open; a tenth of these in one team
    #[arg(long, value_name = "N", requires = "matters")]
    open: Option<u32>,
    /// Teams the open ones are spread over, besides those that routing names
    #[arg(long, value_name = "N", requires = "matters", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=2_000))]
    teams: u32,
}

pub fn counties() -> PossibleValuesParser {
    PossibleValuesParser::new(::synth::COUNTIES.iter().map(|c| c.key))
}

impl Synth {
    pub async fn run(self, common: &Common) -> Done {
        let node = Node::create(&common.node(false), Birth::Demo).await?;
        node.load_structures().await?;
        let size = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        let load =
            self.matters.map(|matters| Load { matters: size(matters), open: size(self.open.unwrap_or_default()), teams: size(self.teams) });
        let plan = Plan { county: self.county, residents: self.residents, seed: self.seed, load };
        let made = fill(&node, common, plan).await?;
        node.close().await;
        match made {
            Some(report) => {
                if common.json {
                    say!("{report}");
                }
                Ok(ExitCode::SUCCESS)
            }
            None => Err(Fault::Other("this database already has a county; use an empty one".into())),
        }
    }
}

/// Writes the county unless the database already has one; then the personas that go with it.
pub async fn fill(node: &Node, common: &Common, plan: Plan) -> Result<Option<serde_json::Value>, Fault> {
    let db = node.gate.db();
    match db.meta("synth").await?.as_deref() {
        None => {}
        Some("ready") => return Ok(None),
        Some(_) => return Err(Fault::Other("an earlier making of this county was cut short: remove the database and begin again".into())),
    }
    db.set_meta("synth", "under way").await?;
    let progress = bar(common, u64::from(plan.residents), "residents");
    let job = node.gate.job("synth", "demo", None);
    db.filling(true).await.map_err(store::StoreError::from)?;
    let made = ::synth::make(&job, &node.rules.current(), &plan, |done| progress.set_position(done)).await?;
    db.filling(false).await.map_err(store::StoreError::from)?;
    progress.finish_and_clear();
    let personas: Vec<Persona> = made
        .personas
        .iter()
        .map(|p| Persona {
            key: p.key.clone(),
            audience: p.audience.clone(),
            name: p.name.clone(),
            title: p.title.clone(),
            about: p.about.clone(),
            subject_id: Some(p.subject_id),
        })
        .collect();
    session::set_personas(&node.gate, &personas).await?;
    db.set_meta("county", &plan.county).await?;
    db.set_meta("county_name", &serde_json::to_string(&made.county_name).unwrap_or_default()).await?;
    feedback(node).await?;
    db.set_meta("synth", "ready").await?;
    eprintln!("punos: {} residents, {} matters, {} service rows in {:.1} s", made.residents, made.matters, made.service_rows, made.seconds);
    Ok(Some(json!({ "residents": made.residents, "matters": made.matters, "service_rows": made.service_rows, "seconds": made.seconds })))
}

/// Feedback on accessibility as invented people would give it, so that the administrator's list is not empty.
async fn feedback(node: &Node) -> Result<(), Fault> {
    let room = upkeep::Upkeep::new(care::Care::new(node.rules.clone()), node.rules.clone());
    let given = |page: &str, words: &str, contact: Option<&str>, language: &str| upkeep::NewFeedback {
        page: Some(page.into()),
        words: words.into(),
        contact: contact.map(Into::into),
        language: Some(language.into()),
    };
    for one in [
        given("/my", "Käytän suurennusohjelmaa. Viestin kirjoituskenttä jää näytön alareunaan, kun näppäimistö avautuu.", None, "fi"),
        given("/my/notices", "Skärmläsaren läser numret siffra för siffra. Kunde det stå med mellanslag?", Some("lasare@example.fi"), "sv"),
    ] {
        room.receive_feedback(&node.gate, one).await?;
    }
    Ok(())
}

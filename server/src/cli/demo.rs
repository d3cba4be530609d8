use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;

use ::synth::Plan;
use clap::Args;
use kernel::Lang;
use store::Birth;

use super::channels::ChannelArgs;
use super::registers::RegisterArgs;
use super::scanning::ScanArgs;
use super::{Common, Done, Fault, serve, synth};
use crate::node::Node;
use crate::{app, session};

#[derive(Args)]
pub struct Demo {
    /// How many residents the county has
    #[arg(long, default_value_t = 20_000, value_name = "N", value_parser = clap::value_parser!(u32).range(50..=600_000))]
    residents: u32,
    /// Port on 127.0.0.1
    #[arg(long, default_value_t = 8080, value_name = "P")]
    port: u16,
    /// The county; its means of age, sex and morbidity are followed
    #[arg(long, default_value = "etela-karjala", value_parser = synth::counties())]
    county: String,
    /// The same seed makes the same county
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Make the county and stop, without serving
    #[arg(long)]
    no_serve: bool,
    #[command(flatten)]
    log_in: serve::LogIn,
    #[command(flatten)]
    channels: ChannelArgs,
    #[command(flatten)]
    scanning: ScanArgs,
    #[command(flatten)]
    registers: RegisterArgs,
    #[command(flatten)]
    pub operating: serve::Operating,
}

impl Demo {
    pub async fn run(self, common: &Common) -> Done {
        let node = Arc::new(Node::create(&common.node(false), Birth::Demo).await?);
        node.load_structures().await?;
        let plan = Plan { county: self.county, residents: self.residents, seed: self.seed, load: None };
        if synth::fill(&node, common, plan).await?.is_some() {
            told(&node).await?;
        }
        if self.no_serve {
            node.close().await;
            return Ok(ExitCode::SUCCESS);
        }
        let personas = session::personas(&node.gate).await?;
        let address = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), self.port);
        let base_url = format!("http://{address}");
        let oidc = self.log_in.provider(&base_url)?;
        let channels = self.channels.channels(&base_url)?;
        let outside = app::Outside { oidc, channels, scanner: self.scanning.scanner(), ..self.registers.outside()? };
        serve::listen(node, address, outside, &self.operating, |local| {
            say!("Punos runs at http://{local}  (synthetic people only; Ctrl-C stops)");
            say!("Log in there as:");
            for p in &personas {
                say!("  {:<22} {:<24} {}", p.name, p.title.get(Lang::Fi), p.about.get(Lang::En));
            }
        })
        .await
    }
}

/// The population register tells a few things of the case manager's clients, so that there is something to settle.
async fn told(node: &Node) -> Result<(), Fault> {
    let personas = session::subjects(&node.gate).await?;
    let subject = |key: &str| personas.iter().find(|p| p.key == key).and_then(|p| p.subject_id);
    let professional = subject("case_manager").ok_or_else(|| Fault::Other("the demo county has no case manager".into()))?;
    let clients: Vec<uuid::Uuid> = personas.iter().filter(|p| p.audience == "client").filter_map(|p| p.subject_id).collect();
    let rooms = app::Rooms::new(node.rules.clone(), notices::Channels::default());
    rooms.population.sample(&node.gate, professional, &clients).await?;
    Ok(())
}
